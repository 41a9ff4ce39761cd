/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* runner.c - a unit audited: from the plan to its part.
 *
 * Trouble with an input is a fact of it and never stops the unit. */
#include "config.h"

#include "runner.h"

#include <unistd.h>

#include "unit-reading.h"

/* Bytes of fragments that wait, and one more: what they need at first. */
#define READY_SIZE (320u << 10)

char *
hc_part_path(const char *folder, uint64_t unit)
{
	return g_strdup_printf("%s/part-%08" G_GUINT64_FORMAT, folder, unit);
}

/* ------------------------------------------------------------------ units */

static void
tell_input(HcRun *run, const char *path)
{
	g_mutex_lock(&run->mutex);
	g_strlcpy(run->input, path, sizeof run->input);
	g_mutex_unlock(&run->mutex);
}

/* One file in so many is looked at: is it in memory? */
#define LOOK_EVERY 32u

static void
look_ahead(HcRunner *runner, guint index)
{
	if (runner->unit->kind == HC_UNIT_FILES && runner->ahead == NULL &&
	    index % LOOK_EVERY == 0)
		runner->ahead =
			hc_ahead_new(runner->run->plan, runner->unit, index);
}

static bool
do_items(HcRunner *runner, GError **error)
{
	const HcUnit *unit = runner->unit;

	for (guint i = 0; i < unit->items->len; i++) {
		const HcItem *item = &g_array_index(unit->items, HcItem, i);

		if (hc_reading_stopped(runner, error))
			return false;
		if (item->what != HC_ENTRY_FILE)
			continue;
		tell_input(runner->run, item->path);
		look_ahead(runner, i);
		if (unit->kind == HC_UNIT_DIGEST
		            ? !hc_read_digest(runner, error)
		            : !hc_read_file(runner, i, error))
			return false;
	}
	return true;
}

static void
end_unit(HcRunner *runner)
{
	g_clear_pointer(&runner->ahead, hc_ahead_free);
	g_clear_pointer(&runner->unit, hc_unit_free);
	g_clear_pointer(&runner->part, hc_part_file_free);
	g_clear_pointer(&runner->fragments, hc_fragment_writer_free);
	g_clear_pointer(&runner->tally, hc_tally_free);
	g_clear_pointer(&runner->sampler, hc_sampler_free);
	if (runner->folder_descriptor >= 0)
		close(runner->folder_descriptor);
	runner->folder_descriptor = -1;
	runner->folder = NULL;
}

/** Have the fragments stand before the part does, which says what they are. */
static bool
end_fragments(HcRunner *runner, GError **error)
{
	HcFragmentsMark mark;

	if (!hc_fragment_writer_end(runner->fragments, &mark, error))
		return false;
	g_byte_array_set_size(runner->record, 0);
	hc_fragments_mark_pack(runner->record, &mark);
	return hc_part_file_put(runner->part, HC_RECORD_FRAGMENTS,
	                        runner->record->data, runner->record->len,
	                        error);
}

bool
hc_part_check(const char *path, const uint8_t *fingerprint, uint64_t unit)
{
	g_autoptr(HcPartFile) part =
		hc_part_file_open(path, fingerprint, unit, NULL);
	g_autofree char *beside = hc_fragments_path(path);
	HcFragmentsMark mark = {UINT64_MAX, 0};
	const uint8_t *data;
	size_t length;
	uint8_t type;

	if (part == NULL)
		return false;
	do {
		if (!hc_part_file_next(part, &type, &data, &length, NULL) ||
		    (type == HC_RECORD_FRAGMENTS &&
		     !hc_fragments_mark_unpack(&mark, data, length)))
			return false;
	} while (type != 0);
	return hc_fragments_check(beside, &mark);
}

