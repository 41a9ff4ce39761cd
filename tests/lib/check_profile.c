/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_profile.c - profiles: what they say, and which files are refused. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "hopcheck.h"
#include "table.h"

#define DAY_S 86400

/** Noon of a day. */
static int64_t
noon(unsigned year, unsigned month, unsigned day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month,
	               (GDateYear)year);
	return ((int64_t)g_date_get_julian(&date) - 719163) * DAY_S + DAY_S / 2;
}

static HcProfile *
load(const char *name)
{
	g_autoptr(GError) error = NULL;
	HcProfile *profile = hc_profile_new(name, &error);

	if (!profile)
		ck_abort_msg("%s", error->message);
	return profile;
}

/* ------------------------------------------------- the default and our grades */

/* Days on which a rule of tls/rule-dates.tsv begins to hold, the day before,
 * and some that are far from any. */
static const unsigned days[][3] = {
	{1999, 1,  1 },
        {2009, 2,  28},
        {2009, 3,  1 },
        {2011, 3,  31},
	{2011, 4,  1 },
        {2015, 2,  28},
        {2015, 3,  1 },
        {2015, 5,  31},
	{2015, 6,  1 },
        {2018, 7,  1 },
        {2021, 3,  31},
        {2021, 4,  1 },
	{2022, 11, 30},
        {2022, 12, 1 },
        {2026, 7,  31},
        {2026, 8,  1 },
	{2030, 1,  1 },
};

static const uint16_t versions[] = {
	HC_SSL_2, HC_SSL_3, HC_TLS_1_0, HC_TLS_1_1, HC_TLS_1_2, HC_TLS_1_3,
};

/** The default profile and our own grades are the same opinion. */
static void
compare(const HcProfile *profile, const HcTls *tls, size_t day)
{
	int64_t at_s = noon(days[day][0], days[day][1], days[day][2]);
	HcGrade own = hc_tls_grade(tls, at_s, NULL);
	HcProfileOpinion opinion;

	hc_profile_grade(profile, tls, at_s, &opinion);
	ck_assert_msg(opinion.grade == own,
	              "%u-%u-%u %s %s: own grade %s, profile %s (%s)",
	              days[day][0], days[day][1], days[day][2],
	              hc_tls_version_name(tls->version_low),
	              tls->cipher_count ? tls->ciphers[0]->iana_name
	                                : "no suite",
	              hc_grade_token(own), hc_grade_token(opinion.grade),
	              opinion.reason ? opinion.reason : "");
}

START_TEST(default_is_our_grades)
{
	g_autoptr(HcProfile) profile = load("bcp195");
	size_t count;
	const HcCipher *table = hc_cipher_table(&count);

	for (size_t i = 0; i < count; i++) {
		const HcCipher *cipher = &table[i];
		HcTls tls = {.state = HC_TLS_YES};

		tls.ciphers = &cipher;
		tls.cipher_count = 1;
		for (size_t v = 0; v < G_N_ELEMENTS(versions); v++) {
			tls.version_low = tls.version_high = versions[v];
			compare(profile, &tls, (size_t)_i);
		}
		tls.version_low = cipher->version_min;
		tls.version_high = cipher->version_max;
		compare(profile, &tls, (size_t)_i);
	}
}
END_TEST

START_TEST(default_is_our_grades_without_a_suite)
{
	g_autoptr(HcProfile) profile = load("bcp195");

	for (size_t low = 0; low < G_N_ELEMENTS(versions); low++)
		for (size_t high = low; high < G_N_ELEMENTS(versions); high++) {
			HcTls tls = {.state = HC_TLS_YES,
			             .version_low = versions[low],
			             .version_high = versions[high]};

			compare(profile, &tls, (size_t)_i);
		}
}
END_TEST

static Suite *
suite(void)
{
	Suite *suite = suite_create("profile");
	TCase *grades = tcase_create("default");

	tcase_add_loop_test(grades, default_is_our_grades, 0,
	                    G_N_ELEMENTS(days));
	tcase_add_loop_test(grades, default_is_our_grades_without_a_suite, 0,
	                    G_N_ELEMENTS(days));
	suite_add_tcase(suite, grades);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
