/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_jurisdiction.c - which places a rule allows on a day, and why. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "jurisdiction.h"

static int64_t
day(const char *text)
{
	int64_t value;

	ck_assert_msg(hc_day_read(text, &value), "%s", text);
	return value;
}

static HcJurisdictionRule
rule_for(const char *const *allow, size_t count)
{
	return (HcJurisdictionRule){
		.allow = allow,
		.allow_count = count,
		.by_contract = true,
		.by_address = true,
		.period = {HC_DAY_FIRST, HC_DAY_LAST},
	};
}

/* ------------------------------------------------------------------ groups */

typedef struct {
	const char *allow, *code, *day;
	HcBelonging belonging;
} Row;

#define NO HC_BELONGS_NO
#define PART HC_BELONGS_IN_PART
#define WHOLE HC_BELONGS_WHOLE

static const Row rows[] = {
	{"GB",          "GB", "1990-01-01", WHOLE},
	{"GB",          "US", "2026-01-01", NO   },
 /* the thread of August 2007, the end of 2020, and after */
	{"EEA",         "GB", "2007-08-26", WHOLE},
	{"EEA",         "GB", "2020-12-31", WHOLE},
	{"EEA",         "GB", "2021-01-01", NO   },
	{"EEA",         "FR", "1993-12-31", NO   },
	{"EEA",         "FR", "1994-01-01", WHOLE},
	{"EEA",         "LI", "1995-04-30", NO   },
	{"EEA",         "LI", "1995-05-01", WHOLE},
	{"EEA",         "PL", "2004-04-30", NO   },
	{"EEA",         "PL", "2004-05-01", WHOLE},
	{"EEA",         "BG", "2007-07-31", NO   },
	{"EEA",         "RO", "2007-08-01", WHOLE},
	{"EEA",         "HR", "2014-04-11", NO   },
	{"EEA",         "HR", "2014-04-12", WHOLE},
	{"EEA",         "CH", "2026-01-01", NO   },
	{"EEA",         "RE", "2026-01-01", PART },
	{"eu-adequate", "CH", "2000-07-25", NO   },
	{"eu-adequate", "CH", "2000-07-26", WHOLE},
	{"eu-adequate", "FR", "2026-01-01", NO   },
 /* three decisions on the United States, and the gaps between */
	{"eu-adequate", "US", "2015-10-05", PART },
	{"eu-adequate", "US", "2015-10-06", NO   },
	{"eu-adequate", "US", "2016-07-12", PART },
	{"eu-adequate", "US", "2020-07-16", NO   },
	{"eu-adequate", "US", "2023-07-10", PART },
	{"eu-adequate", "GB", "2021-02-01", PART },
	{"eu-adequate", "GB", "2021-06-28", WHOLE},
	{"eu-adequate", "BR", "2026-01-25", NO   },
	{"eu-adequate", "BR", "2026-01-26", WHOLE},
	{"uk-adequate", "FR", "2010-01-01", WHOLE},
	{"uk-adequate", "FR", "2026-01-01", WHOLE},
	{"uk-adequate", "RE", "2026-01-01", PART },
	{"uk-adequate", "BR", "2026-06-01", NO   },
	{"uk-adequate", "US", "2010-01-01", PART },
	{"uk-adequate", "US", "2021-06-01", NO   },
	{"uk-adequate", "US", "2023-10-11", NO   },
	{"uk-adequate", "US", "2023-10-12", PART },
	{"uk-adequate", "KR", "2022-12-18", NO   },
	{"uk-adequate", "KR", "2022-12-19", PART },
	{"uk-adequate", "GI", "2021-01-01", WHOLE},
	{"uk-adequate", "NZ", "2020-12-31", WHOLE},
	{"uk-adequate", "NZ", "2021-01-01", WHOLE},
};

START_TEST(groups_are_of_their_time)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Row *row = &rows[i];
		HcJurisdictionRule rule = rule_for(&row->allow, 1);
		const HcGroupRow *found;
		HcBelonging belonging = hc_jurisdiction_belongs(
			&rule, row->code, day(row->day), &found);

		ck_assert_msg(belonging == row->belonging, "%s in %s on %s: %d",
		              row->code, row->allow, row->day, (int)belonging);
		ck_assert_msg(
			(found != NULL) == (belonging != NO &&
		                            strcmp(row->allow, row->code) != 0),
			"%s in %s on %s: row", row->code, row->allow, row->day);
	}
}
END_TEST

