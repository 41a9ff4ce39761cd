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

/* Fields the order or number of which means something. */
enum {
	NONE,
	RECEIVED,
	CONTENT_LENGTH,
	/* These stand once (RFC 5322 3.6; RFC 2045 3). */
	TO,
	CC,
	BCC,
	FROM,
	DATE,
	SENDER,
	SUBJECT,
	REPLY_TO,
	MESSAGE_ID,
	REFERENCES,
	IN_REPLY_TO,
	CONTENT_TYPE,
	MIME_VERSION,
	CONTENT_TRANSFER_ENCODING,
};

typedef struct {
	const char *name;
	size_t length;
	unsigned which;
	bool author; /* hc_message_author_field() */
} Known;

#define ROW(first, last, text, which, author)                                  \
	[HC_NAME_LIST(first, last, sizeof(text) - 1)] = {                      \
		text, sizeof(text) - 1, which, author}

/* By the list of the name: no two share one. */
static const Known known[HC_NAME_LISTS] = {
	ROW('r', 'd', "Received", RECEIVED, false),
	ROW('c', 'h', "Content-Length", CONTENT_LENGTH, false),
	ROW('t', 'o', "To", TO, true),
	ROW('c', 'c', "Cc", CC, true),
	ROW('b', 'c', "Bcc", BCC, true),
	ROW('f', 'm', "From", FROM, true),
	ROW('d', 'e', "Date", DATE, true),
	ROW('s', 'r', "Sender", SENDER, true),
	ROW('s', 't', "Subject", SUBJECT, true),
	ROW('r', 'o', "Reply-To", REPLY_TO, true),
	ROW('m', 'd', "Message-ID", MESSAGE_ID, true),
	ROW('r', 's', "References", REFERENCES, true),
	ROW('i', 'o', "In-Reply-To", IN_REPLY_TO, true),
	ROW('c', 'e', "Content-Type", CONTENT_TYPE, false),
	ROW('m', 'n', "MIME-Version", MIME_VERSION, false),
	ROW('c', 'g', "Content-Transfer-Encoding", CONTENT_TRANSFER_ENCODING,
            false),
};

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

/* Put a field behind those of its list.
 * @param last  of each list that has one */
static void
list_field(HcHeader *header, unsigned list, uint32_t field, uint32_t *last)
{
	header->marks[field].next = HC_NO_FIELD;
	if (header->first[list] == HC_NO_FIELD)
		header->first[list] = field;
	else
		header->marks[last[list]].next = field;
	last[list] = field;
}

/* Note a field that stands once.
 * @param seen  a bit for each of these */
static void
note_single(HcHeader *header, size_t index, const Known *row, uint32_t *seen)
{
	const HcField *field = &header->fields[index];
	uint32_t bit = UINT32_C(1) << row->which;

	if (*seen & bit)
		hc_header_note(header, HC_NOTE_DUPLICATE_SINGLETON,
		               field->where.offset, field->where.length);
	*seen |= bit;
	if (row->author)
		header->marks[index].author = bit;
}

void
hc_header_note_fields(HcHeader *header)
{
	const size_t most = (size_t)hc_limit(HC_LIMIT_FIELDS);
	uint32_t last[HC_NAME_LISTS];
	uint32_t seen = 0;
	bool author_seen = false;
	unsigned received = 0;

	header->marks = hc_arena_alloc(
		header->arena, header->field_count * sizeof(HcFieldMark));
	memset(header->first, 0xff, sizeof header->first);
	for (size_t i = 0; i < header->field_count; i++) {
		const HcField *field = &header->fields[i];
		const char *name = header->bytes + field->name.offset;
		size_t length = field->name.length;
		unsigned list = hc_name_list(name, length);
		const Known *row = &known[list];

		list_field(header, list, (uint32_t)i, last);
		if (i >= most) {
			received++;
			continue;
		}
		if (row->length != length ||
		    !hc_equal_nocase(name, length, row->name, length))
			continue;
		if (row->which == RECEIVED) {
			note_received(header, field, ++received, author_seen);
		} else if (row->which == CONTENT_LENGTH) {
			note_content_length(header, field);
		} else {
			note_single(header, i, row, &seen);
			author_seen = author_seen || row->author;
		}
	}
	if (received == 0)
		hc_header_note(header, HC_NOTE_NO_TRACE, 0, 0);
}
