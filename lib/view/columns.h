/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* columns.h - what a report holds, as rows of a few tables. */
#ifndef HC_COLUMNS_H
#define HC_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include <libxml/tree.h>

typedef enum {
	HC_TABLE_MESSAGES,
	HC_TABLE_HOPS,
	HC_TABLE_FINDINGS,
	HC_TABLE_VERDICTS,
	HC_TABLE_INPUTS,
	HC_TABLE_COUNT /**< number of tables, no table */
} HcTableId;

typedef enum {
	HC_CELL_TEXT,   /**< in the report's escaped form */
	HC_CELL_NUMBER, /**< digits, perhaps behind a minus sign */
	HC_CELL_FLAG,   /**< "true" or "false" */
	HC_CELL_LIST,   /**< words with one blank between them, perhaps none */
} HcCellKind;

/** Where a cell is filled from: see columns.c. */
#define HC_COLUMN_SOURCES 2

typedef struct {
	const char *name; /**< stable across versions */
	HcCellKind kind;
	const char *from[HC_COLUMN_SOURCES];
} HcColumn;

typedef struct {
	const char *name;
	const HcColumn *columns;
	size_t count;
} HcTable;

extern const HcTable hc_tables_all[HC_TABLE_COUNT];

/** A table by its name.
 *  @return false: there is none */
bool hc_table_find(const char *name, HcTableId *id_out);

/** A report that somebody wrote by hand may hold what ours never do: bring a
 *  text into the escaped form that it should have.
 *  @param text  taken
 *  @return new */
char *hc_cell_settle(char *text);

/** The cells of a row, in the order of its table; NULL is not stated. */
typedef struct {
	HcTableId id;
	char **cells;
} HcRow;

/** @return new, no cell stated */
HcRow *hc_row_new(HcTableId id);
/** Set a cell by the name of its column, which there must be.
 *  @param value  copied; NULL: not stated */
void hc_row_set(HcRow *row, const char *column, const char *value);
void hc_row_set_number(HcRow *row, const char *column, uint64_t value);
/** A cell by the name of its column; borrowed, NULL: not stated. */
const char *hc_row_cell(const HcRow *row, const char *column);
/** Fill the cells that have a source from an element and what is in it; those
 *  that are set already stay. */
void hc_row_fill(HcRow *row, const xmlNode *element);
void hc_row_free(HcRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcRow, hc_row_free)

#endif
