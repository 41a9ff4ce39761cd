/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-view.h
 * Finished reports in other forms, made from their XML alone.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_VIEW_H
#define HOPCHECK_VIEW_H

#include "hopcheck-words.h"

G_BEGIN_DECLS

/** What pages are to show. */
typedef struct {
	unsigned per_page; /**< messages of a page; 0: all on one */
	bool cover;        /**< a cover sheet: scope, method, limits */
	bool controls;     /**< findings by clause of control catalogues */
	const char *run_record; /**< for the cover sheet: a record of the run
	                             that made the report, or NULL; borrowed */
} HcPagesOptions;

typedef struct HcPages HcPages;

/** Begin to make HTML of a report.
 *  @param path     the report, "-" for standard input; borrowed
 *  @param error    HC_ERROR_OPEN, HC_ERROR_READ: "FILE:LINE: what"
 *  @return new, or NULL with @p error set */
HcPages *hc_pages_new(const char *path, const HcPagesOptions *options,
                      GError **error);
/** Whether there will be more than one page, as the report's totals say. */
bool hc_pages_many(const HcPages *pages);
/** Make the next page: numbered ones and the index last, or one alone.  None
 *  may be shown to anyone before the end was reached without an error.
 *  @param name_out  the file's name among the others, until the next call
 *  @param out       the page is appended
 *  @param error     HC_ERROR_READ, also where the report is not valid by its
 *                   schema; HC_ERROR_WRITE
 *  @return false at the end, or with @p error set */
bool hc_pages_next(HcPages *pages, const char **name_out, GString *out,
                   GError **error);
void hc_pages_free(HcPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPages, hc_pages_free)

G_END_DECLS

#endif
