/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wellformed.h - whether finished bytes are what their form promises. */
#ifndef HC_WELLFORMED_H
#define HC_WELLFORMED_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** UTF-8 without control characters, but for LF and the SGR sequences that we
 *  write ourselves.
 *  @param error  HC_ERROR_WRITE, with the line */
bool hc_check_text(const char *data, size_t length, GError **error);

/** One JSON value and white space (RFC 8259 2), in UTF-8; brackets pair, keys
 *  and commas stand where they must.
 *  @param error  HC_ERROR_WRITE, with the line */
bool hc_check_json(const char *data, size_t length, GError **error);

#endif
