/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* merge.h - the parts of all units, in their order, as one report. */
#ifndef HC_MERGE_H
#define HC_MERGE_H

#include "hopcheck.h"
#include "part-walk.h"
#include "sink.h"

typedef struct HcMerge HcMerge;

/** Begin to merge.  Sums and inputs of parts can be taken while later ones are
 *  made.
 *  @param set     what it is of is borrowed, as is the policy
 *  @param policy  by the plan's options
 *  @return new */
HcMerge *hc_merge_new(const HcPartSet *set, const HcPolicy *policy);

/** Merge the parts of another plan, too, behind those of the last; before the
 *  report is made.
 *  @param set  by the same options; what it is of is borrowed */
void hc_merge_add(HcMerge *merge, const HcPartSet *set);

/** What is called now and then; false: stop. */
void hc_merge_set_tick(HcMerge *merge, bool (*tick)(void *data), void *data);

/** Take sums and inputs of parts, from the first that was not taken.
 *  @param end    the unit of the last plan to stop before; UINT64_MAX: none
 *  @param error  as hc_merge_write(); the merge is then of no more use */
bool hc_merge_take(HcMerge *merge, uint64_t end, GError **error);

/** Take what was not taken and make the report, once.
 *  @param sink        takes it; is not committed
 *  @param display     of the text form
 *  @param totals_out  sums over it
 *  @param error       HC_ERROR_WRITE; HC_ERROR_READ: a part is damaged;
 *                     HC_ERROR_STOPPED */
bool hc_merge_write(HcMerge *merge, HcSink *sink,
                    const HcReportOptions *display, HcTotals *totals_out,
                    GError **error);

void hc_merge_free(HcMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcMerge, hc_merge_free)

#endif
