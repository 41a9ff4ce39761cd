/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* content-text.h - what a message is made of, as lines to compare. */
#ifndef HC_TEST_CONTENT_TEXT_H
#define HC_TEST_CONTENT_TEXT_H

#include "exact.h"
#include "hopcheck.h"

/** Read a message from memory that ends where it ends.
 *  @param keep  hc_source_keep_bodies() */
static HcContent *
read_content(const char *bytes, size_t length, uint64_t keep,
             HcContentReader *reader, const HcContentOptions *options)
{
	g_autofree char *exact = exact_copy(bytes, length);
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"message.eml", exact, length, HC_KIND_EML);
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcRaw) raw = NULL;

	hc_source_keep_bodies(source, keep);
	if (!hc_source_next(source, &raw, NULL) || raw == NULL)
		return NULL;
	message = hc_message_new(raw);
	return hc_content_new(message, reader, options);
}

static void
print_facts(GString *out, const HcContent *content)
{
	size_t count;
	const HcContentFact *facts = hc_content_facts(content, &count);

	for (size_t i = 0; i < count; i++) {
		const HcContentFact *fact = &facts[i];

		g_string_append_printf(out, "%s %s %s %s", fact->form->id,
		                       hc_content_kind_token(fact->form->kind),
		                       hc_content_proof_token(fact->proof),
		                       hc_content_cover_token(fact->cover));
		if (fact->nested > 0)
			g_string_append_printf(out, " in %u", fact->nested);
		if (fact->part[0] != '\0')
			g_string_append_printf(out, " part %s", fact->part);
		g_string_append_printf(out, " %u+%u '%s'\n", fact->where.offset,
		                       fact->where.length,
		                       fact->value ? fact->value : "");
	}
}

static void
print_nested(GString *out, const HcContent *content)
{
	size_t count;
	const HcNested *nested = hc_content_nested(content, &count);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(
			out,
			"nested %u in %u depth %u %s part %s %u+%u of "
		        "%" G_GUINT64_FORMAT "%s: %zu hops\n",
			nested[i].number, nested[i].within, nested[i].depth,
			nested[i].form, nested[i].part, nested[i].where.offset,
			nested[i].where.length, nested[i].length,
			nested[i].encoded ? " encoded" : "",
			hc_chain_received_count(nested[i].chain));
}

static void
print_rest(GString *out, const HcContent *content)
{
	const HcJournal *journal = hc_content_journal(content);
	size_t count;
	const HcNote *notes = hc_content_notes(content, &count);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(
			out, "note %s %u+%u\n", hc_note_token(notes[i].code),
			notes[i].where.offset, notes[i].where.length);
	if (hc_content_doubt(content) != NULL)
		g_string_append_printf(out, "doubt: %s\n",
		                       hc_content_doubt(content));
	for (size_t i = 0; journal != NULL && i < journal->recipient_count; i++)
		g_string_append_printf(out, "recipient %s\n",
		                       journal->recipients[i]);
	if (journal != NULL)
		g_string_append_printf(
			out, "journal of %u from %s id %s\n", journal->original,
			journal->sender ? journal->sender : "-",
			journal->message_id ? journal->message_id : "-");
	g_string_append_printf(
		out, "%s, %" G_GUINT64_FORMAT " parts\n",
		hc_structure_token(hc_content_structure(content)),
		hc_content_part_count(content));
}

/** All that is known of a content; free with g_free(). */
static char *
print_content(const HcContent *content)
{
	GString *out = g_string_new(NULL);

	print_facts(out, content);
	print_nested(out, content);
	print_rest(out, content);
	return g_string_free(out, FALSE);
}

#endif
