/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_report.c - three forms, one content; nothing leaves its place. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "fake-stages.h"
#include "layout.h"
#include "limit.h"
#include "report.h"
#include "wellformed.h"
#include "xml.h"

static const char sample[] =
	"Received: from a.example by mx.example; never\r\n";

/** Report what is in fake; the caller's. */
static GString *
write_report(const HcReportOptions *options, const HcInput *input,
             const GError *failure)
{
	g_autoptr(HcReport) report =
		hc_report_new(options, fake_policy(), NULL);
	GString *out = g_string_new(NULL);

	hc_report_add(report, fake_verdict());
	hc_report_add_input(report, input, failure);
	hc_report_finish(report);
	hc_report_take(report, out);
	return out;
}

static GString *
write_form(HcReportForm form)
{
	HcReportOptions options = {.form = form, .width = 1000};
	HcInput input = {.label = "label",
	                 .kind = HC_KIND_EML,
	                 .complete = true,
	                 .messages = 1};

	return write_report(&options, &input, NULL);
}

static xmlNode *
child(xmlNode *node, const char *name)
{
	for (node = node->children; node != NULL; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)node->name, name) == 0)
			return node;
	ck_abort_msg("no element %s", name);
	return NULL;
}

static char *
attribute(xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	char *copy = g_strdup((char *)value);

	xmlFree(value);
	return copy;
}

/* --------------------------------------------------------------- evil text */

static const struct {
	const char *name, *bytes;
	size_t length;
} evil[] = {
	{"markup",   "</raw><![CDATA[ ]]> <!-- --> &amp; \"'",           37},
	{"terminal", "\033[2J\033]0;x\007\302\233m \342\200\256",        16},
	{"no UTF-8", "\377\376\300\200",                                 4 },
	{"NUL",      "a\0b",					     3 },
	{"empty",    "",						 0 },
	{"lines",    "a\r\nb\r\n\r\nPASS\n",                             14},
	{"wide",     "\346\274\242\345\255\227\346\274\242\345\255\227", 12},
	{"spaces",   "          a           b          ",                33},
};

START_TEST(evil_text_stays_in_its_place)
{
	static const HcReportForm forms[] = {HC_FORM_TEXT, HC_FORM_XML,
	                                     HC_FORM_JSON};

	fake_fill(evil[_i].bytes, evil[_i].length);
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autoptr(GString) out = write_form(forms[i]);
		g_autoptr(GError) error = NULL;

		hc_report_check(forms[i], out->str, out->len, &error);
		ck_assert_msg(error == NULL, "%s, form %zu: %s", evil[_i].name,
		              i, error != NULL ? error->message : "");
		for (size_t j = 0; j < out->len; j++)
			ck_assert_msg((unsigned char)out->str[j] >= 0x20 ||
			                      out->str[j] == '\n',
			              "%s, form %zu: control", evil[_i].name,
			              i);
	}
	fake_clear();
}
END_TEST

START_TEST(no_line_exceeds_the_width)
{
	static const unsigned widths[] = {40, 80, 100, 132, 200};
	HcInput input = {.label = evil[_i].bytes, .complete = true};

	fake_fill(evil[_i].bytes, evil[_i].length);
	for (size_t i = 0; i < G_N_ELEMENTS(widths) * 6; i++) {
		HcReportOptions options = {
			.width = widths[i / 6],
			.utf8 = i % 2 == 0,
			.verbose = i % 6 / 2 == 1,
			.fields = i % 6 / 2 == 2,
			.timezone = "+05:45",
		};
		g_autoptr(GString) out = write_report(&options, &input, NULL);
		g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);

		for (char **line = lines; *line != NULL; line++)
			ck_assert_msg(hc_columns(*line, strlen(*line)) <=
			                      options.width,
			              "%s, width %u: %s", evil[_i].name,
			              options.width, *line);
	}
	fake_clear();
}
END_TEST

/** A client that calls itself "x  rDNS mail.bank.example" has no rDNS name by
 *  that. */
START_TEST(no_name_passes_for_two)
{
	static const char evil_name[] = "x\"  rDNS mail.bank.example (doubted)";
	HcReportOptions options = {.width = 110};
	HcInput input = {.label = "x", .complete = true, .messages = 1};
	g_autoptr(GString) out = NULL;

	fake_fill(sample, strlen(sample));
	memset(fake.facts[1], 0, sizeof fake.facts[1]);
	fake.facts[1][HC_FACT_HELO].text = evil_name;
	out = write_report(&options, &input, NULL);
	ck_assert_msg(strstr(out->str, "HELO \"x\\\"  rDNS mail.bank.example "
	                               "(doubted)\" (claimed)") != NULL,
	              "%s", out->str);
	fake_clear();
}
END_TEST

