/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_table.c - cells of tables: no formula, nothing lost. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "row-sink.h"

static const struct {
	const char *name;
	HcCellKind kind;
	const char *cell, *csv, *json;
} cells[] = {
	{"text",              HC_CELL_TEXT,   "a",               "\"a\"",          "\"a\""              },
	{"empty",             HC_CELL_TEXT,   "",                "\"\"",           "\"\""               },
	{"not stated",        HC_CELL_TEXT,   NULL,              "",               "null"               },
	{"number",            HC_CELL_NUMBER, "12",              "12",             "12"                 },
	{"below zero",        HC_CELL_NUMBER, "-12",             "-12",            "-12"                },
	{"no number",         HC_CELL_NUMBER, "-1+2",            "\"'-1+2\"",      "\"-1+2\""           },
	{"a minus sign",      HC_CELL_NUMBER, "-",               "\"'-\"",         "\"-\""              },
	{"zeros in front",    HC_CELL_NUMBER, "007",             "007",            "\"007\""            },
	{"number as text",    HC_CELL_TEXT,   "-12",             "\"'-12\"",       "\"-12\""            },
	{"flag",              HC_CELL_FLAG,   "true",            "\"true\"",       "true"               },
	{"flag of XSD",       HC_CELL_FLAG,   "0",               "\"0\"",          "false"              },
	{"list",              HC_CELL_LIST,   "a b",             "\"a b\"",        "[\"a\",\"b\"]"      },
	{"empty list",        HC_CELL_LIST,   "",                "\"\"",           "[]"                 },
	{"no list",           HC_CELL_LIST,   NULL,              "",               "[]"                 },
	{"quotes",            HC_CELL_TEXT,   "a\"b\"",          "\"a\"\"b\"\"\"", "\"a\\\"b\\\"\""     },
	{"backslash",         HC_CELL_TEXT,   "\\n",             "\"\\n\"",        "\"\\\\n\""          },
	{"comma",             HC_CELL_TEXT,   "a,b",             "\"a,b\"",        "\"a,b\""            },
	{"equals",            HC_CELL_TEXT,   "=1",              "\"'=1\"",        "\"=1\""             },
	{"plus",              HC_CELL_TEXT,   "+01:00",          "\"'+01:00\"",    "\"+01:00\""         },
	{"at",		HC_CELL_TEXT,   "@x",              "\"'@x\"",        "\"@x\""             },
	{"bar",               HC_CELL_TEXT,   "|x",              "\"'|x\"",        "\"|x\""             },
	{"behind a blank",    HC_CELL_TEXT,   " =1",             "\"' =1\"",       "\" =1\""            },
	{"behind blanks",     HC_CELL_TEXT,   " \u3000\u00a0-1",
         "\"' \u3000\u00a0-1\"",						   "\" \u3000\u00a0-1\""},
	{"full-width equals", HC_CELL_TEXT,   "\uff1d1",         "\"'\uff1d1\"",
         "\"\uff1d1\""										  },
	{"full-width at",     HC_CELL_TEXT,   "\uff20",          "\"'\uff20\"",    "\"\uff20\""         },
	{"minus sign",        HC_CELL_TEXT,   "\u22121",         "\"'\u22121\"",   "\"\u22121\""        },
	{"apostrophe",        HC_CELL_TEXT,   "'=1",             "\"''=1\"",       "\"'=1\""            },
	{"id of digits",      HC_CELL_TEXT,   "0123",            "\"'0123\"",      "\"0123\""           },
	{"id like a power",   HC_CELL_TEXT,   "287883e5",        "\"'287883e5\"",  "\"287883e5\""       },
	{"like a fraction",   HC_CELL_TEXT,   " 1,5E-3 ",        "\"' 1,5E-3 \"",  "\" 1,5E-3 \""       },
	{"a bare point",      HC_CELL_TEXT,   ".5",              "\"'.5\"",        "\".5\""             },
	{"address",           HC_CELL_TEXT,   "192.0.2.1",       "\"192.0.2.1\"",  "\"192.0.2.1\""      },
	{"hex digits",        HC_CELL_TEXT,   "12e4f",           "\"12e4f\"",      "\"12e4f\""          },
	{"equals within",     HC_CELL_TEXT,   "a=1",             "\"a=1\"",        "\"a=1\""            },
};

START_TEST(cell_in_each_form)
{
	g_autoptr(GString) csv = g_string_new(NULL);
	g_autoptr(GString) json = g_string_new(NULL);

	hc_csv_cell(csv, cells[_i].kind, cells[_i].cell);
	hc_json_cell(json, cells[_i].kind, cells[_i].cell);
	ck_assert_msg(strcmp(csv->str, cells[_i].csv) == 0, "%s: csv %s",
	              cells[_i].name, csv->str);
	ck_assert_msg(strcmp(json->str, cells[_i].json) == 0, "%s: json %s",
	              cells[_i].name, json->str);
}
END_TEST

START_TEST(tables_are_found_by_name)
{
	HcTableId id;

	for (size_t i = 0; i < HC_TABLE_COUNT; i++) {
		ck_assert(hc_table_find(hc_table_name(i), &id));
		ck_assert_uint_eq(id, i);
	}
	ck_assert_ptr_null(hc_table_name(HC_TABLE_COUNT));
	ck_assert(!hc_table_find("hop", &id));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("table");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(cases, cell_in_each_form, 0, G_N_ELEMENTS(cells));
	tcase_add_test(cases, tables_are_found_by_name);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
