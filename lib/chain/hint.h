/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hint.h - what stands beside the hops: fields that are no hops, and the
 * times that ids and signatures hold. */
#ifndef HC_HINT_H
#define HC_HINT_H

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"

/** Find a message's hints.
 *  @param hops   number 1 first
 *  @param arena  texts live here
 *  @return new array of HcHint in the order of the message, the caller's
 *          (g_array_unref()) */
GArray *hc_hints_find(const HcMessage *message, const HcHop *const *hops,
                      size_t hop_count, HcArena *arena);

#endif
