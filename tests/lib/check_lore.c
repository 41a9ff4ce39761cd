/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_lore.c - what an archive as a whole tells of its messages. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"
#include "judging.h"
#include "lore.h"
#include "part-file.h"
#include "sample.h"
#include "sampler.h"
#include "sorter.h"

/* 2021-03-01T12:00:00Z, a Monday. */
#define NOON INT64_C(1614600000)

static char *folder;
static HcPolicy *policy;
static GPtrArray *archive; /* of char *, the messages in order */

static void
set_up(void)
{
	folder = g_dir_make_tmp("check-lore-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
	policy = hc_policy_new();
	ck_assert(hc_policy_trust(policy, "example.org", NULL));
	archive = g_ptr_array_new_with_free_func(g_free);
}

static void
tear_down(void)
{
	ck_assert_int_eq(g_rmdir(folder), 0); /* nothing else was left */
	g_free(folder);
	hc_policy_free(policy);
	g_ptr_array_unref(archive);
}

static const char *
date_of(int64_t unix_s)
{
	static char text[64];
	time_t time = (time_t)unix_s;
	struct tm parts;

	ck_assert_ptr_nonnull(gmtime_r(&time, &parts));
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts);
	return text;
}

static void G_GNUC_PRINTF(1, 2) add(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(archive, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* -------------------------------------------------------------- one archive */

/** How the work is split up: what has to make no difference. */
typedef struct {
	size_t unit;    /* messages in a unit */
	bool backwards; /* parts are read from the last to the first */
	bool digests;
} Way;

static char *
part_path(size_t first)
{
	return g_strdup_printf("%s/part-%zu", folder, first);
}

static void
write_part(size_t first, size_t end)
{
	static const uint8_t fingerprint[HC_FINGERPRINT];
	g_autofree char *path = part_path(first);
	g_autoptr(HcSampler) sampler = hc_sampler_new(policy);
	g_autoptr(HcPartFile) file =
		hc_part_file_create(path, fingerprint, 0, NULL);

	ck_assert_ptr_nonnull(file);
	for (size_t i = first; i < end; i++) {
		const char *text = archive->pdata[i];
		g_autoptr(HcVerdict) verdict =
			judge(policy, text, strlen(text));

		ck_assert(hc_part_file_put(file, HC_RECORD_MESSAGE, &i,
		                           sizeof i, NULL));
		ck_assert(hc_sampler_add(sampler, verdict, file, NULL));
	}
	ck_assert(hc_sampler_flush(sampler, file, NULL));
	ck_assert(hc_part_file_finish(file, NULL));
}

static void
take_message(HcLore *lore, size_t index, bool digests)
{
	const char *text = archive->pdata[index];
	g_autofree char *hex =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	uint8_t digest[32];
	/* two inputs, the second from the fourth message on */
	HcLorePlace place = {index, index < 3 ? 1 : 2,
	                     index < 3 ? index + 1 : index - 2};

	for (size_t i = 0; i < sizeof digest; i++)
		digest[i] = (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 |
		                      g_ascii_xdigit_value(hex[2 * i + 1]));
	ck_assert(hc_lore_message(lore, &place, digests ? digest : NULL, NULL));
}

static void
read_part(HcLore *lore, size_t first, bool digests)
{
	g_autofree char *path = part_path(first);
	g_autoptr(HcPartFile) file = hc_part_file_open(path, NULL, 0, NULL);
	GError *error = NULL;
	const uint8_t *data;
	size_t length;
	uint8_t type;

	ck_assert_ptr_nonnull(file);
	while (hc_part_file_next(file, &type, &data, &length, NULL) &&
	       type != 0) {
		size_t index;

		if (type == HC_RECORD_MESSAGE) {
			memcpy(&index, data, sizeof index);
			take_message(lore, index, digests);
		} else {
			ck_assert_msg(
				hc_lore_take(lore, type, data, length, &error),
				"%s", error ? error->message : "");
		}
	}
	g_unlink(path);
}

static HcLore *
learn(Way way)
{
	HcLore *lore = hc_lore_new(folder);
	size_t count = archive->len;
	GError *error = NULL;

	for (size_t i = 0; i < count; i += way.unit)
		write_part(i, MIN(i + way.unit, count));
	if (way.backwards)
		for (size_t i = (count - 1) / way.unit + 1; i-- > 0;)
			read_part(lore, i * way.unit, way.digests);
	else
		for (size_t i = 0; i < count; i += way.unit)
			read_part(lore, i, way.digests);
	ck_assert_msg(hc_lore_settle(lore, &error), "%s",
	              error ? error->message : "");
	return lore;
}

static HcLore *
learn_plainly(void)
{
	return learn((Way){1000, false, true});
}

/** @param index  1 is the first message */
static HcLoreMarks
marks_of(HcLore *lore, uint64_t index)
{
	HcLoreMarks marks;

	ck_assert(hc_lore_marks(lore, index - 1, &marks, NULL));
	return marks;
}

/* --------------------------------------------------------------- duplicates */

START_TEST(later_copies_name_the_first)
{
	/* input 1 holds the first three */
	static const char *const texts[] = {"a", "b", "a", "c", "b", "a"};
	static const unsigned firsts[] = {0, 0, 1, 0, 2, 1};
	g_autoptr(HcLore) lore = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		add("Subject: %s\n\n", texts[i]);
	lore = learn_plainly();
	ck_assert(hc_lore_totals(lore)->digests);
	ck_assert_uint_eq(hc_lore_totals(lore)->duplicated, 2);
	ck_assert_uint_eq(hc_lore_totals(lore)->copies, 3);
	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		HcLoreMarks marks = marks_of(lore, i + 1);

		ck_assert_uint_eq(marks.duplicate, firsts[i] != 0);
		ck_assert_uint_eq(marks.first.index,
		                  firsts[i] == 0 ? 0 : firsts[i] - 1);
		ck_assert_uint_eq(marks.first.number, firsts[i]);
		ck_assert_uint_eq(marks.first.input, firsts[i] != 0);
	}
}
END_TEST

START_TEST(without_digests_no_copies_are_looked_for)
{
	g_autoptr(HcLore) lore = NULL;

	add("Subject: a\n\n");
	add("Subject: a\n\n");
	lore = learn((Way){1000, false, false});
	ck_assert(!hc_lore_totals(lore)->digests);
	ck_assert_uint_eq(hc_lore_totals(lore)->copies, 0);
	ck_assert(!marks_of(lore, 2).duplicate);
}
END_TEST

/* ------------------------------------------------------------------- clocks */

#define FROM_OUTSIDE                                                           \
	"Received: from out.example.net (out.example.net [198.51.100.7]) "     \
	"by mx.example.org (Postfix) with ESMTPS id 4F1\n for "                \
	"<u@example.org>; %s\n"
#define AT_SENDER                                                              \
	"Received: from pc.example.net (pc.example.net [198.51.100.9]) by "    \
	"out%u.example.net (Postfix) with ESMTPSA id 5F2; %s\n"

/** A message from one of several outer hosts through our own.
 *  @param delay_s  our stamp minus the one before */
static void
add_stamped(unsigned outside, int64_t delay_s)
{
	int64_t sent_s = NOON + 1000 * (int64_t)archive->len;
	g_autofree char *ours = g_strdup(date_of(sent_s + delay_s));

	add(FROM_OUTSIDE AT_SENDER "From: a@example.net\nSubject: %u\n\n", ours,
	    outside, date_of(sent_s), archive->len);
}

START_TEST(slow_clock_is_learned_and_explains)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreClock clock;
	HcLoreMarks marks;

	/* a second or two on the way, and a clock that is 4 s slow */
	for (unsigned i = 0; i < 12; i++)
		add_stamped(i % 3, -4 + 1 + (int)(i % 2));
	add_stamped(0, -4);
	add_stamped(1, -40 * 60);
	lore = learn_plainly();
	ck_assert(hc_lore_next_clock(lore, &clock, NULL));
	ck_assert_str_eq(clock.host, "mx.example.org");
	ck_assert(clock.attested);
	ck_assert_uint_eq(clock.before, 14);
	ck_assert_int_eq(clock.before_s, -3 + 0);
	ck_assert_int_eq(clock.behind_s, 3);
	ck_assert_int_eq(clock.ahead_s, 0);
	ck_assert_uint_ge(clock.neighbours, 2);
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	ck_assert_uint_eq(hc_lore_totals(lore)->clocks, 1);
	for (unsigned i = 1; i <= 14; i++) {
		marks = marks_of(lore, i);
		ck_assert_uint_eq(marks.clock_count, 1);
		ck_assert_uint_eq(marks.clocks[0].hop, 2);
		ck_assert(marks.clocks[0].learned);
		ck_assert_int_eq(marks.clocks[0].expected_s, -3);
		ck_assert_msg(marks.clocks[0].explained == (i < 14), "%u", i);
	}
	ck_assert_int_eq(marks.clocks[0].delay_s, -2400);
	ck_assert_uint_eq(hc_lore_totals(lore)->explained, 13);
	ck_assert_uint_eq(hc_lore_totals(lore)->unexplained, 1);
}
END_TEST

