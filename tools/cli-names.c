/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cli-names.c - names of files that are one, and that nothing may go over. */
#include "config.h"

#include "cli.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_one(const struct stat *one, const struct stat *other)
{
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/** Whether both names are the same name in the same folder. */
static bool
is_same_place(const char *path, const char *other)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *other_folder = g_path_get_dirname(other);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *other_name = g_path_get_basename(other);
	struct stat one, two;

	return strcmp(name, other_name) == 0 && stat(folder, &one) == 0 &&
	       stat(other_folder, &two) == 0 && is_one(&one, &two);
}

bool
cli_is_same(const char *path, const char *other)
{
	struct stat one, two;

	if (path == NULL || other == NULL)
		return false;
	return strcmp(path, other) == 0 ||
	       (stat(path, &one) == 0 && stat(other, &two) == 0 &&
	        is_one(&one, &two)) ||
	       is_same_place(path, other);
}

bool
cli_is_rule(const Cli *cli, const char *path)
{
	char **database = cli->choice.databases;

	for (; database != NULL && *database != NULL; database++)
		if (cli_is_same(path, *database))
			return true;
	return cli_is_same(path, cli->choice.policy) ||
	       cli_is_same(path, cli->choice.profile);
}

/** What an input is; of standard input just a file can be written over. */
static bool
stat_input(const char *name, struct stat *status_out)
{
	if (strcmp(name, "-") != 0)
		return stat(name, status_out) == 0;
	return fstat(STDIN_FILENO, status_out) == 0 &&
	       S_ISREG(status_out->st_mode);
}

bool
cli_is_input(const Cli *cli, const char *path)
{
	struct stat output, input;

	if (path == NULL || stat(path, &output) != 0)
		return false;
	for (char **name = cli->inputs; name != NULL && *name != NULL; name++)
		if (stat_input(*name, &input) && is_one(&output, &input))
			return true;
	return cli_is_rule(cli, path);
}
