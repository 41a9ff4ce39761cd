/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-reading.c - what was made of a Received field as a whole: who wrote it,
 * the addresses, the keyword, the time, TLS. */
#include "config.h"

#include "address.h"
#include "civil.h"
#include "text.h"

/* Where the sentences start. */
#define VALUE 14u

static void
put_label(HcBlock *block, const char *label)
{
	hc_block_line(block, VALUE);
	hc_block_put(block, HC_STYLE_FAINT, label);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, VALUE);
}

static void
put_dialect(HcBlock *block, const HcDialect *dialect)
{
	static const char *const silences[] = {
		[HC_SILENCE_NOTHING] =
			"proves nothing: this writer may say nothing of TLS "
			"where there is TLS",
		[HC_SILENCE_CLEAR] =
			"means clear text: this writer states TLS wherever "
			"there is TLS",
		[HC_SILENCE_CLEAR_IF_EHLO] =
			"means clear text where the keyword shows EHLO "
			"(RFC 3848), else nothing",
	};

	put_label(block, "written by");
	hc_block_format(block, HC_STYLE_PLAIN, "%s (dialect %s)", dialect->name,
	                dialect->id);
	put_label(block, "shape from");
	hc_block_put(block, HC_STYLE_PLAIN, dialect->source);
	put_label(block, "its silence");
	hc_block_put(block, HC_STYLE_PLAIN, silences[dialect->silence]);
	if (dialect->silence_since != NULL)
		hc_block_format(block, HC_STYLE_PLAIN, "; since %s",
		                dialect->silence_since);
}

static void
put_addresses(HcBlock *block, const HcReceived *received)
{
	char text[HC_ADDRESS_TEXT];

	const HcAddress *peer = received->unsure_peer.family != 0
	                                ? &received->unsure_peer
	                                : &received->peer;

	put_label(block, "peer");
	if (peer->family != 0)
		hc_address_write(peer, text);
	hc_block_put(block, HC_STYLE_PLAIN,
	             peer->family != 0 ? text : "no address read");
	if (peer == &received->unsure_peer)
		hc_block_put(block, HC_STYLE_PLAIN,
		             "; perhaps only claimed, nothing rests on it");
	if (received->rdns_none)
		hc_block_put(block, HC_STYLE_PLAIN,
		             "; the writer had no name for it");
	if (received->rdns_doubted)
		hc_block_put(block, HC_STYLE_PLAIN,
		             "; the writer doubts its name");
	if (received->by_address.family == 0)
		return;
	hc_address_write(&received->by_address, text);
	put_label(block, "own address");
	hc_block_put(block, HC_STYLE_PLAIN, text);
}

static void
put_keyword(HcBlock *block, const HcTransmission *keyword)
{
	put_label(block, "keyword");
	if (keyword == NULL)
		hc_block_put(block, HC_STYLE_PLAIN, "none that is known");
	else
		hc_block_format(block, HC_STYLE_PLAIN, "%s: %s, %s (%s)",
		                keyword->token, keyword->family,
		                keyword->status, keyword->reference);
}

static void
put_stamp(HcBlock *block, const HcStamp *stamp)
{
	g_autoptr(GString) text = g_string_new(NULL);

	switch (stamp->state) {
	case HC_STAMP_NONE:
		g_string_append(text, "none");
		break;
	case HC_STAMP_BAD:
		g_string_append(text, "cannot be");
		break;
	case HC_STAMP_INTERVAL:
		g_string_append(text, "zone unknown: from ");
		hc_civil_append(text, stamp->earliest_s, ' ');
		g_string_append(text, " to ");
		hc_civil_append(text, stamp->latest_s, ' ');
		g_string_append(text, " UTC");
		break;
	case HC_STAMP_POINT:
		hc_civil_append(text, stamp->unix_s, ' ');
		if (stamp->nanosecond > 0)
			g_string_append_printf(text, ".%09u",
			                       stamp->nanosecond);
		g_string_append(text, " UTC, zone ");
		if (stamp->zone_known)
			hc_civil_append_zone(text, stamp->zone_min);
		else
			g_string_append(text, "not told");
		break;
	}
	put_label(block, "stamp");
	hc_block_put(block, HC_STYLE_PLAIN, text->str);
}

static void
put_tls(HcBlock *block, const HcTls *tls)
{
	put_label(block, "TLS");
	hc_block_put(block, HC_STYLE_PLAIN, hc_tls_state_token(tls->state));
	if (tls->basis != HC_BASIS_NONE)
		hc_block_format(block, HC_STYLE_PLAIN, ", by %s",
		                hc_basis_token(tls->basis));
	hc_text_span(block, tls->where);
	for (size_t i = 0; i < tls->cipher_count; i++) {
		put_label(block, i == 0 ? "suite" : "or");
		hc_block_format(block, HC_STYLE_PLAIN, "%s (%s)",
		                tls->ciphers[i]->iana_name,
		                tls->ciphers[i]->iana_code);
	}
}

void
hc_text_reading(HcBlock *block, const HcReceived *received, const HcTls *tls)
{
	put_dialect(block, received->dialect);
	put_addresses(block, received);
	put_keyword(block, received->transmission);
	put_stamp(block, &received->stamp);
	put_tls(block, tls);
}
