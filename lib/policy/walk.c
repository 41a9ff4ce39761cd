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

#include "policy.h"

static void
attest(HcWalker *walker, size_t index)
{
	HcStep *step = &walker->walk->steps[index];

	step->attested = true;
	step->partner = walker->realm ? walker->realm : walker->by_way_of;
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
is_kin_name(const HcWalker *walker, const char *name, int64_t day)
{
	const HcProvider *provider = walker->walk->provider;

	return hc_own_name(walker, name, day) ||
	       (name && provider && hc_provider_stamps(provider, name, NULL));
}

/* A claim never shows that a peer is ours, but a pass must not rest on its
 * being none: were the claim true, the message came in further down. */
static HcKin
kin_of(HcWalker *walker, size_t index)
{
	HcWalk *walk = walker->walk;
	const HcStep *step = &walk->steps[index];

	if (is_kin_name(walker, step->rdns, step->day))
		return HC_KIN_RDNS;
	if (hc_own_suffix_shared(walker, index))
		return HC_KIN_SUFFIX;
	if (is_kin_name(walker, step->helo, step->day))
		return HC_KIN_HELO;
	if (next_older(walker, index, &walk->kin_hop) &&
	    !hc_chain_hop(walker->chain, walk->kin_hop)->misplaced &&
	    hc_own_name(walker, walk->steps[walk->kin_hop].by, step->day))
		return HC_KIN_STAMP;
	return HC_KIN_NONE;
}

/* A user of ours who logs in stands outside whatever the address is called,
 * and where own public blocks are stated they decide. */
static void
settle_boundary(HcWalker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];

	if (!hc_is_authenticated(hc_walker_received(walker, index)) &&
	    !hc_own_public_stated(walker->policy, step->day))
		walker->walk->kin = kin_of(walker, index);
}

/* Where the message came from another set of hosts.  The newest is where the
 * own set took it. */
static void
mark_crossing(HcWalker *walker, size_t index)
{
	HcWalk *walk = walker->walk;

	walk->steps[index].crossing = true;
	walk->edge = index;
	if (walk->boundary >= walk->count)
		walk->boundary = index;
}

/* The next field is a partner's, or ours again by way of one: what it says is
 * believed because of that partner. */
static void
enter_realm(HcWalker *walker)
{
	if (walker->next_realm == walker->realm)
		return;
	if (walker->realm)
		walker->by_way_of = walker->realm;
	walker->realm = walker->next_realm;
	walker->host = NULL;
}

/* Whether the next older field can be gone on to; else the walk's end says why
 * not. */
static bool
admits(const HcWalker *walker, HcNeed need, size_t from, size_t *next_out)
{
	HcWalk *walk = walker->walk;

	if (!next_older(walker, from, next_out))
		walk->end = HC_END_ORIGIN;
	else if (hc_chain_hop(walker->chain, *next_out)->misplaced)
		walk->end = HC_END_MISPLACED;
	else if (walk->steps[*next_out].doubted)
		walk->end = HC_END_DOUBTED;
	else if (!hc_need_fits(walker, need, from, *next_out))
		walk->end = HC_END_BREAK;
	else
		return true;
	return false;
}

static void
walk_down(HcWalker *walker, size_t index)
{
	HcWalk *walk = walker->walk;

	for (;;) {
		HcNeed need;
		size_t next;

		attest(walker, index);
		walker->next_realm = walker->realm;
		walker->next_host = NULL;
		need = hc_need_after(walker, index);
		if (walker->next_realm != walker->realm ||
		    (need == HC_NEED_END && walk->end == HC_END_BOUNDARY))
			mark_crossing(walker, index);
		if (need == HC_NEED_END) {
			if (walk->end == HC_END_BOUNDARY && !walker->realm)
				settle_boundary(walker, index);
			return;
		}
		if (!admits(walker, need, index, &next))
			return;
		enter_realm(walker);
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

static bool
is_dated(const HcStamp *stamp)
{
	return stamp->state == HC_STAMP_POINT ||
	       stamp->state == HC_STAMP_INTERVAL;
}

/* The policy is read by the day of each hop's own stamp, or by that of the
 * newest; a hop without a date by that of the next newer one.  Nothing below
 * an attested field can change its day. */
static void
date_steps(HcWalker *walker)
{
	HcWalk *walk = walker->walk;
	const HcDocument *document = walker->policy->document;
	int64_t day = hc_day_of(walker->policy->as_of_s);
	bool first = true;

	for (size_t i = walk->count; i-- > 0;) {
		const HcStamp *stamp = &hc_walker_received(walker, i)->stamp;

		if (is_dated(stamp) &&
		    (first || !document || document->judgement.by_hop_time)) {
			day = hc_day_of(stamp->earliest_s);
			first = false;
		}
		walk->steps[i].day = day;
	}
}

/* No claim chooses the part of the policy that it is judged by: it is read by
 * the day of the attested field above it.  The message is read by that of the
 * newest attested field with a date. */
static void
settle_days(HcWalker *walker)
{
	HcWalk *walk = walker->walk;
	int64_t day = walk->steps[walk->count - 1].day;
	bool settled = false;

	walk->day = day;
	for (size_t i = walk->count; i-- > 0;) {
		HcStep *step = &walk->steps[i];

		if (!step->attested) {
			step->day = day;
			continue;
		}
		day = step->day;
		if (settled || !is_dated(&hc_walker_received(walker, i)->stamp))
			continue;
		walk->day = day;
		settled = true;
	}
}

static void
name_step(const HcWalker *walker, HcStep *step)
{
	step->own_name = hc_own_name(walker, step->by, step->day);
	step->party = hc_own_party(walker, step->by, step->day);
}

/* From the anchor down; the walk's end says where and why it ended.
 * @return false: there is no anchor */
static bool
find_horizon(HcWalker *walker)
{
	HcWalk *walk = walker->walk;
	size_t anchor = 0;

	if (!hc_anchor_find(walker, &anchor)) {
		walk->end = HC_END_NO_NAME;
		return false;
	}
	if (!hc_anchor_own_set(walker, anchor))
		return false;
	if (!hc_anchor_admits(walker, anchor)) {
		walk->end = HC_END_NO_NAME;
		return false;
	}
	attest_newer(walker, anchor);
	walk_down(walker, anchor);
	return true;
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
	bool anchored;

	memset(walk_out, 0, sizeof *walk_out);
	walk_out->count = hc_chain_length(chain);
	walk_out->horizon = walk_out->count;
	walk_out->boundary = walk_out->count;
	walk_out->edge = walk_out->count;
	walk_out->end = is_cut(chain) ? HC_END_CUT : HC_END_NO_HOPS;
	if (walk_out->count == 0)
		return;
	walk_out->steps =
		hc_arena_alloc(arena, walk_out->count * sizeof(HcStep));
	for (size_t i = 0; i < walk_out->count; i++)
		hc_step_read(&walker, i);
	date_steps(&walker);
	anchored = find_horizon(&walker);
	settle_days(&walker);
	for (size_t i = 0; anchored && i < walk_out->count; i++)
		name_step(&walker, &walk_out->steps[i]);
}
