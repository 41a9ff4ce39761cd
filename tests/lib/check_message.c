/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_message.c - header blocks: fields, their bytes, and what is odd. */
#include "config.h"

#include <check.h>

#include "exact.h"
#include "feed.h"
#include "hopcheck.h"
#include "limit.h"

#define BOM "\xef\xbb\xbf"
#define N0(text) text, sizeof(text) - 1
#define RECEIVED "Received: a\n"

/* Read bytes as one message; keeps its own copy of the header. */
static HcMessage *
read_message(const char *bytes, size_t length)
{
	char *copy = exact_copy(bytes, length);
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("test", copy, length, HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;

	hc_source_expect_message(source);
	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_ptr_nonnull(raw);
	free(copy);
	return hc_message_new(raw);
}

/* Fields as "name=value|name=value", folding and all. */
static char *
write_fields(const HcMessage *message)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < hc_message_field_count(message); i++) {
		const HcField *field = hc_message_field(message, i);

		g_string_append(out, i > 0 ? "|" : "");
		g_string_append_len(out, hc_message_bytes(message, field->name),
		                    field->name.length);
		g_string_append_c(out, '=');
		g_string_append_len(out,
		                    hc_message_bytes(message, field->value),
		                    field->value.length);
	}
	return g_string_free(out, FALSE);
}

/* Notes as "token@offset+length token@offset+length". */
static char *
write_notes(const HcMessage *message)
{
	GString *out = g_string_new(NULL);
	size_t count;
	const HcNote *notes = hc_message_notes(message, &count);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(out, "%s%s@%u+%u", i > 0 ? " " : "",
		                       hc_note_token(notes[i].code),
		                       notes[i].where.offset,
		                       notes[i].where.length);
	return g_string_free(out, FALSE);
}

typedef struct {
	const char *name;
	const char *bytes;
	size_t length;
	const char *fields;
	const char *notes;
} Row;

/* All but the rows on traces start with a Received field, so that no-trace
 * does not stand in each. */
