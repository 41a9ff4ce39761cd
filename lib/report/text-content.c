/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-content.c - what a message is made of, for a person: the sender's word,
 * kept apart from the path. */
#include "config.h"

#include <string.h>

#include "civil.h"
#include "model.h"
#include "text.h"

/* Lines of one sort, but for --verbose. */
#define LINES 12u

static const char *
proof_words(const HcContentFact *fact)
{
	switch (fact->proof) {
	case HC_CONTENT_SHOWN:
		return ", as its bytes show";
	case HC_CONTENT_CONTRADICTED:
		return ", which its bytes contradict";
	default:
		return fact->cover == HC_CONTENT_OF_HEADER ? ""
		                                           : ", as it says";
	}
}

static const char *
cover_words(HcContentCover cover)
{
	static const char *const words[] = {
		"",
		", all of the message",
		", all of the message but a text beside it",
		", a part beside others",
	};

	return words[cover];
}

static void
put_fact(HcBlock *block, const HcContentFact *fact)
{
	bool warn = fact->proof == HC_CONTENT_CONTRADICTED;
	g_autoptr(GString) words = g_string_new(fact->form->title);

	g_string_append(words, proof_words(fact));
	g_string_append(words, cover_words(fact->cover));

	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_FAINT,
	                "  %s: ", hc_content_kind_token(fact->form->kind));
	if (fact->nested > 0)
		g_string_append_printf(words, ", in message %u within",
		                       fact->nested);
	if (fact->part[0] != '\0')
		g_string_append_printf(words, ", part %s", fact->part);
	hc_block_put(block, warn ? HC_STYLE_WARN : HC_STYLE_PLAIN, words->str);
	hc_text_span(block, fact->where);
	if (fact->value != NULL && fact->value[0] != '\0') {
		hc_block_put(block, HC_STYLE_PLAIN, "  ");
		hc_block_quote(block, HC_STYLE_PLAIN, fact->value,
		               strlen(fact->value));
	}
}

static void
put_hop(HcBlock *block, const HcHop *hop)
{
	const HcReceived *received = hop->received;
	const char *from = received->facts[HC_FACT_FROM].text;
	const char *by = received->facts[HC_FACT_BY].text;
	g_autoptr(GString) time = g_string_new(NULL);

	hc_block_line(block, 8);
	hc_block_format(block, HC_STYLE_FAINT,
	                "      its hop %u: ", hop->number);
	hc_block_name(block, HC_STYLE_PLAIN, from != NULL ? from : "?");
	hc_block_put(block, HC_STYLE_PLAIN, " to ");
	hc_block_name(block, HC_STYLE_PLAIN, by != NULL ? by : "?");
	if (received->stamp.state == HC_STAMP_POINT) {
		hc_civil_append(time, received->stamp.unix_s, ' ');
		hc_block_format(block, HC_STYLE_FAINT, ", %s UTC", time->str);
	}
}

static void
put_nested(HcBlock *block, const HcNested *nested, size_t most)
{
	size_t hops = hc_chain_length(nested->chain);

	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_FAINT, "  message %u within",
	                nested->number);
	if (nested->within > 0)
		hc_block_format(block, HC_STYLE_FAINT, " message %u",
		                nested->within);
	hc_block_format(
		block, HC_STYLE_PLAIN,
		": %s%s, part %s, %" G_GUINT64_FORMAT
		" byte%s, %zu Received field%s that %s no part of the "
		"path",
		nested->form, nested->encoded ? ", encoded" : "", nested->part,
		nested->length, nested->length == 1 ? "" : "s",
		hc_chain_received_count(nested->chain),
		hc_chain_received_count(nested->chain) == 1 ? "" : "s",
		hc_chain_received_count(nested->chain) == 1 ? "is" : "are");
	hc_text_span(block, nested->where);
	for (size_t i = 0; i < hops && i < most; i++)
		put_hop(block, hc_chain_hop(nested->chain, i));
	if (hops > most) {
		hc_block_line(block, 8);
		hc_block_format(block, HC_STYLE_FAINT, "      and %zu more",
		                hops - most);
	}
}

