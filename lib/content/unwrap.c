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

/* Of each byte what digit_of() says. */
static const int8_t *
digits_of_all(void)
{
	static int8_t digits[256];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (unsigned c = 0; c < G_N_ELEMENTS(digits); c++)
			digits[c] = (int8_t)digit_of((unsigned char)c);
		g_once_init_leave(&once, 1);
	}
	return digits;
}

static void
put(GByteArray *out, uint32_t bits, unsigned count)
{
	const guint8 bytes[] = {(guint8)(bits >> 16), (guint8)(bits >> 8),
	                        (guint8)bits};

	g_byte_array_append(out, bytes, count);
}

/* What is gathered before it is put. */
#define GATHERED 192u

/** Decode digits four by four, as long as nothing else stands between.
 *  @param most  bytes to be made at most
 *  @return bytes read */
static size_t
read_digits(const char *bytes, size_t length, size_t most, GByteArray *out)
{
	const int8_t *digits = digits_of_all();
	guint8 made[GATHERED];
	size_t read = 0;
	guint count = 0;

	for (; length - read >= 4 && count + 3 <= MIN(most, GATHERED);
	     read += 4) {
		const unsigned char *at = (const unsigned char *)bytes + read;
		const int one = digits[at[0]], two = digits[at[1]],
			  three = digits[at[2]], four = digits[at[3]];

		if ((one | two | three | four) < 0)
			break;
		made[count++] = (guint8)(one << 2 | two >> 4);
		made[count++] = (guint8)(two << 4 | three >> 2);
		made[count++] = (guint8)(three << 6 | four);
	}
	g_byte_array_append(out, made, count);
	return read;
}

bool
hc_unwrap_base64(const char *bytes, size_t length, size_t max, GByteArray *out)
{
	const size_t full = out->len + max;
	const int8_t *values = digits_of_all();
	uint32_t bits = 0;
	unsigned digits = 0, padding = 0;

	for (size_t i = 0; i < length && out->len < full; i++) {
		unsigned char c;
		int digit;

		if (digits == 0 && padding == 0)
			i += read_digits(bytes + i, length - i, full - out->len,
			                 out);
		if (i == length || out->len >= full)
			break;
		c = (unsigned char)bytes[i];
		digit = values[c];
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
