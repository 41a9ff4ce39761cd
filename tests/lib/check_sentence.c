/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_sentence.c - verdicts and findings say what was found, and no more. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "hopcheck.h"
#include "judging.h"

/* A host of ours below the horizon is no stranger, though only a claim. */
START_TEST(own_name_below_horizon)
{
	static const char text[] =
		"Received: from gw (unknown [10.1.2.3]) by store.example.org "
		"(Postfix) with ESMTP id 3" D(10, 01)
		MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, sizeof text - 1);
	const HcFinding *claim = find(verdict, "HC-T02");

	ck_assert_ptr_nonnull(claim);
	ck_assert_ptr_nonnull(strstr(claim->sentence, "bears a name of the "
						      "own set"));
	ck_assert_ptr_null(strstr(claim->rule->not_proved, "outside"));
	ck_assert_ptr_nonnull(strstr(hc_verdict_why(verdict, 0),
				     "bears a name of the own set"));
	hc_verdict_unref(verdict);
}
END_TEST

/* A queue's step that names nobody is passed over, and that is said. */
START_TEST(queue_step_is_passed_over)
{
	static const char text[] =
		"Received: from mx.example.org (mx.example.org [203.0.113.5]) "
		"by store.example.org (Postfix) with ESMTPS id 3" D(10, 02)
		"Received: (qmail 1234 invoked by uid 89)"
		"; 18 Aug 2026 08:01:00 -0000\n"
		MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, sizeof text - 1);

	ck_assert_int_eq(hc_verdict_judgement(verdict, 0)->evidence,
			 HC_EVIDENCE_ATTESTED);
	ck_assert_int_eq(hc_verdict_judgement(verdict, 1)->evidence,
			 HC_EVIDENCE_UNATTRIBUTABLE);
	ck_assert_ptr_nonnull(strstr(hc_verdict_why(verdict, 0),
				     "that names its writer is attested"));
	ck_assert_ptr_nonnull(strstr(hc_verdict_why(verdict, 1),
				     "passed over"));
	ck_assert_ptr_nonnull(strstr(hc_verdict_why(verdict, 2),
				     "every newer field is attested"));
	hc_verdict_unref(verdict);
}
END_TEST

/* A version that follows from the suite was not stated. */
static const struct {
	const char *name, *tls, *words;
} versions[] = {
	{"both",                POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
         "with TLSv1.3, TLS_AES_256_GCM_SHA384 ("                      },
	{"version unknown",     POSTFIX_TLS("TLSv9.9", "TLS_AES_256_GCM_SHA384"),
         "with TLS_AES_256_GCM_SHA384, a suite that only TLSv1.3 has ("},
	{"version of a family",
         POSTFIX_TLS("TLSv1/SSLv3",                    "ECDHE-RSA-AES256-GCM-SHA384"),
         "with TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, a suite that only "
         "TLSv1.2 "
         "has ("						       },
};

START_TEST(derived_version_is_not_stated)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autofree char *text =
		g_strconcat(MX_FROM_OUTSIDE, versions[_i].tls,
	                    BY_MX "ESMTPS id 1", D(10, 00) MAIL, NULL);
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_msg(strstr(hc_verdict_reason(verdict), versions[_i].words) !=
	                      NULL,
	              "%s: %s", versions[_i].name, hc_verdict_reason(verdict));
	hc_verdict_unref(verdict);
}
END_TEST

/* Hops beyond the limit are not read, but counted. */
START_TEST(unread_hops_are_counted)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GString) text = g_string_new(NULL);
	HcVerdict *verdict;

	for (unsigned i = 0; i < 1500; i++)
		g_string_append(text,
				MX_FROM_OUTSIDE BY_MX "ESMTP" D(10, 00));
	g_string_append(text, MAIL);
	verdict = judge(policy, text->str, text->len);
	ck_assert_ptr_nonnull(strstr(hc_verdict_reason(verdict),
				     "1 of 1500 hops is attested"));
	hc_verdict_unref(verdict);
}
END_TEST

/* A limit that ended the header is said, and not "no field". */
START_TEST(cut_header_is_said)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GString) text = g_string_new(NULL);
	HcVerdict *verdict;

	for (unsigned i = 0; i < 20001; i++)
		g_string_append(text, "X: y\n");
	g_string_append(text, MX_FROM_OUTSIDE BY_MX "ESMTP" D(10, 00) MAIL);
	verdict = judge(policy, text->str, text->len);
	ck_assert_ptr_nonnull(
		strstr(hc_verdict_reason(verdict), "that was read"));
	ck_assert_ptr_nonnull(find(verdict, "HC-E06"));
	hc_verdict_unref(verdict);
}
END_TEST