/* clang-format off */
static const Row rows[] = {
	{"plain", N0(RECEIVED "From: b\n\nC: d\n"), "Received= a|From= b", ""},
	{"CRLF", N0("Received: a\r\nFrom: b\r\n\r\nC: d\r\n"),
	  "Received= a|From= b", ""},
	{"folding is kept", N0("Received: a\r\n\tb\r\n c\r\nD: e\r\n\r\n"),
	  "Received= a\r\n\tb\r\n c|D= e", ""},
	{"no body", N0(RECEIVED "D: e\n"), "Received= a|D= e", ""},
	{"empty value", N0(RECEIVED "D:\nE: f\n"), "Received= a|D=|E= f", ""},
	{"obsolete space before the colon", N0("Received \t: a\n\n"),
	  "Received= a", "obs-space@8+2"},
	{"line of white space continues", N0("Received: a\n \t\n b\nC: d\n\n"),
	  "Received= a\n \t\n b|C= d", "wsp-only-line@12+2"},
	{"line of white space, CRLF", N0("Received: a\r\n \r\nC: d\r\n\r\n"),
	  "Received= a\r\n |C= d", "wsp-only-line@13+1"},
	{"line that is no field", N0(RECEIVED "no field\n more\nC: d\n\n"),
	  "Received= a|C= d", "non-header-line@12+15 after-non-header@27+5"},
	{"lines that are no field", N0(RECEIVED "x\ny\n\n"), "Received= a",
	  "non-header-line@12+4"},
	{"line that is no field first", N0("x\n" RECEIVED "\n"), "Received= a",
	  "non-header-line@0+2 after-non-header@2+12"},
	{"colon first", N0(": x\n" RECEIVED), "Received= a",
	  "non-header-line@0+4 after-non-header@4+12"},
	{"space in a name", N0("a b: x\n" RECEIVED), "Received= a",
	  "non-header-line@0+7 after-non-header@7+12"},
	{"8-bit name", N0("\xc3\xa9: x\n" RECEIVED), "Received= a",
	  "non-header-line@0+6 8bit-header@0+2 after-non-header@6+12"},
	{"all fields below are told", N0("x\n" RECEIVED "B: c\nD: e\n"),
	  "Received= a|B= c|D= e",
	  "non-header-line@0+2 after-non-header@2+22"},
	{"leading continuation", N0(" x\n\ty\n" RECEIVED "\n"), "Received= a",
	  "leading-continuation@0+6"},
	{"leading empty lines", N0("\n\r\n" RECEIVED "\nb"), "Received= a",
	  "leading-blank-line@0+3"},
	{"leading empty line, then a From_ line",
	  N0("\nFrom a\n" RECEIVED "\nb"), "Received= a",
	  "leading-blank-line@0+1 from-quoted@1+7"},
	{"leading empty line before text", N0("\nsome text\n"), "",
	  "leading-blank-line@0+1 no-trace@0+0"},
	{"empty lines alone", N0("\n\n"), "",
	  "leading-blank-line@0+2 no-trace@0+0"},
	{"BOM", N0(BOM RECEIVED "\n"), "Received= a", "bom@0+3"},
	{"From_ line", N0("From b Mon Jan  1 00:00:00 2001\n" RECEIVED "\n"),
	  "Received= a", "from-quoted@0+32"},
	{"From_ lines after a BOM", N0(BOM ">From b\n>From c\n" RECEIVED),
	  "Received= a", "bom@0+3 from-quoted@3+16"},
	{"From_ line, then an empty line", N0("From b\n\n" RECEIVED "\n"),
	  "Received= a", "from-quoted@0+7 leading-blank-line@7+1"},
	{"field From with a space", N0("From : b\n" RECEIVED), "From= b|Received= a",
	  "obs-space@4+1 trace-not-contiguous@9+12"},
	{"From_ line below is no field", N0(RECEIVED "From b\nC: d\n"),
	  "Received= a|C= d", "non-header-line@12+7 after-non-header@19+5"},
	{"mixed newlines", N0(RECEIVED "B: c\r\nC: d\n\n"),
	  "Received= a|B= c|C= d", "mixed-newline@12+6"},
	{"the empty line alone is mixed", N0("Received: a\r\n\n"),
	  "Received= a", "mixed-newline@13+1"},
	{"a mixed body is not looked at", N0(RECEIVED "\nb\r\n"), "Received= a",
	  ""},
	{"bare CR", N0("Received: a\rb\rc\n\n"), "Received= a\rb\rc",
	  "bare-cr@11+3"},
	{"bare CR before CRLF", N0("Received: a\r\r\n\r\n"), "Received= a\r",
	  "bare-cr@11+1"},
	{"bare CR and a field", N0("Received: a\rFrom : b\n\n"),
	  "Received= a\rFrom : b", "bare-cr@11+1 bare-cr-field@12+6"},
	{"bare CR in folding", N0("Received: a\n\rb: c\n\n"), "Received= a",
	  "non-header-line@12+6 bare-cr@12+1 bare-cr-field@13+2"},
	{"NUL", N0("Received: a\0b\0\nC: d\n\n"), NULL, "nul-in-header@11+3"},
	{"NUL on a line that is continued", N0("Received: \0\n b\n c\n\n"),
	  NULL, "nul-in-header@10+1"},
	{"NUL in a name", N0("a\0b: c\n" RECEIVED), "Received= a",
	  "non-header-line@0+7 nul-in-header@1+1 after-non-header@7+12"},
	{"UTF-8", N0("Received: \xc3\xa9 \xc3\xa9\n\n"),
	  "Received= \xc3\xa9 \xc3\xa9", "8bit-header@10+5"},
	{"no UTF-8", N0("Received: \xff\xc3\n\n"), "Received= \xff\xc3",
	  "invalid-utf8@10+2"},
	{"overlong UTF-8", N0("Received: \xc0\xaf\n\n"), "Received= \xc0\xaf",
	  "invalid-utf8@10+2"},
	{"controls", N0("Received: a\x01\tb\x7f" "c\n\n"),
	  "Received= a\x01\tb\x7f" "c", "control-char@11+4"},
	{"bidirectional override", N0("Received: \xe2\x80\xae" "x\n\n"),
	  "Received= \xe2\x80\xae" "x", "8bit-header@10+3 control-char@10+3"},
	{"C1 control", N0("Received: \xc2\x9b\n\n"), "Received= \xc2\x9b",
	  "8bit-header@10+2 control-char@10+2"},
	{"tabs are no controls", N0("Received:\ta\t\t\t\t\t\tb\n\tc\n\n"),
	  "Received=\ta\t\t\t\t\t\tb\n\tc", ""},
	{"one note of a kind a field",
	  N0("Received: \x01" "aaaaaaaaaa\x01\n b\x01\nC: \x01\n\n"),
	  "Received= \x01" "aaaaaaaaaa\x01\n b\x01|C= \x01",
	  "control-char@10+16 control-char@30+1"},
	{"repeated singletons",
	  N0("Received: a\nReceived: a\nFrom: b\nfrom: c\nSubject: d\n"
	     "SUBJECT : e\nfrom: f\n"),
	  "Received= a|Received= a|From= b|from= c|Subject= d|SUBJECT= e|from= f",
	  "duplicate-singleton@32+8 duplicate-singleton@51+12 "
	  "obs-space@58+1 duplicate-singleton@63+8"},
	{"no trace", N0("From: a\n\nReceived: b\n"), "From= a",
	  "no-trace@0+0"},
	{"trace below the author's fields",
	  N0(RECEIVED "Return-Path: <>\nDKIM-Signature: x\nX-A: b\n"
		      "ARC-Seal: x\nReceived: c\nDate: d\nReceived: e\n"),
	  "Received= a|Return-Path= <>|DKIM-Signature= x|X-A= b|ARC-Seal= x|"
	  "Received= c|Date= d|Received= e",
	  "trace-not-contiguous@85+12"},
	{"Content-Length that fits", N0(RECEIVED "Content-Length: 3 \n\nabc"),
	  "Received= a|Content-Length= 3 ", ""},
	{"Content-Length without the last newline",
	  N0(RECEIVED "Content-Length: 3\r\n\r\nabc\r\n"),
	  "Received= a|Content-Length= 3", "mixed-newline@12+19"},
	{"Content-Length too small", N0(RECEIVED "Content-Length: 3\n\nabcdef"),
	  "Received= a|Content-Length= 3", "content-length-mismatch@12+18"},
	{"Content-Length too large", N0(RECEIVED "Content-Length: 6\n\nabc"),
	  "Received= a|Content-Length= 6", "content-length-mismatch@12+18"},
	{"Content-Length without a body", N0(RECEIVED "Content-Length: 9\n"),
	  "Received= a|Content-Length= 9", "content-length-mismatch@12+18"},
	{"Content-Length that is no number",
	  N0(RECEIVED "Content-Length: -1\nContent-Length:\n\n"),
	  "Received= a|Content-Length= -1|Content-Length=",
	  "content-length-mismatch@12+19 content-length-mismatch@31+16"},
	{"Content-Length beyond all numbers",
	  N0(RECEIVED "Content-Length: 18446744073709551616\n\n"),
	  "Received= a|Content-Length= 18446744073709551616",
	  "content-length-mismatch@12+37"},
	{"trace below fields of others that stand below the author's",
	  N0(RECEIVED "From: b\nMIME-Version: 1.0\nX-A: b\nReceived: c\n"),
	  "Received= a|From= b|MIME-Version= 1.0|X-A= b|Received= c",
	  "trace-not-contiguous@45+12"},
	{"ends in a value", N0(RECEIVED "From: b"), "Received= a|From= b",
	  "truncated@12+7"},
	{"ends in a name", N0(RECEIVED "Fro"), "Received= a",
	  "truncated@12+3 non-header-line@12+3"},
	{"ends after the colon", N0(RECEIVED "From:"), "Received= a|From=",
	  "truncated@12+5"},
	{"ends in a folded line", N0("Received: a\r\n b\r"),
	  "Received= a\r\n b\r", "truncated@0+16 bare-cr@15+1"},
	{"ends before a field", N0(">From a\n"), "",
	  "from-quoted@0+8 no-trace@0+0"},
	{"nothing but a byte order mark", N0(BOM), "", "bom@0+3 no-trace@0+0"},
	{"UTF-16", N0("\xff\xfe" "F\0:\0\n\0\n\0"), "",
	  "truncated@0+10 non-header-line@0+10 invalid-utf8@0+2 no-trace@0+0 "
	  "nul-in-header@3+7"},
};
/* clang-format on */

