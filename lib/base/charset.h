/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* charset.h - charsets that a converter may be asked for. */
#ifndef HC_CHARSET_H
#define HC_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

/** Whether a charset's name, as mail writes it, is one of those that may reach
 *  iconv: what mail uses, none of them with a converter that had a hole. */
bool hc_charset_is_known(const char *name, size_t length);

/** Names of all of them as glibc spells them, to be opened before a sandbox
 *  closes; ends with NULL. */
extern const char *const hc_charsets[];

#endif
