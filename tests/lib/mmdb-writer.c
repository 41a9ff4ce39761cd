/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmdb-writer.c - small address databases for tests, in the MaxMind DB format
 * 2.0: a search tree, 16 zero bytes, the data section, the metadata. */
#include "config.h"

#include "mmdb-writer.h"

#include <string.h>

#include "address.h"

enum {
	TYPE_STRING = 2,
	TYPE_UINT16 = 5,
	TYPE_UINT32 = 6,
	TYPE_MAP = 7,
	TYPE_UINT64 = 9,
	TYPE_ARRAY = 11,
	TYPE_BOOLEAN = 14,
};

/* -------------------------------------------------------------------- data */

static void
put_byte(GByteArray *out, unsigned byte)
{
	uint8_t value = (uint8_t)byte;

	g_byte_array_append(out, &value, 1);
}

static void
put_number(GByteArray *out, uint64_t value, unsigned bytes)
{
	while (bytes-- > 0)
		put_byte(out, (unsigned)(value >> 8 * bytes & 255u));
}

/* Control byte, the type's second byte if it is above 7, the size's own. */
static void
put_control(GByteArray *out, unsigned type, size_t size)
{
	unsigned low = size < 29 ? (unsigned)size : size < 285 ? 29 : 30;

	g_assert(size < 285 + 65536);
	put_byte(out, (type <= 7 ? type << 5 : 0) | low);
	if (type > 7)
		put_byte(out, type - 7);
	if (low == 29)
		put_number(out, size - 29, 1);
	else if (low == 30)
		put_number(out, size - 285, 2);
}

