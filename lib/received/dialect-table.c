/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dialect-table.c - the dialects, made from dialects.tsv (which says how to add
 * one), shapes.tsv and notations.tsv. */
#include "config.h"

#include "dialect.h"

#include <glib.h>

#include "dialects.inc"

const size_t hc_dialect_row_count = G_N_ELEMENTS(hc_dialect_rows);
