/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* answer.c - a worker's answer, checked. */
#include "config.h"

#include "answer.h"

#include <string.h>

#include "hopcheck.h"
#include "limit.h"
#include "scan.h"

const HcFramePart *
hc_answer_part(const HcAnswer *answer, uint32_t number)
{
	return &g_array_index(answer->parts, HcFramePart, number - 1);
}

bool
hc_frame_is(HcFrameText text, const char *word)
{
	return text.length == strlen(word) &&
	       memcmp(text.bytes, word, text.length) == 0;
}

static bool
is_inside(uint8_t flags, uint32_t offset, uint32_t length,
          size_t message_length)
{
	if ((flags & HC_PART_PLACED) == 0)
		return offset == 0 && length == 0;
	return offset <= message_length && length <= message_length - offset;
}

static bool
is_section(HcFrameText section)
{
	for (uint32_t i = 0; i < section.length; i++)
		if (!hc_is_digit((unsigned char)section.bytes[i]) &&
		    section.bytes[i] != '.')
			return false;
	return true;
}

static bool
read_part(HcAnswer *answer, HcFrameReader *reader, size_t message_length)
{
	HcFramePart part = hc_frame_get_part(reader);

	if (reader->bad || part.number != answer->parts->len + 1 ||
	    answer->parts->len >
	            hc_limit(HC_LIMIT_PARTS) + hc_limit(HC_LIMIT_NESTED) ||
	    part.parent >= part.number || part.nested > answer->nested->len ||
	    !is_section(part.section) ||
	    !is_inside(part.flags, part.offset, part.length, message_length))
		return false;
	if (part.parent != 0) {
		const HcFramePart *parent = hc_answer_part(answer, part.parent);

		if ((parent->flags & HC_PART_MULTIPART) == 0 ||
		    parent->nested != part.nested)
			return false;
	}
	g_array_append_val(answer->parts, part);
	return true;
}

static bool
read_nested(HcAnswer *answer, HcFrameReader *reader, size_t message_length)
{
	HcFrameNested nested = hc_frame_get_nested(reader);
	bool placed = (nested.flags & HC_PART_PLACED) != 0;

	if (reader->bad || nested.number != answer->nested->len + 1 ||
	    answer->nested->len >= hc_limit(HC_LIMIT_NESTED) ||
	    nested.part == 0 || nested.part > answer->parts->len ||
	    !is_inside(nested.flags, nested.offset, placed ? nested.length : 0,
	               message_length) ||
	    nested.length > hc_limit(HC_LIMIT_BODY) ||
	    nested.header.length > nested.length)
		return false;
	g_array_append_val(answer->nested, nested);
	return true;
}

static bool
read_note(HcAnswer *answer, HcFrameReader *reader, size_t message_length)
{
	HcFrameNote note = hc_frame_get_note(reader);

	if (reader->bad ||
	    answer->notes->len >
	            hc_limit(HC_LIMIT_PARTS) + hc_limit(HC_LIMIT_NESTED) ||
	    (note.code != HC_NOTE_LIMIT_REACHED &&
	     note.code != HC_NOTE_NO_BOUNDARY &&
	     note.code != HC_NOTE_TRUNCATED) ||
	    !is_inside(HC_PART_PLACED, note.offset, note.length,
	               message_length))
		return false;
	g_array_append_val(answer->notes, note);
	return true;
}

static bool
read_text(HcAnswer *answer, HcFrameReader *reader)
{
	answer->text_part = hc_frame_get_number(reader);
	answer->text = hc_frame_get_text(reader, HC_JOURNAL_TEXT_MAX);
	return !reader->bad && answer->text_part >= 1 &&
	       answer->text_part <= answer->parts->len;
}

bool
hc_answer_read(HcAnswer *answer, const void *records, size_t length,
               size_t message_length)
{
	HcFrameReader reader = {records,
	                        (const unsigned char *)records + length, false};
	bool good = true;

	*answer = (HcAnswer){
		.parts = g_array_new(FALSE, FALSE, sizeof(HcFramePart)),
		.nested = g_array_new(FALSE, FALSE, sizeof(HcFrameNested)),
		.notes = g_array_new(FALSE, FALSE, sizeof(HcFrameNote)),
	};
	while (good) {
		switch (hc_frame_get_byte(&reader)) {
		case HC_RECORD_PART:
			good = read_part(answer, &reader, message_length);
			break;
		case HC_RECORD_NESTED:
			good = read_nested(answer, &reader, message_length);
			break;
		case HC_RECORD_NOTE:
			good = read_note(answer, &reader, message_length);
			break;
		case HC_RECORD_TEXT:
			good = read_text(answer, &reader);
			break;
		case HC_RECORD_END:
			return !reader.bad && reader.at == reader.end;
		default:
			good = false;
		}
	}
	return false;
}

void
hc_answer_clear(HcAnswer *answer)
{
	g_clear_pointer(&answer->parts, g_array_unref);
	g_clear_pointer(&answer->nested, g_array_unref);
	g_clear_pointer(&answer->notes, g_array_unref);
}
