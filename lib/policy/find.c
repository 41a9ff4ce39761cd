/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find.c - findings: what the rules make of the judged hops.
 *
 * Each rule has a test on one hop and a sentence.  What weight a finding has
 * is decided in one place for all of them: weigh().
 */
#include "config.h"

#include "policy.h"
#include "verdict.h"

#include <string.h>

#include "domain.h"

/* One hop under judgement. */
typedef struct {
	HcVerdict *verdict;
	const HcPolicy *policy;
	size_t index;
	const HcHop *hop;
	const HcReceived *received;
	const HcStep *step;
	const HcTls *tls;
	const HcJudgement *judgement;
} Case;

static void
read_case(const HcPolicy *policy, HcVerdict *verdict, size_t index, Case *out)
{
	out->verdict = verdict;
	out->policy = policy;
	out->index = index;
	out->hop = hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
	out->received = out->hop->received;
	out->step = &verdict->walk.steps[index];
	out->tls = hc_evidence_tls(verdict->evidence, index);
	out->judgement = &verdict->judgements[index];
}

static void
report(HcVerdict *verdict, HcRuleIndex rule, HcEffect effect, unsigned hop,
       HcSpan where, const char *sentence)
{
	HcFinding finding = {hc_rule(rule), effect, hop, where, sentence};

	g_array_append_val(verdict->findings, finding);
}

static void
report_on(const Case *at, HcRuleIndex rule, HcEffect effect, HcSpan where,
          const char *sentence)
{
	report(at->verdict, rule, effect, at->hop->number,
	       where.length ? where : at->hop->where, sentence);
}

/* ------------------------------------------------------------------- words */

/* An attested field states; anything below claims. */
static const char *
verb(const Case *at)
{
	return at->step->attested ? "stated" : "is said to have stated";
}

static const char *
peer_of(const Case *at)
{
	return hc_verdict_peer(at->verdict, at->index);
}

static const char *
quote(const Case *at)
{
	return hc_verdict_quote(at->verdict, at->tls->where);
}

static bool
is_boundary(const Case *at)
{
	return at->judgement->scope == HC_SCOPE_BOUNDARY;
}

/* -------------------------------------------------------------- clear text */

static const char *
clear_ground(const Case *at)
{
	const HcDialect *dialect = at->received->dialect;

	if (at->tls->basis == HC_BASIS_STATED_CLEAR)
		return hc_verdict_text(at->verdict, "it says so: %s",
		                       quote(at));
	if (dialect->silence_since)
		return hc_verdict_text(at->verdict,
		                       "%s has, since %s, stated TLS whenever "
		                       "there was TLS, and here stands %s",
		                       dialect->name, dialect->silence_since,
		                       quote(at));
	return hc_verdict_text(
		at->verdict,
		"%s states TLS whenever there is TLS, and here stands %s",
		dialect->name, quote(at));
}

static void
find_clear(const Case *at)
{
	const char *ground;

	if (at->tls->state != HC_TLS_NO)
		return;
	ground = clear_ground(at);
	if (is_boundary(at))
		report_on(at, HC_T01, HC_EFFECT_FAIL, at->tls->where,
		          hc_verdict_text(
				  at->verdict,
				  "Hop %u: by its own stamp, %s took the "
				  "message from %s, %s, without TLS (%s).",
				  at->hop->number, at->step->label, peer_of(at),
				  hc_verdict_outside(at->verdict), ground));
	else if (at->step->attested && at->judgement->scope == HC_SCOPE_UNKNOWN)
		report_on(
			at, HC_T14, HC_EFFECT_WARN, at->tls->where,
			hc_verdict_text(at->verdict,
		                        "Hop %u: by its own stamp, %s took "
		                        "the message from %s without TLS "
		                        "(%s); nothing shows on which side of "
		                        "the own set's boundary that host "
		                        "stood.",
		                        at->hop->number, at->step->label,
		                        peer_of(at), ground));
	else if (at->step->attested && !at->step->same_host)
		report_on(at, HC_T03, HC_EFFECT_INFO, at->tls->where,
		          hc_verdict_text(at->verdict,
		                          "Hop %u: by its own stamp, %s took "
		                          "the message from %s, inside the own "
		                          "set, without TLS (%s).",
		                          at->hop->number, at->step->label,
		                          peer_of(at), ground));
	else if (!at->step->attested && !at->judgement->inner_leg &&
	         !at->hop->misplaced)
		report_on(
			at, HC_T02, HC_EFFECT_WARN, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u, a claim: the message carries a field "
				"by which %s took it from %s without TLS (%s).",
				at->hop->number, at->step->label, peer_of(at),
				ground));
}

