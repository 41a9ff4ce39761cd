/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memo.h - answers kept beside their questions, for threads that share them. */
#ifndef HC_MEMO_H
#define HC_MEMO_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** Entries that a memo has room for. */
#define HC_MEMO_SLOTS 512

/** Answers of a function that gives the same for the same question.  An entry
 *  is set once and stays, so that readers need no lock; when there is no room
 *  for one more, it is not kept.  All zero is an empty memo. */
typedef struct {
	void *slots[HC_MEMO_SLOTS]; /* read and set atomically */
} HcMemo;

/** Look a question up.
 *  @param key       its bytes, padding set, too
 *  @param key_size  bytes, the same at each call for a memo
 *  @return the answer, which stays until the memo is cleared; NULL: not kept */
const void *hc_memo_find(HcMemo *memo, const void *key, size_t key_size);

/** Keep an answer; both are copied. */
void hc_memo_keep(HcMemo *memo, const void *key, size_t key_size,
                  const void *value, size_t value_size);

/** Forget all; nobody may be asking. */
void hc_memo_clear(HcMemo *memo);

/** How many of some days are not after a day: the same of two days means that
 *  nothing changes between them.
 *  @param days  in rising order */
static inline size_t
hc_days_until(const int64_t *days, size_t count, int64_t day)
{
	size_t low = 0;

	while (low < count) {
		size_t middle = low + (count - low) / 2;

		if (days[middle] <= day)
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

/** Bring days into rising order. */
void hc_days_sort(int64_t *days, size_t count);

#endif
