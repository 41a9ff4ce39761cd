/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* brief-hop.c - a hop in few attributes.
 *
 * An archive holds some millions of them, so nothing here allocates: this is
 * where an audit spends what it spends on writing. */
#include "config.h"

#include "brief-hop.h"

#include <string.h>

#include "civil.h"
#include "limit.h"
#include "model.h"
#include "put.h"

void
hc_brief_list(GString *out, const char *word)
{
	if (out->len > 0)
		hc_put_byte(out, ' ');
	hc_put_text(out, word);
}

void
hc_brief_notes(HcBrief *brief, HcWriter *writer, const HcNote *const *lists,
               const size_t *counts, size_t list_count)
{
	uint64_t seen[2] = {0, 0};

	G_STATIC_ASSERT(HC_NOTE_COUNT <= 128);
	g_string_truncate(brief->scratch, 0);
	for (size_t i = 0; i < list_count; i++)
		for (size_t j = 0; j < counts[i]; j++) {
			unsigned code = lists[i][j].code;
			uint64_t bit = UINT64_C(1) << (code & 63);

			if (seen[code >> 6] & bit)
				continue;
			seen[code >> 6] |= bit;
			hc_brief_list(brief->scratch,
			              hc_note_token(lists[i][j].code));
		}
	if (brief->scratch->len > 0)
		hc_writer_word(writer, "note-tokens", brief->scratch->str);
}

/** A flag that is told only when it is set. */
static void
flag(HcWriter *writer, const char *name, bool value)
{
	if (value)
		hc_writer_flag(writer, name, true);
}

/** A word of ours, but for the one that its absence says (schemas/README.md,
 *  Audits); view/unsaid.c says it for readers. */
static void
word_but(HcWriter *writer, const char *name, const char *word, bool unsaid)
{
	if (!unsaid)
		hc_writer_word(writer, name, word);
}

static void
fact(HcWriter *writer, HcKey name, const HcReceived *received, HcFact which)
{
	const char *text = received->facts[which].text;

	if (text != NULL)
		writer->form->token(writer, name, text,
		                    hc_model_shown(text, strlen(text)));
}

static void
names(HcWriter *writer, const HcReceived *received)
{
	if (received->facts[HC_FACT_HELO].text == NULL &&
	    received->facts[HC_FACT_RDNS].text == NULL)
		fact(writer, hc_key("from"), received, HC_FACT_FROM);
	fact(writer, hc_key("helo"), received, HC_FACT_HELO);
	fact(writer, hc_key("rdns"), received, HC_FACT_RDNS);
	fact(writer, hc_key("by"), received, HC_FACT_BY);
	fact(writer, hc_key("with"), received, HC_FACT_WITH);
}

static void
attributes(HcBrief *brief, HcWriter *writer, const HcVerdict *verdict,
           size_t index)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcHop *hop = hc_chain_hop(hc_evidence_chain(evidence), index);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);
	const HcNote *lists[3] = {hop->received->notes, hop->notes, NULL};
	size_t counts[3] = {hop->received->note_count, hop->note_count, 0};

	lists[2] = hc_evidence_notes(evidence, index, &counts[2]);
	hc_writer_number(writer, "number", hop->number);
	hc_writer_number(writer, "field", hop->field);
	hc_model_span(writer, hop->where);
	hc_writer_word(writer, "evidence",
	               hc_evidence_grade_token(judgement->evidence));
	flag(writer, "contradicted", judgement->contradicted);
	word_but(writer, "scope", hc_scope_token(judgement->scope),
	         judgement->scope == HC_SCOPE_OUTSIDE);
	flag(writer, "inner-leg", judgement->inner_leg);
	flag(writer, "misplaced", hop->misplaced);
	hc_writer_word(writer, "link", hc_link_token(hop->link));
	if (hop->delay_known)
		hc_writer_signed(writer, "delay", hop->delay_s);
	flag(writer, "reversal", hop->reversal);
	word_but(writer, "kind", hc_hop_kind_token(hop->kind),
	         hop->kind == HC_HOP_TRANSFER);
	hc_writer_word(writer, "dialect", hop->received->dialect->id);
	names(writer, hop->received);
	hc_brief_notes(brief, writer, lists, counts, G_N_ELEMENTS(lists));
}

static void
address(HcWriter *writer, const char *name, const HcAddress *shown)
{
	if (shown->family != 0)
		hc_model_address(writer, name, shown);
}

static void
peer(HcWriter *writer, const HcReceived *received)
{
	bool unsure = received->unsure_peer.family != 0;

	if (!unsure && received->peer.family == 0 && !received->rdns_doubted &&
	    !received->rdns_none && received->by_address.family == 0)
		return;
	hc_writer_object(writer, "peer");
	address(writer, "address",
	        unsure ? &received->unsure_peer : &received->peer);
	flag(writer, "unsure", unsure);
	flag(writer, "rdns-doubted", received->rdns_doubted);
	flag(writer, "rdns-none", received->rdns_none);
	address(writer, "by-address", &received->by_address);
	hc_writer_end(writer);
}

