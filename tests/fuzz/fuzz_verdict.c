/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_verdict.c - any bytes below a boundary field of our own: whatever they
 * are, no hop of theirs is attested and every span lies in the message. */
#include "config.h"

#include <string.h>

#include "feed.h"
#include "harness.h"
#include "hopcheck.h"

static const char boundary[] =
	"Received: from mx.example.org (unknown [198.51.100.7]) by "
	"mx.example.org (Postfix) with ESMTPS id 1; Tue, 18 Aug 2026 10:00:00 "
	"+0000\n";

static void
check_span(HcSpan where, size_t length)
{
	g_assert_cmpuint((uint64_t)where.offset + where.length, <=, length);
}

static void
check_hops(const HcVerdict *verdict, size_t length)
{
	HcEvidence *evidence = hc_verdict_evidence(verdict);
	size_t count = hc_chain_length(hc_evidence_chain(evidence));

	for (size_t i = 0; i < count; i++) {
		const HcJudgement *judgement = hc_verdict_judgement(verdict, i);
		const HcTls *tls = hc_evidence_tls(evidence, i);
		size_t notes;
		const HcNote *list = hc_evidence_notes(evidence, i, &notes);

		g_assert((judgement->evidence == HC_EVIDENCE_ATTESTED) ==
		         (i + 1 == count));
		g_assert((judgement->scope == HC_SCOPE_OUTSIDE) ==
		         (i + 1 != count));
		g_assert_nonnull(hc_verdict_why(verdict, i));
		g_assert_cmpuint(tls->version_low, <=, tls->version_high);
		check_span(tls->where, length);
		for (size_t k = 0; k < notes; k++)
			check_span(list[k].where, length);
	}
	g_assert_cmpuint(hc_verdict_horizon(verdict), ==, count);
	g_assert_cmpuint(hc_verdict_boundary(verdict), ==, count);
}

static void
check_findings(const HcVerdict *verdict, size_t length)
{
	size_t count;
	const HcFinding *findings = hc_verdict_findings(verdict, &count);

	g_assert_cmpint(hc_verdict_outcome(verdict), ==,
	                HC_OUTCOME_INDETERMINATE);
	for (size_t i = 0; i < count; i++) {
		check_span(findings[i].where, length);
		g_assert_cmpint(findings[i].effect, !=, HC_EFFECT_FAIL);
		g_assert_cmpuint(strlen(findings[i].sentence), >, 0);
	}
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	/* A line that goes on with the field above is no field of its own. */
	if (size && (data[0] == ' ' || data[0] == '\t'))
		return;

	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GString) text = g_string_new(boundary);
	g_autoptr(HcSource) source = NULL;
	g_autoptr(HcRaw) raw = NULL;

	g_string_append_len(text, (const char *)data, (gssize)size);
	source = hc_source_new_from_bytes("fuzz", text->str, text->len,
	                                  HC_KIND_EML);
	hc_source_expect_message(source);
	g_assert(hc_source_next(source, &raw, NULL));

	g_autoptr(HcMessage) message = hc_message_new(raw);
	g_autoptr(HcChain) chain = hc_chain_new(message);
	g_autoptr(HcEvidence) evidence = hc_evidence_new(chain);
	g_autoptr(HcVerdict) verdict = hc_policy_judge(policy, evidence);

	check_hops(verdict, text->len);
	check_findings(verdict, text->len);
}