/** Nine equal notes are one line: how many, the first places, and the rest as
 *  a number; with --verbose every place. */
START_TEST(equal_notes_share_a_line)
{
	HcReportOptions options = {.width = 1000};
	HcInput input = {.label = "x", .complete = true, .messages = 1};
	HcNote many[10];
	g_autoptr(GString) brief = NULL;
	g_autoptr(GString) verbose = NULL;

	for (unsigned i = 0; i < 9; i++)
		many[i] = (HcNote){
			HC_NOTE_NUL_IN_HEADER, {10 * i, 1 + i % 2}
                };
	many[9] = (HcNote){
		HC_NOTE_TRUNCATED, {3, 4}
        };
	fake_fill(sample, strlen(sample));
	fake.message_notes = many;
	fake.message_note_count = G_N_ELEMENTS(many);
	brief = write_report(&options, &input, NULL);
	options.verbose = true;
	verbose = write_report(&options, &input, NULL);
	ck_assert_msg(strstr(brief->str, "note nul-in-header, 9 times: ") &&
	                      strstr(brief->str, "  bytes 0, 10-11, 20, 30-31, "
	                                         "40, 50-51, 60, 70-71"),
	              "%s", brief->str);
	ck_assert_ptr_nonnull(strstr(brief->str, " and 1 more\n"));
	ck_assert_ptr_nonnull(strstr(brief->str, "bytes 3-6\n"));
	ck_assert_ptr_nonnull(strstr(verbose->str, ", 70-71, 80\n"));
	fake_clear();
}
END_TEST

/** A time is told unasked when it stands against a stamp: a receiver's own on
 *  either side of it, another's only behind it. */
static const struct {
	HcHintKind kind;
	int64_t difference_s;
	bool told;
} hints[] = {
	{HC_HINT_QUEUE_CLOCK,      -HC_CLOCK_TOLERANCE_S,     false},
	{HC_HINT_QUEUE_CLOCK,      -HC_CLOCK_TOLERANCE_S - 1, true },
	{HC_HINT_ARRIVAL_CLOCK,    HC_CLOCK_TOLERANCE_S + 1,  true },
	{HC_HINT_ARRIVAL_CLOCK,    HC_CLOCK_TOLERANCE_S,      false},
	{HC_HINT_MESSAGE_ID_CLOCK, -1000000,                  false},
	{HC_HINT_MESSAGE_ID_CLOCK, HC_CLOCK_TOLERANCE_S + 1,  true },
	{HC_HINT_SIGNATURE_CLOCK,  -1000000,                  false},
	{HC_HINT_SIGNATURE_CLOCK,  HC_CLOCK_TOLERANCE_S + 1,  true },
	{HC_HINT_THREAD_CLOCK,     -1000000,                  false},
};

START_TEST(hints_that_stand_against_a_stamp)
{
	HcReportOptions options = {.width = 1000};
	HcInput input = {.label = "x", .complete = true, .messages = 1};
	g_autoptr(GString) brief = NULL;
	g_autoptr(GString) verbose = NULL;

	fake_fill(sample, strlen(sample));
	fake.hints[0].kind = hints[_i].kind;
	fake.hints[0].difference_s = hints[_i].difference_s;
	fake.hint_count = 1;
	brief = write_report(&options, &input, NULL);
	options.verbose = true;
	verbose = write_report(&options, &input, NULL);
	ck_assert_msg((strstr(brief->str, "hint ") != NULL) == hints[_i].told,
	              "row %d: %s", _i, brief->str);
	ck_assert_ptr_nonnull(strstr(verbose->str, "hint "));
	fake_clear();
}
END_TEST

START_TEST(many_hints_are_counted)
{
	HcReportOptions options = {.width = 1000};
	HcInput input = {.label = "x", .complete = true, .messages = 1};
	g_autoptr(GString) out = NULL;

	fake_fill(sample, strlen(sample));
	fake.hint_count = G_N_ELEMENTS(fake.hints);
	for (size_t i = 1; i < fake.hint_count; i++)
		fake.hints[i] = fake.hints[0];
	out = write_report(&options, &input, NULL);
	ck_assert_msg(strstr(out->str, "and 2 hints more") != NULL, "%s",
	              out->str);
	fake_clear();
}
END_TEST