START_TEST(lone_reversal_is_not_explained)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreClock clock;
	HcLoreMarks marks;

	for (unsigned i = 0; i < 30; i++)
		add_stamped(i % 5, i == 7 ? -40 * 60 : 2);
	lore = learn_plainly();
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	marks = marks_of(lore, 8);
	ck_assert_uint_eq(marks.clock_count, 1);
	ck_assert(!marks.clocks[0].explained);
	ck_assert(!marks.clocks[0].learned);
	ck_assert_uint_eq(marks_of(lore, 9).clock_count, 0);
	ck_assert_uint_eq(hc_lore_totals(lore)->unexplained, 1);
	/* our host, and none of the five outside with six stamps each */
	ck_assert_uint_eq(hc_lore_totals(lore)->clocks_learned, 1);
}
END_TEST

START_TEST(always_forty_minutes_back_is_explained)
{
	g_autoptr(HcLore) lore = NULL;

	for (unsigned i = 0; i < 10; i++)
		add_stamped(i % 2, -40 * 60 + (int)(i % 3));
	lore = learn_plainly();
	ck_assert_uint_eq(hc_lore_totals(lore)->explained, 10);
	ck_assert_uint_eq(hc_lore_totals(lore)->unexplained, 0);
}
END_TEST

START_TEST(few_stamps_teach_nothing)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreClock clock;

	for (unsigned i = 0; i < HC_LORE_STAMPS_MIN - 1; i++)
		add_stamped(0, -4);
	lore = learn_plainly();
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	ck_assert_uint_eq(hc_lore_totals(lore)->clocks_learned, 0);
	ck_assert_uint_eq(hc_lore_totals(lore)->unexplained,
	                  HC_LORE_STAMPS_MIN - 1);
}
END_TEST

