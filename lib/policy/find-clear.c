/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-clear.c - findings on hops without TLS. */
#include "config.h"

#include "find.h"

/* What the hop's being clear rests on, behind "took the message from ...":
 * silence is not the same as a statement. */
static const char *
without_tls(const HcCase *at)
{
	const HcDialect *dialect = at->received->dialect;
	const char *since = dialect->silence_since;

	if (at->tls->basis != HC_BASIS_SILENCE)
		return hc_verdict_text(at->verdict,
		                       "without TLS (it says so: %s)",
		                       hc_case_quote(at));
	return hc_verdict_text(
		at->verdict,
		"and states no TLS; its writer (%s) is known to state TLS when "
		"there is TLS%s%s, and here stands %s",
		dialect->name, since ? ", in mail since " : "",
		since ? since : "", hc_case_quote(at));
}

/* An attested stamp says it; side tells where the peer stands. */
static const char *
took_in_clear(const HcCase *at, const char *side)
{
	return hc_verdict_text(at->verdict,
	                       "Hop %u: the stamp of %s says that it took the "
	                       "message from %s, %s, %s.",
	                       at->hop->number, at->step->label,
	                       hc_case_peer(at), side, without_tls(at));
}

static void
find_clear_inside(const HcCase *at)
{
	if (at->judgement->scope == HC_SCOPE_UNKNOWN)
		hc_case_report(
			at, HC_T14, HC_EFFECT_WARN, at->tls->where,
			took_in_clear(at, "of which nothing shows whether it "
		                          "stands in the own set or outside"));
	else if (!at->step->same_host || hc_case_needs_tls(at))
		hc_case_report(at, HC_T03, hc_case_unmet(at, HC_EFFECT_FAIL),
		               at->tls->where,
		               took_in_clear(at, "inside the own set"));
}

static void
find_clear_claim(const HcCase *at)
{
	if (at->judgement->inner_leg || at->hop->misplaced)
		return;
	hc_case_report(
		at, HC_T02, hc_case_adverse(at), at->tls->where,
		hc_verdict_text(
			at->verdict,
			"Hop %u, a claim: a field of the message says that "
			"%s%s took it from %s, %s.",
			at->hop->number, at->step->label,
			at->step->own_name
				? ", which bears a name of the own set,"
				: "",
			hc_case_peer(at), without_tls(at)));
}

void
hc_find_clear(const HcCase *at)
{
	if (at->tls->state != HC_TLS_NO)
		return;
	if (hc_case_is_boundary(at))
		hc_case_report(
			at, HC_T01, hc_case_unmet(at, HC_EFFECT_FAIL),
			at->tls->where,
			took_in_clear(at, hc_verdict_outside(at->verdict)));
	else if (at->step->attested)
		find_clear_inside(at);
	else
		find_clear_claim(at);
}

/* Credentials over a clear boundary (RFC 8314 3, 4.1). */
void
hc_find_clear_login(const HcCase *at)
{
	const HcTransmission *row = at->received->transmission;

	if (at->tls->state != HC_TLS_NO || !hc_case_is_boundary(at) || !row ||
	    row->auth != 'y')
		return;
	hc_case_report(
		at, HC_A02,
		at->policy->document ? HC_EFFECT_FAIL : HC_EFFECT_WARN,
		at->received->facts[HC_FACT_WITH].where,
		hc_verdict_text(at->verdict,
	                        "Hop %u: %s stated %s: the client logged in, "
	                        "and not under TLS.",
	                        at->hop->number, at->step->label, row->token));
}
