/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* document.h - a policy document as plain values, and what they match.
 *
 * Everything is borrowed from the document and lives as long as it.  Domains
 * are in the form of hc_domain_canonical().  A list of nothing is NULL with
 * count 0; lists keep the order of the document. */
#ifndef HC_DOCUMENT_H
#define HC_DOCUMENT_H

#include <glib.h>

#include "address.h"
#include "arena.h"
#include "hopcheck.h"

/* -------------------------------------------------------- places and days */

/** Where a statement stands; line and column count from 1. */
typedef struct {
	const char *file; /**< name of the policy, or of an external list */
	unsigned line;
	unsigned column; /**< in characters; of a list's row: 1 */
} HcPolicyPlace;

#define HC_DAY_FIRST INT64_MIN /**< open towards the past */
#define HC_DAY_LAST INT64_MAX  /**< open towards the future */

/** Days since 1970-01-01 (UTC), both ends within. */
typedef struct {
	int64_t from; /**< HC_DAY_FIRST: always was */
	int64_t to;   /**< HC_DAY_LAST: still is */
} HcPeriod;

/** The day of a time (seconds since 1970 UTC). */
int64_t hc_day_of(int64_t at_s);
/** Read "YYYY-MM-DD", a day of the proleptic Gregorian calendar.
 *  @param text  NUL-terminated; nothing may stand around the day */
bool hc_day_read(const char *text, int64_t *day_out);
/** The day of a date, by the proleptic Gregorian calendar.
 *  @return false: there is none such */
bool hc_day_from(unsigned year, unsigned month, unsigned day, int64_t *day_out);
/** @return new "YYYY-MM-DD", the caller's; NULL for an open end */
char *hc_day_text(int64_t day);
bool hc_period_holds(HcPeriod period, int64_t day);

/* -------------------------------------------------------------- statements */

/** A name of hosts or mail domains. */
typedef struct {
	const char *domain; /**< canonical */
	bool below;         /**< the names below it too (match="subtree") */
	HcPeriod period;
	HcPolicyPlace place;
} HcNameRule;

/** A block of addresses. */
typedef struct {
	HcNetwork network;
	HcPeriod period;
	HcPolicyPlace place;
} HcBlockRule;

/** A source that statements cite. */
typedef struct {
	const char *ref; /**< what source="" elsewhere names */
	const char *title;
	const char *href; /**< or NULL */
	const char *read; /**< "YYYY-MM-DD", or NULL */
	HcPolicyPlace place;
} HcSourceRule;

/** How the verdict is reached. */
typedef struct {
	int64_t clock_tolerance_s;
	bool by_hop_time; /**< parts are chosen by each hop's stamp; else by the
	                   *   newest attested stamp of the message */
	HcEvidenceGrade required; /**< PARTNER or ATTESTED */
	HcEffect adverse;         /**< of adverse claims: FAIL, INDETERMINATE */
	HcSeverity fail_at;
	const char *also_as_of; /**< "today", "YYYY-MM-DD"; NULL: no second
	                         *   column */
	HcPolicyPlace place;    /**< line 0: not stated, the defaults hold */
} HcJudgementRule;

