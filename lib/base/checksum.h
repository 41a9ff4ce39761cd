/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checksum.h - a sum of bytes that finds what a crash or a disk did.
 *
 * Many times faster than a digest, and no defence against anybody who wants to
 * deceive: files that only we write and read again are held to it. */
#ifndef HC_CHECKSUM_H
#define HC_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/** Words that are added side by side. */
#define HC_CHECKSUM_LANES 16
#define HC_CHECKSUM_STRIPE (8 * HC_CHECKSUM_LANES)

/** A running sum; copying the struct copies the state. */
typedef struct {
	uint64_t lanes[HC_CHECKSUM_LANES];
	uint64_t length;                  /**< bytes so far */
	uint8_t rest[HC_CHECKSUM_STRIPE]; /**< those that fill no stripe yet */
	size_t rest_length;
} HcChecksum;

void hc_checksum_init(HcChecksum *sum);

/** Add bytes; however they are cut in pieces the sum is the same. */
void hc_checksum_add(HcChecksum *sum, const void *data, size_t length);

/** The sum of all that was added and of how much it is; the same on machines
 *  of either byte order. */
uint64_t hc_checksum_end(const HcChecksum *sum);

#endif
