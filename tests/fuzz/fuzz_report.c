/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_report.c - whatever a message says, each form stays well-formed, holds
 * no control character and fits its width. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "fake-stages.h"
#include "harness.h"
#include "layout.h"

static void
check_width(const GString *text, unsigned width)
{
	const char *line = text->str;

	while (*line != '\0') {
		const char *end = strchr(line, '\n');

		g_assert_nonnull(end);
		g_assert_cmpuint(hc_columns(line, (size_t)(end - line)), <=,
		                 width);
		line = end + 1;
	}
}

static void
check_form(const HcReportOptions *options)
{
	g_autoptr(HcReport) report =
		hc_report_new(options, fake_policy(), NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	HcInput input = {.label = fake.text, .complete = true};

	hc_report_add(report, fake_verdict());
	hc_report_add_input(report, &input, NULL);
	hc_report_finish(report);
	hc_report_take(report, out);
	hc_report_check(options->form, out->str, out->len, &error);
	g_assert_no_error(error);
	if (options->form == HC_FORM_TEXT && !options->colour)
		check_width(out, options->width);
}

/** Let the facts of a hop stand anywhere in its field, across each other. */
static void
scatter(const uint8_t *data, uint32_t size)
{
	HcReceived *received = &fake.received[1];

	for (uint32_t i = 0; i < HC_FACT_COUNT && size > 0; i++) {
		uint32_t offset = (i * 31 + data[i % size]) % size;
		uint32_t length = data[(i * 7) % size] % (size - offset + 1);

		fake.facts[1][i].where = (HcSpan){offset, length};
	}
	received->comments = received->facts;
	received->comment_count = HC_FACT_COUNT;
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	static const HcReportOptions options[] = {
		{.form = HC_FORM_TEXT, .width = 80, .verbose = true},
		{.form = HC_FORM_TEXT,     .width = 40, .utf8 = true},
		{.form = HC_FORM_TEXT, .width = 40, .fields = true},
		{.form = HC_FORM_TEXT,
	         .width = 160,
	         .colour = true,
	         .fields = true,
	         .utf8 = true},
		{.form = HC_FORM_TEXT, .width = 130},
		{.form = HC_FORM_XML     },
		{.form = HC_FORM_JSON},
	};

	fake_fill((const char *)data, size);
	scatter(data, (uint32_t)size);
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		check_form(&options[i]);
	fake_clear();
}
