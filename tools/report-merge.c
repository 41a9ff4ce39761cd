/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-merge.c - hopreport merge: the parts of plans into one report. */
#include "config.h"

#include "audit.h"
#include "views.h"

static char *output;
static AuditOptions given = {.jobs = 1, .record_on_demand = true};

static const GOptionEntry options[] = {
	{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE instead of standard output", "FILE"},
	{"run-record", 0, 0, G_OPTION_ARG_FILENAME, &given.record,
         "Write who made the report and its parts to FILE", "FILE"},
	{"examiner", 0, 0, G_OPTION_ARG_FILENAME, &given.examiner,
         "Name in the run record who examines", "NAME"},
	{"case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_id,
         "Name in the run record what it is for", "ID"},
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

/** Open an audit that what is written goes over nothing of. */
static HcAudit *
open_audit(Cli *cli, const char *folder)
{
	g_autofree char *programs = cli_built_folder();
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit =
		hc_audit_open(folder, false, programs, false, &error);

	if (audit == NULL)
		view_fail(cli, error);
	return audit != NULL && audit_check_places(cli, &given, audit)
	               ? g_steal_pointer(&audit)
	               : NULL;
}

/** Join the audits in the state folders, but the first, to that. */
static bool
join(Cli *cli, HcAudit *first, char **folders, GPtrArray *others)
{
	for (; *folders != NULL; folders++) {
		g_autoptr(GError) error = NULL;
		HcAudit *audit = open_audit(cli, *folders);

		if (audit == NULL)
			return false;
		g_ptr_array_add(others, audit);
		if (!hc_audit_join(first, audit, &error))
			return view_fail(cli, error);
	}
	return true;
}

/** Make the report, and show it with the record of who did. */
static void
make(Cli *cli, HcAudit *audit)
{
	g_autoptr(GError) error = NULL;
	bool good = hc_audit_make(audit, &cli->report, cli->output, NULL, NULL,
	                          &error);

	if (good)
		note_outcome(cli, hc_audit_totals(audit));
	if (!good || !audit_publish(cli, &given, audit, "finish",
	                            hc_audit_totals(audit), &error))
		view_fail(cli, error);
}

static void
run(Cli *cli, char **arguments)
{
	g_autoptr(HcAudit) audit = NULL;
	g_autoptr(GPtrArray) others =
		g_ptr_array_new_with_free_func((GDestroyNotify)hc_audit_free);

	if (!view_open(cli, output) || !cli_check_data(cli))
		return;
	audit = open_audit(cli, arguments[0]);
	if (audit != NULL && join(cli, audit, arguments + 1, others) &&
	    audit_check_writing(cli, &given))
		make(cli, audit);
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
