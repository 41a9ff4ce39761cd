/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plan.h - what is to be read, cut into units.
 *
 * The plan is a part file in the state folder.  Walking the same inputs by the
 * same options gives the same records, so its fingerprint tells whether parts
 * belong to it.  Nothing of it is held in memory but a place for each unit. */
#ifndef HC_PLAN_H
#define HC_PLAN_H

#include "entry.h"
#include "hopcheck.h"
#include "part-file.h"
#include "places.h"

/* A unit is done in a moment: what a kill can cost each thread. */
#define HC_UNIT_BYTES (8u << 20)
#define HC_RANGE_BYTES_MAX (32u << 20)
#define HC_UNIT_ITEMS 1000u

/** What is done with the items of a unit. */
typedef enum {
	HC_UNIT_FILES,  /**< each is read from end to end */
	HC_UNIT_RANGE,  /**< of one mailbox, messages that begin in a range */
	HC_UNIT_DIGEST, /**< of one file the digest */
} HcUnitKind;

/** A name that the walk gave.  Texts belong to the unit. */
typedef struct {
	uint64_t number; /**< in the plan, from 0; ranges of a file share it */
	uint64_t group;  /**< the folder it stands in, from 1; 0: it was named
	                     *   itself */
	HcEntryWhat what;
	HcKind place;       /**< what the folder is */
	HcKind kind;        /**< what to read it as */
	const char *folder; /**< or NULL */
	const char *path;
	const char *member; /**< or NULL */
	const char *why;    /**< it is not read, or NULL */
	uint64_t size;      /**< bytes, when it was walked */
	int64_t mtime_s;
	uint32_t mtime_ns;
} HcItem;

typedef struct {
	uint64_t number;
	HcUnitKind kind;
	uint64_t from, to; /**< bytes, of a range; to is the first beyond */
	int form;          /**< HcRange.form */
	GArray *items;     /**< of HcItem */
	GStringChunk *texts;
} HcUnit;

typedef struct HcPlan HcPlan;

/** Whether who gave the inputs wants to go on.
 *  @param error  HC_ERROR_STOPPED */
bool hc_plan_go_on(const HcAuditInputs *inputs, GError **error);

/** Walk the inputs and write the plan.
 *  @param path    its name
 *  @param folder  where sorted names may go
 *  @param policy  by the options
 *  @param error   HC_ERROR_WRITE; HC_ERROR_OPEN, HC_ERROR_READ: the list of
 *                 inputs; HC_ERROR_STOPPED */
bool hc_plan_write(const char *path, const char *folder,
                   const HcAuditOptions *options, const HcPolicy *policy,
                   const HcAuditInputs *inputs, GError **error);

/** Read a plan once, from end to end.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ
 *  @return new, or NULL */
HcPlan *hc_plan_open(const char *path, GError **error);

/** HC_FINGERPRINT bytes, over all but the folder that paths lead from, and those
 *  that were named. */
const uint8_t *hc_plan_fingerprint(const HcPlan *plan);
/** The folder that relative paths lead from. */
const char *hc_plan_base(const HcPlan *plan);
const HcAuditOptions *hc_plan_options(const HcPlan *plan);
/** Number of units. */
uint64_t hc_plan_units(const HcPlan *plan);
/** Bytes of inputs that a unit reads. */
uint64_t hc_plan_unit_bytes(const HcPlan *plan, uint64_t number);
/** Bytes that all units read. */
uint64_t hc_plan_bytes(const HcPlan *plan);

/** Why two plans are not the same, a predicate of the first: "is of another
 *  policy"; new; NULL: they are. */
char *hc_plan_difference(const HcPlan *plan, const HcPlan *other);

/** What of the options of two plans is not the same: "policy", "version" ...;
 *  static; NULL: nothing. */
const char *hc_plan_other_options(const HcPlan *plan, const HcPlan *other);

/** What of the options now gives something else than when the plan was made:
 *  "policy", "version" ...; static; NULL: nothing.
 *  @param policy  by the plan's options, as it is now */
const char *hc_plan_changed(const HcPlan *plan, const HcPolicy *policy);

/** Read a unit.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ: the plan changed
 *  @return new, or NULL */
HcUnit *hc_plan_unit(const HcPlan *plan, uint64_t number, GError **error);
void hc_unit_free(HcUnit *unit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcUnit, hc_unit_free)

/** What a file is if it is a container; else, or where it cannot be looked at,
 *  HC_KIND_AUTO. */
HcKind hc_plan_container(const char *path);
/** Whether a kind is one of containers. */
bool hc_plan_is_container(HcKind kind);

/** Look each input of a plan up among the places that are written: what was
 *  named itself, the folders that others stand in, and what says how to judge.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ */
bool hc_plan_check_places(const HcPlan *plan, const HcPlaces *places,
                          GError **error);

/** What opens an item; new. */
char *hc_plan_item_path(const HcPlan *plan, const HcItem *item);

void hc_plan_free(HcPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPlan, hc_plan_free)

#endif
