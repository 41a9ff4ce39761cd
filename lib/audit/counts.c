/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counts.c - rows of numbers by key: a hash table whose rows stay where they
 * are, so that callers may keep pointers to those they use often. */
#include "config.h"

#include "counts.h"

#include <string.h>

#include "arena.h"

/* Slots of a new table, a power of two. */
#define SLOTS_FIRST 256u

struct HcCounts {
	HcArena *arena;   /* rows */
	HcSumRow **slots; /* open addressing; at most half are taken */
	size_t slot_count;
	GPtrArray *rows; /* in order of first use */
	size_t size;
};

/** One letter a column; see hc_sum_rules(). */
static const struct {
	uint8_t type;
	const char *rules;
} kinds[] = {
	{HC_SUM_ALL,     "+++++++++++"          },
        {HC_SUM_SHARE,   "++++++++++++++++"     },
	{HC_SUM_FINDING, "+++++++>"             },
        {HC_SUM_VERSION, "++++"                 },
	{HC_SUM_SUITE,   "++++"                 },
        {HC_SUM_DIALECT, "++++"                 },
	{HC_SUM_NOTE,    "++"                   },
        {HC_SUM_MONTH,   "+++++++++++++++++++++"},
	{HC_SUM_HOST,    "+++++++++<>"          },
        {HC_SUM_PARTY,   "++++++<>oo"           },
};

const char *
hc_sum_rules(uint8_t type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].type == type)
			return kinds[i].rules;
	return NULL;
}

void
hc_sum_init(uint64_t *numbers, const char *rules)
{
	for (size_t i = 0; rules[i] != '\0'; i++)
		numbers[i] =
			rules[i] == '<' || rules[i] == 'o' ? HC_SUM_NEVER : 0;
}

void
hc_sum_join(uint64_t *numbers, const uint64_t *other, const char *rules)
{
	for (size_t i = 0; rules[i] != '\0'; i++) {
		if (rules[i] == '+')
			numbers[i] += other[i];
		else if (rules[i] == '>')
			numbers[i] = MAX(numbers[i], other[i]);
		else
			numbers[i] = MIN(numbers[i], other[i]);
	}
}

HcCounts *
hc_counts_new(void)
{
	HcCounts *sums = g_new0(HcCounts, 1);

	sums->arena = hc_arena_new();
	sums->slot_count = SLOTS_FIRST;
	sums->slots = g_new0(HcSumRow *, SLOTS_FIRST);
	sums->rows = g_ptr_array_new();
	return sums;
}

/** FNV-1a, eight bytes at a time, and a last mix. */
static uint64_t
hash_of(uint8_t type, const uint8_t *key, size_t length)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ type, word = 0;

	for (; length >= 8; key += 8, length -= 8) {
		memcpy(&word, key, 8);
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	word = length;
	for (size_t i = 0; i < length; i++)
		word = word << 8 | key[i];
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

/** The slot of a row, or the free one where it would be. */
static size_t
slot_of(const HcCounts *sums, uint64_t hash, uint8_t type, const void *key,
        size_t length)
{
	size_t at = (size_t)hash & (sums->slot_count - 1);

	for (;; at = (at + 1) & (sums->slot_count - 1)) {
		const HcSumRow *row = sums->slots[at];

		if (row == NULL ||
		    (row->hash == hash && row->type == type &&
		     row->key_length == length &&
		     (length == 0 || memcmp(row->key, key, length) == 0)))
			return at;
	}
}

static void
grow(HcCounts *sums)
{
	g_free(sums->slots);
	sums->slot_count *= 2;
	sums->slots = g_new0(HcSumRow *, sums->slot_count);
	for (guint i = 0; i < sums->rows->len; i++) {
		HcSumRow *row = sums->rows->pdata[i];

		sums->slots[slot_of(sums, row->hash, row->type, row->key,
		                    row->key_length)] = row;
	}
}

HcSumRow *
hc_counts_row(HcCounts *sums, HcSumType type, const void *key, size_t length)
{
	uint64_t hash = hash_of((uint8_t)type, key, length);
	size_t slot = slot_of(sums, hash, (uint8_t)type, key, length);
	const char *rules = hc_sum_rules((uint8_t)type);
	HcSumRow *row = sums->slots[slot];
	size_t size;

	if (row != NULL)
		return row;
	if (2 * (size_t)sums->rows->len >= sums->slot_count) {
		grow(sums);
		slot = slot_of(sums, hash, (uint8_t)type, key, length);
	}
	size = sizeof *row + strlen(rules) * sizeof row->numbers[0];
	row = hc_arena_alloc(sums->arena, size + length);
	row->hash = hash;
	row->type = (uint8_t)type;
	row->key_length = (uint32_t)length;
	row->key = (uint8_t *)row + size;
	if (length > 0)
		memcpy(row->key, key, length);
	hc_sum_init(row->numbers, rules);
	sums->slots[slot] = row;
	g_ptr_array_add(sums->rows, row);
	sums->size += size + length + sizeof row;
	return row;
}

size_t
hc_counts_count(const HcCounts *sums)
{
	return sums->rows->len;
}

HcSumRow *
hc_counts_at(const HcCounts *sums, size_t index)
{
	return sums->rows->pdata[index];
}

size_t
hc_counts_size(const HcCounts *sums)
{
	return sums->size;
}

void
hc_counts_clear(HcCounts *sums)
{
	hc_arena_free(sums->arena);
	sums->arena = hc_arena_new();
	memset(sums->slots, 0, sums->slot_count * sizeof sums->slots[0]);
	g_ptr_array_set_size(sums->rows, 0);
	sums->size = 0;
}

void
hc_counts_free(HcCounts *sums)
{
	if (sums == NULL)
		return;
	hc_arena_free(sums->arena);
	g_free(sums->slots);
	g_ptr_array_unref(sums->rows);
	g_free(sums);
}
