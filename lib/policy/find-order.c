/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-order.c - findings on the order of fields and of times. */
#include "config.h"

#include "find.h"

/* Where a host to be believed wrote both times, the clocks or the fields are
 * at fault by its own word. */
static HcEffect
reversal_effect(const HcCase *at)
{
	if (!at->step->attested)
		return HC_EFFECT_INFO;
	return at->policy->document && at->index > at->verdict->walk.horizon
	               ? HC_EFFECT_FAIL
	               : HC_EFFECT_WARN;
}

void
hc_find_clock(const HcCase *at)
{
	const HcStamp *stamp = &at->received->stamp;
	int64_t tolerance_s =
		at->policy->document
			? at->policy->document->judgement.clock_tolerance_s
			: HC_CLOCK_TOLERANCE_S;

	if (at->policy->document
	            ? at->hop->delay_known && at->hop->delay_s < -tolerance_s
	            : at->hop->reversal)
		hc_case_report(
			at, HC_C01, reversal_effect(at), stamp->written.where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: the stamp of %s bears a time before "
				"that of an older hop, by more than "
				"%" G_GINT64_FORMAT " seconds: %s.",
				at->hop->number, at->step->label, tolerance_s,
				hc_verdict_quote(at->verdict,
		                                 stamp->written.where)));
	if (stamp->state == HC_STAMP_POINT ||
	    (stamp->state == HC_STAMP_INTERVAL && !hc_case_needs_tls(at)))
		return;
	hc_case_report(
		at, HC_C02,
		hc_case_needs_tls(at) ? HC_EFFECT_INDETERMINATE
				      : HC_EFFECT_INFO,
		stamp->written.where,
		stamp->state == HC_STAMP_NONE
			? hc_verdict_text(at->verdict,
	                                  "Hop %u: the field has no date-time.",
	                                  at->hop->number)
			: hc_verdict_text(
				  at->verdict,
				  "Hop %u: the date-time gives no certain "
				  "time: %s.",
				  at->hop->number,
				  hc_verdict_quote(at->verdict,
	                                           stamp->written.where)));
}

void
hc_find_gap(const HcCase *at)
{
	const HcWalk *walk = &at->verdict->walk;
	bool broken =
		walk->end == HC_END_BREAK && at->index + 1 == walk->horizon;
	bool noted = false;

	for (size_t i = 0; i < at->hop->note_count; i++)
		noted = noted || at->hop->notes[i].code == HC_NOTE_CHAIN_BREAK;
	if (!broken && !noted)
		return;
	hc_case_report(
		at, HC_C03, broken ? HC_EFFECT_WARN : HC_EFFECT_INFO,
		at->hop->where,
		hc_verdict_text(
			at->verdict,
			"Between hop %u, written by %s, and hop %u, which "
			"names %s as its peer, nothing shows that the two are "
			"one host: a hop may be missing.",
			at->hop->number, at->step->label, at->hop->number + 1,
			hc_verdict_peer(at->verdict, at->index + 1)));
}

void
hc_find_misplaced(const HcPolicy *policy, HcVerdict *verdict)
{
	unsigned count = 0;
	const HcCase *first = NULL;

	(void)policy;
	for (size_t i = verdict->walk.count; i-- > 0;) {
		const HcCase *at = &verdict->cases[i];

		if (!at->hop->misplaced)
			continue;
		if (count++ == 0)
			first = at;
	}
	if (count)
		hc_case_report(
			first, HC_C05, HC_EFFECT_WARN, first->hop->where,
			hc_verdict_text(
				verdict,
				"%s below fields of the author; the newest of "
				"them is hop %u.",
				hc_verdict_count(
					verdict, count, verdict->walk.count,
					"Received field", "stands", "stand"),
				first->hop->number));
}
