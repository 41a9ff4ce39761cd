/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* merge.c - the parts of all units, in their order, as one report.
 *
 * What a reader looks at first is known last, so the parts are read twice: once
 * for sums, inputs and what the archive as a whole tells, once for messages. */
#include "config.h"

#include "merge.h"

#include <string.h>

#include "brief.h"
#include "facts.h"
#include "inputs.h"
#include "lore.h"
#include "summary.h"

/* Bytes of the report that wait for one write. */
#define READY_MAX 65536

/** A report being made. */
struct HcMerge {
	GArray *sets; /* of HcPartSet; plans of the same options */
	const HcPolicy *policy;
	bool (*tick)(void *data);
	void *tick_data;
	HcPartCursor cursor; /* of the first pass */
	HcSummary *summary;
	HcLore *lore;
	HcInputs *inputs;
	uint64_t messages; /* so far */
	uint64_t base;     /* before the unit */
	uint64_t listed;
	HcSink *sink;
	HcWriter writer;
	GString *ready;
};

static bool
tick(void *data)
{
	const HcMerge *report = data;

	return report->tick == NULL || report->tick(report->tick_data);
}

static const HcPartSet *
set_of(const HcMerge *merge, guint index)
{
	return &g_array_index(merge->sets, HcPartSet, index);
}

/** What all plans were made by. */
static const HcAuditOptions *
options_of(const HcMerge *merge)
{
	return hc_plan_options(set_of(merge, 0)->plan);
}

/* ------------------------------------------------------------- first pass */

static bool
count_unit(void *data, GError **error)
{
	HcMerge *report = data;

	(void)error;
	report->base = report->messages;
	return true;
}

static bool
count_message(const HcMessageRecord *record, const HcItem *item, uint64_t input,
              uint64_t number, void *data, GError **error)
{
	HcMerge *report = data;
	const HcLorePlace place = {report->messages++, input, number};

	(void)item;
	report->listed += record->listed;
	return hc_lore_message(report->lore, &place, record->digest, error);
}

static bool
count_file(const HcItem *item, bool grouped, uint64_t input, HcUnpack packed,
           void *data, GError **error)
{
	HcMerge *report = data;
	g_autoptr(HcFacts) facts =
		hc_facts_unpack(packed.at, (size_t)(packed.end - packed.at));

	if (facts == NULL) {
		g_set_error(error, HC_ERROR, HC_ERROR_READ,
		            "a part is not of this version");
		return false;
	}
	return hc_inputs_add(report->inputs, item, grouped, input, facts,
	                     error);
}

static bool
count_refused(const HcItem *item, bool grouped, uint64_t input, void *data,
              GError **error)
{
	HcMerge *report = data;
	g_autoptr(HcFacts) facts = hc_facts_new();

	hc_facts_set_failure(facts,
	                     item->why != NULL ? item->why : "is not read");
	return hc_inputs_add(report->inputs, item, grouped, input, facts,
	                     error);
}

static bool
count_left_out(const HcPartOmission *omission, void *data, GError **error)
{
	HcMerge *report = data;

	(void)error;
	hc_summary_left_out(report->summary, omission->path, omission->member,
	                    omission->why);
	return true;
}

static bool
count_record(uint8_t type, const uint8_t *bytes, size_t length, void *data,
             GError **error)
{
	HcMerge *report = data;

	return type == HC_RECORD_TALLY
	               ? hc_summary_take(report->summary, report->base, bytes,
	                                 length, error)
	               : hc_lore_take(report->lore, type, bytes, length, error);
}

/** Why an input was not, or not fully, read, in one line.
 *  @return new; NULL: it says no more */
