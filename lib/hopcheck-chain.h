/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-chain.h
 * Hops in order, and the hints that stand beside them.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_CHAIN_H
#define HOPCHECK_CHAIN_H

#include "hopcheck-received.h"
#include "hopcheck-source.h"

G_BEGIN_DECLS

/** How a hop's receiver is found again in the next hop's "from" part. */
typedef enum {
	HC_LINK_LAST,     /**< no newer hop */
	HC_LINK_NAME,     /**< same host name */
	HC_LINK_ADDRESS,  /**< same address */
	HC_LINK_HOST,     /**< same first label, other domain or none */
	HC_LINK_DOMAIN,   /**< same organisational domain (public suffix list) */
	HC_LINK_LOOPBACK, /**< handed on inside one host */
	HC_LINK_NO_FROM,  /**< the next field names no sender */
	HC_LINK_NONE,     /**< nothing fits: a hop may be missing */
} HcLink;

/** Token of a link: "same-name", "none" ...; static. */
const char *hc_link_token(HcLink link);

/** What sort of step a hop is, by its dialect, keyword, link and peer. */
typedef enum {
	HC_HOP_TRANSFER,     /**< from one host to the next */
	HC_HOP_SUBMISSION,   /**< from a mail client or mailbox (RFC 6409) */
	HC_HOP_LOCAL,        /**< inside one host: pickup, queue step */
	HC_HOP_FILTER,       /**< into or out of a known content filter */
	HC_HOP_LIST,         /**< taken up anew by a mailing list */
	HC_HOP_RETRIEVAL,    /**< fetched from a mailbox: the chain starts anew */
	HC_HOP_FRONT_END,    /**< taken by Exchange's Frontend Transport */
	HC_HOP_DELIVERY,     /**< into a mailbox store (LMTP, Exchange HTTPS) */
	HC_HOP_WEB,          /**< handed in over HTTP, by a browser or a program */
	HC_HOP_LOOPBACK,     /**< one host hands on to itself over SMTP: a filter or
	                      *   a list manager, which is not said */
} HcHopKind;

/** Token: "transfer", "submission", "local" ...; static. */
const char *hc_hop_kind_token(HcHopKind kind);

/** One transfer, recorded by its receiver. */
typedef struct {
	unsigned number;    /**< 1 is nearest the sender */
	size_t field;       /**< index of its field in the message */
	HcSpan where;       /**< the whole field */
	bool misplaced;     /**< stands below the trace block: unattributable */
	const HcReceived *received;
	HcLink link;        /**< to the hop one number up */
	bool delay_known;
	int64_t delay_s;    /**< this stamp minus the last older known one, signed */
	bool reversal;      /**< runs back by more than the tolerance */
	const HcNote *notes; /**< of the chain; the field's and TLS's are elsewhere */
	size_t note_count;
	HcHopKind kind;
	/* Names in the form that compares: lower case, A-labels, no last dot.
	 * NULL: not stated, or no domain name. */
	const char *by_name;
	const char *from_name; /**< of HC_FACT_FROM, whose role is not known */
	const char *helo_name;
	const char *rdns_name;
} HcHop;

/** Tolerance for differing clocks, seconds (hopcheck(7), TIME). */
#define HC_CLOCK_TOLERANCE_S 300

typedef struct HcChain HcChain;

/** Read every Received field of a message and line the hops up.
 *  @param message  a reference is taken
 *  @return new, never NULL */
HcChain *hc_chain_new(HcMessage *message);
HcChain *hc_chain_ref(HcChain *chain);
void hc_chain_unref(HcChain *chain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcChain, hc_chain_unref)

HcMessage *hc_chain_message(const HcChain *chain);
/** Hops read (at most the limit of 1,000). */
size_t hc_chain_length(const HcChain *chain);
/** Received fields in the message, read or not. */
size_t hc_chain_received_count(const HcChain *chain);
/** Hop by index; 0 is hop number 1, the one nearest the sender. */
const HcHop *hc_chain_hop(const HcChain *chain, size_t index);

/** What stands beside the hops and speaks of the path.  A hint proves nothing:
 *  most of these fields can be written by anyone. */
typedef enum {
	HC_HINT_RECEIVED_COPY,      /**< X-Received: a step that is no hop */
	HC_HINT_CLIENT_ADDRESS,     /**< X-Originating-IP and its kind */
	HC_HINT_CLIENT_PROXY,       /**< X-ClientProxiedBy */
	HC_HINT_SPF,                /**< Received-SPF (RFC 7208 9.1) */
	HC_HINT_AUTHENTICATION,     /**< Authentication-Results (RFC 8601) */
	HC_HINT_ARC_AUTHENTICATION, /**< ARC-Authentication-Results (RFC 8617) */
	HC_HINT_QUEUE_CLOCK,        /**< a time in the id of a Received field */
	HC_HINT_MESSAGE_ID_CLOCK,   /**< a time in the Message-ID */
	HC_HINT_SIGNATURE_CLOCK,    /**< t= of DKIM-Signature, ARC-Seal ... */
	HC_HINT_ARRIVAL_CLOCK,      /**< X-OriginalArrivalTime and its kind */
	HC_HINT_THREAD_CLOCK,       /**< a time in the Thread-Index */
	HC_HINT_COUNT               /**< number of kinds, no kind */
} HcHintKind;

/** Token: "x-received", "queue-id-clock" ...; static. */
const char *hc_hint_kind_token(HcHintKind kind);

/** How a hint stands to its hop. */
typedef enum {
	HC_PLACE_NONE,  /**< the message has no hop */
	HC_PLACE_IN,    /**< in the hop's own field */
	HC_PLACE_ABOVE, /**< above it, before the field of the next hop */
	HC_PLACE_BELOW, /**< below it, and no hop is below the hint */
} HcHintPlace;

/** Token: "none", "in", "above", "below"; static. */
const char *hc_hint_place_token(HcHintPlace place);

/** A hint, and the time it holds. */
typedef struct {
	HcHintKind kind;
	const char *form;     /**< row that read it: "exim", "x-originating-ip" */
	const char *source;   /**< where that form is known from */
	HcHintPlace place;
	unsigned hop;         /**< number of the hop it stands in or next to; 0: none */
	size_t field;         /**< index of its field in the message */
	HcText value;         /**< the id, or the whole value of the field */
	HcAddress address;    /**< family 0: it holds none */
	bool time_known;
	HcSpan time_where;    /**< the bytes the time rests on */
	int64_t earliest_s;   /**< == latest_s when it is a point */
	int64_t latest_s;     /**< the last second it can be */
	uint32_t resolution_s; /**< one step of what is written, seconds */
	bool difference_known;
	int64_t difference_s; /**< the time minus the stamp beside it (of its own
	                       *   field, else of the hop): 0 within an interval,
	                       *   else to its nearer end */
	bool implausible;     /**< more than HC_HINT_TOLERANCE_S from that stamp */
} HcHint;

/** How far a hint's time may be from its stamp, seconds. */
#define HC_HINT_TOLERANCE_S 86400

/** What stands beside the hops, in the order of the message. */
const HcHint *hc_chain_hints(const HcChain *chain, size_t *count_out);

G_END_DECLS

#endif
