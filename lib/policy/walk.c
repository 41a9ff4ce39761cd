/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk.c - from the newest field down, as far as stamps are our own.
 *
 * A field is attested when the one above it is, when the peer recorded there
 * is one of our hosts, and when it was stamped by that host.  What a client
 * says of itself (HELO) never counts; a name that DNS gave counts only from
 * writers that confirm it by the forward look-up.
 */
#include "config.h"

#include "walk.h"

#include <string.h>

#include "domain.h"
#include "organisation.h"
#include "policy.h"
#include "scan.h"

/* What the next older field must be for the walk to go on. */
typedef enum {
	NEED_END,       /* the walk ends; Walker.walk->end says why */
	NEED_OWN,       /* stamped by a host of the own set */
	NEED_SAME_HOST, /* stamped by this very host */
	NEED_PEER_HOST, /* stamped by the host that DNS named */
} Need;

typedef struct {
	const HcPolicy *policy;
	const HcChain *chain;
	HcArena *arena;
	HcWalk *walk;
	const char *host; /* the last writer with a name of its own */
	bool delivering;  /* no SMTP field was met yet */
} Walker;

static const HcReceived *
received_at(const Walker *walker, size_t index)
{
	return hc_chain_hop(walker->chain, index)->received;
}

/* -------------------------------------------------------------------- names */

static const char *
canonical_of(const Walker *walker, const HcText *text)
{
	g_autofree char *name =
		text->text ? hc_domain_canonical(text->text) : NULL;

	return name ? hc_arena_text(walker->arena, name, strlen(name)) : NULL;
}

static const char *
address_text(const Walker *walker, const HcAddress *address)
{
	char text[HC_ADDRESS_TEXT];

	if (!address->family)
		return NULL;
	hc_address_write(address, text);
	return hc_arena_text(walker->arena, text, strlen(text));
}

static bool
is_queue_step(const HcReceived *received)
{
	return !received->facts[HC_FACT_BY].text &&
	       !received->facts[HC_FACT_FROM].text &&
	       !received->facts[HC_FACT_HELO].text &&
	       !received->facts[HC_FACT_RDNS].text &&
	       !received->facts[HC_FACT_ADDRESS].text;
}

static bool
is_loopback(const HcAddress *address)
{
	return address->family &&
	       hc_address_reach(address) == HC_REACH_LOOPBACK;
}

/* What the host recorded of itself: the same address on both sides, or that it
 * is a filter that listens on loopback, behind the server of its host. */
static bool
peer_is_this_host(const HcReceived *received)
{
	if (!received->by_address.family)
		return false;
	return hc_address_equal(&received->by_address, &received->peer) ||
	       (is_loopback(&received->by_address) &&
	        strcmp(received->dialect->software, "amavis") == 0);
}

static void
read_step(const Walker *walker, size_t index)
{
	HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = received_at(walker, index);
	const HcText *facts = received->facts;

	step->by = canonical_of(walker, &facts[HC_FACT_BY]);
	step->rdns = canonical_of(walker, &facts[HC_FACT_RDNS]);
	step->helo = canonical_of(walker, &facts[HC_FACT_HELO]);
	step->greeted = step->helo;
	/* qmail's word for "no name" (received.c). */
	if (!step->helo && g_strcmp0(facts[HC_FACT_FROM].text, "unknown") != 0)
		step->helo = canonical_of(walker, &facts[HC_FACT_FROM]);
	step->sender = step->rdns ? step->rdns : step->helo;
	step->peer = address_text(walker, &received->peer);
	step->label = step->by;
	if (!step->label)
		step->label = address_text(walker, &received->by_address);
	if (!step->label)
		step->label = facts[HC_FACT_BY].text ? facts[HC_FACT_BY].text
		                                     : "an unnamed host";
	step->queue_step = is_queue_step(received);
	step->nameless = !facts[HC_FACT_BY].text;
	step->same_host =
		is_loopback(&received->peer) || peer_is_this_host(received);
}

static bool
is_localhost(const char *name)
{
	return name && (hc_domain_within(name, "localhost") ||
	                hc_domain_within(name, "localhost.localdomain"));
}

/* ------------------------------------------------------------------- own set */

static bool
network_is_ours(const HcPolicy *policy, const HcAddress *address)
{
	if (!address->family)
		return false;
	for (guint i = 0; i < policy->networks->len; i++)
		if (hc_network_holds(
			    &g_array_index(policy->networks, HcNetwork, i),
			    address))
			return true;
	return false;
}

