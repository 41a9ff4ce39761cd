/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* step.c - what sort of step a hop is: rows, the first that fits. */
#include "config.h"

#include "step.h"

#include <string.h>

#include "address.h"
#include "scan.h"

typedef enum {
	ANY,
	YES,
	NO,
} Need;

/* A member that is NULL or ANY asks for nothing. */
typedef struct {
	const char *step; /* what the dialect's row says of all its fields */
	const char *user; /* local, who handed it in */
	const char *via;
	const char *family; /* of the keyword */
	Need auth;          /* SMTP AUTH stated, or implied by the keyword */
	Need loopback;      /* peer */
	Need oldest;
	Need retrieved; /* the older hop is a retrieval */
	HcHopKind kind;
} Row;

static const Row rows[] = {
  /* clang-format off */
	/* software that does one thing */
	{.step = "submission", .kind = HC_HOP_SUBMISSION},
	{.step = "content-filter", .kind = HC_HOP_FILTER},
	{.step = "list-expansion", .kind = HC_HOP_LIST},
	{.step = "retrieval", .kind = HC_HOP_RETRIEVAL},
	{.step = "front-end", .kind = HC_HOP_FRONT_END},
	{.step = "mailbox-delivery", .kind = HC_HOP_DELIVERY},
	{.step = "web", .kind = HC_HOP_WEB},
	{.via = "Frontend Transport", .kind = HC_HOP_FRONT_END},
	{.via = "Mailbox Transport", .kind = HC_HOP_DELIVERY},
	/* list managers that hand mail to the local queue under their own name */
	{.step = "local", .user = "majordomo", .kind = HC_HOP_LIST},
	{.step = "local", .user = "majordom", .kind = HC_HOP_LIST},
	{.step = "local", .user = "mailman", .kind = HC_HOP_LIST},
	{.step = "local", .user = "listserv", .kind = HC_HOP_LIST},
	{.step = "local", .user = "ecartis", .kind = HC_HOP_LIST},
	{.step = "local", .user = "list", .kind = HC_HOP_LIST},
	{.step = "local", .kind = HC_HOP_LOCAL},
	/* keywords (received/transmission.tsv) */
	{.family = "pop", .kind = HC_HOP_RETRIEVAL},
	{.family = "imap", .kind = HC_HOP_RETRIEVAL},
	{.family = "http", .kind = HC_HOP_WEB},
	{.family = "mapi", .kind = HC_HOP_SUBMISSION},
	{.family = "lmtp", .kind = HC_HOP_DELIVERY},
	{.family = "local", .kind = HC_HOP_LOCAL},
	/* RFC 6409, RFC 3848: who must log in is a client */
	{.auth = YES, .oldest = YES, .kind = HC_HOP_SUBMISSION},
	/* one host talks to itself: what fetched or wrote a message hands it on,
	 * else a filter or a list manager gives it back */
	{.loopback = YES, .retrieved = YES, .kind = HC_HOP_LOCAL},
	{.loopback = YES, .oldest = YES, .kind = HC_HOP_SUBMISSION},
	{.loopback = YES, .kind = HC_HOP_LOOPBACK},
	{.kind = HC_HOP_TRANSFER},
  /* clang-format on */
};

static bool
is_authenticated(const HcReceived *received)
{
	return received->facts[HC_FACT_AUTH].text ||
	       received->facts[HC_FACT_AUTH_USER].text ||
	       (received->transmission && received->transmission->auth == 'y');
}

static bool
is_loopback(const HcReceived *received, HcStepBeside beside)
{
	if (received->peer.family)
		return hc_address_reach(&received->peer) == HC_REACH_LOOPBACK;
	return beside.loopback_name;
}

/* What a row asks to be there at all, as bits, and what there is of a hop: most
 * rows ask for something that most hops do not have, and none for SMTP. */
enum {
	HAS_STEP = 1 << 0,
	HAS_VIA = 1 << 1,
	HAS_FAMILY = 1 << 2,
	HAS_AUTH = 1 << 3,
	HAS_LOOPBACK = 1 << 4,
};