START_TEST(ascii_when_not_utf8)
{
	HcReportOptions options = {.verbose = true};
	HcInput input = {.label = "\303\251", .complete = false};
	g_autoptr(GString) out = NULL;

	fake_fill("caf\303\251 \346\274\242", 9);
	out = write_report(&options, &input, NULL);
	for (size_t i = 0; i < out->len; i++)
		ck_assert((unsigned char)out->str[i] < 0x80);
	ck_assert_ptr_nonnull(strstr(out->str, "caf\\u{00e9}"));
	fake_clear();
}
END_TEST

START_TEST(colour_only_if_asked)
{
	HcReportOptions options = {.colour = true};
	HcInput input = {.label = "x", .complete = true, .messages = 1};
	g_autoptr(GString) with = NULL;
	g_autoptr(GString) without = NULL;
	g_autoptr(GString) plain = g_string_new(NULL);

	fake_fill(sample, strlen(sample));
	with = write_report(&options, &input, NULL);
	options.colour = false;
	without = write_report(&options, &input, NULL);
	ck_assert_ptr_null(strchr(without->str, '\033'));
	for (const char *at = with->str; *at != '\0'; at++) {
		if (*at == '\033')
			at = strchr(at, 'm');
		else
			g_string_append_c(plain, *at);
	}
	ck_assert_uint_gt(with->len, without->len);
	ck_assert_str_eq(plain->str, without->str);
	fake_clear();
}
END_TEST

/* ----------------------------------------------------------------- content */

/** The same walk that writes XML writes JSON, so what must be shown is that
 *  the values reach both, and the text. */
START_TEST(forms_carry_the_values)
{
	static const struct {
		const char *xml, *json, *text;
	} values[] = {
		{"token=\"time-reversal\"",      "\"token\":\"time-reversal\"",
	         "time-reversal"								     },
		{"grade-now=\"weak\"",           "\"grade-now\":\"weak\"",      "weak now"           },
		{"grade-then=\"strong\"",        "\"grade-then\":\"strong\"",
	         "strong when stamped"							       },
		{"delay=\"-4000\"",              "\"delay\":-4000",             "-1 h 6 min"         },
		{"address=\"203.0.113.9\"",      "\"address\":\"203.0.113.9\"",
	         "203.0.113.9"								       },
		{"kind=\"content-filter\"",      "\"kind\":\"content-filter\"",
	         "content filter"								    },
		{"difference=\"-7200\"",         "\"difference\":-7200",
	         "2 h before the stamp"							      },
		{"id=\"HC-T01\"",                "\"id\":\"HC-T01\"",           "HC-T01"             },
		{"utc=\"2023-11-14T22:13:20Z\"",
	         "\"utc\":\"2023-11-14T22:13:20Z\"",                            "2023-11-14 22:13:20"},
		{"horizon=\"2\"",                "\"horizon\":2",               "horizon"            },
		{"as-of=\"2024-03-01\"",         "\"as-of\":\"2024-03-01\"",
	         "as of 2024-03-01"								  },
		{"outcome=\"fail\"",             "\"outcome\":\"fail\"",        "FAIL"               },
	};
	g_autoptr(GString) xml = NULL;
	g_autoptr(GString) json = NULL;
	g_autoptr(GString) text = NULL;

	fake_fill(sample, strlen(sample));
	xml = write_form(HC_FORM_XML);
	json = write_form(HC_FORM_JSON);
	text = write_form(HC_FORM_TEXT);
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
		ck_assert_msg(strstr(xml->str, values[i].xml) != NULL,
		              "XML lacks %s", values[i].xml);
		ck_assert_msg(strstr(json->str, values[i].json) != NULL,
		              "JSON lacks %s", values[i].json);
		ck_assert_msg(strstr(text->str, values[i].text) != NULL,
		              "text lacks %s:\n%s", values[i].text, text->str);
	}
	fake_clear();
}
END_TEST