START_TEST(fields_and_notes)
{
	const Row *row = &rows[_i];
	g_autoptr(HcMessage) message = read_message(row->bytes, row->length);
	g_autofree char *fields = write_fields(message);
	g_autofree char *notes = write_notes(message);

	if (row->fields != NULL)
		ck_assert_msg(strcmp(fields, row->fields) == 0,
		              "%s: fields\n%s\ninstead of\n%s", row->name,
		              fields, row->fields);
	ck_assert_msg(strcmp(notes, row->notes) == 0,
	              "%s: notes\n%s\ninstead of\n%s", row->name, notes,
	              row->notes);
}
END_TEST

/* Fields follow each other without a gap in a block that has nothing odd. */
/* Which fields stand once is a table by their names. */
static const char *const singletons[] = {
	"To",           "Cc",
	"Bcc",          "From",
	"Date",         "Sender",
	"Subject",      "Reply-To",
	"Message-ID",   "References",
	"In-Reply-To",  "Content-Type",
	"MIME-Version", "Content-Transfer-Encoding",
};

START_TEST(singletons_stand_once)
{
	const char *name = singletons[_i];
	g_autofree char *upper = g_ascii_strup(name, -1);
	g_autofree char *text = g_strdup_printf(
		RECEIVED "%s: x\nX-%s: x\n%s: y\n\n", name, name, upper);
	g_autofree char *expected = g_strdup_printf(
		"duplicate-singleton@%u+%u",
		(unsigned)(strlen(RECEIVED) + 2 * strlen(name) + 10),
		(unsigned)strlen(name) + 4);
	g_autoptr(HcMessage) message = read_message(text, strlen(text));
	g_autofree char *notes = write_notes(message);

	ck_assert_msg(strcmp(notes, expected) == 0, "%s: %s, not %s", name,
	              notes, expected);
}
END_TEST

