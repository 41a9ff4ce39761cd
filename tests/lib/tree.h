/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree.h - make a folder of files for a check, and take it away again. */
#ifndef HC_TEST_TREE_H
#define HC_TEST_TREE_H

#include "config.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

/** Make a fresh folder.
 *  @return its path, the caller's */
static inline char *
tree_make(void)
{
	char *root = g_dir_make_tmp("hopcheck.XXXXXX", NULL);

	ck_assert_ptr_nonnull(root);
	return root;
}

/** Write a file, and the folders above it. */
static inline void
tree_write(const char *root, const char *name, const char *text, size_t length)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	FILE *file;

	ck_assert_int_eq(g_mkdir_with_parents(folder, 0700), 0);
	file = fopen(path, "wb");
	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

static inline void
tree_folder(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	ck_assert_int_eq(g_mkdir_with_parents(path, 0700), 0);
}

static inline void
tree_link(const char *root, const char *name, const char *target)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	ck_assert_int_eq(symlink(target, path), 0);
}

static inline void
tree_fifo(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static inline void
tree_socket(const char *root, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int length = snprintf(address.sun_path, sizeof(address.sun_path),
	                      "%s/%s", root, name);

	ck_assert(length < (int)sizeof(address.sun_path));
	ck_assert_int_eq(
		bind(fd, (const struct sockaddr *)&address, sizeof(address)),
		0);
	close(fd);
}

static inline int
tree_remove_one(const char *path, const struct stat *state, int type,
                struct FTW *place)
{
	(void)state;
	(void)type;
	(void)place;
	return remove(path);
}

/** Take the folder away with all that is in it, and free its path. */
static inline void
tree_remove(char *root)
{
	ck_assert_int_eq(nftw(root, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS),
	                 0);
	g_free(root);
}

#endif
