/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* document.c - days, words and lookups of a policy document. */
#include "config.h"

#include "document.h"

#include <string.h>

#include "domain.h"
#include "scan.h"

/* -------------------------------------------------------------------- days */

/* Day 719163 of GLib's count is 1970-01-01. */
#define EPOCH 719163

int64_t
hc_day_of(int64_t at_s)
{
	int64_t day = at_s / 86400;

	return at_s % 86400 < 0 ? day - 1 : day;
}

static bool
read_digits(const char *text, size_t count, unsigned *value_out)
{
	*value_out = 0;
	for (size_t i = 0; i < count; i++) {
		if (!hc_is_digit((unsigned char)text[i]))
			return false;
		*value_out = *value_out * 10 + (unsigned)(text[i] - '0');
	}
	return true;
}

bool
hc_day_from(unsigned year, unsigned month, unsigned day, int64_t *day_out)
{
	GDate date;

	if (year == 0 || year > 9999 || month > 12 || day > 31 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month,
	                      (GDateYear)year))
		return false;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month,
	               (GDateYear)year);
	*day_out = (int64_t)g_date_get_julian(&date) - EPOCH;
	return true;
}

bool
hc_day_read(const char *text, int64_t *day_out)
{
	unsigned year;
	unsigned month;
	unsigned day;

	return strlen(text) == 10 && text[4] == '-' && text[7] == '-' &&
	       read_digits(text, 4, &year) &&
	       read_digits(text + 5, 2, &month) &&
	       read_digits(text + 8, 2, &day) &&
	       hc_day_from(year, month, day, day_out);
}

char *
hc_day_text(int64_t day)
{
	GDate date;

	/* What GDate counts: the years 1 to 9999 lie within. */
	if (day <= -EPOCH || day > 2932896)
		return NULL;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH));
	return g_strdup_printf("%04u-%02u-%02u",
	                       (unsigned)g_date_get_year(&date),
	                       (unsigned)g_date_get_month(&date),
	                       (unsigned)g_date_get_day(&date));
}

bool
hc_period_holds(HcPeriod period, int64_t day)
{
	return period.from <= day && day <= period.to;
}

/* ------------------------------------------------------------------- words */

const char *
hc_role_token(HcRole role)
{
	static const char *const words[] = {
		[HC_ROLE_BOUNDARY] = "boundary",
		[HC_ROLE_RELAY] = "relay",
		[HC_ROLE_MAILBOX] = "mailbox",
		[HC_ROLE_SUBMISSION] = "submission",
		[HC_ROLE_PARTNER] = "partner",
	};

	g_return_val_if_fail((unsigned)role < G_N_ELEMENTS(words), NULL);
	return words[role];
}

const char *
hc_protection_token(HcProtection protection)
{
	static const char *const words[] = {
		[HC_PROTECTION_TLS] = "tls",
		[HC_PROTECTION_PRIVATE_NETWORK] = "private-network",
		[HC_PROTECTION_GATEWAY] = "gateway-encryption",
		[HC_PROTECTION_SAME_SERVICE] = "same-service",
	};

	g_return_val_if_fail((unsigned)protection < G_N_ELEMENTS(words), NULL);
	return words[protection];
}

const char *
hc_demand_token(HcDemand demand)
{
	static const char *const words[] = {
		[HC_DEMAND_NONE] = "none",
		[HC_DEMAND_PREFERRED] = "preferred",
		[HC_DEMAND_REQUIRED] = "required",
		[HC_DEMAND_VERIFY] = "verify",
		[HC_DEMAND_MUTUAL] = "mutual",
	};

	g_return_val_if_fail((unsigned)demand < G_N_ELEMENTS(words), NULL);
	return words[demand];
}

const char *
hc_transfer_kind_token(HcTransferKind kind)
{
	static const char *const words[] = {
		[HC_TRANSFER_INBOUND] = "inbound",
		[HC_TRANSFER_OUTBOUND] = "outbound",
		[HC_TRANSFER_INTERNAL] = "internal",
		[HC_TRANSFER_SUBMISSION] = "submission",
	};

	g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(words), NULL);
	return words[kind];
}

