/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli.c - what all tools share: options and exit status.
 *
 * Of the locale just the character set is taken: no report is translated. */
#include "config.h"

#include "cli.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/** Option values as given; GOption fills them in. */
typedef struct {
	char *format, *color, *input, *timezone, *output, *content, *width;
	CliChoice choice;
	char **inputs, **limit;
	gboolean quiet, no_digests, limits, version, help;
	gboolean require_sandbox, journal;
} Given;

typedef struct {
	const char *word;
	int value;
} Word;

static const Word formats[] = {
	{"text", HC_FORM_TEXT},
	{"xml",  HC_FORM_XML },
	{"json", HC_FORM_JSON},
	{NULL,   0           },
};

static const Word kinds[] = {
	{"auto", HC_KIND_AUTO},
	{"eml",  HC_KIND_EML },
	{"mbox", HC_KIND_MBOX},
	{"emlx", HC_KIND_EMLX},
	{NULL,   0           },
};

static const Word contents[] = {
	{"auto",   HC_CONTENT_USE_NEED  },
	{"always", HC_CONTENT_USE_ALWAYS},
	{"never",  HC_CONTENT_USE_NEVER },
	{NULL,     0		    },
};

enum {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER
};

static const Word colors[] = {
	{"auto",   COLOR_AUTO  },
	{"always", COLOR_ALWAYS},
	{"never",  COLOR_NEVER },
	{NULL,     0           },
};

bool
cli_refuse(Cli *cli, const char *path, const char *what)
{
	cli_complain(cli, path, what);
	fprintf(stderr, "Try '%s --help'.\n", cli->tool);
	cli->trouble |= CLI_USAGE;
	return false;
}

/* ---------------------------------------------------------------- options */

bool
cli_refuse_value(Cli *cli, const char *option, const char *given,
                 const char *wanted)
{
	g_autofree char *what = g_strdup_printf("'%s' %s", given, wanted);

	return cli_refuse(cli, option, what);
}

/** Find an option's word; none given means the first. */
static bool
pick(Cli *cli, const Word *words, const char *option, const char *given,
     int *value_out)
{
	g_autoptr(GString) wanted = g_string_new("is none of");

	*value_out = words[0].value;
	if (given == NULL)
		return true;
	for (; words->word != NULL; words++) {
		if (strcmp(words->word, given) == 0) {
			*value_out = words->value;
			return true;
		}
		g_string_append_printf(wanted, " %s%s", words->word,
		                       words[1].word != NULL ? "," : "");
	}
	return cli_refuse_value(cli, option, given, wanted->str);
}

/** A policy that is taken may still be not what was meant. */
static void
tell_warnings(const Cli *cli)
{
	size_t count;
	const HcPolicyWarning *const *list =
		hc_policy_warnings(cli->policy, &count);

	for (size_t i = 0; i < count; i++) {
		g_autofree char *place =
			g_strdup_printf("%s:%u:%u", list[i]->file,
		                        list[i]->line, list[i]->column);

		g_autofree char *what =
			g_strdup_printf("warning: %s", list[i]->text);

		cli_complain(cli, place, what);
	}
}

static bool
read_profile(Cli *cli, const char *name, GError **error)
{
	g_autoptr(HcProfile) profile = hc_profile_new(name, error);

	if (profile != NULL)
		hc_policy_set_profile(cli->policy, profile);
	return profile != NULL;
}

static bool
read_databases(Cli *cli)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();
	g_autoptr(GError) error = NULL;

	for (char **path = cli->choice.databases; path && *path; path++)
		if (!hc_atlas_add(atlas, *path, &error))
			return cli_refuse(cli, "--address-db", error->message);
	hc_policy_set_atlas(cli->policy, atlas);
	return true;
}

static bool
read_policy(Cli *cli)
{
	const CliChoice *choice = &cli->choice;
	g_autoptr(GError) error = NULL;
	bool good = true;

	cli->policy = choice->policy != NULL
	                      ? hc_policy_load(choice->policy, &error)
	                      : hc_policy_new();
	if (cli->policy == NULL)
		return cli_refuse(cli, NULL, error->message);
	tell_warnings(cli);
	for (char **member = choice->trust; good && member && *member; member++)
		good = hc_policy_trust(cli->policy, *member, &error);
	for (char **one = choice->recipients; good && one && *one; one++)
		good = hc_policy_add_recipient(cli->policy, *one, &error);
	if (good && choice->as_of != NULL)
		good = hc_policy_set_as_of(cli->policy, choice->as_of, &error);
	if (good && choice->profile != NULL)
		good = read_profile(cli, choice->profile, &error);
	return good ? read_databases(cli)
	            : cli_refuse(cli, NULL, error->message);
}

