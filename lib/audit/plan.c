/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plan.c - a plan that was written: its fingerprint, its units. */
#include "config.h"

#include "plan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "options.h"
#include "packing.h"

/* First bytes of a file that tell a container. */
#define HEAD 512

/** Where a unit stands in the plan, and what it reads. */
typedef struct {
	uint64_t offset;
	uint64_t bytes;
} Place;

struct HcPlan {
	char *path;
	char *base;
	uint8_t fingerprint[HC_FINGERPRINT];
	HcAuditOptions *options;
	GByteArray *packed; /* the record of the options */
	GPtrArray *named;   /* folders that were, as they were */
	GArray *places;     /* of Place */
	uint64_t bytes;
};

static bool
fail(const char *path, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "%s: is damaged", path);
	return false;
}

/* ---------------------------------------------------------------- reading */

static void
add_digest(HcDigest *digest, uint8_t type, const uint8_t *data, size_t length)
{
	uint8_t head[5] = {type, (uint8_t)length, (uint8_t)(length >> 8),
	                   (uint8_t)(length >> 16), (uint8_t)(length >> 24)};

	hc_digest_add(digest, head, sizeof head);
	if (length > 0)
		hc_digest_add(digest, data, length);
}

static bool
read_unit_head(HcUnpack *in, HcUnit *unit)
{
	uint64_t kind = hc_unpack_number(in);

	unit->kind = (HcUnitKind)kind;
	unit->from = hc_unpack_number(in);
	unit->to = hc_unpack_number(in);
	unit->form = (int)hc_unpack_number(in) - 1;
	return !in->bad && kind <= HC_UNIT_DIGEST && unit->from <= unit->to;
}

static bool
read_item(HcUnpack *in, HcItem *item)
{
	item->number = hc_unpack_number(in);
	item->what = (HcEntryWhat)hc_unpack_number(in);
	item->kind = (HcKind)hc_unpack_number(in);
	item->size = hc_unpack_number(in);
	item->mtime_s = (int64_t)hc_unpack_number(in);
	item->mtime_ns = (uint32_t)hc_unpack_number(in);
	item->path = hc_unpack_text(in);
	item->member = hc_unpack_text(in);
	item->why = hc_unpack_text(in);
	return !in->bad && (item->path != NULL || item->member != NULL);
}

/** Bytes that a unit reads of an item. */
static uint64_t
item_bytes(const HcUnit *unit, const HcItem *item)
{
	return unit->kind == HC_UNIT_RANGE   ? unit->to - unit->from
	       : item->what == HC_ENTRY_FILE ? item->size
	                                     : 0;
}

/** Take a record of a plan that is read as a whole. */
static bool
take_record(HcPlan *plan, HcUnit *unit, uint64_t offset, uint8_t type,
            HcUnpack in)
{
	Place place = {.offset = offset};
	const char *text;
	Place *last;
	HcItem item;

	switch (type) {
	case HC_RECORD_BASE:
		g_free(plan->base);
		plan->base = g_strdup(hc_unpack_text(&in));
		return plan->base != NULL;
	case HC_RECORD_OPTIONS:
		if (plan->options != NULL)
			return false;
		plan->options =
			hc_options_unpack(in.at, (size_t)(in.end - in.at));
		g_byte_array_append(plan->packed, in.at,
		                    (guint)(in.end - in.at));
		return plan->options != NULL;
	case HC_RECORD_UNIT:
		g_array_append_val(plan->places, place);
		return read_unit_head(&in, unit);
	case HC_RECORD_NAMED:
		text = hc_unpack_text(&in);
		g_ptr_array_add(plan->named, g_strdup(text));
		return text != NULL;
	case HC_RECORD_GROUP:
		return true;
	case HC_RECORD_ITEM:
		if (plan->places->len == 0 || !read_item(&in, &item))
			return false;
		last = &g_array_index(plan->places, Place,
		                      plan->places->len - 1);
		last->bytes += item_bytes(unit, &item);
		plan->bytes += item_bytes(unit, &item);
		return true;
	default:
		return false;
	}
}

static bool
read_all(HcPlan *plan, HcPartFile *file, GError **error)
{
	HcUnit unit = {0};
	HcDigest digest;

	hc_digest_init(&digest);
	for (;;) {
		const uint8_t *data;
		size_t length;
		uint8_t type;
		uint64_t offset = hc_part_file_tell(file);

		if (!hc_part_file_next(file, &type, &data, &length, error))
			return false;
		if (type == 0)
			break;
		if (!take_record(plan, &unit, offset, type,
		                 hc_unpack(data, length)))
			return fail(plan->path, error);
		if (type != HC_RECORD_BASE && type != HC_RECORD_NAMED)
			add_digest(&digest, type, data, length);
	}
	hc_digest_end_bytes(&digest, plan->fingerprint);
	return (plan->options != NULL && plan->base != NULL) ||
	       fail(plan->path, error);
}

