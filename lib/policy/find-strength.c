/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-strength.c - findings on versions and suites.
 *
 * A rule tells one fault.  What weight it has is decided in one place for all:
 * weigh(). */
#include "config.h"

#include "find.h"
#include "grading.h"
#include "profile.h"

#include <string.h>

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

/* One that a rule speaks of, whatever the suite. */
static bool
small_group(const HcTls *tls)
{
	return hc_group_rule(tls->group, tls->group_bits, 0);
}

static bool
suite_ffdhe(const HcTls *tls)
{
	return every_suite(tls, is_ffdhe) && !small_group(tls);
}

/* What is at fault. */
typedef enum {
	OF_VERSION,
	OF_SUITE,
	OF_GROUP
} Part;

static const char *const part_names[] = {"version", "suite", "group"};

typedef struct {
	HcRuleIndex rule;
	bool (*holds)(const HcTls *tls);
	Part part;
	bool told; /* told as a warning whatever the day's rules say */
	const char *fault;
} StrengthRule;

static const StrengthRule strength_rules[] = {
	{HC_T04, is_ssl,             OF_VERSION, false, "an SSL version"            },
	{HC_T05, is_early_tls,       OF_VERSION, false, "an early TLS version"      },
	{HC_T07, suite_broken,       OF_SUITE,   false, "a broken suite"            },
	{HC_T08, suite_64_bit_block, OF_SUITE,   false,
         "a suite with a 64-bit block cipher"                                       },
	{HC_T09, suite_static,       OF_SUITE,   true,
         "a suite without forward secrecy"					  },
	{HC_T10, suite_anonymous,    OF_SUITE,   true,
         "a suite without authentication"					   },
	{HC_T11, small_group,        OF_GROUP,   true,  "a small key exchange group"},
	{HC_T11, suite_ffdhe,        OF_SUITE,   true,
         "a key exchange over a finite field"                                       },
};

/* The grade of what is at fault alone: version without suite, suite in the
 * best version that has it, group in a version that speaks against none. */
static HcGrade
grade_of_fault(const HcCase *at, const StrengthRule *rule,
               const HcProfile *profile, int64_t at_s, const char **reason_out)
{
	HcTls tls = *at->tls;

	tls.state = HC_TLS_YES;
	if (rule->part != OF_SUITE) {
		tls.ciphers = NULL;
		tls.cipher_count = 0;
	}
	if (rule->part != OF_GROUP) {
		tls.group = NULL;
		tls.group_bits = 0;
	} else {
		tls.version_low = tls.version_high = HC_TLS_1_3;
	}
	if (rule->part == OF_SUITE) {
		uint16_t best = 0;

		for (size_t i = 0; i < tls.cipher_count; i++)
			best = MAX(best, tls.ciphers[i]->version_max);
		tls.version_low = tls.version_high = best;
	}
	return hc_grading_at(profile, &tls, at_s, reason_out);
}

static bool
objects(HcGrade grade)
{
	return grade == HC_GRADE_BROKEN || grade == HC_GRADE_WEAK;
}

/* The one place where a strength finding gets its weight: the boundary fails
 * where the rules in force at its own stamp objected; where only today's do,
 * it warns. */
static HcEffect
weigh(const HcCase *at, bool told, bool then, bool now)
{
	if (!hc_case_is_boundary(at) && !hc_case_needs_tls(at))
		return at->step->attested && (then || now) ? HC_EFFECT_WARN
		                                           : HC_EFFECT_INFO;
	if (then)
		return hc_case_unmet(at, HC_EFFECT_FAIL);
	return now || told ? HC_EFFECT_WARN : HC_EFFECT_INFO;
}

/* What the rules of a day say of it, as a predicate. */
static const char *
opinion(HcGrade grade)
{
	return grade == HC_GRADE_NONE ? "not objected to"
	                              : hc_grade_token(grade);
}

/* By whose rules a day is judged, where a profile was stated. */
static const char *
rules_of(const HcCase *at, int64_t at_s)
{
	const HcProfile *profile = hc_case_profile(at);

	if (hc_grading_in_force(profile, at_s))
		return hc_profile_name(profile);
	return hc_verdict_text(at->verdict, "BCP 195 (%s was not in force)",
	                       hc_profile_name(profile));
}

