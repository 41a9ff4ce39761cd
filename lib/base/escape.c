/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* escape.c - the one way for bytes of a message into any output.
 *
 * One scanner cuts the bytes into runs that stand for themselves and units
 * that must be escaped; each sink says how it spells the two.  All sinks show
 * the same text: XML and JSON add no more than their own markup to it. */
#include "config.h"

#include "escape.h"

#include <stdint.h>
#include <string.h>

#include "block.h"
#include "put.h"
#include "scan.h"

/** Characters above U+007F that may not reach an output as they are: C1,
 *  format controls (Cf), line and paragraph separators (Zl, Zp), interlinear
 *  and tag characters, and all that Unicode lets a display leave out
 *  (DerivedCoreProperties, Default_Ignorable_Code_Point), as fillers and
 *  variation selectors: two names that differ in them alone look the same.  A table of ours, so that a report does not
 *  depend on whose Unicode data is installed. */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{0x80,    0x9f   }, /* C1 */
	{0xad,    0xad   }, /* soft hyphen */
	{0x34f,   0x34f  }, /* combining grapheme joiner */
	{0x600,   0x605  }, /* Arabic number signs */
	{0x61c,   0x61c  }, /* Arabic letter mark */
	{0x6dd,   0x6dd  },
        {0x70f,   0x70f  },
        {0x890,   0x891  },
	{0x8e2,   0x8e2  },
        {0x115f,  0x1160 }, /* Hangul fillers */
	{0x17b4,  0x17b5 }, /* Khmer inherent vowels */
	{0x180b,  0x180f }, /* Mongolian selectors and separator */
	{0x200b,  0x200f }, /* zero width, LRM, RLM */
	{0x2028,  0x202e }, /* separators, bidi embeddings and overrides */
	{0x2060,  0x206f }, /* word joiner, bidi isolates */
	{0x3164,  0x3164 }, /* Hangul filler */
	{0xfdd0,  0xfdef }, /* non-characters */
	{0xfe00,  0xfe0f }, /* variation selectors */
	{0xfeff,  0xfeff }, /* byte order mark */
	{0xffa0,  0xffa0 }, /* half-width Hangul filler */
	{0xfff0,  0xfffb }, /* interlinear annotation */
	{0x110bd, 0x110bd},
        {0x110cd, 0x110cd},
        {0x13430, 0x1343f},
	{0x1bca0, 0x1bca3},
        {0x1d173, 0x1d17a},
        {0xe0000, 0xe0fff}, /* tags */
};

typedef enum {
	SINK_TEXT,
	SINK_ASCII,
	SINK_XML,
	SINK_JSON,
} Sink;

