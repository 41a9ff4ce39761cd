/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule.c - the finding catalogue, and the words of judgement. */
#include "config.h"

#define HC_RULE_ROWS
#include "policy.h"
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

static bool
is_of_table(const HcRule *rule)
{
	return rule >= rules && rule < rules + HC_RULE_COUNT;
}

HcEffect
hc_rule_effect(const HcRule *rule)
{
	unsigned effect;

	g_return_val_if_fail(is_of_table(rule), HC_EFFECT_INFO);
	effect = effects[rule - rules][0];
	return effect > HC_EFFECT_FAIL ? HC_EFFECT_INFO : (HcEffect)effect;
}

/* An override may make it stronger for a time; what it makes of a finding
 * stands there. */
bool
hc_policy_rule_effect(const HcPolicy *policy, const HcRule *rule,
                      HcEffect *effect_out)
{
	unsigned effect;

	g_return_val_if_fail(policy && is_of_table(rule) && effect_out, false);
	effect = effects[rule - rules][policy->document != NULL];
	*effect_out =
		effect > HC_EFFECT_FAIL ? HC_EFFECT_INFO : (HcEffect)effect;
	return effect <= HC_EFFECT_FAIL;
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
