/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file.c - bytes of a file, standard input or memory, in pieces. */
#include "config.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "hopcheck.h"
#include "limit.h"
#include "spare.h"
#include "why.h"

/* Milliseconds until it is asked again whether to stop. */
#define LOOK_MS 100

static bool
fail(GError **error, HcError code, const char *what)
{
	g_set_error(error, HC_ERROR, (int)code, "%s: %s", what,
	            hc_why(errno));
	return false;
}

static bool
check_type(const char *path, mode_t mode, GError **error)
{
	const char *refusal = hc_file_refusal(path, mode);

	if (refusal != NULL)
		g_set_error_literal(error, HC_ERROR, HC_ERROR_OPEN, refusal);
	return refusal == NULL;
}

/* A small file needs no large buffer: one read takes all of it. */
static size_t
buffer_size_for(const struct stat *state)
{
	if (!S_ISREG(state->st_mode) || state->st_size <= 0 ||
	    state->st_size >= (off_t)HC_MAILBOX_PIECE)
		return HC_MAILBOX_PIECE;
	return (size_t)state->st_size;
}

/* A piece that a thread keeps for its next mailbox: taken anew each time, the
 * place of the last one would be cut up by then, and the process grow by two
 * pieces a thread. */
static GPrivate spare = G_PRIVATE_INIT(g_free);

static char *
take_buffer(size_t size)
{
	char *buffer = size == HC_MAILBOX_PIECE ? g_private_get(&spare) : NULL;

	if (buffer == NULL)
		return g_malloc(size);
	g_private_set(&spare, NULL);
	return buffer;
}

static void
give_buffer(char *buffer, size_t size)
{
	if (HC_KEEPS_SPARES && size == HC_MAILBOX_PIECE &&
	    g_private_get(&spare) == NULL)
		g_private_set(&spare, buffer);
	else
		g_free(buffer);
}

/* Go on with file->fd, -1 with errno set if there is none. */
static bool
begin(HcFile *file, const char *path, GError **error)
{
	if (file->fd < 0)
		return fail(error, HC_ERROR_OPEN, "cannot open");
	if (fstat(file->fd, &file->before) != 0) {
		fail(error, HC_ERROR_OPEN, "cannot open");
		hc_file_close(file);
		return false;
	}
	if (file->fd_is_ours &&
	    !check_type(path, file->before.st_mode, error)) {
		hc_file_close(file);
		return false;
	}
	file->start = file->at =
		file->fd_is_ours ? 0 : lseek(file->fd, 0, SEEK_CUR);
	file->buffer_size = buffer_size_for(&file->before);
	file->buffer = take_buffer(file->buffer_size);
	return true;
}

bool
hc_file_open(HcFile *file, const char *path, GError **error)
{
	*file = (HcFile){.fd = STDIN_FILENO};
	if (strcmp(path, "-") != 0) {
		file->fd = hc_file_open_quietly(AT_FDCWD, path, 0);
		file->fd_is_ours = true;
	}
	return begin(file, path, error);
}

bool
hc_file_open_in(HcFile *file, int folder, const char *name, GError **error)
{
	*file = (HcFile){.fd_is_ours = true};
	file->fd = hc_file_open_quietly(folder, name, O_NOFOLLOW);
	if (file->fd < 0 && errno == ELOOP) {
		g_set_error_literal(error, HC_ERROR, HC_ERROR_OPEN,
		                    "is a symbolic link, not followed");
		return false;
	}
	return begin(file, "", error);
}

bool
hc_file_peek(const HcFile *file, uint64_t offset, void *bytes_out,
             size_t length, size_t *length_out, GError **error)
{
	char *bytes = bytes_out;
	ssize_t got = 1;

	*length_out = 0;
	if (file->fd < 0) {
		offset = MIN(offset, file->memory_left);
		*length_out = MIN(length, file->memory_left - (size_t)offset);
		if (*length_out > 0)
			memcpy(bytes, file->memory + offset, *length_out);
		return true;
	}
	while (*length_out < length && got != 0) {
		got = pread(file->fd, bytes + *length_out, length - *length_out,
		            (off_t)(offset + *length_out));
		if (got < 0 && errno != EINTR)
			return fail(error, HC_ERROR_READ, "cannot read");
		*length_out += got > 0 ? (size_t)got : 0;
	}
	return true;
}