START_TEST(names_are_known_or_not)
{
	ck_assert(hc_jurisdiction_is_known("GB"));
	ck_assert(hc_jurisdiction_is_known("EEA"));
	ck_assert(hc_jurisdiction_is_known("uk-adequate"));
	ck_assert(hc_jurisdiction_is_known("eu-adequate"));
	ck_assert(!hc_jurisdiction_is_known("UK"));
	ck_assert(!hc_jurisdiction_is_known("eea"));
	ck_assert(!hc_jurisdiction_is_known(""));
	ck_assert(!hc_jurisdiction_is_known("=EEA"));
	ck_assert_str_eq(hc_country_name("GB"), "United Kingdom");
	ck_assert_ptr_null(hc_country_name("ZZ"));
}
END_TEST

/* --------------------------------------------------------------- decisions */

/** Up to three answers; "" says nothing, "*" is anycast. */
static HcLocation
location_of(const char *const *codes, HcAddressAnswer *answers)
{
	HcLocation location = {.answers = answers};

	for (size_t i = 0; i < 3 && codes[i] != NULL; i++) {
		answers[i] = (HcAddressAnswer){.state = HC_ANSWER_FOUND};
		location.answer_count++;
		if (strcmp(codes[i], "*") == 0)
			location.state = HC_LOCATION_ANYCAST;
		else
			g_strlcpy(answers[i].country, codes[i], 3);
		if (codes[i][0] == '\0' ||
		    location.state == HC_LOCATION_ANYCAST)
			continue;
		if (location.state == HC_LOCATION_UNKNOWN)
			location.state = HC_LOCATION_AGREED;
		for (size_t j = 0; j < i; j++)
			if (answers[j].country[0] != '\0' &&
			    strcmp(answers[j].country, codes[i]) != 0)
				location.state = HC_LOCATION_DISPUTED;
	}
	return location;
}

typedef struct {
	const char *name;
	const char *contract; /**< or NULL */
	const char *codes[3]; /**< of databases */
	const char *day;
	HcDoubt partial, inferred;
	HcSiteOutcome outcome;
	HcEffect effect;
	const char *words; /**< in its sentence */
} Case;

#define ASK HC_DOUBT_INDETERMINATE
#define ALLOWED HC_SITE_ALLOWED, HC_EFFECT_INFO
#define OPEN HC_SITE_UNKNOWN, HC_EFFECT_INDETERMINATE
#define BARRED HC_SITE_BARRED

/* All by allow="EEA uk-adequate". */
static const Case cases[] = {
	{"one city thrice, 2007",
         NULL,                                            {"GB", "GB", "GB"},
         "2007-08-26",                                                ASK,
         ASK,                                                                ALLOWED,
         "in GB by 3 of 3 address databases, on 2007-08-26 within EEA"},
	{"the same today",
         NULL,                                            {"GB", "GB", "GB"},
         "2026-08-26",                                                ASK,
         ASK,                                                                BARRED,
         HC_EFFECT_INDETERMINATE,                                       "which on 2026-08-26 was not within EEA, uk-adequate"},
	{"three countries",
         NULL,                             {"GB", "US", "CN"},
         "2007-08-26",        ASK,
         ASK,                                           OPEN,
         "GB or US or CN by 3 address databases that disagree"          },
	{"two, both inside",
         NULL,                            {"FR", "DE"},
         "2007-08-26",               ASK,
         ASK,                                    ALLOWED,
         "FR or DE by 2 address databases that disagree"              },
	{"two, both outside",
         NULL,                           {"CN", "RU"},
         "2007-08-26",                ASK,
         HC_DOUBT_FAIL,                                   BARRED,
         HC_EFFECT_FAIL,       "was not within"},
	{"one says nothing",
         NULL,                             {"", "FR"},
         "2007-08-26",                                                        ASK,
         ASK,                                                       ALLOWED,
         "in FR by 1 of 2 address databases"							  },
	{"none says anything",
         NULL,           {"", ""},
         "2007-08-26",                                                        ASK,
         ASK,                                                       OPEN,
         "in no country by any of 2 address databases"							  },
	{"anycast",
         NULL, {"*", "FR"},
         "2007-08-26",                                                        ASK,
         ASK,                                                       OPEN,
         "at many places (anycast)"							  },
	{"in part",
         NULL,                    {"US"},
         "2024-01-01",                                                        ASK,
         ASK,                                                       OPEN,
         "on 2024-01-01 US was within EEA, uk-adequate in part only (SI "
         "2023/1028"							  },
	{"in part, and that fails",
         NULL,                                   {"US"},
         "2024-01-01",                                                        HC_DOUBT_FAIL,
         HC_DOUBT_FAIL,                                                       BARRED,
         HC_EFFECT_FAIL,                                                 "in part only"},
	{"in part is never allowed",
         NULL,                  {"US"},
         "2024-01-01", HC_DOUBT_ALLOW,
         HC_DOUBT_ALLOW,                                      OPEN,
         "in part only"				 },
	{"outside, inference only told",
         NULL,                                  {"CN"},
         "2024-01-01",             ASK,
         HC_DOUBT_ALLOW,                      BARRED,
         HC_EFFECT_WARN,                                 "was not within"},
	{"contract inside outweighs",
         "FR",                                  {"CN"},
         "2024-01-01",                          ASK,
         ASK,                                                               ALLOWED,
         "is in FR by contract, on 2024-01-01 within EEA"                                                 },
	{"contract outside fails",
         "CN",                                    {"FR"},
         "2024-01-01",          ASK,
         ASK,                                                               BARRED,
         HC_EFFECT_FAIL,                                                  "is in CN by contract, which"},
	{"contract in part",
         "US",                                     {"FR"},
         "2024-01-01",               ASK,
         ASK, OPEN,
         "is in US by contract; on 2024-01-01"             },
};

