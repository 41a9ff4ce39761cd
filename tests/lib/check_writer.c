/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_writer.c - numbers, texts and the last look, wherever a byte stands:
 * many bytes are looked at together, so each place is tried. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "exact.h"
#include "wellformed.h"
#include "writer.h"

/* Bytes of a run; more than two blocks that are looked at together. */
#define RUN 41

/* ---------------------------------------------------------------- numbers */

static const struct {
	int64_t value;
	const char *text;
} numbers[] = {
	{0,         "0"		   },
	{9,         "9"		   },
	{10,        "10"		  },
	{-1,        "-1"		  },
	{-10,       "-10"                 },
	{INT64_MAX, "9223372036854775807" },
	{INT64_MIN, "-9223372036854775808"},
};

static char *
written(const HcWriterForm *form, int64_t value, bool is_signed)
{
	GString *out = g_string_new(NULL);
	HcWriter writer;

	hc_writer_init(&writer, form, out, NULL);
	hc_writer_object(&writer, "o");
	if (is_signed)
		hc_writer_signed(&writer, "n", value);
	else
		hc_writer_number(&writer, "n", (uint64_t)value);
	hc_writer_end(&writer);
	return g_string_free(out, FALSE);
}

START_TEST(number_as_text)
{
	g_autofree char *json =
		written(&hc_writer_json, numbers[_i].value, true);
	g_autofree char *json_wanted =
		g_strdup_printf("{\"n\":%s}\n", numbers[_i].text);
	g_autofree char *xml = written(&hc_writer_xml, numbers[_i].value, true);
	g_autofree char *xml_wanted =
		g_strdup_printf(" n=\"%s\"/>\n", numbers[_i].text);

	ck_assert_str_eq(json, json_wanted);
	ck_assert_msg(g_str_has_suffix(xml, xml_wanted), "%s", xml);
}
END_TEST

START_TEST(largest_number)
{
	g_autofree char *json = written(&hc_writer_json, -1, false);

	ck_assert_str_eq(json, "{\"n\":18446744073709551615}\n");
}
END_TEST

/* ----------------------------------------------------------------- escape */

typedef void Escaper(GString *out, const char *bytes, size_t length);

static void
as_text(GString *out, const char *bytes, size_t length)
{
	hc_escape_text(out, bytes, length, false);
}

static void
as_ascii(GString *out, const char *bytes, size_t length)
{
	hc_escape_text(out, bytes, length, true);
}

static void
as_xml(GString *out, const char *bytes, size_t length)
{
	hc_escape_xml(out, bytes, length);
}

static void
as_json(GString *out, const char *bytes, size_t length)
{
	hc_escape_json(out, bytes, length);
}

static const struct {
	const char *name;
	Escaper *escape;
} sinks[] = {
	{"text",  as_text },
	{"ASCII", as_ascii},
	{"XML",   as_xml  },
	{"JSON",  as_json },
};

/* Loop: each byte. */
START_TEST(byte_at_any_place)
{
	char *run = malloc(RUN);

	for (size_t place = 0; place < RUN; place++) {
		memset(run, 'a', RUN);
		run[place] = (char)_i;
		for (size_t i = 0; i < G_N_ELEMENTS(sinks); i++) {
			g_autoptr(GString) whole = g_string_new(NULL);
			g_autoptr(GString) single = g_string_new(NULL);

			sinks[i].escape(whole, run, RUN);
			for (size_t at = 0; at < RUN; at++)
				sinks[i].escape(single, run + at, 1);
			ck_assert_msg(strcmp(whole->str, single->str) == 0,
			              "%s: byte %d at %zu: %s", sinks[i].name,
			              _i, place, whole->str);
		}
	}
	free(run);
}
END_TEST

static const struct {
	const char *name;
	const HcWriterForm *form;
	const char *wanted;
} hidden[] = {
	{"XML",  &hc_writer_xml,
         "<o xmlns=\"urn:hopcheck:report:1\" n=\"1\""
         " raw-hex=\"61ff3c\">a\\xff&lt;</o>\n"                     },
	{"JSON", &hc_writer_json,
         "{\"n\":1,\"raw-hex\":\"61ff3c\",\"text\":\"a\\\\xff<\"}\n"},
};

/* What the text cannot show stands before it. */
START_TEST(bytes_beside_a_text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	char *bytes = exact_copy("a\377<", 3);
	HcWriter writer;

	hc_writer_init(&writer, hidden[_i].form, out, NULL);
	hc_writer_object(&writer, "o");
	hc_writer_number(&writer, "n", 1);
	hc_writer_text(&writer, bytes, 3);
	hc_writer_end(&writer);
	ck_assert_msg(g_str_has_suffix(out->str, hidden[_i].wanted), "%s: %s",
	              hidden[_i].name, out->str);
	free(bytes);
}
END_TEST

/* ------------------------------------------------------------- well-formed */

/** Whether a check takes a run with one odd byte in it, in quotation marks. */
static bool
is_taken(bool (*check)(const char *, size_t, GError **), size_t place, int byte)
{
	char *run = malloc(RUN + 2);
	bool taken;

	memset(run, 'a', RUN + 2);
	run[0] = run[RUN + 1] = '"';
	run[1 + place] = (char)byte;
	taken = check(run, RUN + 2, NULL);
	free(run);
	return taken;
}

