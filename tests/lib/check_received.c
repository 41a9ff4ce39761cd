/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_received.c - fields taken apart: every dialect, every trap. */
#include "config.h"

#include <check.h>

#include "dialect.h"
#include "exact.h"
#include "limit.h"
#include "marks.h"
#include "print-received.h"
#include "received-text.h"
#include "received.h"
#include "scan.h"
#include "transmission.h"

#define BASE_OFFSET 1000u

typedef struct {
	const char *name;
	const char *field;
	const char *expected; /* facts, apart by " | "; "!fact": not stated */
} Row;

/* Facts in full. */
static const Row dialect_rows[] = {
#include "received-dialects.inc"
#include "received-products.inc"
};

/* Facts that matter for each trap. */
static const Row trap_rows[] = {
#include "received-traps.inc"
};

static HcReceived
read_field(HcArena *arena, const char *field, size_t length)
{
	char *copy = exact_copy(field, length);
	HcReceived received;

	hc_received_read(copy, length, BASE_OFFSET, arena, &received);
	free(copy);
	return received;
}

START_TEST(dialects_state_their_facts)
{
	const Row *row = &dialect_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, row->field, strlen(row->field));
	g_autofree char *text = received_text(&received);

	ck_assert_msg(strcmp(text, row->expected) == 0, "%s:\n got %s\nwant %s",
	              row->name, text, row->expected);
}
END_TEST

/* What stands behind "with ESMTP", and whether it is the writer's own word on
 * TLS that is not known. */
static const struct {
	const char *words;
	bool unread;
} own_words[] = {
	{"(TLSv1.2)",                     true },
	{"(version=TLSv1.2 by hand)",     true },
	{"( using TLSv1.2 of old)",       true },
	{"over TLSv1.2",                  true },
	{"(cipher=OLD-SUITE of ours)",    true },
	{"(TLSv1.2, then more) (second)", true },
	{"(version=3DS1_2, cipher=3DS_X)", true },
	{"",	                      false},
	{"(from tls1.2 of a user)",       false},
	{"(envelope-from <TLSv1.2@x>)",   false},
	{"(account TLSv1.2 verified)",    false},
	{"for <TLSv1.2@example.net>",     false},
};

START_TEST(writers_own_words_of_tls)
{
	g_autofree char *field = g_strdup_printf(
		"from a.example (TLSv1.3.example [192.0.2.1]) by b.example.net "
		"(8.14.4/8.14.4) with ESMTP %s id p5N9TirO024856; Wed, 28 Oct "
		"2020 21:46:45 +0000",
		own_words[_i].words);
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, field, strlen(field));

	ck_assert_msg(received.tls_unread == own_words[_i].unread, "%s",
	              own_words[_i].words);
	ck_assert(!received.facts[HC_FACT_TLS].text);
}
END_TEST

static bool
holds(const char *text, const char *expected)
{
	g_autofree char *all = g_strdup_printf("| %s |", text);
	g_autofree char *one = NULL;

	if (expected[0] == '!')
		one = g_strdup_printf("| %s=", expected + 1);
	else
		one = g_strdup_printf("| %s |", expected);
	return (strstr(all, one) != NULL) == (expected[0] != '!');
}

START_TEST(traps_are_passed)
{
	const Row *row = &trap_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, row->field, strlen(row->field));
	g_autofree char *text = received_text(&received);
	g_auto(GStrv) facts = g_strsplit(row->expected, " | ", -1);

	ck_assert_uint_gt(g_strv_length(facts), 0);
	for (size_t i = 0; facts[i] != NULL; i++)
		ck_assert_msg(holds(text, facts[i]), "%s: not \"%s\" in\n%s",
		              row->name, facts[i], text);
}
END_TEST

#define USING(version, cipher) "(using " version " with cipher " cipher ") "

/* A field that states TLS twice, and not alike, contradicts itself. */
static const struct {
	const char *name;
	const char *phrases;
	bool twice;
} phrase_rows[] = {
	{"none",         "",    false},
	{			   "one", USING("TLSv1.2", "AES256-SHA"),      false},
	{	    "the same again",
         USING("TLSv1.2", "AES256-SHA") USING("TLSv1.2",      "AES256-SHA"), false},
	{ "the same in small letters",
         USING("TLSv1.2", "AES256-SHA") USING("tlsv1.2",      "aes256-sha"), false},
	{	   "another version",
         USING("TLSv1.2",  "AES256-SHA") USING("TLSv1.1",       "AES256-SHA"), true},
	{	     "another suite",
         USING("TLSv1.2",  "AES256-SHA") USING("TLSv1.2",       "AES128-SHA"), true},
};

