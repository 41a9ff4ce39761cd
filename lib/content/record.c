/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record.c - what a structure's question and answer hold. */
#include "config.h"

#include "record.h"

void
hc_frame_put_part(GByteArray *frame, const HcFramePart *part)
{
	hc_frame_put_byte(frame, HC_RECORD_PART);
	hc_frame_put_number(frame, part->number);
	hc_frame_put_number(frame, part->parent);
	hc_frame_put_number(frame, part->nested);
	hc_frame_put_byte(frame, part->flags);
	hc_frame_put_number(frame, part->offset);
	hc_frame_put_number(frame, part->length);
	hc_frame_put_text(frame, part->section);
	hc_frame_put_text(frame, part->type);
	hc_frame_put_text(frame, part->smime_type);
	hc_frame_put_text(frame, part->protocol);
	hc_frame_put_text(frame, part->report_type);
	hc_frame_put_text(frame, part->file);
	hc_frame_put_text(frame, part->shape);
}

void
hc_frame_put_nested(GByteArray *frame, const HcFrameNested *nested)
{
	hc_frame_put_byte(frame, HC_RECORD_NESTED);
	hc_frame_put_number(frame, nested->number);
	hc_frame_put_number(frame, nested->part);
	hc_frame_put_byte(frame, nested->flags);
	hc_frame_put_number(frame, nested->offset);
	hc_frame_put_number(frame, nested->length);
	hc_frame_put_text(frame, nested->header);
}

void
hc_frame_put_note(GByteArray *frame, const HcFrameNote *note)
{
	hc_frame_put_byte(frame, HC_RECORD_NOTE);
	hc_frame_put_number(frame, note->code);
	hc_frame_put_number(frame, note->offset);
	hc_frame_put_number(frame, note->length);
}

HcFramePart
hc_frame_get_part(HcFrameReader *reader)
{
	HcFramePart part = {0};

	part.number = hc_frame_get_number(reader);
	part.parent = hc_frame_get_number(reader);
	part.nested = hc_frame_get_number(reader);
	part.flags = hc_frame_get_byte(reader);
	part.offset = hc_frame_get_number(reader);
	part.length = hc_frame_get_number(reader);
	part.section = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.type = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.smime_type = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.protocol = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.report_type = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.file = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	part.shape = hc_frame_get_text(reader, HC_PART_TEXT_MAX);
	return part;
}

HcFrameNested
hc_frame_get_nested(HcFrameReader *reader)
{
	HcFrameNested nested = {0};

	nested.number = hc_frame_get_number(reader);
	nested.part = hc_frame_get_number(reader);
	nested.flags = hc_frame_get_byte(reader);
	nested.offset = hc_frame_get_number(reader);
	nested.length = hc_frame_get_number(reader);
	nested.header = hc_frame_get_text(reader, HC_NESTED_HEADER_MAX);
	return nested;
}

HcFrameNote
hc_frame_get_note(HcFrameReader *reader)
{
	HcFrameNote note = {0};

	note.code = hc_frame_get_number(reader);
	note.offset = hc_frame_get_number(reader);
	note.length = hc_frame_get_number(reader);
	return note;
}
