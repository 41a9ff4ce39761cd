/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hold.h - a file or folder that a living process holds: what is held by nobody
 * was left by one that died. */
#ifndef HC_HOLD_H
#define HC_HOLD_H

#include <stdbool.h>

/** Hold what a descriptor stands for until it is closed (flock(2)); does not
 *  wait.
 *  @return 0, or an errno: EWOULDBLOCK where another holds it */
int hc_hold(int descriptor);

/** Whether a name still is that of what a descriptor stands for. */
bool hc_hold_is_named(int descriptor, const char *name);

#endif
