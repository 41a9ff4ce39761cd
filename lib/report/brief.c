/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* brief.c - a message as the report of an audit tells it; a hop of it in
 * brief-hop.c. */
#include "config.h"

#include "brief.h"

#include <string.h>

#include "block.h"
#include "brief-hop.h"
#include "model.h"
#include "scan.h"
#include "wellformed.h"

/* What a fragment lies in. */
static const char *const parents[] = {"report", "messages", "message", NULL};

/* Hops, findings and their like have a line each, what they hold has none. */
#define LINES 5u

/* Troubles listed of one input; all are counted. */
#define TROUBLES_SHOWN 1000u

static const HcWriterForm *
writer_form(HcReportForm form)
{
	return form == HC_FORM_JSON ? &hc_writer_json : &hc_writer_xml;
}

HcBrief *
hc_brief_new(HcReportForm form, const HcPolicy *policy)
{
	HcBrief *brief = g_new0(HcBrief, 1);

	g_return_val_if_fail(form == HC_FORM_XML || form == HC_FORM_JSON, NULL);
	brief->form = writer_form(form);
	brief->policy = policy;
	brief->profile_stated = hc_policy_profile_is_stated(policy);
	brief->scratch = g_string_new(NULL);
	hc_xml_check_init(&brief->xml);
	return brief;
}

void
hc_brief_free(HcBrief *brief)
{
	if (brief == NULL)
		return;
	g_string_free(brief->scratch, TRUE);
	hc_xml_check_clear(&brief->xml);
	g_free(brief);
}

static bool
weighs(const HcFinding *finding)
{
	return finding->effect != HC_EFFECT_INFO && !finding->suppressed &&
	       !finding->mitigated;
}

bool
hc_brief_is_found(const HcVerdict *verdict)
{
	size_t count;
	const HcFinding *findings = hc_verdict_findings(verdict, &count);

	for (size_t i = 0; i < count; i++)
		if (findings[i].effect != HC_EFFECT_INFO)
			return true;
	return false;
}

/* ------------------------------------------------------------------ quotes */

/** The fields that are quoted, each where it stands first. */
enum {
	QUOTE_FROM,
	QUOTE_TO,
	QUOTE_SUBJECT,
	QUOTE_DATE,
	QUOTE_MESSAGE_ID,
	QUOTE_COUNT,
};

static const char *const quoted[QUOTE_COUNT] = {
	"from", "to", "subject", "date", "message-id",
};

/** @return @p which if that is what the field is, else none */
static unsigned
is_quoted(const HcMessage *message, size_t index, unsigned which)
{
	return hc_message_field_is(message, index, quoted[which]) ? which
	                                                          : QUOTE_COUNT;
}

/** Which of them a field is, by the length of its name first. */
static unsigned
quote_of(const HcMessage *message, size_t index, size_t name_length)
{
	switch (name_length) {
	case 2:
		return is_quoted(message, index, QUOTE_TO);
	case 4:
		return MIN(is_quoted(message, index, QUOTE_FROM),
		           is_quoted(message, index, QUOTE_DATE));
	case 7:
		return is_quoted(message, index, QUOTE_SUBJECT);
	case 10:
		return is_quoted(message, index, QUOTE_MESSAGE_ID);
	default:
		return QUOTE_COUNT;
	}
}

/** Whether "=?" stands anywhere (RFC 2047 2). */
static bool
holds_encoded_word(const char *bytes, size_t length)
{
	const char *end = bytes + length;
	const char *at = bytes;

	while ((at = memchr(at, '=', (size_t)(end - at))) != NULL)
		if (++at < end && *at == '?')
			return true;
	return false;
}

/** Whether a value is shown as it stands: one line of plain ASCII without
 *  encoded words. */
static bool
is_shown(const char *bytes, size_t length)
{
	size_t i = 0;

	for (; length - i >= HC_BLOCK; i += HC_BLOCK) {
		HcBlock block = hc_block(bytes + i);

		if (hc_block_any((HcBlock)(block < 0x20) |
		                 (HcBlock)(block > 0x7e)))
			return false;
	}
	for (; i < length; i++)
		if ((unsigned char)bytes[i] < 0x20 ||
		    (unsigned char)bytes[i] > 0x7e)
			return false;
	return !holds_encoded_word(bytes, length);
}

static void
quote_text(HcWriter *writer, const char *text, size_t length)
{
	size_t shown = hc_model_shown(text, length);

	if (shown < length)
		hc_writer_flag(writer, "cut", true);
	hc_writer_text(writer, text, shown);
}

