/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outline.h - the structure of a message that leaves nothing open. */
#ifndef HC_OUTLINE_H
#define HC_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "hopcheck.h"

/** Where the body of a message starts: behind the first empty line behind its
 *  fields. */
size_t hc_outline_body(const HcMessage *message, const char *bytes,
                       size_t length);

/** Read the structure of a message that is written as the standards ask, so
 *  that whoever reads it sees the same parts.
 *  @param bytes    all of it
 *  @param length   bytes, at most HC_BODY_MAX
 *  @param records  appended to: byte by byte what a worker answers that is asked
 *                  for HC_ASK_OUTER (record.h)
 *  @return false: it is written in another way, and nothing was appended */
bool hc_outline_read(const HcMessage *message, const char *bytes, size_t length,
                     GByteArray *records);

#endif
