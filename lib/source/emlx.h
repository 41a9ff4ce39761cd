/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* emlx.h - a message as Apple Mail keeps it: a line that says how many bytes it
 * has, the message, a property list.
 *
 * The format is Apple's own and nowhere described; this is what is found.
 */
#ifndef HC_EMLX_H
#define HC_EMLX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes of the end of the list that are kept. */
#define HC_EMLX_END 64

/** What has been read of such a file. */
typedef struct {
	uint64_t count_line;   /**< bytes of the line, newline included */
	uint64_t count;        /**< bytes of the message, as it says */
	uint64_t read;         /**< bytes of the file */
	char start[8];         /**< the first bytes behind the message */
	char end[HC_EMLX_END]; /**< the last */
	size_t start_length;
	size_t end_length;
} HcEmlx;

/** Read the first line: 1*DIGIT *WSP LF, no more than 18 digits.
 *  @param data  the first bytes of the file
 *  @return false: there is none */
bool hc_emlx_begin(HcEmlx *emlx, const char *data, size_t length);
/** Take the next bytes of the file.
 *  @param message_out  those that are of the message; borrowed from @p data
 *  @param length_out   bytes; 0: none */
void hc_emlx_push(HcEmlx *emlx, const char *data, size_t length,
                  const char **message_out, size_t *length_out);
/** Whether the file holds all that it says, and a whole property list behind
 *  it. */
bool hc_emlx_is_whole(const HcEmlx *emlx);

#endif