START_TEST(tls_stated_twice_is_told)
{
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autofree char *field = g_strconcat(
		"from a.example (a.example [192.0.2.1]) ",
		phrase_rows[_i].phrases,
		"by b.example (Postfix) with ESMTPS id ABCDEF0123; 1 Jan 2024 "
		"00:00:00 +0000",
		NULL);
	HcReceived received = read_field(arena, field, strlen(field));

	ck_assert_msg(received.tls_twice == phrase_rows[_i].twice, "%s",
	              phrase_rows[_i].name);
	/* the first is the one that is told */
	ck_assert_msg(g_strcmp0(received.facts[HC_FACT_TLS_VERSION].text,
	                        _i > 0 ? "TLSv1.2" : NULL) == 0,
	              "%s", phrase_rows[_i].name);
}
END_TEST

static bool
has_sample(const char *id)
{
	g_autofree char *fact = g_strdup_printf("dialect=%s ", id);

	for (size_t i = 0; i < G_N_ELEMENTS(dialect_rows); i++)
		if (g_str_has_prefix(dialect_rows[i].expected, fact))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(trap_rows); i++)
		if (g_str_has_prefix(trap_rows[i].expected, fact))
			return true;
	return false;
}

START_TEST(every_dialect_has_a_sample)
{
	for (size_t i = 0; i < hc_dialect_row_count; i++) {
		const HcDialectRow *row = &hc_dialect_rows[i];

		ck_assert_msg(has_sample(row->dialect.id), "%s",
		              row->dialect.id);
		for (size_t v = 0; v < row->variant_count; v++)
			ck_assert_msg(has_sample(row->variants[v].dialect.id),
			              "%s", row->variants[v].dialect.id);
	}
}
END_TEST

START_TEST(rows_are_whole)
{
	for (size_t i = 0; i < hc_dialect_row_count; i++) {
		const HcDialectRow *row = &hc_dialect_rows[i];

		ck_assert_msg(row->dialect.id[0] != '\0' &&
		                      row->dialect.name[0] != '\0' &&
		                      row->dialect.source[0] != '\0',
		              "row %zu", i);
		/* Only the last row may take whatever comes. */
		ck_assert_msg(row->software != NULL || row->with != NULL ||
		                      row->by != NULL || row->via != NULL ||
		                      row->id != NULL || row->comment != NULL ||
		                      row->peer != NULL || row->lead != NULL ||
		                      row->date != NULL ||
		                      (row->flags & HC_IF_SHAPE) ||
		                      i + 1 == hc_dialect_row_count,
		              "%s", row->dialect.id);
		ck_assert_msg(!(row->flags & HC_IF_SHAPE) ||
		                      row->shapes != NULL,
		              "%s", row->dialect.id);
	}
}
END_TEST

/* Every span lies in the value, and the text is its bytes. */
START_TEST(spans_name_the_bytes)
{
	const Row *row = &dialect_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	size_t length = strlen(row->field);
	HcReceived received = read_field(arena, row->field, length);

	for (unsigned i = 0; i < HC_FACT_COUNT; i++) {
		const HcText *fact = &received.facts[i];

		if (fact->text == NULL)
			continue;
		ck_assert_uint_ge(fact->where.offset, BASE_OFFSET);
		ck_assert_uint_le(fact->where.offset - BASE_OFFSET +
		                          fact->where.length,
		                  length);
		ck_assert_msg(strlen(fact->text) == fact->where.length &&
		                      memcmp(fact->text,
		                             row->field + fact->where.offset -
		                                     BASE_OFFSET,
		                             fact->where.length) == 0,
		              "%s: %s", row->name, hc_fact_token((HcFact)i));
	}
}
END_TEST

/* Folding between any two words changes no fact but the white space in it. */
START_TEST(folding_changes_nothing)
{
	const Row *row = &dialect_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	g_auto(GStrv) words = g_strsplit(row->field, " ", -1);
	g_autofree char *folded = g_strjoinv("\r\n ", words);
	HcReceived received = read_field(arena, folded, strlen(folded));
	g_autofree char *text = received_text(&received);

	ck_assert_msg(strcmp(text, row->expected) == 0, "%s:\n got %s\nwant %s",
	              row->name, text, row->expected);
}
END_TEST

