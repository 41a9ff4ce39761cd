/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unwrap.h - bodies in base64 and quoted-printable that are written as they
 * should be, so that every reader gets the same bytes of them. */
#ifndef HC_UNWRAP_H
#define HC_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow.h"
#include "value.h"

/* Decoded bytes of a piece; a group of base64 that begins in it stands in it. */
#define HC_UNWRAP_PIECE 4096u

/** A body being decoded. */
typedef struct {
	HcFlow flow;
	HcEncoding encoding;
	const char *bytes; /**< as transferred, borrowed */
	size_t length;
	size_t read;     /**< bytes of these */
	uint32_t bits;   /**< of the digits of base64 that were read last */
	unsigned digits; /**< how many, below four */
	unsigned padding;
	bool bad; /**< what was read so far is written in another way; no more is
	           *   given */
	char piece[HC_UNWRAP_PIECE + 2];
} HcUnwrap;

/** Decode base64: lines of its digits, and padding only at the end (RFC 2045
 *  6.8).  Or quoted-printable: behind each "=" two hex digits or a line end
 *  (RFC 2045 6.7); blanks at the end of a line stay.  No more is looked at than
 *  the pieces that are asked for hang on.
 *  @param encoding  without one bytes are given as they are
 *  @return unwrap's own */
HcFlow *hc_unwrap_begin(HcUnwrap *unwrap, HcEncoding encoding,
                        const char *bytes, size_t length);

#endif
