/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot.h - a file's bytes, copied so that nobody can change them. */
#ifndef HC_SNAPSHOT_H
#define HC_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "digest.h"

/** A file as it was when it was read. */
typedef struct {
	int descriptor;       /**< of sealed memory; -1: none */
	const uint8_t *bytes; /**< mapped */
	size_t length;
	char sha256[HC_DIGEST_HEX];
} HcSnapshot;

/** Copy a regular file into sealed memory: what is mapped from a file on disk
 *  changes, or ends in a signal, when somebody else writes to it.
 *  @param most   bytes it may have
 *  @param error  HC_ERROR_POLICY
 *  @return false with nothing to clear */
bool hc_snapshot_take(const char *path, size_t most, HcSnapshot *snapshot_out,
                      GError **error);
void hc_snapshot_clear(HcSnapshot *snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcSnapshot, hc_snapshot_clear)

#endif
