/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model.h - what a report holds, whatever its form: said once, to a writer.
 *
 * The order and the names are those of schemas/report.xsd, which explains each
 * of them. */
#ifndef HC_MODEL_H
#define HC_MODEL_H

#include "hopcheck.h"
#include "writer.h"

/* Notes listed of one message or hop; all are counted. */
#define HC_NOTES_SHOWN 1000u

/** Fields of the author and of the delivery that a report quotes. */
extern const char *const hc_model_quoted[];
/* Occurrences quoted of each. */
#define HC_QUOTES_SHOWN 8u

/** Open the report and say what made it and by which policy. */
void hc_model_head(HcWriter *writer, const HcPolicy *policy);
/** The same for another tool and detail.
 *  @param tool    its name
 *  @param detail  as in the schema */
void hc_model_head_of(HcWriter *writer, const HcPolicy *policy,
                      const char *tool, const char *detail);
void hc_model_totals(HcWriter *writer, const HcTotals *totals);
/** An element of "inputs".
 *  @param number   1 is the first input
 *  @param failure  or NULL */
void hc_model_input(HcWriter *writer, uint64_t number, const HcInput *input,
                    const GError *failure);
/** Attributes and parts of an element of "inputs" that all have.
 *  @param failure  or NULL */
void hc_model_input_parts(HcWriter *writer, const HcInput *input,
                          const char *failure);
void hc_model_input_attributes(HcWriter *writer, uint64_t number,
                               const HcInput *input);
/** What a rule says of all its findings: parts of an object that is open. */
void hc_model_rule_parts(HcWriter *writer, const HcPolicy *policy,
                         const HcRule *rule);
/** An element of "suites". */
void hc_model_suite(HcWriter *writer, const HcCipher *cipher);
/** Token of what silence is worth; static. */
const char *hc_model_silence_token(HcSilence silence);
/** Token of a note's level; static. */
const char *hc_model_level_token(HcNoteLevel level);
/** An element of "messages".
 *  @param input_number  the input it came from */
void hc_model_message(HcWriter *writer, const HcPolicy *policy,
                      uint64_t input_number, const HcVerdict *verdict);
/** Hops listed of one message within the message; all are counted. */
#define HC_NESTED_HOPS_SHOWN 100u
/** What a message is made of.
 *  @param content  or NULL: none was read */
void hc_model_content(HcWriter *writer, const HcContent *content);
/** An element of "hops".
 *  @param index  0 is hop number 1 */
void hc_model_hop(HcWriter *writer, const HcPolicy *policy,
                  const HcVerdict *verdict, size_t index);
/** The address databases, a list. */
void hc_model_databases(HcWriter *writer, const HcPolicy *policy);
/** Where they place the peer of a hop, or none. */
void hc_model_location(HcWriter *writer, const HcPolicy *policy,
                       const HcVerdict *verdict, size_t index);

/** The field as it stands, or as much of it as is shown, as "raw". */
void hc_model_raw(HcWriter *writer, const HcMessage *message, HcSpan where);
/** Token of a stamp's state; static. */
const char *hc_model_stamp_token(HcStampState state);

/** Where something stands: offset and length, nothing for length 0. */
void hc_model_span(HcWriter *writer, HcSpan where);
/** A moment in UTC, "YYYY-MM-DDTHH:MM:SSZ", or none. */
void hc_model_instant(HcWriter *writer, const char *name, bool known,
                      int64_t unix_s);
/** An address in its canonical form, or none. */
void hc_model_address(HcWriter *writer, const char *name,
                      const HcAddress *address);
/** Take the blanks and line ends off both ends of a value (RFC 5322 2.2.2);
 *  other controls are part of it.
 *  @return @p text */
char *hc_model_strip(char *text);
/** A list of notes, at most HC_NOTES_SHOWN. */
void hc_model_notes(HcWriter *writer, const HcNote *const *lists,
                    const size_t *counts, size_t list_count);
/** An object that is a text, cut at HC_SHOWN_MAX bytes. */
void hc_model_text(HcWriter *writer, const char *name, const char *text);

/** Bytes of a text that are shown: all up to HC_SHOWN_MAX, cut where a
 *  character starts. */
size_t hc_model_shown(const char *text, size_t length);

#endif
