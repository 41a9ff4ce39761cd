/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plan-write.c - inputs walked, and cut into units. */
#include "config.h"

#include "plan.h"

#include <string.h>
#include <sys/stat.h>

#include "names.h"
#include "options.h"
#include "packing.h"
#include "places.h"
#include "source.h"
#include "why.h"

/** A plan being written. */
typedef struct {
	HcPartFile *file;
	HcKind kind;      /* as declared */
	HcPlaces *places; /* that are written */
	const HcAuditInputs *inputs;
	bool digests;       /* of inputs */
	GByteArray *record; /* that is being made */
	char *folder;       /* of the group */
	uint64_t groups;
	uint64_t items;
	bool unit_open;  /* one more small file may go into it */
	bool group_told; /* it knows of the group */
	uint64_t unit_items;
	uint64_t unit_bytes;
} Writer;

static GByteArray *
new_record(Writer *writer)
{
	g_byte_array_set_size(writer->record, 0);
	return writer->record;
}

static bool
put(Writer *writer, HcRecordType type, GError **error)
{
	return hc_part_file_put(writer->file, type, writer->record->data,
	                        writer->record->len, error);
}

/* ------------------------------------------------------------------ units */

static bool
begin_unit(Writer *writer, const HcUnit *unit, GError **error)
{
	GByteArray *record = new_record(writer);

	hc_pack_number(record, unit->kind);
	hc_pack_number(record, unit->from);
	hc_pack_number(record, unit->to);
	hc_pack_number(record, (uint64_t)(unit->form + 1));
	writer->unit_open = unit->kind == HC_UNIT_FILES;
	writer->group_told = false;
	writer->unit_items = writer->unit_bytes = 0;
	return put(writer, HC_RECORD_UNIT, error);
}

/** Name the folder once a unit. */
static bool
put_group(Writer *writer, const HcEntry *entry, GError **error)
{
	GByteArray *record = new_record(writer);

	hc_pack_number(record, entry->folder != NULL ? writer->groups : 0);
	hc_pack_number(record, entry->place);
	hc_pack_text(record, entry->folder);
	writer->group_told = true;
	return put(writer, HC_RECORD_GROUP, error);
}

/** Whether a path is nothing but that of the folder, a slash, and the name. */
static bool
is_below(const HcEntry *entry)
{
	size_t length;

	if (entry->folder == NULL || entry->member == NULL)
		return false;
	length = strlen(entry->folder);
	return strncmp(entry->path, entry->folder, length) == 0 &&
	       entry->path[length] == '/' &&
	       strcmp(entry->path + length + 1, entry->member) == 0;
}

/** Why an entry is not read, with what the system says of it.
 *  @return new; NULL: it is to be read */
static char *
whole_reason(const HcEntry *entry)
{
	return entry->why == NULL || entry->code == 0
	               ? g_strdup(entry->why)
	               : g_strdup_printf("%s: %s", entry->why,
	                                 hc_why(entry->code));
}

static bool
put_item(Writer *writer, const HcEntry *entry, HcKind kind, GError **error)
{
	bool is_file = entry->what == HC_ENTRY_FILE;
	g_autofree char *why = whole_reason(entry);
	GByteArray *record;

	if (!writer->group_told && !put_group(writer, entry, error))
		return false;
	record = new_record(writer);
	hc_pack_number(record, writer->items);
	hc_pack_number(record, entry->what);
	hc_pack_number(record, kind);
	/* of what is not read nothing matters but that it is there */
	hc_pack_number(record, is_file ? entry->size : 0);
	hc_pack_number(record, is_file ? (uint64_t)entry->mtime_s : 0);
	hc_pack_number(record, is_file ? entry->mtime_ns : 0);
	hc_pack_text(record, is_below(entry) ? NULL : entry->path);
	hc_pack_text(record, entry->member);
	hc_pack_text(record, why);
	writer->unit_items++;
	writer->unit_bytes += entry->size;
	return put(writer, HC_RECORD_ITEM, error);
}

/* ------------------------------------------------------------ large files */

