/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shorten.c - what GMime need not see of a body. */
#include "config.h"

#include "shorten.h"

#include <stdbool.h>
#include <string.h>

#include "rare.h"
#include "scan.h"

/* GMime's own number: a longer line it may take for several. */
#define LONG_LINE 128
/* Bytes that stay of each stretch, white space not counted: more than any
 * customary sentence has. */
#define SAID_MAX 128u

/** Lines being gone through. */
typedef struct {
	GByteArray *out;
	GArray *cuts;
	const char *end;
	size_t cut_min, left;
	size_t room; /* bytes that may still be appended */
	bool full;   /* more would have been */
	const char *kept; /* from here on all stays, up to where a cut starts */
	const char *cut;  /* where one may start; NULL: not yet */
	const char *lines[2]; /* the last two of the stretch, the newer first */
	size_t said;          /* bytes of the stretch before, as counted */
	bool in_header;       /* or what may be one */
} Walk;

static void
keep(Walk *walk, const char *to)
{
	size_t length = (size_t)(to - walk->kept);

	walk->full |= length > walk->room;
	if (walk->full)
		return;
	g_byte_array_append(walk->out, (const guint8 *)walk->kept,
	                    (guint)length);
	walk->room -= length;
	walk->kept = to;
}

/** End a stretch of lines of which none starts with "--". */
static void
end_stretch(Walk *walk)
{
	HcCut cut;

	/* there are two lines, where one stands behind the start of a cut */
	if (walk->cut == NULL || walk->lines[1] == NULL ||
	    walk->lines[1] <= walk->cut ||
	    (size_t)(walk->lines[1] - walk->cut) < walk->cut_min)
		return;
	keep(walk, walk->cut);
	if (walk->full)
		return;
	walk->kept = walk->lines[1];
	walk->left += (size_t)(walk->kept - walk->cut);
	cut = (HcCut){walk->out->len, walk->left};
	g_array_append_val(walk->cuts, cut);
}

static void
begin_stretch(Walk *walk)
{
	walk->cut = walk->lines[0] = walk->lines[1] = NULL;
	walk->said = 0;
}

static void
take_text(Walk *walk, const char *line, const char *next)
{
	walk->lines[1] = walk->lines[0];
	walk->lines[0] = line;
	if (walk->cut != NULL)
		return;
	for (const char *at = line; at < next; at++)
		walk->said += !hc_is_fws((unsigned char)*at);
	if (walk->said > SAID_MAX)
		walk->cut = next;
}

/** @param next  behind its newline, if it has one */
static void
take_line(Walk *walk, const char *line, const char *next)
{
	if (next - line >= 2 && line[0] == '-' && line[1] == '-') {
		if (!walk->in_header)
			end_stretch(walk);
		walk->in_header = true;
	} else if (!walk->in_header) {
		take_text(walk, line, next);
	} else if (*line == '\n' || (next - line == 2 && line[0] == '\r')) {
		walk->in_header = false;
		begin_stretch(walk);
	}
}

/** Whether what GMime makes of a line hangs on what stands before it. */
static bool
is_fickle(const Walk *walk, const char *line, const char *next)
{
	return next - line > LONG_LINE &&
	       (walk->in_header ||
	        hc_find_pair(line + LONG_LINE, next, '-', '-') != NULL);
}

/** Go through all lines.
 *  @return false: of one nobody knows what GMime makes of it, or there is no room
 *          for all that stays */
static bool
take_lines(Walk *walk)
{
	for (const char *line = walk->kept, *next; line < walk->end;
	     line = next) {
		const char *newline =
			memchr(line, '\n', (size_t)(walk->end - line));

		next = newline != NULL ? newline + 1 : walk->end;
		if (is_fickle(walk, line, next))
			return false;
		take_line(walk, line, next);
		if (walk->full)
			return false;
	}
	if (!walk->in_header)
		end_stretch(walk);
	keep(walk, walk->end);
	return !walk->full;
}

bool
hc_shorten(GByteArray *out, const char *body, size_t length, size_t max,
           size_t cut_min, GArray *cuts)
{
	const guint head = out->len;
	Walk walk = {.out = out,
	             .cuts = cuts,
	             .end = body + length,
	             .cut_min = cut_min,
	             .room = max,
	             .kept = body};

	if (length >= cut_min && memchr(body, '\0', length) == NULL &&
	    take_lines(&walk))
		return true;
	if (length > max)
		return false;
	g_array_set_size(cuts, 0);
	g_byte_array_set_size(out, head);
	g_byte_array_append(out, (const guint8 *)body, (guint)length);
	return true;
}

size_t
hc_left_out(const GArray *cuts, size_t at)
{
	guint low = 0, high = cuts->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(cuts, HcCut, middle).at > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low > 0 ? g_array_index(cuts, HcCut, low - 1).left : 0;
}
