/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part-walk.c - the parts of plans read one after the other, beside them. */
#include "config.h"

#include "part-walk.h"

#include "facts.h"
#include "runner.h"

/** Where the walk is. */
typedef struct {
	const HcPartWalk *walk;
	HcRoll roll;
	const HcUnit *unit;
	guint told; /* items of the unit that are behind us */
} Place;

static bool
damaged(const char *path, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ,
	            "%s: is not of this version", path);
	return false;
}

/** Tell a name that was not read, and why. */
static bool
tell_name(Place *place, const HcItem *item, GError **error)
{
	const HcPartWalk *walk = place->walk;
	bool grouped = item->folder != NULL && item->member != NULL;

	switch (item->what) {
	case HC_ENTRY_REFUSED:
	case HC_ENTRY_UNREAD:
		return walk->refused(item, grouped,
		                     hc_roll_input(&place->roll, item, grouped),
		                     walk->data, error);
	case HC_ENTRY_LEFT_OUT:
	case HC_ENTRY_LINK:
		return walk->left_out(item, walk->data, error);
	case HC_ENTRY_FILE:
	case HC_ENTRY_FOLDER:
		break;
	}
	return true;
}

/** Tell the names before an item that were not read. */
static bool
tell_names(Place *place, guint end, GError **error)
{
	for (; place->told < end; place->told++)
		if (!tell_name(place,
		               &g_array_index(place->unit->items, HcItem,
		                              place->told),
		               error))
			return false;
	return true;
}

/** The item that a record is about; names before it are told first. */
static bool
find_item(Place *place, uint64_t index, const HcItem **item_out, GError **error)
{
	if (index >= place->unit->items->len)
		return damaged("part", error);
	*item_out = &g_array_index(place->unit->items, HcItem, index);
	return tell_names(place, (guint)index, error);
}

static bool
take_message(Place *place, const uint8_t *data, size_t length, GError **error)
{
	HcMessageRecord record;
	const HcItem *item;
	uint64_t input;

	if (!hc_message_record_unpack(&record, data, length))
		return damaged("part", error);
	if (!find_item(place, record.item, &item, error))
		return false;
	input = hc_roll_input(&place->roll, item, record.grouped);
	return place->walk->message(
		&record, item, input,
		hc_roll_message(&place->roll, record.grouped),
		place->walk->data, error);
}

static bool
take_file(Place *place, const uint8_t *data, size_t length, GError **error)
{
	HcUnpack in = hc_unpack(data, length);
	uint64_t index = hc_unpack_number(&in);
	bool grouped = hc_unpack_number(&in) != 0;
	const HcItem *item;

	if (in.bad)
		return damaged("part", error);
	return find_item(place, index, &item, error) &&
	       place->walk->file(item, grouped,
	                         hc_roll_input(&place->roll, item, grouped), in,
	                         place->walk->data, error);
}

static bool
take_record(Place *place, uint8_t type, const uint8_t *data, size_t length,
            GError **error)
{
	switch (type) {
	case HC_RECORD_MESSAGE:
		return take_message(place, data, length, error);
	case HC_RECORD_FILE:
		return take_file(place, data, length, error);
	default:
		return place->walk->record(type, data, length,
		                           place->walk->data, error);
	}
}

static bool
walk_part(Place *place, const char *path, const uint8_t *fingerprint,
          GError **error)
{
	g_autoptr(HcPartFile) part = hc_part_file_open(
		path, fingerprint, place->unit->number, error);

	if (part == NULL)
		return false;
	place->told = 0;
	for (;;) {
		const uint8_t *data;
		size_t length;
		uint8_t type;

		if (!hc_part_file_next(part, &type, &data, &length, error))
			return false;
		if (type == 0)
			return tell_names(place, place->unit->items->len,
			                  error);
		if (!take_record(place, type, data, length, error))
			return false;
	}
}

static bool
walk_set(Place *place, const HcPartSet *set, GError **error)
{
	const HcPlan *plan = set->plan;

	hc_roll_close(&place->roll);
	for (uint64_t i = 0; i < hc_plan_units(plan); i++) {
		g_autoptr(HcUnit) unit = hc_plan_unit(plan, i, error);
		g_autofree char *path = hc_part_path(set->folder, i);

		place->unit = unit;
		if (unit == NULL ||
		    !place->walk->unit(place->walk->data, error) ||
		    !walk_part(place, path, hc_plan_fingerprint(plan), error))
			return false;
		if (!place->walk->tick(place->walk->data)) {
			g_set_error(error, HC_ERROR, HC_ERROR_STOPPED,
			            "stopped");
			return false;
		}
	}
	return true;
}

bool
hc_part_walk(const HcPartSet *sets, size_t count, const HcPartWalk *walk,
             GError **error)
{
	Place place = {.walk = walk};

	for (size_t i = 0; i < count; i++)
		if (!walk_set(&place, &sets[i], error))
			return false;
	return true;
}
