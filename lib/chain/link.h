/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link.h - whether one hop's receiver is the next hop's sender. */
#ifndef HC_LINK_H
#define HC_LINK_H

#include "arena.h"
#include "hopcheck.h"

/** The names of a hop, in the form that compares; NULL when not stated or no
 *  domain name. */
typedef struct {
	const char *by;
	const char *from;
	const char *helo;
	const char *rdns;
	bool by_local;   /**< "localhost" or a name below it */
	bool from_local; /**< the sender's side says so of itself */
} HcHopNames;

/** Bring a hop's names to canonical form.
 *  @param received  the names may be its texts
 *  @param arena     or live here */
void hc_hop_names_read(const HcReceived *received, HcArena *arena,
                       HcHopNames *names_out);

/** How the receiver of @p older is found again in the sender of @p newer. */
HcLink hc_link_find(const HcReceived *older, const HcHopNames *older_names,
                    const HcReceived *newer, const HcHopNames *newer_names);

/** Whether a link may be missing there without a gap: a step inside one host
 *  or organisation, or a list or filter that takes the message up anew. */
bool hc_link_may_break(const HcReceived *older, const HcReceived *newer);

#endif
