/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-check.c - hopreport validate and explain. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "views.h"

static gboolean quiet;
static char *format, *width;

static const GOptionEntry validate_options[] = {
	{"quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet,
         "Say nothing of a report that holds together", NULL},
	{0     },
};

static const GOptionEntry explain_options[] = {
	{"format", 'f', 0, G_OPTION_ARG_FILENAME, &format,
         "Form of the answer: text (default), json", "FORM"},
	{"width",       'w', 0, G_OPTION_ARG_FILENAME, &width,
         "Columns of text (default: the terminal's, or 80)", "N"},
	{0},
};

/** A flaw: "FILE:LINE: what", escaped. */
typedef struct {
	Cli *cli;
	const char *name;
} Telling;

static void
tell(void *data, size_t line, const char *what)
{
	const Telling *telling = data;
	g_autoptr(GString) text = g_string_new(NULL);

	cli_append_plain(text, telling->name);
	g_string_append_printf(text, ":%" G_GSIZE_FORMAT ": ", line);
	cli_append_plain(text, what);
	g_string_append_c(text, '\n');
	cli_write(telling->cli, text->str, text->len);
}

static void
run_validate(Cli *cli, char **arguments)
{
	bool standard = strcmp(arguments[0], "-") == 0;
	Telling telling = {cli, standard ? "standard input" : arguments[0]};
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	uint64_t flaws;

	if (!hc_report_validate(arguments[0], tell, &telling, &flaws, &error)) {
		view_fail(cli, error);
		return;
	}
	if (flaws > 0)
		cli->trouble |= CLI_FAIL;
	if (flaws > 0 || quiet)
		return;
	cli_append_plain(text, telling.name);
	g_string_append(text, ": valid, and holds together\n");
	cli_write(cli, text->str, text->len);
}

static void
run_explain(Cli *cli, char **arguments)
{
	g_autoptr(GError) error = NULL;

	if (format != NULL && strcmp(format, "text") != 0 &&
	    strcmp(format, "json") != 0) {
		cli_refuse_value(cli, "--format", format,
		                 "is none of text, json");
		return;
	}
	if (!cli_read_width(cli, width, cli_width()))
		return;
	cli->report.form =
		g_strcmp0(format, "json") == 0 ? HC_FORM_JSON : HC_FORM_TEXT;
	if (!hc_report_explain(&cli->report, arguments[0], cli->ready, &error))
		view_fail(cli, error);
	else
		cli_finish(cli);
}

const View view_validate = {
	.name = "validate",
	.arguments = "REPORT",
	.summary = "hold it to its schema, and to itself",
	.least = 1,
	.most = 1,
	.options = validate_options,
	.run = run_validate,
};

const View view_explain = {
	.name = "explain",
	.arguments = "FINDING|WORD",
	.summary = "say what a finding or a word of TLS means",
	.least = 1,
	.most = 1,
	.options = explain_options,
	.run = run_explain,
};
