/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fields.c - what shows on the fields together: repeats, trace, hops. */
#include "config.h"

#include "message.h"

#include <string.h>

#include "limit.h"
#include "note.h"
#include "part.h"
#include "scan.h"

/* RFC 5321 6.3: more Received fields than this are a sign of a loop. */
#define HOPS_MAX 100

/* A name the order or number of whose fields means something. */
typedef struct {
	const char *name;
	size_t length;
	bool once;   /* at most one (RFC 5322 3.6; RFC 2045 3) */
	bool author; /* hc_author_field() */
} Known;

#define NAME(text) text, sizeof(text) - 1

/* By length; first_of_length says where to look. */
static const Known known[] = {
	{NAME("To"),			true, true },
	{NAME("Cc"),			true, true },
	{NAME("Bcc"),		       true, true },
	{NAME("From"),                      true, true },
	{NAME("Date"),                      true, true },
	{NAME("Sender"),                    true, true },
	{NAME("Subject"),                   true, true },
	{NAME("Reply-To"),                  true, true },
	{NAME("Message-ID"),                true, true },
	{NAME("References"),                true, true },
	{NAME("In-Reply-To"),               true, true },
	{NAME("Content-Type"),              true, false},
	{NAME("MIME-Version"),              true, false},
	{NAME("Content-Transfer-Encoding"), true, false},
};

static const unsigned char first_of_length[] = {
	[2] = 0, [3] = 2,  [4] = 3,   [6] = 5,   [7] = 6,
	[8] = 7, [10] = 8, [11] = 10, [12] = 11, [25] = 13,
};

static const Known *
find_known(const char *name, size_t length)
{
	if (length >= G_N_ELEMENTS(first_of_length))
		return NULL;
	for (size_t i = first_of_length[length];
	     i < G_N_ELEMENTS(known) && known[i].length == length; i++)
		if (hc_equal_nocase(name, length, known[i].name, length))
			return &known[i];
	return NULL;
}

static uint32_t
author_bit(const Known *row)
{
	return row->author ? UINT32_C(1) << (row - known) : 0;
}

static void
note_received(HcHeader *header, const HcField *field, unsigned count,
              bool author_seen)
{
	size_t at = field->where.offset;

	if (author_seen)
		hc_header_note(header, HC_NOTE_TRACE_NOT_CONTIGUOUS, at,
		               field->where.length);
	if (count == HOPS_MAX + 1)
		hc_header_note(header, HC_NOTE_TOO_MANY_HOPS, at,
		               field->where.length);
	if (count == hc_limit(HC_LIMIT_RECEIVED) + 1)
		hc_header_note(header, HC_NOTE_LIMIT_REACHED, at,
		               field->where.length);
}

static void
note_content_length(HcHeader *header, const HcField *field)
{
	uint64_t body = header->whole_length - header->end;
	uint64_t stated;

	if (header->cut)
		return;
	if (hc_length_read(header->bytes + field->value.offset,
	                   field->value.length, &stated) &&
	    hc_length_fits(stated, body))
		return;
	hc_header_note(header, HC_NOTE_CONTENT_LENGTH_MISMATCH,
	               field->where.offset, field->where.length);
}

/* Backwards, so that each list begins with its first field. */
static void
list_fields(HcHeader *header)
{
	memset(header->first, 0xff, sizeof header->first);
	for (size_t i = header->field_count; i-- > 0;) {
		HcSpan name = header->fields[i].name;
		uint32_t *first = &header->first[hc_name_list(
			header->bytes + name.offset, name.length)];

		header->marks[i].next = *first;
		*first = (uint32_t)i;
	}
}

void
hc_header_note_fields(HcHeader *header)
{
	bool seen[G_N_ELEMENTS(known)] = {false};
	bool author_seen = false;
	unsigned received = 0;

	header->marks = hc_arena_alloc(
		header->arena, header->field_count * sizeof(HcFieldMark));
	list_fields(header);
	for (size_t i = 0; i < header->field_count; i++) {
		const HcField *field = &header->fields[i];
		const char *name = header->bytes + field->name.offset;
		size_t length = field->name.length;

		header->marks[i].author = 0;
		if (i >= hc_limit(HC_LIMIT_FIELDS)) {
			received++;
			continue;
		}
		if (hc_is(name, length, "Received")) {
			note_received(header, field, ++received, author_seen);
			continue;
		}

		if (hc_is(name, length, "Content-Length"))
			note_content_length(header, field);

		const Known *row = find_known(name, length);

		if (row == NULL)
			continue;
		if (row->once && seen[row - known])
			hc_header_note(header, HC_NOTE_DUPLICATE_SINGLETON,
			               field->where.offset,
			               field->where.length);
		seen[row - known] = true;
		author_seen = author_seen || row->author;
		header->marks[i].author = author_bit(row);
	}
	if (received == 0)
		hc_header_note(header, HC_NOTE_NO_TRACE, 0, 0);
}
