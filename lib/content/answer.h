/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* answer.h - a worker's answer, checked. */
#ifndef HC_ANSWER_H
#define HC_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "record.h"

/** An answer taken apart; strings lie in its bytes. */
typedef struct {
	GArray *parts;    /**< of HcFramePart; number n is at index n - 1 */
	GArray *nested;   /**< of HcFrameNested, likewise */
	GArray *notes;    /**< of HcFrameNote */
	HcFrameText text; /**< of a journal report */
	uint32_t text_part;
} HcAnswer;

/** Take an answer apart.  The worker may be anybody's by now: numbers must be
 *  in order, parents above their children, spans in the message, sections
 *  digits and dots.
 *  @param length          bytes of the records
 *  @param message_length  bytes of the message that was asked about
 *  @return false: it is no whole answer */
bool hc_answer_read(HcAnswer *answer, const void *records, size_t length,
                    size_t message_length);
void hc_answer_clear(HcAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcAnswer, hc_answer_clear)

/** A part by its number. */
const HcFramePart *hc_answer_part(const HcAnswer *answer, uint32_t number);
/** Whether a string is a word. */
bool hc_frame_is(HcFrameText text, const char *word);

#endif