static bool
put_unit(Writer *writer, const HcUnit *unit, const HcEntry *entry, HcKind kind,
         GError **error)
{
	return begin_unit(writer, unit, error) &&
	       put_item(writer, entry, kind, error);
}

/** The digest of a large file is a unit of its own, so that it is made on
 *  another processor while the messages are read. */
static bool
put_digest(Writer *writer, const HcEntry *entry, HcKind kind, GError **error)
{
	const HcUnit unit = {.kind = HC_UNIT_DIGEST, .to = entry->size};

	return !writer->digests || put_unit(writer, &unit, entry, kind, error);
}

/* A mailbox is cut into so many ranges, if they are neither small nor large. */
#define RANGES 32

/** Bytes of a range of a mailbox: a large one is cut into fewer, as each is a
 *  part that is made, joined and removed; there are always enough for all
 *  processors. */
static uint64_t
range_bytes(uint64_t size)
{
	return CLAMP(size / RANGES, HC_UNIT_BYTES, HC_RANGE_BYTES_MAX);
}

static bool
cut_mailbox(Writer *writer, const HcEntry *entry, int form, GError **error)
{
	HcUnit unit = {.kind = HC_UNIT_RANGE, .form = form};

	if (!put_digest(writer, entry, HC_KIND_MBOX, error))
		return false;
	for (; unit.from < entry->size; unit.from = unit.to) {
		unit.to =
			MIN(entry->size, unit.from + range_bytes(entry->size));
		if (!put_unit(writer, &unit, entry, HC_KIND_MBOX, error))
			return false;
	}
	return true;
}

/** A large file is looked at, and cut if it is a mailbox.  What cannot be looked
 *  at is tried again, and told, when it is to be read. */
static bool
take_large(Writer *writer, const HcEntry *entry, GError **error)
{
	const HcUnit whole = {.kind = HC_UNIT_FILES};
	HcKind kind = entry->kind != HC_KIND_AUTO ? entry->kind : writer->kind;
	HcLook look;
	bool good;

	if (kind == HC_KIND_AUTO)
		kind = hc_plan_container(entry->path);
	if (hc_source_look(entry->path, kind, &look, NULL) &&
	    look.kind == HC_KIND_MBOX && look.size == entry->size)
		good = cut_mailbox(writer, entry, look.form, error);
	else
		good = (!hc_plan_is_container(kind) || kind == HC_KIND_MSG ||
		        put_digest(writer, entry, kind, error)) &&
		       put_unit(writer, &whole, entry, kind, error);
	writer->unit_open = false;
	return good;
}

/* ------------------------------------------------------------------- walk */

bool
hc_plan_go_on(const HcAuditInputs *inputs, GError **error)
{
	if (inputs->stopped == NULL || !inputs->stopped(inputs->stopped_data))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_STOPPED, "stopped");
	return false;
}

static bool
take_small(Writer *writer, const HcEntry *entry, GError **error)
{
	bool full = !writer->unit_open || writer->unit_items >= HC_UNIT_ITEMS ||
	            writer->unit_bytes + entry->size > HC_UNIT_BYTES;
	const HcUnit unit = {.kind = HC_UNIT_FILES};
	HcKind kind = entry->kind != HC_KIND_AUTO ? entry->kind : writer->kind;

	if (full && !begin_unit(writer, &unit, error))
		return false;
	return put_item(writer, entry, kind, error);
}

static bool
take_entry(const HcEntry *entry, void *data, GError **error)
{
	Writer *writer = data;
	bool large = entry->what == HC_ENTRY_FILE &&
	             entry->size >= HC_UNIT_BYTES &&
	             strcmp(entry->path, "-") != 0;
	bool good;

	if (!hc_plan_go_on(writer->inputs, error))
		return false;
	if (entry->what == HC_ENTRY_FOLDER)
		return true;
	if (g_strcmp0(writer->folder, entry->folder) != 0) {
		g_free(writer->folder);
		writer->folder = g_strdup(entry->folder);
		writer->groups++;
		writer->group_told = false;
	}
	good = large ? take_large(writer, entry, error)
	             : take_small(writer, entry, error);
	writer->items++;
	return good;
}

