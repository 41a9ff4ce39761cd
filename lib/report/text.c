/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text.c - a report for a person at a terminal.
 *
 * Verdict first, then the path, then why, then what it does not show.  It
 * fits the width it is given, reads without colour and without UTF-8. */
#include "config.h"

#include "text.h"

#include <string.h>

#include "limit.h"
#include "model.h"
#include "unread.h"
#include "wellformed.h"

#define WIDTH 80u
#define WIDTH_MIN 40u
#define PROSE 100u
/* Where the values of labelled lines start. */
#define LABEL 10u
/* Places shown of equal notes, but for --verbose. */
#define PLACES 8u

unsigned
hc_text_width(const HcReport *report)
{
	unsigned width = report->options.width;

	return width == 0 ? WIDTH : MAX(width, WIDTH_MIN);
}

unsigned
hc_text_prose(const HcReport *report)
{
	return MIN(hc_text_width(report), PROSE);
}

void
hc_text_block(HcBlock *block, const HcReport *report, unsigned width)
{
	hc_block_init(block, width, report->options.utf8,
	              report->options.colour);
}

static HcStyle
outcome_style(HcOutcome outcome)
{
	static const HcStyle styles[] = {
		[HC_OUTCOME_PASS] = HC_STYLE_GOOD,
		[HC_OUTCOME_FAIL] = HC_STYLE_BAD,
		[HC_OUTCOME_INDETERMINATE] = HC_STYLE_WARN,
	};

	return styles[outcome];
}

static const char *
outcome_word(HcOutcome outcome)
{
	static const char *const words[] = {
		[HC_OUTCOME_PASS] = "PASS",
		[HC_OUTCOME_FAIL] = "FAIL",
		[HC_OUTCOME_INDETERMINATE] = "INDETERMINATE",
	};

	return words[outcome];
}

static const HcPlace *
place_of(const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	return hc_raw_place(hc_message_raw(hc_chain_message(chain)));
}

static void
put_label(HcBlock *block, const HcPlace *place)
{
	hc_block_quote(block, HC_STYLE_STRONG, place->label,
	               strlen(place->label));
	if (place->number > 1 || place->offset > 0)
		hc_block_format(block, HC_STYLE_STRONG,
		                " message %" G_GUINT64_FORMAT, place->number);
}

/* ----------------------------------------------------------------- header */

static void
put_value(HcBlock *block, const char *label)
{
	hc_block_line(block, LABEL);
	hc_block_put(block, HC_STYLE_FAINT, label);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, LABEL);
}

/** Quote the first field of a name, and say that there are more. */
static void
put_quote(HcBlock *block, const HcMessage *message, const char *name)
{
	size_t index = hc_message_find(message, name, 0);
	g_autofree char *display = NULL;

	if (index == SIZE_MAX)
		return;
	display = hc_message_display(message,
	                             hc_message_field(message, index)->value);
	put_value(block, name);
	hc_model_strip(display);
	hc_block_quote(block, HC_STYLE_PLAIN, display,
	               hc_model_shown(display, strlen(display)));
	if (hc_message_find(message, name, index + 1) != SIZE_MAX)
		hc_block_put(block, HC_STYLE_WARN, " (the first of several)");
}

/* Where the own set is known from; stated addresses leave names to infer. */
static const char *
own_set_origin(const HcReport *report, const HcVerdict *verdict)
{
	size_t stated = 0;

	hc_policy_members(report->policy, &stated);
	if (!hc_policy_is_inferred(report->policy))
		return " (as stated)";
	if (hc_verdict_horizon(verdict) == 0)
		return " (the newest field shows no usable name)";
	return stated ? " (addresses stated, name inferred)"
	              : " (inferred from the newest field)";
}

static void
put_own_set(HcBlock *block, const HcReport *report, const HcVerdict *verdict)
{
	const char *own = hc_verdict_own_set(verdict);

	put_value(block, "Own set");
	if (!own) {
		hc_block_put(block, HC_STYLE_FAINT,
		             "none (the newest field shows no usable one)");
		return;
	}
	hc_block_quote(block, HC_STYLE_PLAIN, own, strlen(own));
	hc_block_put(block, HC_STYLE_FAINT, own_set_origin(report, verdict));
}

