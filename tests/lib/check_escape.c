/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_escape.c - what reaches an output cannot leave its place, and can be
 * read back. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "exact.h"
#include "hopcheck.h"
#include "xml.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* -------------------------------------------------------------------- rows */

static const struct {
	const char *name;
	const char *bytes;
	size_t length;
	const char *text, *ascii, *xml, *json;
} rows[] = {
	{"nothing",			      BYTES(""),                 "",                     "",             "",                     ""                     },
	{"plain",				BYTES("mx.example 1"),     "mx.example 1",         "mx.example 1",
         "mx.example 1",														    "mx.example 1"         },
	{"backslash",			    BYTES("a\\b"),             "a\\\\b",               "a\\\\b",       "a\\\\b",
         "a\\\\\\\\b"																	      },
	{"line ends and tab",                    BYTES("\r\n\t"),           "\\r\\n\\t",            "\\r\\n\\t",
         "\\r\\n\\t",														       "\\\\r\\\\n\\\\t"      },
	{"NUL, ESC, DEL",                        BYTES("\0\033\177"),       "\\x00\\x1b\\x7f",
         "\\x00\\x1b\\x7f",											 "\\x00\\x1b\\x7f",      "\\\\x00\\\\x1b\\\\x7f"},
	{"C1",				   BYTES("\302\233"),         "\\u{009b}",            "\\u{009b}",    "\\u{009b}",
         "\\\\u{009b}"																	     },
	{"markup",			       BYTES("<&>'\""),           "<&>'\"",               "<&>'\"",
         "&lt;&amp;&gt;&apos;&quot;",												       "<&>'\\\""             },
	{"end of CDATA",			 BYTES("]]>"),              "]]>",                  "]]>",          "]]&gt;",               "]]>"                  },
	{"letter",			       BYTES("\303\251"),         "\303\251",             "\\u{00e9}",    "\303\251",
         "\303\251"																		},
	{"beyond the first plane",               BYTES("\360\237\223\247"),
         "\360\237\223\247",									"\\u{1f4e7}",   "\360\237\223\247",
         "\360\237\223\247"																	},
	{"right-to-left override",               BYTES("\342\200\256"),     "\\u{202e}",
         "\\u{202e}",											       "\\u{202e}",            "\\\\u{202e}"          },
	{"isolate",			      BYTES("\342\201\246"),     "\\u{2066}",            "\\u{2066}",
         "\\u{2066}",														       "\\\\u{2066}"          },
	{"line separator",                       BYTES("\342\200\250"),     "\\u{2028}",            "\\u{2028}",
         "\\u{2028}",														       "\\\\u{2028}"          },
	{"byte order mark",                      BYTES("\357\273\277"),     "\\u{feff}",            "\\u{feff}",
         "\\u{feff}",														       "\\\\u{feff}"          },
	{"tag letter",			   BYTES("\363\240\201\201"), "\\u{e0041}",           "\\u{e0041}",
         "\\u{e0041}",														      "\\\\u{e0041}"         },
	{"non-character",                        BYTES("\357\277\276"),     "\\u{fffe}",            "\\u{fffe}",
         "\\u{fffe}",														       "\\\\u{fffe}"          },
	{"last of a plane",                      BYTES("\364\217\277\277"), "\\u{10ffff}",
         "\\u{10ffff}",											     "\\u{10ffff}",          "\\\\u{10ffff}"        },
	{"surrogate",			    BYTES("\355\240\200"),     "\\xed\\xa0\\x80",
         "\\xed\\xa0\\x80",											 "\\xed\\xa0\\x80",      "\\\\xed\\\\xa0\\\\x80"},
	{"overlong",			     BYTES("\300\257"),         "\\xc0\\xaf",           "\\xc0\\xaf",
         "\\xc0\\xaf",														      "\\\\xc0\\\\xaf"       },
	{"overlong of three",                    BYTES("\340\200\257"),     "\\xe0\\x80\\xaf",
         "\\xe0\\x80\\xaf",											 "\\xe0\\x80\\xaf",      "\\\\xe0\\\\x80\\\\xaf"},
	{"beyond Unicode",                       BYTES("\364\220\200\200"), "\\xf4\\x90\\x80\\x80",
         "\\xf4\\x90\\x80\\x80",										    "\\xf4\\x90\\x80\\x80",
         "\\\\xf4\\\\x90\\\\x80\\\\x80"															    },
	{"cut short",			    BYTES("a\303"),            "a\\xc3",               "a\\xc3",       "a\\xc3",               "a\\\\xc3"             },
	{"cut by a letter",                      BYTES("\342\202a"),        "\\xe2\\x82a",          "\\xe2\\x82a",
         "\\xe2\\x82a",														     "\\\\xe2\\\\x82a"      },
	{"combining grapheme joiner",            BYTES("\315\217"),         "\\u{034f}",
         "\\u{034f}",											       "\\u{034f}",            "\\\\u{034f}"          },
	{"Hangul choseong filler",               BYTES("\341\205\237"),     "\\u{115f}",
         "\\u{115f}",											       "\\u{115f}",            "\\\\u{115f}"          },
	{"Hangul jungseong filler",              BYTES("\341\205\240"),     "\\u{1160}",
         "\\u{1160}",											       "\\u{1160}",            "\\\\u{1160}"          },
	{"Khmer inherent vowel",                 BYTES("\341\236\264"),     "\\u{17b4}",
         "\\u{17b4}",											       "\\u{17b4}",            "\\\\u{17b4}"          },
	{"Khmer inherent vowel, second",         BYTES("\341\236\265"),     "\\u{17b5}",
         "\\u{17b5}",											       "\\u{17b5}",            "\\\\u{17b5}"          },
	{"Mongolian variation selector",         BYTES("\341\240\213"),     "\\u{180b}",
         "\\u{180b}",											       "\\u{180b}",            "\\\\u{180b}"          },
	{"Mongolian variation selector, fourth", BYTES("\341\240\217"),
         "\\u{180f}",									       "\\u{180f}",    "\\u{180f}",            "\\\\u{180f}"          },
	{"Hangul filler",                        BYTES("\343\205\244"),     "\\u{3164}",            "\\u{3164}",
         "\\u{3164}",														       "\\\\u{3164}"          },
	{"variation selector",                   BYTES("\357\270\200"),     "\\u{fe00}",            "\\u{fe00}",
         "\\u{fe00}",														       "\\\\u{fe00}"          },
	{"variation selector, sixteenth",        BYTES("\357\270\217"),     "\\u{fe0f}",
         "\\u{fe0f}",											       "\\u{fe0f}",            "\\\\u{fe0f}"          },
	{"half-width Hangul filler",             BYTES("\357\276\240"),     "\\u{ffa0}",
         "\\u{ffa0}",											       "\\u{ffa0}",            "\\\\u{ffa0}"          },
	{"before the grapheme joiner",           BYTES("\315\216"),         "\315\216",
         "\\u{034e}",											       "\315\216",             "\315\216"             },
	{"Hangul vowel",			 BYTES("\341\205\241"),     "\341\205\241",         "\\u{1161}",
         "\341\205\241",														    "\341\205\241"         },
	{"behind the variation selectors",       BYTES("\357\270\220"),
         "\357\270\220",									    "\\u{fe10}",    "\357\270\220",         "\357\270\220"         },
	{"what looks escaped",                   BYTES("\\x1b"),            "\\\\x1b",              "\\\\x1b",      "\\\\x1b",
         "\\\\\\\\x1b"																	     },
};

