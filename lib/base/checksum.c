/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checksum.c - a sum of bytes that finds what a crash or a disk did.
 *
 * Words of 8 bytes are folded into a lane each, and multiplied by an odd
 * number, so that any change of one word shows, and so does an exchange of two.
 * A multiplication waits for the one before it in its lane, but not for the
 * other lanes. */
#include "config.h"

#include "checksum.h"

#include <string.h>

#include <glib.h>

/* 2^64 by the golden ratio, odd. */
#define FACTOR UINT64_C(0x9e3779b97f4a7c15)

static uint64_t
fold(uint64_t state, uint64_t word)
{
	state = (state ^ word) * FACTOR;
	return state ^ state >> 32;
}

static uint64_t
word_at(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return GUINT64_FROM_LE(word);
}

/* Lanes that begin alike would not see two words change places. */
void
hc_checksum_init(HcChecksum *sum)
{
	memset(sum, 0, sizeof *sum);
	for (uint64_t i = 0; i < HC_CHECKSUM_LANES; i++)
		sum->lanes[i] = fold(0, i + 1);
}

/** Add whole stripes.
 *  @return bytes added */
static size_t
add_stripes(HcChecksum *sum, const uint8_t *data, size_t length)
{
	uint64_t a = sum->lanes[0], b = sum->lanes[1];
	uint64_t c = sum->lanes[2], d = sum->lanes[3];
	size_t at = 0;

	for (; length - at >= HC_CHECKSUM_STRIPE; at += HC_CHECKSUM_STRIPE) {
		a = fold(a, word_at(data + at));
		b = fold(b, word_at(data + at + 8));
		c = fold(c, word_at(data + at + 16));
		d = fold(d, word_at(data + at + 24));
	}
	sum->lanes[0] = a;
	sum->lanes[1] = b;
	sum->lanes[2] = c;
	sum->lanes[3] = d;
	return at;
}

void
hc_checksum_add(HcChecksum *sum, const void *data, size_t length)
{
	const uint8_t *bytes = data;
	size_t done;

	if (length == 0)
		return;
	sum->length += length;
	if (sum->rest_length > 0) {
		size_t room = HC_CHECKSUM_STRIPE - sum->rest_length;
		size_t piece = MIN(room, length);

		memcpy(sum->rest + sum->rest_length, bytes, piece);
		sum->rest_length += piece;
		bytes += piece;
		length -= piece;
		if (sum->rest_length < HC_CHECKSUM_STRIPE)
			return;
		add_stripes(sum, sum->rest, HC_CHECKSUM_STRIPE);
	}
	done = add_stripes(sum, bytes, length);
	sum->rest_length = length - done;
	if (sum->rest_length > 0)
		memcpy(sum->rest, bytes + done, sum->rest_length);
}

uint64_t
hc_checksum_end(const HcChecksum *sum)
{
	uint8_t rest[HC_CHECKSUM_STRIPE] = {0};
	uint64_t state = sum->length;

	for (unsigned i = 0; i < HC_CHECKSUM_LANES; i++)
		state = fold(state, sum->lanes[i]);
	memcpy(rest, sum->rest, sum->rest_length);
	for (unsigned i = 0; i < HC_CHECKSUM_LANES; i++)
		state = fold(state, word_at(rest + 8 * i));
	return state;
}
