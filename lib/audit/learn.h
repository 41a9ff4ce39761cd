/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* learn.h - lore under construction: a file of lore-*.c for each thing that is
 * learned. */
#ifndef HC_LEARN_H
#define HC_LEARN_H

#include <glib.h>

#include "lore.h"
#include "sorter.h"

/* What sorters keep in memory, bytes each.  They are not all in use at the same
 * time, and use no more than they are given. */
#define HC_LEARN_MEMORY_MOST (3u << 20) /* a record a message */
#define HC_LEARN_MEMORY (1u << 20)

/* Bits of the keys of messages that ask for protection: a message that has none
 * of them is not looked at again. */
#define HC_LEARN_BLOOM_BITS (1u << 20)

/* Records of HcLore.marks: index 8, what it is 1, and then */
#define HC_MARK_CLOCK 'c'     /* hop 8, HcLoreClockMark */
#define HC_MARK_DUPLICATE 'd' /* place */
#define HC_MARK_RESEND 'r'    /* HcLoreResend */

struct HcLore {
	char *folder;
	HcLorePlace place; /**< of the message that records are about */
	bool settled;
	HcLoreTotals totals;

	HcSorter *digests; /**< digest 32, place */
	HcSorter *clocks;  /**< keys of sample.h, and questions */
	HcSorter *backs;   /**< questions and answers: index 8, hop 8 ... */
	HcSorter *aliases; /**< keys of sample.h, count 8 */
	HcSorter *later;   /**< place, record: messages that may follow */
	HcSorter *threads; /**< keys of messages, those that ask first */
	uint64_t *bloom;   /**< NULL: nothing was asked yet */

	HcSorter *clock_rows;
	HcSorter *alias_rows;
	uint64_t alias_rows_given;
	HcSorter *resend_rows;
	GByteArray *row; /**< that was given last */

	HcSorter *marks;
	GByteArray *mark; /**< the next, taken out; empty: none is */
	bool marks_ended;
	GArray *clock_marks; /**< of HcLoreClockMark */
};

/** Say that a record is none of the sampler's.
 *  @return false */
bool hc_learn_damaged(GError **error);

/** Put numbers at the end of a record, as bytes that sort. */
void hc_learn_put(GByteArray *record, uint64_t value);
void hc_learn_put_place(GByteArray *record, const HcLorePlace *place);
void hc_learn_get_place(const uint8_t *bytes, HcLorePlace *place_out);
#define HC_PLACE_SIZE 24u

/** Put a record that is built aside into a sorter. */
bool hc_learn_add(HcSorter *sorter, const GByteArray *record, GError **error);

/** Put a mark. */
bool hc_learn_mark(HcLore *lore, uint64_t index, char what, const void *data,
                   size_t length, GError **error);

bool hc_learn_take_clock(HcLore *lore, const uint8_t *data, size_t length,
                         GError **error);
bool hc_learn_settle_clocks(HcLore *lore, GError **error);
bool hc_learn_take_alias(HcLore *lore, const uint8_t *data, size_t length,
                         GError **error);
bool hc_learn_settle_aliases(HcLore *lore, GError **error);
bool hc_learn_take_resend(HcLore *lore, const uint8_t *data, size_t length,
                          GError **error);
bool hc_learn_settle_resends(HcLore *lore, GError **error);

#endif
