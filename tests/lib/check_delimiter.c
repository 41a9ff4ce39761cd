/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_delimiter.c - of many boundaries that are looked for at once each is
 * found where it stands, and nowhere else. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "delimiter.h"
#include "exact.h"
#include "scan.h"

/* Boundaries that are alike: one starts another, they differ in their last
 * octet, some are the same. */
static const char *const names[] = {
	"b", "bb", "bbb", "b1", "b2", "bb1", "b", "x", "--", "=_", "=_1", "",
};

/** A message that ended with three multiparts open, or the one that is read. */
typedef struct {
	const char *names[HC_TYPES_MAX];
} Letter;

#define LETTERS 9

/** Whether a line is a delimiter of a name, and which.
 *  @return 0: none; 1: it begins a part; 2: it closes */
static int
kind_of(const char *line, const char *name)
{
	const char *at = line + 2 + strlen(name);

	if (strncmp(line, "--", 2) != 0 ||
	    strncmp(line + 2, name, strlen(name)) != 0)
		return 0;
	if (at[strspn(at, " \t")] == '\0')
		return 1;
	return strncmp(at, "--", 2) == 0 ? 2 : 3;
}

/** Where a multipart goes on: numbers of letters, as they are told. */
static void
note(uint64_t at, uint64_t length, void *data)
{
	GString *told = data;

	ck_assert_uint_eq(length, 1);
	g_string_append_printf(told, " %u", (unsigned)at);
}

/** What is to be told of the last of some letters: those before it whose open
 *  boundary stands in it, each once, and none that has a name of its own. */
static char *
expected(const Letter *letters, char *const *lines)
{
	GString *told = g_string_new(NULL);

	for (unsigned i = 0; i + 1 < LETTERS; i++) {
		bool found = false;

		for (unsigned j = 0; j < HC_TYPES_MAX; j++) {
			const char *name = letters[i].names[j];
			bool shared = false, stands = false;

			for (unsigned k = 0; k < HC_TYPES_MAX; k++)
				shared |= strcmp(letters[LETTERS - 1].names[k],
				                 name) == 0;
			for (char *const *line = lines; *line != NULL; line++)
				stands |= kind_of(*line, name) == 1 ||
				          kind_of(*line, name) == 2;
			found |= stands && !shared;
		}
		if (found)
			g_string_append_printf(told, " %u", i);
	}
	return g_string_free(told, FALSE);
}

/** Look through text that ends where its memory does, in pieces. */
static void
scan(HcDelimiters *delimiters, const char *text, size_t piece)
{
	size_t length = strlen(text);
	g_autofree char *exact = exact_copy(text, length);

	for (size_t at = 0; at < length; at += piece)
		hc_delimiters_scan(delimiters, exact + at,
		                   MIN(piece, length - at), 0);
}

/** Lines that may be delimiters. */
static char **
make_lines(GRand *random)
{
	static const char *const tails[] = {"",  "--", " ",   "-", "x",
	                                    "b", "--", "--x", "1", " x"};
	GPtrArray *lines = g_ptr_array_new();

	for (int left = g_rand_int_range(random, 0, 8); left > 0; left--)
		g_ptr_array_add(
			lines,
			g_strconcat(g_rand_int_range(random, 0, 6) ? "--" : "-",
		                    names[g_rand_int_range(
					    random, 0, G_N_ELEMENTS(names))],
		                    tails[g_rand_int_range(
					    random, 0, G_N_ELEMENTS(tails))],
		                    NULL));
	g_ptr_array_add(lines, NULL);
	return (char **)g_ptr_array_free(lines, FALSE);
}

/** Begin a letter. */
static void
add_names(HcDelimiters *delimiters, Letter *letter, GRand *random)
{
	for (unsigned i = 0; i < HC_TYPES_MAX; i++) {
		letter->names[i] = names[g_rand_int_range(
			random, 0, G_N_ELEMENTS(names) - 1)];
		hc_delimiters_add_own(delimiters, letter->names[i],
		                      strlen(letter->names[i]));
	}
}

