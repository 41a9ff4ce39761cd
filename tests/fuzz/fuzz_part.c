/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_part.c - a part that was not written by us, or not whole: each record is
 * taken or refused, and a report of what was taken is well-formed.
 *
 * The input is the file as it is, and records: a type, two bytes of length, and
 * the bytes. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "facts.h"
#include "harness.h"
#include "hopcheck.h"
#include "lore.h"
#include "message-record.h"
#include "part-file.h"
#include "plan.h"
#include "summary.h"

static const uint8_t fingerprint[HC_FINGERPRINT] = {1};
static char *folder;
static char *path;

/** What the records of a part come to. */
typedef struct {
	HcPolicy *policy;
	HcSummary *summary;
	HcLore *lore;
	uint64_t messages;
} Merge;

static void
prepare(void)
{
	folder = g_dir_make_tmp("fuzz_part.XXXXXX", NULL);
	g_assert_nonnull(folder);
	path = g_build_filename(folder, "part", NULL);
}

/* ------------------------------------------------------------------- records */

static bool
take_message(Merge *merge, const uint8_t *data, size_t length)
{
	HcMessageRecord record;
	HcLorePlace place = {merge->messages, 1, merge->messages + 1};

	if (!hc_message_record_unpack(&record, data, length))
		return true;
	if (record.digest != NULL)
		g_assert(record.digest >= data &&
		         record.digest + 32 <= data + length);
	merge->messages++;
	return hc_lore_message(merge->lore, &place, record.digest, NULL);
}

/* What was unpacked packs to facts that are the same again. */
static void
take_facts(const uint8_t *data, size_t length)
{
	g_autoptr(HcFacts) facts = hc_facts_unpack(data, length);
	g_autoptr(GByteArray) once = g_byte_array_new();
	g_autoptr(GByteArray) twice = g_byte_array_new();

	if (facts == NULL)
		return;
	hc_facts_pack(once, facts);

	g_autoptr(HcFacts) again = hc_facts_unpack(once->data, once->len);

	g_assert_nonnull(again);
	hc_facts_pack(twice, again);
	g_assert(once->len == twice->len &&
	         memcmp(once->data, twice->data, once->len) == 0);
}

/** @return false: the part is refused, nothing comes of it */
static bool
take(Merge *merge, uint8_t type, const uint8_t *data, size_t length)
{
	switch (type) {
	case HC_RECORD_MESSAGE:
		return take_message(merge, data, length);
	case HC_RECORD_FILE:
		take_facts(data, length);
		return true;
	case HC_RECORD_TALLY:
		return hc_summary_take(merge->summary, 0, data, length, NULL);
	default:
		return hc_lore_take(merge->lore, type, data, length, NULL);
	}
}

/* -------------------------------------------------------------------- report */

static void
write_report(Merge *merge)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	HcReportOptions options = {.form = HC_FORM_TEXT};
	HcWriter writer;
	HcLoreMarks marks;

	if (!hc_lore_settle(merge->lore, NULL) ||
	    !hc_summary_settle(merge->summary, NULL))
		return;
	hc_writer_init(&writer, &hc_writer_json, out, NULL);
	hc_writer_object(&writer, "report");
	hc_summary_catalogue(merge->summary, &writer);
	hc_summary_totals(merge->summary, &writer);
	if (!hc_summary_write(merge->summary, &writer, NULL, NULL, NULL) ||
	    !hc_lore_write(merge->lore, &writer, NULL, NULL, NULL))
		return;
	hc_writer_end(&writer);
	hc_writer_end(&writer);
	hc_report_check(HC_FORM_JSON, out->str, out->len, &error);
	g_assert_no_error(error);
	g_assert(hc_summary_text(merge->summary, &options, text, NULL));
	for (uint64_t i = 0; i < merge->messages; i++)
		if (!hc_lore_marks(merge->lore, i, &marks, NULL))
			return;
}

/* --------------------------------------------------------------------- files */

/** The records of the input, as a whole part. */
static void
write_part(const uint8_t *data, size_t size)
{
	g_autoptr(HcPartFile) part =
		hc_part_file_create(path, fingerprint, 0, NULL);

	g_assert_nonnull(part);
	for (size_t at = 0; size - at > 3;) {
		size_t length = data[at + 1] | (size_t)data[at + 2] << 8;

		length = MIN(length, size - at - 3);
		g_assert(hc_part_file_put(
			part, data[at] != 0 ? data[at] : HC_RECORD_MESSAGE,
			data + at + 3, length, NULL));
		at += 3 + length;
	}
	g_assert(hc_part_file_finish(part, NULL));
}

/** Read the part from end to end.
 *  @return whether it is whole, and each record was taken */
static bool
read_part(const uint8_t *expected, Merge *merge)
{
	g_autoptr(HcPartFile) part = hc_part_file_open(path, expected, 0, NULL);
	const uint8_t *data;
	size_t length;
	uint8_t type = 1;
	bool good = part != NULL;

	while (good && type != 0) {
		good = hc_part_file_next(part, &type, &data, &length, NULL);
		if (good && type != 0 && merge != NULL)
			good = take(merge, type, data, length);
	}
	return good;
}

/* A file of any bytes, as a part and as a plan: mostly neither. */
static void
check_file(const uint8_t *data, size_t size)
{
	g_autoptr(HcPlan) plan = NULL;

	g_assert(g_file_set_contents(path, (const char *)data, (gssize)size,
	                             NULL));
	(void)read_part(NULL, NULL);
	plan = hc_plan_open(path, NULL);
	for (uint64_t i = 0; plan != NULL && i < hc_plan_units(plan); i++)
		hc_unit_free(hc_plan_unit(plan, i, NULL));
}

static void
check_records(const uint8_t *data, size_t size)
{
	Merge merge = {.policy = hc_policy_new()};

	merge.summary = hc_summary_new(folder, merge.policy);
	merge.lore = hc_lore_new(folder);
	write_part(data, size);
	g_assert(read_part(fingerprint, NULL));
	if (read_part(fingerprint, &merge))
		write_report(&merge);
	hc_summary_free(merge.summary);
	hc_lore_free(merge.lore);
	hc_policy_free(merge.policy);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	prepare();
	check_file(data, size);
	g_unlink(path);
	check_records(data, size);
	g_unlink(path);
	g_rmdir(folder);
	g_clear_pointer(&folder, g_free);
	g_clear_pointer(&path, g_free);
}
