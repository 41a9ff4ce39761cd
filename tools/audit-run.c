/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-run.c - a whole audit, its plan, units of it, or its report. */
#include "config.h"

#include "audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** A word of an option, and what it means. */
typedef struct {
	const char *word;
	int value;
} Word;

static const Word details[] = {
	{"all",      HC_DETAIL_ALL     },
	{"findings", HC_DETAIL_FINDINGS},
	{"summary",  HC_DETAIL_SUMMARY },
	{NULL,       0		 },
};

static const Word digests[] = {
	{"all",      HC_DIGESTS_ALL     },
	{"messages", HC_DIGESTS_MESSAGES},
	{"none",     HC_DIGESTS_NONE    },
	{NULL,       0		  },
};

void
audit_clear(AuditOptions *given)
{
	g_free(given->detail);
	g_free(given->digests);
	g_free(given->list);
	g_free(given->state);
	g_free(given->plan);
	g_free(given->unit);
	g_free(given->finish);
	g_free(given->record);
	g_free(given->examiner);
	g_free(given->case_id);
}

/* ----------------------------------------------------------------- options */

static bool
pick(Cli *cli, const Word *words, const char *option, const char *given,
     int *value_out)
{
	g_autoptr(GString) wanted = g_string_new("is none of");

	for (const Word *word = words; word->word != NULL; word++) {
		if (given == NULL || strcmp(word->word, given) == 0) {
			*value_out = word->value;
			return true;
		}
		g_string_append_printf(wanted, " %s%s", word->word,
		                       word[1].word != NULL ? "," : "");
	}
	return cli_refuse_value(cli, option, given, wanted->str);
}

/** The options by which messages are judged. */
static bool
read_options(Cli *cli, const AuditOptions *given, HcAuditOptions *options)
{
	int detail, digest;

	if (!pick(cli, details, "--detail", given->detail, &detail) ||
	    !pick(cli, digests, "--digests", given->digests, &digest))
		return false;
	if (cli->no_digests && given->digests != NULL)
		return cli_refuse(cli, NULL,
		                  "--digests and --no-digests exclude each "
		                  "other");
	*options = (HcAuditOptions){
		.form = cli->report.form,
		.detail = (HcDetail)detail,
		.digests =
			cli->no_digests ? HC_DIGESTS_NONE : (HcDigests)digest,
		.kind = cli->kind,
		.content = cli->content,
		.journal = cli->journal,
		.policy = cli->choice.policy,
		.as_of = cli->choice.as_of,
		.profile = cli->choice.profile,
		.trust = (const char *const *)cli->choice.trust,
		.recipients = (const char *const *)cli->choice.recipients,
		.databases = (const char *const *)cli->choice.databases,
		.require_sandbox = cli->require_sandbox,
	};
	return true;
}

/** XML, but for a person at a terminal. */
static void
choose_form(Cli *cli)
{
	bool person = cli->output == NULL && isatty(STDOUT_FILENO);

	if (!cli->form_given)
		cli->report.form = person ? HC_FORM_TEXT : HC_FORM_XML;
}

static unsigned
jobs_of(const AuditOptions *given)
{
	return given->jobs > 0 ? given->jobs
	                       : MIN(g_get_num_processors(), AUDIT_JOBS_MAX);
}

/** Refuse what goes by the plan, once there is one. */
static bool
check_planned(Cli *cli, const AuditOptions *given, const char *mode)
{
	const CliChoice *choice = &cli->choice;
	g_autofree char *what = g_strdup_printf(
		"%s takes how to judge from the plan: name no policy, form, "
		"detail, digests or limit",
		mode);

	if (choice->policy || choice->as_of || choice->profile ||
	    choice->trust || choice->recipients || choice->databases ||
	    cli->form_given || given->detail || given->digests ||
	    cli->no_digests || cli->journal || cli->limits_given || given->list)
		return cli_refuse(cli, NULL, what);
	return true;
}

static bool
check_modes(Cli *cli, const AuditOptions *given)
{
	int modes = (given->plan != NULL) + (given->unit != NULL) +
	            (given->finish != NULL) + (given->state != NULL);

	if (modes > 1)
		return cli_refuse(
			cli, NULL,
			"--state, --plan, --unit and --finish exclude "
			"each other");
	if (given->resume && given->state == NULL && given->plan == NULL)
		return cli_refuse(cli, "--resume", "needs --state or --plan");
	if (given->null && given->list == NULL)
		return cli_refuse(cli, "--null", "needs --files-from");
	return true;
}

