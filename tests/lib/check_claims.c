/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_claims.c - no claim of a message makes its verdict better: the author's
 * address, the times and the fields below the boundary are the sender's. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "judging.h"

#define HEAD                                                                   \
	"<policy xmlns='urn:hopcheck:policy:1' id='p' version='1' "            \
	"issued='2026-11-22' owner='o'>"
#define LAX                                                                    \
	"<profiles><profile id='lax' title='Lax'>"                             \
	"<grade min-version='TLSv1.0' as='preferred'/></profile></profiles>"
#define MTAS                                                                   \
	"<mtas><mta id='edge' role='boundary'><name>mx.example.org</name>"     \
	"<address>192.0.2.10</address></mta></mtas>"
#define LAN                                                                    \
	"<networks><network id='lan' trusted='yes'><cidr>10.0.0.0/8</cidr>"    \
	"</network></networks>"
#define COMMUNITY(protection)                                                  \
	"<communities><community id='c' protection='" protection "'>"          \
	"<domain match='exact'>example.org</domain>"                           \
	"<domain match='exact'>member.example</domain>"                        \
	"<domain match='exact' valid-to='2024-12-31'>lapsed.example</domain>"  \
	"</community></communities>"
#define BOUNDARY "<boundary inbound-tls='required' outbound-tls='required'/>"
#define LINK                                                                   \
	"<partner-links><link to='member.example' tls='required' "             \
	"profile='lax'/></partner-links>"
#define SUPPRESS                                                               \
	"<findings><suppress id='HC-T02' valid-from='2024-01-01' "             \
	"valid-to='2024-12-31' reason='r' approved-by='a'/></findings>"

#define FOR "for <u@example.org>"
#define IN_2024 "; Sun, 18 Aug 2024 10:01:00 +0200\n"
#define STRONG POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
#define EARLY POSTFIX_TLS("TLSv1", "ECDHE-RSA-AES256-SHA")
#define CLEAR_IN MX_FROM_OUTSIDE BY_MX "ESMTP id 1 " FOR D(10, 05)
#define CLEAR_CLAIM                                                            \
	"Received: from a.example.com (a.example.com [203.0.113.9]) "          \
	"by out.example.net (Postfix) with ESMTP id 2"
#define LOGIN                                                                  \
	"Received: from pc (unknown [10.1.2.3]) " STRONG BY_MX                 \
	"ESMTPSA id 1 " FOR D(10, 05)
#define FORGED MX_FROM_OUTSIDE STRONG BY_MX "ESMTPS id 2" D(10, 01)
#define FROM(domain) "From: a@" domain "\nTo: u@example.org\nSubject: x\n\nx\n"

static const struct {
	const char *name;
	const char *policy;
	const char *message;
	HcOutcome outcome;
	unsigned horizon;
} rows[] = {
	{"a stranger to a community has TLS asked of him",
         MTAS COMMUNITY("tls"),								  CLEAR_IN FROM("stranger.example"),
         HC_OUTCOME_FAIL,														   1									   },
	{"nor does a private network of others let him in clear",
         MTAS COMMUNITY("private-network"),						      CLEAR_IN FROM("stranger.example"),
         HC_OUTCOME_FAIL,														   1									   },
	{"who says that he is a member is none by that",
         MTAS COMMUNITY("gateway-encryption"),						   CLEAR_IN FROM("member.example"),
         HC_OUTCOME_INDETERMINATE,													  1									   },
	{"where TLS is shown it does not matter",
         MTAS COMMUNITY("gateway-encryption"),
         MX_FROM_OUTSIDE STRONG BY_MX "ESMTPS id 1 " FOR D(10,								      05)
                 FROM("member.example"),
         HC_OUTCOME_PASS,																								 1},
	{"nor where the policy says that no TLS is asked",
         MTAS COMMUNITY("gateway-encryption") "<boundary inbound-tls='none' "
                                              "outbound-tls='none'/>",                                     CLEAR_IN FROM("member.example"),							      HC_OUTCOME_PASS, 1},
	{"nor does he make up for a boundary that is not shown",
         MTAS COMMUNITY("gateway-encryption"),
         "Received: from out " BY_MX "ESMTP id 1 " FOR D(10,										      05)
                 FROM("member.example"),
         HC_OUTCOME_INDETERMINATE,														      1},
	{"early TLS fails by the rules of the boundary",                                                      LAX MTAS BOUNDARY LINK,
         MX_FROM_OUTSIDE EARLY BY_MX "ESMTPS id 1 " FOR D(10,								       05)
                 FROM("stranger.example"),
         HC_OUTCOME_FAIL,																			     1},
	{"an author's domain picks no laxer profile",                                         LAX MTAS BOUNDARY LINK,
         MX_FROM_OUTSIDE EARLY BY_MX "ESMTPS id 1 " FOR D(10,												      05)
                 FROM("member.example"),
         HC_OUTCOME_FAIL,1},
	{"a clear hop that is claimed fails today",                 MTAS BOUNDARY SUPPRESS,
         MX_FROM_OUTSIDE STRONG BY_MX "ESMTPS id 1 " FOR D(10,													05)
                 CLEAR_CLAIM D(10,													      01) FROM("stranger.example"),
         HC_OUTCOME_FAIL, 2},
	{"and its stamp picks no suppression of another year",
         MTAS BOUNDARY SUPPRESS,
         MX_FROM_OUTSIDE STRONG BY_MX "ESMTPS id 1 " FOR D(10,      05)
                 CLEAR_CLAIM IN_2024 FROM("stranger.example"),
         HC_OUTCOME_FAIL,																							      2},
	{"nor does it settle the day of a message without one",
         MTAS COMMUNITY("tls") BOUNDARY,
         MX_FROM_OUTSIDE STRONG BY_MX
         "ESMTPS id 1 " FOR "\n"
         "Received: from a.example.com (a.example.com [203.0.113.9]) "
         "by out.example.net (Postfix) with ESMTPS id 2" IN_2024 FROM(
		 "lapsed.example"),
         HC_OUTCOME_FAIL,                2																								},
	{"a user who logs in from our network is no host of ours",
         MTAS LAN BOUNDARY,				LOGIN FORGED FROM("example.org"),											    HC_OUTCOME_PASS,
         2																								},
};

START_TEST(claims_make_nothing_better)
{
	g_autofree char *text =
		g_strconcat(HEAD, rows[_i].policy, "</policy>", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy =
		hc_policy_load_bytes(text, strlen(text), "p.xml", NULL, &error);
	size_t length = strlen(rows[_i].message);
	char *exact = exact_copy(rows[_i].message, length);
	g_autoptr(HcVerdict) verdict = NULL;

	ck_assert_msg(policy, "%s: %s", rows[_i].name,
	              error ? error->message : "");
	verdict = judge(policy, exact, length);
	ck_assert_msg(hc_verdict_outcome(verdict) == rows[_i].outcome,
	              "%s: %s: %s", rows[_i].name,
	              hc_outcome_token(hc_verdict_outcome(verdict)),
	              hc_verdict_reason(verdict));
	ck_assert_msg(hc_verdict_horizon(verdict) == rows[_i].horizon,
	              "%s: horizon %u", rows[_i].name,
	              hc_verdict_horizon(verdict));
	free(exact);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("claims");
	TCase *tests = tcase_create("claims");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tests, claims_make_nothing_better, 0,
	                    (int)G_N_ELEMENTS(rows));
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