/** A set of address blocks. */
typedef struct {
	const char *id;
	bool trusted; /**< part of the own set */
	const HcBlockRule *blocks;
	size_t block_count;
	const char *note; /**< or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcNetworkRule;

/** What a host of the own set is for. */
typedef enum {
	HC_ROLE_BOUNDARY,   /**< takes mail from outside, sends it there */
	HC_ROLE_RELAY,      /**< passes on inside */
	HC_ROLE_MAILBOX,    /**< holds the mailboxes */
	HC_ROLE_SUBMISSION, /**< takes mail from users */
	HC_ROLE_PARTNER,    /**< somebody else's: never of the own set */
} HcRole;

/** Token: "boundary", "relay", "mailbox", "submission", "partner"; static. */
const char *hc_role_token(HcRole role);

/** Hosts whose stamps count: an <mta>, or a <partner>. */
typedef struct {
	const char *id;
	HcRole role;
	bool attests; /**< of a partner: attests="own-hops"; else true */
	bool clear;   /**< of a partner: holds-clear-text="yes" */
	const char *const *authserv_ids; /**< RFC 8601 2.5, as written */
	size_t authserv_count;
	const char *software; /**< or NULL */
	const char *contract; /**< or NULL */
	const HcNameRule *names;
	size_t name_count;
	const HcBlockRule *blocks; /**< <address>, and those of <network ref> */
	size_t block_count;
	const char *const *jurisdictions; /**< ISO 3166 codes, as contracted */
	size_t jurisdiction_count;
	HcPeriod period;
	HcPolicyPlace place;
} HcParty;

/* ------------------------------------------------------------- communities */

/** Which ends of a message have to be members. */
typedef enum {
	HC_ENDS_BOTH,
	HC_ENDS_SENDER,
	HC_ENDS_RECIPIENT,
} HcEnds;

/** What protects mail between members. */
typedef enum {
	HC_PROTECTION_TLS,             /**< every link: judged by the hops */
	HC_PROTECTION_PRIVATE_NETWORK, /**< the path stays inside */
	HC_PROTECTION_GATEWAY,      /**< gateways encrypt the message itself */
	HC_PROTECTION_SAME_SERVICE, /**< it never leaves one service */
} HcProtection;

/** Token: "tls", "private-network", "gateway-encryption", "same-service";
 *  static. */
const char *hc_protection_token(HcProtection protection);

/** A name that is no member although the set would hold it. */
typedef struct {
	HcNameRule name;
	bool manual;        /**< then="manual": a sender can encrypt by hand */
	const char *reason; /**< or NULL */
	const char *source; /**< refs of sources, or NULL */
} HcExceptionRule;

/** An external list that members came from. */
typedef struct {
	const char *href;    /**< as written */
	const char *sha256;  /**< 64 hex digits, of its bytes */
	size_t rows;         /**< read as members */
	const char *read;    /**< the day it was fetched, or NULL */
	HcPolicyPlace place; /**< of the <list> element */
} HcListRule;

typedef struct HcCommunity HcCommunity;

/** Two communities that are not joined by what protects each. */
typedef struct {
	const HcCommunity *other;
	const char *reason; /**< or NULL */
	const char *source; /**< refs of sources, or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcApartRule;

struct HcCommunity {
	const char *id;
	HcEnds ends;
	HcProtection protection;
	const char *profile_id;    /**< or NULL */
	const HcProfile *profile;  /**< or NULL */
	const char *source;        /**< refs of sources, or NULL */
	const char *note;          /**< or NULL */
	const HcNameRule *members; /**< sorted: domain, then place */
	size_t member_count;
	const HcExceptionRule *exceptions; /**< sorted likewise */
	size_t exception_count;
	const HcApartRule *apart;
	size_t apart_count;
	const HcListRule *lists;
	size_t list_count;
	HcPeriod period;
	HcPolicyPlace place;
	uint64_t marks; /**< hc_name_mark() of the members and exceptions */
};

/** A bit that equal names have in common: a name that has none of a set's bits
 *  is not in the set, and need not be looked for. */
static inline uint64_t
hc_name_mark(const char *name, size_t length)
{
	unsigned first = length ? (unsigned char)name[0] : 0;
	unsigned second = length > 1 ? (unsigned char)name[1] : 0;

	return UINT64_C(1) << ((length * 29 + first * 5 + second) & 63);
}

/** The marks of a name and of all above it.
 *  @param domain  canonical */
uint64_t hc_name_marks(const char *domain);

/* ------------------------------------------------------------------- links */

/** What is asked of the TLS of a link, in rising order. */
typedef enum {
	HC_DEMAND_NONE,
	HC_DEMAND_PREFERRED, /**< told where it is missing, never failed */
	HC_DEMAND_REQUIRED,
	HC_DEMAND_VERIFY, /**< and no anonymous key exchange (HC-T10) */
	HC_DEMAND_MUTUAL, /**< and the client's certificate verified (HC-T13) */
} HcDemand;

/** Token: "none", "preferred", "required", "verify", "mutual"; static. */
const char *hc_demand_token(HcDemand demand);

/** Which hops a link rule is about. */
typedef enum {
	HC_TRANSFER_INBOUND,  /**< over the boundary, inwards */
	HC_TRANSFER_OUTBOUND, /**< over the boundary, outwards */
	HC_TRANSFER_INTERNAL,
	HC_TRANSFER_SUBMISSION,
} HcTransferKind;

/** Token: "inbound", "outbound", "internal", "submission"; static. */
const char *hc_transfer_kind_token(HcTransferKind kind);

/** Hops that an internal rule leaves out, as bits. */
enum {
	HC_EXEMPT_LOOPBACK = 1 << 0, /**< the peer is a loopback address */
	HC_EXEMPT_LOCAL = 1 << 1,    /**< no network at all */
	HC_EXEMPT_LMTP = 1 << 2,
};

/** How a sender is to make sure of the other end, as bits; no header shows
 *  it, so it is only told. */
enum {
	HC_VIA_MTA_STS = 1 << 0, /**< RFC 8461 */
	HC_VIA_DANE = 1 << 1,    /**< RFC 7672 */
	HC_VIA_PKIX = 1 << 2,
};

/** A <boundary>, <internal>, <submission> or <link>; one <boundary> makes an
 *  inbound and an outbound rule. */
typedef struct {
	HcTransferKind kind;
	bool partner; /**< a <link>: in force for what @p to matches */
	HcDemand tls;
	bool auth;                /**< of submission: AUTH is required */
	unsigned exempt;          /**< HC_EXEMPT_ bits */
	unsigned via;             /**< HC_VIA_ bits */
	const char *profile_id;   /**< or NULL */
	const HcProfile *profile; /**< or NULL */
	const HcParty *const
		*mtas; /**< of a boundary: which; none: every one */
	size_t mta_count;
	HcNameRule to;      /**< of a <link>; domain NULL elsewhere */
	const char *source; /**< refs of sources, or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcLinkRule;

/* ------------------------------------------------ alternatives and the rest */

/** An end-to-end form that is accepted instead. */
typedef struct {
	const char *type; /**< token of policy.xsd: "smime-enveloped" ... */
	const char *name; /**< of an envelope: "securedoc"; or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcAcceptRule;

/** A way to ask for protection of the message itself; one of the three. */
typedef struct {
	const char *subject_tag; /**< "[encrypt]"; compared without case */
	const char *sensitivity; /**< value of Sensitivity: (RFC 4021 2.1.55) */
	const char *field;       /**< name of a header field */
	const char *contains;    /**< in that field, without case; NULL: any */
	HcPeriod period;
	HcPolicyPlace place;
} HcRequestRule;

/** What to make of a place that is in doubt. */
typedef enum {
	HC_DOUBT_INDETERMINATE, /**< "indeterminate", "ask" */
	HC_DOUBT_ALLOW,
	HC_DOUBT_FAIL,
} HcDoubt;

/** Allowed places; several may follow each other in time. */
typedef struct {
	const char *const *allow; /**< ISO 3166 codes and names of groups */
	size_t allow_count;
	HcDoubt partial;    /**< a country with a partial decision */
	HcDoubt inferred;   /**< a place by address alone */
	bool by_contract;   /**< basis: <jurisdiction> of a party counts */
	bool by_address;    /**< basis: the attested address counts */
	const char *source; /**< refs of sources, or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcJurisdictionRule;

/** Another severity or effect for a finding. */
typedef struct {
	const char *id; /**< "HC-T03" */
	bool has_severity;
	HcSeverity severity;
	bool has_effect;
	HcEffect effect;
	const char *reason; /**< or NULL */
	HcPeriod period;
	HcPolicyPlace place;
} HcOverrideRule;

/** A finding that is shown but weighs nothing. */
typedef struct {
	const char *id;
	const char *reason;
	const char *approved_by;
	HcPeriod period; /**< has an end */
	HcPolicyPlace place;
	const char *sentence; /**< that says all this of a finding */
} HcSuppressRule;

/** A catalogue of controls that findings are to name. */
typedef struct {
	const char *catalogue;
	HcPolicyPlace place;
} HcControlRule;

/* ---------------------------------------------------------------- document */

/** A loaded policy document. */
typedef struct {
	const char *name; /**< as given: a path */
	const char *id;
	const char *version;
	const char *issued; /**< "YYYY-MM-DD" */
	const char *owner;
	const char *sha256; /**< 64 hex digits, of the document's bytes */
	HcJudgementRule judgement;
	const HcSourceRule *sources;
	size_t source_count;
	const HcProfile *const *profiles; /**< those it defines */
	size_t profile_count;
	const unsigned *profile_lines; /**< a profile's each */
	const HcParty *parties;        /**< the own set's, then the partners */
	size_t party_count;
	const HcNetworkRule *networks;
	size_t network_count;
	const HcCommunity *communities;
	size_t community_count;
	const HcLinkRule *links;
	size_t link_count;
	const HcAcceptRule *accepts;
	size_t accept_count;
	const HcRequestRule *requests;
	size_t request_count;
	const HcJurisdictionRule *jurisdictions;
	size_t jurisdiction_count;
	const HcOverrideRule *overrides;
	size_t override_count;
	const HcSuppressRule *suppressions;
	size_t suppression_count;
	const HcControlRule *controls;
	size_t control_count;
	HcArena *arena;           /**< what all of it lives in */
	GPtrArray *used_profiles; /**< of HcProfile *, references */
} HcDocument;

void hc_document_free(HcDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcDocument, hc_document_free)

/* ---------------------------------------------------------------- matching */

/** Whether a name rule matches a name, whatever the day. */
bool hc_name_rule_matches(const HcNameRule *rule, const char *domain);

/** Whether a block holds the hosts of many organisations: wider than any that
 *  one of them was given. */
bool hc_network_is_too_wide(const HcNetwork *network);

/** Whether an <mta> states a name, on whatever day; else the own set is
 *  inferred. */
bool hc_document_names_hosts(const HcDocument *document);

/** Whose stamp a "by" name is, own or partner: the longest name that matches
 *  decides.
 *  @param name  canonical
 *  @return borrowed, or NULL: nobody's in force on that day */
const HcParty *hc_document_host(const HcDocument *document, const char *name,
                                int64_t day);

/** Whose host an address is: the longest block decides.
 *  @return borrowed, or NULL: nobody's in force on that day */
const HcParty *hc_document_peer(const HcDocument *document,
                                const HcAddress *address, int64_t day);

/** The network an address is in: the longest block decides.
 *  @return borrowed, or NULL */
const HcNetworkRule *hc_document_network(const HcDocument *document,
                                         const HcAddress *address, int64_t day);

/** Whose authserv-id it is (RFC 8601 2.5; compared without case).
 *  @return borrowed, or NULL */
const HcParty *hc_document_authserv(const HcDocument *document,
                                    const char *authserv_id, int64_t day);

/** How a domain stands to a community on a day, worst first. */
typedef enum {
	HC_MEMBER_NO,
	HC_MEMBER_NOT_IN_FORCE, /**< it is listed, for another time */
	HC_MEMBER_EXCEPTED,
	HC_MEMBER_YES,
} HcMemberState;

/** A membership, and the statement that decides. */
typedef struct {
	HcMemberState state;
	const HcNameRule *rule;           /**< or NULL: none matches */
	const HcExceptionRule *exception; /**< EXCEPTED: which; else NULL */
} HcMembership;

/** Ask whether a mail domain is a member: the longest suffix that matches
 *  decides, in force or not; an exception in force beats every match.
 *  @param domain  canonical */
HcMembership hc_community_member(const HcCommunity *community,
                                 const char *domain, int64_t day);

/** The override of a finding on a day, or NULL. */
const HcOverrideRule *hc_document_override(const HcDocument *document,
                                           const char *id, int64_t day);
/** The suppression of a finding on a day, or NULL. */
const HcSuppressRule *hc_document_suppression(const HcDocument *document,
                                              const char *id, int64_t day);
/** The jurisdictions in force on a day, or NULL. */
const HcJurisdictionRule *hc_document_jurisdictions(const HcDocument *document,
                                                    int64_t day);
/** A source by its ref, or NULL. */
const HcSourceRule *hc_document_source(const HcDocument *document,
                                       const char *ref);

#endif
