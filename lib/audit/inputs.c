/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inputs.c - the inputs of a report, made of the files that were read. */
#include "config.h"

#include "inputs.h"

#include <string.h>
#include <unistd.h>

#include "packing.h"
#include "part-file.h"
#include "sorter.h"

/* Bytes of inputs that are sorted in memory. */
#define SORT_MEMORY (4u << 20)

/** An input that more may be added to. */
typedef struct {
	uint64_t number; /* 0: none is open */
	HcFacts *facts;
	HcDigest digest; /* of a folder: over those of its files */
	bool digested;   /* each of its files has one */
} Open;

struct HcInputs {
	char *path; /* of the file that holds them in order */
	bool digests;
	HcSorter *sorter;
	GByteArray *record;
	Open folder;
	Open file;
	HcPartFile *sorted;
};

HcInputs *
hc_inputs_new(const char *folder, bool digests)
{
	HcInputs *inputs = g_new0(HcInputs, 1);

	inputs->path =
		g_strdup_printf("%s/work-inputs-%ld", folder, (long)getpid());
	inputs->digests = digests;
	inputs->sorter = hc_sorter_new(folder, SORT_MEMORY);
	inputs->record = g_byte_array_new();
	return inputs;
}

void
hc_inputs_free(HcInputs *inputs)
{
	if (inputs == NULL)
		return;
	g_clear_pointer(&inputs->sorted, hc_part_file_free);
	unlink(inputs->path);
	g_free(inputs->path);
	hc_sorter_free(inputs->sorter);
	g_byte_array_unref(inputs->record);
	hc_facts_free(inputs->folder.facts);
	hc_facts_free(inputs->file.facts);
	g_free(inputs);
}

/* ----------------------------------------------------------------- closing */

/** Put an input where it will be sorted. */
static bool
close_input(HcInputs *inputs, Open *open, GError **error)
{
	uint8_t key[8];
	bool good;

	if (open->number == 0)
		return true;
	if (open->digested && inputs->digests) {
		hc_digest_end(&open->digest, open->facts->sha256);
		open->facts->input.sha256 = open->facts->sha256;
	}
	hc_order_put(key, open->number);
	g_byte_array_set_size(inputs->record, 0);
	g_byte_array_append(inputs->record, key, sizeof key);
	hc_facts_pack(inputs->record, open->facts);
	good = hc_sorter_add(inputs->sorter, inputs->record->data,
	                     inputs->record->len, error);
	g_clear_pointer(&open->facts, hc_facts_free);
	open->number = 0;
	return good;
}

/* ----------------------------------------------------------------- opening */

static void
open_folder(HcInputs *inputs, const HcItem *item, uint64_t number)
{
	Open *open = &inputs->folder;

	open->number = number;
	open->facts = hc_facts_new();
	open->facts->input.kind = item->place;
	open->facts->files.many = true;
	hc_facts_set_label(open->facts, item->folder);
	hc_digest_init(&open->digest);
	open->digested = true;
}

static void
open_file(HcInputs *inputs, const HcItem *item, uint64_t number)
{
	Open *open = &inputs->file;

	open->number = number;
	open->facts = hc_facts_new();
	hc_facts_set_label(open->facts, item->path);
	open->digested = false;
}

/* ------------------------------------------------------------------ adding */

/** Add the line that sha256sum writes of a file: in names backslash, newline
 *  and carriage return are escaped, and a backslash then stands before all. */
static void
add_line(Open *open, const char *sha256, const char *member)
{
	g_autoptr(GString) line = g_string_new(sha256);

	g_string_append(line, "  ");
	for (; *member != '\0'; member++) {
		const char *escape = *member == '\\'   ? "\\\\"
		                     : *member == '\n' ? "\\n"
		                     : *member == '\r' ? "\\r"
		                                       : NULL;

		if (escape == NULL) {
			g_string_append_c(line, *member);
			continue;
		}
		if (line->str[0] != '\\')
			g_string_prepend_c(line, '\\');
		g_string_append(line, escape);
	}
	g_string_append_c(line, '\n');
	hc_digest_add(&open->digest, line->str, line->len);
}

static void
add_to_folder(Open *open, const char *member, const HcFacts *facts)
{
	hc_facts_add_file(open->facts, member, facts);
	if (facts->input.sha256 != NULL)
		add_line(open, facts->input.sha256, member);
	else
		open->digested = false;
}

bool
hc_inputs_add(HcInputs *inputs, const HcItem *item, bool grouped,
              uint64_t input, const HcFacts *facts, GError **error)
{
	Open *open = grouped ? &inputs->folder : &inputs->file;

	if (open->number != input) {
		if (!close_input(inputs, open, error))
			return false;
		if (grouped)
			open_folder(inputs, item, input);
		else
			open_file(inputs, item, input);
	}
	if (grouped)
		add_to_folder(open, item->member, facts);
	else
		hc_facts_add_range(open->facts, facts);
	return true;
}

/* ----------------------------------------------------------------- sorting */

static bool
damaged(GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
	            "the state folder does not give back what was put in it");
	return false;
}

/** Write the inputs in their order, for they are asked for twice. */
static bool
sort_into(HcInputs *inputs, HcPartFile *file,
          void (*take)(const HcFacts *facts, void *data), void *data,
          GError **error)
{
	for (;;) {
		g_autoptr(HcFacts) facts = NULL;
		const void *record;
		size_t length;

		if (!hc_sorter_next(inputs->sorter, &record, &length, error))
			return false;
		if (record == NULL)
			return hc_part_file_finish(file, error);
		facts = hc_facts_unpack((const uint8_t *)record + 8,
		                        length - 8);
		if (facts == NULL)
			return damaged(error);
		take(facts, data);
		if (!hc_part_file_put(file, HC_RECORD_FILE,
		                      (const uint8_t *)record + 8, length - 8,
		                      error))
			return false;
	}
}

bool
hc_inputs_settle(HcInputs *inputs,
                 void (*take)(const HcFacts *facts, void *data), void *data,
                 GError **error)
{
	static const uint8_t nothing[HC_FINGERPRINT];
	g_autoptr(HcPartFile) file = NULL;

	if (!close_input(inputs, &inputs->folder, error) ||
	    !close_input(inputs, &inputs->file, error))
		return false;
	file = hc_part_file_create(inputs->path, nothing, 0, error);
	if (file == NULL || !sort_into(inputs, file, take, data, error))
		return false;
	inputs->sorted = hc_part_file_open(inputs->path, nothing, 0, error);
	return inputs->sorted != NULL;
}

bool
hc_inputs_next(HcInputs *inputs, HcFacts **facts_out, GError **error)
{
	const uint8_t *data;
	size_t length;
	uint8_t type;

	*facts_out = NULL;
	if (!hc_part_file_next(inputs->sorted, &type, &data, &length, error))
		return false;
	if (type == 0)
		return true;
	*facts_out = hc_facts_unpack(data, length);
	return *facts_out != NULL || damaged(error);
}