START_TEST(spans_cover_the_block)
{
	static const char bytes[] = "Received: a\r\n b\r\nB:c\r\n\r\nbody";
	g_autoptr(HcMessage) message = read_message(N0(bytes));
	const HcField *first = hc_message_field(message, 0);
	const HcField *second = hc_message_field(message, 1);

	ck_assert_uint_eq(first->where.offset, 0);
	ck_assert_uint_eq(first->where.length, 17);
	ck_assert_uint_eq(first->value.offset, 9);
	ck_assert_uint_eq(first->value.length, 6);
	ck_assert_uint_eq(second->where.offset, 17);
	ck_assert_uint_eq(second->where.length, 5);
	ck_assert_uint_eq(second->name.length, 1);
	ck_assert_uint_eq(second->value.offset, 19);
	ck_assert_uint_eq(second->value.length, 1);
}
END_TEST

START_TEST(names_are_found_in_any_case)
{
	g_autoptr(HcMessage) message = read_message(
		N0("received: a\nX: b\nRECEIVED : c\nReceived-SPF: d\n\n"));

	ck_assert_uint_eq(hc_message_find(message, "Received", 0), 0);
	ck_assert_uint_eq(hc_message_find(message, "Received", 1), 2);
	ck_assert_uint_eq(hc_message_find(message, "Received", 3), SIZE_MAX);
	ck_assert_uint_eq(hc_message_find(message, "Received", 99), SIZE_MAX);
	ck_assert_uint_eq(hc_message_find(message, "", 0), SIZE_MAX);
	ck_assert(hc_message_field_is(message, 2, "reCeived"));
	ck_assert(!hc_message_field_is(message, 3, "Received"));
}
END_TEST

