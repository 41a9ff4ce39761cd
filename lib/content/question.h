/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* question.h - what content asks of the one who keeps a worker. */
#ifndef HC_QUESTION_H
#define HC_QUESTION_H

#include "hopcheck.h"
#include "worker.h"

/** Ask for the structure of a message; a worker is started if none runs.
 *  @param flags   HC_ASK_...
 *  @param answer  set to the records when answered */
HcWorkerEnd hc_reader_ask(HcContentReader *reader, unsigned flags,
                          const char *bytes, size_t length, GByteArray *answer);

/** Whether messages are searched first. */
bool hc_reader_searches(const HcContentReader *reader);

/** End the worker: it answered what cannot be. */
void hc_reader_drop(HcContentReader *reader);

#endif