/* Credentials over a clear boundary (RFC 8314 3, 4.1). */
static void
find_clear_login(const Case *at)
{
	const HcTransmission *row = at->received->transmission;

	if (at->tls->state != HC_TLS_NO || !is_boundary(at) || !row ||
	    row->auth != 'y')
		return;
	report_on(at, HC_A02, HC_EFFECT_WARN,
	          at->received->facts[HC_FACT_WITH].where,
	          hc_verdict_text(at->verdict,
	                          "Hop %u: %s stated %s: the client logged in, "
	                          "and not under TLS.",
	                          at->hop->number, at->step->label,
	                          row->token));
}

/* --------------------------------------------------------- version and suite */

static bool
version_is(const HcTls *tls, unsigned low, unsigned high)
{
	return tls->version_low >= low && tls->version_high &&
	       tls->version_high <= high;
}

static bool
every_suite(const HcTls *tls, bool (*holds)(const HcCipher *cipher))
{
	for (size_t i = 0; i < tls->cipher_count; i++)
		if (!holds(tls->ciphers[i]))
			return false;
	return tls->cipher_count > 0;
}

static bool
is_class(const HcCipher *cipher, const char *strength)
{
	return strcmp(cipher->strength, strength) == 0;
}

static bool
is_broken(const HcCipher *cipher)
{
	return is_class(cipher, "broken");
}

static bool
is_64_bit_block(const HcCipher *cipher)
{
	return is_class(cipher, "weak");
}

static bool
has_no_forward_secrecy(const HcCipher *cipher)
{
	return is_class(cipher, "no-fs");
}

static bool
is_anonymous(const HcCipher *cipher)
{
	return is_class(cipher, "unauthenticated");
}

static bool
is_ffdhe(const HcCipher *cipher)
{
	return g_str_has_prefix(cipher->kex, "DHE") &&
	       (is_class(cipher, "fs-dhe") || is_class(cipher, "fs-cbc"));
}

static bool
is_ssl(const HcTls *tls)
{
	return version_is(tls, HC_SSL_2, HC_SSL_3);
}

static bool
is_early_tls(const HcTls *tls)
{
	return version_is(tls, HC_TLS_1_0, HC_TLS_1_1);
}

static bool
suite_broken(const HcTls *tls)
{
	return every_suite(tls, is_broken);
}

static bool
suite_64_bit_block(const HcTls *tls)
{
	return every_suite(tls, is_64_bit_block);
}

static bool
suite_static(const HcTls *tls)
{
	return tls->version_low < HC_TLS_1_3 &&
	       every_suite(tls, has_no_forward_secrecy);
}

static bool
suite_anonymous(const HcTls *tls)
{
	return every_suite(tls, is_anonymous);
}

static bool
suite_ffdhe(const HcTls *tls)
{
	return every_suite(tls, is_ffdhe);
}

typedef struct {
	HcRuleIndex rule;
	bool (*holds)(const HcTls *tls);
	bool by_version;  /* the version is at fault, else the suite */
	bool requirement; /* the inferred policy asks for it */
	const char *fault;
} StrengthRule;

static const StrengthRule strength_rules[] = {
	{HC_T04, is_ssl,             true,  true,  "an SSL version"                 },
	{HC_T05, is_early_tls,       true,  true,  "an early TLS version"           },
	{HC_T07, suite_broken,       false, true,  "a broken suite"                 },
	{HC_T08, suite_64_bit_block, false, true,
         "a suite with a 64-bit block cipher"                                       },
	{HC_T09, suite_static,       false, false, "a suite without forward secrecy"},
	{HC_T10, suite_anonymous,    false, false,
         "a suite without authentication"					   },
	{HC_T11, suite_ffdhe,        false, false,
         "a key exchange over a finite field"                                       },
};

/* The grade of what is at fault alone: version without suite, suite in the
 * best version that has it. */