static const struct {
	const char *name;
	const char *value;
	size_t length;
	const char *text;
	const char *display;
} texts[] = {
	{"plain",				   N0(" a b"),			      " a b",      " a b"                             },
	{"folded",				  N0(" a\r\n\tb\n c"),                     " a\tb c",   " a\tb c"                          },
	{"bare CR stays",			   N0(" a\rb"),                             " a\rb",     " a\rb"                            },
	{"NUL",				     N0(" a\0b"),
         " a\xef\xbf\xbd"
         "b",                                                                                             " a\xef\xbf\xbd"
         "b"														    },
	{"8-bit",				   N0(" \xff"),                             " \xff",     " \xff"                            },
	{"UTF-8",				   N0(" \xc3\xa9"),                         " \xc3\xa9", " \xc3\xa9"                        },
	{"encoded word, Q",                         N0(" =?utf-8?Q?caf=C3=A9?="),
         " =?utf-8?Q?caf=C3=A9?=",									" caf\xc3\xa9"                     },
	{"encoded word, B",                         N0(" =?ISO-8859-1?B?6Q==?="),
         " =?ISO-8859-1?B?6Q==?=",									" \xc3\xa9"                        },
	{"encoded word with language (RFC 2231)",
         N0(" =?iso-8859-15*fr?q?=A4?="),
         " =?iso-8859-15*fr?q?=A4?=",								     " \xe2\x82\xac"                    },
	{"encoded words, folded",                   N0(" =?utf-8?q?a?=\r\n =?utf-8?q?b?="),
         " =?utf-8?q?a?= =?utf-8?q?b?=",								  " ab"                              },
	{"unknown charset",                         N0(" =?utf-8?q?=41?= =?x-evil?q?=42?="),
         " =?utf-8?q?=41?= =?x-evil?q?=42?=",                                                             " =?utf-8?q?=41?= =?x-evil?q?=42?="},
	{"charset with a converter that had holes",
         N0(" =?iso-2022-cn-ext?q?=41?="),
         " =?iso-2022-cn-ext?q?=41?=",								    " =?iso-2022-cn-ext?q?=41?="       },
	{"no encoded word",                         N0(" a =? b"),                           " a =? b",   " a =? b"                          },
};

START_TEST(values_as_text_and_for_display)
{
	g_autoptr(GString) bytes = g_string_new("Subject:");

	g_string_append_len(bytes, texts[_i].value, (gssize)texts[_i].length);
	g_string_append(bytes, "\n\n");

	g_autoptr(HcMessage) message = read_message(bytes->str, bytes->len);
	HcSpan value = hc_message_field(message, 0)->value;
	g_autofree char *text = hc_message_text(message, value);
	g_autofree char *display = hc_message_display(message, value);

	ck_assert_msg(strcmp(text, texts[_i].text) == 0, "%s: text %s",
	              texts[_i].name, text);
	ck_assert_msg(strcmp(display, texts[_i].display) == 0, "%s: display %s",
	              texts[_i].name, display);
}
END_TEST