/* Public blocks in a policy settle whose a public peer is. */
static bool
has_public_networks(const HcPolicy *policy)
{
	for (guint i = 0; i < policy->networks->len; i++)
		if (hc_is_public(&g_array_index(policy->networks, HcNetwork, i)
		                          .base))
			return true;
	return false;
}

static bool
name_is_ours(const Walker *walker, const char *name)
{
	const GPtrArray *domains = walker->policy->domains;

	if (!name)
		return false;
	for (guint i = 0; i < domains->len; i++)
		if (hc_domain_within(name, g_ptr_array_index(domains, i)))
			return true;
	return walker->walk->domain &&
	       hc_domain_within(name, walker->walk->domain);
}

static bool
stamp_is_ours(const Walker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcAddress *by_address = &received_at(walker, index)->by_address;

	if (walker->walk->provider &&
	    hc_provider_stamps(walker->walk->provider, step->by, by_address))
		return true;
	if (step->by)
		return name_is_ours(walker, step->by);
	return network_is_ours(walker->policy, by_address);
}

/* "localhost", a loopback address, the same name, or the same name cut short. */
static bool
stamp_is_this_host(const Walker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcAddress *by_address = &received_at(walker, index)->by_address;
	size_t label;

	if (!step->by)
		return is_loopback(by_address);
	if (is_localhost(step->by))
		return true;
	if (!walker->host)
		return false;
	if (strcmp(step->by, walker->host) == 0)
		return true;
	label = strcspn(walker->host, ".");
	return strlen(step->by) == label &&
	       memcmp(step->by, walker->host, label) == 0;
}

/* ---------------------------------------------------------------- the peer */

bool
hc_is_public(const HcAddress *address)
{
	HcReach reach;

	if (!address->family)
		return false;
	reach = hc_address_reach(address);
	return reach == HC_REACH_PUBLIC || reach == HC_REACH_RESERVED;
}

/* Writers that take a name from DNS only when it leads back to the address:
 * Postfix smtpd_peer.c ("unknown" else), Exim host_name_lookup(), sendmail
 * ("may be forged" else). */
static const char *const confirming[] = {"postfix", "exim", "sendmail"};

static bool
confirms_names(const HcReceived *received)
{
	if (!received->dialect->writes_rdns || received->rdns_doubted ||
	    received->rdns_none)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(confirming); i++)
		if (strcmp(received->dialect->software, confirming[i]) == 0)
			return true;
	return false;
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
static bool
looks_like_a_line(const char *name, const HcAddress *address)
{
	return address->family == 4 &&
	       name_holds_number(name, address->bytes[2]) &&
	       name_holds_number(name, address->bytes[3]);
}

static bool
peer_name_is_ours(const Walker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = received_at(walker, index);

	return confirms_names(received) && name_is_ours(walker, step->rdns) &&
	       !looks_like_a_line(step->rdns, &received->peer);
}

/* Under a suffix that a service or a registry gives to many: perhaps ours,
 * perhaps another's. */
static bool
peer_shares_suffix(const Walker *walker, size_t index)
{
	const char *rdns = walker->walk->steps[index].rdns;

	return walker->walk->shared && rdns &&
	       hc_domain_within(rdns, walker->walk->shared);
}

static bool
family_is(const HcReceived *received, const char *family)
{
	return received->transmission &&
	       strcmp(received->transmission->family, family) == 0;
}

/* A program such as fetchmail took the message out of a mailbox. */
static bool
is_fetch(const HcReceived *received)
{
	return family_is(received, "pop") || family_is(received, "imap");
}

static bool
is_authenticated(const HcReceived *received)
{
	return received->facts[HC_FACT_AUTH].text ||
	       received->facts[HC_FACT_AUTH_USER].text ||
	       (received->transmission && received->transmission->auth == 'y');
}

static Need
end(Walker *walker, HcWalkEnd why)
{
	walker->walk->end = why;
	return NEED_END;
}

/* An address was written, but not so that it can be read: whoever chose the
 * HELO name may have seen to that, so nothing is made of its absence. */
static bool
is_peer_unreadable(const HcReceived *received)
{
	for (size_t i = 0; i < received->note_count; i++)
		if (received->notes[i].code == HC_NOTE_INVALID_LITERAL ||
		    received->notes[i].code == HC_NOTE_AMBIGUOUS_PEER)
			return true;
	return false;
}

