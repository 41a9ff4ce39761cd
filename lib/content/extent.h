/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* extent.h - does a structure reach to the last of its bytes?
 *
 * Behind a head that ends early anything may stand, for anyone to read. */
#ifndef HC_EXTENT_H
#define HC_EXTENT_H

#include <stdbool.h>

#include "flow.h"

/** Whether bytes, from the next on, are one element of BER (X.690 8.1), elements
 *  within it likewise, and none behind it. */
bool hc_ber_is_whole(HcFlow *flow);

/** Type of a packet by its first byte (RFC 9580 4.2); 0: it is none. */
unsigned hc_packet_type(unsigned char byte);

/** Whether bytes, from the next on, are an enciphered message and no more:
 *  session keys, then one packet of enciphered data (RFC 9580 10.3). */
bool hc_packets_are_whole(HcFlow *flow);

#endif
