/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* case.c - one hop under judgement, and the words that findings share. */
#include "config.h"

#include "case.h"

static void
read_case(const HcPolicy *policy, HcVerdict *verdict, size_t index, HcCase *out)
{
	out->verdict = verdict;
	out->policy = policy;
	out->index = index;
	out->hop = hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
	out->received = out->hop->received;
	out->step = &verdict->walk.steps[index];
	out->tls = hc_evidence_tls(verdict->evidence, index);
	out->judgement = &verdict->judgements[index];
}

void
hc_cases_read(const HcPolicy *policy, HcVerdict *verdict)
{
	size_t count = verdict->walk.count;

	verdict->cases = hc_arena_alloc(verdict->arena, count * sizeof(HcCase));
	for (size_t i = 0; i < count; i++)
		read_case(policy, verdict, i, &verdict->cases[i]);
}

void
hc_case_report(const HcCase *at, HcRuleIndex rule, HcEffect effect,
               HcSpan where, const char *sentence)
{
	hc_verdict_report(at->policy, at->verdict, rule, effect,
	                  at->hop->number,
	                  where.length ? where : at->hop->where, sentence);
}

/* An attested field states; anything below claims. */
const char *
hc_case_verb(const HcCase *at)
{
	return at->step->attested ? "stated" : "is said to have stated";
}

const char *
hc_case_peer(const HcCase *at)
{
	return hc_verdict_peer(at->verdict, at->index);
}

const char *
hc_case_quote(const HcCase *at)
{
	return hc_verdict_quote(at->verdict, at->tls->where);
}

bool
hc_case_is_boundary(const HcCase *at)
{
	return at->judgement->scope == HC_SCOPE_BOUNDARY;
}

const HcProfile *
hc_case_profile(const HcCase *at)
{
	return hc_asks_profile(at->verdict, at->policy, at->index);
}

HcDemand
hc_case_demand(const HcCase *at)
{
	return hc_asks_demand(at->verdict, at->policy, at->index);
}

bool
hc_case_needs_tls(const HcCase *at)
{
	return hc_case_demand(at) >= HC_DEMAND_REQUIRED;
}

HcEffect
hc_case_unmet(const HcCase *at, HcEffect required)
{
	switch (hc_case_demand(at)) {
	case HC_DEMAND_NONE:
		return HC_EFFECT_INFO;
	case HC_DEMAND_PREFERRED:
		return HC_EFFECT_WARN;
	default:
		return required;
	}
}

HcEffect
hc_case_adverse(const HcCase *at)
{
	return at->policy->document ? at->policy->document->judgement.adverse
	                            : HC_EFFECT_WARN;
}

bool
hc_case_is_dated(const HcCase *at)
{
	HcStampState state = at->received->stamp.state;

	return state == HC_STAMP_POINT || state == HC_STAMP_INTERVAL;
}

/* Numbers beyond these are only counted. */
#define NUMBERS_MAX 20

static void
append_number(GString *text, const char *before, unsigned number)
{
	char digits[3 * sizeof number + 1];
	size_t at = sizeof digits - 1;

	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	g_string_append(text, before);
	g_string_append(text, digits + at);
}

void
hc_cases_init(HcCases *several, const HcVerdict *verdict,
              bool (*holds)(const HcCase *at))
{
	unsigned last = 0;

	several->numbers = NULL; /* mostly nothing holds */
	several->count = 0;
	for (size_t i = verdict->walk.count; i-- > 0;) {
		const HcCase *at = &verdict->cases[i];

		if (!holds(at))
			continue;
		if (several->count++ == 0) {
			several->first = *at;
			several->numbers = g_string_new(NULL);
		} else if (several->count <= NUMBERS_MAX + 1) {
			append_number(several->numbers,
			              several->numbers->len ? ", " : "", last);
		}
		last = at->hop->number;
	}
	if (several->count > NUMBERS_MAX)
		g_string_append_printf(several->numbers, " and %u more",
		                       several->count - NUMBERS_MAX);
	else if (several->count)
		append_number(several->numbers,
		              several->count > 1 ? " and " : "", last);
}

void
hc_cases_clear(HcCases *several)
{
	if (several->numbers)
		g_string_free(several->numbers, TRUE);
}
