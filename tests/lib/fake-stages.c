/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-stages.c - stages with made-up values, behind the public header. */
#include "config.h"

#include "fake-stages.h"

#include <string.h>

Fake fake;

static const char digest[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static const HcDialect dialects[] = {
	{"postfix", "Postfix",        "postfix", HC_SILENCE_CLEAR,   true,  "made up",
         NULL, 0, 0, NULL},
	{"generic", "not recognised", "",        HC_SILENCE_NOTHING, false, "made up",
         NULL, 0, 0, NULL},
};

static const HcTransmission esmtps = {"ESMTPS", "iana", "smtp",    'y',
                                      'n',      false,  "RFC 3848"};

static const HcCipher suites[] = {
	{"0x13,0x02", "TLS_AES_256_GCM_SHA384",                "TLS_AES_256_GCM_SHA384",
         HC_TLS_1_3,										 HC_TLS_1_3, 256, 256, "any", "any", "AES_256_GCM", true,
         true,																		      "tls13" },
	{"0xC0,0x30", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
         "ECDHE-RSA-AES256-GCM-SHA384",						  HC_TLS_1_2, HC_TLS_1_2, 256, 256,
         "ECDHE",														 "RSA", "AES_256_GCM", true, true, "strong"},
};

static const HcCipher *const both_suites[] = {&suites[0], &suites[1]};

static const HcNote notes[] = {
	{HC_NOTE_TIME_REVERSAL, {0, 0}},
	{HC_NOTE_OBS_SPACE,     {1, 2}},
};

static void
fill_received(HcReceived *received, size_t index, HcText text)
{
	HcText *facts = fake.facts[index];

	memset(received, 0, sizeof *received);
	memset(facts, 0, sizeof fake.facts[index]);
	received->facts = facts;
	received->dialect = &dialects[index % 2];
	received->transmission = index == 1 ? &esmtps : NULL;
	/* the last hop states all, the first nothing */
	for (unsigned i = 0; i < HC_FACT_COUNT && index > 0; i++)
		facts[i] = text;
	received->recipients = &facts[HC_FACT_FOR];
	received->recipient_count = index > 0 ? 1 : 0;
	received->peer = (HcAddress){
		index > 0 ? 4 : 0, {203, 0, 113, 9}
        };
	received->rdns_doubted = index == 1;
	received->stamp.state = (HcStampState)(index % 3);
	received->stamp.zone_known = index == 1;
	received->stamp.zone_min = -210;
	received->stamp.unix_s = 1700000000;
	received->stamp.earliest_s = 1700000000 - 50400;
	received->stamp.latest_s = 1700000000 + 50400;
	if (index > 0)
		received->stamp.written = text;
	received->notes = notes;
	received->note_count = G_N_ELEMENTS(notes);
}

static void
fill_tls(HcTls *tls, HcJudgement *judgement, size_t index)
{
	memset(tls, 0, sizeof *tls);
	tls->state = (HcTlsState)(index % 3);
	tls->basis = (HcBasis)index;
	if (tls->state == HC_TLS_YES) {
		tls->version_low = HC_TLS_1_2;
		tls->version_high = HC_TLS_1_3;
		tls->ciphers = both_suites;
		tls->cipher_count = G_N_ELEMENTS(both_suites);
		tls->group = "x25519";
		tls->bits = 256;
		tls->certificate = HC_CERT_FAILED;
	}
	memset(judgement, 0, sizeof *judgement);
	judgement->evidence = (HcEvidenceGrade)(index + 1);
	judgement->scope = (HcScope)(index % 3);
	judgement->grade_then = HC_GRADE_STRONG;
	judgement->grade_now = HC_GRADE_WEAK;
	judgement->profile = &fake.profile;
	judgement->profile_decides = index % 2 == 0;
	judgement->profile_then = (HcProfileOpinion){
		.in_force = true,
		.grade = HC_GRADE_ACCEPTABLE,
		.word_worst = fake.text,
		.word_best = "good",
		.reason = fake.text,
	};
	judgement->profile_now = (HcProfileOpinion){
		.in_force = true,
		.grade = HC_GRADE_WEAK,
		.word = fake.text,
		.word_worst = fake.text,
		.word_best = fake.text,
		.reason = fake.text,
		.source = "made up",
	};
	judgement->reason_now = fake.text;
}

static void
fill_hop(size_t index, HcText text)
{
	HcHop *hop = &fake.hops[index];

	memset(hop, 0, sizeof *hop);
	hop->number = (unsigned)index + 1;
	hop->field = fake.hop_count - index;
	hop->where = fake.fields[hop->field].where;
	hop->received = &fake.received[index];
	hop->link = index + 1 < fake.hop_count ? HC_LINK_NONE : HC_LINK_LAST;
	hop->delay_known = index > 0;
	hop->delay_s = index == 1 ? -4000 : 4;
	hop->reversal = index == 1;
	hop->kind = index == 1 ? HC_HOP_FILTER : HC_HOP_TRANSFER;
	fill_received(&fake.received[index], index, text);
	fill_tls(&fake.tls[index], &fake.judgements[index], index);
}

static void
fill_hints(HcText text)
{
	fake.hint_count = 2;
	fake.hints[0] = (HcHint){
		.kind = HC_HINT_QUEUE_CLOCK,
		.form = "made up",
		.source = "made up",
		.place = HC_PLACE_IN,
		.hop = 2,
		.field = 1,
		.value = text,
		.time_known = true,
		.time_where = text.where,
		.earliest_s = 1700000000 - 7200,
		.latest_s = 1700000000 - 7200,
		.resolution_s = 1,
		.difference_known = true,
		.difference_s = -7200,
	};
	fake.hints[1] = (HcHint){
		.kind = HC_HINT_CLIENT_ADDRESS,
		.form = "made up",
		.source = "made up",
		.place = HC_PLACE_BELOW,
		.hop = 1,
		.field = 2,
		.value = text,
		.address = {4, {203, 0, 113, 99}},
	};
}

static void
fill_profile(void)
{
	fake.word = (HcProfileWord){"good", HC_GRADE_STRONG, 0};
	fake.profile = (HcProfile){
		.id = "made-up",
		.title = fake.text,
		.sha256 = digest,
		.valid_from = "2024-02-29",
		.words = &fake.word,
		.word_count = 1,
	};
}

static void
fill_content(void)
{
	fake.has_content = true;
	fake.form = (HcContentForm){"made-up", HC_CONTENT_PROTECTION,
	                            "made up", "made up", "made up"};
	fake.content_facts[0] = (HcContentFact){
		.form = &fake.form,
		.proof = HC_CONTENT_SHOWN,
		.cover = HC_CONTENT_OF_WHOLE,
		.part = "1",
		.where = {3, 4},
		.value = fake.text,
	};
	fake.content_facts[1] = fake.content_facts[0];
	fake.content_facts[1].proof = HC_CONTENT_CONTRADICTED;
	fake.content_facts[1].nested = 1;
	fake.nested = (HcNested){
		.number = 1,
		.depth = 1,
		.form = "attached",
		.part = "2",
		.where = {5, 6},
		.length = 6,
	};
	fake.journal_recipients[0] = fake.text;
	fake.journal = (HcJournal){
		.where = {1, 2},
		.sender = fake.text,
		.message_id = fake.text,
		.recipients = fake.journal_recipients,
		.recipient_count = 1,
		.original = 1,
	};
}

static void
fill_findings(void)
{
	fake.rule = (HcRule){
		"HC-T01",  HC_SEVERITY_HIGH, fake.text, fake.text,
		fake.text, fake.text,        fake.text,
	};
	fake.finding_count = G_N_ELEMENTS(fake.findings);
	for (size_t i = 0; i < fake.finding_count; i++)
		fake.findings[i] = (HcFinding){
			&fake.rule,
			(HcEffect)(i + 2),
			(unsigned)i,
			{0, fake.block_length},
			fake.text,
			HC_SEVERITY_LOW,
			i == 1,
			false,
			i == 1 ? fake.text : NULL,
			i == 1 ? fake.text : NULL
                };
}

void
fake_fill(const char *bytes, size_t length)
{
	HcText text;

	memset(&fake, 0, sizeof fake);
	fake.text = g_strndup(bytes, length);
	fake.display = g_utf8_make_valid(bytes, (gssize)length);
	fake.block = bytes;
	fake.block_length = (uint32_t)length;
	fake.place = (HcPlace){.label = fake.text,
	                       .number = 1,
	                       .length = length,
	                       .sha256 = digest};
	fake.hop_count = FAKE_HOPS;
	fake.field_count = FAKE_HOPS + 1;
	for (size_t i = 0; i < fake.field_count; i++)
		fake.fields[i].where = fake.fields[i].value =
			(HcSpan){0, (uint32_t)length};
	text = (HcText){
		fake.text, {0, (uint32_t)length}
        };
	fill_profile();
	for (size_t i = 0; i < fake.hop_count; i++)
		fill_hop(i, text);
	fill_hints(text);
	fill_findings();
	fill_content();
	fake.message_notes = notes;
	fake.message_note_count = G_N_ELEMENTS(notes);
	fake.outcome = HC_OUTCOME_FAIL;
	fake.reason = fake.text;
	fake.own_set = fake.text;
	fake.horizon = 2;
	fake.boundary = 2;
	fake.recipients[0] = fake.text;
	fake.recipient_count = 1;
}

void
fake_clear(void)
{
	g_free(fake.text);
	g_free(fake.display);
	memset(&fake, 0, sizeof fake);
}

const HcVerdict *
fake_verdict(void)
{
	return (const HcVerdict *)(const void *)&fake;
}

const HcPolicy *
fake_policy(void)
{
	return (const HcPolicy *)(const void *)&fake;
}

/* ------------------------------------------------------- source, message */

const char *
hc_kind_token(HcKind kind)
{
	return kind == HC_KIND_MBOX ? "mbox" : "eml";
}

const char *
hc_mbox_dialect(const HcMboxEvidence *evidence)
{
	return evidence->requoted > 0 ? "mboxrd" : "unknown";
}

const HcPlace *
hc_raw_place(const HcRaw *raw)
{
	return &fake.place;
}

HcRaw *
hc_message_raw(const HcMessage *message)
{
	return NULL;
}

const HcField *
hc_message_field(const HcMessage *message, size_t index)
{
	return &fake.fields[index];
}

/** Field 0 is a Subject, the others are Received fields. */
size_t
hc_message_find(const HcMessage *message, const char *name, size_t from)
{
	return from == 0 && strcmp(name, "Subject") == 0 ? 0 : SIZE_MAX;
}

const char *
hc_message_bytes(const HcMessage *message, HcSpan span)
{
	return fake.block + span.offset;
}

char *
hc_message_display(const HcMessage *message, HcSpan span)
{
	return g_strdup(fake.display);
}

const HcNote *
hc_message_notes(const HcMessage *message, size_t *count_out)
{
	*count_out = fake.message_note_count;
	return fake.message_notes;
}

/* -------------------------------------------------------- received, chain */

const char *
hc_fact_token(HcFact fact)
{
	static const char *const tokens[HC_FACT_COUNT] = {
		[HC_FACT_FROM] = "from", [HC_FACT_HELO] = "helo",
		[HC_FACT_RDNS] = "rdns", [HC_FACT_ADDRESS] = "address",
		[HC_FACT_BY] = "by",     [HC_FACT_DATE] = "date",
	};

	return tokens[fact] != NULL ? tokens[fact] : "via";
}

const char *
hc_link_token(HcLink link)
{
	return link == HC_LINK_LAST ? "last" : "none";
}

HcMessage *
hc_chain_message(const HcChain *chain)
{
	return NULL;
}

size_t
hc_chain_length(const HcChain *chain)
{
	return fake.hop_count;
}

size_t
hc_chain_received_count(const HcChain *chain)
{
	return fake.hop_count;
}

const HcHop *
hc_chain_hop(const HcChain *chain, size_t index)
{
	return &fake.hops[index];
}

/* --------------------------------------------------------------- evidence */

const char *
hc_tls_state_token(HcTlsState state)
{
	static const char *const tokens[] = {"unrecorded", "no", "yes",
	                                     "not-smtp", "contradicted"};

	return tokens[state];
}

const char *
hc_basis_token(HcBasis basis)
{
	static const char *const tokens[] = {"none", "detail", "phrase"};

	return tokens[basis];
}

const char *
hc_tls_version_name(unsigned version)
{
	return version == HC_TLS_1_2 ? "TLSv1.2"
	                             : (version == HC_TLS_1_3 ? "TLSv1.3" : "");
}

const char *
hc_certificate_token(HcCertificate certificate)
{
	return certificate == HC_CERT_FAILED ? "failed" : "unstated";
}

const char *
hc_grade_token(HcGrade grade)
{
	static const char *const tokens[] = {"none", "broken", "weak",
	                                     "acceptable", "strong"};

	return tokens[grade];
}

HcChain *
hc_evidence_chain(const HcEvidence *evidence)
{
	return NULL;
}

const HcTls *
hc_evidence_tls(const HcEvidence *evidence, size_t index)
{
	return &fake.tls[index];
}

const HcNote *
hc_evidence_notes(const HcEvidence *evidence, size_t index, size_t *count_out)
{
	*count_out = 0;
	return NULL;
}

/* ----------------------------------------------------------------- policy */

const char *
hc_rule_date(void)
{
	return "2024-02-29";
}

const char *
hc_evidence_grade_token(HcEvidenceGrade grade)
{
	static const char *const tokens[] = {"unattributable", "claimed",
	                                     "partner", "attested"};

	return tokens[grade];
}

const char *
hc_scope_token(HcScope scope)
{
	static const char *const tokens[] = {"outside", "boundary", "internal"};

	return tokens[scope];
}

const char *
hc_outcome_token(HcOutcome outcome)
{
	static const char *const tokens[] = {"pass", "fail", "indeterminate"};

	return tokens[outcome];
}

const HcProfile *
hc_policy_profile(const HcPolicy *policy)
{
	return &fake.profile;
}

bool
hc_policy_profile_is_stated(const HcPolicy *policy)
{
	return true;
}

const HcRule *
hc_rules(size_t *count_out)
{
	*count_out = 1;
	return &fake.rule;
}

bool
hc_policy_rule_effect(const HcPolicy *policy, const HcRule *rule,
                      HcEffect *effect_out)
{
	*effect_out = HC_EFFECT_FAIL;
	return true;
}

HcEffect
hc_rule_effect(const HcRule *rule)
{
	(void)rule;
	return HC_EFFECT_FAIL;
}

const char *
hc_severity_token(HcSeverity severity)
{
	static const char *const tokens[] = {"info", "low", "medium", "high",
	                                     "critical"};

	return tokens[severity];
}

const char *
hc_effect_token(HcEffect effect)
{
	static const char *const tokens[] = {"info", "warn", "indeterminate",
	                                     "fail"};

	return tokens[effect];
}

HcEvidence *
hc_verdict_evidence(const HcVerdict *verdict)
{
	return NULL;
}

HcOutcome
hc_verdict_outcome(const HcVerdict *verdict)
{
	return fake.outcome;
}

const char *
hc_verdict_why(const HcVerdict *verdict, size_t index)
{
	return fake.text;
}

const char *
hc_verdict_asked(const HcVerdict *verdict, size_t index)
{
	return NULL;
}

const char *
hc_verdict_reason(const HcVerdict *verdict)
{
	return fake.reason;
}

const HcJudgement *
hc_verdict_judgement(const HcVerdict *verdict, size_t index)
{
	return &fake.judgements[index];
}

const char *
hc_catalogue_source(void)
{
	return "";
}

const HcAtlas *
hc_policy_atlas(const HcPolicy *policy)
{
	return NULL;
}

const HcLocation *
hc_verdict_location(const HcVerdict *verdict, size_t index)
{
	return NULL;
}

unsigned
hc_verdict_horizon(const HcVerdict *verdict)
{
	return fake.horizon;
}

unsigned
hc_verdict_boundary(const HcVerdict *verdict)
{
	return fake.boundary;
}

const char *
hc_verdict_own_set(const HcVerdict *verdict)
{
	return fake.own_set;
}

const HcFinding *
hc_verdict_findings(const HcVerdict *verdict, size_t *count_out)
{
	*count_out = fake.finding_count;
	return fake.findings;
}

const char *const *
hc_verdict_recipients(const HcVerdict *verdict, size_t *count_out)
{
	*count_out = fake.recipient_count;
	return fake.recipients;
}

HcOutcome
hc_verdict_recipient_outcome(const HcVerdict *verdict, size_t index)
{
	return fake.outcome;
}

const char *
hc_verdict_recipient_reason(const HcVerdict *verdict, size_t index)
{
	return fake.reason;
}

const HcLeg *
hc_verdict_legs(const HcVerdict *verdict, size_t *count_out)
{
	static HcLeg legs[2];

	legs[0] = (HcLeg){HC_LEG_BEFORE, 0, 1, fake.text};
	legs[1] = (HcLeg){HC_LEG_READER, 2, 0, "From hop 2 to the reader."};
	*count_out = G_N_ELEMENTS(legs);
	return legs;
}

unsigned
hc_verdict_leg_kinds(const HcVerdict *verdict)
{
	return 1u << HC_LEG_BEFORE | 1u << HC_LEG_READER;
}

const char *
hc_leg_kind_token(HcLegKind kind)
{
	return kind == HC_LEG_BEFORE ? "before-first-stamp" : "last-to-reader";
}

const char *
hc_verdict_recipients_from(const HcVerdict *verdict)
{
	return "option";
}

const char *
hc_hop_kind_token(HcHopKind kind)
{
	return kind == HC_HOP_FILTER ? "content-filter" : "transfer";
}

const char *
hc_hint_kind_token(HcHintKind kind)
{
	return kind == HC_HINT_QUEUE_CLOCK ? "queue-id-clock"
	                                   : "client-address";
}

const char *
hc_hint_place_token(HcHintPlace place)
{
	static const char *const tokens[] = {"none", "in", "above", "below"};

	return tokens[place];
}

const HcHint *
hc_chain_hints(const HcChain *chain, size_t *count_out)
{
	*count_out = fake.hint_count;
	return fake.hints;
}

/* ---------------------------------------------------------------- content */

HcContent *
hc_verdict_content(const HcVerdict *verdict)
{
	return fake.has_content ? (HcContent *)&fake : NULL;
}

const char *
hc_content_kind_token(HcContentKind kind)
{
	return kind == HC_CONTENT_PROTECTION ? "protection" : "request";
}

const char *
hc_content_proof_token(HcContentProof proof)
{
	return proof == HC_CONTENT_SHOWN ? "shown" : "contradicted";
}

const char *
hc_content_cover_token(HcContentCover cover)
{
	return cover == HC_CONTENT_OF_WHOLE ? "whole" : "part";
}

const char *
hc_structure_token(HcStructure structure)
{
	return structure == HC_STRUCTURE_READ ? "read" : "partial";
}

HcStructure
hc_content_structure(const HcContent *content)
{
	return HC_STRUCTURE_READ;
}

const char *
hc_content_doubt(const HcContent *content)
{
	return "a made-up doubt";
}

uint64_t
hc_content_part_count(const HcContent *content)
{
	return 2;
}

const HcContentFact *
hc_content_facts(const HcContent *content, size_t *count_out)
{
	*count_out = G_N_ELEMENTS(fake.content_facts);
	return fake.content_facts;
}

const HcNested *
hc_content_nested(const HcContent *content, size_t *count_out)
{
	*count_out = 1;
	return &fake.nested;
}

const HcJournal *
hc_content_journal(const HcContent *content)
{
	return &fake.journal;
}

const HcNote *
hc_content_notes(const HcContent *content, size_t *count_out)
{
	static const HcNote notes[] = {{HC_NOTE_NESTED_ENCODED, {5, 6}}};

	*count_out = G_N_ELEMENTS(notes);
	return notes;
}
