/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* packing.h - numbers and texts as bytes of a record, and back. */
#ifndef HC_PACKING_H
#define HC_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/** Bytes of a packed number at most. */
#define HC_PACKED_NUMBER 10

/** Put a number, 7 bits a byte, low ones first.
 *  @param out  HC_PACKED_NUMBER bytes
 *  @return bytes put */
static inline unsigned
hc_put_packed(uint8_t *out, uint64_t value)
{
	unsigned length = 0;

	for (; value >= 0x80; value >>= 7)
		out[length++] = (uint8_t)(value | 0x80);
	out[length++] = (uint8_t)value;
	return length;
}

/** Append a number. */
static inline void
hc_pack_number(GByteArray *out, uint64_t value)
{
	uint8_t bytes[HC_PACKED_NUMBER];

	g_byte_array_append(out, bytes, hc_put_packed(bytes, value));
}

/** Append some numbers at once. */
static inline void
hc_pack_numbers(GByteArray *out, const uint64_t *values, size_t count)
{
	uint8_t bytes[8 * HC_PACKED_NUMBER];
	unsigned length = 0;

	for (size_t i = 0; i < count; i++) {
		if (length > sizeof bytes - HC_PACKED_NUMBER) {
			g_byte_array_append(out, bytes, length);
			length = 0;
		}
		length += hc_put_packed(bytes + length, values[i]);
	}
	g_byte_array_append(out, bytes, length);
}

/** Append bytes behind their number. */
static inline void
hc_pack_bytes(GByteArray *out, const void *bytes, size_t length)
{
	hc_pack_number(out, length);
	if (length > 0)
		g_byte_array_append(out, bytes, (guint)length);
}

/** Append a C string with its NUL; NULL is no bytes. */
static inline void
hc_pack_text(GByteArray *out, const char *text)
{
	hc_pack_bytes(out, text, text != NULL ? strlen(text) + 1 : 0);
}

/** What is left of a record.  Once something does not fit, bad is set and all
 *  that is read is 0. */
typedef struct {
	const uint8_t *at;
	const uint8_t *end;
	bool bad;
} HcUnpack;

static inline HcUnpack
hc_unpack(const uint8_t *data, size_t length)
{
	return (HcUnpack){data, data != NULL ? data + length : NULL, false};
}

/** The next number. */
static inline uint64_t
hc_unpack_number(HcUnpack *in)
{
	uint64_t value = 0;

	for (unsigned shift = 0; in->at < in->end && shift < 64; shift += 7) {
		uint8_t byte = *in->at++;

		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
	}
	in->bad = true;
	return 0;
}

/** The next bytes; borrowed from the record. */
static inline const uint8_t *
hc_unpack_bytes(HcUnpack *in, size_t *length_out)
{
	uint64_t length = hc_unpack_number(in);
	const uint8_t *bytes = in->at;

	*length_out = 0;
	if (in->bad || length > (uint64_t)(in->end - in->at)) {
		in->bad = true;
		return NULL;
	}
	in->at += length;
	*length_out = (size_t)length;
	return bytes;
}

/** The next text; borrowed from the record. */
static inline const char *
hc_unpack_text(HcUnpack *in)
{
	size_t length;
	const uint8_t *bytes = hc_unpack_bytes(in, &length);

	if (length == 0)
		return NULL;
	if (bytes[length - 1] != '\0') {
		in->bad = true;
		return NULL;
	}
	return (const char *)bytes;
}

#endif
