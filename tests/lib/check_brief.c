/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_brief.c - brief messages and the sink that reports go through.  What
 * brief messages say is compared with full reports in audit/compare.py. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brief.h"
#include "exact.h"
#include "judging.h"
#include "sink.h"
#include "wellformed.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* A document in two pieces, and what is said of it; NULL: nothing. */
static const struct {
	const char *name;
	HcReportForm form;
	const char *first, *second;
	const char *what;
} pieces[] = {
	{"xml, whole",                    HC_FORM_XML,  HEAD "<a b=\"c\">",                  "\n <d/>\n</a>\n",
         NULL														       },
	{"xml, cut within a tag",         HC_FORM_XML,  HEAD "<a b=\"",                      "c\"/>\n",         NULL                },
	{"xml, entities",                 HC_FORM_XML,  HEAD "<a>&lt;&gt;&amp;&quot;&apos;",
         "</a>\n",											      NULL                },
	{"xml, no declaration",           HC_FORM_XML,  "<a/>\n",                            "",                "no declaration"    },
	{"xml, end missing",              HC_FORM_XML,  HEAD "<a>\n",                        "<b/>\n",
         "its end is missing"												       },
	{"xml, nothing",                  HC_FORM_XML,  "",                                  "",                "its end is missing"},
	{"xml, another's end",            HC_FORM_XML,  HEAD "<a>\n",                        "</b>\n",
         "an end of another element"												},
	{"xml, the start of a name",      HC_FORM_XML,  HEAD "<ab>\n",                       "</a>\n",
         "an end of another element"												},
	{"xml, an end of nothing",        HC_FORM_XML,  HEAD "<a/>\n",                       "</a>\n",
         "an end of nothing"													},
	{"xml, two roots",                HC_FORM_XML,  HEAD "<a/>\n",                       "<a/>\n",
         "may not stand here"												       },
	{"xml, text behind the root",     HC_FORM_XML,  HEAD "<a/>\n",                       "x\n",
         "text outside"													     },
	{"xml, an attribute twice",       HC_FORM_XML,
         HEAD "<a b=\"1\" c=\"2\" b=\"3\"/>\n",                                              "",                "stands twice"      },
	{"xml, no blank between",         HC_FORM_XML,  HEAD "<a b=\"1\"c=\"2\"/>\n",        "",
         "a tag without an end"												     },
	{"xml, apostrophes",              HC_FORM_XML,  HEAD "<a b='1'/>\n",                 "",
         "no quotation mark"													},
	{"xml, a bare ampersand",         HC_FORM_XML,  HEAD "<a>x & y</a>\n",               "",
         "an unknown entity"													},
	{"xml, a number for a character", HC_FORM_XML,  HEAD "<a>&#65;</a>\n",
         "",												    "an unknown entity" },
	{"xml, markup in a value",        HC_FORM_XML,  HEAD "<a b=\"<\"/>\n",               "",
         "may not stand here"												       },
	{"xml, a comment",                HC_FORM_XML,  HEAD "<a><!-- x --></a>\n",          "",
         "no name of an element"												    },
	{"xml, a DOCTYPE",                HC_FORM_XML,  HEAD "<!DOCTYPE a>\n<a/>\n",         "",
         "no name of an element"												    },
	{"xml, an end of CDATA",          HC_FORM_XML,  HEAD "<a>]]></a>\n",                 "",                "]]>"               },
	{"xml, a control",                HC_FORM_XML,  HEAD "<a>\001</a>\n",                "",
         "may not stand here"												       },
	{"xml, no UTF-8",                 HC_FORM_XML,  HEAD "<a>\377</a>\n",                "",                "not UTF-8"         },
	{"xml, no character",             HC_FORM_XML,  HEAD "<a>\357\277\276</a>\n",        "",
         "may not stand here"												       },
	{"json, whole",                   HC_FORM_JSON, "{\"a\":[1,-2,true,null,\"x\"],\n",
         "\"b\":{}}\n",											 NULL                },
	{"json, end missing",             HC_FORM_JSON, "{\"a\":1\n",                        "",
         "its end is missing"												       },
	{"json, two values",              HC_FORM_JSON, "{}\n",                              "{}\n",            "not JSON"          },
	{"json, no comma",                HC_FORM_JSON, "{\"a\":1\n",                        "\"b\":2}\n",
         "not JSON"														 },
	{"json, another's end",           HC_FORM_JSON, "[1\n",                              "}\n",             "not JSON"          },
	{"text, whole",                   HC_FORM_TEXT, "a page\n",                          "of words\n",      NULL                },
	{"text, a control",               HC_FORM_TEXT, "a\n",                               "b\033[2Jc\n",     "control"           },
};

