/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rare.h - rare words in many bytes. */
#ifndef HC_RARE_H
#define HC_RARE_H

/** Find two bytes that stand side by side.
 *  @return where the first stands; NULL: nowhere */
const char *hc_find_pair(const char *at, const char *end, char first,
                         char second);

/** Find a word without regard to ASCII case.
 *  @param word  in lower case, no control character at either end
 *  @return NULL: it does not stand there */
const char *hc_find_nocase(const char *at, const char *end, const char *word);

#endif
