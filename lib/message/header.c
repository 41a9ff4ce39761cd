/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* header.c - the lines of a header block, and the fields they make. */
#include "config.h"

#include "message.h"

#include <string.h>

#include "block.h"
#include "limit.h"
#include "note.h"
#include "scan.h"

/* RFC 5322 2.1.1: octets of a line, CRLF excepted. */
#define LINE_MAX_OCTETS 998

/* Most header blocks of real mail have fewer fields. */
#define FIELDS_USUAL 40

/* A line of the block. */
typedef struct {
	size_t at;
	size_t length;  /* without its newline */
	size_t newline; /* 0, 1 (LF) or 2 (CRLF) octets */
	bool odd;       /* it holds others than printable ASCII, SP, HTAB */
} Line;

/* A field, or a run of lines that make none, being read. */
typedef enum {
	OPEN_NOTHING,
	OPEN_FIELD,
	OPEN_JUNK, /* lines that are no field, and what continues them */
} Open;

typedef struct {
	HcHeader *header;
	size_t at; /* start of the next line */
	Open open;
	HcField field;
	HcSpan junk;
	HcNoteCode junk_code;
	size_t last_newline; /* octets of the newline of the last line */
	bool odd;            /* the open run holds octets to be noted */
	bool long_noted;     /* these two once a field */
	bool blank_noted;
	size_t first_newline; /* octets of the block's first newline */
	bool mixed_noted;
	size_t after_junk; /* first field after lines that are none */
	bool junk_seen;
} Scan;

static HcSpan
span(size_t at, size_t length)
{
	return (HcSpan){(uint32_t)at, (uint32_t)length};
}

static void
note(Scan *scan, HcNoteCode code, size_t at, size_t length)
{
	hc_header_note(scan->header, code, at, length);
}

/* Whether an octet is none of printable ASCII, SP and HTAB. */
static inline bool
octet_is_odd(unsigned char c)
{
	return (c < 0x20 && c != '\t') || c >= 0x7f;
}

/* The octets of a block that are odd, a bit each: the newline and HTAB, too. */
static inline unsigned
odd_octets(HcBlock block)
{
	typedef int8_t Signed __attribute__((vector_size(HC_BLOCK)));

	/* 0x7f becomes negative, as all above it is but 0xff, which is 0 */
	return hc_block_bits((HcBlock)((Signed)(block + 1) < 0x21));
}

/* Whether @p bits tell of odd octets at @p at, but for a CR before a newline. */
static bool
any_odd(const char *at, const char *stop, unsigned bits, unsigned count)
{
	const char *end = at + count;

	bits &= (1u << count) - 1;
	if (bits >> (count - 1) != 0 && end[-1] == '\r' && end < stop &&
	    *end == '\n')
		bits ^= 1u << (count - 1);
	return bits != 0;
}

/* The newline of a line, or where the block stops.  Of many octets at a time
 * most are neither newlines nor odd.
 * @p odd_out: whether octets before it are odd, but for the CR of CRLF */
static inline const char *
find_newline(const char *at, const char *stop, bool *odd_out)
{
	*odd_out = false;
	while (stop - at >= HC_BLOCK) {
		HcBlock block = hc_block(at);
		unsigned bits = odd_octets(block);
		unsigned count = HC_BLOCK;

		if (bits != 0) {
			bits ^= hc_block_bits((HcBlock)(block == '\t'));
			count = hc_block_first((HcBlock)(block == '\n'));
			if (count > 0 && any_odd(at, stop, bits, count))
				*odd_out = true;
		}
		at += count;
		if (count < HC_BLOCK)
			return at;
	}
	for (; at < stop && *at != '\n'; at++)
		if (octet_is_odd((unsigned char)*at) && any_odd(at, stop, 1, 1))
			*odd_out = true;
	return at;
}

static inline bool
read_line(const HcHeader *header, size_t at, Line *line_out)
{
	const char *start = header->bytes + at;
	const char *stop = header->bytes + header->length;
	const char *newline;

	if (start == stop)
		return false;
	newline = find_newline(start, stop, &line_out->odd);
	line_out->at = at;
	line_out->newline = newline < stop;
	line_out->length = (size_t)(newline - start);
	if (line_out->newline > 0 && line_out->length > 0 &&
	    newline[-1] == '\r') {
		line_out->length--;
		line_out->newline = 2;
	}
	return true;
}

static size_t
end_of(const Line *line)
{
	return line->at + line->length + line->newline;
}

