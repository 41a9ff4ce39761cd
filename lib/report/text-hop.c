/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-hop.c - the words for one hop: when, who from, who by, what it is worth.
 *
 * Each name stands with its role, for only the address is what the receiver
 * saw. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "civil.h"
#include "scan.h"
#include "text.h"

/* ------------------------------------------------------------------- time */

/** Put a time by the display zone, and its distance from UTC unless that is
 *  the zone. */
static void
put_time(HcBlock *block, const HcReport *report, int64_t unix_s)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int interval, offset_s;

	if (report->zone == NULL) {
		hc_civil_append(text, unix_s, ' ');
	} else {
		interval = g_time_zone_find_interval(
			report->zone, G_TIME_TYPE_UNIVERSAL, unix_s);
		offset_s = g_time_zone_get_offset(report->zone, interval);
		hc_civil_append(text, unix_s + offset_s, ' ');
		hc_civil_append_zone(text, offset_s / 60);
	}
	hc_block_put(block, HC_STYLE_PLAIN, text->str);
}

void
hc_text_stamp(HcBlock *block, const HcReport *report, const HcStamp *stamp)
{
	g_autoptr(GString) text = g_string_new(NULL);

	switch (stamp->state) {
	case HC_STAMP_NONE:
		hc_block_put(block, HC_STYLE_WARN, "no date");
		break;
	case HC_STAMP_BAD:
		hc_block_put(block, HC_STYLE_WARN, "unreadable date");
		break;
	case HC_STAMP_INTERVAL:
		hc_civil_append(text, stamp->unix_s, ' ');
		hc_block_put(block, HC_STYLE_PLAIN, text->str);
		break;
	case HC_STAMP_POINT:
		put_time(block, report, stamp->unix_s);
		break;
	}
}

/** Begin the next line of the cell, below the stamp. */
static void
next_line(HcBlock *block)
{
	hc_block_line(block, block->indent);
	hc_block_pad(block, block->indent);
}

static void
put_warning(HcBlock *block, HcStyle style, const char *words)
{
	next_line(block);
	hc_block_put(block, style, words);
}

void
hc_text_delay(HcBlock *block, const HcHop *hop)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (hop->delay_known) {
		hc_civil_append_delay(text, hop->delay_s);
		hc_block_put(block,
		             hop->reversal ? HC_STYLE_WARN : HC_STYLE_FAINT,
		             text->str);
	} else if (hop->received->stamp.state == HC_STAMP_INTERVAL) {
		hc_block_put(block, HC_STYLE_WARN, "zone unknown");
	}
	if (hop->reversal)
		put_warning(block, HC_STYLE_WARN, "clock runs back");
}

void
hc_text_evidence(HcBlock *block, const HcHop *hop, const HcJudgement *judgement)
{
	bool attested = judgement->evidence >= HC_EVIDENCE_PARTNER;

	hc_block_put(block, attested ? HC_STYLE_STRONG : HC_STYLE_FAINT,
	             hc_evidence_grade_token(judgement->evidence));
	if (judgement->scope == HC_SCOPE_UNKNOWN)
		hc_block_put(block, HC_STYLE_STRONG, ", scope unknown");
	else if (judgement->scope != HC_SCOPE_OUTSIDE)
		hc_block_format(block, HC_STYLE_STRONG, ", %s",
		                hc_scope_token(judgement->scope));
	if (judgement->contradicted)
		put_warning(block, HC_STYLE_BAD, "contradicted");
	if (hop->misplaced)
		put_warning(block, HC_STYLE_WARN, "out of place");
}

/* ------------------------------------------------------------------ hosts */

static const char *
fact(const HcReceived *received, HcFact which)
{
	return received->facts[which].text;
}

/** Whether two names are the same host name, dot at the end or not. */
static bool
same_name(const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);

	if (a_length > 0 && a[a_length - 1] == '.')
		a_length--;
	if (b_length > 0 && b[b_length - 1] == '.')
		b_length--;
	return hc_equal_nocase(a, a_length, b, b_length);
}

/** Put two spaces between facts of a line. */
static void
part_facts(HcBlock *block)
{
	if (hc_block_column(block) > block->indent)
		hc_block_put(block, HC_STYLE_PLAIN, "  ");
}

static void
put_words(HcBlock *block, const char *words)
{
	part_facts(block);
	hc_block_put(block, HC_STYLE_PLAIN, words);
}

static void
put_named(HcBlock *block, const char *role, const char *value,
          const char *remark)
{
	part_facts(block);
	hc_block_format(block, HC_STYLE_FAINT, "%s ", role);
	hc_block_name(block, HC_STYLE_PLAIN, value);
	if (remark != NULL)
		hc_block_format(block, HC_STYLE_FAINT, " (%s)", remark);
}

