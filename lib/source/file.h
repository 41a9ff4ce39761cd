/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file.h - bytes of a file, standard input or memory, in pieces. */
#ifndef HC_FILE_H
#define HC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <glib.h>

#include "opening.h"

/** Give the next bytes of what is no file here.
 *  @param data_out    borrowed until the next call
 *  @param length_out  bytes; 0 at the end
 *  @param error       HC_ERROR_READ; the bytes before the fault are given */
typedef bool (*HcFeed)(void *data, const char **data_out, size_t *length_out,
                       GError **error);

/** Where bytes come from.  Opened read-only, never written, locked or
 *  mapped. */
typedef struct {
	int fd; /**< -1: memory */
	bool fd_is_ours;
	struct stat before; /**< its state when opened */
	off_t start;        /**< where reading began, for a regular file */
	off_t at;           /**< bytes of it read, start included */
	char *buffer;
	size_t buffer_size; /**< bytes, at most HC_MAILBOX_PIECE */
	const char *memory;
	size_t memory_left;
	HcFeed feed; /**< NULL: none */
	void *feed_data;
	bool (*stopped)(void *data); /**< asked several times a second while
	                              *   what is no regular file keeps silent:
	                              *   whether to give up; or NULL */
	void *stopped_data;
} HcFile;

/** Open a regular file, or "-" for standard input, which may be anything.
 *  @param error  HC_ERROR_OPEN; says why, not where */
bool hc_file_open(HcFile *file, const char *path, GError **error);
/** Open a regular file in an open folder.
 *  @param folder  descriptor, or AT_FDCWD
 *  @param name    no symbolic link is followed there
 *  @param error   HC_ERROR_OPEN */
bool hc_file_open_in(HcFile *file, int folder, const char *name,
                     GError **error);
/** Look at bytes without reading on; only before the first read.
 *  @param length_out  bytes; fewer than asked for only at the end
 *  @param error       HC_ERROR_READ */
bool hc_file_peek(const HcFile *file, uint64_t offset, void *bytes_out,
                  size_t length, size_t *length_out, GError **error);
/** Begin at an offset; only before the first read, and of no pipe. */
bool hc_file_seek(HcFile *file, uint64_t offset, GError **error);
/** Read from memory, which is borrowed. */
void hc_file_open_memory(HcFile *file, const void *data, size_t length);
/** Read what is fed; pieces are as they come. */
void hc_file_open_feed(HcFile *file, HcFeed feed, void *data);
/** Read the next bytes: as many as the buffer takes, fewer only at the end.
 *  @param data_out    borrowed until the next call
 *  @param length_out  bytes; 0 at the end
 *  @param error       HC_ERROR_READ; the bytes before the fault are given;
 *                     HC_ERROR_STOPPED */
bool hc_file_read(HcFile *file, const char **data_out, size_t *length_out,
                  GError **error);
/** Whether a file changed since it was opened: another file, size or time, or
 *  another number of bytes read than it has.
 *  @param to_end  it was read to its end */
bool hc_file_changed(const HcFile *file, bool to_end);
void hc_file_close(HcFile *file);

#endif
