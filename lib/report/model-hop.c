/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model-hop.c - what a report says of one hop: facts, clock, TLS, judgement. */
#include "config.h"

#include "address.h"
#include "civil.h"
#include "digest.h"
#include "limit.h"
#include "model.h"
#include "parts.h"

#include <string.h>

static void
fact(HcWriter *writer, const char *name, const HcText *shown)
{
	size_t length = strlen(shown->text);
	size_t cut = hc_model_shown(shown->text, length);

	hc_writer_object(writer, "fact");
	hc_writer_token(writer, "name", name);
	hc_model_span(writer, shown->where);
	if (cut < length)
		hc_writer_flag(writer, "cut", true);
	hc_writer_text(writer, shown->text, cut);
	hc_writer_end(writer);
}

/** Every stated fact by its role; the second and later recipients follow the
 *  first. */
static void
facts(HcWriter *writer, const HcReceived *received)
{
	hc_writer_list(writer, "facts");
	for (unsigned i = 0; i < HC_FACT_COUNT; i++) {
		const char *name = hc_fact_token((HcFact)i);

		if (received->facts[i].text != NULL)
			fact(writer, name, &received->facts[i]);
		if (i != HC_FACT_FOR)
			continue;
		for (size_t j = 1; j < received->recipient_count; j++)
			fact(writer, name, &received->recipients[j]);
	}
	hc_writer_end(writer);
}

/** A stretch of the field as it stands. */
static void
stretch(HcWriter *writer, const char *name, const HcMessage *message,
        HcSpan where)
{
	size_t shown = MIN(where.length, HC_SHOWN_MAX);

	hc_writer_object(writer, name);
	hc_model_span(writer, where);
	if (shown < where.length)
		hc_writer_flag(writer, "cut", true);
	hc_writer_text(writer, hc_message_bytes(message, where), shown);
	hc_writer_end(writer);
}

static void
comments(HcWriter *writer, const HcMessage *message, const HcReceived *received)
{
	hc_writer_list(writer, "comments");
	for (size_t i = 0; i < received->comment_count; i++)
		stretch(writer, "comment", message,
		        received->comments[i].where);
	hc_writer_end(writer);
}

/** What no value rests on, so that a reader sees what was left over. */
static void
unused(HcWriter *writer, const HcMessage *message, const HcHop *hop)
{
	g_autoptr(GArray) spans = hc_unused_new(message, hop);

	hc_writer_list(writer, "unused");
	for (unsigned i = 0; i < spans->len; i++)
		stretch(writer, "stretch", message,
		        g_array_index(spans, HcSpan, i));
	hc_writer_end(writer);
}

void
hc_model_address(HcWriter *writer, const char *name, const HcAddress *address)
{
	char text[HC_ADDRESS_TEXT];

	if (address->family == 0) {
		hc_writer_none(writer, name);
		return;
	}
	hc_address_write(address, text);
	hc_writer_token(writer, name, text);
}

static void
peer(HcWriter *writer, const HcReceived *received)
{
	bool unsure = received->unsure_peer.family != 0;

	hc_writer_object(writer, "peer");
	hc_model_address(writer, "address",
	                 unsure ? &received->unsure_peer : &received->peer);
	hc_writer_flag(writer, "unsure", unsure);
	hc_writer_flag(writer, "rdns-doubted", received->rdns_doubted);
	hc_writer_flag(writer, "rdns-none", received->rdns_none);
	hc_model_address(writer, "by-address", &received->by_address);
	hc_writer_end(writer);
}

void
hc_model_instant(HcWriter *writer, const char *name, bool known, int64_t unix_s)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!known) {
		hc_writer_none(writer, name);
		return;
	}
	hc_civil_append(text, unix_s, 'T');
	g_string_append_c(text, 'Z');
	hc_writer_token(writer, name, text->str);
}

const char *
hc_model_stamp_token(HcStampState state)
{
	static const char *const tokens[] = {
		[HC_STAMP_NONE] = "none",
		[HC_STAMP_POINT] = "point",
		[HC_STAMP_INTERVAL] = "interval",
		[HC_STAMP_BAD] = "bad",
	};

	return tokens[state];
}

