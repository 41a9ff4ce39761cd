/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ndjson.c - rows as JSON objects (RFC 8259), one a line.
 *
 * Every object has every key of its table, in one order; what is not stated is
 * null, so that a key never means two things. */
#include "config.h"

#include <string.h>

#include "outlet.h"
#include "row-sink.h"

struct HcRowSink {
	HcTableId id;
	HcOutlet *outlet;
	GString *line;
};

static void
put_string(GString *out, const char *text, size_t length)
{
	g_string_append_c(out, '"');
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"' || text[i] == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, text[i]);
	}
	g_string_append_c(out, '"');
}

static void
put_list(GString *out, const char *words)
{
	g_string_append_c(out, '[');
	while (words != NULL && *words != '\0') {
		size_t length = strcspn(words, " ");

		put_string(out, words, length);
		words += length;
		if (*words == ' ')
			words++;
		if (*words != '\0')
			g_string_append_c(out, ',');
	}
	g_string_append_c(out, ']');
}

/** JSON has no numbers with zeros in front. */
static bool
is_json_number(const char *cell)
{
	const char *digits = *cell == '-' ? cell + 1 : cell;

	return hc_cell_is_number(cell) && (*digits != '0' || !digits[1]);
}

void
hc_json_cell(GString *out, HcCellKind kind, const char *cell)
{
	if (kind == HC_CELL_LIST)
		put_list(out, cell);
	else if (cell == NULL)
		g_string_append(out, "null");
	else if (kind == HC_CELL_NUMBER && is_json_number(cell))
		g_string_append(out, cell);
	else if (kind == HC_CELL_FLAG)
		g_string_append(out, strcmp(cell, "true") == 0 ||
		                                     strcmp(cell, "1") == 0
		                             ? "true"
		                             : "false");
	else
		put_string(out, cell, strlen(cell));
}

static void
free_sink(HcRowSink *sink)
{
	hc_outlet_free(sink->outlet);
	g_string_free(sink->line, TRUE);
	g_free(sink);
}

static HcRowSink *
begin(const HcTableOptions *options, GError **error)
{
	HcRowSink *sink = g_new0(HcRowSink, 1);

	sink->line = g_string_new(NULL);
	sink->id = HC_TABLE_HOPS;
	if (options->table != NULL)
		hc_table_find(options->table, &sink->id);
	sink->outlet =
		hc_outlet_new(options->output, options->descriptor, error);
	if (sink->outlet != NULL)
		return sink;
	free_sink(sink);
	return NULL;
}

static bool
wants(const HcRowSink *sink, HcTableId id)
{
	return sink->id == id;
}

static bool
put_row(HcRowSink *sink, const HcRow *row, GError **error)
{
	const HcTable *table = &hc_tables_all[row->id];

	g_string_truncate(sink->line, 0);
	for (size_t i = 0; i < table->count; i++) {
		g_string_append_c(sink->line, i > 0 ? ',' : '{');
		put_string(sink->line, table->columns[i].name,
		           strlen(table->columns[i].name));
		g_string_append_c(sink->line, ':');
		hc_json_cell(sink->line, table->columns[i].kind, row->cells[i]);
	}
	g_string_append(sink->line, "}\n");
	return hc_outlet_put(sink->outlet, sink->line->str, sink->line->len,
	                     error);
}

static bool
finish(HcRowSink *sink, GError **error)
{
	return hc_outlet_finish(sink->outlet, error);
}

const HcRowSinkForm hc_row_sink_ndjson = {
	.begin = begin,
	.wants = wants,
	.row = put_row,
	.finish = finish,
	.free = free_sink,
};
