/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walker.h - a walk under way: where it stands, what it asks of the next field. */
#ifndef HC_WALKER_H
#define HC_WALKER_H

#include "walk.h"

/** What the next older field must be for the walk to go on. */
typedef enum {
	HC_NEED_END,       /* the walk ends; HcWalker.walk->end says why */
	HC_NEED_OWN,       /* stamped by a host of the own set */
	HC_NEED_SAME_HOST, /* stamped by this very host */
	HC_NEED_PEER_HOST, /* stamped by the host that DNS named */
} HcNeed;

/** A walk under way. */
typedef struct {
	const HcPolicy *policy;
	const HcChain *chain;
	HcArena *arena;
	HcWalk *walk;
	const char *host;     /* the last writer with a name of its own */
	bool delivering;      /* no SMTP field was met yet */
	const HcParty *realm; /* whose hosts are walked: NULL: the own set's,
	                       * else a partner's */
	const HcParty *next_realm; /* the same for the next older field */
	const HcParty *next_host;  /* the very party it must be of, or NULL */
	const HcParty *by_way_of;  /* the last partner whose word it took to
	                            * come here, or NULL */
} HcWalker;

/** The field at an index; 0 is hop number 1. */
static inline const HcReceived *
hc_walker_received(const HcWalker *walker, size_t index)
{
	return hc_chain_hop(walker->chain, index)->received;
}

/* ------------------------------------------------------------------ step.c */

/** Read what the walk needs of a hop. */
void hc_step_read(const HcWalker *walker, size_t index);
/** Whether an address is of the host itself. */
bool hc_is_loopback(const HcAddress *address);
/** Whether a name is that of any host for itself.
 *  @param name  canonical, or NULL */
bool hc_is_localhost(const char *name);
/** Whether the host recorded itself as its peer: the same address on both
 *  sides, or a filter that listens on loopback behind its server. */
bool hc_peer_is_this_host(const HcReceived *received);
/** Whether the keyword is of a family of the transmission table. */
bool hc_family_is(const HcReceived *received, const char *family);
/** Whether a program such as fetchmail took the message out of a mailbox. */
bool hc_is_fetch(const HcReceived *received);
/** Whether the client logged in. */
bool hc_is_authenticated(const HcReceived *received);

/* ------------------------------------------------------------------- own.c */

/** Whether an address lies in a stated block, or is of the own set by the
 *  policy document. */
bool hc_own_network(const HcPolicy *policy, const HcAddress *address,
                    int64_t day);
/** Whether a very address is stated, not a block around it.
 *  @param address  of one */
bool hc_own_host(const HcPolicy *policy, const HcAddress *address, int64_t day);
/** Whether public blocks are stated, which then settle whose a peer is. */
bool hc_own_public_stated(const HcPolicy *policy, int64_t day);
/** Whether a name lies in the own set.
 *  @param name  canonical, or NULL */
bool hc_own_name(const HcWalker *walker, const char *name, int64_t day);
/** Whether a field was written by a host of the set that is walked. */
bool hc_own_stamp(const HcWalker *walker, size_t index, int64_t day);
/** Whether a field was written by the host that wrote the one above:
 *  "localhost", a loopback address, the same name, or it cut short. */
bool hc_own_host_stamp(const HcWalker *walker, size_t index);
/** Whether the name of the peer leads back to its address, which is stated. */
bool hc_confirms_names(const HcReceived *received);
/** Whether a name holds the end of its address, as those of customers' lines
 *  do. */
bool hc_looks_like_a_line(const char *name, const HcAddress *address);
/** Whether the confirmed name of a field's peer is that of a host of ours. */
bool hc_own_peer(const HcWalker *walker, size_t index);
/** Whether the peer bears a name under a suffix that a service or a
 *  registry gives to many: perhaps ours, perhaps another's. */
bool hc_own_suffix_shared(const HcWalker *walker, size_t index);

/** Read a name by the policy document.
 *  @param name  canonical, or NULL
 *  @return borrowed, own or partner; NULL: nobody's, or no document */
const HcParty *hc_own_party(const HcWalker *walker, const char *name,
                            int64_t day);

/* ------------------------------------------------------------------ side.c */

/** On whose side a policy document puts a hop's peer. */
typedef enum {
	HC_SIDE_UNTOLD, /* it does not tell */
	HC_SIDE_OWN,
	HC_SIDE_PARTNER,
	HC_SIDE_OUTSIDE, /* in a network that is not trusted */
} HcSide;

/** Ask the policy document whose the peer of a hop is: by its address, else by
 *  a name that the stamp confirmed.
 *  @param party_out  the party, or NULL: only a network, or untold */
HcSide hc_side_of_peer(const HcWalker *walker, size_t index,
                       const HcParty **party_out);
/** Whether a party lists this very address, not a block around it. */
bool hc_party_has_host(const HcParty *party, const HcAddress *address,
                       int64_t day);
/** Whether public blocks of hosts of the own set are in force, which then
 *  settle whose a peer is. */
bool hc_document_states_public(const HcDocument *document, int64_t day);

/* ------------------------------------------------------------------ need.c */

/** What the field below an attested one must be. */
HcNeed hc_need_after(HcWalker *walker, size_t index);
/** Whether a field is what is needed below another.
 *  @param from  index of the field above */
bool hc_need_fits(const HcWalker *walker, HcNeed need, size_t from,
                  size_t index);

/* ---------------------------------------------------------------- anchor.c */

/** Find where the own set is inferred from: the newest field with a name. */
bool hc_anchor_find(const HcWalker *walker, size_t *anchor_out);
/** Infer or find the own set that the anchor is of.
 *  @return false: none, with the walk's end set */
bool hc_anchor_own_set(HcWalker *walker, size_t anchor);
/** Whether the fields above the anchor can be of its own set. */
bool hc_anchor_admits(const HcWalker *walker, size_t anchor);

#endif
