/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* statements.c - what a policy document states, one line each. */
#include "config.h"

#include "policy.h"

#include "decide.h"

static void
free_statement(void *data)
{
	HcPolicyStatement *statement = data;

	g_free(statement->text);
	g_free(statement->valid_from);
	g_free(statement->valid_to);
	g_free(statement);
}

/** A list that grows, for a day. */
typedef struct {
	GPtrArray *statements;
	int64_t day;
} Listing;

static void G_GNUC_PRINTF(6, 7)
	state(Listing *listing, const char *part, const char *id,
              HcPeriod period, const HcPolicyPlace *place, const char *format,
              ...)
{
	HcPolicyStatement *statement = g_new0(HcPolicyStatement, 1);
	va_list arguments;

	va_start(arguments, format);
	statement->text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	statement->part = part;
	statement->id = id;
	statement->file = place->file;
	statement->line = place->line;
	statement->valid_from = hc_day_text(period.from);
	statement->valid_to = hc_day_text(period.to);
	statement->in_force = hc_period_holds(period, listing->day);
	g_ptr_array_add(listing->statements, statement);
}

static const HcPeriod always = {HC_DAY_FIRST, HC_DAY_LAST};

/* Names that a line lists; a list in a file may hold thousands. */
#define NAMES_LISTED 20u

/* Say how many of a list hold on the day, and which. */
static char *
list_names(const HcNameRule *names, size_t count, int64_t day)
{
	g_autoptr(GString) listed = g_string_new(NULL);
	size_t held = 0;

	for (size_t i = 0; i < count; i++) {
		if (!hc_period_holds(names[i].period, day) ||
		    ++held > NAMES_LISTED)
			continue;
		g_string_append_printf(listed, "%s%s%s", held > 1 ? ", " : " (",
		                       names[i].domain,
		                       names[i].below ? " and below" : "");
	}
	if (held > NAMES_LISTED)
		g_string_append_printf(listed, " and %zu more",
		                       held - NAMES_LISTED);
	if (held > 0)
		g_string_append_c(listed, ')');
	return g_strdup_printf("%zu of %zu on that day%s", held, count,
	                       listed->str);
}

static void
state_hosts(Listing *listing, const HcDocument *document)
{
	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];
		bool partner = party->role == HC_ROLE_PARTNER;
		g_autofree char *names = list_names(
			party->names, party->name_count, listing->day);

		state(listing, partner ? "partner" : "mta", party->id,
		      party->period, &party->place,
		      "%s; names %s; address blocks %zu%s",
		      partner ? party->attests ? "attests its own hops"
		                               : "attests nothing"
		              : hc_role_token(party->role),
		      names, party->block_count,
		      party->clear ? "; holds messages in clear" : "");
	}
	for (size_t i = 0; i < document->network_count; i++) {
		const HcNetworkRule *network = &document->networks[i];

		state(listing, "network", network->id, network->period,
		      &network->place, "%s; blocks %zu",
		      network->trusted ? "of the own set" : "not trusted",
		      network->block_count);
	}
}

static void
state_communities(Listing *listing, const HcDocument *document)
{
	for (size_t i = 0; i < document->community_count; i++) {
		const HcCommunity *community = &document->communities[i];
		g_autofree char *members =
			list_names(community->members, community->member_count,
		                   listing->day);

		state(listing, "community", community->id, community->period,
		      &community->place,
		      "protection %s%s%s; members %s; exceptions %zu",
		      hc_protection_token(community->protection),
		      community->profile_id ? ", profile " : "",
		      community->profile_id ? community->profile_id : "",
		      members, community->exception_count);
		for (size_t k = 0; k < community->exception_count; k++)
			state(listing, "exception",
			      community->exceptions[k].name.domain,
			      community->exceptions[k].name.period,
			      &community->exceptions[k].name.place,
			      "from %s; %s", community->id,
			      community->exceptions[k].manual
			              ? "encrypted by hand"
			              : "nothing in its place");
		for (size_t k = 0; k < community->apart_count; k++)
			state(listing, "not-linked",
			      community->apart[k].other->id,
			      community->apart[k].period,
			      &community->apart[k].place, "with %s",
			      community->id);
		for (size_t k = 0; k < community->list_count; k++)
			state(listing, "list", community->lists[k].href,
			      community->period, &community->lists[k].place,
			      "of %s; members %zu, SHA-256 %s", community->id,
			      community->lists[k].rows,
			      community->lists[k].sha256);
	}
}

