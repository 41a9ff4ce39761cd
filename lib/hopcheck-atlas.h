/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-atlas.h
 * Where an address is said to be, by databases that the user names.
 * Include hopcheck.h, which says what holds of all.
 *
 * A database infers a place from who registered a block and what was measured;
 * it knows nothing of the host.  Several are asked, none is preferred, and
 * "unknown" is an answer.  Nothing is looked up in a network.
 */
#ifndef HOPCHECK_ATLAS_H
#define HOPCHECK_ATLAS_H

#include "hopcheck-received.h"

G_BEGIN_DECLS

/** A database in the MaxMind DB format 2.0, as it says of itself. */
typedef struct {
	const char *label;  /**< the name as given */
	const char *sha256; /**< 64 hex digits of the bytes that are asked */
	uint64_t size;      /**< bytes */
	const char *type;   /**< e.g. "GeoLite2-Country"; bytes as found */
	int64_t built_s;    /**< when it says it was built, seconds since 1970 UTC */
	unsigned ip_version; /**< 4: it knows no IPv6; 6: it knows both */
	const char *const *languages; /**< of its names; bytes as found */
	size_t language_count;
} HcAddressDatabase;

typedef enum {
	HC_ANSWER_NONE,    /**< it holds nothing on the address */
	HC_ANSWER_FOUND,
	HC_ANSWER_DAMAGED, /**< what it holds there cannot be read */
} HcAnswerState;

/** Token: "none", "found", "damaged"; static. */
const char *hc_answer_state_token(HcAnswerState state);

/** What one database says of an address. */
typedef struct {
	HcAnswerState state;
	HcAddress network;     /**< the block that the answer is for; family 0:
	                        *   none */
	unsigned prefix;       /**< its length, bits */
	char country[3];       /**< ISO 3166-1 alpha-2; "": not said */
	char registered[3];    /**< where the block is registered, which is no
	                        *   place of a host; "": not said */
	bool anycast;          /**< one address for hosts at many places */
	uint32_t number;       /**< of the autonomous system; 0: not said */
	const char *holder;    /**< its organisation, bytes as found, or NULL */
	const char *city;      /**< English name, bytes as found, or NULL */
} HcAddressAnswer;

typedef enum {
	HC_LOCATION_UNKNOWN,  /**< no database names a country */
	HC_LOCATION_AGREED,   /**< those that name a country name the same */
	HC_LOCATION_DISPUTED, /**< two name different ones */
	HC_LOCATION_ANYCAST,  /**< one says that the address is at many places */
} HcLocationState;

/** Token: "unknown", "agreed", "disputed", "anycast"; static. */
const char *hc_location_state_token(HcLocationState state);

/** What all databases together say of an address. */
typedef struct {
	HcLocationState state;
	char country[3];                /**< when agreed; else "" */
	const HcAddressAnswer *answers; /**< one a database, in their order */
	size_t answer_count;
} HcLocation;

typedef struct HcAtlas HcAtlas;

/** No database yet: every address is unknown. */
HcAtlas *hc_atlas_new(void);
HcAtlas *hc_atlas_ref(HcAtlas *atlas);
void hc_atlas_unref(HcAtlas *atlas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcAtlas, hc_atlas_unref)

/** Add a database.  Its bytes are copied, so that what is asked later is what
 *  the digest is of; its tree is checked whole.
 *  @param path   a regular file within the limit "address-database"
 *  @param error  HC_ERROR_POLICY: cannot be read, is no sound database, or this
 *                build has no libmaxminddb
 *  @return false: nothing was added */
bool hc_atlas_add(HcAtlas *atlas, const char *path, GError **error);
/** Number of databases. */
size_t hc_atlas_count(const HcAtlas *atlas);
/** Database @p index, 0 is the first that was added. */
const HcAddressDatabase *hc_atlas_database(const HcAtlas *atlas, size_t index);

/** Ask every database for an address.
 *  @param address  family 4 or 6
 *  @return new, never NULL */
HcLocation *hc_atlas_locate(const HcAtlas *atlas, const HcAddress *address);
/** What the databases say of a place, a predicate: "in GB by 2 of 3 address
 *  databases", "in GB or US by 2 address databases that disagree", "at many
 *  places (anycast) ...", "in no country ...".
 *  @return new, the caller's */
char *hc_location_text(const HcLocation *location);
void hc_location_free(HcLocation *location);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcLocation, hc_location_free)

G_END_DECLS

#endif
