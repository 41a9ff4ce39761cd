/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_source.c - inputs: every byte accounted for, every message found. */
#include "config.h"

#include <check.h>

#include "exact.h"
#include "feed.h"
#include "from-line.h"
#include "hopcheck.h"
#include "kind.h"
#include "limit.h"
#include "mbox.h"
#include "source.h"

/* A dated From_ line, and one without a date. */
#define D "From a@example.org Mon Jan  1 00:00:00 2001\n"
#define B "From a@example.org\n"

#define BOM "\xef\xbb\xbf"

/* The header of a multipart, and the start of its first part. */
#define M "Content-Type: multipart/mixed; boundary=\"x y\"\n\n"
#define OPEN "--x y\n\na\n"

typedef struct {
	const char *name;
	const char *input;
	HcKind kind;             /* declared */
	HcKind found;            /* what it is then */
	const char *messages[4]; /* bytes of each, in order */
	unsigned separator_bytes;
	unsigned unparsed_bytes;
	const char *regions; /* tokens, in order of place */
} MboxRow;

#define AUTO HC_KIND_AUTO
#define EML HC_KIND_EML
#define MBOX HC_KIND_MBOX

/* clang-format off */
static const MboxRow mbox_rows[] = {
	{"no bytes", "", AUTO, EML, {NULL}, 0, 0, ""},
	{"no bytes, a mailbox", "", MBOX, MBOX, {NULL}, 0, 0, ""},
	{"BOM alone", BOM, AUTO, EML, {NULL}, 0, 3, "unparsed-region"},
	{"lines, no field", "a\nb \n c: d\n\ne: f\n", AUTO, EML, {NULL}, 0,
	  17, "unparsed-region"},
	{"empty lines", "\n\r\n\n", AUTO, EML, {NULL}, 0, 4, "unparsed-region"},
	{"empty lines, text, a field", "\na\nb: c\n", AUTO, EML, {NULL}, 0, 8,
	  "unparsed-region"},
	{"a cut name", BOM ">From a\nRecei", AUTO, EML, {NULL}, 0, 16,
	  "unparsed-region"},
	{"a field behind lines that are none", "a\n b\nC \t: d", AUTO, EML,
	  {"a\n b\nC \t: d"}, 0, 0, ""},
	{"a field behind empty lines, twice", "\n>From a\n\nb: c\n", AUTO, EML,
	  {NULL}, 0, 15, "unparsed-region"},
	{"a field behind empty lines", BOM "\r\n>From a\nb:", AUTO, EML,
	  {BOM "\r\n>From a\nb:"}, 0, 0, ""},
	{"BOM alone, a mailbox", BOM, MBOX, MBOX, {NULL}, 3, 0, ""},
	{"one message", "A: b\n\nc\n", AUTO, EML, {"A: b\n\nc\n"}, 0, 0, ""},
	{"From_ line in a file declared one message", D "A: b\n", EML, EML,
	  {D "A: b\n"}, 0, 0, ""},
	{"field From with a space is no mailbox", "From : a\n\nb\n", AUTO, EML,
	  {"From : a\n\nb\n"}, 0, 0, ""},
	{"mailbox of one", D "A: b\n\nc\n", AUTO, MBOX, {"A: b\n\nc\n"}, 44,
	  0, ""},
	{"mailbox after a BOM", BOM D "A: b\n", AUTO, MBOX, {"A: b\n"}, 47,
	  0, ""},
	{"empty line at the end is a separator", D "A: b\n\nc\n\n", AUTO, MBOX,
	  {"A: b\n\nc\n"}, 45, 0, ""},
	{"two empty lines at the end", D "A: b\n\n\n", AUTO, MBOX,
	  {"A: b\n\n"}, 45, 0, ""},
	{"mailbox of two", D "A: b\n\nc\n\n" D "D: e\n\nf\n\n", AUTO, MBOX,
	  {"A: b\n\nc\n", "D: e\n\nf\n"}, 90, 0, ""},
	{"no newline at the end", D "A: b\n\nc\n\n" D "D: e\n\nf", AUTO, MBOX,
	  {"A: b\n\nc\n", "D: e\n\nf"}, 89, 0, ""},
	{"CRLF",
	  "From a Mon Jan  1 00:00:00 2001\r\nA: b\r\n\r\nc\r\n\r\n"
	  "From a Mon Jan  1 00:00:00 2001\r\nD: e\r\n\r\n",
	  AUTO, MBOX, {"A: b\r\n\r\nc\r\n", "D: e\r\n"}, 70, 0, ""},
	{"CRLF before a From_ line with LF", D "A: b\r\n\r\n" D "D: e\n", AUTO,
	  MBOX, {"A: b\r\n", "D: e\n"}, 90, 0, ""},
	{"a separator within what Content-Length counts",
	  D "A: b\nContent-Length: 55\n\nc\n\n" D "D: e\n\nf\n", AUTO, MBOX,
	  {"A: b\nContent-Length: 55\n\nc\n", "D: e\n\nf\n"}, 89, 0,
	  "separator-in-body"},
	{"two CRs make no empty line", D "A: b\n\r\r\n" D "D: e\n", AUTO, MBOX,
	  {"A: b\n\r\r\n" D "D: e\n"}, 44, 0, "unspaced-from"},
	{"mboxrd quoting stays", D "A: b\n\n>From c\n>>From d\n", AUTO, MBOX,
	  {"A: b\n\n>From c\n>>From d\n"}, 44, 0, ""},
	{"mboxo: From_ in a body without an empty line",
	  D "A: b\n\nc\n" D "d\n", AUTO, MBOX, {"A: b\n\nc\n" D "d\n"}, 44, 0,
	  "unspaced-from"},
	{"From_ in a body after an empty line",
	  D "A: b\n\nc\n\nFrom here on\nall is text\n", AUTO, MBOX,
	  {"A: b\n\nc\n\nFrom here on\nall is text\n"}, 44, 0,
	  "unquoted-from"},
	{"From_ in a body after an empty line, with CRLF",
	  D "A: b\r\n\r\nc\r\n\r\nFrom here on\r\nall is text\r\n", AUTO, MBOX,
	  {"A: b\r\n\r\nc\r\n\r\nFrom here on\r\nall is text\r\n"}, 44, 0,
	  "unquoted-from"},
	{"a time without a year is no date",
	  D "A: b\n\nFrom 10:30 to 11:30\ntext\n", AUTO, MBOX,
	  {"A: b\n\nFrom 10:30 to 11:30\ntext\n"}, 44, 0, "unquoted-from"},
	{"a zone is no year", D "A: b\n\nFrom 10:30 +1100\ntext\n", AUTO, MBOX,
	  {"A: b\n\nFrom 10:30 +1100\ntext\n"}, 44, 0, "unquoted-from"},
	{"From_ without date, a field follows", B "A: b\n\n" B "D: e\n", AUTO,
	  MBOX, {"A: b\n", "D: e\n"}, 39, 0, ""},
	{"From_ without date, a field with a space follows",
	  B "A: b\n\n" B "D \t: e\n", AUTO, MBOX, {"A: b\n", "D \t: e\n"}, 39,
	  0, ""},
	{"From_ without date, a quoted one follows",
	  B "A: b\n\n" B ">From x\nD: e\n", AUTO, MBOX,
	  {"A: b\n", ">From x\nD: e\n"}, 39, 0, ""},
	{"what only begins like a quoted From_ line is text",
	  B "A: b\n\n" B "> From x\n", AUTO, MBOX,
	  {"A: b\n\n" B "> From x\n"}, 19, 0, "unquoted-from"},
	{"a quote sign at the end", D "A: b\n\n>", AUTO, MBOX,
	  {"A: b\n\n>"}, 44, 0, ""},
	{"quoted From_ without its space is text",
	  B "A: b\n\n" B ">Fromage\n", AUTO, MBOX,
	  {"A: b\n\n" B ">Fromage\n"}, 19, 0, "unquoted-from"},
	{"From_ without date, a continuation follows",
	  B "A: b\n\n" B " D: e\n", AUTO, MBOX, {"A: b\n\n" B " D: e\n"}, 19,
	  0, "unquoted-from"},
	{"From_ without date, an empty line follows, then a separator",
	  D "A: b\n\n" B "\n" D "D: e\n", AUTO, MBOX,
	  {"A: b\n\n" B, "D: e\n"}, 89, 0, "unquoted-from"},
	{"From_ without date, a From_ line follows",
	  D "A: b\n\n" B "From c d\nE: f\n", AUTO, MBOX,
	  {"A: b\n\n" B "From c d\nE: f\n"}, 44, 0, "unquoted-from"},
	{"From_ without date at the end", D "A: b\n\n" B, AUTO, MBOX,
	  {"A: b\n\n" B}, 44, 0, "unquoted-from"},
	{"From_ without date, half a field at the end",
	  D "A: b\n\n" B "Recei", AUTO, MBOX, {"A: b\n\n" B "Recei"}, 44, 0,
	  "unquoted-from"},
	{"part of From at the end", D "A: b\n\nFro", AUTO, MBOX,
	  {"A: b\n\nFro"}, 44, 0, ""},
	{"dated From_ without newline at the end",
	  D "A: b\n\nFrom c Mon Jan  1 00:00:00 2001", AUTO, MBOX,
	  {"A: b\n", ""}, 76, 0, ""},
	{"field From with a space in a body", D "A: b\n\nFrom : 0:00 2001\nc\n",
	  AUTO, MBOX, {"A: b\n\nFrom : 0:00 2001\nc\n"}, 44, 0, ""},
	{"empty messages", D "\n" D "\n\n" D, AUTO, MBOX, {"", "\n", ""},
	  134, 0, ""},
	{"other form of From_ line", D "A: b\n\n" B "D: e\n", AUTO, MBOX,
	  {"A: b\n", "D: e\n"}, 64, 0, "separator-ambiguous"},
	{"text with a time and a year is cut, and said",
	  D "A: b\n\nFrom 2001 on, at 10:30 sharp\nc\n", AUTO, MBOX,
	  {"A: b\n", "c\n"}, 74, 0, "separator-ambiguous"},
#include "open-rows.inc"
	{"bytes before the first separator", "junk\n\n" D "A: b\n", MBOX, MBOX,
	  {"A: b\n"}, 45, 5, "unparsed-region"},
	{"first line no separator", "From here\non\n\n" D "A: b\n", AUTO, MBOX,
	  {"A: b\n"}, 45, 13, "unquoted-from unparsed-region"},
	{"a mailbox without a separator", "A: b\n\nc\n\n", MBOX, MBOX, {NULL},
	  0, 9, "unparsed-region"},
	{"UTF-16, little-endian", "\xff\xfe" "A", AUTO, EML,
	  {NULL}, 0, 3, "unparsed-region utf16"},
	{"UTF-16, big-endian, declared a mailbox", "\xfe\xff" "A", MBOX, MBOX,
	  {NULL}, 0, 3, "unparsed-region utf16"},
};
/* clang-format on */

