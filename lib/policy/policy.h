/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy.h - what was stated: members, recipients, a day. */
#ifndef HC_POLICY_H
#define HC_POLICY_H

#include <glib.h>

#include "address.h"
#include "document.h"
#include "hopcheck.h"

struct HcPolicy {
	GPtrArray *members;    /**< of char *, canonical, in order given */
	GPtrArray *domains;    /**< of char *, canonical; subdomains included */
	GArray *networks;      /**< of HcNetwork */
	GPtrArray *recipients; /**< of char * */
	char *as_of;           /**< "YYYY-MM-DD" */
	int64_t as_of_s;       /**< noon of that day, UTC */
	HcProfile *profile;    /**< stated, or NULL */
	HcProfile *usual;      /**< the default profile */
	char *digest;          /**< SHA-256 of the canonical form */
	HcDocument *document;  /**< NULL: none; stated or inferred */
	HcPolicyDocument facts; /**< of @p document */
	GPtrArray *warnings;    /**< of HcPolicyWarning *, by place; or NULL */
	HcAtlas *atlas;         /**< ours, or NULL */
};

/** Read "YYYY-MM-DD" by the proleptic Gregorian calendar.
 *  @param noon_out  seconds since 1970 UTC, of that day's noon */
bool hc_policy_read_day(const char *text, int64_t *noon_out);

/** A policy that judges by a document.
 *  @param document  taken over
 *  @param warnings  of HcPolicyWarning *; a reference is taken
 *  @return new */
HcPolicy *hc_policy_of_document(HcDocument *document, GPtrArray *warnings);

/** Append the digests of the document and its lists to the canonical form. */
void hc_policy_append_document(const HcPolicy *policy, GString *text);

/** Digest the canonical form anew, after a change. */
void hc_policy_digest_again(HcPolicy *policy);

#endif
