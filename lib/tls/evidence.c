/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* evidence.c - what each hop of a chain says of TLS. */
#include "config.h"

#include <string.h>

#include "hopcheck.h"

#include "arena.h"
#include "note.h"
#include "tls.h"

typedef struct {
	HcTls tls;
	const HcNote *notes;
	size_t note_count;
} Entry;

struct HcEvidence {
	HcChain *chain;
	HcArena *arena; /* where all of it is */
	size_t count;
	Entry *entries;
};

/* Most hops have none. */
static void
keep_notes(HcEvidence *evidence, Entry *entry, const GArray *notes)
{
	size_t size;
	HcNote *kept;

	if (notes == NULL || notes->len == 0)
		return;
	size = notes->len * sizeof(HcNote);
	kept = hc_arena_alloc(evidence->arena, size);
	memcpy(kept, notes->data, size);
	entry->notes = kept;
	entry->note_count = notes->len;
}

HcEvidence *
hc_evidence_new(HcChain *chain)
{
	g_autoptr(GArray) notes = NULL;
	HcEvidence *evidence;
	HcArena *arena;

	g_return_val_if_fail(chain, NULL);
	arena = hc_arena_new();
	evidence = hc_arena_alloc(arena, sizeof *evidence);
	evidence->chain = hc_chain_ref(chain);
	evidence->arena = arena;
	evidence->count = hc_chain_length(chain);
	evidence->entries = hc_arena_alloc(evidence->arena,
	                                   evidence->count * sizeof(Entry));
	for (size_t i = 0; i < evidence->count; i++) {
		const HcHop *hop = hc_chain_hop(chain, i);
		Entry *entry = &evidence->entries[i];

		if (notes != NULL)
			g_array_set_size(notes, 0);
		hc_tls_read(hop->received, hop->where, evidence->arena, &notes,
		            &entry->tls);
		keep_notes(evidence, entry, notes);
	}
	return evidence;
}

HcEvidence *
hc_evidence_ref(HcEvidence *evidence)
{
	hc_arena_hold(evidence->arena);
	return evidence;
}

void
hc_evidence_unref(HcEvidence *evidence)
{
	if (evidence == NULL || !hc_arena_let_go(evidence->arena))
		return;
	hc_chain_unref(evidence->chain);
	hc_arena_free(evidence->arena);
}

HcChain *
hc_evidence_chain(const HcEvidence *evidence)
{
	g_return_val_if_fail(evidence, NULL);
	return evidence->chain;
}

const HcTls *
hc_evidence_tls(const HcEvidence *evidence, size_t index)
{
	g_return_val_if_fail(evidence && index < evidence->count, NULL);
	return &evidence->entries[index].tls;
}

const HcNote *
hc_evidence_notes(const HcEvidence *evidence, size_t index, size_t *count_out)
{
	g_return_val_if_fail(evidence && index < evidence->count && count_out,
	                     NULL);
	*count_out = evidence->entries[index].note_count;
	return evidence->entries[index].notes;
}
