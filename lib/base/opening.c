/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* opening.c - open what is read without waiting for it, or leaving a trace. */
#include "config.h"

#include "opening.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include <glib.h>

/* O_NONBLOCK so that a FIFO does not hang us before we can refuse it;
 * O_NOATIME, allowed to the owner, so that looking leaves no trace. */
int
hc_file_open_quietly(int folder, const char *path, int more_flags)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | more_flags;
	int fd;

	do
		fd = openat(folder, path, flags | O_NOATIME);
	while (fd < 0 && errno == EINTR);
	if (fd >= 0 || errno != EPERM)
		return fd;
	do
		fd = openat(folder, path, flags);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* Whether a path names a descriptor that we hold, as a shell's <(command)
 * does: opening that cannot wait for a writer that never comes. */
static bool
is_descriptor(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		const char *number = path + strlen(folders[i]);

		if (g_str_has_prefix(path, folders[i]) && number[0] != '\0' &&
		    number[strspn(number, "0123456789")] == '\0')
			return true;
	}
	return false;
}

const char *
hc_file_refusal(const char *path, mode_t mode)
{
	if (S_ISREG(mode) || (S_ISFIFO(mode) && is_descriptor(path)))
		return NULL;
	return S_ISDIR(mode)    ? "is a directory, not a regular file"
	       : S_ISFIFO(mode) ? "is a FIFO, not a regular file"
	       : S_ISSOCK(mode) ? "is a socket, not a regular file"
	                        : "is a device, not a regular file";
}