static bool
is_hidden(uint32_t character)
{
	size_t low = 0, high = G_N_ELEMENTS(hidden);

	if ((character & 0xfffe) == 0xfffe)
		return true; /* last two of each plane: non-characters */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (character > hidden[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < G_N_ELEMENTS(hidden) && character >= hidden[low].first;
}

/** Length of the UTF-8 sequence a lead byte opens, 0 for none (RFC 3629). */
static size_t
sequence_length(unsigned char lead)
{
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Decode one character above U+007F (RFC 3629 4: shortest form, no
 *  surrogates, at most U+10FFFF).
 *  @return its bytes, 0 when these are no UTF-8 */
static size_t
decode(const unsigned char *bytes, size_t length, uint32_t *character_out)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t size = sequence_length(bytes[0]);
	uint32_t character;

	if (size == 0 || size > length)
		return 0;
	character = bytes[0] & (0xffu >> (size + 1));
	for (size_t i = 1; i < size; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (bytes[i] & 0x3fu);
	}
	if (character < least[size] || character > 0x10ffff ||
	    (character >= 0xd800 && character <= 0xdfff))
		return 0;
	*character_out = character;
	return size;
}

/* ASCII in two words of bits. */
#define BIT(byte) (UINT64_C(1) << ((byte)&63))
#define LOW UINT64_C(0xffffffff00000000)                 /* SP to '?' */
#define HIGH (UINT64_C(0x7fffffffffffffff) & ~BIT('\\')) /* '@' to '~' */

/** Which bytes stand for themselves in a sink. */
static const uint64_t plain[][2] = {
	[SINK_TEXT] = {LOW,				      HIGH},
	[SINK_ASCII] = {LOW,				      HIGH},
	[SINK_XML] = {LOW & ~(BIT('<') | BIT('>') | BIT('&') | BIT('"') |
                              BIT('\'')),
                       HIGH					  },
	[SINK_JSON] = {LOW & ~BIT('"'),                          HIGH},
};

static inline bool
is_plain(unsigned char byte, Sink sink)
{
	return byte < 0x80 && (plain[sink][byte >> 6] >> (byte & 63) & 1) != 0;
}

/** The bytes of a block that may stand for something else: what is_plain()
 *  refuses. */
static inline HcBlock
marks_of(HcBlock block, Sink sink)
{
	typedef int8_t Signed __attribute__((vector_size(HC_BLOCK)));
	/* all above 0x7e becomes negative, or 0 */
	HcBlock marks = (HcBlock)((Signed)(block + 1) < 0x21) |
	                (HcBlock)(block == '\\');

	if (sink == SINK_JSON)
		marks |= (HcBlock)(block == '"');
	else if (sink == SINK_XML)
		marks |= (HcBlock)((block & 0xfb) == '"') | /* and & */
		         (HcBlock)((block & 0xfd) == '<') | /* and > */
		         (HcBlock)(block == '\'');
	return marks;
}

/** Whether all of less than a block, and at least a quarter of one, stand for
 *  themselves: its first bytes and its last, which may overlap. */
static inline bool
is_short_plain(const unsigned char *bytes, size_t length, Sink sink)
{
	const size_t half = length >= 8 ? 8 : 4;
	char both[HC_BLOCK] = "                ";

	memcpy(both, bytes, half);
	memcpy(both + 8, bytes + length - half, half);
	return !hc_block_any(marks_of(hc_block(both), sink));
}

/** Bytes from the start that stand for themselves. */
static inline __attribute__((always_inline)) size_t
plain_run(const unsigned char *bytes, size_t length, Sink sink)
{
	const char *at = (const char *)bytes;
	size_t run = 0;

	for (; length - run >= HC_BLOCK; run += HC_BLOCK) {
		unsigned bits =
			hc_block_bits(marks_of(hc_block(at + run), sink));

		if (bits != 0)
			return run + (unsigned)__builtin_ctz(bits);
	}
	if (run > 0) {
		/* the last block, of which most was seen */
		unsigned bits = hc_block_bits(
			marks_of(hc_block(at + length - HC_BLOCK), sink));

		return bits != 0 ? length - HC_BLOCK +
		                           (unsigned)__builtin_ctz(bits)
		                 : length;
	}
	if (length >= 4 && is_short_plain(bytes, length, sink))
		return length;
	while (run < length && is_plain(bytes[run], sink))
		run++;
	return run;
}

static const char hex_digits[] = "0123456789abcdef";

/** Append an escape; JSON doubles the backslash that opens it. */
static void
put_escape(GString *out, Sink sink, const char *letters)
{
	hc_put_text(out, sink == SINK_JSON ? "\\\\" : "\\");
	hc_put_text(out, letters);
}

/** What stands for bytes in XML that are markup, or that a reader is to see. */
static const struct {
	uint8_t length;
	char text[7];
} xml_letters[] = {
	['<'] = {4, "&lt;"},
	['>'] = {4, "&gt;"},
	['&'] = {5, "&amp;"},
	['\''] = {6, "&apos;"},
	['"'] = {6, "&quot;"},
	['\\'] = {2, "\\\\"},
	['\n'] = {2, "\\n"},
	['\r'] = {2, "\\r"},
	['\t'] = {2, "\\t"},
};

/** Append one byte that does not stand for itself.
 *  @return whether a reader no longer sees what it was: a backslash, a line
 *          end and a tab are still plain to see, as is markup */
static bool
put_byte(GString *out, unsigned char byte, Sink sink)
{
	char letters[] = "x00";

	if (sink == SINK_XML && byte < G_N_ELEMENTS(xml_letters) &&
	    xml_letters[byte].length > 0) {
		hc_put(out, xml_letters[byte].text, xml_letters[byte].length);
		return false;
	}
	switch (byte) {
	case '"':
		hc_put_text(out, "\\\"");
		return false;
	case '\\':
		put_escape(out, sink, sink == SINK_JSON ? "\\\\" : "\\");
		return false;
	case '\n':
		put_escape(out, sink, "n");
		return false;
	case '\r':
		put_escape(out, sink, "r");
		return false;
	case '\t':
		put_escape(out, sink, "t");
		return false;
	default:
		letters[1] = hex_digits[byte >> 4];
		letters[2] = hex_digits[byte & 0xf];
		put_escape(out, sink, letters);
		return true;
	}
}

/* Once for each sink, so that nobody asks for it again and again. */
static inline __attribute__((always_inline)) bool
escape(GString *out, const char *chars, size_t length, Sink sink)
{
	const unsigned char *bytes = (const unsigned char *)chars;
	bool replaced = false;

	while (length > 0) {
		size_t size = plain_run(bytes, length, sink);
		uint32_t character;

		if (size > 0) {
			hc_put(out, (const char *)bytes, size);
		} else if (bytes[0] < 0x80 ||
		           (size = decode(bytes, length, &character)) == 0) {
			size = 1;
			replaced |= put_byte(out, bytes[0], sink);
		} else if (sink == SINK_ASCII || is_hidden(character)) {
			char letters[12];

			g_snprintf(letters, sizeof letters, "u{%04x}",
			           character);
			put_escape(out, sink, letters);
			replaced = true;
		} else {
			hc_put(out, (const char *)bytes, size);
		}
		bytes += size;
		length -= size;
	}
	return replaced;
}

void
hc_escape_hidden(GString *out, const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t plain = 0;
	uint32_t character = 0;

	while (plain < length) {
		size_t size = at[plain] < 0x80
		                      ? 1
		                      : decode(at + plain, length - plain,
		                               &character);

		if (size > 1 ? !is_hidden(character)
		             : size == 1 && at[plain] != 0x7f) {
			plain += size;
			continue;
		}
		hc_put(out, (const char *)at, plain);
		at += plain;
		length -= plain;
		plain = 0;
		if (size > 1)
			g_string_append_printf(out, "\\u{%04x}", character);
		else
			g_string_append_printf(out, "\\x%02x", *at);
		at += MAX(size, 1);
		length -= MAX(size, 1);
	}
	hc_put(out, (const char *)at, plain);
}

void
hc_escape_text(GString *out, const char *bytes, size_t length, bool ascii_only)
{
	escape(out, bytes, length, ascii_only ? SINK_ASCII : SINK_TEXT);
}

bool
hc_escape_xml(GString *out, const char *bytes, size_t length)
{
	return escape(out, bytes, length, SINK_XML);
}

bool
hc_escape_json(GString *out, const char *bytes, size_t length)
{
	return escape(out, bytes, length, SINK_JSON);
}

void
hc_escape_hex(GString *out, const char *bytes, size_t length)
{
	size_t at = out->len;

	g_string_set_size(out, at + 2 * length);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		out->str[at + 2 * i] = hex_digits[byte >> 4];
		out->str[at + 2 * i + 1] = hex_digits[byte & 0xf];
	}
}

/* ---------------------------------------------------------------- reading */

/** Read hex digits as we write them: lower case.
 *  @return digits read, at most @p most */
static size_t
read_hex(const char *text, size_t length, size_t most, uint32_t *value_out)
{
	size_t count = 0;

	*value_out = 0;
	while (count < length && count < most &&
	       (hc_is_digit((unsigned char)text[count]) ||
	        (text[count] >= 'a' && text[count] <= 'f'))) {
		*value_out = *value_out << 4 |
		             (uint32_t)g_ascii_xdigit_value(text[count]);
		count++;
	}
	return count;
}

static void
append_byte(GByteArray *out, uint32_t value)
{
	guint8 byte = (guint8)value;

	g_byte_array_append(out, &byte, 1);
}

/** Read "u{NNNN}".
 *  @return its length, 0 when it is none */
static size_t
read_character(GByteArray *out, const char *text, size_t length)
{
	uint32_t character;
	size_t digits;
	char utf8[6];
	int size;

	if (length < 2 || text[1] != '{')
		return 0;
	digits = read_hex(text + 2, length - 2, 6, &character);
	if (digits < 4 || digits + 2 >= length || text[digits + 2] != '}' ||
	    character < 0x80 || character > 0x10ffff ||
	    (character >= 0xd800 && character <= 0xdfff))
		return 0;
	size = g_unichar_to_utf8(character, utf8);
	g_byte_array_append(out, (const guint8 *)utf8, (guint)size);
	return digits + 3;
}

/** Read what follows a backslash.
 *  @return its length, 0 when it is no escape of ours */
static size_t
read_escape(GByteArray *out, const char *text, size_t length)
{
	static const char letters[] = "\\\\n\nr\rt\t";
	uint32_t value;

	if (length == 0)
		return 0;
	for (size_t i = 0; letters[i] != '\0'; i += 2) {
		if (text[0] == letters[i]) {
			append_byte(out, (unsigned char)letters[i + 1]);
			return 1;
		}
	}
	if (text[0] == 'u')
		return read_character(out, text, length);
	if (text[0] != 'x' || read_hex(text + 1, length - 1, 2, &value) != 2 ||
	    (value >= 0x20 && value <= 0x7e))
		return 0;
	append_byte(out, value);
	return 3;
}

bool
hc_unescape_text(GByteArray *out, const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;

	while (length > 0) {
		size_t size = plain_run(bytes, length, SINK_TEXT);
		uint32_t character;

		if (size > 0) {
			g_byte_array_append(out, bytes, (guint)size);
		} else if (bytes[0] == '\\') {
			size = read_escape(out, (const char *)bytes + 1,
			                   length - 1);
			if (size == 0)
				return false;
			size++;
		} else {
			size = bytes[0] < 0x80
			               ? 0
			               : decode(bytes, length, &character);
			if (size == 0 || is_hidden(character))
				return false;
			g_byte_array_append(out, bytes, (guint)size);
		}
		bytes += size;
		length -= size;
	}
	return true;
}
