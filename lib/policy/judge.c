/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* judge.c - what each hop is worth, and how good its TLS was. */
#include "config.h"

#include "policy.h"
#include "verdict.h"

#include <string.h>

#include "grading.h"
#include "organisation.h"

static const HcHop *
hop_at(const HcVerdict *verdict, size_t index)
{
	return hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
}

static HcScope
scope_of(const HcWalk *walk, size_t index)
{
	if (walk->steps[index].crossing)
		return HC_SCOPE_BOUNDARY;
	if (index == walk->horizon && hc_walk_end_is_open(walk->end))
		return HC_SCOPE_UNKNOWN;
	/* Among a partner's hosts, beyond our own. */
	if (walk->steps[index].partner)
		return HC_SCOPE_OUTSIDE;
	if (walk->steps[index].attested)
		return HC_SCOPE_INTERNAL;
	/* Among attested fields, by nobody knows whom. */
	return index > walk->horizon ? HC_SCOPE_UNKNOWN : HC_SCOPE_OUTSIDE;
}

static HcEvidenceGrade
evidence_of(const HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcHop *hop = hop_at(verdict, index);

	if (step->attested)
		return step->partner ? HC_EVIDENCE_PARTNER
		                     : HC_EVIDENCE_ATTESTED;
	if (hop->misplaced || step->nameless || step->doubted)
		return HC_EVIDENCE_UNATTRIBUTABLE;
	return HC_EVIDENCE_CLAIMED;
}

/* ------------------------------------------------------------- inner legs */

/* Families that carry mail inside one host or site, never between
 * organisations. */
static bool
is_inner_family(const HcReceived *received)
{
	static const char *const families[] = {"local", "lmtp", "mapi",
	                                       "http",  "pop",  "imap"};

	if (!received->transmission ||
	    strcmp(received->transmission->family, "smtp") == 0)
		return false; /* as nearly all */
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(received->transmission->family, families[i]) == 0)
			return true;
	return false;
}

static bool
is_inner_leg(const HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcReceived *received = hop_at(verdict, index)->received;
	const HcProvider *by_service;

	if (step->crossing)
		return false;
	if (step->attested || step->queue_step || is_inner_family(received))
		return true;
	if (received->peer.family && !hc_is_public(&received->peer))
		return true;
	if (!received->peer.family && !step->sender)
		return true;
	by_service = hc_provider_find(step->by, &received->by_address);
	if (by_service && (hc_provider_inner(by_service, &received->peer) ||
	                   hc_provider_outbound(by_service, &received->peer)))
		return true;
	return hc_organisation_same(step->by, step->sender);
}

void
hc_judge_hops(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	for (size_t i = 0; i < walk->count; i++) {
		HcJudgement *judgement = &verdict->judgements[i];
		const HcTls *tls = hc_evidence_tls(verdict->evidence, i);
		const HcProfile *stated;

		judgement->evidence = evidence_of(verdict, i);
		judgement->contradicted = tls->state == HC_TLS_CONTRADICTED;
		judgement->scope = scope_of(walk, i);
		judgement->inner_leg = is_inner_leg(verdict, i);
		stated = hc_asks_profile(verdict, policy, i);
		judgement->profile =
			stated ? stated : hc_policy_profile(policy);
		hc_grading_judge(stated, judgement->profile, tls,
		                 &hop_at(verdict, i)->received->stamp,
		                 policy->as_of_s, judgement);
	}
}
