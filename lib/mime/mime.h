/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mime.h - the structure of a message, read by GMime.
 *
 * Messages within the message are taken out one by one and each is read like
 * the first: its header by our own reader, its body by GMime, which so never
 * sees a header of a message. */
#ifndef HC_MIME_H
#define HC_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** Make GMime ready; once, before any sandbox closes. */
void hc_mime_begin(void);

/** Read a message and append the records of an answer (frame.h).
 *  @param flags  HC_ASK_...
 *  @param frame  begun by hc_frame_begin() */
void hc_mime_read(const char *bytes, size_t length, unsigned flags,
                  GByteArray *frame);

/** The same, for those who compare: whatever GMime is not shown, the answer is
 *  one.
 *  @param cut_min  as of hc_shorten()
 *  @return whether anything was left out */
bool hc_mime_read_shortened(const char *bytes, size_t length, unsigned flags,
                            size_t cut_min, GByteArray *frame);

/** The libraries that it is linked with beside GLib, as they say while running.
 *  @return new: a name, its version, and so on, NULL at the end */
char **hc_mime_libraries(void);

#endif
