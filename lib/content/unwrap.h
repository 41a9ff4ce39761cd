/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unwrap.h - bodies in base64 and quoted-printable that are written as they
 * should be, so that every reader gets the same bytes of them. */
#ifndef HC_UNWRAP_H
#define HC_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** Decode base64: lines of its digits, and padding only at the end (RFC 2045
 *  6.8).
 *  @param max  bytes that are wanted at most; what stands behind is not looked
 *              at
 *  @param out  appended to
 *  @return false: it is written in another way */
bool hc_unwrap_base64(const char *bytes, size_t length, size_t max,
                      GByteArray *out);

/** Decode quoted-printable: behind each "=" two hex digits or a line end (RFC
 *  2045 6.7).  Blanks at the end of a line stay.  Otherwise as above. */
bool hc_unwrap_quoted(const char *bytes, size_t length, size_t max,
                      GByteArray *out);

#endif
