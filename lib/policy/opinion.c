/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* opinion.c - what a profile said before, of the same TLS.
 *
 * The same few versions and suites stand in hop after hop, and what a profile
 * says of them changes only on the days that its rules name.
 */
#include "config.h"

#include "opinion.h"

#include <string.h>

#include "document.h"
#include "memo.h"

#define GROUP_BYTES 28

/** What an answer hangs on, no padding. */
typedef struct {
	uint32_t days; /* that rules name, not after the day asked about */
	uint16_t version_low;
	uint16_t version_high;
	const HcCipher *cipher; /* or NULL */
	uint32_t group_bits;
	char group[GROUP_BYTES];
} Key;

G_STATIC_ASSERT(sizeof(Key) == 12 + sizeof(const HcCipher *) + GROUP_BYTES);

struct HcOpinions {
	const HcProfile *profile;
	int64_t *days; /* on which an answer can change, in rising order */
	size_t day_count;
	HcMemo memo;
};

static void
add_time(GArray *days, int64_t from_day, int64_t until_day)
{
	int64_t after = until_day == INT64_MAX ? INT64_MAX : until_day + 1;

	g_array_append_val(days, from_day);
	g_array_append_val(days, after);
}

HcOpinions *
hc_opinions_new(const HcProfile *profile)
{
	HcOpinions *opinions = g_new0(HcOpinions, 1);
	GArray *days = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (const HcProfile *at = profile; at; at = at->parent) {
		add_time(days, at->from_day, at->until_day);
		for (size_t i = 0; i < at->rule_count; i++)
			add_time(days, at->rules[i].from_day,
			         at->rules[i].until_day);
	}
	opinions->profile = profile;
	opinions->day_count = days->len;
	opinions->days = (int64_t *)g_array_free(days, FALSE);
	hc_days_sort(opinions->days, opinions->day_count);
	return opinions;
}

void
hc_opinions_free(HcOpinions *opinions)
{
	if (!opinions)
		return;
	hc_memo_clear(&opinions->memo);
	g_free(opinions->days);
	g_free(opinions);
}

/* Of a token that can mean several suites nothing is kept. */
static bool
is_kept(const HcTls *tls)
{
	return tls->state == HC_TLS_YES && tls->cipher_count <= 1 &&
	       (!tls->group || strlen(tls->group) < GROUP_BYTES);
}

static void
ask_memo(HcOpinions *opinions, const HcTls *tls, int64_t at_s,
         HcProfileOpinion *opinion_out)
{
	const HcProfileOpinion *before;
	Key key = {0};

	key.days = (uint32_t)hc_days_until(opinions->days, opinions->day_count,
	                                   hc_day_of(at_s));
	key.version_low = tls->version_low;
	key.version_high = tls->version_high;
	key.cipher = tls->cipher_count ? tls->ciphers[0] : NULL;
	key.group_bits = tls->group_bits;
	if (tls->group)
		memcpy(key.group, tls->group, strlen(tls->group));
	before = hc_memo_find(&opinions->memo, &key, sizeof key);
	if (before) {
		*opinion_out = *before;
		return;
	}
	hc_profile_grade(opinions->profile, tls, at_s, opinion_out);
	hc_memo_keep(&opinions->memo, &key, sizeof key, opinion_out,
	             sizeof *opinion_out);
}

void
hc_opinions_ask(HcOpinions *opinions, const HcTls *tls, int64_t at_s,
                HcProfileOpinion *opinion_out)
{
	if (is_kept(tls))
		ask_memo(opinions, tls, at_s, opinion_out);
	else
		hc_profile_grade(opinions->profile, tls, at_s, opinion_out);
}
