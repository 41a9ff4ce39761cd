/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* side.c - on whose side a policy document puts the peer of a hop.
 *
 * The address decides; a name does where the document lists no public address
 * of that party, and then only one that the stamp confirmed.  HELO never. */
#include "config.h"

#include "walker.h"

#include "policy.h"

static bool
has_public_block(const HcParty *party, int64_t day)
{
	for (size_t i = 0; i < party->block_count; i++)
		if (hc_period_holds(party->blocks[i].period, day) &&
		    hc_is_public(&party->blocks[i].network.base))
			return true;
	return false;
}

bool
hc_document_states_public(const HcDocument *document, int64_t day)
{
	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];

		if (party->role != HC_ROLE_PARTNER &&
		    hc_period_holds(party->period, day) &&
		    has_public_block(party, day))
			return true;
	}
	return false;
}

bool
hc_party_has_host(const HcParty *party, const HcAddress *address, int64_t day)
{
	for (size_t i = 0; i < party->block_count; i++) {
		const HcBlockRule *block = &party->blocks[i];

		if (hc_period_holds(block->period, day) &&
		    hc_address_equal(&block->network.base, address) &&
		    block->network.prefix == (address->family == 4 ? 32 : 128))
			return true;
	}
	return false;
}

/* A partner by a name that DNS gave and confirmed.  Hosts of the own set are
 * told by name where the walk always did. */
static const HcParty *
partner_by_name(const HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = hc_walker_received(walker, index);
	const HcParty *party;

	if (!step->rdns || !hc_confirms_names(received) ||
	    hc_looks_like_a_line(step->rdns, &received->peer))
		return NULL;
	party = hc_own_party(walker, step->rdns, step->day);
	return party && party->role == HC_ROLE_PARTNER &&
	                       !has_public_block(party, step->day)
	               ? party
	               : NULL;
}

HcSide
hc_side_of_peer(const HcWalker *walker, size_t index, const HcParty **party_out)
{
	const HcDocument *document = walker->policy->document;
	const HcAddress *peer = &hc_walker_received(walker, index)->peer;
	int64_t day = walker->walk->steps[index].day;
	const HcNetworkRule *network;

	*party_out = NULL;
	if (!document || !peer->family || hc_is_loopback(peer))
		return HC_SIDE_UNTOLD;
	*party_out = hc_document_peer(document, peer, day);
	if (!*party_out)
		*party_out = partner_by_name(walker, index);
	if (*party_out)
		return (*party_out)->role == HC_ROLE_PARTNER ? HC_SIDE_PARTNER
		                                             : HC_SIDE_OWN;
	network = hc_document_network(document, peer, day);
	if (!network)
		return HC_SIDE_UNTOLD;
	return network->trusted ? HC_SIDE_OWN : HC_SIDE_OUTSIDE;
}
