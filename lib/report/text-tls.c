/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-tls.c - what a hop says of TLS, in a line, and everything it states. */
#include "config.h"

#include <string.h>

#include "limit.h"
#include "text.h"

/** The five states; the first word tells them apart without colour. */
static const struct {
	const char *words;
	HcStyle style;
} states[] = {
	[HC_TLS_UNRECORDED] = {"TLS unrecorded",   HC_STYLE_FAINT},
	[HC_TLS_NO] = {"TLS no",           HC_STYLE_BAD  },
	[HC_TLS_YES] = {"TLS",              HC_STYLE_GOOD },
	[HC_TLS_NOT_SMTP] = {"TLS not judged",   HC_STYLE_FAINT},
	[HC_TLS_CONTRADICTED] = {"TLS contradicted", HC_STYLE_BAD  },
};

/** What the state rests on, where the facts beside it do not show it: in full,
 *  and for a column. */
static const struct {
	const char *words, *brief;
} bases[] = {
	[HC_BASIS_NONE] = {"silence, which proves nothing",             NULL           },
	[HC_BASIS_DETAIL] = {NULL,					NULL           },
	[HC_BASIS_PHRASE] = {"stated; no version, no suite",              "phrase alone" },
	[HC_BASIS_KEYWORD] = {"stated by the keyword alone",               "keyword alone"},
	[HC_BASIS_STATED_CLEAR] = {"clear text, as stated",                     "stated"       },
	[HC_BASIS_SILENCE] = {"this writer records TLS and recorded none",
                           "by silence"						},
	[HC_BASIS_PROTOCOL] = {"not SMTP",                                  "not SMTP"     },
};

static const struct {
	const char *words;
	HcStyle style;
} grades[] = {
	[HC_GRADE_NONE] = {"not graded", HC_STYLE_FAINT},
	[HC_GRADE_BROKEN] = {"broken",     HC_STYLE_BAD  },
	[HC_GRADE_WEAK] = {"weak",       HC_STYLE_BAD  },
	[HC_GRADE_ACCEPTABLE] = {"acceptable", HC_STYLE_WARN },
	[HC_GRADE_STRONG] = {"strong",     HC_STYLE_GOOD },
};

/** A claim may count against a path, never for it, and clear text inside one
 *  host or organisation is no failure by default: so no green on claims, and
 *  red on attested hops between organisations only. */
static HcStyle
worth(HcStyle style, const HcJudgement *judgement)
{
	if (judgement->inner_leg)
		return HC_STYLE_FAINT;
	if (judgement->evidence >= HC_EVIDENCE_PARTNER)
		return style;
	if (style == HC_STYLE_GOOD)
		return HC_STYLE_PLAIN;
	return style == HC_STYLE_BAD ? HC_STYLE_WARN : style;
}

static void
put_version(HcBlock *block, HcStyle style, const HcTls *tls)
{
	const char *low = hc_tls_version_name(tls->version_low);
	const char *high = hc_tls_version_name(tls->version_high);

	if (tls->state != HC_TLS_YES)
		hc_block_put(block, style, "  ");
	if (tls->version_low == tls->version_high)
		hc_block_put(block, style, low);
	else
		hc_block_format(block, style, "%s to %s",
		                low[0] != '\0' ? low : "?",
		                high[0] != '\0' ? high : "?");
}

/** Put the suite by its own name where there is but one, else as written. */
static void
put_suite(HcBlock *block, const HcReceived *received, const HcTls *tls)
{
	const char *written = received->facts[HC_FACT_TLS_CIPHER].text;

	if (tls->cipher_count == 1) {
		hc_block_format(block, HC_STYLE_PLAIN, "  %s",
		                tls->ciphers[0]->iana_name);
	} else if (written != NULL) {
		hc_block_put(block, HC_STYLE_PLAIN, "  ");
		hc_block_name(block, HC_STYLE_PLAIN, written);
		hc_block_put(block, HC_STYLE_FAINT,
		             tls->cipher_count > 1 ? " (ambiguous)"
		                                   : " (suite not known)");
	}
}

static void
put_quoted(HcBlock *block, HcStyle style, const char *text)
{
	hc_block_quote(block, style, text, strlen(text));
}

/** Put a profile's word: one, a range, or that there is none. */
static void
put_word(HcBlock *block, HcStyle style, const HcProfileOpinion *opinion)
{
	if (!opinion->in_force) {
		hc_block_put(block, HC_STYLE_FAINT,
		             opinion->dated ? "not in force" : "no date");
		return;
	}
	if (opinion->word_worst == NULL) {
		hc_block_put(block, HC_STYLE_FAINT, "no word");
		return;
	}
	put_quoted(block, style, opinion->word_worst);
	if (strcmp(opinion->word_worst, opinion->word_best) == 0)
		return;
	hc_block_put(block, style, " to ");
	put_quoted(block, style, opinion->word_best);
}

