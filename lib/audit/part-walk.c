/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part-walk.c - the parts of plans read one after the other, beside them. */
#include "config.h"

#include "part-walk.h"

#include <unistd.h>

#include "facts.h"
#include "fragments.h"
#include "runner.h"

/** Where the walk is. */
typedef struct {
	const HcPartWalk *walk;
	HcRoll *roll;
	const HcUnit *unit;
	guint told; /* items of the unit that are behind us */
	HcFragmentReader *fragments;
	bool marked; /* the fragments were what was written */
} Place;

static bool
damaged(const char *path, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ,
	            "%s: is not of this version", path);
	return false;
}

static bool
tell_left_out(const HcPartWalk *walk, const char *path, const char *member,
              const char *why, GError **error)
{
	const HcPartOmission omission = {path, member, why};

	return walk->left_out == NULL ||
	       walk->left_out(&omission, walk->data, error);
}

/** Tell a name that was not read, and why. */
static bool
tell_name(Place *place, const HcItem *item, GError **error)
{
	const HcPartWalk *walk = place->walk;
	bool grouped = item->folder != NULL && item->member != NULL;
	uint64_t input;

	switch (item->what) {
	case HC_ENTRY_REFUSED:
	case HC_ENTRY_UNREAD:
		input = hc_roll_input(place->roll, item, grouped);
		return walk->refused == NULL ||
		       walk->refused(item, grouped, input, walk->data, error);
	case HC_ENTRY_LEFT_OUT:
	case HC_ENTRY_LINK:
		return tell_left_out(walk, item->path, NULL, item->why, error);
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
	uint64_t input, number;

	if (!hc_message_record_unpack(&record, data, length))
		return damaged("part", error);
	record.fragment = NULL;
	if (!find_item(place, record.item, &item, error) ||
	    (place->walk->fragments && record.length > 0 &&
	     !hc_fragment_reader_next(place->fragments, record.length,
	                              &record.fragment, error)))
		return false;
	input = hc_roll_input(place->roll, item, record.grouped);
	number = hc_roll_message(place->roll, record.grouped);
	return place->walk->message == NULL ||
	       place->walk->message(&record, item, input, number,
	                            place->walk->data, error);
}

static bool
take_file(Place *place, const uint8_t *data, size_t length, GError **error)
{
	HcUnpack in = hc_unpack(data, length);
	uint64_t index = hc_unpack_number(&in);
	bool grouped = hc_unpack_number(&in) != 0;
	const HcItem *item;
	uint64_t input;

	if (in.bad)
		return damaged("part", error);
	if (!find_item(place, index, &item, error))
		return false;
	input = hc_roll_input(place->roll, item, grouped);
	return place->walk->file == NULL ||
	       place->walk->file(item, grouped, input, in, place->walk->data,
	                         error);
}

static bool
take_left_out(Place *place, const uint8_t *data, size_t length, GError **error)
{
	HcUnpack in = hc_unpack(data, length);
	uint64_t index = hc_unpack_number(&in);
	const char *member = hc_unpack_text(&in);
	const char *why = hc_unpack_text(&in);
	const HcItem *item;

	if (in.bad || why == NULL)
		return damaged("part", error);
	return find_item(place, index, &item, error) &&
	       tell_left_out(place->walk, item->path, member, why, error);
}

static bool
take_mark(Place *place, const uint8_t *data, size_t length, GError **error)
{
	HcFragmentsMark mark;

	place->marked = true;
	if (!hc_fragments_mark_unpack(&mark, data, length))
		return damaged("part", error);
	return !place->walk->fragments ||
	       hc_fragment_reader_end(place->fragments, &mark, error);
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
	case HC_RECORD_LEFT_OUT:
		return take_left_out(place, data, length, error);
	case HC_RECORD_FRAGMENTS:
		return take_mark(place, data, length, error);
	default:
		return place->walk->record == NULL ||
		       place->walk->record(type, data, length,
		                           place->walk->data, error);
	}
}

static bool
walk_records(Place *place, HcPartFile *part, GError **error)
{
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
walk_part(Place *place, const char *path, const uint8_t *fingerprint,
          bool passing, GError **error)
{
	g_autoptr(HcPartFile) part = hc_part_file_open(
		path, fingerprint, place->unit->number, error);
	g_autofree char *beside = hc_fragments_path(path);
	g_autoptr(HcFragmentReader) fragments = hc_fragment_reader_new(beside);

	place->fragments = fragments;
	if (part == NULL || !walk_records(place, part, error))
		return false;
	if (!place->marked)
		return damaged(path, error);
	/* the report takes the room on disk, and the very pages: to have new
	 * ones may cost more than to fill them.  What cannot be removed now is
	 * with the folder */
	if (place->walk->fragments && passing)
		unlink(beside);
	return true;
}

static bool
walk_unit(const HcPartSet *set, const HcPartWalk *walk, HcPartCursor *cursor,
          GError **error)
{
	const HcPlan *plan = set->plan;
	g_autoptr(HcUnit) unit = hc_plan_unit(plan, cursor->unit, error);
	g_autofree char *path = hc_part_path(set->folder, cursor->unit);
	Place place = {.walk = walk, .roll = &cursor->roll, .unit = unit};

	if (unit == NULL ||
	    (walk->unit != NULL && !walk->unit(walk->data, error)) ||
	    !walk_part(&place, path, hc_plan_fingerprint(plan), set->passing,
	               error))
		return false;
	cursor->unit++;
	if (walk->tick(walk->data))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_STOPPED, "stopped");
	return false;
}

bool
hc_part_walk(const HcPartSet *sets, size_t count, const HcPartWalk *walk,
             HcPartCursor *cursor, uint64_t end, GError **error)
{
	for (;;) {
		bool last = cursor->set + 1 == count;
		uint64_t units = hc_plan_units(sets[cursor->set].plan);

		for (; cursor->unit < (last ? MIN(units, end) : units);)
			if (!walk_unit(&sets[cursor->set], walk, cursor, error))
				return false;
		if (last)
			return true;
		hc_roll_close(&cursor->roll);
		cursor->set++;
		cursor->unit = 0;
	}
}
