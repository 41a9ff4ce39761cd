/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest-lanes.h - several SHA-256 digests brought forward together. */
#ifndef HC_DIGEST_LANES_H
#define HC_DIGEST_LANES_H

#include <stddef.h>

#include "digest.h"

/** Bytes that a digest waits for. */
typedef struct {
	HcDigest *digest; /**< of its own in each run */
	const char *data; /**< borrowed */
	size_t length;    /**< bytes */
} HcDigestRun;

/** Add its bytes to each digest, as hc_digest_add() would: sixteen or two at
 *  a time where the processor can.
 *  @param runs  in any order; used up */
void hc_digest_add_all(HcDigestRun *runs, size_t count);

#endif
