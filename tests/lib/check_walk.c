/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_walk.c - how far down stamps are believed, and what is said where the
 * walk ends: names that are almost ours, fields that name nobody, partners on
 * the way, and the day by which a policy is read. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "hopcheck.h"
#include "judging.h"
#include "loading.h"

#define TLS POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
#define FROM_ITSELF                                                            \
	"Received: from localhost (localhost [127.0.0.1]) by mx.example.org "  \
	"(Postfix) with ESMTP id 3" D(10, 02)

/* clang-format off */
static const struct {
	const char *name;
	const char *policy; /* its elements; NULL: what is inferred */
	const char *text;
	unsigned horizon;
	unsigned boundary;
	const char *evidence; /* of the hops, the newest first */
	const char *finding;
	const char *words; /* of it */
} rows[] = {
	{"a name under a suffix that many share, not looked up", NULL,
	 "Received: from b.dyndns.org (b.dyndns.org [198.51.100.7]) by "
	 "a.dyndns.org (OpenSMTPD) with ESMTPS id 1 "
	 "(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)" D(10, 00) MAIL,
	 1, 1, "attested", "HC-E07", "suffix that the own set shares"},
	{"a private address on top of a name that is no service's", NULL,
	 "Received: by 10.1.2.3 with SMTP id abc1" D(10, 01)
	 MX_FROM_OUTSIDE TLS BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	 0, 0, "claimed claimed", "HC-E06", "Hop 2 is by 10.1.2.3."},
	{"a name with an empty label is none, and shown", NULL,
	 MX_FROM_OUTSIDE "by mx..example.org (Postfix) with ESMTP id 1"
	 D(10, 00) MAIL,
	 0, 0, "claimed", "HC-E06", "Hop 1 is by mx..example.org."},
	{"what DNS does not see behind a name is not shown", NULL,
	 "Received: from out.example.net\u00ad (out.example.net\u00ad "
	 "[198.51.100.7]) by MX.example.org\u00ad (Postfix) with ESMTP id 1"
	 D(10, 00) MAIL,
	 1, 1, "attested", "HC-T01", "the stamp of mx.example.org says that it "
	 "took the message from out.example.net [198.51.100.7]"},
	{"a name's last dot is not shown, its case is", NULL,
	 MX_FROM_OUTSIDE "by MX.example.org. (Postfix) with ESMTP id 1"
	 D(10, 00) MAIL,
	 1, 1, "attested", "HC-T01", "the stamp of MX.example.org says"},
	{"fetched by IMAP", NULL,
	 FROM_ITSELF
	 "Received: from imap.example.net [198.51.100.9] by localhost with "
	 "IMAP (fetchmail-6.4.0) for <u@localhost> (single-drop)" D(10, 01)
	 MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	 2, 0, "attested attested claimed", "HC-E01", "Hop 1 claims TLS"},
	{"a queue's own line is passed over", NULL,
	 FROM_ITSELF
	 "Received: (qmail 1234 invoked by uid 89)" D(10, 01)
	 MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	 1, 1, "attested unattributable attested", "HC-T01", "Hop 1:"},
	{"a line that names a sender is no queue's, whoever writes so", NULL,
	 FROM_ITSELF
	 "Received: from out.example.net (198.51.100.7) with Microsoft SMTP "
	 "Server (version=TLS1_2, "
	 "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8000.10"
	 D(10, 01)
	 MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	 3, 0, "attested unattributable claimed", "HC-C03",
	 "written by an unnamed host"},
	{"what sendmail hands to itself bears no keyword", NULL,
	 "Received: from localhost (localhost) by mx.example.org "
	 "(8.17.1/8.17.1) id 37B52g7E014839" D(10, 01)
	 MX_FROM_OUTSIDE "by mx.example.org (8.17.1/8.17.1) with ESMTP id "
	 "37B52g7E014838" D(10, 00) MAIL,
	 1, 1, "attested attested", "HC-T01", "Hop 1:"},
	{"the same of a host by another name", NULL,
	 "Received: from out.example.net (out.example.net) by mx.example.org "
	 "(8.17.1/8.17.1) id 37B52g7E014839" D(10, 01)
	 MX_FROM_OUTSIDE "by mx.example.org (8.17.1/8.17.1) with ESMTP id "
	 "37B52g7E014838" D(10, 00) MAIL,
	 2, 0, "attested claimed", NULL, NULL},
	{"the same with a keyword", NULL,
	 "Received: from localhost (localhost) by mx.example.org "
	 "(8.17.1/8.17.1) with ESMTP id 37B52g7E014839" D(10, 01)
	 MX_FROM_OUTSIDE "by mx.example.org (8.17.1/8.17.1) with ESMTP id "
	 "37B52g7E014838" D(10, 00) MAIL,
	 2, 0, "attested claimed", NULL, NULL},
	{"by way of a partner and back",
	 "<mtas><mta id='edge' role='boundary'><name>mx.example.org</name>"
	 "</mta><mta id='inner' role='boundary'><name>mx2.example.org</name>"
	 "<address>203.0.113.5</address></mta>"
	 "<partner id='filter' attests='own-hops'>"
	 "<name>gw.example.com</name><address>192.0.2.10</address></partner>"
	 "</mtas>",
	 "Received: from gw.example.com (gw.example.com [192.0.2.10]) "
	 TLS BY_MX "ESMTPS id 3" D(10, 02)
	 "Received: from mx2.example.org (mx2.example.org [203.0.113.5]) "
	 TLS "by gw.example.com (Postfix) with ESMTPS id 2" D(10, 01)
	 MX_FROM_OUTSIDE TLS "by mx2.example.org (Postfix) with ESMTPS id 1"
	 D(10, 00) MAIL,
	 1, 3, "attested partner partner", NULL, NULL},
#define SINCE_2025(judgement)                                                  \
	judgement                                                              \
	"<mtas><mta id='edge' role='boundary'><name>mx.example.org</name>"     \
	"<address>203.0.113.5</address></mta>"                                 \
	"<mta id='store' role='mailbox'><name>store.example.org</name></mta>"  \
	"<mta id='web' role='relay' valid-from='2025-01-01'>"                  \
	"<name>web.example.net</name><address>198.51.100.7</address></mta>"    \
	"</mtas>"
#define THREE_YEARS                                                            \
	"Received: from mx.example.org (mx.example.org [203.0.113.5]) by "     \
	"store.example.org (Postfix) with ESMTPS id 3" D(10, 02)               \
	"Received: from web.example.net (web.example.net [198.51.100.7]) "     \
	TLS BY_MX "ESMTPS id 2; Sun, 18 Aug 2024 10:01:00 +0200\n"             \
	"Received: from pc.example.com (pc.example.com [192.0.2.9]) " TLS      \
	"by web.example.net (Postfix) with ESMTPS id 1; Sun, 18 Aug 2024 "     \
	"10:00:00 +0200\n" MAIL
	{"a host that was not ours yet when it sent", SINCE_2025(""),
	 THREE_YEARS, 2, 2, "attested attested claimed", NULL, NULL},
	{"the same, read by the day of the newest hop",
	 SINCE_2025("<judgement time-basis='message'/>"),
	 THREE_YEARS, 1, 1, "attested attested attested", NULL, NULL},
};
/* clang-format on */

