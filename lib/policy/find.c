/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find.c - findings: what the rules make of the judged hops. */
#include "config.h"

#include "find.h"

#include <string.h>

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

/* Most messages have fewer. */
#define FINDINGS_USUAL 8

static HcFinding *
append(HcVerdict *verdict, const HcFinding *finding)
{
	HcFinding *place;

	if (verdict->finding_count == verdict->finding_room) {
		const HcFinding *old = verdict->findings;
		size_t size = verdict->finding_count * sizeof *old;

		verdict->finding_room =
			MAX(2 * verdict->finding_room, FINDINGS_USUAL);
		verdict->findings = hc_arena_alloc(
			verdict->arena, verdict->finding_room * sizeof *old);
		if (size > 0)
			memcpy(verdict->findings, old, size);
	}
	place = &verdict->findings[verdict->finding_count++];
	*place = *finding;
	return place;
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
	return append(verdict, &finding);
}

/* As many as are sorted in place. */
#define FEW 16

static int
compare_findings(const void *a, const void *b, void *data)
{
	const HcFinding *one = a;
	const HcFinding *other = b;

	(void)data;
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
sort_findings(HcFinding *at, size_t count)
{
	if (count > FEW) {
		/* which leaves equal ones in their order */
		g_qsort_with_data(at, (int)count, sizeof *at, compare_findings,
		                  NULL);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		HcFinding finding = at[i];
		size_t k = i;

		for (;
		     k > 0 && compare_findings(&at[k - 1], &finding, NULL) > 0;
		     k--)
			at[k] = at[k - 1];
		at[k] = finding;
	}
}

/* Rules on what a hop's TLS is. */
static void
find_by_state(const HcCase *at)
{
	switch (at->tls->state) {
	case HC_TLS_NO:
		hc_find_clear(at);
		hc_find_clear_login(at);
		break;
	case HC_TLS_YES:
		hc_find_strength(at);
		break;
	case HC_TLS_UNRECORDED:
	case HC_TLS_NOT_SMTP:
		hc_find_silence(at);
		break;
	case HC_TLS_CONTRADICTED:
		hc_find_contradiction(at);
		break;
	}
}

/* Rules that only a policy document asks for. */
static void
find_by_document(const HcCase *at)
{
	if (at->tls->state == HC_TLS_YES)
		hc_find_certificate(at);
	hc_find_login(at);
	hc_find_side_door(at);
	hc_find_third_party(at);
	hc_find_private_peer(at);
	hc_find_hearsay(at);
	hc_find_place(at);
}

/* Each rule looks for itself what there is to find, but most have nothing to do
 * with most hops. */
static void
find_on_hop(const HcCase *at)
{
	find_by_state(at);
	hc_find_keyword(at);
	hc_find_unreadable(at);
	hc_find_clock(at);
	hc_find_gap(at);
	if (at->policy->document)
		find_by_document(at);
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
	sort_findings(verdict->findings, verdict->finding_count);
}
