/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leg.c - the parts of the way for which a message holds no evidence. */
#include "config.h"

#include "verdict.h"

/* Room for those of most messages. */
#define LEGS_USUAL 8

static void
add(HcVerdict *verdict, HcLegKind kind, unsigned first, unsigned last,
    const char *sentence)
{
	HcLeg leg = {kind, first, last, sentence};

	g_array_append_val(verdict->legs, leg);
}

static const HcHop *
hop_at(const HcVerdict *verdict, size_t index)
{
	return hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
}

/* The oldest hop that was read may itself be a claim, but what came before it
 * is not even claimed. */
static void
add_before(HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	if (walk->count == 0)
		add(verdict, HC_LEG_BEFORE, 0, 0,
		    "No leg of the way is recorded: the message has no "
		    "Received field.");
	else
		add(verdict, HC_LEG_BEFORE, 0, 1,
		    "Before hop 1: no field tells how the message came to the "
		    "host that handed it in there.");
}

/* Everything below the horizon. */
static void
add_claimed(HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;
	unsigned last = (unsigned)MIN(walk->horizon, walk->count);

	if (last == 1)
		add(verdict, HC_LEG_CLAIMED, 1, 1,
		    "Hop 1 is a claim: no host of the own set recorded it.");
	else if (last > 1)
		add(verdict, HC_LEG_CLAIMED, 1, last,
		    hc_verdict_text(verdict,
		                    "Hops 1 to %u are claims: no host of the "
		                    "own set recorded them.",
		                    last));
}

static bool
is_unrecorded(const HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcReceived *received = hop_at(verdict, index)->received;
	HcTlsState state = hc_evidence_tls(verdict->evidence, index)->state;

	return step->attested && !step->same_host && !step->queue_step &&
	       (state == HC_TLS_UNRECORDED || state == HC_TLS_NOT_SMTP ||
	        state == HC_TLS_CONTRADICTED) &&
	       (received->peer.family || step->sender ||
	        received->transmission);
}

/* Runs of neighbours are told together. */
static void
add_unrecorded(HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	for (size_t i = 0; i < walk->count; i++) {
		unsigned first = (unsigned)i + 1;

		if (!is_unrecorded(verdict, i))
			continue;
		while (i + 1 < walk->count && is_unrecorded(verdict, i + 1))
			i++;
		add(verdict, HC_LEG_UNRECORDED, first, (unsigned)i + 1,
		    first == i + 1
		            ? hc_verdict_text(verdict,
		                              "Hop %u: recorded, but not so "
		                              "that TLS is shown or excluded.",
		                              first)
		            : hc_verdict_text(verdict,
		                              "Hops %u to %zu: recorded, but "
		                              "not so that TLS is shown or "
		                              "excluded.",
		                              first, i + 1));
	}
}

void
hc_find_legs(HcVerdict *verdict)
{
	unsigned newest = (unsigned)verdict->walk.count;

	verdict->legs =
		g_array_sized_new(FALSE, FALSE, sizeof(HcLeg), LEGS_USUAL);
	add_before(verdict);
	add_claimed(verdict);
	add_unrecorded(verdict);
	if (newest) {
		add(verdict, HC_LEG_HOST, 1, newest,
		    "Inside each host that wrote a field: nothing tells who "
		    "could read the message there, nor how it was kept.");
		add(verdict, HC_LEG_READER, newest, 0,
		    hc_verdict_text(verdict,
		                    "From hop %u, the newest, to the reader: "
		                    "POP3, IMAP and webmail write no Received "
		                    "field.",
		                    newest));
	}
	add(verdict, HC_LEG_FORWARD, newest, 0,
	    "After a forward: where a copy was sent on, only that copy tells "
	    "of its way.");
}

const char *
hc_leg_kind_token(HcLegKind kind)
{
	static const char *const tokens[] = {
		"before-first-stamp", "claimed",        "unrecorded",
		"inside-host",        "last-to-reader", "after-forward"};

	g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(tokens), "");
	return tokens[kind];
}

/* As hc_find_legs() has them. */
unsigned
hc_verdict_leg_kinds(const HcVerdict *verdict)
{
	unsigned kinds = 1u << HC_LEG_BEFORE | 1u << HC_LEG_FORWARD;
	const HcWalk *walk;

	g_return_val_if_fail(verdict, 0);
	walk = &verdict->walk;
	if (walk->count > 0)
		kinds |= 1u << HC_LEG_HOST | 1u << HC_LEG_READER;
	if (MIN(walk->horizon, walk->count) > 0)
		kinds |= 1u << HC_LEG_CLAIMED;
	for (size_t i = 0; i < walk->count; i++)
		if (is_unrecorded(verdict, i))
			return kinds | 1u << HC_LEG_UNRECORDED;
	return kinds;
}

const HcLeg *
hc_verdict_legs(const HcVerdict *verdict, size_t *count_out)
{
	g_return_val_if_fail(verdict && count_out, NULL);
	hc_verdict_tell(verdict, HC_TOLD_LEGS);
	*count_out = verdict->legs->len;
	return (const HcLeg *)verdict->legs->data;
}
