/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_place.c - what a policy makes of the places of a path, and the controls
 * that it names: a message, a document and databases, all made here. */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

#include "hopcheck.h"
#include "mmdb-writer.h"

/* The question of the NHS mail encryption thread, 2007: "mail.nhs.uk is
 * allegedly 212.137.44.179 ... outside the EEA?!?" */
#define MESSAGE                                                                \
	"Received: from mail.nhs.uk (mail.nhs.uk [212.137.44.179])\r\n"        \
	" (using TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits))\r\n"     \
	" by mx.rcpt.example (Postfix) with ESMTPS id 4TESTQ\r\n"              \
	" for <bob@rcpt.example>; %s\r\n"                                      \
	"Received: from far.nhs.uk (far.nhs.uk [203.0.113.77])\r\n"            \
	" by mail.nhs.uk (Postfix) with ESMTP id 4TESTP\r\n"                   \
	" for <bob@rcpt.example>; %s\r\n"                                      \
	"From: ann@nhs.uk\r\n\r\n"

#define POLICY                                                                 \
	"<policy xmlns='urn:hopcheck:policy:1' id='p' version='1'"             \
	" issued='2026-01-01' owner='o'><mtas><mta id='edge' role='boundary'>" \
	"<name>mx.rcpt.example</name><address>192.0.2.1</address></mta>"       \
	"%s</mtas><boundary inbound-tls='preferred' outbound-tls='none'/>"     \
	"<jurisdictions allow='EEA' %s/>"                                      \
	"<controls><catalogue id='gdpr'/><catalogue id='pci-dss-4'/>"          \
	"</controls></policy>"

static void
add_database(HcAtlas *atlas, const char *country)
{
	const MmdbRow rows[] = {
		{.network = "212.137.0.0/16", .country = country},
		{.network = "203.0.113.0/24", .country = "CN"   },
	};
	MmdbPlan plan = {.type = "Test",
	                 .built_s = 1188000000,
	                 .ip_version = 6,
	                 .record_size = 24,
	                 .rows = rows,
	                 .row_count = 2};
	g_autoptr(GByteArray) bytes = mmdb_write(&plan);
	g_autofree char *path = NULL;
	int file = g_file_open_tmp("check_place.XXXXXX", &path, NULL);

	ck_assert_int_ge(file, 0);
	g_close(file, NULL);
	ck_assert(g_file_set_contents(path, (const char *)bytes->data,
	                              bytes->len, NULL));
	ck_assert(hc_atlas_add(atlas, path, NULL));
	g_remove(path);
}

typedef struct {
	const char *name;
	const char *countries[3]; /**< of databases */
	const char *date;
	const char *partner, *attributes;
	const char *finding; /**< the only one of HC-J, or NULL */
	HcEffect effect;
	const char *words;
} Row;

#define IN_2007 "Sun, 26 Aug 2007 22:16:16 +0100"
#define IN_2026 "Wed, 26 Aug 2026 22:16:16 +0100"
#define PARTNER(code)                                                          \
	"<partner id='nhs' attests='nothing'><address>212.137.44.179"          \
	"</address><jurisdiction>" code "</jurisdiction></partner>"

static const Row rows[] = {
	{"all say GB, 2007",
         {"GB", "GB", "GB"},
         IN_2007, "",
         "",                 NULL,
         HC_EFFECT_INFO,          NULL				       },
	{"all say GB, 2026",
         {"GB", "GB", "GB"},
         IN_2026, "",
         "",                 "HC-J01",
         HC_EFFECT_INDETERMINATE, "which on 2026-08-26 was not within EEA"   },
	{"and that fails",
         {"GB"},
         IN_2026, "",
         "inferred='fail'",  "HC-J01",
         HC_EFFECT_FAIL,          "A place by address alone is an inference."},
	{"three answers",
         {"GB", "US", "CN"},
         IN_2007, "",
         "",                 "HC-J02",
         HC_EFFECT_INDETERMINATE, "databases that disagree"                  },
	{"no database",
         {NULL},
         IN_2007, "",
         "",                 "HC-J02",
         HC_EFFECT_INDETERMINATE, "no address"			       },
	{"a contract settles it",
         {"US"},
         IN_2007, PARTNER("GB"),
         "",                 NULL,
         HC_EFFECT_INFO,          NULL				       },
	{"a contract against it",
         {"GB"},
         IN_2007, PARTNER("US"),
         "",                 "HC-J01",
         HC_EFFECT_FAIL,          "is in US by contract"                     },
	{"addresses count nothing",
         {"GB"},
         IN_2007, "",
         "basis='contract'", "HC-J02",
         HC_EFFECT_INDETERMINATE, "takes none from an address"               },
};

