/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-trust.c - findings on how far the own set reaches. */
#include "config.h"

#include "find.h"

#include "domain.h"

void
hc_find_anchor_trouble(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;
	HcCase newest;

	if (walk->horizon < walk->count || walk->end == HC_END_NO_HOPS)
		return;
	hc_case_read(policy, verdict, walk->count - 1, &newest);
	hc_case_report(&newest, HC_E06, HC_EFFECT_INDETERMINATE,
	               newest.hop->where,
	               hc_verdict_text(verdict, "Hop %u, written by %s: %s",
	                               newest.hop->number, newest.step->label,
	                               hc_walk_end_sentence(walk->end)));
}

/* If the peer is a host of ours after all, the message came in below. */
void
hc_find_unsettled(const HcPolicy *policy, HcVerdict *verdict)
{
	HcCase at;

	if (!verdict->walk.unsettled)
		return;
	hc_case_read(policy, verdict, verdict->walk.boundary, &at);
	hc_case_report(
		&at, HC_E07, HC_EFFECT_INDETERMINATE,
		at.received->facts[HC_FACT_RDNS].where,
		hc_verdict_text(verdict,
	                        "Hop %u: the name of the peer, %s, is one of "
	                        "the own set, but %s does not show that it "
	                        "is a host of it; if it is, the message came "
	                        "in further down.  --trust ADDRESS, for each "
	                        "address of the own set, settles it.",
	                        at.hop->number, hc_case_peer(&at),
	                        at.step->label));
}

static bool
stands_in_members(const HcPolicy *policy, const HcStep *step)
{
	if (!step->by)
		return false;
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
		HcCase at;

		hc_case_read(policy, verdict, i, &at);
		if (at.step->attested || !stands_in_members(policy, at.step))
			continue;
		hc_case_report(
			&at, out ? HC_P02 : HC_P01, HC_EFFECT_WARN,
			at.received->facts[HC_FACT_BY].where,
			out ? hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, but the newest field was written "
				      "by %s, which is none.",
				      at.hop->number, at.step->label,
				      walk->steps[walk->count - 1].label)
			    : hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, yet hop %zu took the message from "
				      "%s, outside it: the path left the set "
				      "and came back.",
				      at.hop->number, at.step->label,
				      walk->boundary + 1,
				      hc_verdict_peer(verdict,
		                                      walk->boundary)));
		return;
	}
}
