/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unread.c - the Received fields beyond those that were taken apart.
 *
 * The newest are read, so these stand below all of them. */
#include "config.h"

#include "unread.h"

bool
hc_unread_next(const HcChain *chain, size_t *number, size_t *index)
{
	size_t read = hc_chain_length(chain), from = 0, next;

	if (hc_chain_received_count(chain) <= read)
		return false;
	if (*number > 0) {
		from = *index + 1;
	} else if (read > 0) {
		*number = read;
		from = hc_chain_hop(chain, 0)->field + 1;
	}
	next = hc_message_find(hc_chain_message(chain), "Received", from);
	if (next == SIZE_MAX)
		return false;
	++*number;
	*index = next;
	return true;
}
