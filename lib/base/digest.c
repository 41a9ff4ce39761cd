/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest.c - SHA-256 (FIPS 180-4) by Nettle. */
#include "config.h"

#include "digest.h"

#include <stdint.h>

void
hc_digest_init(HcDigest *digest)
{
	sha256_init(&digest->state);
}

void
hc_digest_add(HcDigest *digest, const void *data, size_t length)
{
	sha256_update(&digest->state, length, data);
}

void
hc_digest_end_bytes(HcDigest *digest, uint8_t bytes_out[SHA256_DIGEST_SIZE])
{
	sha256_digest(&digest->state, SHA256_DIGEST_SIZE, bytes_out);
}

void
hc_digest_end(HcDigest *digest, char hex_out[HC_DIGEST_HEX])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];

	hc_digest_end_bytes(digest, bytes);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		hex_out[2 * i] = digits[bytes[i] >> 4];
		hex_out[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex_out[2 * sizeof(bytes)] = '\0';
}