static bool
is_same_word(const HcProfileOpinion *a, const HcProfileOpinion *b)
{
	return a->in_force == b->in_force &&
	       g_strcmp0(a->word_worst, b->word_worst) == 0 &&
	       g_strcmp0(a->word_best, b->word_best) == 0;
}

/** Put what the profile that was stated says, now and when stamped. */
static void
put_opinions(HcBlock *block, const HcJudgement *judgement)
{
	const HcProfileOpinion *then = &judgement->profile_then;
	const HcProfileOpinion *now = &judgement->profile_now;

	hc_block_put(block, HC_STYLE_PLAIN, "  ");
	put_quoted(block, HC_STYLE_PLAIN, judgement->profile->id);
	hc_block_put(block, HC_STYLE_PLAIN, ": ");
	put_word(block, worth(grades[now->grade].style, judgement), now);
	if (is_same_word(then, now))
		return;
	hc_block_put(block, HC_STYLE_PLAIN, " now, ");
	put_word(block, worth(grades[then->grade].style, judgement), then);
	if (then->dated)
		hc_block_put(block, HC_STYLE_PLAIN, " when stamped");
}

void
hc_text_grade(HcBlock *block, const HcTls *tls, const HcJudgement *judgement)
{
	HcGrade then = judgement->grade_then, now = judgement->grade_now;

	if (tls->state != HC_TLS_YES)
		return;
	hc_block_put(block, worth(grades[now].style, judgement),
	             grades[now].words);
	if (then != now && then != HC_GRADE_NONE)
		hc_block_format(block, worth(grades[then].style, judgement),
		                " now, %s when stamped", grades[then].words);
	if (judgement->profile_decides)
		put_opinions(block, judgement);
}

void
hc_text_tls(HcBlock *block, const HcReceived *received, const HcTls *tls,
            const HcJudgement *judgement, bool brief)
{
	HcStyle style = worth(states[tls->state].style, judgement);
	bool stated =
		tls->state == HC_TLS_YES || tls->state == HC_TLS_CONTRADICTED;
	bool version = tls->version_low != 0 || tls->version_high != 0;
	const char *basis =
		brief ? bases[tls->basis].brief : bases[tls->basis].words;

	if (received->tls_unread && tls->basis == HC_BASIS_NONE && !brief)
		basis = "told in words that are not known";
	/* what may have been SSL is nothing to be glad of */
	if (tls->state == HC_TLS_YES && version && tls->version_low <= HC_SSL_3)
		style = worth(HC_STYLE_WARN, judgement);
	/* a version says TLS by itself */
	if (tls->state != HC_TLS_YES || !version)
		hc_block_put(block, style, states[tls->state].words);
	if (stated) {
		if (version)
			put_version(block, style, tls);
		put_suite(block, received, tls);
		if (tls->group != NULL)
			hc_block_format(block, HC_STYLE_PLAIN, "  %s",
			                tls->group);
		else if (tls->group_bits != 0)
			hc_block_format(block, HC_STYLE_PLAIN, "  DHE %u",
			                tls->group_bits);
	}
	if (basis != NULL)
		hc_block_format(block, HC_STYLE_PLAIN, "  (%s)", basis);
	if (!brief && tls->state == HC_TLS_YES) {
		hc_block_put(block, HC_STYLE_PLAIN, "  ");
		hc_text_grade(block, tls, judgement);
	}
	if (tls->certificate == HC_CERT_VERIFIED)
		hc_block_put(block, HC_STYLE_PLAIN,
		             "  client certificate verified");
	else if (tls->certificate == HC_CERT_FAILED)
		hc_block_put(block, HC_STYLE_WARN,
		             "  client certificate not verified");
}

/* ---------------------------------------------------------------- details */

void
hc_text_span(HcBlock *block, HcSpan where)
{
	if (where.length > 0)
		hc_text_place(block, where.length > 1 ? "  bytes " : "  byte ",
		              where);
}

void
hc_text_place(HcBlock *block, const char *lead, HcSpan where)
{
	hc_block_put(block, HC_STYLE_FAINT, lead);
	if (where.length > 1)
		hc_block_format(block, HC_STYLE_FAINT, "%u-%u", where.offset,
		                where.offset + where.length - 1);
	else
		hc_block_format(block, HC_STYLE_FAINT, "%u", where.offset);
}

void
hc_text_note_head(HcBlock *block, HcNoteCode code, size_t times)
{
	static const HcStyle styles[] = {
		[HC_NOTE_LEVEL_INFO] = HC_STYLE_FAINT,
		[HC_NOTE_LEVEL_WARNING] = HC_STYLE_WARN,
		[HC_NOTE_LEVEL_ERROR] = HC_STYLE_BAD,
	};

	hc_block_line(block, 4);
	hc_block_format(block, styles[hc_note_level(code)], "note %s",
	                hc_note_token(code));
	if (times > 1)
		hc_block_format(block, HC_STYLE_STRONG, ", %zu times", times);
	hc_block_put(block, HC_STYLE_PLAIN, ":");
	hc_block_format(block, HC_STYLE_PLAIN, " %s", hc_note_sentence(code));
}