static void
expect(const char *sink, size_t row, const GString *got, const char *wanted)
{
	ck_assert_msg(strcmp(got->str, wanted) == 0,
	              "%s, %s: \"%s\" not \"%s\"", rows[row].name, sink,
	              got->str, wanted);
}

/** Whether the text form has an escape that hides what the byte was. */
static bool
hides(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\\') {
			text++;
			if (*text == 'x' || *text == 'u')
				return true;
		}
	return false;
}

START_TEST(each_sink)
{
	char *bytes = exact_copy(rows[_i].bytes, rows[_i].length);
	size_t length = rows[_i].length;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) ascii = g_string_new(NULL);
	g_autoptr(GString) xml = g_string_new(NULL);
	g_autoptr(GString) json = g_string_new(NULL);
	bool replaced = hides(rows[_i].text);

	hc_escape_text(text, bytes, length, false);
	hc_escape_text(ascii, bytes, length, true);
	ck_assert_msg(hc_escape_xml(xml, bytes, length) == replaced,
	              "%s: raw-hex", rows[_i].name);
	ck_assert_msg(hc_escape_json(json, bytes, length) == replaced,
	              "%s: raw-hex in JSON", rows[_i].name);
	expect("text", (size_t)_i, text, rows[_i].text);
	expect("ASCII", (size_t)_i, ascii, rows[_i].ascii);
	expect("XML", (size_t)_i, xml, rows[_i].xml);
	expect("JSON", (size_t)_i, json, rows[_i].json);
	free(bytes);
}
END_TEST

