/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ask.c - what a policy document asks of each hop and of each copy.
 *
 * Which link rule speaks of a hop may hang on the author's domain, which is a
 * claim: it can ask for more than the peer alone would, never for less. */
#include "config.h"

#include "policy.h"
#include "verdict.h"

#include <string.h>

#include "domain.h"
#include "grading.h"

/* ------------------------------------------------------------------- pairs */

static const char *
domain_of(HcVerdict *verdict, const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;
	char domain[HC_DOMAIN_SIZE];

	return at && hc_domain_copy(at + 1, domain)
	               ? hc_arena_text(verdict->arena, domain, strlen(domain))
	               : NULL;
}

/* A copy before it whose decision is its own, too: recipients of one domain
 * mostly stand together.
 * @return NULL: there is none */
static const HcPair *
pair_before(const HcAsks *asks, size_t index)
{
	const HcPair *pair = &asks->pairs[index];

	return index && g_strcmp0(pair->domain, pair[-1].domain) == 0 ? pair - 1
	                                                              : NULL;
}

static void
ask_pairs(const HcDocument *document, HcVerdict *verdict)
{
	HcAsks *asks = &verdict->asks;
	guint known = verdict->recipients->len;

	asks->author = hc_find_author(verdict);
	asks->domain = domain_of(verdict, asks->author);
	asks->pair_count = MAX(known, 1);
	asks->pairs = hc_arena_alloc(verdict->arena,
	                             asks->pair_count * sizeof(HcPair));
	for (guint i = 0; i < asks->pair_count; i++) {
		HcPair *pair = &asks->pairs[i];
		const HcPair *before;

		if (known)
			pair->domain = domain_of(
				verdict,
				g_ptr_array_index(verdict->recipients, i));
		before = pair_before(asks, i);
		if (before)
			pair->decision = before->decision;
		else
			hc_decide_pair(document, asks->domain, pair->domain,
			               verdict->walk.day, &pair->decision);
	}
}

bool
hc_pair_is_by(const HcPair *pair, HcProtection protection)
{
	return pair->decision.outcome == HC_PAIR_COVERED &&
	       pair->decision.community->protection == protection;
}

/* -------------------------------------------------------------------- hops */

static bool
is_of_partner(const HcStep *step)
{
	return step->party && step->party->role == HC_ROLE_PARTNER;
}

static HcTransferKind
kind_of(const HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcHop *hop =
		hc_chain_hop(hc_evidence_chain(verdict->evidence), index);

	if (!step->crossing)
		return HC_TRANSFER_INTERNAL;
	if (is_of_partner(step) && index > verdict->walk.horizon &&
	    !is_of_partner(step - 1))
		return HC_TRANSFER_OUTBOUND;
	if (hop->kind == HC_HOP_SUBMISSION || step->logged_in ||
	    (step->party && step->party->role == HC_ROLE_SUBMISSION))
		return HC_TRANSFER_SUBMISSION;
	return HC_TRANSFER_INBOUND;
}

static bool
is_family(const HcReceived *received, const char *family)
{
	return received->transmission &&
	       strcmp(received->transmission->family, family) == 0;
}

static unsigned
exempt_of(const HcStep *step, const HcReceived *received)
{
	unsigned bits = 0;

	if (step->same_host)
		bits |= HC_EXEMPT_LOOPBACK;
	if (is_family(received, "local") || step->queue_step ||
	    (!received->peer.family && !step->sender))
		bits |= HC_EXEMPT_LOCAL;
	if (is_family(received, "lmtp"))
		bits |= HC_EXEMPT_LMTP;
	return bits;
}

static bool
says_anything(const HcLinkDecision *decision)
{
	return decision->rule || decision->community;
}

/* How good a hop's TLS is by the profile of a decision, or where it names none
 * by that which decides then; the lower, the worse. */
static unsigned
rank_by(const HcVerdict *verdict, const HcPolicy *policy, size_t index,
        const HcLinkDecision *decision)
{
	static const unsigned ranks[] = {
		[HC_GRADE_BROKEN] = 0, [HC_GRADE_WEAK] = 1,
		[HC_GRADE_NONE] = 2,   [HC_GRADE_ACCEPTABLE] = 3,
		[HC_GRADE_STRONG] = 4,
	};
	const HcHop *hop =
		hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
	const HcStamp *stamp = &hop->received->stamp;
	bool dated = stamp->state == HC_STAMP_POINT ||
	             stamp->state == HC_STAMP_INTERVAL;
	const char *reason;

	return ranks[hc_grading_at(
		decision->profile ? decision->profile : policy->profile,
		hc_evidence_tls(verdict->evidence, index),
		dated ? stamp->earliest_s : policy->as_of_s, &reason)];
}

