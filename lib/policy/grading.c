/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* grading.c - how good a hop's TLS was, by our own grades and by a profile. */
#include "config.h"

#include "grading.h"

#include <string.h>

#include "document.h"
#include "profile.h"

static bool
is_dated(const HcStamp *stamp)
{
	return stamp->state == HC_STAMP_POINT ||
	       stamp->state == HC_STAMP_INTERVAL;
}

bool
hc_grading_in_force(const HcProfile *profile, int64_t at_s)
{
	int64_t day = hc_day_of(at_s);

	return day >= profile->from_day && day <= profile->until_day;
}

HcGrade
hc_grading_at(const HcProfile *profile, const HcTls *tls, int64_t at_s,
              const char **reason_out)
{
	HcProfileOpinion opinion;

	if (!profile || !hc_grading_in_force(profile, at_s))
		return hc_tls_grade(tls, at_s, reason_out);
	hc_profile_ask(profile, tls, at_s, &opinion);
	*reason_out = opinion.reason;
	return opinion.grade;
}

/* An interval has a grade when both its ends give the same. */
static HcGrade
grade_at_stamp(const HcProfile *profile, const HcTls *tls, const HcStamp *stamp,
               const char **reason_out)
{
	HcGrade early;
	HcGrade late;

	*reason_out = NULL;
	if (!is_dated(stamp))
		return HC_GRADE_NONE;
	early = hc_grading_at(profile, tls, stamp->earliest_s, reason_out);
	if (stamp->latest_s == stamp->earliest_s)
		return early;
	late = hc_grading_at(profile, tls, stamp->latest_s, reason_out);
	if (early == late)
		return early;
	*reason_out = NULL;
	return HC_GRADE_NONE;
}

static void
opinion_at_stamp(const HcProfile *profile, const HcTls *tls,
                 const HcStamp *stamp, HcProfileOpinion *opinion_out)
{
	HcProfileOpinion early;

	memset(opinion_out, 0, sizeof *opinion_out);
	if (tls->state != HC_TLS_YES)
		return;
	if (!is_dated(stamp)) {
		opinion_out->reason = "The hop has no usable date.";
		return;
	}
	hc_profile_ask(profile, tls, stamp->latest_s, opinion_out);
	if (stamp->earliest_s == stamp->latest_s)
		return;
	hc_profile_ask(profile, tls, stamp->earliest_s, &early);
	if (early.in_force == opinion_out->in_force &&
	    early.grade == opinion_out->grade &&
	    g_strcmp0(early.word_worst, opinion_out->word_worst) == 0 &&
	    g_strcmp0(early.word_best, opinion_out->word_best) == 0)
		return;
	memset(opinion_out, 0, sizeof *opinion_out);
	opinion_out->reason =
		"The hop's date is not known to the day, and the profile says "
		"different things of the days that it can be.";
}

void
hc_grading_judge(const HcProfile *stated, const HcProfile *shown,
                 const HcTls *tls, const HcStamp *stamp, int64_t as_of_s,
                 HcJudgement *judgement_out)
{
	HcJudgement *out = judgement_out;

	out->profile = shown;
	out->profile_decides = stated != NULL;
	hc_profile_ask(shown, tls, as_of_s, &out->profile_now);
	if (tls->state != HC_TLS_YES)
		return; /* there is nothing to grade */
	out->grade_then = grade_at_stamp(NULL, tls, stamp, &out->reason_then);
	out->grade_now = hc_tls_grade(tls, as_of_s, &out->reason_now);
	if (stated) {
		out->decides_then = grade_at_stamp(stated, tls, stamp,
		                                   &out->decides_reason_then);
		out->decides_now = hc_grading_at(stated, tls, as_of_s,
		                                 &out->decides_reason_now);
	} else {
		out->decides_then = out->grade_then;
		out->decides_reason_then = out->reason_then;
		out->decides_now = out->grade_now;
		out->decides_reason_now = out->reason_now;
	}
	opinion_at_stamp(shown, tls, stamp, &out->profile_then);
}
