/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_domain.c - names in canonical form, and whose they are. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "domain.h"
#include "exact.h"

static char *
exact_text(const char *text)
{
	return exact_copy(text, strlen(text) + 1);
}

#define LABEL_63                                                               \
	"a23456789b123456789c123456789d123456789e123456789f123456789g123"

static const struct {
	const char *name;
	const char *canonical; /* or NULL */
} names[] = {
	{"example.org",				   "example.org"            },
	{"Example.ORG",				   "example.org"            },
	{"mail.example.org.",                             "mail.example.org"       },
	{"localhost",				     "localhost"              },
	{"_dmarc.example.org",                            "_dmarc.example.org"     },
	{"r3---sn-4g5.example.org",                       "r3---sn-4g5.example.org"},
	{"SA3PR19MB7370.namprd19.prod.outlook.com",
         "sa3pr19mb7370.namprd19.prod.outlook.com"                                 },
	{"b\xc3\xbc"
         "cher.example",                         "xn--bcher-kva.example"  },
	{"B\xc3\x9c"
         "CHER.example",                         "xn--bcher-kva.example"  },
	{"xn--bcher-kva.example",                         "xn--bcher-kva.example"  },
	{"XN--BCHER-KVA.example",                         "xn--bcher-kva.example"  },
 /* Non-transitional: the sharp s stays what it is (RFC 5894 7.2). */
	{"stra\xc3\x9f"
         "e.example",                            "xn--strae-oqa.example"  },
	{"xn--a.example",				 NULL                     },
	{"xn--.example",				  NULL                     },
	{"\xff.example",				  NULL                     },
	{"a\xef\xbf\xbd"
         "b.example",                            NULL		     },
	{"",					      NULL		     },
	{".",					     NULL		     },
	{"..",					    NULL		     },
	{".example.org",				  NULL                     },
	{"a..example.org",				NULL                     },
	{"example.org..",				 NULL                     },
	{"-a.example.org",				NULL                     },
	{"a-.example.org",				NULL                     },
	{"a b.example.org",			       NULL                     },
	{"a/b.example.org",			       NULL                     },
	{"user@example.org",			      NULL                     },
	{"192.0.2.1",				     NULL                     },
	{"192.0.2.1.",				    NULL                     },
	{"2001:db8::1",				   NULL                     },
	{"[192.0.2.1]",				   NULL                     },
	{"[IPv6:2001:db8::1]",                            NULL                     },
	{"[example.org]",				 NULL                     },
	{"15.20.6455.24",				 NULL                     },
	{LABEL_63 ".example",                             LABEL_63 ".example"      },
	{LABEL_63 "4.example",                            NULL                     },
	{LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63, NULL                     },
};

START_TEST(canonical_form)
{
	g_autofree char *name = exact_text(names[_i].name);
	g_autofree char *canonical = hc_domain_canonical(name);

	ck_assert_msg(g_strcmp0(canonical, names[_i].canonical) == 0,
	              "\"%s\": got %s", names[_i].name,
	              canonical ? canonical : "NULL");
	/* What is told at a look is so; most names are. */
	if (hc_domain_is_plain(name))
		ck_assert_pstr_eq(canonical, name);
}
END_TEST

START_TEST(plain_names_are_told)
{
	static const char *const plain[] = {
		"a",
		"mx",
		"localhost",
		"example.org",
		"mx-1.example.org",
		"15-byte.example",
		"1.example",
	};
	static const char *const others[] = {
		"A",     "1",      "a.",   "-a", "a--b",
		"a..b",  "a.-b.c", "a-.b", "Mx", "a.1",
		"xn--a", "a b",    "",     ".a", "192.0.2.1",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		g_autofree char *name = exact_text(plain[i]);

		ck_assert_msg(hc_domain_is_plain(name), "%s", name);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *name = exact_text(others[i]);

		ck_assert_msg(!hc_domain_is_plain(name), "%s", name);
	}
}
END_TEST

START_TEST(idna_is_asked_for)
{
	ck_assert(hc_domain_needs_idna("b\xc3\xbc"
	                               "cher.example"));
	ck_assert(hc_domain_needs_idna("mail.XN--a.example"));
	ck_assert(!hc_domain_needs_idna("exn--a.example"));
	ck_assert(!hc_domain_needs_idna(""));
}
END_TEST

