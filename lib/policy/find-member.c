/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-member.c - findings on the ends of a message: communities, and paths
 * that leave them. */
#include "config.h"

#include "find.h"

/* Of the message as a whole, for one recipient's copy. */
static HcFinding *
report_copy(const HcPolicy *policy, HcVerdict *verdict, size_t index,
            HcRuleIndex rule, HcEffect effect, const char *sentence)
{
	HcFinding *finding = hc_verdict_report(policy, verdict, rule, effect, 0,
	                                       (HcSpan){0, 0}, sentence);

	if (verdict->recipients->len)
		finding->recipient =
			g_ptr_array_index(verdict->recipients, index);
	return finding;
}

/* Mail of members to others voids the rule; mail of others to members was never
 * under it. */
static HcEffect
effect_of(const HcPairDecision *decision)
{
	if (decision->outcome == HC_PAIR_ONE_END &&
	    decision->community->ends == HC_ENDS_BOTH &&
	    decision->sender.state != HC_MEMBER_YES)
		return HC_EFFECT_INFO;
	return HC_EFFECT_FAIL;
}

static bool
rule_of(HcPairOutcome outcome, HcRuleIndex *rule_out)
{
	switch (outcome) {
	case HC_PAIR_ONE_END:
	case HC_PAIR_NOT_LINKED:
		*rule_out = HC_P03;
		return true;
	case HC_PAIR_EXCEPTED:
		*rule_out = HC_P04;
		return true;
	case HC_PAIR_NOT_IN_FORCE:
		*rule_out = HC_P05;
		return true;
	default:
		return false;
	}
}

/* Whether the path begins with a host of the own set, or a user of it. */
static bool
begins_inside(const HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	if (walk->count == 0 || walk->horizon >= walk->count)
		return false;
	if (walk->end == HC_END_ORIGIN || walk->end == HC_END_INTERFACE)
		return true;
	return walk->boundary < walk->count &&
	       verdict->asks.hops[walk->boundary].transfer.kind ==
	               HC_TRANSFER_SUBMISSION;
}

/* From a member, by a host of ours, to somebody who is none. */
static void
find_sent_out(const HcPolicy *policy, HcVerdict *verdict, size_t index)
{
	const HcPair *pair = &verdict->asks.pairs[index];
	const HcWalk *walk = &verdict->walk;
	HcFinding *finding;
	const HcCase *newest;

	if (pair->decision.outcome != HC_PAIR_ONE_END ||
	    effect_of(&pair->decision) != HC_EFFECT_FAIL ||
	    !begins_inside(verdict))
		return;
	newest = &verdict->cases[walk->count - 1];
	finding = report_copy(
		policy, verdict, index, HC_P02, HC_EFFECT_FAIL,
		hc_verdict_text(
			verdict,
			"Hop %u: the way begins inside, and %s of the own set "
			"holds a message for %s, whose domain is no member.",
			newest->hop->number, newest->step->label,
			verdict->recipients->len
				? (const char *)g_ptr_array_index(
					  verdict->recipients, index)
				: "somebody"));
	finding->hop = newest->hop->number;
	finding->where = newest->hop->where;
}

void
hc_find_membership(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcAsks *asks = &verdict->asks;

	for (size_t i = 0; asks->hops && i < asks->pair_count; i++) {
		const HcPair *pair = &asks->pairs[i];
		g_autofree char *sentence = NULL;
		HcRuleIndex rule;

		if (!rule_of(pair->decision.outcome, &rule))
			continue;
		sentence = hc_pair_sentence(&pair->decision, asks->domain,
		                            pair->domain, verdict->walk.day);
		report_copy(policy, verdict, i, rule,
		            effect_of(&pair->decision),
		            hc_verdict_text(verdict,
		                            "%s  The author's address is a "
		                            "claim.",
		                            sentence));
		find_sent_out(policy, verdict, i);
	}
}

/* ------------------------------------------------------------------- paths */

/* A peer that stands in no network and is no host of the document. */
static bool
is_stranger(const HcPolicy *policy, const HcCase *at)
{
	const HcAddress *peer = &at->received->peer;

	if (at->step->peer_party || !peer->family)
		return false;
	return !hc_document_peer(policy->document, peer, at->step->day) &&
	       !hc_document_network(policy->document, peer, at->step->day);
}

static bool
stays_inside(const HcPair *pair)
{
	return hc_pair_is_by(pair, HC_PROTECTION_PRIVATE_NETWORK) ||
	       hc_pair_is_by(pair, HC_PROTECTION_SAME_SERVICE);
}

static bool
left_the_path(const HcPolicy *policy, const HcPair *pair, const HcCase *at)
{
	if (!at->step->crossing)
		return false;
	if (hc_pair_is_by(pair, HC_PROTECTION_PRIVATE_NETWORK))
		return is_stranger(policy, at);
	return hc_pair_is_by(pair, HC_PROTECTION_SAME_SERVICE) &&
	       at->verdict->asks.hops[at->index].transfer.kind !=
	               HC_TRANSFER_SUBMISSION;
}

/* Both ends are members and the path should have stayed inside, yet a host of
 * ours took the message from elsewhere. */
void
hc_find_detour(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcAsks *asks = &verdict->asks;

	for (size_t i = 0; asks->hops && i < asks->pair_count; i++)
		for (size_t k = stays_inside(&asks->pairs[i])
		                        ? verdict->walk.count
		                        : 0;
		     k-- > 0;) {
			HcFinding *finding;
			const HcCase *at = &verdict->cases[k];

			if (!left_the_path(policy, &asks->pairs[i], at))
				continue;
			finding = report_copy(
				policy, verdict, i, HC_P01, HC_EFFECT_FAIL,
				hc_verdict_text(
					verdict,
					"Hop %u: both ends are members of %s, "
					"whose mail stays inside, yet %s took "
					"the message from %s, which is "
					"outside.",
					at->hop->number,
					asks->pairs[i].decision.community->id,
					at->step->label, hc_case_peer(at)));
			finding->hop = at->hop->number;
			finding->where = at->hop->where;
			break;
		}
}