/* Both days, with what is said on each. */
static const char *
profile_clock(const HcCase *at, bool dated, const char *then, const char *now)
{
	const char *today = at->policy->as_of;
	const char *rules_now = rules_of(at, at->policy->as_of_s);
	const char *rules_then;

	if (!dated)
		return hc_verdict_text(
			at->verdict,
			"%s by %s on %s (the hop has no usable date)", now,
			rules_now, today);
	rules_then = rules_of(at, at->received->stamp.earliest_s);
	if (strcmp(then, now) == 0 && strcmp(rules_then, rules_now) == 0)
		return hc_verdict_text(at->verdict,
		                       "%s by %s on its day and on %s", now,
		                       rules_now, today);
	return hc_verdict_text(at->verdict,
	                       "%s by %s on its day, %s by %s on %s", then,
	                       rules_then, now, rules_now, today);
}

static const char *
strength_clock(const HcCase *at, bool dated, HcGrade then, HcGrade now)
{
	const char *today = at->policy->as_of;

	if (hc_case_profile(at))
		return profile_clock(at, dated, opinion(then), opinion(now));
	if (!dated)
		return hc_verdict_text(
			at->verdict,
			"%s by the rules of %s (the hop has no usable date)",
			opinion(now), today);
	if (strcmp(opinion(then), opinion(now)) == 0)
		return hc_verdict_text(at->verdict,
		                       "%s by the rules of its day and of %s",
		                       opinion(now), today);
	return hc_verdict_text(at->verdict,
	                       "%s by the rules of its day, %s by those of %s",
	                       opinion(then), opinion(now), today);
}

/* A hop as a whole has a word of the profile. */
static const char *
word_and_grade(const HcCase *at, const HcProfileOpinion *said, HcGrade grade)
{
	if (!said->word)
		return opinion(grade);
	if (strcmp(said->word, "no rule") == 0)
		return hc_verdict_text(at->verdict, "%s (no rule names it)",
		                       opinion(grade));
	return hc_verdict_text(at->verdict, "%s (%s)", said->word,
	                       opinion(grade));
}

static const char *
whole_clock(const HcCase *at)
{
	const HcJudgement *judgement = at->judgement;

	if (!hc_case_profile(at))
		return strength_clock(at, hc_case_is_dated(at),
		                      judgement->decides_then,
		                      judgement->decides_now);
	return profile_clock(at, hc_case_is_dated(at),
	                     word_and_grade(at, &judgement->profile_then,
	                                    judgement->decides_then),
	                     word_and_grade(at, &judgement->profile_now,
	                                    judgement->decides_now));
}

/* A profile may be laxer than our own grades: it decides, but what they object
 * to today is told.
 * @return a sentence; NULL: they do not object, or they decide */
static const char *
own_objection(const HcCase *at, const StrengthRule *rule)
{
	const char *reason;
	HcGrade grade;

	if (!hc_case_profile(at))
		return NULL;
	grade = grade_of_fault(at, rule, NULL, at->policy->as_of_s, &reason);
	if (!objects(grade))
		return NULL;
	return hc_verdict_text(at->verdict, "Our own grade today is %s: %s",
	                       hc_grade_token(grade), reason);
}

/* Objections that were raised on a hop. */
typedef struct {
	bool then;
	bool now;
} Objections;

/* Anonymous key exchange where the policy wants to know whom it talks to. */
static bool
is_unauthorised(const HcCase *at, const StrengthRule *rule)
{
	return rule->rule == HC_T10 && hc_case_demand(at) >= HC_DEMAND_VERIFY;
}