HcPlan *
hc_plan_open(const char *path, GError **error)
{
	g_autoptr(HcPartFile) file = hc_part_file_open(path, NULL, 0, error);
	g_autoptr(HcPlan) plan = NULL;

	if (file == NULL)
		return NULL;
	plan = g_new0(HcPlan, 1);
	plan->path = g_strdup(path);
	plan->packed = g_byte_array_new();
	plan->named = g_ptr_array_new_with_free_func(g_free);
	plan->places = g_array_new(FALSE, FALSE, sizeof(Place));
	return read_all(plan, file, error) ? g_steal_pointer(&plan) : NULL;
}

void
hc_plan_free(HcPlan *plan)
{
	if (plan == NULL)
		return;
	g_free(plan->path);
	g_free(plan->base);
	hc_options_free(plan->options);
	g_byte_array_unref(plan->packed);
	g_ptr_array_unref(plan->named);
	g_array_unref(plan->places);
	g_free(plan);
}

const uint8_t *
hc_plan_fingerprint(const HcPlan *plan)
{
	return plan->fingerprint;
}

const char *
hc_plan_base(const HcPlan *plan)
{
	return plan->base;
}

const HcAuditOptions *
hc_plan_options(const HcPlan *plan)
{
	return plan->options;
}

uint64_t
hc_plan_units(const HcPlan *plan)
{
	return plan->places->len;
}

uint64_t
hc_plan_unit_bytes(const HcPlan *plan, uint64_t number)
{
	return g_array_index(plan->places, Place, number).bytes;
}

uint64_t
hc_plan_bytes(const HcPlan *plan)
{
	return plan->bytes;
}

/* ------------------------------------------------------------------ units */

static void
read_group(HcUnpack *in, HcUnit *unit, HcItem *group)
{
	const char *folder;

	group->group = hc_unpack_number(in);
	group->place = (HcKind)hc_unpack_number(in);
	folder = hc_unpack_text(in);
	group->folder = folder != NULL
	                        ? g_string_chunk_insert(unit->texts, folder)
	                        : NULL;
}

static const char *
keep(HcUnit *unit, const char *text)
{
	return text != NULL ? g_string_chunk_insert(unit->texts, text) : NULL;
}

static bool
add_item(HcUnpack *in, HcUnit *unit, const HcItem *group)
{
	HcItem item = *group;

	if (!read_item(in, &item))
		return false;
	if (item.path == NULL) {
		g_autofree char *path =
			g_strconcat(item.folder != NULL ? item.folder : "", "/",
		                    item.member, NULL);

		item.path = keep(unit, path);
	} else {
		item.path = keep(unit, item.path);
	}
	item.member = keep(unit, item.member);
	item.why = keep(unit, item.why);
	g_array_append_val(unit->items, item);
	return true;
}

/** Read items until the next unit begins. */
static bool
read_items(HcPartFile *file, HcUnit *unit, GError **error)
{
	HcItem group = {0};

	for (;;) {
		const uint8_t *data;
		size_t length;
		uint8_t type;
		HcUnpack in;

		if (!hc_part_file_next(file, &type, &data, &length, error))
			return false;
		in = hc_unpack(data, length);
		if (type == HC_RECORD_GROUP)
			read_group(&in, unit, &group);
		else if (type == HC_RECORD_NAMED)
			continue;
		else if (type != HC_RECORD_ITEM)
			return true;
		else if (!add_item(&in, unit, &group))
			in.bad = true;
		if (in.bad)
			return fail("plan", error);
	}
}

HcUnit *
hc_plan_unit(const HcPlan *plan, uint64_t number, GError **error)
{
	g_autoptr(HcPartFile) file = NULL;
	g_autoptr(HcUnit) unit = NULL;
	const uint8_t *data;
	size_t length;
	uint8_t type;
	HcUnpack in;

	g_return_val_if_fail(number < plan->places->len, NULL);
	file = hc_part_file_open(plan->path, NULL, 0, error);
	if (file == NULL ||
	    !hc_part_file_seek(
		    file, g_array_index(plan->places, Place, number).offset,
		    error) ||
	    !hc_part_file_next(file, &type, &data, &length, error))
		return NULL;
	unit = g_new0(HcUnit, 1);
	unit->number = number;
	unit->items = g_array_new(FALSE, FALSE, sizeof(HcItem));
	unit->texts = g_string_chunk_new(4096);
	in = hc_unpack(data, length);
	if (type != HC_RECORD_UNIT || !read_unit_head(&in, unit)) {
		fail(plan->path, error);
		return NULL;
	}
	return read_items(file, unit, error) ? g_steal_pointer(&unit) : NULL;
}

void
hc_unit_free(HcUnit *unit)
{
	if (unit == NULL)
		return;
	g_array_unref(unit->items);
	g_string_chunk_free(unit->texts);
	g_free(unit);
}

static char *
from_base(const HcPlan *plan, const char *path)
{
	if (g_path_is_absolute(path) || strcmp(path, "-") == 0)
		return g_strdup(path);
	return g_build_filename(plan->base, path, NULL);
}

char *
hc_plan_item_path(const HcPlan *plan, const HcItem *item)
{
	return from_base(plan, item->path);
}

/* ------------------------------------------------------------------ places */

