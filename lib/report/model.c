/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model.c - what a report says of itself, its policy, inputs and sums. */
#include "config.h"

#include "model.h"

#include <string.h>

#include "domain.h"
#include "limit.h"

size_t
hc_model_shown(const char *text, size_t length)
{
	size_t shown = HC_SHOWN_MAX;

	if (length <= HC_SHOWN_MAX)
		return length;
	while (shown > HC_SHOWN_MAX - 4 && (text[shown] & 0xc0) == 0x80)
		shown--;
	return shown;
}

void
hc_model_text(HcWriter *writer, const char *name, const char *text)
{
	size_t length = strlen(text);
	size_t shown = hc_model_shown(text, length);

	hc_writer_object(writer, name);
	if (shown < length)
		hc_writer_flag(writer, "cut", true);
	hc_writer_text(writer, text, shown);
	hc_writer_end(writer);
}

void
hc_model_span(HcWriter *writer, HcSpan where)
{
	if (where.length == 0) {
		hc_writer_none(writer, "offset");
		hc_writer_none(writer, "length");
		return;
	}
	hc_writer_number(writer, "offset", where.offset);
	hc_writer_number(writer, "length", where.length);
}

const char *
hc_model_level_token(HcNoteLevel level)
{
	static const char *const tokens[] = {
		[HC_NOTE_LEVEL_INFO] = "info",
		[HC_NOTE_LEVEL_WARNING] = "warning",
		[HC_NOTE_LEVEL_ERROR] = "error",
	};

	return tokens[level];
}

static void
note(HcWriter *writer, const HcNote *shown)
{
	hc_writer_object(writer, "note");
	hc_writer_token(writer, "token", hc_note_token(shown->code));
	hc_writer_token(writer, "level",
	                hc_model_level_token(hc_note_level(shown->code)));
	hc_model_span(writer, shown->where);
	hc_writer_part(writer, "sentence", hc_note_sentence(shown->code));
	hc_writer_end(writer);
}

void
hc_model_notes(HcWriter *writer, const HcNote *const *lists,
               const size_t *counts, size_t list_count)
{
	size_t shown = 0;

	hc_writer_list(writer, "notes");
	for (size_t i = 0; i < list_count; i++)
		for (size_t j = 0; j < counts[i] && shown < HC_NOTES_SHOWN; j++)
			note(writer, &lists[i][j]), shown++;
	hc_writer_end(writer);
}

/** What each rule can make of a message at most, so that a reader sees what
 *  fails one without a finding. */
