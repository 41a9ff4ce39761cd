/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value.h - values of fields that say what they say as they stand. */
#ifndef HC_VALUE_H
#define HC_VALUE_H

#include <stdbool.h>
#include <stddef.h>

/** Whether a value says what it says as it stands: printable ASCII, folded
 *  nowhere but behind a semicolon that no quotes hold, nothing that has to be
 *  decoded. */
bool hc_value_is_plain(const char *value, size_t length);

/** Length of "type/subtype" at the start of a plain value, where nothing but its
 *  parameters follows.
 *  @return 0: something else stands there */
size_t hc_value_type(const char *value, size_t length);

/** Whether a type is one that the worker's disguise makes another of
 *  (mime/prescan.c).
 *  @param type  as hc_value_type() found it */
bool hc_value_is_misread(const char *type, size_t length);

/** Length of a word of letters, digits and what else types are made of. */
size_t hc_value_word(const char *value, size_t length);

/** A parameter of a plain value: name "=" value. */
typedef struct {
	const char *name;
	size_t name_length; /**< at least 1 */
	const char *value;  /**< without the quotes */
	size_t length;      /**< at least 1 */
	bool quoted;
} HcParameter;

/** Read the next parameter.
 *  @param at  set on; where its ";" stands at first
 *  @return false: all have been read and @p at is @p end, or something else
 *          stands there */
bool hc_parameter_next(const char **at, const char *end,
                       HcParameter *parameter_out);

/** How a body is written, as its Content-Transfer-Encoding says. */
typedef enum {
	HC_ENCODING_NONE, /**< 7bit, 8bit, binary */
	HC_ENCODING_QUOTED,
	HC_ENCODING_BASE64,
} HcEncoding;

/** @return false: it is none of RFC 2045 6.1 */
bool hc_value_encoding(const char *value, size_t length,
                       HcEncoding *encoding_out);

#endif