static void
quote(HcWriter *writer, const HcMessage *message, unsigned which, HcSpan value)
{
	const char *bytes = hc_message_bytes(message, value);
	size_t length = value.length;

	hc_writer_object(writer, "quote");
	hc_writer_word(writer, "field", quoted[which]);
	if (is_shown(bytes, length)) {
		for (; length > 0 && *bytes == ' '; bytes++)
			length--;
		while (length > 0 && bytes[length - 1] == ' ')
			length--;
		quote_text(writer, bytes, length);
	} else {
		g_autofree char *display = hc_message_display(message, value);

		hc_model_strip(display);
		quote_text(writer, display, strlen(display));
	}
	hc_writer_end(writer);
}

static void
quotes(HcWriter *writer, const HcMessage *message)
{
	const HcField *found[QUOTE_COUNT] = {NULL};
	size_t count = hc_message_field_count(message);

	for (size_t i = 0; i < count; i++) {
		const HcField *field = hc_message_field(message, i);
		unsigned which = quote_of(message, i, field->name.length);

		if (which < QUOTE_COUNT && found[which] == NULL)
			found[which] = field;
	}
	hc_writer_list(writer, "quotes");
	for (unsigned i = 0; i < QUOTE_COUNT; i++)
		if (found[i] != NULL)
			quote(writer, message, i, found[i]->value);
	hc_writer_end(writer);
}

/* -------------------------------------------------------- path and content */

/** Numbers are left out where there is none. */
static void
number_or_not(HcWriter *writer, const char *name, uint64_t number)
{
	if (number > 0)
		hc_writer_number(writer, name, number);
}

static void
path(HcBrief *brief, HcWriter *writer, const HcVerdict *verdict)
{
	unsigned legs = hc_verdict_leg_kinds(verdict);
	const char *own = hc_verdict_own_set(verdict);

	hc_writer_object(writer, "path");
	number_or_not(writer, "horizon", hc_verdict_horizon(verdict));
	number_or_not(writer, "boundary", hc_verdict_boundary(verdict));
	g_string_truncate(brief->scratch, 0);
	for (; legs != 0; legs &= legs - 1)
		hc_brief_list(
			brief->scratch,
			hc_leg_kind_token((HcLegKind)__builtin_ctz(legs)));
	hc_writer_word(writer, "legs", brief->scratch->str);
	if (own != NULL)
		hc_writer_part(writer, "own-set", own);
	hc_writer_end(writer);
}

/** What of its forms is of the message itself. */
static void
content(HcBrief *brief, HcWriter *writer, const HcContent *shown)
{
	size_t count;
	const HcContentFact *facts = hc_content_facts(shown, &count);

	hc_writer_object(writer, "content");
	hc_writer_word(writer, "structure",
	               hc_structure_token(hc_content_structure(shown)));
	g_string_truncate(brief->scratch, 0);
	for (size_t i = 0; i < count; i++) {
		bool again = facts[i].nested > 0;

		for (size_t j = 0; j < i && !again; j++)
			again = facts[j].nested == 0 &&
			        facts[j].form == facts[i].form;
		if (!again)
			hc_brief_list(brief->scratch, facts[i].form->id);
	}
	if (brief->scratch->len > 0)
		hc_writer_word(writer, "form-ids", brief->scratch->str);
	hc_writer_end(writer);
}

/* ---------------------------------------------------- findings and verdicts */

static void
finding(HcWriter *writer, const HcFinding *found)
{
	hc_writer_object(writer, "finding");
	hc_writer_word(writer, "id", found->rule->id);
	hc_writer_word(writer, "severity", hc_severity_token(found->severity));
	hc_writer_word(writer, "effect", hc_effect_token(found->effect));
	number_or_not(writer, "hop", found->hop);
	if (found->where.length > 0)
		hc_model_span(writer, found->where);
	if (found->suppressed)
		hc_writer_flag(writer, "suppressed", true);
	if (found->mitigated)
		hc_writer_flag(writer, "mitigated", true);
	hc_writer_part(writer, "sentence", found->sentence);
	if (found->set_aside != NULL)
		hc_writer_part(writer, "set-aside", found->set_aside);
	if (found->recipient != NULL)
		hc_writer_part(writer, "recipient", found->recipient);
	hc_writer_end(writer);
}

/** The effect of the findings that an outcome rests on. */
static HcEffect
effect_of(HcOutcome outcome)
{
	return outcome == HC_OUTCOME_FAIL ? HC_EFFECT_FAIL
	                                  : HC_EFFECT_INDETERMINATE;
}