static Need
need_after_no_peer(Walker *walker, size_t index)
{
	const HcReceived *received = received_at(walker, index);

	if (is_peer_unreadable(received))
		return end(walker, HC_END_NO_PEER);
	if (!walker->walk->steps[index].sender &&
	    !received->facts[HC_FACT_FROM].text)
		return NEED_OWN; /* a step that names no sender */
	if (received->transmission && !family_is(received, "smtp"))
		return NEED_OWN; /* LMTP, local, a socket */
	/* It takes mail from local programs alone (dma(8)). */
	if (strcmp(received->dialect->software, "dma") == 0)
		return NEED_SAME_HOST;
	/* "from localhost (localhost) by": sendmail's own, as of a bounce. */
	if (!received->transmission &&
	    is_localhost(walker->walk->steps[index].sender) &&
	    strcmp(received->dialect->software, "sendmail") == 0)
		return NEED_SAME_HOST;
	return end(walker, HC_END_NO_PEER);
}

static Need
need_after_private(Walker *walker, size_t index)
{
	if (walker->walk->provider)
		return NEED_OWN;
	if (peer_is_this_host(received_at(walker, index)))
		return NEED_SAME_HOST;
	if (peer_name_is_ours(walker, index))
		return hc_policy_is_inferred(walker->policy) ? NEED_PEER_HOST
		                                             : NEED_OWN;
	return end(walker, HC_END_PRIVATE);
}

static Need
need_after_public(Walker *walker, size_t index)
{
	const HcReceived *received = received_at(walker, index);

	/* Who authenticates is a user of ours, not a host of ours. */
	if (is_authenticated(received))
		return end(walker, HC_END_BOUNDARY);
	if (peer_is_this_host(received))
		return NEED_SAME_HOST;
	if (peer_shares_suffix(walker, index) && confirms_names(received))
		return end(walker, HC_END_TENANTS);
	if (!has_public_networks(walker->policy) &&
	    peer_name_is_ours(walker, index))
		return hc_policy_is_inferred(walker->policy) ? NEED_PEER_HOST
		                                             : NEED_OWN;
	return end(walker, HC_END_BOUNDARY);
}

/* From a program, a browser or a store: whatever stands below came in as
 * content.  A service tells delivery into a mailbox the same way, on top and
 * from a host of its own. */
static bool
is_interface(const Walker *walker, const HcReceived *received)
{
	const HcProvider *provider = walker->walk->provider;
	const HcAddress *peer = &received->peer;

	if (family_is(received, "mapi"))
		return true;
	if (!provider)
		return family_is(received, "http") && !peer->family;
	if (family_is(received, "local"))
		return true;
	return family_is(received, "http") &&
	       !(walker->delivering && peer->family &&
	         (!hc_is_public(peer) || hc_provider_inner(provider, peer)));
}

static Need
need_after(Walker *walker, size_t index)
{
	const HcReceived *received = received_at(walker, index);
	const HcProvider *provider = walker->walk->provider;

	if (is_interface(walker, received))
		return end(walker, HC_END_INTERFACE);
	if (family_is(received, "smtp"))
		walker->delivering = false;
	if (!received->peer.family && !is_fetch(received))
		return need_after_no_peer(walker, index);
	if (network_is_ours(walker->policy, &received->peer))
		return NEED_OWN;
	if (is_fetch(received))
		return end(walker, HC_END_FETCHED);
	if (is_loopback(&received->peer))
		return provider || family_is(received, "lmtp") ? NEED_OWN
		                                               : NEED_SAME_HOST;
	if (provider && hc_provider_inner(provider, &received->peer))
		return NEED_OWN;
	if (provider && hc_provider_outbound(provider, &received->peer))
		return end(walker, HC_END_TENANTS);
	if (!hc_is_public(&received->peer))
		return need_after_private(walker, index);
	return need_after_public(walker, index);
}

/* ----------------------------------------------------------------- the walk */

/* The host that DNS named, by that name or by the one it greeted with. */
static bool
stamp_is_peer(const Walker *walker, size_t from, size_t index)
{
	const HcStep *peer = &walker->walk->steps[from];
	const char *by = walker->walk->steps[index].by;
	const HcReceived *received = received_at(walker, index);

	if (by &&
	    (g_strcmp0(by, peer->rdns) == 0 ||
	     (name_is_ours(walker, by) && g_strcmp0(by, peer->helo) == 0)))
		return true;
	return received->by_address.family &&
	       hc_address_equal(&received->by_address,
	                        &received_at(walker, from)->peer);
}

