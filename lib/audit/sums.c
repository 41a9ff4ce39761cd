/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sums.c - keys and how often each was seen, in bounded memory. */
#include "config.h"

#include "sums.h"

#include <string.h>

#include "mix.h"

/* 100 KiB or so for each unit that is being audited. */
#define KEYS_MAX 2048u
#define SLOTS (2 * KEYS_MAX) /* a power of two */
#define BYTES_MAX (64u << 10)

typedef struct {
	uint64_t mixed;
	uint64_t count;
	uint64_t bits;
	uint32_t offset;
	uint32_t length;
} Entry;

struct HcSums {
	uint16_t slots[SLOTS]; /* index of an entry, plus one */
	Entry entries[KEYS_MAX];
	size_t count;
	GByteArray *keys;
};

HcSums *
hc_sums_new(void)
{
	HcSums *sums = g_new0(HcSums, 1);

	sums->keys = g_byte_array_new();
	return sums;
}

void
hc_sums_free(HcSums *sums)
{
	if (sums == NULL)
		return;
	g_byte_array_unref(sums->keys);
	g_free(sums);
}

void
hc_sums_add(HcSums *sums, const void *key, size_t length, uint64_t bits)
{
	uint64_t mixed = hc_mix_bytes(key, length, 0);
	size_t slot = mixed % SLOTS;
	Entry *entry;

	g_return_if_fail(sums->count < KEYS_MAX);
	for (; sums->slots[slot] != 0; slot = (slot + 1) % SLOTS) {
		entry = &sums->entries[sums->slots[slot] - 1];
		if (entry->mixed == mixed && entry->length == length &&
		    memcmp(sums->keys->data + entry->offset, key, length) ==
		            0) {
			entry->count++;
			entry->bits |= bits;
			return;
		}
	}
	entry = &sums->entries[sums->count++];
	sums->slots[slot] = (uint16_t)sums->count;
	*entry = (Entry){mixed, 1, bits, sums->keys->len, (uint32_t)length};
	g_byte_array_append(sums->keys, key, (guint)length);
}

bool
hc_sums_full(const HcSums *sums)
{
	return sums->count == KEYS_MAX || sums->keys->len >= BYTES_MAX;
}

size_t
hc_sums_count(const HcSums *sums)
{
	return sums->count;
}

void
hc_sums_get(const HcSums *sums, size_t index, const uint8_t **key_out,
            size_t *length_out, uint64_t *count_out, uint64_t *bits_out)
{
	const Entry *entry = &sums->entries[index];

	*key_out = sums->keys->data + entry->offset;
	*length_out = entry->length;
	*count_out = entry->count;
	*bits_out = entry->bits;
}

void
hc_sums_clear(HcSums *sums)
{
	memset(sums->slots, 0, sizeof sums->slots);
	sums->count = 0;
	g_byte_array_set_size(sums->keys, 0);
}
