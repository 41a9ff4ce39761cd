/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata.c - whether an address database can be what it says it is.
 *
 * libmaxminddb reads its search tree by sizes that the file states; some of its
 * releases multiply them without looking for an overflow.  So the three numbers
 * that size the tree are read here first, by the letter of MaxMind DB 2.0. */
#include "config.h"

#include "metadata.h"

#include <string.h>

#include <glib.h>

/* "The metadata section can be found by looking for the LAST occurrence" of
 * this, within 128 KiB of the end. */
static const char marker[] = "\xab\xcd\xefMaxMind.com";
#define MARKER_LENGTH (sizeof marker - 1)
#define METADATA_MAX 131072u

/* Between the search tree and the data section. */
#define SEPARATOR 16u

/* Types of the data section that are told apart here. */
enum {
	TYPE_EXTENDED = 0,
	TYPE_POINTER = 1,
	TYPE_STRING = 2,
	TYPE_UINT16 = 5,
	TYPE_UINT32 = 6,
	TYPE_MAP = 7,
	TYPE_ARRAY = 11,
	TYPE_BOOLEAN = 14,
};

/** Where reading stands. */
typedef struct {
	const uint8_t *at, *end;
} Cursor;

/** A value's control bytes; its payload, if any, is next. */
typedef struct {
	unsigned type;
	size_t size; /**< bytes, or members of a map or an array */
} Value;

static bool
take(Cursor *cursor, size_t count, const uint8_t **bytes_out)
{
	if ((size_t)(cursor->end - cursor->at) < count)
		return false;
	*bytes_out = cursor->at;
	cursor->at += count;
	return true;
}

static size_t
big_endian(const uint8_t *bytes, size_t count)
{
	size_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* Sizes of 29 and more stand in one to three further bytes. */
static bool
read_size(Cursor *cursor, unsigned low, size_t *size_out)
{
	static const size_t base[] = {29, 285, 65821};
	const uint8_t *more;

	*size_out = low;
	if (low < 29)
		return true;
	if (!take(cursor, low - 28, &more))
		return false;
	*size_out = base[low - 29] + big_endian(more, low - 28);
	return true;
}

static bool
read_value(Cursor *cursor, Value *value_out)
{
	const uint8_t *control, *extended;

	if (!take(cursor, 1, &control))
		return false;
	value_out->type = control[0] >> 5;
	if (value_out->type == TYPE_POINTER) {
		/* one to four bytes of an offset, by its own size bits */
		value_out->size = 1 + (control[0] >> 3 & 3u);
		return true;
	}
	if (value_out->type == TYPE_EXTENDED) {
		if (!take(cursor, 1, &extended))
			return false;
		value_out->type = 7u + extended[0];
	}
	return read_size(cursor, control[0] & 31u, &value_out->size);
}

/* Pass over values; each takes a byte at least, so this ends. */
static bool
skip(Cursor *cursor, size_t values)
{
	while (values > 0) {
		const uint8_t *payload;
		Value value;

		if (!read_value(cursor, &value) ||
		    values > METADATA_MAX + value.size)
			return false;
		values--;
		if (value.type == TYPE_MAP)
			values += 2 * value.size;
		else if (value.type == TYPE_ARRAY)
			values += value.size;
		else if (value.type != TYPE_BOOLEAN &&
		         !take(cursor, value.size, &payload))
			return false;
	}
	return true;
}

/** The numbers that size the search tree; SIZE_MAX: not stated. */
typedef struct {
	size_t node_count, record_size, ip_version;
} Sizes;

static size_t *
member(Sizes *sizes, const uint8_t *name, size_t length)
{
	const struct {
		const char *name;
		size_t *value;
	} members[] = {
		{"node_count",  &sizes->node_count },
		{"record_size", &sizes->record_size},
		{"ip_version",  &sizes->ip_version },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
		if (strlen(members[i].name) == length &&
		    memcmp(members[i].name, name, length) == 0)
			return members[i].value;
	return NULL;
}

static bool
read_pair(Cursor *cursor, Sizes *sizes)
{
	const uint8_t *bytes;
	size_t *wanted;
	Value value;

	if (!read_value(cursor, &value) || !take(cursor, value.size, &bytes))
		return false;
	wanted = value.type == TYPE_STRING ? member(sizes, bytes, value.size)
	                                   : NULL;
	if (wanted == NULL)
		return skip(cursor, 1);
	if (!read_value(cursor, &value) || value.size > 4 ||
	    (value.type != TYPE_UINT16 && value.type != TYPE_UINT32) ||
	    !take(cursor, value.size, &bytes))
		return false;
	*wanted = big_endian(bytes, value.size);
	return true;
}

static bool
read_sizes(Cursor cursor, Sizes *sizes)
{
	Value map;

	if (!read_value(&cursor, &map) || map.type != TYPE_MAP)
		return false;
	for (size_t i = 0; i < map.size; i++)
		if (!read_pair(&cursor, sizes))
			return false;
	return sizes->node_count != SIZE_MAX &&
	       sizes->record_size != SIZE_MAX && sizes->ip_version != SIZE_MAX;
}

static const uint8_t *
find_metadata(const uint8_t *bytes, size_t length)
{
	size_t least = length > METADATA_MAX ? length - METADATA_MAX : 0;

	if (length < MARKER_LENGTH)
		return NULL;
	for (size_t at = length - MARKER_LENGTH + 1; at-- > least;)
		if (memcmp(bytes + at, marker, MARKER_LENGTH) == 0)
			return bytes + at;
	return NULL;
}

const char *
hc_metadata_trouble(const uint8_t *bytes, size_t length)
{
	Sizes sizes = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
	const uint8_t *found = find_metadata(bytes, length);

	if (found == NULL)
		return "is no address database: no MaxMind DB metadata";
	if (!read_sizes((Cursor){found + MARKER_LENGTH, bytes + length},
	                &sizes))
		return "its metadata cannot be read";
	if (sizes.record_size != 24 && sizes.record_size != 28 &&
	    sizes.record_size != 32)
		return "its record size is none of 24, 28 and 32 bits";
	if (sizes.ip_version != 4 && sizes.ip_version != 6)
		return "its IP version is neither 4 nor 6";
	/* A node is two records; at most 4 bytes each times 2^32. */
	if (sizes.node_count == 0 ||
	    sizes.node_count * (sizes.record_size / 4) + SEPARATOR >
	            (size_t)(found - bytes))
		return "its search tree does not fit in the file";
	return NULL;
}
