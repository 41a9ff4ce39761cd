/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* searching.h - is there nothing where a search finds nothing?  The worker's own
 * code, run in this process, is the judge. */
#ifndef HC_TEST_SEARCHING_H
#define HC_TEST_SEARCHING_H

#include "answer.h"
#include "feed.h"
#include "frame.h"
#include "hopcheck.h"
#include "match.h"
#include "mime.h"
#include "outline.h"
#include "rare.h"
#include "search.h"

/** Whether a multipart's Content-Type leaves open what its boundary is. */
static bool
doubts_boundary(const char *bytes, const HcFramePart *part)
{
	const char *at = bytes + part->offset;
	const char *end = at + part->length;
	unsigned named = 0;

	if ((part->flags & HC_PART_MULTIPART) == 0 ||
	    (part->flags & HC_PART_PLACED) == 0)
		return false;
	while ((at = hc_find_nocase(at, end, "boundary")) != NULL) {
		at += strlen("boundary");
		while (at < end && strchr(" \t\r\n", *at) != NULL &&
		       *at != '\0')
			at++;
		if (at < end && *at == '*')
			return true;
		named += at < end && *at == '=';
	}
	return named != 1;
}

/** What the worker finds in a message that holds nothing.
 *  @return static; NULL: nothing */
static const char *
found_in(HcContent *content, const HcAnswer *answer, const char *bytes)
{
	size_t before, after;

	hc_content_facts(content, &before);
	hc_content_read_nested(content, answer);
	hc_content_read_parts(content, answer);
	hc_content_facts(content, &after);
	if (after > before)
		return "a form";
	hc_content_nested(content, &after);
	if (after > 0)
		return "a message within";
	for (guint i = 0; i < answer->notes->len; i++) {
		HcNoteCode code =
			g_array_index(answer->notes, HcFrameNote, i).code;

		/* of one part it does not matter what its lines look like */
		if (code == HC_NOTE_NO_BOUNDARY ||
		    (hc_note_level(code) == HC_NOTE_LEVEL_ERROR &&
		     answer->parts->len > 0))
			return "a note";
	}
	for (guint i = 0; i < answer->parts->len; i++)
		if (doubts_boundary(bytes, &g_array_index(answer->parts,
		                                          HcFramePart, i)))
			return "a doubt";
	return NULL;
}

/** Compare a search with the worker.
 *  @param nothing_out  what the search says
 *  @return what the worker found where the search found nothing; static; NULL:
 *          they agree */
static const char *
search_missed(const char *bytes, size_t length, bool *nothing_out)
{
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"message.eml", bytes, length, HC_KIND_EML);
	g_autoptr(GByteArray) frame = g_byte_array_new();
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcContent) content = NULL;
	g_autoptr(HcRaw) raw = NULL;
	g_auto(HcAnswer) answer = {0};

	*nothing_out = false;
	hc_source_keep_bodies(source, UINT64_MAX);
	if (length > 0)
		hc_source_expect_message(source);
	if (!hc_source_next(source, &raw, NULL) || raw == NULL)
		return NULL;
	message = hc_message_new(raw);
	*nothing_out = hc_search_finds_nothing(message, bytes, length);
	if (!*nothing_out)
		return NULL;
	content = hc_content_new(message, NULL, NULL);
	hc_frame_begin(frame, HC_FRAME_ANSWER, 1);
	hc_mime_read(bytes, length, 0, frame);
	hc_frame_end(frame);
	if (!hc_answer_read(&answer, frame->data + HC_FRAME_HEAD,
	                    frame->len - HC_FRAME_HEAD, length))
		return "no answer";
	if (hc_search_finds_one_part(message, bytes, length) &&
	    (answer.parts->len != 1 || answer.notes->len != 0))
		return "other than one part";
	return found_in(content, &answer, bytes);
}

/** Whether a message's structure is read as another than a worker says.
 *  @param read_out  whether it is read at all */
static bool
outline_differs(const char *bytes, size_t length, bool *read_out)
{
	g_autoptr(GByteArray) own = g_byte_array_new();
	g_autoptr(GByteArray) asked = g_byte_array_new();
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"message.eml", bytes, length, HC_KIND_EML);
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcRaw) raw = NULL;

	*read_out = false;
	hc_source_keep_bodies(source, UINT64_MAX);
	if (length > 0)
		hc_source_expect_message(source);
	if (!hc_source_next(source, &raw, NULL) || raw == NULL)
		return length > 0;
	message = hc_message_new(raw);
	*read_out = hc_outline_read(message, bytes, length, own);
	if (!*read_out)
		return own->len > 0;
	hc_mime_read(bytes, length, HC_ASK_OUTER, asked);
	return own->len != asked->len ||
	       memcmp(own->data, asked->data, own->len) != 0;
}

#endif
