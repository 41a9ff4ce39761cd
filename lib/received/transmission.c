/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* transmission.c - "with" keywords and what they mean.
 *
 * The rows are made from transmission.tsv; tokens are compared whole, so that
 * "Microsoft SMTPSVC" never passes for SMTPS.
 */
#include "config.h"

#include "transmission.h"

#include <glib.h>
#include <string.h>

#include "scan.h"

static const HcTransmission rows[] = {
#include "transmission.inc"
};

const HcTransmission *
hc_transmissions(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(rows);
	return rows;
}

/* Order of a token against a row's, in upper case; folding white space of any
 * length is one blank. */
static int
compare(const char *token, size_t length, const char *row)
{
	for (size_t i = 0; i < length; i++, row++) {
		unsigned char c = (unsigned char)token[i];

		if (c >= 'a' && c <= 'z')
			c = (unsigned char)(c - 0x20);
		if (hc_is_fws(c)) {
			c = ' ';
			while (i + 1 < length &&
			       hc_is_fws((unsigned char)token[i + 1]))
				i++;
		}
		/* A NUL of the token must not pass the row's end. */
		if (*row == '\0')
			return 1;
		if (c != (unsigned char)*row)
			return c < (unsigned char)*row ? -1 : 1;
	}
	return *row == '\0' ? 0 : -1;
}

/* Slots of rows by a few bytes of their tokens; of those that share one the
 * first has it. */
#define SLOTS 128

static unsigned
slot_of(const char *token, size_t length)
{
	return (((unsigned char)token[0] & 0xdfu) * 5 +
	        ((unsigned char)token[length - 1] & 0xdfu) * 3 +
	        (unsigned)length) %
	       SLOTS;
}

/* Nearly all keywords are found so. */
static const HcTransmission *
find_at_once(const char *token, size_t length)
{
	static uint8_t slots[SLOTS]; /* a row's number and one, or none */
	static gsize once;
	const HcTransmission *row;
	unsigned number;

	if (g_once_init_enter(&once)) {
		for (size_t i = MIN(G_N_ELEMENTS(rows), UINT8_MAX); i-- > 0;)
			slots[slot_of(rows[i].token, strlen(rows[i].token))] =
				(uint8_t)(i + 1);
		g_once_init_leave(&once, 1);
	}
	number = length > 0 ? slots[slot_of(token, length)] : 0;
	if (number == 0)
		return NULL;
	row = &rows[number - 1];
	return hc_is(token, length, row->token) ? row : NULL;
}

const HcTransmission *
hc_transmission_find(const char *token, size_t length)
{
	const HcTransmission *found = find_at_once(token, length);
	size_t low = 0;
	size_t high = G_N_ELEMENTS(rows);

	if (found != NULL)
		return found;
	/* "P:ESMTPS" of Sophos PureMessage. */
	if (length > 2 && hc_is(token, 2, "P:")) {
		token += 2;
		length -= 2;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(token, length, rows[middle].token);

		if (order == 0)
			return &rows[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static size_t
word_length(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && !hc_is_fws((unsigned char)text[at]))
		at++;
	return at;
}

/* A keyword that IANA lists, as one of the first words. */
static const HcTransmission *
registered_word(const char *phrase, size_t length)
{
	size_t at = 0;

	for (int words = 0; words < 8 && at < length; words++) {
		size_t end = at + word_length(phrase + at, length - at);
		const HcTransmission *row =
			hc_transmission_find(phrase + at, end - at);

		if (row != NULL && row->status[0] == 'i')
			return row;
		at = end;
		while (at < length && hc_is_fws((unsigned char)phrase[at]))
			at++;
	}
	return NULL;
}

const HcTransmission *
hc_transmission_read(const char *phrase, size_t length)
{
	size_t first = word_length(phrase, length);
	const char *slash = memchr(phrase, '/', length);
	const HcTransmission *row = hc_transmission_find(phrase, length);

	if (row != NULL || length == 0)
		return row;
	/* "ESMTP/TLS/suite" of Cisco, "HTTP/1.1". */
	if (slash != NULL && first == length)
		return hc_transmission_find(phrase, (size_t)(slash - phrase));
	if (first < length)
		row = registered_word(phrase, length);
	return row != NULL ? row : hc_transmission_find(phrase, first);
}