/** Where a test writes; it leaves nothing there. */
static char *folder;

static void
make_folder(void)
{
	folder = g_dir_make_tmp("hopcheck-brief-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static void
remove_folder(void)
{
	ck_assert_int_eq(rmdir(folder), 0);
	g_free(folder);
}

static bool
put(HcSink *sink, const char *text, GError **error)
{
	char *copy = exact_copy(text, strlen(text));
	bool done = hc_sink_write(sink, copy, strlen(text), error);

	free(copy);
	return done;
}

START_TEST(pieces_are_checked_as_they_are_written)
{
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autoptr(GError) error = NULL;
	HcSink *sink = hc_sink_new(pieces[_i].form, path, &error);
	bool done;

	ck_assert_ptr_nonnull(sink);
	done = put(sink, pieces[_i].first, &error) &&
	       put(sink, pieces[_i].second, &error) &&
	       hc_sink_commit(sink, &error);
	ck_assert_msg(done == (pieces[_i].what == NULL), "%s: %s",
	              pieces[_i].name,
	              error != NULL ? error->message : "was taken");
	if (error != NULL)
		ck_assert_msg(strstr(error->message, pieces[_i].what) != NULL,
		              "%s: %s", pieces[_i].name, error->message);
	if (done)
		ck_assert_uint_eq(strlen(hc_sink_digest(sink)), 64);
	hc_sink_free(sink);
	/* the name stands just when all went well, and nothing beside it */
	ck_assert_int_eq(access(path, F_OK) == 0, done);
	unlink(path);
}
END_TEST

START_TEST(every_cut_is_the_same)
{
	static const char text[] =
		HEAD "<a b=\"c\">\n <d e=\"&amp;\">x &lt; y</d>\n</a>\n";

	for (size_t cut = 0; cut <= strlen(text); cut++) {
		g_autofree char *path =
			g_build_filename(folder, "cut", NULL);
		g_autoptr(HcSink) sink = hc_sink_new(HC_FORM_XML, path, NULL);
		g_autofree char *got = NULL;

		ck_assert(hc_sink_write(sink, text, cut, NULL));
		ck_assert(hc_sink_write(sink, text + cut, strlen(text) - cut,
		                        NULL));
		ck_assert_msg(hc_sink_commit(sink, NULL), "cut at %zu", cut);
		ck_assert_uint_eq(hc_sink_size(sink), strlen(text));
		ck_assert(g_file_get_contents(path, &got, NULL, NULL));
		ck_assert_str_eq(got, text);
		unlink(path);
	}
}
END_TEST

/* Many blocks, some of them checked before, with a thread that stores them and
 * without: the same file, and its digest. */
START_TEST(spliced_pieces_are_written)
{
	g_autofree char *path = g_build_filename(folder, "spliced", NULL);
	g_autoptr(HcSink) sink = hc_sink_new(HC_FORM_XML, path, NULL);
	g_autoptr(GString) all = g_string_new(HEAD "<a>");
	g_autofree char *sha256 = NULL;
	g_autofree char *got = NULL;
	size_t length;

	if (_i == 1)
		hc_sink_set_parallel(sink);
	ck_assert(put(sink, all->str, NULL));
	for (unsigned i = 0; i < 30000; i++) {
		g_autofree char *open = g_strdup_printf("\n<b c=\"%u\">", i);
		g_autofree char *inner =
			g_strdup_printf("<d>%*u</d>", i % 99, i);

		g_string_append_printf(all, "%s%s</b>", open, inner);
		ck_assert(put(sink, open, NULL));
		ck_assert(hc_sink_splice(sink, inner, strlen(inner), NULL));
		ck_assert(put(sink, "</b>", NULL));
	}
	g_string_append(all, "</a>\n");
	ck_assert(put(sink, "</a>\n", NULL));
	ck_assert(hc_sink_commit(sink, NULL));
	ck_assert(g_file_get_contents(path, &got, &length, NULL));
	ck_assert_uint_eq(length, all->len);
	ck_assert_mem_eq(got, all->str, length);
	sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
	                                     (const guchar *)got, length);
	ck_assert_str_eq(hc_sink_digest(sink), sha256);
	unlink(path);
}
END_TEST

/* A piece goes where nothing of what stands before it is cut in two. */
START_TEST(splicing_into_a_tag_is_refused)
{
	g_autofree char *path = g_build_filename(folder, "spliced", NULL);
	g_autoptr(HcSink) sink = hc_sink_new(HC_FORM_XML, path, NULL);

	ck_assert(put(sink, HEAD "<a b=\"", NULL));
	ck_assert(!hc_sink_splice(sink, "<c/>", 4, NULL));
}
END_TEST

START_TEST(a_full_device_is_told)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSink) sink = NULL;
	FILE *full = fopen("/dev/full", "w");

	if (full == NULL)
		return; /* no such device here */
	sink = hc_sink_new_open(HC_FORM_TEXT, fileno(full), "standard output");
	ck_assert(!hc_sink_write(sink, "page\n", 5, &error) ||
	          !hc_sink_commit(sink, &error));
	ck_assert_msg(strstr(error->message, "standard output: cannot write"),
	              "%s", error->message);
	fclose(full);
}
END_TEST