/** Put all of a digest: it is there to be compared. */
static void
put_digest(HcBlock *block, const HcPlace *place)
{
	if (place->sha256 == NULL)
		hc_block_put(block, HC_STYLE_FAINT, "no digest");
	else
		hc_block_put(block, HC_STYLE_PLAIN, place->sha256);
}

/** Put a message's name and size, for a page that is about its bytes. */
static void
put_title(HcReport *report, const HcVerdict *verdict)
{
	const HcPlace *place = place_of(verdict);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_width(report));
	hc_block_line(&block, 2);
	put_label(&block, place);
	hc_block_line(&block, 0);
	hc_block_rule(&block, HC_STYLE_FAINT, true);
	hc_block_format(&block, HC_STYLE_PLAIN, "%" G_GUINT64_FORMAT " byte%s",
	                place->length, place->length == 1 ? "" : "s");
	hc_block_line(&block, 0);
	hc_block_put(&block, HC_STYLE_PLAIN, "SHA-256 ");
	put_digest(&block, place);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

static void
put_header(HcReport *report, const HcVerdict *verdict)
{
	const HcPlace *place = place_of(verdict);
	const HcMessage *message = hc_chain_message(
		hc_evidence_chain(hc_verdict_evidence(verdict)));
	HcOutcome outcome = hc_verdict_outcome(verdict);
	const char *word = outcome_word(outcome);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_width(report));
	hc_block_line(&block, 2);
	hc_block_format(&block, outcome_style(outcome), "%s  ", word);
	put_label(&block, place);
	hc_block_line(&block, 0);
	hc_block_rule(&block, HC_STYLE_FAINT, true);
	put_quote(&block, message, "Subject");
	put_quote(&block, message, "From");
	put_quote(&block, message, "Date");
	put_value(&block, "Message");
	hc_block_format(&block, HC_STYLE_PLAIN, "%" G_GUINT64_FORMAT " byte%s",
	                place->length, place->length == 1 ? "" : "s");
	put_value(&block, "SHA-256");
	put_digest(&block, place);
	put_own_set(&block, report, verdict);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

/* --------------------------------------------------------------- sections */

/** Put all notes of one code on one line: how often, and where. */
static void
put_equal_notes(HcBlock *block, const HcNote *notes, size_t count,
                HcNoteCode code, size_t most)
{
	const char *lead = "  byte ";
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (notes[i].code != code)
			continue;
		if (found++ > 0 || notes[i].where.length > 1)
			lead = "  bytes ";
	}
	hc_text_note_head(block, code, found);
	for (size_t i = 0, shown = 0; i < count && shown < most; i++) {
		if (notes[i].code != code || notes[i].where.length == 0)
			continue;
		hc_text_place(block, shown > 0 ? ", " : lead, notes[i].where);
		shown++;
	}
	if (found > most)
		hc_block_format(block, HC_STYLE_FAINT, " and %zu more",
		                found - most);
}

