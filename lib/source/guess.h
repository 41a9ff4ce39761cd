/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess.h - what a file is that nobody said to be mail: of a folder, or a member
 * of an archive. */
#ifndef HC_GUESS_H
#define HC_GUESS_H

#include <stddef.h>

#include "hopcheck.h"

/** Say what a file is, by its first bytes; its name decides only that what
 *  is called mail is read as mail.
 *  @param data  from the start, all of it or some KiB
 *  @return HC_KIND_MBOX, HC_KIND_EMLX, HC_KIND_EML or HC_KIND_OTHER */
HcKind hc_guess_kind(const char *name, const char *data, size_t length);

/** Why a file is no mail that hc_guess_kind() calls so; static.
 *  @param length  of what it was told by */
const char *hc_guess_why(size_t length);

/** Why a member of an archive is left out by its name and place there, as it
 *  would be in a folder; static; NULL: it is not.
 *  @param path  as stored */
const char *hc_guess_left_out(const char *path);

#endif
