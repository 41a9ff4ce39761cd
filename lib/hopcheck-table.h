/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-table.h
 * Finished reports as tables that other programs load, made from their XML
 * alone.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_TABLE_H
#define HOPCHECK_TABLE_H

#include <stdbool.h>

#include "hopcheck-words.h"

G_BEGIN_DECLS

typedef enum {
	HC_TABLES_CSV,    /**< RFC 4180; no cell begins a formula */
	HC_TABLES_NDJSON, /**< a JSON object a line */
	HC_TABLES_SQLITE, /**< one database */
} HcTablesForm;

/** How to write tables. */
typedef struct {
	HcTablesForm form;
	const char *table;  /**< CSV: the one to write, NULL: all, into a
	                     *   folder; NDJSON: NULL is "hops" */
	const char *output; /**< a file, or a folder for all tables of CSV;
	                     *   NULL: the stream */
	int descriptor;     /**< an open stream, not closed */
	bool bom;           /**< CSV: begin with a byte order mark */
} HcTableOptions;

/** Name of a table; static.
 *  @param index  from 0
 *  @return NULL: there are no more */
const char *hc_table_name(size_t index);

/** Write what a report holds as tables.  The report is held to its schema
 *  while it is read; what goes to a name stands there only when all was right.
 *  @param report  a file, "-" for standard input
 *  @param error   HC_ERROR_OPEN, HC_ERROR_READ: "FILE:LINE: what";
 *                 HC_ERROR_WRITE; HC_ERROR_POLICY: no such table, or no name
 *                 for what needs one */
bool hc_tables_write(const char *report, const HcTableOptions *options,
                     GError **error);

G_END_DECLS

#endif
