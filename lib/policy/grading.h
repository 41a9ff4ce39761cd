/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* grading.h - how good a hop's TLS was, by our own grades and by a profile.
 *
 * A rule is never applied to a day before it was made: where a profile was not
 * in force, our own grades decide (those of the default profile), and what the
 * profile says today stands beside them. */
#ifndef HC_GRADING_H
#define HC_GRADING_H

#include <glib.h>

#include "hopcheck.h"

/** The grade that decides on a day.
 *  @param profile     NULL: our own grades decide
 *  @param reason_out  sentence with its source, or NULL */
HcGrade hc_grading_at(const HcProfile *profile, const HcTls *tls, int64_t at_s,
                      const char **reason_out);

/** Whether a profile was in force at a time. */
bool hc_grading_in_force(const HcProfile *profile, int64_t at_s);

/** Grade a hop at its stamp and on the as-of day.
 *  @param stated    the profile that decides; NULL: our own grades do
 *  @param shown     the profile that is shown; @p stated or the default
 *  @param judgement_out  zeroed; its grades, opinions and reasons are set */
void hc_grading_judge(const HcProfile *stated, const HcProfile *shown,
                      const HcTls *tls, const HcStamp *stamp, int64_t as_of_s,
                      HcJudgement *judgement_out);

#endif
