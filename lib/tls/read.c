/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read.c - what one Received field says of TLS. */
#include "config.h"

#include "tls.h"

#include <string.h>

#include "address.h"
#include "note.h"
#include "scan.h"
#include "table.h"

/* The field under reading; lives for one hc_tls_read(). */
typedef struct {
	const HcReceived *received;
	HcSpan field;
	HcArena *arena;
	GArray *notes;
	HcTls *tls;
	HcCipherWord cipher;
	HcVersionWord version;
	bool cipher_known;
	bool version_known;
} Reader;

static const HcText *
fact(const Reader *reader, HcFact which)
{
	return &reader->received->facts[which];
}

static bool
stated(const Reader *reader, HcFact which)
{
	return fact(reader, which)->text;
}

static void
note(Reader *reader, HcNoteCode code, HcSpan where)
{
	hc_notes_add(reader->notes, code, where.offset, where.length);
}

static bool
software_is(const Reader *reader, const char *software)
{
	return strcmp(reader->received->dialect->software, software) == 0;
}

static HcSpan
place_of(const Reader *reader, const HcFact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (stated(reader, facts[i]))
			return fact(reader, facts[i])->where;
	return reader->field;
}

static HcSpan
tls_place(const Reader *reader)
{
	static const HcFact order[] = {HC_FACT_TLS, HC_FACT_TLS_VERSION,
	                               HC_FACT_TLS_CIPHER, HC_FACT_WITH};

	return place_of(reader, order, G_N_ELEMENTS(order));
}

static HcSpan
keyword_place(const Reader *reader)
{
	static const HcFact order[] = {HC_FACT_WITH};

	return place_of(reader, order, G_N_ELEMENTS(order));
}

static void
contradict(Reader *reader, HcSpan where)
{
	if (reader->tls->state != HC_TLS_CONTRADICTED)
		note(reader, HC_NOTE_TLS_CONTRADICTION, where);
	reader->tls->state = HC_TLS_CONTRADICTED;
	reader->tls->where = where;
}

/* ------------------------------------------------------------ certificates */

/* What receivers say of the CLIENT's certificate. */
static const struct {
	const char *software; /* "" any */
	const char *word;
	HcCertificate certificate;
} certificate_words[] = {
  /* OpenSMTPD and Cyrus: NO is "absent" and "not verified" in one. */
	{"opensmtpd", "NO",				   HC_CERT_OTHER        },
	{"opensmtpd", "YES",				  HC_CERT_VERIFIED     },
	{"cyrus",     "NO",				   HC_CERT_OTHER        },
	{"cyrus",     "YES",				  HC_CERT_VERIFIED     },
 /* sendmail, doc/op/op.me: verify= of a server. */
	{"",          "OK",				   HC_CERT_VERIFIED     },
	{"",          "NO",				   HC_CERT_ABSENT       },
	{"",          "NOT",				  HC_CERT_NOT_REQUESTED},
	{"",          "FAIL",				 HC_CERT_FAILED       },
	{"",          "YES",				  HC_CERT_VERIFIED     },
 /* Postfix, src/smtpd/smtpd.c. */
	{"",          "No client certificate requested",      HC_CERT_NOT_REQUESTED},
	{"",          "Client did not present a certificate", HC_CERT_ABSENT       },
	{"",          "verified OK",                          HC_CERT_VERIFIED     },
	{"",          "not verified",                         HC_CERT_FAILED       },
	{"",          "Client certificate not present",       HC_CERT_ABSENT       },
};

static HcCertificate
certificate_of(const Reader *reader)
{
	const char *word = fact(reader, HC_FACT_TLS_VERIFY)->text;
	const char *client = fact(reader, HC_FACT_TLS_CLIENT)->text;

	if (client && strstr(client, "RPK"))
		return HC_CERT_KEY;
	if (!word)
		return HC_CERT_UNSTATED;
	if (strstr(word, "RPK"))
		return HC_CERT_KEY;
	for (size_t i = 0; i < G_N_ELEMENTS(certificate_words); i++) {
		const char *software = certificate_words[i].software;

		if (*software && !software_is(reader, software))
			continue;
		if (hc_is(word, strlen(word), certificate_words[i].word))
			return certificate_words[i].certificate;
	}
	return HC_CERT_OTHER;
}

