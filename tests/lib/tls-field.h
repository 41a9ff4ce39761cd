/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-field.h - a field that states what a row says, for tests of tls/. */
#ifndef HC_TEST_TLS_FIELD_H
#define HC_TEST_TLS_FIELD_H

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"
#include "note.h"
#include "tls.h"

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

/* clang-format on */

/* The facts of the field that a row makes. */
static HcText stated[HC_FACT_COUNT];

static inline void
state_fact(HcFact which, const char *text, uint32_t at)
{
	if (!text)
		return;
	stated[which].text = text;
	stated[which].where =
		(HcSpan){ at, (uint32_t)strlen(text) + 1 };
}

static inline void
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

static inline bool
has_note(const GArray *notes, int code)
{
	for (guint i = 0; i < notes->len; i++)
		if ((int)g_array_index(notes, HcNote, i).code == code)
			return true;
	return false;
}

#endif