START_TEST(fast_host_before_ours_is_learned)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreClock clock;

	/* one of three is always fast; ours is right with the others */
	for (unsigned i = 0; i < 36; i++)
		add_stamped(i % 3, i % 3 == 1 ? -9 : 1);
	lore = learn_plainly();
	ck_assert(hc_lore_next_clock(lore, &clock, NULL));
	ck_assert_str_eq(clock.host, "out1.example.net");
	ck_assert(!clock.attested);
	ck_assert_int_eq(clock.ahead_s, 9);
	ck_assert_int_eq(clock.behind_s, 0);
	ck_assert_uint_eq(clock.neighbours, 1);
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	ck_assert_uint_eq(hc_lore_totals(lore)->explained, 12);
}
END_TEST

/* Whoever writes our host's name below the horizon says nothing of it. */
START_TEST(claims_do_not_teach_what_is_attested)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreClock clock;
	HcLoreMarks marks;

	for (unsigned i = 0; i < 20; i++) {
		int64_t sent_s = NOON + 1000 * i;
		g_autofree char *newest = g_strdup(date_of(sent_s + 5));
		g_autofree char *forged = g_strdup(date_of(sent_s - 2400));

		add(FROM_OUTSIDE "Received: from x.example.net (x.example.net "
		                 "[198.51.100.8]) by mx.example.org (Postfix) "
		                 "with ESMTP id 1; %s\n" AT_SENDER "\n",
		    newest, forged, i % 4, date_of(sent_s));
	}
	add_stamped(0, -2400);
	lore = learn_plainly();
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	marks = marks_of(lore, 21);
	ck_assert_uint_eq(marks.clock_count, 1);
	ck_assert(!marks.clocks[0].learned);
}
END_TEST

