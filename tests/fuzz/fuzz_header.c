/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_header.c - a header block of any bytes: fields in order, inside the
 * block, apart from each other, and each byte of a name a legal one. */
#include "config.h"

#include <string.h>

#include "feed.h"
#include "harness.h"
#include "hopcheck.h"
#include "part.h"
#include "scan.h"
#include "source.h"

static uint64_t
end_of(HcSpan span)
{
	return (uint64_t)span.offset + span.length;
}

static void
check_field(const HcMessage *message, size_t index, uint64_t before)
{
	const HcField *field = hc_message_field(message, index);
	const char *name = hc_message_bytes(message, field->name);
	g_autofree char *text = hc_message_text(message, field->value);
	g_autofree char *shown = hc_message_display(message, field->value);

	g_assert_cmpuint(field->where.offset, >=, before);
	g_assert_cmpuint(field->name.offset, ==, field->where.offset);
	g_assert_cmpuint(field->value.offset, >, end_of(field->name) - 1);
	g_assert_cmpuint(end_of(field->value), <=, end_of(field->where));
	g_assert_cmpuint(field->name.length, >, 0);
	for (size_t i = 0; i < field->name.length; i++)
		g_assert(hc_is_ftext((unsigned char)name[i]));
	g_assert(strchr(text, '\n') == NULL);
	/* what no word of it encodes stays as it was found */
	g_assert(strcmp(shown, text) == 0 || g_utf8_validate(shown, -1, NULL));
}

static void
check_message(HcMessage *message, size_t length)
{
	uint64_t before = 0;
	size_t count;
	const HcNote *notes = hc_message_notes(message, &count);

	for (size_t i = 0; i < hc_message_field_count(message); i++) {
		check_field(message, i, before);
		before = end_of(hc_message_field(message, i)->where);
	}
	g_assert_cmpuint(before, <=, length);
	for (size_t i = 0; i < count; i++) {
		g_assert_cmpuint(end_of(notes[i].where), <=, length);
		g_assert(i == 0 ||
		         notes[i - 1].where.offset <= notes[i].where.offset);
	}
}

/* The header block kept is the same for any pieces. */
static void
check_pieces(const uint8_t *data, size_t size, HcRaw *raw, size_t piece)
{
	size_t kept;
	const char *header = hc_raw_header(raw, &kept);
	HcPart part;

	hc_part_begin(&part, 0, true);
	for (size_t at = 0; at < size; at += piece)
		hc_part_add(&part, (const char *)data + at,
		            MIN(piece, size - at));
	g_assert_cmpuint(part.header->len, ==, kept);
	g_assert(memcmp(part.header->data, header, kept) == 0);
	hc_part_clear(&part);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("fuzz", data, size, HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;

	if (size > 0)
		hc_source_expect_message(source);
	g_assert(hc_source_next(source, &raw, NULL));
	g_assert((raw == NULL) == (size == 0));
	if (raw == NULL)
		return;

	g_autoptr(HcMessage) message = hc_message_new(raw);

	check_message(message, size);
	check_pieces(data, size, raw, 1 + data[0] % 16u);
}
