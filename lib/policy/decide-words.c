/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decide-words.c - decisions as sentences that cite rule and line. */
#include "config.h"

#include "decide.h"

char *
hc_place_text(const HcPolicyPlace *place)
{
	return g_strdup_printf("%s, line %u", place->file, place->line);
}

/* " (policy.xml, line 4)", or with a reason behind the line. */
static void
cite(GString *text, const HcPolicyPlace *place, const char *reason)
{
	g_autofree char *where = hc_place_text(place);

	g_string_append_printf(text, " (%s%s%s)", where, reason ? ": " : "",
	                       reason ? reason : "");
}

static const char *
protection_phrase(HcProtection protection)
{
	switch (protection) {
	case HC_PROTECTION_TLS:
		return "TLS on every link";
	case HC_PROTECTION_PRIVATE_NETWORK:
		return "a network of their own, which the path may not leave";
	case HC_PROTECTION_GATEWAY:
		return "gateways that encrypt the message itself";
	case HC_PROTECTION_SAME_SERVICE:
		return "one service, which it may not leave";
	}
	g_return_val_if_reached("");
}

/* ------------------------------------------------------------------- pairs */

static void
append_covered(GString *text, const HcPairDecision *decision, const char *from,
               const char *to)
{
	const HcCommunity *community = decision->community;

	if (community->ends == HC_ENDS_BOTH) {
		g_string_append_printf(text, "sender %s", from);
		cite(text, &decision->sender.rule->place, NULL);
		g_string_append_printf(text, " and recipient %s", to);
		cite(text, &decision->recipient.rule->place, NULL);
		g_string_append(text, " are members");
	} else if (community->ends == HC_ENDS_SENDER) {
		g_string_append_printf(text, "sender %s", from);
		cite(text, &decision->sender.rule->place, NULL);
		g_string_append(text, " is a member");
	} else {
		g_string_append_printf(text, "recipient %s", to);
		cite(text, &decision->recipient.rule->place, NULL);
		g_string_append(text, " is a member");
	}
	g_string_append_printf(text, " of community '%s'", community->id);
	cite(text, &community->place, community->note);
	g_string_append_printf(text, ", and what protects such mail is %s",
	                       protection_phrase(community->protection));
}

static void
append_one_end(GString *text, const HcPairDecision *decision, const char *from,
               const char *to)
{
	bool sender = decision->sender.state != HC_MEMBER_NO;
	const HcMembership *member =
		sender ? &decision->sender : &decision->recipient;

	g_string_append_printf(text, "only the %s %s",
	                       sender ? "sender" : "recipient",
	                       sender ? from : to);
	cite(text,
	     member->rule ? &member->rule->place : &decision->community->place,
	     NULL);
	g_string_append_printf(text, " is listed in community '%s'",
	                       decision->community->id);
	cite(text, &decision->community->place, decision->community->note);
	g_string_append_printf(text, "; the %s %s is not",
	                       sender ? "recipient" : "sender",
	                       sender ? to : from);
}

static void
append_excepted(GString *text, const HcPairDecision *decision, const char *from,
                const char *to)
{
	bool sender = decision->sender.exception != NULL;
	const HcExceptionRule *exception =
		sender ? decision->sender.exception
		       : decision->recipient.exception;

	g_string_append_printf(text,
	                       "%s %s is an exception from community '%s'",
	                       sender ? "sender" : "recipient",
	                       sender ? from : to, decision->community->id);
	cite(text, &exception->name.place, exception->reason);
	g_string_append(text,
	                decision->manual
	                        ? "; the message itself has to be encrypted "
	                          "by hand"
	                        : "; nothing is stated in its place");
}

/* "from 2019-01-01 to 2019-03-31", "until 2019-03-31", "from 2019-01-01" */
static void
append_period(GString *text, HcPeriod period)
{
	g_autofree char *from = hc_day_text(period.from);
	g_autofree char *to = hc_day_text(period.to);

	if (from && to)
		g_string_append_printf(text, "from %s to %s", from, to);
	else if (from)
		g_string_append_printf(text, "from %s", from);
	else if (to)
		g_string_append_printf(text, "until %s", to);
	else
		g_string_append(text, "always");
}

static void
append_not_in_force(GString *text, const HcPairDecision *decision,
                    const char *from, const char *to, int64_t day)
{
	bool sender = decision->sender.state == HC_MEMBER_NOT_IN_FORCE;
	const HcMembership *member =
		sender ? &decision->sender : &decision->recipient;
	bool whole = !hc_period_holds(decision->community->period, day);

	g_string_append_printf(text, "%s %s is listed in community '%s'",
	                       sender ? "sender" : "recipient",
	                       sender ? from : to, decision->community->id);
	cite(text, &member->rule->place, decision->community->note);
	g_string_append_printf(text, ", but not for that day: the %s holds ",
	                       whole ? "community" : "entry");
	append_period(text, whole ? decision->community->period
	                          : member->rule->period);
}

