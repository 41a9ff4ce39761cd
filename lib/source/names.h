/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* names.h - a list of paths, one a line or each behind a NUL. */
#ifndef HC_NAMES_H
#define HC_NAMES_H

#include <stdbool.h>

#include "hopcheck.h"

typedef struct HcNames HcNames;

/** Open a list of paths.
 *  @param path       a file, or "-" for standard input
 *  @param separator  '\n' or '\0'
 *  @param error      HC_ERROR_OPEN: "PATH: what"
 *  @return new, or NULL with @p error set */
HcNames *hc_names_open(const char *path, char separator, GError **error);
/** Be asked, while a list that comes by standard input keeps silent, whether to
 *  give up.
 *  @param stopped  called several times a second; NULL: nobody is asked */
void hc_names_ask(HcNames *names, bool (*stopped)(void *data), void *data);
/** The next path.  Empty ones are passed over; the last needs no separator.
 *  @param name_out    borrowed until the next call; NULL at the end
 *  @param error       HC_ERROR_READ: it cannot be read.  HC_ERROR_OPEN: a path
 *                     is longer than any that can be opened, or holds a NUL
 *                     although lines are read; the message says where.
 *                     HC_ERROR_STOPPED */
bool hc_names_next(HcNames *names, const char **name_out, GError **error);
void hc_names_free(HcNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcNames, hc_names_free)

#endif