bool
cli_read_number(Cli *cli, const char *option, const char *given,
                unsigned least, unsigned most, unsigned *number_out)
{
	g_autofree char *wanted = NULL;
	guint64 number;

	if (given == NULL)
		return true;
	if (g_ascii_string_to_unsigned(given, 10, least, most, &number, NULL)) {
		*number_out = (unsigned)number;
		return true;
	}
	wanted = g_strdup_printf("is not between %u and %u", least, most);
	return cli_refuse_value(cli, option, given, wanted);
}

bool
cli_read_width(Cli *cli, const char *given, unsigned otherwise)
{
	cli->report.width = otherwise;
	return cli_read_number(cli, "--width", given, CLI_WIDTH_MIN,
	                       CLI_WIDTH_MAX, &cli->report.width);
}

/** Take the name of the report: "-" and none are standard output. */
static bool
read_output(Cli *cli, Given *given)
{
	if (given->output != NULL && given->output[0] == '\0')
		return cli_refuse(cli, "--output", "is empty");
	if (given->output != NULL && strcmp(given->output, "-") != 0)
		cli->output = g_steal_pointer(&given->output);
	cli_open(cli);
	return true;
}

/** Take when content is read; the worker starts once the rest is known to be
 *  right. */
static bool
read_content(Cli *cli, const Given *given)
{
	int content;

	if (!pick(cli, contents, "--content", given->content, &content))
		return false;
	cli->content = (HcContentUse)content;
	cli->require_sandbox = given->require_sandbox;
	cli->journal = given->journal;
	if (cli->journal && cli->content == HC_CONTENT_USE_NEVER)
		return cli_refuse(cli, NULL,
		                  "--journal and --content=never exclude each "
		                  "other");
	return true;
}

static bool
read_options(Cli *cli, Given *given)
{
	int form, kind, color;

	if (!pick(cli, formats, "--format", given->format, &form) ||
	    !pick(cli, kinds, "--input", given->input, &kind) ||
	    !pick(cli, colors, "--color", given->color, &color))
		return false;
	cli->report.form = (HcReportForm)form;
	cli->form_given = given->format != NULL;
	cli->kind = (HcKind)kind;
	if (!read_output(cli, given) ||
	    !cli_read_width(cli, given->width, cli_width()))
		return false;
	cli->report.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	cli->report.colour = color != COLOR_NEVER && !cli_no_colour() &&
	                     (color == COLOR_ALWAYS || cli_colour(cli));
	cli->report.quiet = given->quiet;
	cli->no_digests = given->no_digests;
	cli->report.timezone = g_steal_pointer(&given->timezone);
	if (!read_content(cli, given))
		return false;
	cli->choice = given->choice;
	given->choice = (CliChoice){0};
	return cli_is_input(cli, cli->output)
	               ? cli_refuse(cli, cli->output, "is an input")
	               : read_policy(cli);
}

bool
cli_default_inputs(Cli *cli)
{
	static const char *const standard[] = {"-", NULL};

	if (cli->inputs != NULL)
		return true;
	if (isatty(STDIN_FILENO))
		return cli_refuse(cli, NULL,
		                  "no message named, and standard input "
		                  "is a terminal");
	cli->inputs = g_strdupv((char **)standard);
	return true;
}

/* ------------------------------------------------------------------ start */

/** Keep descriptors 0 to 2 from becoming something else's when the caller
 *  closed them; what is opened here for standard input cannot be read, for
 *  standard output cannot be written. */
static void
hold_descriptors(void)
{
	bool no_input = fcntl(STDIN_FILENO, F_GETFD) < 0;
	int descriptor;

	if (no_input && open("/dev/null", O_WRONLY) < 0)
		return;
	do
		descriptor = open("/dev/null", O_RDONLY);
	while (descriptor >= 0 && descriptor <= STDERR_FILENO);
	if (descriptor >= 0)
		close(descriptor);
}

static void
clear_choice(CliChoice *choice)
{
	g_free(choice->policy);
	g_free(choice->profile);
	g_free(choice->as_of);
	g_strfreev(choice->trust);
	g_strfreev(choice->recipients);
	g_strfreev(choice->databases);
}

