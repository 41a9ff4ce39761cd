/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* journal.c - the envelope that an Exchange journal report tells.
 *
 *     report    = "Sender:" SP address CRLF "Subject:" SP text CRLF
 *                 "Message-ID:" SP id CRLF 1*recipient
 *     recipient = ("To" / "Cc" / "Bcc" / "Recipient") ":" SP address
 *                 [", " ("Expanded" / "Forwarded") ":" SP address] CRLF
 *
 * (MS-XJRNL; Exchange writes more lines since, which are skipped). */
#include "config.h"

#include "match.h"

#include <string.h>

#include "limit.h"
#include "note.h"
#include "scan.h"

static const char recipients[] = "to|cc|bcc|recipient";

static const char *
value_of(HcContent *content, const char *bytes, size_t length)
{
	while (length > 0 && hc_is_fws((unsigned char)bytes[0]))
		bytes++, length--;
	while (length > 0 && hc_is_fws((unsigned char)bytes[length - 1]))
		length--;
	return hc_arena_text(content->arena, bytes,
	                     MIN(length, HC_CONTENT_VALUE_MAX));
}

static void
read_line(HcContent *content, GPtrArray *found, const char *line, size_t length)
{
	HcJournal *journal = &content->journal;
	size_t colon;
	size_t name = hc_field_name(line, length, &colon);
	const char *bytes = line + colon + 1;

	if (name == 0)
		return;
	length -= colon + 1;
	if (journal->sender == NULL && hc_is(line, name, "Sender"))
		journal->sender = value_of(content, bytes, length);
	else if (journal->message_id == NULL && hc_is(line, name, "Message-ID"))
		journal->message_id = value_of(content, bytes, length);
	if (!hc_form_lists(recipients, line, name))
		return;
	if (found->len >= hc_limit(HC_LIMIT_JOURNAL)) {
		journal->cut = true;
		return;
	}
	for (size_t i = 0; i < length; i++) /* who it was redirected from */
		if (bytes[i] == ',')
			length = i;
	g_ptr_array_add(found, (void *)value_of(content, bytes, length));
}

static void
read_text(HcContent *content, HcFrameText text)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	HcJournal *journal = &content->journal;
	const char *end = text.bytes + text.length;
	const char **kept;

	for (const char *at = text.bytes; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;

		read_line(content, found, at, (size_t)(stop - at));
		at = newline != NULL ? newline + 1 : end;
	}
	kept = hc_arena_alloc(content->arena, (found->len + 1) * sizeof *kept);
	for (guint i = 0; i < found->len; i++)
		kept[i] = g_ptr_array_index(found, i);
	journal->recipients = kept;
	journal->recipient_count = found->len;
}

void
hc_content_read_journal(HcContent *content, const HcAnswer *answer,
                        size_t index)
{
	const HcField *field = hc_message_field(content->message, index);
	HcJournal *journal = &content->journal;

	hc_content_add(content, HC_FORM_ID_JOURNAL_REPORT, field->where,
	               hc_message_bytes(content->message, field->where),
	               field->where.length);
	hc_notes_add(content->notes, HC_NOTE_JOURNAL_REPORT,
	             field->where.offset, field->where.length);
	if (answer->text_part > 0) {
		const HcFramePart *part =
			hc_answer_part(answer, answer->text_part);

		journal->where = (HcSpan){part->offset, part->length};
		read_text(content, answer->text);
	}
	if (journal->cut)
		hc_notes_add(content->notes, HC_NOTE_LIMIT_REACHED,
		             journal->where.offset, journal->where.length);
	for (guint i = 0; i < content->nested->len; i++) {
		const HcNested *nested =
			&g_array_index(content->nested, HcNested, i);

		if (strcmp(nested->form, "journal-original") == 0)
			journal->original = nested->number;
	}
}