/* ------------------------------------------------------------------ random */

/** Bytes that hit the interesting places more often than chance would. */
static size_t
random_bytes(GRand *dice, char *bytes, size_t room)
{
	static const char *const pieces[] = {
		"\\",           "\\x",
		"\\u{",         "\303\251",
		"\342\200",     "\342\200\256",
		"\357\277\277", "]]>",
		"&#1;",         "\360\237\223\247",
		"<a>",          "\355\240\200",
	};
	size_t length = 0, want = (size_t)g_rand_int_range(dice, 0, 120);

	while (length < want && length + 8 < room) {
		if (g_rand_boolean(dice)) {
			bytes[length++] = (char)g_rand_int_range(dice, 0, 256);
		} else {
			const char *piece = pieces[g_rand_int_range(
				dice, 0, G_N_ELEMENTS(pieces))];

			memcpy(bytes + length, piece, strlen(piece));
			length += strlen(piece);
		}
	}
	return length;
}

static void
expect_back(const GString *text, const char *bytes, size_t length, int round)
{
	g_autoptr(GByteArray) back = g_byte_array_new();

	ck_assert_msg(hc_unescape_text(back, text->str, text->len),
	              "round %d: \"%s\" is refused", round, text->str);
	ck_assert_msg(
		back->len == length &&
			(length == 0 || memcmp(back->data, bytes, length) == 0),
		"round %d: \"%s\" gives other bytes", round, text->str);
}

static bool
is_printable(const char *text)
{
	while (*text >= 0x20 && *text <= 0x7e)
		text++;
	return *text == '\0';
}

START_TEST(ten_thousand_come_back)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(20261122);
	char bytes[160];

	for (int round = 0; round < 10000; round++) {
		size_t length = random_bytes(dice, bytes, sizeof bytes);
		char *exact = exact_copy(bytes, length);
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) ascii = g_string_new(NULL);

		hc_escape_text(text, exact, length, false);
		hc_escape_text(ascii, exact, length, true);
		ck_assert(g_utf8_validate_len(text->str, text->len, NULL));
		ck_assert_msg(is_printable(ascii->str), "round %d: \"%s\"",
		              round, ascii->str);
		expect_back(text, exact, length, round);
		expect_back(ascii, exact, length, round);
		free(exact);
	}
}
END_TEST

START_TEST(xml_parsed_gives_the_text_form)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(5);
	char bytes[160];

	for (int round = 0; round < 3000; round++) {
		size_t length = random_bytes(dice, bytes, sizeof bytes);
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) xml = g_string_new("<t a='");
		g_autoptr(GError) error = NULL;
		xmlDoc *document;
		xmlChar *content, *attribute;

		hc_escape_text(text, bytes, length, false);
		hc_escape_xml(xml, bytes, length);
		g_string_append(xml, "'>");
		hc_escape_xml(xml, bytes, length);
		g_string_append(xml, "</t>");
		document = hc_xml_parse(xml->str, xml->len, "row",
		                        HC_ERROR_READ, &error);
		ck_assert_msg(document != NULL, "round %d: %s", round,
		              error != NULL ? error->message : "");
		content = xmlNodeGetContent(xmlDocGetRootElement(document));
		attribute = xmlGetProp(xmlDocGetRootElement(document),
		                       (const xmlChar *)"a");
		ck_assert_str_eq((char *)content, text->str);
		ck_assert_str_eq((char *)attribute, text->str);
		xmlFree(content);
		xmlFree(attribute);
		xmlFreeDoc(document);
	}
}
END_TEST