/** Note a folder that was named: later, too, nothing is to be written in it,
 *  not even where it holds no item itself. */
static bool
put_named(Writer *writer, const char *path, GError **error)
{
	struct stat status;

	if (strcmp(path, "-") == 0 || stat(path, &status) != 0 ||
	    !S_ISDIR(status.st_mode))
		return true;
	hc_pack_text(new_record(writer), path);
	return put(writer, HC_RECORD_NAMED, error);
}

/** Walk one path that was named; the folders of two are two groups. */
static bool
take_path(Writer *writer, const char *path, const char *folder, GError **error)
{
	if (!hc_plan_go_on(writer->inputs, error) ||
	    !hc_places_check(writer->places, path, error))
		return false;
	if (folder == NULL)
		return true; /* all that is asked */
	if (!put_named(writer, path, error))
		return false;
	g_clear_pointer(&writer->folder, g_free);
	writer->group_told = false;
	return hc_entries_walk(path, folder, take_entry, writer, error);
}

static bool
take_list(Writer *writer, const HcAuditInputs *inputs, const char *folder,
          GError **error)
{
	g_autoptr(HcNames) names = hc_names_open(
		inputs->list, inputs->list_by_nul ? '\0' : '\n', error);
	const char *name;

	if (names == NULL)
		return false;
	hc_names_ask(names, inputs->stopped, inputs->stopped_data);
	do {
		if (!hc_names_next(names, &name, error)) {
			g_prefix_error(error, "%s: ", inputs->list);
			return false;
		}
		if (name != NULL && !take_path(writer, name, folder, error))
			return false;
	} while (name != NULL);
	return true;
}

/** @param folder  where sorted names may go; NULL: places are looked at alone */
static bool
take_inputs(Writer *writer, const HcAuditInputs *inputs, const char *folder,
            GError **error)
{
	const char *const *path = inputs->paths;

	for (; path != NULL && *path != NULL; path++)
		if (!take_path(writer, *path, folder, error))
			return false;
	return inputs->list == NULL || take_list(writer, inputs, folder, error);
}

static HcPlaces *
places_of(const HcAuditInputs *inputs)
{
	const char *const *written = inputs->written;
	HcPlaces *places = hc_places_new();

	for (; written != NULL && *written != NULL; written++)
		hc_places_add(places, *written);
	return places;
}

bool
hc_audit_check_places(const HcAuditInputs *inputs, GError **error)
{
	g_autoptr(HcPlaces) places = places_of(inputs);
	Writer writer = {.places = places, .inputs = inputs};
	HcAuditInputs again = *inputs;

	if (g_strcmp0(again.list, "-") == 0)
		again.list = NULL;
	return take_inputs(&writer, &again, NULL, error);
}

static bool
put_head(Writer *writer, const HcAuditOptions *options, const HcPolicy *policy,
         GError **error)
{
	g_autofree char *base = g_get_current_dir();

	hc_pack_text(new_record(writer), base);
	if (!put(writer, HC_RECORD_BASE, error))
		return false;
	hc_options_pack(new_record(writer), options, policy);
	return put(writer, HC_RECORD_OPTIONS, error);
}

bool
hc_plan_write(const char *path, const char *folder,
              const HcAuditOptions *options, const HcPolicy *policy,
              const HcAuditInputs *inputs, GError **error)
{
	static const uint8_t nothing[HC_FINGERPRINT];
	g_autoptr(HcPartFile) file =
		hc_part_file_create(path, nothing, 0, error);
	g_autoptr(GByteArray) record = g_byte_array_new();
	g_autoptr(HcPlaces) places = places_of(inputs);
	Writer writer = {.file = file,
	                 .places = places,
	                 .inputs = inputs,
	                 .record = record,
	                 .kind = options->kind,
	                 .digests = options->digests == HC_DIGESTS_ALL};
	bool good;

	if (file == NULL)
		return false;
	hc_places_add(places, folder);
	good = put_head(&writer, options, policy, error) &&
	       take_inputs(&writer, inputs, folder, error) &&
	       hc_part_file_finish(file, error);
	g_free(writer.folder);
	return good;
}