/** One round: letters that leave open what they have, and one of any lines. */
static void
check_round(unsigned seed)
{
	GRand *random = g_rand_new_with_seed(seed);
	HcDelimiters *delimiters = hc_delimiters_new();
	g_auto(GStrv) lines = make_lines(random);
	g_autofree char *text = g_strjoinv("\n", lines);
	g_autoptr(GString) told = g_string_new(NULL);
	g_autofree char *want = NULL;
	Letter letters[LETTERS];

	for (unsigned i = 0; i + 1 < LETTERS; i++) {
		g_autoptr(GString) open = g_string_new(NULL);

		add_names(delimiters, &letters[i], random);
		for (unsigned j = 0; j < HC_TYPES_MAX; j++)
			g_string_append_printf(open, "--%s\n",
			                       letters[i].names[j]);
		/* only its own are to be open: the others are not asked for */
		scan(delimiters, open->str, open->len);
		hc_delimiters_pass(delimiters, i, 1);
	}
	add_names(delimiters, &letters[LETTERS - 1], random);
	scan(delimiters, text, (size_t)g_rand_int_range(random, 1, 40));
	hc_delimiters_end(delimiters, note, told);
	want = expected(letters, lines);
	ck_assert_msg(strcmp(told->str, want) == 0,
	              "seed %u: told%s, not%s, of\n%s", seed, told->str, want,
	              text);
	hc_delimiters_free(delimiters);
	g_rand_free(random);
}

START_TEST(each_boundary_is_found)
{
	for (unsigned seed = 0; seed < 20000; seed++)
		check_round(seed);
}
END_TEST

/* clang-format off */
static const struct {
	const char *value;
	const char *boundary; /* "": none is read */
} values[] = {
	{" multipart/mixed; boundary=b", "b"},
	{"multipart/mixed; charset=x; Boundary = b ; c=d", "b"},
	{"multipart/mixed;\r\n boundary=\"a b \" (c)", "a b"},
	{"multipart/mixed; boundary=\"a\\\"b;c\"", "a\"b;c"},
	{"multipart/mixed; boundary=\"a\r\n b\"", "a b"},
	{"multipart/mixed; x=\"; boundary=c \\\" y\"; boundary=b", "b"},
	{"multipart/mixed; bound=c; boundary=b", "b"},
	{"multipart/mixed; boundary", ""},
	{"multipart/mixed; boundary c", ""},
	{"multipart/mixed; boundary*0=c", ""},
	{"multipart/mixed; boundary=\"  \"", ""},
	{"multipart/mixed", ""},
	{"multipart", ""},
	{"text/plain; boundary=b", ""},
	{"", ""},
};
/* clang-format on */

START_TEST(boundary_is_read)
{
	size_t length = strlen(values[_i].value);
	g_autofree char *exact = exact_copy(values[_i].value, length);
	char out[HC_BOUNDARY_MAX];
	g_autofree char *read =
		g_strndup(out, hc_boundary_read(exact, length, out));

	ck_assert_msg(strcmp(read, values[_i].boundary) == 0, "%s: \"%s\"",
	              values[_i].value, read);
}
END_TEST

/* One that is longer is none, in a value and by itself. */
START_TEST(long_boundary_is_not_read)
{
	for (size_t octets = HC_BOUNDARY_MAX; octets <= HC_BOUNDARY_MAX + 1;
	     octets++) {
		bool fits = octets == HC_BOUNDARY_MAX;
		g_autofree char *name = g_strnfill(octets, 'b');
		g_autofree char *value =
			g_strconcat("multipart/mixed; boundary=", name, NULL);
		g_autofree char *line = g_strconcat("--", name, "\n", NULL);
		HcDelimiters *delimiters = hc_delimiters_new();
		char out[HC_BOUNDARY_MAX];

		ck_assert_uint_eq(
			hc_boundary_read(value, strlen(value), out),
			fits ? octets : 0);
		hc_delimiters_add_own(delimiters, name, octets);
		scan(delimiters, line, strlen(line));
		ck_assert(hc_delimiters_pass(delimiters, 0, 1) == fits);
		hc_delimiters_free(delimiters);
	}
}
END_TEST

/* There is room for those of so many messages, each with so many fields. */
START_TEST(no_more_are_looked_for_than_fit)
{
	const unsigned most = HC_TYPES_MAX * (HC_OPEN_FOR + 1);

	for (unsigned count = most - 1; count <= most; count++) {
		HcDelimiters *delimiters = hc_delimiters_new();

		for (unsigned i = 0; i < count; i++)
			hc_delimiters_add_own(delimiters, "a", 1);
		hc_delimiters_add_own(delimiters, "b", 1);
		scan(delimiters, "--b\n", 4);
		ck_assert(hc_delimiters_pass(delimiters, 0, 1) ==
		          (count < most));
		hc_delimiters_free(delimiters);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("delimiter");
	TCase *tcase = tcase_create("delimiter");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, boundary_is_read, 0, G_N_ELEMENTS(values));
	tcase_add_test(tcase, long_boundary_is_not_read);
	tcase_add_test(tcase, no_more_are_looked_for_than_fit);
	tcase_add_test(tcase, each_boundary_is_found);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
