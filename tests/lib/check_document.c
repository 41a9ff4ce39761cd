/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_document.c - what a policy document may say, and what is refused
 * where. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loading.h"

/* ----------------------------------------------------------------- refusals */

/* A body between HEAD and TAIL, so its first line is 2. */
static const struct {
	const char *name;
	const char *body;
	const char *message; /**< begins with, after "p.xml:" */
} refused[] = {
	{"unknown element",                  "<mtas/><nonsense/>",                              "2:1: "                                                   },
	{"unknown element, deeper",
         "<mtas>\n <mta id='a' role='relay'><name>a.example</name></mta>\n"
         "  <host/></mtas>",                                                                    "4:3: Element 'host'"				     },
	{"unknown attribute",
         "<mtas><mta id='a' role='relay' colour='red'>"
         "<name>a.example</name></mta></mtas>",                                                 "2:7: "						   },
	{"foreign attribute",                "<mtas xmlns:x='urn:x' x:y='z'/>",                 "2:1: "                                                   },
	{"words between elements",           "<mtas>hello</mtas>",                              "2:1: "                                                   },
	{"impossible day",
         COMMUNITY("\n<domain match='exact' valid-to='2026-02-30'>a.example"
                   "</domain>"),
         "3:1: "																	  },
	{"day in the year 10000",
         COMMUNITY("\n<domain match='exact' valid-to='10000-01-01'>a.example"
                   "</domain>"),
         "3:1: "																	  },
	{"day with a zone",
         COMMUNITY("\n<domain match='exact' valid-to='2026-02-20Z'>a.example"
                   "</domain>"),
         "3:1: Element 'domain', attribute 'valid-to': [facet 'pattern'] The "
         "value '2026-02-20Z' is not accepted by the pattern "
         "'[0-9]{4}-[0-9]{2}-[0-9]{2}'"														   },
	{"no name of a field",
         MTAS "<alternatives>\n<request field='X Y:'/></alternatives>",
         "3:1: Element 'request', attribute 'field': "												    },
	{"ends before it begins",
         COMMUNITY("\n<domain match='exact' valid-from='2026-02-02' "
                   "valid-to='2026-02-01'>a.example</domain>"),
         "3:1: valid-to lies before valid-from"													   },
	{"no domain name",                   COMMUNITY("\n<domain match='exact'>a b</domain>"),
         "3:1: 'a b' is no domain name"														   },
	{"a dot in front",
         COMMUNITY("\n<domain match='subtree'>.gov.example</domain>"),
         "3:1: '.gov.example' starts with a dot"													  },
	{"an address as a domain",
         COMMUNITY("\n<domain match='exact'>192.0.2.1</domain>"),
         "3:1: '192.0.2.1' is no domain name"													     },
	{"community of none",                COMMUNITY("<exception domain='a.example'/>"),
         "2:14: community 'c' has no member"													      },
	{"id twice",
         "<mtas><mta id='a' role='relay'><name>a.example</name></mta>\n"
         "<mta id='a' role='relay'><name>b.example</name></mta></mtas>",                        "3:1: the name 'a' stands on line 2 too"                  },
	{"id twice in other parts",
         "<mtas><mta id='a' role='relay'><name>a.example</name></mta></mtas>\n"
         "<networks><network id='a' trusted='yes'><cidr>10.0.0.0/8</cidr>"
         "</network></networks>",                                                               "2:7: the name 'a' stands on line 3 too"                  },
	{"host bits",
         "<networks><network id='n' trusted='yes'><cidr>10.0.0.1/8</cidr>"
         "</network></networks>",                                                               "2:41: '10.0.0.1/8' has bits set below its length"        },
	{"no block",
         "<networks><network id='n' trusted='yes'><cidr>10.0.0</cidr>"
         "</network></networks>",                                                               "2:41: '10.0.0' is neither"                               },
	{"every address",
         "<networks><network id='n' trusted='yes'><cidr>0.0.0.0/0</cidr>"
         "</network></networks>",                                                               "2:41: '0.0.0.0/0' holds every address"                   },
	{"same block twice",
         "<networks><network id='n' trusted='yes'><cidr>10.0.0.0/8</cidr>"
         "</network>\n<network id='m' trusted='no'><cidr>10.0.0.0/8</cidr>"
         "</network></networks>",                                                               "3:30: the same block stands on line 2 for network 'n'"   },
	{"network that is not there",
         "<mtas><mta id='a' role='relay'>\n<network ref='n'/></mta></mtas>",                    "3:1: there is no network 'n'"                            },
	{"mta that matches nothing",
         "<mtas>\n<mta id='a' role='relay'/></mtas>",                                           "3:1: 'a' has neither a name nor an address"              },
	{"same name for two",
         "<mtas><mta id='a' role='relay'><name>x.example</name></mta>"
         "<partner id='b' attests='nothing'>\n<name>X.example</name></partner>"
         "</mtas>",                                                                             "3:1: the same name stands on line 2 for 'a'"             },
	{"mta that is not there",
         MTAS "\n<boundary mtas='gate' inbound-tls='required' "
              "outbound-tls='required'/>",                                                      "3:1: there is no mta 'gate'"                             },
	{"boundary of a partner",
         "<mtas><partner id='b' attests='nothing'><name>x.example</name>"
         "</partner></mtas>\n<boundary mtas='b' inbound-tls='required' "
         "outbound-tls='required'/>",                                                           "3:1: there is no mta 'b'"                                },
	{"two internal rules",
         MTAS "\n<internal tls='required'/>\n<internal tls='none'/>",
         "4:1: the rule on line 3 is about the same links"												},
	{"two links to one",
         MTAS "<partner-links><link to='a.example' tls='none'/>\n"
              "<link to='A.example' tls='required'/></partner-links>",                          "3:1: the rule on line 2 is about the same links"         },
	{"profile that is not there",
         MTAS "\n<internal tls='required' profile='mine'/>",
         "3:1: no profile is called 'mine'"													       },
	{"profile that extends itself",
         "<profiles>\n<profile id='a' extends='b'/>"
         "<profile id='b' extends='a'/></profiles>",                                            "3:1: profile 'a' extends itself"                         },
	{"profile of no suite",
         "<profiles><profile id='a'>\n"
         "  <forbid suite='TLS_NO_SUCH'/></profile></profiles>",                                "3:3: "						   },
	{"source that is not there",
         COMMUNITY("\n<domain match='exact' source='s'>a.example</domain>"),
         "3:1: there is no source 's'"														    },
	{"community that is not there",
         COMMUNITY("<domain match='exact'>a.example</domain>\n"
                   "<not-linked community='d'/>"),
         "3:1: there is no community 'd'"														 },
	{"apart from itself",
         COMMUNITY("<domain match='exact'>a.example</domain>\n"
                   "<not-linked community='c'/>"),
         "3:1: community 'c' cannot be apart from itself"												 },
	{"suppression that nobody approved",
         "<findings>\n<suppress id='HC-C03' reason='r' "
         "valid-to='2027-01-31'/></findings>",                                                  "3:1: "						   },
	{"suppression without end",
         "<findings>\n<suppress id='HC-C03' reason='r' approved-by='a'/>"
         "</findings>",                                                                         "3:1: "						   },
	{"override of nothing",
         "<findings>\n<override id='HC-C03'/></findings>",                                      "3:1: an override has a severity"                         },
	{"override twice",
         "<findings><override id='HC-C03' severity='low'/>\n"
         "<override id='HC-C03' effect='fail'/></findings>",                                    "3:1: HC-C03 stands on line 2 too"                        },
	{"two jurisdictions",
         "<jurisdictions allow='GB'/>\n<jurisdictions allow='IE'/>",                            "3:1: the jurisdictions on line 2 hold for days in common"},
	{"request of two kinds",
         "<alternatives>\n<request subject-tag='[x]' field='X'/>"
         "</alternatives>",                                                                     "3:1: a request is one of"                                },
	{"list without a folder",
         COMMUNITY("\n<list href='a.csv' key='domain'/>"),
         "3:1: a.csv: a policy that is no file has no lists"											      },
	{"list above the folder",
         COMMUNITY("\n<list href='../a.csv' key='domain'/>"),
         "3:1: ../a.csv: is no path below the folder"												     },
	{"list from the root",
         COMMUNITY("\n<list href='/etc/passwd' format='csv' key='1'/>"),
         "3:1: /etc/passwd: is no path below the folder"												  },
	{"list of no form",                  COMMUNITY("\n<list href='a.txt' key='domain'/>"),
         "3:1: format=\"\" is missing"														    },
	{"age of nothing",
         COMMUNITY("\n<list href='a.csv' key='domain' max-age='P1Y'/>"),
         "3:1: max-age needs read"															},
};

