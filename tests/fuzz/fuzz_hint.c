/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_hint.c - any bytes as a message: what a hint names lies in its field,
 * its times are in order and can be written as a date. */
#include "config.h"

#include <string.h>

#include "harness.h"
#include "hopcheck.h"

#define LAST_S INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static void
check_inside(HcSpan inner, HcSpan outer)
{
	g_assert_cmpuint(inner.offset, >=, outer.offset);
	g_assert_cmpuint((uint64_t)inner.offset + inner.length, <=,
	                 (uint64_t)outer.offset + outer.length);
}

static void
check_hint(const HcChain *chain, const HcHint *hint)
{
	const HcMessage *message = hc_chain_message(chain);
	const HcField *field = hc_message_field(message, hint->field);

	g_assert(*hc_hint_kind_token(hint->kind) != '\0');
	g_assert((hint->place == HC_PLACE_NONE) == (hint->hop == 0));
	g_assert_cmpuint(hint->hop, <=, hc_chain_length(chain));
	g_assert(hint->form && hint->source && hint->value.text);
	g_assert(!strchr(hint->value.text, '\n'));
	check_inside(hint->value.where, field->value);
	if (!hint->time_known) {
		g_assert(!hint->difference_known && !hint->implausible);
		return;
	}
	check_inside(hint->time_where, field->value);
	g_assert_cmpint(hint->earliest_s, >=, 0);
	g_assert_cmpint(hint->earliest_s, <=, hint->latest_s);
	g_assert_cmpint(hint->latest_s, <=, LAST_S);
	g_assert_cmpuint(hint->resolution_s, >, 0);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("fuzz", data, size, HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;

	g_assert(hc_source_next(source, &raw, NULL));
	if (!raw)
		return;

	g_autoptr(HcMessage) message = hc_message_new(raw);
	g_autoptr(HcChain) chain = hc_chain_new(message);
	size_t count;
	const HcHint *hints = hc_chain_hints(chain, &count);
	size_t field = 0;

	for (size_t i = 0; i < count; i++) {
		g_assert_cmpuint(hints[i].field, >=, field);
		field = hints[i].field;
		check_hint(chain, &hints[i]);
	}
	for (size_t i = 0; i < hc_chain_length(chain); i++)
		g_assert(*hc_hop_kind_token(hc_chain_hop(chain, i)->kind));
}
