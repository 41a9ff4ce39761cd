/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chain.h - a chain of no more hops than there is room for. */
#ifndef HC_CHAIN_H
#define HC_CHAIN_H

#include "hopcheck.h"

/** As hc_chain_new(), but count what is beyond some Received fields only.
 *  @param message  a reference is taken
 *  @param most  newest fields to take apart, if the limit is not less
 *  @return new, never NULL */
HcChain *hc_chain_new_of(HcMessage *message, size_t most);

#endif
