/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lines.h - the lines of a message's body as a worker's parser may take them. */
#ifndef HC_LINES_H
#define HC_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* GMime's own number: longer rests of lines it takes for lines. */
#define HC_LONG_LINE 128
/* Lines that start with "--", in a message that is worth reading without a
 * worker. */
#define HC_DASHES_MAX 1000u
/* Bytes of a field's value; a worker is given more. */
#define HC_PLAIN_VALUE_MAX 32768u

/** Where a line ends, behind its newline. */
static inline const char *
hc_line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline != NULL ? newline + 1 : end;
}

/** @param at  where a line starts, before @p end */
static inline bool
hc_line_is_empty(const char *at, const char *end)
{
	return *at == '\n' || (end - at >= 2 && at[0] == '\r' && at[1] == '\n');
}

/** Whether what GMime may take for the start of a line stands within one.
 *  @param at     that place
 *  @param start  of the body */
static inline bool
hc_line_is_late(const char *at, const char *start)
{
	return at - start > HC_LONG_LINE &&
	       memchr(at - HC_LONG_LINE, '\n', HC_LONG_LINE) == NULL;
}

/** Pass the field whose line starts here, and what is folded onto it (RFC 5322
 *  2.2).
 *  @param name_out  bytes of its name; the colon stands behind them
 *  @return where the next line starts; NULL: it is no field as it should be, or
 *          holds what GMime may take for a boundary */
const char *hc_line_pass_field(const char *at, const char *end,
                               size_t *name_out);

#endif
