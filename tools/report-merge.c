/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-merge.c - hopreport merge: the parts of one plan into its report. */
#include "config.h"

#include <unistd.h>

#include "views.h"

static char *output;

static const GOptionEntry options[] = {
	{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE instead of standard output", "FILE"},
	{0      },
};

static void
note_outcome(Cli *cli, const HcTotals *totals)
{
	if (totals->inputs_failed > 0)
		cli->trouble |= CLI_INPUT;
	if (totals->fail > 0)
		cli->trouble |= CLI_FAIL;
	if (totals->indeterminate > 0 || totals->messages == 0)
		cli->trouble |= CLI_INDETERMINATE;
}

static void
run(Cli *cli, char **arguments)
{
	g_autofree char *programs = cli_built_folder();
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit = NULL;

	if (!view_open(cli, output))
		return;
	audit = hc_audit_open(arguments[0], false, programs, false, &error);
	if (audit == NULL ||
	    !hc_audit_finish(audit, &cli->report, cli->output, STDOUT_FILENO,
	                     NULL, NULL, &error))
		view_fail(cli, error);
	else
		note_outcome(cli, hc_audit_totals(audit));
}

const View view_merge = {
	.name = "merge",
	.arguments = "STATE",
	.summary = "make the report of the parts of a plan",
	.least = 1,
	.most = 1,
	.options = options,
	.run = run,
};
