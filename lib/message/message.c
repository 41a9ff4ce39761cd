/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message.c - a message's header fields, in order, each with its bytes. */
#include "config.h"

#include "message.h"

#include <string.h>

#include "limit.h"
#include "note.h"
#include "scan.h"
#include "source.h"

struct HcMessage {
	HcRaw *raw;
	HcHeader header;
	/* The value that was decoded last: the Subject is asked for by policies,
	 * reports and archives, and to decode one takes as long as to read a
	 * hop. */
	HcSpan decoded_span;
	char *decoded; /* NULL: none was */
	int lock;      /* of these; g_bit_lock() */
};

static int
compare_notes(const void *a, const void *b)
{
	const HcNote *x = a;
	const HcNote *y = b;

	if (x->where.offset != y->where.offset)
		return x->where.offset < y->where.offset ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->where.length < y->where.length
	               ? -1
	               : x->where.length > y->where.length;
}

void
hc_header_note(HcHeader *header, HcNoteCode code, size_t offset, size_t length)
{
	if (header->notes == NULL)
		header->notes = hc_notes_new();
	hc_notes_add(header->notes, code, offset, length);
}

HcMessage *
hc_message_new(HcRaw *raw)
{
	g_return_val_if_fail(raw != NULL, NULL);

	HcArena *arena = hc_arena_new();
	HcMessage *message = hc_arena_alloc(arena, sizeof *message);
	HcHeader *header = &message->header;
	const HcPlace *place = hc_raw_place(raw);

	message->raw = hc_raw_ref(raw);
	header->bytes = hc_raw_header(raw, &header->length);
	header->cut = place->header_cut;
	header->whole_length = place->length;
	header->whole = place->length == header->length;
	header->arena = arena;
	hc_header_scan(header);
	hc_header_note_fields(header);
	if (header->notes != NULL)
		g_array_sort(header->notes, compare_notes);
	return message;
}

HcMessage *
hc_message_ref(HcMessage *message)
{
	hc_arena_hold(message->header.arena);
	return message;
}

void
hc_message_unref(HcMessage *message)
{
	if (message == NULL || !hc_arena_let_go(message->header.arena))
		return;
	g_clear_pointer(&message->header.notes, g_array_unref);
	g_free(message->decoded);
	hc_raw_unref(message->raw);
	hc_arena_free(message->header.arena);
}

HcRaw *
hc_message_raw(const HcMessage *message)
{
	return message->raw;
}

size_t
hc_message_field_count(const HcMessage *message)
{
	return message->header.field_count;
}

const HcField *
hc_message_fields(const HcMessage *message, size_t *count_out)
{
	*count_out = message->header.field_count;
	return message->header.fields;
}

const HcField *
hc_message_field(const HcMessage *message, size_t index)
{
	g_return_val_if_fail(index < message->header.field_count, NULL);
	return &message->header.fields[index];
}

bool
hc_message_field_is(const HcMessage *message, size_t index, const char *name)
{
	const HcField *field = hc_message_field(message, index);

	g_return_val_if_fail(field != NULL && name != NULL, false);
	return hc_is(message->header.bytes + field->name.offset,
	             field->name.length, name);
}

static bool
bears(const HcHeader *header, size_t index, const char *name, size_t length)
{
	HcSpan found = header->fields[index].name;

	return hc_equal_nocase(header->bytes + found.offset, found.length, name,
	                       length);
}

/* Where to look from in the list of a name.  Who looks for the next field of a
 * name goes on where the last one stood. */
static size_t
start_of(const HcHeader *header, const char *name, size_t length, size_t from)
{
	if (length == 0)
		return HC_NO_FIELD;
	if (from > 0 && from <= header->field_count &&
	    bears(header, from - 1, name, length))
		return header->marks[from - 1].next;
	return header->first[hc_name_list(name, length)];
}

size_t
hc_message_find(const HcMessage *message, const char *name, size_t from)
{
	size_t length = strlen(name);

	for (size_t i = start_of(&message->header, name, length, from);
	     i != HC_NO_FIELD; i = message->header.marks[i].next)
		if (i >= from && bears(&message->header, i, name, length))
			return i;
	return SIZE_MAX;
}

uint32_t
hc_message_author_field(const HcMessage *message, size_t index)
{
	g_return_val_if_fail(index < message->header.field_count, 0);
	return message->header.marks[index].author;
}

const char *
hc_message_bytes(const HcMessage *message, HcSpan span)
{
	const HcHeader *header = &message->header;

	g_return_val_if_fail(span.offset <= header->length &&
	                             span.length <=
	                                     header->length - span.offset,
	                     NULL);
	return header->bytes + span.offset;
}

char *
hc_message_text(const HcMessage *message, HcSpan span)
{
	const char *bytes = hc_message_bytes(message, span);

	g_return_val_if_fail(bytes != NULL, NULL);

	/* Nearly all values stand on one line. */
	if (memchr(bytes, '\n', span.length) == NULL &&
	    memchr(bytes, '\0', span.length) == NULL) {
		char *plain = g_malloc(span.length + 1);

		memcpy(plain, bytes, span.length);
		plain[span.length] = '\0';
		return plain;
	}

	GString *text = g_string_sized_new(span.length + 1);

	for (size_t i = 0; i < span.length; i++) {
		char c = bytes[i];

		if (c == '\n' ||
		    (c == '\r' && i + 1 < span.length && bytes[i + 1] == '\n'))
			continue;
		if (c == '\0')
			g_string_append(text, "\xef\xbf\xbd");
		else
			g_string_append_c(text, c);
	}
	return g_string_free(text, FALSE);
}

/** @return new, or NULL: it was not decoded before */
static char *
copy_decoded(HcMessage *message, HcSpan span)
{
	char *copy = NULL;

	g_bit_lock(&message->lock, 0);
	if (message->decoded != NULL &&
	    message->decoded_span.offset == span.offset &&
	    message->decoded_span.length == span.length)
		copy = g_strdup(message->decoded);
	g_bit_unlock(&message->lock, 0);
	return copy;
}

static void
keep_decoded(HcMessage *message, HcSpan span, const char *decoded)
{
	g_bit_lock(&message->lock, 0);
	g_free(message->decoded);
	message->decoded = g_strdup(decoded);
	message->decoded_span = span;
	g_bit_unlock(&message->lock, 0);
}

char *
hc_message_display(const HcMessage *message, HcSpan span)
{
	char *before = copy_decoded((HcMessage *)message, span);

	if (before != NULL)
		return before;

	g_autofree char *text = hc_message_text(message, span);

	g_return_val_if_fail(text != NULL, NULL);

	if (span.length > HC_DISPLAY_MAX)
		return g_steal_pointer(&text);

	/* Without a word to decode the bytes stay those that were found. */
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	char *decoded = hc_display_decode(valid);

	if (decoded == NULL)
		return g_steal_pointer(&text);
	keep_decoded((HcMessage *)message, span, decoded);
	return decoded;
}

const HcNote *
hc_message_notes(const HcMessage *message, size_t *count_out)
{
	const GArray *notes = message->header.notes;

	*count_out = notes != NULL ? notes->len : 0;
	return notes != NULL ? (const HcNote *)(const void *)notes->data : NULL;
}
