/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness.c - what libFuzzer calls: it gives each input to the target as it is,
 * and folded to the bytes that mail is made of, where more of the grammar is
 * met.  No allocation is made to fail: what GLib cannot allocate, and libxml2
 * through it, ends the program by design (tests/fault/ sees to that). */
#include "config.h"

#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A longer input is not folded: what is long is hard on time, not on grammar,
 * and each is run once already. */
#define FOLDED_MAX 65536u

/* ------------------------------------------------------------------- folding */

/* Letters, digits and specials of RFC 822 3.3, each as often as mail has use of
 * it; a byte of the input is an index. */
static const char alphabet[] =
	"\n\n\n\r\n\t   ::::;;;;,,..@@<<>>[[]](())\"\"\\\\"
	"==--__//++&%#!?*'~^`{}|$"
	"00112233445566778899"
	"aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz"
	"ABCDEFGHIJKLMNOPQRSTUVWXYZESMTPTLSFromRcdByWithIdFor"
	"\001\177\200\303\251\377";

static void
run_folded(const uint8_t *data, size_t size)
{
	uint8_t *folded;

	if (size == 0 || size > FOLDED_MAX)
		return;
	/* exactly as long, so that a byte too far is seen */
	folded = malloc(size);
	g_assert_nonnull(folded);
	for (size_t i = 0; i < size; i++)
		folded[i] = (uint8_t)alphabet[data[i] % (sizeof alphabet - 1)];
	fuzz_input(folded, size);
	free(folded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_input(data, size);
	run_folded(data, size);
	return 0;
}
