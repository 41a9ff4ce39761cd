/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gunzip.h - what a gzip file holds, held to its checksums.
 *
 * libarchive unpacks gzip, too, but never looks at the checksum and length that
 * end each member (RFC 1952 2.3.1), and passes over what stands behind the last:
 * a file that was damaged would count as whole. */
#ifndef HC_GUNZIP_H
#define HC_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <zlib.h>

/** Gives the next packed bytes.
 *  @param bytes_out  borrowed until the next call
 *  @return how many; 0 at the end; less where they cannot be read */
typedef ssize_t (*HcGunzipSource)(void *data, const void **bytes_out);

typedef struct {
	HcGunzipSource source;
	void *data; /**< of the source */
	z_stream stream;
	uint64_t given; /**< bytes, by the source */
	unsigned char *piece; /**< what is unpacked, of HC_GUNZIP_PIECE bytes */
	bool within;          /**< a member has begun and not ended */
	bool drained;         /**< the source has no more */
	bool damaged;
} HcGunzip;

#define HC_GUNZIP_PIECE 65536u

/** Whether bytes are the first of a gzip file that is deflated, the one method
 *  there is. */
bool hc_gunzip_knows(const void *bytes, size_t length);

/** @param gunzip  released by hc_gunzip_end() */
void hc_gunzip_begin(HcGunzip *gunzip, HcGunzipSource source, void *data);

/** Unpack the next bytes, of all members one behind the other.  NULs may stand
 *  behind the last, as tapes and disks leave them.
 *  @param bytes_out  borrowed until the next call
 *  @return how many; 0 at the end; less where what follows is damaged, cut off,
 *          or no gzip member: all bytes before that were given */
ssize_t hc_gunzip_read(HcGunzip *gunzip, const void **bytes_out);

/** Packed bytes that were unpacked so far. */
uint64_t hc_gunzip_taken(const HcGunzip *gunzip);

void hc_gunzip_end(HcGunzip *gunzip);

/** The version that zlib says it has while running; static. */
const char *hc_gunzip_library(void);

#endif
