/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* step.c - one hop as the walk sees it. */
#include "config.h"

#include "walker.h"

#include <string.h>

#include "domain.h"
#include "scan.h"

/* For a person a name stands as it was written, where letter case and a last
 * dot are all that the canonical form took. */
static const char *
written_of(const HcWalker *walker, const HcText *text, const char *canonical)
{
	const char *written = text->text;
	size_t i;

	if (!canonical || strcmp(canonical, written) == 0)
		return canonical;
	for (i = 0; canonical[i]; i++)
		if (hc_lower((unsigned char)written[i]) !=
		    (unsigned char)canonical[i])
			return canonical;
	if (strcmp(written + i + (written[i] == '.'), "") != 0)
		return canonical;
	return hc_arena_text(walker->arena, written, i);
}

/* What is no name can be as long as a field; of a name this would be all. */
static const char *
start_of(const HcWalker *walker, const char *text)
{
	size_t length = strnlen(text, HC_DOMAIN_SIZE);
	char *start;

	if (length < HC_DOMAIN_SIZE)
		return text;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	start = hc_arena_bytes(walker->arena, length + sizeof " ...");
	memcpy(start, text, length);
	memcpy(start + length, " ...", sizeof " ...");
	return start;
}

static const char *
address_text(const HcWalker *walker, const HcAddress *address)
{
	char text[HC_ADDRESS_TEXT];

	if (!address->family)
		return NULL;
	hc_address_write(address, text);
	return hc_arena_text(walker->arena, text, strlen(text));
}

/* Only a writer we know is taken for the queue of the host above. */
static bool
is_queue_step(const HcReceived *received)
{
	return *received->dialect->software &&
	       !received->facts[HC_FACT_BY].text &&
	       !received->facts[HC_FACT_FROM].text &&
	       !received->facts[HC_FACT_HELO].text &&
	       !received->facts[HC_FACT_RDNS].text &&
	       !received->facts[HC_FACT_ADDRESS].text;
}

bool
hc_is_loopback(const HcAddress *address)
{
	return address->family &&
	       hc_address_reach(address) == HC_REACH_LOOPBACK;
}

bool
hc_is_localhost(const char *name)
{
	return name && (hc_domain_within(name, "localhost") ||
	                hc_domain_within(name, "localhost.localdomain"));
}

/* What the host recorded of itself: the same address on both sides, or that it
 * is a filter that listens on loopback, behind the server of its host. */
bool
hc_peer_is_this_host(const HcReceived *received)
{
	if (!received->by_address.family)
		return false;
	return hc_address_equal(&received->by_address, &received->peer) ||
	       (hc_is_loopback(&received->by_address) &&
	        (received->dialect->habits & HC_HABIT_HOST_FILTER));
}

bool
hc_family_is(const HcReceived *received, const char *family)
{
	return received->transmission &&
	       strcmp(received->transmission->family, family) == 0;
}

/* A program such as fetchmail took the message out of a mailbox. */
bool
hc_is_fetch(const HcReceived *received)
{
	return hc_family_is(received, "pop") || hc_family_is(received, "imap");
}

bool
hc_is_authenticated(const HcReceived *received)
{
	return received->facts[HC_FACT_AUTH].text ||
	       received->facts[HC_FACT_AUTH_USER].text ||
	       (received->transmission && received->transmission->auth == 'y');
}

/* Writers that took the message from a program of their own host, and say so by
 * the peer that they do not have. */
static bool
is_handed_in(const HcStep *step, const HcReceived *received)
{
	unsigned habits = received->dialect->habits;

	if (received->peer.family)
		return false;
	return (habits & HC_HABIT_LOCAL_SOURCE) ||
	       ((habits & HC_HABIT_OWN_BOUNCE) && !received->transmission &&
	        hc_is_localhost(step->sender));
}

void
hc_step_read(const HcWalker *walker, size_t index)
{
	HcStep *step = &walker->walk->steps[index];
	const HcHop *hop = hc_chain_hop(walker->chain, index);
	const HcReceived *received = hop->received;
	const HcText *facts = received->facts;

	step->by = hop->by_name;
	step->rdns = hop->rdns_name;
	step->helo = hop->helo_name;
	step->greeted = step->helo;
	/* qmail's word for "no name" (received.c). */
	if (!step->helo && g_strcmp0(facts[HC_FACT_FROM].text, "unknown") != 0)
		step->helo = hop->from_name;
	step->sender = step->rdns ? step->rdns : step->helo;
	step->name = written_of(walker,
	                        &facts[step->rdns      ? HC_FACT_RDNS
	                               : step->greeted ? HC_FACT_HELO
	                                               : HC_FACT_FROM],
	                        step->sender);
	step->label = written_of(walker, &facts[HC_FACT_BY], step->by);
	if (!step->label)
		step->label = address_text(walker, &received->by_address);
	if (!step->label)
		step->label = facts[HC_FACT_BY].text
		                      ? start_of(walker, facts[HC_FACT_BY].text)
		                      : "an unnamed host";
	step->queue_step = is_queue_step(received);
	step->nameless = !facts[HC_FACT_BY].text;
	step->doubted = received->writer_doubted;
	step->confirmed = step->rdns && hc_confirms_names(received);
	step->logged_in = hc_is_authenticated(received);
	step->same_host = hc_is_loopback(&received->peer) ||
	                  hc_peer_is_this_host(received) ||
	                  is_handed_in(step, received);
}
