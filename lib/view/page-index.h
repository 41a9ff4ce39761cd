/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* page-index.h - what an index of pages says of each page, and of all. */
#ifndef HC_PAGE_INDEX_H
#define HC_PAGE_INDEX_H

#include <stdint.h>

#include <glib.h>

#include <libxml/tree.h>

typedef struct HcPageIndex HcPageIndex;

HcPageIndex *hc_page_index_new(void);

/** Begin a page.
 *  @param number  of the page
 *  @param first   of its messages; 1 is the first of the report */
void hc_page_index_begin(HcPageIndex *index, unsigned number, uint64_t first);

/** Add a message of the page. */
void hc_page_index_add(HcPageIndex *index, const xmlNode *message);

/** The index as an element, for a tree beside the report's parts.
 *  @return new, the caller's (xmlFreeNode()) */
xmlNode *hc_page_index_write(const HcPageIndex *index);

void hc_page_index_free(HcPageIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPageIndex, hc_page_index_free)

#endif
