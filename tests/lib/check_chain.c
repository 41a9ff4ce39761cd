/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_chain.c - links between hops, and their clocks. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "address.h"
#include "arena.h"
#include "clock.h"
#include "exact.h"
#include "hopcheck.h"
#include "limit.h"
#include "link.h"

static const HcTransmission lmtp = {.token = "LMTP", .family = "lmtp"};
static const HcTransmission smtp = {.token = "ESMTP", .family = "smtp"};

typedef struct {
	const char *name;
	/* older */
	const char *by;
	const char *by_address;
	/* newer */
	const char *from;
	const char *helo;
	const char *rdns;
	const char *address;
	bool lmtp;
	HcLink link;
	bool may_break;
} LinkRow;

static const LinkRow links[] = {
	{.name = "same name",
         .by = "mx.example.org",
         .from = "MX.example.org.",
         .address = "192.0.2.1",
         .link = HC_LINK_NAME,
         .may_break = true},
	{.name = "same rDNS name",
         .by = "mx.example.org",
         .helo = "ip-1",
         .rdns = "mx.example.org",
         .link = HC_LINK_NAME											      },
	{.name = "same HELO name",
         .by = "mx.example.org",
         .helo = "mx.example.org",
         .rdns = "a.example.net",
         .link = HC_LINK_NAME											       },
	{.name = "same address",
         .by = "mx.example.org",
         .by_address = "203.0.114.7",
         .from = "other.example.net",
         .address = "203.0.114.7",
         .link = HC_LINK_ADDRESS},
	{.name = "short name of the same host",
         .by = "mx1",
         .from = "mx1.example.org",
         .link = HC_LINK_HOST							   },
	{.name = "inner name of the same host",
         .by = "mx1.corp.local",
         .from = "mx1.example.org",
         .link = HC_LINK_HOST					     },
	{.name = "same first label of two organisations",
         .by = "mail.example.org",
         .from = "mail.example.net",
         .link = HC_LINK_NONE						  },
	{.name = "same organisation",
         .by = "mx1.example.co.uk",
         .from = "out7.example.co.uk",
         .link = HC_LINK_DOMAIN					      },
	{.name = "same public suffix is no organisation",
         .by = "one.nhs.uk",
         .from = "two.nhs.uk",
         .link = HC_LINK_NONE                        },
	{.name = "loopback peer",
         .by = "mx.example.org",
         .from = "scanner",
         .address = "127.0.0.1",
         .link = HC_LINK_LOOPBACK,
         .may_break = true},
	{.name = "received by localhost",
         .by = "localhost",
         .from = "mx.example.org",
         .address = "203.0.114.7",
         .link = HC_LINK_LOOPBACK												  },
	{.name = "from localhost, no address",
         .by = "mx.example.org",
         .from = "localhost",
         .link = HC_LINK_LOOPBACK},
	{.name = "HELO localhost from a public peer",
         .by = "mx.example.org",
         .from = "localhost",
         .address = "203.0.114.7",
         .link = HC_LINK_NONE					      },
	{.name = "no sender",					       .by = "mx.example.org",                .link = HC_LINK_NO_FROM                                         },
	{.name = "nothing fits",
         .by = "mx.example.org",
         .from = "a.example.net",
         .rdns = "b.example.net",
         .address = "203.0.114.7",
         .link = HC_LINK_NONE},
	{.name = "nothing fits, inside",
         .by = "mx.example.org",
         .from = "a.example.net",
         .address = "10.0.0.7",
         .link = HC_LINK_NONE,
         .may_break = true},
	{.name = "nothing fits, mailbox delivery",
         .by = "mx.example.org",
         .from = "a.example.net",
         .lmtp = true,
         .link = HC_LINK_NONE,
         .may_break = true},
	{.name = "no by",
         .from = "a.example.net",
         .address = "203.0.114.7",
         .link = HC_LINK_NONE,
         .may_break = true},
};

static void
read_address(const char *text, HcAddress *address)
{
	if (text)
		ck_assert(hc_address_read(text, strlen(text), address, NULL,
		                          NULL));
}