static unsigned
bit(bool there, unsigned bits)
{
	return there ? bits : 0;
}

static unsigned
asked_of(const Row *row)
{
	return bit(row->step, HAS_STEP) | bit(row->via, HAS_VIA) |
	       bit(row->family, HAS_FAMILY) | bit(row->auth == YES, HAS_AUTH) |
	       bit(row->loopback == YES, HAS_LOOPBACK);
}

/* For each set of what there is: the rows that ask for no more, a bit each. */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) <= 32);
static const uint32_t *
rows_by_there(void)
{
	static uint32_t by_there[HAS_LOOPBACK << 1];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (unsigned there = 0; there < G_N_ELEMENTS(by_there);
		     there++)
			for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
				if (!(asked_of(&rows[i]) & ~there))
					by_there[there] |= UINT32_C(1) << i;
		g_once_init_leave(&once, 1);
	}
	return by_there;
}

static bool
needs(Need need, bool fact)
{
	return need == ANY || (need == YES) == fact;
}

/* What is asked of a hop more than once. */
typedef struct {
	const HcReceived *received;
	HcStepBeside beside;
	const char *step;
	const char *family;
	bool auth;
	bool loopback;
} Hop;

static bool
same_text(const char *wanted, const HcText *text)
{
	return !wanted ||
	       (text->text && hc_is(text->text, strlen(text->text), wanted));
}

/* Exim: "from user by host with local"; sendmail: "(from user@localhost)". */
static bool
is_user(const char *wanted, const HcReceived *received)
{
	static const char from[] = "from ";
	const char *user = received->facts[HC_FACT_IDENT].text;

	if (!wanted)
		return true;
	if (!user && received->comment_count &&
	    strncmp(received->comments[0].text, from, strlen(from)) == 0)
		user = received->comments[0].text + strlen(from);
	return user && hc_is(user, strcspn(user, "@"), wanted);
}

static bool
is_word(const char *wanted, const char *word)
{
	return !wanted ||
	       (word && *wanted == *word && strcmp(wanted, word) == 0);
}

static bool
fits(const Row *row, const Hop *hop)
{
	return is_word(row->step, hop->step) &&
	       is_word(row->family, hop->family) &&
	       is_user(row->user, hop->received) &&
	       same_text(row->via, &hop->received->facts[HC_FACT_VIA]) &&
	       needs(row->auth, hop->auth) &&
	       needs(row->loopback, hop->loopback) &&
	       needs(row->oldest, hop->beside.oldest) &&
	       needs(row->retrieved,
	             !hop->beside.oldest &&
	                     hop->beside.older == HC_HOP_RETRIEVAL);
}

/* The last row fits all. */
HcHopKind
hc_hop_kind_find(const HcReceived *received, HcStepBeside beside)
{
	const HcTransmission *transmission = received->transmission;
	Hop hop = {
		.received = received,
		.beside = beside,
		.step = received->dialect->step,
		.family = transmission ? transmission->family : NULL,
		.auth = is_authenticated(received),
		.loopback = is_loopback(received, beside),
	};
	unsigned there =
		bit(hop.step, HAS_STEP) |
		bit(received->facts[HC_FACT_VIA].text, HAS_VIA) |
		bit(hop.family && strcmp(hop.family, "smtp") != 0, HAS_FAMILY) |
		bit(hop.auth, HAS_AUTH) | bit(hop.loopback, HAS_LOOPBACK);
	uint32_t left = rows_by_there()[there];

	while (!fits(&rows[__builtin_ctz(left)], &hop))
		left &= left - 1;
	return rows[__builtin_ctz(left)].kind;
}

const char *
hc_hop_kind_token(HcHopKind kind)
{
	static const char *const tokens[] = {
		"transfer",       "submission",       "local",
		"content-filter", "list-expansion",   "retrieval",
		"front-end",      "mailbox-delivery", "web",
		"loopback",
	};

	g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(tokens), "");
	return tokens[kind];
}
