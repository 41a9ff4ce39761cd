/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unread.h - the Received fields beyond those that were taken apart. */
#ifndef HC_UNREAD_H
#define HC_UNREAD_H

#include "hopcheck.h"

/** Step to the next one, newest first.
 *  @param number  0 to begin; its number among the Received fields as they
 *                 stand, 1 being the newest
 *  @param index   its field in the message
 *  @return false when there is no more */
bool hc_unread_next(const HcChain *chain, size_t *number, size_t *index);

#endif
