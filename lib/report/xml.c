/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml.c - a tree as XML 1.0 in the report's namespace, by our own escaper.
 *
 * libxml2 writes what it is given, control characters included, so it is not
 * asked to write; it reads the result back before anyone else does. */
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
close_tag(HcWriter *writer)
{
	if (writer->tag_open)
		g_string_append_c(writer->out, '>');
	writer->tag_open = false;
}

static void
start(GString *out)
{
	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

static void
object(HcWriter *writer, const char *name)
{
	close_tag(writer);
	indent(writer);
	g_string_append_printf(writer->out, "<%s", name);
	if (writer->depth == 0)
		g_string_append(writer->out,
		                " xmlns=\"urn:hopcheck:report:1\"");
	writer->tag_open = true;
}

static void
end(HcWriter *writer)
{
	if (writer->tag_open) {
		g_string_append(writer->out, "/>");
		writer->tag_open = false;
	} else {
		if (writer->has_parts) {
			writer->depth--;
			indent(writer);
			writer->depth++;
		}
		g_string_append_printf(writer->out, "</%s>",
		                       writer->names[writer->depth - 1]);
	}
	if (writer->depth == 1)
		g_string_append_c(writer->out, '\n');
}

static void
token(HcWriter *writer, const char *name, const char *value)
{
	g_assert(writer->tag_open);
	g_string_append_printf(writer->out, " %s=\"", name);
	hc_escape_xml(writer->out, value, strlen(value));
	g_string_append_c(writer->out, '"');
}

static void
plain(HcWriter *writer, const char *name, const char *value)
{
	if (value != NULL)
		token(writer, name, value);
}

static void
text(HcWriter *writer, const char *bytes, size_t length)
{
	g_autoptr(GString) shown = g_string_sized_new(length + 16);

	g_assert(writer->tag_open);
	if (hc_escape_xml(shown, bytes, length)) {
		g_string_append(writer->out, " raw-hex=\"");
		hc_escape_hex(writer->out, bytes, length);
		g_string_append_c(writer->out, '"');
	}
	close_tag(writer);
	g_string_append_len(writer->out, shown->str, (gssize)shown->len);
}

static void
part(HcWriter *writer, const char *name, const char *bytes, size_t length)
{
	if (bytes == NULL)
		return;
	object(writer, name);
	text(writer, bytes, length);
	g_string_append_printf(writer->out, "</%s>", name);
}

const HcWriterForm hc_writer_xml = {
	.object = object,
	.list = object,
	.end = end,
	.token = token,
	.plain = plain,
	.text = text,
	.part = part,
	.start = start,
};
