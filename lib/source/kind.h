/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kind.h - what an input is, by its first bytes. */
#ifndef HC_KIND_H
#define HC_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "hopcheck.h"

/** Octets that tell all but the kind. */
#define HC_KIND_LOOK 8

/** Bytes of a UTF-8 byte order mark at the start: 0 or 3. */
size_t hc_kind_bom(const char *data, size_t length);
/** What an input is: a mailbox, if its first line, after a BOM, starts with
 *  "From " and is no field; a message of Apple Mail, if its first line is a
 *  number and a field follows; else a message. */
HcKind hc_kind_of(const char *data, size_t length);
/** Whether an input looks like UTF-16 or UTF-32: by its byte order mark, or
 *  by NULs in every other (three of four) of its first bytes. */
bool hc_kind_is_wide(const char *data, size_t length);

#endif
