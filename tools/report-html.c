/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-html.c - hopreport html: a report as pages for people. */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "views.h"

/* Messages that a browser shows at once without effort. */
#define PER_PAGE 250

static char *output;
static char *per_page;
static char *run_record;
static gboolean cover, controls;

static const GOptionEntry options[] = {
	{"output",   'o', 0, G_OPTION_ARG_FILENAME, &output,
         "Write the page to PATH, or the pages into a folder PATH", "PATH"},
	{"per-page",         0, 0, G_OPTION_ARG_STRING, &per_page,
         "Messages of a page (default 250); 0: all on one", "N"},
	{"cover",   0, 0, G_OPTION_ARG_NONE, &cover,
         "Begin with a cover sheet: scope, method, limits of the evidence", NULL},
	{"run-record",    0, 0, G_OPTION_ARG_FILENAME, &run_record,
         "Take who and when for the cover sheet from FILE", "FILE"},
	{"controls", 0, 0, G_OPTION_ARG_NONE, &controls,
         "List findings by clause of the control catalogues", NULL},
	{0        },
};

static void
write_one(Cli *cli, HcPages *pages)
{
	g_autoptr(GString) page = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const char *name;

	if (hc_pages_next(pages, &name, page, &error))
		view_write(cli, output, page->str, page->len);
	else if (error != NULL)
		view_fail(cli, error);
}

static bool
fail_folder(Cli *cli, const char *path)
{
	cli_complain(cli, path, strerror(errno));
	cli->trouble |= CLI_OUTPUT;
	return false;
}

/** Write the pages into a folder; false at the first trouble. */
static bool
fill_folder(Cli *cli, HcPages *pages, const char *folder)
{
	g_autoptr(GString) page = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const char *name;

	while (hc_pages_next(pages, &name, page, &error)) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (!g_file_set_contents_full(
			    path, page->str, (gssize)page->len,
			    G_FILE_SET_CONTENTS_NONE, 0666, &error)) {
			cli_complain(cli, NULL, error->message);
			cli->trouble |= CLI_OUTPUT;
			return false;
		}
		g_string_truncate(page, 0);
	}
	return error == NULL || view_fail(cli, error);
}

static void
remove_folder(const char *folder)
{
	g_autoptr(GDir) listing = g_dir_open(folder, 0, NULL);
	const char *name;

	while (listing != NULL && (name = g_dir_read_name(listing)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		unlink(path);
	}
	rmdir(folder);
}

/** Write into a folder beside the one that was named, which then takes its
 *  name: nothing stands there unless all is well. */
static void
write_many(Cli *cli, HcPages *pages)
{
	g_autofree char *folder = NULL;
	char *slash;

	if (output == NULL || strcmp(output, "-") == 0) {
		cli_refuse(
			cli, NULL,
			"more messages than a page takes: name a folder with "
			"--output, or see --per-page");
		return;
	}
	while ((slash = strrchr(output, '/')) != NULL && slash != output &&
	       slash[1] == '\0')
		*slash = '\0';
	folder = g_strconcat(output, ".partial", NULL);
	if (mkdir(folder, 0777) != 0) {
		fail_folder(cli, folder);
		return;
	}
	/* An empty folder is replaced, any other is not. */
	if (!fill_folder(cli, pages, folder) ||
	    (rename(folder, output) != 0 && !fail_folder(cli, output)))
		remove_folder(folder);
}

/** Free small blocks at once: pages are trees of them, and joining them all
 *  again and again whenever a large one is freed costs a fifth of the time.
 *  Keep what is free for the next page: to give it back and fetch it again
 *  costs as much of the kernel's time as writing does. */
static void
tune_memory(void)
{
#ifdef M_MXFAST
	mallopt(M_MXFAST, 0);
	mallopt(M_TRIM_THRESHOLD, 1 << 28);
	mallopt(M_TOP_PAD, 1 << 20);
	mallopt(M_MMAP_THRESHOLD, 1 << 25);
#endif
}

static void
run(Cli *cli, char **arguments)
{
	HcPagesOptions wanted = {.per_page = PER_PAGE,
	                         .cover = cover || run_record != NULL,
	                         .controls = controls,
	                         .run_record = run_record};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcPages) pages = NULL;

	if (!cli_read_number(cli, "--per-page", per_page, 0, INT_MAX,
	                     &wanted.per_page))
		return;
	view_spare(cli, run_record);
	tune_memory();
	pages = hc_pages_new(arguments[0], &wanted, &error);
	if (pages == NULL)
		view_fail(cli, error);
	else if (hc_pages_many(pages))
		write_many(cli, pages);
	else
		write_one(cli, pages);
}

const View view_html = {
	.name = "html",
	.arguments = "REPORT",
	.summary = "make pages to read and print",
	.least = 1,
	.most = 1,
	.options = options,
	.run = run,
};