/* ------------------------------------------------------- version and suite */

/* Keep the suites that some version of the stated range can use. */
static size_t
keep_possible(Reader *reader, uint16_t low, uint16_t high)
{
	const HcCipher **kept;
	HcTls *tls = reader->tls;
	size_t count = 0;

	if (tls->cipher_count == 0)
		return 0;
	kept = hc_arena_alloc(reader->arena, tls->cipher_count * sizeof *kept);
	for (size_t i = 0; i < tls->cipher_count; i++)
		if ((!high || tls->ciphers[i]->version_min <= high) &&
		    (!low || tls->ciphers[i]->version_max >= low))
			kept[count++] = tls->ciphers[i];
	if (count) {
		tls->ciphers = kept;
		tls->cipher_count = count;
	}
	return count;
}

/* Exim with GnuTLS and Courier spell a TLS 1.3 suite by its parts, as if it
 * were one of TLS 1.2. */
static bool
read_old_spelling(Reader *reader)
{
	HcTls *tls = reader->tls;
	const HcCipher *const *reading = reader->cipher.ciphers13;

	if (tls->version_low != HC_TLS_1_3)
		return false;
	if (!reading && (reader->cipher.gnutls || software_is(reader, "exim") ||
	                 software_is(reader, "courier")))
		reading = hc_cipher_tls13(tls->ciphers[0]);
	if (!reading)
		return false;
	tls->ciphers = reading;
	tls->cipher_count = 1;
	if (!reader->cipher.ciphers13) {
		tls->cipher_old_spelling = true;
		note(reader, HC_NOTE_CIPHER_OLD_SPELLING,
		     fact(reader, HC_FACT_TLS_CIPHER)->where);
	}
	return true;
}

static void
bound_by_suites(HcTls *tls)
{
	uint16_t low = 0xffff;
	uint16_t high = 0;

	for (size_t i = 0; i < tls->cipher_count; i++) {
		low = MIN(low, tls->ciphers[i]->version_min);
		high = MAX(high, tls->ciphers[i]->version_max);
	}
	if (!high)
		return;
	if (!tls->version_low || low > tls->version_low)
		tls->version_low = low;
	if (!tls->version_high || high < tls->version_high)
		tls->version_high = high;
}

/* A GnuTLS description fits a suite of TLS 1.2 and one of TLS 1.3. */
static void
add_tls13_reading(Reader *reader)
{
	const HcCipher **all;
	HcTls *tls = reader->tls;

	if (!reader->cipher.ciphers13 || reader->version_known ||
	    tls->ciphers == reader->cipher.ciphers13)
		return;
	all = hc_arena_alloc(reader->arena,
	                     (tls->cipher_count + 1) * sizeof *all);
	memcpy(all, tls->ciphers, tls->cipher_count * sizeof *all);
	all[tls->cipher_count++] = reader->cipher.ciphers13[0];
	tls->ciphers = all;
}

static void
settle_suite(Reader *reader)
{
	HcTls *tls = reader->tls;

	add_tls13_reading(reader);
	if (keep_possible(reader, tls->version_low, tls->version_high) == 0 &&
	    !read_old_spelling(reader)) {
		if (!tls->version_family) {
			contradict(reader, tls_place(reader));
			return;
		}
		/* A family label bounds nothing that the suite does not. */
		tls->version_low = tls->version_high = 0;
	}
	bound_by_suites(tls);
	if (tls->cipher_count > 1)
		note(reader, HC_NOTE_CIPHER_AMBIGUOUS,
		     fact(reader, HC_FACT_TLS_CIPHER)->where);
}

