/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-silence.c - findings on what is said of TLS without proof, and not said. */
#include "config.h"

#include "find.h"

/* Where the writer's silence would count in a younger field. */
static const char *
silence_bound(const HcCase *at)
{
	const HcDialect *dialect = at->received->dialect;
	const HcStamp *stamp = &at->received->stamp;
	bool dated = stamp->state == HC_STAMP_POINT ||
	             stamp->state == HC_STAMP_INTERVAL;

	if (!dialect->silence_since ||
	    (dated && stamp->earliest_s >= dialect->silence_since_s))
		return "";
	return hc_verdict_text(at->verdict,
	                       " in a field that is not shown to be of %s or "
	                       "later",
	                       dialect->silence_since);
}

void
hc_find_silence(const HcCase *at)
{
	HcEffect effect = hc_case_unmet(at, HC_EFFECT_INDETERMINATE);

	if (!hc_case_is_boundary(at) && !hc_case_needs_tls(at))
		return;
	if (at->tls->state == HC_TLS_NOT_SMTP) {
		hc_case_report(
			at, HC_E02, effect, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s took the message from %s by "
				"something other than SMTP (%s), so the field "
				"cannot show TLS of an SMTP session.",
				at->hop->number, at->step->label,
				hc_case_peer(at), hc_case_quote(at)));
		return;
	}
	if (at->tls->state != HC_TLS_UNRECORDED)
		return;
	if (at->received->tls_unread)
		hc_case_report(
			at, HC_E02, effect, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s speaks of TLS with %s in words "
				"that are not known, which show neither TLS "
				"nor clear text.",
				at->hop->number, at->step->label,
				hc_case_peer(at)));
	else
		hc_case_report(
			at, HC_E02, effect, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s says nothing of TLS with %s, and "
				"this writer's silence proves nothing%s.",
				at->hop->number, at->step->label,
				hc_case_peer(at), silence_bound(at)));
}

static bool
is_claim(const HcCase *at)
{
	return !at->step->attested && at->tls->state == HC_TLS_YES;
}

static bool
is_far_claim(const HcCase *at)
{
	return is_claim(at) && !at->judgement->inner_leg &&
	       !at->hop->misplaced && at->hop->kind == HC_HOP_TRANSFER;
}

/* Where a community protects its mail by the TLS of every link, one between
 * two other organisations has to be shown, too. */
static HcEffect
claims_effect(const HcVerdict *verdict)
{
	const HcAsks *asks = &verdict->asks;
	g_auto(HcCases) far = {NULL, 0, {0}};
	bool covered = false;

	for (size_t i = 0; asks->hops && i < asks->pair_count; i++)
		covered = covered ||
		          hc_pair_is_by(&asks->pairs[i], HC_PROTECTION_TLS);
	if (!covered)
		return HC_EFFECT_INFO;
	hc_cases_init(&far, verdict, is_far_claim);
	return far.count ? HC_EFFECT_INDETERMINATE : HC_EFFECT_INFO;
}

/* Claims of TLS are told once for the message, or no report would be read. */
void
hc_find_claims(const HcPolicy *policy, HcVerdict *verdict)
{
	g_auto(HcCases) claims = {NULL, 0, {0}};

	(void)policy;
	hc_cases_init(&claims, verdict, is_claim);
	if (!claims.count)
		return;
	hc_case_report(
		&claims.first, HC_E01, claims_effect(verdict),
		claims.first.tls->where,
		hc_verdict_text(verdict,
	                        "%s %s %s TLS, but no field of the own set "
	                        "bears it out: whoever handed the message "
	                        "over could have written it.",
	                        claims.count == 1 ? "Hop" : "Hops",
	                        claims.numbers->str,
	                        claims.count == 1 ? "claims" : "claim"));
}

/* Inside a service every step without a sender is its own affair. */
static bool
is_silent_inside(const HcCase *at)
{
	return at->tls->state == HC_TLS_UNRECORDED && at->step->attested &&
	       !hc_case_is_boundary(at) && !hc_case_needs_tls(at) &&
	       !at->step->same_host &&
	       (at->received->transmission || at->received->peer.family) &&
	       (at->step->sender ||
	        (at->received->peer.family && !at->verdict->walk.provider));
}

/* Once for the message, as the above. */
void
hc_find_silence_inside(const HcPolicy *policy, HcVerdict *verdict)
{
	g_auto(HcCases) silent = {NULL, 0, {0}};
	bool one;

	(void)policy;
	hc_cases_init(&silent, verdict, is_silent_inside);
	if (!silent.count)
		return;
	one = silent.count == 1;
	hc_case_report(
		&silent.first, HC_E02, HC_EFFECT_INFO, silent.first.tls->where,
		hc_verdict_text(verdict,
	                        "%s %s, attested but not the boundary, %s "
	                        "nothing of TLS, and the silence of %s "
	                        "proves nothing.",
	                        one ? "Hop" : "Hops", silent.numbers->str,
	                        one ? "says" : "say",
	                        one ? "its writer" : "their writers"));
}