static void
rules_list(HcWriter *writer, const HcPolicy *policy)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	hc_writer_list(writer, "rules");
	for (size_t i = 0; i < count; i++) {
		HcEffect effect;

		if (!hc_policy_rule_effect(policy, &rules[i], &effect))
			continue;
		hc_writer_object(writer, "rule");
		hc_writer_token(writer, "id", rules[i].id);
		hc_writer_token(writer, "severity",
		                hc_severity_token(rules[i].severity));
		hc_writer_token(writer, "effect", hc_effect_token(effect));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

/** What the profile was made from, where the verdict goes by it. */
static void
sources_list(HcWriter *writer, const HcProfile *profile)
{
	hc_writer_list(writer, "sources");
	for (size_t i = 0; i < profile->source_count; i++) {
		const HcProfileSource *source = &profile->sources[i];

		hc_writer_object(writer, "source");
		hc_writer_token(writer, "published", source->published);
		hc_writer_part(writer, "title", source->title);
		hc_writer_part(writer, "href", source->href);
		hc_writer_part(writer, "read", source->read);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

/** By whose opinion TLS is judged. */
static void
profile_object(HcWriter *writer, const HcPolicy *policy)
{
	const HcProfile *profile = hc_policy_profile(policy);

	hc_writer_object(writer, "profile");
	hc_writer_token(writer, "id", profile->id);
	hc_writer_flag(writer, "stated", hc_policy_profile_is_stated(policy));
	hc_writer_token(writer, "sha256", profile->sha256);
	hc_writer_token(writer, "valid-from", profile->valid_from);
	hc_writer_token(writer, "valid-to", profile->valid_to);
	hc_writer_token(writer, "extends",
	                profile->parent != NULL ? profile->parent->id : NULL);
	hc_writer_part(writer, "title", profile->title);
	hc_writer_part(writer, "publisher", profile->publisher);
	hc_writer_part(writer, "edition", profile->edition);
	hc_writer_part(writer, "href", profile->href);
	hc_writer_list(writer, "words");
	for (size_t i = 0; i < profile->word_count; i++) {
		hc_writer_object(writer, "word");
		hc_writer_token(writer, "name", profile->words[i].name);
		hc_writer_token(writer, "grade",
		                hc_grade_token(profile->words[i].grade));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
	if (hc_policy_profile_is_stated(policy))
		sources_list(writer, profile);
	hc_writer_end(writer);
}

/** The document that was judged by, and the lists that it took members from. */
static void
document_object(HcWriter *writer, const HcPolicy *policy)
{
	const HcPolicyDocument *document = hc_policy_document(policy);

	if (document == NULL) {
		hc_writer_part(writer, "document", NULL);
		return;
	}
	hc_writer_object(writer, "document");
	hc_writer_token(writer, "id", document->id);
	hc_writer_token(writer, "issued", document->issued);
	hc_writer_token(writer, "sha256", document->sha256);
	hc_writer_part(writer, "name", document->name);
	hc_writer_part(writer, "edition", document->version);
	hc_writer_part(writer, "owner", document->owner);
	hc_writer_list(writer, "lists");
	for (size_t i = 0; i < document->list_count; i++) {
		const HcPolicyList *list = &document->lists[i];

		hc_writer_object(writer, "list");
		hc_writer_token(writer, "sha256", list->sha256);
		hc_writer_number(writer, "rows", list->rows);
		hc_writer_token(writer, "read", list->read);
		hc_writer_part(writer, "href", list->href);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
	hc_writer_end(writer);
}

static void
policy_object(HcWriter *writer, const HcPolicy *policy)
{
	const char *const *texts;
	size_t count;

	hc_writer_object(writer, "policy");
	hc_writer_flag(writer, "inferred", hc_policy_is_inferred(policy));
	hc_writer_token(writer, "as-of", hc_policy_as_of(policy));
	hc_writer_token(writer, "sha256", hc_policy_digest(policy));
	texts = hc_policy_members(policy, &count);
	hc_writer_list(writer, "members");
	for (size_t i = 0; i < count; i++)
		hc_writer_part(writer, "member", texts[i]);
	hc_writer_end(writer);
	texts = hc_policy_recipients(policy, &count);
	hc_writer_list(writer, "recipients");
	for (size_t i = 0; i < count; i++)
		hc_writer_part(writer, "recipient", texts[i]);
	hc_writer_end(writer);
	profile_object(writer, policy);
	rules_list(writer, policy);
	hc_model_databases(writer, policy);
	document_object(writer, policy);
	hc_writer_end(writer);
}

void
hc_model_head(HcWriter *writer, const HcPolicy *policy)
{
	hc_model_head_of(writer, policy, "hopcheck", "full");
}

/** Limits that are not what they usually are: they change what "all of it" is.
 *  Most reports have none. */
static void
limits_list(HcWriter *writer)
{
	size_t count, changed = 0;
	const HcLimit *limits = hc_limits(&count);

	for (size_t i = 0; i < count; i++) {
		const HcLimit *limit = &limits[i];

		if (limit->value == limit->usual)
			continue;
		if (changed++ == 0)
			hc_writer_list(writer, "limits");
		hc_writer_object(writer, "limit");
		hc_writer_token(writer, "name", limit->name);
		hc_writer_number(writer, "value", limit->value);
		hc_writer_number(writer, "usual", limit->usual);
		hc_writer_token(writer, "unit", limit->unit);
		hc_writer_end(writer);
	}
	if (changed > 0)
		hc_writer_end(writer);
}

void
hc_model_head_of(HcWriter *writer, const HcPolicy *policy, const char *tool,
                 const char *detail)
{
	hc_writer_object(writer, "report");
	hc_writer_token(writer, "version", "1.1");
	hc_writer_token(writer, "detail", detail);
	hc_writer_token(writer, "tool", tool);
	hc_writer_token(writer, "tool-version", hc_version());
	hc_writer_token(writer, "rule-date", hc_rule_date());
	hc_writer_token(writer, "suffix-data", hc_domain_suffix_data());
	policy_object(writer, policy);
	limits_list(writer);
}

void
hc_model_totals(HcWriter *writer, const HcTotals *totals)
{
	hc_writer_object(writer, "totals");
	hc_writer_number(writer, "inputs", totals->inputs);
	hc_writer_number(writer, "inputs-failed", totals->inputs_failed);
	hc_writer_number(writer, "messages", totals->messages);
	hc_writer_number(writer, "hops", totals->hops);
	if (totals->hops_unread > 0)
		hc_writer_number(writer, "hops-unread", totals->hops_unread);
	hc_writer_number(writer, "pass", totals->pass);
	hc_writer_number(writer, "fail", totals->fail);
	hc_writer_number(writer, "indeterminate", totals->indeterminate);
	hc_writer_end(writer);
}

static void
region(HcWriter *writer, const HcRegion *shown)
{
	hc_writer_object(writer, "region");
	hc_writer_token(writer, "token", hc_note_token(shown->code));
	hc_writer_token(writer, "level",
	                hc_model_level_token(hc_note_level(shown->code)));
	hc_writer_number(writer, "offset", shown->offset);
	hc_writer_number(writer, "length", shown->length);
	hc_writer_part(writer, "sentence", hc_note_sentence(shown->code));
	hc_writer_end(writer);
}

static void
mbox(HcWriter *writer, const HcMboxEvidence *evidence)
{
	hc_writer_object(writer, "mbox");
	hc_writer_token(writer, "dialect", hc_mbox_dialect(evidence));
	hc_writer_number(writer, "strict", evidence->strict);
	hc_writer_number(writer, "lenient", evidence->lenient);
	hc_writer_number(writer, "unspaced", evidence->unspaced);
	hc_writer_number(writer, "unquoted", evidence->unquoted);
	hc_writer_number(writer, "quoted", evidence->quoted);
	hc_writer_number(writer, "requoted", evidence->requoted);
	hc_writer_number(writer, "length-fits", evidence->length_fits);
	hc_writer_number(writer, "length-short", evidence->length_short);
	hc_writer_number(writer, "length-spans", evidence->length_spans);
	hc_writer_number(writer, "length-past", evidence->length_past);
	hc_writer_end(writer);
}

void
hc_model_input_attributes(HcWriter *writer, uint64_t number,
                          const HcInput *input)
{
	hc_writer_number(writer, "number", number);
	hc_writer_token(writer, "kind", hc_kind_token(input->kind));
	hc_writer_flag(writer, "complete", input->complete);
	hc_writer_flag(writer, "changed", input->changed);
	hc_writer_number(writer, "size", input->size);
	hc_writer_token(writer, "sha256", input->sha256);
	hc_writer_number(writer, "messages", input->messages);
	hc_writer_number(writer, "message-bytes", input->message_bytes);
	hc_writer_number(writer, "separator-bytes", input->separator_bytes);
	hc_writer_number(writer, "unparsed-bytes", input->unparsed_bytes);
	hc_writer_number(writer, "regions-found", input->region_total);
}

void
hc_model_input_parts(HcWriter *writer, const HcInput *input,
                     const char *failure)
{
	hc_model_text(writer, "label", input->label);
	hc_writer_part(writer, "failure", failure);
	hc_writer_list(writer, "regions");
	for (size_t i = 0; i < input->region_count && i < HC_NOTES_SHOWN; i++)
		region(writer, &input->regions[i]);
	hc_writer_end(writer);
	if (input->kind == HC_KIND_MBOX)
		mbox(writer, &input->evidence);
}

void
hc_model_input(HcWriter *writer, uint64_t number, const HcInput *input,
               const GError *failure)
{
	hc_writer_object(writer, "input");
	hc_model_input_attributes(writer, number, input);
	hc_model_input_parts(writer, input,
	                     failure != NULL ? failure->message : NULL);
	hc_writer_end(writer);
}