void
hc_text_note(HcBlock *block, const HcNote *note)
{
	hc_text_note_head(block, note->code, 1);
	hc_text_span(block, note->where);
}

static void
put_fact(HcBlock *block, const char *name, const HcText *fact)
{
	size_t length = strlen(fact->text);

	hc_block_line(block, 20);
	hc_block_put(block, HC_STYLE_FAINT, name);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, 20);
	hc_block_exact(block, HC_STYLE_PLAIN, fact->text,
	               MIN(length, HC_SHOWN_MAX));
	hc_text_span(block, fact->where);
}

static void
put_facts(HcBlock *block, const HcReceived *received)
{
	for (unsigned i = 0; i < HC_FACT_COUNT; i++) {
		const char *name = hc_fact_token((HcFact)i);

		if (received->facts[i].text != NULL)
			put_fact(block, name, &received->facts[i]);
		if (i != HC_FACT_FOR)
			continue;
		for (size_t j = 1; j < received->recipient_count; j++)
			put_fact(block, name, &received->recipients[j]);
	}
}

static void
put_sentence(HcBlock *block, const char *label, const char *sentence)
{
	if (sentence == NULL)
		return;
	hc_block_line(block, 20);
	hc_block_put(block, HC_STYLE_FAINT, label);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, 20);
	hc_block_quote(block, HC_STYLE_PLAIN, sentence, strlen(sentence));
}

/** Put the field as it stands, a line a line, line ends shown. */
static void
put_raw(HcBlock *block, const HcMessage *message, const HcHop *hop)
{
	const char *bytes = hc_message_bytes(message, hop->where);
	size_t shown = MIN(hop->where.length, HC_SHOWN_MAX), at = 0;

	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_FAINT, "field %zu", hop->field + 1);
	hc_text_span(block, hop->where);
	hc_block_put(block, HC_STYLE_FAINT, ":");
	while (at < shown) {
		const char *end = memchr(bytes + at, '\n', shown - at);
		size_t next = end != NULL ? (size_t)(end - bytes) + 1 : shown;

		hc_block_line(block, 2);
		hc_block_pad(block, 2);
		hc_block_exact(block, HC_STYLE_PLAIN, bytes + at, next - at);
		at = next;
	}
	if (hop->where.length > HC_SHOWN_MAX)
		hc_block_format(block, HC_STYLE_WARN, " ... (%u bytes shown)",
		                HC_SHOWN_MAX);
}

/** Put what the profile says of one of two days, with its word. */
static void
put_opinion(HcBlock *block, const char *label, const HcJudgement *judgement,
            const HcProfileOpinion *opinion)
{
	if (opinion->reason == NULL)
		return;
	hc_block_line(block, 20);
	hc_block_put(block, HC_STYLE_FAINT, label);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, 20);
	put_quoted(block, HC_STYLE_PLAIN, judgement->profile->id);
	hc_block_put(block, HC_STYLE_PLAIN, ", ");
	put_word(block, HC_STYLE_PLAIN, opinion);
	hc_block_put(block, HC_STYLE_PLAIN, ": ");
	hc_block_quote(block, HC_STYLE_PLAIN, opinion->reason,
	               strlen(opinion->reason));
}

static void
put_all_notes(HcBlock *block, const HcNote *notes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hc_text_note(block, &notes[i]);
}

void
hc_text_details(HcReport *report, const HcVerdict *verdict, size_t index,
                unsigned margin)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcChain *chain = hc_evidence_chain(evidence);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);
	const HcHop *hop = hc_chain_hop(chain, index);
	const HcReceived *received = hop->received;
	const HcTls *tls = hc_evidence_tls(evidence, index);
	g_auto(HcBlock) block = {0};
	const HcNote *notes;
	size_t count;

	hc_text_block(&block, report, hc_text_width(report) - margin);
	put_sentence(&block, "why", hc_verdict_why(verdict, index));
	put_sentence(&block, "asked", hc_verdict_asked(verdict, index));
	put_sentence(&block, "written by", received->dialect->name);
	put_sentence(&block, "link to next", hc_link_token(hop->link));
	put_sentence(&block, "TLS basis", hc_basis_token(tls->basis));
	if (tls->certificate != HC_CERT_UNSTATED)
		put_sentence(&block, "client certificate",
		             hc_certificate_token(tls->certificate));
	put_sentence(&block, "grade now", judgement->reason_now);
	put_sentence(&block, "grade then", judgement->reason_then);
	put_opinion(&block, "profile now", judgement, &judgement->profile_now);
	put_opinion(&block, "profile then", judgement,
	            &judgement->profile_then);
	hc_text_answers(&block, report, verdict, index);
	put_facts(&block, received);
	put_all_notes(&block, received->notes, received->note_count);
	put_all_notes(&block, hop->notes, hop->note_count);
	notes = hc_evidence_notes(evidence, index, &count);
	put_all_notes(&block, notes, count);
	put_raw(&block, hc_chain_message(chain), hop);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, margin);
}