/* With a thread that stores blocks and without: some block is refused, or the
 * end, and in the same words. */
START_TEST(a_full_device_is_told_of_many)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSink) sink = NULL;
	g_autofree char *line = g_strnfill(99999, 'x');
	FILE *full = fopen("/dev/full", "w");
	bool good = true;

	if (full == NULL)
		return; /* no such device here */
	sink = hc_sink_new_open(HC_FORM_TEXT, fileno(full), "standard output");
	if (_i == 1)
		hc_sink_set_parallel(sink);
	line[99998] = '\n';
	for (unsigned i = 0; i < 20 && good; i++)
		good = hc_sink_write(sink, line, 99999, &error);
	ck_assert(!good);
	ck_assert_str_eq(error->message, "standard output: cannot write: "
	                                 "No space left on device");
	fclose(full);
}
END_TEST

/* -------------------------------------------------------------------- brief */

#define CLEAR MX_FROM_OUTSIDE BY_MX "ESMTP id 1" D(08, 15) MAIL

#define GOOD                                                                   \
	MX_FROM_OUTSIDE POSTFIX_TLS("TLSv1.3", "TLS_AES_256_GCM_SHA384") BY_MX \
		"ESMTPS id 1" D(08, 15) MAIL

static char *
brief_of(HcReportForm form, const char *message, const HcBriefPlace *place)
{
	HcPolicy *policy = hc_policy_new();
	HcVerdict *verdict = judge(policy, message, strlen(message));
	HcBrief *brief = hc_brief_new(form, policy);
	g_autoptr(GString) fragment = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	const char *const parents[] = {"report", "messages", NULL};
	HcWriter writer;

	hc_brief_add(brief, verdict, fragment);
	hc_writer_init(&writer,
	               form == HC_FORM_JSON ? &hc_writer_json : &hc_writer_xml,
	               out, parents);
	hc_brief_open(&writer, place, fragment->str, fragment->len);
	hc_writer_end(&writer);
	hc_brief_free(brief);
	hc_verdict_unref(verdict);
	hc_policy_free(policy);
	return g_string_free(out, FALSE);
}

START_TEST(a_fragment_finds_its_place)
{
	static const HcBriefPlace place = {7, 2, 3, "cur/a<b>\xff", 4};
	g_autofree char *xml = brief_of(HC_FORM_XML, CLEAR, &place);
	g_autofree char *json = brief_of(HC_FORM_JSON, CLEAR, &place);

	ck_assert_msg(strstr(xml,
	                     "<message index=\"7\" input=\"2\" number=\"3\" "
	                     "member=\"cur/a&lt;b&gt;\\xff\" "
	                     "duplicate-of=\"4\" offset=\"0\"") != NULL,
	              "%s", xml);
	ck_assert_msg(strstr(json, "{\"index\":7,\"input\":2,\"number\":3,"
	                           "\"member\":\"cur/a<b>\\\\xff\","
	                           "\"duplicate-of\":4,\"offset\":0") != NULL,
	              "%s", json);
	ck_assert(g_str_has_suffix(xml, "</message>"));
	ck_assert(hc_check_json(json, strlen(json), NULL));
}
END_TEST

/* What a fragment may be, by the grammar alone; the head is what has to be
 * looked at once more. */
