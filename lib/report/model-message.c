/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model-message.c - what a report says of one message as a whole. */
#include "config.h"

#include <string.h>

#include "model.h"
#include "unread.h"

const char *const hc_model_quoted[] = {
	"From", "To", "Cc", "Subject", "Date", "Message-ID", NULL,
};

char *
hc_model_strip(char *text)
{
	size_t skip = strspn(text, " \t\r\n");
	size_t length = strlen(text + skip);

	while (length > 0 && strchr(" \t\r\n", text[skip + length - 1]) != NULL)
		length--;
	memmove(text, text + skip, length);
	text[length] = '\0';
	return text;
}

/** Quote the fields of one name, every occurrence: which of two is meant is
 *  not ours to say. */
static void
quotes_of(HcWriter *writer, const HcMessage *message, const char *name)
{
	size_t index = hc_message_find(message, name, 0);

	for (unsigned i = 0; index != SIZE_MAX && i < HC_QUOTES_SHOWN; i++) {
		const HcField *field = hc_message_field(message, index);
		g_autofree char *display =
			hc_message_display(message, field->value);
		g_autofree char *key = g_ascii_strdown(name, -1);
		size_t length = strlen(hc_model_strip(display));
		size_t shown = hc_model_shown(display, length);

		hc_writer_object(writer, "quote");
		hc_writer_token(writer, "field", key);
		hc_model_span(writer, field->value);
		if (shown < length)
			hc_writer_flag(writer, "cut", true);
		hc_writer_text(writer, display, shown);
		hc_writer_end(writer);
		index = hc_message_find(message, name, index + 1);
	}
}

