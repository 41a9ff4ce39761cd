/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-proof.h
 * Finished reports held to what they promise.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_PROOF_H
#define HOPCHECK_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hopcheck-words.h"

G_BEGIN_DECLS

/** Takes a flaw of a report.
 *  @param line  of the report, from 1
 *  @param what  may quote the report */
typedef void (*HcFlawHeard)(void *data, size_t line, const char *what);

/** Hold a report to its schema and to itself: sums, references, digests and
 *  order.  All that is wrong is told, in order of reading, sums last.
 *  @param path       a file, "-" for standard input
 *  @param flaws_out  how many there are
 *  @param error      HC_ERROR_OPEN; HC_ERROR_READ: not read to its end, or not
 *                    well-formed: "FILE:LINE: what" */
bool hc_report_validate(const char *path, HcFlawHeard heard, void *data,
                        uint64_t *flaws_out, GError **error);

G_END_DECLS

#endif
