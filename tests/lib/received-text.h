/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* received-text.h - a Received field taken apart, as one line to compare. */
#ifndef HC_TEST_RECEIVED_TEXT_H
#define HC_TEST_RECEIVED_TEXT_H

#include <glib.h>
#include <inttypes.h>

#include "address.h"
#include "hopcheck.h"

static inline void
received_text_add(GString *out, const char *key, const char *value)
{
	g_string_append_printf(out, "%s%s=%s", out->len > 0 ? " | " : "", key,
	                       value);
}

static inline void
received_text_address(GString *out, const char *key, const HcAddress *address)
{
	char text[HC_ADDRESS_TEXT];

	if (address->family == 0)
		return;
	hc_address_write(address, text);
	received_text_add(out, key, text);
}

static inline void
received_text_stamp(GString *out, const HcStamp *stamp)
{
	static const char *const states[] = {"none", "point", "interval",
	                                     "bad"};
	g_autofree char *text = NULL;

	if (stamp->state == HC_STAMP_NONE || stamp->state == HC_STAMP_BAD) {
		received_text_add(out, "stamp", states[stamp->state]);
		return;
	}
	text = g_strdup_printf("%s %" PRId64 " %s%+d", states[stamp->state],
	                       stamp->unix_s, stamp->zone_known ? "" : "?",
	                       stamp->zone_min);
	received_text_add(out, "stamp", text);
}

/** "dialect=... | from=... | peer=... | stamp=point 1787036749 +120 |
 *  keyword=ESMTP | notes=a,b"; what is not stated is left out.
 *  @return new, the caller's */
static inline char *
received_text(const HcReceived *received)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) notes = g_string_new(NULL);

	received_text_add(out, "dialect", received->dialect->id);
	for (unsigned i = 0; i < HC_FACT_COUNT; i++)
		if (received->facts[i].text != NULL)
			received_text_add(out, hc_fact_token((HcFact)i),
			                  received->facts[i].text);
	received_text_address(out, "peer", &received->peer);
	received_text_address(out, "unsure", &received->unsure_peer);
	received_text_address(out, "own", &received->by_address);
	if (received->rdns_none)
		received_text_add(out, "rdns-none", "1");
	if (received->rdns_doubted)
		received_text_add(out, "rdns-doubted", "1");
	if (received->writer_doubted)
		received_text_add(out, "writer-doubted", "1");
	received_text_stamp(out, &received->stamp);
	if (received->transmission != NULL)
		received_text_add(out, "keyword",
		                  received->transmission->token);
	for (size_t i = 0; i < received->note_count; i++)
		g_string_append_printf(notes, "%s%s", i > 0 ? "," : "",
		                       hc_note_token(received->notes[i].code));
	if (notes->len > 0)
		received_text_add(out, "notes", notes->str);
	return g_string_free(out, FALSE);
}

#endif
