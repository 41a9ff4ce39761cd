/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* merge.h - the parts of all units, in their order, as one report. */
#ifndef HC_MERGE_H
#define HC_MERGE_H

#include "hopcheck.h"
#include "part-walk.h"
#include "sink.h"

/** What a merge is made of. */
typedef struct {
	const HcPartSet *sets;          /**< plans of the same options */
	size_t count;                   /**< at least 1 */
	const HcPolicy *policy;         /**< by the options of the first */
	const HcReportOptions *display; /**< of the text form */
	HcSink *sink;             /**< takes the report; is not committed */
	bool (*tick)(void *data); /**< called now and then; false: stop */
	void *data;
} HcMerge;

/** Make the report.
 *  @param totals_out  sums over it
 *  @param error       HC_ERROR_WRITE; HC_ERROR_READ: a part is damaged;
 *                     HC_ERROR_STOPPED */
bool hc_merge(const HcMerge *merge, HcTotals *totals_out, GError **error);

#endif