/* ------------------------------------------------------------------ inputs */

/** See that what is written goes over nothing that is read, and lies in no
 *  archive: that is evidence. */
static bool
check_places(Cli *cli, const AuditOptions *given, const HcAuditInputs *inputs)
{
	g_autoptr(GError) error = NULL;

	for (const char *const *path = inputs->written; *path != NULL; path++)
		if (cli_is_rule(cli, *path) || cli_is_same(*path, given->list))
			return cli_refuse(cli, *path, "is an input");
	if (hc_audit_check_places(inputs, &error))
		return true;
	audit_tell(cli, error);
	return false;
}

static bool
names_standard_input(const Cli *cli)
{
	for (char **name = cli->inputs; name != NULL && *name != NULL; name++)
		if (strcmp(*name, "-") == 0)
			return true;
	return false;
}

/** @param written  what inputs must not be; borrowed by them */
static bool
read_inputs(Cli *cli, const AuditOptions *given, const char *const *written,
            HcAuditInputs *inputs)
{
	bool kept = given->state != NULL || given->plan != NULL;

	if (given->list == NULL && !cli_default_inputs(cli))
		return false;
	if (kept &&
	    (names_standard_input(cli) || g_strcmp0(given->list, "-") == 0))
		return cli_refuse(cli, "-",
		                  "standard input cannot be read again, as "
		                  "--state and --plan ask for");
	*inputs = (HcAuditInputs){
		.paths = (const char *const *)cli->inputs,
		.list = given->list,
		.list_by_nul = given->null,
		.written = written,
		.stopped = audit_stopped,
	};
	return check_places(cli, given, inputs);
}

/* -------------------------------------------------------------------- runs */

static void
tell_stopped(Cli *cli, const HcAudit *audit, const char *how)
{
	uint64_t units = hc_audit_units(audit);
	uint64_t done = units - hc_audit_units_left(audit);
	g_autofree char *what =
		g_strdup_printf("stopped with %" G_GUINT64_FORMAT
	                        " of %" G_GUINT64_FORMAT " units done; %s",
	                        done, units, how);

	cli_complain(cli, NULL, what);
	cli->trouble |= CLI_OUTPUT;
}

/** @param how  to go on */
static void
tell_planning(Cli *cli, const GError *error, const char *how)
{
	g_autofree char *what =
		g_strdup_printf("stopped before the work was planned; %s", how);

	audit_tell(cli, error);
	if (!g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED))
		return;
	cli_complain(cli, NULL, what);
	cli->trouble |= CLI_OUTPUT;
}

/** Note that this run works on the audit. */
static bool
sit(Cli *cli, const AuditOptions *given, HcAudit *audit, const char *role,
    bool ended)
{
	g_autoptr(GError) error = NULL;

	if (audit_sit(cli, given, audit, role, ended, &error))
		return true;
	audit_tell(cli, error);
	return false;
}

/** Audit units, showing how far it is. */
static bool
do_units(Cli *cli, const AuditOptions *given, HcAudit *audit, const char *role,
         uint64_t first, uint64_t last, const char *how)
{
	g_autoptr(GError) error = NULL;
	AuditProgress progress;
	bool good;

	if (!sit(cli, given, audit, role, false))
		return false;

	audit_progress_begin(&progress, cli);
	good = hc_audit_run(audit, first, last, jobs_of(given), audit_tick,
	                    &progress, &error);
	audit_progress_end(&progress);
	if (good)
		return sit(cli, given, audit, role, true);
	/* that it failed is told, so no more is if this fails, too */
	audit_sit(cli, given, audit, role, true, NULL);
	audit_tell(cli, error);
	if (g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED))
		tell_stopped(cli, audit, how);
	return false;
}

static void
tell_failed(const Cli *cli, const HcTotals *totals)
{
	g_autofree char *what = g_strdup_printf(
		"%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
		" inputs not, or not fully, read; the report says which",
		totals->inputs_failed, totals->inputs);

	if (totals->inputs_failed > 0)
		cli_complain(cli, NULL, what);
}

