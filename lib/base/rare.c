/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rare.c - rare words in many bytes.
 *
 * What has two bytes of a word at the right distance is looked at; blocks that
 * have them nowhere are passed over some at a time. */
#include "config.h"

#include "rare.h"

#include <string.h>

#include "block.h"
#include "scan.h"

/* Bytes passed over together: enough that the test for "nowhere" costs less
 * than the comparisons. */
#define LOOK (4 * HC_BLOCK)

/** Two bytes that stand so far apart. */
typedef struct {
	uint8_t first, last;
	uint8_t fold; /* set in bytes before they are compared: 0x20 to ignore
	               * the case of letters, or 0 */
	size_t distance;
} Ends;

static inline HcBlock
ends_at(const char *at, const Ends *ends)
{
	const HcBlock first = hc_block(at) | ends->fold;
	const HcBlock last = hc_block(at + ends->distance) | ends->fold;

	return (HcBlock)(first == ends->first) & (HcBlock)(last == ends->last);
}

/** Find the next place.
 *  @return @p end: there is none */
static inline const char *
find_ends(const char *at, const char *end, const Ends *ends)
{
	const size_t room = LOOK + ends->distance;

	for (; (size_t)(end - at) >= room; at += LOOK) {
		HcBlock any = {0};

		for (unsigned i = 0; i < LOOK; i += HC_BLOCK)
			any |= ends_at(at + i, ends);
		if (!hc_block_any(any))
			continue;
		for (unsigned i = 0;; i += HC_BLOCK) {
			const HcBlock marks = ends_at(at + i, ends);

			if (hc_block_any(marks))
				return at + i + hc_block_first(marks);
		}
	}
	for (; (size_t)(end - at) > ends->distance; at++)
		if (((uint8_t)*at | ends->fold) == ends->first &&
		    ((uint8_t)at[ends->distance] | ends->fold) == ends->last)
			return at;
	return end;
}

/* The first byte is looked for alone: the C library is fast where it is rare, as
 * "-" is in base64.  Where it stands, a block is looked at for both, so that
 * bytes of that kind all over cost no call each. */
const char *
hc_find_pair(const char *at, const char *end, char first, char second)
{
	const Ends ends = {(uint8_t)first, (uint8_t)second, 0, 1};

	while (at < end &&
	       (at = memchr(at, first, (size_t)(end - at))) != NULL) {
		/* a pair may reach out of the block by one byte */
		const char *stop =
			(size_t)(end - at) > LOOK ? at + LOOK + 1 : end;
		const char *found = find_ends(at, stop, &ends);

		if (found != stop)
			return found;
		at = stop == end ? end : stop - 1;
	}
	return NULL;
}

const char *
hc_find_nocase(const char *at, const char *end, const char *word)
{
	const size_t length = strlen(word);
	const Ends ends = {(uint8_t)word[0] | 0x20,
	                   (uint8_t)word[length - 1] | 0x20, 0x20, length - 1};

	while ((at = find_ends(at, end, &ends)) != end) {
		if (hc_equal_nocase(at, length, word, length))
			return at;
		at++;
	}
	return NULL;
}
