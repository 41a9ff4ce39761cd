/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find.c - findings: what the rules make of the judged hops. */
#include "config.h"

#include "find.h"

#include <string.h>

static void (*const hop_rules[])(const HcCase *at) = {
	hc_find_clear,      hc_find_clear_login,   hc_find_strength,
	hc_find_silence,    hc_find_contradiction, hc_find_keyword,
	hc_find_unreadable, hc_find_clock,         hc_find_gap,
};

static void (*const message_rules[])(const HcPolicy *policy,
                                     HcVerdict *verdict) = {
	hc_find_misplaced,      hc_find_anchor_trouble, hc_find_claims,
	hc_find_silence_inside, hc_find_unsettled,      hc_find_way_out,
};

HcFinding *
hc_verdict_report(G_GNUC_UNUSED const HcPolicy *policy, HcVerdict *verdict, HcRuleIndex rule,
                  HcEffect effect, unsigned hop, HcSpan where,
                  const char *sentence)
{
	HcFinding finding = {.rule = hc_rule(rule),
	                     .effect = effect,
	                     .hop = hop,
	                     .where = where,
	                     .sentence = sentence,
	                     .severity = hc_rule(rule)->severity};

	g_array_append_val(verdict->findings, finding);
	return &g_array_index(verdict->findings, HcFinding,
	                      verdict->findings->len - 1);
}

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

void
hc_find(const HcPolicy *policy, HcVerdict *verdict)
{
	for (size_t i = 0; i < verdict->walk.count; i++) {
		HcCase at;

		hc_case_read(policy, verdict, i, &at);
		for (size_t k = 0; k < G_N_ELEMENTS(hop_rules); k++)
			hop_rules[k](&at);
	}
	for (size_t k = 0; k < G_N_ELEMENTS(message_rules); k++)
		message_rules[k](policy, verdict);
	g_array_sort(verdict->findings, compare_findings);
}
