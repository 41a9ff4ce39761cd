/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_policy.c - a policy document from nobody we know: it is refused with a
 * line, or it is listed and answers.  Lists beside it are out of reach. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "hopcheck.h"

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_places(const HcPolicy *policy)
{
	size_t count;
	const HcPolicyWarning *const *warnings =
		hc_policy_warnings(policy, &count);

	for (size_t i = 0; i < count; i++)
		require(warnings[i]->line > 0 && warnings[i]->column > 0 &&
		        *warnings[i]->text);
}

static void
check_statements(const HcPolicy *policy)
{
	g_autoptr(GPtrArray) statements =
		hc_policy_statements(policy, "2026-11-22", NULL);

	require(statements);
	for (guint i = 0; i < statements->len; i++) {
		const HcPolicyStatement *statement =
			g_ptr_array_index(statements, i);

		require(statement->line > 0 && statement->text);
	}
}

static void
check_answers(const HcPolicy *policy)
{
	static const char *const path[] = {"203.0.113.5", "mx1.trust.example",
	                                   "10.0.0.1", "::1", NULL};
	static const char *const domains[] = {
		"x.government.example", "slow.government.example",
		"service.example", "county.example", "example.com"};

	for (size_t i = 0; i < G_N_ELEMENTS(domains); i++) {
		g_autoptr(GPtrArray) answers = hc_policy_explain(
			policy, domains[i],
			domains[(i + 1) % G_N_ELEMENTS(domains)], "2019-03-31",
			i % 2 ? path : NULL, NULL);

		require(answers && answers->len > 0);
		for (guint k = 0; k < answers->len; k++) {
			const HcPolicyAnswer *answer =
				g_ptr_array_index(answers, k);

			require(answer->outcome && *answer->sentence);
		}
	}
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy = hc_policy_load_bytes(
		(const char *)data, size, "p", NULL, &error);

	require(!policy != !error);
	if (!policy) {
		require(error->domain == HC_ERROR &&
		        error->code == HC_ERROR_POLICY);
		require(strncmp(error->message, "p:", 2) == 0 &&
		        g_ascii_isdigit(error->message[2]));
		return;
	}
	check_places(policy);
	check_statements(policy);
	check_answers(policy);
}
