/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json.c - a tree as JSON (RFC 8259).
 *
 * A line a part, so that a difference between two reports can be read. */
#include "config.h"

#include <string.h>

#include "escape.h"
#include "put.h"
#include "writer.h"

static void
quoted(HcWriter *writer, const char *bytes, size_t length)
{
	hc_put_byte(writer->out, '"');
	hc_escape_json(writer->out, bytes, length);
	hc_put_byte(writer->out, '"');
}

static bool
in_list(const HcWriter *writer)
{
	return writer->depth == 0 || writer->lists[writer->depth - 1];
}

/** What stands before a member: a comma, and its key but in a list. */
static void
key(HcWriter *writer, HcKey name)
{
	if (!writer->empty)
		hc_put_byte(writer->out, ',');
	writer->empty = false;
	if (in_list(writer))
		return;
	hc_put_byte(writer->out, '"');
	hc_put(writer->out, name.text, name.length);
	hc_put(writer->out, "\":", 2);
}

/** As key(), on a line of its own. */
static void
key_line(HcWriter *writer, HcKey name)
{
	if (!writer->empty)
		hc_put_byte(writer->out, ',');
	writer->empty = true;
	if (writer->depth > 0)
		hc_writer_line(writer, writer->depth);
	key(writer, name);
}

static void
start(GString *out)
{
	(void)out;
}

static void
object(HcWriter *writer, HcKey name)
{
	key_line(writer, name);
	hc_put_byte(writer->out, '{');
}

static void
list(HcWriter *writer, HcKey name)
{
	key_line(writer, name);
	hc_put_byte(writer->out, '[');
}

static void
end(HcWriter *writer)
{
	if (writer->has_parts &&
	    (writer->lines == 0 || writer->depth < writer->lines))
		hc_writer_line(writer, writer->depth - 1);
	hc_put_byte(writer->out, in_list(writer) ? ']' : '}');
	if (writer->depth == 1)
		hc_put_byte(writer->out, '\n');
}

static void
token(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	key(writer, name);
	quoted(writer, value, length);
}

static void
plain(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	key(writer, name);
	if (value != NULL)
		hc_put(writer->out, value, length);
	else
		hc_put(writer->out, "null", 4);
}

static void
number(HcWriter *writer, HcKey name, bool negative, uint64_t size)
{
	key(writer, name);
	if (negative)
		hc_put_byte(writer->out, '-');
	hc_put_digits(writer->out, size, 1);
}

static void
word(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	key(writer, name);
	hc_put_byte(writer->out, '"');
	hc_put(writer->out, value, length);
	hc_put_byte(writer->out, '"');
}

/** Put the bytes as they are before a text that cannot show them.
 *  @param at  where the text's member begins, its comma before it */
static void
insert_hex(HcWriter *writer, size_t at, const char *bytes, size_t length)
{
	g_autoptr(GString) hex = g_string_sized_new(2 * length + 16);

	hc_put_text(hex, "\"raw-hex\":\"");
	hc_escape_hex(hex, bytes, length);
	hc_put_text(hex, "\",");
	g_string_insert_len(writer->out, (gssize)at, hex->str,
	                    (gssize)hex->len);
}

static void
text(HcWriter *writer, const char *bytes, size_t length)
{
	size_t at = writer->out->len + !writer->empty;

	key(writer, hc_key("text"));
	hc_put_byte(writer->out, '"');
	if (hc_escape_json(writer->out, bytes, length))
		insert_hex(writer, at, bytes, length);
	hc_put_byte(writer->out, '"');
}

static void
part(HcWriter *writer, HcKey name, const char *bytes, size_t length)
{
	key_line(writer, name);
	if (bytes == NULL)
		hc_put(writer->out, "null", 4);
	else
		quoted(writer, bytes, length);
}

const HcWriterForm hc_writer_json = {
	.object = object,
	.list = list,
	.end = end,
	.token = token,
	.plain = plain,
	.number = number,
	.word = word,
	.text = text,
	.part = part,
	.start = start,
};
