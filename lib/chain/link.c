/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link.c - whether one hop's receiver is the next hop's sender. */
#include "config.h"

#include "link.h"

#include <string.h>

#include "address.h"
#include "domain.h"

/** The names as they stand, and what became of them. */
typedef struct {
	const HcText *written[3];
	const char *canonical[3];
	size_t count;
} Names;

static const char *
canonical_of_other(const char *text, HcArena *arena)
{
	char name[HC_DOMAIN_SIZE];

	if (!hc_domain_copy(text, name))
		return NULL;
	return strcmp(name, text) == 0
	               ? text
	               : hc_arena_text(arena, name, strlen(name));
}

/* A host mostly says the same of itself as its address does. */
static const char *
canonical_of(Names *seen, const HcText *text, HcArena *arena)
{
	const char *canonical;

	for (size_t i = 0; i < seen->count; i++)
		if (seen->written[i]->where.length == text->where.length &&
		    strcmp(seen->written[i]->text, text->text) == 0)
			return seen->canonical[i];
	/* Mostly it stands so in the field. */
	canonical = hc_domain_is_plain(text->text)
	                    ? text->text
	                    : canonical_of_other(text->text, arena);
	if (seen->count < G_N_ELEMENTS(seen->written)) {
		seen->written[seen->count] = text;
		seen->canonical[seen->count++] = canonical;
	}
	return canonical;
}

static inline const char *
canonical_or_null(Names *seen, const HcText *text, HcArena *arena)
{
	return text->text ? canonical_of(seen, text, arena) : NULL;
}

/* The names of RFC 6761 6.3 and of old hosts(5) files, and those below. */
static bool
is_local_name(const char *name)
{
	size_t length = name ? strlen(name) : 0;

	/* Most names end otherwise: in "host", or in "localdomain". */
	if (length < 9 || !(memcmp(name + length - 4, "host", 4) == 0 ||
	                    memcmp(name + length - 4, "main", 4) == 0))
		return false;
	return hc_domain_within(name, "localhost") ||
	       hc_domain_within(name, "localhost.localdomain");
}

void
hc_hop_names_read(const HcReceived *received, HcArena *arena,
                  HcHopNames *names_out)
{
	const HcText *facts = received->facts;
	Names seen = {.count = 0};

	names_out->by = canonical_or_null(&seen, &facts[HC_FACT_BY], arena);
	names_out->from = canonical_or_null(&seen, &facts[HC_FACT_FROM], arena);
	names_out->helo = canonical_or_null(&seen, &facts[HC_FACT_HELO], arena);
	names_out->rdns = canonical_or_null(&seen, &facts[HC_FACT_RDNS], arena);
	names_out->by_local = is_local_name(names_out->by);
	names_out->from_local = is_local_name(names_out->from) ||
	                        (names_out->helo != names_out->from &&
	                         is_local_name(names_out->helo)) ||
	                        is_local_name(names_out->rdns);
}

static bool
has_sender(const HcReceived *received)
{
	return received->facts[HC_FACT_FROM].text ||
	       received->facts[HC_FACT_HELO].text ||
	       received->facts[HC_FACT_RDNS].text ||
	       received->facts[HC_FACT_ADDRESS].text;
}

static bool
any_name(const HcHopNames *names, const char *by,
         bool (*fits)(const char *by, const char *name))
{
	const char *const senders[] = {names->from, names->rdns, names->helo};

	for (size_t i = 0; by && i < G_N_ELEMENTS(senders); i++)
		if (senders[i] && fits(by, senders[i]))
			return true;
	return false;
}

static bool
same_name(const char *by, const char *name)
{
	return strcmp(by, name) == 0;
}

/* Top-level names that are in use but in no public DNS (RFC 6761, 6762). */
static const char *const inner_tops[] = {
	"local", "localdomain", "lan", "internal", "intranet", "corp", "home",
};

static bool
is_inner_name(const char *name)
{
	if (!strchr(name, '.'))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(inner_tops); i++)
		if (hc_domain_within(name, inner_tops[i]))
			return true;
	return false;
}

/* "mx1" and "mx1.example.org" may be one host; "mail.example.org" and
 * "mail.example.net" are not. */
static bool
same_host(const char *by, const char *name)
{
	size_t by_label = strcspn(by, ".");
	size_t label = strcspn(name, ".");

	if (by_label != label || memcmp(by, name, label) != 0)
		return false;
	return is_inner_name(by) || is_inner_name(name);
}

static bool
same_organisation(const char *by, const char *name)
{
	size_t by_length = strlen(by);
	size_t length = strlen(name);
	const char *a;
	const char *b;

	/* names that end in the same way at all */
	if (by[by_length - 1] != name[length - 1])
		return false;
	a = hc_domain_organisation(by);
	b = hc_domain_organisation(name);
	return a && b && strcmp(a, b) == 0;
}

static bool
is_loopback(const HcReceived *received, const HcHopNames *names)
{
	if (received->peer.family)
		return hc_address_reach(&received->peer) == HC_REACH_LOOPBACK;
	return names->from_local;
}

HcLink
hc_link_find(const HcReceived *older, const HcHopNames *older_names,
             const HcReceived *newer, const HcHopNames *newer_names)
{
	if (!has_sender(newer))
		return HC_LINK_NO_FROM;
	if (any_name(newer_names, older_names->by, same_name))
		return HC_LINK_NAME;
	if (older->by_address.family && newer->peer.family &&
	    hc_address_equal(&older->by_address, &newer->peer))
		return HC_LINK_ADDRESS;
	if (is_loopback(newer, newer_names) || older_names->by_local)
		return HC_LINK_LOOPBACK;
	if (any_name(newer_names, older_names->by, same_host))
		return HC_LINK_HOST;
	if (any_name(newer_names, older_names->by, same_organisation))
		return HC_LINK_DOMAIN;
	return HC_LINK_NONE;
}

/* Families that carry mail inside one host or site. */
static bool
is_inner_step(const HcReceived *received)
{
	static const char *const families[] = {"local", "lmtp", "http", "mapi",
	                                       "pop",   "imap", "uucp"};

	if (!received->transmission ||
	    strcmp(received->transmission->family, "smtp") == 0)
		return false; /* as nearly all */
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(received->transmission->family, families[i]) == 0)
			return true;
	return false;
}

/* Without a "by" there is nothing to be found again. */
bool
hc_link_may_break(const HcReceived *older, const HcReceived *newer)
{
	const HcAddress *peer = &newer->peer;

	if (!older->facts[HC_FACT_BY].text || is_inner_step(older) ||
	    is_inner_step(newer))
		return true;
	return peer->family && hc_address_reach(peer) != HC_REACH_PUBLIC;
}

const char *
hc_link_token(HcLink link)
{
	static const char *const tokens[] = {
		"last",        "same-name", "same-address", "same-host",
		"same-domain", "loopback",  "no-from",      "none",
	};

	g_return_val_if_fail((unsigned)link < G_N_ELEMENTS(tokens), "");
	return tokens[link];
}
