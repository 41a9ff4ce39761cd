/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* residue.c - what SMTP smuggling leaves in a body.
 *
 * Servers end a message by <CR><LF>.<CR><LF> (RFC 5321 4.1.1.4); some took a
 * bare LF or CR for a line end there.  What was meant to end a message for one
 * of them and not for another stays behind as a dot alone. */
#include "config.h"

#include "content.h"

#include <string.h>

#include "note.h"

/* More say nothing new. */
#define RESIDUES_MAX 16u

static bool
is_line_end(char byte)
{
	return byte == '\n' || byte == '\r';
}

void
hc_content_read_residue(GArray *notes, const char *body, size_t length,
                        size_t offset)
{
	const char *end = body + length;
	const char *dot = body;
	unsigned found = 0;

	while (found < RESIDUES_MAX && dot < end &&
	       (dot = memchr(dot, '.', (size_t)(end - dot))) != NULL) {
		if (dot > body && is_line_end(dot[-1]) && dot + 1 < end &&
		    is_line_end(dot[1])) {
			hc_notes_add(notes, HC_NOTE_SMUGGLING_RESIDUE,
			             offset + (size_t)(dot - body), 1);
			found++;
		}
		dot++;
	}
}
