/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* press.h - pages in the making, each in a thread of its own. */
#ifndef HC_PRESS_H
#define HC_PRESS_H

#include <stdbool.h>

#include <glib.h>

#include <libxml/tree.h>

typedef struct HcPress HcPress;

/** Take in the head of a report.
 *  @param root   <report>; all of it but <messages> is copied
 *  @param error  HC_ERROR_WRITE
 *  @return new, or NULL with @p error set */
HcPress *hc_press_new(const xmlNode *root, GError **error);

/** Begin to make a page.
 *  @param message  the first of its messages, copied with those after it
 *  @param count    how many
 *  @param values   as for hc_style_apply(), copied */
void hc_press_start(HcPress *press, const xmlNode *message, uint64_t count,
                    const char *const *values);

/** Wait for the page, and append it.
 *  @param error  HC_ERROR_WRITE */
bool hc_press_take(HcPress *press, GString *out, GError **error);

/** Waits for what is in the making. */
void hc_press_free(HcPress *press);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPress, hc_press_free)

#endif
