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

/** What is left of the limits, for a message and the messages within it. */
typedef struct {
	size_t parts;  /**< MIME parts */
	size_t fields; /**< fields of parts */
} HcMimeBudget;

/** Whether a body may be given to GMime; if so, what it may hold is taken off
 *  the budget.
 *  @param bytes  a header with its Content-Type, an empty line, the body */
bool hc_prescan(const char *bytes, size_t length, HcMimeBudget *budget);

/** What stands for the last letters of words in what GMime sees; lower case.
 *  '\0': no such word was changed. */
typedef struct {
	char message; /**< for the last one of "message" */
	char digest;  /**< of "digest" */
} HcDisguise;

/** Change a letter of each media type that would make GMime do what it must
 *  not: "message/...", so that it makes no message of a part (it would read
 *  addresses by recursion); "multipart/digest", for the same reason.  All bytes
 *  keep their places, and boundaries stay as they are.  A comment in front of a
 *  type may run on past later fields and end before a word that is none: it is
 *  changed as well.
 *  @param disguise_out  letters with which these words are written nowhere, so
 *                       that what has them was changed.  Where a message has the
 *                       words with every letter and digit, "f" and "u": what is
 *                       written so is then taken for what is changed, as no
 *                       message within may go unseen
 *  @return false: comments upon comments stand before the types, and not all was
 *          looked at */
bool hc_disguise(char *bytes, size_t length, HcDisguise *disguise_out);
/** Change a media type back if it was changed.
 *  @param type  lower case, NUL-terminated */
void hc_undisguise(char *type, const HcDisguise *disguise);

#endif
