/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part-walk.h - the parts of plans read one after the other, beside them. */
#ifndef HC_PART_WALK_H
#define HC_PART_WALK_H

#include "message-record.h"
#include "plan.h"
#include "roll.h"

/** A plan, and where the parts of its units are. */
typedef struct {
	const HcPlan *plan;
	const char *folder; /**< of the state */
	bool passing; /**< fragments are removed once they are read */
} HcPartSet;

/** A name that is left out by rule. */
typedef struct {
	const char *path;
	const char *member; /**< of a container, or NULL */
	const char *why;    /**< by which rule */
} HcPartOmission;

/** What comes along, in the report's order; NULL: is passed over. */
typedef struct {
	bool fragments; /**< messages come with their fragments */
	/** A unit begins. */
	bool (*unit)(void *data, GError **error);
	/** A message.
	 *  @param input   number of its input
	 *  @param number  in that input, from 1 */
	bool (*message)(const HcMessageRecord *record, const HcItem *item,
	                uint64_t input, uint64_t number, void *data,
	                GError **error);
	/** A file that was read, or the range of one.
	 *  @param facts  HcFacts, packed */
	bool (*file)(const HcItem *item, bool grouped, uint64_t input,
	             HcUnpack facts, void *data, GError **error);
	/** A name that was to be read and cannot be; its why tells.
	 *  @param grouped  it is told with the input of its folder */
	bool (*refused)(const HcItem *item, bool grouped, uint64_t input,
	                void *data, GError **error);
	/** What is left out, which is no trouble. */
	bool (*left_out)(const HcPartOmission *omission, void *data,
	                 GError **error);
	/** A record of another type. */
	bool (*record)(uint8_t type, const uint8_t *data, size_t length,
	               void *user, GError **error);
	/** Called now and then; false: stop. */
	bool (*tick)(void *data);
	void *data;
} HcPartWalk;

/** How far a walk is; all zero before the first part. */
typedef struct {
	size_t set;
	uint64_t unit; /**< the next */
	HcRoll roll;
} HcPartCursor;

/** Walk parts of some plans, as if one plan held all their inputs.
 *  @param cursor  from where
 *  @param end     the unit of the last plan to stop before; UINT64_MAX: none
 *  @param error   HC_ERROR_READ: a part is not there, torn or damaged;
 *                 HC_ERROR_STOPPED; what a function set */
bool hc_part_walk(const HcPartSet *sets, size_t count, const HcPartWalk *walk,
                  HcPartCursor *cursor, uint64_t end, GError **error);

#endif