START_TEST(raw_field_can_be_rebuilt)
{
	static const char bytes[] = "Received: \377\001\\ by x;\r\n\tnever\r\n";
	g_autoptr(GString) out = NULL;
	g_autoptr(GString) hex = g_string_new(NULL);
	g_autofree char *raw_hex = NULL;
	xmlDoc *document;
	xmlNode *node;

	fake_fill(bytes, sizeof bytes - 1);
	out = write_form(HC_FORM_XML);
	document = hc_xml_parse(out->str, out->len, "report", HC_ERROR_WRITE,
	                        NULL);
	ck_assert_ptr_nonnull(document);
	node = child(child(xmlDocGetRootElement(document), "messages"),
	             "message");
	node = child(child(child(node, "hops"), "hop"), "raw");
	raw_hex = attribute(node, "raw-hex");
	for (size_t i = 0; i < sizeof bytes - 1; i++)
		g_string_append_printf(hex, "%02x", (unsigned char)bytes[i]);
	ck_assert_str_eq(raw_hex, hex->str);
	xmlFreeDoc(document);
	fake_clear();
}
END_TEST

START_TEST(long_field_is_cut_with_digest)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autoptr(GString) out = NULL;
	g_autofree char *sum = NULL;
	g_autofree char *wanted = NULL;

	while (bytes->len < HC_SHOWN_MAX + 1)
		g_string_append(bytes, "\303\251");
	fake_fill(bytes->str, bytes->len);
	out = write_form(HC_FORM_XML);
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, bytes->str,
	                                    (gssize)bytes->len);
	wanted = g_strdup_printf("<raw shown=\"4096\" sha256=\"%s\">", sum);
	ck_assert_ptr_nonnull(strstr(out->str, wanted));
	ck_assert_ptr_nonnull(strstr(out->str, " cut=\"true\">"));
	ck_assert(hc_report_check(HC_FORM_XML, out->str, out->len, NULL));
	fake_clear();
}
END_TEST

/** The schema names each note, so that a new one is not forgotten there. */
START_TEST(schema_knows_every_note)
{
	g_autofree char *schema = g_strndup((const char *)hc_report_schema,
	                                    hc_report_schema_length);

	for (unsigned i = 0; i < HC_NOTE_COUNT; i++) {
		g_autofree char *row =
			g_strdup_printf("<xs:enumeration value=\"%s\"/>",
		                        hc_note_token((HcNoteCode)i));

		ck_assert_msg(strstr(schema, row) != NULL, "no %s", row);
	}
}
END_TEST

START_TEST(totals_add_up)
{
	HcReportOptions options = {.form = HC_FORM_TEXT};
	g_autoptr(HcReport) report =
		hc_report_new(&options, fake_policy(), NULL);
	g_autoptr(GError) failure =
		g_error_new(HC_ERROR, HC_ERROR_OPEN, "no such file");
	const HcNote cut = {
		HC_NOTE_LIMIT_REACHED, {0, 0}
        };
	const HcRegion utf16 = {HC_NOTE_UTF16, 0, 4};
	HcInput whole = {.label = "a", .complete = true};
	HcInput none = {.label = "b"};
	HcInput changed = {.label = "c", .complete = true, .changed = true};
	HcInput odd = {.label = "d",
	               .complete = true,
	               .regions = &utf16,
	               .region_count = 1};
	const HcTotals *totals = hc_report_totals(report);

	fake_fill(sample, strlen(sample));
	hc_report_add(report, fake_verdict());
	fake.outcome = HC_OUTCOME_PASS;
	hc_report_add(report, fake_verdict());
	hc_report_add_input(report, &whole, NULL);
	ck_assert_uint_eq(totals->inputs_failed, 0);
	hc_report_add_input(report, &none, failure);
	ck_assert_uint_eq(totals->inputs_failed, 1);
	hc_report_add_input(report, &changed, NULL);
	ck_assert_uint_eq(totals->inputs_failed, 2);
	hc_report_add_input(report, &odd, NULL);
	ck_assert_uint_eq(totals->inputs_failed, 3);
	fake.message_notes = &cut;
	fake.message_note_count = 1;
	fake.outcome = HC_OUTCOME_INDETERMINATE;
	hc_report_add(report, fake_verdict());
	hc_report_add_input(report, &whole, NULL);
	ck_assert_uint_eq(totals->inputs_failed, 4);
	ck_assert_uint_eq(totals->inputs, 5);
	ck_assert_uint_eq(totals->messages, 3);
	ck_assert_uint_eq(totals->hops, 3 * FAKE_HOPS);
	ck_assert_uint_eq(totals->fail, 1);
	ck_assert_uint_eq(totals->pass, 1);
	ck_assert_uint_eq(totals->indeterminate, 1);
	fake_clear();
}
END_TEST

