/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chain.c - the Received fields of a message, lined up from the sender. */
#include "config.h"

#include <string.h>

#include "hopcheck.h"

#include "arena.h"
#include "chain.h"
#include "clock.h"
#include "hint.h"
#include "limit.h"
#include "link.h"
#include "message.h"
#include "received.h"
#include "scan.h"
#include "step.h"

/* A hop is noted at most once for each reason below. */
#define NOTES_MAX 4

typedef struct {
	HcHop hop;
	HcReceived received;
	HcHopNames names;
	HcNote notes[NOTES_MAX];
} Entry;

struct HcChain {
	HcMessage *message;
	HcArena *arena; /* where all of it is */
	size_t received_count;
	size_t length;
	uint32_t *fields; /* where they stand, newest first */
	Entry *entries;   /* oldest first */
	GArray *hints;    /* of HcHint; NULL until somebody asks */
	gsize hinted;     /* whether somebody did */
};

/* The newest field stands on top; what is beyond the limit is the oldest, so
 * hop numbers then count from the oldest that was read. */
static void
find_fields(HcChain *chain, size_t most)
{
	const char *bytes = hc_message_bytes(chain->message, (HcSpan){0, 0});
	size_t count;
	const HcField *fields = hc_message_fields(chain->message, &count);

	chain->fields =
		hc_arena_alloc(chain->arena, count * sizeof *chain->fields);
	for (size_t i = 0; i < count; i++) {
		HcSpan name = fields[i].name;

		if (!hc_is(bytes + name.offset, name.length, "Received"))
			continue;
		chain->received_count++;
		if (i < hc_limit(HC_LIMIT_FIELDS) && chain->length < most)
			chain->fields[chain->length++] = (uint32_t)i;
	}
}

static void
read_hop(HcChain *chain, Entry *entry, size_t field)
{
	const HcField *place = hc_message_field(chain->message, field);

	entry->hop.field = field;
	entry->hop.where = place->where;
	entry->hop.received = &entry->received;
	entry->hop.notes = entry->notes;
	hc_received_read(hc_message_bytes(chain->message, place->value),
	                 place->value.length, place->value.offset, chain->arena,
	                 &entry->received);
	hc_hop_names_read(&entry->received, chain->arena, &entry->names);
	entry->hop.by_name = entry->names.by;
	entry->hop.from_name = entry->names.from;
	entry->hop.helo_name = entry->names.helo;
	entry->hop.rdns_name = entry->names.rdns;
}

static void
note(Entry *entry, HcNoteCode code)
{
	g_assert(entry->hop.note_count < NOTES_MAX);
	entry->notes[entry->hop.note_count++] =
		(HcNote){code, entry->hop.where};
}

static void
link_hops(HcChain *chain)
{
	for (size_t i = 0; i + 1 < chain->length; i++) {
		Entry *older = &chain->entries[i];
		Entry *newer = &chain->entries[i + 1];

		older->hop.link = hc_link_find(&older->received, &older->names,
		                               &newer->received, &newer->names);
		if (older->hop.link == HC_LINK_NONE &&
		    !hc_link_may_break(&older->received, &newer->received))
			note(older, HC_NOTE_CHAIN_BREAK);
	}
	if (chain->length)
		chain->entries[chain->length - 1].hop.link = HC_LINK_LAST;
}

static void
time_hops(HcChain *chain)
{
	HcClock clock = {false, 0, false, 0};

	for (size_t i = 0; i < chain->length; i++) {
		Entry *entry = &chain->entries[i];
		HcLapse lapse = hc_clock_step(&clock, &entry->received.stamp);

		entry->hop.delay_known = lapse.delay_known;
		entry->hop.delay_s = lapse.delay_s;
		entry->hop.reversal = lapse.reversal;
		if (lapse.reversal)
			note(entry, HC_NOTE_TIME_REVERSAL);
		if (lapse.long_delay)
			note(entry, HC_NOTE_LONG_DELAY);
	}
}

static HcSpan
value_of(const HcChain *chain, size_t index)
{
	return hc_message_field(chain->message, chain->entries[index].hop.field)
	        ->value;
}

/* As many as are held against each other; more go into a table. */
#define FEW 16

static bool
stands_before(const HcChain *chain, size_t index)
{
	HcSpan value = value_of(chain, index);

	for (size_t i = 0; i < index; i++) {
		HcSpan other = value_of(chain, i);

		if (other.length == value.length &&
		    memcmp(hc_message_bytes(chain->message, other),
		           hc_message_bytes(chain->message, value),
		           value.length) == 0)
			return true;
	}
	return false;
}