static HcGrade
grade_of_fault(const Case *at, const StrengthRule *rule, int64_t at_s,
               const char **reason_out)
{
	HcTls tls = *at->tls;

	tls.state = HC_TLS_YES;
	if (rule->by_version) {
		tls.ciphers = NULL;
		tls.cipher_count = 0;
	} else {
		uint16_t best = 0;

		for (size_t i = 0; i < tls.cipher_count; i++)
			best = MAX(best, tls.ciphers[i]->version_max);
		tls.version_low = tls.version_high = best;
	}
	return hc_tls_grade(&tls, at_s, reason_out);
}

static bool
objects(HcGrade grade)
{
	return grade == HC_GRADE_BROKEN || grade == HC_GRADE_WEAK;
}

/* The one place where a strength finding gets its weight: a requirement fails
 * where the rules in force at the boundary's own stamp objected; where only
 * today's do, it warns. */
static HcEffect
weigh(const Case *at, const StrengthRule *rule, bool then, bool now)
{
	if (!is_boundary(at))
		return at->step->attested && (then || now) ? HC_EFFECT_WARN
		                                           : HC_EFFECT_INFO;
	if (rule->requirement && then)
		return HC_EFFECT_FAIL;
	return then || now || !rule->requirement ? HC_EFFECT_WARN
	                                         : HC_EFFECT_INFO;
}

/* What the rules of a day say of it, as a predicate. */
static const char *
opinion(HcGrade grade)
{
	return grade == HC_GRADE_NONE ? "not objected to"
	                              : hc_grade_token(grade);
}

static const char *
strength_clock(const Case *at, bool dated, HcGrade then, HcGrade now)
{
	const char *today = at->policy->as_of;

	if (!dated)
		return hc_verdict_text(
			at->verdict,
			"the hop has no usable date; %s by the rules of %s",
			opinion(now), today);
	if (strcmp(opinion(then), opinion(now)) == 0)
		return hc_verdict_text(at->verdict,
		                       "%s by the rules of its day and of %s",
		                       opinion(now), today);
	return hc_verdict_text(at->verdict,
	                       "%s by the rules of its day, %s by those of %s",
	                       opinion(then), opinion(now), today);
}

static void
find_strength_by(const Case *at, const StrengthRule *rule)
{
	const HcStamp *stamp = &at->received->stamp;
	bool dated = stamp->state == HC_STAMP_POINT ||
	             stamp->state == HC_STAMP_INTERVAL;
	const char *reason_then = NULL;
	const char *reason_now = NULL;
	HcGrade then = HC_GRADE_NONE;
	HcGrade now =
		grade_of_fault(at, rule, at->policy->as_of_s, &reason_now);

	if (dated)
		then = grade_of_fault(at, rule, stamp->earliest_s,
		                      &reason_then);
	report_on(at, rule->rule, weigh(at, rule, objects(then), objects(now)),
	          at->tls->where,
	          hc_verdict_text(at->verdict,
	                          "Hop %u: %s %s %s with %s: %s; %s.  %s",
	                          at->hop->number, at->step->label, verb(at),
	                          rule->fault, peer_of(at), quote(at),
	                          strength_clock(at, dated, then, now),
	                          objects(then) && reason_then ? reason_then
	                          : reason_now                 ? reason_now
	                                                       : ""));
}

static void
find_strength(const Case *at)
{
	bool any = false;

	if (at->tls->state != HC_TLS_YES)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(strength_rules); i++) {
		if (!strength_rules[i].holds(at->tls))
			continue;
		any = any || strength_rules[i].requirement;
		find_strength_by(at, &strength_rules[i]);
	}
	if (any || at->judgement->grade_now != HC_GRADE_NONE)
		return;
	/* What was good enough by the rules of its day passes by them. */
	if (is_boundary(at))
		report_on(
			at, HC_T12,
			at->judgement->grade_then == HC_GRADE_NONE
				? HC_EFFECT_INDETERMINATE
				: HC_EFFECT_INFO,
			at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s stated TLS with %s, but not enough "
				"of version and suite to say how strong: %s.",
				at->hop->number, at->step->label, peer_of(at),
				quote(at)));
	else if (at->step->attested)
		report_on(at, HC_T12, HC_EFFECT_INFO, at->tls->where,
		          hc_verdict_text(
				  at->verdict,
				  "Hop %u: %s stated TLS, but not enough of "
				  "version and suite to say how strong: %s.",
				  at->hop->number, at->step->label, quote(at)));
}

