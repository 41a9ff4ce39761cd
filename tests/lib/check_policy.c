/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_policy.c - what may be stated, how far a stamp is believed, and what
 * comes of it; last, thousands of forged chains of which no forged hop may be
 * attested. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "hopcheck.h"

/* ------------------------------------------------------------------ policy */

static const struct {
	const char *member;
	const char *canonical; /* NULL: refused */
} members[] = {
	{ "example.org", "example.org" },
	{ "Example.ORG.", "example.org" },
	{ "mx.trust.nhs.uk", "mx.trust.nhs.uk" },
	{ "b\xc3\xbc" "cher.example", "xn--bcher-kva.example" },
	{ "192.0.2.0/24", "192.0.2.0/24" },
	{ "192.0.2.7", "192.0.2.7" },
	{ "2001:db8::/32", "2001:db8::/32" },
	{ "10.0.0.0/8", "10.0.0.0/8" },
	{ "nhs.uk", NULL },
	{ "co.uk", NULL },
	{ "com", NULL },
	{ "localhost", NULL },
	{ "192.0.2.1/24", NULL },
	{ "192.0.2.0/33", NULL },
	{ "192.0.2.0/", NULL },
	{ "192.0.2.0/x", NULL },
	{ "2001:db8::1/32", NULL },
	{ "192.0.2", NULL },
	{ "example.org/24", NULL },
	{ "a b", NULL },
	{ "user@example.org", NULL },
	{ "", NULL },
	{ "/", NULL },
};

START_TEST(members_are_checked)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GError) error = NULL;
	const char *member = members[_i].member;
	const char *canonical = members[_i].canonical;
	const char *const *list;
	size_t count;
	bool taken;

	ck_assert(hc_policy_is_inferred(policy));
	taken = hc_policy_trust(policy, member, &error);
	list = hc_policy_members(policy, &count);
	ck_assert_msg(taken == (canonical != NULL), "\"%s\"", member);
	ck_assert_msg(taken == (error == NULL), "\"%s\"", member);
	ck_assert_msg(count == (taken ? 1 : 0), "\"%s\"", member);
	if (taken) {
		ck_assert_str_eq(list[0], canonical);
		ck_assert(!hc_policy_is_inferred(policy));
		return;
	}
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_ptr_nonnull(strstr(error->message, member));
}
END_TEST

START_TEST(suffix_is_refused_by_name)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GError) error = NULL;

	ck_assert(!hc_policy_trust(policy, "nhs.uk", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "public suffix"));
}
END_TEST

static const struct {
	const char *date;
	bool valid;
} dates[] = {
	{ "2026-11-22", true },	 { "2024-02-29", true },
	{ "2023-02-29", false }, { "2026-13-01", false },
	{ "2026-00-10", false }, { "2026-1-1", false },
	{ "26-01-01", false },	 { "2026-11-22 ", false },
	{ "0000-01-01", false }, { "", false },
	{ "yesterday!", false },
};

START_TEST(as_of_is_a_date)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GError) error = NULL;
	bool taken;

	ck_assert_str_eq(hc_policy_as_of(policy), hc_rule_date());
	taken = hc_policy_set_as_of(policy, dates[_i].date, &error);
	ck_assert_msg(taken == dates[_i].valid, "\"%s\"", dates[_i].date);
	ck_assert(taken == (error == NULL));
	ck_assert_str_eq(hc_policy_as_of(policy),
			 taken ? dates[_i].date : hc_rule_date());
}
END_TEST

START_TEST(digest_is_of_what_was_stated)
{
	g_autoptr(HcPolicy) one = hc_policy_new();
	g_autoptr(HcPolicy) other = hc_policy_new();
	g_autofree char *before = g_strdup(hc_policy_digest(one));

	ck_assert_uint_eq(strlen(before), 64);
	ck_assert_str_eq(before, hc_policy_digest(other));
	ck_assert(hc_policy_trust(one, "example.org", NULL));
	ck_assert_str_ne(before, hc_policy_digest(one));
	ck_assert(hc_policy_trust(one, "10.0.0.0/8", NULL));
	ck_assert(hc_policy_trust(other, "10.0.0.0/8", NULL));
	ck_assert(hc_policy_trust(other, "EXAMPLE.org", NULL));
	ck_assert_str_eq(hc_policy_digest(one), hc_policy_digest(other));
	ck_assert(hc_policy_set_as_of(one, "2020-01-01", NULL));
	ck_assert_str_ne(hc_policy_digest(one), hc_policy_digest(other));
}
END_TEST

