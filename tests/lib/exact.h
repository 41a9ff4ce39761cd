/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exact.h - inputs on memory that ends where the input ends, so that an
 * over-read is seen by AddressSanitizer on the very row. */
#ifndef HC_TEST_EXACT_H
#define HC_TEST_EXACT_H

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/** Copy to a heap block of exactly @p length bytes (free() it). */
static inline char *
exact_copy(const char *bytes, size_t length)
{
	char *copy = malloc(length > 0 ? length : 1);

	g_assert_nonnull(copy);
	memcpy(copy, bytes, length);
	return copy;
}

#endif
