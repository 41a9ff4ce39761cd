/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inputs.h - the inputs of a report, made of the files that were read.
 *
 * At most one folder and one file are open at a time; what is complete is
 * sorted by its number, in files when it is much. */
#ifndef HC_INPUTS_H
#define HC_INPUTS_H

#include "facts.h"
#include "plan.h"

typedef struct HcInputs HcInputs;

/** @param folder   takes what does not fit in memory
 *  @param digests  folders have one over those of their files
 *  @return new */
HcInputs *hc_inputs_new(const char *folder, bool digests);

/** Add a file, or the range of one, in the order of the plan.
 *  @param grouped  to the input of its folder
 *  @param input    number of the input
 *  @param error    HC_ERROR_WRITE */
bool hc_inputs_add(HcInputs *inputs, const HcItem *item, bool grouped,
                   uint64_t input, const HcFacts *facts, GError **error);

/** All is added.
 *  @param take  gets each input, by number
 *  @param error HC_ERROR_WRITE */
bool hc_inputs_settle(HcInputs *inputs,
                      void (*take)(const HcFacts *facts, void *data),
                      void *data, GError **error);

/** The next input, by number from 1.
 *  @param facts_out  new; NULL at the end
 *  @param error      HC_ERROR_WRITE: what was put in the folder cannot be had
 *                    again */
bool hc_inputs_next(HcInputs *inputs, HcFacts **facts_out, GError **error);

void hc_inputs_free(HcInputs *inputs);

#endif