static void
state_links(Listing *listing, const HcDocument *document)
{
	for (size_t i = 0; i < document->link_count; i++) {
		const HcLinkRule *rule = &document->links[i];

		state(listing, rule->partner ? "link" : "rule",
		      rule->partner ? rule->to.domain
		                    : hc_transfer_kind_token(rule->kind),
		      rule->period, &rule->place, "TLS %s%s%s%s",
		      hc_demand_token(rule->tls), rule->auth ? ", AUTH" : "",
		      rule->profile_id ? ", profile " : "",
		      rule->profile_id ? rule->profile_id : "");
	}
}

static void
state_alternatives(Listing *listing, const HcDocument *document)
{
	for (size_t i = 0; i < document->accept_count; i++) {
		const HcAcceptRule *accept = &document->accepts[i];

		state(listing, "accept", accept->type, accept->period,
		      &accept->place, "%s%s", accept->name ? "name " : "",
		      accept->name ? accept->name : "");
	}
	for (size_t i = 0; i < document->request_count; i++) {
		const HcRequestRule *request = &document->requests[i];

		state(listing, "request",
		      request->subject_tag   ? "subject-tag"
		      : request->sensitivity ? "sensitivity"
		                             : "field",
		      request->period, &request->place, "%s%s%s",
		      request->subject_tag   ? request->subject_tag
		      : request->sensitivity ? request->sensitivity
		                             : request->field,
		      request->contains ? " with " : "",
		      request->contains ? request->contains : "");
	}
}

static void
state_rest(Listing *listing, const HcDocument *document)
{
	for (size_t i = 0; i < document->jurisdiction_count; i++) {
		const HcJurisdictionRule *rule = &document->jurisdictions[i];
		g_autofree char *allow = g_strjoinv(" ", (char **)rule->allow);

		state(listing, "jurisdictions", NULL, rule->period,
		      &rule->place, "%s", allow);
	}
	for (size_t i = 0; i < document->override_count; i++) {
		const HcOverrideRule *rule = &document->overrides[i];

		state(listing, "override", rule->id, rule->period, &rule->place,
		      "%s%s%s",
		      rule->has_severity ? hc_severity_token(rule->severity)
		                         : "",
		      rule->has_severity && rule->has_effect ? ", " : "",
		      rule->has_effect ? hc_effect_token(rule->effect) : "");
	}
	for (size_t i = 0; i < document->suppression_count; i++) {
		const HcSuppressRule *rule = &document->suppressions[i];

		state(listing, "suppress", rule->id, rule->period, &rule->place,
		      "%s; approved by %s", rule->reason, rule->approved_by);
	}
	for (size_t i = 0; i < document->control_count; i++)
		state(listing, "catalogue", document->controls[i].catalogue,
		      always, &document->controls[i].place,
		      "named with findings");
}

static void
state_profiles(Listing *listing, const HcDocument *document)
{
	HcPolicyPlace place = {document->name, 1, 1};

	for (size_t i = 0; i < document->profile_count; i++) {
		const HcProfile *profile = document->profiles[i];
		HcPeriod period = {profile->from_day, profile->until_day};

		place.line = document->profile_lines[i];
		state(listing, "profile", profile->id, period, &place, "%s%s",
		      profile->parent ? "extends " : "rules of its own",
		      profile->parent ? profile->parent->id : "");
	}
}

GPtrArray *
hc_policy_statements(const HcPolicy *policy, const char *date, GError **error)
{
	Listing listing = {0};

	g_return_val_if_fail(policy && date, NULL);
	if (!policy->document || !hc_day_read(date, &listing.day)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            policy->document
		                    ? "no date of the form YYYY-MM-DD: '%s'"
		                    : "the policy has no document to list on "
		                      "%s",
		            date);
		return NULL;
	}
	listing.statements = g_ptr_array_new_with_free_func(free_statement);
	state_profiles(&listing, policy->document);
	state_hosts(&listing, policy->document);
	state_communities(&listing, policy->document);
	state_links(&listing, policy->document);
	state_alternatives(&listing, policy->document);
	state_rest(&listing, policy->document);
	return listing.statements;
}
