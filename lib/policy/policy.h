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
	const HcDocument *document; /**< NULL: no document; stated or inferred */
};

/** Read "YYYY-MM-DD" by the proleptic Gregorian calendar.
 *  @param noon_out  seconds since 1970 UTC, of that day's noon */
bool hc_policy_read_day(const char *text, int64_t *noon_out);

#endif
