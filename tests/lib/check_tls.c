/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_tls.c - the five states, grades by date. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"
#include "note.h"
#include "tls.h"

/* ------------------------------------------------------- fields and states */

/* clang-format off: version 14 dies on these rows. */
static const HcTransmission esmtp = { "ESMTP", "iana", "smtp", 'n', 'n', false,
				      "RFC 5321" };
static const HcTransmission smtp = { "SMTP", "iana", "smtp", 'n', 'n', false,
				     "RFC 5321" };
static const HcTransmission esmtps = { "ESMTPS", "iana", "smtp", 'y', 'n',
				       false,	 "RFC 3848" };
static const HcTransmission microsoft = { "MICROSOFT SMTP SERVER",
					  "unregistered",
					  "smtp",
					  '?',
					  '?',
					  false,
					  "" };
static const HcTransmission lmtp = { "LMTP", "iana", "lmtp", 'n', 'n', false,
				     "RFC 3848" };
static const HcTransmission https = { "HTTPS", "unregistered", "http", 'y',
				      '?',     false,	       "" };
static const HcTransmission local = { "LOCAL", "unregistered", "local", '-',
				      'n',     false,	       "" };
static const HcTransmission qmqp = { "QMQP", "unregistered", "qmqp", 'n',
				     'n',    false,	     "" };

/* The hop is at offset 100; every fact stated gets a span of its own. */
typedef struct {
	const char *name;
	const char *software;
	HcSilence silence;
	const HcTransmission *with;
	const char *tls;
	const char *version;
	const char *cipher;
	const char *bits;
	const char *algorithm;
	const char *clear;
	const char *peer; /* "10." private, "203." public, or NULL */
	HcTlsState state;
	HcBasis basis;
	unsigned low;
	unsigned high;
	const char *suite; /* of the one suite, or NULL */
	int note;	   /* -1: none */
} FieldRow;

#define P "postfix", HC_SILENCE_CLEAR_IF_EHLO
#define EXIM "exim", HC_SILENCE_CLEAR
#define SM "sendmail", HC_SILENCE_NOTHING
#define V12 HC_TLS_1_2, HC_TLS_1_2
#define V13 HC_TLS_1_3, HC_TLS_1_3
#define V0 0, 0
#define YES HC_TLS_YES
#define NOTHING NULL, NULL, NULL, NULL, NULL, NULL
#define GCM "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"

