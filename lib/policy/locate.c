/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* locate.c - where address databases place the peers of a message. */
#include "config.h"

#include "policy.h"
#include "verdict.h"

/* An address of a private block is nobody's place, and one that may be the
 * HELO is no peer. */
void
hc_locate_peers(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(verdict->evidence);

	if (policy->atlas == NULL || hc_atlas_count(policy->atlas) == 0)
		return;
	verdict->locations = g_new0(HcLocation *, verdict->walk.count);
	for (size_t i = 0; i < verdict->walk.count; i++) {
		const HcAddress *peer = &hc_chain_hop(chain, i)->received->peer;

		if (peer->family != 0 && hc_is_public(peer))
			verdict->locations[i] =
				hc_atlas_locate(policy->atlas, peer);
	}
}

void
hc_locations_clear(HcVerdict *verdict)
{
	for (size_t i = 0; verdict->locations && i < verdict->walk.count; i++)
		hc_location_free(verdict->locations[i]);
	g_clear_pointer(&verdict->locations, g_free);
}

const HcLocation *
hc_verdict_location(const HcVerdict *verdict, size_t index)
{
	g_return_val_if_fail(verdict && index < verdict->walk.count, NULL);
	return verdict->locations ? verdict->locations[index] : NULL;
}
