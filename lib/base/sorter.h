/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sorter.h - records put in order, however many there are.
 *
 * What does not fit in memory goes to sorted runs in unlinked files of a
 * folder, and the runs are merged: memory does not grow with the records, and
 * nothing is left behind by a run that is killed. */
#ifndef HC_SORTER_H
#define HC_SORTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/** Bytes that one record may have. */
#define HC_SORTER_RECORD_MAX (1u << 20)

typedef struct HcSorter HcSorter;

/** Begin; nothing is allocated or opened before it is needed.
 *  @param folder      where runs go, when there are any; copied
 *  @param memory_max  bytes to use, between a few hundred and 1 GiB; of each
 *                     run that is merged at least one record is held besides
 *  @return new, the caller's */
HcSorter *hc_sorter_new(const char *folder, size_t memory_max);

/** Take a record in; only before the first hc_sorter_next().
 *  @param record  copied; any bytes; may be empty
 *  @param length  bytes, at most HC_SORTER_RECORD_MAX
 *  @param error   HC_ERROR_WRITE: the folder does not take it; the sorter is
 *                 then of no more use than to be freed */
bool hc_sorter_add(HcSorter *sorter, const void *record, size_t length,
                   GError **error);

/** Give the next record in the order of bytes (memcmp), a shorter one before
 *  those that begin with it; equal records each for itself.
 *  @param record_out  borrowed until the next call; NULL at the end
 *  @param error       HC_ERROR_WRITE: what was put in the folder cannot be had
 *                     again, or there is no room to merge it */
bool hc_sorter_next(HcSorter *sorter, const void **record_out,
                    size_t *length_out, GError **error);

/** Records taken in so far. */
uint64_t hc_sorter_count(const HcSorter *sorter);

void hc_sorter_free(HcSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSorter, hc_sorter_free)

/** Write a number so that bytes sort as it does: big-endian. */
static inline void
hc_order_put(uint8_t bytes[8], uint64_t value)
{
	value = GUINT64_TO_BE(value);
	memcpy(bytes, &value, sizeof value);
}

/** Read it again. */
static inline uint64_t
hc_order_get(const uint8_t bytes[8])
{
	uint64_t value;

	memcpy(&value, bytes, sizeof value);
	return GUINT64_FROM_BE(value);
}

/** The same for a signed one: its lowest value becomes 0. */
static inline void
hc_order_put_signed(uint8_t bytes[8], int64_t value)
{
	hc_order_put(bytes, (uint64_t)value ^ (uint64_t)1 << 63);
}

static inline int64_t
hc_order_get_signed(const uint8_t bytes[8])
{
	return (int64_t)(hc_order_get(bytes) ^ (uint64_t)1 << 63);
}

#endif
