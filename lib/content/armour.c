/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* armour.c - may armour of OpenPGP stand in text? */
#include "config.h"

#include "armour.h"

#include <glib.h>

#include "rare.h"
#include "scan.h"

static const char armour[] = HC_ARMOUR_WORDS;
/* The same, whole. */
static const char armour_line[] = "-----" HC_ARMOUR_WORDS;

bool
hc_armour_stands(const char *start, const char *end)
{
	for (const char *at = start;
	     (at = hc_find_pair(at, end, '-', armour[0])) != NULL; at++)
		if (at - start >= HC_ARMOUR_DASHES - 1 &&
		    hc_starts(at + 1, (size_t)(end - at - 1), armour) &&
		    memcmp(at + 1 - HC_ARMOUR_DASHES, armour_line,
		           HC_ARMOUR_DASHES) == 0)
			return true;
	return false;
}

/** Step over a "=" of quoted-printable.
 *  @param byte_out  what it stands for; -1: nothing, the line goes on; '=':
 *                   nobody takes it for more than it is
 *  @return NULL: it is not written as it should be */
static const char *
step_quoted(const char *at, const char *end, int *byte_out)
{
	*byte_out = -1;
	if (end - at >= 3 && hc_is_xdigit((unsigned char)at[1]) &&
	    hc_is_xdigit((unsigned char)at[2])) {
		*byte_out = g_ascii_xdigit_value(at[1]) << 4 |
		            g_ascii_xdigit_value(at[2]);
		return at + 3;
	}
	/* as "=_" of a boundary; a decoder that leaves it as it is may take the
	 * next byte with it */
	if (end - at >= 2 && !hc_is_xdigit((unsigned char)at[1]) &&
	    !hc_is_fws((unsigned char)at[1])) {
		*byte_out = '=';
		return at + 1;
	}
	for (at++; at < end && hc_is_wsp((unsigned char)*at); at++)
		;
	if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
		return at + 2;
	return at < end && *at == '\n' ? at + 1 : NULL;
}

/** Whether the rest of the armour's line may stand here, in quoted-printable. */
static bool
may_go_on(const char *at, const char *end, const char *rest)
{
	while (*rest != '\0') {
		int byte = at < end ? (unsigned char)*at : '\0';

		if (byte == '=') {
			at = step_quoted(at, end, &byte);
			if (at == NULL)
				return true; /* who knows */
			if (byte < 0)
				continue;
		} else {
			at++;
		}
		if (byte != (unsigned char)*rest)
			return false;
		rest++;
	}
	return true;
}

/* Behind each "=", and what stands before it of the armour, goes the rest. */
bool
hc_armour_may_be_quoted(const char *start, const char *end)
{
	const char *sign = start;

	for (; (sign = memchr(sign, '=', (size_t)(end - sign))) != NULL;
	     sign++) {
		const char before = sign > start ? sign[-1] : '\0';

		for (size_t i = 0; i < strlen(armour_line); i++)
			if ((i == 0 ||
			     (armour_line[i - 1] == before &&
			      (size_t)(sign - start) >= i &&
			      memcmp(sign - i, armour_line, i) == 0)) &&
			    (i > 0 || (end - sign >= 3 && sign[1] == '2')) &&
			    may_go_on(sign, end, armour_line + i))
				return true;
	}
	return false;
}
