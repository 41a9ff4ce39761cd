/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* why.h - what the system says of a call that failed. */
#ifndef HC_WHY_H
#define HC_WHY_H

/** Say why, in English whatever the locale: reports hold it.
 *  g_strerror() asks the locale and the environment for a character set, and
 *  where it cannot be converted from prints that and returns NULL.
 *  @param number  of errno
 *  @return static, ASCII */
const char *hc_why(int number);

#endif
