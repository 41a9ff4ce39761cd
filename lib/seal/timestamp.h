/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* timestamp.h - timestamp tokens (RFC 3161). */
#ifndef HC_TIMESTAMP_H
#define HC_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/** What a token says. */
typedef struct {
	int64_t unix_s;  /**< its time */
	bool imprint;    /**< it is over these bytes */
	bool verified;   /**< by an authority that was named */
	char *time;      /**< the same, for people */
	char *authority; /**< who says so, as its certificate has it, or NULL */
	char *why;       /**< why it is not verified, or NULL */
} HcToken;

/** Read a token, or a response that holds one (openssl ts -reply).
 *  @param authorities  PEM files of certificates that are trusted,
 *                      NULL-terminated, or NULL: none
 *  @param bytes        what it should be over
 *  @param error        HC_ERROR_OPEN, HC_ERROR_READ
 *  @return new, or NULL */
HcToken *hc_token_read(const char *path, const char *const *authorities,
                       const char *bytes, size_t length, GError **error);
void hc_token_free(HcToken *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcToken, hc_token_free)

#endif