static bool
fits(const Walker *walker, Need need, size_t from, size_t index)
{
	switch (need) {
	case NEED_OWN:
		return stamp_is_ours(walker, index) ||
		       stamp_is_this_host(walker, index);
	case NEED_SAME_HOST:
		return stamp_is_this_host(walker, index);
	case NEED_PEER_HOST:
		return stamp_is_peer(walker, from, index);
	case NEED_END:
	default:
		return false;
	}
}

static void
attest(Walker *walker, size_t index)
{
	HcStep *step = &walker->walk->steps[index];

	step->attested = true;
	walker->walk->horizon = index;
	if (step->by && !is_localhost(step->by) && strchr(step->by, '.'))
		walker->host = step->by;
}

/* Steps that name nobody are written by the queue of the host above them. */
static bool
next_older(const Walker *walker, size_t index, size_t *next_out)
{
	while (index-- > 0) {
		if (walker->walk->steps[index].queue_step)
			continue;
		*next_out = index;
		return true;
	}
	return false;
}

/* A user of ours who logs in stands outside whatever the address is called,
 * and where own public blocks are stated they decide. */
static void
mark_boundary(Walker *walker, size_t index)
{
	walker->walk->boundary = index;
	walker->walk->unsettled =
		!is_authenticated(received_at(walker, index)) &&
		!has_public_networks(walker->policy) &&
		(name_is_ours(walker, walker->walk->steps[index].rdns) ||
	         peer_shares_suffix(walker, index));
}