/* What is printed of a field in normal form is read as it was. */
START_TEST(prints_are_read_again)
{
	const Row *row = &dialect_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, row->field, strlen(row->field));
	g_autofree char *print = print_received(&received);
	HcReceived again = read_field(arena, print, strlen(print));
	g_autofree char *differs = print_differs(&received, &again);

	ck_assert_msg(differs == NULL, "%s: %s\n%s", row->name, differs, print);
}
END_TEST

/* Any beginning of a field is read, and its stamp is never invented. */
START_TEST(beginnings_are_read)
{
	const Row *row = &dialect_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	size_t length = strlen(row->field);

	for (size_t cut = 0; cut < length; cut++) {
		HcReceived received = read_field(arena, row->field, cut);

		ck_assert_ptr_nonnull(received.dialect);
		ck_assert_int_le(received.stamp.earliest_s,
		                 received.stamp.latest_s);
		ck_assert(received.stamp.state != HC_STAMP_NONE ||
		          received.note_count > 0);
	}
}
END_TEST

typedef struct {
	const char *name;
	const char *unit; /* repeated */
	size_t count;
	const char *note; /* or NULL */
} LongRow;

static const LongRow long_rows[] = {
	{"open comments",                  "(",                  200000, "limit-reached"   },
	{"nested comments",                "()",                 200000, "limit-reached"   },
	{"quotes",			 "\"",                 200001, "unbalanced-quote"},
	{"escaped quotes",                 "\"\\",               200000, "unbalanced-quote"},
	{"brackets",		       "[",                  200000, NULL              },
	{"with brackets",                  " with [",            100000, NULL              },
	{"angle brackets",                 "<",                  200000, NULL              },
	{"angle brackets and parentheses", "<(",                 200000, "limit-reached"   },
	{"semicolons",                     ";",                  200000, NULL              },
	{"semicolons and comments",        ";()",                200000, "limit-reached"   },
	{"half dates",                     "; 1 Jan ",           100000, NULL              },
	{"half dates, comments",           " 1 Jan ()",          100000, "limit-reached"   },
	{"weekdays",		       "; Mon,",             100000, NULL              },
	{"clauses",			" id x",              100000, "limit-reached"   },
	{"by",			     " by x (1.2.3.4)",    50000,  "limit-reached"   },
	{"for",			    " for <a@b.example>", 50000,  "limit-reached"   },
	{"NULs",			   "\0",                 100000, NULL              },
	{"folding",			"\r\n ",              200000, NULL              },
	{"words",			  "x ",                 400000, NULL              },
};

static bool
has_note(const HcReceived *received, const char *token)
{
	for (size_t i = 0; i < received->note_count; i++)
		if (strcmp(hc_note_token(received->notes[i].code), token) == 0)
			return true;
	return false;
}

/* Long input of one kind: read in time linear in its length (the suite would
 * not end in its limit otherwise), with few notes. */
START_TEST(long_fields_are_read)
{
	const LongRow *row = &long_rows[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GString) field = g_string_new("from a by b with SMTP ");
	size_t size = row->unit[0] == '\0' ? 1 : strlen(row->unit);
	HcReceived received;

	for (size_t i = 0; i < row->count; i++)
		g_string_append_len(field, row->unit, (gssize)size);
	received = read_field(arena, field->str, field->len);
	ck_assert_uint_le(received.note_count, 12);
	ck_assert_uint_le(received.comment_count, HC_COMMENTS_MAX);
	ck_assert_msg(row->note == NULL || has_note(&received, row->note), "%s",
	              row->name);
	ck_assert_msg(received.stamp.state == HC_STAMP_NONE ||
	                      received.stamp.state == HC_STAMP_BAD,
	              "%s", row->name);
}
END_TEST

START_TEST(beyond_the_limit_is_noted)
{
	g_autoptr(HcArena) arena = hc_arena_new();
	size_t length = HC_FIELD_MAX + 10;
	g_autofree char *field = g_malloc(length);
	HcReceived received;

	memset(field, 'x', length);
	received = read_field(arena, field, length);
	ck_assert(has_note(&received, "limit-reached"));
}
END_TEST

