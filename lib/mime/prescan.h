/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* prescan.h - is a body small enough for GMime?
 *
 * GMime has no limits but a depth of 1024, and its memory and time grow with
 * parts, fields and open boundaries.  This looks at the lines first: it counts
 * at least what GMime will find, in one pass, in little memory. */
#ifndef HC_PRESCAN_H
#define HC_PRESCAN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** What is left of the limits, for a message and the messages within it. */
typedef struct {
	size_t parts;  /**< MIME parts */
	size_t fields; /**< fields of parts */
} HcMimeBudget;

/** Whether a body may be given to GMime; if so, what it may hold is taken off
 *  the budget.
 *  @param bytes  a header with its Content-Type, an empty line, the body */
bool hc_prescan(const char *bytes, size_t length, HcMimeBudget *budget);

/** Change a letter of each media type that would make GMime do what it must
 *  not: "message/...", so that it makes no message of a part (it would read
 *  addresses by recursion); "multipart/digest", for the same reason.  All bytes
 *  keep their places, and boundaries stay as they are.
 *  @param places  of size_t: where such letters stand, appended to, in order
 *  @return false: comments upon comments stand before the types, and not all was
 *          looked at */
bool hc_disguise(char *bytes, size_t length, GArray *places);
/** Whether a letter was changed in some bytes.
 *  @param to  behind the last of them */
bool hc_is_disguised(const GArray *places, size_t from, size_t to);
/** Change a media type back that was changed.
 *  @param type  lower case, NUL-terminated */
void hc_undisguise(char *type);

#endif
