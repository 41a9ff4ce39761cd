/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* remake.h - a report made again from its inputs, and two reports compared. */
#ifndef HC_REMAKE_H
#define HC_REMAKE_H

#include <stdbool.h>

#include <glib.h>

#include "hopcheck.h"

/** Make a report again under a name.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ, HC_ERROR_POLICY, HC_ERROR_WRITE
 */
bool hc_remake(const HcVerifyOptions *options, const char *output,
               GError **error);

/** Tell each part in which a report that was made again differs from that which
 *  the options name, and each input that was not read as it was.
 *  @param differences_out  how many there are */
bool hc_compare(const HcVerifyOptions *options, const char *again,
                HcFlawHeard heard, void *data, uint64_t *differences_out,
                GError **error);

#endif
