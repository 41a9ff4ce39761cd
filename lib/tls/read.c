/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read.c - what one Received field says of TLS. */
#include "config.h"

#include "reader.h"
#include "tls.h"

#include <string.h>

#include "address.h"

#define DAY_S 86400

static HcSpan
keyword_place(const HcReader *reader)
{
	static const HcFact order[] = {HC_FACT_WITH};

	return hc_reader_place(reader, order, G_N_ELEMENTS(order));
}

static const char *const not_smtp_families[] = {
	"http", "mapi",  "local", "uucp", "pop",
	"imap", "batch", "x400",  "news", "mms",
};

static bool
family_is(const HcReader *reader, const char *family)
{
	const HcTransmission *row = reader->received->transmission;

	return row && row->family[0] == family[0] &&
	       strcmp(row->family, family) == 0;
}

/* What is handed over inside a host is no network, whatever is spoken there;
 * nor is SMTP what webmail and mailboxes speak. */
static bool
not_smtp(const HcReader *reader)
{
	const char *step = reader->received->dialect->step;

	if (step && (strcmp(step, "local") == 0 || strcmp(step, "web") == 0 ||
	             strcmp(step, "retrieval") == 0))
		return true;
	/* nearly all */
	if (family_is(reader, "smtp"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(not_smtp_families); i++)
		if (family_is(reader, not_smtp_families[i]))
			return true;
	return false;
}

/* LMTP is for delivery at home (RFC 2033 5): without a word of TLS and
 * without a peer that is out in the network it is no SMTP transfer. */
static bool
lmtp_at_home(const HcReader *reader)
{
	const HcAddress *peer = &reader->received->peer;
	HcReach reach;

	if (!family_is(reader, "lmtp"))
		return false;
	if (peer->family == 0)
		return true;
	/* Documentation addresses stand for public ones. */
	reach = hc_address_reach(peer);
	return reach != HC_REACH_PUBLIC && reach != HC_REACH_RESERVED;
}

static bool
says_tls(const HcReader *reader)
{
	if (reader->cipher.none || reader->version.none)
		return false;
	return hc_reader_stated(reader, HC_FACT_TLS) ||
	       hc_reader_stated(reader, HC_FACT_TLS_VERSION) ||
	       hc_reader_stated(reader, HC_FACT_TLS_CIPHER);
}

static bool
says_clear(const HcReader *reader)
{
	return hc_reader_stated(reader, HC_FACT_CLEAR) || reader->cipher.none ||
	       reader->version.none;
}

static bool
keyword_says_tls(const HcReader *reader)
{
	const HcTransmission *row = reader->received->transmission;

	return row && (row->tls == 'y' || row->tls == 'i') &&
	       (family_is(reader, "smtp") || family_is(reader, "lmtp"));
}

/* The keyword is SMTP's or LMTP's and would have another letter with TLS; the
 * bare SMTP stays SMTP when the client greeted with HELO (RFC 3848). */
static bool
keyword_shows_ehlo(const HcReader *reader)
{
	const HcTransmission *row = reader->received->transmission;

	return row && row->tls == 'n' && strcmp(row->token, "SMTP") != 0 &&
	       (family_is(reader, "smtp") || family_is(reader, "lmtp"));
}

static bool
keyword_is_plain(const HcReader *reader)
{
	const HcTransmission *row = reader->received->transmission;

	return keyword_shows_ehlo(reader) ||
	       (row && strcmp(row->token, "SMTP") == 0);
}

/* A stamp is the only sign of how old the writer was; without a certain one
 * it may be too old to say so. */
static bool
recent_enough_to_say(const HcReader *reader)
{
	const HcDialect *dialect = reader->received->dialect;
	const HcStamp *stamp = &reader->received->stamp;

	if (!dialect->silence_since)
		return true;
	if (stamp->state != HC_STAMP_POINT && stamp->state != HC_STAMP_INTERVAL)
		return false;
	return stamp->earliest_s >= dialect->silence_since_s;
}

static bool
silence_is_clear(const HcReader *reader)
{
	if (!family_is(reader, "smtp") && !family_is(reader, "lmtp"))
		return false;
	if (!recent_enough_to_say(reader) || reader->received->tls_unread)
		return false;
	switch (reader->received->dialect->silence) {
	case HC_SILENCE_CLEAR:
		return true;
	case HC_SILENCE_CLEAR_IF_EHLO:
		return keyword_shows_ehlo(reader);
	case HC_SILENCE_NOTHING:
	default:
		return false;
	}
}

/* "with ESMTP/TLS/DHE-RSA-AES256-SHA": the clause itself states TLS. */
static bool
keyword_holds_tls(const HcReader *reader)
{
	static const HcFact order[] = {HC_FACT_TLS, HC_FACT_TLS_VERSION,
	                               HC_FACT_TLS_CIPHER};
	HcSpan with = hc_reader_fact(reader, HC_FACT_WITH)->where;
	HcSpan words = hc_reader_place(reader, order, G_N_ELEMENTS(order));

	return words.offset >= with.offset &&
	       words.offset + words.length <= with.offset + with.length;
}

static void
set(HcReader *reader, HcTlsState state, HcBasis basis, HcSpan where)
{
	reader->tls->basis = basis;
	reader->tls->where = where;
	/* A contradiction inside the words outweighs what they say. */
	if (reader->tls->state != HC_TLS_CONTRADICTED)
		reader->tls->state = state;
}

static HcSpan
clear_place(const HcReader *reader)
{
	static const HcFact order[] = {HC_FACT_CLEAR, HC_FACT_TLS_CIPHER,
	                               HC_FACT_TLS_VERSION};

	return hc_reader_place(reader, order, G_N_ELEMENTS(order));
}

/* Whether the words of TLS are younger than a day of silence can be: a host may
 * run for years what was old on that day (Postfix 2.3 of RHEL 5, until 2017),
 * but then with an OpenSSL that has no version behind TLS 1.0. */
static bool
words_are_recent(const HcReader *reader)
{
	return !reader->received->dialect->silence_since ||
	       reader->tls->version_low >= HC_TLS_1_1 ||
	       hc_reader_stated(reader, HC_FACT_TLS_GROUP);
}

/* A keyword without S beside words of TLS.  Most writers mean the words: they
 * are too old for the S, or greeted with HELO, which has no other keyword.  One
 * that has stated TLS by the S since a day says here that there was none. */
static void
compare_keyword(HcReader *reader)
{
	const HcDialect *dialect = reader->received->dialect;

	if (!keyword_is_plain(reader) || keyword_holds_tls(reader))
		return;
	if (dialect->silence != HC_SILENCE_CLEAR_IF_EHLO ||
	    (dialect->habits & HC_HABIT_PLAIN_KEYWORD) ||
	    !keyword_shows_ehlo(reader) || !recent_enough_to_say(reader) ||
	    !words_are_recent(reader)) {
		hc_reader_note(reader, HC_NOTE_KEYWORD_WITHOUT_S,
		               keyword_place(reader));
		return;
	}
	hc_reader_contradict(reader, HC_NOTE_KEYWORD_WITHOUT_S,
	                     keyword_place(reader));
	reader->tls->where = hc_reader_tls_place(reader);
}

/* Whether what speaks of TLS may be the client's: there are two writers, or a
 * parenthesis without a partner stands before the writer's name or hides it. */
static bool
writer_is_hidden(const HcReader *reader)
{
	const HcReceived *received = reader->received;
	const HcText *by = hc_reader_fact(reader, HC_FACT_BY);
	bool lost = false;
	bool twice = false;
	bool before = !by->text && (hc_reader_stated(reader, HC_FACT_WITH) ||
	                            says_tls(reader));

	if (!received->writer_doubted)
		return false;
	for (size_t i = 0; i < received->note_count; i++) {
		const HcNote *note = &received->notes[i];

		if (note->code == HC_NOTE_DUPLICATE_CLAUSE)
			twice = true;
		if (note->code != HC_NOTE_UNBALANCED_COMMENT)
			continue;
		lost = true;
		if (by->text && note->where.offset < by->where.offset)
			before = true;
	}
	return twice || (lost && before);
}

static void
decide(HcReader *reader)
{
	HcTls *tls = reader->tls;

	if (says_clear(reader)) {
		set(reader, HC_TLS_NO, HC_BASIS_STATED_CLEAR,
		    clear_place(reader));
		if (says_tls(reader) || keyword_says_tls(reader))
			hc_reader_contradict(reader, HC_NOTE_CLEAR_AND_TLS,
			                     clear_place(reader));
	} else if (not_smtp(reader)) {
		set(reader, HC_TLS_NOT_SMTP, HC_BASIS_PROTOCOL,
		    keyword_place(reader));
	} else if (says_tls(reader)) {
		set(reader, HC_TLS_YES,
		    tls->version_low || tls->cipher_count ? HC_BASIS_DETAIL
		                                          : HC_BASIS_PHRASE,
		    hc_reader_tls_place(reader));
		compare_keyword(reader);
		if (reader->received->tls_twice)
			hc_reader_contradict(reader, HC_NOTE_TLS_CONTRADICTION,
			                     hc_reader_tls_place(reader));
	} else if (keyword_says_tls(reader)) {
		set(reader, HC_TLS_YES, HC_BASIS_KEYWORD,
		    keyword_place(reader));
	} else if (lmtp_at_home(reader)) {
		set(reader, HC_TLS_NOT_SMTP, HC_BASIS_PROTOCOL,
		    keyword_place(reader));
	} else if (silence_is_clear(reader)) {
		set(reader, HC_TLS_NO, HC_BASIS_SILENCE, keyword_place(reader));
	} else {
		set(reader, HC_TLS_UNRECORDED, HC_BASIS_NONE, reader->field);
	}
}

/* A version, or the oldest that has the suite, that the stamp is too old for:
 * one of the two is not what it says (rule-dates.tsv, "first"). */
static void
compare_stamp(HcReader *reader)
{
	const HcStamp *stamp = &reader->received->stamp;
	int64_t first_day;

	if (reader->tls->state != HC_TLS_YES ||
	    (stamp->state != HC_STAMP_POINT &&
	     stamp->state != HC_STAMP_INTERVAL) ||
	    !hc_version_first(reader->tls->version_low, &first_day) ||
	    stamp->latest_s >= first_day * DAY_S)
		return;
	hc_reader_contradict(reader, HC_NOTE_TLS_ANACHRONISM,
	                     hc_reader_tls_place(reader));
}

/* Beside the suite, else what the suite's own name holds. */
static void
read_group(HcReader *reader)
{
	const HcText *text = hc_reader_fact(reader, HC_FACT_TLS_GROUP);
	HcTls *tls = reader->tls;

	if (!text->text)
		return;
	tls->group = hc_group_find(text->text, strlen(text->text));
	tls->group_bits = hc_group_bits(text->text, strlen(text->text));
}

/* Most fields say nothing of TLS, or no more than that it was. */
static bool
states_details(const HcReader *reader)
{
	return hc_reader_stated(reader, HC_FACT_TLS_VERSION) ||
	       hc_reader_stated(reader, HC_FACT_TLS_CIPHER) ||
	       hc_reader_stated(reader, HC_FACT_TLS_BITS) ||
	       hc_reader_stated(reader, HC_FACT_TLS_BITS_ALGORITHM) ||
	       hc_reader_stated(reader, HC_FACT_TLS_GROUP) ||
	       hc_reader_stated(reader, HC_FACT_TLS_VERIFY);
}

static void
read_details(HcReader *reader)
{
	HcTls *tls = reader->tls;

	hc_suite_read_version(reader);
	hc_suite_read_cipher(reader);
	tls->bits = hc_bits_read(reader, HC_FACT_TLS_BITS);
	tls->bits_algorithm = hc_bits_read(reader, HC_FACT_TLS_BITS_ALGORITHM);
	read_group(reader);
	tls->certificate = hc_certificate_read(reader);
}

void
hc_tls_read(const HcReceived *received, HcSpan field, HcArena *arena,
            GArray **notes, HcTls *tls_out)
{
	HcReader reader = {.received = received,
	                   .field = field,
	                   .arena = arena,
	                   .notes = notes,
	                   .tls = tls_out};

	memset(tls_out, 0, sizeof *tls_out);
	tls_out->where = field;
	/* Version, suite and certificate may be the client's words, too. */
	if (writer_is_hidden(&reader)) {
		set(&reader, HC_TLS_UNRECORDED, HC_BASIS_NONE, field);
		return;
	}
	if (states_details(&reader))
		read_details(&reader);
	else
		tls_out->certificate = HC_CERT_UNSTATED;
	decide(&reader);
	compare_stamp(&reader);
}
