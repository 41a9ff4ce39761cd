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

#include "hold.h"
#include "publish.h"
#include "why.h"

/* Names tried before giving up; others are writing under those that exist. */
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
	            hc_why(number));
	return false;
}

/* ------------------------------------------------------------- leftovers */

static char *
temporary_name(const char *path, unsigned number)
{
	return g_strdup_printf("%s.%u.partial", path, number);
}

/** Remove a temporary file whose writer is dead, for who writes holds a lock.
 *  Of another account nothing is touched. */
static void
sweep(const char *name)
{
	g_auto(Descriptor) descriptor =
		open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	if (descriptor >= 0 && fstat(descriptor, &status) == 0 &&
	    S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
	    hc_hold(descriptor) == 0 && hc_hold_is_named(descriptor, name))
		unlink(name);
}

static void
sweep_beside(const char *path)
{
	for (unsigned i = 0; i < NAMES_MAX; i++) {
		g_autofree char *name = temporary_name(path, i);

		sweep(name);
	}
}

/* ------------------------------------------------------------ publishing */

/** Create a file nobody else has, beside the final name; its mode is that of
 *  the file it will replace, else what the umask leaves. */
static int
create_beside(const char *path, char **temporary_out, GError **error)
{
	struct stat before;
	mode_t mode = lstat(path, &before) == 0 ? before.st_mode & 0777 : 0666;

	for (unsigned i = 0; i < NAMES_MAX; i++) {
		g_autofree char *name = temporary_name(path, i);
		int descriptor =
			open(name,
		             O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		             mode);

		if (descriptor < 0 && errno != EEXIST)
			break;
		if (descriptor < 0)
			continue;
		/* between the two another may have swept it; where there are
		 * no locks nobody sweeps */
		if (hc_hold(descriptor) != EWOULDBLOCK &&
		    hc_hold_is_named(descriptor, name)) {
			*temporary_out = g_steal_pointer(&name);
			return descriptor;
		}
		close(descriptor);
	}
	fail("cannot create a temporary file", path, error);
	return -1;
}

bool
hc_write_all(int descriptor, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t wrote = write(descriptor, data, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote == 0)
			errno = EIO;
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

bool
hc_publish_begin(HcPublish *publish, const char *path, GError **error)
{
	memset(publish, 0, sizeof *publish);
	publish->descriptor = -1;
	if (!may_replace(path, error))
		return false;
	publish->path = g_strdup(path);
	sweep_beside(path);
	publish->descriptor = create_beside(path, &publish->temporary, error);
	if (publish->descriptor < 0)
		return false;
	return keep_mode(publish->descriptor, path) ||
	       fail("cannot keep the mode", path, error);
}

bool
hc_report_can_publish(const char *path, GError **error)
{
	g_auto(HcPublish) publish = {.descriptor = -1};

	return hc_publish_begin(&publish, path, error);
}

bool
hc_publish_write(HcPublish *publish, const char *data, size_t length,
                 GError **error)
{
	return hc_write_all(publish->descriptor, data, length) ||
	       fail("cannot write", publish->path, error);
}

bool
hc_publish_sync(HcPublish *publish, GError **error)
{
	return fsync(publish->descriptor) == 0 ||
	       fail("cannot sync", publish->path, error);
}

bool
hc_publish_end(HcPublish *publish, GError **error)
{
	if (rename(publish->temporary, publish->path) != 0)
		return fail("cannot rename", publish->path, error);
	g_clear_pointer(&publish->temporary, g_free);
	if (sync_folder(publish->path))
		return true;
	fail("cannot sync the folder", publish->path, error);
	unlink(publish->path); /* what may not last must not stand there */
	return false;
}

void
hc_publish_clear(HcPublish *publish)
{
	if (publish->descriptor >= 0)
		close(publish->descriptor);
	publish->descriptor = -1;
	if (publish->temporary != NULL)
		unlink(publish->temporary);
	g_clear_pointer(&publish->temporary, g_free);
	g_clear_pointer(&publish->path, g_free);
}

bool
hc_report_publish(HcReportForm form, const char *data, size_t length,
                  const char *path, GError **error)
{
	g_auto(HcPublish) publish = {.descriptor = -1};

	if (!hc_report_check(form, data, length, error) ||
	    !hc_publish_begin(&publish, path, error) ||
	    !hc_publish_write(&publish, data, length, error) ||
	    !hc_publish_sync(&publish, error))
		return false;
	if (!holds(publish.descriptor, data, length))
		return fail("not what was written", path, error);
	return hc_publish_end(&publish, error);
}