static const FieldRow fields[] = {
	{ "postfix 1.3", P, &esmtps, "using", "TLSv1.3",
	  "TLS_AES_256_GCM_SHA384", "256", "256", NULL, NULL, YES,
	  HC_BASIS_DETAIL, V13, "TLS_AES_256_GCM_SHA384", -1 },
	{ "postfix 1.2", P, &esmtps, "using", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "256", "256", NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, GCM, -1 },
	{ "S keyword alone", P, &esmtps, NOTHING, NULL, YES, HC_BASIS_KEYWORD,
	  V0, NULL, -1 },
	{ "E keyword, silent", P, &esmtp, NOTHING, NULL, HC_TLS_NO,
	  HC_BASIS_SILENCE, V0, NULL, -1 },
	{ "HELO keyword, silent", P, &smtp, NOTHING, NULL, HC_TLS_UNRECORDED,
	  HC_BASIS_NONE, V0, NULL, -1 },
	{ "silence that proves nothing", SM, &esmtp, NOTHING, NULL,
	  HC_TLS_UNRECORDED, HC_BASIS_NONE, V0, NULL, -1 },
	{ "exim silent with HELO", EXIM, &smtp, NOTHING, NULL, HC_TLS_NO,
	  HC_BASIS_SILENCE, V0, NULL, -1 },
	{ "exchange silent", "exchange", HC_SILENCE_CLEAR, &microsoft, NOTHING,
	  NULL, HC_TLS_NO, HC_BASIS_SILENCE, V0, NULL, -1 },
	{ "exchange (TLS)", "exchange", HC_SILENCE_CLEAR, &microsoft, "TLS",
	  "TLS", NULL, NULL, NULL, NULL, NULL, YES, HC_BASIS_PHRASE, V0, NULL,
	  -1 },
	{ "exchange curve suffix", "exchange", HC_SILENCE_CLEAR, &microsoft,
	  "version=", "TLS1_2", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384",
	  NULL, NULL, NULL, NULL, YES, HC_BASIS_DETAIL, V12,
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", -1 },
	{ "no keyword, silent", EXIM, NULL, NOTHING, NULL, HC_TLS_UNRECORDED,
	  HC_BASIS_NONE, V0, NULL, -1 },
	{ "HTTPS", "exchange", HC_SILENCE_CLEAR, &https, NOTHING, NULL,
	  HC_TLS_NOT_SMTP, HC_BASIS_PROTOCOL, V0, NULL, -1 },
	{ "local", EXIM, &local, NOTHING, NULL, HC_TLS_NOT_SMTP,
	  HC_BASIS_PROTOCOL, V0, NULL, -1 },
	{ "QMQP", EXIM, &qmqp, NOTHING, NULL, HC_TLS_UNRECORDED, HC_BASIS_NONE,
	  V0, NULL, -1 },
	{ "LMTP on a socket", EXIM, &lmtp, NOTHING, NULL, HC_TLS_NOT_SMTP,
	  HC_BASIS_PROTOCOL, V0, NULL, -1 },
	{ "LMTP from a private peer", EXIM, &lmtp, NOTHING, "10.",
	  HC_TLS_NOT_SMTP, HC_BASIS_PROTOCOL, V0, NULL, -1 },
	{ "LMTP from a public peer", EXIM, &lmtp, NOTHING, "203.", HC_TLS_NO,
	  HC_BASIS_SILENCE, V0, NULL, -1 },
	{ "LMTP with TLS", "dovecot", HC_SILENCE_NOTHING, &lmtp, "using",
	  "TLSv1.3", "TLS_AES_256_GCM_SHA384", NULL, NULL, NULL, "10.", YES,
	  HC_BASIS_DETAIL, V13, "TLS_AES_256_GCM_SHA384",
	  HC_NOTE_KEYWORD_WITHOUT_S },
	{ "stated clear", "groupwise", HC_SILENCE_NOTHING, &esmtp, NULL, NULL,
	  NULL, NULL, NULL, "NOT encrypted", NULL, HC_TLS_NO,
	  HC_BASIS_STATED_CLEAR, V0, NULL, -1 },
	{ "cipher=(NONE)", "", HC_SILENCE_NOTHING, &esmtp, NULL, NULL,
	  "(NONE)", NULL, NULL, NULL, NULL, HC_TLS_NO, HC_BASIS_STATED_CLEAR,
	  V0, NULL, -1 },
	{ "stated clear and TLS", "", HC_SILENCE_NOTHING, &esmtp, "x",
	  "TLSv1.2", NULL, NULL, NULL, "plain text!", NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_STATED_CLEAR, V12, NULL,
	  HC_NOTE_TLS_CONTRADICTION },
	{ "stated clear and S", "", HC_SILENCE_NOTHING, &esmtps, NULL, NULL,
	  NULL, NULL, NULL, "plain text!", NULL, HC_TLS_CONTRADICTED,
	  HC_BASIS_STATED_CLEAR, V0, NULL, HC_NOTE_TLS_CONTRADICTION },
	{ "1.3 suite under 1.2", P, &esmtps, "x", "TLSv1.2",
	  "TLS_AES_256_GCM_SHA384", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, "TLS_AES_256_GCM_SHA384",
	  HC_NOTE_TLS_CONTRADICTION },
	{ "GCM under 1.0", P, &esmtps, "x", "TLSv1", "AES256-GCM-SHA384", NULL,
	  NULL, NULL, NULL, HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, HC_TLS_1_0,
	  HC_TLS_1_0, "TLS_RSA_WITH_AES_256_GCM_SHA384",
	  HC_NOTE_TLS_CONTRADICTION },
	{ "1.2 suite under 1.3", P, &esmtps, "x", "TLSv1.3",
	  "ECDHE-RSA-AES256-GCM-SHA384", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V13, GCM,
	  HC_NOTE_TLS_CONTRADICTION },
	{ "exim spells a 1.3 suite by parts", EXIM, &esmtps, "x", "TLS1.3",
	  GCM, NULL, NULL, NULL, NULL, YES, HC_BASIS_DETAIL, V13,
	  "TLS_AES_256_GCM_SHA384", HC_NOTE_CIPHER_OLD_SPELLING },
	{ "courier spells a 1.3 suite by parts", "courier", HC_SILENCE_NOTHING,
	  &esmtps, "x", "TLS1.3", "ECDHE_RSA_AES_128_GCM_SHA256", "128bits",
	  NULL, NULL, NULL, YES, HC_BASIS_DETAIL, V13,
	  "TLS_AES_128_GCM_SHA256", HC_NOTE_CIPHER_OLD_SPELLING },
	{ "exim, CBC under 1.3", EXIM, &esmtps, "x", "TLS1.3",
	  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V13,
	  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", HC_NOTE_TLS_CONTRADICTION },
	{ "GnuTLS description, 1.3", EXIM, &esmtps, "x", "TLS1.3",
	  "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", "256", NULL, NULL,
	  NULL, YES, HC_BASIS_DETAIL, V13, "TLS_AES_256_GCM_SHA384", -1 },
	{ "GnuTLS description, 1.2", EXIM, &esmtps, "x", "TLS1.2",
	  "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", "256", NULL, NULL,
	  NULL, YES, HC_BASIS_DETAIL, V12, GCM, -1 },
	{ "GnuTLS description, no version", EXIM, &esmtps, "x", NULL,
	  "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", "256", NULL, NULL,
	  NULL, YES, HC_BASIS_DETAIL, HC_TLS_1_2, HC_TLS_1_3, NULL,
	  HC_NOTE_CIPHER_AMBIGUOUS },
	{ "family label with a GCM suite", SM, &esmtp, "x", "TLSv1/SSLv3",
	  "DHE-RSA-AES256-GCM-SHA384", "256", NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
	  HC_NOTE_TLS_FAMILY_LABEL },
	{ "family label with 3DES", SM, &esmtp, "x", "TLSv1/SSLv3",
	  "DES-CBC3-SHA", "168", "168", NULL, NULL, YES, HC_BASIS_DETAIL,
	  HC_SSL_3, HC_TLS_1_2, "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
	  HC_NOTE_TLS_FAMILY_LABEL },
	{ "family label, other cipher", "gmail", HC_SILENCE_CLEAR, &esmtps,
	  "x", "TLSv1/SSLv3", "OTHER", NULL, NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, HC_SSL_3, HC_TLS_1_2, NULL,
	  HC_NOTE_TLS_FAMILY_LABEL },
	{ "3DES as 112 bits", SM, &esmtps, "x", "TLSv1.2", "DES-CBC3-SHA",
	  "112", "168", NULL, NULL, YES, HC_BASIS_DETAIL, V12,
	  "TLS_RSA_WITH_3DES_EDE_CBC_SHA", -1 },
	{ "bits no such cipher has", P, &esmtps, "x", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "128", "128", NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, GCM,
	  HC_NOTE_TLS_CONTRADICTION },
	{ "bits in bytes", EXIM, &esmtps, "x", "TLS-1.0",
	  "RSA_AES_256_CBC_SHA", "32", NULL, NULL, NULL, YES, HC_BASIS_DETAIL,
	  HC_TLS_1_0, HC_TLS_1_0, "TLS_RSA_WITH_AES_256_CBC_SHA", -1 },
	{ "plain keyword, TLS words", P, &esmtp, "x", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "256", NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, GCM, HC_NOTE_KEYWORD_WITHOUT_S },
	{ "HELO keyword, TLS words", P, &smtp, "x", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "256", NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, GCM, HC_NOTE_KEYWORD_WITHOUT_S },
	{ "suite alone bounds the version", "haraka", HC_SILENCE_CLEAR,
	  &esmtps, "x", NULL, "TLS_CHACHA20_POLY1305_SHA256", NULL, NULL, NULL,
	  NULL, YES, HC_BASIS_DETAIL, V13, "TLS_CHACHA20_POLY1305_SHA256",
	  -1 },
	{ "bulk cipher alone", "momentum", HC_SILENCE_NOTHING, &esmtps, "x",
	  NULL, "AES-256-GCM", NULL, NULL, NULL, NULL, YES, HC_BASIS_DETAIL,
	  HC_TLS_1_2, HC_TLS_1_3, NULL, -1 },
	{ "unknown suite", P, &esmtps, "x", "TLSv1.2", "FOO-BAR", NULL, NULL,
	  NULL, NULL, YES, HC_BASIS_DETAIL, V12, NULL,
	  HC_NOTE_CIPHER_UNKNOWN },
	{ "unknown version", P, &esmtps, "x", "TLSv9",
	  "ECDHE-RSA-AES256-GCM-SHA384", NULL, NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, GCM, HC_NOTE_VERSION_UNKNOWN },
	{ "SSLv2 kind", P, &esmtps, "x", "SSLv2", "RC4-MD5", "128", "128",
	  NULL, NULL, YES, HC_BASIS_DETAIL, HC_SSL_2, HC_SSL_2,
	  "SSL_CK_RC4_128_WITH_MD5", -1 },
	{ "SSLv3 kind", P, &esmtps, "x", "TLSv1", "RC4-MD5", "128", "128",
	  NULL, NULL, YES, HC_BASIS_DETAIL, HC_TLS_1_0, HC_TLS_1_0,
	  "TLS_RSA_WITH_RC4_128_MD5", -1 },
};
/* clang-format on */

/* The facts of the field that a row makes. */
static HcText stated[HC_FACT_COUNT];

static void
state_fact(HcFact which, const char *text, uint32_t at)
{
	if (!text)
		return;
	stated[which].text = text;
	stated[which].where =
		(HcSpan){ at, (uint32_t)strlen(text) + 1 };
}

static void
make_field(const FieldRow *row, HcDialect *dialect, HcReceived *received)
{
	memset(received, 0, sizeof *received);
	memset(stated, 0, sizeof stated);
	received->facts = stated;
	*dialect = (HcDialect){ "x", "x", row->software, row->silence, true,
				"x", NULL, 0, 0, NULL };
	received->dialect = dialect;
	received->transmission = row->with;
	if (row->with)
		state_fact(HC_FACT_WITH, row->with->token, 110);
	state_fact(HC_FACT_TLS, row->tls, 120);
	state_fact(HC_FACT_TLS_VERSION, row->version, 130);
	state_fact(HC_FACT_TLS_CIPHER, row->cipher, 140);
	state_fact(HC_FACT_TLS_BITS, row->bits, 200);
	state_fact(HC_FACT_TLS_BITS_ALGORITHM, row->algorithm, 210);
	state_fact(HC_FACT_CLEAR, row->clear, 220);
	if (row->peer) {
		received->peer.family = 4;
		received->peer.bytes[0] = (uint8_t)atoi(row->peer);
		received->peer.bytes[3] = 1;
	}
}

static bool
has_note(const GArray *notes, int code)
{
	for (guint i = 0; i < notes->len; i++)
		if ((int)g_array_index(notes, HcNote, i).code == code)
			return true;
	return false;
}

START_TEST(state_of_field)
{
	const FieldRow *row = &fields[_i];
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_msg(tls.state == row->state && tls.basis == row->basis,
		      "%s: %s by %s", row->name, hc_tls_state_token(tls.state),
		      hc_basis_token(tls.basis));
	ck_assert_msg(tls.version_low == row->low &&
			      tls.version_high == row->high,
		      "%s: %04x to %04x", row->name, tls.version_low,
		      tls.version_high);
	if (row->suite)
		ck_assert_msg(tls.cipher_count == 1 &&
				      strcmp(tls.ciphers[0]->iana_name,
					     row->suite) == 0,
			      "%s: %zu suites, first %s", row->name,
			      tls.cipher_count,
			      tls.cipher_count ? tls.ciphers[0]->iana_name :
						 "-");
	else
		ck_assert_msg(tls.cipher_count != 1, "%s: a suite", row->name);
	if (row->note >= 0)
		ck_assert_msg(has_note(notes, row->note), "%s: no note %s",
			      row->name,
			      hc_note_token((HcNoteCode)row->note));
	else
		ck_assert_msg(notes->len == 0, "%s: note %s", row->name,
			      hc_note_token(
				      g_array_index(notes, HcNote, 0).code));
	ck_assert_msg(has_note(notes, HC_NOTE_TLS_CONTRADICTION) ==
			      (tls.state == HC_TLS_CONTRADICTED),
		      "%s", row->name);
	ck_assert_msg(tls.where.offset >= 100 && tls.where.length > 0,
		      "%s: nowhere", row->name);
}
END_TEST

/* What a writer never does over SMTP has no TLS to state, whatever keyword
 * stands there. */
START_TEST(state_of_step)
{
	static const struct {
		const char *step;
		const HcTransmission *with;
		HcTlsState state;
	} steps[] = {
		{ "local", NULL, HC_TLS_NOT_SMTP },
		{ "local", &esmtp, HC_TLS_NOT_SMTP },
		{ "web", NULL, HC_TLS_NOT_SMTP },
		{ "retrieval", NULL, HC_TLS_NOT_SMTP },
		{ "content-filter", NULL, HC_TLS_UNRECORDED },
		{ "submission", &esmtps, HC_TLS_YES },
		{ NULL, NULL, HC_TLS_UNRECORDED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		FieldRow row = { .name = "step",
				 .software = "x",
				 .with = steps[i].with };
		g_autoptr(HcArena) arena = hc_arena_new();
		g_autoptr(GArray) notes = hc_notes_new();
		HcReceived received;
		HcDialect dialect;
		HcTls tls;

		make_field(&row, &dialect, &received);
		dialect.step = steps[i].step;
		hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes,
			    &tls);
		ck_assert_msg(tls.state == steps[i].state, "%zu: %s", i,
			      hc_tls_state_token(tls.state));
	}
}
END_TEST

START_TEST(names_in_certificates_are_no_results)
{
	FieldRow row = { .software = "postfix", .with = &esmtps };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	state_fact(HC_FACT_TLS_CLIENT, "Client RPK host", 300);
	state_fact(HC_FACT_TLS_VERIFY, "not verified", 320);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_int_eq(tls.certificate, HC_CERT_FAILED);
}
END_TEST

/* 2007-07-24, when Postfix learnt to write S. */
#define SINCE_S 1185235200

static const struct {
	const char *name;
	HcStampState state;
	int64_t earliest_s;
	int64_t latest_s;
	HcTlsState tls;
} silences[] = {
	{ "the day before", HC_STAMP_POINT, SINCE_S - 1, SINCE_S - 1,
	  HC_TLS_UNRECORDED },
	{ "the day", HC_STAMP_POINT, SINCE_S, SINCE_S, HC_TLS_NO },
	{ "perhaps before", HC_STAMP_INTERVAL, SINCE_S - 1, SINCE_S + 7200,
	  HC_TLS_UNRECORDED },
	{ "certainly after", HC_STAMP_INTERVAL, SINCE_S, SINCE_S + 7200,
	  HC_TLS_NO },
	{ "a bad date", HC_STAMP_BAD, SINCE_S, SINCE_S, HC_TLS_UNRECORDED },
	{ "no date", HC_STAMP_NONE, 0, 0, HC_TLS_UNRECORDED },
};

START_TEST(silence_counts_from_a_day)
{
	FieldRow row = { .software = "postfix",
			 .silence = HC_SILENCE_CLEAR_IF_EHLO,
			 .with = &esmtp };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	dialect.silence_since = "2007-07-24";
	dialect.silence_since_s = SINCE_S;
	received.stamp.state = silences[_i].state;
	received.stamp.unix_s = silences[_i].earliest_s;
	received.stamp.earliest_s = silences[_i].earliest_s;
	received.stamp.latest_s = silences[_i].latest_s;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_msg(tls.state == silences[_i].tls, "%s: %s",
		      silences[_i].name, hc_tls_state_token(tls.state));
}
END_TEST

/* Seconds of 2008-08-01 and 2016-09-01. */
#define TLS12_S INT64_C(1217548800)
#define TLS13_S INT64_C(1472688000)

static const struct {
	const char *name;
	const char *version;
	const char *cipher;
	HcStampState state;
	int64_t earliest_s;
	int64_t latest_s;
	bool anachronism;
} ages[] = {
	{ "1.2, the day before", "TLSv1.2", NULL, HC_STAMP_POINT, TLS12_S - 1,
	  TLS12_S - 1, true },
	{ "1.2, the day", "TLSv1.2", NULL, HC_STAMP_POINT, TLS12_S, TLS12_S,
	  false },
	{ "1.2, perhaps the day", "TLSv1.2", NULL, HC_STAMP_INTERVAL,
	  TLS12_S - 1, TLS12_S + 7200, false },
	{ "1.2, surely before", "TLSv1.2", NULL, HC_STAMP_INTERVAL,
	  TLS12_S - 7200, TLS12_S - 1, true },
	{ "1.2, no usable date", "TLSv1.2", NULL, HC_STAMP_NONE, 0, 0, false },
	{ "1.3, the day before", "TLSv1.3", NULL, HC_STAMP_POINT, TLS13_S - 1,
	  TLS13_S - 1, true },
	{ "1.3, the day", "TLSv1.3", NULL, HC_STAMP_POINT, TLS13_S, TLS13_S,
	  false },
	{ "suite of 1.2 alone, 2007", NULL, "ECDHE-RSA-AES256-GCM-SHA384",
	  HC_STAMP_POINT, TLS12_S - 1, TLS12_S - 1, true },
	{ "family label with a suite of 1.2, 2007", "TLSv1/SSLv3",
	  "ECDHE-RSA-AES256-GCM-SHA384", HC_STAMP_POINT, TLS12_S - 1,
	  TLS12_S - 1, true },
	{ "family label, 2007", "TLSv1/SSLv3", "DHE-RSA-AES256-SHA",
	  HC_STAMP_POINT, TLS12_S - 1, TLS12_S - 1, false },
	{ "1.0, 1970", "TLSv1", "AES256-SHA", HC_STAMP_POINT, 0, 0, false },
};

START_TEST(version_younger_than_stamp)
{
	FieldRow row = { .software = "postfix",
			 .silence = HC_SILENCE_CLEAR_IF_EHLO,
			 .with = &esmtps,
			 .tls = "TLS",
			 .version = ages[_i].version,
			 .cipher = ages[_i].cipher };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	received.stamp.state = ages[_i].state;
	received.stamp.unix_s = ages[_i].earliest_s;
	received.stamp.earliest_s = ages[_i].earliest_s;
	received.stamp.latest_s = ages[_i].latest_s;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_msg((tls.state == HC_TLS_CONTRADICTED) ==
			      ages[_i].anachronism,
		      "%s: %s", ages[_i].name, hc_tls_state_token(tls.state));
	ck_assert_msg(has_note(notes, HC_NOTE_TLS_ANACHRONISM) ==
			      ages[_i].anachronism,
		      "%s: note", ages[_i].name);
}
END_TEST

START_TEST(clause_that_holds_the_words_is_no_plain_keyword)
{
	FieldRow row = { .software = "ironport",
			 .with = &esmtp,
			 .version = "TLSv1.2",
			 .cipher = "AES256-SHA" };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	/* "ESMTP/TLS/AES256-SHA" */
	stated[HC_FACT_WITH].where = (HcSpan){ 130, 40 };
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_int_eq(tls.state, HC_TLS_YES);
	ck_assert(!has_note(notes, HC_NOTE_KEYWORD_WITHOUT_S));
}
END_TEST

START_TEST(bytes_become_bits)
{
	FieldRow row = { .software = "exim",
			 .with = &esmtps,
			 .version = "TLS-1.0",
			 .cipher = "RSA_ARCFOUR_MD5",
			 .bits = "16" };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_uint_eq(tls.bits, 128);
	ck_assert_int_eq(tls.state, HC_TLS_YES);
}
END_TEST

static const struct {
	const char *software;
	const char *word;
	HcCertificate certificate;
} certificates[] = {
	{ "sendmail", "OK", HC_CERT_VERIFIED },
	{ "sendmail", "NO", HC_CERT_ABSENT },
	{ "sendmail", "NOT", HC_CERT_NOT_REQUESTED },
	{ "sendmail", "FAIL", HC_CERT_FAILED },
	{ "opensmtpd", "NO", HC_CERT_UNVERIFIED },
	{ "opensmtpd", "FAIL", HC_CERT_FAILED },
	{ "cyrus", "NO", HC_CERT_UNVERIFIED },
	{ "postfix", "No client certificate requested",
	  HC_CERT_NOT_REQUESTED },
	{ "postfix", "No client\tcertificate requested",
	  HC_CERT_NOT_REQUESTED },
	{ "postfix", "Client did  not present a\tcertificate",
	  HC_CERT_ABSENT },
	{ "postfix", "Client did not present a certificate or so",
	  HC_CERT_OTHER },
	{ "postfix", "Client RPK x25519 digest 00:11", HC_CERT_KEY },
	{ "postfix", "not an RPK", HC_CERT_OTHER },
	{ "postfix", "Client did not present a certificate", HC_CERT_ABSENT },
	{ "postfix", "verified OK", HC_CERT_VERIFIED },
	{ "postfix", "not verified", HC_CERT_FAILED },
	{ "postfix", "Client RPK sha256 digest 12:34", HC_CERT_KEY },
	{ "postfix", "what is this", HC_CERT_OTHER },
	{ "postfix", NULL, HC_CERT_UNSTATED },
};

START_TEST(certificate_of_the_client)
{
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	FieldRow row = { .software = certificates[_i].software,
			 .with = &esmtps };
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	state_fact(HC_FACT_TLS_VERIFY, certificates[_i].word, 300);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_msg(tls.certificate == certificates[_i].certificate,
		      "\"%s\": %s", certificates[_i].word,
		      hc_certificate_token(tls.certificate));
}
END_TEST

/* ------------------------------------------------------------------ grades */

/* Noon of a day, seconds since 1970. */
static int64_t
day(int year, int month, int mday)
{
	g_autoptr(GDateTime) noon =
		g_date_time_new_utc(year, month, mday, 12, 0, 0);

	return g_date_time_to_unix(noon);
}

static const struct {
	const char *name;
	const char *version;
	const char *cipher;
	int year;
	int month;
	HcGrade then;
	HcGrade now; /* 2026-11 */
} grades[] = {
	{ "1.3", "TLSv1.3", "TLS_AES_256_GCM_SHA384", 2023, 1, HC_GRADE_STRONG,
	  HC_GRADE_STRONG },
	{ "1.3, suite unsaid", "TLSv1.3", NULL, 2023, 1, HC_GRADE_STRONG,
	  HC_GRADE_STRONG },
	{ "1.2 GCM", "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", 2016, 1,
	  HC_GRADE_STRONG, HC_GRADE_STRONG },
	{ "1.2, suite unsaid", "TLSv1.2", NULL, 2016, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "1.2 CBC", "TLSv1.2", "ECDHE-RSA-AES256-SHA384", 2023, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	{ "1.2 DHE", "TLSv1.2", "DHE-RSA-AES256-GCM-SHA384", 2016, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	{ "1.2 static RSA", "TLSv1.2", "AES256-GCM-SHA384", 2023, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.2 static RSA, July 2026", "TLSv1.2", "AES128-SHA", 2026, 7,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.2 static RSA, August 2026", "TLSv1.2", "AES128-SHA", 2026, 8,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "anonymous", "TLSv1.2", "ADH-AES256-SHA", 2016, 1,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_ACCEPTABLE },
	/* RFC 8996 is of March 2021: in force from April 1. */
	{ "1.0 before April 2021", "TLSv1", "ECDHE-RSA-AES256-SHA", 2021, 3,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "1.0 since April 2021", "TLSv1", "ECDHE-RSA-AES256-SHA", 2021, 4,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "1.1 since April 2021", "TLSv1.1", "ECDHE-RSA-AES256-SHA", 2021, 4,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "1.0, suite unsaid, 2022", "TLSv1", NULL, 2022, 1, HC_GRADE_WEAK,
	  HC_GRADE_WEAK },
	{ "1.0, suite unsaid, 2014", "TLSv1", NULL, 2014, 1, HC_GRADE_NONE,
	  HC_GRADE_WEAK },
	{ "RC4 in 2014", "TLSv1", "RC4-SHA", 2014, 12, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
	{ "RC4 in February 2015", "TLSv1", "RC4-SHA", 2015, 2,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_BROKEN },
	{ "RC4 in March 2015", "TLSv1", "RC4-SHA", 2015, 3, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "SSLv3 in May 2015", "SSLv3", "AES256-SHA", 2015, 5,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_BROKEN },
	{ "SSLv3 in June 2015", "SSLv3", "AES256-SHA", 2015, 6,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "SSLv2 in March 2011", "SSLv2", "DES-CBC3-MD5", 2011, 3,
	  HC_GRADE_WEAK, HC_GRADE_BROKEN },
	{ "SSLv2 in April 2011", "SSLv2", "DES-CBC3-MD5", 2011, 4,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "IDEA in February 2009", "TLSv1", "IDEA-CBC-SHA", 2009, 2,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "IDEA in March 2009", "TLSv1", "IDEA-CBC-SHA", 2009, 3,
	  HC_GRADE_WEAK, HC_GRADE_WEAK },
	{ "3DES in May 2015", "TLSv1", "DES-CBC3-SHA", 2015, 5,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "SSLv3 in 2014", "SSLv3", "AES256-SHA", 2014, 1, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
	{ "SSLv3 in 2016", "SSLv3", "AES256-SHA", 2016, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "SSLv2 in 2005", "SSLv2", "DES-CBC3-MD5", 2005, 1, HC_GRADE_WEAK,
	  HC_GRADE_BROKEN },
	{ "SSLv2 in 2012", "SSLv2", "DES-CBC3-MD5", 2012, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "3DES in 2007", "TLSv1/SSLv3", "DES-CBC3-SHA", 2007, 6,
	  HC_GRADE_ACCEPTABLE, HC_GRADE_WEAK },
	{ "3DES in 2016", "TLSv1.2", "DES-CBC3-SHA", 2016, 6, HC_GRADE_WEAK,
	  HC_GRADE_WEAK },
	{ "export in 2000", "SSLv3", "EXP-DES-CBC-SHA", 2000, 1, HC_GRADE_WEAK,
	  HC_GRADE_BROKEN },
	{ "NULL at any time", "TLSv1", "NULL-SHA", 2000, 1, HC_GRADE_BROKEN,
	  HC_GRADE_BROKEN },
	{ "single DES in 2000", "TLSv1", "EDH-RSA-DES-CBC-SHA", 2000, 1,
	  HC_GRADE_WEAK, HC_GRADE_BROKEN },
	{ "CBC suite, version unsaid, 2014", NULL, "ECDHE-RSA-AES256-SHA",
	  2014, 1, HC_GRADE_ACCEPTABLE, HC_GRADE_NONE },
	/* SSL 3.0 cannot be ruled out. */
	{ "CBC suite, version unsaid, 2019", NULL, "ECDHE-RSA-AES256-SHA",
	  2019, 1, HC_GRADE_NONE, HC_GRADE_NONE },
	{ "GCM suite, version unsaid", NULL, "ECDHE-RSA-AES256-GCM-SHA384",
	  2023, 1, HC_GRADE_STRONG, HC_GRADE_STRONG },
	{ "RC4, version unsaid", NULL, "ECDHE-RSA-RC4-SHA", 2023, 1,
	  HC_GRADE_BROKEN, HC_GRADE_BROKEN },
	{ "bulk cipher alone", NULL, "AES-256-GCM", 2023, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "unknown suite", "TLSv1.2", "FOO", 2023, 1, HC_GRADE_NONE,
	  HC_GRADE_NONE },
	{ "before 1970", "TLSv1", "RC4-SHA", 1969, 12, HC_GRADE_ACCEPTABLE,
	  HC_GRADE_BROKEN },
};

START_TEST(grade_by_date)
{
	FieldRow row = { .software = "exim",
			 .with = &esmtps,
			 .version = grades[_i].version,
			 .cipher = grades[_i].cipher };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	const char *reason = NULL;
	HcReceived received;
	HcDialect dialect;
	HcGrade grade;
	HcTls tls;

	make_field(&row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, notes, &tls);
	ck_assert_msg(tls.state == HC_TLS_YES, "%s: %s", grades[_i].name,
		      hc_tls_state_token(tls.state));
	grade = hc_tls_grade(&tls, day(2026, 11, 22), &reason);
	ck_assert_msg(grade == grades[_i].now, "%s, now: %s", grades[_i].name,
		      hc_grade_token(grade));
	grade = hc_tls_grade(&tls, day(grades[_i].year, grades[_i].month, 15),
			     &reason);
	ck_assert_msg(grade == grades[_i].then, "%s, then: %s",
		      grades[_i].name, hc_grade_token(grade));
	ck_assert_msg(reason && g_str_has_suffix(reason, "."),
		      "%s: no sentence", grades[_i].name);
}
END_TEST

START_TEST(only_tls_has_a_grade)
{
	HcTls tls = { .state = HC_TLS_NO };
	const char *reason = "x";

	ck_assert_int_eq(hc_tls_grade(&tls, 0, &reason), HC_GRADE_NONE);
	ck_assert_ptr_null(reason);
	tls.state = HC_TLS_YES;
	ck_assert_int_eq(hc_tls_grade(&tls, 0, NULL), HC_GRADE_NONE);
}
END_TEST

START_TEST(rule_date_is_a_date)
{
	const char *date = hc_rule_date();

	ck_assert_uint_eq(strlen(date), 10);
	ck_assert_str_ge(date, "2026-08-01");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tls");
	TCase *tcase = tcase_create("tls");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, state_of_step);
	tcase_add_loop_test(tcase, state_of_field, 0, G_N_ELEMENTS(fields));
	tcase_add_loop_test(tcase, silence_counts_from_a_day, 0,
			    G_N_ELEMENTS(silences));
	tcase_add_loop_test(tcase, version_younger_than_stamp, 0,
			    G_N_ELEMENTS(ages));
	tcase_add_test(tcase, clause_that_holds_the_words_is_no_plain_keyword);
	tcase_add_test(tcase, names_in_certificates_are_no_results);
	tcase_add_test(tcase, bytes_become_bits);
	tcase_add_loop_test(tcase, certificate_of_the_client, 0,
			    G_N_ELEMENTS(certificates));
	tcase_add_loop_test(tcase, grade_by_date, 0, G_N_ELEMENTS(grades));
	tcase_add_test(tcase, only_tls_has_a_grade);
	tcase_add_test(tcase, rule_date_is_a_date);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
