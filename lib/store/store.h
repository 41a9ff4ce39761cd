/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store.h - a message store of Outlook (.pst), told message by message. */
#ifndef HC_STORE_H
#define HC_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/** Prepare while files can still be opened.
 *  @return false: the C library cannot convert what stores hold */
bool hc_store_begin(void);

/** Read a store and tell its messages (HcAttendant): of each the path of its
 *  folder, and the transport header that Outlook kept.
 *  @return false: nobody hears, or nobody asks for such a kind */
bool hc_store(int out, uint32_t item, int file, HcKind kind);

/** The libraries that it is linked with beside GLib, as they say while running.
 *  @return new: a name, its version, and so on, NULL at the end */
char **hc_store_libraries(void);

#endif
