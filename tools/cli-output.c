/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-output.c - where a tool's words go: complaints, standard output, files.
 *
 * The only fprintf(stderr), and the only place that knows the terminal. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* Bytes of text that wait for one write; what is lost with a killed run. */
#define BATCH 65536

/* ------------------------------------------------------------- complaints */

bool
cli_is_shown(gunichar character)
{
	GUnicodeType type = g_unichar_type(character);

	return g_unichar_isprint(character) &&
	       type != G_UNICODE_LINE_SEPARATOR &&
	       type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

void
cli_append_plain(GString *out, const char *text)
{
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0 &&
	            g_utf8_validate(text, -1, NULL);

	while (*text != '\0') {
		unsigned char byte = (unsigned char)*text;
		const char *next = utf8 ? g_utf8_next_char(text) : text + 1;

		if (byte == '\\')
			g_string_append(out, "\\\\");
		else if ((byte >= 0x20 && byte <= 0x7e) ||
		         (utf8 && cli_is_shown(g_utf8_get_char(text))))
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
		cli_append_plain(line, path);
		g_string_append(line, ": ");
	}
	cli_append_plain(line, what);
	fprintf(stderr, "%s\n", line->str);
}

/* ----------------------------------------------------------------- output */

const char *
cli_name_of_stream(const Cli *cli)
{
	return cli->stream != NULL ? cli->stream : "standard output";
}

bool
cli_write(Cli *cli, const char *bytes, size_t length)
{
	while (length > 0 && !(cli->trouble & CLI_OUTPUT)) {
		ssize_t wrote = write(STDOUT_FILENO, bytes, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			cli_complain(cli, cli_name_of_stream(cli),
			             strerror(errno));
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
	struct stat named;
	int stream;

	g_free(cli->stream);
	cli->stream = g_steal_pointer(&cli->output);
	if (stat(cli->stream, &named) == 0 && is_standard(&named))
		return;
	stream = open(cli->stream, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (stream < 0 || dup2(stream, STDOUT_FILENO) < 0) {
		cli_complain(cli, cli->stream, strerror(errno));
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

void
cli_open(Cli *cli)
{
	if (cli->output == NULL)
		return;
	if (is_stream(cli->output))
		redirect(cli);
	else
		follow_links(cli);
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

/** Whether the report is written while it is made. */
static bool
is_running(const Cli *cli)
{
	return cli->output == NULL && cli->report.form == HC_FORM_TEXT;
}

/** Whether what is ready goes out now: on a terminal each message as it comes,
 *  elsewhere enough of them to be worth a call. */
static bool
is_due(const Cli *cli)
{
	return cli->ready->len >= BATCH || isatty(STDOUT_FILENO);
}

bool
cli_take(Cli *cli, HcReport *report)
{
	if (!is_running(cli))
		return true;
	hc_report_take(report, cli->ready);
	if (is_due(cli) && check_ready(cli)) {
		cli_write(cli, cli->ready->str, cli->ready->len);
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
		cli_write(cli, cli->ready->str, cli->ready->len);
}

void
cli_finish_report(Cli *cli, HcReport *report)
{
	g_autoptr(GError) error = NULL;

	if (is_running(cli)) {
		hc_report_finish(report);
		if (cli_take(cli, report))
			cli_finish(cli);
		return;
	}
	if (hc_report_write(report, cli->output, STDOUT_FILENO,
	                    cli_name_of_stream(cli), &error))
		return;
	cli_complain(cli, NULL, error->message);
	cli->trouble |= CLI_OUTPUT;
}

void
cli_close(Cli *cli)
{
	if (close(STDOUT_FILENO) == 0 || (cli->trouble & CLI_OUTPUT))
		return;
	cli_complain(cli, cli_name_of_stream(cli), strerror(errno));
	cli->trouble |= CLI_OUTPUT;
}

/* --------------------------------------------------------------- terminal */

unsigned
cli_width(void)
{
	struct winsize size;
	const char *columns = g_getenv("COLUMNS");
	guint64 width = 0;

	if (!isatty(STDOUT_FILENO))
		return 80; /* a file or pipe has no width to go by */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		width = size.ws_col;
	else if (columns == NULL ||
	         !g_ascii_string_to_unsigned(columns, 10, 1, CLI_WIDTH_MAX,
	                                     &width, NULL))
		width = 80;
	return (unsigned)CLAMP(width, CLI_WIDTH_MIN, CLI_WIDTH_MAX);
}

bool
cli_no_colour(void)
{
	const char *set = g_getenv("NO_COLOR");

	return set != NULL && set[0] != '\0';
}

bool
cli_colour(const Cli *cli)
{
	const char *terminal = g_getenv("TERM");

	return cli->output == NULL && isatty(STDOUT_FILENO) &&
	       terminal != NULL && strcmp(terminal, "dumb") != 0;
}