/* An id that holds the time of the clock tells whether the stamp was changed. */
START_TEST(id_is_set_beside_a_reversal)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreMarks marks;

	/* exim's id: 1lGhDh is 2021-03-01T12:00:13Z */
	for (unsigned i = 0; i < 2; i++)
		add("Received: from out.example.net ([198.51.100.7]) by "
		    "mx.example.org with esmtps (TLS1.3) tls "
		    "TLS_AES_256_GCM_SHA384 (Exim 4.94) (envelope-from "
		    "<a@example.net>) id 1lGhDh-0001Zb-Ab for u@example.org; "
		    "%s\n" AT_SENDER "\n",
		    i == 0 ? "Mon, 01 Mar 2021 12:00:13 +0000"
		           : "Mon, 01 Mar 2021 10:00:13 +0000",
		    0u, "Mon, 01 Mar 2021 13:00:00 +0000");
	lore = learn_plainly();
	for (unsigned i = 1; i <= 2; i++) {
		marks = marks_of(lore, i);
		ck_assert_uint_eq(marks.clock_count, 1);
		ck_assert(marks.clocks[0].id_known);
		ck_assert_uint_eq(marks.clocks[0].id_agrees, i == 1);
	}
}
END_TEST

/* ------------------------------------------------------------------ aliases */

#define OUTER(from)                                                            \
	"Received: from " from " by mx.example.org (Postfix) with ESMTPS id "  \
	"4F1 for <u@example.org>; Mon, 01 Mar 2021 12:00:09 +0000\n"
#define INNER(by)                                                              \
	"Received: from pc (pc.example.net [198.51.100.9]) by " by             \
	" (Postfix) with ESMTPSA id 5F2; Mon, 01 Mar 2021 12:00:01 +0000\n"

typedef struct {
	const char *name;
	const char *text;
	const char *alias; /* NULL: none */
	const char *other;
	const char *basis;
} AliasRow;

static const AliasRow
	alias_rows[] =
		{
			{"same name everywhere",
                         OUTER("a.example.net (a.example.net [198.51.100.7])")
                                 INNER("a.example.net"),
                         NULL,								   NULL,              NULL      },
			{"says the name it stamps by",
                         OUTER("int.example.net (gw.example.net "
                               "[198.51.100.7])") INNER("int.example.net"),
                         "int.example.net",						      "gw.example.net",  "helo"    },
			{"same first label",
                         OUTER("mx7.example.com (mx7.example.com "
                               "[198.51.100.7])") INNER("mx7.corp.local"),
                         "mx7.corp.local",						       "mx7.example.com", "label"   },
			{"nothing but the sequence",
                         OUTER("gw.example.com (gw.example.com [198.51.100.7])")
                                 INNER("relay.example.net"),
                         "relay.example.net",						    "gw.example.com",  "sequence"},
			{"pool of one organisation is no alias",
                         OUTER("gw.example.com (gw.example.com [198.51.100.7])")
                                 INNER("in.example.com"),
                         NULL,								   NULL,              NULL      },
			{"same address",
                         OUTER(
				 "gw.example.com (gw.example.com "
                                 "[198.51.100.7])") "Received: from "
                                                    "pc.example.net "
                                                    "(198.51.100.9) by "
                                                    "ex1.corp.example "
                                                    "(198.51.100.7) with "
                                                    "Microsoft SMTP Server "
                                                    "(version=TLS1_2, "
                                                    "cipher=TLS_ECDHE_RSA_WITH_"
                                                    "AES_256_GCM_SHA384) id "
                                                    "15.1.2176.2; Mon, 1 Mar "
                                                    "2021 12:00:01 +0000\n", "ex1.corp.example", "gw.example.com",  "address" },
			{"name of every machine",
                         OUTER("gw.example.com (gw.example.com [198.51.100.7])")
                                 INNER("localhost"),
                         NULL,								   NULL,              NULL      },
};