/* Where "from" names the user who handed the message in on the host itself. */
static bool
from_is_user(const HcReceived *received)
{
	const HcText *from = &received->facts[HC_FACT_FROM];
	const HcText *ident = &received->facts[HC_FACT_IDENT];

	return from->text != NULL && ident->text != NULL &&
	       from->where.offset == ident->where.offset &&
	       from->where.length == ident->where.length;
}

/** Put the peer's names, each with what it is worth: DNS was asked by the
 *  receiver, HELO is the client's word (RFC 5321 4.1.1.1). */
static void
put_peer_names(HcBlock *block, const HcReceived *received)
{
	const char *rdns = fact(received, HC_FACT_RDNS);
	const char *helo = fact(received, HC_FACT_HELO);
	const char *from = fact(received, HC_FACT_FROM);

	if (rdns != NULL) {
		bool same = helo != NULL && same_name(rdns, helo);

		put_named(block, same ? "rDNS and HELO" : "rDNS", rdns,
		          received->rdns_doubted ? "doubted" : NULL);
		if (same)
			return;
	} else if (received->rdns_none) {
		put_words(block, "no rDNS");
	}
	if (helo != NULL)
		put_named(block, "HELO", helo, "claimed");
	else if (rdns == NULL && from != NULL && !from_is_user(received))
		put_named(block, "from", from, "role not known");
}

void
hc_text_from(HcBlock *block, const HcReceived *received)
{
	char address[HC_ADDRESS_TEXT];
	const char *written = fact(received, HC_FACT_ADDRESS);
	const char *ident = fact(received, HC_FACT_IDENT);
	unsigned before = hc_block_column(block);

	if (received->peer.family != 0) {
		hc_address_write(&received->peer, address);
		hc_block_put(block, HC_STYLE_STRONG, address);
	} else if (received->unsure_peer.family != 0) {
		hc_address_write(&received->unsure_peer, address);
		put_named(block, "address", address, "perhaps claimed");
	} else if (written != NULL) {
		put_named(block, "address", written, "unreadable");
	}
	put_peer_names(block, received);
	if (ident != NULL)
		put_named(block, from_is_user(received) ? "user" : "ident",
		          ident, NULL);
	if (hc_block_column(block) == before)
		hc_block_put(block, HC_STYLE_FAINT, "no sender named");
}

void
hc_text_with(HcBlock *block, const HcReceived *received, bool label)
{
	const char *with = fact(received, HC_FACT_WITH);

	if (with == NULL)
		return;
	if (label)
		put_named(block, "with", with, NULL);
	else
		hc_block_name(block, HC_STYLE_PLAIN, with);
}

void
hc_text_step(HcBlock *block, const HcHop *hop, bool writer)
{
	static const char *const kinds[] = {
		[HC_HOP_TRANSFER] = NULL,
		[HC_HOP_SUBMISSION] = "submission",
		[HC_HOP_LOCAL] = "inside one host",
		[HC_HOP_FILTER] = "content filter",
		[HC_HOP_LIST] = "mailing list",
		[HC_HOP_RETRIEVAL] = "fetched from a mailbox",
		[HC_HOP_FRONT_END] = "front end",
		[HC_HOP_DELIVERY] = "into a mailbox",
		[HC_HOP_WEB] = "handed in over HTTP",
		[HC_HOP_LOOPBACK] = "to itself",
	};
	const HcDialect *dialect = hop->received->dialect;
	bool known = writer && dialect->software[0] != '\0';
	const char *step = kinds[hop->kind];

	if (known && step != NULL)
		hc_block_format(block, HC_STYLE_FAINT, "  (%s; %s)",
		                dialect->name, step);
	else if (known || step != NULL)
		hc_block_format(block, HC_STYLE_FAINT, "  (%s)",
		                known ? dialect->name : step);
}

void
hc_text_by(HcBlock *block, const HcReceived *received)
{
	const char *by = fact(received, HC_FACT_BY);
	char address[HC_ADDRESS_TEXT];

	hc_block_put(block, HC_STYLE_STRONG, block->utf8 ? "→ " : "-> ");
	if (by != NULL) {
		hc_block_name(block, HC_STYLE_STRONG, by);
	} else if (received->by_address.family != 0) {
		hc_address_write(&received->by_address, address);
		hc_block_put(block, HC_STYLE_STRONG, address);
	} else {
		hc_block_put(block, HC_STYLE_WARN, "receiver not named");
	}
}

static void
put_notes(HcBlock *block, const HcNote *notes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (hc_note_level(notes[i].code) == HC_NOTE_LEVEL_INFO)
			continue;
		hc_text_note(block, &notes[i]);
	}
}

void
hc_text_hop_notes(HcBlock *block, const HcEvidence *evidence, size_t index)
{
	const HcHop *hop = hc_chain_hop(hc_evidence_chain(evidence), index);
	const HcNote *notes;
	size_t count;

	put_notes(block, hop->received->notes, hop->received->note_count);
	put_notes(block, hop->notes, hop->note_count);
	notes = hc_evidence_notes(evidence, index, &count);
	put_notes(block, notes, count);
}
