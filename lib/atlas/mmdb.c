/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmdb.c - one address database, by libmaxminddb.  Where each fact stands:
 *
 *   MaxMind GeoIP2 and GeoLite2, DB-IP   country.iso_code, traits, city.names
 *   sapics/ip-location-db                country_code
 *   IPinfo                               country_code or country, asn, as_name
 */
#include "config.h"

#include "mmdb.h"

#include <netinet/in.h>
#include <string.h>

#include <maxminddb.h>

#include "limit.h"
#include "metadata.h"
#include "scan.h"
#include "snapshot.h"

/* Bytes of a name that are kept. */
#define NAME_MAX_BYTES 256u

struct HcMmdb {
	MMDB_s library;
	bool library_open;
	HcAddressDatabase facts;
	char *label, *type;
	char sha256[HC_DIGEST_HEX];
	GPtrArray *languages; /**< of char * */
};

/* ------------------------------------------------------------------ opening */

static bool
refuse(GError **error, const char *path, const char *what)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "%s: %s", path, what);
	return false;
}

/* A record leads to a node, to nothing, or into the data section, which
 * begins 16 bytes behind the tree. */
static bool
record_is_sound(const MMDB_s *library, uint64_t record)
{
	uint64_t nodes = library->metadata.node_count;

	return record <= nodes ||
	       (record - nodes >= 16 &&
	        record - nodes - 16 < library->data_section_size);
}

static bool
tree_is_sound(const MMDB_s *library)
{
	for (uint32_t i = 0; i < library->metadata.node_count; i++) {
		MMDB_search_node_s node;

		if (MMDB_read_node(library, i, &node) != MMDB_SUCCESS ||
		    node.left_record_type == MMDB_RECORD_TYPE_INVALID ||
		    node.right_record_type == MMDB_RECORD_TYPE_INVALID ||
		    !record_is_sound(library, node.left_record) ||
		    !record_is_sound(library, node.right_record))
			return false;
	}
	return true;
}

/* The library opens names alone; the memory has one while it is open. */
static bool
open_library(HcMmdb *mmdb, const HcSnapshot *snapshot, const char *path,
             GError **error)
{
	g_autofree char *name =
		g_strdup_printf("/proc/self/fd/%d", snapshot->descriptor);
	int status = MMDB_open(name, MMDB_MODE_MMAP, &mmdb->library);

	if (status != MMDB_SUCCESS)
		return refuse(error, path,
		              status == MMDB_FILE_OPEN_ERROR
		                      ? "cannot be mapped: is /proc mounted?"
		                      : MMDB_strerror(status));
	mmdb->library_open = true;
	if (!tree_is_sound(&mmdb->library))
		return refuse(error, path,
		              "its search tree leads out of the file");
	return true;
}

static void
read_facts(HcMmdb *mmdb, const char *path, const HcSnapshot *snapshot)
{
	const MMDB_metadata_s *metadata = &mmdb->library.metadata;
	HcAddressDatabase *facts = &mmdb->facts;

	mmdb->label = g_strdup(path);
	mmdb->type = g_strndup(metadata->database_type, NAME_MAX_BYTES);
	memcpy(mmdb->sha256, snapshot->sha256, sizeof mmdb->sha256);
	for (size_t i = 0; i < metadata->languages.count; i++)
		g_ptr_array_add(mmdb->languages,
		                g_strndup(metadata->languages.names[i],
		                          NAME_MAX_BYTES));
	facts->label = mmdb->label;
	facts->sha256 = mmdb->sha256;
	facts->size = snapshot->length;
	facts->type = mmdb->type;
	facts->built_s = (int64_t)MIN(metadata->build_epoch, INT32_MAX);
	facts->ip_version = metadata->ip_version;
	facts->languages = (const char *const *)mmdb->languages->pdata;
	facts->language_count = mmdb->languages->len;
}

HcMmdb *
hc_mmdb_open(const char *path, GError **error)
{
	g_autoptr(HcMmdb) mmdb = g_new0(HcMmdb, 1);
	g_auto(HcSnapshot) snapshot = {.descriptor = -1};
	const char *trouble;

	mmdb->languages = g_ptr_array_new_with_free_func(g_free);
	if (!hc_snapshot_take(path, hc_limit(HC_LIMIT_ADDRESS_DATABASE),
	                      &snapshot, error))
		return NULL;
	trouble = hc_metadata_trouble(snapshot.bytes, snapshot.length);
	if (trouble != NULL) {
		refuse(error, path, trouble);
		return NULL;
	}
	if (!open_library(mmdb, &snapshot, path, error))
		return NULL;
	read_facts(mmdb, path, &snapshot);
	return g_steal_pointer(&mmdb);
}

void
hc_mmdb_free(HcMmdb *mmdb)
{
	if (mmdb == NULL)
		return;
	if (mmdb->library_open)
		MMDB_close(&mmdb->library);
	g_ptr_array_unref(mmdb->languages);
	g_free(mmdb->label);
	g_free(mmdb->type);
	g_free(mmdb);
}

const HcAddressDatabase *
hc_mmdb_facts(const HcMmdb *mmdb)
{
	return &mmdb->facts;
}

/* ------------------------------------------------------------------ reading */

/** A record, and whether all of it could be read. */
typedef struct {
	MMDB_entry_s entry;
	bool damaged;
} Record;