static void
read_version(Reader *reader)
{
	const HcText *text = fact(reader, HC_FACT_TLS_VERSION);
	HcTls *tls = reader->tls;

	if (!text->text)
		return;
	if (!hc_version_read(text->text, &reader->version)) {
		note(reader, HC_NOTE_VERSION_UNKNOWN, text->where);
		return;
	}
	tls->version_low = reader->version.low;
	tls->version_high = reader->version.high;
	tls->version_family = reader->version.family;
	reader->version_known = reader->version.low != 0;
	if (reader->version.family)
		note(reader, HC_NOTE_TLS_FAMILY_LABEL, text->where);
}

static void
read_cipher(Reader *reader)
{
	const HcText *text = fact(reader, HC_FACT_TLS_CIPHER);
	HcTls *tls = reader->tls;

	if (!text->text)
		return;
	if (!hc_cipher_read(text->text, &reader->cipher)) {
		note(reader, HC_NOTE_CIPHER_UNKNOWN, text->where);
		return;
	}
	tls->group = reader->cipher.group;
	reader->cipher_known = reader->cipher.count > 0;
	if (reader->cipher_known) {
		tls->ciphers = reader->cipher.ciphers;
		tls->cipher_count = reader->cipher.count;
		settle_suite(reader);
	} else if (reader->cipher.low > tls->version_low) {
		/* "AES-256-GCM" alone: no version before 1.2 has it. */
		if (tls->version_high && tls->version_high < reader->cipher.low)
			contradict(reader, tls_place(reader));
		else
			tls->version_low = reader->cipher.low;
		if (!tls->version_high)
			tls->version_high = HC_TLS_1_3;
	}
}

/* -------------------------------------------------------------------- bits */

static unsigned
read_number(const char *text)
{
	unsigned value = 0;

	while (*text && !hc_is_digit((unsigned char)*text))
		text++;
	for (; hc_is_digit((unsigned char)*text); text++) {
		if (value > 99999)
			return 0;
		value = value * 10 + (unsigned)(*text - '0');
	}
	return value;
}

static bool
bits_fit(const HcCipher *cipher, unsigned bits)
{
	/* A triple-DES key is counted with parity, without, and by strength. */
	if (strcmp(cipher->enc, "3DES") == 0 && (bits == 168 || bits == 192))
		return true;
	if (strcmp(cipher->enc, "DES") == 0 && bits == 64)
		return true;
	return bits == cipher->bits || bits == cipher->bits_effective;
}

/* Exim counted the key in bytes with GnuTLS before 4.7x. */
static bool
in_bytes(const Reader *reader, unsigned value)
{
	const HcTls *tls = reader->tls;

	if (value != 8 && value != 16 && value != 24 && value != 32 &&
	    value != 7)
		return false;
	if (tls->cipher_count == 0)
		return software_is(reader, "exim");
	return !bits_fit(tls->ciphers[0], value) &&
	       bits_fit(tls->ciphers[0], value * 8);
}

static unsigned
read_bits(Reader *reader, HcFact which)
{
	const HcText *text = fact(reader, which);
	const HcTls *tls = reader->tls;
	unsigned bits = text->text ? read_number(text->text) : 0;
	bool fits = tls->cipher_count == 0;

	if (bits && in_bytes(reader, bits))
		bits *= 8;
	for (size_t i = 0; i < tls->cipher_count; i++)
		if (bits_fit(tls->ciphers[i], bits))
			fits = true;
	if (bits && !fits)
		contradict(reader, text->where);
	return bits;
}

/* ------------------------------------------------------------------ states */

static const char *const not_smtp_families[] = {
	"http", "mapi",  "local", "uucp", "pop",
	"imap", "batch", "x400",  "news", "mms",
};

static bool
family_is(const Reader *reader, const char *family)
{
	const HcTransmission *row = reader->received->transmission;

	return row && strcmp(row->family, family) == 0;
}

static bool
not_smtp(const Reader *reader)
{
	for (size_t i = 0; i < G_N_ELEMENTS(not_smtp_families); i++)
		if (family_is(reader, not_smtp_families[i]))
			return true;
	return false;
}

/* LMTP is for delivery at home (RFC 2033 5): without a word of TLS and
 * without a peer that is out in the network it is no SMTP transfer. */