/* Enough behind what is looked at that it is looked at by blocks. */
#define LONG " long=\"0123456789abcdef0123456789abcdef0123456789\""
#define REST "><b/>"

static const struct {
	const char *name;
	HcReportForm form;
	const char *text;
	const char *what; /* is wrong; NULL: nothing */
	size_t head;
} fragments[] = {
	{"xml, whole",                 HC_FORM_XML,  " a=\"1\">\n<b/>\n<c>x</c>", NULL,                   7},
	{"xml, no attributes",         HC_FORM_XML,  "><b/>",                     NULL,                   1},
	{"xml, empty",                 HC_FORM_XML,  "",                          "a tag without an end", 0},
	{"xml, no parts",              HC_FORM_XML,  " a=\"1\"/>",                "may not stand here",   0},
	{"xml, no end of the tag",     HC_FORM_XML,  " a=\"1\"",                  "without an end",
         0												 },
	{"xml, twice",                 HC_FORM_XML,  " a=\"1\" a=\"2\">",         "stands twice",         0},
	{"xml, many",                  HC_FORM_XML,
         LONG " b=\"\" ad=\"&amp;\" ba=\"\303\274\"" REST,                        NULL,
         sizeof LONG - 1 + 25									      },
	{"xml, twice before others",   HC_FORM_XML,
         " a=\"1\" b=\"2\" a=\"3\"" LONG REST,                                    "stands twice",         0},
	{"xml, twice behind others",   HC_FORM_XML,  LONG " a=\"1\"" LONG REST,
         "stands twice",										  0},
	{"xml, a long name twice",     HC_FORM_XML,
         " a23456789012345678=\"\" a23456789012345678=\"\"" LONG REST,
         "stands twice",										  0},
	{"xml, a digit first",         HC_FORM_XML,  " 1=\"2\"" LONG REST,
         "no attribute",										  0},
	{"xml, no name",               HC_FORM_XML,  " =\"2\"" LONG REST,         "no attribute",         0},
	{"xml, a name of others",      HC_FORM_XML,  " a:b=\"2\"" LONG REST,
         "no equals sign",										0},
	{"xml, no equals sign",        HC_FORM_XML,  " a \"2\"" LONG REST,
         "no equals sign",										0},
	{"xml, apostrophes",           HC_FORM_XML,  " a='2'" LONG REST,
         "no quotation mark",									     0},
	{"xml, markup in a value",     HC_FORM_XML,  " a=\"<\"" LONG REST,
         "may not stand",										 0},
	{"xml, a control in a value",  HC_FORM_XML,
         " a=\"0123456789abcdef\n\"" LONG REST,                                   "may not stand",        0},
	{"xml, two blanks",            HC_FORM_XML,  "  a=\"1\"" LONG REST,       "no attribute",
         0												 },
	{"xml, no blank",              HC_FORM_XML,  " a=\"1\"b=\"2\"" LONG REST,
         "without an end",										0},
	{"xml, an element open",       HC_FORM_XML,  "><b>",                      "may not stand here",   0},
	{"xml, ours closed",           HC_FORM_XML,  "></message>",               "another element",      0},
	{"xml, closed without a name", HC_FORM_XML,  "></>",                      "may not stand",        0},
	{"xml, another's end",         HC_FORM_XML,  "><b></c>",                  "another element",      0},
	{"xml, a bare mark",           HC_FORM_XML,  "><b>&</b>",                 "unknown entity",       0},
	{"xml, a control",             HC_FORM_XML,  "><b>\001</b>",              "may not stand",        0},
	{"xml, no UTF-8",              HC_FORM_XML,  "><b>\377</b>",              "not UTF-8",            0},
	{"json, whole",                HC_FORM_JSON, ",\"a\":1,\n\"b\":[{}]",     NULL,                   0},
	{"json, no comma",             HC_FORM_JSON, "\"a\":1",                   "not JSON",             0},
	{"json, no value",             HC_FORM_JSON, ",\"a\":",                   "not JSON",             0},
	{"json, a list open",          HC_FORM_JSON, ",\"a\":[",                  "not JSON",             0},
	{"json, ours closed",          HC_FORM_JSON, ",\"a\":1}",                 "not JSON",             0},
	{"json, closed and opened",    HC_FORM_JSON, ",\"a\":1},{",               "not JSON",             0},
};