static void
put_message_notes(HcReport *report, const HcMessage *message)
{
	bool told[HC_NOTE_COUNT] = {false};
	bool verbose = report->options.verbose;
	g_auto(HcBlock) block = {0};
	size_t count, shown = 0;
	const HcNote *notes = hc_message_notes(message, &count);

	hc_text_block(&block, report, hc_text_prose(report));
	for (size_t i = 0; i < count; i++) {
		HcNoteCode code = notes[i].code;

		if (told[code] ||
		    (hc_note_level(code) == HC_NOTE_LEVEL_INFO && !verbose))
			continue;
		told[code] = true;
		put_equal_notes(&block, notes, count, code,
		                verbose ? HC_NOTES_SHOWN : PLACES);
		shown++;
	}
	if (shown > 0)
		hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

/** Name by their places the fields below hop 1, which were not taken apart. */
static void
put_unread(HcReport *report, const HcChain *chain)
{
	const HcMessage *message = hc_chain_message(chain);
	g_auto(HcBlock) block = {0};
	size_t number = 0, index = 0;
	bool more = hc_unread_next(chain, &number, &index);

	if (!more)
		return;
	hc_text_block(&block, report, hc_text_width(report));
	hc_block_line(&block, 4);
	hc_block_put(&block, HC_STYLE_BAD,
	             " Older than hop 1, by number from the newest, with their "
	             "bytes: ");
	while (more) {
		hc_block_format(&block, HC_STYLE_PLAIN, "%zu (", number);
		hc_text_place(&block, "",
		              hc_message_field(message, index)->where);
		more = hc_unread_next(chain, &number, &index);
		hc_block_put(&block, HC_STYLE_PLAIN, more ? "), " : ")");
	}
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

static void
put_path(HcReport *report, const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	size_t read = hc_chain_length(chain);
	size_t written = hc_chain_received_count(chain);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_width(report));
	if (read == 0) {
		hc_block_put(&block, HC_STYLE_STRONG,
		             "No Received field, so no path.");
	} else {
		hc_block_put(&block, HC_STYLE_STRONG, "Path");
		hc_block_format(&block, HC_STYLE_PLAIN,
		                ", sender first; times in %s by each "
		                "receiver's own clock",
		                report->zone != NULL ? report->options.timezone
		                                     : "UTC");
	}
	if (written > read)
		hc_block_format(&block, HC_STYLE_BAD,
		                " (the newest %zu of %zu fields taken apart; "
		                "hop 1 is not the nearest to the sender)",
		                read, written);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
	put_unread(report, chain);
	hc_text_path(report, verdict);
	if (read > 0)
		g_string_append_c(report->ready, '\n');
}

/** Put a sentence below a finding. */
static void
put_remark(HcBlock *block, HcStyle style, const char *label,
           const char *sentence)
{
	if (sentence == NULL || sentence[0] == '\0')
		return;
	hc_block_line(block, 4);
	hc_block_pad(block, 4);
	if (label != NULL)
		hc_block_format(block, HC_STYLE_FAINT, "%s: ", label);
	hc_block_quote(block, style, sentence, strlen(sentence));
}

static void
put_controls(HcBlock *block, const HcPolicy *policy, const HcRule *rule)
{
	for (size_t i = 0; i < hc_policy_catalogue_count(policy); i++) {
		const HcCatalogue *one = hc_policy_catalogue(policy, i);

		put_remark(block, HC_STYLE_FAINT, one->title,
		           hc_catalogue_references(one, rule->id));
	}
}

static void
put_finding(HcBlock *block, const HcReport *report, const HcFinding *finding)
{
	static const HcStyle styles[] = {
		[HC_EFFECT_INFO] = HC_STYLE_FAINT,
		[HC_EFFECT_WARN] = HC_STYLE_WARN,
		[HC_EFFECT_INDETERMINATE] = HC_STYLE_WARN,
		[HC_EFFECT_FAIL] = HC_STYLE_BAD,
	};
	const HcRule *rule = finding->rule;

	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_STRONG, "  %s  ", rule->id);
	hc_block_put(block, styles[finding->effect],
	             hc_effect_token(finding->effect));
	hc_block_format(block, HC_STYLE_PLAIN, "  severity %s",
	                hc_severity_token(finding->severity));
	if (finding->suppressed || finding->mitigated)
		hc_block_put(block, HC_STYLE_WARN,
		             finding->suppressed ? "  suppressed"
		                                 : "  mitigated");
	if (finding->hop > 0)
		hc_block_format(block, HC_STYLE_PLAIN, "  hop %u",
		                finding->hop);
	hc_text_span(block, finding->where);
	put_remark(block, HC_STYLE_PLAIN, NULL, finding->sentence);
	put_remark(block, HC_STYLE_PLAIN, "Set aside", finding->set_aside);
	put_remark(block, HC_STYLE_FAINT, "Not proved", rule->not_proved);
	put_controls(block, report->policy, rule);
	if (!report->options.verbose)
		return;
	put_remark(block, HC_STYLE_PLAIN, "Rule", rule->title);
	put_remark(block, HC_STYLE_PLAIN, "Why", rule->rationale);
	put_remark(block, HC_STYLE_PLAIN, "Source", rule->source);
	put_remark(block, HC_STYLE_PLAIN, "Remedy", rule->remediation);
}

