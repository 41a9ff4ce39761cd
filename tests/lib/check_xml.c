/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_xml.c - hostile XML is refused with its line, and silently. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlschemas.h>

#include "exact.h"
#include "hopcheck.h"
#include "limit.h"
#include "survey.h"
#include "xml.h"

static const char schema[] =
	"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
	"<xs:element name='a'><xs:complexType><xs:sequence>"
	"<xs:element name='b' type='xs:int' maxOccurs='unbounded'/>"
	"</xs:sequence></xs:complexType></xs:element></xs:schema>";

static const struct {
	const char *name, *document;
	const char *parse, *validate; /* words of the error; NULL: none */
} rows[] = {
	{"good",		    "<a>\n<b>1</b></a>",                               NULL,                         NULL                        },
	{"entity of XML",           "<a><b>&#49;</b></a>",                             NULL,                         NULL                        },
	{"bad value",               "<a>\n<b>x</b></a>",                               NULL,                         "doc:2: Element 'b'"        },
	{"unknown element",         "<a>\n\n<c/></a>",                                 NULL,                         "doc:3: Element 'c'"        },
	{"missing element",         "<a/>",					    NULL,                         "doc:1: Element 'a'"        },
	{"other root",              "<b>1</b>",					NULL,                         "doc:1: Element 'b'"        },
	{"cut short",               "<a>\n<b>1</b>",                                   "doc:2:",                     "doc:2:"                    },
	{"empty",		   "",						"doc:",                       "doc:"                      },
	{"after the end",           "<a><b>1</b></a>x",                                "doc:1:",                     "doc:1:"                    },
	{"control character",       "<a><b>\001</b></a>",                              "doc:1:",                     "doc:1:"                    },
	{"no UTF-8",                "<a>\n<b>\377</b></a>",                            "doc:2:",                     "doc:2:"                    },
	{"unknown entity",          "<a><b>&x;</b></a>",                               "doc:1:",                     "doc:1:"                    },
	{"doctype",                 "<!DOCTYPE a><a><b>1</b></a>",                     "declaration is not allowed",
         "declaration is not allowed"													    },
	{"doctype of another file",
         "\n<!DOCTYPE a SYSTEM '/etc/passwd'><a><b>1</b></a>",                         "doc:2: a document type",     "doc:2: a document type"    },
	{"entity of its own",       "<!DOCTYPE a [<!ENTITY x '1'>]><a><b>&x;</b></a>",
         "declaration is not allowed",									       "declaration is not allowed"},
	{"schema of its own",
         "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
         "i:noNamespaceSchemaLocation='/nowhere.xsd'><b>x</b></a>",                    NULL,			 "Element 'b'"               },
};

static void
expect(const char *row, const char *step, const GError *error,
       const char *wanted)
{
	if (wanted == NULL)
		ck_assert_msg(error == NULL, "%s, %s: %s", row, step,
		              error != NULL ? error->message : "");
	else
		ck_assert_msg(
			error != NULL && strstr(error->message, wanted) != NULL,
			"%s, %s: \"%s\" lacks \"%s\"", row, step,
			error != NULL ? error->message : "no error", wanted);
}

START_TEST(each_document)
{
	size_t length = strlen(rows[_i].document);
	char *exact = exact_copy(rows[_i].document, length);
	g_autoptr(GError) parsed = NULL;
	g_autoptr(GError) valid = NULL;
	xmlDoc *document =
		hc_xml_parse(exact, length, "doc", HC_ERROR_POLICY, &parsed);

	expect(rows[_i].name, "parse", parsed, rows[_i].parse);
	ck_assert_int_eq(document == NULL, rows[_i].parse != NULL);
	if (document != NULL)
		xmlFreeDoc(document);
	if (parsed != NULL)
		ck_assert(g_error_matches(parsed, HC_ERROR, HC_ERROR_POLICY));
	ck_assert_int_eq(hc_xml_validate(schema, strlen(schema), exact, length,
	                                 "doc", HC_ERROR_WRITE, &valid),
	                 rows[_i].validate == NULL);
	expect(rows[_i].name, "validate", valid, rows[_i].validate);
	free(exact);
}
END_TEST