static void
find_strength_by(const HcCase *at, const StrengthRule *rule, Objections *raised)
{
	const HcStamp *stamp = &at->received->stamp;
	bool dated = hc_case_is_dated(at);
	const HcProfile *profile = hc_case_profile(at);
	const char *reason_then = NULL;
	const char *reason_now = NULL;
	const char *reason;
	const char *own;
	HcGrade then = HC_GRADE_NONE;
	HcGrade now = grade_of_fault(at, rule, profile, at->policy->as_of_s,
	                             &reason_now);

	if (dated)
		then = grade_of_fault(at, rule, profile, stamp->earliest_s,
		                      &reason_then);
	raised->then = raised->then || objects(then);
	raised->now = raised->now || objects(now);
	own = own_objection(at, rule);
	if (objects(then) && reason_then)
		reason = reason_then;
	else if (own && !objects(now))
		reason = own;
	else
		reason = reason_now ? reason_now : "";
	hc_case_report(
		at, rule->rule,
		is_unauthorised(at, rule) ? HC_EFFECT_FAIL
					  : weigh(at, rule->told || own,
	                                          objects(then), objects(now)),
		at->tls->where,
		hc_verdict_text(
			at->verdict,
			"Hop %u: %s %s %s with %s: %s; the %s by itself is "
			"%s.  %s",
			at->hop->number, at->step->label, hc_case_verb(at),
			rule->fault, hc_case_peer(at), hc_case_quote(at),
			part_names[rule->part],
			strength_clock(at, dated, then, now), reason));
}

/* What our own grades do not object to is lawful, but below what the policy
 * document asks for. */
static HcRuleIndex
weakness_rule(const HcCase *at)
{
	return at->policy->document && !objects(at->judgement->grade_then) &&
	                       !objects(at->judgement->grade_now)
	               ? HC_T06
	               : HC_T15;
}

/* What no rule above puts a name to: a suite for special use, or one that can
 * be read in several ways, each of them weak. */
static void
find_weakness(const HcCase *at, const Objections *raised)
{
	const HcJudgement *judgement = at->judgement;
	bool then = objects(judgement->decides_then) && !raised->then;
	bool now = objects(judgement->decides_now) && !raised->now;
	const char *reason = then ? judgement->decides_reason_then
	                          : judgement->decides_reason_now;

	if (!then && !now)
		return;
	hc_case_report(
		at, weakness_rule(at), weigh(at, false, then, now),
		at->tls->where,
		hc_verdict_text(
			at->verdict,
			"Hop %u: %s %s TLS with %s: %s.  That TLS is %s.%s%s",
			at->hop->number, at->step->label, hc_case_verb(at),
			hc_case_peer(at), hc_case_quote(at), whole_clock(at),
			reason ? "  " : "", reason ? reason : ""));
}

void
hc_find_strength(const HcCase *at)
{
	Objections raised = {false, false};
	bool any = false;

	if (at->tls->state != HC_TLS_YES)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(strength_rules); i++) {
		if (!strength_rules[i].holds(at->tls))
			continue;
		any = any || !strength_rules[i].told;
		find_strength_by(at, &strength_rules[i], &raised);
	}
	find_weakness(at, &raised);
	if (any || at->judgement->decides_now != HC_GRADE_NONE)
		return;
	/* What was good enough by the rules of its day passes by them. */
	if (at->judgement->decides_then != HC_GRADE_NONE && at->step->attested)
		hc_case_report(
			at, HC_T12, HC_EFFECT_INFO, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: the TLS that %s %s with %s was %s by "
				"the rules of its day; too little of version "
				"and suite is written to grade it by those of "
				"%s: %s.",
				at->hop->number, at->step->label,
				hc_case_verb(at), hc_case_peer(at),
				hc_grade_token(at->judgement->decides_then),
				at->policy->as_of, hc_case_quote(at)));
	else if (hc_case_is_boundary(at) || hc_case_needs_tls(at))
		hc_case_report(
			at, HC_T12, hc_case_unmet(at, HC_EFFECT_INDETERMINATE),
			at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s stated TLS with %s, but not enough "
				"of version and suite to say how strong: %s.",
				at->hop->number, at->step->label,
				hc_case_peer(at), hc_case_quote(at)));
	else if (at->step->attested)
		hc_case_report(
			at, HC_T12, HC_EFFECT_INFO, at->tls->where,
			hc_verdict_text(
				at->verdict,
				"Hop %u: %s stated TLS, but not enough of "
				"version and suite to say how strong: %s.",
				at->hop->number, at->step->label,
				hc_case_quote(at)));
}