static char *
region_tokens(const HcRegion *regions, size_t count)
{
	GString *tokens = g_string_new(NULL);

	for (size_t i = 0; i < count; i++)
		g_string_append_printf(tokens, "%s%s", i > 0 ? " " : "",
		                       hc_note_token(regions[i].code));
	return g_string_free(tokens, FALSE);
}

static void
check_message(const MboxRow *row, const HcRaw *raw, const char *expected)
{
	const HcPlace *place = hc_raw_place(raw);
	size_t header_length;
	const char *header = hc_raw_header(raw, &header_length);
	g_autofree char *sha256 =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, expected, -1);

	ck_assert_msg(place->length == strlen(expected) &&
	                      memcmp(row->input + place->offset, expected,
	                             place->length) == 0,
	              "%s: message %u at %u+%u", row->name,
	              (unsigned)place->number, (unsigned)place->offset,
	              (unsigned)place->length);
	ck_assert_msg(strcmp(place->sha256, sha256) == 0, "%s: digest",
	              row->name);
	ck_assert_msg(header_length <= place->length &&
	                      memcmp(header, expected, header_length) == 0,
	              "%s: header bytes", row->name);
}

static void
check_input(const MboxRow *row, const HcInput *input)
{
	g_autofree char *tokens =
		region_tokens(input->regions, input->region_count);
	g_autofree char *sha256 = g_compute_checksum_for_string(
		G_CHECKSUM_SHA256, row->input, -1);

	ck_assert_msg(input->complete && input->size == strlen(row->input),
	              "%s: not read to its end", row->name);
	ck_assert_msg(input->kind == row->found, "%s: kind %s", row->name,
	              hc_kind_token(input->kind));
	ck_assert_msg(input->message_bytes + input->separator_bytes +
	                              input->unparsed_bytes ==
	                      input->size,
	              "%s: bytes lost", row->name);
	ck_assert_msg(input->separator_bytes == row->separator_bytes,
	              "%s: %u separator bytes", row->name,
	              (unsigned)input->separator_bytes);
	ck_assert_msg(input->unparsed_bytes == row->unparsed_bytes,
	              "%s: %u bytes unparsed", row->name,
	              (unsigned)input->unparsed_bytes);
	ck_assert_msg(strcmp(tokens, row->regions) == 0, "%s: regions %s",
	              row->name, tokens);
	ck_assert_msg(strcmp(input->sha256, sha256) == 0, "%s: digest",
	              row->name);
}

