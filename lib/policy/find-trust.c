/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-trust.c - findings on how far the own set reaches. */
#include "config.h"

#include "find.h"

#include "domain.h"

void
hc_find_anchor_trouble(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;
	const HcCase *newest;

	if (walk->horizon < walk->count)
		return;
	if (walk->count == 0) {
		hc_verdict_report(policy, verdict, HC_E06,
		                  HC_EFFECT_INDETERMINATE, 0, (HcSpan){0, 0},
		                  hc_walk_end_sentence(walk->end));
		return;
	}
	newest = &verdict->cases[walk->count - 1];
	hc_case_report(newest, HC_E06, HC_EFFECT_INDETERMINATE,
	               newest->hop->where,
	               hc_verdict_text(verdict, "Hop %u is by %s.  %s",
	                               newest->hop->number, newest->step->label,
	                               hc_walk_end_sentence(walk->end)));
}

/* What calls the peer ours, as the start of a sentence's second half. */
static const char *
kin_words(const HcCase *at)
{
	const HcWalk *walk = &at->verdict->walk;

	switch (walk->kin) {
	case HC_KIN_RDNS:
		return "the name that DNS gave for it is of the own set";
	case HC_KIN_SUFFIX:
		return "the name that DNS gave for it is under a suffix that "
		       "the own set shares with others";
	case HC_KIN_HELO:
		return "the name that it gave for itself is of the own set";
	case HC_KIN_STAMP:
		return hc_verdict_text(at->verdict,
		                       "hop %zu, the next one, was written in "
		                       "the name of %s, of the own set",
		                       walk->kin_hop + 1,
		                       walk->steps[walk->kin_hop].label);
	case HC_KIN_NONE:
	default:
		return "";
	}
}

static HcSpan
kin_span(const HcCase *at)
{
	const HcWalk *walk = &at->verdict->walk;
	const HcText *facts = at->received->facts;

	if (walk->kin == HC_KIN_STAMP)
		return at->verdict->cases[walk->kin_hop]
		        .received->facts[HC_FACT_BY]
		        .where;
	if (walk->kin != HC_KIN_HELO)
		return facts[HC_FACT_RDNS].where;
	return facts[HC_FACT_HELO].text ? facts[HC_FACT_HELO].where
	                                : facts[HC_FACT_FROM].where;
}

/* If the peer is a host of ours after all, the message came in below. */
void
hc_find_unsettled(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcCase *at;

	(void)policy;
	if (verdict->walk.kin == HC_KIN_NONE)
		return;
	at = &verdict->cases[verdict->walk.boundary];
	hc_case_report(
		at, HC_E07, HC_EFFECT_INDETERMINATE, kin_span(at),
		hc_verdict_text(verdict,
	                        "Hop %u: %s took the message from %s, and %s, "
	                        "though nothing bears it out; if it is a host "
	                        "of the own set, the message came in further "
	                        "down.  --trust ADDRESS, for each address of "
	                        "the own set, settles it.",
	                        at->hop->number, at->step->label,
	                        hc_case_peer(at), kin_words(at)));
}

static bool
stands_in_members(const HcPolicy *policy, const HcStep *step)
{
	if (!step->by)
		return false;
	if (policy->document)
		return step->own_name;
	for (guint i = 0; i < policy->domains->len; i++)
		if (hc_domain_within(step->by,
		                     g_ptr_array_index(policy->domains, i)))
			return true;
	return false;
}

/* A stamp in the name of a member below the boundary or the lost anchor. */
void
hc_find_way_out(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	if (walk->end != HC_END_BOUNDARY && walk->end != HC_END_NO_ANCHOR)
		return;
	for (size_t i = MIN(walk->count, walk->horizon); i-- > 0;) {
		bool out = walk->end == HC_END_NO_ANCHOR;
		const HcCase *at = &verdict->cases[i];

		if (at->step->attested ||
		    !stands_in_members(policy, at->step) ||
		    (walk->kin == HC_KIN_STAMP && i == walk->kin_hop))
			continue;
		hc_case_report(
			at, out ? HC_P02 : HC_P01, HC_EFFECT_WARN,
			at->received->facts[HC_FACT_BY].where,
			out ? hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, but the newest field was written "
				      "by %s, which is none.",
				      at->hop->number, at->step->label,
				      walk->steps[walk->count - 1].label)
			    : hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, yet hop %zu took the message from "
				      "%s, outside it: the path left the set "
				      "and came back.",
				      at->hop->number, at->step->label,
				      walk->boundary + 1,
				      hc_verdict_peer(verdict,
		                                      walk->boundary)));
		return;
	}
}
