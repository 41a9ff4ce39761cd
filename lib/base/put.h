/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* put.h - bytes at the end of a GString, without a call where there is room.
 *
 * A report is made of very many very short appends; printf costs a hundred
 * times what the bytes do. */
#ifndef HC_PUT_H
#define HC_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/* Digits of 2^64 - 1, and a sign. */
#define HC_DIGITS_MAX 21

/* What hc_copy_short() takes. */
#define HC_COPY_SHORT 32u

/** Copy few bytes without a call, by two moves that may overlap.
 *  @param length  at most HC_COPY_SHORT */
static inline __attribute__((always_inline)) void
hc_copy_short(char *to, const char *from, size_t length)
{
	if (length >= 16) {
		char first[16], last[16];

		memcpy(first, from, 16);
		memcpy(last, from + length - 16, 16);
		memcpy(to, first, 16);
		memcpy(to + length - 16, last, 16);
	} else if (length >= 8) {
		char first[8], last[8];

		memcpy(first, from, 8);
		memcpy(last, from + length - 8, 8);
		memcpy(to, first, 8);
		memcpy(to + length - 8, last, 8);
	} else if (length >= 4) {
		char first[4], last[4];

		memcpy(first, from, 4);
		memcpy(last, from + length - 4, 4);
		memcpy(to, first, 4);
		memcpy(to + length - 4, last, 4);
	} else if (length > 0) {
		const char middle = from[length / 2];

		to[0] = from[0];
		to[length - 1] = from[length - 1];
		to[length / 2] = middle;
	}
}

/** Copy bytes, of which there are seldom many. */
static inline void
hc_copy(char *to, const char *from, size_t length)
{
	if (length <= HC_COPY_SHORT)
		hc_copy_short(to, from, length);
	else
		memcpy(to, from, length);
}

/** Append bytes.
 *  @param bytes  not part of @p out; NULL only with length 0 */
static inline void
hc_put(GString *out, const char *bytes, size_t length)
{
	char *end = out->str + out->len;

	if (length >= out->allocated_len - out->len) {
		g_string_append_len(out, bytes, (gssize)length);
		return;
	}
	hc_copy(end, bytes, length);
	end[length] = '\0';
	out->len += length;
}

/** Make room at the end, which counts as written at once.
 *  @return where to write @p length bytes; a NUL stands behind them */
static inline char *
hc_room(GString *out, size_t length)
{
	size_t at = out->len;

	if (length >= out->allocated_len - at) {
		g_string_set_size(out, at + length);
		return out->str + at;
	}
	out->len += length;
	out->str[out->len] = '\0';
	return out->str + at;
}

/** Append a C string. */
static inline void
hc_put_text(GString *out, const char *text)
{
	hc_put(out, text, strlen(text));
}

/** Append one byte. */
static inline void
hc_put_byte(GString *out, char byte)
{
	hc_put(out, &byte, 1);
}

/** Write a number in decimal, without leading zeros, at the end of a buffer.
 *  @param end  one beyond the buffer, of as many bytes as there are digits
 *  @return its first digit */
static inline char *
hc_digits(char *end, uint64_t value)
{
	do
		*--end = (char)('0' + value % 10);
	while ((value /= 10) != 0);
	return end;
}

/** How many decimal digits a number has. */
static inline unsigned
hc_digit_count(uint64_t value)
{
	unsigned count = 1;

	/* 10^19 is the last power that fits */
	for (uint64_t power = 10; value >= power && count < 20; power *= 10)
		count++;
	return count;
}

/** Append a number in decimal, with zeros in front up to a width.
 *  @param width  at most HC_DIGITS_MAX */
static inline void
hc_put_digits(GString *out, uint64_t value, unsigned width)
{
	char digits[HC_DIGITS_MAX];
	char *end = digits + sizeof digits;
	char *first = hc_digits(end, value);

	while ((size_t)(end - first) < width)
		*--first = '0';
	hc_put(out, first, (size_t)(end - first));
}

#endif
