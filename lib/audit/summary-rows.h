/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* summary-rows.h - what the forms of a summary write from. */
#ifndef HC_SUMMARY_ROWS_H
#define HC_SUMMARY_ROWS_H

#include "ranking.h"
#include "summary.h"
#include "counts.h"

/** Inputs in trouble that the page names; all are counted. */
#define HC_TROUBLES_SHOWN 20u

/** A rule that names were left out by. */
typedef struct {
	char *why;
	char *first; /* path */
	uint64_t count;
} HcOmission;

struct HcSummary {
	const HcPolicy *policy; /* borrowed */
	HcCounts *few;            /* rows of kinds that cannot be many */
	HcSorter *months;       /* by key */
	HcSorter *hosts;
	HcSorter *parties;
	HcSorter *ranked_hosts; /* by how much they count */
	HcSorter *ranked_parties;
	HcPartySums party_sums;
	HcTotals totals;
	uint64_t duplicates;
	uint64_t listed;
	uint64_t input_bytes;
	uint64_t message_bytes;
	GPtrArray *troubles; /* "LABEL", "WHY" in turn; HC_TROUBLES_SHOWN */
	uint64_t left_out;
	GArray *omissions; /* HcOmission, in order of first use */
};

/** Rows of a type.
 *  @return new; HcSumRow *, in order of first use */
GPtrArray *hc_summary_rows(const HcSummary *summary, HcSumType type);
/** The row of sums over all. */
const uint64_t *hc_summary_all(const HcSummary *summary);
/** Sum of the first four columns: of all evidence grades. */
uint64_t hc_summary_of_all_grades(const HcSumRow *row);

/* Rows in the order in which they are told; each returns a new array of
 * HcSumRow *. */
GPtrArray *hc_summary_shares(const HcSummary *summary);
GPtrArray *hc_summary_findings(const HcSummary *summary);
GPtrArray *hc_summary_versions(const HcSummary *summary);
GPtrArray *hc_summary_suites(const HcSummary *summary);

/** The rule of a row of findings; NULL: this version knows it no more. */
const HcRule *hc_summary_rule(const HcSumRow *row);
/** The suite of a row; NULL: none, or several. */
const HcCipher *hc_summary_cipher(const HcSumRow *row);
/** Wire codes of a row of versions. */
void hc_summary_version(const HcSumRow *row, unsigned *low_out,
                        unsigned *high_out);

#endif
