/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* press.h - pages in the making, each in a thread of its own. */
#ifndef HC_PRESS_H
#define HC_PRESS_H

#include <stdbool.h>

#include <glib.h>

#include <libxml/tree.h>

typedef struct HcPress HcPress;

/** Take in the head of a report.
 *  @param root   <report>, which stays longer than the press; all of it but
 *                what <messages> holds is copied
 *  @param error  HC_ERROR_WRITE
 *  @return new, or NULL with @p error set */
HcPress *hc_press_new(const xmlNode *root, GError **error);

/** Hand over a message of the next page.
 *  @param message  unlinked, of the document that hc_press_new() got; it becomes
 *                  the press's */
void hc_press_add(HcPress *press, xmlNode *message);

/** Begin to make a page of the messages handed over.
 *  @param values  as for hc_style_apply(), copied */
void hc_press_start(HcPress *press, const char *const *values);

/** Wait for the page, and append it.
 *  @param error  HC_ERROR_WRITE */
bool hc_press_take(HcPress *press, GString *out, GError **error);

/** Waits for what is in the making. */
void hc_press_free(HcPress *press);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPress, hc_press_free)

#endif
