/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_dialect.c - who wrote a mailbox, separators found, mailboxes left early;
 * messages of Apple Mail. */
#include "config.h"

#include <check.h>

#include "exact.h"
#include "from-line.h"
#include "hopcheck.h"

#define D "From a@example.org Mon Jan  1 00:00:00 2001\n"

#define AUTO HC_KIND_AUTO
#define EML HC_KIND_EML

static char *
region_tokens(const HcRegion *regions, size_t count)
{
	GString *tokens = g_string_new(NULL);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(tokens, "%s%s", i > 0 ? " " : "",
		                       hc_note_token(regions[i].code));
	return g_string_free(tokens, FALSE);
}

static const struct {
	const char *name;
	const char *input;
	const char *dialect;
	HcMboxEvidence evidence;
} dialect_rows[] = {
	{"nothing",			   "",			  "unknown", {0}							     },
	{"plain",			     D "A: b\n\nc\n",             "unknown", {.strict = 1, .lenient = 1}                                     },
	{"no address",
         "From - Mon Jan  1 00:00:00 2001\nA: b\n",                        "unknown",
         {.lenient = 1}															       },
	{"no asctime date",
         "From a@b 2001-01-01 00:00\nA: b\n",                              "unknown",
         {.lenient = 1}															       },
	{"quoted once",
         D "A: b\n\n>From c\n",
         "mboxo-or-mboxrd",                                                           {.strict = 1, .lenient = 1, .quoted = 1}                        },
	{"quoted twice",
         D "A: b\n\n>From c\n>>>From d\n",
         "mboxrd",                                                                    {.strict = 1, .lenient = 1, .quoted = 1, .requoted = 1}         },
	{"a UUCP line is not quoted",
         D ">From c\nA: b\n\n> From d\n>Fro\n",
         "unknown",                                                                   {.strict = 1, .lenient = 1}				     },
	{"text within a line is not quoted",
         D "A: b\n\nx >From c\nx\n>From",
         "unknown",                                                                   {.strict = 1, .lenient = 1}				     },
	{"quoted before the first separator",
         ">From x\n\n" D "A: b\n",
         "mboxo-or-mboxrd",                                                           {.strict = 1, .lenient = 1, .quoted = 1}                        },
	{"quoted and not",
         D "A: b\n\n>From c\nFrom d\n",
         "mixed",                                                                     {.strict = 1, .lenient = 1, .quoted = 1, .unquoted = 1}         },
	{"unquoted after an empty line",
         D "A: b\n\n\nFrom d\nx\n",
         "unknown",                                                                   {.strict = 1, .lenient = 2, .unquoted = 1}                      },
	{"no empty line before",
         D "A: b\n\nc\n" D "D: e\n",
         "unknown",                                                                   {.strict = 1, .lenient = 1, .unquoted = 1, .unspaced = 1}       },
	{"lengths",
         D "Content-Length: 2\n\nc\n",
         "mboxcl-or-mboxcl2",                                                         {.strict = 1, .lenient = 1, .length_fits = 1}                   },
	{"lengths count the empty line",
         D "content-length : 4\r\n\n\nc\n\n" D "x\n",
         "mboxcl-or-mboxcl2",                                                         {.strict = 2, .lenient = 2, .length_fits = 1}                   },
	{"lengths and quoted",
         D "Content-Length: 8\n\n>From c\n",
         "mboxcl",                                                                    {.strict = 1, .lenient = 1, .quoted = 1, .length_fits = 1}      },
	{"lengths and not quoted",
         D "Content-Length: 7\n\nFrom c\n",
         "mboxcl2",                                                                   {.strict = 1, .lenient = 2, .unquoted = 1, .length_fits = 1}    },
	{"too short and past the end",
         D "Content-Length: 0\n\nabcde\n\n" D "Content-Length: 99\n\nx\n",
         "unknown",                                                                   {.strict = 2, .lenient = 2, .length_short = 1, .length_past = 1}},
	{"a separator in a body",
         D "Content-Length: 99\n\nabcde\n\n" D "A: b\n\nx\n",
         "unknown",                                                                   {.strict = 2, .lenient = 2, .length_spans = 1}                  },
	{"a length cut off",
         D "A: b\nContent-Length: 5",
         "unknown",                                                                   {.strict = 1, .lenient = 1, .length_past = 1}                   },
	{"of two lengths the first counts",
         D "Content-Length: 9\nContent-Length: 1",
         "unknown",                                                                   {.strict = 1, .lenient = 1, .length_past = 1}                   },
	{"no number",
         D "Content-Length: 2x\n\nc\n",
         "unknown",                                                                   {.strict = 1, .lenient = 1}				     },
	{"a field of a longer name",
         D "Content-Length-X: 2\n\nc\n",
         "unknown",                                                                   {.strict = 1, .lenient = 1}				     },
};