/* ----------------------------------------------------------------- hosts */

uint64_t
hc_name_marks(const char *domain)
{
	size_t length = strlen(domain);
	uint64_t marks = 0;

	for (;;) {
		const char *dot = memchr(domain, '.', length);

		marks |= hc_name_mark(domain, length);
		if (!dot)
			return marks;
		length -= (size_t)(dot + 1 - domain);
		domain = dot + 1;
	}
}

bool
hc_name_rule_matches(const HcNameRule *rule, const char *domain)
{
	return rule->below ? hc_domain_within(domain, rule->domain)
	                   : strcmp(domain, rule->domain) == 0;
}

bool
hc_document_names_hosts(const HcDocument *document)
{
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role != HC_ROLE_PARTNER &&
		    document->parties[i].name_count > 0)
			return true;
	return false;
}

/* Nobody holds more: a /8 is the widest block of IPv4 that one organisation
 * was ever given, a /16 that of IPv6.  The private blocks are anybody's
 * (RFC 1918 3, RFC 4193 3.1: fc00::/7). */
bool
hc_network_is_too_wide(const HcNetwork *network)
{
	if (network->base.family == 4)
		return network->prefix < 8;
	return network->prefix <
	       (hc_address_reach(&network->base) == HC_REACH_PRIVATE ? 7 : 16);
}

/* The length of the longest name of a party that matches, or 0. */
static size_t
name_reach(const HcParty *party, const char *name, int64_t day)
{
	size_t reach = 0;

	for (size_t i = 0; i < party->name_count; i++) {
		const HcNameRule *rule = &party->names[i];
		/* Of two equally long the one that means this name alone. */
		size_t length = 2 * strlen(rule->domain) + !rule->below;

		if (length > reach && hc_period_holds(rule->period, day) &&
		    hc_name_rule_matches(rule, name))
			reach = length;
	}
	return reach;
}

const HcParty *
hc_document_host(const HcDocument *document, const char *name, int64_t day)
{
	const HcParty *found = NULL;
	size_t best = 0;

	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];
		size_t reach;

		if (!hc_period_holds(party->period, day))
			continue;
		reach = name_reach(party, name, day);
		if (reach > best) {
			best = reach;
			found = party;
		}
	}
	return found;
}

/* One more than the prefix of the longest block that holds an address, or 0. */
static unsigned
block_reach(const HcBlockRule *blocks, size_t count, const HcAddress *address,
            int64_t day)
{
	unsigned reach = 0;

	for (size_t i = 0; i < count; i++)
		if (blocks[i].network.prefix + 1 > reach &&
		    hc_period_holds(blocks[i].period, day) &&
		    hc_network_holds(&blocks[i].network, address))
			reach = blocks[i].network.prefix + 1;
	return reach;
}

const HcParty *
hc_document_peer(const HcDocument *document, const HcAddress *address,
                 int64_t day)
{
	const HcParty *found = NULL;
	unsigned best = 0;

	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];
		unsigned reach;

		if (!hc_period_holds(party->period, day))
			continue;
		reach = block_reach(party->blocks, party->block_count, address,
		                    day);
		if (reach > best) {
			best = reach;
			found = party;
		}
	}
	return found;
}

const HcNetworkRule *
hc_document_network(const HcDocument *document, const HcAddress *address,
                    int64_t day)
{
	const HcNetworkRule *found = NULL;
	unsigned best = 0;

	for (size_t i = 0; i < document->network_count; i++) {
		const HcNetworkRule *network = &document->networks[i];
		unsigned reach;

		if (!hc_period_holds(network->period, day))
			continue;
		reach = block_reach(network->blocks, network->block_count,
		                    address, day);
		if (reach > best) {
			best = reach;
			found = network;
		}
	}
	return found;
}

const HcParty *
hc_document_authserv(const HcDocument *document, const char *authserv_id,
                     int64_t day)
{
	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];

		if (!hc_period_holds(party->period, day))
			continue;
		for (size_t k = 0; k < party->authserv_count; k++)
			if (g_ascii_strcasecmp(party->authserv_ids[k],
			                       authserv_id) == 0)
				return party;
	}
	return NULL;
}

