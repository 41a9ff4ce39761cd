/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli.c - what all tools share: options, output, complaints, exit status.
 *
 * The only place that knows the terminal, the environment and the locale, of
 * which just the character set is taken: no report is translated. */
#include "config.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WIDTH_MIN 40
#define WIDTH_MAX 1000

/** Option values as given; GOption fills them in. */
typedef struct {
	char *format, *color, *input, *policy, *as_of, *timezone, *output;
	char **trust, **recipients, **inputs;
	int width;
	gboolean quiet, verbose, limits, version, help;
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
	{NULL,   0           },
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

/* ------------------------------------------------------------- complaints */

static bool
is_shown(gunichar character)
{
	GUnicodeType type = g_unichar_type(character);

	return g_unichar_isprint(character) &&
	       type != G_UNICODE_LINE_SEPARATOR &&
	       type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/** Append what the terminal can show, the rest as \xNN, so that no name can
 *  move the cursor. */
static void
append_plain(GString *out, const char *text)
{
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 &&
	            g_utf8_validate(text, -1, NULL);

	while (*text != '\0') {
		unsigned char byte = (unsigned char)*text;
		const char *next = utf8 ? g_utf8_next_char(text) : text + 1;

		if (byte == '\\')
			g_string_append(out, "\\\\");
		else if ((byte >= 0x20 && byte <= 0x7e) ||
		         (utf8 && is_shown(g_utf8_get_char(text))))
			g_string_append_len(out, text, next - text);
		else
			for (; text < next; text++)
				g_string_append_printf(out, "\\x%02x",
				                       (unsigned char)*text);
		text = next;
	}
}

void
cli_complain(const Cli *cli, const char *path, const char *what)
{
	g_autoptr(GString) line = g_string_new(cli->tool);

	g_string_append(line, ": ");
	if (path != NULL) {
		append_plain(line, path);
		g_string_append(line, ": ");
	}
	append_plain(line, what);
	fprintf(stderr, "%s\n", line->str);
}

static bool
refuse(Cli *cli, const char *path, const char *what)
{
	cli_complain(cli, path, what);
	fprintf(stderr, "Try '%s --help'.\n", cli->tool);
	cli->trouble |= CLI_USAGE;
	return false;
}

/* ----------------------------------------------------------------- output */

/** Write all bytes to standard output, or note that it cannot be. */
static bool
write_out(Cli *cli, const char *bytes, size_t length)
{
	while (length > 0 && !(cli->trouble & CLI_OUTPUT)) {
		ssize_t wrote = write(STDOUT_FILENO, bytes, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			cli_complain(cli, "standard output", strerror(errno));
			cli->trouble |= CLI_OUTPUT;
			break;
		}
		bytes += wrote;
		length -= (size_t)wrote;
	}
	return !(cli->trouble & CLI_OUTPUT);
}

/** Whether a name stands for something that is written into, not replaced: a
 *  device, a FIFO, or by whatever name what is standard output already. */
static bool
is_standard(const struct stat *named)
{
	struct stat standard;

	return fstat(STDOUT_FILENO, &standard) == 0 &&
	       named->st_dev == standard.st_dev &&
	       named->st_ino == standard.st_ino;
}

static bool
is_stream(const char *path)
{
	struct stat named;

	return stat(path, &named) == 0 &&
	       (S_ISCHR(named.st_mode) || S_ISFIFO(named.st_mode) ||
	        is_standard(&named));
}

/** Let standard output be that stream; not opened again if it is, so that what
 *  stands there is neither cut nor overwritten. */
static void
redirect(Cli *cli)
{
	g_autofree char *path = g_steal_pointer(&cli->output);
	struct stat named;
	int stream;

	if (stat(path, &named) == 0 && is_standard(&named))
		return;
	stream = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (stream < 0 || dup2(stream, STDOUT_FILENO) < 0) {
		cli_complain(cli, path, strerror(errno));
		cli->trouble |= CLI_OUTPUT;
	}
	if (stream >= 0)
		close(stream);
}

/** Publish under what a link leads to: the link stays. */
static void
follow_links(Cli *cli)
{
	char *target = realpath(cli->output, NULL);

	if (target == NULL)
		return; /* not there yet, or the library says why not */
	g_free(cli->output);
	cli->output = g_strdup(target);
	free(target);
}

static bool
check_ready(Cli *cli)
{
	g_autoptr(GError) error = NULL;

	if (hc_report_check(cli->report.form, cli->ready->str, cli->ready->len,
	                    &error))
		return true;
	cli_complain(cli, NULL, error->message);
	cli->trouble |= CLI_OUTPUT;
	return false;
}

bool
cli_take(Cli *cli, HcReport *report)
{
	bool stream = cli->output == NULL && cli->report.form == HC_FORM_TEXT;

	hc_report_take(report, cli->ready);
	if (stream && check_ready(cli)) {
		write_out(cli, cli->ready->str, cli->ready->len);
		g_string_truncate(cli->ready, 0);
	}
	return !(cli->trouble & CLI_OUTPUT);
}

void
cli_finish(Cli *cli)
{
	g_autoptr(GError) error = NULL;

	if (cli->trouble & CLI_OUTPUT)
		return;
	if (cli->output != NULL) {
		if (hc_report_publish(cli->report.form, cli->ready->str,
		                      cli->ready->len, cli->output, &error))
			return;
		cli_complain(cli, NULL, error->message);
		cli->trouble |= CLI_OUTPUT;
		return;
	}
	if (cli->ready->len > 0 && check_ready(cli))
		write_out(cli, cli->ready->str, cli->ready->len);
}

/** Close standard output: some file systems fail only now. */
static void
close_out(Cli *cli)
{
	if (close(STDOUT_FILENO) == 0 || (cli->trouble & CLI_OUTPUT))
		return;
	cli_complain(cli, "standard output", strerror(errno));
	cli->trouble |= CLI_OUTPUT;
}

int
cli_end(Cli *cli, const HcTotals *totals)
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

	close_out(cli);
	if (totals != NULL)
		cli->trouble |=
			(totals->inputs_failed > 0 ? CLI_INPUT : 0u) |
			(totals->fail > 0 ? CLI_FAIL : 0u) |
			(totals->indeterminate > 0 ? CLI_INDETERMINATE : 0u);
	g_clear_pointer(&cli->policy, hc_policy_free);
	g_clear_pointer(&cli->inputs, g_strfreev);
	g_clear_pointer(&cli->output, g_free);
	g_free((char *)cli->report.timezone);
	g_string_free(cli->ready, TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(ranks); i++)
		if (cli->trouble & ranks[i].bit)
			return ranks[i].status;
	return 0;
}

/* --------------------------------------------------------------- terminal */

static unsigned
terminal_width(void)
{
	struct winsize size;
	const char *columns = g_getenv("COLUMNS");
	guint64 width = 0;

	if (!isatty(STDOUT_FILENO))
		return 80; /* a file or pipe has no width to go by */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		width = size.ws_col;
	else if (columns == NULL ||
	         !g_ascii_string_to_unsigned(columns, 10, 1, WIDTH_MAX, &width,
	                                     NULL))
		width = 80;
	return (unsigned)CLAMP(width, WIDTH_MIN, WIDTH_MAX);
}

/** no-color.org: the variable counts when it is set and not empty. */
static bool
wants_colour(const Cli *cli, int color)
{
	const char *no_color = g_getenv("NO_COLOR");
	const char *terminal = g_getenv("TERM");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return cli->output == NULL && isatty(STDOUT_FILENO) &&
	       (no_color == NULL || no_color[0] == '\0') && terminal != NULL &&
	       strcmp(terminal, "dumb") != 0;
}

/* ---------------------------------------------------------------- options */

/** Find an option's word; none given means the first. */
static bool
pick(Cli *cli, const Word *words, const char *option, const char *given,
     int *value_out)
{
	*value_out = words[0].value;
	if (given == NULL)
		return true;
	for (; words->word != NULL; words++) {
		if (strcmp(words->word, given) == 0) {
			*value_out = words->value;
			return true;
		}
	}
	return refuse(cli, option, "unknown value");
}

static bool
read_policy(Cli *cli, const Given *given)
{
	g_autoptr(GError) error = NULL;
	bool good = true;

	if (given->policy != NULL)
		return refuse(cli, given->policy,
		              "this version reads no policy files; state the "
		              "own set by --trust");
	cli->policy = hc_policy_new();
	for (char **member = given->trust; good && member && *member; member++)
		good = hc_policy_trust(cli->policy, *member, &error);
	for (char **one = given->recipients; good && one && *one; one++)
		good = hc_policy_add_recipient(cli->policy, *one, &error);
	if (good && given->as_of != NULL)
		good = hc_policy_set_as_of(cli->policy, given->as_of, &error);
	return good || refuse(cli, NULL, error->message);
}

static bool
read_options(Cli *cli, Given *given)
{
	int form, kind, color;

	if (!pick(cli, formats, "--format", given->format, &form) ||
	    !pick(cli, kinds, "--input", given->input, &kind) ||
	    !pick(cli, colors, "--color", given->color, &color))
		return false;
	if (given->width != 0 &&
	    (given->width < WIDTH_MIN || given->width > WIDTH_MAX))
		return refuse(cli, "--width", "not between 40 and 1000");
	if (given->quiet && given->verbose)
		return refuse(cli, NULL,
		              "--quiet and --verbose exclude each other");
	cli->report.form = (HcReportForm)form;
	cli->kind = (HcKind)kind;
	cli->output = g_steal_pointer(&given->output);
	if (cli->output != NULL && is_stream(cli->output))
		redirect(cli);
	else if (cli->output != NULL)
		follow_links(cli);
	cli->report.width =
		given->width != 0 ? (unsigned)given->width : terminal_width();
	cli->report.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	cli->report.colour = wants_colour(cli, color);
	cli->report.quiet = given->quiet;
	cli->report.verbose = given->verbose;
	cli->report.timezone = g_steal_pointer(&given->timezone);
	return read_policy(cli, given);
}

/** An input is evidence: no report goes over it. */
static bool
is_input(const Cli *cli, const char *path)
{
	struct stat output, input;

	if (path == NULL || stat(path, &output) != 0)
		return false;
	for (char **name = cli->inputs; *name != NULL; name++)
		if (stat(*name, &input) == 0 && input.st_dev == output.st_dev &&
		    input.st_ino == output.st_ino)
			return true;
	return false;
}

static bool
read_inputs(Cli *cli, Given *given)
{
	static const char *const standard[] = {"-", NULL};

	cli->inputs = g_steal_pointer(&given->inputs);
	if (cli->inputs != NULL && is_input(cli, cli->output))
		return refuse(cli, cli->output, "is an input");
	if (cli->inputs != NULL)
		return true;
	if (isatty(STDIN_FILENO))
		return refuse(cli, NULL,
		              "no message named, and standard input "
		              "is a terminal");
	cli->inputs = g_strdupv((char **)standard);
	return true;
}

/* ---------------------------------------------------------------- answers */

static void
answer_version(GString *out, const char *tool)
{
	g_string_append_printf(out,
	                       "%s %s\nLicense LGPL-2.1-or-later; there is no "
	                       "warranty.\nRules of %s.\n",
	                       tool, hc_version(), hc_rule_date());
}

/** Append words in lines of 80 columns, each behind four spaces. */
static void
append_wrapped(GString *out, const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	size_t column = 80;

	for (char **word = list; *word != NULL; word++) {
		size_t length = strlen(*word);

		if (column + 1 + length > 80) {
			g_string_append(out, word == list ? "   " : "\n   ");
			column = 3;
		}
		g_string_append_printf(out, " %s", *word);
		column += 1 + length;
	}
	g_string_append_c(out, '\n');
}

static void
answer_limits(GString *out)
{
	size_t count;
	const HcLimit *limits = hc_limits(&count);

	for (size_t i = 0; i < count; i++) {
		g_string_append_printf(out, "%-14s %9" G_GUINT64_FORMAT " %s\n",
		                       limits[i].name, limits[i].value,
		                       limits[i].unit);
		append_wrapped(out, limits[i].reason);
	}
}

/** Answer what needs no message.
 *  @return whether that was asked */
static bool
answer(Cli *cli, const Given *given, GOptionContext *context)
{
	g_autofree char *help = NULL;

	if (given->help) {
		help = g_option_context_get_help(context, TRUE, NULL);
		g_string_append(cli->ready, help);
		/* GLib writes an ellipsis in UTF-8 whatever the locale */
		g_string_replace(cli->ready, "\u2026", "...", 0);
	} else if (given->version) {
		answer_version(cli->ready, cli->tool);
	} else if (given->limits) {
		answer_limits(cli->ready);
	} else {
		return false;
	}
	write_out(cli, cli->ready->str, cli->ready->len);
	return true;
}

/* ------------------------------------------------------------------ start */

/** Keep descriptors 0 to 2 from becoming something else's when the caller
 *  closed them; what is opened here for standard output cannot be written. */
static void
hold_descriptors(void)
{
	int descriptor;

	do
		descriptor = open("/dev/null", O_RDONLY);
	while (descriptor >= 0 && descriptor <= STDERR_FILENO);
	if (descriptor >= 0)
		close(descriptor);
}

static void
clear_given(Given *given)
{
	g_free(given->format);
	g_free(given->color);
	g_free(given->input);
	g_free(given->policy);
	g_free(given->as_of);
	g_free(given->timezone);
	g_free(given->output);
	g_strfreev(given->trust);
	g_strfreev(given->recipients);
	g_strfreev(given->inputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Given, clear_given)

/** Parse and act; one table for all tools, so that an option means the same
 *  everywhere. */
static bool
parse(Cli *cli, const char *summary, const char *detail, int argc, char **argv)
{
	g_auto(Given) given = {0};
	const GOptionEntry entries[] = {
		{"format",       'f', 0, G_OPTION_ARG_FILENAME, &given.format,
	         "Form of the report: text (default), xml, json", "FORM"},
		{"output",             'o', 0, G_OPTION_ARG_FILENAME, &given.output,
	         "Write the report to FILE, whole or not at all", "FILE"},
		{"policy", 'p', 0, G_OPTION_ARG_FILENAME, &given.policy,
	         "Judge by a policy file (not in this version)", "FILE"},
		{"trust",        't', 0, G_OPTION_ARG_FILENAME_ARRAY, &given.trust,
	         "Own set: a domain, address or CIDR; repeatable", "DOMAIN|CIDR"},
		{"as-of",       0, 0, G_OPTION_ARG_FILENAME, &given.as_of,
	         "The day that \"now\" means in grades, YYYY-MM-DD", "DATE"},
		{"recipient",             'r', 0, G_OPTION_ARG_FILENAME_ARRAY,
	         &given.recipients, "Whom the verdict is for; repeatable",
	         "ADDRESS"},
		{"timezone", 0, 0, G_OPTION_ARG_FILENAME, &given.timezone,
	         "Zone of the times in text: UTC, +01:00, a name", "ZONE"},
		{"input",        'i', 0, G_OPTION_ARG_FILENAME, &given.input,
	         "What the input is: auto (default), eml, mbox", "KIND"},
		{"width",       'w', 0, G_OPTION_ARG_INT, &given.width,
	         "Columns of text (default: the terminal's, or 80)", "N"},
		{"color",             0, 0, G_OPTION_ARG_FILENAME, &given.color,
	         "Colour: auto (default), always, never", "WHEN"},
		{"quiet", 'q', 0, G_OPTION_ARG_NONE, &given.quiet,
	         "One line a message", NULL},
		{"verbose",        'v', 0, G_OPTION_ARG_NONE, &given.verbose,
	         "Every fact and note with its place, each field", NULL},
		{"limits",        0, 0, G_OPTION_ARG_NONE, &given.limits,
	         "Print the limits on what is read, and leave", NULL},
		{"version",             'V', 0, G_OPTION_ARG_NONE, &given.version,
	         "Print version, licence and rule date, and leave", NULL},
		{"help",  'h', 0, G_OPTION_ARG_NONE, &given.help,
	         "Print this, and leave", NULL},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
	         &given.inputs, NULL, NULL},
		{0       },
	};
	g_autoptr(GOptionContext) context =
		g_option_context_new("[MESSAGE...]");
	g_autoptr(GError) error = NULL;

	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, summary);
	g_option_context_set_description(context, detail);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error))
		return refuse(cli, NULL, error->message);
	if (answer(cli, &given, context))
		return false;
	return read_options(cli, &given) && read_inputs(cli, &given);
}

bool
cli_begin(Cli *cli, const char *tool, const char *summary, const char *detail,
          int argc, char **argv)
{
	memset(cli, 0, sizeof *cli);
	cli->tool = tool;
	cli->ready = g_string_new(NULL);
	hold_descriptors();
	signal(SIGPIPE, SIG_IGN); /* a write then says EPIPE: status 4 */
	setlocale(LC_CTYPE, "");
	g_set_prgname(tool);
	return parse(cli, summary, detail, argc, argv);
}
