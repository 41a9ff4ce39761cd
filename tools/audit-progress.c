/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* audit-progress.c - how far a run is, and whether it is to stop. */
#include "config.h"

#include "audit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns where the terminal does not tell. */
#define COLUMNS 80

static volatile sig_atomic_t stopped;

static void
stop(int number)
{
	(void)number;
	stopped = 1;
}

void
audit_catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action, before;

	memset(&action, 0, sizeof action);
	action.sa_handler = stop;
	action.sa_flags = (int)SA_RESETHAND | SA_RESTART;
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		/* nohup and background jobs of a shell ignore some */
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

bool
audit_stopped(void *data)
{
	(void)data;
	return stopped;
}

void
audit_progress_begin(AuditProgress *progress, const Cli *cli)
{
	memset(progress, 0, sizeof *progress);
	progress->shown = !cli->report.quiet && isatty(STDERR_FILENO);
}

static size_t
columns(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
	               ? size.ws_col
	               : COLUMNS;
}

static void
append_time(GString *line, int64_t seconds)
{
	if (seconds >= 3600)
		g_string_append_printf(line, "%d:%02d:%02d",
		                       (int)(seconds / 3600),
		                       (int)(seconds / 60 % 60),
		                       (int)(seconds % 60));
	else
		g_string_append_printf(line, "%d:%02d", (int)(seconds / 60),
		                       (int)(seconds % 60));
}

/** Messages, bytes, rate, time left, what is being read. */
static void
append_progress(GString *line, const AuditProgress *shown,
                const HcAuditProgress *progress)
{
	int64_t past_us = g_get_monotonic_time() - shown->begun_us;
	uint64_t done = progress->bytes_done - shown->bytes_before;
	double rate = past_us > 0 ? (double)progress->bytes / (double)past_us
	                          : 0; /* MB/s */
	double speed = past_us > 0 ? (double)done / (double)past_us : 0;

	g_string_append_printf(
		line,
		"%" G_GUINT64_FORMAT " messages, %.0f of %.0f MB, %.0f MB/s",
		progress->messages, (double)progress->bytes_done / 1e6,
		(double)progress->bytes_total / 1e6, rate);
	if (speed > 0) {
		g_string_append(line, ", ");
		append_time(line, (int64_t)((double)(progress->bytes_total -
		                                     progress->bytes_done) /
		                            speed / 1e6));
		g_string_append(line, " left");
	}
	g_string_append(line, "  ");
	cli_append_plain(line, progress->input);
}

bool
audit_tick(const HcAuditProgress *progress, void *data)
{
	AuditProgress *shown = data;
	g_autoptr(GString) line = NULL;
	size_t width;

	if (!shown->shown)
		return !stopped;
	if (shown->begun_us == 0) {
		shown->begun_us = g_get_monotonic_time();
		shown->bytes_before = progress->bytes_done;
	}
	line = g_string_new("");
	append_progress(line, shown, progress);
	width = columns();
	/* cut between characters: bytes are at least as many as columns */
	if (line->len >= width) {
		size_t cut = width > 0 ? width - 1 : 0;

		while (cut > 0 && ((unsigned char)line->str[cut] & 0xc0) == 0x80)
			cut--;
		g_string_truncate(line, cut);
	}
	fprintf(stderr, "\r\033[K%s", line->str);
	return !stopped;
}

void
audit_progress_end(AuditProgress *progress)
{
	if (progress->shown && progress->begun_us != 0)
		fprintf(stderr, "\r\033[K");
}