START_TEST(writer_of_a_mailbox_shows)
{
	const char *name = dialect_rows[_i].name;
	const char *input = dialect_rows[_i].input;
	size_t length = strlen(input);
	char *copy = exact_copy(input, length);
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes(name, copy, length, HC_KIND_MBOX);
	const HcMboxEvidence *found = &hc_source_input(source)->evidence;

	for (bool more = true; more;) {
		g_autoptr(HcRaw) raw = NULL;

		ck_assert(hc_source_next(source, &raw, NULL));
		more = raw != NULL;
	}
	ck_assert_msg(
		memcmp(found, &dialect_rows[_i].evidence, sizeof(*found)) == 0,
		"%s: %u strict, %u lenient, %u unspaced, %u unquoted, "
		"%u and %u quoted, lengths %u %u %u %u",
		name, (unsigned)found->strict, (unsigned)found->lenient,
		(unsigned)found->unspaced, (unsigned)found->unquoted,
		(unsigned)found->quoted, (unsigned)found->requoted,
		(unsigned)found->length_fits, (unsigned)found->length_short,
		(unsigned)found->length_spans, (unsigned)found->length_past);
	ck_assert_msg(
		strcmp(hc_mbox_dialect(found), dialect_rows[_i].dialect) == 0,
		"%s: %s", name, hc_mbox_dialect(found));
	free(copy);
}
END_TEST

/* Who asks for an address and an asctime date, as some readers do. */
static const struct {
	const char *name;
	const char *rest; /* after "From " */
	bool is_strict;
} strict_rows[] = {
	{"both",			     "a@b Mon Jan  1 00:00:00 2001",   true },
	{"no at sign",		       "ab Mon Jan  1 00:00:00 2001",    false},
	{"nothing before the at sign",       "@b Mon Jan  1 00:00:00 2001",    false},
	{"nothing behind the at sign",       "a@ Mon Jan  1 00:00:00 2001",    false},
	{"an address behind the first word", "a b@c Mon Jan  1 00:00:00 2001",
         false								      },
	{"another date",                     "a@b 2001-01-01T00:00:00Z",       false},
	{"no date",			  "a@b",			    false},
};

START_TEST(strict_separators_are_told)
{
	size_t length = strlen(strict_rows[_i].rest);
	char *copy = exact_copy(strict_rows[_i].rest, length);
	HcFromLine line;

	hc_from_line_begin(&line);
	hc_from_line_add(&line, copy, length);
	hc_from_line_end(&line);
	ck_assert_msg(hc_from_line_is_strict(&line) ==
	                      strict_rows[_i].is_strict,
	              "%s", strict_rows[_i].name);
	free(copy);
}
END_TEST

/* Among what looks like "From " in a hurry, F and, four octets on, a space; and
 * where much can be passed over. */
static const char *const around_rows[] = {"Fooo x\n", "text.\n", "F", " "};

START_TEST(from_is_found_wherever_it_stands)
{
	enum {
		LENGTH = 400
	};
	const char *around = around_rows[_i];

	for (size_t at = 0; at <= LENGTH; at++) {
		char *text = malloc(LENGTH);
		const char *expected;

		for (size_t i = 0; i < LENGTH; i++)
			text[i] = around[i % strlen(around)];
		memcpy(text + at, "From ", MIN(5, LENGTH - at));
		expected = LENGTH - at >= 5 ? text + at : NULL;
		for (int wide = 0; wide <= hc_from_may_be_wide(); wide++)
			ck_assert_msg(hc_from_find_by(text, text + LENGTH,
			                              wide) == expected,
			              "%s: at %u, wide %d", around,
			              (unsigned)at, wide);
		ck_assert(hc_from_find(text, text + LENGTH) == expected);
		free(text);
	}
}
END_TEST

/* What was read and not asked for goes with its source. */
START_TEST(source_can_go_early)
{
	static const char text[] = D "A: b\n\n" D "C: d\n\n" D "E: f\n";
	HcSource *source = hc_source_new_from_bytes("label", text, strlen(text),
	                                            HC_KIND_MBOX);
	g_autoptr(HcRaw) raw = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_uint_gt(hc_source_input(source)->messages, 1);
	hc_source_free(source);
	hc_source_free(NULL);
	ck_assert_uint_eq(hc_raw_place(raw)->number, 1);
}
END_TEST

