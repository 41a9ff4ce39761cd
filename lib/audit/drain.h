/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* drain.h - what is written of a long report while it is made. */
#ifndef HC_DRAIN_H
#define HC_DRAIN_H

#include <stdbool.h>

#include <glib.h>

/** Called between rows, so that a writer's buffer can be sent on and emptied
 *  when it is long.
 *  @param error  HC_ERROR_WRITE
 *  @return false with @p error set: stop */
typedef bool (*HcDrain)(void *data, GError **error);

#endif