static void
put_findings(HcReport *report, const HcVerdict *verdict)
{
	g_auto(HcBlock) block = {0};
	size_t count;
	const HcFinding *findings = hc_verdict_findings(verdict, &count);

	if (count == 0)
		return;
	hc_text_block(&block, report, hc_text_prose(report));
	hc_block_put(&block, HC_STYLE_STRONG, "Findings");
	for (size_t i = 0; i < count; i++)
		put_finding(&block, report, &findings[i]);
	if (hc_policy_catalogue_count(report->policy) > 0)
		put_remark(&block, HC_STYLE_FAINT, "References",
		           hc_catalogue_source());
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

/* ---------------------------------------------------------------- verdict */

static const char *
recipients_from(const char *token)
{
	static const struct {
		const char *token, *words;
	} rows[] = {
		{"option",         "as given"                          },
		{"received-for",   "from an attested stamp"            },
		{"delivered-to",   "from the delivery field"           },
		{"journal-report", "from the journal report's envelope"},
		{"to-cc",          "from To and Cc, a claim"           },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].token, token) == 0)
			return rows[i].words;
	return "";
}

/** Length of a reason without its last sentence, which is of the same limits on
 *  every line. */
static size_t
leading_length(const HcVerdict *verdict, const char *reason)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	const char *last = g_strrstr(reason, "  ");

	return hc_chain_length(chain) > 0 && last != NULL
	               ? (size_t)(last - reason)
	               : strlen(reason);
}

/** Whether the copies of all recipients come out alike, for one reason. */
static bool
is_one_verdict(const HcVerdict *verdict)
{
	size_t count;

	hc_verdict_recipients(verdict, &count);
	for (size_t i = 1; i < count; i++)
		if (hc_verdict_recipient_outcome(verdict, i) !=
		            hc_verdict_recipient_outcome(verdict, 0) ||
		    strcmp(hc_verdict_recipient_reason(verdict, i),
		           hc_verdict_recipient_reason(verdict, 0)) != 0)
			return false;
	return true;
}

/** Put one verdict a recipient, where they differ. */
static void
put_copies(HcReport *report, const HcVerdict *verdict)
{
	g_auto(HcBlock) block = {0};
	size_t count;
	const char *const *recipients = hc_verdict_recipients(verdict, &count);

	if (is_one_verdict(verdict))
		return;
	hc_text_block(&block, report, hc_text_prose(report));
	for (size_t i = 0; i < count; i++) {
		HcOutcome outcome = hc_verdict_recipient_outcome(verdict, i);
		const char *reason = hc_verdict_recipient_reason(verdict, i);

		hc_block_line(&block, 4);
		hc_block_put(&block, outcome_style(outcome), "  ");
		hc_block_put(&block, outcome_style(outcome),
		             outcome_word(outcome));
		hc_block_put(&block, HC_STYLE_PLAIN, " for ");
		hc_block_name(&block, HC_STYLE_PLAIN, recipients[i]);
		hc_block_put(&block, HC_STYLE_PLAIN, ": ");
		hc_block_quote(&block, HC_STYLE_PLAIN, reason,
		               leading_length(verdict, reason));
	}
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

/** What neither a finding nor a verdict speaks of. */
static void
put_coverage(HcReport *report, const HcVerdict *verdict)
{
	g_auto(HcBlock) block = {0};
	size_t count;
	const HcLeg *legs = hc_verdict_legs(verdict, &count);

	hc_text_block(&block, report, hc_text_prose(report));
	hc_block_put(&block, HC_STYLE_STRONG, "Not shown");
	for (size_t i = 0; i < count; i++) {
		hc_block_line(&block, 4);
		hc_block_put(&block, HC_STYLE_FAINT, "  ");
		hc_block_quote(&block, HC_STYLE_FAINT, legs[i].sentence,
		               strlen(legs[i].sentence));
	}
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

static void
put_recipients(HcBlock *block, const HcVerdict *verdict)
{
	size_t count;
	const char *const *recipients = hc_verdict_recipients(verdict, &count);

	for (size_t i = 0; i < count; i++) {
		hc_block_put(block, HC_STYLE_PLAIN, i == 0 ? " for " : ", ");
		hc_block_name(block, HC_STYLE_PLAIN, recipients[i]);
	}
	if (count > 0)
		hc_block_format(
			block, HC_STYLE_FAINT, " (%s)",
			recipients_from(hc_verdict_recipients_from(verdict)));
}

static void
put_verdict(HcReport *report, const HcVerdict *verdict)
{
	HcOutcome outcome = hc_verdict_outcome(verdict);
	const char *reason = hc_verdict_reason(verdict);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_prose(report));
	hc_block_line(&block, 2);
	hc_block_put(&block, HC_STYLE_STRONG, "Verdict  ");
	hc_block_put(&block, outcome_style(outcome), outcome_word(outcome));
	put_recipients(&block, verdict);
	hc_block_line(&block, 2);
	hc_block_put(&block, HC_STYLE_PLAIN, "  ");
	hc_block_quote(&block, HC_STYLE_PLAIN, reason, strlen(reason));
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

/** One line, however long: for a reader that is a program. */
static void
put_quiet(HcReport *report, const HcVerdict *verdict)
{
	const HcPlace *place = place_of(verdict);
	const char *reason = hc_verdict_reason(verdict);
	HcOutcome outcome = hc_verdict_outcome(verdict);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, G_MAXINT);
	hc_block_put(&block, outcome_style(outcome), outcome_word(outcome));
	hc_block_put(&block, HC_STYLE_PLAIN, "  ");
	put_label(&block, place);
	hc_block_put(&block, HC_STYLE_PLAIN, ": ");
	hc_block_quote(&block, HC_STYLE_PLAIN, reason,
	               leading_length(verdict, reason));
	hc_block_write(&block, report->ready, 0);
}

static void
message(HcReport *report, const HcVerdict *verdict)
{
	if (report->options.quiet) {
		put_quiet(report, verdict);
		return;
	}
	if (report->options.fields) {
		put_title(report, verdict);
		hc_text_fields(report, verdict);
		return;
	}
	put_header(report, verdict);
	put_message_notes(report, hc_chain_message(hc_evidence_chain(
					  hc_verdict_evidence(verdict))));
	put_path(report, verdict);
	hc_text_content(report, hc_verdict_content(verdict));
	put_findings(report, verdict);
	put_verdict(report, verdict);
	put_copies(report, verdict);
	put_coverage(report, verdict);
}

/* ----------------------------------------------------------------- inputs */

static void
put_region(HcBlock *block, const HcRegion *region)
{
	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_WARN,
	                "  note %s:", hc_note_token(region->code));
	hc_block_format(block, HC_STYLE_PLAIN,
	                " %s, %" G_GUINT64_FORMAT
	                " byte%s from %" G_GUINT64_FORMAT " of the input",
	                hc_note_sentence(region->code), region->length,
	                region->length == 1 ? "" : "s", region->offset);
}

