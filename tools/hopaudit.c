/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopaudit - archives of any size: all messages, one report. */
#include "config.h"

#include "audit.h"

static const char summary[] =
	"Judge every message of each ARCHIVE (a mailbox, a message, a folder "
	"of them, or -\nfor standard input) and report sums, findings and "
	"verdicts.";

static const char detail[] =
	"The report depends on the inputs, the options and the version alone, "
	"however the\nwork was done.  With --state a run that was stopped is "
	"gone on with by the same\ncommand and --resume.  In several processes: "
	"--plan, then --unit, then --finish.\n"
	"\n"
	"Exit status: 0 every message passes; 1 one fails; 2 usage; 3 an input "
	"was not\nread, or not to its end; 4 output not written, or stopped; 5 "
	"none fails, but one\nis indeterminate, or there is no message.\n";

static AuditOptions given;
static char *jobs;

static const GOptionEntry own[] = {
	{"detail", 0, 0, G_OPTION_ARG_FILENAME, &given.detail,
         "Messages listed: all (default), findings, summary", "WHICH"},
	{"digests", 0, 0, G_OPTION_ARG_FILENAME, &given.digests,
         "SHA-256 of all (default), messages, or none", "WHICH"},
	{"jobs", 'j', 0, G_OPTION_ARG_FILENAME, &jobs,
         "Threads (default: one for each processor)", "N"},
	{"files-from", 'T', 0, G_OPTION_ARG_FILENAME, &given.list,
         "Read names of archives from FILE, one a line", "FILE"},
	{"null", '0', 0, G_OPTION_ARG_NONE, &given.null,
         "With --files-from: names end with a NUL", NULL},
	{"state", 0, 0, G_OPTION_ARG_FILENAME, &given.state,
         "Keep what is done in DIR, so that it can go on", "DIR"},
	{"resume", 0, 0, G_OPTION_ARG_NONE, &given.resume,
         "Go on with the run whose state DIR holds", NULL},
	{"plan", 0, 0, G_OPTION_ARG_FILENAME, &given.plan,
         "Write the plan of the work to DIR, and leave", "DIR"},
	{"unit", 0, 0, G_OPTION_ARG_FILENAME, &given.unit,
         "Do units N to M of the plan in the DIR named", "N|N-M"},
	{"finish", 0, 0, G_OPTION_ARG_FILENAME, &given.finish,
         "Make the report of the units in DIR", "DIR"},
	{"run-record", 0, 0, G_OPTION_ARG_FILENAME, &given.record,
         "Write who ran it, when and how (with --output: FILE.run.xml)",
         "FILE"},
	{"examiner", 0, 0, G_OPTION_ARG_FILENAME, &given.examiner,
         "Name in the run record who examines", "NAME"},
	{"case", 0, 0, G_OPTION_ARG_FILENAME, &given.case_id,
         "Name in the run record what it is for", "ID"},
	{0},
};

static const CliTool tool = {"hopaudit", "[ARCHIVE...]", summary, detail, own};

int
main(int argc, char **argv)
{
	Cli cli;
	HcTotals totals = {0};

	if (cli_begin(&cli, &tool, argc, argv) &&
	    cli_read_number(&cli, "--jobs", jobs, 1, AUDIT_JOBS_MAX,
	                    &given.jobs) &&
	    cli_check_data(&cli))
		audit_run(&cli, &given, &totals);
	audit_clear(&given);
	g_free(jobs);
	return cli_end(&cli, &totals);
}
