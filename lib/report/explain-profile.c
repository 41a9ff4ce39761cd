/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain-profile.c - what each profile says of a suite or a version. */
#include "config.h"

#include "explain.h"

#include <stdio.h>

#define DAY_S 86400
/* Julian day of 1970-01-01, as GDate counts. */
#define EPOCH_JULIAN 719163

/** Noon of the day of the rule data. */
static int64_t
rule_time_s(void)
{
	unsigned year = 1970;
	unsigned month = 1;
	unsigned day = 1;
	GDate date;

	sscanf(hc_rule_date(), "%4u-%2u-%2u", &year, &month, &day);
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month,
	               (GDateYear)year);
	return ((int64_t)g_date_get_julian(&date) - EPOCH_JULIAN) * DAY_S +
	       DAY_S / 2;
}

void
hc_explain_profiles(const HcCipher *cipher, unsigned version,
                    HcExplainOpinion say, void *data)
{
	HcTls tls = {.state = HC_TLS_YES,
	             .version_low = (uint16_t)version,
	             .version_high = (uint16_t)version,
	             .ciphers = cipher ? &cipher : NULL,
	             .cipher_count = cipher ? 1 : 0};
	size_t count;
	const HcProfileEntry *entries = hc_profiles(&count);

	for (size_t i = 0; i < count; i++) {
		HcProfileOpinion opinion;
		g_autoptr(HcProfile) profile =
			entries[i].refusal
				? NULL
				: hc_profile_new(entries[i].id, NULL);

		if (!profile)
			continue;
		hc_profile_grade(profile, &tls, rule_time_s(), &opinion);
		/* Without a suite the best that the version can get. */
		if (!opinion.word) {
			opinion.word = opinion.word_best;
			opinion.reason = NULL;
		}
		if (opinion.in_force && opinion.word)
			say(data, entries[i].id, &opinion);
	}
}
