/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unwrap.c - bodies in base64 and quoted-printable that are written as they
 * should be. */
#include "config.h"

#include "unwrap.h"

#include <string.h>

#include <glib.h>

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

/** Put what the last three or four digits hold.
 *  @param count  bytes
 *  @return bytes that are put */
static size_t
put(char *out, uint32_t bits, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		out[i] = (char)(bits >> (16 - 8 * i));
	return count;
}

/** Decode digits four by four, as long as nothing else stands between.
 *  @param made  bytes of the piece; counted up */
static void
read_digits(HcUnwrap *unwrap, size_t *made)
{
	const int8_t *values = digits_of_all();

	for (; unwrap->length - unwrap->read >= 4 && *made < HC_UNWRAP_PIECE;
	     unwrap->read += 4) {
		const unsigned char *at =
			(const unsigned char *)unwrap->bytes + unwrap->read;
		const int one = values[at[0]], two = values[at[1]],
			  three = values[at[2]], four = values[at[3]];
		char *out = unwrap->piece + *made;

		if ((one | two | three | four) < 0)
			return;
		out[0] = (char)(one << 2 | two >> 4);
		out[1] = (char)(two << 4 | three >> 2);
		out[2] = (char)(three << 6 | four);
		*made += 3;
	}
}

/** Take the next byte.
 *  @param made  as above */
static void
take_digit(HcUnwrap *unwrap, size_t *made)
{
	const unsigned char c = (unsigned char)unwrap->bytes[unwrap->read++];
	const int digit = digits_of_all()[c];

	if (c == '\n' || c == '\r')
		return;
	if (c == '=' ? unwrap->digits < 2 || unwrap->padding == 2
	             : digit < 0 || unwrap->padding > 0) {
		unwrap->bad = true;
		return;
	}
	unwrap->padding += c == '=';
	unwrap->bits = unwrap->bits << 6 | (c == '=' ? 0 : (uint32_t)digit);
	if (++unwrap->digits < 4)
		return;
	*made += put(unwrap->piece + *made, unwrap->bits, 3 - unwrap->padding);
	unwrap->bits = 0;
	unwrap->digits = 0;
}

/** @return bytes of the next piece */
static size_t
read_base64(HcUnwrap *unwrap)
{
	size_t made = 0;

	while (made < HC_UNWRAP_PIECE && !unwrap->bad) {
		if (unwrap->digits == 0 && unwrap->padding == 0)
			read_digits(unwrap, &made);
		if (made >= HC_UNWRAP_PIECE)
			break;
		if (unwrap->read == unwrap->length) {
			unwrap->bad = unwrap->digits > 0;
			break;
		}
		take_digit(unwrap, &made);
	}
	return made;
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

/** As above. */
static size_t
read_quoted(HcUnwrap *unwrap)
{
	const char *end = unwrap->bytes + unwrap->length;
	size_t made = 0;

	while (unwrap->read < unwrap->length && made < HC_UNWRAP_PIECE) {
		const char *at = unwrap->bytes + unwrap->read;
		size_t plain = MIN((size_t)(end - at), HC_UNWRAP_PIECE - made);
		const char *sign = memchr(at, '=', plain);
		size_t step;
		int byte;

		if (sign != NULL)
			plain = (size_t)(sign - at);
		memcpy(unwrap->piece + made, at, plain);
		made += plain;
		unwrap->read += plain;
		if (sign == NULL)
			continue;
		step = escaped(sign + 1, (size_t)(end - sign) - 1, &byte);
		unwrap->bad = step == 0;
		if (unwrap->bad)
			break;
		if (byte >= 0)
			unwrap->piece[made++] = (char)byte;
		unwrap->read += 1 + step;
	}
	return made;
}

static bool
read_piece(HcFlow *flow)
{
	HcUnwrap *unwrap = (HcUnwrap *)flow;
	size_t made;

	if (unwrap->bad || (unwrap->read == unwrap->length))
		return false;
	if (unwrap->encoding == HC_ENCODING_NONE) {
		flow->at = unwrap->bytes;
		flow->end = unwrap->bytes + unwrap->length;
		unwrap->read = unwrap->length;
		return true;
	}
	made = unwrap->encoding == HC_ENCODING_BASE64 ? read_base64(unwrap)
	                                              : read_quoted(unwrap);
	flow->at = unwrap->piece;
	flow->end = unwrap->piece + made;
	return true;
}

static void
begin_again(HcFlow *flow)
{
	HcUnwrap *unwrap = (HcUnwrap *)flow;

	unwrap->read = 0;
	unwrap->bits = 0;
	unwrap->digits = unwrap->padding = 0;
	unwrap->bad = false;
}

HcFlow *
hc_unwrap_begin(HcUnwrap *unwrap, HcEncoding encoding, const char *bytes,
                size_t length)
{
	unwrap->flow = (HcFlow){.more = read_piece, .again = begin_again};
	unwrap->encoding = encoding;
	unwrap->bytes = bytes;
	unwrap->length = length;
	begin_again(&unwrap->flow);
	return &unwrap->flow;
}