static void
append_not_linked(GString *text, const HcPairDecision *decision,
                  const char *from, const char *to)
{
	bool sender = decision->sender.state == HC_MEMBER_YES;

	g_string_append_printf(text,
	                       "%s is a member of community '%s', %s of "
	                       "'%s', and mail between the two is "
	                       "declared not to be protected",
	                       sender ? from : to, decision->community->id,
	                       sender ? to : from, decision->apart->other->id);
	cite(text, &decision->apart->place, decision->apart->reason);
}

char *
hc_pair_sentence(const HcPairDecision *decision, const char *from,
                 const char *to, int64_t day)
{
	g_autofree char *on = hc_day_text(day);
	GString *text = g_string_new(NULL);

	from = from ? from : "(none)";
	to = to ? to : "(none)";
	g_string_append_printf(text, "On %s ", on ? on : "that day");
	switch (decision->outcome) {
	case HC_PAIR_COVERED:
		append_covered(text, decision, from, to);
		break;
	case HC_PAIR_ONE_END:
		append_one_end(text, decision, from, to);
		break;
	case HC_PAIR_EXCEPTED:
		append_excepted(text, decision, from, to);
		break;
	case HC_PAIR_NOT_IN_FORCE:
		append_not_in_force(text, decision, from, to, day);
		break;
	case HC_PAIR_NOT_LINKED:
		append_not_linked(text, decision, from, to);
		break;
	case HC_PAIR_NO_RULE:
		g_string_append_printf(text,
		                       "neither sender %s nor recipient %s is "
		                       "listed in a community that is about "
		                       "this pair",
		                       from, to);
		break;
	}
	g_string_append_c(text, '.');
	return g_string_free(text, FALSE);
}

/* --------------------------------------------------------------- transfers */

static const char *
rule_word(const HcLinkRule *rule)
{
	if (rule->partner)
		return "link";
	switch (rule->kind) {
	case HC_TRANSFER_INTERNAL:
		return "internal";
	case HC_TRANSFER_SUBMISSION:
		return "submission";
	default:
		return "boundary";
	}
}

static const char *
demand_phrase(HcDemand demand)
{
	switch (demand) {
	case HC_DEMAND_NONE:
		return "asks for no TLS";
	case HC_DEMAND_PREFERRED:
		return "prefers TLS";
	case HC_DEMAND_REQUIRED:
		return "requires TLS";
	case HC_DEMAND_VERIFY:
		return "requires TLS with a key exchange that is not anonymous";
	case HC_DEMAND_MUTUAL:
		return "requires TLS and a client certificate that the "
		       "receiver verified";
	}
	g_return_val_if_reached("");
}

static void
append_asked(GString *text, const HcLinkDecision *decision)
{
	if (decision->community) {
		g_string_append_printf(text, "Community '%s'",
		                       decision->community->id);
		cite(text, &decision->community->place, NULL);
		if (decision->rule) {
			g_string_append_printf(text, ", beyond the %s rule",
			                       rule_word(decision->rule));
			cite(text, &decision->rule->place, NULL);
			g_string_append_c(text, ',');
		}
	} else {
		g_string_append_printf(text, "The %s rule",
		                       rule_word(decision->rule));
		cite(text, &decision->rule->place, NULL);
	}
	g_string_append_printf(text, " %s", demand_phrase(decision->tls));
	if (decision->profile_id && decision->tls > HC_DEMAND_NONE)
		g_string_append_printf(text, " by profile '%s'",
		                       decision->profile_id);
}

char *
hc_link_sentence(const HcLinkDecision *decision, const HcTransfer *transfer)
{
	GString *text = g_string_new(NULL);
	const char *kind = hc_transfer_kind_token(transfer->kind);

	if (!decision->rule && !decision->community) {
		g_string_append_printf(
			text,
			"No rule of the policy asks anything of %s links.",
			kind);
		return g_string_free(text, FALSE);
	}
	append_asked(text, decision);
	if (decision->auth)
		g_string_append(text, " and AUTH");
	g_string_append_printf(text, " on %s links", kind);
	if (decision->exempt)
		g_string_append(text, ", and leaves this hop out");
	g_string_append_c(text, '.');
	return g_string_free(text, FALSE);
}