/* ----------------------------------------------------------------- evidence */

/* Where the writer's silence would count in a younger field. */
static const char *
silence_bound(const Case *at)
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

static void
find_silence(const Case *at)
{
	bool boundary = is_boundary(at);

	if (at->tls->state == HC_TLS_NOT_SMTP && boundary) {
		report_on(
			at, HC_E02, HC_EFFECT_INDETERMINATE, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s took the message from %s by "
				"something other than SMTP (%s), so the field "
				"cannot show TLS of an SMTP session.",
				at->hop->number, at->step->label, peer_of(at),
				quote(at)));
		return;
	}
	if (at->tls->state == HC_TLS_UNRECORDED && boundary)
		report_on(at, HC_E02, HC_EFFECT_INDETERMINATE, at->tls->where,
		          hc_verdict_text(
				  at->verdict,
				  "Hop %u: %s says nothing of TLS with %s, and "
				  "this writer's silence proves nothing%s.",
				  at->hop->number, at->step->label, peer_of(at),
				  silence_bound(at)));
}

static void
find_contradiction(const Case *at)
{
	if (at->tls->state != HC_TLS_CONTRADICTED)
		return;
	report_on(at, HC_E03,
	          is_boundary(at) ? HC_EFFECT_INDETERMINATE : HC_EFFECT_WARN,
	          at->tls->where,
	          hc_verdict_text(at->verdict,
	                          "Hop %u: the field of %s says two things of "
	                          "TLS that cannot both hold: %s.",
	                          at->hop->number, at->step->label, quote(at)));
}

static bool
has_tls_note(const Case *at, HcNoteCode code)
{
	size_t count = 0;
	const HcNote *notes =
		hc_evidence_notes(at->verdict->evidence, at->index, &count);

	for (size_t i = 0; i < count; i++)
		if (notes[i].code == code)
			return true;
	return false;
}

static bool
has_field_note(const Case *at, HcNoteCode code, HcSpan *where_out)
{
	for (size_t i = 0; i < at->received->note_count; i++)
		if (at->received->notes[i].code == code) {
			*where_out = at->received->notes[i].where;
			return true;
		}
	return false;
}

/* sendmail up to 8.14 and old Exim write so; SMTP without E says nothing. */
static void
find_keyword(const Case *at)
{
	const HcReceived *received = at->received;
	const char *software = received->dialect->software;

	if (!has_tls_note(at, HC_NOTE_KEYWORD_WITHOUT_S) ||
	    !received->transmission ||
	    strcmp(received->transmission->token, "SMTP") == 0 ||
	    strcmp(software, "sendmail") == 0 || strcmp(software, "exim") == 0)
		return;
	report_on(at, HC_E04, HC_EFFECT_INFO,
	          received->facts[HC_FACT_WITH].where,
	          hc_verdict_text(at->verdict,
	                          "Hop %u: the keyword %s is that of a session "
	                          "without TLS, yet TLS is stated: %s.",
	                          at->hop->number,
	                          received->transmission->token, quote(at)));
}

static void
find_unreadable(const Case *at)
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
	if (what)
		report_on(at, HC_E05,
		          at->step->attested ? HC_EFFECT_WARN : HC_EFFECT_INFO,
		          where,
		          hc_verdict_text(at->verdict,
		                          "Hop %u: the field cannot be taken "
		                          "apart with certainty: %s.",
		                          at->hop->number, what));
	if (has_field_note(at, HC_NOTE_FORGED_SHAPE, &where))
		report_on(at, HC_C06, HC_EFFECT_INFO, where,
		          hc_verdict_text(at->verdict,
		                          "Hop %u: the field has a shape that "
		                          "real software does not write.",
		                          at->hop->number));
}

/* ------------------------------------------------------------ order and time */

