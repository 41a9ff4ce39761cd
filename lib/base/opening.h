/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* opening.h - open what is read without waiting for it, or leaving a trace. */
#ifndef HC_OPENING_H
#define HC_OPENING_H

#include <stddef.h>
#include <sys/types.h>

#include <glib.h>

/** Open without a trace where that is allowed, and without waiting.
 *  @param folder      descriptor that @p path is relative to, or AT_FDCWD
 *  @param more_flags  of open(2), such as O_DIRECTORY
 *  @return a descriptor, or -1 with errno set */
int hc_file_open_quietly(int folder, const char *path, int more_flags);
/** Why a file of this type is not read, a phrase that follows its path; NULL:
 *  it is.  A FIFO is, too, if the path names a descriptor that is open. */
const char *hc_file_refusal(const char *path, mode_t mode);
/** Read a file from end to end, of a type that is read.
 *  @param max    bytes; a longer one is refused
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ: "PATH: what"
 *  @return new, with a NUL behind it; NULL with @p error set */
char *hc_file_contents(const char *path, size_t max, size_t *length_out,
                       GError **error);

#endif