START_TEST(quiet_is_one_line)
{
	HcReportOptions options = {.quiet = true, .width = 40};
	HcInput input = {.label = "x", .complete = true};
	g_autoptr(GString) out = NULL;

	fake_fill("a long reason that would not fit into forty columns\n", 52);
	out = write_report(&options, &input, NULL);
	ck_assert_ptr_eq(strchr(out->str, '\n'), out->str + out->len - 1);
	ck_assert(g_str_has_prefix(out->str, "FAIL  "));
	fake_clear();
}
END_TEST

static const struct {
	const char *name;
	bool good;
} zones[] = {
	{"UTC",		     true },
	{"+01:00",                  true },
	{"Europe/London",           true },
	{"Mars/Olympus",            false},
	{"",			false},
	{"/etc/localtime",          false},
	{"../../../etc/localtime",  false},
	{"Europe/../Europe/London", false},
	{"\033[2J",                 false},
};

START_TEST(zone_by_name)
{
	HcReportOptions options = {.timezone = zones[_i].name};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcReport) report =
		hc_report_new(&options, fake_policy(), &error);

	ck_assert_msg((report != NULL) == zones[_i].good, "zone '%s'",
	              zones[_i].name);
	if (!zones[_i].good)
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_POLICY));
}
END_TEST

/* ------------------------------------------------------------------- dates */

static const struct {
	int64_t unix_s;
	const char *text;
} dates[] = {
	{0,	    "1970-01-01 00:00:00" },
	{-1,           "1969-12-31 23:59:59" },
	{951782400,    "2000-02-29 00:00:00" },
	{951868799,    "2000-02-29 23:59:59" },
	{1709164800,   "2024-02-29 00:00:00" },
	{4107542400,   "2100-03-01 00:00:00" },
	{253402300799, "9999-12-31 23:59:59" },
	{253402300800, "10000-01-01 00:00:00"},
	{-62135596800, "0001-01-01 00:00:00" },
	{-62167219200, "0000-01-01 00:00:00" },
	{-62167219201, "-0001-12-31 23:59:59"},
};

START_TEST(date_of_seconds)
{
	g_autoptr(GString) out = g_string_new(NULL);

	hc_civil_append(out, dates[_i].unix_s, ' ');
	ck_assert_str_eq(out->str, dates[_i].text);
}
END_TEST

/** Each day from 1900 on has the date that GLib gives it. */
START_TEST(date_of_every_day)
{
	for (int64_t day = -25567; day < 60000; day++) {
		g_autoptr(GString) out = g_string_new(NULL);
		char wanted[32];
		GDate date;

		g_date_clear(&date, 1);
		g_date_set_julian(&date, (guint32)(day + 719163));
		g_snprintf(wanted, sizeof wanted, "%04u-%02d-%02uT12:34:56",
		           (unsigned)g_date_get_year(&date),
		           (int)g_date_get_month(&date),
		           (unsigned)g_date_get_day(&date));
		hc_civil_append(out, day * 86400 + 45296, 'T');
		ck_assert_str_eq(out->str, wanted);
	}
}
END_TEST

static const struct {
	int64_t delay_s;
	const char *text;
} delays[] = {
	{0,      "+0 s"        },
        {4,      "+4 s"        },
        {-4,     "-4 s"        },
	{-120,   "-2 min"      },
        {61,     "+1 min 1 s"  },
        {3599,   "+59 min 59 s"},
	{3600,   "+1 h"        },
        {3605,   "+1 h"        },
        {-3900,  "-1 h 5 min"  },
	{86400,  "+1 d"        },
        {180000, "+2 d 2 h"    },
};

START_TEST(delay_in_words)
{
	g_autoptr(GString) out = g_string_new(NULL);

	hc_civil_append_delay(out, delays[_i].delay_s);
	ck_assert_str_eq(out->str, delays[_i].text);
}
END_TEST

/* ------------------------------------------------------------------- check */