/* What silence shows is not put into the writer's mouth. */
START_TEST(silence_is_no_statement)
{
	static const char text[] =
		MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, sizeof text - 1);
	const HcFinding *finding = find(verdict, "HC-T01");

	ck_assert_ptr_nonnull(finding);
	ck_assert_ptr_nonnull(strstr(finding->sentence, "states no TLS"));
	ck_assert_ptr_null(strstr(finding->sentence, "without TLS"));
	hc_verdict_unref(verdict);
}
END_TEST

/* Names in sentences have the role that their writer gave them. */
static const struct {
	const char *name;
	const char *text;
	const char *words;
} peers[] = {
	{ "HELO",
	  "Received: from pc ([198.51.100.7]) by mx.example.org (Postfix) with "
	  "ESMTP id 1" D(10, 00) MAIL,
	  "from pc [198.51.100.7] (its own name for itself)" },
	{ "no role",
	  "Received: from pc (unknown [198.51.100.7]) by mx.example.org "
	  "(Postfix) with QMQP id 1" D(10, 00) MAIL,
	  "with pc [198.51.100.7] (a name of unknown origin)" },
	{ "looked up", MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	  "from out.example.net [198.51.100.7], outside" },
	{ "no name",
	  "Received: from unknown (198.51.100.7) by mx.example.org with SMTP"
	  D(10, 00) MAIL,
	  "with [198.51.100.7]," },
	{ "as written",
	  "Received: from EX02.Corp.Example.com (198.51.100.7) by "
	  "EX01.example.org (203.0.113.5) with Microsoft SMTP Server id "
	  "15.1.2507.39" D(10, 00) MAIL,
	  "of EX01.example.org says that it took the message from "
	  "EX02.Corp.Example.com [" },
};

START_TEST(peer_is_named_by_role)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	const char *text = peers[_i].text;
	HcVerdict *verdict = judge(policy, text, strlen(text));
	size_t count;
	const HcFinding *list = hc_verdict_findings(verdict, &count);
	bool found = false;

	for (size_t i = 0; i < count; i++)
		found = found || strstr(list[i].sentence, peers[_i].words);
	ck_assert_msg(found, "%s: %s", peers[_i].name,
		      count ? list[0].sentence :
			      hc_verdict_reason(verdict));
	hc_verdict_unref(verdict);
}
END_TEST

static const struct {
	const char *name;
	const char *text;
	const char *words;
} counts[] = {
	{ "one of one", MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  "1 of 1 hop is attested" },
	{ "one of two",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: by x.example.net (Postfix) id 2" D(09, 59) MAIL,
	  "1 of 2 hops is attested" },
	{ "two of two",
	  "Received: by mx.example.org (Postfix) id 2" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  "2 of 2 hops are attested" },
	{ "none of one", "Received: by mailhost (Postfix) id 2" D(09, 59) MAIL,
	  "0 of 1 hop is attested" },
	{ "none of two",
	  "Received: by mailhost (Postfix) with ESMTP id 2" D(09, 59)
	  "Received: by mailhost (Postfix) with ESMTP id 2" D(09, 59) MAIL,
	  "0 of 2 hops are attested" },
};

START_TEST(counts_are_english)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	const char *text = counts[_i].text;
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_msg(strstr(hc_verdict_reason(verdict), counts[_i].words),
		      "%s: %s", counts[_i].name, hc_verdict_reason(verdict));
	hc_verdict_unref(verdict);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sentence");
	TCase *tcase = tcase_create("sentence");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, own_name_below_horizon);
	tcase_add_test(tcase, queue_step_is_passed_over);
	tcase_add_loop_test(tcase, derived_version_is_not_stated, 0,
			    G_N_ELEMENTS(versions));
	tcase_add_test(tcase, unread_hops_are_counted);
	tcase_add_test(tcase, cut_header_is_said);
	tcase_add_test(tcase, silence_is_no_statement);
	tcase_add_loop_test(tcase, peer_is_named_by_role, 0,
			    G_N_ELEMENTS(peers));
	tcase_add_loop_test(tcase, counts_are_english, 0,
			    G_N_ELEMENTS(counts));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
