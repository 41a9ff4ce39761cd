/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* opinion.h - what a profile said before, of the same TLS. */
#ifndef HC_OPINION_H
#define HC_OPINION_H

#include "hopcheck.h"

/** What one profile said; threads may share it. */
typedef struct HcOpinions HcOpinions;

/** @param profile  whole; outlives the result
 *  @return new */
HcOpinions *hc_opinions_new(const HcProfile *profile);
void hc_opinions_free(HcOpinions *opinions);

/** As hc_profile_grade(), of the profile that it was made for. */
void hc_opinions_ask(HcOpinions *opinions, const HcTls *tls, int64_t at_s,
                     HcProfileOpinion *opinion_out);

#endif