START_TEST(refusals_name_line_and_column)
{
	g_autofree char *text = g_strconcat(HEAD, refused[_i].body, TAIL, NULL);
	g_autofree char *start =
		g_strconcat("p.xml:", refused[_i].message, NULL);
	g_autoptr(GError) error = NULL;
	HcPolicy *policy = load(text, strlen(text), NULL, &error);

	ck_assert_msg(!policy, "%s: is taken", refused[_i].name);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_msg(g_str_has_prefix(error->message, start), "%s: %s",
	              refused[_i].name, error->message);
}
END_TEST

/* Whole documents that mean harm, or are none. */
static const struct {
	const char *name;
	const char *text;
	const char *message;
} hostile[] = {
	{"nothing",			       "",							 "p.xml:1:1: the document is empty"                     },
	{"no XML",				"hello",						    "p.xml:1:"					     },
	{"not ended",			     HEAD,						       "p.xml:1:88: "                                         },
	{"another root",			  "<report/>",						"p.xml:1:1: "                                          },
	{"another namespace",                     "<policy xmlns='urn:x'/>",                                  "p.xml:1:1: "                                          },
	{"external entity",
         "<?xml version='1.0'?>\n<!DOCTYPE policy [<!ENTITY x SYSTEM "
         "'file:///etc/passwd'>]>\n<policy>&x;</policy>",                                                     "p.xml:2:1: a document type declaration is not allowed"},
	{"billion laughs",
         "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>"
         "<!ENTITY c '&b;&b;&b;'>]><l>&c;</l>",                                                               "p.xml:1:1: a document type declaration is not allowed"},
	{"DOCTYPE behind a comment",
         "<!-- c -->\n <!DOCTYPE policy>\n<policy/>",                                                         "p.xml:2:2: a document type declaration is not allowed"},
	{"entity of its own",                     HEAD "<mtas>&x;</mtas>" TAIL,                               "p.xml:2:"                                             },
	{"UTF-7",				 "<?xml version='1.0' encoding='UTF-7'?>\n+ADw-policy+AD4-",
         "p.xml:1:1: declares an encoding other than UTF-8"													  },
	{"UTF-7 in a declaration without an end",
         "<?xml version=\"1.0\" encoding=\"UTF-7\" severity=\"cry@-rm\\",                                     "p.xml:1:1: declares an encoding other than UTF-8"     },
	{"Latin-1",			       "<?xml version='1.0' encoding='ISO-8859-1'?>\n<policy/>",
         "p.xml:1:1: declares an encoding other than UTF-8"													  },
	{"bytes of no UTF-8",                     "<policy>\n \xff</policy>",
         "p.xml:2:2: not UTF-8"																      },
	{"overlong UTF-8",                        "<policy>\xc0\xaf</policy>",                                "p.xml:1:9: not UTF-8"                                 },
	{"a control",			     HEAD "<mtas>\x01</mtas>" TAIL,                              "p.xml:2:"                                             },
	{"include",
         HEAD "<x:include xmlns:x='http://www.w3.org/2001/XInclude' "
              "href='/etc/passwd' parse='text'/>" TAIL,
         "p.xml:2:1: "																	       },
	{"another schema",
         "<policy xmlns='urn:hopcheck:policy:1' "
         "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
         "xsi:schemaLocation='urn:hopcheck:policy:1 /tmp/x.xsd' id='p' "
         "version='1' issued='2026-11-22'/>",                                                                 "p.xml:1:1: "					  },
	{"no element",			    "<!-- x",						   "p.xml:1:"					     },
	{"tag without an end",                    "<policy a='",					      "p.xml:1:"                                             },
};

