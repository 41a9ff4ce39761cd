/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-place.c - findings on where the hosts of the path are.
 *
 * Two hosts stand in a hop: who wrote it, whose place a contract may say, and
 * the peer, whose address it recorded.  Of a claimed hop neither counts. */
#include "config.h"

#include "find.h"
#include "jurisdiction.h"

static void
report(const HcCase *at, const HcSiteDecision *decision,
       const HcJurisdictionRule *rule, int64_t day, const HcLocation *location,
       const char *who, HcSpan where)
{
	g_autofree char *why = hc_site_sentence(decision, rule, day, location);
	bool barred = decision->outcome == HC_SITE_BARRED;

	hc_case_report(
		at, barred ? HC_J01 : HC_J02, decision->effect, where,
		hc_verdict_text(at->verdict, "Hop %u: %s %s.%s",
	                        at->hop->number, who, why,
	                        barred && decision->basis == HC_SITE_BY_ADDRESS
	                                ? "  A place by address alone is "
	                                  "an inference."
	                                : ""));
}

/* Only a contract places the host that wrote the field. */
static void
find_writer(const HcCase *at, const HcJurisdictionRule *rule, int64_t day)
{
	const HcParty *party = at->step->party;
	HcSiteDecision decision;

	if (party == NULL || party->jurisdiction_count == 0 ||
	    !rule->by_contract)
		return;
	hc_jurisdiction_decide(rule, day, party, NULL, &decision);
	if (decision.outcome != HC_SITE_ALLOWED)
		report(at, &decision, rule, day, NULL, at->step->label,
		       at->received->facts[HC_FACT_BY].where);
}

/* Whose host the peer is: a partner's by name or address, else by address. */
static const HcParty *
peer_party(const HcCase *at, int64_t day)
{
	if (at->step->peer_party != NULL || at->received->peer.family == 0)
		return at->step->peer_party;
	return hc_document_peer(at->policy->document, &at->received->peer, day);
}

/* Inside, an address of no public block is the site's own; a peer that no field
 * places is left to the boundary, where somebody else's host stands. */
static void
find_peer(const HcCase *at, const HcJurisdictionRule *rule, int64_t day)
{
	const HcLocation *location =
		hc_verdict_location(at->verdict, at->index);
	const HcParty *party = peer_party(at, day);
	bool placed = party != NULL && party->jurisdiction_count > 0;
	HcSiteDecision decision;

	if (!placed && !hc_is_public(&at->received->peer) &&
	    !hc_case_is_boundary(at))
		return;
	hc_jurisdiction_decide(rule, day, party, location, &decision);
	if (decision.outcome != HC_SITE_ALLOWED)
		report(at, &decision, rule, day, location, hc_case_peer(at),
		       at->received->facts[HC_FACT_ADDRESS].where);
}

void
hc_find_place(const HcCase *at)
{
	const HcDocument *document = at->policy->document;
	const HcJurisdictionRule *rule;

	if (document == NULL || at->judgement->evidence < HC_EVIDENCE_PARTNER)
		return;
	rule = hc_document_jurisdictions(document, at->step->day);
	if (rule == NULL)
		return;
	find_writer(at, rule, at->step->day);
	find_peer(at, rule, at->step->day);
}