static bool
finish(Cli *cli, const AuditOptions *given, HcAudit *audit, const char *role,
       const char *how, HcTotals *totals_out)
{
	g_autoptr(GError) error = NULL;
	AuditProgress progress;
	bool good;

	audit_progress_begin(&progress, cli);
	good = hc_audit_make(audit, &cli->report, cli->output, audit_tick,
	                     &progress, &error);
	audit_progress_end(&progress);
	if (good)
		*totals_out = *hc_audit_totals(audit);
	if (good && totals_out->messages == 0)
		cli->trouble |= CLI_INDETERMINATE;
	if (!good ||
	    !audit_publish(cli, given, audit, role, totals_out, &error)) {
		audit_tell(cli, error);
		if (g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED))
			tell_stopped(cli, audit, how);
		return false;
	}
	tell_failed(cli, totals_out);
	if (totals_out->messages == 0)
		cli_complain(cli, NULL, "no message was found");
	return true;
}

/* ------------------------------------------------------------------- modes */

/** A folder for a run that keeps nothing: beside the report, for there is room
 *  for it, too. */
static HcAuditScratch *
private_folder(Cli *cli)
{
	g_autofree char *prefix =
		cli->output != NULL
			? g_strconcat(cli->output, ".work-", NULL)
			: g_build_filename(g_get_tmp_dir(), "hopaudit-", NULL);
	g_autoptr(GError) error = NULL;
	HcAuditScratch *scratch = hc_audit_scratch_new(prefix, &error);

	if (scratch == NULL)
		audit_tell(cli, error);
	return scratch;
}

/** What cannot be removed holds parts of the report: that is told, but the
 *  report stands. */
static void
remove_private(const Cli *cli, HcAuditScratch *scratch)
{
	g_autoptr(GError) error = NULL;

	if (!hc_audit_scratch_remove(scratch, &error))
		cli_complain(cli, NULL, error->message);
}

static void
run_in(Cli *cli, const AuditOptions *given, const HcAuditOptions *options,
       const HcAuditInputs *inputs, const char *state, HcTotals *totals_out)
{
	const char *how =
		given->state != NULL
			? "the same command with --resume goes on"
			: "nothing is kept: with --state it could go on";
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit =
		hc_audit_new(options, inputs, state, given->resume, &error);

	if (audit == NULL) {
		tell_planning(cli, error, how);
		return;
	}
	if (given->state == NULL)
		hc_audit_pass(audit);
	if (audit_check_places(cli, given, audit) &&
	    do_units(cli, given, audit, "audit", 0, UINT64_MAX, how))
		finish(cli, given, audit, "audit", how, totals_out);
}

static void
run_all(Cli *cli, const AuditOptions *given, const HcAuditOptions *options,
        const HcAuditInputs *inputs, HcTotals *totals_out)
{
	HcAuditScratch *scratch;

	if (given->state != NULL) {
		run_in(cli, given, options, inputs, given->state, totals_out);
		return;
	}
	scratch = private_folder(cli);
	if (scratch == NULL)
		return;
	run_in(cli, given, options, inputs, hc_audit_scratch_folder(scratch),
	       totals_out);
	remove_private(cli, scratch);
}

/** Write the plan, and print its units as --unit takes them. */
static void
run_plan(Cli *cli, const AuditOptions *given, const HcAuditOptions *options,
         const HcAuditInputs *inputs)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcAudit) audit = hc_audit_new(options, inputs, given->plan,
	                                        given->resume, &error);
	g_autofree char *line = NULL;

	if (audit == NULL) {
		tell_planning(cli, error, "the same command begins again");
		return;
	}
	if (!audit_check_places(cli, given, audit) ||
	    !sit(cli, given, audit, "plan", true))
		return;
	line = g_strdup_printf("1-%" G_GUINT64_FORMAT "\n",
	                       hc_audit_units(audit));
	cli_write(cli, line, strlen(line));
}

/** Read "N" or "N-M", from 1. */
static bool
read_range(Cli *cli, const char *text, uint64_t units, uint64_t *first_out,
           uint64_t *last_out)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 2);
	const char *last =
		ends[0] != NULL && ends[1] != NULL ? ends[1] : ends[0];
	g_autofree char *wanted = g_strdup_printf(
		"is no unit or run of units of 1-%" G_GUINT64_FORMAT, units);

	if (last == NULL ||
	    !g_ascii_string_to_unsigned(ends[0], 10, 1, units, first_out,
	                                NULL) ||
	    !g_ascii_string_to_unsigned(last, 10, *first_out, units, last_out,
	                                NULL))
		return cli_refuse_value(cli, "--unit", text, wanted);
	return true;
}

