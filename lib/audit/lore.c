/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore.c - what an archive as a whole tells of its messages: what goes in, and
 * what comes out for each of them. */
#include "config.h"

#include "lore.h"

#include <string.h>

#include "learn.h"
#include "part-file.h"

#define DIGEST 32u

HcLore *
hc_lore_new(const char *folder)
{
	HcLore *lore = g_new0(HcLore, 1);

	lore->folder = g_strdup(folder);
	lore->digests = hc_sorter_new(folder, HC_LEARN_MEMORY_MOST);
	lore->clocks = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->backs = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->aliases = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->later = hc_sorter_new(folder, HC_LEARN_MEMORY_MOST);
	lore->threads = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->clock_rows = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->alias_rows = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->resend_rows = hc_sorter_new(folder, HC_LEARN_MEMORY);
	lore->marks = hc_sorter_new(folder, HC_LEARN_MEMORY_MOST);
	lore->row = g_byte_array_new();
	lore->mark = g_byte_array_new();
	lore->clock_marks = g_array_new(FALSE, FALSE, sizeof(HcLoreClockMark));
	lore->totals.digests = true;
	return lore;
}

void
hc_lore_free(HcLore *lore)
{
	if (lore == NULL)
		return;
	hc_sorter_free(lore->digests);
	hc_sorter_free(lore->clocks);
	hc_sorter_free(lore->backs);
	hc_sorter_free(lore->aliases);
	hc_sorter_free(lore->later);
	hc_sorter_free(lore->threads);
	hc_sorter_free(lore->clock_rows);
	hc_sorter_free(lore->alias_rows);
	hc_sorter_free(lore->resend_rows);
	hc_sorter_free(lore->marks);
	g_byte_array_unref(lore->row);
	g_byte_array_unref(lore->mark);
	g_array_unref(lore->clock_marks);
	g_free(lore->bloom);
	g_free(lore->folder);
	g_free(lore);
}

/* ----------------------------------------------------------------- records */

bool
hc_learn_damaged(GError **error)
{
	g_set_error_literal(error, HC_ERROR, HC_ERROR_READ,
	                    "a part holds a record that no unit wrote");
	return false;
}

void
hc_learn_put(GByteArray *record, uint64_t value)
{
	uint8_t bytes[8];

	hc_order_put(bytes, value);
	g_byte_array_append(record, bytes, sizeof bytes);
}

void
hc_learn_put_place(GByteArray *record, const HcLorePlace *place)
{
	hc_learn_put(record, place->index);
	hc_learn_put(record, place->input);
	hc_learn_put(record, place->number);
}

void
hc_learn_get_place(const uint8_t *bytes, HcLorePlace *place_out)
{
	place_out->index = hc_order_get(bytes);
	place_out->input = hc_order_get(bytes + 8);
	place_out->number = hc_order_get(bytes + 16);
}

bool
hc_learn_add(HcSorter *sorter, const GByteArray *record, GError **error)
{
	return hc_sorter_add(sorter, record->data, record->len, error);
}

bool
hc_learn_mark(HcLore *lore, uint64_t index, char what, const void *data,
              size_t length, GError **error)
{
	GByteArray *record = lore->mark;

	g_byte_array_set_size(record, 0);
	hc_learn_put(record, index);
	g_byte_array_append(record, (const uint8_t *)&what, 1);
	g_byte_array_append(record, data, (guint)length);
	return hc_learn_add(lore->marks, record, error);
}

/* ---------------------------------------------------------------------- in */

bool
hc_lore_message(HcLore *lore, const HcLorePlace *place, const uint8_t *digest,
                GError **error)
{
	g_return_val_if_fail(!lore->settled, false);
	lore->place = *place;
	if (digest == NULL) {
		lore->totals.digests = false;
		return true;
	}
	g_byte_array_set_size(lore->row, 0);
	g_byte_array_append(lore->row, digest, DIGEST);
	hc_learn_put_place(lore->row, place);
	return hc_learn_add(lore->digests, lore->row, error);
}

