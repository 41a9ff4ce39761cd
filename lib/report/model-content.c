/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model-content.c - what a report says of what a message is made of. */
#include "config.h"

#include <string.h>

#include "model.h"

static void
form(HcWriter *writer, const HcContentFact *fact)
{
	const char *value = fact->value != NULL ? fact->value : "";

	hc_writer_object(writer, "form");
	hc_writer_token(writer, "id", fact->form->id);
	hc_writer_token(writer, "kind",
	                hc_content_kind_token(fact->form->kind));
	hc_writer_token(writer, "type", fact->form->type);
	hc_writer_token(writer, "title", fact->form->title);
	hc_writer_token(writer, "source", fact->form->source);
	hc_writer_token(writer, "proof", hc_content_proof_token(fact->proof));
	hc_writer_token(writer, "cover", hc_content_cover_token(fact->cover));
	if (fact->nested > 0)
		hc_writer_number(writer, "nested", fact->nested);
	else
		hc_writer_none(writer, "nested");
	hc_writer_token(writer, "part", fact->part);
	hc_model_span(writer, fact->where);
	hc_writer_text(writer, value, strlen(value));
	hc_writer_end(writer);
}

/** A hop of a message within.
 *  @param base  where that message stands; length 0: inside an encoded part */
static void
nested_hop(HcWriter *writer, const HcHop *hop, HcSpan base)
{
	const HcReceived *received = hop->received;
	const HcStamp *stamp = &received->stamp;
	HcSpan where = {base.offset + hop->where.offset, hop->where.length};

	hc_writer_object(writer, "nested-hop");
	hc_writer_number(writer, "number", hop->number);
	hc_model_instant(writer, "instant", stamp->state == HC_STAMP_POINT,
	                 stamp->unix_s);
	hc_model_address(writer, "address", &received->peer);
	hc_model_span(writer, base.length > 0 ? where : (HcSpan){0, 0});
	hc_writer_part(writer, "from", received->facts[HC_FACT_FROM].text);
	hc_writer_part(writer, "by", received->facts[HC_FACT_BY].text);
	hc_writer_end(writer);
}

static void
nested_message(HcWriter *writer, const HcNested *nested)
{
	size_t count = hc_chain_length(nested->chain);

	hc_writer_object(writer, "nested");
	hc_writer_number(writer, "number", nested->number);
	if (nested->within > 0)
		hc_writer_number(writer, "within", nested->within);
	else
		hc_writer_none(writer, "within");
	hc_writer_number(writer, "depth", nested->depth);
	hc_writer_token(writer, "form", nested->form);
	hc_writer_token(writer, "part", nested->part);
	hc_writer_flag(writer, "encoded", nested->encoded);
	hc_writer_number(writer, "bytes", nested->length);
	hc_writer_number(writer, "received-fields",
	                 hc_chain_received_count(nested->chain));
	hc_model_span(writer, nested->where);
	hc_writer_list(writer, "nested-hops");
	for (size_t i = 0; i < count && i < HC_NESTED_HOPS_SHOWN; i++)
		nested_hop(writer, hc_chain_hop(nested->chain, i),
		           nested->where);
	hc_writer_end(writer);
	hc_writer_end(writer);
}

static void
journal(HcWriter *writer, const HcJournal *told)
{
	if (told == NULL) {
		hc_writer_part(writer, "journal", NULL);
		return;
	}
	hc_writer_object(writer, "journal");
	if (told->original > 0)
		hc_writer_number(writer, "original", told->original);
	else
		hc_writer_none(writer, "original");
	hc_writer_number(writer, "recipient-count", told->recipient_count);
	hc_model_span(writer, told->where);
	hc_writer_part(writer, "sender", told->sender);
	hc_writer_part(writer, "message-id", told->message_id);
	hc_writer_list(writer, "recipients");
	for (size_t i = 0; i < told->recipient_count && i < HC_NOTES_SHOWN; i++)
		hc_writer_part(writer, "recipient", told->recipients[i]);
	hc_writer_end(writer);
	hc_writer_end(writer);
}

void
hc_model_content(HcWriter *writer, const HcContent *content)
{
	const HcContentFact *facts;
	const HcNested *nested;
	const HcNote *notes;
	size_t fact_count, nested_count, note_count;

	if (content == NULL) {
		hc_writer_part(writer, "content", NULL);
		return;
	}
	facts = hc_content_facts(content, &fact_count);
	nested = hc_content_nested(content, &nested_count);
	notes = hc_content_notes(content, &note_count);
	hc_writer_object(writer, "content");
	hc_writer_token(writer, "structure",
	                hc_structure_token(hc_content_structure(content)));
	hc_writer_number(writer, "parts", hc_content_part_count(content));
	hc_writer_number(writer, "note-count", note_count);
	hc_writer_part(writer, "doubt", hc_content_doubt(content));
	hc_model_notes(writer, &notes, &note_count, 1);
	hc_writer_list(writer, "forms");
	for (size_t i = 0; i < fact_count; i++)
		form(writer, &facts[i]);
	hc_writer_end(writer);
	hc_writer_list(writer, "nested-messages");
	for (size_t i = 0; i < nested_count; i++)
		nested_message(writer, &nested[i]);
	hc_writer_end(writer);
	journal(writer, hc_content_journal(content));
	hc_writer_end(writer);
}
