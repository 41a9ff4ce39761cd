/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest-lanes.c - several SHA-256 digests side by side on one core.
 *
 * Sixteen at once while there are enough of them and the processor can; of what
 * is left, two at once: an instruction for four rounds of SHA-256 has to wait
 * for the one before it, and while it waits, the processor can work on another
 * message.  Where there are no such instructions Nettle does all.
 */
#include "config.h"

#include "digest-lanes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "digest-constants.h"
#include "digest-wide.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_PAIRS 1
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

/* Fill up the block that waits in a digest, so that the rest are whole. */
static void
fill_block(HcDigestRun *run)
{
	size_t waiting = run->digest->state.index;
	size_t length = MIN(waiting ? BLOCK - waiting : 0, run->length);

	/* data of an empty run may be NULL, to which nothing is added */
	if (length == 0)
		return;
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

#ifdef HAVE_PAIRS

#define PAIRS __attribute__((target("sha,sse4.1")))
#define INLINE static inline __attribute__((always_inline))

/** A digest in the registers that the instructions want. */
typedef struct {
	__m128i abef;
	__m128i cdgh;
	__m128i words[4]; /* the last 16 of the schedule */
} Lane;

PAIRS INLINE void
load_state(Lane *lane, const uint32_t *state)
{
	__m128i badc = _mm_shuffle_epi32(
		_mm_loadu_si128((const __m128i *)state), 0xb1);
	__m128i hgfe = _mm_shuffle_epi32(
		_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);

	lane->abef = _mm_alignr_epi8(badc, hgfe, 8);
	lane->cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
}

PAIRS INLINE void
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
PAIRS INLINE void
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
		_mm_load_si128((const __m128i *)(hc_digest_constants + 4 * i)));
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

PAIRS static void
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
has_pairs(void)
{
	static gsize answer;

	if (g_once_init_enter(&answer))
		g_once_init_leave(&answer, ask_processor() ? 1 : 2);
	return answer == 1;
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

/** Work on pairs.
 *  @param runs  the longest first */
static void
add_in_pairs(HcDigestRun *runs, size_t count)
{
	HcDigestRun *busy = NULL;

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

#else

static bool
has_pairs(void)
{
	return false;
}

static void
add_in_pairs(HcDigestRun *runs, size_t count)
{
	(void)runs;
	(void)count;
}

#endif

/* Runs below which the sixteen lanes are slower than pairs, and than one alone
 * where there are no pairs. */
#define WIDE_LEAST 10u
#define WIDE_LEAST_ALONE 3u

/** Sixteen lanes and what is in them. */
typedef struct {
	HcDigestWide state;
	HcDigestRun *runs[HC_DIGEST_WIDE]; /* NULL: none */
	unsigned busy;                    /* lanes with a run */
	HcDigestRun *next, *end;          /* what waits for a lane */
} Wide;

/** Take the next run of a whole block or more into a lane. */
static void
fill_lane(Wide *wide, unsigned lane)
{
	HcDigestRun *run = NULL;

	while (run == NULL && wide->next < wide->end) {
		fill_block(wide->next);
		if (wide->next->length >= BLOCK)
			run = wide->next;
		else
			add_alone(wide->next);
		wide->next++;
	}
	wide->runs[lane] = run;
	if (run == NULL)
		return;
	wide->busy++;
	for (unsigned i = 0; i < 8; i++)
		wide->state.words[i][lane] = run->digest->state.state[i];
}

static void
empty_lane(Wide *wide, unsigned lane)
{
	HcDigestRun *run = wide->runs[lane];

	for (unsigned i = 0; i < 8; i++)
		run->digest->state.state[i] = wide->state.words[i][lane];
	wide->runs[lane] = NULL;
	wide->busy--;
}

/** Bring all lanes forward until one has no whole block left. */
static void
step_lanes(Wide *wide)
{
	const uint8_t *data[HC_DIGEST_WIDE];
	const uint8_t *any = NULL;
	size_t blocks = SIZE_MAX;

	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++) {
		if (wide->runs[i] == NULL)
			continue;
		any = (const uint8_t *)wide->runs[i]->data;
		blocks = MIN(blocks, wide->runs[i]->length / BLOCK);
	}
	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++)
		data[i] = wide->runs[i] != NULL
		                  ? (const uint8_t *)wide->runs[i]->data
		                  : any;
	/* what an empty lane works on must be there, but not be sensible */
	hc_digest_wide_compress(&wide->state, data, blocks);
	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++)
		if (wide->runs[i] != NULL)
			take_blocks(wide->runs[i], blocks);
}

/** Work on sixteen while there are enough; the rest keep what is left.
 *  @param runs  the longest first */
static void
add_in_wide(HcDigestRun *runs, size_t count, unsigned least)
{
	Wide wide;

	memset(&wide, 0, sizeof wide);
	wide.next = runs;
	wide.end = runs + count;
	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++)
		fill_lane(&wide, i);
	while (wide.busy >= least) {
		step_lanes(&wide);
		for (unsigned i = 0; i < HC_DIGEST_WIDE; i++) {
			HcDigestRun *run = wide.runs[i];

			if (run == NULL || run->length >= BLOCK)
				continue;
			empty_lane(&wide, i);
			add_alone(run);
			fill_lane(&wide, i);
		}
	}
	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++)
		if (wide.runs[i] != NULL)
			empty_lane(&wide, i);
}

static int
compare_lengths(const void *a, const void *b)
{
	size_t one = ((const HcDigestRun *)a)->length;
	size_t other = ((const HcDigestRun *)b)->length;

	return (one < other) - (one > other);
}

/** Put the longest first, so that no long one is left without company. */
static void
sort(HcDigestRun *runs, size_t count)
{
	if (count > 1)
		qsort(runs, count, sizeof *runs, compare_lengths);
}

void
hc_digest_add_all(HcDigestRun *runs, size_t count)
{
	const unsigned least = has_pairs() ? WIDE_LEAST : WIDE_LEAST_ALONE;

	sort(runs, count);
	if (count >= least && hc_digest_wide_is_there()) {
		add_in_wide(runs, count, least);
		sort(runs, count);
	}
	if (has_pairs())
		add_in_pairs(runs, count);
	for (size_t i = 0; i < count; i++)
		add_alone(&runs[i]);
}