START_TEST(every_byte_is_accounted_for)
{
	const MboxRow *row = &mbox_rows[_i];
	size_t length = strlen(row->input);
	char *copy = exact_copy(row->input, length);
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes(row->name, copy, length, row->kind);
	unsigned count = 0;

	for (;;) {
		g_autoptr(HcRaw) raw = NULL;

		ck_assert(hc_source_next(source, &raw, NULL));
		if (raw == NULL)
			break;
		ck_assert_msg(count < G_N_ELEMENTS(row->messages) &&
		                      row->messages[count] != NULL,
		              "%s: a message too many", row->name);
		check_message(row, raw, row->messages[count++]);
		ck_assert_uint_eq(hc_raw_place(raw)->number, count);
	}
	ck_assert_msg(count == G_N_ELEMENTS(row->messages) ||
	                      row->messages[count] == NULL,
	              "%s: %u messages", row->name, count);
	ck_assert_uint_eq(hc_source_input(source)->messages, count);
	check_input(row, hc_source_input(source));
	free(copy);
}
END_TEST

/* What a splitter says, as text: two runs are the same or differ there. */
static void
write_message(HcPart *part, void *data)
{
	char sha256[HC_DIGEST_HEX];
	HcDigestRun run;

	if (hc_part_waiting(part, &run))
		hc_digest_add_all(&run, 1);
	hc_digest_end(&part->digest, sha256);
	g_string_append_printf(
		data, "message %u+%u %s header %u %d\n", (unsigned)part->offset,
		(unsigned)part->length, sha256,
		part->header != NULL ? part->header->len : 0, part->header_cut);
}

