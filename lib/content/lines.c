/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lines.c - the lines of a message's body as a worker's parser may take them. */
#include "config.h"

#include "lines.h"

#include "rare.h"
#include "scan.h"

static bool
has_late_dashes(const char *at, const char *end)
{
	return end - at > HC_LONG_LINE &&
	       hc_find_pair(at + HC_LONG_LINE, end, '-', '-') != NULL;
}

const char *
hc_line_pass_field(const char *at, const char *end, size_t *name_out)
{
	const char *next = hc_line_end(at, end);
	size_t colon;

	*name_out = hc_field_name(at, (size_t)(next - at), &colon);
	if (*name_out == 0 || colon != *name_out || *at == '-' ||
	    has_late_dashes(at, next))
		return NULL;
	while (next < end && hc_is_wsp((unsigned char)*next)) {
		const char *fold = next;

		next = hc_line_end(fold, end);
		if (has_late_dashes(fold, next))
			return NULL;
	}
	return next;
}
