/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_wellformed.c - what is looked at many bytes at a time is refused where
 * it is wrong, wherever that falls; and what is taken, libxml2 takes. */
#include "config.h"

#include <check.h>
#include <libxml/parser.h>

#include "exact.h"
#include "xml-check.h"

/* A fragment of a report and what it can be mutated with. */
static const char fragment[] =
	" offset=\"34\" length=\"2819\" "
	"sha256=\"cf5938a20fec443af1eaa79c2803\" "
	"received-fields=\"2\">\n"
	"   <quotes>\n"
	"    <quote field=\"from\">&lt;a@example.com&gt;</quote>\n"
	"    <quote field=\"subject\">r\303\251sum\303\251 &amp; "
	"\"more\"</quote>\n"
	"   </quotes>\n"
	"   <path legs=\"before-first-stamp\"><own-set>x</own-set></path>\n"
	"   <hops>\n"
	"    <hop number=\"1\" field=\"2\" offset=\"206\" length=\"120\" "
	"evidence=\"claimed\" link=\"last\" delay=\"-1\" dialect=\"postfix\" "
	"helo=\"a.example\" by=\"b.example\" with=\"ESMTP\"><peer "
	"address=\"192.0.2.1\"/><stamp utc=\"2020-01-02T03:04:05Z\"/>"
	"<tls state=\"unrecorded\"/></hop>\n"
	"    <hop-with-a-very-long-name-of-its-own a=\"&quot;\"></"
	"hop-with-a-very-long-name-of-its-own>\n"
	"   </hops>\n"
	"   <findings/>\n"
	"  ";

static const char *const bits[] = {
	"<",
	"</",
	"/>",
	">",
	"\"",
	"=",
	" ",
	"\n",
	"&",
	"&lt;",
	"&apos;",
	"&x;",
	"]]>",
	"<a>",
	"</a>",
	"<a b=\"\"/>",
	" a=\"1\"",
	"\001",
	"\177",
	"\303\251",
	"\357\277\276",
	"-",
	"_",
	"/",
	" offset=\"1\"",
	"'",
	"<!-- -->",
	";",
};

/** Look at a fragment on memory that ends where it does.
 *  @return as hc_xml_check_inner() */
static size_t
look(const char *text, size_t length, bool *high_out, const char **what_out)
{
	char *copy = exact_copy(text, length);
	size_t head, wrong;
	HcXmlCheck check;

	hc_xml_check_init(&check);
	wrong = hc_xml_check_inner(&check, copy, length, &head, what_out);
	*high_out = check.high;
	hc_xml_check_clear(&check);
	free(copy);
	return wrong;
}

/** Look at a fragment as a piece of a document, which may be a short one.
 *  @return as hc_xml_check_add(), less what is put in front */
static size_t
look_at_piece(const char *text, size_t length, const char **what_out)
{
	static const char head[] =
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report>\n";
	g_autofree char *piece = g_strdup_printf("<m%.*s", (int)length, text);
	char *copy = exact_copy(piece, length + 2);
	HcXmlCheck check;
	size_t wrong;

	hc_xml_check_init(&check);
	ck_assert(hc_xml_check_add(&check, head, strlen(head), what_out) ==
	          SIZE_MAX);
	wrong = hc_xml_check_add(&check, copy, length + 2, what_out);
	hc_xml_check_clear(&check);
	free(copy);
	return wrong == SIZE_MAX ? SIZE_MAX : wrong - 2;
}

/** Whether libxml2 takes a fragment as what is inside of an element. */
static bool
is_taken_by_libxml2(const char *text, size_t length)
{
	g_autoptr(GString) whole = g_string_new("<m");
	xmlDoc *document;

	g_string_append_len(whole, text, (gssize)length);
	g_string_append(whole, "</m>");
	document = xmlReadMemory(whole->str, (int)whole->len, NULL, "UTF-8",
	                         XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
	                                 XML_PARSE_NONET);
	xmlFreeDoc(document);
	return document != NULL;
}