static void
put_string(GByteArray *out, const char *text)
{
	put_control(out, TYPE_STRING, strlen(text));
	g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static void
put_pair(GByteArray *out, const char *name, const char *value)
{
	put_string(out, name);
	put_string(out, value);
}

/* Unsigned integers without their leading zeros. */
static void
put_unsigned(GByteArray *out, const char *name, unsigned type, uint64_t value)
{
	unsigned bytes = 0;

	while (bytes < 8 && value >> 8 * bytes != 0)
		bytes++;
	put_string(out, name);
	put_control(out, type, bytes);
	put_number(out, value, bytes);
}

static void
put_true(GByteArray *out, const char *name)
{
	put_string(out, name);
	put_control(out, TYPE_BOOLEAN, 1);
}

static void
put_flat(GByteArray *out, const MmdbRow *row)
{
	g_autofree char *asn = g_strdup_printf("AS%u", row->number);

	put_control(out, TYPE_MAP,
	            (size_t)(row->country != NULL) + 2u * (row->number != 0) +
	                    (row->city != NULL));
	if (row->country != NULL)
		put_pair(out, "country_code", row->country);
	if (row->number != 0) {
		put_pair(out, "asn", asn);
		put_pair(out, "as_name",
		         row->holder != NULL ? row->holder : "");
	}
	if (row->city != NULL)
		put_pair(out, "city", row->city);
}

static void
put_nested(GByteArray *out, const MmdbRow *row)
{
	put_control(out, TYPE_MAP,
	            (size_t)(row->country != NULL) + (row->registered != NULL) +
	                    (row->city != NULL) + (row->number != 0) +
	                    (row->holder != NULL) + (size_t)row->anycast);
	if (row->country != NULL) {
		put_string(out, "country");
		put_control(out, TYPE_MAP, 1);
		put_pair(out, "iso_code", row->country);
	}
	if (row->registered != NULL) {
		put_string(out, "registered_country");
		put_control(out, TYPE_MAP, 1);
		put_pair(out, "iso_code", row->registered);
	}
	if (row->city != NULL) {
		put_string(out, "city");
		put_control(out, TYPE_MAP, 1);
		put_string(out, "names");
		put_control(out, TYPE_MAP, 1);
		put_pair(out, "en", row->city);
	}
	if (row->number != 0)
		put_unsigned(out, "autonomous_system_number", TYPE_UINT32,
		             row->number);
	if (row->holder != NULL)
		put_pair(out, "autonomous_system_organization", row->holder);
	if (row->anycast) {
		put_string(out, "traits");
		put_control(out, TYPE_MAP, 1);
		put_true(out, "is_anycast");
	}
}

/* -------------------------------------------------------------------- tree */

/* A record: a node's index, nothing, or an offset into the data section. */
#define NOTHING (-1)
#define DATA(offset) (-2 - (int64_t)(offset))

typedef struct {
	int64_t side[2];
} Node;

static guint
add_node(GArray *nodes, int64_t both)
{
	Node node = {
		{both, both}
        };

	g_array_append_val(nodes, node);
	return nodes->len - 1;
}

static void
insert(GArray *nodes, const uint8_t *bits, unsigned length, int64_t record)
{
	guint at = 0;

	for (unsigned i = 0; i < length; i++) {
		unsigned side = bits[i / 8] >> (7 - i % 8) & 1u;
		int64_t next = g_array_index(nodes, Node, at).side[side];

		if (i + 1 == length) {
			g_array_index(nodes, Node, at).side[side] = record;
			return;
		}
		if (next < 0) {
			next = add_node(nodes, next);
			g_array_index(nodes, Node, at).side[side] = next;
		}
		at = (guint)next;
	}
}

static void
insert_row(GArray *nodes, const MmdbPlan *plan, const MmdbRow *row,
           size_t offset)
{
	HcNetwork network;
	uint8_t bits[16] = {0};
	bool wide = plan->ip_version == 6;

	g_assert(hc_network_read(row->network, strlen(row->network), &network));
	if (network.base.family == 4)
		memcpy(bits + (wide ? 12 : 0), network.base.bytes, 4);
	else
		memcpy(bits, network.base.bytes, 16);
	insert(nodes, bits,
	       network.prefix + (wide && network.base.family == 4 ? 96 : 0),
	       DATA(offset));
}

static uint64_t
record_value(const GArray *nodes, int64_t record)
{
	if (record >= 0)
		return (uint64_t)record;
	if (record == NOTHING)
		return nodes->len;
	return nodes->len + 16 + (uint64_t)(-2 - record);
}

static void
put_node(GByteArray *out, unsigned record_size, uint64_t left, uint64_t right)
{
	if (record_size == 28) {
		put_number(out, left & 0xffffff, 3);
		put_byte(out, (unsigned)(left >> 20 & 0xf0) |
		                      (unsigned)(right >> 24));
		put_number(out, right & 0xffffff, 3);
		return;
	}
	put_number(out, left, record_size / 8);
	put_number(out, right, record_size / 8);
}

/* ---------------------------------------------------------------- metadata */

static void
put_metadata(GByteArray *out, const MmdbPlan *plan, guint node_count)
{
	static const uint8_t marker[] = "\xab\xcd\xefMaxMind.com";

	g_byte_array_append(out, marker, sizeof marker - 1);
	put_control(out, TYPE_MAP, 9);
	put_unsigned(out, "node_count", TYPE_UINT32,
	             plan->stated_nodes != 0 ? plan->stated_nodes : node_count);
	put_unsigned(out, "record_size", TYPE_UINT16, plan->record_size);
	put_unsigned(out, "ip_version", TYPE_UINT16, plan->ip_version);
	put_pair(out, "database_type", plan->type);
	put_string(out, "languages");
	put_control(out, TYPE_ARRAY, 1);
	put_string(out, "en");
	put_unsigned(out, "binary_format_major_version", TYPE_UINT16, 2);
	put_unsigned(out, "binary_format_minor_version", TYPE_UINT16, 0);
	put_unsigned(out, "build_epoch", TYPE_UINT64, plan->built_s);
	put_string(out, "description");
	put_control(out, TYPE_MAP, 1);
	put_pair(out, "en", "Made up for a test");
}

GByteArray *
mmdb_write(const MmdbPlan *plan)
{
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(Node));
	g_autoptr(GByteArray) data = g_byte_array_new();
	GByteArray *out = g_byte_array_new();

	add_node(nodes, NOTHING);
	for (size_t i = 0; i < plan->row_count; i++) {
		insert_row(nodes, plan, &plan->rows[i], data->len);
		if (plan->flat)
			put_flat(data, &plan->rows[i]);
		else
			put_nested(data, &plan->rows[i]);
	}
	for (guint i = 0; i < nodes->len; i++) {
		const Node *node = &g_array_index(nodes, Node, i);

		put_node(out, plan->record_size,
		         record_value(nodes, node->side[0]),
		         record_value(nodes, node->side[1]));
	}
	put_number(out, 0, 8);
	put_number(out, 0, 8);
	g_byte_array_append(out, data->data, data->len);
	put_metadata(out, plan, nodes->len);
	return out;
}