START_TEST(link_between)
{
	const LinkRow *row = &links[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	HcText older_facts[HC_FACT_COUNT] = {0};
	HcText newer_facts[HC_FACT_COUNT] = {0};
	HcReceived older = {.facts = older_facts, .transmission = &smtp};
	HcReceived newer = {.facts = newer_facts,
	                    .transmission = row->lmtp ? &lmtp : &smtp};
	HcHopNames older_names;
	HcHopNames newer_names;
	HcLink found;

	older_facts[HC_FACT_BY].text = row->by;
	newer_facts[HC_FACT_FROM].text = row->from;
	newer_facts[HC_FACT_HELO].text = row->helo;
	newer_facts[HC_FACT_RDNS].text = row->rdns;
	newer_facts[HC_FACT_ADDRESS].text = row->address;
	read_address(row->by_address, &older.by_address);
	read_address(row->address, &newer.peer);
	hc_hop_names_read(&older, arena, &older_names);
	hc_hop_names_read(&newer, arena, &newer_names);
	found = hc_link_find(&older, &older_names, &newer, &newer_names);
	ck_assert_msg(found == row->link, "%s: %s", row->name,
	              hc_link_token(found));
	if (row->link == HC_LINK_NONE)
		ck_assert_msg(hc_link_may_break(&older, &newer) ==
		                      row->may_break,
		              "%s", row->name);
}
END_TEST

static const struct {
	const char *name;
	HcStampState state;
	int64_t earliest_s;
	int64_t latest_s;
	bool delay_known;
	int64_t delay_s;
	bool reversal;
	bool long_delay;
} steps[] = {
	{"first",		      HC_STAMP_POINT,    1000,    1000,    false, 0,      false, false},
	{"later",		      HC_STAMP_POINT,    1010,    1010,    true,  10,     false, false},
	{"undated",		    HC_STAMP_NONE,     0,       0,       false, 0,      false, false},
	{"impossible",                 HC_STAMP_BAD,      0,       0,       false, 0,      false, false},
	{"back within tolerance",      HC_STAMP_POINT,    710,     710,     true,  -300,   false,
         false											 },
	{"back beyond it",             HC_STAMP_POINT,    409,     409,     true,  -301,   true,  false},
	{"interval around",            HC_STAMP_INTERVAL, -40000,  40000,   false, 0,      false,
         false											 },
	{"after the interval's start", HC_STAMP_POINT,    -40300,  -40300,  true,
         -40709,									   false, false},
	{"interval wholly before",     HC_STAMP_INTERVAL, -90000,  -40601,  false, 0,
         true,										    false},
	{"seven days on",              HC_STAMP_POINT,    564500,  564500,  true,  604800, false,
         false											 },
	{"and a second more",          HC_STAMP_POINT,    1169301, 1169301, true,  604801,
         false,										   true },
};

START_TEST(clock_steps)
{
	HcClock clock = {false, 0, false, 0};

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		HcStamp stamp = {.state = steps[i].state,
		                 .unix_s = steps[i].earliest_s,
		                 .earliest_s = steps[i].earliest_s,
		                 .latest_s = steps[i].latest_s};
		HcLapse lapse = hc_clock_step(&clock, &stamp);

		ck_assert_msg(lapse.delay_known == steps[i].delay_known &&
		                      lapse.delay_s == steps[i].delay_s,
		              "%s: delay %" G_GINT64_FORMAT, steps[i].name,
		              lapse.delay_s);
		ck_assert_msg(lapse.reversal == steps[i].reversal, "%s",
		              steps[i].name);
		ck_assert_msg(lapse.long_delay == steps[i].long_delay, "%s",
		              steps[i].name);
	}
}
END_TEST

/* ------------------------------------------------------- whole messages */

static HcChain *
read_chain(const char *text)
{
	HcSource *source = hc_source_new_from_bytes("test", text, strlen(text),
	                                            HC_KIND_EML);
	HcRaw *raw = NULL;
	HcMessage *message;
	HcChain *chain;

	ck_assert(hc_source_next(source, &raw, NULL));
	message = hc_message_new(raw);
	chain = hc_chain_new(message);
	hc_message_unref(message);
	hc_raw_unref(raw);
	hc_source_free(source);
	return chain;
}

static bool
has_note(const HcHop *hop, HcNoteCode code)
{
	for (size_t i = 0; i < hop->note_count; i++)
		if (hop->notes[i].code == code)
			return true;
	return false;
}

#define TOP                                                                    \
	"Received: from b.example.net (b.example.net [203.0.114.2]) by "       \
	"c.example.org (Postfix) with ESMTP id 2; Tue, 18 Aug 2026 10:00:09 "  \
	"+0000\n"
#define MIDDLE                                                                 \
	"Received: from a.example.com (a.example.com [203.0.114.1]) by "       \
	"b.example.net (Postfix) with ESMTP id 1; Tue, 18 Aug 2026 10:00:00 "  \
	"+0000\n"

START_TEST(oldest_is_hop_one)
{
	static const char text[] = TOP MIDDLE "Subject: x\n\nx\n";
	HcChain *chain = read_chain(text);
	const HcHop *first = hc_chain_hop(chain, 0);
	const HcHop *last = hc_chain_hop(chain, 1);

	ck_assert_uint_eq(hc_chain_length(chain), 2);
	ck_assert_uint_eq(hc_chain_received_count(chain), 2);
	ck_assert_uint_eq(first->number, 1);
	ck_assert_uint_eq(first->field, 1);
	ck_assert_str_eq(first->received->facts[HC_FACT_BY].text,
	                 "b.example.net");
	ck_assert_int_eq(first->link, HC_LINK_NAME);
	ck_assert(!first->delay_known);
	ck_assert_int_eq(last->link, HC_LINK_LAST);
	ck_assert(last->delay_known);
	ck_assert_int_eq(last->delay_s, 9);
	ck_assert_uint_eq(last->where.offset, 0);
	ck_assert_uint_eq(last->where.length, strlen(TOP));
	ck_assert_uint_eq(last->note_count, 0);
	hc_chain_unref(chain);
}
END_TEST