/** The clauses of the selected catalogues that bear on a finding. */
static void
controls(HcWriter *writer, const HcPolicy *policy, const HcRule *rule)
{
	size_t count = hc_policy_catalogue_count(policy);

	if (count == 0) {
		hc_writer_part(writer, "controls", NULL);
		return;
	}
	hc_writer_list(writer, "controls");
	for (size_t i = 0; i < count; i++) {
		const HcCatalogue *one = hc_policy_catalogue(policy, i);
		const char *clauses = hc_catalogue_references(one, rule->id);

		if (clauses == NULL)
			continue;
		hc_writer_object(writer, "control");
		hc_writer_token(writer, "catalogue", one->id);
		hc_writer_token(writer, "title", one->title);
		hc_writer_text(writer, clauses, strlen(clauses));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

void
hc_model_rule_parts(HcWriter *writer, const HcPolicy *policy,
                    const HcRule *rule)
{
	hc_writer_part(writer, "not-proved", rule->not_proved);
	hc_writer_part(writer, "title", rule->title);
	hc_writer_part(writer, "rationale", rule->rationale);
	hc_writer_part(writer, "source", rule->source);
	hc_writer_part(writer, "remedy", rule->remediation);
	controls(writer, policy, rule);
}

static void
finding(HcWriter *writer, const HcPolicy *policy, const HcFinding *found)
{
	const HcRule *rule = found->rule;

	hc_writer_object(writer, "finding");
	hc_writer_token(writer, "id", rule->id);
	hc_writer_token(writer, "severity", hc_severity_token(found->severity));
	hc_writer_token(writer, "effect", hc_effect_token(found->effect));
	if (found->hop > 0)
		hc_writer_number(writer, "hop", found->hop);
	else
		hc_writer_none(writer, "hop");
	hc_model_span(writer, found->where);
	hc_writer_flag(writer, "suppressed", found->suppressed);
	hc_writer_flag(writer, "mitigated", found->mitigated);
	hc_writer_part(writer, "sentence", found->sentence);
	hc_writer_part(writer, "set-aside", found->set_aside);
	hc_writer_part(writer, "recipient", found->recipient);
	hc_model_rule_parts(writer, policy, rule);
	hc_writer_end(writer);
}

/** One object a recipient; without recipients one for the message. */
static void
verdicts(HcWriter *writer, const HcVerdict *verdict)
{
	size_t count;
	const char *const *recipients = hc_verdict_recipients(verdict, &count);

	hc_writer_list(writer, "verdicts");
	for (size_t i = 0; i < MAX(count, 1); i++) {
		hc_writer_object(writer, "verdict");
		hc_writer_token(writer, "outcome",
		                hc_outcome_token(hc_verdict_recipient_outcome(
					verdict, i)));
		hc_writer_token(writer, "recipient-from",
		                hc_verdict_recipients_from(verdict));
		hc_writer_part(writer, "recipient",
		               i < count ? recipients[i] : NULL);
		hc_writer_part(writer, "reason",
		               hc_verdict_recipient_reason(verdict, i));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

/** The legs of the way without evidence. */
static void
coverage(HcWriter *writer, const HcVerdict *verdict)
{
	size_t count;
	const HcLeg *legs = hc_verdict_legs(verdict, &count);

	hc_writer_list(writer, "coverage");
	for (size_t i = 0; i < count; i++) {
		hc_writer_object(writer, "leg");
		hc_writer_token(writer, "kind",
		                hc_leg_kind_token(legs[i].kind));
		if (legs[i].first > 0)
			hc_writer_number(writer, "first", legs[i].first);
		else
			hc_writer_none(writer, "first");
		if (legs[i].last > 0)
			hc_writer_number(writer, "last", legs[i].last);
		else
			hc_writer_none(writer, "last");
		hc_writer_part(writer, "sentence", legs[i].sentence);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

/** What is attested and what is claimed. */
static void
path(HcWriter *writer, const HcVerdict *verdict)
{
	unsigned horizon = hc_verdict_horizon(verdict);
	unsigned boundary = hc_verdict_boundary(verdict);

	hc_writer_object(writer, "path");
	if (horizon > 0)
		hc_writer_number(writer, "horizon", horizon);
	else
		hc_writer_none(writer, "horizon");
	if (boundary > 0)
		hc_writer_number(writer, "boundary", boundary);
	else
		hc_writer_none(writer, "boundary");
	hc_writer_part(writer, "own-set", hc_verdict_own_set(verdict));
	hc_writer_end(writer);
}

static void
attributes(HcWriter *writer, uint64_t input_number, const HcChain *chain,
           size_t note_count)
{
	const HcPlace *place =
		hc_raw_place(hc_message_raw(hc_chain_message(chain)));

	hc_writer_number(writer, "input", input_number);
	hc_writer_number(writer, "number", place->number);
	hc_writer_number(writer, "offset", place->offset);
	hc_writer_number(writer, "length", place->length);
	hc_writer_token(writer, "sha256", place->sha256);
	hc_writer_flag(writer, "header-cut", place->header_cut);
	hc_writer_number(writer, "received-fields",
	                 hc_chain_received_count(chain));
	hc_writer_number(writer, "note-count", note_count);
}

static void
hint(HcWriter *writer, const HcHint *shown)
{
	size_t length = strlen(shown->value.text);
	size_t cut = hc_model_shown(shown->value.text, length);

	hc_writer_object(writer, "hint");
	hc_writer_token(writer, "kind", hc_hint_kind_token(shown->kind));
	hc_writer_token(writer, "form", shown->form);
	hc_writer_token(writer, "source", shown->source);
	hc_writer_token(writer, "place", hc_hint_place_token(shown->place));
	if (shown->hop > 0)
		hc_writer_number(writer, "hop", shown->hop);
	else
		hc_writer_none(writer, "hop");
	hc_writer_number(writer, "field", shown->field);
	hc_model_address(writer, "address", &shown->address);
	hc_model_instant(writer, "earliest", shown->time_known,
	                 shown->earliest_s);
	hc_model_instant(writer, "latest", shown->time_known, shown->latest_s);
	if (shown->time_known)
		hc_writer_number(writer, "resolution", shown->resolution_s);
	else
		hc_writer_none(writer, "resolution");
	if (shown->difference_known)
		hc_writer_signed(writer, "difference", shown->difference_s);
	else
		hc_writer_none(writer, "difference");
	hc_writer_flag(writer, "implausible", shown->implausible);
	hc_model_span(writer, shown->value.where);
	if (cut < length)
		hc_writer_flag(writer, "cut", true);
	hc_writer_text(writer, shown->value.text, cut);
	hc_writer_end(writer);
}

/** What stands beside the hops, as many as notes are shown. */
static void
hints(HcWriter *writer, const HcChain *chain)
{
	size_t count;
	const HcHint *shown = hc_chain_hints(chain, &count);

	hc_writer_list(writer, "hints");
	for (size_t i = 0; i < count && i < HC_NOTES_SHOWN; i++)
		if (shown[i].value.text != NULL)
			hint(writer, &shown[i]);
	hc_writer_end(writer);
}

/** The Received fields that were not taken apart, newest first: each stands
 *  in the report, if only by its place. */
static void
unread(HcWriter *writer, const HcChain *chain)
{
	const HcMessage *message = hc_chain_message(chain);
	size_t number = 0, index = 0;

	hc_writer_list(writer, "unread");
	while (hc_unread_next(chain, &number, &index)) {
		hc_writer_object(writer, "received");
		hc_writer_number(writer, "number", number);
		hc_writer_number(writer, "field", index);
		hc_model_span(writer, hc_message_field(message, index)->where);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

void
hc_model_message(HcWriter *writer, const HcPolicy *policy,
                 uint64_t input_number, const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	const HcMessage *message = hc_chain_message(chain);
	const HcFinding *findings;
	const HcNote *notes;
	size_t note_count, count;

	notes = hc_message_notes(message, &note_count);
	hc_writer_object(writer, "message");
	attributes(writer, input_number, chain, note_count);
	hc_writer_list(writer, "quotes");
	for (size_t i = 0; hc_model_quoted[i] != NULL; i++)
		quotes_of(writer, message, hc_model_quoted[i]);
	hc_writer_end(writer);
	hc_model_notes(writer, &notes, &note_count, 1);
	path(writer, verdict);
	hc_writer_list(writer, "hops");
	for (size_t i = 0; i < hc_chain_length(chain); i++)
		hc_model_hop(writer, policy, verdict, i);
	hc_writer_end(writer);
	unread(writer, chain);
	hints(writer, chain);
	hc_model_content(writer, hc_verdict_content(verdict));
	findings = hc_verdict_findings(verdict, &count);
	hc_writer_list(writer, "findings");
	for (size_t i = 0; i < count; i++)
		finding(writer, policy, &findings[i]);
	hc_writer_end(writer);
	verdicts(writer, verdict);
	coverage(writer, verdict);
	hc_writer_end(writer);
}