static char *
reason_of(const HcFacts *facts)
{
	const HcBriefFiles *files = &facts->files;

	if (facts->failure != NULL)
		return g_strdup(facts->failure);
	if (files->trouble_count == 0)
		return facts->input.changed
		               ? g_strdup(hc_note_sentence(
					 HC_NOTE_CHANGED_WHILE_READ))
		               : NULL;
	return g_strdup_printf("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
	                       " files; first %s: %s",
	                       MAX(files->files_failed, 1), files->files,
	                       files->troubles[0].member,
	                       files->troubles[0].why);
}

/** An input is complete: it counts. */
static void
count_input(const HcFacts *facts, void *data)
{
	HcMerge *report = data;
	g_autofree char *why = reason_of(facts);

	hc_summary_input(report->summary, &facts->input, hc_facts_failed(facts),
	                 why);
}

bool
hc_merge_take(HcMerge *merge, uint64_t end, GError **error)
{
	const HcPartWalk walk = {.unit = count_unit,
	                         .message = count_message,
	                         .file = count_file,
	                         .refused = count_refused,
	                         .left_out = count_left_out,
	                         .record = count_record,
	                         .tick = tick,
	                         .data = merge};

	return hc_part_walk(set_of(merge, 0), merge->sets->len, &walk,
	                    &merge->cursor, end, error);
}

/** All is taken: add up. */
static bool
settle(HcMerge *report, GError **error)
{
	if (!hc_inputs_settle(report->inputs, count_input, report, error) ||
	    !hc_lore_settle(report->lore, error))
		return false;
	hc_summary_set_duplicates(report->summary,
	                          hc_lore_totals(report->lore)->copies);
	hc_summary_set_listed(report->summary, report->listed);
	return hc_summary_settle(report->summary, error);
}

/* ---------------------------------------------------------------- writing */

static bool
drain(void *data, GError **error)
{
	HcMerge *report = data;

	return report->ready->len < READY_MAX ||
	       hc_sink_drain(report->sink, report->ready, error);
}

static bool
write_inputs(HcMerge *report, GError **error)
{
	uint64_t number = 0;

	hc_writer_list(&report->writer, "inputs");
	for (;;) {
		g_autoptr(HcFacts) facts = NULL;

		if (!hc_inputs_next(report->inputs, &facts, error))
			return false;
		if (facts == NULL)
			break;
		hc_brief_input(&report->writer, ++number, &facts->input,
		               facts->files.many ? &facts->files : NULL,
		               facts->failure);
		if (!drain(report, error))
			return false;
	}
	hc_writer_end(&report->writer);
	return true;
}

static bool
write_omission(const HcPartOmission *omission, void *data, GError **error)
{
	HcMerge *report = data;

	hc_brief_left_out(&report->writer, omission->path, omission->member,
	                  omission->why);
	return drain(report, error);
}

/** Name what was left out: the plans know, and the parts of what was found when
 *  it was read. */
static bool
write_left_out(HcMerge *report, GError **error)
{
	const HcPartWalk walk = {.left_out = write_omission,
	                         .tick = tick,
	                         .data = report};
	HcPartCursor cursor = {0};

	if (hc_summary_count_left_out(report->summary) == 0)
		return true;
	hc_writer_list(&report->writer, "left-out");
	if (!hc_part_walk((const HcPartSet *)report->sets->data,
	                  report->sets->len, &walk, &cursor, UINT64_MAX, error))
		return false;
	hc_writer_end(&report->writer);
	return true;
}

static bool
write_message(const HcMessageRecord *record, const HcItem *item, uint64_t input,
              uint64_t number, void *data, GError **error)
{
	HcMerge *report = data;
	HcWriter *writer = &report->writer;
	HcBriefPlace place = {
		.index = ++report->messages, .input = input, .number = number};
	HcLoreMarks marks;

	if (!record->listed)
		return true;
	if (!hc_lore_marks(report->lore, place.index - 1, &marks, error))
		return false;
	place.member = record->grouped ? item->member : record->member;
	if (marks.duplicate)
		place.duplicate_of = marks.first.index + 1;
	/* what stands in front is ours to be looked at; the rest was, where it
	 * was made, and has not changed since: there is a sum of it */
	hc_brief_open(writer, &place, record->fragment, record->head);
	if (!hc_sink_drain(report->sink, report->ready, error) ||
	    !hc_sink_splice(report->sink, record->fragment + record->head,
	                    record->length - record->head, error))
		return false;
	hc_lore_marks_write(&marks, writer);
	hc_writer_end(writer);
	return drain(report, error);
}

