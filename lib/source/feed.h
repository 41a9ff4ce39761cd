/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed.h - an input whose bytes come from another layer. */
#ifndef HC_FEED_H
#define HC_FEED_H

#include "file.h"
#include "hopcheck.h"

/** Read what is fed as an input.
 *  @param label  name in reports
 *  @param data   for @p feed; borrowed until the source is freed
 *  @param kind   HC_KIND_OTHER: bytes are counted and hashed, and are no mail
 *  @return new, never NULL */
HcSource *hc_source_new_from_feed(const char *label, HcFeed feed, void *data,
                                  HcKind kind);

/** Say that an input without any byte is a message, too, one without header:
 *  what holds it tells so.  Only before the first read. */
void hc_source_expect_message(HcSource *source);

/** Note something of the input, in order of place with what it notes itself. */
void hc_source_note(HcSource *source, HcNoteCode code, uint64_t offset,
                    uint64_t length);

#endif
