/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_memo.c - what is remembered, or made in a shorter way, is what it would
 * be without. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "memo.h"
#include "opinion.h"
#include "organisation.h"
#include "table.h"
#include "verdict.h"

#define DAY_S 86400

/* ---------------------------------------------------------------------- memo */

START_TEST(nothing_is_kept_that_was_not)
{
	HcMemo memo = {{NULL}};
	uint64_t key = 1;

	ck_assert_ptr_null(hc_memo_find(&memo, &key, sizeof key));
	hc_memo_keep(&memo, &key, sizeof key, "one", 4);
	ck_assert_str_eq(hc_memo_find(&memo, &key, sizeof key), "one");
	key = 2;
	ck_assert_ptr_null(hc_memo_find(&memo, &key, sizeof key));
	hc_memo_clear(&memo);
	key = 1;
	ck_assert_ptr_null(hc_memo_find(&memo, &key, sizeof key));
}
END_TEST

/* What does not fit is not found; what is found is its own. */
START_TEST(full_memo_gives_no_wrong_answer)
{
	HcMemo memo = {{NULL}};
	size_t found = 0;

	for (uint64_t key = 0; key < 4 * (uint64_t)HC_MEMO_SLOTS; key++)
		hc_memo_keep(&memo, &key, sizeof key, &key, sizeof key);
	for (uint64_t key = 0; key < 4 * (uint64_t)HC_MEMO_SLOTS; key++) {
		const void *answer = hc_memo_find(&memo, &key, sizeof key);

		if (answer) {
			ck_assert_mem_eq(answer, &key, sizeof key);
			found++;
		}
	}
	ck_assert_uint_gt(found, HC_MEMO_SLOTS / 2);
	ck_assert_uint_le(found, HC_MEMO_SLOTS);
	hc_memo_clear(&memo);
}
END_TEST

START_TEST(days_are_counted_up_to_the_day)
{
	int64_t days[] = {7, -3, INT64_MIN, 7, INT64_MAX};
	size_t count = G_N_ELEMENTS(days);

	hc_days_sort(days, count);
	ck_assert_uint_eq(hc_days_until(days, count, INT64_MIN), 1);
	ck_assert_uint_eq(hc_days_until(days, count, -4), 1);
	ck_assert_uint_eq(hc_days_until(days, count, -3), 2);
	ck_assert_uint_eq(hc_days_until(days, count, 6), 2);
	ck_assert_uint_eq(hc_days_until(days, count, 7), 4);
	ck_assert_uint_eq(hc_days_until(days, count, INT64_MAX), 5);
	ck_assert_uint_eq(hc_days_until(days, 0, 1), 0);
}
END_TEST

/* ------------------------------------------------------------------ opinions */

static const char *const profiles[] = {
	"bcp195",      "bsi-2025-01",     "mozilla-5.8-old",
	"ncsc-nl-2.1", "nist-800-52r2",   "mozilla-6.0-intermediate",
	"uk-gov-mail", "ncsc-nl-2025-05",
};

static void
compare(HcOpinions *opinions, const HcProfile *profile, const HcTls *tls,
        int64_t day)
{
	int64_t at_s = day * DAY_S + 1;
	HcProfileOpinion fresh;
	HcProfileOpinion kept;

	hc_profile_grade(profile, tls, at_s, &fresh);
	hc_opinions_ask(opinions, tls, at_s, &kept);
	ck_assert_msg(
		fresh.dated == kept.dated && fresh.in_force == kept.in_force &&
			fresh.grade == kept.grade && fresh.word == kept.word &&
			fresh.word_worst == kept.word_worst &&
			fresh.word_best == kept.word_best &&
			fresh.reason == kept.reason &&
			fresh.source == kept.source,
		"%s, %s, versions %x to %x, day %ld", profile->id,
		tls->cipher_count ? tls->ciphers[0]->iana_name : "none",
		tls->version_low, tls->version_high, (long)day);
}

/* Around each day that a rule of the profile names. */
static void
compare_days(HcOpinions *opinions, const HcProfile *profile, const HcTls *tls)
{
	compare(opinions, profile, tls, 0);
	for (const HcProfile *at = profile; at; at = at->parent)
		for (size_t i = 0; i < at->rule_count; i++) {
			int64_t from = at->rules[i].from_day;
			int64_t until = at->rules[i].until_day;

			for (int64_t k = -1; from > INT64_MIN && k <= 1; k++)
				compare(opinions, profile, tls, from + k);
			for (int64_t k = -1; until < INT64_MAX && k <= 1; k++)
				compare(opinions, profile, tls, until + k);
		}
	for (int64_t k = -1; k <= 1; k++) {
		if (profile->from_day > INT64_MIN)
			compare(opinions, profile, tls, profile->from_day + k);
		if (profile->until_day < INT64_MAX)
			compare(opinions, profile, tls, profile->until_day + k);
	}
}

/* Groups by name and by size. */
static const struct {
	const char *group;
	unsigned bits;
} groups[] = {
	{NULL,        0   },
        {"x25519",    0   },
        {"ffdhe2048", 0   },
        {NULL,        512 },
	{NULL,        1024},
        {NULL,        2048},
        {NULL,        3072},
};