static void
write_region(HcNoteCode code, uint64_t offset, uint64_t length, void *data)
{
	g_string_append_printf(data, "region %s %u+%u\n", hc_note_token(code),
	                       (unsigned)offset, (unsigned)length);
}

static char *
split(const char *input, size_t length, size_t piece, unsigned messages,
      bool digests_wait)
{
	GString *said = g_string_new(NULL);
	const HcMboxSink sink = {.message = write_message,
	                         .region = write_region,
	                         .data = said,
	                         .digests_wait = digests_wait};
	g_autoptr(HcMbox) mbox = hc_mbox_new(0, &sink);
	g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(HcDigestRun));

	for (size_t at = 0; at < length;) {
		size_t size = MIN(piece, length - at);
		char *copy = exact_copy(input + at, size);

		at += hc_mbox_push_some(mbox, copy, size, messages);
		hc_mbox_waiting(mbox, runs);
		ck_assert(digests_wait || runs->len == 0);
		hc_digest_add_all((HcDigestRun *)runs->data, runs->len);
		g_array_set_size(runs, 0);
		free(copy);
	}
	hc_mbox_end(mbox);
	g_string_append_printf(said, "separators %u unparsed %u\n",
	                       (unsigned)hc_mbox_separator_bytes(mbox),
	                       (unsigned)hc_mbox_unparsed_bytes(mbox));
	return g_string_free(said, FALSE);
}

static const size_t pieces[] = {1, 2, 3, 7, 64 << 10};

/* Say where two texts differ; libcheck takes no long ones. */
static void
check_same(const char *name, size_t piece, const char *expected,
           const char *found)
{
	size_t at = 0;

	while (expected[at] != '\0' && expected[at] == found[at])
		at++;
	while (at > 0 && expected[at - 1] != '\n')
		at--;
	ck_assert_msg(strcmp(expected, found) == 0,
	              "%s: in pieces of %u\n%.200s\ninstead of\n%.200s", name,
	              (unsigned)piece, found + at, expected + at);
}

static void
check_pieces(const char *name, const char *input, size_t length)
{
	g_autofree char *whole =
		split(input, length, MAX(length, 1), UINT_MAX, false);

	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autofree char *cut =
			split(input, length, pieces[i], UINT_MAX, false);
		g_autofree char *late =
			split(input, length, pieces[i], 1, true);

		check_same(name, pieces[i], whole, cut);
		check_same(name, pieces[i], whole, late);
	}
}

START_TEST(piece_size_does_not_matter)
{
	const MboxRow *row = &mbox_rows[_i];

	check_pieces(row->name, row->input, strlen(row->input));
}
END_TEST

/* Long enough for the fast path and for pieces of 64 KiB: bodies with runs of
 * what can begin a separator, at every distance from a piece's end. */
