/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unwrap.c - bodies in base64 and quoted-printable that are written as they
 * should be. */
#include "config.h"

#include "unwrap.h"

#include <string.h>

#include "scan.h"

/** Value of a digit of base64; -1: it is none. */
static int
digit_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (hc_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void
put(GByteArray *out, uint32_t bits, unsigned count)
{
	const guint8 bytes[] = {(guint8)(bits >> 16), (guint8)(bits >> 8),
	                        (guint8)bits};

	g_byte_array_append(out, bytes, count);
}

bool
hc_unwrap_base64(const char *bytes, size_t length, size_t max, GByteArray *out)
{
	const size_t full = out->len + max;
	uint32_t bits = 0;
	unsigned digits = 0, padding = 0;

	for (size_t i = 0; i < length && out->len < full; i++) {
		const unsigned char c = (unsigned char)bytes[i];
		const int digit = digit_of(c);

		if (c == '\n' || c == '\r')
			continue;
		if (c == '=' ? digits < 2 || padding == 2
		             : digit < 0 || padding > 0)
			return false;
		padding += c == '=';
		bits = bits << 6 | (c == '=' ? 0 : (uint32_t)digit);
		if (++digits < 4)
			continue;
		put(out, bits, 3 - padding);
		bits = 0;
		digits = 0;
	}
	if (out->len >= full)
		g_byte_array_set_size(out, (guint)full);
	return digits == 0 || out->len >= full;
}

/** Read what stands behind a "=".
 *  @param byte_out  what it stands for; -1: nothing
 *  @return bytes; 0: something else stands there */
static size_t
escaped(const char *at, size_t length, int *byte_out)
{
	*byte_out = -1;
	if (length > 0 && at[0] == '\n')
		return 1;
	if (length > 1 && at[0] == '\r' && at[1] == '\n')
		return 2;
	if (length < 2 || !hc_is_xdigit((unsigned char)at[0]) ||
	    !hc_is_xdigit((unsigned char)at[1]))
		return 0;
	*byte_out =
		g_ascii_xdigit_value(at[0]) << 4 | g_ascii_xdigit_value(at[1]);
	return 2;
}

bool
hc_unwrap_quoted(const char *bytes, size_t length, size_t max, GByteArray *out)
{
	const size_t full = out->len + max;
	const char *end = bytes + length;

	while (bytes < end && out->len < full) {
		const char *sign = memchr(bytes, '=', (size_t)(end - bytes));
		const char *stop = sign != NULL ? sign : end;
		size_t step;
		int byte;

		g_byte_array_append(
			out, (const guint8 *)bytes,
			(guint)MIN((size_t)(stop - bytes), full - out->len));
		if (sign == NULL || out->len >= full)
			break;
		step = escaped(sign + 1, (size_t)(end - sign) - 1, &byte);
		if (step == 0)
			return false;
		if (byte >= 0)
			g_byte_array_append(out, &(guint8){(guint8)byte}, 1);
		bytes = sign + 1 + step;
	}
	return true;
}