/* Of two decisions on a hop that one counts by whose profile it does worse,
 * with the most that either asks. */
static void
demand_more(HcVerdict *verdict, const HcPolicy *policy, size_t index,
            const HcLinkDecision *other)
{
	HcLinkDecision *decision = &verdict->asks.hops[index].decision;
	HcDemand tls = MAX(decision->tls, other->tls);
	bool more = other->tls > decision->tls;

	if (!says_anything(other))
		return;
	if (says_anything(decision) && decision->profile != other->profile) {
		unsigned rank = rank_by(verdict, policy, index, decision);
		unsigned by_other = rank_by(verdict, policy, index, other);

		more = by_other < rank || (by_other == rank && more);
	}
	if (more || !says_anything(decision))
		*decision = *other;
	decision->tls = tls;
}

static void
ask_hop(const HcPolicy *policy, HcVerdict *verdict, size_t index)
{
	const HcDocument *document = policy->document;
	const HcStep *step = &verdict->walk.steps[index];
	const HcReceived *received =
		hc_chain_hop(hc_evidence_chain(verdict->evidence), index)
			->received;
	const HcAsks *asks = &verdict->asks;
	HcAsk *ask = &verdict->asks.hops[index];

	/* What goes on inside a partner is not ours to ask. */
	ask->asked = step->attested && (step->crossing || !step->partner);
	if (!ask->asked)
		return;
	ask->transfer.kind = kind_of(verdict, index);
	ask->transfer.mta = is_of_partner(step) ? NULL : step->party;
	ask->transfer.peer = step->confirmed ? step->rdns : NULL;
	ask->transfer.exempt = exempt_of(step, received);
	hc_decide_link(document, &ask->transfer, NULL, step->day,
	               &ask->decision);
	for (size_t i = 0; i < asks->pair_count; i++) {
		HcLinkDecision decision;

		ask->transfer.domain =
			ask->transfer.kind == HC_TRANSFER_OUTBOUND
				? asks->pairs[i].domain
				: asks->domain;
		hc_decide_link(document, &ask->transfer,
		               &asks->pairs[i].decision, step->day, &decision);
		demand_more(verdict, policy, index, &decision);
	}
}

void
hc_ask(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcDocument *document = policy->document;
	HcAsks *asks = &verdict->asks;

	if (!document)
		return;
	ask_pairs(document, verdict);
	asks->hops = hc_arena_alloc(
		verdict->arena, MAX(verdict->walk.count, 1) * sizeof(HcAsk));
	for (size_t i = 0; i < verdict->walk.count; i++)
		ask_hop(policy, verdict, i);
}

/* ------------------------------------------------------------------ demand */

/* Whether the document says what protects mail like this, so that nothing needs
 * to be assumed.  That a community is named is not enough: an author who is no
 * member would have less asked of his mail by it. */
static bool
is_spoken_of(const HcDocument *document, const HcAsks *asks)
{
	if (document->link_count)
		return true;
	for (size_t i = 0; i < asks->pair_count; i++)
		if (asks->pairs[i].decision.outcome != HC_PAIR_COVERED)
			return false;
	return true;
}

HcDemand
hc_asks_demand(const HcVerdict *verdict, const HcPolicy *policy, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcAsks *asks = &verdict->asks;
	const HcAsk *ask;

	if (!asks->hops)
		return step->crossing ? HC_DEMAND_REQUIRED : HC_DEMAND_NONE;
	ask = &asks->hops[index];
	if (!ask->asked || ask->decision.exempt)
		return HC_DEMAND_NONE;
	if (ask->decision.rule || ask->decision.community)
		return ask->decision.tls;
	return step->crossing && !is_spoken_of(policy->document, asks)
	               ? HC_DEMAND_REQUIRED
	               : HC_DEMAND_NONE;
}

const HcProfile *
hc_asks_profile(const HcVerdict *verdict, const HcPolicy *policy, size_t index)
{
	const HcAsks *asks = &verdict->asks;

	if (asks->hops && asks->hops[index].asked &&
	    asks->hops[index].decision.profile)
		return asks->hops[index].decision.profile;
	return policy->profile;
}
