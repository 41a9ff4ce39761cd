/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv.c - rows as RFC 4180 has them, for programs that take a cell that begins
 * with a sign for a formula, and an id of digits for a number.
 *
 * A cell that would begin like a formula, or is a text that reads as a number,
 * gets an apostrophe in front, and so does one that begins with an apostrophe
 * already: whoever takes one leading apostrophe off has the cell again. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outlet.h"
#include "row-sink.h"
#include "why.h"

struct HcRowSink {
	const HcTableOptions *options;
	HcOutlet *outlets[HC_TABLE_COUNT]; /* NULL: not wanted */
	GString *line;
	char *made; /* the folder, if it was not there before */
};

/** What programs take for the start of a formula, or of a command: ASCII and
 *  the full-width forms that some fold into it. */
static const char *const starts[] = {
	"=",      "+",      "-",      "@",      "\t",     "\r",
	"\n",     "|",      "%",      "\uff1d", "\uff0b", "\uff0d",
	"\uff20", "\ufe62", "\ufe63", "\ufe66", "\ufe6b", "\u2212",
};

/** Blanks before it are passed over, for some programs trim them. */
static const char *
skip_blanks(const char *cell)
{
	for (;;) {
		if (*cell == ' ')
			cell++;
		else if (g_str_has_prefix(cell, "\u00a0"))
			cell += strlen("\u00a0");
		else if (g_str_has_prefix(cell, "\u3000"))
			cell += strlen("\u3000");
		else
			return cell;
	}
}

static bool
is_risky(const char *cell)
{
	if (*cell == '\'')
		return true;
	cell = skip_blanks(cell);
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(cell, starts[i]))
			return true;
	return false;
}

static const char *
skip_digits(const char *text)
{
	return text + strspn(text, "0123456789");
}

/** Whether a text reads as a number: a queue id such as 287883e5 or 0123 would
 *  lose digits where it is taken for one. */
static bool
is_numeral(const char *cell)
{
	const char *begin = skip_blanks(cell);
	const char *end = skip_digits(begin);

	if (*end == '.' || *end == ',')
		end = skip_digits(end + 1);
	if (end == begin)
		return false;
	if (*end == 'e' || *end == 'E') {
		end++;
		end = skip_digits(end + (*end == '-' || *end == '+'));
	}
	return *skip_blanks(end) == '\0';
}

bool
hc_cell_is_number(const char *cell)
{
	size_t digits;

	if (*cell == '-')
		cell++;
	digits = strspn(cell, "0123456789");
	return digits > 0 && cell[digits] == '\0';
}

void
hc_csv_cell(GString *out, HcCellKind kind, const char *cell)
{
	if (cell == NULL)
		return;
	if (kind == HC_CELL_NUMBER && hc_cell_is_number(cell)) {
		g_string_append(out, cell);
		return;
	}
	g_string_append_c(out, '"');
	if (is_risky(cell) || (kind == HC_CELL_TEXT && is_numeral(cell)))
		g_string_append_c(out, '\'');
	for (const char *quote; (quote = strchr(cell, '"')) != NULL;
	     cell = quote + 1) {
		g_string_append_len(out, cell, quote + 1 - cell);
		g_string_append_c(out, '"');
	}
	g_string_append(out, cell);
	g_string_append_c(out, '"');
}

static bool
put_line(HcRowSink *sink, HcTableId id, GError **error)
{
	bool put;

	g_string_append(sink->line, "\r\n");
	put = hc_outlet_put(sink->outlets[id], sink->line->str, sink->line->len,
	                    error);
	g_string_truncate(sink->line, 0);
	return put;
}

static bool
open_table(HcRowSink *sink, HcTableId id, const char *path, GError **error)
{
	const HcTable *table = &hc_tables_all[id];

	sink->outlets[id] =
		hc_outlet_new(path, sink->options->descriptor, error);
	if (sink->outlets[id] == NULL)
		return false;
	if (sink->options->bom)
		g_string_append(sink->line, "\xef\xbb\xbf");
	for (size_t i = 0; i < table->count; i++) {
		if (i > 0)
			g_string_append_c(sink->line, ',');
		g_string_append(sink->line, table->columns[i].name);
	}
	return put_line(sink, id, error);
}

/** All tables, a file each, in a folder that may have to be made. */
static bool
open_folder(HcRowSink *sink, const char *folder, GError **error)
{
	struct stat status;

	if (mkdir(folder, 0777) == 0) {
		sink->made = g_strdup(folder);
	} else if (errno != EEXIST) {
		g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s", folder,
		            hc_why(errno));
		return false;
	}
	if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
		g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: is no folder",
		            folder);
		return false;
	}
	for (size_t i = 0; i < HC_TABLE_COUNT; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.csv", folder,
		                                        hc_tables_all[i].name);

		if (!open_table(sink, (HcTableId)i, path, error))
			return false;
	}
	return true;
}

static void
free_sink(HcRowSink *sink)
{
	for (size_t i = 0; i < HC_TABLE_COUNT; i++)
		hc_outlet_free(sink->outlets[i]);
	/* it stays where a table stands in it */
	if (sink->made != NULL)
		rmdir(sink->made);
	g_free(sink->made);
	g_string_free(sink->line, TRUE);
	g_free(sink);
}

static HcRowSink *
begin(const HcTableOptions *options, GError **error)
{
	HcRowSink *sink = g_new0(HcRowSink, 1);
	HcTableId id;
	bool opened;

	sink->options = options;
	sink->line = g_string_new(NULL);
	if (options->table == NULL)
		opened = open_folder(sink, options->output, error);
	else
		opened = hc_table_find(options->table, &id) &&
		         open_table(sink, id, options->output, error);
	if (opened)
		return sink;
	free_sink(sink);
	return NULL;
}

static bool
wants(const HcRowSink *sink, HcTableId id)
{
	return sink->outlets[id] != NULL;
}

static bool
put_row(HcRowSink *sink, const HcRow *row, GError **error)
{
	const HcTable *table = &hc_tables_all[row->id];

	for (size_t i = 0; i < table->count; i++) {
		if (i > 0)
			g_string_append_c(sink->line, ',');
		hc_csv_cell(sink->line, table->columns[i].kind, row->cells[i]);
	}
	return put_line(sink, row->id, error);
}

static bool
finish(HcRowSink *sink, GError **error)
{
	for (size_t i = 0; i < HC_TABLE_COUNT; i++)
		if (sink->outlets[i] != NULL &&
		    !hc_outlet_finish(sink->outlets[i], error))
			return false;
	return true;
}

const HcRowSinkForm hc_row_sink_csv = {
	.begin = begin,
	.wants = wants,
	.row = put_row,
	.finish = finish,
	.free = free_sink,
};
