/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter.h - the lines that part a multipart (RFC 2046 5.1.1): where it is
 * open, and whether it goes on behind a separator.
 *
 * A message whose multipart was not closed before the next separator is no rare
 * thing: spam is written so, and a message that was cut ends so.  That alone
 * tells nothing.  But where a line that parts that very multipart stands in one
 * of the messages behind the separator, what looks like messages may be text of
 * the one before.  So what is open is looked for in HC_OPEN_FOR messages more.
 */
#ifndef HC_DELIMITER_H
#define HC_DELIMITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** Octets of a boundary that is followed; RFC 2046 5.1.1 allows 70. */
#define HC_BOUNDARY_MAX 200u
/** Content-Type fields of a message that are followed: one may be there
 *  (RFC 2045 3), and of several nobody knows which counts. */
#define HC_TYPES_MAX 3u
/** Messages behind a separator in which an open multipart is looked for. */
#define HC_OPEN_FOR 8u

/** Boundaries that are looked for in a message: its own, and those of messages
 *  before it. */
typedef struct HcDelimiters HcDelimiters;

/** A state to which one can go back. */
typedef struct {
	uint32_t begun;
	uint32_t closed;
} HcDelimitersCut;

/** @return new, the caller's; it looks for nothing yet */
HcDelimiters *hc_delimiters_new(void);
void hc_delimiters_free(HcDelimiters *delimiters);

/** Read the boundary of a multipart.
 *  @param value    of a Content-Type field, folding and all
 *  @param out      room for HC_BOUNDARY_MAX octets
 *  @return octets of it; 0: it is no multipart, names no boundary, or one that
 *          is longer, or names it in pieces (RFC 2231) */
size_t hc_boundary_read(const char *value, size_t length, char *out);

/** Look for the message's own boundary, too. */
void hc_delimiters_add_own(HcDelimiters *delimiters, const char *boundary,
                           size_t length);

/** Look through bytes of a message, from its first on, in pieces of any size.
 *  @param header  how many of them belong to its header block, in which its own
 *                 boundaries are not looked for */
void hc_delimiters_scan(HcDelimiters *delimiters, const char *data,
                        size_t length, size_t header);
/** Remember the state at a place where a line starts. */
void hc_delimiters_mark(const HcDelimiters *delimiters,
                        HcDelimitersCut *cut_out);
void hc_delimiters_cut(HcDelimiters *delimiters, const HcDelimitersCut *cut);

/** Where a multipart goes on behind a separator. */
typedef void (*HcGoesOn)(uint64_t at, uint64_t length, void *data);

/** The message has ended: say which separators before it stand within a
 *  multipart that goes on in it, each once and in order.  Not one whose boundary
 *  is the message's own, too: writers there are that use the same each time.
 *  What was said is looked for no more. */
void hc_delimiters_end(HcDelimiters *delimiters, HcGoesOn goes_on, void *data);
/** Hand on what is to be looked for in the next message.
 *  @param at      the separator at which the message ended, bytes from the
 *                 start of the source
 *  @param length  of it; 0: do not say of it whether a multipart goes on there
 *  @return whether there is anything to be looked for */
bool hc_delimiters_pass(HcDelimiters *delimiters, uint64_t at, uint64_t length);

#endif