START_TEST(alias_row_holds)
{
	const AliasRow *row = &alias_rows[_i];
	g_autoptr(HcLore) lore = NULL;
	HcLoreAlias alias;

	for (unsigned i = 0; i < HC_LORE_ALIAS_MIN; i++)
		add("%s\n", row->text);
	lore = learn((Way){2, false, true});
	if (!row->alias) {
		ck_assert_msg(!hc_lore_next_alias(lore, &alias, NULL), "%s",
		              row->name);
		return;
	}
	ck_assert_msg(hc_lore_next_alias(lore, &alias, NULL), "%s", row->name);
	ck_assert_msg(strcmp(alias.name, row->alias) == 0 &&
	                      strcmp(alias.other, row->other) == 0 &&
	                      strcmp(alias.basis, row->basis) == 0 &&
	                      alias.messages == HC_LORE_ALIAS_MIN,
	              "%s: %s %s %s", row->name, alias.name, alias.other,
	              alias.basis);
	ck_assert(!hc_lore_next_alias(lore, &alias, NULL));
}
END_TEST

START_TEST(most_frequent_alias_comes_first)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreAlias alias;

	for (unsigned i = 0; i < 9; i++)
		add("%s\n", alias_rows[i % 3 == 0 ? 1 : 2].text);
	/* too few to be told */
	add("%s\n", alias_rows[3].text);
	lore = learn((Way){4, true, true});
	ck_assert(hc_lore_next_alias(lore, &alias, NULL));
	ck_assert_str_eq(alias.basis, "label");
	ck_assert_uint_eq(alias.messages, 6);
	ck_assert(hc_lore_next_alias(lore, &alias, NULL));
	ck_assert_uint_eq(alias.messages, 3);
	ck_assert(!hc_lore_next_alias(lore, &alias, NULL));
	ck_assert_uint_eq(hc_lore_totals(lore)->aliases, 2);
}
END_TEST

/* ------------------------------------------------------------------ resends */

typedef struct {
	const char *name;
	const char *first;
	const char *later;
	const char *basis; /* NULL: it does not follow */
	const char *relation;
} ResendRow;

#include "resend-rows.inc"

START_TEST(resend_row_holds)
{
	const ResendRow *row = &resend_rows[_i];
	g_autoptr(HcLore) lore = NULL;
	HcLoreResend resend;
	HcLoreMarks marks;

	add("%s\nx\n", row->later);
	add("%s\nx\n", row->first);
	lore = learn((Way){1, true, true});
	marks = marks_of(lore, 1);
	ck_assert_msg(marks.resend == (row->basis != NULL), "%s", row->name);
	ck_assert_uint_eq(hc_lore_totals(lore)->resends, row->basis != NULL);
	ck_assert_msg(!marks_of(lore, 2).resend, "%s", row->name);
	if (row->basis == NULL) {
		ck_assert(!hc_lore_next_resend(lore, &resend, NULL));
		return;
	}
	ck_assert(hc_lore_next_resend(lore, &resend, NULL));
	ck_assert_mem_eq(&resend, &marks.follows, sizeof resend);
	ck_assert_msg(
		strcmp(hc_resend_basis_token(resend.basis), row->basis) == 0 &&
			strcmp(hc_resend_relation_token(resend.relation),
	                       row->relation) == 0,
		"%s: %s %s", row->name, hc_resend_basis_token(resend.basis),
		hc_resend_relation_token(resend.relation));
	ck_assert_uint_eq(resend.first.index, 1);
	ck_assert_uint_eq(resend.later.index, 0);
	ck_assert(!resend.later_read);
	ck_assert(!hc_lore_next_resend(lore, &resend, NULL));
}
END_TEST

/* By our own stamp, where there is one, whatever its author says. */
START_TEST(attested_stamp_comes_before_the_date)
{
	g_autoptr(HcLore) lore = NULL;

	add("%s\nx\n", ASKED);
	add(FROM_OUTSIDE A_TO_B AT(09) "Subject: Results\n\n",
	    "Mon, 01 Mar 2021 11:30:00 +0000");
	lore = learn_plainly();
	ck_assert(!marks_of(lore, 1).resend);
	ck_assert_int_eq(marks_of(lore, 2).follows.after_s, 5400);
}
END_TEST

