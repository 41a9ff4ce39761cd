/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_decide.c - what a policy document matches, and which statement of it
 * decides. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "decide.h"
#include "loading.h"
#include "walker.h"

/* -------------------------------------------------------------------- days */

static const struct {
	const char *text;
	bool good;
	int64_t day;
} days[] = {
	{"1970-01-01",  true,  0      },
	{"1969-12-31",  true,  -1     },
	{"2026-11-22",  true,  20779  },
	{"2000-02-29",  true,  11016  },
	{"0001-01-01",  true,  -719162},
	{"9999-12-31",  true,  2932896},
	{"2026-02-29",  false, 0      },
	{"2026-13-01",  false, 0      },
	{"0000-01-01",  false, 0      },
	{"2026-1-01",   false, 0      },
	{"2026-11-221", false, 0      },
	{"+026-11-22",  false, 0      },
	{"",            false, 0      },
};

START_TEST(days_are_read_and_written)
{
	int64_t value = 0;
	g_autofree char *text = NULL;

	ck_assert_msg(hc_day_read(days[_i].text, &value) == days[_i].good, "%s",
	              days[_i].text);
	if (!days[_i].good)
		return;
	ck_assert_msg(value == days[_i].day, "%s: %d", days[_i].text,
	              (int)value);
	text = hc_day_text(value);
	ck_assert_str_eq(text, days[_i].text);
	ck_assert(hc_day_of(value * 86400) == value);
	ck_assert(hc_day_of(value * 86400 + 86399) == value);
}
END_TEST

/* ----------------------------------------------------------------- matching */

static const struct {
	const char *name;
	const char *day;
	const char *party; /**< or NULL */
} hosts[] = {
	{"mx.own.example",         "2026-11-22", "edge"  },
	{"mx.own.example",         "2027-01-01", "inner" },
	{"a.mx.own.example",       "2026-11-22", "inner" },
	{"gate.own.example",       "2026-11-22", "edge"  },
	{"a.gate.own.example",     "2026-11-22", "edge"  },
	{"agate.own.example",      "2026-11-22", "inner" },
	{"own.example",            "2026-11-22", "inner" },
	{"notown.example",         "2026-11-22", NULL    },
	{"own.example.com",        "2026-11-22", NULL    },
	{"filter.own.example",     "2026-11-22", "filter"},
	{"eu1.filter.own.example", "2026-11-22", "filter"},
};

START_TEST(longest_name_decides)
{
	g_autoptr(HcPolicy) policy = load_good(WORLD);
	const HcParty *party = hc_document_host(
		policy->document, hosts[_i].name, day(hosts[_i].day));

	ck_assert_msg(g_strcmp0(party ? party->id : NULL, hosts[_i].party) == 0,
	              "%s on %s: %s", hosts[_i].name, hosts[_i].day,
	              party ? party->id : "nobody");
}
END_TEST

static const struct {
	const char *address;
	const char *day;
	const char *party;   /**< or NULL */
	const char *network; /**< or NULL */
} peers[] = {
	{"192.0.2.1",      "2026-11-22", "edge",   NULL },
	{"192.0.2.7",      "2026-11-22", "inner",  NULL },
	{"192.0.3.1",      "2026-11-22", NULL,     NULL },
	{"10.2.3.4",       "2026-11-22", "inner",  "lan"},
	{"10.2.3.4",       "2019-12-31", NULL,     NULL },
	{"10.1.3.4",       "2026-11-22", "inner",  "lab"},
	{"2001:db8:1::25", "2026-11-22", "filter", NULL },
	{"2001:db8:2::25", "2026-11-22", NULL,     NULL },
};

START_TEST(longest_block_decides)
{
	g_autoptr(HcPolicy) policy = load_good(WORLD);
	const char *text = peers[_i].address;
	HcAddress address;
	const HcParty *party;
	const HcNetworkRule *network;

	ck_assert(hc_address_read(text, strlen(text), &address, NULL, NULL));
	party = hc_document_peer(policy->document, &address,
	                         day(peers[_i].day));
	network = hc_document_network(policy->document, &address,
	                              day(peers[_i].day));
	ck_assert_msg(g_strcmp0(party ? party->id : NULL, peers[_i].party) == 0,
	              "%s: %s", text, party ? party->id : "nobody");
	ck_assert_msg(
		g_strcmp0(network ? network->id : NULL, peers[_i].network) == 0,
		"%s: network %s", text, network ? network->id : "none");
}
END_TEST