START_TEST(an_empty_field_is_read)
{
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, "", 0);

	ck_assert_str_eq(received.dialect->id, "generic");
	ck_assert_int_eq(received.stamp.state, HC_STAMP_NONE);
	ck_assert(has_note(&received, "no-by"));
	ck_assert(has_note(&received, "no-date"));
}
END_TEST

START_TEST(recipients_and_comments_are_listed)
{
	static const char field[] =
		"from a (b [192.0.2.1]) (c (d)) by e (Postfix) with ESMTP"
		" id 1 for <f@g.example> for \"h i\"@j.example; 1 Jan 2024"
		" 00:00:00 +0000 (UTC)";
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received = read_field(arena, field, sizeof(field) - 1);

	ck_assert_uint_eq(received.recipient_count, 2);
	ck_assert_str_eq(received.recipients[0].text, "f@g.example");
	ck_assert_str_eq(received.recipients[1].text, "\"h i\"@j.example");
	ck_assert_uint_eq(received.comment_count, 4);
	ck_assert_str_eq(received.comments[1].text, "c (d)");
	ck_assert_str_eq(received.comments[3].text, "UTC");
}
END_TEST

typedef struct {
	const char *phrase;
	const char *token; /* or NULL */
} KeywordRow;

static const KeywordRow keyword_rows[] = {
	{"SMTP",				  "SMTP"                 },
	{"esmtpsa",			       "ESMTPSA"              },
	{"SMTPs",				 "SMTPS"                },
	{"utf8esmtps",			    "UTF8ESMTPS"           },
	{"UTF8SMTPSA",			    "UTF8SMTPSA"           },
	{"Microsoft SMTPSVC",                     "MICROSOFT SMTPSVC"    },
	{"Microsoft\r\n\t SMTPSVC",               "MICROSOFT SMTPSVC"    },
	{"Microsoft SMTP Server",                 "MICROSOFT SMTP SERVER"},
	{"SMTPSVC",			       "SMTPSVC"              },
	{"MailEnable ESMTPA",                     "ESMTPA"               },
	{"ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384", "ESMTP"                },
	{"AES128-SHA encrypted SMTP",             "SMTP"                 },
	{"P:ESMTPS",			      "ESMTPS"               },
	{"MailboxResubmission by AntispamTT",     "MAILBOXRESUBMISSION"  },
	{"HTTP/1.1",			      "HTTP/1.1"             },
	{"SMTPX",				 NULL                   },
	{"ESMTPSVC",			      NULL                   },
	{"",				      NULL		   },
};

START_TEST(keywords_are_compared_whole)
{
	const KeywordRow *row = &keyword_rows[_i];
	const HcTransmission *found =
		hc_transmission_read(row->phrase, strlen(row->phrase));

	if (row->token == NULL)
		ck_assert_msg(found == NULL, "%s", row->phrase);
	else
		ck_assert_msg(found != NULL &&
		                      strcmp(found->token, row->token) == 0,
		              "%s", row->phrase);
}
END_TEST

START_TEST(a_nul_ends_no_keyword)
{
	char *copy = exact_copy("SMTP\0", 5);

	ck_assert_ptr_null(hc_transmission_find(copy, 5));
	ck_assert_ptr_null(hc_transmission_read(copy, 5));
	ck_assert_ptr_nonnull(hc_transmission_find(copy, 4));
	free(copy);
}
END_TEST

START_TEST(keywords_are_sorted)
{
	size_t count;
	const HcTransmission *rows = hc_transmissions(&count);

	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(
			i == 0 || strcmp(rows[i - 1].token, rows[i].token) < 0,
			"%s", rows[i].token);
		ck_assert_ptr_eq(hc_transmission_find(rows[i].token,
		                                      strlen(rows[i].token)),
		                 &rows[i]);
		ck_assert_msg(strchr("yn?-", rows[i].tls) != NULL, "%s",
		              rows[i].token);
		ck_assert_msg(strchr("yn?i", rows[i].auth) != NULL, "%s",
		              rows[i].token);
	}
}
END_TEST

