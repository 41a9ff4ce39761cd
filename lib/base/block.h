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
	unsigned bits = 0;

	for (unsigned i = 0; i < HC_BLOCK; i++)
		bits |= (unsigned)(marks[i] >> 7) << i;
	return bits;
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

#endif