static void
clear_given(Given *given)
{
	g_free(given->format);
	g_free(given->color);
	g_free(given->input);
	g_free(given->timezone);
	g_free(given->output);
	g_free(given->content);
	g_free(given->width);
	clear_choice(&given->choice);
	g_strfreev(given->inputs);
	g_strfreev(given->limit);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Given, clear_given)

/** GLib quotes in UTF-8 whatever the locale. */
bool
cli_refuse_command(Cli *cli, const GError *error)
{
	static const char *const quotes[] = {"\u2018", "\u2019", "\u201c",
	                                     "\u201d"};
	g_autoptr(GString) what = g_string_new(error->message);

	for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++)
		g_string_replace(what, quotes[i], "'", 0);
	return cli_refuse(cli, NULL, what->str);
}

/** Change limits, before anything is read. */
static bool
set_limits(Cli *cli, char *const *limits)
{
	g_autoptr(GError) error = NULL;

	cli->limits_given = limits != NULL;
	for (; limits != NULL && *limits != NULL; limits++)
		if (!hc_limit_set(*limits, &error))
			return cli_refuse(cli, "--limit", error->message);
	return true;
}

/** Parse and act; one table for all tools, so that an option means the same
 *  everywhere. */
static bool
parse(Cli *cli, const CliTool *tool, int argc, char **argv)
{
	g_auto(Given) given = {.width = NULL};
	/* clang-format off */
	const GOptionEntry entries[] = {
		{"format", 'f', 0, G_OPTION_ARG_FILENAME, &given.format,
		 "Form of the report: text, xml, json", "FORM"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &given.output,
		 "Write the report to FILE, whole or not at all", "FILE"},
		{"policy", 'p', 0, G_OPTION_ARG_FILENAME, &given.choice.policy,
		 "Judge by a policy document", "FILE"},
		{"profile", 0, 0, G_OPTION_ARG_FILENAME, &given.choice.profile,
		 "Judge TLS by a profile: a name, a file, or list", "PROFILE"},
		{"trust", 't', 0, G_OPTION_ARG_FILENAME_ARRAY, &given.choice.trust,
		 "Own set: a domain, address or CIDR; repeatable", "DOMAIN|CIDR"},
		{"address-db", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.choice.databases,
		 "Look peers up in an address database; repeatable", "FILE"},
		{"as-of", 0, 0, G_OPTION_ARG_FILENAME, &given.choice.as_of,
		 "The day that \"now\" means in grades, YYYY-MM-DD", "DATE"},
		{"recipient", 'r', 0, G_OPTION_ARG_FILENAME_ARRAY, &given.choice.recipients,
		 "Whom the verdict is for; repeatable", "ADDRESS"},
		{"timezone", 0, 0, G_OPTION_ARG_FILENAME, &given.timezone,
		 "Zone of the times in text: UTC, +01:00, a name", "ZONE"},
		{"input", 'i', 0, G_OPTION_ARG_FILENAME, &given.input,
		 "Each input is: auto (default), eml, mbox, emlx", "KIND"},
		{"width", 'w', 0, G_OPTION_ARG_FILENAME, &given.width,
		 "Columns of text (default: the terminal's, or 80)", "N"},
		{"color", 0, 0, G_OPTION_ARG_FILENAME, &given.color,
		 "Colour: auto (default), always, never", "WHEN"},
		{"quiet", 'q', 0, G_OPTION_ARG_NONE, &given.quiet,
		 "Say less: a line a message; no progress", NULL},
		{"no-digests", 0, 0, G_OPTION_ARG_NONE, &given.no_digests,
		 "No SHA-256 of inputs and messages; faster", NULL},
		{"content", 0, 0, G_OPTION_ARG_FILENAME, &given.content,
		 "Read the content: auto (default), always, never", "WHEN"},
		{"journal", 0, 0, G_OPTION_ARG_NONE, &given.journal,
		 "Judge the message that a journal report is about", NULL},
		{"require-sandbox", 0, 0, G_OPTION_ARG_NONE, &given.require_sandbox,
		 "Refuse to read content outside of both fences", NULL},
		{"limit", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.limit,
		 "Change a limit on what is read; repeatable", "NAME=VALUE"},
		{"limits", 0, 0, G_OPTION_ARG_NONE, &given.limits,
		 "Print the limits on what is read, and leave", NULL},
		{"version", 'V', 0, G_OPTION_ARG_NONE, &given.version,
		 "Print version, licence and rule date, and leave", NULL},
		{"help", 'h', 0, G_OPTION_ARG_NONE, &given.help,
		 "Print this, and leave", NULL},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.inputs,
		 NULL, NULL},
		{0},
	};
	/* clang-format on */
	const GOptionEntry *const tables[] = {entries, tool->own, NULL};
	g_autoptr(GOptionContext) context =
		g_option_context_new(tool->arguments);
	g_autoptr(GError) error = NULL;

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, tool->summary);
	g_option_context_set_description(context, tool->detail);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, tool->own, NULL);
	if (!cli_parse(context, tables, argc, argv, &error))
		return cli_refuse_command(cli, error);
	if (!set_limits(cli, given.limit) ||
	    cli_answer(cli, given.help, given.version, given.limits, context) ||
	    cli_answer_profiles(cli, given.choice.profile))
		return false;
	cli->inputs = g_steal_pointer(&given.inputs);
	return read_options(cli, &given);
}

