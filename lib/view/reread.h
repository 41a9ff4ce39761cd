/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reread.h - inputs that could not be read when a report was made again: what
 * differs then is the machine's, and no verdict on the report. */
#ifndef HC_REREAD_H
#define HC_REREAD_H

#include <stdbool.h>

#include <glib.h>
#include <libxml/tree.h>

/** What two reports show of that; begins as all zero. */
typedef struct {
	char *first; /**< which input, and why; NULL: none */
	bool more;   /**< inputs that were not read than the report has */
} HcReread;

/** Look at a part of each, of one place: an input that the second says was not,
 *  or not fully, read, which the first does not say so, is noted.
 *  @param one    or NULL: only the second has it
 *  @param other  or NULL */
void hc_reread_note(HcReread *unread, const xmlNode *one, const xmlNode *other);

/** @param error  HC_ERROR_READ, with the first of them
 *  @return whether there were none */
bool hc_reread_check(const HcReread *unread, GError **error);

void hc_reread_clear(HcReread *unread);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcReread, hc_reread_clear)

#endif
