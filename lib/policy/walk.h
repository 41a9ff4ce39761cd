/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk.h - from the newest field down, as far as stamps are our own. */
#ifndef HC_WALK_H
#define HC_WALK_H

#include "arena.h"
#include "document.h"
#include "hopcheck.h"
#include "provider.h"

/** Why a walk ended where it did; sentences stand in walk.c. */
typedef enum {
	HC_END_NO_HOPS,
	HC_END_CUT, /**< no field in the part of the header that was read */
	HC_END_NO_ANCHOR, /**< the newest field's writer is not of the own set */
	HC_END_NO_NAME, /**< the newest field's writer gives no name to go by */
	HC_END_BOUNDARY,  /**< a peer outside the own set */
	HC_END_PRIVATE,   /**< a private peer that nothing shows to be ours */
	HC_END_NO_PEER,   /**< the field records no address of its peer */
	HC_END_TENANTS,   /**< from another tenant of the same service */
	HC_END_INTERFACE, /**< handed in through a service's own interface */
	HC_END_FETCHED,   /**< fetched out of a mailbox by POP3 or IMAP */
	HC_END_BREAK,     /**< the peer is ours, the next stamp is not its */
	HC_END_MISPLACED, /**< the next field stands below the author's fields */
	HC_END_ORIGIN,    /**< no older field: it began inside */
	HC_END_DOUBTED,   /**< nothing shows who wrote the next field */
} HcWalkEnd;

/** What calls the boundary's peer a host of the own set, without proof. */
typedef enum {
	HC_KIN_NONE,
	HC_KIN_RDNS,   /**< its name in DNS, which nothing bears out */
	HC_KIN_SUFFIX, /**< that name is under a suffix shared with others */
	HC_KIN_HELO,   /**< the name that it gave for itself */
	HC_KIN_STAMP,  /**< the next field is in the name of a host of ours */
} HcKin;

/** One hop as the walk sees it. */
typedef struct {
	const char *by;   /**< canonical, or NULL */
	const char *rdns; /**< canonical, or NULL */
	const char *
		helo; /**< canonical, what the client says of itself, or NULL */
	const char *sender; /**< canonical rDNS, from or HELO name, or NULL */
	const char *name;   /**< the same as it was written */
	const char *label;  /**< the writer for a person: name or address */
	const char *peer_words; /**< as hc_verdict_peer() has made it, or NULL:
	                         *   nobody asked yet */
	bool greeted; /**< helo is what the client said, not a name without role */
	bool attested; /**< to be believed: of the own set or a partner that
	                *   attests, unbroken from above */
	const HcParty *partner; /**< whose stamp it is, where it is a partner's
	                         *   or is believed by way of one; else NULL */
	const HcParty *party;   /**< own host of the document, or NULL */
	bool confirmed;         /**< rdns leads back to the peer's address */
	bool logged_in;         /**< the client authenticated */
	const HcParty
		*peer_party; /**< whose host it took the message from, where
	                            *   that is a partner's; else NULL */
	bool crossing;   /**< it took the message from another set of hosts */
	int64_t day;     /**< by which the document is read, since 1970 */
	bool same_host;  /**< the peer is the writer's own host */
	bool queue_step; /**< names neither sender nor writer; passed over */
	bool nameless;   /**< does not say who wrote it: unattributable */
	bool own_name;   /**< the writer bears a name of the own set */
	bool doubted;    /**< HcReceived.writer_doubted: unattributable */
} HcStep;

/** The result: a horizon and, mostly, a boundary. */
typedef struct {
	HcStep *steps; /**< a hop each, oldest first */
	size_t count;
	const HcProvider *provider; /**< or NULL */
	const char *domain;         /**< inferred own domain, or NULL */
	const char *shared; /**< suffix that it has in common with others */
	HcWalkEnd end;
	size_t horizon;  /**< index of the oldest attested hop; count: none */
	size_t boundary; /**< index of the boundary hop; count: none */
	size_t edge;    /**< index of the oldest crossing; count: none.  Another
	              *   than the boundary where partners attest */
	int64_t day;    /**< of the newest dated stamp, or of the as-of date */
	HcKin kin;      /**< why the boundary is not settled */
	size_t kin_hop; /**< HC_KIN_STAMP: index of the next field */
} HcWalk;

/** Walk a chain from its newest field.
 *  @param arena  what the result points to lives here */
void hc_walk(const HcPolicy *policy, const HcChain *chain, HcArena *arena,
             HcWalk *walk_out);

/** Whether an end leaves open on which side the last peer stood. */
bool hc_walk_end_is_open(HcWalkEnd end);

/** What an end means, one sentence for a person; static. */
const char *hc_walk_end_sentence(HcWalkEnd end);

/** Whether an address is one that mail crosses organisations with.
 *  Documentation addresses (RFC 5737, 3849) count as such. */
bool hc_is_public(const HcAddress *address);

#endif
