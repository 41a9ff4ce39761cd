/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text.h - the parts of the text form. */
#ifndef HC_TEXT_H
#define HC_TEXT_H

#include "layout.h"
#include "report.h"

/** Columns to write in. */
unsigned hc_text_width(const HcReport *report);
/** Columns for prose: long lines are hard to read. */
unsigned hc_text_prose(const HcReport *report);
/** A block for this report's sink. */
void hc_text_block(HcBlock *block, const HcReport *report, unsigned width);

/** Append the hops, sender first, and the horizon across them. */
void hc_text_path(HcReport *report, const HcVerdict *verdict);
/** Append each Received field with its parts marked and named. */
void hc_text_fields(HcReport *report, const HcVerdict *verdict);
/** Put what was made of a field as a whole, a line each. */
void hc_text_reading(HcBlock *block, const HcReceived *received,
                     const HcTls *tls);
/** Append the hints of one place beside a hop: with --verbose all of them, else
 *  those whose time stands against a stamp.
 *  @param hop  its number; 0: the message has none */
void hc_text_hints(HcReport *report, const HcChain *chain, unsigned hop,
                   HcHintPlace place, unsigned margin);
/** Put what a hop says of TLS and how it is graded. */
void hc_text_tls(HcBlock *block, const HcReceived *received, const HcTls *tls,
                 const HcJudgement *judgement);
/** Append everything a hop states, with places, for a reader who checks.
 *  @param index  0 is hop number 1 */
void hc_text_details(HcReport *report, const HcVerdict *verdict, size_t index,
                     unsigned margin);
/** Put a note on a line of its own. */
void hc_text_note(HcBlock *block, const HcNote *note);
/** Put the start of a line on notes of one code: token, how often, sentence. */
void hc_text_note_head(HcBlock *block, HcNoteCode code, size_t times);
/** Put "  bytes 12-40", or nothing for length 0. */
void hc_text_span(HcBlock *block, HcSpan where);
/** Put a place behind words that lead to it: "40", "12-40".
 *  @param where  not empty */
void hc_text_place(HcBlock *block, const char *lead, HcSpan where);

#endif