START_TEST(long_values_are_shown_undecoded)
{
	g_autoptr(GString) bytes = g_string_new("Subject: =?utf-8?q?=41?=");

	while (bytes->len <= HC_DISPLAY_MAX + 8)
		g_string_append_c(bytes, 'x');
	g_string_append(bytes, "\n\n");

	g_autoptr(HcMessage) message = read_message(bytes->str, bytes->len);
	g_autofree char *display = hc_message_display(
		message, hc_message_field(message, 0)->value);

	ck_assert_ptr_nonnull(strstr(display, "=?utf-8?q?=41?="));
}
END_TEST

static unsigned
count_notes(const HcMessage *message, HcNoteCode code)
{
	size_t count;
	const HcNote *notes = hc_message_notes(message, &count);
	unsigned found = 0;

	for (size_t i = 0; i < count; i++)
		found += notes[i].code == code;
	return found;
}

/* A message of @p count equal fields. */
static HcMessage *
read_many(const char *field, unsigned count)
{
	g_autoptr(GString) bytes = g_string_new(NULL);

	for (unsigned i = 0; i < count; i++)
		g_string_append(bytes, field);
	g_string_append(bytes, "\n");
	return read_message(bytes->str, bytes->len);
}

static const struct {
	const char *name;
	const char *field;
	unsigned count;
	unsigned fields;
	unsigned too_many_hops;
	unsigned limit_reached;
} many_rows[] = {
	{"100 hops",      RECEIVED, 100,                 100,                 0, 0},
	{"101 hops",      RECEIVED, 101,                 101,                 1, 0},
	{"1,000 hops",    RECEIVED, HC_RECEIVED_MAX,     HC_RECEIVED_MAX,     1, 0},
	{"1,001 hops",    RECEIVED, HC_RECEIVED_MAX + 1, HC_RECEIVED_MAX + 1, 1,
         1									},
	{"20,000 fields", "A: b\n", HC_FIELDS_MAX,       HC_FIELDS_MAX,       0, 0},
	{"20,001 fields", "A: b\n", HC_FIELDS_MAX + 1,   HC_FIELDS_MAX,       0, 1},
 /* Behind the limit those of the trace still count. */
	{"20,003 hops",   RECEIVED, HC_FIELDS_MAX + 3,   HC_FIELDS_MAX + 3,   1, 2},
};

START_TEST(counts_have_limits)
{
	g_autoptr(HcMessage) message =
		read_many(many_rows[_i].field, many_rows[_i].count);

	ck_assert_msg(hc_message_field_count(message) == many_rows[_i].fields,
	              "%s: fields", many_rows[_i].name);
	ck_assert_msg(count_notes(message, HC_NOTE_TOO_MANY_HOPS) ==
	                      many_rows[_i].too_many_hops,
	              "%s: hops", many_rows[_i].name);
	ck_assert_msg(count_notes(message, HC_NOTE_LIMIT_REACHED) ==
	                      many_rows[_i].limit_reached,
	              "%s: limit", many_rows[_i].name);
}
END_TEST

START_TEST(hops_behind_the_limit_are_found)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autofree char *fields = NULL;

	for (unsigned i = 1; i < HC_FIELDS_MAX; i++)
		g_string_append(bytes, "A: b\n");
	g_string_append(bytes, "C: d\n e\n f\nreceived :a\r\n\tb\nG: h\n"
	                       " Received: i\nReceived: j\n\n"
	                       "Received: k\n");

	g_autoptr(HcMessage) message = read_message(bytes->str, bytes->len);

	fields = write_fields(message);
	ck_assert_uint_eq(hc_message_field_count(message), HC_FIELDS_MAX + 2);
	ck_assert_msg(
		g_str_has_suffix(fields,
	                         "|C= d\n e\n f|received=a\r\n\tb|Received= j"),
		"%s", fields + strlen(fields) - 60);
	ck_assert_uint_eq(count_notes(message, HC_NOTE_LIMIT_REACHED), 1);
	ck_assert_uint_eq(count_notes(message, HC_NOTE_NO_TRACE), 0);
}
END_TEST