static void
note_many_duplicates(HcChain *chain)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
	                              (GDestroyNotify)g_bytes_unref, NULL);

	for (size_t i = 0; i < chain->length; i++) {
		HcSpan value = value_of(chain, i);
		const char *bytes = hc_message_bytes(chain->message, value);

		if (!g_hash_table_add(seen,
		                      g_bytes_new_static(bytes, value.length)))
			note(&chain->entries[i], HC_NOTE_DUPLICATE_HOP);
	}
}

static void
note_duplicates(HcChain *chain)
{
	if (chain->length > FEW) {
		note_many_duplicates(chain);
		return;
	}
	for (size_t i = 1; i < chain->length; i++)
		if (stands_before(chain, i))
			note(&chain->entries[i], HC_NOTE_DUPLICATE_HOP);
}

/* A relay that misses a field of the author adds it where it stands, in the
 * middle of the trace; only two different ones show that the trace block has
 * ended. */
static void
mark_misplaced(HcChain *chain)
{
	uint32_t seen = 0;
	size_t field = 0;

	for (size_t i = chain->length; i-- > 0;) {
		HcHop *hop = &chain->entries[i].hop;

		for (; field < hop->field; field++)
			seen |= hc_message_author_field(chain->message, field);
		hop->misplaced = (seen & (seen - 1)) != 0;
	}
}

static void
find_kinds(HcChain *chain)
{
	HcStepBeside beside = {.oldest = true};

	for (size_t i = 0; i < chain->length; i++) {
		Entry *entry = &chain->entries[i];

		beside.loopback_name = entry->names.from_local;
		entry->hop.kind = hc_hop_kind_find(&entry->received, beside);
		beside.older = entry->hop.kind;
		beside.oldest = false;
	}
}

static void
find_hints(HcChain *chain)
{
	g_autofree const HcHop **hops = g_new(const HcHop *, chain->length);

	for (size_t i = 0; i < chain->length; i++)
		hops[i] = &chain->entries[i].hop;
	chain->hints = hc_hints_find(chain->message, hops, chain->length,
	                             chain->arena);
}

HcChain *
hc_chain_new_of(HcMessage *message, size_t most)
{
	HcArena *arena;
	HcChain *chain;

	g_return_val_if_fail(message, NULL);
	arena = hc_arena_new();
	chain = hc_arena_alloc(arena, sizeof *chain);
	chain->message = hc_message_ref(message);
	chain->arena = arena;
	find_fields(chain, MIN(most, (size_t)hc_limit(HC_LIMIT_RECEIVED)));
	chain->entries =
		hc_arena_alloc(chain->arena, chain->length * sizeof(Entry));
	for (size_t i = 0; i < chain->length; i++) {
		Entry *entry = &chain->entries[i];

		entry->hop.number = (unsigned)i + 1;
		read_hop(chain, entry, chain->fields[chain->length - 1 - i]);
	}
	link_hops(chain);
	time_hops(chain);
	note_duplicates(chain);
	mark_misplaced(chain);
	find_kinds(chain);
	return chain;
}

HcChain *
hc_chain_new(HcMessage *message)
{
	return hc_chain_new_of(message, SIZE_MAX);
}

HcChain *
hc_chain_ref(HcChain *chain)
{
	hc_arena_hold(chain->arena);
	return chain;
}

void
hc_chain_unref(HcChain *chain)
{
	if (chain == NULL || !hc_arena_let_go(chain->arena))
		return;
	g_clear_pointer(&chain->hints, g_array_unref);
	hc_message_unref(chain->message);
	hc_arena_free(chain->arena);
}

HcMessage *
hc_chain_message(const HcChain *chain)
{
	g_return_val_if_fail(chain, NULL);
	return chain->message;
}

size_t
hc_chain_length(const HcChain *chain)
{
	g_return_val_if_fail(chain, 0);
	return chain->length;
}

size_t
hc_chain_received_count(const HcChain *chain)
{
	g_return_val_if_fail(chain, 0);
	return chain->received_count;
}

const HcHop *
hc_chain_hop(const HcChain *chain, size_t index)
{
	g_return_val_if_fail(chain && index < chain->length, NULL);
	return &chain->entries[index].hop;
}

const HcHint *
hc_chain_hints(const HcChain *chain, size_t *count_out)
{
	HcChain *asked = (HcChain *)chain;

	g_return_val_if_fail(chain && count_out, NULL);
	/* A quick look over many messages never asks. */
	if (g_once_init_enter(&asked->hinted)) {
		find_hints(asked);
		g_once_init_leave(&asked->hinted, 1);
	}
	*count_out = chain->hints->len;
	return (const HcHint *)chain->hints->data;
}