#define LIST "<?xml version=\"1.0\"?>\n<plist></plist>\n"

static const struct {
	const char *name;
	const char *input;
	HcKind kind;
	HcKind found;
	unsigned offset;
	unsigned length;
	const char *regions;
} emlx_rows[] = {
	{"whole",			  "9       \nA: b\n\nc\nd" LIST,            AUTO,         HC_KIND_EMLX, 9, 9,  ""               },
	{"declared",		       "5\nA: b\n" LIST,                         HC_KIND_EMLX, HC_KIND_EMLX, 2, 5,  ""               },
	{"no list",			"5\nA: b\n",                              AUTO,         HC_KIND_EMLX, 2, 5,  "truncated-input"},
	{"list cut",		       "5\nA: b\n<?xml version=\"1.0\"?>\n<pli", AUTO,
         HC_KIND_EMLX,											   2, 5,  "truncated-input"},
	{"message cut",                    "50\nA: b\n\nc",                          AUTO,         HC_KIND_EMLX, 3, 7,
         "truncated-input"													       },
	{"count too low",                  "2\nA: b\n" LIST,                         AUTO,         HC_KIND_EMLX, 2, 2,
         "truncated-input"													       },
	{"count too high by little",       "6\nA: b\n" LIST,                         AUTO,         HC_KIND_EMLX, 2, 6,
         "truncated-input"													       },
	{"empty message",                  "0\n" LIST,                               HC_KIND_EMLX, HC_KIND_EMLX, 2, 0,  ""               },
	{"a number and text is a message", "10\ntext\nA: b\n",                       AUTO,         EML,          0, 13,
         ""															      },
	{"declared, no number",            "A: b\n",                                 HC_KIND_EMLX, EML,          0, 5,  ""               },
	{"number with a letter",           "5x\nA: b\n",                             AUTO,         EML,          0, 8,  ""               },
	{"number beyond any file",         "1234567890123456789\nA: b\n",            AUTO,         EML,          0,
         25,													    ""	       },
};

START_TEST(messages_of_apple_mail_are_read)
{
	const char *name = emlx_rows[_i].name;
	size_t length = strlen(emlx_rows[_i].input);
	char *copy = exact_copy(emlx_rows[_i].input, length);
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		name, copy, length, emlx_rows[_i].kind);
	const HcInput *input = hc_source_input(source);
	g_autoptr(HcRaw) raw = NULL;
	g_autoptr(HcRaw) none = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert(hc_source_next(source, &none, NULL));
	ck_assert_ptr_nonnull(raw);
	ck_assert_ptr_null(none);

	const HcPlace *place = hc_raw_place(raw);
	g_autofree char *message = g_compute_checksum_for_data(
		G_CHECKSUM_SHA256, (guchar *)copy + place->offset,
		place->length);
	g_autofree char *whole = g_compute_checksum_for_data(
		G_CHECKSUM_SHA256, (guchar *)copy, length);
	g_autofree char *tokens =
		region_tokens(input->regions, input->region_count);

	ck_assert_msg(place->offset == emlx_rows[_i].offset &&
	                      place->length == emlx_rows[_i].length,
	              "%s: %u+%u", name, (unsigned)place->offset,
	              (unsigned)place->length);
	ck_assert_msg(input->kind == emlx_rows[_i].found, "%s: kind", name);
	ck_assert_msg(strcmp(tokens, emlx_rows[_i].regions) == 0, "%s: %s",
	              name, tokens);
	ck_assert_str_eq(place->sha256, message);
	ck_assert_str_eq(input->sha256, whole);
	ck_assert_uint_eq(input->message_bytes + input->separator_bytes +
	                          input->unparsed_bytes,
	                  length);
	free(copy);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dialect");
	TCase *rows = tcase_create("rows");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(rows, writer_of_a_mailbox_shows, 0,
	                    G_N_ELEMENTS(dialect_rows));
	tcase_add_loop_test(rows, strict_separators_are_told, 0,
	                    G_N_ELEMENTS(strict_rows));
	tcase_add_loop_test(rows, from_is_found_wherever_it_stands, 0,
	                    G_N_ELEMENTS(around_rows));
	tcase_add_test(rows, source_can_go_early);
	tcase_add_loop_test(rows, messages_of_apple_mail_are_read, 0,
	                    G_N_ELEMENTS(emlx_rows));
	suite_add_tcase(suite, rows);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
