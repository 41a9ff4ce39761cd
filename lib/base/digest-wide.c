/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest-wide.c - sixteen SHA-256 digests side by side, with AVX-512.
 *
 * A register holds the same word of sixteen messages, so that each step of FIPS
 * 180-4 6.2.2 is done for all of them by one instruction.  With sixteen at hand
 * that is faster than the instructions made for SHA-256, which work on one.
 */
#include "config.h"

#include "digest-wide.h"

#include "digest-constants.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>
#include <string.h>

#define BLOCK 64u

/* AddressSanitizer's own stack keeps 32 octets of alignment, and a register of
 * these wants 64. */
#define WIDE                                                                   \
	__attribute__((target("avx512f,avx512bw"), no_sanitize("address")))
#define INLINE static inline __attribute__((always_inline))

/** A word of each lane. */
typedef uint32_t Words __attribute__((vector_size(64)));

bool
hc_digest_wide_is_there(void)
{
	/* asks the system, too, whether it keeps the registers */
	return __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw");
}

/* FIPS 180-4 3.2: ROTR and SHR; both want a constant. */
#define ROTR(x, n) ((Words)_mm512_ror_epi32((__m512i)(x), n))
#define SHR(x, n) ((Words)_mm512_srli_epi32((__m512i)(x), n))

/* Any function of three bits, by the table of its eight values. */
#define OF_THREE(x, y, z, table)                                               \
	((Words)_mm512_ternarylogic_epi32((__m512i)(x), (__m512i)(y),          \
	                                  (__m512i)(z), table))
#define XOR(x, y, z) OF_THREE(x, y, z, 0x96)

/* FIPS 180-4 4.1.2 */
#define CH(x, y, z) OF_THREE(x, y, z, 0xca)
#define MAJ(x, y, z) OF_THREE(x, y, z, 0xe8)
#define SUM_0(x) XOR(ROTR(x, 2), ROTR(x, 13), ROTR(x, 22))
#define SUM_1(x) XOR(ROTR(x, 6), ROTR(x, 11), ROTR(x, 25))
#define SIGMA_0(x) XOR(ROTR(x, 7), ROTR(x, 18), SHR(x, 3))
#define SIGMA_1(x) XOR(ROTR(x, 17), ROTR(x, 19), SHR(x, 10))

/* The halves of each 128 bits of two rows, word by word or two by two. */
#define LOW(x, y) ((Words)_mm512_unpacklo_epi32((__m512i)(x), (__m512i)(y)))
#define HIGH(x, y) ((Words)_mm512_unpackhi_epi32((__m512i)(x), (__m512i)(y)))
#define LOW_2(x, y) ((Words)_mm512_unpacklo_epi64((__m512i)(x), (__m512i)(y)))
#define HIGH_2(x, y) ((Words)_mm512_unpackhi_epi64((__m512i)(x), (__m512i)(y)))

/* The even, or the odd, of the 128 bits of two rows. */
#define EVEN(x, y)                                                             \
	((Words)_mm512_shuffle_i32x4((__m512i)(x), (__m512i)(y), 0x88))
#define ODD(x, y)                                                              \
	((Words)_mm512_shuffle_i32x4((__m512i)(x), (__m512i)(y), 0xdd))

/** Make a row of each column: rows of one lane's 16 words become rows of one
 *  word of 16 lanes. */
WIDE INLINE void
transpose(Words *rows)
{
	Words part[16];

	for (unsigned i = 0; i < 16; i += 4) {
		Words low = LOW(rows[i], rows[i + 1]);
		Words high = HIGH(rows[i], rows[i + 1]);
		Words next_low = LOW(rows[i + 2], rows[i + 3]);
		Words next_high = HIGH(rows[i + 2], rows[i + 3]);

		part[i] = LOW_2(low, next_low);
		part[i + 1] = HIGH_2(low, next_low);
		part[i + 2] = LOW_2(high, next_high);
		part[i + 3] = HIGH_2(high, next_high);
	}
	/* part[i + j] holds in its k-th 128 bits column 4 k + j of rows i.. */
	for (unsigned j = 0; j < 4; j++) {
		Words even = EVEN(part[j], part[4 + j]);
		Words odd = ODD(part[j], part[4 + j]);
		Words next_even = EVEN(part[8 + j], part[12 + j]);
		Words next_odd = ODD(part[8 + j], part[12 + j]);

		rows[j] = EVEN(even, next_even);
		rows[8 + j] = ODD(even, next_even);
		rows[4 + j] = EVEN(odd, next_odd);
		rows[12 + j] = ODD(odd, next_odd);
	}
}

