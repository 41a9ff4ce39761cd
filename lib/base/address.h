/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* address.h - IP addresses as mail writes them, and the blocks they are in. */
#ifndef HC_ADDRESS_H
#define HC_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "hopcheck.h"
#include "scan.h"

/* Longest text form with a zone dropped: "ffff:...:255.255.255.255". */
#define HC_ADDRESS_TEXT 46

/** What an address is for (IANA special-purpose registries, RFC 6890). */
typedef enum {
	HC_REACH_PUBLIC,
	HC_REACH_LOOPBACK,
	HC_REACH_PRIVATE,    /**< RFC 1918, RFC 4193 */
	HC_REACH_LINK_LOCAL, /**< RFC 3927, RFC 4291 2.5.6 */
	HC_REACH_SHARED,     /**< RFC 6598 */
	HC_REACH_RESERVED,   /**< unspecified, multicast, documentation ... */
} HcReach;

/** An address block. */
typedef struct {
	HcAddress base;
	unsigned prefix; /**< bits, 0 to 32 or 128 */
} HcNetwork;

/** Read an address strictly: dotted quad without leading zeros; IPv6 by
 *  RFC 4291 2.2, with or without the "IPv6:" tag (any case), with a zone id
 *  ("%eth0") that is dropped; ::ffff:a.b.c.d becomes the v4 address
 *  (RFC 5321 4.1.3).  No brackets, no port, nothing before or after.
 *  @param tagged_out  the tag was there; may be NULL
 *  @param zoned_out   a zone id was there; may be NULL */
bool hc_address_read(const char *text, size_t length, HcAddress *address_out,
		     bool *tagged_out, bool *zoned_out);
/** Whether a text can begin with an address: hexadecimal digits up to a dot or
 *  a colon, a colon, or the letter of the tag.  What does not is none. */
static inline bool
hc_address_begins(const char *text, size_t length)
{
	size_t at = 0;

	if (length == 0)
		return false;
	if (text[0] == ':' || text[0] == 'I' || text[0] == 'i')
		return true;
	while (at < length && at < 4 && hc_is_xdigit((unsigned char)text[at]))
		at++;
	return at > 0 && at < length && (text[at] == '.' || text[at] == ':');
}
/** Text form (RFC 5952; dotted quad).
 *  @param text_out  at least HC_ADDRESS_TEXT bytes */
void hc_address_write(const HcAddress *address, char *text_out);
bool hc_address_equal(const HcAddress *a, const HcAddress *b);
HcReach hc_address_reach(const HcAddress *address);

/** Read "192.0.2.0/24", "2001:db8::/32" or a bare address (a block of one).
 *  Host bits below the prefix must be zero. */
bool hc_network_read(const char *text, size_t length, HcNetwork *network_out);
bool hc_network_holds(const HcNetwork *network, const HcAddress *address);

#endif
