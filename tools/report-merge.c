/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-merge.c - hopreport merge: the parts of plans into one report. */
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

/** Open an audit that the report goes over nothing of. */
static HcAudit *
open_audit(Cli *cli, const char *folder, GError **error)
{
	g_autofree char *programs = cli_built_folder();
	g_autoptr(HcAudit) audit =
		hc_audit_open(folder, false, programs, false, error);
	const char *const written[] = {cli->output, NULL};

	if (audit == NULL)
		return NULL;
	if (!hc_audit_check_written(audit, written, error)) {
		cli->trouble |= CLI_USAGE;
		return NULL;
	}
	return g_steal_pointer(&audit);
}

/** Join the audits in the state folders, but the first, to that. */
static bool
join(Cli *cli, HcAudit *first, char **folders, GPtrArray *others,
     GError **error)
{
	for (; *folders != NULL; folders++) {
		HcAudit *audit = open_audit(cli, *folders, error);

		if (audit == NULL)
			return false;
		g_ptr_array_add(others, audit);
		if (!hc_audit_join(first, audit, error))
			return false;
	}
	return true;
}

static void
run(Cli *cli, char **arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit = NULL;
	g_autoptr(GPtrArray) others =
		g_ptr_array_new_with_free_func((GDestroyNotify)hc_audit_free);

	if (!view_open(cli, output))
		return;
	audit = open_audit(cli, arguments[0], &error);
	if (audit == NULL || !join(cli, audit, arguments + 1, others, &error) ||
	    !hc_audit_finish(audit, &cli->report, cli->output, STDOUT_FILENO,
	                     NULL, NULL, &error))
		view_fail(cli, error);
	else
		note_outcome(cli, hc_audit_totals(audit));
}

const View view_merge = {
	.name = "merge",
	.arguments = "STATE...",
	.summary = "make the report of the parts of a plan, or of several",
	.least = 1,
	.most = G_MAXUINT,
	.options = options,
	.run = run,
};
