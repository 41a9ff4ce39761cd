/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_tally.c - sums over an archive do not depend on how it was cut into
 * units; regressions, and records that make no sense.  That the sums are those
 * of the messages is seen in audit/compare.py. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counts.h"
#include "exact.h"
#include "judging.h"
#include "packing.h"
#include "summary.h"
#include "tally.h"

#define UNITS_MAX 8u

#define ON(day) "; Tue, " day " 08:15:00 +0000\n"
#define FROM(host, address) "Received: from " host " (" host " [" address "]) "
#define TLS                                                                    \
	"(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) "   \
	"(No client certificate requested) "                                   \
	"by mx.example.org (Postfix) with ESMTPS id 1"
#define PLAIN "by mx.example.org (Postfix) with ESMTP id 1"
#define NET FROM("out.example.net", "198.51.100.7")
#define COM FROM("out.example.com", "198.51.100.8")

/* Messages of an archive, in its order. */
static const char *const messages[] = {
	NET TLS ON("4 Aug 2026") MAIL,    /* 1 */
	NET TLS ON("4 Aug 2026") MAIL,    /* 2: not the first of its day */
	NET PLAIN ON("11 Aug 2026") MAIL, /* 3: back to clear text */
	NET PLAIN ON("18 Aug 2026") MAIL, /* 4: still */
	COM PLAIN ON("4 Aug 2026") MAIL,  /* 5 */
	COM TLS ON("11 Aug 2026") MAIL,   /* 6: better, no regression */
	NET TLS ON("25 Aug 2026") MAIL,   /* 7 */
	NET PLAIN ON("1 Sep 2026") MAIL,  /* 8: back again */
	MAIL,                             /* 9: no hop at all */
	FROM("unknown", "192.0.2.9") PLAIN "\n" MAIL, /* 10: no date */
};

static char *
folder_new(void)
{
	char *folder = g_strdup("/tmp/hopcheck-tally-XXXXXX");

	ck_assert_ptr_nonnull(mkdtemp(folder));
	return folder;
}

static const uint8_t fingerprint[HC_FINGERPRINT];

/** Tally messages from @p first on into a part. */
static void
write_part(const HcPolicy *policy, const char *path, size_t first, size_t count)
{
	HcPartFile *part = hc_part_file_create(path, fingerprint, 1, NULL);
	HcTally *tally = hc_tally_new();

	ck_assert_ptr_nonnull(part);
	for (size_t i = 0; i < count; i++) {
		const char *text = messages[first + i];
		HcVerdict *verdict = judge(policy, text, strlen(text));

		ck_assert(hc_tally_add(tally, verdict, i + 1, part, NULL));
		hc_verdict_unref(verdict);
	}
	ck_assert(hc_tally_flush(tally, part, NULL));
	ck_assert(hc_part_file_finish(part, NULL));
	hc_part_file_free(part);
	hc_tally_free(tally);
}

static void
take_part(HcSummary *summary, const char *path, uint64_t base)
{
	HcPartFile *part = hc_part_file_open(path, fingerprint, 1, NULL);
	const uint8_t *data;
	size_t length;
	uint8_t type;

	ck_assert_ptr_nonnull(part);
	while (hc_part_file_next(part, &type, &data, &length, NULL) &&
	       type != 0) {
		char *copy = exact_copy((const char *)data, length);

		ck_assert_int_eq(type, HC_RECORD_TALLY);
		ck_assert(hc_summary_take(summary, base, (uint8_t *)copy,
		                          length, NULL));
		free(copy);
	}
	hc_part_file_free(part);
	unlink(path);
}

/** The summary of all messages, cut into units.
 *  @param sizes  messages of each; the last takes the rest
 *  @param back   read the parts from the last to the first */
static char *
summary_of(const size_t *sizes, size_t count, bool back, bool text)
{
	g_autofree char *folder = folder_new();
	HcPolicy *policy = hc_policy_new();
	HcSummary *summary = hc_summary_new(folder, policy);
	GString *out = g_string_new(NULL);
	uint64_t bases[UNITS_MAX] = {0};
	g_autofree char *paths[UNITS_MAX] = {NULL};
	HcReportOptions options = {.form = HC_FORM_TEXT};
	HcWriter writer;
	size_t first = 0;

	ck_assert(hc_policy_trust(policy, "example.org", NULL));
	for (size_t i = 0; i < count; i++) {
		size_t size = i + 1 < count ? sizes[i]
		                            : G_N_ELEMENTS(messages) - first;

		paths[i] = g_strdup_printf("%s/%zu.part", folder, i);
		bases[i] = first;
		write_part(policy, paths[i], first, size);
		first += size;
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = back ? count - 1 - i : i;

		take_part(summary, paths[at], bases[at]);
		g_free(paths[at]);
		paths[at] = NULL;
	}
	ck_assert(hc_summary_settle(summary, NULL));
	ck_assert_uint_eq(hc_summary_sums(summary)->messages,
	                  G_N_ELEMENTS(messages));
	if (text) {
		ck_assert(hc_summary_text(summary, &options, out, NULL));
	} else {
		hc_writer_init(&writer, &hc_writer_xml, out, NULL);
		hc_writer_object(&writer, "report");
		hc_summary_catalogue(summary, &writer);
		hc_summary_totals(summary, &writer);
		ck_assert(hc_summary_write(summary, &writer, NULL, NULL, NULL));
		hc_writer_end(&writer);
		hc_writer_end(&writer);
	}
	hc_summary_free(summary);
	hc_policy_free(policy);
	ck_assert_int_eq(rmdir(folder), 0);
	return g_string_free(out, FALSE);
}