START_TEST(piece_size_does_not_matter_for_long_input)
{
	g_autoptr(GString) input = g_string_new(NULL);
	static const char *const bits[] = {
		"\n",
		"\r\n",
		"From ",
		"From x 1:00 2001\n",
		"\r",
		"A: b",
		"text\n",
		">From x\n",
		B,
		D,
		"x",
		"\n\nFrom : ",
		"\n\r\nFrom",
		"1999 12:30 ",
		"\n\n" D M OPEN,
		"\n--x y\n",
		"\n--x y--\n",
	};
	uint32_t state = 1;

	while (input->len < (200 << 10)) {
		state = state * 1664525 + 1013904223;
		g_string_append(input,
		                bits[(state >> 16) % G_N_ELEMENTS(bits)]);
		for (uint32_t fill = (state >> 24) % 40; fill > 30; fill--)
			g_string_append(input, "fill the line with text ");
	}
	check_pieces("long input", input->str, input->len);
}
END_TEST

/* What is kept of a header block while a long line is undecided goes away
 * again when it turns out to be a separator. */
START_TEST(undecided_bytes_cut_no_header)
{
	g_autoptr(GString) input = g_string_new(D "\nFrom ");

	while (input->len < HC_HEADER_BLOCK_MAX + (200 << 10))
		g_string_append(input, "a long line that is not yet decided ");
	g_string_append(input, "\nA: b\n");

	g_autofree char *whole =
		split(input->str, input->len, input->len, UINT_MAX, false);
	g_autofree char *cut =
		split(input->str, input->len, 64 << 10, UINT_MAX, false);

	check_same("undecided", 64 << 10, whole, cut);
	ck_assert_ptr_nonnull(strstr(cut, "message 44+0 "));
	ck_assert_ptr_nonnull(strstr(cut, " header 0 0\n"));
	ck_assert_ptr_nonnull(strstr(cut, " header 5 0\n"));
}
END_TEST

/* Neither the From_ line nor the one after it has a limit. */
START_TEST(long_lines_are_decided)
{
	g_autoptr(GString) input = g_string_new(D "A: b\n\nFrom ");

	for (unsigned i = 0; i < 100000; i++)
		g_string_append(input, "x");
	g_string_append(input, "\n");
	for (unsigned i = 0; i < 300000; i++)
		g_string_append(input, "N");
	g_string_append(input, ": v\n");

	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"long", input->str, input->len, HC_KIND_AUTO);
	g_autoptr(HcRaw) first = NULL;
	g_autoptr(HcRaw) second = NULL;

	ck_assert(hc_source_next(source, &first, NULL));
	ck_assert(hc_source_next(source, &second, NULL));
	ck_assert_ptr_nonnull(second);
	ck_assert_uint_eq(hc_raw_place(first)->length, 5);
	ck_assert_uint_eq(hc_raw_place(second)->length, 300000 + 4);
}
END_TEST

typedef struct {
	const char *name;
	const char *rest; /* after "From " */
	HcFromForm form;
	bool is_field;
} FromRow;