/** Collect the rules whose findings give an outcome to a copy.
 *  @param recipient  whose copy, or NULL */
static void
rests_on(GString *out, const HcVerdict *verdict, HcOutcome outcome,
         const char *recipient)
{
	HcEffect effect = effect_of(outcome);
	size_t count;
	const HcFinding *found = hc_verdict_findings(verdict, &count);

	g_string_truncate(out, 0);
	for (size_t i = 0; i < count && outcome != HC_OUTCOME_PASS; i++)
		if (weighs(&found[i]) && found[i].effect == effect &&
		    (found[i].recipient == NULL ||
		     g_strcmp0(found[i].recipient, recipient) == 0) &&
		    strstr(out->str, found[i].rule->id) == NULL)
			hc_brief_list(out, found[i].rule->id);
}

static void
verdicts(HcBrief *brief, HcWriter *writer, const HcVerdict *verdict)
{
	size_t count;
	const char *const *recipients = hc_verdict_recipients(verdict, &count);

	hc_writer_list(writer, "verdicts");
	for (size_t i = 0; i < MAX(count, 1); i++) {
		HcOutcome outcome = hc_verdict_recipient_outcome(verdict, i);
		const char *recipient = i < count ? recipients[i] : NULL;

		hc_writer_object(writer, "verdict");
		hc_writer_word(writer, "outcome", hc_outcome_token(outcome));
		rests_on(brief->scratch, verdict, outcome, recipient);
		if (brief->scratch->len > 0)
			hc_writer_word(writer, "rests-on", brief->scratch->str);
		hc_writer_word(writer, "recipient-from",
		               hc_verdict_recipients_from(verdict));
		if (recipient != NULL)
			hc_writer_part(writer, "recipient", recipient);
		if (outcome != HC_OUTCOME_PASS && brief->scratch->len == 0)
			hc_writer_part(writer, "reason",
			               hc_verdict_recipient_reason(verdict, i));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

/* ---------------------------------------------------------------- messages */

/* A worker that died or was spent, and a limit of what it read. */
#define HC_NOTES_UNREAD 2

/** Notes that say why content was not, or not fully, read.
 *  @return how many; one of each code */
static size_t
unread_notes(const HcContent *content, HcNote notes_out[HC_NOTES_UNREAD])
{
	size_t count = 0, found = 0;
	const HcNote *notes =
		content != NULL ? hc_content_notes(content, &count) : NULL;

	for (size_t i = 0; i < count && found < HC_NOTES_UNREAD; i++)
		if (hc_note_level(notes[i].code) == HC_NOTE_LEVEL_ERROR &&
		    (found == 0 || notes_out[0].code != notes[i].code))
			notes_out[found++] = notes[i];
	return found;
}

static void
attributes(HcBrief *brief, HcWriter *writer, const HcChain *chain,
           const HcContent *read)
{
	const HcMessage *message = hc_chain_message(chain);
	const HcPlace *place = hc_raw_place(hc_message_raw(message));
	HcNote unread[HC_NOTES_UNREAD];
	size_t counts[2] = {0, unread_notes(read, unread)};
	const HcNote *notes[2] = {hc_message_notes(message, &counts[0]),
	                          unread};

	hc_writer_number(writer, "offset", place->offset);
	hc_writer_number(writer, "length", place->length);
	if (place->sha256 != NULL)
		hc_writer_word(writer, "sha256", place->sha256);
	if (place->header_cut)
		hc_writer_flag(writer, "header-cut", true);
	hc_writer_number(writer, "received-fields",
	                 hc_chain_received_count(chain));
	hc_brief_notes(brief, writer, notes, counts, G_N_ELEMENTS(notes));
}

/** The effects of the findings that a message's verdicts rest on, and of
 *  warnings, a bit for each. */
static unsigned
deciding(const HcVerdict *verdict)
{
	unsigned effects = 1u << HC_EFFECT_WARN;
	size_t count;

	hc_verdict_recipients(verdict, &count);
	for (size_t i = 0; i < MAX(count, 1); i++) {
		HcOutcome outcome = hc_verdict_recipient_outcome(verdict, i);

		if (outcome != HC_OUTCOME_PASS)
			effects |= 1u << effect_of(outcome);
	}
	return effects;
}

/** Whether a finding that decides or warns points at a hop.
 *  @param effects  of those findings */
static bool
is_pointed_at(const HcFinding *findings, size_t count, unsigned effects,
              unsigned hop)
{
	for (size_t i = 0; i < count; i++)
		if (findings[i].hop == hop && weighs(&findings[i]) &&
		    (effects >> findings[i].effect & 1) != 0)
			return true;
	return false;
}

void
hc_brief_add(HcBrief *brief, const HcVerdict *verdict, GString *out)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	const HcContent *read = hc_verdict_content(verdict);
	size_t count, hops = hc_chain_length(chain);
	const HcFinding *found = hc_verdict_findings(verdict, &count);
	unsigned effects = deciding(verdict);
	HcWriter writer;

	hc_writer_init_within(&writer, brief->form, out, parents);
	hc_writer_set_lines(&writer, LINES);
	attributes(brief, &writer, chain, read);
	quotes(&writer, hc_chain_message(chain));
	path(brief, &writer, verdict);
	hc_writer_list(&writer, "hops");
	for (size_t i = 0; i < hops; i++)
		hc_brief_hop(
			brief, &writer, verdict, i,
			is_pointed_at(found, count, effects, (unsigned)i + 1));
	hc_writer_end(&writer);
	if (read != NULL)
		content(brief, &writer, read);
	hc_writer_list(&writer, "findings");
	for (size_t i = 0; i < count; i++)
		finding(&writer, &found[i]);
	hc_writer_end(&writer);
	verdicts(brief, &writer, verdict);
}

bool
hc_brief_check(HcBrief *brief, const char *fragment, size_t length,
               size_t *head_out, GError **error)
{
	/* in the object "message", behind its number */
	HcJsonCheck json = {
		.next = HC_JSON_AFTER, .depth = 1, .objects = {true}};
	const char *what = "not JSON";
	size_t wrong;

	*head_out = 0;
	if (brief->form == &hc_writer_xml) {
		wrong = hc_xml_check_inner(&brief->xml, fragment, length,
		                           head_out, &what);
		/* what was found to be ASCII is UTF-8 */
		if ((wrong != SIZE_MAX || brief->xml.high) &&
		    !hc_check_utf8(fragment, length, error))
			return false;
	} else {
		if (!hc_check_utf8(fragment, length, error))
			return false;
		wrong = hc_json_check_add(&json, fragment, length);
		if (wrong == SIZE_MAX &&
		    (json.depth != 1 || json.next != HC_JSON_AFTER))
			wrong = length;
	}
	if (wrong == SIZE_MAX)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
	            "byte %zu of what the report says of a message: %s", wrong,
	            what);
	return false;
}

