/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* octets.c - odd octets of a header field: NUL, CR, controls, 8-bit. */
#include "config.h"

#include "message.h"

#include "note.h"
#include "scan.h"

/* Where a kind of octet stands first, and where the last of them ends. */
typedef struct {
	bool seen;
	size_t first;
	size_t end;
} Range;

static const HcNoteCode codes[] = {
	HC_NOTE_BARE_CR,     HC_NOTE_BARE_CR_FIELD, HC_NOTE_NUL_IN_HEADER,
	HC_NOTE_8BIT_HEADER, HC_NOTE_INVALID_UTF8,  HC_NOTE_CONTROL_CHAR,
};

typedef enum {
	BARE_CR,
	BARE_CR_FIELD,
	NUL,
	UTF8,
	INVALID_UTF8,
	CONTROL,
	KINDS,
} Kind;

static void
see(Range *range, size_t at, size_t length)
{
	if (!range->seen)
		range->first = at;
	range->seen = true;
	range->end = at + length;
}

/* Characters that change the direction of text around them (Unicode Standard
 * Annex 9). */
static bool
is_bidi(gunichar c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_c1(gunichar c)
{
	return c >= 0x80 && c <= 0x9f;
}

/* Octets above 127: a UTF-8 sequence (RFC 3629), or not.
 *  @return octets taken */
static size_t
see_8bit(Range *ranges, const char *bytes, size_t at, size_t end)
{
	gunichar c =
		g_utf8_get_char_validated(bytes + at, (gssize)MIN(end - at, 6));

	if (c == (gunichar)-1 || c == (gunichar)-2) {
		see(&ranges[INVALID_UTF8], at, 1);
		return 1;
	}

	size_t length = (size_t)g_utf8_skip[(unsigned char)bytes[at]];

	see(&ranges[UTF8], at, length);
	if (is_bidi(c) || is_c1(c))
		see(&ranges[CONTROL], at, length);
	return length;
}

static void
see_cr(Range *ranges, const char *bytes, size_t at, size_t end)
{
	size_t colon;

	see(&ranges[BARE_CR], at, 1);
	if (hc_field_name(bytes + at + 1, end - at - 1, &colon) > 0)
		see(&ranges[BARE_CR_FIELD], at + 1, colon + 1);
}

/* @return octets taken */
static size_t
see_octet(Range *ranges, const char *bytes, size_t at, size_t end)
{
	unsigned char c = (unsigned char)bytes[at];

	if (c >= 0x80)
		return see_8bit(ranges, bytes, at, end);
	if (c == '\0')
		see(&ranges[NUL], at, 1);
	else if (c == '\r') {
		if (at + 1 == end || bytes[at + 1] != '\n')
			see_cr(ranges, bytes, at, end);
	} else if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
		see(&ranges[CONTROL], at, 1);
	return 1;
}

void
hc_header_note_octets(HcHeader *header, HcSpan span)
{
	Range ranges[KINDS] = {0};
	size_t end = (size_t)span.offset + span.length;

	G_STATIC_ASSERT(G_N_ELEMENTS(codes) == KINDS);
	for (size_t at = span.offset; at < end;)
		at += see_octet(ranges, header->bytes, at, end);
	for (unsigned i = 0; i < KINDS; i++)
		if (ranges[i].seen)
			hc_header_note(header, codes[i], ranges[i].first,
			               ranges[i].end - ranges[i].first);
}
