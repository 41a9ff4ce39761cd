/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shape.h - what the decoded bytes of a part look like.
 *
 * A label costs nothing to write, so a form that claims to protect is looked
 * at: the first bytes tell what it is, CMS and OpenPGP are followed to their
 * end.  Nothing is deciphered and no signature is checked. */
#ifndef HC_SHAPE_H
#define HC_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "flow.h"

/* Bytes of a part that are enough to know most. */
#define HC_SHAPE_BYTES 4096u

/** Shape of a part: "cms-enveloped", "cms-authenveloped",
 *  "cms-signed", "cms-compressed", "pgp-message" (enciphered), "pgp-other" (an
 *  OpenPGP message that is not), "pgp-signature", "pgp-version"
 *  ("Version: 1" alone), "rpmsg", "tnef", "html",
 *  "empty", or "other".
 *  @return static */
const char *hc_shape_of(const char *bytes, size_t length);
/** The same.  Most can be told by the first HC_SHAPE_BYTES; no more is asked for
 *  then.  Otherwise all is, and nothing is left.
 *  @return static */
const char *hc_shape_of_flow(HcFlow *flow);

/** Whether bytes are base64 alone, line by line: what a decoder skips is there
 *  for anyone to read. */
bool hc_is_base64_text(const char *bytes, size_t length);

/** Whether bytes of a shape are for their reader alone. */
bool hc_shape_hides(const char *shape);

/** Whether text beside the parts of a multipart is nothing but one of the
 *  sentences that software writes there, or nothing at all. */
bool hc_is_customary(const char *text, size_t length);

/** A text being looked at line by line for OpenPGP armour. */
typedef struct {
	size_t line_length; /**< bytes of the line that are kept */
	char line[128];     /**< its start */
	bool line_cut;
	int state;                    /**< where in the armour */
	bool text_before, text_after; /**< anything stands beside the armour */
	bool message, signed_text;    /**< what was found, to its end */
	bool enciphered;              /**< the message's first packet says so */
	bool stray;                   /**< the armour holds more than base64 */
} HcTextScan;

void hc_text_begin(HcTextScan *scan);
void hc_text_add(HcTextScan *scan, const char *bytes, size_t length);
/** Add all that is left of a flow. */
void hc_text_add_flow(HcTextScan *scan, HcFlow *flow);
/** End the text.
 *  @param whole_out  the armour takes up all of it
 *  @return "pgp-text-message" (enciphered), "pgp-text-other",
 *          "pgp-text-signed", or NULL: no armour; static */
const char *hc_text_end(HcTextScan *scan, bool *whole_out);

#endif
