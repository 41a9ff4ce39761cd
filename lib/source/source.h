/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source.h - what the message layer may ask of a raw message. */
#ifndef HC_SOURCE_H
#define HC_SOURCE_H

#include <stddef.h>

#include "hopcheck.h"

/** The first bytes of a message: all up to the end of its header block, and
 *  no more than HC_HEADER_BLOCK_MAX.  Leading empty lines and From_ lines do
 *  not end the block, so the bytes may reach further than a strict reader
 *  would go; where the block ends is the message layer's business.
 *  @param length_out  bytes
 *  @return borrowed; not NUL-terminated */
const char *hc_raw_header(const HcRaw *raw, size_t *length_out);

#endif
