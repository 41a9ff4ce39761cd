/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* structure.c - ask a worker what a message's structure is. */
#include "config.h"

#include "content.h"

#include <string.h>

#include "limit.h"
#include "match.h"
#include "note.h"
#include "outline.h"
#include "question.h"
#include "search.h"

/** Whether a multipart names its boundary twice, or in pieces: which of them
 *  counts is every reader's own affair.  Its Content-Type has to be placed. */
static bool
any_has_two_boundaries(const HcContent *content, const HcAnswer *answer)
{
	size_t length;
	const char *bytes =
		hc_raw_bytes(hc_message_raw(content->message), &length);

	for (guint i = 0; bytes != NULL && i < answer->parts->len; i++) {
		const HcFramePart *part =
			&g_array_index(answer->parts, HcFramePart, i);

		if ((part->flags & HC_PART_MULTIPART) != 0 &&
		    (part->flags & HC_PART_PLACED) != 0 &&
		    hc_search_boundaries(bytes + part->offset, part->length) >
		            1)
			return true;
	}
	return false;
}

/** Why readers may see another structure: who reads the other field, or stops
 *  at the odd line, sees other parts. */
static const char *
doubt_of(const HcContent *content)
{
	static const char *const once[] = {
		"Content-Type", "Content-Transfer-Encoding", "MIME-Version"};
	static const char *const twice[] = {
		"Content-Type stands twice",
		"Content-Transfer-Encoding stands twice",
		"MIME-Version stands twice"};
	const HcMessage *message = content->message;
	size_t count;
	const HcNote *notes = hc_message_notes(message, &count);

	for (size_t i = 0; i < G_N_ELEMENTS(once); i++) {
		size_t first = hc_message_find(message, once[i], 0);

		if (first != SIZE_MAX &&
		    hc_message_find(message, once[i], first + 1) != SIZE_MAX)
			return twice[i];
	}
	for (size_t i = 0; i < count; i++)
		switch (notes[i].code) {
		case HC_NOTE_LEADING_BLANK_LINE:
		case HC_NOTE_LEADING_CONTINUATION:
		case HC_NOTE_NON_HEADER_LINE:
		case HC_NOTE_BARE_CR_FIELD:
		case HC_NOTE_NUL_IN_HEADER:
			return "the header has lines that readers take "
			       "differently";
		default:
			break;
		}
	notes = (const HcNote *)content->notes->data;
	for (guint i = 0; i < content->notes->len; i++)
		if (notes[i].code == HC_NOTE_NO_BOUNDARY)
			return "a multipart names no boundary";
	return NULL;
}

static void
take_answer(HcContent *content, const HcAnswer *answer, size_t journal)
{
	content->structure = HC_STRUCTURE_READ;
	for (guint i = 0; i < answer->notes->len; i++) {
		const HcFrameNote *note =
			&g_array_index(answer->notes, HcFrameNote, i);

		hc_notes_add(content->notes, (HcNoteCode)note->code,
		             note->offset, note->length);
		if (hc_note_level((HcNoteCode)note->code) ==
		    HC_NOTE_LEVEL_ERROR)
			content->structure = HC_STRUCTURE_PARTIAL;
	}
	if (any_has_two_boundaries(content, answer))
		content->doubt = "a multipart names its boundary twice, or in "
				 "pieces";
	content->is_journal = journal != SIZE_MAX;
	hc_content_read_nested(content, answer);
	hc_content_read_parts(content, answer);
	if (content->is_journal)
		hc_content_read_journal(content, answer, journal);
}

/** Whether messages within the message may be left alone: what they hold is no
 *  form of it.  A notice of its header is not counted on where one of them leaves
 *  open what its parts are. */
static bool
is_outer_enough(const HcContent *content, const HcContentReader *reader)
{
	for (guint i = 0; i < content->facts->len; i++)
		if (g_array_index(content->facts, HcContentFact, i)
		            .form->kind == HC_CONTENT_NOTICE)
			return false;
	return hc_reader_searches(reader);
}

/** What a worker is asked for.
 *  @param journal  index of its X-MS-Journal-Report field, or SIZE_MAX */
static unsigned
flags_of(const HcContent *content, const HcContentReader *reader,
         size_t journal)
{
	return journal != SIZE_MAX                ? HC_ASK_TEXT
	       : is_outer_enough(content, reader) ? HC_ASK_OUTER
	                                          : 0;
}

/** Have a worker take the message apart, unless it is so plain that nobody need
 *  be asked.
 *  @param bytes    NULL: they are too many
 *  @param journal  as for flags_of() */
static void
ask(HcContent *content, HcContentReader *reader, const char *bytes,
    size_t length, size_t journal)
{
	const HcRaw *raw = hc_message_raw(content->message);
	const unsigned flags = flags_of(content, reader, journal);
	g_autoptr(GByteArray) records = g_byte_array_new();
	HcWorkerEnd end = HC_SPENT;

	if (bytes != NULL && flags == HC_ASK_OUTER &&
	    hc_outline_read(content->message, bytes, length, records))
		end = HC_ANSWERED;
	else if (bytes != NULL)
		end = hc_reader_ask(reader, flags, bytes, length, records);
	if (end == HC_ANSWERED) {
		g_auto(HcAnswer) answer = {0};

		if (hc_answer_read(&answer, records->data, records->len,
		                   length))
			take_answer(content, &answer, journal);
		else
			end = HC_DIED;
	}
	if (end == HC_DIED)
		hc_reader_drop(reader);
	if (end != HC_ANSWERED)
		hc_notes_add(
			content->notes,
			end == HC_SPENT ? HC_NOTE_LIMIT_REACHED
					: HC_NOTE_WORKER_DIED,
			0, (size_t)MIN(hc_raw_place(raw)->length, UINT32_MAX));
}

/** Know the answer without asking. */
static void
take_one_part(HcContent *content)
{
	content->structure = HC_STRUCTURE_READ;
	content->part_count = 1;
}

void
hc_content_read_structure(HcContent *content, HcContentReader *reader)
{
	const HcRaw *raw = hc_message_raw(content->message);
	size_t journal = hc_message_find(
		content->message,
		hc_form_match(HC_FORM_ID_JOURNAL_REPORT)->name, 0);
	size_t length;
	const char *bytes = hc_raw_bytes(raw, &length);

	if (bytes == NULL && !hc_raw_is_too_long(raw))
		return;
	if (bytes != NULL && journal == SIZE_MAX &&
	    hc_reader_searches(reader) &&
	    hc_search_finds_nothing(content->message, bytes, length))
		content->structure = HC_STRUCTURE_SEARCHED;
	else if (bytes != NULL && journal == SIZE_MAX && length > 0 &&
	         hc_search_finds_one_part(content->message, bytes, length))
		take_one_part(content);
	else
		ask(content, reader, bytes, length, journal);
	if (content->doubt == NULL)
		content->doubt = doubt_of(content);
}