START_TEST(fragments_are_checked)
{
	HcPolicy *policy = hc_policy_new();
	HcBrief *brief = hc_brief_new(fragments[_i].form, policy);
	size_t length = strlen(fragments[_i].text);
	char *text = exact_copy(fragments[_i].text, length);
	g_autoptr(GError) error = NULL;
	size_t head = 99;
	bool good = hc_brief_check(brief, text, length, &head, &error);

	free(text);
	hc_brief_free(brief);
	hc_policy_free(policy);
	ck_assert_msg(good == (fragments[_i].what == NULL), "%s: %s",
	              fragments[_i].name, good ? "was taken" : error->message);
	if (good)
		ck_assert_msg(head == fragments[_i].head, "%s: %zu",
		              fragments[_i].name, head);
	else
		ck_assert_msg(strstr(error->message, fragments[_i].what),
		              "%s: %s", fragments[_i].name, error->message);
}
END_TEST

/* What stands in a brief message, or does not. */
static const struct {
	const char *name;
	const char *message;
	const char *holds;
	const char *lacks;
} told[] = {
	{"raw where a verdict rests on it", CLEAR,                                 "<raw shown=",                            NULL        },
	{"no raw elsewhere",                GOOD,                                  "<tls state=\"yes\"",                     "<raw"      },
	{"rests-on",			CLEAR,				 "outcome=\"fail\" rests-on=\"HC-T01\"",   "<reason>"  },
	{"what leaves it open",             MAIL,                                  "rests-on=\"HC-E06\"",                    "<reason>"  },
	{"legs",			    CLEAR,				 " legs=\"before-first-stamp inside-host", NULL        },
	{"no flag that is false",           CLEAR,                                 "evidence=\"attested\"",                  "=\"false\""},
	{"quotes, the first of each",       "Subject: a\nSubject: b\n" CLEAR,
         ">a</quote>",												       ">b</quote>"},
	{"a coded subject",                 "Subject: =?utf-8?q?=C3=A4?=\n" CLEAR,
         ">\303\244</quote>",												"=?"        },
};

START_TEST(brief_messages_tell)
{
	static const HcBriefPlace place = {1, 1, 1, NULL, 0};
	g_autofree char *xml = brief_of(HC_FORM_XML, told[_i].message, &place);

	ck_assert_msg(strstr(xml, told[_i].holds) != NULL, "%s: %s",
	              told[_i].name, xml);
	ck_assert_msg(told[_i].lacks == NULL ||
	                      strstr(xml, told[_i].lacks) == NULL,
	              "%s: %s", told[_i].name, xml);
}
END_TEST

START_TEST(found_are_those_with_more_than_information)
{
	HcPolicy *policy = hc_policy_new();
	HcVerdict *clear = judge(policy, CLEAR, strlen(CLEAR));
	HcVerdict *plain = judge(policy, GOOD, strlen(GOOD));
	size_t count;
	const HcFinding *found = hc_verdict_findings(plain, &count);
	bool more = false;

	for (size_t i = 0; i < count; i++)
		more |= found[i].effect != HC_EFFECT_INFO;
	ck_assert(hc_brief_is_found(clear));
	ck_assert_int_eq(hc_brief_is_found(plain), more);
	hc_verdict_unref(clear);
	hc_verdict_unref(plain);
	hc_policy_free(policy);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("brief");
	TCase *sink = tcase_create("sink");
	TCase *brief = tcase_create("brief");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(sink, make_folder, remove_folder);
	tcase_add_loop_test(sink, pieces_are_checked_as_they_are_written, 0,
	                    G_N_ELEMENTS(pieces));
	tcase_add_test(sink, every_cut_is_the_same);
	tcase_add_loop_test(sink, spliced_pieces_are_written, 0, 2);
	tcase_add_test(sink, splicing_into_a_tag_is_refused);
	tcase_add_test(sink, a_full_device_is_told);
	tcase_add_loop_test(sink, a_full_device_is_told_of_many, 0, 2);
	tcase_add_loop_test(brief, fragments_are_checked, 0,
	                    G_N_ELEMENTS(fragments));
	tcase_add_test(brief, a_fragment_finds_its_place);
	tcase_add_loop_test(brief, brief_messages_tell, 0, G_N_ELEMENTS(told));
	tcase_add_test(brief, found_are_those_with_more_than_information);
	suite_add_tcase(suite, sink);
	suite_add_tcase(suite, brief);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