/** Depth 256 is libxml2's own bound. */
START_TEST(depth_is_bounded)
{
	g_autoptr(GString) deep = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	for (int i = 0; i < 100000; i++)
		g_string_append(deep, "<a>");
	ck_assert_ptr_null(hc_xml_parse(deep->str, deep->len, "doc",
	                                HC_ERROR_POLICY, &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

START_TEST(long_documents_pass)
{
	g_autoptr(GString) many = g_string_new("<a>");
	g_autoptr(GError) error = NULL;

	for (int i = 0; i < 1000000; i++)
		g_string_append(many, "<b>12345</b>\n");
	g_string_append(many, "</a>");
	hc_xml_validate(schema, strlen(schema), many->str, many->len, "doc",
	                HC_ERROR_WRITE, &error);
	ck_assert_msg(error == NULL, "%s", error ? error->message : "");
}
END_TEST

/* Good and bad documents in turn, as each finds the schema after the other. */
START_TEST(kept_schema_says_the_same)
{
	static HcXmlKept kept;

	for (size_t i = 0; i < 2 * G_N_ELEMENTS(rows); i++) {
		const char *document = rows[i / 2].document;
		g_autoptr(GError) error = NULL;
		bool valid = hc_xml_validate_kept(
			&kept, schema, strlen(schema), document,
			strlen(document), "doc", HC_ERROR_WRITE, &error);

		ck_assert_int_eq(valid, rows[i / 2].validate == NULL);
		expect(rows[i / 2].name, "validate", error,
		       rows[i / 2].validate);
	}
	xmlSchemaFree(kept.schema);
}
END_TEST

/* It is told each time. */
START_TEST(bad_schema_is_never_kept)
{
	static HcXmlKept kept;

	for (int i = 0; i < 2; i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!hc_xml_validate_kept(&kept, "<x/>", 4, "<a/>", 4,
		                                "doc", HC_ERROR_WRITE, &error));
		ck_assert_ptr_nonnull(error);
	}
	ck_assert_ptr_null(kept.schema);
}
END_TEST

START_TEST(bad_schema_is_refused)
{
	g_autoptr(GError) error = NULL;

	ck_assert(!hc_xml_validate("<x/>", 4, "<a/>", 4, "doc", HC_ERROR_WRITE,
	                           &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

static void
count(void *data, xmlErrorPtr trouble)
{
	(*(int *)data)++;
}

/** A program that uses libxml2 itself keeps its own error hook. */
START_TEST(hook_is_given_back)
{
	int heard = 0;
	xmlDoc *document;

	xmlSetStructuredErrorFunc(&heard, count);
	document = hc_xml_parse("<a", 2, "doc", HC_ERROR_POLICY, NULL);
	ck_assert_ptr_null(document);
	ck_assert_int_eq(heard, 0);
	document = xmlReadMemory("<a", 2, NULL, NULL, 0);
	ck_assert_ptr_null(document);
	ck_assert_int_gt(heard, 0);
	xmlSetStructuredErrorFunc(NULL, NULL);
}
END_TEST

#define BOM "\xef\xbb\xbf"

/* What is looked at before libxml2 reads it, and told where it begins. */
static const struct {
	const char *name, *document;
	const char *refused;   /* words of the error; NULL: none */
	unsigned line, column; /* of the first <b> */
} survey_rows[] = {
	{"good",					"<a>\n <b>1</b></a>",                                    NULL,                                  2, 2 },
	{"a byte order mark",                           BOM "<a><b>1</b></a>",                                   NULL,                                  1, 4 },
	{"tags in a comment, CDATA and an instruction",
         "<a><!-- <b> --><?p <b> ?><b><![CDATA[1]]></b></a>",                                                    NULL,                                  1, 26},
	{"CDATA that looks like tags",                  "<a><b>1</b><b><![CDATA[<b>]]></b></a>",
         "doc:1:12: Element 'b'",														       0, 0 },
	{"a tag in a value",                            "<a c='<b>'><b>1</b></a>",                               "doc:1",                               0, 0 },
	{"an end in a value",                           "<a c='>'><b>1</b></a>",
         "doc:1:1: Element 'a', attribute 'c'",													 0, 0 },
	{"UTF-8 by its own word",
         "<?xml version='1.0' encoding='UTF-8'?><a><b>1</b></a>",                                                NULL,                                  1, 42},
	{"a subset of it",
         "<?xml version='1.0' encoding = \"us-ascii\"?><a><b>1</b></a>",                                         NULL,
         1,																		47},
	{"no word of it",			       "<?xml version='1.0'?><a><b>1</b></a>",                  NULL,                                  1, 25},
	{"another encoding",
         "<?xml version='1.0' encoding='UTF-16'?><a><b>1</b></a>",                                               "doc:1:1: declares an encoding other", 0, 0 },
	{"UTF-7",				       "<?xml version='1.0' encoding='UTF-7'?><a><b>1</b></a>",
         "doc:1:1: declares an encoding other",													 0, 0 },
	{"an encoding without its marks",
         "<?xml version='1.0' encoding=UTF-8?><a><b>1</b></a>",                                                  "doc:1",                               0, 0 },
	{"a declaration that never ends",
         "<?xml version='1.0' encoding='UTF-8'",                                                                 "doc:1:1: declares an encoding other", 0, 0 },
	{"no bytes",				    "",						      "doc:1:1: the document is empty",      0, 0 },
	{"no UTF-8",				    "<a>\n\377</a>",					 "doc:2:1: not UTF-8",                  0, 0 },
	{"a document type",			     "<a>\n <!DOCTYPE a></a>",
         "doc:2:2: a document type declaration",													0, 0 },
	{"a value that never ends",                     "<a c='1><b>1</b></a>",                                  "doc:1",                               0, 0 },
	{"an end too many",			     "</a><a><b>1</b></a>",                                   "doc:1",                               0, 0 },
	{"a comment that never ends",                   "<a><b>1</b></a><!-- ",                                  "doc:1",                               0, 0 },
	{"not valid",				   "<a>\n  <b>x</b></a>",                                   "doc:2:3: Element 'b': 'x'",           0, 0 },
};

START_TEST(documents_are_surveyed)
{
	size_t length = strlen(survey_rows[_i].document);
	char *exact = exact_copy(survey_rows[_i].document, length);
	g_autoptr(GError) error = NULL;
	HcXmlSurveyed *document =
		hc_xml_survey(exact, length, schema, strlen(schema), "doc",
	                      HC_ERROR_POLICY, &error);

	free(exact);
	expect(survey_rows[_i].name, "survey", error, survey_rows[_i].refused);
	ck_assert_int_eq(document == NULL, survey_rows[_i].refused != NULL);
	if (document != NULL) {
		const xmlNode *b =
			xmlFirstElementChild((xmlNode *)hc_xml_root(document));
		HcXmlPlace place = hc_xml_place(document, b);

		ck_assert_msg(place.line == survey_rows[_i].line &&
		                      place.column == survey_rows[_i].column,
		              "%s: %u:%u", survey_rows[_i].name, place.line,
		              place.column);
	}
	hc_xml_surveyed_free(document);
}
END_TEST

static void
refuse_survey(const GString *document, const char *why)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_xml_survey(document->str, document->len, schema,
	                                 strlen(schema), "doc", HC_ERROR_POLICY,
	                                 &error));
	ck_assert_msg(strstr(error->message, why) != NULL, "%s",
	              error->message);
}

START_TEST(surveys_have_limits)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (unsigned i = 0; i <= HC_XML_DEPTH_MAX; i++)
		g_string_append(text, "<a>");
	refuse_survey(text, "elements are nested too deep");
	g_string_assign(text, "<a");
	for (unsigned i = 0; i <= HC_XML_ATTRIBUTES_MAX; i++)
		g_string_append_printf(text, " x%u=''", i);
	g_string_append(text, "/>");
	refuse_survey(text, "too many attributes");
	g_string_assign(text, "<a><b>1</b>");
	g_string_append_c(text, '\0');
	g_string_append(text, "</a>");
	refuse_survey(text, "doc:1:12: a NUL byte");
	g_string_assign(text, "<a>");
	while (text->len <= HC_POLICY_MAX)
		g_string_append(text, "          ");
	refuse_survey(text, "the document is too big");
}
END_TEST

START_TEST(survey_needs_a_schema)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_xml_survey("<a/>", 4, "<x/>", 4, "doc",
	                                 HC_ERROR_POLICY, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
	ck_assert(g_str_has_prefix(error->message, "doc:1:1: "));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("xml");
	TCase *tcase = tcase_create("xml");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, each_document, 0, G_N_ELEMENTS(rows));
	tcase_add_test(tcase, depth_is_bounded);
	tcase_add_test(tcase, long_documents_pass);
	tcase_add_test(tcase, bad_schema_is_refused);
	tcase_add_test(tcase, kept_schema_says_the_same);
	tcase_add_test(tcase, bad_schema_is_never_kept);
	tcase_add_test(tcase, hook_is_given_back);
	tcase_add_loop_test(tcase, documents_are_surveyed, 0,
	                    G_N_ELEMENTS(survey_rows));
	tcase_add_test(tcase, surveys_have_limits);
	tcase_add_test(tcase, survey_needs_a_schema);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
