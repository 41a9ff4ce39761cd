/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checksum.c - a sum of bytes that finds what a crash or a disk did.
 *
 * Words of 8 bytes are folded into a lane each, and multiplied by an odd
 * number, so that any change of one word shows, and so does an exchange of two.
 * A multiplication waits for the one before it in its lane, but not for the
 * other lanes; the number has no more than 32 bits, so that AVX2, which knows
 * no longer products, takes four lanes at a time by two. */
#include "config.h"

#include "checksum.h"

#include <string.h>

#include <glib.h>

#include "block.h"

#ifdef HC_WIDE
#include <immintrin.h>
#endif

/* 2^32 by the golden ratio, odd. */
#define FACTOR UINT64_C(0x9e3779b1)

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

#ifdef HC_WIDE
/** fold() of four lanes and words. */
HC_WIDE static inline __m256i
fold_four(__m256i state, const uint8_t *words)
{
	const __m256i factor = _mm256_set1_epi64x((long long)FACTOR);
	const __m256i mixed = _mm256_xor_si256(
		state, _mm256_loadu_si256((const __m256i *)words));
	const __m256i low = _mm256_mul_epu32(mixed, factor);
	const __m256i high =
		_mm256_mul_epu32(_mm256_srli_epi64(mixed, 32), factor);
	const __m256i product =
		_mm256_add_epi64(low, _mm256_slli_epi64(high, 32));

	return _mm256_xor_si256(product, _mm256_srli_epi64(product, 32));
}

/** Add whole stripes.
 *  @return bytes added */
HC_WIDE static size_t
add_stripes_wide(HcChecksum *sum, const uint8_t *data, size_t length)
{
	__m256i *lanes = (__m256i *)sum->lanes;
	__m256i a = _mm256_loadu_si256(lanes);
	__m256i b = _mm256_loadu_si256(lanes + 1);
	__m256i c = _mm256_loadu_si256(lanes + 2);
	__m256i d = _mm256_loadu_si256(lanes + 3);
	size_t at = 0;

	G_STATIC_ASSERT(HC_CHECKSUM_LANES == 16);
	for (; length - at >= HC_CHECKSUM_STRIPE; at += HC_CHECKSUM_STRIPE) {
		a = fold_four(a, data + at);
		b = fold_four(b, data + at + 32);
		c = fold_four(c, data + at + 64);
		d = fold_four(d, data + at + 96);
	}
	_mm256_storeu_si256(lanes, a);
	_mm256_storeu_si256(lanes + 1, b);
	_mm256_storeu_si256(lanes + 2, c);
	_mm256_storeu_si256(lanes + 3, d);
	return at;
}
#endif

static void
add_stripe(HcChecksum *sum, const uint8_t *data)
{
	for (unsigned i = 0; i < HC_CHECKSUM_LANES; i++)
		sum->lanes[i] =
			fold(sum->lanes[i], word_at(data + (size_t)8 * i));
}

/** Add whole stripes.
 *  @return bytes added */
static size_t
add_stripes(HcChecksum *sum, const uint8_t *data, size_t length)
{
	size_t at = 0;

#ifdef HC_WIDE
	if (__builtin_cpu_supports("avx2"))
		return add_stripes_wide(sum, data, length);
#endif
	for (; length - at >= HC_CHECKSUM_STRIPE; at += HC_CHECKSUM_STRIPE)
		add_stripe(sum, data + at);
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
		add_stripe(sum, sum->rest);
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
		state = fold(state, word_at(rest + (size_t)8 * i));
	return state;
}
