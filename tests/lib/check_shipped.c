/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_shipped.c - the policies of samples/policies/ load without a warning
 * and decide their stated cases. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "decide.h"
#include "domain.h"
#include "policy.h"

static char *folder;

/* The domain of a case's address. */
static char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	ck_assert_ptr_nonnull(at);
	return hc_domain_canonical(at + 1);
}

static void
check_pair(const HcPolicy *policy, const char *name, char **cells)
{
	g_autofree char *from = domain_of(cells[1]);
	g_autofree char *to = domain_of(cells[2]);
	g_autofree char *sentence = NULL;
	HcPairDecision decision;
	int64_t day;

	ck_assert_uint_ge(g_strv_length(cells), 5);
	ck_assert_msg(hc_day_read(cells[3], &day), "%s: %s", name, cells[3]);
	hc_decide_pair(policy->document, from, to, day, &decision);
	sentence = hc_pair_sentence(&decision, from, to, day);
	ck_assert_msg(
		strcmp(hc_pair_outcome_token(decision.outcome), cells[4]) == 0,
		"%s: %s to %s on %s: %s", name, cells[1], cells[2], cells[3],
		sentence);
	if (cells[5] != NULL)
		ck_assert_msg(
			decision.community != NULL &&
				strcmp(decision.community->id, cells[5]) == 0,
			"%s: %s to %s: by %s, not %s: %s", name, cells[1],
			cells[2],
			decision.community ? decision.community->id : "none",
			cells[5], sentence);
	/* It cites the line that decides. */
	if (decision.place != NULL)
		ck_assert_msg(strstr(sentence, "line ") != NULL, "%s: %s", name,
		              sentence);
}

/* Pairs alone: what else a file may state is for hoppolicy. */
static unsigned
check_cases(const HcPolicy *policy, const char *name, const char *path)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	unsigned count = 0;

	ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);

		if (cells[0] == NULL || strcmp(cells[0], "pair") != 0)
			continue;
		check_pair(policy, name, cells);
		count++;
	}
	return count;
}

START_TEST(shipped_policies_decide_their_cases)
{
	static const struct {
		const char *name;
		unsigned pairs;
	} shipped[] = {
		{"dorset-2009",      9},
                {"nhsmail-gsi",      8},
		{"uk-gov-mail",      6},
                {"dcb1596",          7},
		{"university-relay", 1},
                {"two-companies",    5},
		{"strict",           1},
                {"minimal",          1},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(shipped); i++) {
		g_autofree char *path =
			g_strdup_printf("%s/%s.xml", folder, shipped[i].name);
		g_autofree char *cases =
			g_strdup_printf("%s/%s.cases", folder, shipped[i].name);
		g_autoptr(GError) error = NULL;
		g_autoptr(HcPolicy) policy = hc_policy_load(path, &error);

		ck_assert_msg(policy != NULL, "%s",
		              error ? error->message : "");
		ck_assert_uint_eq(check_cases(policy, shipped[i].name, cases),
		                  shipped[i].pairs);
	}
}
END_TEST

int
main(void)
{
	const char *top = g_getenv("top_srcdir");
	Suite *suite = suite_create("shipped");
	TCase *tests = tcase_create("shipped");
	SRunner *runner = srunner_create(suite);
	int failed;

	folder = g_build_filename(top != NULL ? top : "..", "samples",
	                          "policies", NULL);
	tcase_add_test(tests, shipped_policies_decide_their_cases);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	g_free(folder);
	return failed == 0 ? 0 : 1;
}