START_TEST(hostile_documents_are_refused)
{
	g_autoptr(GError) error = NULL;
	HcPolicy *policy =
		load(hostile[_i].text, strlen(hostile[_i].text), NULL, &error);

	ck_assert_msg(!policy, "%s: is taken", hostile[_i].name);
	ck_assert_msg(g_str_has_prefix(error->message, hostile[_i].message),
	              "%s: %s", hostile[_i].name, error->message);
}
END_TEST

static void
refuse(const char *name, GString *text, const char *message)
{
	g_autoptr(GError) error = NULL;
	HcPolicy *policy = load(text->str, text->len, NULL, &error);

	ck_assert_msg(!policy, "%s: is taken", name);
	ck_assert_msg(g_str_has_prefix(error->message, message), "%s: %s", name,
	              error->message);
}

START_TEST(bulk_is_refused)
{
	g_autoptr(GString) text = g_string_new("<policy\n");

	for (int i = 0; i < 20000; i++)
		g_string_append_printf(text, " a%d=''", i);
	g_string_append(text, "/>");
	refuse("attributes", text,
	       "p.xml:1:1: an element with too many attributes");

	g_string_assign(text, "");
	for (int i = 0; i < 20000; i++)
		g_string_append(text, "<a>\n");
	refuse("depth", text, "p.xml:33:1: elements are nested too deep");

	g_string_assign(text, HEAD);
	for (int i = 0; i < (10 << 20); i++)
		g_string_append_c(text, ' ');
	refuse("10 MB", text, "p.xml:1:1: the document is too big");

	g_string_assign(text, HEAD);
	g_string_append_len(text, "<mtas>\0</mtas>", 14);
	refuse("NUL", text, "p.xml:2:7: a NUL byte");

	g_string_truncate(text, 0);
	g_string_append_len(text, "\xff\xfe<\0p\0/\0>\0", 10);
	refuse("UTF-16", text, "p.xml:1:1: not UTF-8");
}
END_TEST

