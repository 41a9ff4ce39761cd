/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hopreport - show, check and pass on finished reports. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "views.h"

static const char detail[] =
	"Each verb has options of its own: hopreport VERB --help.\n\n"
	"Exit status: 0 all is well; 1 flaws, differences, or a bad "
        "signature;\n"
	"2 usage; 3 the report, or an input of it, is not read, or is none;\n"
	"4 output not written; 5 it stays open whose signature it is.\n";

static const View *const views[] = {
	&view_html,     &view_csv,     &view_ndjson, &view_sqlite,
	&view_validate, &view_explain, &view_diff,   &view_merge,
	&view_redact,   &view_verify,  &view_sign,   &view_verify_signature,
};

static gboolean ask_limits, ask_version, ask_help;
static char **arguments;

static const GOptionEntry common[] = {
	{"limits",     0, 0, G_OPTION_ARG_NONE, &ask_limits,
         "Print the limits on what is read, and leave", NULL},
	{"version",           'V', 0, G_OPTION_ARG_NONE, &ask_version,
         "Print version, licence and rule date, and leave", NULL},
	{"help", 'h', 0, G_OPTION_ARG_NONE, &ask_help, "Print this, and leave",
         NULL},
	{G_OPTION_REMAINING,        0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments,
         NULL, NULL},
	{0   },
};

static const View *
find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(views); i++)
		if (strcmp(views[i]->name, name) == 0)
			return views[i];
	return NULL;
}

static char *
describe_verbs(void)
{
	GString *text = g_string_new("Verbs:");

	for (size_t i = 0; i < G_N_ELEMENTS(views); i++) {
		g_autofree char *usage = g_strconcat(views[i]->name, " ",
		                                     views[i]->arguments, NULL);

		g_string_append_printf(text, "\n  %-26s %s", usage,
		                       views[i]->summary);
	}
	return g_string_free(text, FALSE);
}

static void
refuse_verb(Cli *cli, const char *name)
{
	g_autoptr(GString) what =
		g_string_new(name != NULL ? "is no verb:" : "no verb:");

	for (size_t i = 0; i < G_N_ELEMENTS(views); i++)
		g_string_append_printf(what, "%s %s", i > 0 ? "," : "",
		                       views[i]->name);
	cli_refuse(cli, name, what->str);
}

static void
run(Cli *cli, const View *view)
{
	unsigned count = g_strv_length(arguments) - 1;

	if (count < view->least)
		cli_refuse(cli, view->name, "too few arguments");
	else if (count > view->most)
		cli_refuse(cli, arguments[view->most + 1],
		           "is one argument too many");
	else {
		cli->inputs = g_strdupv(arguments + 1);
		view->run(cli, arguments + 1);
	}
}

/** Append the options of a verb as --help shows them.  Verbs share names of
 *  options, which one context would not take. */
static void
describe_options(GString *out, const View *view)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autofree char *help = NULL;
	const char *rows;

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, view->options, NULL);
	help = g_option_context_get_help(context, TRUE, NULL);
	rows = strstr(help, "\n  -");
	if (rows != NULL)
		g_string_append_printf(out, "Options of %s:%s", view->name,
		                       rows);
}

/** What stands below the common options; without a verb the options of all. */
static char *
describe_rest(const View *view)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; view == NULL && i < G_N_ELEMENTS(views); i++)
		describe_options(text, views[i]);
	g_string_append(text, detail);
	return g_string_free(text, FALSE);
}

static GOptionContext *
new_context(const View *view)
{
	g_autofree char *usage =
		view != NULL
			? g_strconcat(view->name, " ", view->arguments, NULL)
			: g_strdup("VERB [ARGUMENT...]");
	g_autofree char *verbs =
		view != NULL ? g_strdup(view->summary) : describe_verbs();
	g_autofree char *rest = describe_rest(view);
	GOptionContext *context = g_option_context_new(usage);

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, verbs);
	g_option_context_set_description(context, rest);
	g_option_context_add_main_entries(context, common, NULL);
	if (view != NULL)
		g_option_context_add_main_entries(context, view->options, NULL);
	return context;
}

static void
parse(Cli *cli, int argc, char **argv)
{
	/* The verb comes first, so that it says which options there are. */
	const char *name = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
	const View *view = name != NULL ? find(name) : NULL;
	const GOptionEntry *const tables[] = {
		common, view != NULL ? view->options : NULL, NULL};
	g_autoptr(GOptionContext) context = new_context(view);
	g_autoptr(GError) error = NULL;

	if (name != NULL && view == NULL)
		refuse_verb(cli, name);
	else if (!cli_parse(context, tables, argc, argv, &error))
		cli_refuse_command(cli, error);
	else if (cli_answer(cli, ask_help, ask_version, ask_limits, context))
		return;
	else if (view == NULL)
		refuse_verb(cli, NULL);
	else
		run(cli, view);
}

bool
view_fail(Cli *cli, const GError *error)
{
	bool input = g_error_matches(error, HC_ERROR, HC_ERROR_OPEN) ||
	             g_error_matches(error, HC_ERROR, HC_ERROR_READ);
	bool output = g_error_matches(error, HC_ERROR, HC_ERROR_WRITE);

	cli_complain(cli, NULL, error->message);
	cli->trouble |= input ? CLI_INPUT : output ? CLI_OUTPUT : CLI_USAGE;
	return false;
}

bool
view_open(Cli *cli, const char *output)
{
	g_clear_pointer(&cli->output, g_free);
	if (output != NULL && strcmp(output, "-") != 0)
		cli->output = g_strdup(output);
	cli_open(cli);
	if (cli_is_input(cli, cli->output))
		return cli_refuse(cli, output, "is an input");
	return !(cli->trouble & CLI_OUTPUT);
}

bool
view_are_there(Cli *cli, char *const *names)
{
	bool there = true;

	for (; *names != NULL; names++) {
		struct stat status;

		if (strcmp(*names, "-") == 0 || lstat(*names, &status) == 0)
			continue;
		cli_complain(cli, *names, strerror(errno));
		cli->trouble |= CLI_INPUT;
		there = false;
	}
	return there;
}

void
view_spare(Cli *cli, const char *file)
{
	unsigned count = g_strv_length(cli->inputs);

	if (file == NULL)
		return;
	cli->inputs = g_renew(char *, cli->inputs, count + 2);
	cli->inputs[count] = g_strdup(file);
	cli->inputs[count + 1] = NULL;
}

bool
view_write(Cli *cli, const char *output, const char *bytes, size_t length)
{
	g_autoptr(GError) error = NULL;

	if (!view_open(cli, output))
		return false;
	if (cli->output == NULL)
		return cli_write(cli, bytes, length);
	if (g_file_set_contents_full(cli->output, bytes, (gssize)length,
	                             G_FILE_SET_CONTENTS_CONSISTENT |
	                                     G_FILE_SET_CONTENTS_DURABLE,
	                             0666, &error))
		return true;
	cli_complain(cli, NULL, error->message);
	cli->trouble |= CLI_OUTPUT;
	return false;
}

int
main(int argc, char **argv)
{
	Cli cli;

	cli_start(&cli, "hopreport", argv);
	parse(&cli, argc, argv);
	return cli_end(&cli, NULL);
}
