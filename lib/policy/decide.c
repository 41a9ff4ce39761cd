/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decide.c - which statement of a policy decides, and why. */
#include "config.h"

#include "decide.h"

#include <string.h>

#include "domain.h"

/* ------------------------------------------------------------------- pairs */

const char *
hc_pair_outcome_token(HcPairOutcome outcome)
{
	static const char *const words[] = {
		[HC_PAIR_NO_RULE] = "no-rule",
		[HC_PAIR_ONE_END] = "one-end",
		[HC_PAIR_NOT_LINKED] = "not-linked",
		[HC_PAIR_NOT_IN_FORCE] = "not-in-force",
		[HC_PAIR_EXCEPTED] = "excepted",
		[HC_PAIR_COVERED] = "covered",
	};

	g_return_val_if_fail((unsigned)outcome < G_N_ELEMENTS(words), NULL);
	return words[outcome];
}

/** An end of a message. */
typedef struct {
	const char *domain; /* or NULL */
	uint64_t marks;     /* hc_name_marks() */
} End;

static End
end_of(const char *domain)
{
	return (End){domain, domain ? hc_name_marks(domain) : 0};
}

/* Most ends have nothing to do with most communities. */
static HcMembership
membership_of(const HcCommunity *community, End end, int64_t day)
{
	HcMembership none = {HC_MEMBER_NO, NULL, NULL};

	return end.marks & community->marks
	               ? hc_community_member(community, end.domain, day)
	               : none;
}

/* The statement that made a membership what it is. */
static const HcPolicyPlace *
place_of(const HcCommunity *community, const HcMembership *membership)
{
	if (membership->exception)
		return &membership->exception->name.place;
	return membership->rule ? &membership->rule->place : &community->place;
}

/* Whether an end that is asked for has a state. */
static bool
end_is(const HcPairDecision *decision, HcMemberState state)
{
	HcEnds ends = decision->community->ends;

	return (ends != HC_ENDS_RECIPIENT && decision->sender.state == state) ||
	       (ends != HC_ENDS_SENDER && decision->recipient.state == state);
}

/* The membership that decides an outcome: that of the end which has the state. */
static const HcMembership *
end_with(const HcPairDecision *decision, HcMemberState state)
{
	return decision->sender.state == state &&
	                       decision->community->ends != HC_ENDS_RECIPIENT
	               ? &decision->sender
	               : &decision->recipient;
}

/* Somebody's membership is enough to speak of a community at all. */
static HcPairOutcome
outcome_in(const HcPairDecision *decision)
{
	if (end_is(decision, HC_MEMBER_EXCEPTED))
		return HC_PAIR_EXCEPTED;
	if (!end_is(decision, HC_MEMBER_YES) &&
	    !end_is(decision, HC_MEMBER_NOT_IN_FORCE))
		return HC_PAIR_NO_RULE;
	if (end_is(decision, HC_MEMBER_NO))
		return HC_PAIR_ONE_END;
	if (end_is(decision, HC_MEMBER_NOT_IN_FORCE))
		return HC_PAIR_NOT_IN_FORCE;
	return HC_PAIR_COVERED;
}

/* An exception is about a member of the same community, not about mail that
 * has nothing to do with it. */
static bool
exception_counts(const HcPairDecision *decision)
{
	const HcMembership *other = decision->sender.exception
	                                    ? &decision->recipient
	                                    : &decision->sender;

	return decision->community->ends != HC_ENDS_BOTH ||
	       other->state == HC_MEMBER_YES ||
	       other->state == HC_MEMBER_EXCEPTED;
}

static const HcPolicyPlace *
deciding_place(const HcPairDecision *decision)
{
	const HcCommunity *community = decision->community;

	switch (decision->outcome) {
	case HC_PAIR_EXCEPTED:
		return place_of(community,
		                end_with(decision, HC_MEMBER_EXCEPTED));
	case HC_PAIR_NOT_IN_FORCE:
		return place_of(community,
		                end_with(decision, HC_MEMBER_NOT_IN_FORCE));
	default:
		return &community->place;
	}
}

/* What rests on a source of its own cites that one. */
static void
cite_exception(HcPairDecision *decision)
{
	const HcExceptionRule *exception =
		end_with(decision, HC_MEMBER_EXCEPTED)->exception;

	decision->manual = exception->manual;
	if (exception->source)
		decision->source = exception->source;
}

static HcPairDecision
ask_community(const HcCommunity *community, End from, End to, int64_t day)
{
	HcPairDecision decision = {
		.community = community,
		.source = community->source,
		.sender = membership_of(community, from, day),
		.recipient = membership_of(community, to, day),
	};

	decision.outcome = outcome_in(&decision);
	if (decision.outcome == HC_PAIR_EXCEPTED &&
	    !exception_counts(&decision))
		decision.outcome = HC_PAIR_NO_RULE;
	decision.place = deciding_place(&decision);
	if (decision.outcome == HC_PAIR_EXCEPTED)
		cite_exception(&decision);
	return decision;
}

/* Whether one domain is a member here and the other one there. */
static bool
joins(const HcCommunity *here, const HcCommunity *there, End one, End other,
      int64_t day)
{
	return membership_of(here, one, day).state == HC_MEMBER_YES &&
	       membership_of(there, other, day).state == HC_MEMBER_YES;
}

