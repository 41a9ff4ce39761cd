/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ask.h - what a policy document asks of each hop and of each copy. */
#ifndef HC_ASK_H
#define HC_ASK_H

#include "decide.h"
#include "hopcheck.h"

/** What is asked of a hop. */
typedef struct {
	bool asked; /**< a host of the policy wrote it, so rules speak of it */
	HcTransfer transfer;
	HcLinkDecision decision;
} HcAsk;

/** What is asked of a recipient's copy. */
typedef struct {
	const char *domain;      /**< canonical, of the recipient, or NULL */
	HcPairDecision decision; /**< of the author and this recipient */
} HcPair;

/** All that a document asks of a message. */
typedef struct {
	HcAsk *hops;   /**< one each; NULL: no document */
	HcPair *pairs; /**< a copy each */
	size_t pair_count;
	const char *author; /**< address in From, or NULL */
	const char *domain; /**< its canonical domain, or NULL */
} HcAsks;

/** The least that is asked of the TLS of a hop: what the document says, or
 *  where it speaks neither of links nor of this mail, as without one: TLS on
 *  the boundary. */
HcDemand hc_asks_demand(const HcVerdict *verdict, const HcPolicy *policy,
                        size_t index);

/** The profile that decides of a hop's TLS; NULL: our own grades do. */
const HcProfile *hc_asks_profile(const HcVerdict *verdict,
                                 const HcPolicy *policy, size_t index);

/** Whether mail between the ends of a copy is protected otherwise than by the
 *  TLS of its hops. */
bool hc_pair_is_by(const HcPair *pair, HcProtection protection);

#endif