static HcVerdict *
judge(const HcPolicy *policy, const char *date)
{
	g_autofree char *text = g_strdup_printf(MESSAGE, date, date);
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("m", text, strlen(text), HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcChain) chain = NULL;
	g_autoptr(HcEvidence) evidence = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	message = hc_message_new(raw);
	chain = hc_chain_new(message);
	evidence = hc_evidence_new(chain);
	return hc_policy_judge(policy, evidence);
}

static HcPolicy *
load(const Row *row)
{
	g_autofree char *text =
		g_strdup_printf(POLICY, row->partner, row->attributes);
	g_autoptr(GError) error = NULL;
	HcPolicy *policy =
		hc_policy_load_bytes(text, strlen(text), "p.xml", NULL, &error);

	ck_assert_msg(policy != NULL, "%s: %s", row->name,
	              error != NULL ? error->message : "");
	return policy;
}

static void
check_row(const Row *row)
{
	g_autoptr(HcPolicy) policy = load(row);
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(HcVerdict) verdict = NULL;
	const HcFinding *findings, *found = NULL;
	size_t count;

	for (size_t i = 0; i < 3 && row->countries[i] != NULL; i++)
		add_database(atlas, row->countries[i]);
	hc_policy_set_atlas(policy, atlas);
	verdict = judge(policy, row->date);
	findings = hc_verdict_findings(verdict, &count);
	for (size_t i = 0; i < count; i++) {
		if (!g_str_has_prefix(findings[i].rule->id, "HC-J"))
			continue;
		/* The claimed hop is in CN by every database: no matter. */
		ck_assert_msg(found == NULL && findings[i].hop == 2,
		              "%s: hop %u", row->name, findings[i].hop);
		found = &findings[i];
	}
	ck_assert_msg((found != NULL) == (row->finding != NULL), "%s: %s",
	              row->name, found != NULL ? found->sentence : "none");
	if (found == NULL)
		return;
	ck_assert_msg(strcmp(found->rule->id, row->finding) == 0, "%s: %s",
	              row->name, found->sentence);
	ck_assert_msg(found->effect == row->effect, "%s: %s", row->name,
	              hc_effect_token(found->effect));
	ck_assert_msg(strstr(found->sentence, row->words) != NULL, "%s: %s",
	              row->name, found->sentence);
}

START_TEST(places_of_attested_peers_are_judged)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		check_row(&rows[i]);
}
END_TEST

START_TEST(selected_catalogues_have_references)
{
	g_autoptr(HcPolicy) policy = load(&rows[0]);
	const HcCatalogue *gdpr = hc_policy_catalogue(policy, 0);
	const HcCatalogue *pci = hc_policy_catalogue(policy, 1);

	ck_assert_uint_eq(hc_policy_catalogue_count(policy), 2);
	ck_assert_str_eq(gdpr->id, "gdpr");
	ck_assert_str_eq(hc_catalogue_references(gdpr, "HC-T09"),
	                 "Art. 5(1)(f), Art. 32(1)(a)");
	ck_assert_str_eq(hc_catalogue_references(pci, "HC-J01"),
	                 "1.2, 1.3, 12.8");
	ck_assert_ptr_null(hc_catalogue_references(gdpr, "HC-E02"));
	ck_assert_ptr_null(hc_catalogue_references(gdpr, "HC-Z99"));
}
END_TEST

START_TEST(unknown_places_and_catalogues_are_refused)
{
	static const char head[] =
		"<policy xmlns='urn:hopcheck:policy:1' id='p' version='1'"
		" issued='2026-01-01' owner='o'>";
	static const struct {
		const char *part, *why;
	} refused[] = {
		{"<jurisdictions allow='UK'/>",                  "'UK' is neither"},
		{"<jurisdictions allow='EEA' partial='allow'/>", "partial"        },
		{"<controls><catalogue id='dspt'/></controls>",
	         "no catalogue of controls is named 'dspt'"                       },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autofree char *text =
			g_strconcat(head, refused[i].part, "</policy>", NULL);
		g_autoptr(GError) error = NULL;
		HcPolicy *policy = hc_policy_load_bytes(text, strlen(text),
		                                        "p.xml", NULL, &error);

		ck_assert_msg(policy == NULL, "%s", refused[i].part);
		ck_assert_msg(strstr(error->message, refused[i].why) != NULL,
		              "%s", error->message);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("place");
	TCase *tests = tcase_create("place");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, places_of_attested_peers_are_judged);
	tcase_add_test(tests, selected_catalogues_have_references);
	tcase_add_test(tests, unknown_places_and_catalogues_are_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
