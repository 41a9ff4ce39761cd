/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_search.c - where a search finds nothing in a message, a worker finds
 * nothing either; where a structure is read without one, it says the same. */
#include "config.h"

#include <stdlib.h>

#include "harness.h"
#include "searching.h"

void
fuzz_input(const uint8_t *data, size_t size)
{
	static bool begun;
	bool nothing, read;

	if (!begun)
		hc_mime_begin();
	begun = true;
	if (search_missed((const char *)data, size, &nothing) != NULL ||
	    outline_differs((const char *)data, size, &read))
		abort();
}