START_TEST(odd_files_are_refused)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	const char *const paths[] = {folder, fifo, "/dev/zero",
	                             "/nowhere/policy.xml"};

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(!hc_policy_load(paths[i], &error), "%s",
		              paths[i]);
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
		ck_assert(g_str_has_prefix(error->message, paths[i]));
	}
	unlink(fifo);
	rmdir(folder);
}
END_TEST

/* ----------------------------------------------------------------- warnings */

static const struct {
	const char *name;
	const char *body;
	const char
		*text; /**< "LINE:COLUMN: start of the warning"; NULL: none */
} warned[] = {
	{"none",
         MTAS "<boundary inbound-tls='required' outbound-tls='required'/>",
         NULL																			     },
	{"a public suffix trusted whole",
         MTAS COMMUNITY("\n<domain match='subtree'>gov.uk</domain>"),
         "3:1: 'gov.uk' is a public suffix"															       },
	{"no own set",			    COMMUNITY("<domain match='exact'>a.example</domain>"),
         "1:1: states no mta"																	     },
	{"nothing asked",                         MTAS,						  "1:1: asks nothing of any link"                                  },
	{"an idle exception",
         MTAS COMMUNITY("<domain match='exact'>a.example</domain>\n"
                        "<exception domain='b.example'/>"),
         "3:1: 'b.example' is no member without this exception either"												    },
	{"a member twice",
         MTAS COMMUNITY("<domain match='exact'>a.example</domain>\n"
                        "<domain match='exact'>A.example</domain>"),
         "3:1: 'a.example' is a member by line 2 of p.xml too"													    },
	{"two communities for one pair",
         MTAS "<communities>"
              "<community id='c' protection='tls'><domain match='subtree'>"
              "b.example</domain><domain match='exact'>x.example</domain>"
              "</community>\n<community id='d' protection='same-service'>"
              "<domain match='exact'>a.b.example</domain></community>"
              "</communities>",                                                                          "3:1: community 'c' (line 2 of p.xml) covers mail of 'a.b.example' "
         "too, and decides, because it stands first"										       },
	{"the narrower of two stands first",
         MTAS "<communities>"
              "<community id='c' protection='tls'><domain match='exact'>"
              "a.b.example</domain></community>\n"
              "<community id='d' protection='same-service'>"
              "<domain match='subtree'>b.example</domain></community>"
              "</communities>",                                                                          NULL							     },
	{"two communities that ask the same",
         MTAS "<communities>"
              "<community id='c' protection='tls'><domain match='exact'>"
              "a.example</domain></community>"
              "<community id='d' protection='tls'><domain match='exact'>"
              "a.example</domain></community></communities>",                                            NULL							     },
	{"two communities one after the other",
         MTAS "<communities><community id='c' protection='tls' "
              "valid-to='2019-03-31'><domain match='exact'>a.example"
              "</domain></community><community id='d' "
              "protection='same-service'><domain match='exact' "
              "valid-from='2019-04-01'>a.example</domain></community>"
              "</communities>",                                                                          NULL							     },
	{"two communities, from a later day on",
         MTAS "<communities><community id='c' protection='tls'>"
              "<domain match='exact'>a.example</domain></community>\n"
              "<community id='d' protection='same-service'>"
              "<domain match='exact' valid-from='2019-04-01'>a.example"
              "</domain></community></communities>",                                                     "3:1: community 'c' (line 2 of p.xml) covers mail of 'a.example'"},
	{"two communities, an exception between",
         MTAS "<communities><community id='c' protection='tls'>"
              "<domain match='subtree'>b.example</domain>"
              "<exception domain='a.b.example'/></community>"
              "<community id='d' protection='same-service'>"
              "<domain match='exact'>a.b.example</domain></community>"
              "</communities>",                                                                          NULL							     },
	{"never in force",
         MTAS "<communities><community id='c' protection='tls' "
              "valid-to='2019-03-31'>\n<domain match='exact' "
              "valid-from='2020-01-01'>a.example</domain></community>"
              "</communities>",                                                                          "3:1: is never in force"					 },
	{"a finding that is not raised",
         MTAS "<boundary inbound-tls='none' outbound-tls='none'/>\n"
              "<findings><override id='HC-Z99' severity='low'/></findings>",                             "3:11: this version raises no finding HC-Z99"                    },
	{"a profile without TLS",
         MTAS "\n<communities><community id='c' protection='same-service' "
              "profile='bcp195'><domain match='exact'>a.example</domain>"
              "</community></communities>",                                                              "3:14: the profile of community 'c' is never asked"              },
	{"addresses of many",
         MTAS "<networks>\n<network id='n' trusted='yes'><cidr>64.0.0.0/2"
              "</cidr></network></networks><boundary inbound-tls='none' "
              "outbound-tls='none'/>",                                                                   "3:31: 64.0.0.0/2 holds the hosts of many organisations"         },
	{"addresses of many, not trusted",
         MTAS "<networks>\n<network id='n' trusted='no'><cidr>64.0.0.0/2"
              "</cidr></network></networks><boundary inbound-tls='none' "
              "outbound-tls='none'/>",                                                                   NULL							     },
	{"an mta without a name",
         "<mtas><mta id='a' role='relay'><address>192.0.2.1</address></mta>"
         "</mtas><boundary inbound-tls='none' outbound-tls='none'/>",                                    "2:7: 'a' has no name"					   },
};

