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

#endif
