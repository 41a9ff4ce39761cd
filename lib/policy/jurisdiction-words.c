/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* jurisdiction-words.c - why a place is allowed or not, for a person. */
#include "config.h"

#include "jurisdiction.h"

#include <string.h>

static char *
allowed_words(const HcJurisdictionRule *rule)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < rule->allow_count; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "",
		                       rule->allow[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Where it is said to be, as a predicate. */
static char *
where(const HcSiteDecision *decision, const HcJurisdictionRule *rule,
      const HcLocation *location)
{
	g_autofree char *words = NULL;

	if (decision->basis == HC_SITE_BY_CONTRACT)
		return g_strdup_printf("is in %s by contract", decision->code);
	if (!rule->by_address)
		return g_strdup("has no place by contract, and the policy "
		                "takes none from an address");
	if (location == NULL)
		return g_strdup("has no address that could be looked up");
	if (location->answer_count == 0)
		return g_strdup("has an address, and no address database was "
		                "named");
	words = hc_location_text(location);
	return g_strdup_printf("is placed %s", words);
}

char *
hc_site_sentence(const HcSiteDecision *decision, const HcJurisdictionRule *rule,
                 int64_t day, const HcLocation *location)
{
	g_autofree char *place = where(decision, rule, location);
	g_autofree char *allowed = allowed_words(rule);
	g_autofree char *date = hc_day_text(day);

	if (decision->code == NULL)
		return g_strdup_printf(
			"%s, so nothing shows whether that was within %s",
			place, allowed);
	if (decision->in_part)
		return g_strdup_printf("%s; on %s %s was within %s in part "
		                       "only (%s)",
		                       place, date, decision->code, allowed,
		                       decision->row->source);
	if (decision->outcome == HC_SITE_UNKNOWN)
		return g_strdup_printf("%s; on %s %s was not within %s, "
		                       "another of these was",
		                       place, date, decision->code, allowed);
	if (decision->outcome == HC_SITE_BARRED)
		return g_strdup_printf("%s, which on %s was not within %s",
		                       place, date, allowed);
	if (decision->row == NULL)
		return g_strdup_printf("%s, which the policy allows", place);
	return g_strdup_printf("%s, on %s within %s (%s)", place, date,
	                       decision->row->group, decision->row->source);
}
