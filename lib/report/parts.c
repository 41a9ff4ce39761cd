/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* parts.c - what stands where in a Received field, and what was left over.
 *
 * Made from nothing but the spans that the stages give, so a reader who checks
 * them sees what a verdict rests on, and what it does not. */
#include "config.h"

#include "parts.h"

#include <string.h>

#include "limit.h"
#include "scan.h"

G_STATIC_ASSERT(HC_FACT_COUNT <= 32); /* HcPart.roles */

static uint32_t
end_of(HcSpan where)
{
	return where.offset + where.length;
}

/* ----------------------------------------------------------------- unused */

static int
by_offset(const void *a, const void *b)
{
	const HcSpan *one = a, *two = b;

	return (one->offset > two->offset) - (one->offset < two->offset);
}

/** Every place that a value rests on, in order. */
static GArray *
value_spans(const HcReceived *received)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(HcSpan));

	for (unsigned i = 0; i < HC_FACT_COUNT; i++)
		if (received->facts[i].text != NULL)
			g_array_append_val(spans, received->facts[i].where);
	for (size_t i = 0; i < received->recipient_count; i++)
		g_array_append_val(spans, received->recipients[i].where);
	g_array_sort(spans, by_offset);
	return spans;
}

static bool
is_bracket(unsigned char byte)
{
	return hc_is_fws(byte) ||
	       (byte != '\0' && strchr("()[]<>,;\"", byte) != NULL);
}

static bool
is_clause_word(const char *word, size_t length)
{
	static const char *const words[] = {
		"from", "by", "via", "with", "id", "for",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == length &&
		    g_ascii_strncasecmp(words[i], word, length) == 0)
			return true;
	return false;
}

static void
flush(GArray *unused, HcSpan *found)
{
	if (found->length > 0)
		g_array_append_val(unused, *found);
	found->length = 0;
}

/** Add what a gap between values holds: from its first word that opens no
 *  clause to the last; a parenthesis ends a stretch, as long as there are not
 *  more of them than a field may hold comments. */
static void
add_gap(GArray *unused, const HcMessage *message, uint32_t start, uint32_t end)
{
	HcSpan gap = {start, end - start}, found = {0, 0};
	const char *bytes;
	uint32_t stop;

	if (end <= start)
		return;
	bytes = hc_message_bytes(message, gap);
	for (uint32_t at = 0; at < gap.length; at = stop + 1) {
		stop = at;
		while (stop < gap.length &&
		       !is_bracket((unsigned char)bytes[stop]))
			stop++;
		if (stop > at && !is_clause_word(bytes + at, stop - at)) {
			if (found.length == 0)
				found.offset = start + at;
			found.length = start + stop - found.offset;
		}
		if (stop < gap.length && unused->len < HC_COMMENTS_MAX &&
		    (bytes[stop] == '(' || bytes[stop] == ')'))
			flush(unused, &found);
	}
	flush(unused, &found);
}

GArray *
hc_unused_new(const HcMessage *message, const HcHop *hop)
{
	HcSpan value = hc_message_field(message, hop->field)->value;
	GArray *unused = g_array_new(FALSE, FALSE, sizeof(HcSpan));
	g_autoptr(GArray) spans = value_spans(hop->received);
	uint32_t at = value.offset;

	for (unsigned i = 0; i < spans->len; i++) {
		HcSpan span = g_array_index(spans, HcSpan, i);

		add_gap(unused, message, at, span.offset);
		at = MAX(at, end_of(span));
	}
	add_gap(unused, message, at, end_of(value));
	return unused;
}

/* ------------------------------------------------------------------ parts */

/** Find the part of a kind that fills a place, among the first so many, or
 *  NULL. */
static HcPart *
part_at(GArray *parts, unsigned count, HcPartKind kind, HcSpan where)
{
	for (unsigned i = 0; i < count; i++) {
		HcPart *part = &g_array_index(parts, HcPart, i);

		if (part->kind == kind && part->where.offset == where.offset &&
		    part->where.length == where.length)
			return part;
	}
	return NULL;
}

static void
add_fact(GArray *parts, HcFact fact, const HcText *stated)
{
	HcPart part = {.kind = HC_PART_FACT,
	               .where = stated->where,
	               .roles = 1u << fact,
	               .text = stated->text};
	HcPart *same;

	if (stated->text == NULL)
		return;
	same = part_at(parts, parts->len, HC_PART_FACT, part.where);
	if (same != NULL)
		same->roles |= part.roles;
	else
		g_array_append_val(parts, part);
}

