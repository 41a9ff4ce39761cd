/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* need.c - what the next older field must be, after a field of the own set. */
#include "config.h"

#include "walker.h"

#include <string.h>

static HcNeed
end(HcWalker *walker, HcWalkEnd why)
{
	walker->walk->end = why;
	return HC_NEED_END;
}

/* An address was written, but not so that it can be read, or is perhaps the
 * HELO: whoever chose the HELO name may have seen to that, so nothing is made
 * of its absence. */
static bool
is_peer_unreadable(const HcReceived *received)
{
	if (received->unsure_peer.family != 0)
		return true;
	for (size_t i = 0; i < received->note_count; i++)
		if (received->notes[i].code == HC_NOTE_INVALID_LITERAL ||
		    received->notes[i].code == HC_NOTE_AMBIGUOUS_PEER)
			return true;
	return false;
}

static HcNeed
need_after_no_peer(HcWalker *walker, size_t index)
{
	const HcReceived *received = hc_walker_received(walker, index);

	if (is_peer_unreadable(received))
		return end(walker, HC_END_NO_PEER);
	if (!walker->walk->steps[index].sender &&
	    !received->facts[HC_FACT_FROM].text)
		return HC_NEED_OWN; /* a step that names no sender */
	if (received->transmission && !hc_family_is(received, "smtp"))
		return HC_NEED_OWN; /* LMTP, local, a socket */
	if (walker->walk->steps[index].same_host)
		return HC_NEED_SAME_HOST;
	return end(walker, HC_END_NO_PEER);
}

/* By a name that DNS confirmed, so of the own set, whoever stamped it. */
static HcNeed
need_named(HcWalker *walker)
{
	if (hc_policy_is_inferred(walker->policy))
		return HC_NEED_PEER_HOST;
	walker->next_realm = NULL;
	return HC_NEED_OWN;
}

static HcNeed
need_after_private(HcWalker *walker, size_t index)
{
	if (walker->walk->provider && !walker->realm)
		return HC_NEED_OWN;
	if (hc_peer_is_this_host(hc_walker_received(walker, index)))
		return HC_NEED_SAME_HOST;
	if (hc_own_peer(walker, index))
		return need_named(walker);
	return end(walker, HC_END_PRIVATE);
}

static HcNeed
need_after_public(HcWalker *walker, size_t index)
{
	const HcReceived *received = hc_walker_received(walker, index);

	/* Who authenticates is a user of ours, not a host of ours. */
	if (hc_is_authenticated(received))
		return end(walker, HC_END_BOUNDARY);
	if (hc_peer_is_this_host(received))
		return HC_NEED_SAME_HOST;
	if (hc_own_suffix_shared(walker, index) && hc_confirms_names(received))
		return end(walker, HC_END_TENANTS);
	if (!hc_own_public_stated(walker->policy,
	                          walker->walk->steps[index].day) &&
	    hc_own_peer(walker, index))
		return need_named(walker);
	return end(walker, HC_END_BOUNDARY);
}

/* From a program, a browser or a store: whatever stands below came in as
 * content.  A service tells delivery into a mailbox the same way, on top and
 * from a host of its own. */
static bool
is_interface(const HcWalker *walker, const HcReceived *received)
{
	const HcProvider *provider = walker->walk->provider;
	const HcAddress *peer = &received->peer;

	if (hc_family_is(received, "mapi"))
		return true;
	if (!provider)
		return hc_family_is(received, "http") && !peer->family;
	if (hc_family_is(received, "local"))
		return true;
	return hc_family_is(received, "http") &&
	       !(walker->delivering && peer->family &&
	         (!hc_is_public(peer) || hc_provider_inner(provider, peer)));
}

/* Who logs in from one of our networks is a user there, whose machine can put
 * any field below; a host that logs in is listed by its very address. */
static bool
is_user_inside(const HcWalker *walker, size_t index)
{
	const HcReceived *received = hc_walker_received(walker, index);
	int64_t day = walker->walk->steps[index].day;

	return hc_is_authenticated(received) &&
	       !hc_is_loopback(&received->peer) &&
	       hc_own_network(walker->policy, &received->peer, day) &&
	       !hc_own_host(walker->policy, &received->peer, day);
}

