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

/** UTF-8 (RFC 3629) without NUL.
 *  @param error  HC_ERROR_WRITE, with the line */
bool hc_check_utf8(const char *data, size_t length, GError **error);

/* Objects and arrays inside each other; ours nest 8 deep. */
#define HC_JSON_DEPTH 64

/** What may come next. */
typedef enum {
	HC_JSON_VALUE,       /* a value */
	HC_JSON_FIRST_VALUE, /* a value or the end of the array */
	HC_JSON_FIRST_KEY,   /* a key or the end of the object */
	HC_JSON_KEY,         /* a key */
	HC_JSON_AFTER,       /* a comma, the end of what is open, of all */
} HcJsonNext;

/** A JSON text that is looked at piece by piece; all zero before the first. */
typedef struct {
	const char *data; /* the piece */
	size_t length, at;
	HcJsonNext next;
	unsigned depth;
	bool objects[HC_JSON_DEPTH]; /* whether each open one is an object */
} HcJsonCheck;

/** Look at a piece, in UTF-8.  It has to end between two tokens, and not
 *  between a key and its colon: at the end of a line, as we write.
 *  @return where it is not JSON; SIZE_MAX: nowhere */
size_t hc_json_check_add(HcJsonCheck *json, const char *data, size_t length);
/** Whether what was looked at is one whole value. */
bool hc_json_check_is_whole(const HcJsonCheck *json);

#endif
