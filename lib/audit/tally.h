/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tally.h - what of messages adds up: one for each unit (summary.h reads it).
 *
 * Sums of few kinds, as of findings or versions, stay in memory to the end of
 * the unit; those by host, counterparty and day are written out whenever they
 * have grown, so that a unit needs the same memory whatever is in it. */
#ifndef HC_TALLY_H
#define HC_TALLY_H

#include "hopcheck.h"
#include "part-file.h"

typedef struct HcTally HcTally;

/** Begin; for one thread.
 *  @return new, the caller's */
HcTally *hc_tally_new(void);

/** Add a message.
 *  @param ordinal  1 is the first message of the unit
 *  @param file     takes records HC_RECORD_TALLY when there is much to keep
 *  @param error    HC_ERROR_WRITE */
bool hc_tally_add(HcTally *tally, const HcVerdict *verdict, uint64_t ordinal,
                  HcPartFile *file, GError **error);

/** Write what is left, at the end of the unit; the tally is then as new.
 *  @param error  HC_ERROR_WRITE */
bool hc_tally_flush(HcTally *tally, HcPartFile *file, GError **error);

void hc_tally_free(HcTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcTally, hc_tally_free)

#endif
