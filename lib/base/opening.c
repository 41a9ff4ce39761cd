/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* opening.c - open what is read without waiting for it, or leaving a trace. */
#include "config.h"

#include "opening.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"
#include "why.h"

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

static char *
fail(const char *path, HcError code, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, (int)code, "%s: %s", path, what);
	return NULL;
}

/* Read what is wanted or there is.
 * @return bytes; -1 with errno set */
static ssize_t
read_up_to(int file, char *bytes, size_t wanted)
{
	size_t length = 0;

	while (length < wanted) {
		ssize_t got = read(file, bytes + length, wanted - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	return (ssize_t)length;
}

/* A file may go on behind the size that it states, as those of /proc do.
 * @param room  bytes to begin with */
static char *
read_contents(int file, const char *path, size_t room, size_t max,
              size_t *length_out, GError **error)
{
	g_autofree char *bytes = g_malloc(room + 1);
	size_t length = 0;

	for (;;) {
		ssize_t got = read_up_to(file, bytes + length, room - length);

		if (got < 0)
			return fail(path, HC_ERROR_READ, hc_why(errno),
			            error);
		length += (size_t)got;
		if (length < room)
			break;
		if (length > max) {
			g_set_error(error, HC_ERROR, HC_ERROR_READ,
			            "%s: is larger than %" G_GSIZE_FORMAT
			            " bytes",
			            path, max);
			return NULL;
		}
		room = MIN(2 * room, max + 1);
		bytes = g_realloc(bytes, room + 1);
	}
	bytes[length] = '\0';
	*length_out = length;
	return g_steal_pointer(&bytes);
}

char *
hc_file_contents(const char *path, size_t max, size_t *length_out,
                 GError **error)
{
	int file = hc_file_open_quietly(AT_FDCWD, path, 0);
	const char *refusal;
	struct stat status;
	char *bytes = NULL;

	if (file < 0)
		return fail(path, HC_ERROR_OPEN, hc_why(errno), error);
	if (fstat(file, &status) != 0)
		refusal = hc_why(errno);
	else
		refusal = hc_file_refusal(path, status.st_mode);
	if (refusal != NULL) {
		fail(path, HC_ERROR_OPEN, refusal, error);
	} else {
		/* from now on a pipe is waited for */
		fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK);
		bytes = read_contents(file, path,
		                      MIN((size_t)status.st_size, max) + 1, max,
		                      length_out, error);
	}
	close(file);
	return bytes;
}
