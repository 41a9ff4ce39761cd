/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* raw.h - make a raw message of a part. */
#ifndef HC_RAW_H
#define HC_RAW_H

#include "hopcheck.h"
#include "part.h"

/** @param part    its header is taken, its digest ended; where that waits for
 *                 bytes, it is taken, and hc_raw_end_digest() ends it
 *  @param label   a g_ref_string; a reference is taken
 *  @param member  likewise, or NULL
 *  @param number  1 is the first message of its input
 *  @return new, the caller's */
HcRaw *hc_raw_new(HcPart *part, char *label, char *member, uint64_t number);

/** What has to be added to the digest before it can be ended; no digest: it has
 *  ended. */
HcDigestRun hc_raw_waiting(const HcRaw *raw);
/** All has been added. */
void hc_raw_end_digest(HcRaw *raw);

/** Copy bytes that stay where the source has them, for these go away. */
void hc_raw_keep_body(HcRaw *raw);

/** A part of a message as a raw message of its own: same label and number, its
 *  place in the same input.
 *  @param raw        whose bytes were kept
 *  @param span       must lie in it
 *  @param keep_body  hc_raw_bytes() of it shall give its bytes, which are not
 *                    copied: a reference to @p raw is kept; else its header
 *                    alone counts, and it has no digest
 *  @return new, the caller's */
HcRaw *hc_raw_slice(HcRaw *raw, HcSpan span, bool keep_body);

#endif