START_TEST(authserv_ids_are_the_partys)
{
	g_autoptr(HcPolicy) policy = load_good(WORLD);
	const HcDocument *document = policy->document;
	int64_t on = day("2026-11-22");

	ck_assert_str_eq(
		hc_document_authserv(document, "MX.own.example", on)->id,
		"edge");
	ck_assert_str_eq(
		hc_document_authserv(document, "old.own.example", on)->id,
		"edge");
	ck_assert(!hc_document_authserv(document, "own.example", on));
	ck_assert(!hc_document_authserv(document, "mx.own.example",
	                                day("2027-01-01")));
}
END_TEST

/* -------------------------------------------------------------------- pairs */

#define PAIRS                                                                  \
	"<communities>"                                                        \
	"<community id='gov' protection='tls'>"                                \
	"<domain match='subtree'>gov.example</domain>"                         \
	"<domain match='subtree' "                                             \
	"valid-to='2019-03-31'>gsi.gov.example</domain>"                       \
	"<exception domain='slow.gov.example' then='manual' "                  \
	"valid-to='2026-12-31'/></community>"                                  \
	"<community id='county' protection='gateway-encryption'>"              \
	"<domain match='exact'>one.county.example</domain>"                    \
	"<domain match='exact'>two.county.example</domain>"                    \
	"<exception domain='own.county.example' then='manual'/>"               \
	"<not-linked community='service'/></community>"                        \
	"<community id='service' protection='same-service'>"                   \
	"<domain match='exact'>service.example</domain>"                       \
	"<domain match='exact'>b\xc3\xbc"                                      \
	"cher.example</domain></community>"                                    \
	"<community id='sent' ends='recipient' protection='tls'>"              \
	"<domain match='exact'>sink.example</domain></community>"              \
	"</communities>"

static const struct {
	const char *from;
	const char *to;
	const char *day;
	HcPairOutcome outcome;
	const char *community; /**< or NULL */
	bool manual;
} pairs[] = {
	{"gov.example",         "a.gov.example",         "2026-11-22", HC_PAIR_COVERED,  "gov",
         false											   },
	{"a.gov.example",       "agov.example",          "2026-11-22", HC_PAIR_ONE_END,  "gov",
         false											   },
	{"x.example",           "y.example",             "2026-11-22", HC_PAIR_NO_RULE,  NULL,      false},
	{"a.gov.example",       "slow.gov.example",      "2026-11-22", HC_PAIR_EXCEPTED,
         "gov",										     true },
	{"mx.slow.gov.example", "a.gov.example",         "2026-11-22", HC_PAIR_EXCEPTED,
         "gov",										     true },
	{"a.gov.example",       "slow.gov.example",      "2027-01-01", HC_PAIR_COVERED,
         "gov",										     false},
	{"a.gov.example",       "x.gsi.gov.example",     "2019-03-31", HC_PAIR_COVERED,
         "gov",										     false},
 /* the longest suffix decides, in force or not */
	{"a.gov.example",       "x.gsi.gov.example",     "2019-04-01",
         HC_PAIR_NOT_IN_FORCE,							   "gov",     false},
	{"one.county.example",  "two.county.example",    "2009-10-01",
         HC_PAIR_COVERED,								"county",  false},
	{"one.county.example",  "own.county.example",    "2009-10-01",
         HC_PAIR_EXCEPTED,							       "county",  true },
	{"own.county.example",  "elsewhere.example",     "2009-10-01",
         HC_PAIR_NO_RULE,								NULL,      false},
	{"one.county.example",  "service.example",       "2009-10-01",
         HC_PAIR_NOT_LINKED,							     "county",  false},
	{"service.example",     "one.county.example",    "2009-10-01",
         HC_PAIR_NOT_LINKED,							     "county",  false},
	{"service.example",     "xn--bcher-kva.example", "2009-10-01",
         HC_PAIR_COVERED,								"service", false},
	{"one.county.example",  "mail.example",          "2009-10-01", HC_PAIR_ONE_END,
         "county",										  false},
	{"anyone.example",      "sink.example",          "2009-10-01", HC_PAIR_COVERED,
         "sent",										    false},
	{"sink.example",        "anyone.example",        "2009-10-01", HC_PAIR_NO_RULE,  NULL,
         false											   },
	{NULL,		  "sink.example",          "2009-10-01", HC_PAIR_COVERED,  "sent",    false},
	{NULL,		  "a.gov.example",         "2026-11-22", HC_PAIR_ONE_END,  "gov",     false},
	{NULL,		  NULL,                    "2026-11-22", HC_PAIR_NO_RULE,  NULL,      false},
};

