/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pile.h - the part of a report that is too long to be held.
 *
 * A report's sums stand first and are known last.  What stands behind them waits
 * in a file without a name, so that a report of many messages takes no more
 * memory than one of a few. */
#ifndef HC_PILE_H
#define HC_PILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** Bytes in a file; all zero at first. */
typedef struct {
	int file;      /* open when size is not 0 */
	uint64_t size; /* bytes */
	bool full;     /* the folder does not take any, or no more */
} HcPile;

/** Move bytes to the end of the pile.  Where there is no room for them they
 *  stay where they are: then they are held, as they would be without a pile.
 *  @param bytes  empty afterwards, or unchanged */
void hc_pile_add(HcPile *pile, const char *folder, GString *bytes);

/** Read some bytes.
 *  @param at  where; below the size
 *  @return how many; 0 with errno set when they cannot be had */
size_t hc_pile_read(const HcPile *pile, uint64_t at, char *bytes_out,
                    size_t length);

void hc_pile_clear(HcPile *pile);

#endif
