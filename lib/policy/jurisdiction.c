/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* jurisdiction.c - whether a policy allows the place of a host, on a day.
 *
 * A contract says where hosts are; an address lets it be inferred, which is
 * worth what the policy says.  What nothing settles is unknown, never allowed,
 * and a decision for some recipients shows nothing of this one. */
#include "config.h"

#include "jurisdiction.h"

#include <string.h>

typedef struct {
	const char *code, *name;
} Country;

#include "jurisdictions-table.h"

/* ------------------------------------------------------------------ tables */

const char *
hc_country_name(const char *code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(countries); i++)
		if (strcmp(countries[i].code, code) == 0)
			return countries[i].name;
	return NULL;
}

static bool
is_group(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (strcmp(groups[i].group, name) == 0)
			return true;
	return false;
}

bool
hc_jurisdiction_is_known(const char *allowed)
{
	return is_group(allowed) || hc_country_name(allowed) != NULL;
}

/** The best row found so far. */
typedef struct {
	HcBelonging belonging;
	const HcGroupRow *row;
} Best;

static void
better(Best *best, const HcGroupRow *row, bool whole)
{
	HcBelonging belonging = whole ? HC_BELONGS_WHOLE : HC_BELONGS_IN_PART;

	if (belonging > best->belonging) {
		best->belonging = belonging;
		best->row = row;
	}
}

/* The rows of a group that name countries; one that takes another group in is
 * left to ask_group(), so that there is one level and no loop. */
static void
ask_rows(const char *group, const char *code, int64_t day, bool whole,
         Best *best)
{
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (strcmp(groups[i].group, group) == 0 &&
		    strcmp(groups[i].code, code) == 0 &&
		    hc_period_holds(groups[i].period, day))
			better(best, &groups[i], whole && groups[i].whole);
}

static void
ask_group(const char *group, const char *code, int64_t day, Best *best)
{
	ask_rows(group, code, day, true, best);
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (strcmp(groups[i].group, group) == 0 &&
		    groups[i].code[0] == '=' &&
		    hc_period_holds(groups[i].period, day))
			ask_rows(groups[i].code + 1, code, day, groups[i].whole,
			         best);
}

HcBelonging
hc_jurisdiction_belongs(const HcJurisdictionRule *rule, const char *code,
                        int64_t day, const HcGroupRow **row_out)
{
	Best best = {HC_BELONGS_NO, NULL};

	*row_out = NULL;
	for (size_t i = 0; i < rule->allow_count; i++) {
		if (strcmp(rule->allow[i], code) == 0)
			return HC_BELONGS_WHOLE;
		ask_group(rule->allow[i], code, day, &best);
	}
	*row_out = best.row;
	return best.belonging;
}

/* ---------------------------------------------------------------- decisions */

static HcEffect
effect_of(HcDoubt doubt)
{
	static const HcEffect effects[] = {
		[HC_DOUBT_INDETERMINATE] = HC_EFFECT_INDETERMINATE,
		[HC_DOUBT_ALLOW] = HC_EFFECT_WARN,
		[HC_DOUBT_FAIL] = HC_EFFECT_FAIL,
	};

	return effects[doubt];
}

/** What the countries asked about so far come to. */
typedef struct {
	const HcJurisdictionRule *rule;
	int64_t day;
	size_t asked;
	HcSiteDecision worst, best;
} Tally;

static void
ask_country(Tally *tally, const char *code)
{
	HcSiteDecision one = {.code = code};
	HcBelonging belonging = hc_jurisdiction_belongs(tally->rule, code,
	                                                tally->day, &one.row);

	one.in_part = belonging == HC_BELONGS_IN_PART;
	if (belonging == HC_BELONGS_WHOLE)
		one.outcome = HC_SITE_ALLOWED;
	else if (one.in_part && tally->rule->partial != HC_DOUBT_FAIL)
		one.outcome = HC_SITE_UNKNOWN;
	else
		one.outcome = HC_SITE_BARRED;
	if (tally->asked == 0 || one.outcome > tally->worst.outcome)
		tally->worst = one;
	if (tally->asked == 0 || one.outcome < tally->best.outcome)
		tally->best = one;
	tally->asked++;
}

/* All possible places allowed, or all barred, settles it; some of each does
 * not. */
static bool
settle(const Tally *tally, HcSiteBasis basis, HcSiteDecision *decision)
{
	if (tally->asked == 0)
		return false;
	*decision = tally->worst;
	decision->basis = basis;
	if (tally->best.outcome < HC_SITE_BARRED &&
	    tally->worst.outcome > HC_SITE_ALLOWED)
		decision->outcome = HC_SITE_UNKNOWN;
	if (decision->outcome == HC_SITE_UNKNOWN)
		decision->effect = HC_EFFECT_INDETERMINATE;
	else if (decision->outcome == HC_SITE_BARRED)
		decision->effect = basis == HC_SITE_BY_CONTRACT
		                           ? HC_EFFECT_FAIL
		                           : effect_of(tally->rule->inferred);
	return true;
}

/* A contract with places on both sides of the line binds to neither. */
static bool
decide_by_contract(Tally *tally, const HcParty *party, HcSiteDecision *decision)
{
	if (!tally->rule->by_contract || party == NULL)
		return false;
	for (size_t i = 0; i < party->jurisdiction_count; i++)
		ask_country(tally, party->jurisdictions[i]);
	return settle(tally, HC_SITE_BY_CONTRACT, decision);
}

static bool
decide_by_address(Tally *tally, const HcLocation *location,
                  HcSiteDecision *decision)
{
	if (!tally->rule->by_address || location == NULL ||
	    location->state == HC_LOCATION_ANYCAST)
		return false;
	for (size_t i = 0; i < location->answer_count; i++)
		if (location->answers[i].state == HC_ANSWER_FOUND &&
		    location->answers[i].country[0] != '\0')
			ask_country(tally, location->answers[i].country);
	return settle(tally, HC_SITE_BY_ADDRESS, decision);
}

void
hc_jurisdiction_decide(const HcJurisdictionRule *rule, int64_t day,
                       const HcParty *party, const HcLocation *location,
                       HcSiteDecision *decision_out)
{
	Tally contract = {.rule = rule, .day = day};
	Tally address = {.rule = rule, .day = day};

	*decision_out = (HcSiteDecision){
		.outcome = HC_SITE_UNKNOWN,
		.effect = HC_EFFECT_INDETERMINATE,
	};
	if (!decide_by_contract(&contract, party, decision_out))
		decide_by_address(&address, location, decision_out);
}

const char *
hc_site_outcome_token(HcSiteOutcome outcome)
{
	static const char *const tokens[] = {
		[HC_SITE_ALLOWED] = "allowed",
		[HC_SITE_UNKNOWN] = "unknown",
		[HC_SITE_BARRED] = "not-allowed",
	};

	g_return_val_if_fail((size_t)outcome < G_N_ELEMENTS(tokens), "");
	return tokens[outcome];
}
