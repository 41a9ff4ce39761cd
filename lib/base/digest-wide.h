/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* digest-wide.h - sixteen SHA-256 digests brought forward by the same steps. */
#ifndef HC_DIGEST_WIDE_H
#define HC_DIGEST_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HC_DIGEST_WIDE 16

/** Sixteen digests on their way: word i of all of them side by side. */
typedef struct {
	uint32_t words[8][HC_DIGEST_WIDE];
} HcDigestWide;

/** Whether the processor and the system can. */
bool hc_digest_wide_is_there(void);

/** Take whole blocks of 64 octets into each digest (FIPS 180-4 6.2.2); only
 *  where hc_digest_wide_is_there().
 *  @param data    of each lane; what of a lane's result is not wanted is
 *                 computed all the same
 *  @param blocks  of each lane */
void hc_digest_wide_compress(HcDigestWide *state,
                      const uint8_t *const data[HC_DIGEST_WIDE], size_t blocks);

#endif