static const struct {
	const char *name;
	size_t sizes[UNITS_MAX];
	size_t count;
	bool back;
} cuts[] = {
	{"two units",             {4},                   2, false},
	{"two units, last first", {4},                   2, true },
	{"one each but the last", {1, 1, 1, 1, 1, 1, 1}, 8, false},
	{"an empty unit",         {0, 3, 0, 2},          5, true },
};

START_TEST(units_add_up_to_the_same)
{
	g_autofree char *whole = summary_of(NULL, 1, false, false);
	g_autofree char *cut = summary_of(cuts[_i].sizes, cuts[_i].count,
	                                  cuts[_i].back, false);

	ck_assert_msg(strcmp(whole, cut) == 0, "%s", cuts[_i].name);
}
END_TEST

/* What the summary says of these messages. */
static const struct {
	const char *name;
	const char *holds;
} said[] = {
	{"twice back to clear text",
         "regression-count=\"2\" clear-after-tls=\"3\">\n    "
         "<name>example.net</name>"				      },
	{"the first time, with places",
         "<regression tls-day=\"2026-08-04\" tls-message=\"1\" "
         "clear-day=\"2026-08-11\" clear-message=\"3\"/>"                },
	{"the second time",
         "<regression tls-day=\"2026-08-25\" tls-message=\"7\" "
         "clear-day=\"2026-09-01\" clear-message=\"8\"/>"                },
	{"getting better is none",
         "first-tls=\"2026-08-11\" last-tls=\"2026-08-11\" "
         "first-clear=\"2026-08-04\" last-clear=\"2026-08-04\" "
         "regression-count=\"0\" clear-after-tls=\"0\">\n    "
         "<name>example.com</name>"				      },
	{"by address where there is no name",
         "<counterparty-sum basis=\"address\" messages=\"1\""            },
	{"a message without hops",
         "<path-sums without-hops=\"1\" without-horizon=\"1\" "
         "without-boundary=\"1\" undated-boundary=\"1\"/>"               },
	{"months, the undated last",          "<month-sum messages=\"2\""},
	{"attested boundary hops",
         "<tls-share evidence=\"attested\" scope=\"boundary\" hops=\"9\" "
         "yes=\"4\" no=\"4\""					    },
};

START_TEST(sums_say)
{
	g_autofree char *whole = summary_of(NULL, 1, false, false);

	ck_assert_msg(strstr(whole, said[_i].holds) != NULL, "%s: %s",
	              said[_i].name, said[_i].holds);
}
END_TEST

START_TEST(the_page_fits_and_says_the_same)
{
	g_autofree char *page = summary_of(NULL, 1, false, true);
	g_auto(GStrv) lines = g_strsplit(page, "\n", -1);

	for (size_t i = 0; lines[i] != NULL; i++)
		ck_assert_msg(strlen(lines[i]) <= 80, "%s", lines[i]);
	ck_assert_msg(g_str_has_prefix(page,
	                               "Audit of 10 messages in 0 inputs, "
	                               "9 hops\n"),
	              "%s", page);
	ck_assert_msg(strstr(page,
	                     "example.net  TLS on 2026-08-04 (message 1), "
	                     "clear text on 2026-08-11 (message") != NULL,
	              "%s", page);
	ck_assert_msg(strstr(page, "1 of 3 counterparties") != NULL, "%s",
	              page);
}
END_TEST

/* Records that no tally wrote. */
static const struct {
	const char *name;
	const char *bytes;
	size_t length;
} bad[] = {
	{"an unknown type",         "?\0",					   2 },
	{"a key that is cut",       "f\005HC",                                       4 },
	{"numbers are missing",     "n\001\001\001",                                 4 },
	{"no such note",            "n\001\377\001\001",                             5 },
	{"no such evidence",        "s\002\011\001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
         20									    },
	{"a host without an end",   "h\003\0ab\0\0\0\0\0\0\0\0\0\0\0",               16},
	{"a number without an end",
         "v\004\003\001\003\001\377\377\377\377\377\377\377\377\377\377\377"
         "\377",                                                                     18},
};

