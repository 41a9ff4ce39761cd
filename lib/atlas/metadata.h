/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata.h - whether an address database can be what it says it is. */
#ifndef HC_METADATA_H
#define HC_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Check the sizes that a database states of itself against its bytes, before
 *  anything is read by them (MaxMind DB 2.0, "Database Metadata" and "Binary
 *  Search Tree Section").
 *  @return NULL: they fit; else what is wrong, static */
const char *hc_metadata_trouble(const uint8_t *bytes, size_t length);

#endif
