/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_tls.c - the five states, what contradicts itself. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"
#include "note.h"
#include "tls.h"
#include "tls-field.h"

/* ------------------------------------------------------- fields and states */

/* clang-format off: version 14 dies on these rows. */
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
	  HC_NOTE_CLEAR_AND_TLS },
	{ "stated clear and S", "", HC_SILENCE_NOTHING, &esmtps, NULL, NULL,
	  NULL, NULL, NULL, "plain text!", NULL, HC_TLS_CONTRADICTED,
	  HC_BASIS_STATED_CLEAR, V0, NULL, HC_NOTE_CLEAR_AND_TLS },
	{ "cipher=NONE and S", "", HC_SILENCE_NOTHING, &esmtps, NULL, NULL,
	  "NONE", NULL, NULL, NULL, NULL, HC_TLS_CONTRADICTED,
	  HC_BASIS_STATED_CLEAR, V0, NULL, HC_NOTE_CLEAR_AND_TLS },
	{ "1.3 suite under 1.2", P, &esmtps, "x", "TLSv1.2",
	  "TLS_AES_256_GCM_SHA384", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, "TLS_AES_256_GCM_SHA384",
	  HC_NOTE_SUITE_NOT_IN_VERSION },
	{ "GCM under 1.0", P, &esmtps, "x", "TLSv1", "AES256-GCM-SHA384", NULL,
	  NULL, NULL, NULL, HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, HC_TLS_1_0,
	  HC_TLS_1_0, "TLS_RSA_WITH_AES_256_GCM_SHA384",
	  HC_NOTE_SUITE_NOT_IN_VERSION },
	{ "bulk GCM under 1.1", "momentum", HC_SILENCE_NOTHING, &esmtps, "x",
	  "TLSv1.1", "AES-256-GCM", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, HC_TLS_1_1, HC_TLS_1_1, NULL,
	  HC_NOTE_SUITE_NOT_IN_VERSION },
	{ "SSLv2 kind under 1.2", P, &esmtps, "x", "TLSv1.2",
	  "SSL_CK_RC4_128_WITH_MD5", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, "SSL_CK_RC4_128_WITH_MD5",
	  HC_NOTE_SUITE_NOT_IN_VERSION },
	{ "export suite under 1.2", P, &esmtps, "x", "TLSv1.2",
	  "EXP-DES-CBC-SHA", NULL, NULL, NULL, NULL, HC_TLS_CONTRADICTED,
	  HC_BASIS_DETAIL, V12, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA",
	  HC_NOTE_SUITE_NOT_IN_VERSION },
	{ "1.2 suite under 1.3", P, &esmtps, "x", "TLSv1.3",
	  "ECDHE-RSA-AES256-GCM-SHA384", NULL, NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V13, GCM,
	  HC_NOTE_SUITE_NOT_IN_VERSION },
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
	  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", HC_NOTE_SUITE_NOT_IN_VERSION },
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
	  HC_NOTE_KEY_LENGTH_IMPOSSIBLE },
	{ "a nominal length no such cipher has", P, &esmtps, "x", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "256", "4096", NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, GCM,
	  HC_NOTE_KEY_LENGTH_IMPOSSIBLE },
	{ "an export key of 40 of 128 bits", SM, &esmtp, "x", "TLSv1",
	  "EXP-RC4-MD5", "40", "128", NULL, NULL, YES, HC_BASIS_DETAIL,
	  HC_TLS_1_0, HC_TLS_1_0, "TLS_RSA_EXPORT_WITH_RC4_40_MD5",
	  HC_NOTE_KEYWORD_WITHOUT_S },
	{ "bits in bytes that do not fit", EXIM, &esmtps, "x", "TLS-1.0",
	  "RSA_AES_256_CBC_SHA", "16", NULL, NULL, NULL, HC_TLS_CONTRADICTED,
	  HC_BASIS_DETAIL, HC_TLS_1_0, HC_TLS_1_0,
	  "TLS_RSA_WITH_AES_256_CBC_SHA", HC_NOTE_KEY_LENGTH_IMPOSSIBLE },
	{ "bits in bytes", EXIM, &esmtps, "x", "TLS-1.0",
	  "RSA_AES_256_CBC_SHA", "32", NULL, NULL, NULL, YES, HC_BASIS_DETAIL,
	  HC_TLS_1_0, HC_TLS_1_0, "TLS_RSA_WITH_AES_256_CBC_SHA", -1 },
	{ "plain keyword, TLS words", SM, &esmtp, "x", "TLSv1.2",
	  "ECDHE-RSA-AES256-GCM-SHA384", "256", NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V12, GCM, HC_NOTE_KEYWORD_WITHOUT_S },
	{ "plain keyword of a writer that writes S", P, &esmtp, "x",
	  "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", "256", NULL, NULL, NULL,
	  HC_TLS_CONTRADICTED, HC_BASIS_DETAIL, V12, GCM,
	  HC_NOTE_KEYWORD_WITHOUT_S },
	{ "Haraka names the suite's version, not the session's", "haraka",
	  HC_SILENCE_CLEAR, &esmtps, "x", "SSLv3", "ECDHE-RSA-AES256-SHA",
	  NULL, NULL, NULL, NULL, YES, HC_BASIS_DETAIL, HC_SSL_3, HC_TLS_1_2,
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", HC_NOTE_TLS_FAMILY_LABEL },
	{ "Haraka, a suite of 1.3", "haraka", HC_SILENCE_CLEAR, &esmtps, "x",
	  "TLSv1.3", "TLS_AES_256_GCM_SHA384", NULL, NULL, NULL, NULL, YES,
	  HC_BASIS_DETAIL, V13, "TLS_AES_256_GCM_SHA384", -1 },
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

/* The words of one statement contradict the rest but once. */
static bool
has_note_before(const GArray *notes, guint index)
{
	for (guint i = 0; i < index; i++)
		if (g_array_index(notes, HcNote, i).code ==
		    g_array_index(notes, HcNote, index).code)
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
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
	for (guint i = 1; i < notes->len; i++)
		ck_assert_msg(!has_note_before(notes, i), "%s: twice %s",
			      row->name,
			      hc_note_token(
				      g_array_index(notes, HcNote, i).code));
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
		hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes,
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_int_eq(tls.certificate, HC_CERT_FAILED);
}
END_TEST

START_TEST(certificate_is_apart_from_encryption)
{
	static const struct {
		const char *word;
		HcCertificate certificate;
	} words[] = {
		{ "FAIL", HC_CERT_FAILED },
		{ "NO", HC_CERT_ABSENT },
		{ "NOT", HC_CERT_NOT_REQUESTED },
		{ "PROTOCOL", HC_CERT_NO_RESULT },
		{ "OK", HC_CERT_VERIFIED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		FieldRow row = { .software = "sendmail",
				 .with = &esmtps,
				 .tls = "TLS",
				 .version = "TLSv1.2",
				 .cipher = "ECDHE-RSA-AES256-GCM-SHA384" };
		g_autoptr(HcArena) arena = hc_arena_new();
		g_autoptr(GArray) notes = hc_notes_new();
		HcReceived received;
		HcDialect dialect;
		HcTls tls;

		make_field(&row, &dialect, &received);
		state_fact(HC_FACT_TLS_VERIFY, words[i].word, 300);
		hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes,
			    &tls);
		ck_assert_msg(tls.state == HC_TLS_YES &&
				      tls.certificate == words[i].certificate,
			      "%s: %s, %s", words[i].word,
			      hc_tls_state_token(tls.state),
			      hc_certificate_token(tls.certificate));
		ck_assert_int_eq(hc_tls_grade(&tls, 1700000000, NULL),
				 HC_GRADE_STRONG);
	}
}
END_TEST

START_TEST(group_is_read_from_either_place)
{
	FieldRow row = { .software = "postfix",
			 .with = &esmtps,
			 .tls = "TLS",
			 .version = "TLSv1.2",
			 .cipher = "DHE-RSA-AES256-GCM-SHA384" };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	state_fact(HC_FACT_TLS_GROUP, "DHE (2048 bits)", 300);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_ptr_null(tls.group);
	ck_assert_uint_eq(tls.group_bits, 2048);
	row.cipher = "DHE_CUSTOM1024__RSA_SHA256__AES_256_GCM";
	make_field(&row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_ptr_null(tls.group);
	ck_assert_uint_eq(tls.group_bits, 1024);
	row.cipher = "ECDHE_X25519__RSA_SHA256__AES_256_GCM";
	make_field(&row, &dialect, &received);
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_str_eq(tls.group, "x25519");
	ck_assert_uint_eq(tls.group_bits, 0);
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_msg(tls.state == silences[_i].tls, "%s: %s",
		      silences[_i].name, hc_tls_state_token(tls.state));
}
END_TEST

START_TEST(unread_words_are_no_silence)
{
	FieldRow row = { .software = "exim",
			 .silence = HC_SILENCE_CLEAR,
			 .with = &esmtp };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	received.tls_unread = true;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_int_eq(tls.state, HC_TLS_UNRECORDED);
}
END_TEST

/* The same day divides a plain keyword that is only old from one that denies
 * what the comment says. */
START_TEST(keyword_against_comment)
{
	FieldRow row = { .software = "postfix",
			 .silence = HC_SILENCE_CLEAR_IF_EHLO,
			 .with = &esmtp,
			 .tls = "TLS",
			 .version = "TLSv1",
			 .cipher = "DHE-RSA-AES256-SHA" };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	state_fact(HC_FACT_TLS_GROUP, "X25519", 320);
	dialect.silence_since = "2007-07-24";
	dialect.silence_since_s = SINCE_S;
	received.stamp.state = silences[_i].state;
	received.stamp.unix_s = silences[_i].earliest_s;
	received.stamp.earliest_s = silences[_i].earliest_s;
	received.stamp.latest_s = silences[_i].latest_s;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_msg(tls.state == (silences[_i].tls == HC_TLS_NO ?
					    HC_TLS_CONTRADICTED :
					    HC_TLS_YES),
		      "%s: %s", silences[_i].name,
		      hc_tls_state_token(tls.state));
	ck_assert_msg(has_note(notes, HC_NOTE_KEYWORD_WITHOUT_S), "%s",
		      silences[_i].name);
}
END_TEST

/* Postfix 2.3 of RHEL 5 wrote such stamps in 2010 and later. */
START_TEST(old_writer_beside_old_words)
{
	FieldRow row = { .software = "postfix",
			 .silence = HC_SILENCE_CLEAR_IF_EHLO,
			 .with = &esmtp,
			 .tls = "TLS",
			 .version = "TLSv1",
			 .cipher = "DHE-RSA-AES256-SHA" };
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	dialect.silence_since = "2007-07-24";
	dialect.silence_since_s = SINCE_S;
	received.stamp.state = HC_STAMP_POINT;
	received.stamp.unix_s = SINCE_S + 3 * 365 * INT64_C(86400);
	received.stamp.earliest_s = received.stamp.unix_s;
	received.stamp.latest_s = received.stamp.unix_s;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_int_eq(tls.state, HC_TLS_YES);
	ck_assert(has_note(notes, HC_NOTE_KEYWORD_WITHOUT_S));
	ck_assert(!has_note(notes, HC_NOTE_TLS_CONTRADICTION));
}
END_TEST

/* Where the parenthesis without a partner stands, before "by" or behind it. */
static const struct {
	const char *name;
	const char *by;
	uint32_t offset;
	bool twice; /* a clause stands twice */
	bool doubted;
	HcTlsState state;
} hidden[] = {
	{ "before by", "b.example", 105, false, true, HC_TLS_UNRECORDED },
	{ "behind by", "b.example", 400, false, true, HC_TLS_YES },
	{ "behind the first by of two", "b.example", 400, true, true,
	  HC_TLS_UNRECORDED },
	{ "two writers, no parenthesis lost", "b.example", 0, true, true,
	  HC_TLS_UNRECORDED },
	{ "a habit of two, no parenthesis lost", "b.example", 0, true, false,
	  HC_TLS_YES },
	{ "hides by", NULL, 400, false, true, HC_TLS_UNRECORDED },
	{ "before a by that begins a line", "b.example", 105, false, false,
	  HC_TLS_YES },
};

START_TEST(words_behind_a_lost_parenthesis)
{
	FieldRow row = { .software = "postfix",
			 .silence = HC_SILENCE_CLEAR_IF_EHLO,
			 .with = &esmtps,
			 .tls = "TLS",
			 .version = "TLSv1.3",
			 .cipher = "TLS_AES_256_GCM_SHA384" };
	const HcNote lost[] = {
		{ .code = hidden[_i].offset ? HC_NOTE_UNBALANCED_COMMENT
					    : HC_NOTE_OBS_SPACE,
		  .where = { hidden[_i].offset, 1 } },
		{ .code = HC_NOTE_DUPLICATE_CLAUSE, .where = { 410, 2 } },
	};
	g_autoptr(HcArena) arena = hc_arena_new();
	g_autoptr(GArray) notes = hc_notes_new();
	HcReceived received;
	HcDialect dialect;
	HcTls tls;

	make_field(&row, &dialect, &received);
	if (hidden[_i].by != NULL)
		state_fact(HC_FACT_BY, hidden[_i].by, 200);
	state_fact(HC_FACT_TLS_VERIFY, "verified OK", 250);
	received.notes = lost;
	received.note_count = hidden[_i].twice ? 2 : 1;
	received.writer_doubted = hidden[_i].doubted;
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_msg(tls.state == hidden[_i].state, "%s: %s", hidden[_i].name,
		      hc_tls_state_token(tls.state));
	ck_assert_msg((tls.state == HC_TLS_YES) == (tls.cipher_count > 0) &&
			      (tls.state == HC_TLS_YES) ==
				      (tls.version_low == HC_TLS_1_3) &&
			      (tls.state == HC_TLS_YES) ==
				      (tls.certificate == HC_CERT_VERIFIED),
		      "%s: what the client may have written is told",
		      hidden[_i].name);
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
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
	{ "sendmail", "NONE", HC_CERT_NO_RESULT },
	{ "sendmail", "TEMP", HC_CERT_NO_RESULT },
	{ "sendmail", "PROTOCOL", HC_CERT_NO_RESULT },
	{ "sendmail", "SOFTWARE", HC_CERT_NO_RESULT },
	{ "sendmail", "CONFIG", HC_CERT_NO_RESULT },
	{ "sendmail", "CLEAR", HC_CERT_NO_RESULT },
	{ "sendmail", "SOFT", HC_CERT_OTHER },
	{ "sendmail", "NOTES", HC_CERT_OTHER },
	{ "sendmail", "", HC_CERT_OTHER },
	{ "haraka", "OK", HC_CERT_VERIFIED },
	{ "haraka", "FAIL", HC_CERT_UNVERIFIED },
	{ "haraka", "NO", HC_CERT_UNVERIFIED },
	{ "exim", "yes", HC_CERT_VERIFIED },
	{ "exim", "no", HC_CERT_UNVERIFIED },
	{ "exim", "dane", HC_CERT_VERIFIED },
	{ "yandex", "Client certificate not present", HC_CERT_ABSENT },
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
	hc_tls_read(&received, (HcSpan){ 100, 400 }, arena, &notes, &tls);
	ck_assert_msg(tls.certificate == certificates[_i].certificate,
		      "\"%s\": %s", certificates[_i].word,
		      hc_certificate_token(tls.certificate));
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
	tcase_add_test(tcase, unread_words_are_no_silence);
	tcase_add_loop_test(tcase, version_younger_than_stamp, 0,
			    G_N_ELEMENTS(ages));
	tcase_add_test(tcase, clause_that_holds_the_words_is_no_plain_keyword);
	tcase_add_test(tcase, names_in_certificates_are_no_results);
	tcase_add_test(tcase, bytes_become_bits);
	tcase_add_test(tcase, certificate_is_apart_from_encryption);
	tcase_add_test(tcase, group_is_read_from_either_place);
	tcase_add_loop_test(tcase, keyword_against_comment, 0,
			    G_N_ELEMENTS(silences));
	tcase_add_test(tcase, old_writer_beside_old_words);
	tcase_add_loop_test(tcase, words_behind_a_lost_parenthesis, 0,
			    G_N_ELEMENTS(hidden));
	tcase_add_loop_test(tcase, certificate_of_the_client, 0,
			    G_N_ELEMENTS(certificates));
	tcase_add_test(tcase, rule_date_is_a_date);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