static void
stamp(HcWriter *writer, const HcStamp *shown)
{
	bool point = shown->state == HC_STAMP_POINT;
	bool interval = shown->state == HC_STAMP_INTERVAL;
	g_autoptr(GString) zone = g_string_new(NULL);

	if (shown->zone_known)
		hc_civil_append_zone(zone, shown->zone_min);
	hc_writer_object(writer, "stamp");
	hc_writer_token(writer, "state", hc_model_stamp_token(shown->state));
	hc_model_instant(writer, "utc", point, shown->unix_s);
	if (point)
		hc_writer_signed(writer, "unix", shown->unix_s);
	else
		hc_writer_none(writer, "unix");
	hc_writer_number(writer, "nanosecond", shown->nanosecond);
	hc_writer_token(writer, "zone", shown->zone_known ? zone->str : NULL);
	hc_model_instant(writer, "earliest", interval, shown->earliest_s);
	hc_model_instant(writer, "latest", interval, shown->latest_s);
	hc_model_span(writer, shown->written.where);
	if (shown->written.text != NULL)
		hc_writer_text(writer, shown->written.text,
		               hc_model_shown(shown->written.text,
		                              strlen(shown->written.text)));
	else
		hc_writer_none(writer, "text");
	hc_writer_end(writer);
}

static void
version_token(HcWriter *writer, const char *name, unsigned version)
{
	hc_writer_token(writer, name,
	                version != 0 ? hc_tls_version_name(version) : NULL);
}

void
hc_model_suite(HcWriter *writer, const HcCipher *cipher)
{
	hc_writer_object(writer, "suite");
	hc_writer_token(writer, "code", cipher->iana_code);
	hc_writer_token(writer, "name", cipher->iana_name);
	hc_writer_token(writer, "openssl-name", cipher->openssl_name);
	version_token(writer, "version-min", cipher->version_min);
	version_token(writer, "version-max", cipher->version_max);
	hc_writer_number(writer, "bits", cipher->bits);
	hc_writer_number(writer, "bits-effective", cipher->bits_effective);
	hc_writer_token(writer, "key-exchange", cipher->kex);
	hc_writer_token(writer, "authentication", cipher->auth);
	hc_writer_token(writer, "encryption", cipher->enc);
	hc_writer_flag(writer, "forward-secret", cipher->forward_secret);
	hc_writer_flag(writer, "aead", cipher->aead);
	hc_writer_token(writer, "class", cipher->strength);
	hc_writer_end(writer);
}

static void
number_or_none(HcWriter *writer, const char *name, unsigned value)
{
	if (value != 0)
		hc_writer_number(writer, name, value);
	else
		hc_writer_none(writer, name);
}

/** What the policy's profile says on one of two days. */
static void
opinion(HcWriter *writer, const HcProfile *profile, const char *clock,
        const HcProfileOpinion *shown)
{
	hc_writer_object(writer, "opinion");
	hc_writer_token(writer, "profile", profile->id);
	hc_writer_token(writer, "clock", clock);
	if (shown->dated)
		hc_writer_flag(writer, "in-force", shown->in_force);
	else
		hc_writer_none(writer, "in-force");
	hc_writer_token(writer, "word", shown->word);
	hc_writer_token(writer, "word-worst", shown->word_worst);
	hc_writer_token(writer, "word-best", shown->word_best);
	hc_writer_token(writer, "grade", hc_grade_token(shown->grade));
	hc_writer_token(writer, "source", shown->source);
	if (shown->reason != NULL)
		hc_writer_text(writer, shown->reason, strlen(shown->reason));
	else
		hc_writer_none(writer, "text");
	hc_writer_end(writer);
}

static void
tls(HcWriter *writer, const HcTls *shown, const HcJudgement *judgement)
{
	hc_writer_object(writer, "tls");
	hc_writer_token(writer, "state", hc_tls_state_token(shown->state));
	hc_writer_token(writer, "basis", hc_basis_token(shown->basis));
	hc_model_span(writer, shown->where);
	version_token(writer, "version-low", shown->version_low);
	version_token(writer, "version-high", shown->version_high);
	hc_writer_flag(writer, "version-family", shown->version_family);
	number_or_none(writer, "bits", shown->bits);
	number_or_none(writer, "bits-algorithm", shown->bits_algorithm);
	hc_writer_token(writer, "group", shown->group);
	number_or_none(writer, "group-bits", shown->group_bits);
	hc_writer_token(writer, "client-certificate",
	                hc_certificate_token(shown->certificate));
	hc_writer_flag(writer, "cipher-old-spelling",
	               shown->cipher_old_spelling);
	hc_writer_token(writer, "grade-then",
	                hc_grade_token(judgement->grade_then));
	hc_writer_token(writer, "grade-now",
	                hc_grade_token(judgement->grade_now));
	hc_writer_list(writer, "suites");
	for (size_t i = 0; i < shown->cipher_count; i++)
		hc_model_suite(writer, shown->ciphers[i]);
	hc_writer_end(writer);
	hc_writer_part(writer, "reason-then", judgement->reason_then);
	hc_writer_part(writer, "reason-now", judgement->reason_now);
	hc_writer_list(writer, "opinions");
	if (shown->state == HC_TLS_YES && judgement->profile != NULL) {
		opinion(writer, judgement->profile, "then",
		        &judgement->profile_then);
		opinion(writer, judgement->profile, "now",
		        &judgement->profile_now);
	}
	hc_writer_end(writer);
	hc_writer_end(writer);
}