/* ------------------------------------------------------------- communities */

/* The first member of a domain in the sorted list, or where it would be. */
static size_t
lower_bound(const HcCommunity *community, const char *domain)
{
	size_t low = 0;
	size_t high = community->member_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(community->members[middle].domain, domain) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of the entries under exactly one name, that which counts: one in force, else
 * the first.  At the name itself "exact" counts too, above it only subtrees. */
static const HcNameRule *
entry_at(const HcCommunity *community, const char *domain, bool itself,
         int64_t day)
{
	const HcNameRule *first = NULL;

	for (size_t i = lower_bound(community, domain);
	     i < community->member_count; i++) {
		const HcNameRule *rule = &community->members[i];

		if (strcmp(rule->domain, domain) != 0)
			break;
		if (!itself && !rule->below)
			continue;
		if (hc_period_holds(rule->period, day))
			return rule;
		if (!first)
			first = rule;
	}
	return first;
}

static const HcExceptionRule *
exception_for(const HcCommunity *community, const char *domain, int64_t day)
{
	const HcExceptionRule *found = NULL;

	for (size_t i = 0; i < community->exception_count; i++) {
		const HcExceptionRule *exception = &community->exceptions[i];

		if (hc_period_holds(exception->name.period, day) &&
		    hc_name_rule_matches(&exception->name, domain) &&
		    (!found || strlen(exception->name.domain) >
		                       strlen(found->name.domain)))
			found = exception;
	}
	return found;
}

HcMembership
hc_community_member(const HcCommunity *community, const char *domain,
                    int64_t day)
{
	HcMembership membership = {HC_MEMBER_NO, NULL, NULL};
	const char *at = domain;

	while (at && !membership.rule) {
		const char *dot = strchr(at, '.');

		membership.rule = entry_at(community, at, at == domain, day);
		at = dot ? dot + 1 : NULL;
	}
	membership.exception = exception_for(community, domain, day);
	if (!hc_period_holds(community->period, day))
		membership.state =
			membership.rule ? HC_MEMBER_NOT_IN_FORCE : HC_MEMBER_NO;
	else if (membership.exception)
		membership.state = HC_MEMBER_EXCEPTED;
	else if (membership.rule)
		membership.state = hc_period_holds(membership.rule->period, day)
		                           ? HC_MEMBER_YES
		                           : HC_MEMBER_NOT_IN_FORCE;
	if (membership.state != HC_MEMBER_EXCEPTED)
		membership.exception = NULL;
	return membership;
}

/* ---------------------------------------------------------------- the rest */

const HcOverrideRule *
hc_document_override(const HcDocument *document, const char *id, int64_t day)
{
	for (size_t i = 0; i < document->override_count; i++) {
		const HcOverrideRule *rule = &document->overrides[i];

		if (strcmp(rule->id, id) == 0 &&
		    hc_period_holds(rule->period, day))
			return rule;
	}
	return NULL;
}

const HcSuppressRule *
hc_document_suppression(const HcDocument *document, const char *id, int64_t day)
{
	for (size_t i = 0; i < document->suppression_count; i++) {
		const HcSuppressRule *rule = &document->suppressions[i];

		if (strcmp(rule->id, id) == 0 &&
		    hc_period_holds(rule->period, day))
			return rule;
	}
	return NULL;
}

const HcJurisdictionRule *
hc_document_jurisdictions(const HcDocument *document, int64_t day)
{
	for (size_t i = 0; i < document->jurisdiction_count; i++)
		if (hc_period_holds(document->jurisdictions[i].period, day))
			return &document->jurisdictions[i];
	return NULL;
}

const HcSourceRule *
hc_document_source(const HcDocument *document, const char *ref)
{
	for (size_t i = 0; i < document->source_count; i++)
		if (strcmp(document->sources[i].ref, ref) == 0)
			return &document->sources[i];
	return NULL;
}