START_TEST(long_input_is_no_name)
{
	g_autofree char *name = g_strnfill(100000, 'a');

	ck_assert_ptr_null(hc_domain_canonical(name));
}
END_TEST

static const struct {
	const char *name;
	const char *parent;
	bool within;
} pairs[] = {
	{"example.org",          "example.org", true },
	{"mail.example.org",     "example.org", true },
	{"a.b.example.org",      "example.org", true },
	{"evilexample.org",      "example.org", false},
	{"evil-example.org",     "example.org", false},
	{"example.org.evil.net", "example.org", false},
	{"org",		  "example.org", false},
	{"example.org",          "",            false},
	{"",		     "example.org", false},
};

START_TEST(labels_decide)
{
	ck_assert_msg(hc_domain_within(pairs[_i].name, pairs[_i].parent) ==
	                      pairs[_i].within,
	              "\"%s\" in \"%s\"", pairs[_i].name, pairs[_i].parent);
}
END_TEST

static const struct {
	const char *name;
	const char *organisation; /* or NULL */
} organisations[] = {
	{"sa3pr19mb7370.namprd19.prod.outlook.com", "outlook.com"         },
	{"outlook.com",			     "outlook.com"         },
	{"mail.example.org",                        "example.org"         },
	{"a.b.c.example.co.uk",                     "example.co.uk"       },
	{"mail.trust.nhs.uk",                       "trust.nhs.uk"        },
	{"nhs.uk",				  NULL                  },
	{"co.uk",				   NULL                  },
	{"com",				     NULL                  },
	{"localhost",			       NULL                  },
	{"pf.new.example",                          "new.example"         },
 /* The private section is not used. */
	{"user.github.io",                          "github.io"           },
 /* Wildcard and exception rules. */
	{"mail.foo.kawasaki.jp",                    "mail.foo.kawasaki.jp"},
	{"www.city.kawasaki.jp",                    "city.kawasaki.jp"    },
	{"foo.ck",				  NULL                  },
	{"www.ck",				  "www.ck"              },
};

START_TEST(organisation_of)
{
	const char *name = organisations[_i].name;
	const char *found = hc_domain_organisation(name);

	ck_assert_msg(g_strcmp0(found, organisations[_i].organisation) == 0,
	              "\"%s\": got %s", name, found ? found : "NULL");
	if (found)
		ck_assert_ptr_eq(found, name + strlen(name) - strlen(found));
}
END_TEST

/* Answers are kept: more names than there is room for, each asked for twice,
 * by the public part of the list and by all of it. */
START_TEST(many_names_keep_apart)
{
	for (int i = 0; i < 4000; i++) {
		g_autofree char *name = g_strdup_printf("mail.a%d.github.io",
		                                        i / 2 * 7919 % 2000);
		const char *wide = hc_domain_organisation(name);
		const char *narrow = hc_domain_registrable(name);

		ck_assert_ptr_eq(wide, strstr(name, "github"));
		ck_assert_ptr_eq(narrow, name + strlen("mail."));
		ck_assert_ptr_null(hc_domain_organisation("github"));
	}
}
END_TEST

START_TEST(suffixes_are_nobodys)
{
	ck_assert(hc_domain_is_suffix("nhs.uk"));
	ck_assert(hc_domain_is_suffix("com"));
	ck_assert(!hc_domain_is_suffix("outlook.com"));
	ck_assert(!hc_domain_is_suffix("github.io"));
}
END_TEST

START_TEST(data_has_a_name)
{
	const char *name = hc_domain_suffix_data();

	ck_assert_ptr_nonnull(strstr(name, "SHA-"));
	ck_assert_ptr_null(strchr(name, '/'));
	ck_assert_ptr_eq(name, hc_domain_suffix_data());
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("domain");
	TCase *tcase = tcase_create("domain");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, canonical_form, 0, G_N_ELEMENTS(names));
	tcase_add_test(tcase, plain_names_are_told);
	tcase_add_test(tcase, idna_is_asked_for);
	tcase_add_test(tcase, long_input_is_no_name);
	tcase_add_loop_test(tcase, labels_decide, 0, G_N_ELEMENTS(pairs));
	tcase_add_loop_test(tcase, organisation_of, 0,
	                    G_N_ELEMENTS(organisations));
	tcase_add_test(tcase, many_names_keep_apart);
	tcase_add_test(tcase, suffixes_are_nobodys);
	tcase_add_test(tcase, data_has_a_name);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