/** @param group  that was looked up last; 0: none */
static bool
check_unit(const HcPlan *plan, const HcUnit *unit, const HcPlaces *places,
           uint64_t *group, GError **error)
{
	for (guint i = 0; i < unit->items->len; i++) {
		const HcItem *item = &g_array_index(unit->items, HcItem, i);
		g_autofree char *path = NULL;

		if (item->group != 0 && item->group == *group)
			continue;
		*group = item->group;
		path = from_base(plan, item->group != 0 && item->folder != NULL
		                               ? item->folder
		                               : item->path);
		if (!hc_places_check(places, path, error))
			return false;
	}
	return true;
}

/** @param path  of what says how to judge, or NULL */
static bool
check_rule(const HcPlan *plan, const char *path, const HcPlaces *places,
           GError **error)
{
	g_autofree char *whole = path != NULL ? from_base(plan, path) : NULL;

	if (whole == NULL || hc_places_check(places, whole, NULL))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN, "%s: is an input", path);
	return false;
}

static bool
check_rules(const HcPlan *plan, const HcPlaces *places, GError **error)
{
	const HcAuditOptions *options = plan->options;
	const char *const *database = options->databases;

	for (; database != NULL && *database != NULL; database++)
		if (!check_rule(plan, *database, places, error))
			return false;
	return check_rule(plan, options->policy, places, error) &&
	       check_rule(plan, options->profile, places, error);
}

bool
hc_plan_check_places(const HcPlan *plan, const HcPlaces *places, GError **error)
{
	uint64_t group = 0;

	if (!check_rules(plan, places, error))
		return false;
	for (guint i = 0; i < plan->named->len; i++) {
		g_autofree char *path =
			from_base(plan, g_ptr_array_index(plan->named, i));

		if (!hc_places_check(places, path, error))
			return false;
	}
	for (uint64_t i = 0; i < hc_plan_units(plan); i++) {
		g_autoptr(HcUnit) unit = hc_plan_unit(plan, i, error);

		if (unit == NULL ||
		    !check_unit(plan, unit, places, &group, error))
			return false;
	}
	return true;
}

/* -------------------------------------------------------------- containers */

HcKind
hc_plan_container(const char *path)
{
	char head[HEAD];
	ssize_t got;
	int descriptor =
		open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (descriptor < 0)
		return HC_KIND_AUTO;
	do
		got = read(descriptor, head, sizeof head);
	while (got < 0 && errno == EINTR);
	close(descriptor);
	return got > 0 ? hc_container_kind(head, (size_t)got) : HC_KIND_AUTO;
}

bool
hc_plan_is_container(HcKind kind)
{
	return kind == HC_KIND_TAR || kind == HC_KIND_ZIP ||
	       kind == HC_KIND_COMPRESSED || kind == HC_KIND_MSG ||
	       kind == HC_KIND_PST;
}

/* ------------------------------------------------------------- comparison */

/** What differs between two plans of the same options: the first path that is
 *  not the same, or the number of them. */
static char *
input_difference(const HcPlan *plan, const HcPlan *other)
{
	uint64_t units = MIN(hc_plan_units(plan), hc_plan_units(other));

	for (uint64_t i = 0; i < units; i++) {
		g_autoptr(HcUnit) one = hc_plan_unit(plan, i, NULL);
		g_autoptr(HcUnit) two = hc_plan_unit(other, i, NULL);
		guint count;

		if (one == NULL || two == NULL)
			break;
		count = MIN(one->items->len, two->items->len);
		for (guint j = 0; j < count; j++) {
			HcItem *a = &g_array_index(one->items, HcItem, j);
			HcItem *b = &g_array_index(two->items, HcItem, j);

			if (strcmp(a->path, b->path) != 0)
				return g_strdup_printf(
					"is of other inputs: '%s' stood where "
					"'%s' stands now",
					a->path, b->path);
			if (a->size != b->size || a->mtime_s != b->mtime_s ||
			    a->mtime_ns != b->mtime_ns || a->what != b->what)
				return g_strdup_printf(
					"is of other inputs: '%s' changed",
					a->path);
		}
	}
	return g_strdup("is of other inputs");
}

const char *
hc_plan_other_options(const HcPlan *plan, const HcPlan *other)
{
	return hc_options_difference(plan->packed->data, plan->packed->len,
	                             other->packed->data, other->packed->len);
}

char *
hc_plan_difference(const HcPlan *plan, const HcPlan *other)
{
	const char *option;

	if (memcmp(plan->fingerprint, other->fingerprint, HC_FINGERPRINT) == 0)
		return NULL;
	option = hc_plan_other_options(plan, other);
	return option != NULL ? g_strdup_printf("is of another %s", option)
	                      : input_difference(plan, other);
}

const char *
hc_plan_changed(const HcPlan *plan, const HcPolicy *policy)
{
	g_autoptr(GByteArray) packed = g_byte_array_new();

	hc_options_pack(packed, plan->options, policy);
	return hc_options_difference(plan->packed->data, plan->packed->len,
	                             packed->data, packed->len);
}