/* Of several that ask, that of the best basis, then the nearest. */
START_TEST(best_and_nearest_is_named)
{
	g_autoptr(HcLore) lore = NULL;
	HcLoreMarks marks;

	add(A_TO_B AT(10) "Message-ID: <1@x>\nSubject: [encrypt] A\n\n");
	add(A_TO_B AT(11) "Message-ID: <2@x>\nSubject: [encrypt] A\n\n");
	add(A_TO_B AT(12) "Message-ID: <3@x>\nSubject: [encrypt] B\n\n");
	add(A_TO_B AT(13) "Subject: A\n\n");
	add(A_TO_B AT(13) "Subject: A\nReferences: <1@x>\n\n");
	lore = learn_plainly();
	marks = marks_of(lore, 4);
	ck_assert(marks.resend);
	ck_assert_uint_eq(marks.follows.first.index, 1);
	ck_assert_uint_eq(marks.follows.first.input, 1);
	ck_assert_uint_eq(marks.follows.later.input, 2);
	marks = marks_of(lore, 5);
	ck_assert_uint_eq(marks.follows.first.index, 0);
	ck_assert_uint_eq(hc_lore_totals(lore)->resends, 2);
	ck_assert_uint_eq(hc_lore_totals(lore)->asked, 3);
}
END_TEST

/** Two messages, the later by the same author with this field before its To;
 *  whether the later follows. */
static bool
follows(const char *field, const char *later)
{
	g_autoptr(HcLore) lore = NULL;

	g_ptr_array_set_size(archive, 0);
	add("%s\nx\n", ASKED);
	add("From: a@example.org\n%sTo: b@example.net\n" AT(11) "%s\nx\n",
	    field, later);
	lore = learn_plainly();
	return marks_of(lore, 2).resend;
}

/* A message to more is to a list of people; who refers to more is answering
 * for very long. */
START_TEST(so_many_people_and_references_are_looked_at)
{
	g_autoptr(GString) people = g_string_new(NULL);
	g_autoptr(GString) ids = g_string_new("Subject: x\nReferences:");

	for (unsigned i = 1; i < HC_RECIPIENTS_MAX; i++)
		g_string_append_printf(people, "Cc: p%u@example.org\n", i);
	ck_assert(follows(people->str, "Subject: Results\n"));
	g_string_append(people, "Cc: p0@example.org\n");
	ck_assert(!follows(people->str, "Subject: Results\n"));
	for (unsigned i = 1; i < HC_REFERENCES_MAX; i++)
		g_string_append_printf(ids, " <%u@y>", i);
	{
		g_autofree char *last = g_strconcat(ids->str, " <1@x>\n", NULL);
		g_autofree char *beyond =
			g_strconcat(ids->str, " <0@y> <1@x>\n", NULL);

		ck_assert(follows("", last));
		ck_assert(!follows("", beyond));
	}
}
END_TEST

/* ------------------------------------------------------------- all together */

/** All that comes out, as the members of a report. */
static char *
all_of(HcLore *lore)
{
	GString *out = g_string_new(NULL);
	HcWriter writer;

	hc_writer_init(&writer, &hc_writer_xml, out,
	               (const char *const[]){NULL});
	hc_writer_object(&writer, "summary");
	ck_assert(hc_lore_write(lore, &writer, NULL, NULL, NULL));
	hc_writer_end(&writer);
	hc_writer_list(&writer, "messages");
	for (guint i = 1; i <= archive->len; i++) {
		HcLoreMarks marks = marks_of(lore, i);

		hc_writer_object(&writer, "message");
		hc_writer_number(&writer, "duplicate-of", marks.first.index);
		hc_lore_marks_write(&marks, &writer);
		hc_writer_end(&writer);
	}
	hc_writer_end(&writer);
	return g_string_free(out, FALSE);
}

static void
add_all(void)
{
	for (unsigned i = 0; i < 40; i++) {
		add_stamped(i % 7, i % 5 == 0 ? 3 : -5 - (int)(i % 3));
		if (i % 4 == 0)
			add("%s\n", alias_rows[1 + i % 3].text);
		add("%s\nx\n",
		    resend_rows[i % G_N_ELEMENTS(resend_rows)].first);
		add("%s\nx\n",
		    resend_rows[i % G_N_ELEMENTS(resend_rows)].later);
	}
}

