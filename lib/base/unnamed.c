/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unnamed.c - files that nobody else sees and no killed run leaves behind. */
#include "config.h"

#include "unnamed.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib.h>

int
hc_unnamed_open(const char *folder)
{
	int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	g_autofree char *name = NULL;

	if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return file;
	/* not every file system has them */
	name = g_build_filename(folder, ".hopcheck-XXXXXX", NULL);
	file = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
	if (file >= 0 && unlink(name) != 0) {
		close(file);
		return -1;
	}
	return file;
}
