/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* transmission.h - "with" keywords and what they mean. */
#ifndef HC_TRANSMISSION_H
#define HC_TRANSMISSION_H

#include <stddef.h>

#include "hopcheck.h"

/** The row of one token, ASCII case ignored.
 *  @return static, or NULL */
const HcTransmission *hc_transmission_find(const char *token, size_t length);

/** The row that a "with" phrase names: the whole phrase, the phrase up to a
 *  slash, else a registered keyword among its words, else its first word.
 *  @return static, or NULL */
const HcTransmission *hc_transmission_read(const char *phrase, size_t length);

/** Rows of the table, sorted by token. */
const HcTransmission *hc_transmissions(size_t *count_out);

#endif
