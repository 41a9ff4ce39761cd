/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mark.h - which characters of a raw field a finding rests on. */
#ifndef HC_MARK_H
#define HC_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#define HC_VIEW_NAMESPACE "urn:hopcheck:view:1"

/** Find bytes in a text of a report, which is escaped.
 *  @param text    in UTF-8
 *  @param offset  of the first byte, before escaping
 *  @param length  bytes
 *  @param from_out   characters before the first that stands for any of them
 *  @param count_out  characters that stand for any of them
 *  @return false: the text does not hold all of them */
bool hc_mark_place(const char *text, uint64_t offset, uint64_t length,
                   size_t *from_out, size_t *count_out);

/** Tell the stylesheet which characters to mark: add to each finding that rests
 *  on bytes of a hop's raw field an element "mark" of the view's namespace. */
void hc_mark_findings(xmlNode *message);

#endif
