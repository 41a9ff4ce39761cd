/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guard.c - bytes on their way to libxml2.
 *
 * Attributes cost it time with the square of their number, a long tag, comment
 * or instruction is looked through anew with each piece.  A schema has it go
 * through all of a text, up to the next tag, whenever the parser hands over a
 * piece of it: at each reference, return, comment, instruction and CDATA
 * section, and after 300 bytes that are not all ASCII.  The scan knows no more
 * of XML than where markup ends (XML 1.0 2.4 to 2.7, 3.1, 4.1); what is not
 * well-formed is left to libxml2 to say. */
#include "config.h"

#include "guard.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "limit.h"

/* Bytes of text that are handed over together, at least. */
#define TEXT_PIECE 256u

enum {
	IN_TEXT,
	AFTER_OPEN, /* "<" */
	IN_MARK,    /* "<!" and what tells comments from CDATA */
	IN_TAG,
	IN_COMMENT,
	IN_CDATA,
	IN_INSTRUCTION,
};

static void
begin(HcXmlGuard *guard, int state)
{
	guard->state = state;
	guard->ends = 0;
	guard->quote = '\0';
	guard->values = 0;
	if (state == IN_TAG)
		guard->text = guard->reread = 0;
	else if (state != IN_TEXT && state != IN_MARK)
		guard->reread += guard->text;
}

/** A byte of text, or of a CDATA section; a reference stands for one. */
static void
take_text(HcXmlGuard *guard, char byte)
{
	bool ends = byte == '&' || byte == '\r';

	if (guard->reference)
		guard->reference = byte != ';';
	else if (++guard->text % TEXT_PIECE == 0 || ends)
		guard->reread += guard->text;
	if (byte == '&' && guard->state == IN_TEXT)
		guard->reference = true;
}

/** A comment, CDATA, or anything else, which ends like a tag. */
static void
take_mark(HcXmlGuard *guard, char byte)
{
	static const char comment[] = "--", cdata[] = "[CDATA[";
	size_t length;

	guard->mark[guard->marks++] = byte;
	length = guard->marks;
	if (length == 2 && memcmp(guard->mark, comment, 2) == 0)
		begin(guard, IN_COMMENT);
	else if (length == 7 && memcmp(guard->mark, cdata, 7) == 0)
		begin(guard, IN_CDATA);
	else if (memcmp(guard->mark, comment, MIN(length, 2)) != 0 &&
	         memcmp(guard->mark, cdata, length) != 0)
		begin(guard, byte == '>' ? IN_TEXT : IN_TAG);
}

static void
take_tag(HcXmlGuard *guard, char byte)
{
	if (guard->quote != '\0') {
		if (byte == guard->quote)
			guard->quote = '\0';
	} else if (byte == '"' || byte == '\'') {
		guard->quote = byte;
		guard->values++;
	} else if (byte == '>') {
		begin(guard, IN_TEXT);
	}
}

/** Wait for an end of two or three bytes, the first of which may repeat. */
static void
take_until(HcXmlGuard *guard, char byte, const char *end)
{
	unsigned length = (unsigned)strlen(end);

	if (byte == end[guard->ends])
		guard->ends++;
	else if (byte != end[0])
		guard->ends = 0;
	else if (guard->ends + 1 != length)
		guard->ends = 1;
	if (guard->ends == length)
		begin(guard, IN_TEXT);
}

static void
take(HcXmlGuard *guard, char byte)
{
	switch (guard->state) {
	case AFTER_OPEN:
		guard->marks = 0;
		begin(guard, byte == '!'   ? IN_MARK
		             : byte == '?' ? IN_INSTRUCTION
		             : byte == '>' ? IN_TEXT
		                           : IN_TAG);
		break;
	case IN_MARK:
		take_mark(guard, byte);
		break;
	case IN_TAG:
		take_tag(guard, byte);
		break;
	case IN_COMMENT:
		take_until(guard, byte, "-->");
		break;
	case IN_CDATA:
		take_text(guard, byte);
		take_until(guard, byte, "]]>");
		break;
	default:
		take_until(guard, byte, "?>");
		break;
	}
}

static const char *
check_text(const HcXmlGuard *guard)
{
	return guard->reread > HC_XML_REREAD_MAX
	               ? "a text is in too many pieces, such as references"
	               : NULL;
}

static const char *
check_markup(HcXmlGuard *guard)
{
	if (++guard->length > HC_XML_TAG_MAX)
		return "a tag, comment or instruction is too long";
	if (guard->values > HC_XML_ATTRIBUTES_MAX)
		return "an element has too many attributes";
	return check_text(guard);
}

/** No byte order mark but that of UTF-8, so that libxml2 reads the same bytes
 *  as we do. */
static const char *
check_start(const HcXmlGuard *guard, const char *piece)
{
	unsigned char first = (unsigned char)piece[0];

	if (guard->total == 0 && first >= 0x80 && first != 0xef)
		return "not UTF-8";
	return NULL;
}

const char *
hc_xml_guard(HcXmlGuard *guard, const char *piece, size_t length)
{
	const char *wrong = length > 0 ? check_start(guard, piece) : NULL;

	if (wrong == NULL && memchr(piece, '\0', length) != NULL)
		wrong = "a NUL byte is not allowed";
	for (size_t i = 0; wrong == NULL && i < length; i++) {
		guard->line += piece[i] == '\n';
		if (guard->state != IN_TEXT) {
			take(guard, piece[i]);
			wrong = check_markup(guard);
		} else if (piece[i] == '<') {
			guard->state = AFTER_OPEN;
			guard->length = 0;
			guard->reference = false;
		} else {
			take_text(guard, piece[i]);
			wrong = check_text(guard);
		}
	}
	guard->total += length;
	return wrong;
}
