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

void hc_explain_text(GString *out, const HcReportOptions *options,
                     const HcExplained *explained);
void hc_explain_json(GString *out, const HcExplained *explained);

#endif