static void
put_account(HcBlock *block, const HcInput *input)
{
	hc_block_format(block, HC_STYLE_PLAIN,
	                "  %s, %" G_GUINT64_FORMAT
	                " message%s; %" G_GUINT64_FORMAT
	                " byte%s read: %" G_GUINT64_FORMAT
	                " of messages, %" G_GUINT64_FORMAT
	                " of separators, %" G_GUINT64_FORMAT " unparsed",
	                hc_kind_token(input->kind), input->messages,
	                input->messages == 1 ? "" : "s", input->size,
	                input->size == 1 ? "" : "s", input->message_bytes,
	                input->separator_bytes, input->unparsed_bytes);
}

/** Say how others would count a mailbox, where they would count otherwise, and
 *  who wrote it, where that shows. */
static void
put_mbox(HcBlock *block, const HcInput *input)
{
	const HcMboxEvidence *evidence = &input->evidence;
	const char *dialect = hc_mbox_dialect(evidence);

	if (input->kind != HC_KIND_MBOX)
		return;
	if (strcmp(dialect, "unknown") != 0)
		hc_block_format(block, HC_STYLE_PLAIN, "; dialect %s", dialect);
	if (evidence->strict != input->messages ||
	    evidence->lenient != input->messages)
		hc_block_format(block, HC_STYLE_PLAIN,
		                "; a strict reader finds %" G_GUINT64_FORMAT
		                ", a lenient one %" G_GUINT64_FORMAT,
		                evidence->strict, evidence->lenient);
}

