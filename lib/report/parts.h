/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* parts.h - what stands where in a Received field, and what was left over. */
#ifndef HC_PARTS_H
#define HC_PARTS_H

#include "hopcheck.h"

typedef enum {
	HC_PART_FACT,    /**< values read: one place, one role or more */
	HC_PART_COMMENT, /**< a comment, parentheses dropped */
	HC_PART_UNUSED,  /**< words that no value rests on */
	HC_PART_NOTE,    /**< something odd */
} HcPartKind;

/** A run of a field's bytes and what it is. */
typedef struct {
	HcPartKind kind;
	HcSpan where;   /**< length 0: stated, and empty; of a note: nowhere */
	uint32_t roles; /**< FACT: a bit each HcFact */
	const char *text; /**< FACT, COMMENT: unfolded; borrowed */
	HcNoteCode note;  /**< NOTE */
	bool comment;     /**< it fills a comment */
	unsigned depth;   /**< facts and comments around it */
} HcPart;

/** The parts of a hop's field in order of place, an outer one before those
 *  inside; values of one place are one part.
 *  @param index  0 is hop number 1
 *  @return of HcPart, the caller's */
GArray *hc_parts_new(const HcEvidence *evidence, size_t index);

/** The stretches of a hop's field, from word to word, that no value rests on.
 *  The words of RFC 5321 4.4 that open a clause, brackets, commas and
 *  semicolons say where values stand, so alone they make no stretch.  A
 *  parenthesis ends one, but for those behind HC_COMMENTS_MAX of them: a sender
 *  can write as many as there are bytes, and none is left out.
 *  @return of HcSpan, in order of place, the caller's */
GArray *hc_unused_new(const HcMessage *message, const HcHop *hop);

#endif