bool
hc_lore_take(HcLore *lore, uint8_t type, const uint8_t *data, size_t length,
             GError **error)
{
	g_return_val_if_fail(!lore->settled, false);
	switch (type) {
	case HC_RECORD_CLOCK:
		return hc_learn_take_clock(lore, data, length, error);
	case HC_RECORD_ALIAS:
		return hc_learn_take_alias(lore, data, length, error);
	case HC_RECORD_RESEND:
		return hc_learn_take_resend(lore, data, length, error);
	default:
		return hc_learn_damaged(error);
	}
}

/* The first of equal digests is the first of the report, since places come
 * after the digest in the order of bytes. */
static bool
settle_duplicates(HcLore *lore, GError **error)
{
	uint8_t first[DIGEST + HC_PLACE_SIZE];
	bool any = false;
	uint64_t copies = 0;
	const void *record;
	size_t length;

	for (;;) {
		if (!hc_sorter_next(lore->digests, &record, &length, error))
			return false;
		if (record == NULL)
			return true;
		if (!any || memcmp(first, record, DIGEST) != 0) {
			memcpy(first, record, sizeof first);
			any = true;
			copies = 0;
			continue;
		}
		lore->totals.duplicated += copies++ == 0;
		lore->totals.copies++;
		if (!hc_learn_mark(
			    lore,
			    hc_order_get((const uint8_t *)record + DIGEST),
			    HC_MARK_DUPLICATE, first + DIGEST, HC_PLACE_SIZE,
			    error))
			return false;
	}
}

bool
hc_lore_settle(HcLore *lore, GError **error)
{
	g_return_val_if_fail(!lore->settled, false);
	lore->settled = true;
	if (!settle_duplicates(lore, error))
		return false;
	g_clear_pointer(&lore->digests, hc_sorter_free);
	if (!hc_learn_settle_clocks(lore, error) ||
	    !hc_learn_settle_aliases(lore, error) ||
	    !hc_learn_settle_resends(lore, error))
		return false;
	g_byte_array_set_size(lore->mark, 0);
	return true;
}

const HcLoreTotals *
hc_lore_totals(const HcLore *lore)
{
	return &lore->totals;
}

/* --------------------------------------------------------------------- out */

/** Have the next mark at hand. */
static bool
take_mark(HcLore *lore, GError **error)
{
	const void *record;
	size_t length;

	if (lore->mark->len > 0 || lore->marks_ended)
		return true;
	if (!hc_sorter_next(lore->marks, &record, &length, error))
		return false;
	lore->marks_ended = record == NULL;
	if (record != NULL)
		g_byte_array_append(lore->mark, record, (guint)length);
	return true;
}

static void
read_mark(HcLore *lore, HcLoreMarks *marks)
{
	const uint8_t *data = lore->mark->data + 9;
	HcLoreClockMark clock;

	switch (lore->mark->data[8]) {
	case HC_MARK_CLOCK:
		memcpy(&clock, data + 8, sizeof clock);
		g_array_append_val(lore->clock_marks, clock);
		break;
	case HC_MARK_DUPLICATE:
		marks->duplicate = true;
		hc_learn_get_place(data, &marks->first);
		break;
	default:
		marks->resend = true;
		memcpy(&marks->follows, data, sizeof marks->follows);
		break;
	}
}

bool
hc_lore_marks(HcLore *lore, uint64_t index, HcLoreMarks *marks_out,
              GError **error)
{
	g_return_val_if_fail(lore->settled, false);
	memset(marks_out, 0, sizeof *marks_out);
	g_array_set_size(lore->clock_marks, 0);
	for (;;) {
		if (!take_mark(lore, error))
			return false;
		if (lore->mark->len == 0 ||
		    hc_order_get(lore->mark->data) > index)
			break;
		if (hc_order_get(lore->mark->data) == index)
			read_mark(lore, marks_out);
		g_byte_array_set_size(lore->mark, 0);
	}
	marks_out->clocks = (const HcLoreClockMark *)lore->clock_marks->data;
	marks_out->clock_count = lore->clock_marks->len;
	return true;
}
