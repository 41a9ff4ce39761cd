/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mix.h - bytes mixed to a number that stands for them.
 *
 * For tables, and to find what two messages share among very many: by chance
 * two texts of an archive have the same 128 bits never.  Somebody who wants to
 * can make such texts; what rests on them is a hint for a reader, who has both
 * messages before him. */
#ifndef HC_MIX_H
#define HC_MIX_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/* The finish of MurmurHash3 (Appleby, public domain). */
static inline uint64_t
hc_mix(uint64_t value)
{
	value = (value ^ value >> 33) * 0xff51afd7ed558ccdu;
	value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53u;
	return value ^ value >> 33;
}

/** Mix bytes, the same on every machine.
 *  @param seed  another one gives another number */
static inline uint64_t
hc_mix_bytes(const void *bytes, size_t length, uint64_t seed)
{
	const uint8_t *at = bytes;
	uint64_t state = hc_mix(seed ^ (uint64_t)length);
	uint64_t word;

	for (; length >= 8; at += 8, length -= 8) {
		memcpy(&word, at, 8);
		state = hc_mix(state ^ GUINT64_FROM_LE(word)) +
		        0x9e3779b97f4a7c15u;
	}
	word = 0;
	if (length > 0 && at != bytes) {
		/* the last of eight that reach back */
		memcpy(&word, at + length - 8, 8);
		word = GUINT64_FROM_LE(word) >> (64 - 8 * length);
	} else {
		for (size_t i = 0; i < length; i++)
			word |= (uint64_t)at[i] << (8 * i);
	}
	state ^= word;
	return hc_mix(state);
}

#endif
