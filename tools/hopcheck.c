/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopcheck - the path of a message or a few: hops, evidence, TLS, verdict. */
#include "config.h"

#include "cli.h"

static const char summary[] =
	"Read the Received fields of each MESSAGE (a file, or - for standard "
	"input) and\nreport its hops, what they show of TLS, and a verdict.";

static const char detail[] =
	"Without --trust the own set is inferred from the newest Received "
	"field, and the\nreport says so.\n"
	"\n"
	"Exit status: 0 every message passes; 1 one fails; 2 usage; 3 an input "
	"was not\nread, or not to its end; 4 output not written; 5 none fails, "
	"but one is\nindeterminate, or an input holds no message.\n";

static gboolean verbose, fields;
static char *explain;

static const GOptionEntry own[] = {
	{"verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
         "Every fact and note with its place, each field", NULL},
	{"fields",        0, 0, G_OPTION_ARG_NONE, &fields,
         "Each Received field taken apart, not the verdict", NULL},
	{"explain", 0, 0, G_OPTION_ARG_FILENAME, &explain,
         "What a suite, version, group, keyword, ID means", "WORD"},
	{0    },
};

static const CliTool tool = {"hopcheck", "[MESSAGE...]", summary, detail, own};

/** Judge one message. */
static void
check_message(const Cli *cli, HcReport *report, HcRaw *raw)
{
	g_autoptr(HcMessage) message = hc_message_new(raw);
	g_autoptr(HcVerdict) verdict = cli_judge(cli, message);

	hc_report_add(report, verdict);
}

/** Judge all messages of an open input.
 *  @return false when the report can no longer be written */
static bool
check_source(Cli *cli, HcReport *report, HcSource *source, GError **error)
{
	for (;;) {
		g_autoptr(HcRaw) raw = NULL;

		if (!hc_source_next(source, &raw, error) || raw == NULL)
			return true;
		check_message(cli, report, raw);
		if (!cli_take(cli, report))
			return false;
	}
}

/** Nothing judged is no pass. */
static void
complain_of_nothing(Cli *cli, const char *path)
{
	cli_complain(cli, path, "holds no message");
	cli->trouble |= CLI_INDETERMINATE;
}

/** Judge one input; trouble with it does not stop the next. */
static bool
check_input(Cli *cli, HcReport *report, const char *path)
{
	HcInput unopened = {.label = path, .kind = HC_KIND_AUTO};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open(path, cli->kind, &error);
	const HcInput *input = &unopened;
	uint64_t failed = hc_report_totals(report)->inputs_failed;

	if (source != NULL) {
		hc_source_set_digests(source, !cli->no_digests);
		if (cli->reader != NULL)
			hc_source_keep_bodies(source, UINT64_MAX);
		if (!check_source(cli, report, source, &error))
			return false;
		input = hc_source_input(source);
	}
	if (error != NULL)
		cli_complain(cli, path, error->message);
	else if (input->messages == 0)
		complain_of_nothing(cli, path);
	hc_report_add_input(report, input, error);
	if (error == NULL && hc_report_totals(report)->inputs_failed > failed)
		cli_complain(cli, path,
		             "was not read in full; the report says where");
	return cli_take(cli, report);
}

static void
run(Cli *cli, HcReport *report)
{
	for (char **path = cli->inputs; *path != NULL; path++)
		if (!check_input(cli, report, *path))
			return;
	cli_finish_report(cli, report);
}

/** Take this tool's own options.
 *  @return false when the run is over */
static bool
take_own(Cli *cli)
{
	if (cli->report.quiet + verbose + fields > 1)
		return cli_refuse(cli, NULL,
		                  "--fields, --quiet and --verbose exclude "
		                  "each other");
	cli->report.verbose = verbose;
	cli->report.fields = fields;
	if (explain == NULL)
		return cli_default_inputs(cli) && cli_start_content(cli);
	cli_answer_word(cli, explain);
	return false;
}

static const HcTotals *
report_all(Cli *cli, HcReport **report_out)
{
	g_autoptr(GError) error = NULL;
	HcReport *report;

	cli->report.scratch = g_get_tmp_dir();
	report = hc_report_new(&cli->report, cli->policy, &error);
	*report_out = report;
	if (report == NULL) {
		cli_complain(cli, NULL, error->message);
		cli->trouble |= CLI_USAGE;
		return NULL;
	}
	run(cli, report);
	return hc_report_totals(report);
}

int
main(int argc, char **argv)
{
	Cli cli;
	g_autoptr(HcReport) report = NULL;
	const HcTotals *totals = NULL;

	if (cli_begin(&cli, &tool, argc, argv) && take_own(&cli) &&
	    cli_check_data(&cli))
		totals = report_all(&cli, &report);
	g_free(explain);
	return cli_end(&cli, totals);
}
