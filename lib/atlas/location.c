/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* location.c - where an address is said to be, for a person. */
#include "config.h"

#include <string.h>

#include "hopcheck.h"

static bool
names_country(const HcAddressAnswer *answer)
{
	return answer->state == HC_ANSWER_FOUND && answer->country[0] != '\0';
}

/* Each country once, in the order of the databases. */
static void
append_countries(GString *out, const HcLocation *location, size_t *named_out)
{
	const HcAddressAnswer *answers = location->answers;

	*named_out = 0;
	for (size_t i = 0; i < location->answer_count; i++) {
		bool again = false;

		if (!names_country(&answers[i]))
			continue;
		++*named_out;
		for (size_t j = 0; j < i; j++)
			again |= names_country(&answers[j]) &&
			         strcmp(answers[j].country,
			                answers[i].country) == 0;
		if (!again)
			g_string_append_printf(out, "%s%s",
			                       out->len > 0 ? " or " : "",
			                       answers[i].country);
	}
}

char *
hc_location_text(const HcLocation *location)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t named, count = location->answer_count;

	append_countries(out, location, &named);
	if (location->state == HC_LOCATION_ANYCAST)
		g_string_assign(out, "at many places (anycast)");
	else if (named == 0)
		g_string_assign(out, "in no country");
	else
		g_string_prepend(out, "in ");
	if (named == 0 && count != 1)
		g_string_append_printf(out, " by any of %zu address databases",
		                       count);
	else if (count == 1)
		g_string_append(out, " by the address database");
	else if (location->state == HC_LOCATION_DISPUTED)
		g_string_append_printf(
			out, " by %zu address databases that disagree", named);
	else
		g_string_append_printf(out, " by %zu of %zu address databases",
		                       MAX(named, 1), count);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