bool
hc_file_seek(HcFile *file, uint64_t offset, GError **error)
{
	if (file->fd < 0) {
		size_t skipped = (size_t)MIN(offset, file->memory_left);

		file->memory_left -= skipped;
		if (skipped > 0)
			file->memory += skipped;
		return true;
	}
	file->at = lseek(file->fd, (off_t)offset, SEEK_SET);
	return file->at >= 0 || fail(error, HC_ERROR_READ, "cannot read");
}

void
hc_file_open_memory(HcFile *file, const void *data, size_t length)
{
	*file = (HcFile){.fd = -1, .memory = data, .memory_left = length};
}

void
hc_file_open_feed(HcFile *file, HcFeed feed, void *data)
{
	*file = (HcFile){.fd = -1, .feed = feed, .feed_data = data};
}

/* Standard input may be non-blocking; then wait for it. */
static bool
wait_for(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	return poll(&poll_fd, 1, -1) >= 0 || errno == EINTR;
}

/* Wait until there are bytes, or the end.
 * @return false: it is to stop first */
static bool
await(const HcFile *file, GError **error)
{
	struct pollfd poll_fd = {.fd = file->fd, .events = POLLIN};
	int ready;

	if (file->stopped == NULL || S_ISREG(file->before.st_mode))
		return true;
	do
		if (file->stopped(file->stopped_data)) {
			g_set_error(error, HC_ERROR, HC_ERROR_STOPPED,
			            "stopped");
			return false;
		}
	while ((ready = poll(&poll_fd, 1, LOOK_MS)) == 0 ||
	       (ready < 0 && errno == EINTR));
	/* what else poll() has to say, read() says better */
	return true;
}

/* How much is still wanted at once.  A regular file ends where it ended when it
 * was opened: what is put at its end while it is read would be followed without
 * end, and shows as a change.  Files of /proc and their like state no size. */
static size_t
wanted(const HcFile *file, size_t length)
{
	size_t room = file->buffer_size - length;
	off_t left = file->before.st_size - file->at;

	if (!S_ISREG(file->before.st_mode) || file->before.st_size <= 0)
		return room;
	return left <= 0 ? 0 : MIN(room, (size_t)left);
}

static bool
read_file(HcFile *file, size_t *length_out, GError **error)
{
	size_t length = 0;
	size_t count;

	while ((count = wanted(file, length)) > 0) {
		ssize_t got;

		*length_out = length;
		if (!await(file, error))
			return false;
		got = read(file->fd, file->buffer + length, count);
		if (got == 0)
			break;
		if (got > 0) {
			length += (size_t)got;
			file->at += got;
		} else if (errno != EINTR &&
		           !(errno == EAGAIN && wait_for(file->fd))) {
			*length_out = length;
			return fail(error, HC_ERROR_READ, "cannot read");
		}
	}
	*length_out = length;
	return true;
}

bool
hc_file_read(HcFile *file, const char **data_out, size_t *length_out,
             GError **error)
{
	if (file->fd >= 0) {
		*data_out = file->buffer;
		return read_file(file, length_out, error);
	}
	if (file->feed != NULL)
		return file->feed(file->feed_data, data_out, length_out, error);
	*data_out = file->memory;
	*length_out = MIN(file->memory_left, HC_MAILBOX_PIECE);
	file->memory_left -= *length_out;
	if (*length_out > 0)
		file->memory += *length_out;
	return true;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool
hc_file_changed(const HcFile *file, bool to_end)
{
	const struct stat *before = &file->before;
	struct stat after;

	if (file->fd < 0 || !S_ISREG(before->st_mode))
		return false;
	if (fstat(file->fd, &after) != 0)
		return true;
	if (after.st_dev != before->st_dev || after.st_ino != before->st_ino ||
	    after.st_size != before->st_size ||
	    !same_time(&after.st_mtim, &before->st_mtim) ||
	    !same_time(&after.st_ctim, &before->st_ctim))
		return true;
	return to_end && before->st_size > file->start &&
	       file->at != before->st_size;
}

void
hc_file_close(HcFile *file)
{
	if (file->fd_is_ours && file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	give_buffer(file->buffer, file->buffer_size);
	file->buffer = NULL;
}