/* A declaration that two communities are not joined, in force and about this
 * pair, from either side. */
static const HcApartRule *
apart_of(const HcCommunity *community, End from, End to, int64_t day)
{
	for (size_t i = 0; i < community->apart_count; i++) {
		const HcApartRule *apart = &community->apart[i];

		if (hc_period_holds(apart->period, day) &&
		    (joins(community, apart->other, from, to, day) ||
		     joins(community, apart->other, to, from, day)))
			return apart;
	}
	return NULL;
}

static void
raise_apart(HcPairDecision *decision, const HcCommunity *community, End from,
            End to, int64_t day)
{
	const HcApartRule *apart;

	if (decision->outcome >= HC_PAIR_NOT_LINKED)
		return;
	apart = apart_of(community, from, to, day);
	if (!apart)
		return;
	*decision = ask_community(community, from, to, day);
	decision->outcome = HC_PAIR_NOT_LINKED;
	decision->apart = apart;
	if (apart->source)
		decision->source = apart->source;
	decision->place = &apart->place;
}

void
hc_decide_pair(const HcDocument *document, const char *from, const char *to,
               int64_t day, HcPairDecision *decision_out)
{
	HcPairDecision best = {.outcome = HC_PAIR_NO_RULE};
	End one = end_of(from);
	End other = end_of(to);

	for (size_t i = 0; i < document->community_count; i++) {
		const HcCommunity *community = &document->communities[i];
		HcPairDecision decision;

		if (!((one.marks | other.marks) & community->marks))
			continue; /* neither end is a member */
		decision = ask_community(community, one, other, day);
		if (decision.outcome > best.outcome)
			best = decision;
	}
	for (size_t i = 0; i < document->community_count; i++)
		raise_apart(&best, &document->communities[i], one, other, day);
	*decision_out = best;
}

/* --------------------------------------------------------------- transfers */

static bool
rule_is_about(const HcLinkRule *rule, const HcTransfer *transfer, int64_t day)
{
	if (!hc_period_holds(rule->period, day))
		return false;
	if (rule->partner)
		return (transfer->kind == HC_TRANSFER_INBOUND ||
		        transfer->kind == HC_TRANSFER_OUTBOUND) &&
		       ((transfer->domain &&
		         hc_name_rule_matches(&rule->to, transfer->domain)) ||
		        (transfer->peer &&
		         hc_name_rule_matches(&rule->to, transfer->peer)));
	if (rule->kind != transfer->kind)
		return false;
	for (size_t i = 0; i < rule->mta_count; i++)
		if (rule->mtas[i] == transfer->mta)
			return true;
	return rule->mta_count == 0 || !transfer->mta;
}

/* A partner's rule before a general one, the longer name before the shorter,
 * one that names mtas before one for all. */
static size_t
rank_of(const HcLinkRule *rule)
{
	if (rule->partner)
		return 2 * strlen(rule->to.domain) + !rule->to.below + 2;
	return rule->mta_count > 0 ? 1 : 0;
}

static const HcLinkRule *
rule_for(const HcDocument *document, const HcTransfer *transfer, int64_t day)
{
	const HcLinkRule *found = NULL;

	for (size_t i = 0; i < document->link_count; i++) {
		const HcLinkRule *rule = &document->links[i];

		if (rule_is_about(rule, transfer, day) &&
		    (!found || rank_of(rule) > rank_of(found)))
			found = rule;
	}
	return found;
}

/* Members of a community that TLS protects need TLS, whatever the boundary
 * asks of the rest. */
static void
ask_for_community(HcLinkDecision *decision, const HcTransfer *transfer,
                  const HcPairDecision *pair)
{
	const HcCommunity *community = pair ? pair->community : NULL;

	if (!community || pair->outcome != HC_PAIR_COVERED ||
	    community->protection != HC_PROTECTION_TLS ||
	    (transfer->kind != HC_TRANSFER_INBOUND &&
	     transfer->kind != HC_TRANSFER_OUTBOUND))
		return;
	if (decision->tls >= HC_DEMAND_REQUIRED && decision->profile_id)
		return;
	decision->community = community;
	decision->place = &community->place;
	decision->source = community->source;
	decision->tls = MAX(decision->tls, HC_DEMAND_REQUIRED);
	if (community->profile_id) {
		decision->profile_id = community->profile_id;
		decision->profile = community->profile;
	}
}

void
hc_decide_link(const HcDocument *document, const HcTransfer *transfer,
               const HcPairDecision *pair, int64_t day,
               HcLinkDecision *decision_out)
{
	HcLinkDecision decision = {
		.rule = rule_for(document, transfer, day),
	};

	if (decision.rule) {
		decision.tls = decision.rule->tls;
		decision.auth = decision.rule->auth;
		decision.exempt =
			(decision.rule->exempt & transfer->exempt) != 0;
		decision.profile_id = decision.rule->profile_id;
		decision.profile = decision.rule->profile;
		decision.place = &decision.rule->place;
		decision.source = decision.rule->source;
	}
	ask_for_community(&decision, transfer, pair);
	*decision_out = decision;
}
