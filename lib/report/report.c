/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report.c - a report from first to last call, whatever its form.
 *
 * A new form is a file that gives an HcForm, and a row here. */
#include "config.h"

#include "report.h"

#include <errno.h>
#include <string.h>

#include "publish.h"
#include "scan.h"
#include "sink.h"
#include "why.h"

/* Bytes of messages that are held; more wait in a file, where that is allowed. */
#define HELD_MAX (4u << 20)
/* Bytes of these that are read back at a time. */
#define PIECE (256u << 10)

static const HcForm *const forms[] = {
	[HC_FORM_TEXT] = &hc_form_text,
	[HC_FORM_XML] = &hc_form_xml,
	[HC_FORM_JSON] = &hc_form_json,
};

/** GLib opens the file a zone names: let no name lead out of its folder. */
static bool
is_zone_name(const char *name)
{
	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL)
		return false;
	for (; *name != '\0'; name++)
		if (!hc_is_alnum((unsigned char)*name) &&
		    strchr("+-_/:", *name) == NULL)
			return false;
	return true;
}

/** Whether a name is an offset behind letters, "UTC+1": POSIX counts it west of
 *  Greenwich, most people east.  Names of the zone data may hold one. */
static bool
is_ambiguous_zone(const char *name)
{
	if (g_str_has_prefix(name, "Etc/GMT"))
		return false;
	for (size_t i = 1; name[0] != '\0' && name[i] != '\0'; i++)
		if (strchr("+-", name[i]) != NULL &&
		    hc_is_digit((unsigned char)name[i + 1]))
			return true;
	return false;
}

/** NULL without error is UTC. */
static bool
find_zone(const char *name, GTimeZone **zone_out, GError **error)
{
	*zone_out = NULL;
	if (name == NULL || strcmp(name, "UTC") == 0)
		return true;
	if (is_ambiguous_zone(name)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "time zone '%s' can mean either side of "
		            "Greenwich: east is +01:00, west -01:00",
		            name);
		return false;
	}
	if (is_zone_name(name))
		*zone_out = g_time_zone_new_identifier(name);
	if (*zone_out != NULL)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "unknown time zone '%s'",
	            name);
	return false;
}

HcReport *
hc_report_new(const HcReportOptions *options, const HcPolicy *policy,
              GError **error)
{
	g_autoptr(GTimeZone) zone = NULL;
	HcReport *report;

	g_return_val_if_fail((unsigned)options->form < G_N_ELEMENTS(forms),
	                     NULL);
	if (!find_zone(options->timezone, &zone, error))
		return NULL;
	report = g_new0(HcReport, 1);
	report->form = forms[options->form];
	report->policy = policy;
	report->options = *options;
	report->options.timezone = g_strdup(options->timezone);
	report->options.scratch = g_strdup(options->scratch);
	report->zone = g_steal_pointer(&zone);
	report->ready = g_string_new(NULL);
	if (report->form->begin != NULL)
		report->form->begin(report);
	return report;
}

static bool
any_error(const HcNote *notes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (hc_note_level(notes[i].code) == HC_NOTE_LEVEL_ERROR)
			return true;
	return false;
}

/** Whether something of a message was not read: then its input was not (fully)
 *  read either. */
static bool
is_damaged(const HcEvidence *evidence)
{
	const HcChain *chain = hc_evidence_chain(evidence);
	size_t count;
	const HcNote *notes = hc_message_notes(hc_chain_message(chain), &count);

	if (any_error(notes, count))
		return true;
	for (size_t i = 0; i < hc_chain_length(chain); i++) {
		const HcHop *hop = hc_chain_hop(chain, i);

		notes = hc_evidence_notes(evidence, i, &count);
		if (any_error(notes, count) ||
		    any_error(hop->notes, hop->note_count) ||
		    any_error(hop->received->notes, hop->received->note_count))
			return true;
	}
	return hc_chain_received_count(chain) > hc_chain_length(chain);
}

/** Whether something of a message's content was to be read and was not. */
static bool
is_content_damaged(const HcVerdict *verdict)
{
	const HcContent *content = hc_verdict_content(verdict);
	const HcNote *notes;
	size_t count;

	if (content == NULL)
		return false;
	notes = hc_content_notes(content, &count);
	return any_error(notes, count);
}

bool
hc_report_is_damaged(const HcVerdict *verdict)
{
	return is_damaged(hc_verdict_evidence(verdict)) ||
	       is_content_damaged(verdict);
}

static void
count_outcome(HcTotals *totals, HcOutcome outcome)
{
	switch (outcome) {
	case HC_OUTCOME_PASS:
		totals->pass++;
		break;
	case HC_OUTCOME_FAIL:
		totals->fail++;
		break;
	case HC_OUTCOME_INDETERMINATE:
		totals->indeterminate++;
		break;
	}
}

