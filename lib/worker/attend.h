/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* attend.h - the life of a worker that is handed files: hello, then a file at
 * a time. */
#ifndef HC_ATTEND_H
#define HC_ATTEND_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/** Read one file and answer.
 *  @param file  descriptor; closed by the caller
 *  @param kind  as asked
 *  @return false: nobody hears the answers */
typedef bool (*HcAttendant)(int out, uint32_t item, int file, HcKind kind);

/** Say hello, then read what is handed in until there is no more.
 *  @param in       socket that questions and descriptors come from
 *  @param out      pipe that answers go to
 *  @param sandbox  which fences stand, for the hello
 *  @return false: what was asked is no question, or nobody hears */
bool hc_attend(int in, int out, HcSandbox sandbox, HcAttendant attendant);

#endif
