/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-file.h - the bytes of a policy and of the lists beside it. */
#ifndef HC_POLICY_FILE_H
#define HC_POLICY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/** Read a regular file, never waiting for a writer.
 *  @param path        in the file system's encoding
 *  @param max         more bytes than this are refused
 *  @param length_out  bytes; a NUL stands behind them
 *  @param error       HC_ERROR_POLICY
 *  @return new, the caller's, or NULL */
char *hc_policy_file_read(const char *path, size_t max, size_t *length_out,
                          GError **error);

/** Read a regular file in a folder or below it.  No absolute path, no "." or
 *  ".." part, no link that leads out of the folder: a policy that is passed on
 *  opens nothing but what came with it.
 *  @param folder  NULL: there is none, so every file is refused
 *  @param error   HC_ERROR_POLICY
 *  @return new, the caller's, or NULL */
char *hc_policy_file_beside(const char *folder, const char *href, size_t max,
                            size_t *length_out, GError **error);

#endif
