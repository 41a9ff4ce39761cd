/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scan.h - byte classes and comparisons that know no locale. */
#ifndef HC_SCAN_H
#define HC_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool
hc_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
hc_is_alpha(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool
hc_is_alnum(unsigned char c)
{
	return hc_is_alpha(c) || hc_is_digit(c);
}

/** SP or HTAB (RFC 5234 WSP). */
static inline bool
hc_is_wsp(unsigned char c)
{
	return c == ' ' || c == '\t';
}

/** What folding white space is made of: WSP, CR, LF. */
static inline bool
hc_is_fws(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool
hc_is_xdigit(unsigned char c)
{
	return hc_is_digit(c) || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/** ftext: printable ASCII but the colon (RFC 5322 3.6.8). */
static inline bool
hc_is_ftext(unsigned char c)
{
	return c >= 0x21 && c <= 0x7e && c != ':';
}

static inline unsigned char
hc_lower(unsigned char c)
{
	return (unsigned char)(c | ((unsigned char)(c - 'A') < 26) << 5);
}

/** Copy bytes, ASCII letters in lower case. */
static inline void
hc_lower_copy(char *out, const char *bytes, size_t length)
{
	const uint64_t ones = 0x0101010101010101u;

	for (; length >= 8; out += 8, bytes += 8, length -= 8) {
		uint64_t word, from_a, above_z;

		memcpy(&word, bytes, 8);
		/* The highest bit of each byte, where the byte is a capital. */
		from_a = (word & ones * 0x7f) + ones * (0x80 - 'A');
		above_z = (word & ones * 0x7f) + ones * (0x7f - 'Z');
		word |= (from_a & ~above_z & ~word & ones * 0x80) >> 2;
		memcpy(out, &word, 8);
	}
	for (size_t i = 0; i < length; i++)
		out[i] = (char)hc_lower((unsigned char)bytes[i]);
}

/** Whether eight bytes are eight others but for ASCII case. */
static inline bool
hc_equal_word(uint64_t one, uint64_t other)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t differ = one ^ other;
	uint64_t low = one | ones * 0x20;
	uint64_t from_a, above_z;

	if (differ == 0)
		return true;
	if (differ & ~(ones * 0x20))
		return false;
	/* The highest bit of each byte, where the byte is a letter. */
	from_a = (low & ones * 0x7f) + ones * (0x80 - 'a');
	above_z = (low & ones * 0x7f) + ones * (0x7f - 'z');
	return (differ << 2 & ~(from_a & ~above_z & ~low)) == 0;
}

/* Of a word that is known when the program is made little is left of these. */
#if defined __GNUC__ && defined __OPTIMIZE__
#define HC_INLINE static inline __attribute__((always_inline))
#else
#define HC_INLINE static inline
#endif

/** Whether two runs of bytes are equal but for ASCII case. */
HC_INLINE bool
hc_equal_nocase(const char *a, size_t a_length, const char *b, size_t b_length)
{
	uint64_t one = 0;
	uint64_t other = 0;

	if (a_length != b_length)
		return false;
	/* The last word overlaps the one before it. */
	if (b_length >= 8) {
		for (size_t i = 0; i < b_length; i += 8) {
			size_t at = b_length - i < 8 ? b_length - 8 : i;

			memcpy(&one, a + at, 8);
			memcpy(&other, b + at, 8);
			if (!hc_equal_word(one, other))
				return false;
		}
		return true;
	}
	if (b_length >= 4) {
		uint32_t ends[4];

		memcpy(&ends[0], a, 4);
		memcpy(&ends[1], a + b_length - 4, 4);
		memcpy(&ends[2], b, 4);
		memcpy(&ends[3], b + b_length - 4, 4);
		one = ends[0] | (uint64_t)ends[1] << 32;
		other = ends[2] | (uint64_t)ends[3] << 32;
		return hc_equal_word(one, other);
	}
	for (size_t i = 0; i < b_length; i++)
		if (hc_lower((unsigned char)a[i]) !=
		    hc_lower((unsigned char)b[i]))
			return false;
	return true;
}

/** Whether bytes equal a C string but for ASCII case. */
HC_INLINE bool
hc_is(const char *bytes, size_t length, const char *word)
{
	return hc_equal_nocase(bytes, length, word, strlen(word));
}

/** How many bytes in memory are before the first with its highest bit set.
 *  @param marks  eight bytes, not all without it
 *  @return 0 where the order of bytes makes that no cheap question */
static inline size_t
hc_bytes_before(uint64_t marks)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(marks) / 8;
#else
	(void)marks;
	return 0;
#endif
}

/** Length of a field's name, if the line is one: 1*ftext *WSP ":"
 *  (RFC 5322 2.2, 4.5).
 *  @param colon_out  offset of the colon; set when a field
 *  @return bytes of the name, or 0: no field */
static inline size_t
hc_field_name(const char *line, size_t length, size_t *colon_out)
{
	const uint64_t ones = 0x0101010101010101u;
	size_t name = 0;

	/* Eight at a time, while none is below "!", above "~" or a colon. */
	for (uint64_t word; length - name >= 8; name += 8) {
		uint64_t stops;

		memcpy(&word, line + name, 8);
		stops = ((word - ones * 0x21) | (word + ones) |
		         ((word ^ (ones * ':')) - ones) | word) &
		        ones * 0x80;
		if (stops != 0) {
			name += hc_bytes_before(stops);
			break;
		}
	}
	while (name < length && hc_is_ftext((unsigned char)line[name]))
		name++;

	size_t colon = name;

	while (colon < length && hc_is_wsp((unsigned char)line[colon]))
		colon++;
	if (name == 0 || colon == length || line[colon] != ':')
		return 0;
	*colon_out = colon;
	return name;
}

/** Whether bytes start with a C string. */
static inline bool
hc_starts(const char *bytes, size_t length, const char *prefix)
{
	size_t prefix_length = strlen(prefix);

	return length >= prefix_length &&
	       memcmp(bytes, prefix, prefix_length) == 0;
}

/** Whether bytes are printable ASCII and spaces alone. */
static inline bool
hc_is_printable(const char *bytes, size_t length)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t odd = 0;

	for (; length >= 8; bytes += 8, length -= 8) {
		uint64_t word;

		memcpy(&word, bytes, 8);
		/* a byte below space, DEL, a byte above it */
		odd |= (word - ones * 0x20) | ((word ^ (ones * 0x7f)) - ones) |
		       word;
	}
	if (odd & (ones * 0x80))
		return false;
	for (; length; bytes++, length--)
		if (*bytes < ' ' || *bytes == 0x7f)
			return false;
	return true;
}

/** A number for a name, the same for the same bytes; for tables. */
static inline uint64_t
hc_name_hash(const char *name, size_t length)
{
	uint64_t hash = length;
	uint64_t word = 0;

	for (; length >= 8; name += 8, length -= 8) {
		memcpy(&word, name, 8);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, name, length);
	hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

/** Whether a line is a From_ line, quoted or not, and no field. */
static inline bool
hc_is_from_line(const char *line, size_t length)
{
	size_t colon;

	return (hc_starts(line, length, "From ") ||
	        hc_starts(line, length, ">From ")) &&
	       hc_field_name(line, length, &colon) == 0;
}

#endif