START_TEST(json_is_the_text_form_quoted)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(7);
	char bytes[160];

	for (int round = 0; round < 3000; round++) {
		size_t length = random_bytes(dice, bytes, sizeof bytes);
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) json = g_string_new(NULL);

		hc_escape_text(text, bytes, length, false);
		hc_escape_json(json, bytes, length);
		g_string_replace(text, "\\", "\\\\", 0);
		g_string_replace(text, "\"", "\\\"", 0);
		ck_assert_str_eq(json->str, text->str);
	}
}
END_TEST

/* ----------------------------------------------------------------- refused */

static const struct {
	const char *name, *text;
} refused[] = {
	{"lone backslash",         "a\\"         },
	{"unknown letter",         "\\a"         },
	{"one digit",              "\\x1"        },
	{"capital digit",          "\\x1B"       },
	{"printable as hex",       "\\x41"       },
	{"no brace",               "\\u0041"     },
	{"three digits",           "\\u{09b}"    },
	{"open brace",             "\\u{009b"    },
	{"seven digits",           "\\u{0010fff}"},
	{"beyond Unicode",         "\\u{110000}" },
	{"surrogate",              "\\u{d800}"   },
	{"ASCII as character",     "\\u{0041}"   },
	{"raw control",            "\033[2J"     },
	{"raw line end",           "a\nb"        },
	{"raw byte",               "\377"        },
	{"raw right-to-left mark", "\342\200\217"},
};

START_TEST(no_text_form)
{
	g_autoptr(GByteArray) back = g_byte_array_new();
	char *exact = exact_copy(refused[_i].text, strlen(refused[_i].text));

	ck_assert_msg(!hc_unescape_text(back, exact, strlen(refused[_i].text)),
	              "%s is taken", refused[_i].name);
	free(exact);
}
END_TEST

static const struct {
	const char *text, *shown;
} veiled[] = {
	{"",		       ""				  },
	{"plain <b> \\x41\t\n",    "plain <b> \\x41\t\n"               },
	{"\u00fc\u30c6\U0001f600", "\u00fc\u30c6\U0001f600"            },
	{"a\u202eb",               "a\\u{202e}b"                       },
	{"\u202e",                 "\\u{202e}"                         },
	{"\u00fc\u200b\u00ad"
         "\xc2\x85"
         ".",             "\u00fc\\u{200b}\\u{00ad}\\u{0085}."},
	{"a\x7f",		  "a\\x7f"			    },
	{"\xff\xfe",               "\\xff\\xfe"                        },
	{"\U000e0041\xe2\x80",     "\\u{e0041}\\xe2\\x80"              },
};

START_TEST(what_hides_is_shown)
{
	for (size_t i = 0; i < G_N_ELEMENTS(veiled); i++) {
		size_t length = strlen(veiled[i].text);
		g_autoptr(GString) out = g_string_new(NULL);
		char *exact = exact_copy(veiled[i].text, length);

		hc_escape_hidden(out, exact, length);
		ck_assert_str_eq(out->str, veiled[i].shown);
		free(exact);
	}
}
END_TEST

START_TEST(hex_is_lower_case)
{
	g_autoptr(GString) out = g_string_new("=");

	hc_escape_hex(out, BYTES("\0\xab\xff"));
	ck_assert_str_eq(out->str, "=00abff");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("escape");
	TCase *tcase = tcase_create("escape");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, each_sink, 0, G_N_ELEMENTS(rows));
	tcase_add_test(tcase, ten_thousand_come_back);
	tcase_add_test(tcase, xml_parsed_gives_the_text_form);
	tcase_add_test(tcase, json_is_the_text_form_quoted);
	tcase_add_loop_test(tcase, no_text_form, 0, G_N_ELEMENTS(refused));
	tcase_add_test(tcase, what_hides_is_shown);
	tcase_add_test(tcase, hex_is_lower_case);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