START_TEST(same_field_twice_is_noted)
{
	HcChain *chain = read_chain(TOP TOP MIDDLE "Subject: x\n\nx\n");

	ck_assert_uint_eq(hc_chain_length(chain), 3);
	ck_assert(!has_note(hc_chain_hop(chain, 1), HC_NOTE_DUPLICATE_HOP));
	ck_assert(has_note(hc_chain_hop(chain, 2), HC_NOTE_DUPLICATE_HOP));
	hc_chain_unref(chain);
}
END_TEST

START_TEST(field_below_the_authors_is_misplaced)
{
	HcChain *chain =
		read_chain(TOP "From: a@b\nSubject: x\n" MIDDLE "\nx\n");

	ck_assert(hc_chain_hop(chain, 0)->misplaced);
	ck_assert(!hc_chain_hop(chain, 1)->misplaced);
	hc_chain_unref(chain);
}
END_TEST

START_TEST(gap_is_noted_where_nothing_links)
{
	HcChain *chain = read_chain(
		TOP "Received: from z.example.com (z.example.com "
		    "[203.0.114.9]) by y.example.com (Postfix) with ESMTP id "
		    "1; Tue, 18 Aug 2026 10:00:00 +0000\nSubject: x\n\nx\n");

	ck_assert_int_eq(hc_chain_hop(chain, 0)->link, HC_LINK_NONE);
	ck_assert(has_note(hc_chain_hop(chain, 0), HC_NOTE_CHAIN_BREAK));
	hc_chain_unref(chain);
}
END_TEST

static unsigned
field_notes(const HcHop *hop, HcNoteCode code)
{
	unsigned count = 0;

	for (size_t i = 0; i < hop->received->note_count; i++)
		count += hop->received->notes[i].code == code;
	return count;
}

START_TEST(name_that_idna_refuses_is_noted)
{
	HcChain *chain = read_chain(
		"Received: from xn--a.example (a.example.com [203.0.114.1]) by "
		"b.example.net (Postfix) with ESMTP id 1; Tue, 18 Aug 2026 "
		"10:00:00 +0000\nSubject: x\n\nx\n");

	/* Once: by the field's reader alone. */
	ck_assert(!has_note(hc_chain_hop(chain, 0), HC_NOTE_IDN_SUSPICIOUS));
	ck_assert_uint_eq(
		field_notes(hc_chain_hop(chain, 0), HC_NOTE_IDN_SUSPICIOUS), 1);
	hc_chain_unref(chain);
}
END_TEST

START_TEST(long_chain_is_cut_at_the_limit)
{
	g_autoptr(GString) text = g_string_new(NULL);
	HcChain *chain;

	for (unsigned i = 0; i < HC_RECEIVED_MAX + 5; i++)
		g_string_append(text, i ? MIDDLE : TOP);
	g_string_append(text, "Subject: x\n\nx\n");
	chain = read_chain(text->str);
	ck_assert_uint_eq(hc_chain_length(chain), HC_RECEIVED_MAX);
	ck_assert_uint_eq(hc_chain_received_count(chain), HC_RECEIVED_MAX + 5);
	ck_assert_uint_eq(hc_chain_hop(chain, HC_RECEIVED_MAX - 1)->field, 0);
	hc_chain_unref(chain);
}
END_TEST

START_TEST(no_field_no_hop)
{
	HcChain *chain = read_chain("Subject: x\n\nx\n");

	ck_assert_uint_eq(hc_chain_length(chain), 0);
	ck_assert_uint_eq(hc_chain_received_count(chain), 0);
	hc_chain_unref(chain);
}
END_TEST

/* As free(3) does; the other stages do so too. */
START_TEST(no_chain_is_unreferenced)
{
	GLogLevelFlags before = g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL);

	hc_chain_unref(NULL);
	g_log_set_always_fatal(before);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("chain");
	TCase *tcase = tcase_create("chain");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, link_between, 0, G_N_ELEMENTS(links));
	tcase_add_test(tcase, clock_steps);
	tcase_add_test(tcase, oldest_is_hop_one);
	tcase_add_test(tcase, same_field_twice_is_noted);
	tcase_add_test(tcase, field_below_the_authors_is_misplaced);
	tcase_add_test(tcase, gap_is_noted_where_nothing_links);
	tcase_add_test(tcase, name_that_idna_refuses_is_noted);
	tcase_add_test(tcase, long_chain_is_cut_at_the_limit);
	tcase_add_test(tcase, no_field_no_hop);
	tcase_add_test(tcase, no_chain_is_unreferenced);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