/** Change a text at a few places. */
static GString *
mutated(GRand *random)
{
	GString *text = g_string_new(fragment);

	for (int i = g_rand_int_range(random, 0, 4); i > 0; i--) {
		gint32 at = g_rand_int_range(random, 0, (gint32)text->len);
		gint32 left = (gint32)text->len - at;

		if (g_rand_boolean(random))
			g_string_insert(
				text, at,
				bits[g_rand_int_range(random, 0,
			                              G_N_ELEMENTS(bits))]);
		else
			g_string_erase(
				text, at,
				g_rand_int_range(random, 0, MIN(left, 8) + 1));
	}
	return text;
}

START_TEST(libxml2_takes_what_is_taken)
{
	g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i);
	unsigned taken = 0;

	for (unsigned i = 0; i < 200; i++) {
		g_autoptr(GString) text = mutated(random);
		const char *what;
		bool high;

		if (look(text->str, text->len, &high, &what) != SIZE_MAX)
			continue;
		if (high && !g_utf8_validate_len(text->str, text->len, NULL))
			continue;
		taken++;
		ck_assert_msg(is_taken_by_libxml2(text->str, text->len),
		              "seed %d, text %u: %s", _i, i, text->str);
	}
	ck_assert_uint_gt(taken, 20);
}
END_TEST

/* What is wrong, as it is put behind so much that is right. */
static const struct {
	const char *name;
	const char *before; /* of which a byte is repeated */
	size_t repeated;    /* which */
	const char *wrong;  /* begins where it is refused */
	const char *what;
} refused[] = {
	{"a control in text",         ">aaaa",       1, "\001<b/>",     "may not stand"  },
	{"a control in a value",      " a=\"x",      4, "\001\">",      "may not stand"  },
	{"the last control",          ">a",          1, "\037",         "may not stand"  },
	{"DEL",		       ">a",          1, "\177",         "may not stand"  },
	{"a slash in a name",         " a",          1, "/=\"1\">",     "equals sign"    },
	{"a line in a value",         " a=\"x",      4, "\n\">",        "may not stand"  },
	{"a mark in text",            ">a",          1, "&nbsp;",       "unknown entity" },
	{"a mark in a value",         " a=\"x",      4, "&x;\">",       "unknown entity" },
	{"a tag in a value",          " a=\"x",      4, "<\">",         "may not stand"  },
	{"no equals sign",            " a",          1, "\"1\">",       "equals sign"    },
	{"no quotation mark",         " a=\"\" aa=", 7, "1\">",         "quotation mark" },
	{"no blank",                  " a=\"x\"",    4, "b=\"\">",      "without an end" },
	{"no name of an attribute",   " a=\"x\" ",   4, "=\"\">",       "no attribute"   },
	{"a digit first",             " a=\"x\" ",   4, "1=\"\">",      "no attribute"   },
	{"a dot first in an element", ">a<",         1, ".b/>",         "no name"        },
	{"U+FFFE",		    ">a",          1, "\357\277\276", "may not stand"  },
	{"an element unended",        "><b>a",       4, "",             "an end that may"},
};

START_TEST(refused_where_it_is_wrong)
{
	const char *before = refused[_i].before;

	for (unsigned more = 0; more < 200; more++) {
		g_autoptr(GString) text = g_string_new(before);
		const char *what = NULL;
		size_t at, wrong;
		bool high;

		for (unsigned i = 0; i < more; i++)
			g_string_insert_c(text, (gssize)refused[_i].repeated,
			                  before[refused[_i].repeated]);
		at = text->len;
		g_string_append(text, refused[_i].wrong);
		for (unsigned behind = 0; behind < 3; behind++) {
			wrong = look(text->str, text->len, &high, &what);
			ck_assert_msg(wrong == at &&
			                      strstr(what, refused[_i].what),
			              "%s: %zu for %zu, %s", refused[_i].name,
			              wrong, at, what);
			if (refused[_i].wrong[0] == '\0')
				break;
			wrong = look_at_piece(text->str, text->len, &what);
			ck_assert_msg(wrong == at &&
			                      strstr(what, refused[_i].what),
			              "%s in a piece: %zu for %zu, %s",
			              refused[_i].name, wrong, at, what);
			g_string_append(text, "<b>0123456789 0123456789 "
			                      "0123456789</b>\n   ");
		}
	}
}
END_TEST