static const FromRow from_rows[] = {
	{"asctime",		       "a@b Mon Jan  1 00:00:00 2001",     HC_FROM_ASCTIME, false},
	{"asctime without seconds",       "a Tue Feb 12 9:00 1999",           HC_FROM_ASCTIME,
         false										      },
	{"asctime with zone",             "a Mon Jan 1 00:00:00 2001 +0100",
         HC_FROM_ASCTIME,								      false},
	{"asctime without year",          "a Mon Jan 1 00:00:00",             HC_FROM_BARE,    false},
	{"RFC 5322 order",                "a Mon, 1 Jan 2001 00:00:00 +0000", HC_FROM_DATED,
         false										      },
	{"ISO 8601",		      "a 2001-01-01T00:00:00Z",           HC_FROM_DATED,   false},
	{"year first",                    "2001 at 10:30",                    HC_FROM_DATED,   false},
	{"asctime, a month's whole name", "a Mon January 1 00:00:00 2001",
         HC_FROM_DATED,									false},
	{"asctime, no month's name",      "a Mon Jab 1 00:00:00 2001",        HC_FROM_DATED,
         false										      },
	{"asctime, day of three digits",  "a Mon Jan 001 00:00:00 2001",
         HC_FROM_DATED,									false},
	{"asctime, day with a letter",    "a Mon Jan 1x 00:00:00 2001",
         HC_FROM_DATED,									false},
	{"asctime, a word for a day",     "a Mon Jan x 00:00:00 2001",
         HC_FROM_DATED,									false},
	{"asctime, time too short",       "a Mon Jan 1 0:0 10:00 2001",       HC_FROM_DATED,
         false										      },
	{"asctime, a word for a time",    "a Mon Jan 1 noon 10:00 2001",
         HC_FROM_DATED,									false},
	{"asctime, time without a colon", "a Mon Jan 1 1000h 10:00 2001",
         HC_FROM_DATED,									false},
	{"year of six digits",            "a 10:00 200111",                   HC_FROM_BARE,    false},
	{"hour of three digits",          "a 100:00 2001",                    HC_FROM_BARE,    false},
	{"minutes of three digits",       "a 10:000 2001",                    HC_FROM_BARE,    false},
	{"minute of one digit",           "a 10:0 2001",                      HC_FROM_BARE,    false},
	{"hour and colon apart",          "a 10: 00 2001",                    HC_FROM_BARE,    false},
	{"year of five digits",           "a 10:00 20011",                    HC_FROM_BARE,    false},
	{"zone for a year",               "a 10:00 +1200",                    HC_FROM_BARE,    false},
	{"year too late",                 "a 10:00 3000",                     HC_FROM_BARE,    false},
	{"nothing",		       "",				 HC_FROM_BARE,    false},
	{"field",			 ": a",			      HC_FROM_BARE,    true },
	{"field after tab",               " \t: a",                           HC_FROM_BARE,    true },
	{"colon later",                   "a: b",                             HC_FROM_BARE,    false},
	{"asctime with CR",               "a@b Mon Jan  1 00:00:00 2001\r",   HC_FROM_ASCTIME,
         false										      },
	{"asctime, more words",           "a b@c Mon Jan 10 00:00:00 2001",
         HC_FROM_ASCTIME,								      false},
	{"asctime after a field",         ": a Mon Jan  1 00:00:00 2001",
         HC_FROM_ASCTIME,								      true },
	{"asctime after a blank",         " a@b Mon Jan  1 00:00:00 2001",
         HC_FROM_ASCTIME,								      false},
	{"asctime alone",                 "Mon Jan  1 00:00:00 2001",         HC_FROM_ASCTIME, false},
	{"asctime, no sender",            " Mon Jan  1 00:00:00 2001",        HC_FROM_ASCTIME,
         false										      },
	{"asctime glued",                 "a@bMon Jan  1 00:00:00 2001",      HC_FROM_DATED,   false},
	{"asctime too late",              "a@b Mon Jan  1 00:00:00 3000",     HC_FROM_BARE,
         false										      },
	{"at sign first",                 "@b Mon Jan  1 00:00:00 2001",      HC_FROM_ASCTIME,
         false										      },
	{"at sign last",                  "a@ Mon Jan  1 00:00:00 2001",      HC_FROM_ASCTIME, false},
	{"at signs",		      "@a@b Mon Jan  1 00:00:00 2001",    HC_FROM_ASCTIME, false},
};

START_TEST(from_lines_are_told_apart)
{
	const FromRow *row = &from_rows[_i];
	size_t length = strlen(row->rest);
	char *copy = exact_copy(row->rest, length);

	for (size_t cut = 0; cut <= length; cut++) {
		HcFromLine line;

		hc_from_line_begin(&line);
		hc_from_line_add(&line, copy, cut);
		hc_from_line_add(&line, copy + cut, length - cut);
		hc_from_line_end(&line);
		ck_assert_msg(hc_from_line_form(&line) == row->form,
		              "%s, cut at %u", row->name, (unsigned)cut);
		ck_assert_msg(line.is_field == row->is_field,
		              "%s: field, cut at %u", row->name, (unsigned)cut);

		HcFromLine rest;

		hc_from_line_begin(&rest);
		hc_from_line_add(&rest, copy, cut);
		hc_from_line_finish(&rest, copy + cut, length - cut);
		ck_assert_msg(hc_from_line_form(&rest) == row->form &&
		                      rest.is_field == row->is_field &&
		                      hc_from_line_is_strict(&rest) ==
		                              hc_from_line_is_strict(&line),
		              "%s: finished at %u", row->name, (unsigned)cut);
	}
	free(copy);
}
END_TEST

#define WIDE(text) text, sizeof(text) - 1

static const struct {
	const char *name;
	const char *bytes;
	size_t length;
	bool is_wide;
} wide_rows[] = {
	{"UTF-16LE mark",
         WIDE("\xff\xfe"
              "F\0"),
         true					    },
	{"UTF-16BE mark", WIDE("\xfe\xff\0F"),      true },
	{"UTF-32BE mark", WIDE("\0\0\xfe\xff"),     true },
	{"UTF-16LE",      WIDE("F\0r\0o\0m\0:\0"),  true },
	{"UTF-16BE",      WIDE("\0F\0r\0o\0m\0:"),  true },
	{"UTF-32LE",      WIDE("F\0\0\0r\0\0\0"),   true },
	{"UTF-32BE",      WIDE("\0\0\0F\0\0\0r"),   true },
	{"ASCII",         WIDE("From: a@b"),        false},
	{"a NUL inside",  WIDE("F\0rom: a@b"),      false},
	{"NULs alone",    WIDE("\0\0\0\0\0\0\0\0"), false},
	{"two octets",    WIDE("F\0"),              false},
	{"UTF-8 mark",    WIDE(BOM "F"),            false},
};

