/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sampler.h - what single messages tell, so that something can be learned of
 * all of them (lore.h): one for each unit.
 *
 * What only adds up, times of hosts and names of hosts, is summed here and
 * written now and then; what is about one message is written with it. */
#ifndef HC_SAMPLER_H
#define HC_SAMPLER_H

#include "hopcheck.h"
#include "part-file.h"

typedef struct HcSampler HcSampler;

/** @param policy  its words of the Subject ask for protection, too; must
 *                 outlive the sampler
 *  @return new, the caller's; used by one thread */
HcSampler *hc_sampler_new(const HcPolicy *policy);

/** Take a message in.  Writes records of the types HC_RECORD_CLOCK and
 *  HC_RECORD_RESEND that are about this message, so call it directly before or
 *  after its HC_RECORD_MESSAGE is written, always on the same side.
 *  @param file   a part that is being written
 *  @param error  HC_ERROR_WRITE */
bool hc_sampler_add(HcSampler *sampler, const HcVerdict *verdict,
                    HcPartFile *file, GError **error);

/** Write what was summed, as records of the types HC_RECORD_CLOCK and
 *  HC_RECORD_ALIAS; at the end of the unit.
 *  @param error  HC_ERROR_WRITE */
bool hc_sampler_flush(HcSampler *sampler, HcPartFile *file, GError **error);

void hc_sampler_free(HcSampler *sampler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSampler, hc_sampler_free)

#endif
