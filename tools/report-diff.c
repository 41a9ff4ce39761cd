/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-diff.c - hopreport diff: what changed between two reports. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "views.h"

static char *output, *format;

static const GOptionEntry options[] = {
	{"format", 'f', 0, G_OPTION_ARG_FILENAME, &format,
         "Form: text (default), xml, json", "FORM"},
	{"output",       'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE instead of standard output", "FILE"},
	{0},
};

static void
run(Cli *cli, char **arguments)
{
	HcDiffOptions wanted = {
		.before = arguments[0],
		.after = arguments[1],
		.form = HC_FORM_TEXT,
		.descriptor = STDOUT_FILENO,
		.folder = g_get_tmp_dir(),
	};
	g_autoptr(GError) error = NULL;
	uint64_t differences;

	if (g_strcmp0(format, "xml") == 0)
		wanted.form = HC_FORM_XML;
	else if (g_strcmp0(format, "json") == 0)
		wanted.form = HC_FORM_JSON;
	else if (format != NULL && strcmp(format, "text") != 0) {
		cli_refuse_value(cli, "--format", format,
		                 "is none of text, xml, json");
		return;
	}
	if (strcmp(arguments[0], "-") == 0 && strcmp(arguments[1], "-") == 0) {
		cli_refuse(cli, "-", "cannot be both reports");
		return;
	}
	if (!view_open(cli, output))
		return;
	wanted.output = cli->output;
	if (!hc_report_diff(&wanted, &differences, &error))
		view_fail(cli, error);
	else if (differences > 0)
		cli->trouble |= CLI_FAIL;
}

const View view_diff = {
	.name = "diff",
	.arguments = "BEFORE AFTER",
	.summary = "say what changed between two reports",
	.least = 2,
	.most = 2,
	.options = options,
	.run = run,
};