#define PATH(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A path that leads nowhere is an answer; bytes that are no data are not. */
static bool
get(Record *record, const char *const *path, uint32_t type,
    MMDB_entry_data_s *data_out)
{
	int status = MMDB_aget_value(&record->entry, data_out, path);

	if (status == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR)
		return false;
	if (status != MMDB_SUCCESS) {
		record->damaged = true;
		return false;
	}
	return data_out->has_data && data_out->type == type;
}

static bool
get_country(Record *record, const char *const *path, char country_out[3])
{
	MMDB_entry_data_s data;

	if (!get(record, path, MMDB_DATA_TYPE_UTF8_STRING, &data) ||
	    data.data_size != 2 || !hc_is_alpha((uint8_t)data.utf8_string[0]) ||
	    !hc_is_alpha((uint8_t)data.utf8_string[1]))
		return false;
	country_out[0] = g_ascii_toupper(data.utf8_string[0]);
	country_out[1] = g_ascii_toupper(data.utf8_string[1]);
	country_out[2] = '\0';
	/* user-assigned by ISO 3166-1: "unknown", in some databases */
	if (strcmp(country_out, "XX") != 0 && strcmp(country_out, "ZZ") != 0)
		return true;
	country_out[0] = '\0';
	return false;
}

static char *
get_name(Record *record, const char *const *path)
{
	MMDB_entry_data_s data;

	if (!get(record, path, MMDB_DATA_TYPE_UTF8_STRING, &data) ||
	    data.data_size == 0)
		return NULL;
	return g_strndup(data.utf8_string, MIN(data.data_size, NAME_MAX_BYTES));
}

static bool
get_flag(Record *record, const char *const *path)
{
	MMDB_entry_data_s data;

	return get(record, path, MMDB_DATA_TYPE_BOOLEAN, &data) && data.boolean;
}

static uint32_t
get_number(Record *record, const char *const *path)
{
	MMDB_entry_data_s data;

	return get(record, path, MMDB_DATA_TYPE_UINT32, &data) ? data.uint32
	                                                       : 0;
}

/* "AS64496" (IPinfo). */
static uint32_t
get_asn(Record *record)
{
	g_autofree char *text = get_name(record, PATH("asn"));
	guint64 number;

	if (text == NULL || !g_str_has_prefix(text, "AS") ||
	    !g_ascii_string_to_unsigned(text + 2, 10, 0, UINT32_MAX, &number,
	                                NULL))
		return get_number(record, PATH("asn"));
	return (uint32_t)number;
}

static void
read_network(Record *record, HcAddressAnswer *answer)
{
	answer->number = get_number(record, PATH("autonomous_system_number"));
	if (answer->number == 0)
		answer->number = get_number(
			record, PATH("traits", "autonomous_system_number"));
	if (answer->number == 0)
		answer->number = get_asn(record);
	answer->holder =
		get_name(record, PATH("autonomous_system_organization"));
	if (answer->holder == NULL)
		answer->holder = get_name(
			record,
			PATH("traits", "autonomous_system_organization"));
	if (answer->holder == NULL)
		answer->holder = get_name(record, PATH("as_name"));
}

static void
read_record(Record *record, HcAddressAnswer *answer)
{
	if (!get_country(record, PATH("country", "iso_code"),
	                 answer->country) &&
	    !get_country(record, PATH("country_code"), answer->country))
		get_country(record, PATH("country"), answer->country);
	get_country(record, PATH("registered_country", "iso_code"),
	            answer->registered);
	answer->anycast = get_flag(record, PATH("traits", "is_anycast")) ||
	                  get_flag(record, PATH("is_anycast"));
	answer->city = get_name(record, PATH("city", "names", "en"));
	if (answer->city == NULL)
		answer->city = get_name(record, PATH("city"));
	read_network(record, answer);
	answer->state = record->damaged ? HC_ANSWER_DAMAGED : HC_ANSWER_FOUND;
}

/* ------------------------------------------------------------------ looking */

static MMDB_lookup_result_s
look_up(const HcMmdb *mmdb, const HcAddress *address, int *status_out)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (address->family == 4) {
		memcpy(&v4.sin_addr, address->bytes, 4);
		return MMDB_lookup_sockaddr(&mmdb->library,
		                            (struct sockaddr *)&v4, status_out);
	}
	memcpy(&v6.sin6_addr, address->bytes, 16);
	return MMDB_lookup_sockaddr(&mmdb->library, (struct sockaddr *)&v6,
	                            status_out);
}

/* A database of both counts an IPv4 address's bits from those of ::/96. */
static unsigned
prefix_of(const HcMmdb *mmdb, const HcAddress *address, unsigned bits)
{
	if (address->family == 4 && mmdb->facts.ip_version == 6)
		return bits > 96 ? bits - 96 : 0;
	return bits;
}

static void
mask(HcAddress *network, unsigned prefix)
{
	unsigned width = network->family == 4 ? 32 : 128;

	for (unsigned bit = prefix; bit < width; bit++)
		network->bytes[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
}

void
hc_mmdb_find(const HcMmdb *mmdb, const HcAddress *address,
             HcAddressAnswer *answer_out)
{
	int status = MMDB_SUCCESS;
	MMDB_lookup_result_s result = look_up(mmdb, address, &status);
	Record record = {result.entry, false};

	memset(answer_out, 0, sizeof *answer_out);
	if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR)
		return;
	if (status != MMDB_SUCCESS) {
		answer_out->state = HC_ANSWER_DAMAGED;
		return;
	}
	if (!result.found_entry)
		return;
	answer_out->network = *address;
	answer_out->prefix = prefix_of(mmdb, address, result.netmask);
	mask(&answer_out->network, answer_out->prefix);
	read_record(&record, answer_out);
}
