/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmdb-writer.h - small address databases for tests, in the MaxMind DB format
 * 2.0 (https://maxmind.github.io/MaxMind-DB/). */
#ifndef HC_TEST_MMDB_WRITER_H
#define HC_TEST_MMDB_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/** What a database says of a block.  NULL, 0 and false are left out. */
typedef struct {
	const char *network; /**< "192.0.2.0/24", "2001:db8::/32" */
	const char *country;
	const char *registered;
	const char *city;
	uint32_t number; /**< of the autonomous system */
	const char *holder;
	bool anycast;
} MmdbRow;

typedef struct {
	const char *type;
	uint64_t built_s;
	unsigned ip_version;  /**< 4 or 6 */
	unsigned record_size; /**< 24, 28 or 32 bits */
	bool flat; /**< country_code, asn ... beside each other, as IPinfo and
	            *   ip-location-db write them */
	uint64_t stated_nodes; /**< what the metadata is to say; 0: the truth */
	const MmdbRow *rows;   /**< a block inside another stands behind it */
	size_t row_count;
} MmdbPlan;

/** The bytes of a database.
 *  @return new, the caller's */
GByteArray *mmdb_write(const MmdbPlan *plan);

#endif