START_TEST(recipients_are_addresses)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GError) error = NULL;
	size_t count;

	ck_assert(hc_policy_add_recipient(policy, "u@example.org", &error));
	ck_assert(!hc_policy_add_recipient(policy, "example.org", NULL));
	ck_assert(!hc_policy_add_recipient(policy, "@example.org", NULL));
	ck_assert(!hc_policy_add_recipient(policy, "u@", NULL));
	ck_assert(!hc_policy_add_recipient(policy, "<u@example.org>", &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_str_eq(hc_policy_recipients(policy, &count)[0],
			 "u@example.org");
	ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(catalogue_is_whole)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	ck_assert_uint_ge(count, 20);
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(i == 0 || strcmp(rules[i - 1].id, rules[i].id) < 0,
			      "%s", rules[i].id);
		ck_assert_msg(*rules[i].title && *rules[i].rationale &&
				      *rules[i].source &&
				      *rules[i].remediation,
			      "%s", rules[i].id);
		ck_assert_msg(g_str_has_suffix(rules[i].not_proved, "."), "%s",
			      rules[i].id);
		ck_assert_msg(!strstr(rules[i].title, "ecure") &&
				      !strstr(rules[i].rationale, "ecure"),
			      "%s", rules[i].id);
	}
}
END_TEST

/* ---------------------------------------------------------------- judging */

static HcVerdict *
judge(const HcPolicy *policy, const char *bytes, size_t length)
{
	HcSource *source =
		hc_source_new_from_bytes("test", bytes, length, HC_KIND_EML);
	HcRaw *raw = NULL;
	HcMessage *message;
	HcChain *chain;
	HcEvidence *evidence;
	HcVerdict *verdict;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_ptr_nonnull(raw);
	message = hc_message_new(raw);
	chain = hc_chain_new(message);
	evidence = hc_evidence_new(chain);
	verdict = hc_policy_judge(policy, evidence);
	hc_evidence_unref(evidence);
	hc_chain_unref(chain);
	hc_message_unref(message);
	hc_raw_unref(raw);
	hc_source_free(source);
	return verdict;
}

static const HcFinding *
find(const HcVerdict *verdict, const char *id)
{
	size_t count;
	const HcFinding *list = hc_verdict_findings(verdict, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].rule->id, id) == 0)
			return &list[i];
	return NULL;
}

#define D(hour, minute) "; Tue, 18 Aug 2026 " #hour ":" #minute ":00 +0200\n"
#define TLS13 "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) "
#define POSTFIX_TLS(version, cipher)                                           \
	"(using " version " with cipher " cipher " (256/256 bits)) "           \
	"(No client certificate requested) "
#define MX_FROM_OUTSIDE                                                        \
	"Received: from out.example.net (out.example.net [198.51.100.7]) "
#define KIN_FROM_OUTSIDE                                                       \
	"Received: from pf.example.org (pf.example.org [198.51.100.7]) "
#define BY_MX "by mx.example.org (Postfix) with "
#define MAIL "From: a@example.net\nTo: u@example.org\nSubject: x\n\nx\n"

typedef struct {
	const char *name;
	const char *trust; /* or NULL */
	const char *text;
	HcOutcome outcome;
	unsigned horizon;
	unsigned boundary;
	const char *finding; /* or NULL */
	HcEffect effect;
	const char *own_set; /* NULL: none */
} MessageRow;

