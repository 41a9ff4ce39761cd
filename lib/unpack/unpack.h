/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unpack.h - what a container holds, told frame by frame. */
#ifndef HC_UNPACK_H
#define HC_UNPACK_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/** Prepare while files can still be opened. */
void hc_unpack_begin(void);

/** Read a container and tell what it holds (HcAttendant).
 *  @return false: nobody hears, or nobody asks for such a kind */
bool hc_unpack(int out, uint32_t item, int file, HcKind kind);

/** The libraries that it is linked with beside GLib, as they say while running.
 *  @return new: a name, its version, and so on, NULL at the end */
char **hc_unpack_libraries(void);

#endif