/** Let what is long wait in a file.  Something always stays: see the forms'
 *  finish(). */
static void
make_room(HcReport *report)
{
	GString *held =
		report->messages != NULL ? report->messages : report->ready;

	if (report->options.scratch != NULL && held->len >= HELD_MAX)
		hc_pile_add(&report->pile, report->options.scratch, held);
}

void
hc_report_add(HcReport *report, const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	g_return_if_fail(!report->finished);
	report->totals.messages++;
	report->totals.hops += hc_chain_received_count(chain);
	report->totals.hops_unread +=
		hc_chain_received_count(chain) - hc_chain_length(chain);
	count_outcome(&report->totals, hc_verdict_outcome(verdict));
	report->input_damaged |= hc_report_is_damaged(verdict);
	make_room(report);
	report->form->message(report, verdict);
}

void
hc_report_add_input(HcReport *report, const HcInput *input,
                    const GError *failure)
{
	bool failed = failure != NULL || !input->complete || input->changed ||
	              report->input_damaged;

	g_return_if_fail(!report->finished);
	for (size_t i = 0; i < input->region_count; i++)
		failed |= hc_note_level(input->regions[i].code) ==
		          HC_NOTE_LEVEL_ERROR;
	report->totals.inputs++;
	report->totals.inputs_failed += failed;
	report->form->input(report, input, failure);
	report->input_damaged = false;
}

void
hc_report_finish(HcReport *report)
{
	g_return_if_fail(!report->finished);
	report->form->finish(report);
	report->finished = true;
}

void
hc_report_take(HcReport *report, GString *out)
{
	GString empty = *out;

	g_return_if_fail(report->options.scratch == NULL ||
	                 report->messages_writer == NULL);
	if (out->len > 0) {
		g_string_append_len(out, report->ready->str,
		                    (gssize)report->ready->len);
		g_string_truncate(report->ready, 0);
		return;
	}
	*out = *report->ready; /* a large report is moved, not copied */
	*report->ready = empty;
}

/** Check and write what is held, which is all. */
static bool
write_held(const HcReport *report, const char *path, int descriptor,
           const char *name, GError **error)
{
	const GString *ready = report->ready;
	HcReportForm form = report->options.form;

	if (path != NULL)
		return hc_report_publish(form, ready->str, ready->len, path,
		                         error);
	if (!hc_report_check(form, ready->str, ready->len, error))
		return false;
	if (hc_write_all(descriptor, ready->str, ready->len))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s", name,
	            hc_why(errno));
	return false;
}

static bool
write_pile(const HcPile *pile, HcSink *sink, GError **error)
{
	g_autofree char *piece = g_malloc(PIECE);

	for (uint64_t at = 0; at < pile->size;) {
		size_t got = hc_pile_read(pile, at, piece, PIECE);

		if (got == 0) {
			g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
			            "cannot read a temporary file: %s",
			            hc_why(errno));
			return false;
		}
		if (!hc_sink_write(sink, piece, got, error))
			return false;
		at += got;
	}
	return true;
}

bool
hc_report_write(HcReport *report, const char *path, int descriptor,
                const char *name, GError **error)
{
	HcReportForm form = report->options.form;
	const GString *ready = report->ready;
	g_autoptr(HcSink) sink = NULL;
	size_t at;

	hc_report_finish(report);
	if (report->pile.size == 0)
		return write_held(report, path, descriptor, name, error);
	sink = path != NULL ? hc_sink_new(form, path, error)
	                    : hc_sink_new_open(form, descriptor, name);
	at = report->pile_at;
	return sink != NULL && hc_sink_write(sink, ready->str, at, error) &&
	       write_pile(&report->pile, sink, error) &&
	       hc_sink_write(sink, ready->str + at, ready->len - at, error) &&
	       hc_sink_commit(sink, error);
}

const HcTotals *
hc_report_totals(const HcReport *report)
{
	return &report->totals;
}

static void
free_string(GString *string)
{
	if (string != NULL)
		g_string_free(string, TRUE);
}

void
hc_report_free(HcReport *report)
{
	if (report == NULL)
		return;
	free_string(report->ready);
	free_string(report->inputs);
	free_string(report->messages);
	g_free(report->inputs_writer);
	g_free(report->messages_writer);
	g_clear_pointer(&report->zone, g_time_zone_unref);
	g_free((char *)report->options.timezone);
	g_free((char *)report->options.scratch);
	hc_pile_clear(&report->pile);
	g_free(report);
}

bool
hc_report_check(HcReportForm form, const char *data, size_t length,
                GError **error)
{
	g_return_val_if_fail((unsigned)form < G_N_ELEMENTS(forms), false);
	return forms[form]->check(data, length, error);
}
