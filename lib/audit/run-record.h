/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run-record.h - who made a report, when, where and how (schemas/run.xsd). */
#ifndef HC_RUN_RECORD_H
#define HC_RUN_RECORD_H

#include "hopcheck.h"

/** What the audit itself knows. */
typedef struct {
	HcReportForm form;
	uint64_t report_size;
	const char *report_sha256;
	const char *policy_sha256;
	const GArray *sets;        /**< of HcPartSet: what was merged */
	GPtrArray *sittings;       /**< of those, by hc_sittings_read() */
	unsigned unread;           /**< of those that it could not read */
} HcRunFacts;

/** Append the record as a document. */
void hc_run_record_append(GString *out, const HcRunFacts *facts,
                          const HcRunRecord *record);

#endif
