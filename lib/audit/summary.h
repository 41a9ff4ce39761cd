/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* summary.h - sums over an archive, from the tallies of its units.
 *
 * The order of calls:
 *
 *     hc_summary_new()
 *     for each unit, in any order: hc_summary_take() for its records
 *     hc_summary_set_...(), hc_summary_input() for each input in order
 *     hc_summary_settle()
 *     hc_summary_catalogue(), hc_summary_totals(), hc_summary_write();
 *     or hc_summary_text()
 *
 * What is summed by host, counterparty and day is sorted in files, so memory
 * does not grow with the archive.  hopcheck-report(5) defines each sum. */
#ifndef HC_SUMMARY_H
#define HC_SUMMARY_H

#include "drain.h"
#include "hopcheck.h"
#include "writer.h"

typedef struct HcSummary HcSummary;

/** @param folder  takes what does not fit in memory; copied
 *  @param policy  borrowed while this lives
 *  @return new, the caller's */
HcSummary *hc_summary_new(const char *folder, const HcPolicy *policy);

/** Take a record HC_RECORD_TALLY of a unit.
 *  @param base   messages of the archive before the unit's first, so that the
 *                message of ordinal 1 has index @p base + 1
 *  @param error  HC_ERROR_READ: it is none of hc_tally_*(); HC_ERROR_WRITE */
bool hc_summary_take(HcSummary *summary, uint64_t base, const uint8_t *data,
                     size_t length, GError **error);

/** Count an input; the first that failed are kept for the page.
 *  @param failed  it was not, or not fully, read
 *  @param why     or NULL */
void hc_summary_input(HcSummary *summary, const HcInput *input, bool failed,
                      const char *why);

/** Count a name that was left out by rule; the first are kept for the page.
 *  @param why  the rule; one of few */
void hc_summary_left_out(HcSummary *summary, const char *path,
                         const char *member,
                         const char *why);
/** How many names were. */
uint64_t hc_summary_count_left_out(const HcSummary *summary);

/** Say how many messages are copies of one before them. */
void hc_summary_set_duplicates(HcSummary *summary, uint64_t count);

/** Say how many messages the report lists. */
void hc_summary_set_listed(HcSummary *summary, uint64_t count);

/** All is taken: add up.
 *  @param error  HC_ERROR_WRITE */
bool hc_summary_settle(HcSummary *summary, GError **error);

/** Sums, once it is settled: what the exit status goes by. */
const HcTotals *hc_summary_sums(const HcSummary *summary);

/** Write the object "catalogue" of the report. */
void hc_summary_catalogue(HcSummary *summary, HcWriter *writer);

/** Write the object "totals" of the report. */
void hc_summary_totals(HcSummary *summary, HcWriter *writer);

/** Write the object "summary" and leave it open, for what was learned
 *  (hc_lore_write()); then hc_writer_end().  Once: rows are then used up.
 *  @param drain  called between rows; or NULL
 *  @param error  HC_ERROR_WRITE */
bool hc_summary_write(HcSummary *summary, HcWriter *writer, HcDrain drain,
                      void *data, GError **error);

/** Append the summary as a page for a person, instead of
 *  hc_summary_write().
 *  @param options  width, utf8 and colour are looked at
 *  @param error    HC_ERROR_WRITE */
bool hc_summary_text(HcSummary *summary, const HcReportOptions *options,
                     GString *out, GError **error);

void hc_summary_free(HcSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSummary, hc_summary_free)

#endif
