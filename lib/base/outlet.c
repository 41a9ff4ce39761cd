/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outlet.c - bytes on their way to a stream, or under a name. */
#include "config.h"

#include "outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"
#include "why.h"

/* Bytes gathered before they are written. */
#define BATCH (64u << 10)
/* Names tried before giving up; each exists only if a run was killed. */
#define NAMES_MAX 100u

struct HcOutlet {
	char *path;      /* NULL: a stream */
	char *temporary; /* until it has its name */
	int descriptor;
	GString *ready;
};

static bool
fail(const HcOutlet *outlet, const char *what, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s",
	            outlet->path != NULL ? outlet->path : "output", what,
	            hc_why(number));
	return false;
}

/** A link, a folder or a device is somebody's, and would be lost. */
static bool
may_replace(const HcOutlet *outlet, mode_t *mode_out, GError **error)
{
	struct stat status;

	*mode_out = 0666;
	if (lstat(outlet->path, &status) != 0)
		return true;
	*mode_out = status.st_mode & 0777;
	if (S_ISREG(status.st_mode))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
	            "%s: is no regular file, so it is not replaced",
	            outlet->path);
	return false;
}

static bool
open_beside(HcOutlet *outlet, GError **error)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	mode_t mode;

	if (!may_replace(outlet, &mode, error))
		return false;
	for (unsigned i = 0; i < NAMES_MAX && outlet->descriptor < 0; i++) {
		g_autofree char *name =
			g_strdup_printf("%s.%u.partial", outlet->path, i);

		outlet->descriptor = open(name, flags, mode);
		if (outlet->descriptor >= 0)
			outlet->temporary = g_steal_pointer(&name);
		else if (errno != EEXIST)
			break;
	}
	if (outlet->descriptor < 0)
		return fail(outlet, "cannot create a temporary file", error);
	/* the umask may have taken bits that the replaced file has */
	if (mode != 0666 && fchmod(outlet->descriptor, mode) != 0)
		return fail(outlet, "cannot keep the mode", error);
	return true;
}

HcOutlet *
hc_outlet_new(const char *path, int descriptor, GError **error)
{
	g_autoptr(HcOutlet) outlet = g_new0(HcOutlet, 1);

	outlet->path = g_strdup(path);
	outlet->descriptor = path != NULL ? -1 : descriptor;
	outlet->ready = g_string_sized_new(BATCH);
	if (path != NULL && !open_beside(outlet, error))
		return NULL;
	return g_steal_pointer(&outlet);
}

static bool
drain(HcOutlet *outlet, GError **error)
{
	const char *at = outlet->ready->str;
	size_t left = outlet->ready->len;

	while (left > 0) {
		ssize_t wrote = write(outlet->descriptor, at, left);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return fail(outlet, "cannot write", error);
		at += wrote;
		left -= (size_t)wrote;
	}
	g_string_truncate(outlet->ready, 0);
	return true;
}

bool
hc_outlet_put(HcOutlet *outlet, const char *bytes, size_t length,
              GError **error)
{
	g_string_append_len(outlet->ready, bytes, (gssize)length);
	return outlet->ready->len < BATCH || drain(outlet, error);
}

const char *
hc_outlet_file(const HcOutlet *outlet)
{
	return outlet->temporary;
}

/** Some file systems cannot sync a folder; the name stands all the same. */
static bool
sync_folder(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = descriptor >= 0 && (fsync(descriptor) == 0 ||
	                                  errno == EINVAL || errno == EROFS);

	if (descriptor >= 0)
		close(descriptor);
	return synced;
}

bool
hc_outlet_finish(HcOutlet *outlet, GError **error)
{
	if (!drain(outlet, error))
		return false;
	if (outlet->path == NULL)
		return true;
	if (fsync(outlet->descriptor) != 0)
		return fail(outlet, "cannot sync", error);
	if (rename(outlet->temporary, outlet->path) != 0)
		return fail(outlet, "cannot rename", error);
	g_clear_pointer(&outlet->temporary, g_free);
	if (sync_folder(outlet->path))
		return true;
	fail(outlet, "cannot sync the folder", error);
	unlink(outlet->path); /* what may not last must not stand there */
	return false;
}

void
hc_outlet_free(HcOutlet *outlet)
{
	if (outlet == NULL)
		return;
	if (outlet->temporary != NULL)
		unlink(outlet->temporary);
	if (outlet->path != NULL && outlet->descriptor >= 0)
		close(outlet->descriptor);
	g_string_free(outlet->ready, TRUE);
	g_free(outlet->temporary);
	g_free(outlet->path);
	g_free(outlet);
}
