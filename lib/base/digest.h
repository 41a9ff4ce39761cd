/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest.h - SHA-256 (FIPS 180-4) by Nettle. */
#ifndef HC_DIGEST_H
#define HC_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include <nettle/sha2.h>

/* 64 hex digits and a NUL. */
#define HC_DIGEST_HEX 65

/** A running digest; copying the struct copies the state. */
typedef struct {
	struct sha256_ctx state;
} HcDigest;

void hc_digest_init(HcDigest *digest);
void hc_digest_add(HcDigest *digest, const void *data, size_t length);
/** End the digest (@p digest must be initialised again after).
 *  @param hex_out  lower-case hex and a NUL */
void hc_digest_end(HcDigest *digest, char hex_out[HC_DIGEST_HEX]);
/** The same as bytes. */
void hc_digest_end_bytes(HcDigest *digest,
                         uint8_t bytes_out[SHA256_DIGEST_SIZE]);

#endif