static void
compare_groups(HcOpinions *opinions, const HcProfile *profile, HcTls tls)
{
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		tls.group = groups[i].group;
		tls.group_bits = groups[i].bits;
		compare_days(opinions, profile, &tls);
	}
}

START_TEST(opinion_is_remembered_as_it_was)
{
	g_autoptr(HcProfile) profile = hc_profile_new(profiles[_i], NULL);
	HcOpinions *opinions = hc_opinions_new(profile);
	size_t count;
	const HcCipher *table = hc_cipher_table(&count);
	HcTls tls = {.state = HC_TLS_YES};

	for (unsigned version = 0; version <= HC_TLS_1_3;
	     version = version ? version + 1 : HC_SSL_3) {
		tls.version_low = tls.version_high = (uint16_t)version;
		tls.cipher_count = 0;
		compare_groups(opinions, profile, tls);
		for (size_t i = 0; i < count; i += 41) {
			const HcCipher *cipher = &table[i];

			tls.ciphers = &cipher;
			tls.cipher_count = 1;
			compare_groups(opinions, profile, tls);
		}
	}
	hc_opinions_free(opinions);
}
END_TEST

/* Of a suite that is named twice nothing is remembered. */
START_TEST(grade_is_remembered_as_it_was)
{
	size_t count;
	const HcCipher *table = hc_cipher_table(&count);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(groups); k++)
			for (int64_t day = 10000; day < 21000; day += 500) {
				const HcCipher *both[] = {&table[i], &table[i]};
				HcTls tls = {.state = HC_TLS_YES,
				             .ciphers = both,
				             .cipher_count = 2,
				             .group = groups[k].group,
				             .group_bits = groups[k].bits};
				const char *fresh;
				const char *kept;
				HcGrade grade =
					hc_tls_grade(&tls, day * DAY_S, &fresh);

				tls.cipher_count = 1;
				ck_assert_int_eq(
					hc_tls_grade(&tls, day * DAY_S, &kept),
					grade);
				ck_assert_pstr_eq(kept, fresh);
			}
}
END_TEST

/* ----------------------------------------------------------------- sentences */

START_TEST(sentence_is_what_printf_makes)
{
	HcVerdict verdict = {.arena = hc_arena_new()};
	g_autofree char *long_word = g_strnfill(600, 'x');

	ck_assert_str_eq(hc_verdict_text(&verdict, "plain"), "plain");
	ck_assert_str_eq(hc_verdict_text(&verdict, "%s", ""), "");
	ck_assert_str_eq(hc_verdict_text(&verdict, "Hop %u of %zu: %s%s.", 0u,
	                                 (size_t)-1, "a", "b"),
	                 "Hop 0 of 18446744073709551615: ab.");
	ck_assert_str_eq(
		hc_verdict_text(&verdict, "%s %d %.*s %%", "a", -7, 2, "bcd"),
		"a -7 bc %");
	ck_assert_uint_eq(
		strlen(hc_verdict_text(&verdict, "%s%s", long_word, "y")), 601);
	/* The longest that fits, and one more. */
	long_word[511] = '\0';
	ck_assert_str_eq(hc_verdict_text(&verdict, "%s", long_word), long_word);
	ck_assert_uint_eq(strlen(hc_verdict_text(&verdict, "%su", long_word)),
	                  512);
	hc_arena_free(verdict.arena);
}
END_TEST

/* -------------------------------------------------------------------- owners */

static const struct {
	const char *a;
	const char *b;
	bool same;
} owners[] = {
	{"mx.example.com",           "out.example.com",         true },
	{"example.com",              "out.example.com",         true },
	{"example.com",              "example.com",             true },
	{"badexample.com",           "example.com",             false},
	{"a.example.com",            "a.example.net",           false},
	{"a.example.co.uk",          "b.example.co.uk",         true },
	{"a.one.co.uk",              "b.two.co.uk",             false},
	{"one.co.uk",                "co.uk",                   false},
	{"a.tenant.onmicrosoft.com", "b.other.onmicrosoft.com", false},
	{"a.pphosted.com",           "b.pphosted.com",          true },
	{"host.localdomain",         "host.localdomain",        false},
	{"com",		      "com",                     false},
	{"mx",		       "mx",		      false},
	{"one.github.io",            "two.github.io",           false},
	{NULL,		       "example.com",             false},
	{"example.com",              NULL,                      false},
};

START_TEST(owner_is_the_same)
{
	ck_assert_msg(hc_organisation_same(owners[_i].a, owners[_i].b) ==
	                      owners[_i].same,
	              "%s and %s", owners[_i].a ? owners[_i].a : "none",
	              owners[_i].b ? owners[_i].b : "none");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("memo");
	TCase *tcase = tcase_create("memo");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, nothing_is_kept_that_was_not);
	tcase_add_test(tcase, full_memo_gives_no_wrong_answer);
	tcase_add_test(tcase, days_are_counted_up_to_the_day);
	tcase_add_loop_test(tcase, opinion_is_remembered_as_it_was, 0,
	                    G_N_ELEMENTS(profiles));
	tcase_add_test(tcase, grade_is_remembered_as_it_was);
	tcase_add_test(tcase, sentence_is_what_printf_makes);
	tcase_add_loop_test(tcase, owner_is_the_same, 0, G_N_ELEMENTS(owners));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
