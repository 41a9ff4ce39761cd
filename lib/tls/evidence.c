/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* evidence.c - what each hop of a chain says of TLS. */
#include "config.h"

#include "hopcheck.h"

#include "arena.h"
#include "note.h"
#include "tls.h"

typedef struct {
	HcTls tls;
	GArray *notes; /* of HcNote */
} Entry;

struct HcEvidence {
	HcChain *chain;
	HcArena *arena;
	size_t count;
	Entry *entries;
};

HcEvidence *
hc_evidence_new(HcChain *chain)
{
	HcEvidence *evidence;

	g_return_val_if_fail(chain, NULL);
	evidence = g_atomic_rc_box_new0(HcEvidence);
	evidence->chain = hc_chain_ref(chain);
	evidence->arena = hc_arena_new();
	evidence->count = hc_chain_length(chain);
	evidence->entries = g_new0(Entry, evidence->count);
	for (size_t i = 0; i < evidence->count; i++) {
		const HcHop *hop = hc_chain_hop(chain, i);
		Entry *entry = &evidence->entries[i];

		entry->notes = hc_notes_new();
		hc_tls_read(hop->received, hop->where, evidence->arena,
		            entry->notes, &entry->tls);
	}
	return evidence;
}

HcEvidence *
hc_evidence_ref(HcEvidence *evidence)
{
	return g_atomic_rc_box_acquire(evidence);
}

static void
evidence_clear(void *data)
{
	HcEvidence *evidence = data;

	for (size_t i = 0; i < evidence->count; i++)
		g_array_unref(evidence->entries[i].notes);
	g_free(evidence->entries);
	hc_arena_free(evidence->arena);
	hc_chain_unref(evidence->chain);
}

void
hc_evidence_unref(HcEvidence *evidence)
{
	if (evidence != NULL)
		g_atomic_rc_box_release_full(evidence, evidence_clear);
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
	*count_out = evidence->entries[index].notes->len;
	return (const HcNote *)evidence->entries[index].notes->data;
}
