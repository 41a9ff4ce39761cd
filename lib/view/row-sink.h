/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* row-sink.h - where rows go. */
#ifndef HC_ROW_SINK_H
#define HC_ROW_SINK_H

#include "columns.h"
#include "hopcheck.h"

typedef struct HcRowSink HcRowSink;

/** A form of tables: one row of the table in tables.c.  What fails sets
 *  HC_ERROR_WRITE. */
typedef struct {
	/** Make a sink.
	 *  @param options  borrowed while it lives */
	HcRowSink *(*begin)(const HcTableOptions *options, GError **error);
	/** Whether rows of a table are wanted. */
	bool (*wants)(const HcRowSink *sink, HcTableId id);
	bool (*row)(HcRowSink *sink, const HcRow *row, GError **error);
	/** A word on the report as a whole; may be NULL. */
	bool (*meta)(HcRowSink *sink, const char *key, const char *value,
	             GError **error);
	/** All rows are there: give outputs their names. */
	bool (*finish)(HcRowSink *sink, GError **error);
	void (*free)(HcRowSink *sink);
} HcRowSinkForm;

extern const HcRowSinkForm hc_row_sink_csv;
extern const HcRowSinkForm hc_row_sink_ndjson;
extern const HcRowSinkForm hc_row_sink_sqlite;

/** Append a cell as RFC 4180 has it, so that no program takes it for a
 *  formula, nor a text for a number.
 *  @param cell  or NULL: not stated */
void hc_csv_cell(GString *out, HcCellKind kind, const char *cell);

/** Append a cell as a JSON value.
 *  @param cell  or NULL: not stated */
void hc_json_cell(GString *out, HcCellKind kind, const char *cell);

/** Whether a cell is a number: digits, perhaps behind a minus sign. */
bool hc_cell_is_number(const char *cell);

#endif