static void
grow(HcHeader *header)
{
	const HcField *old = header->fields;

	header->field_room = MAX(2 * header->field_room, FIELDS_USUAL);
	header->fields =
		hc_arena_alloc(header->arena, header->field_room * sizeof *old);
	if (header->field_count > 0)
		memcpy(header->fields, old, header->field_count * sizeof *old);
}

static inline void
append_field(HcHeader *header, const HcField *field)
{
	if (header->field_count == header->field_room)
		grow(header);
	header->fields[header->field_count++] = *field;
}

static void
close_field(Scan *scan)
{
	HcField *field = &scan->field;
	size_t end = scan->at - scan->last_newline;
	size_t value = field->value.offset;

	field->where.length = (uint32_t)(scan->at - field->where.offset);
	field->value.length = (uint32_t)(end > value ? end - value : 0);
	if (field->where.length > hc_limit(HC_LIMIT_FIELD))
		note(scan, HC_NOTE_LIMIT_REACHED, field->where.offset,
		     field->where.length);
	if (scan->odd)
		hc_header_note_octets(
			scan->header,
			span(field->where.offset, end - field->where.offset));
	append_field(scan->header, field);
}

static void
close_junk(Scan *scan)
{
	size_t length = scan->at - scan->junk.offset;

	note(scan, scan->junk_code, scan->junk.offset, length);
	if (scan->odd)
		hc_header_note_octets(
			scan->header,
			span(scan->junk.offset, length - scan->last_newline));
}

/* End the run that is open, just before scan->at. */
static void
close_open(Scan *scan)
{
	if (scan->open == OPEN_FIELD)
		close_field(scan);
	else if (scan->open == OPEN_JUNK)
		close_junk(scan);
	scan->open = OPEN_NOTHING;
	scan->odd = scan->long_noted = scan->blank_noted = false;
}

static void
open_field(Scan *scan, const Line *line, size_t name, size_t colon)
{
	HcField *field = &scan->field;

	close_open(scan);
	scan->open = OPEN_FIELD;
	field->where = span(line->at, 0);
	field->name = span(line->at, name);
	field->value = span(line->at + colon + 1, 0);
	if (colon > name)
		note(scan, HC_NOTE_OBS_SPACE, line->at + name, colon - name);
	if (scan->junk_seen && scan->after_junk == 0)
		scan->after_junk = line->at;
}

/* Lines that are no field in a row make one run, with one note. */
static void
open_junk(Scan *scan, const Line *line, HcNoteCode code)
{
	if (scan->open == OPEN_JUNK && scan->junk_code == code)
		return;
	close_open(scan);
	scan->open = OPEN_JUNK;
	scan->junk = span(line->at, 0);
	scan->junk_code = code;
	if (code == HC_NOTE_NON_HEADER_LINE)
		scan->junk_seen = true;
}

static bool
is_blank(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!hc_is_wsp((unsigned char)bytes[i]))
			return false;
	return true;
}

/* Notes on a line by itself. */
static void
note_line(Scan *scan, const Line *line)
{
	const char *bytes = scan->header->bytes + line->at;

	scan->odd = scan->odd || line->odd;
	if (line->length > LINE_MAX_OCTETS && !scan->long_noted) {
		note(scan, HC_NOTE_LONG_LINE, line->at, line->length);
		scan->long_noted = true;
	}
	if (scan->open == OPEN_FIELD && hc_is_wsp((unsigned char)bytes[0]) &&
	    !scan->blank_noted && is_blank(bytes, line->length)) {
		note(scan, HC_NOTE_WSP_ONLY_LINE, line->at, line->length);
		scan->blank_noted = true;
	}
}

/* The terminating empty line counts: where it alone ends otherwise, another
 * reader may not see the block's end. */
static void
note_newline(Scan *scan, const Line *line)
{
	if (line->newline == 0)
		return;
	if (scan->first_newline == 0)
		scan->first_newline = line->newline;
	if (line->newline == scan->first_newline || scan->mixed_noted)
		return;
	note(scan, HC_NOTE_MIXED_NEWLINE, line->at,
	     line->length + line->newline);
	scan->mixed_noted = true;
}

static void
take_line(Scan *scan, const Line *line)
{
	const char *bytes = scan->header->bytes + line->at;
	size_t name;
	size_t colon;

	if (hc_is_wsp((unsigned char)bytes[0])) {
		if (scan->open == OPEN_NOTHING)
			open_junk(scan, line, HC_NOTE_LEADING_CONTINUATION);
	} else if ((name = hc_field_name(bytes, line->length, &colon)) > 0) {
		open_field(scan, line, name, colon);
	} else {
		open_junk(scan, line, HC_NOTE_NON_HEADER_LINE);
	}
	note_line(scan, line);
	scan->at = end_of(line);
	scan->last_newline = line->newline;
}

