/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* publish.c - bytes under a name, all of them or none.
 *
 * A temporary file in the same folder is written, synced, read back, checked
 * and only then given the name; whoever finds the name finds a whole report. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"

/* Names tried before giving up; each exists only if a run was killed. */
#define NAMES_MAX 100u

/** An open descriptor that closes itself. */
typedef int Descriptor;

static void
close_descriptor(Descriptor *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Descriptor, close_descriptor)

static bool
fail(const char *what, const char *path, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s", path, what,
	            g_strerror(number));
	return false;
}

/** Create a file nobody else has, beside the final name; its mode is that of
 *  the file it will replace, else what the umask leaves. */
static int
create_beside(const char *path, char **temporary_out, GError **error)
{
	struct stat before;
	mode_t mode = lstat(path, &before) == 0 ? before.st_mode & 0777 : 0666;

	for (unsigned i = 0; i < NAMES_MAX; i++) {
		g_autofree char *name =
			g_strdup_printf("%s.%u.partial", path, i);
		int descriptor =
			open(name,
		             O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		             mode);

		if (descriptor >= 0) {
			*temporary_out = g_steal_pointer(&name);
			return descriptor;
		}
		if (errno != EEXIST)
			break;
	}
	fail("cannot create a temporary file", path, error);
	return -1;
}

static bool
write_all(int descriptor, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t wrote = write(descriptor, data, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		data += wrote;
		length -= (size_t)wrote;
	}
	return true;
}

/** Whether the file now holds exactly these bytes. */
static bool
holds(int descriptor, const char *data, size_t length)
{
	char buffer[16384];
	size_t at = 0;

	for (;;) {
		ssize_t got =
			pread(descriptor, buffer, sizeof buffer, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			return at == length;
		errno = got < 0 ? errno : EIO;
		if (got < 0 || (size_t)got > length - at ||
		    memcmp(buffer, data + at, (size_t)got) != 0)
			return false;
		at += (size_t)got;
	}
}

static bool
sync_folder(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_auto(Descriptor) descriptor =
		open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* Some file systems cannot; the name stands all the same. */
	return descriptor >= 0 &&
	       (fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS);
}

/** Whether a name is free, or a file that may be replaced.  A link, a folder
 *  or a device is somebody's, and would be lost. */
static bool
may_replace(const char *path, GError **error)
{
	struct stat status;

	if (lstat(path, &status) != 0 || S_ISREG(status.st_mode))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
	            "%s: is no regular file, so it is not replaced", path);
	return false;
}

/** Give back the bits of the replaced file's mode that the umask took. */
static bool
keep_mode(int descriptor, const char *path)
{
	struct stat before;

	return lstat(path, &before) != 0 ||
	       fchmod(descriptor, before.st_mode & 0777) == 0;
}

static bool
fill(const char *data, size_t length, const char *path, char **temporary_out,
     GError **error)
{
	g_auto(Descriptor) descriptor =
		create_beside(path, temporary_out, error);

	if (descriptor < 0)
		return false;
	if (!keep_mode(descriptor, path))
		return fail("cannot keep the mode", path, error);
	if (!write_all(descriptor, data, length))
		return fail("cannot write", path, error);
	if (fsync(descriptor) != 0)
		return fail("cannot sync", path, error);
	if (!holds(descriptor, data, length))
		return fail("not what was written", path, error);
	return true;
}

bool
hc_report_publish(HcReportForm form, const char *data, size_t length,
                  const char *path, GError **error)
{
	g_autofree char *temporary = NULL;
	bool done;

	if (!hc_report_check(form, data, length, error) ||
	    !may_replace(path, error))
		return false;
	done = fill(data, length, path, &temporary, error);
	if (done && rename(temporary, path) != 0)
		done = fail("cannot rename", path, error);
	if (done && !sync_folder(path)) {
		done = fail("cannot sync the folder", path, error);
		unlink(path); /* what may not last must not stand there */
	}
	if (!done && temporary != NULL)
		unlink(temporary);
	return done;
}