void
hc_brief_open(HcWriter *writer, const HcBriefPlace *place, const char *head,
              size_t length)
{
	hc_writer_object(writer, "message");
	hc_writer_number(writer, "index", place->index);
	hc_writer_number(writer, "input", place->input);
	hc_writer_number(writer, "number", place->number);
	if (place->member != NULL)
		hc_writer_token(writer, "member", place->member);
	number_or_not(writer, "duplicate-of", place->duplicate_of);
	hc_writer_splice(writer, head, length);
}

/* -------------------------------------------------------------------- head */

void
hc_brief_head(HcWriter *writer, const HcPolicy *policy, const char *detail)
{
	hc_model_head_of(writer, policy, "hopaudit", detail);
}

static void
trouble(HcWriter *writer, const HcBriefTrouble *shown)
{
	hc_writer_object(writer, "trouble");
	hc_writer_token(writer, "member", shown->member);
	hc_writer_text(writer, shown->why, strlen(shown->why));
	hc_writer_end(writer);
}

void
hc_brief_input(HcWriter *writer, uint64_t number, const HcInput *input,
               const HcBriefFiles *files, const char *failure)
{
	hc_writer_object(writer, "input");
	hc_model_input_attributes(writer, number, input);
	if (files != NULL && files->many) {
		hc_writer_number(writer, "files", files->files);
		hc_writer_number(writer, "files-failed", files->files_failed);
	}
	hc_model_input_parts(writer, input, failure);
	if (files != NULL && files->trouble_count > 0) {
		hc_writer_list(writer, "troubles");
		for (size_t i = 0;
		     i < files->trouble_count && i < TROUBLES_SHOWN; i++)
			trouble(writer, &files->troubles[i]);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

void
hc_brief_left_out(HcWriter *writer, const char *path, const char *member,
                  const char *why)
{
	hc_writer_object(writer, "name");
	if (member != NULL)
		hc_writer_token(writer, "member", member);
	hc_writer_token(writer, "why", why);
	hc_writer_text(writer, path, strlen(path));
	hc_writer_end(writer);
}