static bool
write_messages(HcMerge *report, GError **error)
{
	const HcPartWalk walk = {.fragments = true,
	                         .message = write_message,
	                         .tick = tick,
	                         .data = report};
	HcPartCursor cursor = {0};

	report->messages = 0;
	hc_writer_list(&report->writer, "messages");
	if (report->listed > 0 &&
	    !hc_part_walk(set_of(report, 0), report->sets->len, &walk, &cursor,
	                  UINT64_MAX, error))
		return false;
	hc_writer_end(&report->writer);
	return true;
}

static bool
write_tree(HcMerge *report, GError **error)
{
	const HcAuditOptions *options = options_of(report);
	HcWriter *writer = &report->writer;

	hc_writer_init(writer,
	               options->form == HC_FORM_XML ? &hc_writer_xml
	                                            : &hc_writer_json,
	               report->ready, NULL);
	hc_brief_head(writer, report->policy, hc_detail_token(options->detail));
	hc_summary_catalogue(report->summary, writer);
	hc_summary_totals(report->summary, writer);
	if (!hc_summary_write(report->summary, writer, drain, report, error) ||
	    !hc_lore_write(report->lore, writer, drain, report, error))
		return false;
	hc_writer_end(writer);
	if (!write_inputs(report, error) || !write_left_out(report, error) ||
	    !write_messages(report, error))
		return false;
	hc_writer_end(writer);
	return true;
}

static bool
write_report(HcMerge *report, const HcReportOptions *display, GError **error)
{
	const HcAuditOptions *options = options_of(report);
	bool good;

	if (options->form == HC_FORM_TEXT)
		good = hc_summary_text(report->summary, display, report->ready,
		                       error);
	else
		good = write_tree(report, error);
	return good && hc_sink_drain(report->sink, report->ready, error);
}

HcMerge *
hc_merge_new(const HcPartSet *set, const HcPolicy *policy)
{
	HcMerge *merge = g_new0(HcMerge, 1);

	merge->sets = g_array_new(FALSE, FALSE, sizeof(HcPartSet));
	hc_merge_add(merge, set);
	merge->policy = policy;
	merge->summary = hc_summary_new(set->folder, policy);
	merge->lore = hc_lore_new(set->folder);
	merge->inputs = hc_inputs_new(set->folder, options_of(merge)->digests ==
	                                                   HC_DIGESTS_ALL);
	merge->ready = g_string_sized_new(2 * READY_MAX);
	return merge;
}

void
hc_merge_add(HcMerge *merge, const HcPartSet *set)
{
	g_array_append_val(merge->sets, *set);
}

void
hc_merge_set_tick(HcMerge *merge, bool (*tick_or_not)(void *data), void *data)
{
	merge->tick = tick_or_not;
	merge->tick_data = data;
}

bool
hc_merge_write(HcMerge *merge, HcSink *sink, const HcReportOptions *display,
               HcTotals *totals_out, GError **error)
{
	merge->sink = sink;
	if (!hc_merge_take(merge, UINT64_MAX, error) || !settle(merge, error))
		return false;
	*totals_out = *hc_summary_sums(merge->summary);
	return write_report(merge, display, error);
}

void
hc_merge_free(HcMerge *merge)
{
	if (merge == NULL)
		return;
	hc_summary_free(merge->summary);
	hc_lore_free(merge->lore);
	hc_inputs_free(merge->inputs);
	g_string_free(merge->ready, TRUE);
	g_array_unref(merge->sets);
	g_free(merge);
}
