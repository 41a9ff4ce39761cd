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

/** What is asked about. */
typedef struct {
	const HcTls *tls; /* or NULL: about a group alone */
	const char *group;
	unsigned group_bits;
} Question;

static void
ask(const Question *question, const HcProfile *profile,
    HcProfileOpinion *opinion)
{
	if (question->tls)
		hc_profile_grade(profile, question->tls, rule_time_s(),
		                 opinion);
	else
		hc_profile_grade_group(profile, question->group,
		                       question->group_bits, rule_time_s(),
		                       opinion);
}

static void
ask_each(const Question *question, HcExplainOpinion say, void *data)
{
	size_t count;
	const HcProfileEntry *entries = hc_profiles(&count);

	for (size_t i = 0; i < count; i++) {
		HcProfileOpinion opinion;
		g_autofree char *range = NULL;
		g_autoptr(HcProfile) profile =
			entries[i].refusal
				? NULL
				: hc_profile_new(entries[i].id, NULL);

		if (!profile)
			continue;
		ask(question, profile, &opinion);
		/* A size may be that of a group with a name, or not. */
		if (!question->tls && !opinion.word && opinion.word_best) {
			range = g_strdup_printf("%s or %s", opinion.word_best,
			                        opinion.word_worst);
			opinion.word = range;
		}
		/* Without a suite the best that the version can get. */
		if (!opinion.word) {
			opinion.word = opinion.word_best;
			opinion.reason = NULL;
		}
		if (opinion.in_force && opinion.word)
			say(data, entries[i].id, &opinion);
	}
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
	Question question = {.tls = &tls};

	ask_each(&question, say, data);
}

void
hc_explain_group(const char *group, unsigned bits, HcExplainOpinion say,
                 void *data)
{
	Question question = {.group = group, .group_bits = bits};

	ask_each(&question, say, data);
}
