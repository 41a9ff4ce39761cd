/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-redact.c - hopreport redact: a report to pass on. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "views.h"

static char *output, *key_file, *original;
static gboolean addresses, local_parts, subjects, names, hosts, share;
static gboolean keep_hosts;

static const GOptionEntry options[] = {
	{"key-file",    'k', 0, G_OPTION_ARG_FILENAME, &key_file,
         "The bytes of FILE are the key, at least 16", "FILE"},
	{"addresses",            0, 0, G_OPTION_ARG_NONE, &addresses,
         "Replace mail addresses", NULL},
	{"local-parts",    0, 0, G_OPTION_ARG_NONE, &local_parts,
         "Replace what stands before the at sign, keep the domain", NULL},
	{"subjects",       0, 0, G_OPTION_ARG_NONE, &subjects, "Replace subjects",
         NULL},
	{"names",   0, 0, G_OPTION_ARG_NONE, &names,
         "Replace names of people, bodies and files", NULL},
	{"hosts",            0, 0, G_OPTION_ARG_NONE, &hosts,
         "Replace hosts, domains and IP addresses", NULL},
	{"share",   0, 0, G_OPTION_ARG_NONE, &share, "Replace all of it", NULL},
	{"keep-hosts",         0, 0, G_OPTION_ARG_NONE, &keep_hosts,
         "With --share: keep hosts and domains", NULL},
	{"prove", 0, 0, G_OPTION_ARG_FILENAME, &original,
         "Show that REPORT is ORIGINAL, redacted", "ORIGINAL"},
	{"output",            'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write to FILE instead of standard output", "FILE"},
	{0},
};

static unsigned
kinds(void)
{
	unsigned given = (addresses ? HC_REDACT_ADDRESSES : 0u) |
	                 (local_parts ? HC_REDACT_LOCAL_PARTS : 0u) |
	                 (subjects ? HC_REDACT_SUBJECTS : 0u) |
	                 (names ? HC_REDACT_NAMES : 0u) |
	                 (hosts ? HC_REDACT_HOSTS : 0u);

	if (share)
		given |= HC_REDACT_ADDRESSES | HC_REDACT_SUBJECTS |
		         HC_REDACT_NAMES | (keep_hosts ? 0u : HC_REDACT_HOSTS);
	return given;
}

static void
prove(Cli *cli, const char *report)
{
	static const char *const answers[] = {
		[HC_REDACT_DERIVED] = "is that report, redacted with this key",
		[HC_REDACT_OTHER_ORIGINAL] = "states another original",
		[HC_REDACT_DIFFERS] =
			("was redacted with another key, by another version, "
	                 "or changed since"),
	};
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	HcRedactProof proof;

	if (!hc_report_prove(report, original, key_file, &proof, &error)) {
		view_fail(cli, error);
		return;
	}
	if (proof != HC_REDACT_DERIVED)
		cli->trouble |= CLI_FAIL;
	cli_append_plain(text, report);
	g_string_append_printf(text, ": %s\n", answers[proof]);
	cli_write(cli, text->str, text->len);
}

static void
run(Cli *cli, char **arguments)
{
	HcRedactOptions wanted = {
		.report = arguments[0],
		.key_file = key_file,
		.kinds = kinds(),
		.descriptor = STDOUT_FILENO,
	};
	g_autoptr(GError) error = NULL;

	view_spare(cli, key_file);
	if (key_file == NULL)
		cli_refuse(cli, NULL, "redact needs a key: --key-file FILE");
	else if (original != NULL && wanted.kinds != 0)
		cli_refuse(cli, "--prove",
		           "takes what was redacted from the "
		           "report");
	else if (original != NULL)
		prove(cli, arguments[0]);
	else if (wanted.kinds == 0)
		cli_refuse(cli, NULL, "say what to redact: --share, or some");
	else if (keep_hosts && (hosts || !share))
		cli_refuse(cli, "--keep-hosts", "goes with --share alone");
	else if (view_open(cli, output)) {
		wanted.output = cli->output;
		if (!hc_report_redact(&wanted, &error))
			view_fail(cli, error);
	}
}

const View view_redact = {
	.name = "redact",
	.arguments = "REPORT",
	.summary = "replace names, addresses and hosts by tokens",
	.least = 1,
	.most = 1,
	.options = options,
	.run = run,
};
