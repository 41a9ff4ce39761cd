/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shorten.h - what GMime need not see of a body.
 *
 * GMime goes through a body byte by byte, several times, and most of it are
 * lines that no structure hangs on.  They are left out; what is said of a place
 * is said of the message as it is.  What may be left out, and why:
 *
 * 1. GMime tells parts apart by lines that start with "--", and reads fields
 *    only from behind such a line up to an empty one (content/search.c, 3).  All
 *    of these stay, and so does the header that stands before the body.
 * 2. It takes pieces of a line of more than 128 bytes for lines, depending on
 *    where its reads of 4096 bytes end.  Where such a line could have a piece
 *    that starts with "--", or is one of fields, nothing is left out.
 * 3. A part ends before the line end, of one byte or two, that stands before its
 *    boundary: two lines stay before each line that starts with "--", and before
 *    the end.
 * 4. Text beside parts is told from the sentences that software writes there
 *    (hc_is_customary()).  More bytes than any of them has stay, white space not
 *    counted, so what is none before is none after.  GMime gives such text up to
 *    a NUL: where there is a NUL, nothing is left out.
 * 5. What a part looks like is read from the message itself. */
#ifndef HC_SHORTEN_H
#define HC_SHORTEN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Fewer bytes are not worth leaving out. */
#define HC_CUT_MIN 1024u

/** A place where bytes were left out. */
typedef struct {
	size_t at;   /**< in what is left, of the byte that comes next */
	size_t left; /**< bytes left out here and before */
} HcCut;

/** Append a body to what GMime gets to see, without what it need not see.
 *  @param out      a header, its empty line last
 *  @param max      bytes that may be appended
 *  @param cut_min  how many bytes at a time are worth leaving out; SIZE_MAX: all
 *                  are kept
 *  @param cuts     of HcCut, appended to, in order
 *  @return false: they would be more, and what was appended is of no use */
bool hc_shorten(GByteArray *out, const char *body, size_t length, size_t max,
                size_t cut_min, GArray *cuts);

/** Bytes that were left out before a place.
 *  @param at  in what is left */
size_t hc_left_out(const GArray *cuts, size_t at);

#endif
