/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml.c - a tree as XML 1.0 in the report's namespace, by our own escaper.
 *
 * libxml2 writes what it is given, control characters included, so it is not
 * asked to write; it reads the result back before anyone else does. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "put.h"
#include "writer.h"

static void
close_tag(HcWriter *writer)
{
	if (writer->tag_open)
		hc_put_byte(writer->out, '>');
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
	hc_writer_indent(writer);
	hc_put_byte(writer->out, '<');
	hc_put_text(writer->out, name);
	if (writer->depth == 0)
		g_string_append(writer->out,
		                " xmlns=\"urn:hopcheck:report:1\"");
	writer->tag_open = true;
}

static void
end_tag(HcWriter *writer, const char *name)
{
	hc_put(writer->out, "</", 2);
	hc_put_text(writer->out, name);
	hc_put_byte(writer->out, '>');
}

static void
end(HcWriter *writer)
{
	if (writer->tag_open) {
		hc_put(writer->out, "/>", 2);
		writer->tag_open = false;
	} else {
		if (writer->has_parts) {
			writer->depth--;
			hc_writer_indent(writer);
			writer->depth++;
		}
		end_tag(writer, writer->names[writer->depth - 1]);
	}
	if (writer->depth == 1)
		hc_put_byte(writer->out, '\n');
}

/** What stands before an attribute's value. */
static void
key(HcWriter *writer, const char *name)
{
	g_assert(writer->tag_open);
	hc_put_byte(writer->out, ' ');
	hc_put_text(writer->out, name);
	hc_put(writer->out, "=\"", 2);
}

static void
token(HcWriter *writer, const char *name, const char *value, size_t length)
{
	key(writer, name);
	hc_escape_xml(writer->out, value, length);
	hc_put_byte(writer->out, '"');
}

static void
plain(HcWriter *writer, const char *name, const char *value, size_t length)
{
	if (value == NULL)
		return;
	key(writer, name);
	hc_put(writer->out, value, length);
	hc_put_byte(writer->out, '"');
}

/** Put the bytes as they are into the start tag of a text that cannot show
 *  them.
 *  @param at  where the start tag ends */
static void
insert_hex(HcWriter *writer, size_t at, const char *bytes, size_t length)
{
	g_autoptr(GString) hex = g_string_sized_new(2 * length + 16);

	hc_put_text(hex, " raw-hex=\"");
	hc_escape_hex(hex, bytes, length);
	hc_put_byte(hex, '"');
	g_string_insert_len(writer->out, (gssize)at, hex->str,
	                    (gssize)hex->len);
}

static void
text(HcWriter *writer, const char *bytes, size_t length)
{
	size_t at = writer->out->len;

	g_assert(writer->tag_open);
	close_tag(writer);
	if (hc_escape_xml(writer->out, bytes, length))
		insert_hex(writer, at, bytes, length);
}

static void
part(HcWriter *writer, const char *name, const char *bytes, size_t length)
{
	if (bytes == NULL)
		return;
	object(writer, name);
	text(writer, bytes, length);
	end_tag(writer, name);
}

const HcWriterForm hc_writer_xml = {
	.object = object,
	.list = object,
	.end = end,
	.token = token,
	.plain = plain,
	.word = plain,
	.text = text,
	.part = part,
	.start = start,
};
