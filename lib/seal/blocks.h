/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* blocks.h - digests of a file block by block, so that a change can be placed. */
#ifndef HC_BLOCKS_H
#define HC_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "digest.h"

typedef struct {
	char sha256[HC_DIGEST_HEX];
	uint64_t line; /**< in which it begins, from 1 */
} HcBlockDigest;

typedef struct {
	uint64_t size;       /**< bytes of the file */
	uint64_t block_size; /**< bytes of each block but the last */
	GArray *blocks;      /**< of HcBlockDigest */
	uint8_t whole[32];   /**< SHA-256 of the file */
} HcBlocks;

/** Digest a file.
 *  @param block_size  bytes; 0: so that there are not too many
 *  @param error       HC_ERROR_OPEN, HC_ERROR_READ
 *  @return new, or NULL */
HcBlocks *hc_blocks_new(const char *path, uint64_t block_size, GError **error);
void hc_blocks_free(HcBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcBlocks, hc_blocks_free)

#endif
