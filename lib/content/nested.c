/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nested.c - messages within the message: their headers, their hops. */
#include "config.h"

#include "match.h"

#include "chain.h"
#include "feed.h"
#include "limit.h"
#include "note.h"
#include "raw.h"

/** Why it stands in the message, by what holds it. */
static const char *
form_of(const HcContent *content, const HcAnswer *answer,
        const HcFramePart *part)
{
	const HcFramePart *holder =
		part->parent != 0 ? hc_answer_part(answer, part->parent) : NULL;
	HcFrameText report = {"", 0};

	if (hc_form_lists(hc_form_match(HC_FORM_ID_RETURNED_HEADER)->name,
	                  part->type.bytes, part->type.length))
		return "returned-header";
	if (holder != NULL && hc_frame_is(holder->type, "multipart/report"))
		report = holder->report_type;
	if (hc_form_lists("feedback-report", report.bytes, report.length))
		return "feedback";
	if (report.length > 0)
		return "returned";
	if (holder != NULL && hc_frame_is(holder->type, "multipart/digest"))
		return "digest";
	return content->is_journal && part->nested == 0 &&
	                       content->nested->len == 0
	               ? "journal-original"
	               : "attached";
}

/** A header that came decoded, as a message. */
static HcRaw *
raw_of(const char *label, HcFrameText header)
{
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		label, header.length > 0 ? header.bytes : "\n",
		header.length > 0 ? header.length : 1, HC_KIND_EML);
	HcRaw *raw = NULL;

	hc_source_set_digests(source, false);
	hc_source_expect_message(source);
	hc_source_next(source, &raw, NULL);
	return raw;
}

/** Note where the first Received field stands that was not taken apart. */
static void
note_unread(HcContent *content, const HcNested *nested, HcSpan part)
{
	size_t beyond = hc_chain_length(nested->chain);
	size_t at = hc_message_find(nested->message, "Received", 0);
	HcSpan where;

	if (beyond == hc_chain_received_count(nested->chain))
		return;
	for (; beyond > 0; beyond--)
		at = hc_message_find(nested->message, "Received", at + 1);
	where = hc_message_field(nested->message, at)->where;
	where.offset += nested->where.offset;
	if (nested->where.length == 0)
		where = part;
	hc_notes_add(content->notes, HC_NOTE_LIMIT_REACHED, where.offset,
	             where.length);
}

/** @param room_inout  Received fields that may yet be taken apart */
static void
add(HcContent *content, const HcAnswer *answer, const HcFrameNested *found,
    size_t *room_inout)
{
	const HcFramePart *part = hc_answer_part(answer, found->part);
	HcRaw *outer = hc_message_raw(content->message);
	bool placed = (found->flags & HC_PART_PLACED) != 0 && found->length > 0;
	HcNested nested = {
		.number = found->number,
		.within = part->nested,
		.depth = 1,
		.form = form_of(content, answer, part),
		.length = found->length,
		.encoded = (found->flags & HC_PART_ENCODED) != 0,
	};
	g_autoptr(HcRaw) raw = NULL;

	if (placed)
		nested.where = (HcSpan){found->offset, found->length};
	if (part->nested != 0)
		nested.depth += g_array_index(content->nested, HcNested,
		                              part->nested - 1)
		                        .depth;
	nested.part = hc_arena_text(content->arena, part->section.bytes,
	                            part->section.length);
	raw = placed ? hc_raw_slice(outer, nested.where, false)
	             : raw_of(hc_raw_place(outer)->label, found->header);
	nested.message = hc_message_new(raw);
	nested.chain = hc_chain_new_of(nested.message, *room_inout);
	*room_inout -= hc_chain_length(nested.chain);
	g_array_append_val(content->nested, nested);
	hc_notes_add(content->notes, HC_NOTE_NESTED_MESSAGE, part->offset,
	             part->length);
	if (nested.encoded)
		hc_notes_add(content->notes, HC_NOTE_NESTED_ENCODED,
		             part->offset, part->length);
	note_unread(content, &nested, (HcSpan){part->offset, part->length});
}

void
hc_content_read_nested(HcContent *content, const HcAnswer *answer)
{
	size_t room = (size_t)hc_limit(HC_LIMIT_NESTED_RECEIVED);

	for (guint i = 0; i < answer->nested->len; i++)
		add(content, answer,
		    &g_array_index(answer->nested, HcFrameNested, i), &room);
}