bool
hc_runner_do(HcRunner *runner, uint64_t unit, GError **error)
{
	const HcRun *run = runner->run;
	g_autofree char *path = hc_part_path(run->folder, unit);
	g_autofree char *beside = hc_fragments_path(path);
	bool good;

	runner->unit = hc_plan_unit(run->plan, unit, error);
	if (runner->unit == NULL)
		return false;
	runner->part = hc_part_file_create(path, hc_plan_fingerprint(run->plan),
	                                   unit, error);
	runner->fragments = hc_fragment_writer_new(beside, runner->ready);
	runner->tally = hc_tally_new();
	runner->sampler = hc_sampler_new(runner->policy);
	runner->ordinal = 0;
	good = runner->part != NULL && do_items(runner, error) &&
	       hc_tally_flush(runner->tally, runner->part, error) &&
	       hc_sampler_flush(runner->sampler, runner->part, error) &&
	       end_fragments(runner, error) &&
	       hc_part_file_finish(runner->part, error);
	end_unit(runner);
	return good;
}

/* ---------------------------------------------------------------- runners */

/** Start what reads content where that may be needed. */
static bool
start_content(HcRunner *runner, GError **error)
{
	const HcAuditOptions *options = runner->options;
	bool by_need =
		options->content == HC_CONTENT_USE_NEED && !options->journal;

	if (options->content == HC_CONTENT_USE_NEVER ||
	    (by_need && !hc_policy_needs_content(runner->policy)))
		return true;
	runner->reader = hc_content_reader_new();
	if (options->programs != NULL) {
		g_autofree char *program = g_build_filename(
			options->programs, "hopcheck-mime", NULL);

		hc_content_reader_set_program(runner->reader, program);
	}
	hc_content_reader_require_sandbox(runner->reader,
	                                  options->require_sandbox);
	hc_content_reader_search_first(runner->reader, by_need);
	return (by_need && !options->require_sandbox) ||
	       hc_content_reader_start(runner->reader, error);
}

HcRunner *
hc_runner_new(HcRun *run, const HcAuditOptions *options, GError **error)
{
	g_autoptr(HcRunner) runner = g_new0(HcRunner, 1);

	runner->run = run;
	runner->options = options;
	runner->folder_descriptor = -1;
	runner->ready = g_string_sized_new(READY_SIZE);
	runner->record = g_byte_array_sized_new(16384);
	runner->policy = run->policy;
	if (!start_content(runner, error))
		return NULL;
	runner->unpacker = hc_unpacker_new();
	if (options->programs != NULL)
		hc_unpacker_set_folder(runner->unpacker, options->programs);
	hc_unpacker_require_sandbox(runner->unpacker, options->require_sandbox);
	if (options->detail != HC_DETAIL_SUMMARY &&
	    options->form != HC_FORM_TEXT)
		runner->brief = hc_brief_new(options->form, runner->policy);
	return g_steal_pointer(&runner);
}

/** Note what confined the workers of this thread. */
static void
note_sandboxes(const HcRunner *runner)
{
	unsigned had = 0;

	if (runner->reader != NULL &&
	    hc_content_reader_started(runner->reader) > 0)
		had |= 1u << hc_content_reader_sandbox(runner->reader);
	if (runner->unpacker != NULL &&
	    hc_unpacker_started(runner->unpacker) > 0)
		had |= 1u << hc_unpacker_sandbox(runner->unpacker);
	atomic_fetch_or(&runner->run->sandboxes, had);
}

void
hc_runner_tell_workers(const HcRunner *runner, HcSitting *sitting)
{
	if (runner->reader != NULL &&
	    hc_content_reader_started(runner->reader) > 0)
		hc_sitting_add_worker(
			sitting, hc_content_reader_about(runner->reader),
			hc_content_reader_sandbox(runner->reader));
	if (hc_unpacker_started(runner->unpacker) > 0)
		hc_sitting_add_worker(sitting,
		                      hc_unpacker_about(runner->unpacker),
		                      hc_unpacker_sandbox(runner->unpacker));
}

void
hc_runner_free(HcRunner *runner)
{
	if (runner == NULL)
		return;
	end_unit(runner);
	note_sandboxes(runner);
	g_clear_pointer(&runner->brief, hc_brief_free);
	g_clear_pointer(&runner->reader, hc_content_reader_free);
	g_clear_pointer(&runner->unpacker, hc_unpacker_free);
	g_string_free(runner->ready, TRUE);
	g_byte_array_unref(runner->record);
	g_free(runner);
}
