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

/** Any tag, and where more room has to be made. */
G_NO_INLINE static void
object_long(HcWriter *writer, HcKey name)
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
start(GString *out)
{
	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

/** Whether there is room for two short pieces and what stands around them: then
 *  they are put one behind the other, and nothing is called.
 *  @param length  of one of them */
static inline bool
is_roomy(const GString *out, size_t length)
{
	return length <= HC_COPY_SHORT &&
	       out->allocated_len - out->len > 2 * (size_t)HC_COPY_SHORT + 4;
}

/** The end is where @p end points. */
static inline void
put_end(GString *out, char *end)
{
	*end = '\0';
	out->len = (size_t)(end - out->str);
}

/** The start of a start tag. */
static void
object(HcWriter *writer, HcKey name)
{
	GString *out = writer->out;
	char *end = out->str + out->len;

	if (!is_roomy(out, name.length) || writer->depth == 0) {
		object_long(writer, name);
		return;
	}
	*end = '>';
	end += writer->tag_open;
	end = hc_writer_put_line(writer, writer->depth, end);
	*end++ = '<';
	hc_copy_short(end, name.text, name.length);
	put_end(out, end + name.length);
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

/** Whether an end tag stands on a line of its own: beside its last part where
 *  that has no line either. */
static inline bool
is_end_lined(const HcWriter *writer)
{
	return writer->has_parts &&
	       (writer->lines == 0 || writer->depth < writer->lines);
}

/** Any end, and where more room has to be made. */
G_NO_INLINE static void
end_long(HcWriter *writer)
{
	if (writer->tag_open) {
		hc_put(writer->out, "/>", 2);
		writer->tag_open = false;
	} else {
		if (is_end_lined(writer))
			hc_writer_line(writer, writer->depth - 1);
		end_tag(writer, writer->names[writer->depth - 1]);
	}
	if (writer->depth == 1)
		hc_put_byte(writer->out, '\n');
}

static void
end(HcWriter *writer)
{
	const HcKey name = writer->names[writer->depth - 1];
	GString *out = writer->out;
	char *end = out->str + out->len;

	if (!is_roomy(out, name.length) || writer->depth == 1) {
		end_long(writer);
		return;
	}
	if (writer->tag_open) {
		memcpy(end, "/>", 2);
		put_end(out, end + 2);
		writer->tag_open = false;
		return;
	}
	if (is_end_lined(writer))
		end = hc_writer_put_line(writer, writer->depth - 1, end);
	memcpy(end, "</", 2);
	hc_copy_short(end + 2, name.text, name.length);
	end += 2 + name.length;
	*end = '>';
	put_end(out, end + 1);
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

/** The same of any length, and where more room has to be made. */
G_NO_INLINE static void
plain_long(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	key(writer, name);
	hc_put(writer->out, value, length);
	hc_put_byte(writer->out, '"');
}

/** An audit writes a hundred of these a message: nothing is called. */
static void
plain(HcWriter *writer, HcKey name, const char *value, size_t length)
{
	GString *out = writer->out;
	char *end = out->str + out->len;

	if (value == NULL)
		return;
	g_assert(writer->tag_open);
	if (name.length > HC_COPY_SHORT || !is_roomy(out, length)) {
		plain_long(writer, name, value, length);
		return;
	}
	*end++ = ' ';
	hc_copy_short(end, name.text, name.length);
	end += name.length;
	memcpy(end, "=\"", 2);
	hc_copy_short(end + 2, value, length);
	end += length + 2;
	*end = '"';
	put_end(out, end + 1);
}

/** A number, its digits where they belong: read again as soon as they are
 *  written, one by one, they would have to be waited for. */
static void
number(HcWriter *writer, HcKey name, bool negative, uint64_t size)
{
	GString *out = writer->out;
	char *end = out->str + out->len;

	g_assert(writer->tag_open);
	if (!is_roomy(out, name.length)) {
		key(writer, name);
		if (negative)
			hc_put_byte(out, '-');
		hc_put_digits(out, size, 1);
		hc_put_byte(out, '"');
		return;
	}
	*end++ = ' ';
	hc_copy_short(end, name.text, name.length);
	end += name.length;
	memcpy(end, "=\"-", 3);
	end += 2 + negative + hc_digit_count(size);
	hc_digits(end, size);
	*end = '"';
	put_end(out, end + 1);
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
	.number = number,
	.word = plain,
	.text = text,
	.part = part,
	.start = start,
};