/* Lines of a mailbox file; a run of them is one finding. */
static void
skip_from_lines(Scan *scan)
{
	HcHeader *header = scan->header;
	size_t at = scan->at;
	Line line;

	while (read_line(header, scan->at, &line) &&
	       hc_is_from_line(header->bytes + line.at, line.length))
		scan->at = end_of(&line);
	if (scan->at > at)
		note(scan, HC_NOTE_FROM_LINE, at, scan->at - at);
}

/* What may stand before the block: a byte order mark, lines of a mailbox
 * file, empty lines, and lines of a mailbox file below those, where an export
 * put an empty line on top.
 *  @return whether a block follows */
static bool
skip_leading(Scan *scan)
{
	HcHeader *header = scan->header;
	size_t colon;
	Line line;

	if (hc_starts(header->bytes, header->length, "\xef\xbb\xbf")) {
		note(scan, HC_NOTE_BOM, 0, 3);
		scan->at = 3;
	}
	skip_from_lines(scan);

	size_t blank_at = scan->at;

	while (read_line(header, scan->at, &line) && line.length == 0)
		scan->at = end_of(&line);
	if (scan->at == blank_at)
		return true;
	note(scan, HC_NOTE_LEADING_BLANK_LINE, blank_at, scan->at - blank_at);
	skip_from_lines(scan);
	return read_line(header, scan->at, &line) &&
	       hc_field_name(header->bytes + line.at, line.length, &colon) > 0;
}

/* Behind the limit on fields those of the trace are still found, so that all
 * hops count; nothing else is, and nothing noted: to the empty line. */
static void
find_rest(Scan *scan)
{
	HcHeader *header = scan->header;
	HcField field = {0};
	size_t at = scan->at;
	size_t colon;
	Line line;

	for (; read_line(header, at, &line) && line.length > 0;
	     at = end_of(&line)) {
		const char *bytes = header->bytes + at;
		size_t end = at + line.length;

		if (!hc_is_wsp((unsigned char)bytes[0])) {
			if (field.name.length > 0)
				append_field(header, &field);
			field = (HcField){0};
			if (!hc_is(bytes,
			           hc_field_name(bytes, line.length, &colon),
			           "received"))
				continue;
			field.where.offset = (uint32_t)at;
			field.name = span(at, strlen("received"));
			field.value = span(at + colon + 1, 0);
		}
		field.where.length =
			(uint32_t)(end_of(&line) - field.where.offset);
		field.value.length = (uint32_t)(end - field.value.offset);
	}
	if (field.name.length > 0)
		append_field(header, &field);
}

/* Read lines up to the empty one that ends the block.
 *  @return whether it was found */
static bool
read_lines(Scan *scan)
{
	HcHeader *header = scan->header;
	Line line;

	while (read_line(header, scan->at, &line)) {
		note_newline(scan, &line);
		if (line.length == 0) {
			header->end = end_of(&line);
			return true;
		}
		if (header->field_count + (scan->open == OPEN_FIELD) >=
		            hc_limit(HC_LIMIT_FIELDS) &&
		    !hc_is_wsp((unsigned char)header->bytes[line.at])) {
			close_open(scan);
			note(scan, HC_NOTE_LIMIT_REACHED, scan->at,
			     header->length - scan->at);
			find_rest(scan);
			return true;
		}
		take_line(scan, &line);
	}
	return false;
}

void
hc_header_scan(HcHeader *header)
{
	Scan scan = {.header = header};

	header->end = header->length;
	if (!skip_leading(&scan)) {
		/* Where only empty lines were kept, fields may stand below. */
		if (header->cut)
			note(&scan, HC_NOTE_LIMIT_REACHED, 0, header->length);
		return;
	}

	bool ended = read_lines(&scan);
	bool begun = scan.open != OPEN_NOTHING;
	size_t line_at = scan.open == OPEN_FIELD ? scan.field.where.offset
	                                         : scan.junk.offset;

	close_open(&scan);
	if (scan.after_junk > 0)
		note(&scan, HC_NOTE_AFTER_NON_HEADER, scan.after_junk,
		     scan.at - scan.after_junk);
	if (ended || scan.at == 0)
		return;
	if (header->cut)
		note(&scan, HC_NOTE_LIMIT_REACHED, line_at, scan.at - line_at);
	else if (begun && header->whole && scan.last_newline == 0)
		note(&scan, HC_NOTE_TRUNCATED, line_at, scan.at - line_at);
}
