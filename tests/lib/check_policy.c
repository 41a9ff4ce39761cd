/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_policy.c - what may be stated, and the catalogue of findings. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "hopcheck.h"

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
	{ "mailhost", NULL },
	{ "0.0.0.0/0", NULL },
	{ "10.0.0.0/7", NULL },
	{ "8.0.0.0/8", "8.0.0.0/8" },
	{ "::/0", NULL },
	{ "2000::/3", NULL },
	{ "2a00::/15", NULL },
	{ "2a00::/16", "2a00::/16" },
	{ "fc00::/6", NULL },
	{ "fc00::/7", "fc00::/7" },
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
		/* Addresses name nobody. */
		ck_assert(hc_policy_is_inferred(policy) ==
			  !g_ascii_isalpha(canonical[strlen(canonical) - 1]));
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
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
