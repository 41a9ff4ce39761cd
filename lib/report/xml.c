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
object(HcWriter *writer, HcKey name)
{
	close_tag(writer);
	hc_writer_line(writer, writer->depth);
	hc_put_byte(writer->out, '<');
	hc_put(writer->out, name.text, name.length);
	if (writer->depth == 0)
		g_string_append(writer->out,
		                " xmlns=\"urn:hopcheck:report:1\"");
	writer->tag_open = true;
}

static void
end_tag(HcWriter *writer, HcKey name)
{
	char *end = hc_room(writer->out, name.length + 3);

	memcpy(end, "</", 2);
	hc_copy(end + 2, name.text, name.length);
	end[name.length + 2] = '>';
}

static void
end(HcWriter *writer)
{
	if (writer->tag_open) {
		hc_put(writer->out, "/>", 2);
		writer->tag_open = false;
	} else {
		/* beside its last part where that has no line either */
		if (writer->has_parts &&
		    (writer->lines == 0 || writer->depth < writer->lines))
			hc_writer_line(writer, writer->depth - 1);
		end_tag(writer, writer->names[writer->depth - 1]);
	}
	if (writer->depth == 1)
		hc_put_byte(writer->out, '\n');
}

/** What stands before an attribute's value. */
static void
key(HcWriter *writer, HcKey name)
{
	char *end = hc_room(writer->out, name.length + 3);

	g_assert(writer->tag_open);
	*end = ' ';
	hc_copy(end + 1, name.text, name.length);
	memcpy(end + 1 + name.length, "=\"", 2);
}

static void
token(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	key(writer, name);
	hc_escape_xml(writer->out, value, length);
	hc_put_byte(writer->out, '"');
}

static void
plain(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	char *end;

	if (value == NULL)
		return;
	g_assert(writer->tag_open);
	end = hc_room(writer->out, name.length + length + 4);
	*end++ = ' ';
	hc_copy(end, name.text, name.length);
	end += name.length;
	memcpy(end, "=\"", 2);
	hc_copy(end + 2, value, length);
	end[length + 2] = '"';
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
part(HcWriter *writer, HcKey name, const char *bytes, size_t length)
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