static void
walk_down(Walker *walker, size_t index)
{
	HcWalk *walk = walker->walk;

	for (;;) {
		Need need;
		size_t next;

		attest(walker, index);
		need = need_after(walker, index);
		if (need == NEED_END) {
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
		if (!fits(walker, need, index, next)) {
			walk->end = HC_END_BREAK;
			return;
		}
		index = next;
	}
}

/* "by 10.1.2.3 with SMTP id ...", no sender: a service's own step; whose, the
 * next field says and admits_newer() confirms. */
static bool
is_address_only(const Walker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = received_at(walker, index);

	return !step->by && !step->sender && !received->peer.family &&
	       received->by_address.family &&
	       hc_address_reach(&received->by_address) == HC_REACH_PRIVATE;
}

/* A newest field by "localhost" that took the message from its own host speaks
 * for the host that the next field names. */
static bool
passes_anchor_on(const Walker *walker, size_t index)
{
	const HcStep *step = &walker->walk->steps[index];
	const HcReceived *received = received_at(walker, index);

	if (step->queue_step || is_address_only(walker, index))
		return true;
	if (!step->by || strchr(step->by, '.'))
		return step->by && is_localhost(step->by) &&
		       (is_loopback(&received->peer) || !received->peer.family);
	if (is_fetch(received))
		return false;
	return is_loopback(&received->peer) ||
	       (!received->peer.family && !family_is(received, "smtp"));
}

/* Where the own set is inferred from: the newest field with a name. */
static bool
find_anchor(const Walker *walker, size_t *anchor_out)
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
infer(Walker *walker, size_t anchor)
{
	const HcStep *step = &walker->walk->steps[anchor];

	walker->walk->provider = hc_provider_find(
		step->by, &received_at(walker, anchor)->by_address);
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
service_is_stated(const Walker *walker, const HcProvider *provider)
{
	for (const char *const *name = provider->names; *name; name++)
		if (name_is_ours(walker, *name))
			return true;
	return false;
}

/* Blocks alone say nothing of names, so with them those are inferred still. */
static bool
find_own_set(Walker *walker, size_t anchor)
{
	HcWalk *walk = walker->walk;
	const HcProvider *provider;

	if (walker->policy->domains->len == 0) {
		if (!infer(walker, anchor))
			walk->end = HC_END_NO_NAME;
		return walk->end != HC_END_NO_NAME;
	}
	provider = hc_provider_find(walk->steps[anchor].by,
	                            &received_at(walker, anchor)->by_address);
	if (provider && service_is_stated(walker, provider))
		walk->provider = provider;
	if (stamp_is_ours(walker, anchor))
		return true;
	walk->end = HC_END_NO_ANCHOR;
	return false;
}

static bool
admits_newer(const Walker *walker, size_t anchor)
{
	const HcProvider *provider = walker->walk->provider;

	for (size_t i = anchor + 1; i < walker->walk->count; i++)
		if (is_address_only(walker, i) &&
		    !(provider &&
		      hc_provider_stamps(provider, NULL,
		                         &received_at(walker, i)->by_address)))
			return false;
	return true;
}

/* Newest fields before the anchor belong to its host, when it is ours. */
static void
attest_newer(Walker *walker, size_t anchor)
{
	for (size_t i = walker->walk->count; i-- > anchor + 1;)
		if (!walker->walk->steps[i].nameless)
			walker->walk->steps[i].attested = true;
}

void
hc_walk(const HcPolicy *policy, const HcChain *chain, HcArena *arena,
        HcWalk *walk_out)
{
	Walker walker = {.policy = policy,
	                 .chain = chain,
	                 .arena = arena,
	                 .walk = walk_out,
	                 .delivering = true};
	size_t anchor = 0;

	memset(walk_out, 0, sizeof *walk_out);
	walk_out->count = hc_chain_length(chain);
	walk_out->horizon = walk_out->count;
	walk_out->boundary = walk_out->count;
	walk_out->end = HC_END_NO_HOPS;
	if (walk_out->count == 0)
		return;
	walk_out->steps =
		hc_arena_alloc(arena, walk_out->count * sizeof(HcStep));
	for (size_t i = 0; i < walk_out->count; i++)
		read_step(&walker, i);
	if (!find_anchor(&walker, &anchor)) {
		walk_out->end = HC_END_NO_NAME;
		return;
	}
	if (!find_own_set(&walker, anchor))
		return;
	if (!admits_newer(&walker, anchor)) {
		walk_out->end = HC_END_NO_NAME;
		return;
	}
	attest_newer(&walker, anchor);
	walk_down(&walker, anchor);
}

/* --------------------------------------------------------------- sentences */

bool
hc_walk_end_is_open(HcWalkEnd end)
{
	return end == HC_END_PRIVATE || end == HC_END_NO_PEER ||
	       end == HC_END_TENANTS || end == HC_END_FETCHED;
}

const char *
hc_walk_end_sentence(HcWalkEnd end)
{
	static const char *const sentences[] = {
		[HC_END_NO_HOPS] = "The message has no Received field, so "
				   "there is no path to judge.",
		[HC_END_NO_ANCHOR] =
			"The newest Received field was not written by a host "
			"of the own set, so nothing below it can be relied on.",
		[HC_END_NO_NAME] =
			"The newest Received field names no writer with a "
			"domain of its own, so the own set cannot be inferred; "
			"--trust DOMAIN states it.",
		[HC_END_BOUNDARY] =
			"The own set took the message from outside there.",
		[HC_END_PRIVATE] =
			"The oldest attested hop took the message from a "
			"private address that nothing shows to be of the own "
			"set, so the hop that took it from outside is not "
			"shown; --trust CIDR would let the walk go on.",
		[HC_END_NO_PEER] =
			"The oldest attested hop does not record one address "
			"of the host that it took the message from, so the hop "
			"that took it from outside is not shown.",
		[HC_END_TENANTS] =
			"The service that hosts the mailbox took the message "
			"from itself: mail between two of its tenants has no "
			"boundary hop that a header shows.",
		[HC_END_INTERFACE] =
			"The message was handed in through a program's or a "
			"mailbox's own interface, not by SMTP, so there is no "
			"boundary hop that a header shows.",
		[HC_END_FETCHED] = "The message was fetched out of a mailbox "
				   "by POP3 or IMAP; the fields below are "
				   "those of the host that kept the mailbox, "
				   "which nothing shows to be of the own set.",
		[HC_END_BREAK] =
			"The oldest attested hop took the message from a host "
			"of the own set, but the next field was not written by "
			"that host: a field is missing or has another name, so "
			"the hop that took it from outside is not shown.",
		[HC_END_MISPLACED] =
			"The next Received field stands below the author's "
			"fields, where no server puts one, so the hop that "
			"took the message from outside is not shown.",
		[HC_END_ORIGIN] =
			"The recorded path begins inside the own set: no "
			"attested hop took the message from outside.",
	};

	g_return_val_if_fail((unsigned)end < G_N_ELEMENTS(sentences), "");
	return sentences[end];
}