static void
put_journal(HcBlock *block, const HcJournal *journal, size_t most)
{
	hc_block_line(block, 4);
	hc_block_put(block, HC_STYLE_FAINT, "  journal report: ");
	if (journal->original > 0)
		hc_block_format(block, HC_STYLE_PLAIN, "of message %u within",
		                journal->original);
	else
		hc_block_put(block, HC_STYLE_WARN,
		             journal->of_this ? "of this message"
		                              : "its original is not there");
	if (journal->sender != NULL) {
		hc_block_put(block, HC_STYLE_PLAIN, ", sent by ");
		hc_block_name(block, HC_STYLE_PLAIN, journal->sender);
	}
	for (size_t i = 0; i < journal->recipient_count && i < most; i++) {
		hc_block_put(block, HC_STYLE_PLAIN, i == 0 ? ", to " : ", ");
		hc_block_name(block, HC_STYLE_PLAIN, journal->recipients[i]);
	}
	if (journal->recipient_count > most)
		hc_block_format(block, HC_STYLE_FAINT, " and %zu more",
		                journal->recipient_count - most);
}

static void
put_head(HcBlock *block, const HcContent *content)
{
	uint64_t parts = hc_content_part_count(content);

	hc_block_put(block, HC_STYLE_STRONG, "Content");
	switch (hc_content_structure(content)) {
	case HC_STRUCTURE_UNREAD:
		hc_block_put(block, HC_STYLE_WARN,
		             "  its structure was not read");
		break;
	case HC_STRUCTURE_PARTIAL:
		hc_block_put(block, HC_STYLE_WARN,
		             "  its structure was not read to the end");
		break;
	case HC_STRUCTURE_SEARCHED:
		hc_block_put(block, HC_STYLE_PLAIN,
		             "  its bytes hold nothing that a form of a part "
		             "needs");
		break;
	default:
		hc_block_format(block, HC_STYLE_PLAIN,
		                "  %" G_GUINT64_FORMAT " part%s", parts,
		                parts == 1 ? "" : "s");
	}
	hc_block_put(block, HC_STYLE_FAINT,
	             "; all of it is the sender's word and no evidence of the "
	             "path");
	if (hc_content_doubt(content) != NULL) {
		hc_block_line(block, 4);
		hc_block_format(block, HC_STYLE_WARN,
		                "  others may read it differently: %s",
		                hc_content_doubt(content));
	}
}

void
hc_text_content(HcReport *report, const HcContent *content)
{
	bool verbose = report->options.verbose;
	size_t most = verbose ? HC_NOTES_SHOWN : LINES;
	const HcContentFact *facts;
	const HcNested *nested;
	const HcNote *notes;
	size_t count;
	g_auto(HcBlock) block = {0};

	if (content == NULL)
		return;
	hc_text_block(&block, report, hc_text_prose(report));
	put_head(&block, content);
	facts = hc_content_facts(content, &count);
	for (size_t i = 0; i < count && i < most; i++)
		put_fact(&block, &facts[i]);
	if (count > most) {
		hc_block_line(&block, 4);
		hc_block_format(&block, HC_STYLE_FAINT, "  and %zu more",
		                count - most);
	}
	if (hc_content_journal(content) != NULL)
		put_journal(&block, hc_content_journal(content), most);
	nested = hc_content_nested(content, &count);
	for (size_t i = 0; i < count && i < most; i++)
		put_nested(&block, &nested[i], most);
	if (count > most) {
		hc_block_line(&block, 4);
		hc_block_format(&block, HC_STYLE_FAINT,
		                "  and %zu messages more", count - most);
	}
	notes = hc_content_notes(content, &count);
	for (size_t i = 0; i < count && i < most; i++)
		if (verbose ||
		    hc_note_level(notes[i].code) != HC_NOTE_LEVEL_INFO)
			hc_text_note(&block, &notes[i]);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}
