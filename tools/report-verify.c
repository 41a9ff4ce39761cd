/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-verify.c - hopreport verify: the same inputs give the same report. */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "views.h"

static char *policy, *profile, *content, *input;
static char **databases;
static gboolean journal, quiet;

static const GOptionEntry options[] = {
	{"policy",   'p', 0, G_OPTION_ARG_FILENAME, &policy,
         "The policy document that the report was made with", "FILE"},
	{"profile",         0, 0, G_OPTION_ARG_FILENAME, &profile,
         "The profile of TLS, where it was a file", "PROFILE"},
	{"address-db",   0, 0, G_OPTION_ARG_FILENAME_ARRAY, &databases,
         "An address database it was made with; repeatable", "FILE"},
	{"content",    0, 0, G_OPTION_ARG_FILENAME, &content,
         "As it was made: auto (default), always, never", "WHEN"},
	{"journal",  0, 0, G_OPTION_ARG_NONE, &journal,
         "As it was made: messages of journal reports were judged", NULL},
	{"input",         'i', 0, G_OPTION_ARG_FILENAME, &input,
         "As it was made: auto (default), eml, mbox, emlx", "KIND"},
	{"quiet",  'q', 0, G_OPTION_ARG_NONE, &quiet,
         "Say nothing of a report that comes out the same", NULL},
	{0},
};

static bool
read_words(Cli *cli, HcVerifyOptions *wanted)
{
	static const char *const uses[] = {"auto", "never", "always"};
	static const HcContentUse use_of[] = {HC_CONTENT_USE_NEED,
	                                      HC_CONTENT_USE_NEVER,
	                                      HC_CONTENT_USE_ALWAYS};
	static const HcKind kinds[] = {HC_KIND_AUTO, HC_KIND_EML, HC_KIND_MBOX,
	                               HC_KIND_EMLX};
	bool found = content == NULL;

	for (size_t i = 0; content != NULL && i < G_N_ELEMENTS(uses); i++)
		if (strcmp(uses[i], content) == 0) {
			wanted->content = use_of[i];
			found = true;
		}
	if (!found)
		return cli_refuse_value(cli, "--content", content,
		                        "is none of auto, always, never");
	if (input == NULL)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(hc_kind_token(kinds[i]), input) == 0) {
			wanted->kind = kinds[i];
			return true;
		}
	return cli_refuse_value(cli, "--input", input,
	                        "is none of auto, eml, mbox, emlx");
}

/* So many inputs that were not read as they were, and members of them, are
 * named: a line for each. */
#define UNREAD_NAMED 100

typedef struct {
	Cli *cli;
	const char *name;
	uint64_t unread;
} Telling;

/** Name an input, or what of it, that was not read as it was. */
static void
tell_unread(void *data, const char *what)
{
	Telling *telling = data;

	if (++telling->unread <= UNREAD_NAMED)
		cli_complain(telling->cli, NULL, what);
}

/** Say how many more there were. */
static void
tell_unnamed(const Telling *telling)
{
	g_autofree char *what = NULL;

	if (telling->unread <= UNREAD_NAMED)
		return;
	what = g_strdup_printf("%" PRIu64 " more are not named",
	                       telling->unread - UNREAD_NAMED);
	cli_complain(telling->cli, NULL, what);
}

/** A difference: "FILE:LINE: what", escaped. */
static void
tell(void *data, size_t line, const char *what)
{
	const Telling *telling = data;
	g_autoptr(GString) text = g_string_new(NULL);

	cli_append_plain(text, telling->name);
	if (line > 0)
		g_string_append_printf(text, ":%" G_GSIZE_FORMAT, line);
	g_string_append(text, ": ");
	cli_append_plain(text, what);
	g_string_append_c(text, '\n');
	cli_write(telling->cli, text->str, text->len);
}

static void
verify(Cli *cli, const HcVerifyOptions *wanted)
{
	Telling telling = {cli, wanted->report, 0};
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	uint64_t differences = 0;

	if (!hc_report_verify(wanted, tell, &telling, &differences, &error)) {
		tell_unnamed(&telling);
		view_fail(cli, error);
		return;
	}
	if (differences > 0)
		cli->trouble |= CLI_FAIL;
	if (differences > 0 || quiet)
		return;
	cli_append_plain(text, wanted->report);
	g_string_append(text, ": its inputs give the same report again\n");
	cli_write(cli, text->str, text->len);
}

static void
run(Cli *cli, char **arguments)
{
	g_autofree char *folder =
		g_build_filename(g_get_tmp_dir(), "hopreport-XXXXXX", NULL);
	g_autofree char *programs = cli_built_folder();
	HcVerifyOptions wanted = {
		.report = arguments[0],
		.archives = (const char *const *)arguments + 1,
		.policy = policy,
		.profile = profile,
		.databases = (const char *const *)databases,
		.content = HC_CONTENT_USE_NEED,
		.journal = journal,
		.programs = programs,
		.folder = folder,
		.jobs = (unsigned)g_get_num_processors(),
		.unread = tell_unread,
	};

	if (strcmp(arguments[0], "-") == 0) {
		cli_refuse(cli, "-", "is read twice, so it has to be a file");
		return;
	}
	if (!read_words(cli, &wanted) || !view_are_there(cli, arguments + 1) ||
	    !cli_check_data(cli))
		return;
	if (g_mkdtemp(folder) == NULL) {
		cli_complain(cli, folder, strerror(errno));
		cli->trouble |= CLI_OUTPUT;
		return;
	}
	verify(cli, &wanted);
	if (rmdir(folder) != 0)
		cli_complain(cli, folder, "cannot be removed");
}

const View view_verify = {
	.name = "verify",
	.arguments = "REPORT [ARCHIVE...]",
	.summary = "read the inputs again, and compare",
	.least = 1,
	.most = 1000,
	.options = options,
	.run = run,
};