START_TEST(warnings_name_line_and_column)
{
	g_autoptr(HcPolicy) policy = load_good(warned[_i].body);
	size_t count;
	const HcPolicyWarning *const *warnings =
		hc_policy_warnings(policy, &count);
	g_autofree char *text = NULL;

	if (!warned[_i].text) {
		ck_assert_uint_eq(count, 0);
		return;
	}
	ck_assert_msg(count == 1, "%s: %zu warnings", warned[_i].name, count);
	text = g_strdup_printf("%u:%u: %s", warnings[0]->line,
	                       warnings[0]->column, warnings[0]->text);
	ck_assert_str_eq(warnings[0]->file, "p.xml");
	ck_assert_msg(g_str_has_prefix(text, warned[_i].text), "%s: %s",
	              warned[_i].name, text);
}
END_TEST

/* -------------------------------------------------------------------- lists */

static const struct {
	const char *name;
	const char *attributes;
	const char *bytes;
	const char *domain;
	const char *day;
	HcMemberState state;
	const char *message; /**< of the refusal or first warning; or NULL */
} lists[] = {
	{"CSV, in force",                    "key='domain' valid-to-column='expires'",
         "org,domain,expires\nA,a.example,2026-12-31\n",									       "a.example",
         "2026-12-31",																	      HC_MEMBER_YES,          NULL					       },
	{"CSV, the day after",               "key='domain' valid-to-column='expires'",
         "org,domain,expires\nA,a.example,2026-12-31\n",									       "a.example",
         "2027-01-01",																	      HC_MEMBER_NOT_IN_FORCE, NULL                                               },
	{"columns by number",                "key='2' valid-to-column='3'",
         "x,y,z\r\nA,a.example,2026-12-31\r\n",											"a.example",   "2026-12-31",
         HC_MEMBER_YES,																				     NULL					       },
	{"quotes, commas, lines in a cell",  "key='Domain'",
         "\"Org, \"\"name\"\"\",Domain\n\"A, \"\"B\"\"\nC\",a.example\n",                                                              "a.example",   "2026-12-31", HC_MEMBER_YES,          NULL                                               },
	{"bytes of a spreadsheet beside it", "key='Domain'",
         "Org,Domain\nCaf\xe9,a.example\xa0\n",											"a.example",   "2026-12-31",
         HC_MEMBER_YES,																				     NULL					       },
	{"TAB",			      "format='tsv' key='domain'",                   "domain\torg\na.example\t\"A\n",
         "a.example",																 "2026-12-31", HC_MEMBER_YES,          NULL                                               },
	{"day first",			"key='d' valid-to-column='e' dates='dmy'",
         "d,e\na.example,31/12/2026\n",												"a.example",   "2027-01-01",
         HC_MEMBER_NOT_IN_FORCE,																			    NULL					       },
	{"a year from its first day",
         "key='d' valid-from-column='f' max-age='P1Y'",                                     "d,f\na.example,2026-02-01\n",             "a.example",   "2027-01-31",
         HC_MEMBER_YES,																				     NULL					       },
	{"a year and a day",                 "key='d' valid-from-column='f' max-age='P1Y'",
         "d,f\na.example,2026-02-01\n",												"a.example",   "2027-02-01",
         HC_MEMBER_NOT_IN_FORCE,																			    NULL					       },
	{"old list",			 "key='d' read='2026-01-01' max-age='P30D'",
         "d\na.example\n",													     "a.example",   "2026-01-31", HC_MEMBER_NOT_IN_FORCE,
         NULL																												  },
	{"only some rows",                   "key='d' only-column='s' only-value='Yes'",
         "d,s\na.example,No\nb.example,Yes\n",											 "a.example",   "2026-01-31",
         HC_MEMBER_NO,																				      NULL					       },
	{"below a name",                     "key='d' match='subtree'",                     "d\na.example\n",
         "x.a.example",															       "2026-01-31", HC_MEMBER_YES,          NULL                                               },
	{"not below a name",                 "key='d'",                                     "d\na.example\n",                          "x.a.example",
         "2026-01-31",																	      HC_MEMBER_NO,           NULL					       },
	{"a row of no domain",               "key='d'",                                     "d\n\na.example\nno domain\n",
         "a.example",																 "2026-01-31", HC_MEMBER_YES,
         "l.csv:4:1: 'no domain' is no domain name"																							    },
	{"a row of no day",                  "key='d' valid-to-column='e'",
         "d,e\na.example,soon\nb.example,2026-12-31\n",										"a.example",
         "2026-01-31",																	      HC_MEMBER_NO,           "l.csv:2:1: 'soon' is no day"                      },
	{"a row of no first day, by age",
         "key='d' valid-from-column='f' max-age='P1Y'",                                     "d,f\na.example,\nb.example,2026-02-01\n", "a.example",   "2050-01-31",
         HC_MEMBER_NO,																				      "l.csv:2:1: states no day that max-age counts from"},
	{"a quote without an end",           "key='d'",
         "o,d\nA,a.example\n\"B,b.example\nC,c.example\n",									     NULL,          NULL,
         HC_MEMBER_NO,																				      "l.csv:3:1: a quoted cell has no end"              },
	{"text behind a quote",              "key='d'",
         "o,d\n\"A\" Ltd,a.example\nB,b.example\n",										    "a.example",   "2026-01-31",
         HC_MEMBER_NO,																				      "l.csv:2:1: text stands behind a quoted cell"      },
	{"a blank behind a quote",           "key='d'",
         "o,d\n\"A\" ,a.example,\"x\ny\"\nB,b.example\n",									      "a.example",
         "2026-01-31",																	      HC_MEMBER_YES,          NULL					       },
	{"digest",
         "key='d' sha256='2f6a3b3ff2a5a4d1f3b2c1a1b5c3a6d7e8f90a1b2c3d4e5f60718"
         "29304152637'",                                                                    "d\na.example\n",                          NULL,          NULL,         HC_MEMBER_NO,
         "p.xml:3:1: 'l.csv' has another digest: "																							     },
	{"no such column",                   "key='domain'",                                "d\na.example\n",                          NULL,          NULL,
         HC_MEMBER_NO,																				      "p.xml:3:1: 'l.csv' has no column 'domain'"        },
	{"column beyond",                    "key='2'",				     "d\na.example\n",                          NULL,          NULL,         HC_MEMBER_NO,
         "p.xml:3:1: 'l.csv' has no column '2'"																								},
	{"no row",			   "key='d'",				     "d\n",				     NULL,          NULL,         HC_MEMBER_NO,
         "p.xml:3:1: 'l.csv' holds no member"																								  },
	{"empty",			    "key='d'",				     "",					NULL,          NULL,         HC_MEMBER_NO,
         "p.xml:3:1: 'l.csv' is empty"																									 },
};

