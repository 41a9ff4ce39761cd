/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* emlx.c - a message as Apple Mail keeps it. */
#include "config.h"

#include "emlx.h"

#include <string.h>

#include <glib.h>

#include "part.h"
#include "scan.h"

bool
hc_emlx_begin(HcEmlx *emlx, const char *data, size_t length)
{
	const char *newline = memchr(data, '\n', length);
	uint64_t count;

	if (newline == NULL || !hc_is_digit((unsigned char)data[0]) ||
	    !hc_length_read(data, (size_t)(newline - data), &count))
		return false;
	*emlx = (HcEmlx){
		.count_line = (uint64_t)(newline - data) + 1,
		.count = count,
	};
	return true;
}

/* Keep what tells whether the list is whole. */
static void
keep(HcEmlx *emlx, const char *data, size_t length)
{
	size_t first = MIN(length, sizeof(emlx->start) - emlx->start_length);

	if (length == 0)
		return;
	memcpy(emlx->start + emlx->start_length, data, first);
	emlx->start_length += first;
	if (length >= HC_EMLX_END) {
		memcpy(emlx->end, data + length - HC_EMLX_END, HC_EMLX_END);
		emlx->end_length = HC_EMLX_END;
		return;
	}

	size_t kept = MIN(emlx->end_length, HC_EMLX_END - length);

	memmove(emlx->end, emlx->end + emlx->end_length - kept, kept);
	memcpy(emlx->end + kept, data, length);
	emlx->end_length = kept + length;
}

void
hc_emlx_push(HcEmlx *emlx, const char *data, size_t length,
             const char **message_out, size_t *length_out)
{
	uint64_t line_left =
		emlx->count_line - MIN(emlx->read, emlx->count_line);
	size_t skipped = (size_t)MIN(length, line_left);
	uint64_t taken = emlx->read + skipped - emlx->count_line;
	uint64_t message_left = emlx->count - MIN(taken, emlx->count);

	emlx->read += length;
	data += skipped;
	length -= skipped;
	*message_out = data;
	*length_out = (size_t)MIN(length, message_left);
	keep(emlx, data + *length_out, length - *length_out);
}

bool
hc_emlx_is_whole(const HcEmlx *emlx)
{
	static const char list_end[] = "</plist>";
	size_t length = emlx->end_length;

	while (length > 0 && hc_is_fws((unsigned char)emlx->end[length - 1]))
		length--;
	return emlx->read - emlx->count_line >= emlx->count &&
	       hc_starts(emlx->start, emlx->start_length, "<?xml") &&
	       length >= sizeof(list_end) - 1 &&
	       memcmp(emlx->end + length - (sizeof(list_end) - 1), list_end,
	              sizeof(list_end) - 1) == 0;
}
