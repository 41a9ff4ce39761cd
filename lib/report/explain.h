/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain.h - a word explained without any message. */
#ifndef HC_EXPLAIN_H
#define HC_EXPLAIN_H

#include "hopcheck.h"

/** A word and what it was found to be. */
typedef struct {
	const char *asked;
	HcTlsWord word;     /* all zero when it is no word of TLS */
	const HcRule *rule; /* it is the ID of a finding, or NULL */
} HcExplained;

/** Sentences on what a word leaves open, and why; static, in order.
 *  @param index  0 is the first
 *  @return NULL past the last */
const char *hc_explained_doubt(const HcExplained *explained, size_t index);

/** Versions a word's suites share bounds of: the oldest and the newest that
 *  any of them can be used in; 0 without suites. */
void hc_explained_bounds(const HcTlsWord *word, unsigned *low_out,
                         unsigned *high_out);

/** Takes what a profile says; all is borrowed for the call. */
typedef void (*HcExplainOpinion)(void *data, const char *profile,
                                 const HcProfileOpinion *opinion);

/** Ask each profile that is compiled in, on the day of the rule data.
 *  @param cipher   a suite, or NULL: the best that the version can get
 *  @param version  wire code */
void hc_explain_profiles(const HcCipher *cipher, unsigned version,
                         HcExplainOpinion say, void *data);

/** The same on a group alone; silent where a profile does not speak of it.
 *  @param group  IANA name, or NULL
 *  @param bits   size of a finite-field group that has no name, 0 unknown */
void hc_explain_group(const char *group, unsigned bits, HcExplainOpinion say,
                      void *data);

void hc_explain_text(GString *out, const HcReportOptions *options,
                     const HcExplained *explained);
void hc_explain_json(GString *out, const HcExplained *explained);

#endif