START_TEST(pairs_are_decided)
{
	g_autoptr(HcPolicy) policy = load_good(PAIRS);
	g_autofree char *sentence = NULL;
	HcPairDecision decision;
	int64_t on = day(pairs[_i].day);

	hc_decide_pair(policy->document, pairs[_i].from, pairs[_i].to, on,
	               &decision);
	sentence =
		hc_pair_sentence(&decision, pairs[_i].from, pairs[_i].to, on);
	ck_assert_msg(decision.outcome == pairs[_i].outcome, "%s", sentence);
	ck_assert_msg(
		g_strcmp0(decision.community ? decision.community->id : NULL,
	                  pairs[_i].community) == 0,
		"%s", sentence);
	ck_assert_msg(decision.manual == pairs[_i].manual, "%s", sentence);
	ck_assert(g_str_has_prefix(sentence, "On "));
	ck_assert(g_str_has_suffix(sentence, "."));
	if (decision.community)
		ck_assert_msg(strstr(sentence, "p.xml, line 2"), "%s",
		              sentence);
}
END_TEST

/* -------------------------------------------------------------------- links */

#define LINKS                                                                  \
	"<mtas><mta id='edge' "                                                \
	"role='boundary'><name>mx.own.example</name></mta>"                    \
	"<mta id='bulk' role='boundary'><name>bulk.own.example</name></mta>"   \
	"</mtas>" PAIRS_OF_LINKS                                               \
	"<boundary inbound-tls='preferred' outbound-tls='required' "           \
	"profile='bcp195' valid-from='2018-01-01'/>"                           \
	"<boundary mtas='bulk' inbound-tls='none' outbound-tls='none'/>"       \
	"<internal tls='preferred' exempt='loopback lmtp'/>"                   \
	"<submission auth='required' tls='required'/>"                         \
	"<partner-links><link to='partner.example' tls='mutual'/>"             \
	"<link to='old.partner.example' tls='none'/></partner-links>"
#define PAIRS_OF_LINKS                                                         \
	"<communities><community id='gov' protection='tls' "                   \
	"profile='bcp195'><domain match='subtree'>gov.example</domain>"        \
	"</community></communities>"

static const struct {
	const char *name;
	HcTransferKind kind;
	const char *mta;    /**< or NULL */
	const char *domain; /**< or NULL */
	unsigned exempt;
	const char *day;
	const char *from; /**< of the pair, or NULL */
	HcDemand tls;
	bool auth;
	bool is_exempt;
	const char *community; /**< or NULL */
} links[] = {
	{"inbound",                  HC_TRANSFER_INBOUND,    "edge", "a.example",         0,               "2026-11-22",
         NULL,															    HC_DEMAND_PREFERRED, false, false, NULL},
	{"outbound",                 HC_TRANSFER_OUTBOUND,   "edge", "a.example",         0,               "2026-11-22",
         NULL,															    HC_DEMAND_REQUIRED,  false, false, NULL},
	{"before its time",          HC_TRANSFER_OUTBOUND,   "edge", "a.example",         0,
         "2017-12-31",												   NULL,            HC_DEMAND_NONE,      false, false, NULL},
	{"of one mta",               HC_TRANSFER_INBOUND,    "bulk", "a.example",         0,
         "2026-11-22",												   NULL,            HC_DEMAND_NONE,      false, false, NULL},
	{"internal",                 HC_TRANSFER_INTERNAL,   NULL,   NULL,                HC_EXEMPT_LOCAL,
         "2026-11-22",												   NULL,            HC_DEMAND_PREFERRED, false, false, NULL},
	{"internal, exempt",         HC_TRANSFER_INTERNAL,   NULL,   NULL,                HC_EXEMPT_LMTP,
         "2026-11-22",												   NULL,            HC_DEMAND_PREFERRED, false, true,  NULL},
	{"submission",               HC_TRANSFER_SUBMISSION, NULL,   NULL,                0,               "2026-11-22",
         NULL,															    HC_DEMAND_REQUIRED,  true,  false, NULL},
	{"partner",                  HC_TRANSFER_INBOUND,    "edge", "x.partner.example", 0,
         "2026-11-22",												   NULL,            HC_DEMAND_MUTUAL,    false, false, NULL},
	{"longer name of a partner", HC_TRANSFER_OUTBOUND,   "edge",
         "old.partner.example",							   0,               "2026-11-22", NULL,            HC_DEMAND_NONE,      false,
         false,																			      NULL},
	{"community asks more",      HC_TRANSFER_INBOUND,    "edge", "a.gov.example",     0,
         "2026-11-22",												   "b.gov.example", HC_DEMAND_REQUIRED,  false, false,
         "gov"																				   },
};

