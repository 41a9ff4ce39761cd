/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk.c - from the newest field down, as far as stamps are our own.
 *
 * A field is attested when the one above it is, when the peer recorded there
 * is one of our hosts, and when it was stamped by that host.  What a client
 * says of itself (HELO) never counts; a name that DNS gave counts only from
 * writers that confirm it by the forward look-up.
 */
#include "config.h"

#include "walker.h"

#include <string.h>

static void
attest(HcWalker *walker, size_t index)
{
	HcStep *step = &walker->walk->steps[index];

	step->attested = true;
	walker->walk->horizon = index;
	if (step->by && !hc_is_localhost(step->by) && strchr(step->by, '.'))
		walker->host = step->by;
}

/* Steps that name nobody are written by the queue of the host above them. */
static bool
next_older(const HcWalker *walker, size_t index, size_t *next_out)
{
	while (index-- > 0) {
		if (walker->walk->steps[index].queue_step)
			continue;
		*next_out = index;
		return true;
	}
	return false;
}

/* Of the own set, or of the service that hosts the mailbox: its blocks are
 * known only as they were when the table was made. */
static bool
is_kin_name(const HcWalker *walker, const char *name)
{
	const HcProvider *provider = walker->walk->provider;

	return hc_own_name(walker, name) ||
	       (name && provider && hc_provider_stamps(provider, name, NULL));
}

/* A claim never shows that a peer is ours, but a pass must not rest on its
 * being none: were the claim true, the message came in further down. */
static HcKin
kin_of(HcWalker *walker, size_t index)
{
	HcWalk *walk = walker->walk;
	const HcStep *step = &walk->steps[index];

	if (is_kin_name(walker, step->rdns))
		return HC_KIN_RDNS;
	if (hc_own_suffix_shared(walker, index))
		return HC_KIN_SUFFIX;
	if (is_kin_name(walker, step->helo))
		return HC_KIN_HELO;
	if (next_older(walker, index, &walk->kin_hop) &&
	    !hc_chain_hop(walker->chain, walk->kin_hop)->misplaced &&
	    hc_own_name(walker, walk->steps[walk->kin_hop].by))
		return HC_KIN_STAMP;
	return HC_KIN_NONE;
}

/* A user of ours who logs in stands outside whatever the address is called,
 * and where own public blocks are stated they decide. */
static void
mark_boundary(HcWalker *walker, size_t index)
{
	walker->walk->boundary = index;
	if (!hc_is_authenticated(hc_walker_received(walker, index)) &&
	    !hc_own_public_stated(walker->policy))
		walker->walk->kin = kin_of(walker, index);
}

static void
walk_down(HcWalker *walker, size_t index)
{
	HcWalk *walk = walker->walk;

	for (;;) {
		HcNeed need;
		size_t next;

		attest(walker, index);
		need = hc_need_after(walker, index);
		if (need == HC_NEED_END) {
			if (walk->end == HC_END_BOUNDARY)
				mark_boundary(walker, index);
			return;
		}
		if (!next_older(walker, index, &next)) {
			walk->end = HC_END_ORIGIN;
			return;
		}
		if (hc_chain_hop(walker->chain, next)->misplaced) {
			walk->end = HC_END_MISPLACED;
			return;
		}
		if (walk->steps[next].doubted) {
			walk->end = HC_END_DOUBTED;
			return;
		}
		if (!hc_need_fits(walker, need, index, next)) {
			walk->end = HC_END_BREAK;
			return;
		}
		index = next;
	}
}

/* Newest fields before the anchor belong to its host, when it is ours. */
static void
attest_newer(HcWalker *walker, size_t anchor)
{
	for (size_t i = walker->walk->count; i-- > anchor + 1;)
		if (!walker->walk->steps[i].nameless &&
		    !walker->walk->steps[i].doubted)
			walker->walk->steps[i].attested = true;
}

/* Whether a limit left a part of the header unread. */
static bool
is_cut(const HcChain *chain)
{
	HcMessage *message = hc_chain_message(chain);
	size_t count = 0;
	const HcNote *notes = hc_message_notes(message, &count);

	for (size_t i = 0; i < count; i++)
		if (notes[i].code == HC_NOTE_LIMIT_REACHED)
			return true;
	return hc_raw_place(hc_message_raw(message))->header_cut;
}

void
hc_walk(const HcPolicy *policy, const HcChain *chain, HcArena *arena,
        HcWalk *walk_out)
{
	HcWalker walker = {.policy = policy,
	                   .chain = chain,
	                   .arena = arena,
	                   .walk = walk_out,
	                   .delivering = true};
	size_t anchor = 0;

	memset(walk_out, 0, sizeof *walk_out);
	walk_out->count = hc_chain_length(chain);
	walk_out->horizon = walk_out->count;
	walk_out->boundary = walk_out->count;
	walk_out->end = is_cut(chain) ? HC_END_CUT : HC_END_NO_HOPS;
	if (walk_out->count == 0)
		return;
	walk_out->steps =
		hc_arena_alloc(arena, walk_out->count * sizeof(HcStep));
	for (size_t i = 0; i < walk_out->count; i++)
		hc_step_read(&walker, i);
	if (!hc_anchor_find(&walker, &anchor)) {
		walk_out->end = HC_END_NO_NAME;
		return;
	}
	if (!hc_anchor_own_set(&walker, anchor))
		return;
	if (!hc_anchor_admits(&walker, anchor)) {
		walk_out->end = HC_END_NO_NAME;
		return;
	}
	for (size_t i = 0; i < walk_out->count; i++)
		walk_out->steps[i].own_name =
			hc_own_name(&walker, walk_out->steps[i].by);
	attest_newer(&walker, anchor);
	walk_down(&walker, anchor);
}