static void
check_case(const Case *at)
{
	static const char *const allow[] = {"EEA", "uk-adequate"};
	HcAddressAnswer answers[3];
	HcLocation location = location_of(at->codes, answers);
	HcParty party = {.jurisdictions = &at->contract,
	                 .jurisdiction_count = at->contract != NULL};
	HcJurisdictionRule rule = rule_for(allow, 2);
	HcSiteDecision decision;
	g_autofree char *sentence = NULL;

	rule.partial = at->partial;
	rule.inferred = at->inferred;
	hc_jurisdiction_decide(&rule, day(at->day), &party, &location,
	                       &decision);
	sentence = hc_site_sentence(&decision, &rule, day(at->day), &location);
	ck_assert_msg(decision.outcome == at->outcome, "%s: %s", at->name,
	              hc_site_outcome_token(decision.outcome));
	ck_assert_msg(decision.effect == at->effect, "%s: %s", at->name,
	              hc_effect_token(decision.effect));
	ck_assert_msg(strstr(sentence, at->words) != NULL, "%s: %s", at->name,
	              sentence);
}

START_TEST(a_place_is_allowed_or_not)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check_case(&cases[i]);
}
END_TEST

START_TEST(a_basis_that_is_left_out_counts_nothing)
{
	static const char *const allow[] = {"EEA"};
	static const char *const codes[3] = {"FR"};
	static const char *const contract = "FR";
	HcAddressAnswer answers[3];
	HcLocation location = location_of(codes, answers);
	HcParty party = {.jurisdictions = &contract, .jurisdiction_count = 1};
	HcJurisdictionRule rule = rule_for(allow, 1);
	HcSiteDecision decision;
	g_autofree char *sentence = NULL;

	rule.by_address = false;
	hc_jurisdiction_decide(&rule, day("2024-01-01"), NULL, &location,
	                       &decision);
	ck_assert_int_eq(decision.outcome, HC_SITE_UNKNOWN);
	sentence = hc_site_sentence(&decision, &rule, day("2024-01-01"),
	                            &location);
	ck_assert_ptr_nonnull(strstr(sentence, "takes none from an address"));
	rule.by_contract = false;
	hc_jurisdiction_decide(&rule, day("2024-01-01"), &party, &location,
	                       &decision);
	ck_assert_int_eq(decision.outcome, HC_SITE_UNKNOWN);
	rule.by_address = true;
	hc_jurisdiction_decide(&rule, day("2024-01-01"), NULL, NULL, &decision);
	ck_assert_int_eq(decision.outcome, HC_SITE_UNKNOWN);
	ck_assert_ptr_null(decision.code);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("jurisdiction");
	TCase *tests = tcase_create("jurisdiction");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, groups_are_of_their_time);
	tcase_add_test(tests, names_are_known_or_not);
	tcase_add_test(tests, a_place_is_allowed_or_not);
	tcase_add_test(tests, a_basis_that_is_left_out_counts_nothing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