static void
add_comments(GArray *parts, const HcReceived *received)
{
	for (size_t i = 0; i < received->comment_count; i++) {
		const HcText *comment = &received->comments[i];
		HcPart *value = part_at(parts, parts->len, HC_PART_FACT,
		                        comment->where);
		HcPart part = {.kind = HC_PART_COMMENT,
		               .where = comment->where,
		               .text = comment->text,
		               .comment = true};

		if (value != NULL)
			value->comment = true;
		else
			g_array_append_val(parts, part);
	}
}

/** Whether another stage has noted the same of the same bytes. */
static bool
is_noted(GArray *parts, const HcPart *note)
{
	for (unsigned i = 0; i < parts->len; i++) {
		const HcPart *part = &g_array_index(parts, HcPart, i);

		if (part->kind == HC_PART_NOTE && part->note == note->note &&
		    part->where.offset == note->where.offset &&
		    part->where.length == note->where.length)
			return true;
	}
	return false;
}

static void
add_notes(GArray *parts, const HcNote *notes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		HcPart part = {.kind = HC_PART_NOTE,
		               .where = notes[i].where,
		               .note = notes[i].code};

		if (!is_noted(parts, &part))
			g_array_append_val(parts, part);
	}
}

/** An unused stretch may fill a comment, but no other stretch. */
static void
add_unused(GArray *parts, const HcMessage *message, const HcHop *hop)
{
	g_autoptr(GArray) unused = hc_unused_new(message, hop);
	unsigned before = parts->len;

	for (unsigned i = 0; i < unused->len; i++) {
		HcPart part = {.kind = HC_PART_UNUSED,
		               .where = g_array_index(unused, HcSpan, i)};
		HcPart *comment =
			part_at(parts, before, HC_PART_COMMENT, part.where);

		part.comment = comment != NULL;
		if (comment != NULL)
			*comment = part;
		else
			g_array_append_val(parts, part);
	}
}

static bool
is_nowhere(const HcPart *part)
{
	return part->kind == HC_PART_NOTE && part->where.length == 0;
}

/** By place, the longer first; a comment before the value that fills it, notes
 *  last, and those of no place behind all. */
static int
by_place(const void *a, const void *b)
{
	static const int ranks[] = {
		[HC_PART_COMMENT] = 0,
		[HC_PART_FACT] = 1,
		[HC_PART_UNUSED] = 2,
		[HC_PART_NOTE] = 3,
	};
	const HcPart *one = a, *two = b;

	if (is_nowhere(one) != is_nowhere(two))
		return is_nowhere(one) ? 1 : -1;
	if (one->where.offset != two->where.offset)
		return one->where.offset < two->where.offset ? -1 : 1;
	if (one->where.length != two->where.length)
		return one->where.length > two->where.length ? -1 : 1;
	if (one->kind != two->kind)
		return ranks[one->kind] - ranks[two->kind];
	return (one->roles > two->roles) - (one->roles < two->roles);
}

/** Count the facts and comments around each part; what overlaps without
 *  enclosing is beside. */
static void
count_depths(GArray *parts)
{
	g_autoptr(GArray) around = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (unsigned i = 0; i < parts->len; i++) {
		HcPart *part = &g_array_index(parts, HcPart, i);
		uint32_t end = end_of(part->where);

		if (is_nowhere(part))
			continue;
		while (around->len > 0 &&
		       (g_array_index(around, uint32_t, around->len - 1) <=
		                part->where.offset ||
		        g_array_index(around, uint32_t, around->len - 1) < end))
			g_array_set_size(around, around->len - 1);
		part->depth = around->len;
		if (part->kind == HC_PART_FACT || part->kind == HC_PART_COMMENT)
			g_array_append_val(around, end);
	}
}

GArray *
hc_parts_new(const HcEvidence *evidence, size_t index)
{
	const HcChain *chain = hc_evidence_chain(evidence);
	const HcHop *hop = hc_chain_hop(chain, index);
	const HcReceived *received = hop->received;
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(HcPart));
	const HcNote *notes;
	size_t count;

	for (unsigned i = 0; i < HC_FACT_COUNT; i++)
		add_fact(parts, (HcFact)i, &received->facts[i]);
	for (size_t i = 0; i < received->recipient_count; i++)
		add_fact(parts, HC_FACT_FOR, &received->recipients[i]);
	add_comments(parts, received);
	add_unused(parts, hc_chain_message(chain), hop);
	add_notes(parts, received->notes, received->note_count);
	add_notes(parts, hop->notes, hop->note_count);
	notes = hc_evidence_notes(evidence, index, &count);
	add_notes(parts, notes, count);
	g_array_sort(parts, by_place);
	count_depths(parts);
	return parts;
}