static char *
evidence_of(const HcVerdict *verdict, unsigned count)
{
	GString *words = g_string_new(NULL);

	while (count-- > 0)
		g_string_append_printf(
			words, "%s%s", words->len > 0 ? " " : "",
			hc_evidence_grade_token(
				hc_verdict_judgement(verdict, count)
					->evidence));
	return g_string_free(words, FALSE);
}

static unsigned
count_of(const char *text, const char *word)
{
	unsigned count = 0;

	for (; (text = strstr(text, word)) != NULL; text++)
		count++;
	return count;
}

START_TEST(stamps_are_believed_as_far_as_they_show)
{
	const char *name = rows[_i].name;
	size_t length = strlen(rows[_i].text);
	g_autofree char *bytes = exact_copy(rows[_i].text, length);
	g_autoptr(HcPolicy) policy = rows[_i].policy != NULL
	                                     ? load_good(rows[_i].policy)
	                                     : hc_policy_new();
	g_autoptr(HcVerdict) verdict = judge(policy, bytes, length);
	g_autofree char *evidence =
		evidence_of(verdict, count_of(rows[_i].text, "Received: "));
	const HcFinding *finding;

	ck_assert_msg(hc_verdict_horizon(verdict) == rows[_i].horizon &&
	                      hc_verdict_boundary(verdict) == rows[_i].boundary,
	              "%s: horizon %u, boundary %u: %s", name,
	              hc_verdict_horizon(verdict), hc_verdict_boundary(verdict),
	              hc_verdict_reason(verdict));
	ck_assert_msg(strcmp(evidence, rows[_i].evidence) == 0, "%s: %s", name,
	              evidence);
	if (rows[_i].finding == NULL)
		return;
	finding = find(verdict, rows[_i].finding);
	ck_assert_msg(finding != NULL, "%s: no %s", name, rows[_i].finding);
	ck_assert_msg(strstr(finding->sentence, rows[_i].words) != NULL,
	              "%s: %s", name, finding->sentence);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("walk");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(cases, stamps_are_believed_as_far_as_they_show, 0,
	                    G_N_ELEMENTS(rows));
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
