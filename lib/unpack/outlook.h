/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outlook.h - a message as Outlook keeps it in a file: .msg (MS-OXMSG). */
#ifndef HC_OUTLOOK_H
#define HC_OUTLOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "teller.h"

/** Prepare while files can still be opened. */
void hc_outlook_begin(void);

/** Tell a compound file as a member: a message and the transport header that
 *  it keeps (PidTagTransportMessageHeaders), or a file like any other.
 *  @param name    of the member, or NULL
 *  @param bytes   all of the file */
void hc_outlook_tell(HcTeller *teller, const char *name, const void *bytes,
                     size_t length);

/** The version that libgsf says it has while running; new. */
char *hc_outlook_library(void);

#endif
