/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-results.c - Authentication-Results in the name of the own set.
 *
 * Only those above the horizon can be the own set's (RFC 8601 5), and even they
 * say nothing of who could read a message: no verdict gets better by them. */
#include "config.h"

#include "find.h"

#include <string.h>

#include "scan.h"

/* The authserv-id (RFC 8601 2.2): the first word behind white space and
 * comments, up to a blank, a semicolon or a comment. */
static char *
read_authserv_id(const char *value)
{
	unsigned depth = 0;
	size_t length;

	for (; *value; value++) {
		if (*value == '(')
			depth++;
		else if (*value == ')' && depth)
			depth--;
		else if (!depth && !hc_is_fws((unsigned char)*value))
			break;
	}
	length = strcspn(value, " \t\r\n;(");
	return length ? g_strndup(value, length) : NULL;
}

static void
report(const HcPolicy *policy, HcVerdict *verdict, size_t field,
       const char *authserv_id)
{
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));

	hc_verdict_report(
		policy, verdict, HC_A03, HC_EFFECT_WARN, 0,
		hc_message_field(message, field)->where,
		hc_verdict_text(verdict,
	                        "An Authentication-Results field in the name "
	                        "of %s, which is of the own set, stands below "
	                        "the horizon: it was in the message when it "
	                        "came in.",
	                        authserv_id));
}

void
hc_find_foreign_results(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;
	HcChain *chain = hc_evidence_chain(verdict->evidence);
	HcMessage *message = hc_chain_message(chain);
	size_t field;

	if (!policy->document || walk->horizon >= walk->count)
		return;
	field = hc_chain_hop(chain, walk->horizon)->field;
	while ((field = hc_message_find(message, "Authentication-Results",
	                                field + 1)) != SIZE_MAX) {
		g_autofree char *value = hc_message_text(
			message, hc_message_field(message, field)->value);
		g_autofree char *authserv_id = read_authserv_id(value);

		if (!authserv_id ||
		    !hc_document_authserv(policy->document, authserv_id,
		                          walk->day))
			continue;
		report(policy, verdict, field, authserv_id);
		return;
	}
}
