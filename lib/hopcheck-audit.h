/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-audit.h
 * Archives of any size: many inputs, one report, however the work was done.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_AUDIT_H
#define HOPCHECK_AUDIT_H

#include "hopcheck-report.h"

G_BEGIN_DECLS

/** How much of each message the report of an audit holds. */
typedef enum {
	HC_DETAIL_ALL,      /**< every message */
	HC_DETAIL_FINDINGS, /**< messages with a finding that fails them, leaves
	                     *   them open or warns */
	HC_DETAIL_SUMMARY,  /**< sums alone */
} HcDetail;

/** Token: "all", "findings", "summary"; static. */
const char *hc_detail_token(HcDetail detail);

/** What SHA-256 digests an audit makes. */
typedef enum {
	HC_DIGESTS_ALL,      /**< of each message and each input */
	HC_DIGESTS_MESSAGES, /**< of each message */
	HC_DIGESTS_NONE,
} HcDigests;

/** Token: "all", "messages", "none"; static. */
const char *hc_digests_token(HcDigests digests);

G_END_DECLS

#endif