/** Account for an input: nothing for a whole file that is one message. */
static void
input(HcReport *report, const HcInput *shown, const GError *failure)
{
	bool whole = shown->complete && !shown->changed && failure == NULL;
	bool unread = failure != NULL && shown->size == 0;
	g_auto(HcBlock) block = {0};

	if (report->options.quiet ||
	    (whole && shown->kind != HC_KIND_MBOX && shown->messages == 1 &&
	     shown->region_count == 0))
		return;
	hc_text_block(&block, report, hc_text_prose(report));
	hc_block_line(&block, 2);
	hc_block_quote(&block, HC_STYLE_STRONG, shown->label,
	               strlen(shown->label));
	if (!unread) {
		put_account(&block, shown);
		put_mbox(&block, shown);
		hc_block_line(&block, 4);
	}
	if (failure != NULL) {
		hc_block_put(&block, HC_STYLE_BAD,
		             unread ? "  not read: "
		                    : "  not read to its end: ");
		hc_block_quote(&block, HC_STYLE_PLAIN, failure->message,
		               strlen(failure->message));
	}
	for (size_t i = 0; i < shown->region_count && i < HC_NOTES_SHOWN; i++)
		put_region(&block, &shown->regions[i]);
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

static void
put_totals(HcBlock *block, const HcTotals *totals)
{
	hc_block_line(block, 2);
	hc_block_format(block, HC_STYLE_STRONG,
	                "%" G_GUINT64_FORMAT " message%s, %" G_GUINT64_FORMAT
	                " hop%s: %" G_GUINT64_FORMAT " pass, %" G_GUINT64_FORMAT
	                " fail, %" G_GUINT64_FORMAT " indeterminate",
	                totals->messages, totals->messages == 1 ? "" : "s",
	                totals->hops, totals->hops == 1 ? "" : "s",
	                totals->pass, totals->fail, totals->indeterminate);
	if (totals->inputs_failed > 0 && totals->inputs == 1)
		hc_block_put(block, HC_STYLE_BAD,
		             "; the input was not read whole");
	else if (totals->inputs_failed > 0)
		hc_block_format(block, HC_STYLE_BAD,
		                "; %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
		                " inputs not read whole",
		                totals->inputs_failed, totals->inputs);
	hc_block_line(block, 0);
}

/** Put which profile decided, so that it can be found again. */
static void
put_profile(HcBlock *block, const HcPolicy *policy)
{
	const HcProfile *profile = hc_policy_profile(policy);

	if (!hc_policy_profile_is_stated(policy))
		return;
	hc_block_line(block, 2);
	hc_block_put(block, HC_STYLE_FAINT, "Judged by profile ");
	hc_block_quote(block, HC_STYLE_FAINT, profile->id, strlen(profile->id));
	if (profile->title != NULL) {
		hc_block_put(block, HC_STYLE_FAINT, ", ");
		hc_block_quote(block, HC_STYLE_FAINT, profile->title,
		               strlen(profile->title));
	}
	if (profile->valid_from != NULL)
		hc_block_format(block, HC_STYLE_FAINT, ", in force from %s",
		                profile->valid_from);
	if (profile->valid_to != NULL)
		hc_block_format(block, HC_STYLE_FAINT, " to %s",
		                profile->valid_to);
	if (profile->sha256 != NULL)
		hc_block_format(block, HC_STYLE_FAINT, ", SHA-256 %s",
		                profile->sha256);
	hc_block_put(block, HC_STYLE_FAINT, ".");
}

/** Limits that are not what they usually are. */
static void
put_limits(HcBlock *block)
{
	g_auto(GStrv) changed = hc_limits_changed();
	g_autofree char *words = g_strjoinv(", ", changed);

	if (changed[0] == NULL)
		return;
	hc_block_line(block, 0);
	hc_block_put(block, HC_STYLE_PLAIN, "Limits changed: ");
	hc_block_put(block, HC_STYLE_PLAIN, words);
	hc_block_put(block, HC_STYLE_PLAIN, ".");
}

static void
finish(HcReport *report)
{
	const HcTotals *totals = &report->totals;
	g_auto(HcBlock) block = {0};

	if (report->options.quiet)
		return;
	hc_text_databases(report);
	hc_text_block(&block, report, hc_text_prose(report));
	if (totals->messages != 1 || totals->inputs_failed > 0)
		put_totals(&block, totals);
	hc_block_line(&block, 0);
	hc_block_format(&block, HC_STYLE_FAINT,
	                "hopcheck %s, rules of %s, as of %s.", hc_version(),
	                hc_rule_date(), hc_policy_as_of(report->policy));
	put_profile(&block, report->policy);
	put_limits(&block);
	hc_block_write(&block, report->ready, 0);
}

const HcForm hc_form_text = {
	.message = message,
	.input = input,
	.finish = finish,
	.check = hc_check_text,
};
