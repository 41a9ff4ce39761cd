/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sums.h - keys and how often each was seen, in bounded memory. */
#ifndef HC_SUMS_H
#define HC_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

typedef struct HcSums HcSums;

HcSums *hc_sums_new(void);
void hc_sums_free(HcSums *sums);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSums, hc_sums_free)

/** Count a key once more.
 *  @param key     copied
 *  @param length  bytes, at most 64 KiB
 *  @param bits    joined to those it was counted with before */
void hc_sums_add(HcSums *sums, const void *key, size_t length, uint64_t bits);

/** Whether it is time to take the sums out. */
bool hc_sums_full(const HcSums *sums);

/** Number of keys. */
size_t hc_sums_count(const HcSums *sums);

/** Look at a key, in the order in which they came.
 *  @param key_out  borrowed */
void hc_sums_get(const HcSums *sums, size_t index, const uint8_t **key_out,
                 size_t *length_out, uint64_t *count_out, uint64_t *bits_out);

/** Begin anew. */
void hc_sums_clear(HcSums *sums);

#endif
