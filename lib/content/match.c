/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* match.c - which forms the parts of a message have. */
#include "config.h"

#include "match.h"

#include <string.h>

#include "note.h"

static bool
lists(const char *list, HcFrameText text)
{
	return list != NULL && hc_form_lists(list, text.bytes, text.length);
}

/* -------------------------------------------------------------- parameter */

/** A parameter that rows name. */
static HcFrameText
parameter(const HcFramePart *part, const char *name, size_t length)
{
	if (strncmp(name, "smime-type", length) == 0)
		return part->smime_type;
	return strncmp(name, "protocol", length) == 0 ? part->protocol
	                                              : part->report_type;
}

/** Compare a row's "name=value|name=value" with a part.
 *  @param stated_out  whether the part has the parameter */
static bool
has_value(const HcFramePart *part, const char *list, bool *stated_out)
{
	*stated_out = false;
	while (list != NULL && *list != '\0') {
		size_t name = strcspn(list, "=");
		size_t word = strcspn(list, "|");
		HcFrameText stated = parameter(part, list, name);
		g_autofree char *wanted =
			g_strndup(list + name + 1, word - name - 1);

		*stated_out |= stated.length > 0;
		if (lists(wanted, stated))
			return true;
		list += word;
		list += *list == '|';
	}
	return false;
}

/* ------------------------------------------------------------------ shape */

/** Whether a part, or of a multipart one that it holds, has a shape. */
static bool
has_shape(const HcAnswer *answer, const HcFramePart *part, const char *shape)
{
	if ((part->flags & HC_PART_MULTIPART) == 0)
		return hc_frame_is(part->shape, shape);
	for (guint i = part->number; i < answer->parts->len; i++) {
		const HcFramePart *child =
			&g_array_index(answer->parts, HcFramePart, i);

		if (child->parent == part->number &&
		    hc_frame_is(child->shape, shape))
			return true;
	}
	return false;
}

/** Whether a part has a form, and how far that is more than a label.
 *
 *  A media type with its parameter says what the bytes are, and they may
 *  contradict it; a type without, or a file's name, says so little that the
 *  bytes must decide. */
static bool
fits(const HcAnswer *answer, const HcFramePart *part, const HcFormMatch *row,
     HcContentProof *proof_out)
{
	bool typed = lists(row->name, part->type);
	bool named = lists(row->file, part->file) &&
	             (row->name == NULL ||
	              hc_frame_is(part->type, "application/octet-stream"));
	bool shown = row->shape != NULL && has_shape(answer, part, row->shape);
	bool stated, fitting;

	if (!typed && !named)
		return false;
	/* what PGP/MIME holds is told of the whole (RFC 3156 4) */
	if (part->parent != 0 &&
	    hc_frame_is(hc_answer_part(answer, part->parent)->type,
	                "multipart/encrypted"))
		return false;
	/* any web page is HTML: that shows nothing */
	*proof_out = shown && strcmp(row->shape, "html") != 0
	                     ? HC_CONTENT_SHOWN
	                     : HC_CONTENT_STATED;
	fitting = has_value(part, row->value, &stated);
	if (typed && row->value != NULL && stated && !fitting)
		return false;
	if (row->shape == NULL)
		return row->value == NULL || fitting;
	if (shown)
		return true;
	if (!(typed ? row->value == NULL || fitting
	            : row->name != NULL && row->value == NULL) ||
	    g_str_has_prefix(row->shape, "pgp-text-"))
		return false;
	*proof_out = HC_CONTENT_CONTRADICTED;
	return true;
}

/* ------------------------------------------------------------------ cover */

/** Whether a part stands in another, at any depth. */
static bool
is_within(const HcAnswer *answer, const HcFramePart *part, uint32_t number)
{
	while (part->parent != 0 && part->parent != number)
		part = hc_answer_part(answer, part->parent);
	return part->parent == number;
}

/** Whether a part holds content of the sender: a signature or nothing does
 *  not. */
static bool
is_content(const HcFramePart *part)
{
	return (part->flags & HC_PART_MULTIPART) == 0 &&
	       !hc_frame_is(part->shape, "empty") &&
	       !hc_frame_is(part->type, "application/pgp-signature") &&
	       !hc_frame_is(part->type, "application/pkcs7-signature") &&
	       !hc_frame_is(part->type, "application/x-pkcs7-signature");
}

