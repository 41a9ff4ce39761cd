/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find.c - findings: what the rules make of the judged hops. */
#include "config.h"

#include "find.h"

#include <string.h>

#define STATE(state) (1u << HC_TLS_##state)
#define ANY (~0u)

/* A rule on a hop, and for which it is asked: each rule looks for itself what
 * there is to find, but most have nothing to do with most hops. */
static const struct {
	void (*find)(const HcCase *at);
	unsigned states; /* of the hop's TLS, as bits */
	bool document;   /* only by a policy document */
} hop_rules[] = {
	{hc_find_clear,         STATE(NO),                           false},
	{hc_find_clear_login,   STATE(NO),                           false},
	{hc_find_strength,      STATE(YES),                          false},
	{hc_find_silence,       STATE(UNRECORDED) | STATE(NOT_SMTP), false},
	{hc_find_contradiction, STATE(CONTRADICTED),                 false},
	{hc_find_keyword,       ANY,				 false},
	{hc_find_unreadable,    ANY,                                 false},
	{hc_find_clock,         ANY,				 false},
	{hc_find_gap,           ANY,				 false},
	{hc_find_certificate,   STATE(YES),                          true },
	{hc_find_login,         ANY,				 true },
	{hc_find_side_door,     ANY,				 true },
	{hc_find_third_party,   ANY,                                 true },
	{hc_find_private_peer,  ANY,                                 true },
	{hc_find_hearsay,       ANY,				 true },
	{hc_find_place,         ANY,				 true },
};

static void (*const message_rules[])(const HcPolicy *policy,
                                     HcVerdict *verdict) = {
	hc_find_misplaced,       hc_find_anchor_trouble, hc_find_claims,
	hc_find_silence_inside,  hc_find_unsettled,      hc_find_way_out,
	hc_find_membership,      hc_find_detour,         hc_find_waiver,
	hc_find_foreign_results, hc_find_protection,     hc_find_request,
};

/* Rules whose breach leaves a requirement of the policy unmet, so that a breach
 * too light to fail is no pass either. */
static bool
is_requirement(HcRuleIndex rule)
{
	char group = hc_rule(rule)->id[3];

	return group == 'T' || group == 'P' || group == 'X' || group == 'J';
}

/* What the document made of a finding, told with the finding: a report must not
 * show another severity than the catalogue's without a word. */
static void
tell_override(const HcOverrideRule *stated, HcVerdict *verdict,
              const HcFinding *before, HcFinding *finding)
{
	g_autofree char *place = hc_place_text(&stated->place);

	finding->sentence = hc_verdict_text(
		verdict,
		"%s  Overridden by %s%s%s: severity %s and effect %s in place "
		"of %s and %s.",
		finding->sentence, place, stated->reason ? ", " : "",
		stated->reason ? stated->reason : "",
		hc_severity_token(finding->severity),
		hc_effect_token(finding->effect),
		hc_severity_token(before->severity),
		hc_effect_token(before->effect));
}

static void
tell_fail_at(const HcDocument *document, HcVerdict *verdict, HcFinding *finding)
{
	finding->sentence = hc_verdict_text(
		verdict,
		"%s  The policy lets what is of severity %s and above fail a "
		"message, so this has the effect %s.",
		finding->sentence,
		hc_severity_token(document->judgement.fail_at),
		hc_effect_token(finding->effect));
}

/* Severity and effect as the document sets them; what is below the severity
 * that fails does not. */
static void
override(const HcDocument *document, int64_t day, HcVerdict *verdict,
         HcRuleIndex rule, HcFinding *finding)
{
	const HcOverrideRule *stated =
		hc_document_override(document, finding->rule->id, day);
	HcFinding before = *finding;

	if (stated && stated->has_severity)
		finding->severity = stated->severity;
	if (stated && stated->has_effect)
		finding->effect = stated->effect;
	if (stated)
		tell_override(stated, verdict, &before, finding);
	if (finding->effect == HC_EFFECT_FAIL &&
	    finding->severity < document->judgement.fail_at) {
		finding->effect = is_requirement(rule) ? HC_EFFECT_INDETERMINATE
		                                       : HC_EFFECT_WARN;
		tell_fail_at(document, verdict, finding);
	}
}

static void
suppress(const HcDocument *document, int64_t day, HcVerdict *verdict,
         HcFinding *finding)
{
	const HcSuppressRule *stated =
		hc_document_suppression(document, finding->rule->id, day);

	if (!stated)
		return;
	finding->suppressed = true;
	finding->set_aside = hc_arena_text(verdict->arena, stated->sentence,
	                                   strlen(stated->sentence));
}

HcFinding *
hc_verdict_report(const HcPolicy *policy, HcVerdict *verdict, HcRuleIndex rule,
                  HcEffect effect, unsigned hop, HcSpan where,
                  const char *sentence)
{
	HcFinding finding = {.rule = hc_rule(rule),
	                     .effect = effect,
	                     .hop = hop,
	                     .where = where,
	                     .sentence = sentence,
	                     .severity = hc_rule(rule)->severity};
	int64_t day =
		hop ? verdict->walk.steps[hop - 1].day : verdict->walk.day;

	if (policy->document) {
		override(policy->document, day, verdict, rule, &finding);
		suppress(policy->document, day, verdict, &finding);
	}
	g_array_append_val(verdict->findings, finding);
	return &g_array_index(verdict->findings, HcFinding,
	                      verdict->findings->len - 1);
}

/* As many as are sorted in place. */
#define FEW 16

static int
compare_findings(const void *a, const void *b)
{
	const HcFinding *one = a;
	const HcFinding *other = b;

	if (one->effect != other->effect)
		return one->effect > other->effect ? -1 : 1;
	if (one->severity != other->severity)
		return one->severity > other->severity ? -1 : 1;
	if (one->hop != other->hop)
		return one->hop > other->hop ? -1 : 1;
	if (one->rule != other->rule)
		return strcmp(one->rule->id, other->rule->id);
	return g_strcmp0(one->recipient, other->recipient);
}

/* They are few, and mostly stand in order already. */
static void
sort_findings(GArray *findings)
{
	HcFinding *at = (HcFinding *)(void *)findings->data;

	if (findings->len > FEW) {
		g_array_sort(findings, compare_findings);
		return;
	}
	for (guint i = 1; i < findings->len; i++) {
		HcFinding finding = at[i];
		guint k = i;

		for (; k > 0 && compare_findings(&at[k - 1], &finding) > 0; k--)
			at[k] = at[k - 1];
		at[k] = finding;
	}
}

static void
find_on_hop(const HcCase *at)
{
	unsigned state = 1u << at->tls->state;

	for (size_t k = 0; k < G_N_ELEMENTS(hop_rules); k++)
		if ((hop_rules[k].states & state) &&
		    (at->policy->document || !hop_rules[k].document))
			hop_rules[k].find(at);
}

void
hc_find(const HcPolicy *policy, HcVerdict *verdict)
{
	hc_cases_read(policy, verdict);
	for (size_t i = 0; i < verdict->walk.count; i++)
		find_on_hop(&verdict->cases[i]);
	for (size_t k = 0; k < G_N_ELEMENTS(message_rules); k++)
		message_rules[k](policy, verdict);
	hc_mitigate(policy, verdict);
	sort_findings(verdict->findings);
}