/** The words of a block of each lane, written high octet first. */
WIDE INLINE void
load_block(Words *words, const uint8_t *const *data, size_t at)
{
	const __m512i swap = _mm512_broadcast_i32x4(
		_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));

	for (unsigned i = 0; i < HC_DIGEST_WIDE; i++)
		words[i] = (Words)_mm512_shuffle_epi8(
			_mm512_loadu_si512(data[i] + at), swap);
	transpose(words);
}

/* Word i of the schedule, over that sixteen before it. */
#define EXTEND(i)                                                              \
	(words[(i)&15] += SIGMA_1(words[((i) + 14) & 15]) +                    \
	                  words[((i) + 9) & 15] +                              \
	                  SIGMA_0(words[((i) + 1) & 15]))

/* Round i of a sixteen; what was a is the next one's b, without being moved. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                       \
	do {                                                                   \
		Words sum =                                                    \
			h + SUM_1(e) + CH(e, f, g) + constants[i] + words[i];  \
		d += sum;                                                      \
		h = sum + SUM_0(a) + MAJ(a, b, c);                             \
	} while (0)

/* What is rolled up here is not unrolled by every compiler; then the registers
 * do not suffice. */
#define EIGHT_EXTENDED(i)                                                      \
	(EXTEND(i), EXTEND(i + 1), EXTEND(i + 2), EXTEND(i + 3),               \
	 EXTEND(i + 4), EXTEND(i + 5), EXTEND(i + 6), EXTEND(i + 7))

#define EIGHT_ROUNDS(i)                                                        \
	do {                                                                   \
		ROUND(a, b, c, d, e, f, g, h, i);                              \
		ROUND(h, a, b, c, d, e, f, g, i + 1);                          \
		ROUND(g, h, a, b, c, d, e, f, i + 2);                          \
		ROUND(f, g, h, a, b, c, d, e, i + 3);                          \
		ROUND(e, f, g, h, a, b, c, d, i + 4);                          \
		ROUND(d, e, f, g, h, a, b, c, i + 5);                          \
		ROUND(c, d, e, f, g, h, a, b, i + 6);                          \
		ROUND(b, c, d, e, f, g, h, a, i + 7);                          \
	} while (0)

/** Take a block of each lane. */
WIDE INLINE void
compress_block(Words *state, Words *words)
{
	const uint32_t *constants = hc_digest_constants;
	Words a = state[0], b = state[1], c = state[2], d = state[3];
	Words e = state[4], f = state[5], g = state[6], h = state[7];

	EIGHT_ROUNDS(0);
	EIGHT_ROUNDS(8);
	for (unsigned i = 16; i < 64; i += 16) {
		constants += 16;
		EIGHT_EXTENDED(0);
		EIGHT_ROUNDS(0);
		EIGHT_EXTENDED(8);
		EIGHT_ROUNDS(8);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

WIDE void
hc_digest_wide_compress(HcDigestWide *state, const uint8_t *const data[HC_DIGEST_WIDE],
                 size_t blocks)
{
	Words now[8];

	memcpy(now, state->words, sizeof now);
	for (size_t at = 0; at < blocks * BLOCK; at += BLOCK) {
		Words words[16];

		load_block(words, data, at);
		compress_block(now, words);
	}
	memcpy(state->words, now, sizeof now);
}

#else

bool
hc_digest_wide_is_there(void)
{
	return false;
}

void
hc_digest_wide_compress(HcDigestWide *state, const uint8_t *const data[HC_DIGEST_WIDE],
                 size_t blocks)
{
	(void)state;
	(void)data;
	(void)blocks;
}

#endif