static const struct {
	HcReportForm form;
	const char *text;
	const char *error; /* NULL: good */
} checks[] = {
	{HC_FORM_TEXT, "",						     NULL                           },
	{HC_FORM_TEXT, "caf\303\251\n",					NULL                           },
	{HC_FORM_TEXT, "\033[1;31mFAIL\033[0m\n",                              NULL                           },
	{HC_FORM_TEXT, "a\n\033[2J",					   "report:2: a control character"},
	{HC_FORM_TEXT, "a\033",						"report:1: a control character"},
	{HC_FORM_TEXT, "a\rb",						 "report:1: a control character"},
	{HC_FORM_TEXT, "a\n\n\377",					    "report:3: not UTF-8"          },
	{HC_FORM_JSON, "{}",						   NULL                           },
	{HC_FORM_JSON, " [1,-2,0,true,false,null,\"a\\\\\\\"\",{\"b\":[]}]\n",
         NULL												 },
	{HC_FORM_JSON, "",						     "report:1: not JSON"           },
	{HC_FORM_JSON, "{",						    "report:1: not JSON"           },
	{HC_FORM_JSON, "{}\n{}",					       "report:2: not JSON"           },
	{HC_FORM_JSON, "{\"a\":1,}",					   "report:1: not JSON"           },
	{HC_FORM_JSON, "[1,]",						 "report:1: not JSON"           },
	{HC_FORM_JSON, "[1 2]",						"report:1: not JSON"           },
	{HC_FORM_JSON, "{\"a\" 1}",					    "report:1: not JSON"           },
	{HC_FORM_JSON, "{1:2}",						"report:1: not JSON"           },
	{HC_FORM_JSON, "[}",						   "report:1: not JSON"           },
	{HC_FORM_JSON, "[01]",						 "report:1: not JSON"           },
	{HC_FORM_JSON, "[-]",						  "report:1: not JSON"           },
	{HC_FORM_JSON, "[nul]",						"report:1: not JSON"           },
	{HC_FORM_JSON, "[\"a\n\"]",					    "report:1: not JSON"           },
	{HC_FORM_JSON, "[\"a]",						"report:1: not JSON"           },
	{HC_FORM_JSON, "[\"\\x\"]",					    "report:1: not JSON"           },
	{HC_FORM_JSON, "[\"\377\"]",					   "report:1: not UTF-8"          },
	{HC_FORM_XML,  "<report/>",					    "report:1: "                   },
	{HC_FORM_XML,  "<report xmlns='urn:hopcheck:report:1'/>",              "report:1: "                   },
};

START_TEST(finished_bytes)
{
	g_autoptr(GError) error = NULL;
	const char *text = checks[_i].text;

	hc_report_check(checks[_i].form, text, strlen(text), &error);
	if (checks[_i].error == NULL)
		ck_assert_msg(error == NULL, "row %d: %s", _i,
		              error ? error->message : "");
	else
		ck_assert_msg(
			error != NULL && g_str_has_prefix(error->message,
		                                          checks[_i].error),
			"row %d: %s", _i, error ? error->message : "good");
}
END_TEST

START_TEST(deep_json_is_refused)
{
	g_autoptr(GString) deep = g_string_new(NULL);

	for (int i = 0; i < 100000; i++)
		g_string_append_c(deep, '[');
	ck_assert(!hc_check_json(deep->str, deep->len, NULL));
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, evil_text_stays_in_its_place, 0,
	                    G_N_ELEMENTS(evil));
	tcase_add_loop_test(tcase, no_line_exceeds_the_width, 0,
	                    G_N_ELEMENTS(evil));
	tcase_add_test(tcase, no_name_passes_for_two);
	tcase_add_test(tcase, equal_notes_share_a_line);
	tcase_add_loop_test(tcase, hints_that_stand_against_a_stamp, 0,
	                    G_N_ELEMENTS(hints));
	tcase_add_test(tcase, many_hints_are_counted);
	tcase_add_test(tcase, ascii_when_not_utf8);
	tcase_add_test(tcase, colour_only_if_asked);
	tcase_add_test(tcase, forms_carry_the_values);
	tcase_add_test(tcase, raw_field_can_be_rebuilt);
	tcase_add_test(tcase, long_field_is_cut_with_digest);
	tcase_add_test(tcase, schema_knows_every_note);
	tcase_add_test(tcase, totals_add_up);
	tcase_add_test(tcase, quiet_is_one_line);
	tcase_add_loop_test(tcase, zone_by_name, 0, G_N_ELEMENTS(zones));
	tcase_add_loop_test(tcase, date_of_seconds, 0, G_N_ELEMENTS(dates));
	tcase_add_test(tcase, date_of_every_day);
	tcase_add_loop_test(tcase, delay_in_words, 0, G_N_ELEMENTS(delays));
	tcase_add_loop_test(tcase, finished_bytes, 0, G_N_ELEMENTS(checks));
	tcase_add_test(tcase, deep_json_is_refused);
}

int
main(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = tcase_create("report");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
