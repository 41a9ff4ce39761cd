/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_profile.c - profiles: what they say, and which files are refused. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ------------------------------------------------------- what profiles say */

#define ECDHE_GCM  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
#define ECDHE_SHA2 "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"
#define ECDHE_SHA1 "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
#define DHE_GCM    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"
#define RSA_GCM    "TLS_RSA_WITH_AES_256_GCM_SHA384"
#define RSA_SHA1   "TLS_RSA_WITH_AES_128_CBC_SHA"
#define RSA_3DES   "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
#define RC4        "TLS_RSA_WITH_RC4_128_SHA"
#define TLS13_128  "TLS_AES_128_GCM_SHA256"
#define TLS13_256  "TLS_AES_256_GCM_SHA384"
#define CHACHA     "TLS_CHACHA20_POLY1305_SHA256"

#define SSL3 HC_SSL_3
#define T10  HC_TLS_1_0
#define T11  HC_TLS_1_1
#define T12  HC_TLS_1_2
#define T13  HC_TLS_1_3

static const struct {
	const char *profile;
	uint16_t version;
	const char *suite; /* NULL: not stated */
	const char *group; /* NULL: not stated */
	unsigned year, month, day;
	const char *word; /* NULL: none decides */
	HcGrade grade;
	const char *source; /* begins so; NULL: no source */
} rows[] = {
	/* RFC 7465, February 2015 */
	{"bcp195", T10, RC4, NULL, 2012, 3, 14, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T10, RC4, NULL, 2015, 2, 28, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T10, RC4, NULL, 2015, 3, 1, "MUST NOT", HC_GRADE_BROKEN, "RFC 7465"},
	{"bcp195", T12, RC4, NULL, 2016, 3, 14, "MUST NOT", HC_GRADE_BROKEN, "RFC 7465"},
	/* RFC 6176, March 2011; RFC 7525 3.1.1, May 2015; RFC 8996, March 2021 */
	{"bcp195", HC_SSL_2, NULL, NULL, 2011, 3, 31, "no rule", HC_GRADE_WEAK, NULL},
	{"bcp195", HC_SSL_2, NULL, NULL, 2011, 4, 1, "MUST NOT", HC_GRADE_BROKEN, "RFC 6176"},
	{"bcp195", SSL3, RSA_SHA1, NULL, 2015, 5, 31, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", SSL3, RSA_SHA1, NULL, 2015, 6, 1, "MUST NOT", HC_GRADE_BROKEN, "RFC 7525 3.1.1"},
	{"bcp195", T10, ECDHE_SHA1, NULL, 2015, 5, 31, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T10, ECDHE_SHA1, NULL, 2018, 1, 1, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 7525 3.1.1"},
	{"bcp195", T10, ECDHE_SHA1, NULL, 2021, 3, 31, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 7525 3.1.1"},
	{"bcp195", T10, ECDHE_SHA1, NULL, 2021, 4, 1, "MUST NOT", HC_GRADE_WEAK, "RFC 8996 4"},
	{"bcp195", T11, ECDHE_SHA1, NULL, 2021, 4, 1, "MUST NOT", HC_GRADE_WEAK, "RFC 8996 5"},
	/* RFC 7525 4.1 and 4.2, May 2015; RFC 9325 4.1 and 4.2, November 2022 */
	{"bcp195", T12, RSA_3DES, NULL, 2015, 5, 31, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T12, RSA_3DES, NULL, 2015, 6, 1, "SHOULD NOT", HC_GRADE_WEAK, "RFC 7525 4.1"},
	{"bcp195", T12, RSA_GCM, NULL, 2015, 5, 31, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T12, RSA_GCM, NULL, 2015, 6, 1, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 7525 4.1"},
	{"bcp195", T12, ECDHE_GCM, NULL, 2014, 1, 1, "no rule", HC_GRADE_STRONG, NULL},
	{"bcp195", T12, ECDHE_GCM, "x25519", 2020, 1, 1, "RECOMMENDED", HC_GRADE_STRONG, "RFC 7525 4.2"},
	{"bcp195", T12, ECDHE_SHA2, NULL, 2022, 11, 30, "no rule", HC_GRADE_ACCEPTABLE, NULL},
	{"bcp195", T12, ECDHE_SHA2, NULL, 2022, 12, 1, "SHOULD NOT unless EtM", HC_GRADE_ACCEPTABLE, "RFC 9325 4.2"},
	{"bcp195", T12, DHE_GCM, NULL, 2022, 11, 30, "RECOMMENDED", HC_GRADE_ACCEPTABLE, "RFC 7525 4.2"},
	{"bcp195", T12, DHE_GCM, NULL, 2022, 12, 1, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 9325 4.1"},
	{"bcp195", T12, "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384", NULL, 2022, 12, 1, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 9325 4.1"},
	{"bcp195", T10, "TLS_RSA_WITH_DES_CBC_SHA", NULL, 2015, 5, 31, "no rule", HC_GRADE_WEAK, NULL},
	/* RFC 10015, July 2026 */
	{"bcp195", T12, DHE_GCM, NULL, 2026, 7, 31, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 9325 4.1"},
	{"bcp195", T12, DHE_GCM, NULL, 2026, 8, 1, "MUST NOT", HC_GRADE_ACCEPTABLE, "RFC 10015"},
	{"bcp195", T12, RSA_GCM, NULL, 2026, 7, 31, "SHOULD NOT", HC_GRADE_ACCEPTABLE, "RFC 7525 4.1"},
	{"bcp195", T12, RSA_GCM, NULL, 2026, 8, 1, "MUST NOT", HC_GRADE_WEAK, "RFC 10015"},
	{"bcp195", T12, "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384", NULL, 2026, 8, 1, "SHOULD NOT", HC_GRADE_WEAK, "RFC 9325 4.1"},
	/* RFC 8446 9.1 by RFC 9325 4.3 */
	{"bcp195", T13, TLS13_256, "X25519MLKEM768", 2020, 1, 1, "no rule", HC_GRADE_STRONG, NULL},
	{"bcp195", T13, TLS13_256, NULL, 2023, 1, 1, "RECOMMENDED", HC_GRADE_STRONG, "RFC 9325 4.3"},
	{"bcp195", T13, NULL, NULL, 2020, 1, 1, "no rule", HC_GRADE_STRONG, NULL},
	{"bcp195", T12, NULL, NULL, 2023, 1, 1, NULL, HC_GRADE_NONE, NULL},
	/* Internet.nl, tls_constants.py, for both editions of NCSC-NL */
	{"ncsc-nl-2025-05", T13, TLS13_256, "x25519", 2025, 6, 1, "sufficient", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T13, TLS13_256, "X25519MLKEM768", 2025, 6, 1, "good", HC_GRADE_STRONG, "NCSC-NL"},
	{"ncsc-nl-2025-05", T13, TLS13_128, NULL, 2025, 6, 1, "sufficient", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_GCM, "secp256r1", 2025, 6, 1, "sufficient", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_GCM, "secp224r1", 2025, 6, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_GCM, "secp192r1", 2025, 6, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_SHA2, NULL, 2025, 6, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_SHA1, NULL, 2025, 6, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, DHE_GCM, "ffdhe3072", 2025, 6, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, DHE_GCM, "ffdhe2048", 2025, 6, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, RSA_GCM, NULL, 2025, 6, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2025-05", T11, ECDHE_SHA1, NULL, 2025, 6, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2025-05", T12, ECDHE_GCM, NULL, 2025, 5, 31, NULL, HC_GRADE_NONE, NULL},
	{"ncsc-nl-2.1", T12, ECDHE_GCM, NULL, 2021, 1, 19, "sufficient", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2.1", T12, ECDHE_GCM, NULL, 2021, 1, 18, NULL, HC_GRADE_NONE, NULL},
	{"ncsc-nl-2.1", T13, TLS13_128, "ffdhe2048", 2022, 1, 1, "good", HC_GRADE_STRONG, "NCSC-NL"},
	{"ncsc-nl-2.1", T10, ECDHE_SHA1, NULL, 2022, 1, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2.1", T12, RSA_3DES, NULL, 2022, 1, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2.1", T12, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", NULL, 2022, 1, 1, "phase-out", HC_GRADE_ACCEPTABLE, "NCSC-NL"},
	{"ncsc-nl-2.1", SSL3, RSA_SHA1, NULL, 2022, 1, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	{"ncsc-nl-2.1", T12, RC4, NULL, 2022, 1, 1, "insufficient", HC_GRADE_WEAK, "NCSC-NL"},
	/* guidelines/6.0.json and 5.8.json */
	{"mozilla-6.0-modern", T13, CHACHA, "x25519", 2026, 4, 6, "listed", HC_GRADE_STRONG, "Mozilla"},
	{"mozilla-6.0-modern", T13, CHACHA, "x25519", 2026, 4, 5, NULL, HC_GRADE_NONE, NULL},
	{"mozilla-6.0-modern", T12, ECDHE_GCM, NULL, 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	{"mozilla-6.0-modern", T13, "TLS_AES_128_CCM_SHA256", NULL, 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	{"mozilla-6.0-intermediate", T12, ECDHE_GCM, "secp384r1", 2026, 4, 6, "listed", HC_GRADE_STRONG, "Mozilla"},
	{"mozilla-6.0-intermediate", T12, ECDHE_GCM, "secp521r1", 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	{"mozilla-6.0-intermediate", T12, DHE_GCM, NULL, 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	{"mozilla-5.8-old", T10, RSA_3DES, NULL, 2026, 4, 6, "listed", HC_GRADE_ACCEPTABLE, "Mozilla"},
	{"mozilla-5.8-old", SSL3, RSA_3DES, NULL, 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	{"mozilla-5.8-old", T12, DHE_GCM, NULL, 2026, 4, 6, "not listed", HC_GRADE_WEAK, "Mozilla"},
	/* TLS-Scanner, server-guidelines/bsi.xml (v2025-01) */
	{"bsi-2025-01", T12, ECDHE_GCM, "brainpoolP256r1", 2025, 2, 1, "recommended", HC_GRADE_STRONG, "BSI"},
	{"bsi-2025-01", T12, ECDHE_GCM, "x25519", 2025, 2, 1, "not recommended", HC_GRADE_WEAK, "BSI"},
	{"bsi-2025-01", T13, CHACHA, NULL, 2025, 2, 1, "not recommended", HC_GRADE_WEAK, "BSI"},
	{"bsi-2025-01", T12, "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384", NULL, 2025, 2, 1, "recommended", HC_GRADE_ACCEPTABLE, "BSI"},
	{"bsi-2025-01", T11, ECDHE_SHA1, NULL, 2025, 2, 1, "not recommended", HC_GRADE_WEAK, "BSI"},
	{"bsi-2025-01", SSL3, RSA_SHA1, NULL, 2025, 2, 1, "not recommended", HC_GRADE_BROKEN, "BSI"},
	{"bsi-2025-01", T12, ECDHE_GCM, NULL, 2025, 1, 31, NULL, HC_GRADE_NONE, NULL},
	/* TLS-Scanner, guideline/nist.xml */
	{"nist-800-52r2", T12, ECDHE_GCM, "x25519", 2019, 9, 1, "listed", HC_GRADE_ACCEPTABLE, "NIST"},
	{"nist-800-52r2", T13, CHACHA, NULL, 2026, 1, 1, "not listed", HC_GRADE_WEAK, "NIST"},
	{"nist-800-52r2", T12, RSA_GCM, NULL, 2026, 1, 1, "listed in appendix D", HC_GRADE_ACCEPTABLE, "NIST"},
	{"nist-800-52r2", T12, "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", NULL, 2026, 1, 1, "not known", HC_GRADE_WEAK, "NIST"},
	{"nist-800-52r2", T12, "TLS_RSA_PSK_WITH_AES_128_GCM_SHA256", NULL, 2026, 1, 1, "not known", HC_GRADE_WEAK, "NIST"},
	{"nist-800-52r2", T11, ECDHE_SHA1, NULL, 2026, 1, 1, "discouraged", HC_GRADE_WEAK, "NIST"},
	{"nist-800-52r2", SSL3, RSA_SHA1, NULL, 2026, 1, 1, "shall not", HC_GRADE_BROKEN, "NIST"},
	{"nist-800-52r2", T12, RSA_3DES, NULL, 2019, 8, 31, NULL, HC_GRADE_NONE, NULL},
	/* gov.uk; suites by BCP 195 */
	{"uk-gov-mail", T12, ECDHE_GCM, NULL, 2023, 1, 1, "RECOMMENDED", HC_GRADE_STRONG, "RFC 7525"},
	{"uk-gov-mail", T11, ECDHE_SHA1, NULL, 2020, 1, 1, "not as asked", HC_GRADE_WEAK, "gov.uk"},
	{"uk-gov-mail", T12, RC4, NULL, 2020, 1, 1, "MUST NOT", HC_GRADE_BROKEN, "RFC 7465"},
	{"uk-gov-mail", T12, RSA_GCM, NULL, 2026, 8, 1, "MUST NOT", HC_GRADE_WEAK, "RFC 10015"},
};

START_TEST(profile_says)
{
	g_autoptr(HcProfile) profile = load(rows[_i].profile);
	const HcCipher *cipher = NULL;
	HcTls tls = {.state = HC_TLS_YES};
	HcProfileOpinion said;

	if (rows[_i].suite) {
		cipher = hc_cipher_named(rows[_i].suite);
		ck_assert_msg(cipher != NULL, "%s", rows[_i].suite);
		tls.ciphers = &cipher;
		tls.cipher_count = 1;
	}
	tls.version_low = tls.version_high = rows[_i].version;
	if (rows[_i].group) {
		tls.group = hc_group_named(rows[_i].group);
		ck_assert_msg(tls.group != NULL, "%s", rows[_i].group);
	}
	hc_profile_grade(profile, &tls,
	                 noon(rows[_i].year, rows[_i].month, rows[_i].day),
	                 &said);
	ck_assert_msg(g_strcmp0(said.word, rows[_i].word) == 0 &&
	                      said.grade == rows[_i].grade &&
	                      (rows[_i].source
	                               ? said.source &&
	                                         g_str_has_prefix(
							 said.source,
							 rows[_i].source)
	                               : said.source == NULL),
	              "row %d, %s %s %s %u-%u-%u: %s (%s to %s), %s, by %s: %s",
	              _i, rows[_i].profile,
	              hc_tls_version_name(rows[_i].version),
	              rows[_i].suite ? rows[_i].suite : "-", rows[_i].year,
	              rows[_i].month, rows[_i].day, said.word,
	              said.word_worst, said.word_best,
	              hc_grade_token(said.grade), said.source, said.reason);
	ck_assert_msg(said.reason != NULL, "row %d has no reason", _i);
}
END_TEST

START_TEST(nothing_stated_is_not_graded)
{
	g_autoptr(HcProfile) profile = load("ncsc-nl-2025-05");
	HcTls tls = {.state = HC_TLS_NO};
	HcProfileOpinion said;

	hc_profile_grade(profile, &tls, noon(2026, 1, 1), &said);
	ck_assert(said.in_force);
	ck_assert_ptr_null(said.word);
	ck_assert_int_eq(said.grade, HC_GRADE_NONE);
	ck_assert_ptr_null(said.reason);
}
END_TEST

START_TEST(ambiguous_suite_gets_a_range)
{
	g_autoptr(HcProfile) profile = load("ncsc-nl-2025-05");
	const HcCipher *ciphers[] = {hc_cipher_named(ECDHE_GCM),
	                             hc_cipher_named(RSA_GCM)};
	HcTls tls = {.state = HC_TLS_YES,
	             .version_low = T12,
	             .version_high = T12,
	             .ciphers = ciphers,
	             .cipher_count = 2};
	HcProfileOpinion said;

	hc_profile_grade(profile, &tls, noon(2026, 1, 1), &said);
	ck_assert_ptr_null(said.word);
	ck_assert_str_eq(said.word_worst, "insufficient");
	ck_assert_str_eq(said.word_best, "sufficient");
	ck_assert_int_eq(said.grade, HC_GRADE_NONE);
	ck_assert_ptr_nonnull(strstr(said.reason, "Too little was stated"));
	/* at best weak is weak */
	ciphers[0] = hc_cipher_named(RC4);
	hc_profile_grade(profile, &tls, noon(2026, 1, 1), &said);
	ck_assert_str_eq(said.word, "insufficient");
	ck_assert_int_eq(said.grade, HC_GRADE_WEAK);
}
END_TEST

START_TEST(day_before_it_says_so)
{
	g_autoptr(HcProfile) profile = load("ncsc-nl-2025-05");
	HcTls tls = {.state = HC_TLS_YES};
	HcProfileOpinion said;

	hc_profile_grade(profile, &tls, noon(2025, 5, 31), &said);
	ck_assert(said.dated && !said.in_force);
	ck_assert_str_eq(said.reason,
	                 "NCSC-NL TLS guidelines 2025-05 was not in force on "
	                 "that day: it holds from 2025-06-01.");
}
END_TEST

/* ------------------------------------------------------------------- names */

START_TEST(names_are_those_of_the_files)
{
	const char *source = g_getenv("top_srcdir");
	size_t count;
	const HcProfileEntry *entries = hc_profiles(&count);
	size_t compiled = 0;

	ck_assert_msg(source != NULL, "top_srcdir is not set");
	for (size_t i = 0; i < count; i++) {
		g_autofree char *path = NULL;
		g_autoptr(HcProfile) in = NULL;
		g_autoptr(HcProfile) file = NULL;

		if (entries[i].refusal)
			continue;
		in = load(entries[i].id);
		path = g_strdup_printf("%s/schemas/profiles/%s.xml", source,
		                       entries[i].id);
		file = load(path); /* valid against the schema */
		ck_assert_str_eq(in->id, entries[i].id);
		ck_assert_str_eq(in->title, entries[i].title);
		ck_assert_str_eq(in->sha256, file->sha256);
		ck_assert_uint_gt(in->rule_count, 1);
		for (size_t r = 0; r < in->rule_count; r++)
			ck_assert_ptr_nonnull(in->rules[r].sentence);
		compiled++;
	}
	ck_assert_uint_eq(compiled, 9);
}
END_TEST

static const char *const refused[] = {"ncsc-uk", "dcb1596-crypto", "anssi",
                                      "pci"};

START_TEST(unread_documents_are_refused)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_profile_new(refused[_i], &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_ptr_nonnull(strstr(error->message, refused[_i]));
	ck_assert_ptr_nonnull(strstr(error->message, "nobody"));
}
END_TEST

START_TEST(unknown_name_lists_the_known)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_profile_new("bcp-195", &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_ptr_nonnull(strstr(error->message, "bcp195, "));
	ck_assert_ptr_null(strstr(error->message, "anssi"));
}
END_TEST

/* ------------------------------------------------------------ one's own file */

#define HEAD "<profile xmlns=\"urn:hopcheck:profile:1\" id=\"own\""
#define OWN  HEAD ">\n"
#define END  "</profile>\n"

/** Write a file of one's own. */
static char *
write_file(const char *text, gssize length)
{
	g_autoptr(GError) error = NULL;
	char *path = g_strdup_printf("%s/hopcheck-%d.xml", g_get_tmp_dir(),
	                             (int)getpid());

	ck_assert_msg(g_file_set_contents(path, text, length, &error), "%s",
	              path);
	return path;
}

/* A list of a hundred. */
#define TEN "weak weak weak weak weak weak weak weak weak weak "
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static const struct {
	const char *name;
	const char *text;
	const char *said; /* behind the path */
} bad[] = {
	{"no element", "", ""},
	{"no profile", "<x/>\n", ":1:1: "},
	{"other namespace", "<profile id=\"own\"/>\n", ":1:1: "},
	{"no id", "<profile xmlns=\"urn:hopcheck:profile:1\"/>\n", ":1:1: "},
	{"not well-formed", OWN "\n<grade\n", ":4:1: "},
	{"unknown element", OWN "<x/>\n" END, ":2:1: "},
	{"behind blanks", OWN "  <word name=\"a\" grade=\"weak\"/> <x/>\n" END, ":2:33: "},
	{"two on a line", OWN "<!-- \xc3\xa9 --><prefer group=\"x25519\"/><forbid/>\n" END, ":2:35: selects nothing"},
	{"a tag of two lines", OWN "<forbid\n class=\"weak\"\n group=\"x25519\"/>\n" END, ":2:1: a rule is on"},
	{"unknown attribute", OWN "\n<word name=\"a\" grade=\"weak\" x=\"\"/>\n" END, ":3:1: "},
	{"unknown class", OWN "<forbid class=\"weak feeble\"/>\n" END, ":2:1: "},
	{"unknown version", OWN "<min-version>TLSv1.4</min-version>\n" END, ":2:1: "},
	{"unknown suite", OWN "\n<forbid suite=\"TLS_NO_SUCH\"/>\n" END, ":3:1: no suite has the IANA name 'TLS_NO_SUCH'"},
	{"suite by its OpenSSL name", OWN "<forbid suite=\"RC4-SHA\"/>\n" END, ":2:1: no suite has the IANA name 'RC4-SHA'"},
	{"unknown group", OWN "<prefer group=\"x25518\"/>\n" END, ":2:1: no group has the IANA name 'x25518'"},
	{"unknown word", OWN "<grade class=\"weak\" as=\"bad\"/>\n" END, ":2:1: 'bad' is no word"},
	{"no word", OWN "<grade class=\"weak\"/>\n" END, ":2:1: "},
	{"word twice", OWN "<word name=\"a\" grade=\"weak\"/>\n<word name=\"a\" grade=\"weak\"/>\n" END, ":3:1: 'a' stands twice"},
	{"words out of order", OWN "<word name=\"a\" grade=\"weak\"/>\n<word name=\"b\" grade=\"strong\"/>\n" END, ":3:1: 'b' is better"},
	{"nothing selected", OWN "<forbid/>\n" END, ":2:1: selects nothing"},
	{"suite and group", OWN "<forbid class=\"weak\" group=\"x25519\"/>\n" END, ":2:1: a rule is on suites or on groups"},
	{"two versions", OWN "<forbid version=\"TLSv1.0\" max-version=\"TLSv1.1\"/>\n" END, ":2:1: version excludes"},
	{"no such day", OWN "<forbid class=\"weak\" from=\"2026-02-30\"/>\n" END, ":2:1: from: no date"},
	{"ends first", OWN "<forbid class=\"weak\" from=\"2026-02-02\" until=\"2026-02-01\"/>\n" END, ":2:1: ends before it begins"},
	{"whole ends first", HEAD "\n valid-from=\"2026-02-02\" valid-to=\"2026-02-01\"/>\n", ":"},
	{"unlisted twice", OWN "<unlisted subject=\"suite\" as=\"weak\"/>\n<unlisted subject=\"suite\" as=\"weak\"/>\n" END, ":3:1: unlisted suite stands twice"},
	{"extends nothing known", HEAD " extends=\"x\"/>\n", ":1:1: extends: no profile is called 'x'"},
	{"extends a refused one", HEAD " extends=\"pci\"/>\n", ":1:1: extends: profile 'pci' is refused"},
	{"extends itself", HEAD " extends=\"own\"/>\n", ":1:1: extends: no profile is called 'own'"},
	{"bits that are none", OWN "<forbid bits-below=\"0\"/>\n" END, ":2:1: "},
	{"groups of a size that is none", OWN "<forbid group-bits-below=\"0\"/>\n" END, ":2:1: "},
	{"more rules than there may be", OWN "<forbid class=\"" HUNDRED "\" exchange=\"" HUNDRED "\" encryption=\"RC4 AES\"/>\n" END, ":2:1: lists select too much"},
	{"document type", "<!DOCTYPE profile>\n" OWN END, ":1:1: a document type declaration is not allowed"},
	{"entities", "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n" OWN "<forbid class=\"weak\">&b;</forbid>\n" END, ":1:1: a document type"},
	{"external entity", "<!DOCTYPE p [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n" OWN "<forbid class=\"weak\">&a;</forbid>\n" END, ":1:1: a document type"},
	{"undeclared entity", OWN "<forbid class=\"weak\">&a;</forbid>\n" END, ":"},
	{"not UTF-8", OWN "<forbid class=\"weak\">\xff</forbid>\n" END, ":"},
};

START_TEST(bad_file_is_refused_with_its_place)
{
	g_autofree char *path = write_file(bad[_i].text, -1);
	g_autoptr(GError) error = NULL;
	g_autoptr(HcProfile) profile = hc_profile_new(path, &error);
	g_autofree char *wanted = g_strconcat(path, bad[_i].said, NULL);

	g_unlink(path);
	ck_assert_msg(profile == NULL, "%s was taken", bad[_i].name);
	ck_assert_msg(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY), "%s",
	              bad[_i].name);
	ck_assert_msg(g_str_has_prefix(error->message, wanted),
	              "%s: \"%s\", wanted \"%s\"", bad[_i].name, error->message,
	              wanted);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
	g_autofree char *path = g_strdup_printf(
		"%s/hopcheck-%d.fifo.xml", g_get_tmp_dir(), (int)getpid());
	g_autoptr(GString) big = g_string_new(OWN);
	g_autofree char *long_path = NULL;
	GError *error = NULL;

	ck_assert_ptr_null(hc_profile_new("/no/such.xml", &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	g_clear_error(&error);
	ck_assert_ptr_null(hc_profile_new("/", &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	g_clear_error(&error);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_ptr_null(hc_profile_new(path, &error));
	g_unlink(path);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	g_clear_error(&error);
	while (big->len <= 256u << 10)
		g_string_append(big, "<!-- a long comment -->\n");
	g_string_append(big, END);
	long_path = write_file(big->str, (gssize)big->len);
	ck_assert_ptr_null(hc_profile_new(long_path, &error));
	g_unlink(long_path);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	g_clear_error(&error);
}
END_TEST

START_TEST(sources_are_those_of_the_file)
{
	g_autofree char *path = write_file(
		HEAD " extends=\"bcp195\">\n"
		     "<source title=\" Rules  for mail\" published=\"2025-12\" "
		     "href=\"https://example.org/\">Read\n whole.</source>\n"
		     "<source title=\"Another\"/>\n" END,
		-1);
	g_autoptr(HcProfile) profile = load(path);

	g_unlink(path);
	ck_assert_uint_eq(profile->source_count, 2);
	ck_assert_str_eq(profile->sources[0].title, "Rules for mail");
	ck_assert_str_eq(profile->sources[0].published, "2025-12");
	ck_assert_str_eq(profile->sources[0].href, "https://example.org/");
	ck_assert_str_eq(profile->sources[0].read, "Read whole.");
	ck_assert_str_eq(profile->sources[1].title, "Another");
	ck_assert_ptr_null(profile->sources[1].published);
	ck_assert_ptr_null(profile->sources[1].href);
	ck_assert_ptr_null(profile->sources[1].read);
	ck_assert_uint_gt(profile->parent->source_count, 0);
}
END_TEST

static const char house[] =
	HEAD " extends=\"bcp195\" valid-from=\"2026-01-01\" "
	     "valid-to=\"2027-12-31\">\n"
	     "<min-version>TLSv1.2</min-version>\n"
	     "<forbid class=\"weak broken\"/>\n"
	     "<forbid suite=\"" ECDHE_SHA2 "\">Not here.</forbid>\n"
	     "<grade class=\"no-fs\" as=\"phase-out\" until=\"2027-03-31\"/>\n"
	     "<prefer group=\"x25519mlkem768\"/>\n" END;

static const struct {
	const char *name;
	uint16_t version;
	const char *suite, *group;
	unsigned year, month, day;
	const char *word;
	HcGrade grade;
} house_rows[] = {
	{"too old", T11, ECDHE_SHA1, NULL, 2026, 9, 1, "forbidden", HC_GRADE_WEAK},
	{"new enough: the parent's word", T12, ECDHE_GCM, NULL, 2026, 9, 1, "RECOMMENDED", HC_GRADE_STRONG},
	{"a class, over the parent's broken", T12, RC4, NULL, 2026, 9, 1, "forbidden", HC_GRADE_WEAK},
	{"a suite by name", T12, ECDHE_SHA2, NULL, 2026, 9, 1, "forbidden", HC_GRADE_WEAK},
	{"a mild word, over the parent's MUST NOT", T12, RSA_GCM, NULL, 2027, 3, 31, "phase-out", HC_GRADE_ACCEPTABLE},
	{"until its day", T12, RSA_GCM, NULL, 2027, 4, 1, "MUST NOT", HC_GRADE_WEAK},
	{"the group preferred lowers nothing", T13, TLS13_256, "X25519MLKEM768", 2026, 9, 1, "RECOMMENDED", HC_GRADE_STRONG},
	{"nor another raises", T13, TLS13_256, "x25519", 2026, 9, 1, "RECOMMENDED", HC_GRADE_STRONG},
	{"before its time", T12, ECDHE_GCM, NULL, 2025, 12, 31, NULL, HC_GRADE_NONE},
	{"after its time", T12, ECDHE_GCM, NULL, 2028, 1, 1, NULL, HC_GRADE_NONE},
};

START_TEST(own_file_extends)
{
	g_autofree char *path = write_file(house, -1);
	g_autoptr(HcProfile) profile = load(path);
	const HcCipher *cipher = hc_cipher_named(house_rows[_i].suite);
	HcTls tls = {.state = HC_TLS_YES,
	             .version_low = house_rows[_i].version,
	             .version_high = house_rows[_i].version,
	             .ciphers = &cipher,
	             .cipher_count = 1};
	HcProfileOpinion said;

	g_unlink(path);
	if (house_rows[_i].group)
		tls.group = hc_group_named(house_rows[_i].group);
	hc_profile_grade(profile, &tls,
	                 noon(house_rows[_i].year, house_rows[_i].month,
	                      house_rows[_i].day),
	                 &said);
	ck_assert_msg(g_strcmp0(said.word, house_rows[_i].word) == 0 &&
	                      said.grade == house_rows[_i].grade,
	              "%s: %s, %s (%s)", house_rows[_i].name, said.word,
	              hc_grade_token(said.grade), said.reason);
}
END_TEST

START_TEST(no_rule_is_permitted)
{
	g_autofree char *path =
		write_file(OWN "<min-version>TLSv1</min-version>\n" END, -1);
	g_autoptr(HcProfile) profile = load(path);
	HcTls tls = {.state = HC_TLS_YES,
	             .version_low = T10,
	             .version_high = T12};
	HcProfileOpinion said;

	g_unlink(path);
	ck_assert_str_eq(profile->id, "own");
	ck_assert_ptr_null(profile->parent);
	hc_profile_grade(profile, &tls, noon(2026, 1, 1), &said);
	ck_assert_str_eq(said.word, "permitted");
	ck_assert_int_eq(said.grade, HC_GRADE_ACCEPTABLE);
	tls.version_low = tls.version_high = SSL3;
	hc_profile_grade(profile, &tls, noon(2026, 1, 1), &said);
	ck_assert_str_eq(said.word, "forbidden");
	ck_assert_str_eq(said.reason, "own asks for TLSv1.0 or newer.");
}
END_TEST

static TCase *
words_case(void)
{
	TCase *words = tcase_create("words");

	tcase_add_loop_test(words, profile_says, 0, G_N_ELEMENTS(rows));
	tcase_add_test(words, nothing_stated_is_not_graded);
	tcase_add_test(words, ambiguous_suite_gets_a_range);
	tcase_add_test(words, day_before_it_says_so);
	return words;
}

static TCase *
files_case(void)
{
	TCase *files = tcase_create("files");

	tcase_add_test(files, names_are_those_of_the_files);
	tcase_add_loop_test(files, unread_documents_are_refused, 0,
	                    G_N_ELEMENTS(refused));
	tcase_add_test(files, unknown_name_lists_the_known);
	tcase_add_test(files, sources_are_those_of_the_file);
	tcase_add_loop_test(files, bad_file_is_refused_with_its_place, 0,
	                    G_N_ELEMENTS(bad));
	tcase_add_test(files, what_is_no_file_is_refused);
	tcase_add_loop_test(files, own_file_extends, 0,
	                    G_N_ELEMENTS(house_rows));
	tcase_add_test(files, no_rule_is_permitted);
	return files;
}

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
	suite_add_tcase(suite, words_case());
	suite_add_tcase(suite, files_case());
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
