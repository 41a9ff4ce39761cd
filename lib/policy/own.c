/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* own.c - what shows that a host is of the own set. */
#include "config.h"

#include "walker.h"

#include <string.h>

#include "domain.h"
#include "policy.h"
#include "scan.h"

/* A host of ours by address, or any in a network that is trusted; the
 * closer statement is the host's. */
static bool
document_holds(const HcDocument *document, const HcAddress *address,
               int64_t day)
{
	const HcParty *party = hc_document_peer(document, address, day);
	const HcNetworkRule *network;

	if (party)
		return party->role != HC_ROLE_PARTNER;
	network = hc_document_network(document, address, day);
	return network && network->trusted;
}

bool
hc_own_network(const HcPolicy *policy, const HcAddress *address, int64_t day)
{
	if (!address->family)
		return false;
	if (policy->document && document_holds(policy->document, address, day))
		return true;
	for (guint i = 0; i < policy->networks->len; i++)
		if (hc_network_holds(
			    &g_array_index(policy->networks, HcNetwork, i),
			    address))
			return true;
	return false;
}

/* Not by a block around it. */
bool
hc_own_host(const HcPolicy *policy, const HcAddress *address, int64_t day)
{
	const HcParty *party =
		policy->document
			? hc_document_peer(policy->document, address, day)
			: NULL;

	if (party && hc_party_has_host(party, address, day))
		return true;
	for (guint i = 0; i < policy->networks->len; i++) {
		const HcNetwork *network =
			&g_array_index(policy->networks, HcNetwork, i);

		if (hc_network_holds(network, address) &&
		    network->prefix == (address->family == 4 ? 32 : 128))
			return true;
	}
	return false;
}

/* Public blocks in a policy settle whose a public peer is. */
bool
hc_own_public_stated(const HcPolicy *policy, int64_t day)
{
	if (policy->document &&
	    hc_document_states_public(policy->document, day))
		return true;
	for (guint i = 0; i < policy->networks->len; i++)
		if (hc_is_public(&g_array_index(policy->networks, HcNetwork, i)
		                          .base))
			return true;
	return false;
}

const HcParty *
hc_own_party(const HcWalker *walker, const char *name, int64_t day)
{
	const HcDocument *document = walker->policy->document;

	return document && name ? hc_document_host(document, name, day) : NULL;
}

/* By the policy document, on the day of a hop. */
static bool
is_own_on(const HcWalker *walker, const char *name, int64_t day)
{
	const HcParty *party = hc_own_party(walker, name, day);

	return party && party->role != HC_ROLE_PARTNER;
}

bool
hc_own_name(const HcWalker *walker, const char *name, int64_t day)
{
	const GPtrArray *domains = walker->policy->domains;

	if (!name)
		return false;
	if (is_own_on(walker, name, day))
		return true;
	for (guint i = 0; i < domains->len; i++)
		if (hc_domain_within(name, g_ptr_array_index(domains, i)))
			return true;
	return walker->walk->domain &&
	       hc_domain_within(name, walker->walk->domain);
}

/* A partner's, by name, or by address where it gives no name. */
static bool
is_stamp_of(const HcWalker *walker, const HcParty *party, size_t index,
            int64_t day)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcAddress *by_address =
		&hc_walker_received(walker, index)->by_address;

	if (step->by)
		return hc_own_party(walker, step->by, day) == party;
	return by_address->family && hc_document_peer(walker->policy->document,
	                                              by_address, day) == party;
}

bool
hc_own_stamp(const HcWalker *walker, size_t index, int64_t day)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcAddress *by_address =
		&hc_walker_received(walker, index)->by_address;

	if (walker->next_realm)
		return is_stamp_of(walker, walker->next_realm, index, day);
	if (walker->next_host)
		return is_stamp_of(walker, walker->next_host, index, day);
	if (walker->walk->provider &&
	    hc_provider_stamps(walker->walk->provider, step->by, by_address))
		return true;
	if (step->by)
		return hc_own_name(walker, step->by, day);
	return hc_own_network(walker->policy, by_address, day);
}

/* "localhost", a loopback address, the same name, or the same name cut short. */
bool
hc_own_host_stamp(const HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcAddress *by_address =
		&hc_walker_received(walker, index)->by_address;
	size_t label;

	if (!step->by)
		return hc_is_loopback(by_address);
	if (hc_is_localhost(step->by))
		return true;
	if (!walker->host)
		return false;
	if (strcmp(step->by, walker->host) == 0)
		return true;
	label = strcspn(walker->host, ".");
	return strlen(step->by) == label &&
	       memcmp(step->by, walker->host, label) == 0;
}

bool
hc_is_public(const HcAddress *address)
{
	HcReach reach;

	if (!address->family)
		return false;
	reach = hc_address_reach(address);
	return reach == HC_REACH_PUBLIC || reach == HC_REACH_RESERVED;
}

/* Where the client's words broke the from part open, what stands in the place of
 * the name, and what should doubt it, may be anywhere. */
static bool
is_broken_open(const HcReceived *received)
{
	for (size_t i = 0; i < received->note_count; i++)
		switch (received->notes[i].code) {
		case HC_NOTE_UNBALANCED_COMMENT:
		case HC_NOTE_UNBALANCED_QUOTE:
		case HC_NOTE_DUPLICATE_CLAUSE:
		case HC_NOTE_AMBIGUOUS_PEER:
			return true;
		default:
			break;
		}
	return false;
}

bool
hc_confirms_names(const HcReceived *received)
{
	return (received->dialect->habits & HC_HABIT_CONFIRMS_RDNS) &&
	       received->peer.family != 0 && !received->rdns_doubted &&
	       !received->rdns_none && !is_broken_open(received);
}

/* A number of the name that is not part of a longer one. */
static bool
name_holds_number(const char *name, unsigned number)
{
	for (const char *at = name; *at;) {
		unsigned value = 0;

		if (!hc_is_digit((unsigned char)*at)) {
			at++;
			continue;
		}
		for (; hc_is_digit((unsigned char)*at); at++)
			value = value > 99999
			                ? value
			                : value * 10 + (unsigned)(*at - '0');
		if (value == number)
			return true;
	}
	return false;
}

/* "host-203-0-113-7.example.net" is a customer's line, not a mail server. */
bool
hc_looks_like_a_line(const char *name, const HcAddress *address)
{
	return address->family == 4 &&
	       name_holds_number(name, address->bytes[2]) &&
	       name_holds_number(name, address->bytes[3]);
}

bool
hc_own_peer(const HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = hc_walker_received(walker, index);

	return hc_confirms_names(received) &&
	       hc_own_name(walker, step->rdns, step->day) &&
	       !hc_looks_like_a_line(step->rdns, &received->peer);
}

/* Under a suffix that a service or a registry gives to many: perhaps ours,
 * perhaps another's. */
bool
hc_own_suffix_shared(const HcWalker *walker, size_t index)
{
	const char *rdns = walker->walk->steps[index].rdns;

	return walker->walk->shared && rdns &&
	       hc_domain_within(rdns, walker->walk->shared);
}