START_TEST(units_and_their_order_make_no_difference)
{
	static const Way ways[] = {
		{1,  false, true},
		{1,  true,  true},
		{7,  false, true},
		{13, true,  true},
	};
	g_autoptr(HcLore) lore = NULL;
	g_autofree char *plain = NULL;

	add_all();
	lore = learn_plainly();
	plain = all_of(lore);
	ck_assert_ptr_nonnull(strstr(plain, "<clock-sum evidence=\"attested\" "
	                                    "behind=\"5\""));
	ck_assert_ptr_nonnull(strstr(plain, "<alias-sum basis=\"label\""));
	ck_assert_ptr_nonnull(strstr(plain, "<resend-sum first="));
	ck_assert_ptr_nonnull(strstr(plain, "<learned resend-of="));
	ck_assert_ptr_nonnull(strstr(plain, "explained=\"true\""));
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		g_autoptr(HcLore) other = learn(ways[i]);
		g_autofree char *text = all_of(other);

		ck_assert_str_eq(text, plain);
	}
}
END_TEST

START_TEST(nothing_is_learned_of_nothing)
{
	g_autoptr(HcLore) lore = hc_lore_new(folder);
	HcLoreMarks marks;
	HcLoreClock clock;
	HcLoreAlias alias;
	HcLoreResend resend;

	ck_assert(hc_lore_settle(lore, NULL));
	marks = marks_of(lore, 1);
	ck_assert(!hc_lore_marks_any(&marks));
	ck_assert(!hc_lore_next_clock(lore, &clock, NULL));
	ck_assert(!hc_lore_next_alias(lore, &alias, NULL));
	ck_assert(!hc_lore_next_resend(lore, &resend, NULL));
}
END_TEST

/* A part is checked as a whole before, so this is the second fence. */
START_TEST(damaged_records_are_refused)
{
	static const uint8_t fingerprint[HC_FINGERPRINT];
	g_autofree char *path = part_path(0);
	g_autoptr(HcLore) lore = hc_lore_new(folder);
	g_autoptr(HcPartFile) file = NULL;
	unsigned records = 0;
	const uint8_t *data;
	size_t length;
	uint8_t type;

	add_all();
	write_part(0, archive->len);
	file = hc_part_file_open(path, fingerprint, 0, NULL);
	ck_assert_ptr_nonnull(file);
	while (hc_part_file_next(file, &type, &data, &length, NULL) &&
	       type != 0) {
		if (type == HC_RECORD_MESSAGE)
			continue;
		records++;
		for (size_t cut = 0; cut < length; cut++) {
			uint8_t *copy = g_memdup2(data, cut);
			GError *error = NULL;

			/* what is no record is one of another shape at most */
			if (!hc_lore_take(lore, type, copy, cut, &error))
				ck_assert(g_error_matches(error, HC_ERROR,
				                          HC_ERROR_READ));
			g_clear_error(&error);
			g_free(copy);
		}
	}
	ck_assert_uint_gt(records, 100);
	g_unlink(path);
	ck_assert(hc_lore_settle(lore, NULL));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lore");
	TCase *tcase = tcase_create("lore");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, later_copies_name_the_first);
	tcase_add_test(tcase, without_digests_no_copies_are_looked_for);
	tcase_add_test(tcase, slow_clock_is_learned_and_explains);
	tcase_add_test(tcase, lone_reversal_is_not_explained);
	tcase_add_test(tcase, always_forty_minutes_back_is_explained);
	tcase_add_test(tcase, few_stamps_teach_nothing);
	tcase_add_test(tcase, fast_host_before_ours_is_learned);
	tcase_add_test(tcase, claims_do_not_teach_what_is_attested);
	tcase_add_test(tcase, id_is_set_beside_a_reversal);
	tcase_add_loop_test(tcase, alias_row_holds, 0,
	                    (int)G_N_ELEMENTS(alias_rows));
	tcase_add_test(tcase, most_frequent_alias_comes_first);
	tcase_add_loop_test(tcase, resend_row_holds, 0,
	                    (int)G_N_ELEMENTS(resend_rows));
	tcase_add_test(tcase, attested_stamp_comes_before_the_date);
	tcase_add_test(tcase, best_and_nearest_is_named);
	tcase_add_test(tcase, so_many_people_and_references_are_looked_at);
	tcase_add_test(tcase, units_and_their_order_make_no_difference);
	tcase_add_test(tcase, nothing_is_learned_of_nothing);
	tcase_add_test(tcase, damaged_records_are_refused);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
