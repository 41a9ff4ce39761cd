/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reread.h - inputs that could not be read when a report was made again: what
 * differs then is the machine's, and no verdict on the report. */
#ifndef HC_REREAD_H
#define HC_REREAD_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>
#include <libxml/tree.h>

#include "hopcheck.h"

/** What two reports show of that; but for who hears it, it begins as all zero. */
typedef struct {
	HcUnreadHeard heard; /**< or NULL */
	void *data;
	uint64_t inputs; /**< that were told */
	uint64_t more;   /**< that were not read, by the totals, above those of
	                  *   the report */
} HcReread;

/** Look at a part of each, of one place: an input that the second says was not,
 *  or not fully, read, which the first does not say so, is told; so is one that
 *  was a file, and is a folder now.
 *  @param one    or NULL: only the second has it
 *  @param other  or NULL */
void hc_reread_note(HcReread *unread, const xmlNode *one, const xmlNode *other);

/** @param report  its name
 *  @param error   HC_ERROR_READ, with how many there were
 *  @return whether there were none */
bool hc_reread_check(const HcReread *unread, const char *report,
                     GError **error);

#endif
