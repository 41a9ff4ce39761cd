/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ahead.h - small files brought into memory before they are asked for.
 *
 * A disk that is asked for one small file at a time is idle most of the time.
 * Where a file turns out not to be in memory, several readers ask for those
 * behind it at once; where all are in memory, nothing is started. */
#ifndef HC_AHEAD_H
#define HC_AHEAD_H

#include "plan.h"

typedef struct HcAhead HcAhead;

/** Look whether an item of a unit is in memory; if not, have readers ask for it
 *  and for those behind it.  What cannot be opened is passed over: whoever reads
 *  it tells why.
 *  @param plan   borrowed until hc_ahead_free()
 *  @param unit   as well
 *  @param index  of an item of @p unit
 *  @return new, or NULL: nothing was started */
HcAhead *hc_ahead_new(const HcPlan *plan, const HcUnit *unit, guint index);

/** Have the readers end, and wait for them. */
void hc_ahead_free(HcAhead *ahead);

#endif
