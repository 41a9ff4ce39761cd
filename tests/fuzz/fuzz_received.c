/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_received.c - a field of any bytes: every fact is bytes of the field, and
 * what one address and one time can be, holds. */
#include "config.h"

#include <string.h>

#include "harness.h"
#include "print-received.h"
#include "received.h"

#define BASE 7u

static void
check_text(HcArena *arena, const HcText *text, const char *bytes, size_t size)
{
	HcSpan where = text->where;

	g_assert_cmpuint(where.offset, >=, BASE);
	g_assert_cmpuint((size_t)where.offset + where.length, <=, size + BASE);
	g_assert_cmpstr(text->text, ==,
	                hc_arena_unfolded(arena, bytes + where.offset - BASE,
	                                  where.length));
}

static void
check_texts(HcArena *arena, const HcReceived *received, const char *bytes,
            size_t size)
{
	for (unsigned i = 0; i < HC_FACT_COUNT; i++)
		if (received->facts[i].text != NULL)
			check_text(arena, &received->facts[i], bytes, size);
	for (size_t i = 0; i < received->recipient_count; i++)
		check_text(arena, &received->recipients[i], bytes, size);
	for (size_t i = 0; i < received->comment_count; i++)
		check_text(arena, &received->comments[i], bytes, size);
	for (size_t i = 0; i < received->note_count; i++) {
		HcSpan where = received->notes[i].where;

		g_assert_cmpuint((size_t)where.offset + where.length, <=,
		                 size + BASE);
	}
}

static void
check_sense(const HcReceived *received)
{
	const HcText *facts = received->facts;
	const HcStamp *stamp = &received->stamp;

	g_assert_nonnull(received->dialect);
	g_assert((received->peer.family != 0 ||
	          received->unsure_peer.family != 0) ==
	         (facts[HC_FACT_ADDRESS].text != NULL));
	g_assert(received->peer.family == 0 ||
	         received->unsure_peer.family == 0);
	g_assert(!(received->rdns_none && facts[HC_FACT_RDNS].text != NULL));
	g_assert((stamp->state == HC_STAMP_NONE) ==
	         (facts[HC_FACT_DATE].text == NULL));
	g_assert_cmpint(stamp->earliest_s, <=, stamp->latest_s);
	g_assert(stamp->state != HC_STAMP_POINT ||
	         (stamp->earliest_s == stamp->unix_s &&
	          stamp->latest_s == stamp->unix_s));
	g_assert_cmpuint(stamp->nanosecond, <, 1000000000);
	/* A version or suite is always part of a statement. */
	g_assert(facts[HC_FACT_TLS].text != NULL ||
	         (facts[HC_FACT_TLS_VERSION].text == NULL &&
	          facts[HC_FACT_TLS_CIPHER].text == NULL &&
	          facts[HC_FACT_TLS_BITS].text == NULL));
}

/* What is printed is read as it was, unless it makes another writer's field. */
static void
check_print(HcArena *arena, const HcReceived *received)
{
	g_autofree char *print = print_received(received);
	g_autofree char *differs = NULL;
	HcReceived again;

	hc_received_read(print, strlen(print), BASE, arena, &again);
	if (strcmp(again.dialect->software, "postfix") != 0)
		return;
	differs = print_differs(received, &again);
	g_assert_cmpstr(differs, ==, NULL);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	g_autoptr(HcArena) arena = hc_arena_new();
	HcReceived received;

	hc_received_read((const char *)data, size, BASE, arena, &received);
	check_texts(arena, &received, (const char *)data, size);
	check_sense(&received);
	check_print(arena, &received);
}
