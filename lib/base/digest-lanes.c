/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest-lanes.c - two SHA-256 digests side by side on one core.
 *
 * An instruction for four rounds of SHA-256 has to wait for the one before it;
 * while it waits, the processor can work on another message.  Where there are
 * no such instructions Nettle does all.
 */
#include "config.h"

#include "digest-lanes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <glib.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_LANES 1
#include <cpuid.h>
#include <immintrin.h>
#endif

#define BLOCK SHA256_BLOCK_SIZE

static void
add_alone(HcDigestRun *run)
{
	if (run->length > 0)
		hc_digest_add(run->digest, run->data, run->length);
	run->length = 0;
}

#ifdef HAVE_LANES

/* FIPS 180-4 4.2.2: the cube roots of the first 64 primes. */
static const uint32_t constants[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define LANES __attribute__((target("sha,sse4.1")))
#define INLINE static inline __attribute__((always_inline))

/** A digest in the registers that the instructions want. */
typedef struct {
	__m128i abef;
	__m128i cdgh;
	__m128i words[4]; /* the last 16 of the schedule */
} Lane;

LANES INLINE void
load_state(Lane *lane, const uint32_t *state)
{
	__m128i badc = _mm_shuffle_epi32(
		_mm_loadu_si128((const __m128i *)state), 0xb1);
	__m128i hgfe = _mm_shuffle_epi32(
		_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);

	lane->abef = _mm_alignr_epi8(badc, hgfe, 8);
	lane->cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
}

LANES INLINE void
store_state(const Lane *lane, uint32_t *state)
{
	__m128i feba = _mm_shuffle_epi32(lane->abef, 0x1b);
	__m128i dchg = _mm_shuffle_epi32(lane->cdgh, 0xb1);

	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(state + 4),
	                 _mm_alignr_epi8(dchg, feba, 8));
}

/* Rounds 4 i to 4 i + 3 of a block (FIPS 180-4 6.2.2); its 32-bit words are
 * written high octet first. */
LANES INLINE void
do_rounds(Lane *lane, const uint8_t *block, unsigned i)
{
	const __m128i swap =
		_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i *words = lane->words;
	__m128i sum;

	if (i < 4)
		words[i & 3] = _mm_shuffle_epi8(
			_mm_loadu_si128((const __m128i *)(block + 16 * i)),
			swap);
	else
		words[i & 3] = _mm_sha256msg2_epu32(
			_mm_add_epi32(_mm_sha256msg1_epu32(words[i & 3],
		                                           words[(i + 1) & 3]),
		                      _mm_alignr_epi8(words[(i + 3) & 3],
		                                      words[(i + 2) & 3], 4)),
			words[(i + 3) & 3]);
	sum = _mm_add_epi32(
		words[i & 3],
		_mm_load_si128((const __m128i *)(constants + 4 * i)));
	lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, sum);
	lane->abef = _mm_sha256rnds2_epu32(lane->abef, lane->cdgh,
	                                   _mm_shuffle_epi32(sum, 0x0e));
}

/* Both lanes a step, so that neither waits for itself. */
#define BOTH(i)                                                                \
	do {                                                                   \
		do_rounds(&one, one_data, i);                                  \
		do_rounds(&other, other_data, i);                              \
	} while (0)

LANES static void
compress_pair(uint32_t *one_state, const uint8_t *one_data,
              uint32_t *other_state, const uint8_t *other_data, size_t blocks)
{
	Lane one;
	Lane other;

	load_state(&one, one_state);
	load_state(&other, other_state);
	for (; blocks; blocks--, one_data += BLOCK, other_data += BLOCK) {
		const Lane one_before = one;
		const Lane other_before = other;

		BOTH(0);
		BOTH(1);
		BOTH(2);
		BOTH(3);
		BOTH(4);
		BOTH(5);
		BOTH(6);
		BOTH(7);
		BOTH(8);
		BOTH(9);
		BOTH(10);
		BOTH(11);
		BOTH(12);
		BOTH(13);
		BOTH(14);
		BOTH(15);
		one.abef = _mm_add_epi32(one.abef, one_before.abef);
		one.cdgh = _mm_add_epi32(one.cdgh, one_before.cdgh);
		other.abef = _mm_add_epi32(other.abef, other_before.abef);
		other.cdgh = _mm_add_epi32(other.cdgh, other_before.cdgh);
	}
	store_state(&one, one_state);
	store_state(&other, other_state);
}

/* The bits of CPUID leaves 1 and 7 (Intel SDM 2A, CPUID). */
static bool
ask_processor(void)
{
	unsigned a;
	unsigned b;
	unsigned c;
	unsigned d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) ||
	    !(c & bit_SSE4_1))
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

static bool
has_lanes(void)
{
	static gsize answer;

	if (g_once_init_enter(&answer))
		g_once_init_leave(&answer, ask_processor() ? 1 : 2);
	return answer == 1;
}

/* Fill up the block that waits in a digest, so that the rest are whole. */
static void
fill_block(HcDigestRun *run)
{
	size_t waiting = run->digest->state.index;
	size_t length = MIN(waiting ? BLOCK - waiting : 0, run->length);

	hc_digest_add(run->digest, run->data, length);
	run->data += length;
	run->length -= length;
}

static void
take_blocks(HcDigestRun *run, size_t blocks)
{
	run->digest->state.count += blocks;
	run->data += blocks * BLOCK;
	run->length -= blocks * BLOCK;
}

/* Work on two until one has no whole block left. */
static void
add_pair(HcDigestRun *one, HcDigestRun *other)
{
	size_t blocks = MIN(one->length, other->length) / BLOCK;

	compress_pair(one->digest->state.state, (const uint8_t *)one->data,
	              other->digest->state.state, (const uint8_t *)other->data,
	              blocks);
	take_blocks(one, blocks);
	take_blocks(other, blocks);
}

static int
compare_lengths(const void *a, const void *b)
{
	size_t one = ((const HcDigestRun *)a)->length;
	size_t other = ((const HcDigestRun *)b)->length;

	return (one < other) - (one > other);
}

/* The longest first, so that no long one is left without company. */
static void
add_in_lanes(HcDigestRun *runs, size_t count)
{
	HcDigestRun *busy = NULL;

	if (count == 0)
		return;
	qsort(runs, count, sizeof *runs, compare_lengths);
	for (size_t i = 0; i < count && runs[i].length > 0; i++) {
		HcDigestRun *run = &runs[i];

		fill_block(run);
		if (busy)
			add_pair(busy, run);
		else
			busy = run;
		if (busy != run && busy->length < run->length) {
			add_alone(busy);
			busy = run;
		} else if (busy != run) {
			add_alone(run);
		}
	}
	if (busy)
		add_alone(busy);
}

#endif

void
hc_digest_add_all(HcDigestRun *runs, size_t count)
{
#ifdef HAVE_LANES
	if (has_lanes()) {
		add_in_lanes(runs, count);
		return;
	}
#endif
	for (size_t i = 0; i < count; i++)
		add_alone(&runs[i]);
}
