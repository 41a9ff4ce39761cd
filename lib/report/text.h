/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text.h - the parts of the text form. */
#ifndef HC_TEXT_H
#define HC_TEXT_H

#include "layout.h"
#include "report.h"

/* Columns left of the path, and between its columns. */
#define HC_PATH_MARGIN 1u
#define HC_PATH_GAP 2u

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
/** Put what a hop says of TLS.
 *  @param brief  for a column: without the grade, fewer words */
void hc_text_tls(HcBlock *block, const HcReceived *received, const HcTls *tls,
                 const HcJudgement *judgement, bool brief);
/** Put today's grade, and the one of the stamp's day beside it when another;
 *  nothing without TLS. */
void hc_text_grade(HcBlock *block, const HcTls *tls,
                   const HcJudgement *judgement);
/** Append what the message is made of.
 *  @param content  or NULL: none was read, and nothing is said */
void hc_text_content(HcReport *report, const HcContent *content);
/** Digits of a number. */
unsigned hc_text_digits(size_t number);
/** Put when a hop's receiver says that it took the message. */
void hc_text_stamp(HcBlock *block, const HcReport *report,
                   const HcStamp *stamp);
/** Put the time since the hop below, if it is known, and why not. */
void hc_text_delay(HcBlock *block, const HcHop *hop);
/** Put what a hop is worth and where it lies; what speaks against it stands on
 *  lines of their own. */
void hc_text_evidence(HcBlock *block, const HcHop *hop,
                      const HcJudgement *judgement);
/** Put who handed over: the address that was seen, the names by their roles. */
void hc_text_from(HcBlock *block, const HcReceived *received);
/** Put where address databases place who handed over, on a line of its own;
 *  nothing without them. */
void hc_text_location(HcBlock *block, const HcReport *report,
                      const HcVerdict *verdict, size_t index);
/** Put what each database says of it, a line each. */
void hc_text_answers(HcBlock *block, const HcReport *report,
                     const HcVerdict *verdict, size_t index);
/** Append the address databases, with their digests; nothing without any. */
void hc_text_databases(HcReport *report);
/** Put who took it. */
void hc_text_by(HcBlock *block, const HcReceived *received);
/** Put the protocol as written.
 *  @param label  behind the word "with" */
void hc_text_with(HcBlock *block, const HcReceived *received, bool label);
/** Put who wrote the field and what sort of step it is, as far as either is
 *  worth a word.
 *  @param writer  or the step alone */
void hc_text_step(HcBlock *block, const HcHop *hop, bool writer);
/** Put the notes of a hop that are more than information. */
void hc_text_hop_notes(HcBlock *block, const HcEvidence *evidence,
                       size_t index);
typedef struct HcTable HcTable;
/** Measure the hops for a table with a column for each thing to compare.
 *  @return new, or NULL where the report is too narrow for it */
HcTable *hc_text_table_new(const HcReport *report, const HcVerdict *verdict);
void hc_text_table_free(HcTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcTable, hc_text_table_free)
/** Append the names of the columns. */
void hc_text_table_head(HcReport *report, const HcTable *table);
/** Append a hop. */
void hc_text_table_row(HcReport *report, const HcTable *table,
                       const HcVerdict *verdict, size_t index);
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