static bool
lmtp_at_home(const Reader *reader)
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
says_tls(const Reader *reader)
{
	if (reader->cipher.none || reader->version.none)
		return false;
	return stated(reader, HC_FACT_TLS) ||
	       stated(reader, HC_FACT_TLS_VERSION) ||
	       stated(reader, HC_FACT_TLS_CIPHER);
}

static bool
says_clear(const Reader *reader)
{
	return stated(reader, HC_FACT_CLEAR) || reader->cipher.none ||
	       reader->version.none;
}

static bool
keyword_says_tls(const Reader *reader)
{
	const HcTransmission *row = reader->received->transmission;

	return row && (row->tls == 'y' || row->tls == 'i') &&
	       (family_is(reader, "smtp") || family_is(reader, "lmtp"));
}

/* The keyword is SMTP's or LMTP's and would have another letter with TLS; the
 * bare SMTP stays SMTP when the client greeted with HELO (RFC 3848). */
static bool
keyword_shows_ehlo(const Reader *reader)
{
	const HcTransmission *row = reader->received->transmission;

	return row && row->tls == 'n' && strcmp(row->token, "SMTP") != 0 &&
	       (family_is(reader, "smtp") || family_is(reader, "lmtp"));
}

/* A stamp is the only sign of how old the writer was; without a certain one
 * it may be too old to say so. */
static bool
recent_enough_to_say(const Reader *reader)
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
silence_is_clear(const Reader *reader)
{
	if (!family_is(reader, "smtp") && !family_is(reader, "lmtp"))
		return false;
	if (!recent_enough_to_say(reader))
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

static void
set(Reader *reader, HcTlsState state, HcBasis basis, HcSpan where)
{
	reader->tls->basis = basis;
	reader->tls->where = where;
	/* A contradiction inside the words outweighs what they say. */
	if (reader->tls->state != HC_TLS_CONTRADICTED)
		reader->tls->state = state;
}

static HcSpan
clear_place(const Reader *reader)
{
	static const HcFact order[] = {HC_FACT_CLEAR, HC_FACT_TLS_CIPHER,
	                               HC_FACT_TLS_VERSION};

	return place_of(reader, order, G_N_ELEMENTS(order));
}

static void
decide(Reader *reader)
{
	HcTls *tls = reader->tls;

	if (says_clear(reader)) {
		set(reader, HC_TLS_NO, HC_BASIS_STATED_CLEAR,
		    clear_place(reader));
		if (says_tls(reader) || keyword_says_tls(reader))
			contradict(reader, clear_place(reader));
	} else if (not_smtp(reader)) {
		set(reader, HC_TLS_NOT_SMTP, HC_BASIS_PROTOCOL,
		    keyword_place(reader));
	} else if (says_tls(reader)) {
		set(reader, HC_TLS_YES,
		    tls->version_low || tls->cipher_count ? HC_BASIS_DETAIL
		                                          : HC_BASIS_PHRASE,
		    tls_place(reader));
		if (keyword_shows_ehlo(reader) ||
		    (reader->received->transmission &&
		     strcmp(reader->received->transmission->token, "SMTP") ==
		             0))
			note(reader, HC_NOTE_KEYWORD_WITHOUT_S,
			     keyword_place(reader));
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

void
hc_tls_read(const HcReceived *received, HcSpan field, HcArena *arena,
            GArray *notes, HcTls *tls_out)
{
	Reader reader = {.received = received,
	                 .field = field,
	                 .arena = arena,
	                 .notes = notes,
	                 .tls = tls_out};
	const HcText *group = &received->facts[HC_FACT_TLS_GROUP];

	memset(tls_out, 0, sizeof *tls_out);
	tls_out->where = field;
	read_version(&reader);
	read_cipher(&reader);
	tls_out->bits = read_bits(&reader, HC_FACT_TLS_BITS);
	tls_out->bits_algorithm =
		read_bits(&reader, HC_FACT_TLS_BITS_ALGORITHM);
	if (group->text)
		tls_out->group =
			hc_group_find(group->text, strlen(group->text));
	tls_out->certificate = certificate_of(&reader);
	decide(&reader);
}
