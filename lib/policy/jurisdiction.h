/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* jurisdiction.h - whether a policy allows the place of a host, on a day. */
#ifndef HC_JURISDICTION_H
#define HC_JURISDICTION_H

#include "document.h"

/** A country's time in a group (policy/jurisdictions.tsv). */
typedef struct {
	const char *group; /**< "EEA", "eu-adequate", "uk-adequate" */
	const char *code;  /**< ISO 3166-1 alpha-2; "=EEA": all of a group */
	HcPeriod period;
	bool whole;         /**< false: some recipients, or not settled */
	const char *source; /**< what says so */
} HcGroupRow;

/** Whether a policy may allow this: a country's code or a group. */
bool hc_jurisdiction_is_known(const char *allowed);

/** English name of a country; static, UTF-8; NULL: no such code. */
const char *hc_country_name(const char *code);

/** How a country stands to what is allowed. */
typedef enum {
	HC_BELONGS_NO,
	HC_BELONGS_IN_PART, /**< a decision for some recipients, or open */
	HC_BELONGS_WHOLE,
} HcBelonging;

/** Ask how a country stands to what a rule allows on a day.
 *  @param code     ISO 3166-1 alpha-2
 *  @param row_out  the row that decides; NULL: the code itself is allowed, or
 *                  nothing holds it */
HcBelonging hc_jurisdiction_belongs(const HcJurisdictionRule *rule,
                                    const char *code, int64_t day,
                                    const HcGroupRow **row_out);

typedef enum {
	HC_SITE_ALLOWED,
	HC_SITE_UNKNOWN, /**< HC-J02: nothing settles it */
	HC_SITE_BARRED,  /**< HC-J01 */
} HcSiteOutcome;

/** Token: "allowed", "unknown", "not-allowed"; static. */
const char *hc_site_outcome_token(HcSiteOutcome outcome);

/** What a site decision rests on. */
typedef enum {
	HC_SITE_BY_NOTHING,
	HC_SITE_BY_CONTRACT, /**< <jurisdiction> of the party */
	HC_SITE_BY_ADDRESS,  /**< address databases: an inference */
} HcSiteBasis;

/** An answer on the place of one host. */
typedef struct {
	HcSiteOutcome outcome;
	HcSiteBasis basis;
	HcEffect effect;       /**< of HC-J01 or HC-J02; INFO when allowed */
	const char *code;      /**< the country that decides, or NULL */
	const HcGroupRow *row; /**< or NULL: none decides */
	bool in_part;          /**< the row reaches it in part only */
} HcSiteDecision;

/** Decide on the place of a host.  A contract outweighs an address; where
 *  several places are possible, all have to be allowed.
 *  @param rule      in force on @p day
 *  @param party     whose host it is, or NULL: nobody's of the policy
 *  @param location  of its address, or NULL: none was asked for
 *  @param decision_out  code is borrowed from party or location */
void hc_jurisdiction_decide(const HcJurisdictionRule *rule, int64_t day,
                            const HcParty *party, const HcLocation *location,
                            HcSiteDecision *decision_out);

/** Why, in one sentence without its subject: "is placed in US by 2 of 3
 *  address databases ...".
 *  @return new, the caller's */
char *hc_site_sentence(const HcSiteDecision *decision,
                       const HcJurisdictionRule *rule, int64_t day,
                       const HcLocation *location);

#endif
