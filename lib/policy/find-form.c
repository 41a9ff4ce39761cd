/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-form.c - findings on fields that contradict themselves or cannot be read. */
#include "config.h"

#include "find.h"

#include <string.h>

static bool
has_tls_note(const HcCase *at, HcNoteCode code)
{
	size_t count = 0;
	const HcNote *notes =
		hc_evidence_notes(at->verdict->evidence, at->index, &count);

	for (size_t i = 0; i < count; i++)
		if (notes[i].code == code)
			return true;
	return false;
}

void
hc_find_contradiction(const HcCase *at)
{
	if (at->tls->state != HC_TLS_CONTRADICTED)
		return;
	hc_case_report(
		at, HC_E03,
		!hc_case_needs_tls(at) ? HC_EFFECT_WARN
		: at->policy->document ? HC_EFFECT_FAIL
				       : HC_EFFECT_INDETERMINATE,
		at->tls->where,
		hc_verdict_text(
			at->verdict, "Hop %u: the field of %s %s: %s.",
			at->hop->number, at->step->label,
			has_tls_note(at, HC_NOTE_TLS_ANACHRONISM)
				? "states a version or suite of TLS that is "
				  "younger than its own stamp"
				: "says two things of TLS that cannot both "
				  "hold",
			hc_case_quote(at)));
}

static bool
has_field_note(const HcCase *at, HcNoteCode code, HcSpan *where_out)
{
	for (size_t i = 0; i < at->received->note_count; i++)
		if (at->received->notes[i].code == code) {
			*where_out = at->received->notes[i].where;
			return true;
		}
	return false;
}

/* Some writers have the habit; SMTP without E says nothing. */
void
hc_find_keyword(const HcCase *at)
{
	const HcReceived *received = at->received;

	if (!has_tls_note(at, HC_NOTE_KEYWORD_WITHOUT_S) ||
	    !received->transmission ||
	    strcmp(received->transmission->token, "SMTP") == 0 ||
	    (received->dialect->habits & HC_HABIT_PLAIN_KEYWORD))
		return;
	hc_case_report(
		at, HC_E04, HC_EFFECT_INFO, received->facts[HC_FACT_WITH].where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: the keyword %s is that of a session "
	                        "without TLS, yet TLS is stated: %s.",
	                        at->hop->number, received->transmission->token,
	                        hc_case_quote(at)));
}

void
hc_find_unreadable(const HcCase *at)
{
	static const struct {
		HcNoteCode code;
		const char *what;
	} rows[] = {
		{HC_NOTE_UNBALANCED_COMMENT, "a parenthesis has no partner"   },
		{HC_NOTE_UNBALANCED_QUOTE,   "a quotation mark has no partner"},
		{HC_NOTE_NO_BY,              "it does not say who wrote it"   },
	};
	HcSpan where = at->hop->where;
	const char *what = NULL;

	if (at->step->queue_step)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(rows) && !what; i++)
		if (has_field_note(at, rows[i].code, &where))
			what = rows[i].what;
	if (!what && at->step->doubted)
		what = "it names two writers";
	if (what)
		hc_case_report(
			at, HC_E05,
			at->step->attested ? HC_EFFECT_WARN : HC_EFFECT_INFO,
			where,
			hc_verdict_text(at->verdict,
		                        "Hop %u: the field cannot be taken "
		                        "apart with certainty: %s.",
		                        at->hop->number, what));
	if (has_field_note(at, HC_NOTE_FORGED_SHAPE, &where))
		hc_case_report(
			at, HC_C06, HC_EFFECT_INFO, where,
			hc_verdict_text(at->verdict,
		                        "Hop %u: the field has a shape that "
		                        "real software does not write.",
		                        at->hop->number));
}
