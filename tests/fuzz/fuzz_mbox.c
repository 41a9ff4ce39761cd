/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_mbox.c - a mailbox in any pieces: the same messages, no byte lost. */
#include "config.h"

#include <string.h>

#include "harness.h"
#include "mbox.h"

/* What was said, and how many bytes messages have. */
typedef struct {
	GString *text;
	uint64_t bytes;
	uint64_t end;
} Said;

static void
write_message(HcPart *part, void *data)
{
	Said *said = data;
	char sha256[HC_DIGEST_HEX];

	g_assert_cmpuint(part->offset, >=, said->end);
	g_assert(part->header == NULL || part->header->len <= part->length);
	said->bytes += part->length;
	said->end = part->offset + part->length;
	hc_digest_end(&part->digest, sha256);
	g_string_append_printf(said->text, "%u+%u %s %u\n",
	                       (unsigned)part->offset, (unsigned)part->length,
	                       sha256,
	                       part->header != NULL ? part->header->len : 0);
}

static void
write_region(HcNoteCode code, uint64_t offset, uint64_t length, void *data)
{
	Said *said = data;

	g_string_append_printf(said->text, "%s %u+%u\n", hc_note_token(code),
	                       (unsigned)offset, (unsigned)length);
}

static char *
split(const char *data, size_t size, size_t piece)
{
	Said said = {g_string_new(NULL), 0, 0};
	const HcMboxSink sink = {.message = write_message,
	                         .region = write_region,
	                         .data = &said};
	g_autoptr(HcMbox) mbox = hc_mbox_new(0, &sink);

	for (size_t at = 0; at < size; at += piece) {
		size_t length = MIN(piece, size - at);
		g_autofree char *copy = g_memdup2(data + at, length);

		hc_mbox_push(mbox, copy, length);
	}
	hc_mbox_end(mbox);
	g_assert_cmpuint(said.bytes + hc_mbox_separator_bytes(mbox) +
	                         hc_mbox_unparsed_bytes(mbox),
	                 ==, size);
	return g_string_free(said.text, FALSE);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	if (size == 0)
		return;

	const char *bytes = (const char *)data + 1;
	size_t length = size - 1;
	g_autofree char *whole = split(bytes, length, MAX(length, 1));
	g_autofree char *pieces = split(bytes, length, 1 + data[0] % 64u);

	g_assert_cmpstr(whole, ==, pieces);
}