/* What a policy document says of the peer goes before what is inferred.
 * Where it lists the very host, the next stamp must be of that party. */
static bool
need_by_document(HcWalker *walker, size_t index, HcNeed *need_out)
{
	const HcParty *party;

	switch (hc_side_of_peer(walker, index, &party)) {
	case HC_SIDE_OWN:
		walker->next_realm = NULL;
		if (party && party->name_count &&
		    hc_party_has_host(party,
		                      &hc_walker_received(walker, index)->peer,
		                      walker->walk->steps[index].day))
			walker->next_host = party;
		*need_out = HC_NEED_OWN;
		return true;
	case HC_SIDE_PARTNER:
		walker->walk->steps[index].peer_party = party;
		if (!party->attests) {
			*need_out = end(walker, HC_END_BOUNDARY);
			return true;
		}
		walker->next_realm = party;
		*need_out = HC_NEED_OWN;
		return true;
	case HC_SIDE_OUTSIDE:
		*need_out = end(walker, HC_END_BOUNDARY);
		return true;
	case HC_SIDE_UNTOLD:
	default:
		return false;
	}
}

HcNeed
hc_need_after(HcWalker *walker, size_t index)
{
	const HcReceived *received = hc_walker_received(walker, index);
	/* A partner's hosts are those that the document lists. */
	const HcProvider *provider =
		walker->realm ? NULL : walker->walk->provider;
	HcNeed need;

	if (is_interface(walker, received))
		return end(walker, HC_END_INTERFACE);
	if (hc_family_is(received, "smtp"))
		walker->delivering = false;
	if (!received->peer.family && !hc_is_fetch(received))
		return need_after_no_peer(walker, index);
	if (is_user_inside(walker, index))
		return end(walker, HC_END_BOUNDARY);
	if (need_by_document(walker, index, &need))
		return need;
	if (hc_own_network(walker->policy, &received->peer,
	                   walker->walk->steps[index].day)) {
		walker->next_realm = NULL;
		return HC_NEED_OWN;
	}
	if (hc_is_fetch(received))
		return end(walker, HC_END_FETCHED);
	if (hc_is_loopback(&received->peer))
		return provider || hc_family_is(received, "lmtp")
		               ? HC_NEED_OWN
		               : HC_NEED_SAME_HOST;
	if (provider && hc_provider_inner(provider, &received->peer))
		return HC_NEED_OWN;
	/* The edge hands on to the mailbox from the same blocks. */
	if (provider && hc_provider_outbound(provider, &received->peer))
		return hc_provider_is_edge(provider,
		                           walker->walk->steps[index].by)
		               ? end(walker, HC_END_TENANTS)
		               : HC_NEED_OWN;
	if (!hc_is_public(&received->peer))
		return need_after_private(walker, index);
	return need_after_public(walker, index);
}

/* The host that DNS named, by that name or by the one it greeted with. */
static bool
stamp_is_peer(const HcWalker *walker, size_t from, size_t index)
{
	const HcStep *peer = &walker->walk->steps[from];
	const char *by = walker->walk->steps[index].by;
	const HcReceived *received = hc_walker_received(walker, index);

	if (by && (g_strcmp0(by, peer->rdns) == 0 ||
	           (hc_own_name(walker, by, peer->day) &&
	            g_strcmp0(by, peer->helo) == 0)))
		return true;
	return received->by_address.family &&
	       hc_address_equal(&received->by_address,
	                        &hc_walker_received(walker, from)->peer);
}

bool
hc_need_fits(const HcWalker *walker, HcNeed need, size_t from, size_t index)
{
	switch (need) {
	case HC_NEED_OWN:
		return hc_own_stamp(walker, index,
		                    walker->walk->steps[from].day) ||
		       (walker->next_realm == walker->realm &&
		        hc_own_host_stamp(walker, index));
	case HC_NEED_SAME_HOST:
		return hc_own_host_stamp(walker, index);
	case HC_NEED_PEER_HOST:
		return stamp_is_peer(walker, from, index);
	case HC_NEED_END:
	default:
		return false;
	}
}
