/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore-alias.c - names that seem to be one host's. */
#include "config.h"

#include <string.h>

#include "learn.h"
#include "sample.h"

bool
hc_learn_take_alias(HcLore *lore, const uint8_t *data, size_t length,
                    GError **error)
{
	const uint8_t *name_end;

	/* basis, name NUL, other NUL, count */
	if (length < 1 + 2 + 2 + 8 || data[length - 9] != '\0')
		return hc_learn_damaged(error);
	name_end = memchr(data + 1, '\0', length - 9);
	if (name_end == NULL || name_end == data + length - 9)
		return hc_learn_damaged(error);
	return hc_sorter_add(lore->aliases, data, length, error);
}

/** One pair is known: a row if it was seen often enough, the most frequent
 *  first. */
static bool
put_row(HcLore *lore, const GByteArray *pair, uint64_t count, GError **error)
{
	if (pair->len == 0 || count < HC_LORE_ALIAS_MIN)
		return true;
	lore->totals.aliases++;
	g_byte_array_set_size(lore->row, 0);
	hc_learn_put(lore->row, UINT64_MAX - count);
	g_byte_array_append(lore->row, pair->data, pair->len);
	return hc_learn_add(lore->alias_rows, lore->row, error);
}

bool
hc_learn_settle_aliases(HcLore *lore, GError **error)
{
	g_autoptr(GByteArray) pair = g_byte_array_new();
	uint64_t count = 0;
	const void *record;
	size_t length;

	for (;;) {
		if (!hc_sorter_next(lore->aliases, &record, &length, error))
			return false;
		if (record == NULL)
			break;
		if (pair->len != length - 8 ||
		    memcmp(pair->data, record, pair->len) != 0) {
			if (!put_row(lore, pair, count, error))
				return false;
			g_byte_array_set_size(pair, 0);
			g_byte_array_append(pair, record, (guint)length - 8);
			count = 0;
		}
		count += hc_order_get((const uint8_t *)record + length - 8);
	}
	g_clear_pointer(&lore->aliases, hc_sorter_free);
	return put_row(lore, pair, count, error);
}

static const char *
basis_token(char basis)
{
	switch (basis) {
	case HC_BASIS_ADDRESS:
		return "address";
	case HC_BASIS_HELO:
		return "helo";
	case HC_BASIS_LABEL:
		return "label";
	default:
		return "sequence";
	}
}

bool
hc_lore_next_alias(HcLore *lore, HcLoreAlias *alias_out, GError **error)
{
	const void *record;
	size_t length;

	g_return_val_if_fail(lore->settled, false);
	if (lore->alias_rows_given == HC_LORE_ALIASES_SHOWN ||
	    !hc_sorter_next(lore->alias_rows, &record, &length, error) ||
	    record == NULL)
		return false;
	lore->alias_rows_given++;
	g_byte_array_set_size(lore->row, 0);
	g_byte_array_append(lore->row, record, (guint)length);
	alias_out->messages = UINT64_MAX - hc_order_get(lore->row->data);
	alias_out->basis = basis_token((char)lore->row->data[8]);
	alias_out->name = (const char *)lore->row->data + 9;
	alias_out->other = alias_out->name + strlen(alias_out->name) + 1;
	return true;
}