START_TEST(wide_text_is_seen)
{
	size_t length = wide_rows[_i].length;
	char *copy = exact_copy(wide_rows[_i].bytes, length);

	ck_assert_msg(hc_kind_is_wide(copy, length) == wide_rows[_i].is_wide,
	              "%s", wide_rows[_i].name);
	free(copy);
}
END_TEST

static const struct {
	const char *name;
	const char *message;
	const char *header;
} header_rows[] = {
	{"plain",			       "A: b\n\nc: d\n\n",     "A: b\n\n"       },
	{"CRLF",				"A: b\r\n\r\nc: d\r\n", "A: b\r\n\r\n"   },
	{"blank with white space ends nothing", "A: b\n \nc: d\n\ne",
         "A: b\n \nc: d\n\n"							     },
	{"leading empty lines before a field",  "\n\nA: b\n\nc",        "\n\nA: b\n\n"   },
	{"leading empty line before text",      "\ntext: no\n",         "\ntext: no\n"   },
	{"leading empty line before words",     "\nsome text\nmore\n",
         "\nsome text\n"								 },
	{"BOM and empty line",                  BOM "\nA: b\n\nc",      BOM "\nA: b\n\n" },
	{"BOM and a line of one letter",        BOM "a\nA: b\n\nc",     BOM "a\nA: b\n\n"},
	{"From_ line and empty line",           D "\nA: b\n\nc",        D "\nA: b\n\n"   },
	{"field From",			  "From : a\n\nb\n\n",    "From : a\n\n"   },
	{"junk first",			  "junk\n\nb\n",          "junk\n\n"       },
	{"to the end",			  "A: b",                 "A: b"           },
};

START_TEST(header_block_is_kept)
{
	const char *message = header_rows[_i].message;
	size_t length = strlen(message);
	size_t header_length;
	char *copy = exact_copy(message, length);

	for (size_t piece = 1; piece <= length; piece++) {
		HcPart part;

		hc_part_begin(&part, 0, true);
		for (size_t at = 0; at < length; at += piece)
			hc_part_add(&part, copy + at, MIN(piece, length - at));
		header_length = part.header->len;
		ck_assert_msg(header_length == strlen(header_rows[_i].header) &&
		                      memcmp(part.header->data, message,
		                             header_length) == 0,
		              "%s: %u bytes kept, pieces of %u",
		              header_rows[_i].name, (unsigned)header_length,
		              (unsigned)piece);
		hc_part_clear(&part);
	}
	free(copy);
}
END_TEST

START_TEST(long_header_block_is_cut)
{
	size_t length = HC_HEADER_BLOCK_MAX + 1;
	char *bytes = malloc(length);
	size_t header_length;

	memset(bytes, 'a', length);
	memcpy(bytes, "A: ", 3);

	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("long", bytes, length, HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert(hc_raw_place(raw)->header_cut);
	ck_assert_uint_eq(hc_raw_place(raw)->length, length);
	hc_raw_header(raw, &header_length);
	ck_assert_uint_eq(header_length, HC_HEADER_BLOCK_MAX);
	free(bytes);
}
END_TEST

START_TEST(regions_are_limited_and_counted)
{
	g_autoptr(GString) input = g_string_new(D "A: b\n");

	for (unsigned i = 0; i < HC_REGIONS_MAX + 5; i++)
		g_string_append(input, "\nFrom x\n");

	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"many", input->str, input->len, HC_KIND_AUTO);
	g_autoptr(HcRaw) raw = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_uint_eq(hc_source_input(source)->region_count,
	                  HC_REGIONS_MAX);
	ck_assert_uint_eq(hc_source_input(source)->region_total,
	                  HC_REGIONS_MAX + 5);
}
END_TEST

/* Bytes that come some at a time; those that came before are gone. */
typedef struct {
	const char *left;
	size_t length, most;
	char *piece;
} Pieces;

static bool
give_piece(void *data, const char **data_out, size_t *length_out,
           GError **error)
{
	Pieces *pieces = data;

	(void)error;
	free(pieces->piece);
	*length_out = MIN(pieces->length, pieces->most);
	*data_out = pieces->piece = exact_copy(pieces->left, *length_out);
	pieces->left += *length_out;
	pieces->length -= *length_out;
	return true;
}