/* A policy in a folder of its own, with a list beside it. */
static HcPolicy *
load_beside(const char *body, const char *list, GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "l.csv", NULL);
	g_autofree char *text = g_strconcat(HEAD, body, TAIL, NULL);
	HcPolicy *policy;

	ck_assert(g_file_set_contents(path, list, -1, NULL));
	policy = load(text, strlen(text), folder, error);
	unlink(path);
	rmdir(folder);
	return policy;
}

START_TEST(lists_are_read)
{
	g_autofree char *body =
		g_strdup_printf(MTAS COMMUNITY("\n<list href='l.csv' %s/>"),
	                        lists[_i].attributes);
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy = load_beside(body, lists[_i].bytes, &error);
	HcMembership membership;

	if (!lists[_i].domain) {
		ck_assert_msg(!policy, "%s: is taken", lists[_i].name);
		ck_assert_msg(
			g_str_has_prefix(error->message, lists[_i].message),
			"%s: %s", lists[_i].name, error->message);
		return;
	}
	ck_assert_msg(policy, "%s: %s", lists[_i].name,
	              error ? error->message : "");
	membership = hc_community_member(&policy->document->communities[0],
	                                 lists[_i].domain, day(lists[_i].day));
	ck_assert_msg(membership.state == lists[_i].state, "%s: state %d",
	              lists[_i].name, membership.state);
	if (lists[_i].message) {
		size_t count;
		const HcPolicyWarning *const *warnings =
			hc_policy_warnings(policy, &count);
		g_autofree char *text = NULL;

		ck_assert_msg(count == 1, "%s: %zu", lists[_i].name, count);
		text = g_strdup_printf("%s:%u:%u: %s", warnings[0]->file,
		                       warnings[0]->line, warnings[0]->column,
		                       warnings[0]->text);
		ck_assert_msg(g_str_has_prefix(text, lists[_i].message), "%s",
		              text);
	}
}
END_TEST

