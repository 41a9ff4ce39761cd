/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-link.c - findings on what the policy document asks of a link. */
#include "config.h"

#include "find.h"

#include "scan.h"

static const HcAsk *
ask_of(const HcCase *at)
{
	const HcAsks *asks = &at->verdict->asks;

	return asks->hops && asks->hops[at->index].asked
	               ? &asks->hops[at->index]
	               : NULL;
}

/* By which statement, at the end of a sentence. */
static const char *
by_rule(const HcCase *at, const HcAsk *ask)
{
	g_autofree char *sentence =
		hc_link_sentence(&ask->decision, &ask->transfer);

	return hc_verdict_text(at->verdict, "%s", sentence);
}

/* The client's certificate, where the link is to be mutual. */
void
hc_find_certificate(const HcCase *at)
{
	const HcAsk *ask = ask_of(at);
	bool unstated = at->tls->certificate == HC_CERT_UNSTATED ||
	                at->tls->certificate == HC_CERT_OTHER;

	if (!ask || hc_case_demand(at) != HC_DEMAND_MUTUAL ||
	    at->tls->state != HC_TLS_YES ||
	    at->tls->certificate == HC_CERT_VERIFIED ||
	    at->tls->certificate == HC_CERT_KEY)
		return;
	hc_case_report(
		at, HC_T13, unstated ? HC_EFFECT_INDETERMINATE : HC_EFFECT_FAIL,
		at->tls->where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s %s the certificate of %s: %s.  %s",
	                        at->hop->number, at->step->label,
	                        unstated ? "does not say that it verified"
	                                 : "did not verify",
	                        hc_case_peer(at), hc_case_quote(at),
	                        by_rule(at, ask)));
}

/* Taken from a user who did not log in. */
void
hc_find_login(const HcCase *at)
{
	const HcAsk *ask = ask_of(at);

	if (!ask || ask->transfer.kind != HC_TRANSFER_SUBMISSION ||
	    !ask->decision.auth || at->step->logged_in)
		return;
	hc_case_report(
		at, HC_A01, HC_EFFECT_WARN,
		at->received->facts[HC_FACT_WITH].where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s took the message from %s as a "
	                        "submission, and no login is recorded.  %s",
	                        at->hop->number, at->step->label,
	                        hc_case_peer(at), by_rule(at, ask)));
}

static bool
has_gateway(const HcDocument *document, int64_t day)
{
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role == HC_ROLE_BOUNDARY &&
		    hc_period_holds(document->parties[i].period, day))
			return true;
	return false;
}

/* Mail from outside came in at a host that is no gateway. */
void
hc_find_side_door(const HcCase *at)
{
	const HcAsk *ask = ask_of(at);
	const HcParty *mta = ask ? ask->transfer.mta : NULL;

	if (!ask || ask->transfer.kind != HC_TRANSFER_INBOUND || !mta ||
	    mta->role == HC_ROLE_BOUNDARY || at->step->peer_party ||
	    !has_gateway(at->policy->document, at->step->day))
		return;
	hc_case_report(
		at, HC_P06, HC_EFFECT_WARN,
		at->received->facts[HC_FACT_BY].where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s, of %s, whose role is %s, took the "
	                        "message from %s; the policy has gateways for "
	                        "that.",
	                        at->hop->number, at->step->label, mta->id,
	                        hc_role_token(mta->role), hc_case_peer(at)));
}

/* A partner that is known to decrypt handed the message over. */
void
hc_find_third_party(const HcCase *at)
{
	const HcParty *partner = at->step->peer_party;

	if (!partner || !partner->clear || !at->step->crossing)
		return;
	hc_case_report(
		at, HC_P07, HC_EFFECT_INFO, at->hop->where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s took the message from %s, a host "
	                        "of the partner %s, which by the policy holds "
	                        "mail in clear%s%s.",
	                        at->hop->number, at->step->label,
	                        hc_case_peer(at), partner->id,
	                        partner->contract ? "; contract " : "",
	                        partner->contract ? partner->contract : ""));
}

/* A private peer where the policy has a gateway to the world. */
void
hc_find_private_peer(const HcCase *at)
{
	const HcAsk *ask = ask_of(at);

	if (!ask || !at->step->crossing ||
	    ask->transfer.kind != HC_TRANSFER_INBOUND ||
	    !at->received->peer.family || hc_is_public(&at->received->peer))
		return;
	hc_case_report(
		at, HC_C04, HC_EFFECT_INFO,
		at->received->facts[HC_FACT_ADDRESS].where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s took the message from outside, yet "
	                        "the peer's address, %s, is private or "
	                        "reserved.",
	                        at->hop->number, at->step->label,
	                        hc_case_peer(at)));
}

/* Of a crossing that only a partner recorded, where the policy wants the word
 * of its own hosts. */
void
hc_find_hearsay(const HcCase *at)
{
	if (!ask_of(at) || !at->step->partner || !hc_case_needs_tls(at) ||
	    at->policy->document->judgement.required != HC_EVIDENCE_ATTESTED)
		return;
	hc_case_report(
		at, HC_E01, HC_EFFECT_INDETERMINATE, at->tls->where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: what %s states of TLS with %s is the "
	                        "word of the partner %s; the policy requires "
	                        "that of its own hosts.",
	                        at->hop->number, at->step->label,
	                        hc_case_peer(at), at->step->partner->id));
}

/* -------------------------------------------------- requests of the author */

static bool
any_hop_needs_tls(const HcPolicy *policy, HcVerdict *verdict)
{
	for (size_t i = 0; i < verdict->walk.count; i++)
		if (hc_asks_demand(verdict, policy, i) >= HC_DEMAND_REQUIRED)
			return true;
	return false;
}

/* "TLS-Required: No" (RFC 8689 5) in mail that the policy wants protected. */
void
hc_find_waiver(const HcPolicy *policy, HcVerdict *verdict)
{
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));
	size_t field = hc_message_find(message, "TLS-Required", 0);
	g_autofree char *value = NULL;

	if (!policy->document || field == SIZE_MAX ||
	    !any_hop_needs_tls(policy, verdict))
		return;
	value = hc_message_text(message,
	                        hc_message_field(message, field)->value);
	if (g_ascii_strcasecmp(g_strstrip(value), "no") != 0)
		return;
	hc_verdict_report(policy, verdict, HC_A04, HC_EFFECT_WARN, 0,
	                  hc_message_field(message, field)->where,
	                  "The message says TLS-Required: No, which asks hosts "
	                  "to send it on even where TLS cannot be had, while "
	                  "the policy requires TLS of its way.");
}
