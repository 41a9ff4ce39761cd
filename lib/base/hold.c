/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hold.c - a file or folder that a living process holds. */
#include "config.h"

#include "hold.h"

#include <errno.h>
#include <sys/file.h>
#include <sys/stat.h>

int
hc_hold(int descriptor)
{
	int done;

	do
		done = flock(descriptor, LOCK_EX | LOCK_NB);
	while (done != 0 && errno == EINTR);
	return done == 0 ? 0 : errno;
}

bool
hc_hold_is_named(int descriptor, const char *name)
{
	struct stat named, opened;

	return lstat(name, &named) == 0 && fstat(descriptor, &opened) == 0 &&
	       named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}