/** A name of all that names are made of. */
static char *
name_of(size_t length)
{
	static const char letters[] = "aZ09.-_zA";
	char *name = g_strnfill(length, 'n');

	for (size_t i = 1; i < length; i++)
		name[i] = letters[i % (sizeof letters - 1)];
	return name;
}

/* Names of any length: all have to be told apart, and to pair. */
START_TEST(names_of_any_length)
{
	for (size_t length = 1; length < 40; length++) {
		g_autofree char *name = name_of(length);
		g_autofree char *good = g_strdup_printf(
			" %s=\"\" %s1=\"\" m%s=\"\"><%s><%s1 %s=\"\"/>%50s"
			"</%s>%50s",
			name, name, name, name, name, name, "", name, "");
		g_autofree char *twice = g_strdup_printf(
			" %s=\"\" x=\"\" %s=\"\">%80s", name, name, "");
		g_autofree char *other =
			g_strdup_printf("><%s>%50s</%.*sm>%80s", name, "",
		                        (int)length - 1, name, "");
		const char *what = NULL;
		bool high;

		ck_assert_msg(look(good, strlen(good), &high, &what) ==
		                      SIZE_MAX,
		              "%zu: %s", length, what);
		ck_assert(!high);
		ck_assert_uint_eq(look(twice, strlen(twice), &high, &what),
		                  1 + length + 3 + 5 + 1 + length);
		ck_assert_str_eq(what, "an attribute that stands twice");
		ck_assert_uint_lt(look(other, strlen(other), &high, &what),
		                  length + 60 + length);
		ck_assert_str_eq(what, "an end of another element");
	}
}
END_TEST

/** Look at a document in pieces of so many lines.
 *  @return whether it is whole */
static bool
is_whole(const char *text, unsigned lines)
{
	HcXmlCheck check;
	const char *what;
	bool whole;

	hc_xml_check_init(&check);
	while (*text != '\0') {
		const char *end = text;
		char *piece;
		size_t wrong;

		for (unsigned i = 0; i < lines && *end != '\0'; i++)
			end = strchr(end, '\n') + 1;
		/* names of what stays open may not be read from the piece */
		piece = exact_copy(text, (size_t)(end - text));
		wrong = hc_xml_check_add(&check, piece, (size_t)(end - text),
		                         &what);
		memset(piece, 'x', (size_t)(end - text));
		free(piece);
		ck_assert_msg(wrong == SIZE_MAX, "%u lines: %s", lines, what);
		text = end;
	}
	whole = hc_xml_check_is_whole(&check);
	hc_xml_check_clear(&check);
	return whole;
}

START_TEST(pieces_do_not_matter)
{
	g_autoptr(GString) whole = g_string_new(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report>\n");

	for (unsigned i = 0; i < 3; i++)
		g_string_append_printf(whole, "<message%s</message>\n",
		                       fragment);
	for (unsigned lines = 1; lines < 40; lines++)
		ck_assert(!is_whole(whole->str, lines));
	g_string_append(whole, "</report>\n");
	for (unsigned lines = 1; lines < 40; lines++)
		ck_assert(is_whole(whole->str, lines));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wellformed");
	TCase *tests = tcase_create("xml");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tests, libxml2_takes_what_is_taken, 0, 40);
	tcase_add_loop_test(tests, refused_where_it_is_wrong, 0,
	                    G_N_ELEMENTS(refused));
	tcase_add_test(tests, names_of_any_length);
	tcase_add_test(tests, pieces_do_not_matter);
	suite_add_tcase(suite, tests);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	xmlCleanupParser();
	return failed == 0 ? 0 : 1;
}
