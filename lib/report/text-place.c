/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-place.c - the words for places: where databases put a peer, and how far
 * those databases are from the day of the message. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "civil.h"
#include "text.h"

#define DAY_S 86400
/* A database farther from the stamp than this is told of at once. */
#define AGE_TOLD_S (366 * DAY_S)
#define YEAR_S 31556952 /* mean Gregorian year */

static void
put_holder(HcBlock *block, const HcAddressAnswer *answer)
{
	if (answer->number != 0)
		hc_block_format(block, HC_STYLE_PLAIN, "  AS%u",
		                answer->number);
	if (answer->holder == NULL)
		return;
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_quote(block, HC_STYLE_PLAIN, answer->holder,
	               strlen(answer->holder));
}

/** Put the network of the first database that names one. */
static void
put_network(HcBlock *block, const HcLocation *location)
{
	for (size_t i = 0; i < location->answer_count; i++)
		if (location->answers[i].number != 0 ||
		    location->answers[i].holder != NULL) {
			put_holder(block, &location->answers[i]);
			return;
		}
}

/** Seconds from a stamp to the building of the database that is farthest. */
static int64_t
farthest(const HcAtlas *atlas, const HcStamp *stamp)
{
	int64_t most_s = 0;

	for (size_t i = 0; i < hc_atlas_count(atlas); i++) {
		int64_t age_s =
			hc_atlas_database(atlas, i)->built_s - stamp->unix_s;

		if (ABS(age_s) > ABS(most_s))
			most_s = age_s;
	}
	return most_s;
}

/** Put how far a database is from the stamp: in days, from two years on in
 *  years. */
static void
put_age(HcBlock *block, int64_t age_s, const char *lead)
{
	uint64_t years = (uint64_t)ABS(age_s) / YEAR_S;
	uint64_t days = (uint64_t)ABS(age_s) / DAY_S;
	uint64_t shown = years > 1 ? years : days;

	hc_block_format(block, years > 1 ? HC_STYLE_WARN : HC_STYLE_FAINT,
	                "  (%s %" G_GUINT64_FORMAT " %s%s %s the stamp)", lead,
	                shown, years > 1 ? "year" : "day",
	                shown == 1 ? "" : "s", age_s < 0 ? "before" : "after");
}

static const HcStamp *
stamp_of(const HcVerdict *verdict, size_t index)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	return &hc_chain_hop(chain, index)->received->stamp;
}

void
hc_text_location(HcBlock *block, const HcReport *report,
                 const HcVerdict *verdict, size_t index)
{
	const HcLocation *location = hc_verdict_location(verdict, index);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);
	const HcStamp *stamp = stamp_of(verdict, index);
	g_autofree char *words = NULL;
	int64_t age_s;

	if (location == NULL)
		return;
	words = hc_location_text(location);
	hc_block_line(block, 4);
	hc_block_format(block,
	                location->state == HC_LOCATION_AGREED ? HC_STYLE_PLAIN
	                                                      : HC_STYLE_WARN,
	                "%s placed %s",
	                judgement->evidence < HC_EVIDENCE_PARTNER
	                        ? "claimed address,"
	                        : "address",
	                words);
	put_network(block, location);
	age_s = farthest(hc_policy_atlas(report->policy), stamp);
	if (location->state != HC_LOCATION_UNKNOWN &&
	    stamp->state == HC_STAMP_POINT && ABS(age_s) > AGE_TOLD_S)
		put_age(block, age_s,
		        location->answer_count > 1 ? "one built" : "built");
}

/* ----------------------------------------------------------------- details */

static void
put_answer(HcBlock *block, const HcAddressAnswer *answer)
{
	char text[HC_ADDRESS_TEXT];

	if (answer->state != HC_ANSWER_FOUND) {
		hc_block_put(block, HC_STYLE_WARN,
		             answer->state == HC_ANSWER_NONE
		                     ? "nothing on this address"
		                     : "cannot be read there");
		return;
	}
	hc_block_put(block, HC_STYLE_PLAIN,
	             answer->country[0] != '\0' ? answer->country
	                                        : "no country");
	if (answer->city != NULL) {
		hc_block_put(block, HC_STYLE_PLAIN, " ");
		hc_block_quote(block, HC_STYLE_PLAIN, answer->city,
		               strlen(answer->city));
	}
	if (answer->anycast)
		hc_block_put(block, HC_STYLE_WARN, "  anycast");
	if (answer->registered[0] != '\0')
		hc_block_format(block, HC_STYLE_FAINT, "  registered in %s",
		                answer->registered);
	put_holder(block, answer);
	hc_address_write(&answer->network, text);
	hc_block_format(block, HC_STYLE_FAINT, "  %s/%u", text, answer->prefix);
}

void
hc_text_answers(HcBlock *block, const HcReport *report,
                const HcVerdict *verdict, size_t index)
{
	const HcLocation *location = hc_verdict_location(verdict, index);
	const HcAtlas *atlas = hc_policy_atlas(report->policy);
	const HcStamp *stamp = stamp_of(verdict, index);

	for (size_t i = 0; location != NULL && i < location->answer_count;
	     i++) {
		hc_block_line(block, 4);
		hc_block_format(block, HC_STYLE_FAINT, "database %zu: ", i + 1);
		put_answer(block, &location->answers[i]);
		if (stamp->state == HC_STAMP_POINT)
			put_age(block,
			        hc_atlas_database(atlas, i)->built_s -
			                stamp->unix_s,
			        "built");
	}
}

void
hc_text_databases(HcReport *report)
{
	const HcAtlas *atlas = hc_policy_atlas(report->policy);
	size_t count = atlas != NULL ? hc_atlas_count(atlas) : 0;
	g_auto(HcBlock) block = {0};

	if (count == 0)
		return;
	hc_text_block(&block, report, hc_text_prose(report));
	hc_block_put(&block, HC_STYLE_STRONG, "Address databases");
	for (size_t i = 0; i < count; i++) {
		const HcAddressDatabase *one = hc_atlas_database(atlas, i);
		g_autoptr(GString) built = g_string_new(NULL);

		hc_civil_append(built, one->built_s, ' ');
		hc_block_line(&block, 5);
		hc_block_format(&block, HC_STYLE_PLAIN, "  %zu  ", i + 1);
		hc_block_quote(&block, HC_STYLE_PLAIN, one->label,
		               strlen(one->label));
		hc_block_put(&block, HC_STYLE_PLAIN, "  ");
		hc_block_quote(&block, HC_STYLE_PLAIN, one->type,
		               strlen(one->type));
		hc_block_format(&block, HC_STYLE_PLAIN, "  built %s UTC",
		                built->str);
		hc_block_line(&block, 5);
		hc_block_format(&block, HC_STYLE_FAINT, "     SHA-256 %s",
		                one->sha256);
	}
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}