/** Open the state folder that --unit or --finish is about. */
static HcAudit *
open_planned(Cli *cli, const AuditOptions *given, const char *folder,
             bool shared, const char *mode)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *programs = cli_built_folder();
	HcAudit *audit;

	if (!check_planned(cli, given, mode))
		return NULL;
	audit = hc_audit_open(folder, shared, programs, cli->require_sandbox,
	                      &error);
	if (audit == NULL)
		audit_tell(cli, error);
	return audit;
}

static void
tell_unread(Cli *cli, const HcAudit *audit)
{
	g_autofree char *what = g_strdup_printf(
		"files, or pieces of one, not, or not fully, read: "
		"%" G_GUINT64_FORMAT "; the report will say which",
		hc_audit_unread(audit));

	if (hc_audit_unread(audit) == 0)
		return;
	cli_complain(cli, NULL, what);
	cli->trouble |= CLI_INPUT;
}

static void
run_unit(Cli *cli, const AuditOptions *given)
{
	const char *folder = cli->inputs != NULL ? cli->inputs[0] : NULL;
	g_autoptr(HcAudit) audit = NULL;
	uint64_t first, last;

	if (folder == NULL || cli->inputs[1] != NULL) {
		cli_refuse(cli, "--unit", "takes one DIR, that of the plan");
		return;
	}
	audit = open_planned(cli, given, folder, true, "--unit");
	if (audit != NULL &&
	    read_range(cli, given->unit, hc_audit_units(audit), &first,
	               &last) &&
	    do_units(cli, given, audit, "unit", first - 1, last - 1,
	             "the same command goes on"))
		tell_unread(cli, audit);
}

static void
run_finish(Cli *cli, const AuditOptions *given, HcTotals *totals_out)
{
	g_autoptr(HcAudit) audit = NULL;

	if (cli->inputs != NULL) {
		cli_refuse(cli, "--finish", "takes no ARCHIVE");
		return;
	}
	audit = open_planned(cli, given, given->finish, false, "--finish");
	if (audit != NULL && audit_check_places(cli, given, audit) &&
	    audit_check_writing(cli, given))
		finish(cli, given, audit, "finish", "the same command goes on",
		       totals_out);
}

/** Begin an audit, or the plan of one. */
static void
run_new(Cli *cli, const AuditOptions *given, HcTotals *totals_out)
{
	g_autofree char *programs = cli_built_folder();
	g_autofree char *record = audit_record_path(cli, given);
	const char *written[] = {NULL, NULL, NULL, NULL};
	size_t count = 0;
	HcAuditOptions options;
	HcAuditInputs inputs;

	if (cli->output != NULL)
		written[count++] = cli->output;
	if (record != NULL)
		written[count++] = record;
	written[count] = given->plan != NULL ? given->plan : given->state;
	if (!read_options(cli, given, &options) ||
	    !read_inputs(cli, given, written, &inputs))
		return;
	options.programs = programs;
	if (given->plan != NULL)
		run_plan(cli, given, &options, &inputs);
	else if (audit_check_writing(cli, given))
		run_all(cli, given, &options, &inputs, totals_out);
}

/** See that the zone is one: no report of an audit has a time that is shown in
 *  it, but what is refused by one tool is so by the other. */
static bool
check_zone(Cli *cli)
{
	g_autoptr(GError) error = NULL;
	HcReport *report;

	if (cli->report.timezone == NULL)
		return true;
	report = hc_report_new(&cli->report, cli->policy, &error);
	if (report == NULL)
		audit_tell(cli, error);
	hc_report_free(report);
	return error == NULL;
}

void
audit_run(Cli *cli, const AuditOptions *given, HcTotals *totals_out)
{
	choose_form(cli);
	if (cli->trouble & CLI_OUTPUT || !check_modes(cli, given) ||
	    !check_zone(cli))
		return;
	audit_catch_signals();
	if (given->unit != NULL)
		run_unit(cli, given);
	else if (given->finish == NULL)
		run_new(cli, given, totals_out);
	else
		run_finish(cli, given, totals_out);
}
