/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess.h - what a member of an archive is. */
#ifndef HC_GUESS_H
#define HC_GUESS_H

#include <stddef.h>

#include "hopcheck.h"

/** Say what a member is, by its first bytes; its name decides only that what
 *  is called mail is read as mail.
 *  @param data  from the start, all of it or some KiB
 *  @return HC_KIND_MBOX, HC_KIND_EMLX, HC_KIND_EML or HC_KIND_OTHER */
HcKind hc_guess_kind(const char *name, const char *data, size_t length);

#endif