START_TEST(lists_have_limits_together)
{
	g_autoptr(GString) rows = g_string_new("d\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy = NULL;
	size_t count;

	for (int i = 0; i < 120000; i++)
		g_string_append(rows, "a.example\n");
	policy = load_beside(MTAS COMMUNITY("\n<list href='l.csv' key='d'/>"),
	                     rows->str, &error);
	ck_assert_msg(policy, "%s", error ? error->message : "");
	hc_policy_warnings(policy, &count);
	ck_assert_uint_eq(count, 101);
	ck_assert(!load_beside(MTAS COMMUNITY("\n<list href='l.csv' key='d'/>"
	                                      "<list href='l.csv' key='d'/>"),
	                       rows->str, &error));
	ck_assert_str_eq(error->message,
	                 "l.csv:80002:1: the lists of the policy have too "
	                 "many rows");
}
END_TEST

START_TEST(list_links_stay_inside)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "l.csv", NULL);
	static const char text[] =
		HEAD COMMUNITY("\n<list href='l.csv' key='1'/>") TAIL;
	g_autoptr(GError) error = NULL;
	HcPolicy *policy;

	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	policy = load(text, strlen(text), folder, &error);
	unlink(path);
	rmdir(folder);
	ck_assert(!policy);
	ck_assert_msg(g_str_has_prefix(error->message,
	                               "p.xml:3:1: l.csv: leads out of"),
	              "%s", error->message);
}
END_TEST

/* ---------------------------------------------------------------- document */

START_TEST(digest_is_of_document_and_lists)
{
	static const char body[] =
		MTAS COMMUNITY("\n<list href='l.csv' key='d'/>");
	g_autoptr(HcPolicy) first = load_beside(body, "d\na.example\n", NULL);
	g_autoptr(HcPolicy) again = load_beside(body, "d\na.example\n", NULL);
	g_autoptr(HcPolicy) other = load_beside(body, "d\nb.example\n", NULL);
	const HcPolicyDocument *document = hc_policy_document(first);

	ck_assert_str_eq(hc_policy_digest(first), hc_policy_digest(again));
	ck_assert_str_ne(hc_policy_digest(first), hc_policy_digest(other));
	ck_assert_str_eq(document->id, "p");
	ck_assert_str_eq(document->name, "p.xml");
	ck_assert_uint_eq(strlen(document->sha256), 64);
	ck_assert_uint_eq(document->list_count, 1);
	ck_assert_str_eq(document->lists[0].href, "l.csv");
	ck_assert_uint_eq(document->lists[0].rows, 1);
	ck_assert_str_ne(document->lists[0].sha256,
	                 hc_policy_document(other)->lists[0].sha256);
}
END_TEST

START_TEST(own_set_is_the_documents)
{
	g_autoptr(HcPolicy) policy = load_good(WORLD);
	g_autoptr(HcPolicy) bare = load_good(
		COMMUNITY("<domain match='exact'>a.example</domain>"));
	g_autoptr(HcPolicy) none = hc_policy_new();

	ck_assert(!hc_policy_is_inferred(policy));
	ck_assert(hc_policy_is_inferred(bare));
	ck_assert(hc_policy_document(bare));
	ck_assert(!hc_policy_document(none));
}
END_TEST

START_TEST(parts_hold_on_their_days)
{
	g_autoptr(HcPolicy) policy = load_good(
		MTAS "<boundary inbound-tls='none' outbound-tls='none'/>"
		     "<jurisdictions allow='GB' valid-to='2020-12-31'/>"
		     "<jurisdictions allow='GB EEA' valid-from='2021-01-01'/>"
		     "<findings><override id='HC-T03' severity='medium' "
		     "valid-to='2020-12-31'/><suppress id='HC-C03' reason='r' "
		     "approved-by='a' valid-to='2020-12-31'/></findings>");
	const HcDocument *document = policy->document;
	int64_t before = day("2020-12-31");
	int64_t after = day("2021-01-01");

	ck_assert_uint_eq(
		hc_document_jurisdictions(document, before)->allow_count, 1);
	ck_assert_uint_eq(
		hc_document_jurisdictions(document, after)->allow_count, 2);
	ck_assert(hc_document_override(document, "HC-T03", before)->severity ==
	          HC_SEVERITY_MEDIUM);
	ck_assert(!hc_document_override(document, "HC-T03", after));
	ck_assert(!hc_document_override(document, "HC-T04", before));
	ck_assert_str_eq(hc_document_suppression(document, "HC-C03", before)
	                         ->approved_by,
	                 "a");
	ck_assert(!hc_document_suppression(document, "HC-C03", after));
}
END_TEST

