/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* anchor.c - the newest field that shows whose the message is. */
#include "config.h"

#include "walker.h"

#include <string.h>

#include "organisation.h"
#include "policy.h"

/* "by 10.1.2.3 with SMTP id ...", no sender: a service's own step; whose, the
 * next field says and hc_anchor_admits() confirms. */
static bool
is_address_only(const HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = hc_walker_received(walker, index);

	return !step->by && !step->sender && !received->peer.family &&
	       received->by_address.family &&
	       hc_address_reach(&received->by_address) == HC_REACH_PRIVATE;
}

/* A newest field by "localhost" that took the message from its own host speaks
 * for the host that the next field names. */
static bool
passes_anchor_on(const HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = hc_walker_received(walker, index);

	if (step->doubted)
		return false;
	if (step->queue_step || is_address_only(walker, index))
		return true;
	if (!step->by || strchr(step->by, '.'))
		return step->by && hc_is_localhost(step->by) &&
		       (hc_is_loopback(&received->peer) ||
		        !received->peer.family);
	if (hc_is_fetch(received))
		return false;
	return hc_is_loopback(&received->peer) ||
	       (!received->peer.family && !hc_family_is(received, "smtp"));
}

/* Where the own set is inferred from: the newest field with a name. */
bool
hc_anchor_find(const HcWalker *walker, size_t *anchor_out)
{
	for (size_t i = walker->walk->count; i-- > 0;) {
		if (hc_chain_hop(walker->chain, i)->misplaced)
			return false;
		if (passes_anchor_on(walker, i))
			continue;
		*anchor_out = i;
		return true;
	}
	return false;
}

static bool
infer(HcWalker *walker, size_t anchor)
{
	const HcStep *step = &walker->walk->steps[anchor];

	walker->walk->provider = hc_provider_find(
		step->by, &hc_walker_received(walker, anchor)->by_address);
	if (!walker->walk->provider && step->by) {
		HcOrganisation owner = hc_organisation_of(step->by);

		walker->walk->domain = owner.domain;
		walker->walk->shared = owner.domain ? owner.shared : NULL;
	}
	return walker->walk->provider || walker->walk->domain;
}

/* A service that was stated by a name of its own is walked as the service it
 * is. */
static bool
service_is_stated(const HcWalker *walker, const HcProvider *provider,
                  int64_t day)
{
	for (const char *const *name = provider->names; *name; name++)
		if (hc_own_name(walker, *name, day))
			return true;
	return false;
}

/* Blocks alone say nothing of names, so with them those are inferred still. */
bool
hc_anchor_own_set(HcWalker *walker, size_t anchor)
{
	HcWalk *walk = walker->walk;
	const HcProvider *provider;

	if (walk->steps[anchor].doubted) {
		walk->end = HC_END_DOUBTED;
		return false;
	}
	if (hc_policy_is_inferred(walker->policy)) {
		if (!infer(walker, anchor))
			walk->end = HC_END_NO_NAME;
		return walk->end != HC_END_NO_NAME;
	}
	provider = hc_provider_find(
		walk->steps[anchor].by,
		&hc_walker_received(walker, anchor)->by_address);
	if (provider &&
	    service_is_stated(walker, provider, walk->steps[anchor].day))
		walk->provider = provider;
	if (hc_own_stamp(walker, anchor, walker->walk->steps[anchor].day))
		return true;
	walk->end = HC_END_NO_ANCHOR;
	return false;
}

bool
hc_anchor_admits(const HcWalker *walker, size_t anchor)
{
	const HcProvider *provider = walker->walk->provider;

	for (size_t i = anchor + 1; i < walker->walk->count; i++)
		if (is_address_only(walker, i) &&
		    !(provider &&
		      hc_provider_stamps(
			      provider, NULL,
			      &hc_walker_received(walker, i)->by_address)))
			return false;
	return true;
}
