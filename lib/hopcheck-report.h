/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-report.h
 * What was found, as text, XML or JSON.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_REPORT_H
#define HOPCHECK_REPORT_H

#include "hopcheck-policy.h"

G_BEGIN_DECLS

typedef enum {
	HC_FORM_TEXT,
	HC_FORM_XML,
	HC_FORM_JSON,
} HcReportForm;

/** How to write a report.  All but form change the text form only. */
typedef struct {
	HcReportForm form;
	unsigned width;        /**< columns; 0 means 80 */
	bool utf8;             /**< line drawing and UTF-8 text may be written */
	bool colour;           /**< SGR sequences may be written */
	bool quiet;            /**< one line a message */
	bool verbose;          /**< every fact, note and raw field */
	const char *timezone;  /**< display zone: "UTC", "+01:00", IANA name; NULL: UTC */
	bool fields;           /**< each Received field taken apart, no verdict */
	const char *scratch;   /**< folder for a file without a name, where what is
				*   longer than a few MiB waits to be written by
				*   hc_report_write(); NULL: all is held */
} HcReportOptions;

/** Sums over what was added. */
typedef struct {
	uint64_t inputs;
	uint64_t inputs_failed;  /**< not (fully) read */
	uint64_t messages;
	uint64_t hops;           /**< Received fields, all of them */
	uint64_t pass;
	uint64_t fail;
	uint64_t indeterminate;
	uint64_t hops_unread;    /**< of the hops, those beyond the limit of
				  *   their message: not taken apart */
} HcTotals;

typedef struct HcReport HcReport;

/** Begin a report.
 *  @param policy  borrowed while the report lives
 *  @param error   HC_ERROR_POLICY: unknown time zone */
HcReport *hc_report_new(const HcReportOptions *options, const HcPolicy *policy,
			GError **error);
/** Add a message's verdict. */
void hc_report_add(HcReport *report, const HcVerdict *verdict);
/** Add an input after its last message.
 *  @param failure  why it was not (fully) read, or NULL */
void hc_report_add_input(HcReport *report, const HcInput *input,
			 const GError *failure);
/** Close the report; nothing may be added after. */
void hc_report_finish(HcReport *report);
/** Move what is ready to @p out.  Text is ready as it comes, the other forms
 *  after hc_report_finish(), and only without HcReportOptions.scratch. */
void hc_report_take(HcReport *report, GString *out);
/** Close the report and write what was not taken of it.  It is checked before:
 *  as by hc_report_check() if it is held, else piece by piece by the grammar of
 *  its form.
 *  @param path        published there, as by hc_report_publish(); or NULL
 *  @param descriptor  without a path: written into, not closed
 *  @param name        what messages call the descriptor
 *  @param error       HC_ERROR_WRITE */
bool hc_report_write(HcReport *report, const char *path, int descriptor,
		     const char *name, GError **error);
const HcTotals *hc_report_totals(const HcReport *report);
void hc_report_free(HcReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcReport, hc_report_free)

/** Append what we know of a word without any message: a suite, a version, a
 *  group, a "with" keyword, the ID of a finding.
 *  @param options  text or JSON; there is no XML form
 *  @param word     in any spelling
 *  @param error    HC_ERROR_POLICY: an unknown word, or the form */
bool hc_report_explain(const HcReportOptions *options, const char *word,
		       GString *out, GError **error);

/** Check a report's bytes: XML against the schema compiled in, JSON and text
 *  for well-formed UTF-8.
 *  @param error  HC_ERROR_WRITE, with the line */
bool hc_report_check(HcReportForm form, const char *data, size_t length,
		     GError **error);
/** Write bytes under a name: temporary file beside it, checked, synced,
 *  renamed; nothing stands under @p path unless all went well.
 *  @param error  HC_ERROR_WRITE */
bool hc_report_publish(HcReportForm form, const char *data, size_t length,
		       const char *path, GError **error);
/** Whether a file could be published under a name, as of now: for who does not
 *  want to work in vain.
 *  @param error  HC_ERROR_WRITE */
bool hc_report_can_publish(const char *path, GError **error);

G_END_DECLS

#endif