/** Whether a reader shows a part in place, as the note that a form puts beside
 *  itself. */
static bool
is_shown(const HcFramePart *part)
{
	return (part->flags & HC_PART_ATTACHED) == 0 &&
	       hc_form_lists("text/*|image/*", part->type.bytes,
	                     part->type.length);
}

/** Whether a part is of what a form covers: a signature covers all that stands
 *  under it, PGP/MIME its two parts (RFC 3156 4) and no third. */
static bool
is_of_form(const HcAnswer *answer, const HcFramePart *part,
           const HcFramePart *other, const HcFormMatch *row)
{
	if (!is_within(answer, other, part->number))
		return false;
	return !hc_frame_is(part->type, "multipart/encrypted") ||
	       (other->parent == part->number &&
	        ((hc_frame_is(other->type, "application/pgp-encrypted") &&
	          hc_frame_is(other->shape, "pgp-version")) ||
	         hc_frame_is(other->shape, row->shape)));
}

/** Whether text stands beside the parts of a multipart, where anyone can read
 *  it and hardly any reader shows it. */
static bool
has_text_around(const HcAnswer *answer, uint32_t nested)
{
	for (guint i = 0; i < answer->parts->len; i++) {
		const HcFramePart *part =
			&g_array_index(answer->parts, HcFramePart, i);

		if (part->nested == nested &&
		    (part->flags & HC_PART_AROUND) != 0)
			return true;
	}
	return false;
}

static HcContentCover
cover_of(const HcAnswer *answer, const HcFramePart *part, HcFormId id)
{
	const HcFormMatch *row = hc_form_match(id);
	HcContentCover cover = HC_CONTENT_OF_WHOLE;

	if (hc_content_form(id)->kind == HC_CONTENT_PROTECTION &&
	    has_text_around(answer, part->nested))
		return HC_CONTENT_OF_PART;
	if (row->shape != NULL && g_str_has_prefix(row->shape, "pgp-text-") &&
	    (part->flags & HC_PART_TEXT_WHOLE) == 0)
		return HC_CONTENT_OF_PART;
	for (guint i = 0; i < answer->parts->len; i++) {
		const HcFramePart *other =
			&g_array_index(answer->parts, HcFramePart, i);

		if (other == part || other->nested != part->nested ||
		    !is_content(other) || is_of_form(answer, part, other, row))
			continue;
		if (!row->wrapped || !is_shown(other))
			return HC_CONTENT_OF_PART;
		cover = HC_CONTENT_OF_WRAPPED;
	}
	return cover;
}

/* ------------------------------------------------------------------ facts */

static void
add(HcContent *content, const HcAnswer *answer, const HcFramePart *part,
    HcFormId id, HcContentProof proof)
{
	HcSpan where = {part->offset, part->length};
	HcFrameText value = part->file.length > 0 ? part->file : part->type;
	HcContentFact *fact =
		hc_content_add(content, id, where, value.bytes, value.length);

	if (fact == NULL)
		return;
	fact->proof = proof;
	fact->nested = part->nested;
	fact->cover = cover_of(answer, part, id);
	fact->part = hc_arena_text(content->arena, part->section.bytes,
	                           part->section.length);
	if (strcmp(fact->form->type, "opaque") == 0)
		hc_notes_add(content->notes, HC_NOTE_NESTED_OPAQUE,
		             where.offset, where.length);
}

void
hc_content_read_parts(HcContent *content, const HcAnswer *answer)
{
	for (guint i = 0; i < answer->parts->len; i++) {
		const HcFramePart *part =
			&g_array_index(answer->parts, HcFramePart, i);

		content->part_count += (part->flags & HC_PART_MULTIPART) == 0 &&
		                       part->nested == 0;
		for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
			const HcFormMatch *row = hc_form_match(id);
			HcContentProof proof;

			if (row->place == HC_PLACE_PART &&
			    fits(answer, part, row, &proof))
				add(content, answer, part, id, proof);
		}
	}
}
