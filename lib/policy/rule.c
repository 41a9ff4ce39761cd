/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule.c - the finding catalogue, and the words of judgement. */
#include "config.h"

#define HC_RULE_ROWS
#include "rule.h"

const HcRule *
hc_rule(HcRuleIndex index)
{
	g_return_val_if_fail(index < HC_RULE_COUNT, NULL);
	return &rules[index];
}

const HcRule *
hc_rules(size_t *count_out)
{
	g_return_val_if_fail(count_out, NULL);
	*count_out = HC_RULE_COUNT;
	return rules;
}

HcEffect
hc_rule_effect(const HcRule *rule)
{
	/* the others inform */
	static const HcEffect strongest[HC_RULE_COUNT] = {
		[HC_A02] = HC_EFFECT_WARN,
		[HC_C01] = HC_EFFECT_WARN,
		[HC_C02] = HC_EFFECT_INDETERMINATE,
		[HC_C03] = HC_EFFECT_WARN,
		[HC_C05] = HC_EFFECT_WARN,
		[HC_E02] = HC_EFFECT_INDETERMINATE,
		[HC_E03] = HC_EFFECT_INDETERMINATE,
		[HC_E05] = HC_EFFECT_WARN,
		[HC_E06] = HC_EFFECT_INDETERMINATE,
		[HC_E07] = HC_EFFECT_INDETERMINATE,
		[HC_P01] = HC_EFFECT_WARN,
		[HC_P02] = HC_EFFECT_WARN,
		[HC_T01] = HC_EFFECT_FAIL,
		[HC_T02] = HC_EFFECT_WARN,
		[HC_T04] = HC_EFFECT_FAIL,
		[HC_T05] = HC_EFFECT_FAIL,
		[HC_T07] = HC_EFFECT_FAIL,
		[HC_T08] = HC_EFFECT_FAIL,
		[HC_T09] = HC_EFFECT_FAIL,
		[HC_T10] = HC_EFFECT_FAIL,
		[HC_T11] = HC_EFFECT_FAIL,
		[HC_T12] = HC_EFFECT_INDETERMINATE,
		[HC_T14] = HC_EFFECT_WARN,
		[HC_T15] = HC_EFFECT_FAIL,
	};

	g_return_val_if_fail(rule >= rules && rule < rules + HC_RULE_COUNT,
	                     HC_EFFECT_INFO);
	return strongest[rule - rules];
}

static const char *
token_at(const char *const *tokens, size_t count, unsigned index)
{
	g_return_val_if_fail(index < count, "");
	return tokens[index];
}

const char *
hc_evidence_grade_token(HcEvidenceGrade grade)
{
	static const char *const tokens[] = {"unattributable", "claimed",
	                                     "partner", "attested"};

	return token_at(tokens, G_N_ELEMENTS(tokens), grade);
}

const char *
hc_scope_token(HcScope scope)
{
	static const char *const tokens[] = {"outside", "boundary", "internal",
	                                     "unknown"};

	return token_at(tokens, G_N_ELEMENTS(tokens), scope);
}

const char *
hc_outcome_token(HcOutcome outcome)
{
	static const char *const tokens[] = {"pass", "fail", "indeterminate"};

	return token_at(tokens, G_N_ELEMENTS(tokens), outcome);
}

const char *
hc_severity_token(HcSeverity severity)
{
	static const char *const tokens[] = {"info", "low", "medium", "high",
	                                     "critical"};

	return token_at(tokens, G_N_ELEMENTS(tokens), severity);
}

const char *
hc_effect_token(HcEffect effect)
{
	static const char *const tokens[] = {"info", "warn", "indeterminate",
	                                     "fail"};

	return token_at(tokens, G_N_ELEMENTS(tokens), effect);
}
