/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_thread.c - Subjects brought to the form that compares. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "thread.h"
#include "tree.h"

typedef struct {
	const char *text;
	const char *subject;
	bool requested;
} SubjectRow;

static const SubjectRow subject_rows[] = {
	{"Results",				     "results",            false},
	{"  Re:   Results \t of\r\n tests",             "results of tests",   false},
	{"RE: Fwd: AW: WG: Results",                    "results",            false},
	{"Re[2]: Re(3): Results",                       "results",            false},
	{"Re: [Encrypt] Re: Results",                   "results",            true },
	{"[SECURE]Results[confidential]",               "results",            true },
	{"Regarding: Results",                          "regarding: results", false},
	{"Re",					  "re",                 false},
	{"re::",					":",                  false},
	{"",					    "",		   false},
	{"[encrypt",				    "[encrypt",           false},
	{"\345\233\236\345\244\215\357\274\232Results", "results",            false},
};

START_TEST(subject_row_holds)
{
	const SubjectRow *row = &subject_rows[_i];
	g_autoptr(HcPolicy) policy = hc_policy_new();
	g_autoptr(HcThreads) threads = hc_threads_new(policy);
	bool requested = false;
	g_autofree char *subject = hc_threads_subject(
		threads, row->text, strlen(row->text), &requested);

	ck_assert_str_eq(subject, row->subject);
	ck_assert_msg(requested == row->requested, "%s", row->text);
}
END_TEST

/* Tags of a policy document; a star stands for all up to what follows it. */
static const SubjectRow tag_rows[] = {
	{"[sec=Top * Secret] Results", "results",           true },
	{"Re: [SEC=] [sec=a] b",       "b",                 true },
	{"[sec=secret",                "[sec=secret",       false},
	{"[sec=secret] [sec=x",        "[sec=x",            true },
	{"Results, please",            "results,",          true },
	{"Results *",                  "results *",         false},
	{"[section] Results",          "[section] results", false},
};

START_TEST(tags_of_a_policy_ask_too)
{
	static const char text[] =
		"<policy xmlns='urn:hopcheck:policy:1' id='p' version='1' "
		"issued='2026-11-22' owner='o'>\n"
		"<alternatives><request subject-tag='[sec=*]'/>"
		"<request subject-tag='*'/><request subject-tag='Please'/>"
		"</alternatives></policy>\n";
	const SubjectRow *row = &tag_rows[_i];
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "p.xml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) tags = NULL;
	g_autoptr(HcThreads) threads = NULL;
	g_autofree char *subject = NULL;
	bool requested = false;

	tree_write(root, "p.xml", text, sizeof text - 1);
	tags = hc_policy_load(path, &error);
	tree_remove(root);
	ck_assert_msg(tags != NULL, "%s", error != NULL ? error->message : "");
	threads = hc_threads_new(tags);
	subject = hc_threads_subject(threads, row->text, strlen(row->text),
	                             &requested);
	ck_assert_str_eq(subject, row->subject);
	ck_assert_msg(requested == row->requested, "%s", row->text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("thread");
	TCase *tcase = tcase_create("subjects");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, subject_row_holds, 0,
	                    (int)G_N_ELEMENTS(subject_rows));
	tcase_add_loop_test(tcase, tags_of_a_policy_ask_too, 0,
	                    (int)G_N_ELEMENTS(tag_rows));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