/* clang-format off: version 14 dies on rows with macros. */
static const MessageRow messages[] = {
	{ "TLS 1.3 from outside", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "clear text from outside", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL, "example.org" },
	{ "clear text of 2006 from a writer that said nothing yet", NULL,
	  MX_FROM_OUTSIDE BY_MX
	  "ESMTP id 1; Fri, 17 Mar 2006 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "HELO over what may be TLS", NULL,
	  MX_FROM_OUTSIDE BY_MX "SMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "keyword alone", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-T12", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "TLS 1.0 of 2026", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1", "ECDHE-RSA-AES256-SHA")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T05", HC_EFFECT_FAIL, "example.org" },
	{ "TLS 1.0 of 2014", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1", "ECDHE-RSA-AES256-SHA")
	  BY_MX "ESMTPS id 1; Tue, 18 Mar 2014 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T05", HC_EFFECT_WARN, "example.org" },
	{ "RC4 of 2014", NULL,
	  MX_FROM_OUTSIDE "(using TLSv1 with cipher RC4-SHA (128/128 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Tue, 18 Mar 2014 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T07", HC_EFFECT_WARN, "example.org" },
	{ "RC4 of 2016", NULL,
	  MX_FROM_OUTSIDE "(using TLSv1.2 with cipher RC4-SHA (128/128 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T07", HC_EFFECT_FAIL, "example.org" },
	{ "SSLv3 of 2016", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("SSLv3", "AES256-SHA")
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T04", HC_EFFECT_FAIL, "example.org" },
	{ "3DES of 2016", NULL,
	  MX_FROM_OUTSIDE
	  "(using TLSv1.2 with cipher DES-CBC3-SHA (168/168 bits)) "
	  "(No client certificate requested) "
	  BY_MX "ESMTPS id 1; Fri, 18 Mar 2016 10:00:00 +0200\n" MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T08", HC_EFFECT_FAIL, "example.org" },
	{ "static RSA warns", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "AES256-GCM-SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T09", HC_EFFECT_WARN, "example.org" },
	{ "contradicted boundary", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.2", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E03", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "undated boundary", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1\n" MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-C02", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "clear claim below", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from b.example.com (b.example.com [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTP id 2" D(09, 59) MAIL,
	  HC_OUTCOME_PASS, 2, 2, "HC-T02", HC_EFFECT_WARN, "example.org" },
	{ "clear claim inside the sender's organisation", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc.example.net (pc.example.net [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_PASS, 2, 2, "HC-E01", HC_EFFECT_INFO, "example.org" },
	{ "clear text inside the own set", NULL,
	  "Received: from mx.example.org (mx.example.org [203.0.113.5]) "
	  "by store.example.org (Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-T03", HC_EFFECT_INFO, "example.org" },
	{ "private peer", NULL,
	  "Received: from gw (unknown [10.1.2.3]) by store.example.org "
	  "(Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "private peer, stated", "10.0.0.0/8",
	  "Received: from gw (unknown [10.1.2.3]) by store.example.org "
	  "(Postfix) with ESMTP id 3" D(10, 01)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO,
	  "10.0.0.0/8, example.org" },
	{ "not the stated set", "example.com",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  "example.com" },
	{ "left the stated set", "example.com",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc (unknown [203.0.113.9]) by mx.example.com "
	  "(Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-P02", HC_EFFECT_WARN,
	  "example.com" },
	{ "left and came back", "example.org",
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from pc (unknown [203.0.113.9]) by web.example.org "
	  "(Postfix) with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_PASS, 2, 2, "HC-P01", HC_EFFECT_WARN, "example.org" },
	{ "no name to go by", NULL,
	  "Received: from x (unknown [203.0.113.9]) by mailhost (Postfix) "
	  "with ESMTPS id 2" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 0, 0, "HC-E06", HC_EFFECT_INDETERMINATE,
	  NULL },
	{ "no path", NULL, MAIL, HC_OUTCOME_INDETERMINATE, 0, 0, NULL,
	  HC_EFFECT_INFO, NULL },
	{ "a name of the own set that was not looked up", NULL,
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTPS id 1 "
	  "(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "the same in clear text", NULL,
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTP id 1"
	  D(10, 00) MAIL,
	  HC_OUTCOME_FAIL, 1, 1, "HC-T01", HC_EFFECT_FAIL, "example.org" },
	{ "the same, addresses stated", "203.0.113.0/24",
	  KIN_FROM_OUTSIDE "by mx.example.org (OpenSMTPD) with ESMTPS id 1 "
	  "(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO,
	  "203.0.113.0/24, example.org" },
	{ "a line of the own network, looked up", NULL,
	  "Received: from pc (host-100-7.example.org [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 1, "HC-E07", HC_EFFECT_INDETERMINATE,
	  "example.org" },
	{ "a user of ours logs in", NULL,
	  "Received: from pc (host-100-7.example.org [198.51.100.7]) "
	  POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPSA id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "example.org" },
	{ "no one peer, clear text", "example.org",
	  "Received: from evil (mail.bank.example, x [198.51.100.9]) by "
	  "mx.example.org (Postfix) with ESMTP id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, "HC-T14", HC_EFFECT_WARN,
	  "example.org" },
	{ "between two tenants of a service", NULL,
	  "Received: from mx0a-1.pphosted.com (mx0a-1.pphosted.com "
	  "[198.51.100.7]) by mx0b-2.pphosted.com (8.17.1/8.17.1) with ESMTPS "
	  "id 37B52g7E014839 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 "
	  "bits=256 verify=NOT)" D(10, 00)
	  "Received: from x (x.example.net [203.0.113.9]) by "
	  "mx0a-1.pphosted.com (8.17.1/8.17.1) with ESMTPS id 37B52g7E014838 "
	  "(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 "
	  "verify=NOT)" D(09, 59) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "pphosted.com" },
	{ "began inside", NULL,
	  "Received: by mx.example.org (Postfix, from userid 0) id 1"
	  D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 1, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "time runs back", NULL,
	  "Received: from mx.example.org (mx.example.org [203.0.113.5]) "
	  "by store.example.org (Postfix) with ESMTP id 3" D(09, 00)
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, "HC-C01", HC_EFFECT_WARN, "example.org" },
	{ "field below the author's", NULL,
	  MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
	  BY_MX "ESMTPS id 1" D(10, 00)
	  "From: a@example.net\nSubject: x\n"
	  "Received: from b.example.com (b.example.com [203.0.113.9]) "
	  "by out.example.net (Postfix) with ESMTPS id 2" D(09, 59)
	  "To: u@example.org\n\nx\n",
	  HC_OUTCOME_PASS, 2, 2, "HC-C05", HC_EFFECT_WARN, "example.org" },
	{ "Gmail mailbox", NULL,
	  "Received: by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1" D(10, 01)
	  "Received: from out.example.net (out.example.net. [198.51.100.7]) "
	  "by mx.google.com with ESMTPS id x1.1.2026.08.18.01.00.00 "
	  "for <u@example.org> (version=TLS1_3 "
	  "cipher=TLS_AES_256_GCM_SHA384 bits=256/256)" D(10, 00) MAIL,
	  HC_OUTCOME_PASS, 1, 1, NULL, HC_EFFECT_INFO, "Google" },
	{ "Gmail to Gmail", NULL,
	  "Received: by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1" D(10, 01)
	  "Received: from mail-sor-f41.google.com (mail-sor-f41.google.com. "
	  "[209.85.220.41]) by mx.google.com with SMTPS id x1 "
	  "for <u@example.org> (Google Transport Security)" D(10, 00)
	  "Received: by 2002:a05:6a10:1:b0:4:5:6 with SMTP id abc2" D(09, 59)
	  MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO, "Google" },
	{ "Microsoft 365, submitted from a mailbox", NULL,
	  "Received: from A1.eurprd01.prod.outlook.com ([fe80::1:2:3:4]) by "
	  "A1.eurprd01.prod.outlook.com ([fe80::1:2:3:4%6]) with mapi id "
	  "15.20.8000.10" D(10, 00)
	  "Received: from out.example.net (198.51.100.7) by "
	  "F1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP "
	  "Server " TLS13 "id 15.20.8000.10 via Frontend Transport" D(09, 59)
	  MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "Microsoft 365" },
	{ "no address of the peer", NULL,
	  "Received: from mx.example.org by mx.example.org with SMTP id 1"
	  D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
	{ "loopback, yet another host below", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "store.example.org (Postfix) with ESMTP id 1" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, "HC-C03", HC_EFFECT_WARN,
	  "example.org" },
	{ "fetched by POP3", NULL,
	  "Received: from localhost (localhost [127.0.0.1]) by "
	  "mx.example.org (Postfix) with ESMTP id 1" D(10, 02)
	  "Received: from pop.example.net [198.51.100.9] by localhost with "
	  "POP3 (fetchmail-6.4.0) for <u@localhost> (single-drop)" D(10, 01)
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  HC_OUTCOME_INDETERMINATE, 2, 0, NULL, HC_EFFECT_INFO,
	  "example.org" },
};
/* clang-format on */

START_TEST(message_is_judged)
{
	const MessageRow *row = &messages[_i];
	g_autoptr(HcPolicy) policy = hc_policy_new();
	size_t length = strlen(row->text);
	g_autofree char *bytes = exact_copy(row->text, length);
	HcVerdict *verdict;

	ck_assert(!row->trust || hc_policy_trust(policy, row->trust, NULL));
	verdict = judge(policy, bytes, length);
	ck_assert_msg(hc_verdict_outcome(verdict) == row->outcome,
		      "%s: %s: %s", row->name,
		      hc_outcome_token(hc_verdict_outcome(verdict)),
		      hc_verdict_reason(verdict));
	ck_assert_msg(hc_verdict_horizon(verdict) == row->horizon &&
			      hc_verdict_boundary(verdict) == row->boundary,
		      "%s: horizon %u, boundary %u: %s", row->name,
		      hc_verdict_horizon(verdict),
		      hc_verdict_boundary(verdict),
		      hc_verdict_reason(verdict));
	ck_assert_msg(g_strcmp0(hc_verdict_own_set(verdict), row->own_set) == 0,
		      "%s: own set %s", row->name,
		      hc_verdict_own_set(verdict));
	if (row->finding) {
		const HcFinding *finding = find(verdict, row->finding);

		ck_assert_msg(finding, "%s: no %s", row->name, row->finding);
		ck_assert_msg(finding->effect == row->effect, "%s: %s %s",
			      row->name, row->finding,
			      hc_effect_token(finding->effect));
		ck_assert_msg(finding->where.length > 0 &&
				      finding->where.offset +
						      finding->where.length <=
					      length,
			      "%s: span", row->name);
		ck_assert_msg(g_str_has_suffix(finding->sentence, "."), "%s",
			      row->name);
	}
	ck_assert_ptr_nonnull(strstr(hc_verdict_reason(verdict), "."));
	ck_assert_msg(!strstr(hc_verdict_reason(verdict), "ecure"), "%s",
		      row->name);
	hc_verdict_unref(verdict);
}
END_TEST

/* Whose own set a writer's name shows. */
static const struct {
	const char *by;
	const char *own_set; /* NULL: none */
} own_sets[] = {
	{ "mx.example.org", "example.org" },
	{ "example.org", "example.org" },
	{ "mx.trust.nhs.uk", "trust.nhs.uk" },
	{ "co.uk", NULL },
	{ "nhs.uk", NULL },
	/* Names that a registry or a hoster gives out below. */
	{ "github.io", NULL },
	{ "mx.tenant.github.io", "tenant.github.io" },
	{ "mx.tenant.uk.com", "tenant.uk.com" },
	{ "onmicrosoft.com", NULL },
	{ "tenant.onmicrosoft.com", "tenant.onmicrosoft.com" },
	{ "mx.tenant.onmicrosoft.com", "tenant.onmicrosoft.com" },
	{ "tenant.mail.onmicrosoft.com", "tenant.mail.onmicrosoft.com" },
	/* Names that machines give themselves. */
	{ "mailhost", NULL },
	{ "3f2a9b1c4d5e", NULL },
	{ "mqr.i-096c8d8dd7eec380b", NULL },
	{ "localhost.localdomain", NULL },
	{ "mail.localdomain", NULL },
	{ "mac.local", NULL },
	{ "router.lan", NULL },
	{ "ip-10-0-0-1.ec2.internal", NULL },
	{ "ip-10-0-0-1.eu-west-1.compute.internal", NULL },
	{ "mail.default.svc.cluster.local", NULL },
	{ "ex1.trust.local", "trust.local" },
	{ "m0123.ppops.net", "ppops.net" },
};

START_TEST(own_set_is_of_an_organisation)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autofree char *text = g_strdup_printf(
		MX_FROM_OUTSIDE "by %s (Postfix) with ESMTP id 1" D(10, 00) MAIL,
		own_sets[_i].by);
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_msg(g_strcmp0(hc_verdict_own_set(verdict),
				own_sets[_i].own_set) == 0,
		      "%s: %s", own_sets[_i].by, hc_verdict_own_set(verdict));
	hc_verdict_unref(verdict);
}
END_TEST

static size_t
count_findings(const HcVerdict *verdict, const char *id)
{
	size_t count;
	size_t found = 0;
	const HcFinding *list = hc_verdict_findings(verdict, &count);

	for (size_t i = 0; i < count; i++)
		found += strcmp(list[i].rule->id, id) == 0;
	return found;
}

/* A peer that no field shows lies neither in the own set nor outside. */
START_TEST(unknown_peer_has_no_place)
{
	static const char text[] =
		"Received: from evil (mail.bank.example, x [198.51.100.9]) by "
		"mx.example.org (Postfix) with ESMTP id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict;

	ck_assert(hc_policy_trust(policy, "example.org", NULL));
	verdict = judge(policy, text, strlen(text));
	ck_assert_int_eq(hc_verdict_judgement(verdict, 0)->scope,
			 HC_SCOPE_UNKNOWN);
	ck_assert_ptr_null(find(verdict, "HC-T03"));
	ck_assert_ptr_null(find(verdict, "HC-T01"));
	hc_verdict_unref(verdict);
}
END_TEST

/* A field that names no writer is no word of the own set, wherever it is. */
START_TEST(nameless_field_is_not_attested)
{
	static const char *const nameless[] = {
		"Received: (qmail 1234 invoked by uid 89)" D(10, 05),
		"Received: from localhost (localhost [127.0.0.1])" D(10, 05),
		"Received: from user with local" D(10, 05),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(nameless); i++) {
		g_autoptr(HcPolicy) policy = hc_policy_new();
		g_autofree char *text = g_strconcat(
			nameless[i], MX_FROM_OUTSIDE BY_MX "ESMTPS id 1"
			D(10, 00) MAIL, NULL);
		HcVerdict *verdict = judge(policy, text, strlen(text));

		ck_assert_msg(hc_verdict_judgement(verdict, 1)->evidence ==
				      HC_EVIDENCE_UNATTRIBUTABLE,
			      "%s", nameless[i]);
		ck_assert_msg(hc_verdict_judgement(verdict, 1)->scope !=
				      HC_SCOPE_INTERNAL,
			      "%s", nameless[i]);
		hc_verdict_unref(verdict);
	}
}
END_TEST

#define OWN_SILENT                                                             \
	"Received: from mx%d.example.org (mx%d.example.org [203.0.113.%d]) "   \
	"by mx%d.example.org (Postfix) with SMTP id 3"

START_TEST(silence_inside_is_told_once)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(GString) text = g_string_new(NULL);
	const HcFinding *finding;
	HcVerdict *verdict;

	for (int i = 4; i > 1; i--)
		g_string_append_printf(text, OWN_SILENT D(10, 05), i - 1, i - 1,
				       i - 1, i);
	g_string_append(text, "Received: from out.example.net (out.example.net "
			"[198.51.100.7]) by mx1.example.org (Postfix) with "
			"ESMTPS id 1" D(10, 00) MAIL);
	verdict = judge(policy, text->str, text->len);
	ck_assert_uint_eq(count_findings(verdict, "HC-E02"), 1);
	finding = find(verdict, "HC-E02");
	ck_assert_int_eq(finding->effect, HC_EFFECT_INFO);
	ck_assert_ptr_nonnull(strstr(finding->sentence, "4, 3, 2"));
	hc_verdict_unref(verdict);
}
END_TEST

/* What one host hands to itself crosses no network. */
START_TEST(loopback_is_no_leak)
{
	static const char text[] =
		"Received: from localhost (localhost [127.0.0.1]) by "
		"mx.example.org (Postfix) with ESMTP id 2" D(10, 01)
		MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_int_eq(hc_verdict_judgement(verdict, 1)->evidence,
			 HC_EVIDENCE_ATTESTED);
	ck_assert_ptr_null(find(verdict, "HC-T03"));
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

START_TEST(inner_leg_is_no_leak)
{
	static const char text[] = MX_FROM_OUTSIDE
		POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384")
		BY_MX "ESMTPS id 1" D(10, 00)
		"Received: from pc.example.net (pc.example.net [203.0.113.9]) "
		"by out.example.net (Postfix) with ESMTP id 2" D(09, 59)
		"Received: from x (unknown [10.0.0.1]) by pc.example.net "
		"(Postfix) with ESMTP id 3" D(09, 58) MAIL;
	g_autoptr(HcPolicy) policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, text, strlen(text));

	ck_assert_ptr_null(find(verdict, "HC-T02"));
	ck_assert(hc_verdict_judgement(verdict, 0)->inner_leg);
	ck_assert(hc_verdict_judgement(verdict, 1)->inner_leg);
	ck_assert(!hc_verdict_judgement(verdict, 2)->inner_leg);
	ck_assert_int_eq(hc_verdict_judgement(verdict, 1)->evidence,
			 HC_EVIDENCE_CLAIMED);
	hc_verdict_unref(verdict);
}
END_TEST

static const struct {
	const char *name;
	const char *option;
	const char *text;
	const char *from;
	size_t count;
	const char *first;
} recipients[] = {
	{ "option", "o@example.org",
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1 for <f@example.org>" D(10, 00) MAIL,
	  "option", 1, "o@example.org" },
	{ "attested for", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1 for <f@example.org>" D(10, 00) MAIL,
	  "received-for", 1, "f@example.org" },
	{ "claimed for does not count", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Received: from x (unknown [203.0.113.9]) by out.example.net "
	  "(Postfix) with ESMTPS id 2 for <c@example.net>" D(09, 59) MAIL,
	  "to-cc", 1, "u@example.org" },
	{ "Delivered-To above", NULL,
	  "Delivered-To: d@example.org\n" MX_FROM_OUTSIDE
	  BY_MX "ESMTPS id 1" D(10, 00) MAIL,
	  "delivered-to", 1, "d@example.org" },
	{ "Delivered-To below", NULL,
	  MX_FROM_OUTSIDE BY_MX "ESMTPS id 1" D(10, 00)
	  "Delivered-To: d@example.org\n" MAIL,
	  "to-cc", 1, "u@example.org" },
	{ "lists", NULL,
	  "To: \"A, (B\" <a@example.org>, Team: b@example.org,\n c@example.org (C, D);\n"
	  "Cc: <e@example.org>\n\n",
	  "to-cc", 4, "a@example.org" },
	{ "nobody", NULL, "Subject: x\n\n", "none", 0, NULL },
};

START_TEST(recipients_of_message)
{
	g_autoptr(HcPolicy) policy = hc_policy_new();
	const char *text = recipients[_i].text;
	const char *const *list;
	HcVerdict *verdict;
	size_t count;

	if (recipients[_i].option)
		ck_assert(hc_policy_add_recipient(
			policy, recipients[_i].option, NULL));
	verdict = judge(policy, text, strlen(text));
	list = hc_verdict_recipients(verdict, &count);
	ck_assert_msg(strcmp(hc_verdict_recipients_from(verdict),
			     recipients[_i].from) == 0,
		      "%s: %s", recipients[_i].name,
		      hc_verdict_recipients_from(verdict));
	ck_assert_msg(count == recipients[_i].count, "%s: %zu",
		      recipients[_i].name, count);
	if (count)
		ck_assert_msg(strcmp(list[0], recipients[_i].first) == 0,
			      "%s: %s", recipients[_i].name, list[0]);
	hc_verdict_unref(verdict);
}
END_TEST

/* ------------------------------------------------------------- forged chains */

#define CHAINS 3000

/* A small generator of its own, so that every run makes the same chains. */
static unsigned
roll(uint32_t *state, unsigned sides)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % sides;
}

/* A field, newest first; %s is the date. */
typedef struct {
	const char *const *lines; /* of the own set, above the boundary */
	const char *boundary;	  /* two %s: HELO name, rDNS name */
	const char *domain;
} Site;

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define EXCHANGE                                                               \
	"with Microsoft SMTP Server (version=TLS1_2, "                         \
	"cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8000.10"

static const Site sites[] = {
	/* One host. */
	{ LINES(NULL),
	  "from %s (%s [198.51.100.7]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256) (No client certificate requested) by mx.example.org (Postfix) with ESMTPS id 4QZ for <u@example.org>",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTP id 4QZ",
	  "example.org" },
	/* Exim gives the rDNS name or nothing; its HELO stands in "helo=". */
	{ LINES(NULL), "from [198.51.100.7] (port=5555 helo=%s) by mx.example.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <a@example.net>) id 1abcde-0003c9-Rw for u@example.org",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (8.17.1/8.17.1) with ESMTPS id 37B52g7E014839 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7] (may be forged)) by mx.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014839",
	  "example.org" },
	{ LINES(NULL), "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (OpenSMTPD) with ESMTPS id 1a2b3c4d (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)",
	  "example.org" },
	/* DNS that the sender runs may name our own host; who does not look
	 * back, or looked and doubts, proves nothing. */
	{ LINES(NULL), "from %s (web.example.org [198.51.100.7] (may be forged)) by mx.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014839",
	  "example.org" },
	{ LINES(NULL), "from %s (web.example.org [198.51.100.7]) by mx.example.org (OpenSMTPD) with ESMTPS id 1a2b3c4d (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)",
	  "example.org" },
	{ LINES(NULL), "from web.example.org (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	/* A filter on the same host. */
	{ LINES("from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id 4QX",
		"from mx.example.org ([127.0.0.1]) by localhost (mx.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id xoN"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	/* Mailbox delivery. */
	{ LINES("from mx.example.org by mx.example.org with LMTP id aBc (envelope-from <a@example.net>)"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	/* Two and three hosts. */
	{ LINES("from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("from relay.example.org (relay.example.org [203.0.113.6]) by store.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014840",
		"from mx.example.org (mx.example.org [203.0.113.5]) by relay.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("by store.example.org (Postfix, from userid 1001) id 4QW",
		"from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("(qmail 1234 invoked by uid 89)"),
	  "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	{ LINES("(qmail 1234 invoked from network)"),
	  "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	/* Services. */
	{ LINES("from A1.eurprd01.prod.outlook.com (::1) by B1.eurprd01.prod.outlook.com with HTTPS",
		"from C1.eurprd04.prod.outlook.com (2603:10a6:10:3b::6) by A1.eurprd01.prod.outlook.com (2603:10a6:208:1::20) " EXCHANGE,
		"from F1.eop-EUR01.prod.protection.outlook.com (2603:10a6:10:3b:cafe::1) by C1.outlook.office365.com (2603:10a6:10:3b::6) " EXCHANGE " via Frontend Transport"),
	  "from %s (198.51.100.7) by F1.mail.protection.outlook.com (10.152.1.1) " EXCHANGE " via Frontend Transport",
	  "prod.outlook.com" },
	{ LINES("by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1"),
	  "from %s (%s. [198.51.100.7]) by mx.google.com with ESMTPS id x1.1.2026.08.18.01.00.00 for <u@example.org> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
	  "google.com" },
};

/* What a sender may call itself; DNS cannot be made to confirm it. */
static const char *const greetings[] = {
	"out.example.net",  "mx.example.org",  "localhost",
	"store.example.org", "[127.0.0.1]",    "mx.google.com",
	"C1.eurprd04.prod.outlook.com", "10.0.0.1",
};
static const char *const names[] = { "unknown", "out.example.net",
				     "host-198-51-100-7.example.org" };

/* Fields a sender may put below; %s is a name of the own set's kind. */
static const char *const forgeries[] = {
	"from evil.example.com (evil.example.com [203.0.113.66]) by mx.example.org (Postfix) with ESMTPS id FAKE",
	"from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id FAKE",
	"from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id FAKE",
	"from bank.example (bank.example [203.0.113.67]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by localhost (Postfix) with ESMTPS id FAKE",
	"by mx.example.org (Postfix, from userid 0) id FAKE",
	"(qmail 4321 invoked by uid 0)",
	"from evil.example.com by host-198-51-100-7.example.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) id 1fake0-0003c9-Rw",
	"from F2.eop-EUR01.prod.protection.outlook.com (2603:10a6:10:3b:cafe::1) by C1.outlook.office365.com (2603:10a6:10:3b::6) " EXCHANGE " via Frontend Transport",
	"by 2002:a05:6a10:1:b0:7:8:9 with SMTP id FAKE",
	"from bank.example (bank.example. [203.0.113.67]) by mx.google.com with ESMTPS id FAKE (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
	"from mx.example.org by mx.example.org with LMTP id FAKE",
	"from bank.example (bank.example [203.0.113.67]) by web.example.org (Postfix) with ESMTPS id FAKE",
	"from x (unknown [10.0.0.9]) by [127.0.0.1] with SMTP id FAKE",
	"from out.example.net ([198.51.100.7]) by out.example.net (8.17.1/8.17.1) with ESMTP id FAKE",
};

static void
add_field(GString *out, const char *value, unsigned *minute)
{
	g_string_append_printf(
		out, "Received: %s; Tue, 18 Aug 2026 10:%02u:00 +0000\n", value,
		*minute);
	*minute -= 1;
}

static void
add_boundary(GString *out, const Site *site, const char *greeting,
	     const char *name, unsigned *minute)
{
	g_autoptr(GString) value = g_string_new(site->boundary);

	g_string_replace(value, "%s", greeting, 1);
	g_string_replace(value, "%s", name, 1);
	add_field(out, value->str, minute);
}

static unsigned
make_chain(GString *out, uint32_t *state, unsigned *forged_out)
{
	const Site *site = &sites[roll(state, G_N_ELEMENTS(sites))];
	const char *greeting = greetings[roll(state, G_N_ELEMENTS(greetings))];
	const char *name = names[roll(state, G_N_ELEMENTS(names))];
	unsigned forged = roll(state, 6);
	unsigned minute = 59;
	unsigned own = 1;

	for (const char *const *line = site->lines; *line; line++, own++)
		add_field(out, *line, &minute);
	add_boundary(out, site, greeting, name, &minute);
	for (unsigned i = 0; i < forged; i++)
		add_field(out, forgeries[roll(state, G_N_ELEMENTS(forgeries))],
			  &minute);
	g_string_append(out, MAIL);
	*forged_out = forged;
	return own;
}

static void
check_chain(const HcPolicy *policy, const GString *text, unsigned chain,
	    unsigned forged)
{
	g_autofree char *bytes = exact_copy(text->str, text->len);
	HcVerdict *verdict = judge(policy, bytes, text->len);

	for (unsigned i = 0; i < forged; i++)
		ck_assert_msg(hc_verdict_judgement(verdict, i)->evidence <
					      HC_EVIDENCE_PARTNER &&
				      hc_verdict_judgement(verdict, i)->scope ==
					      HC_SCOPE_OUTSIDE,
			      "chain %u: forged hop %u is %s\n%s", chain, i + 1,
			      hc_evidence_grade_token(
				      hc_verdict_judgement(verdict, i)->evidence),
			      text->str);
	ck_assert_msg(hc_verdict_horizon(verdict) == forged + 1,
		      "chain %u: horizon %u, not %u\n%s\n%s", chain,
		      hc_verdict_horizon(verdict), forged + 1, text->str,
		      hc_verdict_reason(verdict));
	ck_assert_msg(hc_verdict_boundary(verdict) == forged + 1,
		      "chain %u: boundary %u, not %u\n%s\n%s", chain,
		      hc_verdict_boundary(verdict), forged + 1, text->str,
		      hc_verdict_reason(verdict));
	hc_verdict_unref(verdict);
}

START_TEST(forged_hops_are_never_attested)
{
	g_autoptr(HcPolicy) inferred = hc_policy_new();
	g_autoptr(HcPolicy) stated = hc_policy_new();
	uint32_t state = 20261122;

	ck_assert(hc_policy_trust(stated, "example.org", NULL));
	ck_assert(hc_policy_trust(stated, "google.com", NULL));
	ck_assert(hc_policy_trust(stated, "outlook.com", NULL));
	ck_assert(hc_policy_trust(stated, "office365.com", NULL));
	for (unsigned i = 0; i < CHAINS; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		unsigned forged;

		make_chain(text, &state, &forged);
		check_chain(inferred, text, i, forged);
		check_chain(stated, text, i, forged);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tcase = tcase_create("policy");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, members_are_checked, 0,
			    G_N_ELEMENTS(members));
	tcase_add_test(tcase, suffix_is_refused_by_name);
	tcase_add_loop_test(tcase, as_of_is_a_date, 0, G_N_ELEMENTS(dates));
	tcase_add_test(tcase, digest_is_of_what_was_stated);
	tcase_add_test(tcase, recipients_are_addresses);
	tcase_add_test(tcase, catalogue_is_whole);
	tcase_add_loop_test(tcase, message_is_judged, 0,
			    G_N_ELEMENTS(messages));
	tcase_add_loop_test(tcase, own_set_is_of_an_organisation, 0,
			    G_N_ELEMENTS(own_sets));
	tcase_add_test(tcase, unknown_peer_has_no_place);
	tcase_add_test(tcase, nameless_field_is_not_attested);
	tcase_add_test(tcase, silence_inside_is_told_once);
	tcase_add_test(tcase, loopback_is_no_leak);
	tcase_add_loop_test(tcase, counts_are_english, 0,
			    G_N_ELEMENTS(counts));
	tcase_add_test(tcase, inner_leg_is_no_leak);
	tcase_add_loop_test(tcase, recipients_of_message, 0,
			    G_N_ELEMENTS(recipients));
	tcase_add_test(tcase, forged_hops_are_never_attested);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
