/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* received.h - one Received field, taken apart (RFC 5321 4.4, RFC 5322 3.6.7).
 *
 * Takes bytes and a length and knows no message.  Linear in the length,
 * whatever the nesting; no recursion; total: any bytes give a result.
 */
#ifndef HC_RECEIVED_H
#define HC_RECEIVED_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "hopcheck.h"

/** Take a field's value apart.
 *  @param bytes  the value after the colon, folding kept; may hold NULs
 *  @param length bytes in @p bytes; beyond HC_FIELD_MAX is noted, not read
 *  @param base   offset of bytes[0] in the message; spans count from there
 *  @param arena  what the result points to lives here
 *  @param received_out  every member set */
void hc_received_read(const char *bytes, size_t length, uint32_t base,
                      HcArena *arena, HcReceived *received_out);

#endif
