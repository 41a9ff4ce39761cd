/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memo.c - answers kept beside their questions, for threads that share them. */
#include "config.h"

#include "memo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Slots that an entry may stand in, from the one that its key chooses. */
#define PROBES 4

static size_t
slot_of(const void *key, size_t key_size)
{
	const char *at = key;
	uint64_t hash = 14695981039346656037u;

	for (; key_size >= 8; at += 8, key_size -= 8) {
		uint64_t word;

		memcpy(&word, at, 8);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	return hash % HC_MEMO_SLOTS;
}

const void *
hc_memo_find(HcMemo *memo, const void *key, size_t key_size)
{
	size_t slot = slot_of(key, key_size);

	for (unsigned i = 0; i < PROBES; i++) {
		const char *entry = g_atomic_pointer_get(
			&memo->slots[(slot + i) % HC_MEMO_SLOTS]);

		if (!entry)
			return NULL;
		if (memcmp(entry, key, key_size) == 0)
			return entry + key_size;
	}
	return NULL;
}

void
hc_memo_keep(HcMemo *memo, const void *key, size_t key_size, const void *value,
             size_t value_size)
{
	size_t slot = slot_of(key, key_size);
	char *entry = g_malloc(key_size + value_size);

	memcpy(entry, key, key_size);
	memcpy(entry + key_size, value, value_size);
	for (unsigned i = 0; i < PROBES; i++)
		if (g_atomic_pointer_compare_and_exchange(
			    &memo->slots[(slot + i) % HC_MEMO_SLOTS], NULL,
			    entry))
			return;
	g_free(entry);
}

void
hc_memo_clear(HcMemo *memo)
{
	for (size_t i = 0; i < HC_MEMO_SLOTS; i++)
		g_clear_pointer(&memo->slots[i], g_free);
}

static int
compare_days(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a;
	int64_t other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

void
hc_days_sort(int64_t *days, size_t count)
{
	if (count)
		qsort(days, count, sizeof *days, compare_days);
}