/** Read a row in pieces, with bodies that the source has in its hands. */
static void
check_lent(const MboxRow *row, size_t piece)
{
	Pieces pieces = {row->input, strlen(row->input), piece, NULL};
	g_autoptr(HcSource) source = hc_source_new_from_feed(
		"row", give_piece, &pieces, HC_KIND_MBOX);

	hc_source_keep_bodies(source, UINT64_MAX);
	hc_source_lend_bodies(source);
	for (unsigned i = 0;; i++) {
		g_autoptr(HcRaw) raw = NULL;
		const char *bytes;
		size_t length;

		ck_assert(hc_source_next(source, &raw, NULL));
		if (raw == NULL) {
			ck_assert_msg(row->messages[i] == NULL, "%s",
			              row->name);
			break;
		}
		bytes = hc_raw_bytes(raw, &length);
		ck_assert_msg(
			bytes != NULL && length == strlen(row->messages[i]) &&
				memcmp(bytes, row->messages[i], length) == 0,
			"%s, message %u in pieces of %zu: %.*s", row->name,
			i + 1, piece, (int)length, bytes);
	}
	free(pieces.piece);
}

START_TEST(lent_bodies_are_those_of_messages)
{
	for (size_t i = 0; i < G_N_ELEMENTS(mbox_rows); i++)
		for (size_t piece = strlen(BOM);
		     mbox_rows[i].found == HC_KIND_MBOX && piece < 200; piece++)
			check_lent(&mbox_rows[i], piece);
}
END_TEST

START_TEST(raw_outlives_its_source)
{
	HcSource *source = hc_source_new_from_bytes("label", "A: b\n", 5, EML);
	g_autoptr(HcRaw) raw = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	hc_source_free(source);
	ck_assert_str_eq(hc_raw_place(raw)->label, "label");
	ck_assert_uint_eq(strlen(hc_raw_place(raw)->sha256), 64);
}
END_TEST

/* Nothing else depends on digests. */
START_TEST(digests_can_be_left_out)
{
	const MboxRow *row = &mbox_rows[_i];
	size_t length = strlen(row->input);
	g_autoptr(HcSource) with =
		hc_source_new_from_bytes("a", row->input, length, row->kind);
	g_autoptr(HcSource) without =
		hc_source_new_from_bytes("a", row->input, length, row->kind);

	hc_source_set_digests(without, false);
	for (bool more = true; more;) {
		g_autoptr(HcRaw) hashed = NULL;
		g_autoptr(HcRaw) bare = NULL;

		ck_assert(hc_source_next(with, &hashed, NULL));
		ck_assert(hc_source_next(without, &bare, NULL));
		ck_assert_msg((hashed == NULL) == (bare == NULL), "%s",
		              row->name);
		more = hashed != NULL;
		if (!more)
			break;
		ck_assert_uint_eq(hc_raw_place(hashed)->length,
		                  hc_raw_place(bare)->length);
		ck_assert_ptr_nonnull(hc_raw_place(hashed)->sha256);
		ck_assert_msg(hc_raw_place(bare)->sha256 == NULL, "%s",
		              row->name);
	}
	ck_assert_ptr_nonnull(hc_source_input(with)->sha256);
	ck_assert_ptr_null(hc_source_input(without)->sha256);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("source");
	TCase *rows = tcase_create("rows");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(rows, every_byte_is_accounted_for, 0,
	                    G_N_ELEMENTS(mbox_rows));
	tcase_add_loop_test(rows, piece_size_does_not_matter, 0,
	                    G_N_ELEMENTS(mbox_rows));
	tcase_add_test(rows, piece_size_does_not_matter_for_long_input);
	tcase_add_test(rows, undecided_bytes_cut_no_header);
	tcase_add_test(rows, lent_bodies_are_those_of_messages);
	tcase_add_test(rows, long_lines_are_decided);
	tcase_add_loop_test(rows, from_lines_are_told_apart, 0,
	                    G_N_ELEMENTS(from_rows));
	tcase_add_loop_test(rows, wide_text_is_seen, 0,
	                    G_N_ELEMENTS(wide_rows));
	tcase_add_loop_test(rows, header_block_is_kept, 0,
	                    G_N_ELEMENTS(header_rows));
	tcase_add_test(rows, long_header_block_is_cut);
	tcase_add_test(rows, regions_are_limited_and_counted);
	tcase_add_test(rows, raw_outlives_its_source);
	tcase_add_loop_test(rows, digests_can_be_left_out, 0,
	                    G_N_ELEMENTS(mbox_rows));
	suite_add_tcase(suite, rows);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