/* Each count of digits, at both its ends. */
START_TEST(digits_of_any_count)
{
	uint64_t power = 1;

	for (unsigned count = 1; count <= 20; count++, power *= 10) {
		uint64_t ends[2] = {count == 1 ? 0 : power,
		                    count == 20 ? UINT64_MAX : power * 10 - 1};

		for (unsigned i = 0; i < 2; i++) {
			g_autofree char *xml = written(&hc_writer_xml,
			                               (int64_t)ends[i], false);
			g_autofree char *json = written(
				&hc_writer_json, (int64_t)ends[i], false);
			g_autofree char *wanted = g_strdup_printf(
				"{\"n\":%" G_GUINT64_FORMAT "}\n", ends[i]);
			g_autofree char *wanted_xml = g_strdup_printf(
				" n=\"%" G_GUINT64_FORMAT "\"/>\n", ends[i]);

			ck_assert_str_eq(json, wanted);
			ck_assert_msg(g_str_has_suffix(xml, wanted_xml), "%s",
			              xml);
		}
	}
}
END_TEST

/* Loop: each byte. */
START_TEST(odd_byte_is_refused)
{
	bool shown = _i >= 0x20 && _i < 0x80;

	for (size_t place = 0; place < RUN; place++) {
		bool text = is_taken(hc_check_text, place, _i);
		bool json = is_taken(hc_check_json, place, _i);

		ck_assert_msg(text == ((shown && _i != 0x7f) || _i == '\n'),
		              "text: byte %d at %zu", _i, place);
		ck_assert_msg(json == (shown && _i != '"' && _i != '\\'),
		              "JSON: byte %d at %zu", _i, place);
	}
}
END_TEST

/* What opens a sequence and has no end, up to the very end. */
START_TEST(cut_character_is_refused)
{
	static const char *const cut[] = {"\303", "\342\200", "\360\237\230"};

	for (size_t i = 0; i < G_N_ELEMENTS(cut); i++) {
		for (size_t before = 0; before < RUN; before++) {
			g_autofree char *run = g_strnfill(before, 'a');
			g_autofree char *text = g_strconcat(run, cut[i], NULL);
			size_t length = strlen(text);
			char *exact = exact_copy(text, length);

			ck_assert_msg(!hc_check_text(exact, length, NULL),
			              "row %zu after %zu", i, before);
			free(exact);
		}
	}
}
END_TEST

/* ------------------------------------------------------------------- room */

/** A tree with names and values of a length, behind so many bytes. */
static char *
tree(const char *name, const char *value, size_t room, size_t before)
{
	GString *out = g_string_sized_new(room);
	HcWriter writer;

	hc_writer_init(&writer, &hc_writer_xml, out, NULL);
	hc_writer_set_lines(&writer, 3);
	g_string_truncate(out, 0);
	for (size_t i = 0; i < before; i++)
		g_string_append_c(out, '.');
	hc_writer_object(&writer, "root");
	hc_writer_object(&writer, name);
	hc_writer_word(&writer, name, value);
	hc_writer_object(&writer, name);
	hc_writer_token(&writer, name, value);
	hc_writer_object(&writer, name);
	hc_writer_number(&writer, name, UINT64_MAX);
	hc_writer_signed(&writer, name, INT64_MIN);
	hc_writer_end(&writer);
	hc_writer_end(&writer);
	hc_writer_end(&writer);
	hc_writer_end(&writer);
	return g_string_free(out, FALSE);
}

/* Loop: names of that length. */
START_TEST(tree_is_the_same_wherever_room_ends)
{
	g_autofree char *name = g_strnfill((size_t)_i, 'n');

	for (size_t length = 0; length < 40; length++) {
		g_autofree char *value = g_strnfill(length, 'v');
		g_autofree char *wanted = g_strdup_printf(
			"\n<root xmlns=\"urn:hopcheck:report:1\">\n <%s "
		        "%s=\"%s\">"
			"\n  <%s %s=\"%s\"><%s %s=\"18446744073709551615\" "
			"%s=\"-9223372036854775808\"/></%s>\n </%s>\n</root>\n",
			name, name, value, name, name, value, name, name, name,
			name, name);

		for (size_t before = 0; before < 300; before += 3) {
			g_autofree char *written =
				tree(name, value, before % 128, before);

			ck_assert_msg(strcmp(written + before, wanted) == 0,
			              "value of %zu behind %zu: %s", length,
			              before, written);
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("writer");
	TCase *tcase = tcase_create("writer");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, number_as_text, 0, G_N_ELEMENTS(numbers));
	tcase_add_test(tcase, largest_number);
	tcase_add_test(tcase, digits_of_any_count);
	tcase_add_loop_test(tcase, byte_at_any_place, 0, 256);
	tcase_add_loop_test(tcase, bytes_beside_a_text, 0,
	                    G_N_ELEMENTS(hidden));
	tcase_add_loop_test(tcase, odd_byte_is_refused, 0, 256);
	tcase_add_test(tcase, cut_character_is_refused);
	tcase_add_loop_test(tcase, tree_is_the_same_wherever_room_ends, 1, 40);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