static void
find_clock(const Case *at)
{
	const HcStamp *stamp = &at->received->stamp;

	if (at->hop->reversal)
		report_on(at, HC_C01,
		          at->step->attested ? HC_EFFECT_WARN : HC_EFFECT_INFO,
		          stamp->written.where,
		          hc_verdict_text(
				  at->verdict,
				  "Hop %u: the stamp of %s bears a time before "
				  "that of an older hop, by more than %d "
				  "seconds: %s.",
				  at->hop->number, at->step->label,
				  HC_CLOCK_TOLERANCE_S,
				  hc_verdict_quote(at->verdict,
		                                   stamp->written.where)));
	if (stamp->state == HC_STAMP_POINT ||
	    (stamp->state == HC_STAMP_INTERVAL && !is_boundary(at)))
		return;
	report_on(
		at, HC_C02,
		is_boundary(at) ? HC_EFFECT_INDETERMINATE : HC_EFFECT_INFO,
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

static void
find_gap(const Case *at)
{
	const HcWalk *walk = &at->verdict->walk;
	bool broken =
		walk->end == HC_END_BREAK && at->index + 1 == walk->horizon;
	bool noted = false;

	for (size_t i = 0; i < at->hop->note_count; i++)
		noted = noted || at->hop->notes[i].code == HC_NOTE_CHAIN_BREAK;
	if (!broken && !noted)
		return;
	report_on(
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

static void
find_misplaced(const HcPolicy *policy, HcVerdict *verdict)
{
	unsigned count = 0;
	Case first;

	for (size_t i = verdict->walk.count; i-- > 0;) {
		Case at;

		read_case(policy, verdict, i, &at);
		if (!at.hop->misplaced)
			continue;
		if (count++ == 0)
			first = at;
	}
	if (count)
		report_on(
			&first, HC_C05, HC_EFFECT_WARN, first.hop->where,
			hc_verdict_text(
				verdict,
				"%s below fields of the author; the newest of "
				"them is hop %u.",
				hc_verdict_count(
					verdict, count, verdict->walk.count,
					"Received field", "stands|stand"),
				first.hop->number));
}

/* ------------------------------------------------------------- the message */

static void
find_anchor_trouble(HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;
	HcSpan where = {0, 0};

	if (walk->horizon < walk->count || walk->end == HC_END_NO_HOPS)
		return;
	where = hc_chain_hop(hc_evidence_chain(verdict->evidence),
	                     walk->count - 1)
	                ->where;
	report(verdict, HC_E06, HC_EFFECT_INDETERMINATE, (unsigned)walk->count,
	       where,
	       hc_verdict_text(verdict, "Hop %zu, written by %s: %s",
	                       walk->count, walk->steps[walk->count - 1].label,
	                       hc_walk_end_sentence(walk->end)));
}

/* Hops that one finding tells of, newest first. */
typedef struct {
	GString *numbers;
	unsigned count;
	Case first;
} Several;

/* Numbers beyond these are only counted. */
#define NUMBERS_MAX 20

static void
several_init(Several *several, const HcPolicy *policy, HcVerdict *verdict,
             bool (*holds)(const Case *at))
{
	several->numbers = g_string_new(NULL);
	several->count = 0;
	for (size_t i = verdict->walk.count; i-- > 0;) {
		Case at;

		read_case(policy, verdict, i, &at);
		if (!holds(&at))
			continue;
		if (several->count++ == 0)
			several->first = at;
		if (several->count <= NUMBERS_MAX)
			g_string_append_printf(several->numbers, "%s%u",
			                       several->count > 1 ? ", " : "",
			                       at.hop->number);
	}
	if (several->count > NUMBERS_MAX)
		g_string_append_printf(several->numbers, " and %u more",
		                       several->count - NUMBERS_MAX);
}

static void
several_clear(Several *several)
{
	g_string_free(several->numbers, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Several, several_clear)

static bool
is_claim(const Case *at)
{
	return !at->step->attested && at->tls->state == HC_TLS_YES;
}

/* Claims of TLS are told once for the message, or no report would be read. */
static void
find_claims(const HcPolicy *policy, HcVerdict *verdict)
{
	g_auto(Several) claims = {NULL, 0, {0}};

	several_init(&claims, policy, verdict, is_claim);
	if (!claims.count)
		return;
	report_on(&claims.first, HC_E01, HC_EFFECT_INFO,
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
is_silent_inside(const Case *at)
{
	return at->tls->state == HC_TLS_UNRECORDED && at->step->attested &&
	       !is_boundary(at) && !at->step->same_host &&
	       (at->received->transmission || at->step->peer) &&
	       (at->step->sender ||
	        (at->step->peer && !at->verdict->walk.provider));
}

/* Once for the message, as the above. */
static void
find_silence_inside(const HcPolicy *policy, HcVerdict *verdict)
{
	g_auto(Several) silent = {NULL, 0, {0}};
	bool one;

	several_init(&silent, policy, verdict, is_silent_inside);
	if (!silent.count)
		return;
	one = silent.count == 1;
	report_on(&silent.first, HC_E02, HC_EFFECT_INFO,
	          silent.first.tls->where,
	          hc_verdict_text(verdict,
	                          "%s %s, attested but not the boundary, %s "
	                          "nothing of TLS, and the silence of %s "
	                          "proves nothing.",
	                          one ? "Hop" : "Hops", silent.numbers->str,
	                          one ? "says" : "say",
	                          one ? "its writer" : "their writers"));
}

/* If the peer is a host of ours after all, the message came in below. */
static void
find_unsettled(const HcPolicy *policy, HcVerdict *verdict)
{
	Case at;

	if (!verdict->walk.unsettled)
		return;
	read_case(policy, verdict, verdict->walk.boundary, &at);
	report_on(&at, HC_E07, HC_EFFECT_INDETERMINATE,
	          at.received->facts[HC_FACT_RDNS].where,
	          hc_verdict_text(verdict,
	                          "Hop %u: the name of the peer, %s, is one of "
	                          "the own set, but %s does not show that it "
	                          "is a host of it; if it is, the message came "
	                          "in further down.  --trust ADDRESS, for each "
	                          "address of the own set, settles it.",
	                          at.hop->number, peer_of(&at),
	                          at.step->label));
}

static bool
stands_in_members(const HcPolicy *policy, const HcStep *step)
{
	if (!step->by)
		return false;
	for (guint i = 0; i < policy->domains->len; i++)
		if (hc_domain_within(step->by,
		                     g_ptr_array_index(policy->domains, i)))
			return true;
	return false;
}

/* A stamp in the name of a member below the boundary or the lost anchor. */
static void
find_way_out(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	if (walk->end != HC_END_BOUNDARY && walk->end != HC_END_NO_ANCHOR)
		return;
	for (size_t i = MIN(walk->count, walk->horizon); i-- > 0;) {
		bool out = walk->end == HC_END_NO_ANCHOR;
		Case at;

		read_case(policy, verdict, i, &at);
		if (at.step->attested || !stands_in_members(policy, at.step))
			continue;
		report_on(
			&at, out ? HC_P02 : HC_P01, HC_EFFECT_WARN,
			at.received->facts[HC_FACT_BY].where,
			out ? hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, but the newest field was written "
				      "by %s, which is none.",
				      at.hop->number, at.step->label,
				      walk->steps[walk->count - 1].label)
			    : hc_verdict_text(
				      verdict,
				      "Hop %u, a claim, was written in the "
				      "name of %s, a member of the stated "
				      "set, yet hop %zu took the message from "
				      "%s, outside it: the path left the set "
				      "and came back.",
				      at.hop->number, at.step->label,
				      walk->boundary + 1,
				      hc_verdict_peer(verdict,
		                                      walk->boundary)));
		return;
	}
}

static int
compare_findings(const void *a, const void *b)
{
	const HcFinding *one = a;
	const HcFinding *other = b;

	if (one->effect != other->effect)
		return one->effect > other->effect ? -1 : 1;
	if (one->rule->severity != other->rule->severity)
		return one->rule->severity > other->rule->severity ? -1 : 1;
	if (one->hop != other->hop)
		return one->hop > other->hop ? -1 : 1;
	return strcmp(one->rule->id, other->rule->id);
}

void
hc_find(const HcPolicy *policy, HcVerdict *verdict)
{
	for (size_t i = 0; i < verdict->walk.count; i++) {
		Case at;

		read_case(policy, verdict, i, &at);
		find_clear(&at);
		find_clear_login(&at);
		find_strength(&at);
		find_silence(&at);
		find_contradiction(&at);
		find_keyword(&at);
		find_unreadable(&at);
		find_clock(&at);
		find_gap(&at);
	}
	find_misplaced(policy, verdict);
	find_anchor_trouble(verdict);
	find_claims(policy, verdict);
	find_silence_inside(policy, verdict);
	find_unsettled(policy, verdict);
	find_way_out(policy, verdict);
	g_array_sort(verdict->findings, compare_findings);
}