START_TEST(judgement_has_defaults)
{
	g_autoptr(HcPolicy) bare = load_good(MTAS);
	g_autoptr(HcPolicy) stated = load_good(
		"<judgement clock-tolerance='PT2H' time-basis='message' "
		"required-evidence='attested' adverse-claims='indeterminate' "
		"fail-at='low' also-judge-as-of='2020-01-01'/>" MTAS);
	const HcJudgementRule *judgement = &bare->document->judgement;

	ck_assert_int_eq(judgement->clock_tolerance_s, 300);
	ck_assert(judgement->by_hop_time);
	ck_assert(judgement->required == HC_EVIDENCE_PARTNER);
	ck_assert(judgement->adverse == HC_EFFECT_FAIL);
	ck_assert(judgement->fail_at == HC_SEVERITY_HIGH);
	ck_assert(!judgement->also_as_of);
	judgement = &stated->document->judgement;
	ck_assert_int_eq(judgement->clock_tolerance_s, 7200);
	ck_assert(!judgement->by_hop_time);
	ck_assert(judgement->required == HC_EVIDENCE_ATTESTED);
	ck_assert(judgement->adverse == HC_EFFECT_INDETERMINATE);
	ck_assert(judgement->fail_at == HC_SEVERITY_LOW);
	ck_assert_str_eq(judgement->also_as_of, "2020-01-01");
}
END_TEST

START_TEST(profiles_extend_what_stands_behind)
{
	g_autoptr(HcPolicy) policy = load_good(
		"<profiles><profile id='child' extends='parent'>"
		"<forbid class='no-fs'/></profile>"
		"<profile id='parent' extends='bcp195'>"
		"<min-version>TLSv1.2</min-version></profile></profiles>" MTAS
		"<internal tls='required' profile='child'/>");
	const HcLinkRule *rule = &policy->document->links[0];

	ck_assert_str_eq(rule->profile->id, "child");
	ck_assert_str_eq(rule->profile->parent->id, "parent");
	ck_assert_str_eq(rule->profile->parent->parent->id, "bcp195");
}
END_TEST

/** Profiles that extend each other, the one that stands behind all last. */
static char *
chain(unsigned length)
{
	GString *text = g_string_new("<profiles>");

	for (unsigned i = 0; i < length; i++)
		g_string_append_printf(text,
		                       "\n<profile id='p%u' extends='%s%.0u'>"
		                       "<forbid class='weak'/></profile>",
		                       i, i + 1 < length ? "p" : "uk-gov-mail",
		                       i + 1 < length ? i + 1 : 0);
	g_string_append(text, "</profiles>" MTAS
	                      "<internal tls='required' profile='p0'/>");
	return g_string_free(text, FALSE);
}

/* As deep as can be: that each is found, asked and freed by its depth. */
START_TEST(longest_chain_of_profiles)
{
	static const HcTls tls = {.state = HC_TLS_YES,
	                          .version_low = HC_TLS_1_0,
	                          .version_high = HC_TLS_1_0};
	g_autofree char *body = chain(100);
	g_autoptr(HcPolicy) policy = load_good(body);
	const HcProfile *profile = policy->document->links[0].profile;
	HcProfileOpinion opinion;
	unsigned depth = 0;

	hc_profile_grade(profile, &tls, day("2026-11-22") * 86400, &opinion);
	ck_assert_str_eq(opinion.word, "not as asked");
	for (; profile; profile = profile->parent)
		depth++;
	ck_assert_uint_eq(depth, 102);
}
END_TEST

START_TEST(longer_chain_of_profiles_is_refused)
{
	g_autofree char *body = chain(101);
	g_autofree char *text = g_strconcat(HEAD, body, TAIL, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPolicy) policy = load(text, strlen(text), NULL, &error);

	ck_assert_ptr_null(policy);
	ck_assert_str_eq(error->message, "p.xml:103:1: more than 100 profiles");
}
END_TEST

static Suite *
document_suite(void)
{
	Suite *suite = suite_create("document");
	TCase *tests = tcase_create("document");

#define LOOP(test, rows)                                                       \
	tcase_add_loop_test(tests, test, 0, (int)G_N_ELEMENTS(rows))
	LOOP(refusals_name_line_and_column, refused);
	LOOP(hostile_documents_are_refused, hostile);
	tcase_add_test(tests, bulk_is_refused);
	tcase_add_test(tests, odd_files_are_refused);
	LOOP(warnings_name_line_and_column, warned);
	LOOP(lists_are_read, lists);
	tcase_add_test(tests, lists_have_limits_together);
	tcase_add_test(tests, list_links_stay_inside);
	tcase_add_test(tests, digest_is_of_document_and_lists);
	tcase_add_test(tests, own_set_is_the_documents);
	tcase_add_test(tests, parts_hold_on_their_days);
	tcase_add_test(tests, judgement_has_defaults);
	tcase_add_test(tests, profiles_extend_what_stands_behind);
	tcase_add_test(tests, longest_chain_of_profiles);
	tcase_add_test(tests, longer_chain_of_profiles_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(document_suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
