/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block.h - bytes of a value looked at many at a time, for what is rare. */
#ifndef HC_BLOCK_H
#define HC_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/** Bytes looked at together; unaligned, as texts are. */
#define HC_BLOCK 16

typedef uint8_t HcBlock __attribute__((vector_size(HC_BLOCK)));

static inline HcBlock
hc_block(const char *at)
{
	HcBlock block;

	memcpy(&block, at, HC_BLOCK);
	return block;
}

/** Whether a bit is set anywhere. */
static inline bool
hc_block_any(HcBlock block)
{
	uint64_t halves[2];

	memcpy(halves, &block, HC_BLOCK);
	return (halves[0] | halves[1]) != 0;
}

/** The bytes with their high bit set, as a comparison leaves them: a bit each,
 *  from the lowest. */
static inline unsigned
hc_block_bits(HcBlock marks)
{
#ifdef __SSE2__
	typedef char Marks __attribute__((vector_size(HC_BLOCK)));

	return (unsigned)__builtin_ia32_pmovmskb128((Marks)marks);
#else
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t halves[2];

	memcpy(halves, &marks, HC_BLOCK);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	halves[0] = __builtin_bswap64(halves[0]);
	halves[1] = __builtin_bswap64(halves[1]);
#endif
	/* bit 8 i + 7 times 2^(49 - 7 i) is bit 56 + i, and no two products of
	 * such meet elsewhere */
	for (unsigned i = 0; i < 2; i++)
		halves[i] =
			(halves[i] & high) * UINT64_C(0x2040810204081) >> 56;
	return (unsigned)(halves[0] | halves[1] << 8);
#endif
}

/** Index of the first byte with its high bit set, as a comparison leaves it;
 *  HC_BLOCK: none. */
static inline unsigned
hc_block_first(HcBlock marks)
{
#ifdef __SSE2__
	typedef char Marks __attribute__((vector_size(HC_BLOCK)));
	unsigned bits = (unsigned)__builtin_ia32_pmovmskb128((Marks)marks);

	return bits != 0 ? (unsigned)__builtin_ctz(bits) : HC_BLOCK;
#else
	uint64_t halves[2];

	memcpy(halves, &marks, HC_BLOCK);
	for (unsigned i = 0; i < 2; i++)
		if (halves[i] != 0)
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			return 8 * i + (unsigned)__builtin_ctzll(halves[i]) / 8;
#else
			return 8 * i + (unsigned)__builtin_clzll(halves[i]) / 8;
#endif
	return HC_BLOCK;
#endif
}

/* Blocks of twice the size, for functions that the processor may run only if
 * __builtin_cpu_supports("avx2"). */
#if defined __x86_64__ && defined __GNUC__
#define HC_WIDE __attribute__((target("avx2")))

typedef uint8_t HcWide __attribute__((vector_size(32)));

/** As hc_block_bits(). */
HC_WIDE static inline unsigned
hc_wide_bits(HcWide marks)
{
	typedef char Marks __attribute__((vector_size(32)));

	return (unsigned)__builtin_ia32_pmovmskb256((Marks)marks);
}
#endif

#endif
