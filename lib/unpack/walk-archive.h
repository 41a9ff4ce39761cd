/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk-archive.h - the members of an archive, by libarchive. */
#ifndef HC_WALK_ARCHIVE_H
#define HC_WALK_ARCHIVE_H

#include <stdbool.h>

#include "teller.h"

/** Tell all members of an archive or compressed file.
 *  @param file     regular, at its start; read and sought in
 *  @param kind     HC_KIND_TAR, HC_KIND_ZIP or HC_KIND_COMPRESSED
 *  @param filters  what it is packed with is appended, outermost first
 *  @return whether all of it was told */
bool hc_walk_archive(HcTeller *teller, int file, HcKind kind, GString *filters);

/** The same of bytes in memory (tests). */
bool hc_walk_archive_bytes(HcTeller *teller, const void *bytes, size_t length,
                           HcKind kind, GString *filters);

/** The version that libarchive says it has while running; static. */
const char *hc_walk_library(void);

#endif
