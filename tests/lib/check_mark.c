/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_mark.c - bytes found in a text that is escaped. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "mark.h"

static const struct {
	const char *name, *text;
	unsigned offset, length;
	const char *marked; /* NULL: the text does not hold it */
} rows[] = {
	{"ascii",		   "abcdef",            2, 3, "cde"          },
	{"from the start",          "abc",               0, 1, "a"            },
	{"to the end",              "abc",               1, 2, "bc"           },
	{"all",		     "abc",               0, 3, "abc"          },
	{"past the end",            "abc",               2, 2, NULL           },
	{"behind the end",          "abc",               3, 1, NULL           },
	{"nothing there",           "",                  0, 1, NULL           },
	{"behind a line feed",      "a\\nbc",            2, 1, "b"            },
	{"a line feed",             "a\\nbc",            1, 1, "\\n"          },
	{"behind a byte",           "\\xffab",           1, 2, "ab"           },
	{"a byte",                  "a\\xffb",           1, 1, "\\xff"        },
	{"behind a backslash",      "\\\\x41",           1, 2, "x4"           },
	{"behind two bytes",        "\303\251tls",       2, 3, "tls"          },
	{"behind three bytes",      "\342\202\254tls",   3, 2, "tl"           },
	{"behind four bytes",       "\360\237\230\200t", 4, 1, "t"            },
	{"within a character",      "\342\202\254t",     1, 1, "\342\202\254" },
	{"up into a character",     "t\342\202\254",     0, 2, "t\342\202\254"},
	{"behind a control of two", "\\u{85}t",          2, 1, "t"            },
	{"behind a mark of three",  "\\u{202e}t",        3, 1, "t"            },
	{"a mark of three",         "a\\u{202e}t",       1, 3, "\\u{202e}"    },
	{"behind a tag of four",    "\\u{e0001}t",       4, 1, "t"            },
	{"a torn escape",           "\\x4",              0, 1, NULL           },
	{"a torn backslash",        "a\\",               1, 1, NULL           },
	{"a torn brace",            "\\u{202",           0, 1, NULL           },
	{"an empty brace",          "\\u{}a",            0, 1, NULL           },
};

START_TEST(finds_characters)
{
	char *text = exact_copy(rows[_i].text, strlen(rows[_i].text) + 1);
	g_autofree char *marked = NULL;
	size_t from, count;
	bool found = hc_mark_place(text, rows[_i].offset, rows[_i].length,
	                           &from, &count);

	ck_assert_msg(found == (rows[_i].marked != NULL), "%s", rows[_i].name);
	if (found)
		marked = g_utf8_substring(text, (glong)from,
		                          (glong)(from + count));
	ck_assert_msg(g_strcmp0(marked, rows[_i].marked) == 0, "%s: %s",
	              rows[_i].name, marked);
	free(text);
}
END_TEST

/** Escapes as many as a field can hold: each takes a step, none a stack. */
START_TEST(many_escapes)
{
	g_autoptr(GString) text = g_string_new(NULL);
	size_t from, count;

	for (unsigned i = 0; i < 100000; i++)
		g_string_append(text, "\\xff");
	g_string_append(text, "tls");
	ck_assert(hc_mark_place(text->str, 100000, 3, &from, &count));
	ck_assert_uint_eq(from, 400000);
	ck_assert_uint_eq(count, 3);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mark");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(cases, finds_characters, 0, G_N_ELEMENTS(rows));
	tcase_add_test(cases, many_escapes);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
