/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* search.h - a look at the bytes of a message that takes nothing apart: can any
 * part of it have a form at all? */
#ifndef HC_SEARCH_H
#define HC_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "hopcheck.h"

/** Whether the bytes of a message hold nothing that a form of a part needs
 *  (forms.tsv), nothing that makes readers see another structure, and no more
 *  than the limits allow.  Then one who takes it apart finds no form, no message
 *  within and no fault; "false" says nothing at all.
 *  @param message  its header
 *  @param bytes    all of it
 *  @param length   bytes, at most HC_BODY_MAX */
bool hc_search_finds_nothing(const HcMessage *message, const char *bytes,
                             size_t length);

/** How many boundaries a Content-Type names, wherever in it; 2: as many or more,
 *  or one in pieces (RFC 2231 3). */
unsigned hc_search_boundaries(const char *type, size_t length);

/** Whether a message is short and holds nothing, as above, and is no multipart:
 *  then its structure is one part, whoever reads it.
 *  @param length  bytes, at least one */
bool hc_search_finds_one_part(const HcMessage *message, const char *bytes,
                              size_t length);

#endif
