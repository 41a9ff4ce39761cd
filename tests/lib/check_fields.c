/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_fields.c - what --fields marks, and what it says is left over. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake-stages.h"
#include "limit.h"
#include "parts.h"

static GString *
write_report(const HcReportOptions *options)
{
	g_autoptr(HcReport) report =
		hc_report_new(options, fake_policy(), NULL);
	GString *out = g_string_new(NULL);

	hc_report_add(report, fake_verdict());
	hc_report_finish(report);
	hc_report_take(report, out);
	return out;
}

/** Fill in the fact that stands first behind a place in the field. */
static void
state(HcFact fact, const char *field, const char *text)
{
	const char *at = strstr(field, text);

	ck_assert_ptr_nonnull(at);
	fake.facts[0][fact] = (HcText){
		text, {(uint32_t)(at - field), (uint32_t)strlen(text)}
        };
}

/** One hop, whose field is this. */
static void
fill_field(const char *field)
{
	fake_fill(field, strlen(field));
	fake.hop_count = 1;
	fake.hops[0].field = 0;
	fake.fields[0].value.offset = 9;
	fake.fields[0].value.length = (uint32_t)strlen(field) - 10;
	fake.received[0].note_count = 0;
}

/** Each value, what no value rests on and what a note is about are marked
 *  below the line they stand on, and named in order of place; where a line is
 *  cut, the marks go on. */
START_TEST(fields_are_marked)
{
	static const char field[] =
		"Received: from a.example (odd word)\n"
		"\tby mx.example (TLSv1.3:AES128/128) id\t7\n";
	static const char *const wanted[] = {
		" Received: from a.example (odd word)\\n\n"
		"                a--------  ........\n"
		"                               !!!!\n"
		" \\tby mx.example (TLSv1.3:AES128/128) \n"
		"      b---------  c-----------------\n"
		"                  d------ e-----\n"
		" id\\t7\\n\n"
		"     f\n"
		"\n",
		" a  from                    15-23      a.example\n"
		" .  (unused)                26-33      odd word\n"
		" !  note duplicate-clause   30-33      ",
		" b  by                      40-49      mx.example\n"
		" c  (via)                   52-69      TLSv1.3:AES128/128\n"
		" d    via                   52-58      TLSv1.3\n"
		" e    via                   60-65      AES128\n"
		" f  via                     75         7\n",
	};
	HcReportOptions options = {.fields = true, .width = 40};
	HcText comments[] = {
		{"odd word",           {26, 8} },
                {"TLSv1.3:AES128/128", {52, 18}}
        };
	HcNote note = {
		HC_NOTE_DUPLICATE_CLAUSE, {30, 4}
        };
	g_autoptr(GString) out = NULL;

	fill_field(field);
	state(HC_FACT_FROM, field, "a.example");
	state(HC_FACT_BY, field, "mx.example");
	state(HC_FACT_TLS, field, "TLSv1.3:AES128/128");
	state(HC_FACT_TLS_VERSION, field, "TLSv1.3");
	state(HC_FACT_TLS_CIPHER, field, "AES128");
	state(HC_FACT_ID, field, "7");
	fake.facts[0][HC_FACT_ID].where.offset = 75;
	fake.received[0].comments = comments;
	fake.received[0].comment_count = G_N_ELEMENTS(comments);
	fake.hops[0].notes = &note;
	fake.hops[0].note_count = 1;
	out = write_report(&options);
	ck_assert_msg(strstr(out->str, wanted[0]) != NULL, "%s", out->str);
	options.width = 100;
	g_string_free(out, TRUE);
	out = write_report(&options);
	for (size_t i = 1; i < G_N_ELEMENTS(wanted); i++)
		ck_assert_msg(strstr(out->str, wanted[i]) != NULL, "%s",
		              out->str);
	fake_clear();
}
END_TEST

static const struct {
	const char *name, *field, *unused;
} leftovers[] = {
	{"clause words",    "Received: from (x) by with id for;\n", "x|"            },
	{"brackets",        "Received: ([<>]) ,;\n",                ""              },
	{"to the last",     "Received: one, by two  three\n",
         "one, by two  three|"						      },
	{"parentheses cut", "Received: one (two) three\n",          "one|two|three|"},
	{"nothing",         "Received: \n",                         ""              },
	{"a word in it",    "Received: from a.example bywith\n",
         "a.example bywith|"							},
};

START_TEST(what_no_value_rests_on)
{
	g_autoptr(GArray) unused = NULL;
	g_autoptr(GString) got = g_string_new(NULL);
	const char *field = leftovers[_i].field;

	fill_field(field);
	unused = hc_unused_new(NULL, &fake.hops[0]);
	for (unsigned i = 0; i < unused->len; i++) {
		HcSpan span = g_array_index(unused, HcSpan, i);

		g_string_append_len(got, field + span.offset, span.length);
		g_string_append_c(got, '|');
	}
	ck_assert_msg(strcmp(got->str, leftovers[_i].unused) == 0, "%s: %s",
	              leftovers[_i].name, got->str);
	fake_clear();
}
END_TEST

/* A sender can write as many comments as there are bytes. */
START_TEST(no_field_is_told_in_more_stretches_than_it_may_hold_comments)
{
	g_autoptr(GString) field = g_string_new("Received: ");
	g_autoptr(GArray) unused = NULL;
	HcSpan last;

	for (unsigned i = 0; i < 10000; i++)
		g_string_append(field, "(c) ");
	g_string_append(field, "end\n");
	fill_field(field->str);
	unused = hc_unused_new(NULL, &fake.hops[0]);
	ck_assert_uint_eq(unused->len, HC_COMMENTS_MAX + 1);
	last = g_array_index(unused, HcSpan, HC_COMMENTS_MAX);
	ck_assert_uint_eq(last.offset, 11 + 4 * HC_COMMENTS_MAX);
	ck_assert_uint_eq(last.offset + last.length, field->len - 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("fields");
	TCase *tcase = tcase_create("fields");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, fields_are_marked);
	tcase_add_test(
		tcase,
		no_field_is_told_in_more_stretches_than_it_may_hold_comments);
	tcase_add_loop_test(tcase, what_no_value_rests_on, 0,
	                    G_N_ELEMENTS(leftovers));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
