/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json.c - a tree as JSON (RFC 8259).
 *
 * A line a part, so that a difference between two reports can be read. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "writer.h"

static void
indent(HcWriter *writer)
{
	g_string_append_c(writer->out, '\n');
	for (unsigned i = 0; i < writer->depth; i++)
		g_string_append_c(writer->out, ' ');
}

static void
quoted(HcWriter *writer, const char *bytes, size_t length)
{
	g_string_append_c(writer->out, '"');
	hc_escape_json(writer->out, bytes, length);
	g_string_append_c(writer->out, '"');
}

static bool
in_list(const HcWriter *writer)
{
	return writer->depth == 0 || writer->lists[writer->depth - 1];
}

/** What stands before a member: a comma, and its key but in a list. */
static void
key(HcWriter *writer, const char *name)
{
	if (!writer->empty)
		g_string_append_c(writer->out, ',');
	writer->empty = false;
	if (!in_list(writer))
		g_string_append_printf(writer->out, "\"%s\":", name);
}

/** As key(), on a line of its own. */
static void
key_line(HcWriter *writer, const char *name)
{
	if (!writer->empty)
		g_string_append_c(writer->out, ',');
	writer->empty = true;
	if (writer->depth > 0)
		indent(writer);
	key(writer, name);
}

static void
start(GString *out)
{
	(void)out;
}

static void
object(HcWriter *writer, const char *name)
{
	key_line(writer, name);
	g_string_append_c(writer->out, '{');
}

static void
list(HcWriter *writer, const char *name)
{
	key_line(writer, name);
	g_string_append_c(writer->out, '[');
}

static void
end(HcWriter *writer)
{
	if (writer->has_parts) {
		writer->depth--;
		indent(writer);
		writer->depth++;
	}
	g_string_append_c(writer->out, in_list(writer) ? ']' : '}');
	if (writer->depth == 1)
		g_string_append_c(writer->out, '\n');
}

static void
token(HcWriter *writer, const char *name, const char *value)
{
	key(writer, name);
	quoted(writer, value, strlen(value));
}

static void
plain(HcWriter *writer, const char *name, const char *value)
{
	key(writer, name);
	g_string_append(writer->out, value != NULL ? value : "null");
}

static void
text(HcWriter *writer, const char *bytes, size_t length)
{
	g_autoptr(GString) shown = g_string_sized_new(length + 16);

	if (hc_escape_json(shown, bytes, length)) {
		key(writer, "raw-hex");
		g_string_append_c(writer->out, '"');
		hc_escape_hex(writer->out, bytes, length);
		g_string_append_c(writer->out, '"');
	}
	key(writer, "text");
	g_string_append_printf(writer->out, "\"%s\"", shown->str);
}

static void
part(HcWriter *writer, const char *name, const char *bytes, size_t length)
{
	key_line(writer, name);
	if (bytes == NULL)
		g_string_append(writer->out, "null");
	else
		quoted(writer, bytes, length);
}

const HcWriterForm hc_writer_json = {
	.object = object,
	.list = list,
	.end = end,
	.token = token,
	.plain = plain,
	.text = text,
	.part = part,
	.start = start,
};