static const struct {
	const char *name;
	unsigned line; /* octets of each line of the value */
	unsigned lines;
	unsigned long_line;
	unsigned limit_reached;
	unsigned truncated;
} long_rows[] = {
	{"line of 998",        998, 1,     0, 0, 0},
	{"line of 999",        999, 1,     1, 0, 0},
	{"two lines of 999",   999, 2,     1, 0, 0},
	{"field within 1 MiB", 500, 2000,  0, 0, 0},
	{"field over 1 MiB",   500, 2200,  0, 1, 0},
 /* The field's limit and the block's. */
	{"block over 10 MiB",  500, 21000, 0, 2, 0},
};

START_TEST(lengths_have_limits)
{
	g_autoptr(GString) bytes = g_string_new("A:");

	for (unsigned i = 0; i < long_rows[_i].lines; i++) {
		unsigned used = i == 0 ? 2 : 0;

		for (unsigned j = used; j < long_rows[_i].line; j++)
			g_string_append_c(bytes, ' ');
		g_string_append_c(bytes, '\n');
	}
	g_string_append(bytes, "\nbody");

	g_autoptr(HcMessage) message = read_message(bytes->str, bytes->len);

	ck_assert_uint_eq(hc_message_field_count(message), 1);
	ck_assert_msg(count_notes(message, HC_NOTE_LONG_LINE) ==
	                      long_rows[_i].long_line,
	              "%s: long line", long_rows[_i].name);
	ck_assert_msg(count_notes(message, HC_NOTE_LIMIT_REACHED) ==
	                      long_rows[_i].limit_reached,
	              "%s: limit", long_rows[_i].name);
	ck_assert_msg(count_notes(message, HC_NOTE_TRUNCATED) ==
	                      long_rows[_i].truncated,
	              "%s: truncated", long_rows[_i].name);
}
END_TEST

/* What stands below them may be a field, but was not kept. */
START_TEST(empty_lines_have_a_limit)
{
	const size_t length = HC_HEADER_BLOCK_MAX + 1;
	g_autofree char *empty = g_strnfill(length, '\n');
	g_autoptr(GString) bytes = g_string_new_len(empty, (gssize)length);

	g_string_append(bytes, RECEIVED "\n");

	g_autoptr(HcMessage) message = read_message(bytes->str, bytes->len);

	ck_assert(hc_raw_place(hc_message_raw(message))->header_cut);
	ck_assert_uint_eq(count_notes(message, HC_NOTE_LEADING_BLANK_LINE), 1);
	ck_assert_uint_eq(count_notes(message, HC_NOTE_LIMIT_REACHED), 1);
}
END_TEST

/* Notes stay few where each line is odd. */
START_TEST(odd_lines_make_few_notes)
{
	g_autoptr(HcMessage) junk = read_many("x\x01\r\xff\n", 50000);
	size_t count;

	hc_message_notes(junk, &count);
	ck_assert_uint_le(count, 8);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("message");
	TCase *cases = tcase_create("rows");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(cases, fields_and_notes, 0, G_N_ELEMENTS(rows));
	tcase_add_loop_test(cases, singletons_stand_once, 0,
	                    G_N_ELEMENTS(singletons));
	tcase_add_test(cases, spans_cover_the_block);
	tcase_add_test(cases, names_are_found_in_any_case);
	tcase_add_loop_test(cases, values_as_text_and_for_display, 0,
	                    G_N_ELEMENTS(texts));
	tcase_add_test(cases, long_values_are_shown_undecoded);
	tcase_add_loop_test(cases, counts_have_limits, 0,
	                    G_N_ELEMENTS(many_rows));
	tcase_add_test(cases, hops_behind_the_limit_are_found);
	tcase_add_loop_test(cases, lengths_have_limits, 0,
	                    G_N_ELEMENTS(long_rows));
	tcase_add_test(cases, empty_lines_have_a_limit);
	tcase_add_test(cases, odd_lines_make_few_notes);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