/** What GLib says last, where no memory is to be had, goes out without any: its
 *  own way waits for a lock, for ever where the allocation was made under it. */
static void
say_last_words(const char *domain, GLogLevelFlags level, const char *message,
               void *data)
{
	const char *tool = data;
	char text[400];
	int length;

	if (!(level & G_LOG_FLAG_FATAL)) {
		g_log_default_handler(domain, level, message, NULL);
		return;
	}
	length = snprintf(text, sizeof text, "%s: %s\n", tool,
	                  message != NULL ? message : "out of memory");
	if (write(STDERR_FILENO, text,
	          MIN((size_t)MAX(length, 0), sizeof text - 1)) < 0)
		return; /* nobody is left to be told */
}

/** What GLib prints is no result: its g_strerror() does where the character set
 *  cannot be converted from. */
static void
keep_silent(const char *text)
{
	(void)text;
}

void
cli_start(Cli *cli, const char *tool, char **argv)
{
	g_log_set_default_handler(say_last_words, (char *)tool);
	g_set_print_handler(keep_silent);
	memset(cli, 0, sizeof *cli);
	cli->tool = tool;
	cli->command = g_strdupv(argv);
	cli->started_s = (int64_t)time(NULL);
	cli->ready = g_string_new(NULL);
	hold_descriptors();
	signal(SIGPIPE, SIG_IGN); /* a write then says EPIPE: status 4 */
	setlocale(LC_CTYPE, "");
	g_set_prgname(tool);
}

/** Let large messages grow in place and leave nothing behind.  As it is, malloc()
 *  learns from the first of them that is freed to put the next among what is
 *  small: there one that grows is copied, and where it was stays with us. */
static void
tune_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

bool
cli_begin(Cli *cli, const CliTool *tool, int argc, char **argv)
{
	tune_memory();
	cli_start(cli, tool->name, argv);
	return parse(cli, tool, argc, argv);
}

/* -------------------------------------------------------------------- end */

int
cli_status(const Cli *cli, const HcTotals *totals)
{
	static const struct {
		CliTrouble bit;
		int status;
	} ranks[] = {
		{CLI_USAGE,         2},
                {CLI_OUTPUT,        4},
                {CLI_INPUT,         3},
		{CLI_FAIL,          1},
                {CLI_INDETERMINATE, 5},
	};
	unsigned trouble = cli->trouble;

	if (totals != NULL)
		trouble |= (totals->inputs_failed > 0 ? CLI_INPUT : 0u) |
		           (totals->fail > 0 ? CLI_FAIL : 0u) |
		           (totals->indeterminate > 0 ? CLI_INDETERMINATE : 0u);
	for (size_t i = 0; i < G_N_ELEMENTS(ranks); i++)
		if (trouble & ranks[i].bit)
			return ranks[i].status;
	return 0;
}

int
cli_end(Cli *cli, const HcTotals *totals)
{
	int status;

	cli_close(cli);
	status = cli_status(cli, totals);
	g_strfreev(cli->command);
	g_clear_pointer(&cli->reader, hc_content_reader_free);
	g_clear_pointer(&cli->policy, hc_policy_free);
	g_clear_pointer(&cli->inputs, g_strfreev);
	clear_choice(&cli->choice);
	g_clear_pointer(&cli->output, g_free);
	g_clear_pointer(&cli->stream, g_free);
	g_free((char *)cli->report.timezone);
	g_string_free(cli->ready, TRUE);
	return status;
}
