/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decide.h - which statement of a policy decides, and why.
 *
 * Pure functions of a document, a question and a day: what judging rests on
 * and what an explanation cites is the same answer. */
#ifndef HC_DECIDE_H
#define HC_DECIDE_H

#include "document.h"

/** What the communities say of a pair of addresses, worst first. */
typedef enum {
	HC_PAIR_NO_RULE,      /**< neither end is in any community */
	HC_PAIR_ONE_END,      /**< HC-P03: the other end is no member */
	HC_PAIR_NOT_LINKED,   /**< members of two that are declared apart */
	HC_PAIR_NOT_IN_FORCE, /**< HC-P05: listed, for another time */
	HC_PAIR_EXCEPTED,     /**< HC-P04: an exception names one end */
	HC_PAIR_COVERED, /**< one community holds all the ends it asks for */
} HcPairOutcome;

/** Token: "no-rule", "one-end", "not-linked", "not-in-force", "excepted",
 *  "covered"; static. */
const char *hc_pair_outcome_token(HcPairOutcome outcome);

/** An answer on a pair. */
typedef struct {
	HcPairOutcome outcome;
	const HcCommunity *community; /**< whose rule decides, or NULL */
	const HcPolicyPlace
		*place;           /**< of the statement that decides, or NULL */
	const char *source;       /**< refs of sources, or NULL */
	const HcApartRule *apart; /**< of NOT_LINKED: which; else NULL */
	bool manual;         /**< the sender can protect the message by hand */
	HcMembership sender; /**< in @p community; state NO without one */
	HcMembership recipient; /**< likewise */
} HcPairDecision;

/** Ask the communities about mail from one domain to another on a day.  A
 *  community that covers the pair decides, the first in the document; else
 *  the outcome that is nearest to it (the order of HcPairOutcome).
 *  @param from  canonical domain of the sender; NULL: it has none
 *  @param to    canonical domain of the recipient; NULL: it has none */
void hc_decide_pair(const HcDocument *document, const char *from,
                    const char *to, int64_t day, HcPairDecision *decision_out);

/** Why a pair has its outcome, one sentence that cites rule and line.
 *  @return new, the caller's */
char *hc_pair_sentence(const HcPairDecision *decision, const char *from,
                       const char *to, int64_t day);

/** A hop, as a link rule asks about it. */
typedef struct {
	HcTransferKind kind;
	const HcParty
		*mta;     /**< the own host on this link, or NULL: not known */
	const char *peer; /**< canonical name of the other host, or NULL */
	const char
		*domain; /**< canonical mail domain at the other end, or NULL */
	unsigned exempt; /**< HC_EXEMPT_ bits that the hop has */
} HcTransfer;

/** What is asked of a hop. */
typedef struct {
	HcDemand tls;
	bool auth;
	bool exempt;              /**< the rule leaves this hop out */
	const char *profile_id;   /**< or NULL */
	const HcProfile *profile; /**< or NULL */
	const HcLinkRule *rule;   /**< or NULL: none asks anything */
	const HcCommunity
		*community; /**< what asks more than @p rule, or NULL */
	const HcPolicyPlace
		*place;     /**< of the statement that decides, or NULL */
	const char *source; /**< refs of sources, or NULL */
} HcLinkDecision;

/** Ask what is required of a hop on a day.  A <link> whose name matches the
 *  mail domain or the peer decides before the <boundary>, the longest name
 *  first; a community that covers the pair by TLS asks for at least
 *  "required", and its profile, on inbound and outbound links.
 *  @param pair  of the message and recipient, or NULL */
void hc_decide_link(const HcDocument *document, const HcTransfer *transfer,
                    const HcPairDecision *pair, int64_t day,
                    HcLinkDecision *decision_out);

/** What is asked and by which rule, one sentence.
 *  @return new, the caller's */
char *hc_link_sentence(const HcLinkDecision *decision,
                       const HcTransfer *transfer);

/** "policy.xml, line 42", or with the name of an external list.
 *  @return new, the caller's */
char *hc_place_text(const HcPolicyPlace *place);

#endif