static void
location(HcWriter *writer, const HcVerdict *verdict, size_t index)
{
	const HcLocation *shown = hc_verdict_location(verdict, index);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);

	if (shown == NULL)
		return;
	hc_writer_object(writer, "location");
	hc_writer_word(writer, "state", hc_location_state_token(shown->state));
	if (shown->country[0] != '\0')
		hc_writer_token(writer, "country", shown->country);
	hc_writer_flag(writer, "claimed",
	               judgement->evidence < HC_EVIDENCE_PARTNER);
	hc_writer_end(writer);
}

static void
instant(HcBrief *brief, HcWriter *writer, HcKey name, int64_t unix_s)
{
	g_string_truncate(brief->scratch, 0);
	hc_civil_append(brief->scratch, unix_s, 'T');
	hc_put_byte(brief->scratch, 'Z');
	writer->form->word(writer, name, brief->scratch->str,
	                   brief->scratch->len);
}

static void
stamp(HcBrief *brief, HcWriter *writer, const HcStamp *shown)
{
	hc_writer_object(writer, "stamp");
	word_but(writer, "state", hc_model_stamp_token(shown->state),
	         shown->state == HC_STAMP_POINT);
	if (shown->state == HC_STAMP_POINT)
		instant(brief, writer, hc_key("utc"), shown->unix_s);
	if (shown->zone_known) {
		g_string_truncate(brief->scratch, 0);
		hc_civil_append_zone(brief->scratch, shown->zone_min);
		hc_writer_word(writer, "zone", brief->scratch->str);
	}
	if (shown->state == HC_STAMP_INTERVAL) {
		instant(brief, writer, hc_key("earliest"), shown->earliest_s);
		instant(brief, writer, hc_key("latest"), shown->latest_s);
	}
	hc_writer_end(writer);
}

/** What a name can mean: the one suite, or how many. */
static void
suite(HcWriter *writer, const HcTls *shown)
{
	if (shown->cipher_count == 1)
		hc_writer_word(writer, "suite", shown->ciphers[0]->iana_name);
	else if (shown->cipher_count > 1)
		hc_writer_number(writer, "suite-candidates",
		                 shown->cipher_count);
}

/** What the profile that was stated says, where it says one thing. */
static void
words(HcWriter *writer, const HcJudgement *judgement)
{
	if (judgement->profile_then.word != NULL)
		hc_writer_token(writer, "word-then",
		                judgement->profile_then.word);
	if (judgement->profile_now.word != NULL)
		hc_writer_token(writer, "word-now",
		                judgement->profile_now.word);
}

static void
strength(HcWriter *writer, const HcTls *shown)
{
	if (shown->version_low != 0)
		hc_writer_word(writer, "version-low",
		               hc_tls_version_name(shown->version_low));
	if (shown->version_high != 0)
		hc_writer_word(writer, "version-high",
		               hc_tls_version_name(shown->version_high));
	flag(writer, "version-family", shown->version_family);
	if (shown->bits != 0)
		hc_writer_number(writer, "bits", shown->bits);
	if (shown->group != NULL)
		hc_writer_word(writer, "group", shown->group);
	if (shown->group_bits != 0)
		hc_writer_number(writer, "group-bits", shown->group_bits);
	word_but(writer, "client-certificate",
	         hc_certificate_token(shown->certificate),
	         shown->certificate == HC_CERT_UNSTATED);
	flag(writer, "cipher-old-spelling", shown->cipher_old_spelling);
	suite(writer, shown);
}

/** Whether the basis goes without saying: what is not recorded rests on nothing,
 *  what is no SMTP on its protocol. */
static bool
is_usual_basis(const HcTls *shown)
{
	return (shown->state == HC_TLS_UNRECORDED &&
	        shown->basis == HC_BASIS_NONE) ||
	       (shown->state == HC_TLS_NOT_SMTP &&
	        shown->basis == HC_BASIS_PROTOCOL);
}

static void
tls(HcBrief *brief, HcWriter *writer, const HcTls *shown,
    const HcJudgement *judgement)
{
	hc_writer_object(writer, "tls");
	hc_writer_word(writer, "state", hc_tls_state_token(shown->state));
	word_but(writer, "basis", hc_basis_token(shown->basis),
	         is_usual_basis(shown));
	strength(writer, shown);
	if (brief->profile_stated && shown->state == HC_TLS_YES &&
	    judgement->profile != NULL)
		words(writer, judgement);
	word_but(writer, "grade-then", hc_grade_token(judgement->grade_then),
	         judgement->grade_then == HC_GRADE_NONE);
	word_but(writer, "grade-now", hc_grade_token(judgement->grade_now),
	         judgement->grade_now == HC_GRADE_NONE);
	hc_writer_end(writer);
}

void
hc_brief_hop(HcBrief *brief, HcWriter *writer, const HcVerdict *verdict,
             size_t index, bool raw)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcChain *chain = hc_evidence_chain(evidence);
	const HcHop *hop = hc_chain_hop(chain, index);

	hc_writer_object(writer, "hop");
	attributes(brief, writer, verdict, index);
	peer(writer, hop->received);
	location(writer, verdict, index);
	stamp(brief, writer, &hop->received->stamp);
	tls(brief, writer, hc_evidence_tls(evidence, index),
	    hc_verdict_judgement(verdict, index));
	if (raw)
		hc_model_raw(writer, hc_chain_message(chain), hop->where);
	hc_writer_end(writer);
}