/** The field as it stands, name and line ends included; beyond HC_SHOWN_MAX
 *  bytes its digest stands for the rest. */
void
hc_model_raw(HcWriter *writer, const HcMessage *message, HcSpan where)
{
	const char *bytes = hc_message_bytes(message, where);
	size_t shown = MIN(where.length, HC_SHOWN_MAX);
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	hc_writer_object(writer, "raw");
	hc_writer_number(writer, "shown", shown);
	if (shown < where.length) {
		hc_digest_init(&digest);
		hc_digest_add(&digest, bytes, where.length);
		hc_digest_end(&digest, hex);
		hc_writer_token(writer, "sha256", hex);
	} else {
		hc_writer_none(writer, "sha256");
	}
	hc_writer_text(writer, bytes, shown);
	hc_writer_end(writer);
}

const char *
hc_model_silence_token(HcSilence silence)
{
	static const char *const tokens[] = {
		[HC_SILENCE_NOTHING] = "nothing",
		[HC_SILENCE_CLEAR] = "clear",
		[HC_SILENCE_CLEAR_IF_EHLO] = "clear-if-ehlo",
	};

	return tokens[silence];
}

static void
attributes(HcWriter *writer, const HcHop *hop, const HcJudgement *judgement)
{
	const HcDialect *dialect = hop->received->dialect;

	hc_writer_number(writer, "number", hop->number);
	hc_writer_number(writer, "field", hop->field);
	hc_model_span(writer, hop->where);
	hc_writer_token(writer, "evidence",
	                hc_evidence_grade_token(judgement->evidence));
	hc_writer_flag(writer, "contradicted", judgement->contradicted);
	hc_writer_token(writer, "scope", hc_scope_token(judgement->scope));
	hc_writer_flag(writer, "inner-leg", judgement->inner_leg);
	hc_writer_flag(writer, "misplaced", hop->misplaced);
	hc_writer_token(writer, "link", hc_link_token(hop->link));
	if (hop->delay_known)
		hc_writer_signed(writer, "delay", hop->delay_s);
	else
		hc_writer_none(writer, "delay");
	hc_writer_flag(writer, "reversal", hop->reversal);
	hc_writer_token(writer, "kind", hc_hop_kind_token(hop->kind));
	hc_writer_token(writer, "dialect", dialect->id);
	hc_writer_token(writer, "dialect-name", dialect->name);
	hc_writer_token(writer, "dialect-source", dialect->source);
	hc_writer_token(writer, "silence",
	                hc_model_silence_token(dialect->silence));
	hc_writer_token(writer, "silence-since", dialect->silence_since);
	hc_writer_token(writer, "protocol-family",
	                hop->received->transmission != NULL
	                        ? hop->received->transmission->family
	                        : NULL);
}

void
hc_model_hop(HcWriter *writer, const HcPolicy *policy, const HcVerdict *verdict,
             size_t index)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcChain *chain = hc_evidence_chain(evidence);
	const HcHop *hop = hc_chain_hop(chain, index);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);
	const HcNote *lists[3] = {hop->received->notes, hop->notes, NULL};
	size_t counts[3] = {hop->received->note_count, hop->note_count, 0};

	lists[2] = hc_evidence_notes(evidence, index, &counts[2]);
	hc_writer_object(writer, "hop");
	attributes(writer, hop, judgement);
	hc_writer_part(writer, "why", hc_verdict_why(verdict, index));
	hc_writer_part(writer, "asked", hc_verdict_asked(verdict, index));
	peer(writer, hop->received);
	hc_model_location(writer, policy, verdict, index);
	stamp(writer, &hop->received->stamp);
	tls(writer, hc_evidence_tls(evidence, index), judgement);
	facts(writer, hop->received);
	comments(writer, hc_chain_message(chain), hop->received);
	unused(writer, hc_chain_message(chain), hop);
	hc_model_notes(writer, lists, counts, G_N_ELEMENTS(lists));
	hc_model_raw(writer, hc_chain_message(chain), hop->where);
	hc_writer_end(writer);
}
