/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_grade.c - what is stated, what it means and its grade by date and profile. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "tls-field.h"

/* ------------------------------------------------------------------ grades */

/* Noon of a day, seconds since 1970. */
static int64_t
day(int year, int month, int mday)
{
	g_autoptr(GDateTime) noon =
		g_date_time_new_utc(year, month, mday, 12, 0, 0);

	return g_date_time_to_unix(noon);
}

static const struct {
	const char *name;
	const char *version;
	const char *cipher;
	int year;
	int month;
	HcGrade then;
	HcGrade now; /* 2026-11 */
} grades[] = {
	{ "1.3", "TLSv1.3", "TLS_AES_256_GCM_SHA384", 2023, 1, HC_GRADE_STRONG,
	  HC_GRADE_STRONG },
	{ "1.3, suite unsaid", "TLSv1.3", NULL, 2023, 1, HC_GRADE_STRONG,
	  HC_GRADE_STRONG },
	{ "1.2 GCM", "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", 2016, 1,
	  HC_GRADE_STRONG, HC_GRADE_STRONG },
	{ "1.2, suite unsaid", "TLSv1.2", NULL, 2016, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "1.2 CBC", "TLSv1.2", "ECDHE-RSA-AES256-SHA384", 2023, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	{ "1.2 DHE", "TLSv1.2", "DHE-RSA-AES256-GCM-SHA384", 2016, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	{ "1.2 static RSA", "TLSv1.2", "AES256-GCM-SHA384", 2023, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.2 static RSA, July 2026", "TLSv1.2", "AES128-SHA", 2026, 7,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.2 static RSA, August 2026", "TLSv1.2", "AES128-SHA", 2026, 8,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "anonymous", "TLSv1.2", "ADH-AES256-SHA", 2016, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	/* RFC 8996 is of March 2021: in force from April 1. */
	{ "1.0 before April 2021", "TLSv1", "ECDHE-RSA-AES256-SHA", 2021, 3,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.0 since April 2021", "TLSv1", "ECDHE-RSA-AES256-SHA", 2021, 4,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "1.1 since April 2021", "TLSv1.1", "ECDHE-RSA-AES256-SHA", 2021, 4,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "1.0, suite unsaid, 2022", "TLSv1", NULL, 2022, 1, HC_GRADE_WEAK,
	  HC_GRADE_WEAK },
	{ "1.0, suite unsaid, 2014", "TLSv1", NULL, 2014, 1, HC_GRADE_NONE,
	  HC_GRADE_WEAK },
	{ "RC4 in 2014", "TLSv1", "RC4-SHA", 2014, 12, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
	{ "RC4 in February 2015", "TLSv1", "RC4-SHA", 2015, 2,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_BROKEN },
	{ "RC4 in March 2015", "TLSv1", "RC4-SHA", 2015, 3, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "SSLv3 in May 2015", "SSLv3", "AES256-SHA", 2015, 5,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_BROKEN },
	{ "SSLv3 in June 2015", "SSLv3", "AES256-SHA", 2015, 6,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "SSLv2 in March 2011", "SSLv2", "DES-CBC3-MD5", 2011, 3,
	  HC_GRADE_WEAK, HC_GRADE_BROKEN },
	{ "SSLv2 in April 2011", "SSLv2", "DES-CBC3-MD5", 2011, 4,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "IDEA in February 2009", "TLSv1", "IDEA-CBC-SHA", 2009, 2,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "IDEA in March 2009", "TLSv1", "IDEA-CBC-SHA", 2009, 3,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "3DES in May 2015", "TLSv1", "DES-CBC3-SHA", 2015, 5,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "SSLv3 in 2014", "SSLv3", "AES256-SHA", 2014, 1, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
	{ "SSLv3 in 2016", "SSLv3", "AES256-SHA", 2016, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "SSLv2 in 2005", "SSLv2", "DES-CBC3-MD5", 2005, 1, HC_GRADE_WEAK,
	  HC_GRADE_BROKEN },
	{ "SSLv2 in 2012", "SSLv2", "DES-CBC3-MD5", 2012, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "3DES in 2007", "TLSv1/SSLv3", "DES-CBC3-SHA", 2007, 6,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "3DES in 2016", "TLSv1.2", "DES-CBC3-SHA", 2016, 6, HC_GRADE_WEAK,
	  HC_GRADE_WEAK },
	{ "export in 2000", "SSLv3", "EXP-DES-CBC-SHA", 2000, 1, HC_GRADE_WEAK,
	  HC_GRADE_BROKEN },
	{ "NULL at any time", "TLSv1", "NULL-SHA", 2000, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "single DES in 2000", "TLSv1", "EDH-RSA-DES-CBC-SHA", 2000, 1,
	  HC_GRADE_WEAK, HC_GRADE_BROKEN },
	{ "CBC suite, version unsaid, 2014", NULL, "ECDHE-RSA-AES256-SHA",
	  2014, 1, HC_GRADE_ACCEPTABLE, HC_GRADE_NONE },
	/* SSL 3.0 cannot be ruled out. */
	{ "CBC suite, version unsaid, 2019", NULL, "ECDHE-RSA-AES256-SHA",
	  2019, 1, HC_GRADE_NONE, HC_GRADE_NONE },
	{ "GCM suite, version unsaid", NULL, "ECDHE-RSA-AES256-GCM-SHA384",
	  2023, 1, HC_GRADE_STRONG, HC_GRADE_STRONG },
	{ "RC4, version unsaid", NULL, "ECDHE-RSA-RC4-SHA", 2023, 1,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "bulk cipher alone", NULL, "AES-256-GCM", 2023, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "unknown suite", "TLSv1.2", "FOO", 2023, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "before 1970", "TLSv1", "RC4-SHA", 1969, 12, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
};

START_TEST(grade_by_date)
{
	FieldRow row = { .software = "exim",
			 .with = &esmtps,
			 .version = grades[_i].version,
			 .cipher = grades[_i].cipher };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	const char *reason = NULL;
	HcReceived received;
	HcDialect dialect;
	HcGrade grade;
	HcTls tls;

	make_field(&row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_msg(tls.state == HC_TLS_YES, "%s: %s", grades[_i].name,
		      hc_tls_state_token(tls.state));
	grade = hc_tls_grade(&tls, day(2026, 11, 22), &reason);
	ck_assert_msg(grade == grades[_i].now, "%s, now: %s", grades[_i].name,
		      hc_grade_token(grade));
	grade = hc_tls_grade(&tls, day(grades[_i].year, grades[_i].month, 15),
			     &reason);
	ck_assert_msg(grade == grades[_i].then, "%s, then: %s",
		      grades[_i].name, hc_grade_token(grade));
	ck_assert_msg(reason && g_str_has_suffix(reason, "."),
		      "%s: no sentence", grades[_i].name);
}
END_TEST

START_TEST(only_tls_has_a_grade)
{
	HcTls tls = { .state = HC_TLS_NO };
	const char *reason = "x";

	ck_assert_int_eq(hc_tls_grade(&tls, 0, &reason), HC_GRADE_NONE);
	ck_assert_ptr_null(reason);
	tls.state = HC_TLS_YES;
	ck_assert_int_eq(hc_tls_grade(&tls, 0, NULL), HC_GRADE_NONE);
}
END_TEST

/* -------------------------------------------------- from the word to the grade */

typedef struct {
	const char *software;
	const char *version;
	const char *cipher;
	const char *bits;
	const char *group;
	int year;
	int month;
	const char *profile; /* "": our own grades */
	const char *suite;   /* IANA; NULL: none is known */
	const char *other;   /* a second one that it can mean */
	unsigned low;
	unsigned high;
	const char *group_name;
	int note;
	const char *then; /* grade, or the profile's word; "": none */
	const char *now;
	const char *source;
} Row;

/* clang-format off: a table. */
static const Row rows[] = {
#include "tls-rows.inc"
};
/* clang-format on */

/* Whether a stamp's day counts is the reader's business, so the row has one. */
static void
read_row(const Row *row, HcArena *arena, GArray *notes, HcTls *tls)
{
	FieldRow field = { .software = row->software,
			   .with = &esmtps,
			   .tls = "TLS",
			   .version = row->version,
			   .cipher = row->cipher,
			   .bits = row->bits };
	HcReceived received;
	HcDialect dialect;

	make_field(&field, &dialect, &received);
	state_fact(HC_FACT_TLS_GROUP, row->group, 230);
	received.stamp.state = HC_STAMP_POINT;
	received.stamp.unix_s = day(row->year, row->month, 15);
	received.stamp.earliest_s = received.stamp.unix_s;
	received.stamp.latest_s = received.stamp.unix_s;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, tls);
}

/* The grade or, of a profile, the word; "" when it has none. */
static const char *
judged(const Row *row, const HcTls *tls, int64_t at_s)
{
	static HcProfile *profile; /* of the last row; a row is a process */
	g_autoptr(GError) error = NULL;
	HcProfileOpinion opinion;

	if (row->profile[0] == '\0')
		return hc_grade_token(hc_tls_grade(tls, at_s, NULL));
	if (!profile)
		profile = hc_profile_new(row->profile, &error);
	ck_assert_msg(profile, "%s", error ? error->message : "no profile");
	hc_profile_grade(profile, tls, at_s, &opinion);
	return opinion.in_force && opinion.word ? opinion.word : "";
}

static bool
holds_suite(const HcTls *tls, const char *name)
{
	for (size_t i = 0; i < tls->cipher_count; i++)
		if (strcmp(tls->ciphers[i]->iana_name, name) == 0)
			return true;
	return false;
}

START_TEST(stated_and_graded)
{
	const Row *row = &rows[_i];
	g_autofree char *name = g_strdup_printf(
		"row %d, %s %s %s %d-%02d %s", _i, row->software,
		row->version ? row->version : "-",
		row->cipher ? row->cipher : "-", row->year, row->month,
		row->profile);
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	const char *word;
	HcTls tls;

	read_row(row, arena, notes, &tls);
	ck_assert_msg(tls.cipher_count ==
			      (row->suite ? 1u : 0u) + (row->other ? 1u : 0u),
		      "%s: %zu suites", name, tls.cipher_count);
	ck_assert_msg((!row->suite || holds_suite(&tls, row->suite)) &&
			      (!row->other || holds_suite(&tls, row->other)),
		      "%s: %s", name,
		      tls.cipher_count ? tls.ciphers[0]->iana_name : "none");
	ck_assert_msg(tls.version_low == row->low &&
			      tls.version_high == row->high,
		      "%s: %04x to %04x", name, tls.version_low,
		      tls.version_high);
	ck_assert_msg(g_strcmp0(tls.group, row->group_name) == 0,
		      "%s: group %s", name, tls.group ? tls.group : "none");
	if (row->note)
		ck_assert_msg(has_note(notes, row->note), "%s: no note %s",
			      name, hc_note_token((HcNoteCode)row->note));
	else
		ck_assert_msg(notes->len == 0, "%s: note %s", name,
			      hc_note_token(
				      g_array_index(notes, HcNote, 0).code));
	word = judged(row, &tls, day(row->year, row->month, 15));
	ck_assert_msg(strcmp(word, row->then) == 0, "%s, then: %s", name,
		      word);
	word = judged(row, &tls, day(2026, 11, 22));
	ck_assert_msg(strcmp(word, row->now) == 0, "%s, now: %s", name, word);
}
END_TEST

START_TEST(rows_are_many_and_sourced)
{
	ck_assert_uint_ge(G_N_ELEMENTS(rows), 150);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_msg(strlen(rows[i].source) > 5, "row %zu", i);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("grade");
	TCase *tcase = tcase_create("grade");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, grade_by_date, 0, G_N_ELEMENTS(grades));
	tcase_add_test(tcase, only_tls_has_a_grade);
	tcase_add_loop_test(tcase, stated_and_graded, 0, G_N_ELEMENTS(rows));
	tcase_add_test(tcase, rows_are_many_and_sourced);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