START_TEST(what_makes_no_sense_is_refused)
{
	HcPolicy *policy = hc_policy_new();
	HcSummary *summary = hc_summary_new("/tmp", policy);
	char *copy = exact_copy(bad[_i].bytes, bad[_i].length);
	g_autoptr(GError) error = NULL;

	ck_assert_msg(!hc_summary_take(summary, 0, (uint8_t *)copy,
	                               bad[_i].length, &error),
	              "%s was taken", bad[_i].name);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	free(copy);
	hc_summary_free(summary);
	hc_policy_free(policy);
}
END_TEST

/* Keys, and whether those of a type look so; the numbers behind are all there. */
static const struct {
	const char *name;
	uint8_t type;
	const char *key;
	size_t length;
	bool good;
} keys[] = {
	{"all",			 HC_SUM_ALL,     "",                         0,  true },
	{"all of something",            HC_SUM_ALL,     "x",                        1,  false},
	{"a share",		     HC_SUM_SHARE,   "\0\0",                     2,  true },
	{"a share of any scope",        HC_SUM_SHARE,   "\0",                       1,  false},
	{"a share of no such scope",    HC_SUM_SHARE,   "\0\11",                    2,  false},
	{"a share of no such evidence", HC_SUM_SHARE,   "\11\0",                    2,  false},
	{"versions",                    HC_SUM_VERSION, "\3\1\3\3",                 4,  true },
	{"versions that are cut",       HC_SUM_VERSION, "\3\1\3",                   3,  false},
	{"a note",		      HC_SUM_NOTE,    "\0",                       1,  true },
	{"no note",		     HC_SUM_NOTE,    "",                         0,  false},
	{"a month",		     HC_SUM_MONTH,   "\0\0\0\0\0\0\0\0\1",       9,  true },
	{"a month that is cut",         HC_SUM_MONTH,   "\0\0\0\0\0\0\0\0",         8,  false},
	{"a host",		      HC_SUM_HOST,    "\0a\0",                    3,  true },
	{"a host of no name",           HC_SUM_HOST,    "\0",                       1,  false},
	{"a host without an end",       HC_SUM_HOST,    "\0ab",                     3,  false},
	{"two hosts",                   HC_SUM_HOST,    "\0a\0b\0",                 5,  false},
	{"a party",		     HC_SUM_PARTY,   "\0a\0\0\0\0\0\0\0\0\1",    11, true },
	{"a party without a day",       HC_SUM_PARTY,   "\0a\0",                    3,  false},
	{"a party without an end",      HC_SUM_PARTY,   "\0ab\0\0\0\0\0\0\0\1",     11,
         false									       },
	{"two parties",                 HC_SUM_PARTY,   "\0a\0b\0\0\0\0\0\0\0\0\1", 13, false},
	{"a suite",		     HC_SUM_SUITE,   "sTLS\0",                   5,  true },
	{"no suite",                    HC_SUM_SUITE,   "n",                        1,  true },
	{"a suite of no sort",          HC_SUM_SUITE,   "",                         0,  false},
	{"a suite without an end",      HC_SUM_SUITE,   "sTLS",                     4,  false},
	{"a dialect",                   HC_SUM_DIALECT, "x\0X\0\0\0\0",             7,  true },
	{"a dialect that is cut",       HC_SUM_DIALECT, "x\0X\0",                   4,  false},
	{"a dialect without an end",    HC_SUM_DIALECT, "x\0X\0\0\0y",              7,  false},
	{"a finding",                   HC_SUM_FINDING, "HC-T01",                   6,  true },
	{"a finding of no rule",        HC_SUM_FINDING, "",                         0,  false},
};

START_TEST(keys_have_the_shape_of_their_type)
{
	HcPolicy *policy = hc_policy_new();
	HcSummary *summary = hc_summary_new("/tmp", policy);
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	bool good;

	g_byte_array_append(out, &keys[_i].type, 1);
	hc_pack_bytes(out, keys[_i].key, keys[_i].length);
	for (const char *at = hc_sum_rules(keys[_i].type); *at != '\0'; at++)
		hc_pack_number(out, 1);
	good = hc_summary_take(summary, 0, out->data, out->len, &error);
	ck_assert_msg(good == keys[_i].good, "%s", keys[_i].name);
	if (!good)
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	hc_summary_free(summary);
	hc_policy_free(policy);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tally");
	TCase *sums = tcase_create("sums");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(sums, units_add_up_to_the_same, 0,
	                    G_N_ELEMENTS(cuts));
	tcase_add_loop_test(sums, sums_say, 0, G_N_ELEMENTS(said));
	tcase_add_test(sums, the_page_fits_and_says_the_same);
	tcase_add_loop_test(sums, what_makes_no_sense_is_refused, 0,
	                    G_N_ELEMENTS(bad));
	tcase_add_loop_test(sums, keys_have_the_shape_of_their_type, 0,
	                    G_N_ELEMENTS(keys));
	suite_add_tcase(suite, sums);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