START_TEST(links_are_decided)
{
	g_autoptr(HcPolicy) policy = load_good(LINKS);
	const HcDocument *document = policy->document;
	int64_t on = day(links[_i].day);
	HcTransfer transfer = {.kind = links[_i].kind,
	                       .domain = links[_i].domain,
	                       .exempt = links[_i].exempt};
	g_autofree char *sentence = NULL;
	HcPairDecision pair;
	HcLinkDecision decision;

	for (size_t i = 0; i < document->party_count; i++)
		if (g_strcmp0(document->parties[i].id, links[_i].mta) == 0)
			transfer.mta = &document->parties[i];
	hc_decide_pair(document, links[_i].from, links[_i].domain, on, &pair);
	hc_decide_link(document, &transfer, links[_i].from ? &pair : NULL, on,
	               &decision);
	sentence = hc_link_sentence(&decision, &transfer);
	ck_assert_msg(decision.tls == links[_i].tls, "%s: %s", links[_i].name,
	              sentence);
	ck_assert_msg(decision.auth == links[_i].auth, "%s", links[_i].name);
	ck_assert_msg(decision.exempt == links[_i].is_exempt, "%s",
	              links[_i].name);
	ck_assert_msg(
		g_strcmp0(decision.community ? decision.community->id : NULL,
	                  links[_i].community) == 0,
		"%s: %s", links[_i].name, sentence);
	if (decision.community)
		ck_assert_str_eq(decision.profile->id, "bcp195");
}
END_TEST

/* Which names of a peer a link rule may be asked about. */
static const struct {
	const char *name;
	unsigned habits;
	uint8_t family; /* of the peer's address; 0: none */
	bool doubted;
	bool confirmed;
} looked_up[] = {
	{"looked up both ways", HC_HABIT_CONFIRMS_RDNS, 4, false, true },
	{"a name alone",        HC_HABIT_CONFIRMS_RDNS, 0, false, false},
	{"said to be doubtful", HC_HABIT_CONFIRMS_RDNS, 6, true,  false},
	{"looked up one way",   0,                      4, false, false},
};

START_TEST(names_lead_back_to_an_address)
{
	HcDialect dialect = {.habits = looked_up[_i].habits};
	HcReceived received = {
		.dialect = &dialect,
		.peer = {.family = looked_up[_i].family},
		.rdns_doubted = looked_up[_i].doubted,
	};

	ck_assert_msg(hc_confirms_names(&received) == looked_up[_i].confirmed,
	              "%s", looked_up[_i].name);
}
END_TEST

static Suite *
decide_suite(void)
{
	Suite *suite = suite_create("decide");
	TCase *tests = tcase_create("decide");

#define LOOP(test, rows)                                                       \
	tcase_add_loop_test(tests, test, 0, (int)G_N_ELEMENTS(rows))
	LOOP(days_are_read_and_written, days);
	LOOP(longest_name_decides, hosts);
	LOOP(longest_block_decides, looked_up);
	tcase_add_test(tests, authserv_ids_are_the_partys);
	LOOP(pairs_are_decided, pairs);
	LOOP(links_are_decided, links);
	tcase_add_loop_test(tests, names_lead_back_to_an_address, 0,
	                    G_N_ELEMENTS(looked_up));
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(decide_suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