/* What the marks of a value must be, byte by byte. */
static void
compare_marks(const HcMarks *marks, const char *bytes, size_t length)
{
	bool odd = false, hyphens = false, questions = false;

	ck_assert_uint_eq(marks->count, length / HC_MARKS_BYTES + 1);
	for (size_t i = 0; i < marks->count * HC_MARKS_BYTES; i++) {
		const HcMark *mark = &marks->at[i / HC_MARKS_BYTES];
		uint64_t bit = UINT64_C(1) << i % HC_MARKS_BYTES;
		unsigned char c = i < length ? (unsigned char)bytes[i] : ' ';
		char one = i > 0 && i <= length ? bytes[i - 1] : ' ';
		char low = (char)hc_lower(c);
		char before = (char)hc_lower((unsigned char)one);
		bool hint = (low == 'l' && before == 's') ||
		            (low == 's' && before == 'l') || one == '=';

		ck_assert_msg(((mark->ends & bit) != 0) ==
		                      (c <= ' ' || strchr("\";()", c) != NULL),
		              "end at %zu of %zu", i, length);
		ck_assert_msg(((mark->lines & bit) != 0) == (c == '\n'),
		              "line at %zu of %zu", i, length);
		ck_assert_msg(((mark->hints & bit) != 0) == hint,
		              "hint at %zu of %zu", i, length);
		odd = odd || c >= 0x80 || c == '\0';
		hyphens = hyphens || (c == '-' && one == '-');
		questions = questions || c == '?';
	}
	ck_assert(marks->odd == odd && marks->hyphens == hyphens &&
	          marks->questions == questions);
}

START_TEST(marks_are_those_of_the_bytes)
{
	static const char alphabet[] = "LlSs=-ab;()\" \r\n\t<>[]@.19";
	static const char rare[] = {'?', '\0', '\x80', '\xff', '\x7f'};
	uint32_t state = 1;

	for (unsigned row = 0; row < 4000; row++) {
		size_t length = row % 200;
		char text[200];
		char *copy;

		for (size_t i = 0; i < length; i++) {
			state = state * 1664525u + 1013904223u;
			text[i] =
				alphabet[(state >> 16) % (sizeof alphabet - 1)];
		}
		if (length > 0 && row % 3 == 0)
			text[state % length] = rare[row / 3 % sizeof rare];
		copy = exact_copy(text, length);
		for (int wide = hc_marks_may_be_wide(); wide >= 0; wide--) {
			HcMarks marks;

			hc_marks_read_by(wide, copy, length, &marks);
			compare_marks(&marks, copy, length);
			hc_marks_clear(&marks);
		}
		free(copy);
	}
}
END_TEST

START_TEST(facts_have_tokens)
{
	for (unsigned i = 0; i < HC_FACT_COUNT; i++)
		ck_assert_msg(hc_fact_token((HcFact)i) != NULL &&
		                      hc_fact_token((HcFact)i)[0] != '\0',
		              "fact %u", i);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("received");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int dialects = G_N_ELEMENTS(dialect_rows);

	tcase_set_timeout(cases, 20);
	tcase_add_loop_test(cases, dialects_state_their_facts, 0, dialects);
	tcase_add_loop_test(cases, writers_own_words_of_tls, 0,
	                    G_N_ELEMENTS(own_words));
	tcase_add_loop_test(cases, traps_are_passed, 0,
	                    G_N_ELEMENTS(trap_rows));
	tcase_add_test(cases, every_dialect_has_a_sample);
	tcase_add_loop_test(cases, tls_stated_twice_is_told, 0,
	                    G_N_ELEMENTS(phrase_rows));
	tcase_add_test(cases, rows_are_whole);
	tcase_add_loop_test(cases, spans_name_the_bytes, 0, dialects);
	tcase_add_loop_test(cases, folding_changes_nothing, 0, dialects);
	tcase_add_loop_test(cases, prints_are_read_again, 0, dialects);
	tcase_add_loop_test(cases, beginnings_are_read, 0, dialects);
	tcase_add_loop_test(cases, long_fields_are_read, 0,
	                    G_N_ELEMENTS(long_rows));
	tcase_add_test(cases, beyond_the_limit_is_noted);
	tcase_add_test(cases, an_empty_field_is_read);
	tcase_add_test(cases, marks_are_those_of_the_bytes);
	tcase_add_test(cases, recipients_and_comments_are_listed);
	tcase_add_loop_test(cases, keywords_are_compared_whole, 0,
	                    G_N_ELEMENTS(keyword_rows));
	tcase_add_test(cases, a_nul_ends_no_keyword);
	tcase_add_test(cases, keywords_are_sorted);
	tcase_add_test(cases, facts_have_tokens);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
