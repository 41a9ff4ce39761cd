/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* profile.c - what a profile says of a hop's TLS on a day.
 *
 * Version, suite and group are asked one by one, in the profile, and where it
 * is silent in the one it extends; the worst word counts.  A hop that can mean
 * several versions or suites gets the range of what they get. */
#include "config.h"

#include "table.h"

#include <string.h>

static const uint16_t versions[] = {
	HC_SSL_2, HC_SSL_3, HC_TLS_1_0, HC_TLS_1_1, HC_TLS_1_2, HC_TLS_1_3,
};

/** What is asked about. */
typedef struct {
	const HcProfile *profile;
	int64_t day;
	uint16_t version;
	const HcCipher *cipher;
	const char *group;   /* or NULL: not stated, or by its size alone */
	unsigned group_bits; /* of a finite field, 0: not stated */
} Question;

/** What was said of it: the worst word, the lowest grade. */
typedef struct {
	const HcProfileRule *rule; /* of the worst word; NULL: nothing */
	HcGrade grade;
} Answer;

/** Both ends of what a hop can mean. */
typedef struct {
	Answer worst;
	Answer best;
} Range;

/* ------------------------------------------------------------------- rules */

static bool
in_force(int64_t day, int64_t from_day, int64_t until_day)
{
	return day >= from_day && day <= until_day;
}

/** Whether a rule's exchange is that of a suite: "RSA" is "RSA-512", too. */
static bool
is_exchange(const char *wanted, const char *exchange)
{
	size_t length = strlen(wanted);

	return strncmp(exchange, wanted, length) == 0 &&
	       (exchange[length] == '\0' || exchange[length] == '-');
}

static bool
is_named_cipher(const HcProfileRule *rule, const HcCipher *cipher)
{
	for (size_t i = 0; i < rule->cipher_count; i++)
		if (rule->ciphers[i] == cipher)
			return true;
	return rule->cipher_count == 0;
}

static bool
selects_suite(const HcProfileRule *rule, const HcCipher *cipher)
{
	return is_named_cipher(rule, cipher) &&
	       (!rule->strength ||
	        strcmp(rule->strength, cipher->strength) == 0) &&
	       (!rule->exchange || is_exchange(rule->exchange, cipher->kex)) &&
	       (!rule->authentication ||
	        strcmp(rule->authentication, cipher->auth) == 0) &&
	       (!rule->encryption ||
	        strcmp(rule->encryption, cipher->enc) == 0) &&
	       (!rule->bits_below || cipher->bits_effective < rule->bits_below);
}

/** What RFC 7919 gives the names of finite-field groups for. */
static const struct {
	unsigned bits;
	const char *name;
} fields[] = {
	{2048, "ffdhe2048"},
        {3072, "ffdhe3072"},
        {4096, "ffdhe4096"},
	{6144, "ffdhe6144"},
        {8192, "ffdhe8192"},
};

static unsigned
field_bits(const Question *question)
{
	for (size_t i = 0; question->group && i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i].name, question->group) == 0)
			return fields[i].bits;
	return question->group ? 0 : question->group_bits;
}

static bool
is_named_group(const HcProfileRule *rule, const char *group)
{
	for (size_t i = 0; group && i < rule->group_count; i++)
		if (strcmp(rule->groups[i], group) == 0)
			return true;
	return rule->group_count == 0;
}

static bool
selects_group(const HcProfileRule *rule, const Question *question)
{
	unsigned bits = field_bits(question);

	return is_named_group(rule, question->group) &&
	       (!rule->group_bits_below ||
	        (bits && bits < rule->group_bits_below));
}

/** Whether a rule can speak of a subject in the version asked about. */
static bool
speaks_of(const HcProfileRule *rule, HcProfileSubject subject,
          const Question *question)
{
	return rule->subject == subject &&
	       in_force(question->day, rule->from_day, rule->until_day) &&
	       (!rule->version_low || question->version >= rule->version_low) &&
	       (!rule->version_high || question->version <= rule->version_high);
}

static bool
selects(const HcProfileRule *rule, HcProfileSubject subject,
        const Question *question)
{
	if (!speaks_of(rule, subject, question))
		return false;
	if (subject == HC_PROFILE_SUITE)
		return selects_suite(rule, question->cipher);
	return subject != HC_PROFILE_GROUP || selects_group(rule, question);
}

/* ----------------------------------------------------------------- answers */

static void
answer_add(Answer *answer, const HcProfileRule *rule)
{
	if (!answer->rule || rule->grade < answer->grade)
		answer->grade = rule->grade;
	if (!answer->rule || rule->word->rank > answer->rule->word->rank)
		answer->rule = rule;
}

/** Add what the rules of one profile say that name their subject, or that do
 *  not.
 *  @return whether any does */
static bool
ask_rules(Answer *answer, const HcProfile *profile, HcProfileSubject subject,
          const Question *question, bool by_name)
{
	bool any = false;

	for (size_t i = 0; i < profile->rule_count; i++) {
		const HcProfileRule *rule = &profile->rules[i];
		bool named = rule->cipher_count || rule->group_count;

		if (named != by_name || !selects(rule, subject, question))
			continue;
		answer_add(answer, rule);
		any = true;
	}
	return any;
}

/** Ask about one subject: the first profile that speaks of it decides, and in
 *  it the rules that name it before those for a class. */
static void
ask(Answer *answer, HcProfileSubject subject, const Question *question)
{
	const HcProfile *at;

	for (at = question->profile; at; at = at->parent) {
		if (!in_force(question->day, at->from_day, at->until_day))
			continue;
		if (ask_rules(answer, at, subject, question, true) ||
		    ask_rules(answer, at, subject, question, false))
			return;
		if (at->unlisted[subject].word) {
			answer_add(answer, &at->unlisted[subject]);
			return;
		}
	}
}

static const HcProfileWord permitted = {"permitted", HC_GRADE_ACCEPTABLE, 150};

static const HcProfileRule silent = {
	.word = &permitted,
	.grade = HC_GRADE_ACCEPTABLE,
	.sentence = "The profile has no rule against it.",
};

/** What no rule speaks of is permitted. */
static void
answer_end(Answer *answer)
{
	if (!answer->rule)
		answer_add(answer, &silent);
}

/** Version, group and the suite, if there is one to ask about. */
static Answer
ask_all(const Question *question)
{
	Answer answer = {NULL, HC_GRADE_NONE};

	if (question->cipher)
		ask(&answer, HC_PROFILE_SUITE, question);
	ask(&answer, HC_PROFILE_VERSION, question);
	if (question->group || question->group_bits)
		ask(&answer, HC_PROFILE_GROUP, question);
	return answer;
}

/* ------------------------------------------------------------------ ranges */

static bool
is_worse(const Answer *a, const Answer *b)
{
	if (a->grade != b->grade)
		return a->grade < b->grade;
	return a->rule->word->rank > b->rule->word->rank;
}

static void
range_add(Range *range, Answer answer)
{
	answer_end(&answer);
	if (!range->worst.rule || is_worse(&answer, &range->worst))
		range->worst = answer;
	if (!range->best.rule || is_worse(&range->best, &answer))
		range->best = answer;
}

/** A suite not stated, of TLS 1.3: one that RFC 8446 B.4 lists for use. */
static void
range_add_tls13(Range *range, Question question)
{
	size_t count;
	const HcCipher *table = hc_cipher_table(&count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(table[i].strength, "tls13") != 0)
			continue;
		question.cipher = &table[i];
		range_add(range, ask_all(&question));
	}
}

/** A suite not stated can be any: what the rules say of some suite of this
 *  version is possible, and so is what they say of the version alone. */
static void
range_add_version(Range *range, const Question *question)
{
	Answer alone = ask_all(question);
	const HcProfile *at;
	bool listed = false; /* every suite gets some word */

	for (at = question->profile; at; at = at->parent) {
		if (!in_force(question->day, at->from_day, at->until_day))
			continue;
		for (size_t i = 0; i < at->rule_count; i++) {
			Answer answer = alone;

			if (!speaks_of(&at->rules[i], HC_PROFILE_SUITE,
			               question))
				continue;
			answer_add(&answer, &at->rules[i]);
			range_add(range, answer);
		}
		if (at->unlisted[HC_PROFILE_SUITE].word) {
			Answer answer = alone;

			answer_add(&answer, &at->unlisted[HC_PROFILE_SUITE]);
			range_add(range, answer);
			listed = true;
		}
	}
	if (!listed)
		range_add(range, alone);
}

static bool
can_hold(const HcTls *tls, uint16_t version)
{
	return (tls->version_low == 0 || version >= tls->version_low) &&
	       (tls->version_high == 0 || version <= tls->version_high);
}

static void
range_fill(Range *range, Question *question, const HcTls *tls)
{
	for (size_t v = 0; v < G_N_ELEMENTS(versions); v++) {
		if (!can_hold(tls, versions[v]))
			continue;
		question->version = versions[v];
		question->cipher = NULL;
		if (tls->cipher_count == 0 && versions[v] == HC_TLS_1_3)
			range_add_tls13(range, *question);
		else if (tls->cipher_count == 0)
			range_add_version(range, question);
		for (size_t i = 0; i < tls->cipher_count; i++) {
			question->cipher = tls->ciphers[i];
			if (versions[v] >= question->cipher->version_min &&
			    versions[v] <= question->cipher->version_max)
				range_add(range, ask_all(question));
		}
	}
}

/** The name that a size may stand for, or NULL. */
static const char *
size_name(const Question *question)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (fields[i].bits == question->group_bits)
			return fields[i].name;
	return NULL;
}

static const char unstated[] =
	"Too little was stated: what it can mean falls into different grades.";

static const char wordless[] =
	"Too little was stated: what it can mean falls under different words.";

/** As in hc_tls_grade(): at best weak is weak, whatever was left unsaid. */
static void
settle(const Range *range, HcProfileOpinion *opinion)
{
	const HcProfileRule *best = range->best.rule;

	opinion->word_worst = range->worst.rule->word->name;
	opinion->word_best = best->word->name;
	if (range->best.grade > HC_GRADE_WEAK &&
	    range->worst.grade != range->best.grade) {
		opinion->reason = unstated;
		return;
	}
	opinion->grade = range->best.grade;
	if (range->best.grade > HC_GRADE_WEAK &&
	    best->word != range->worst.rule->word) {
		opinion->reason = wordless;
		return;
	}
	opinion->word = best->word->name;
	opinion->reason = best->sentence;
	opinion->source = best->source;
}

/* What a profile in force says of the words of a hop with TLS. */
static void
grade_words(const HcProfile *profile, const HcTls *tls, int64_t day,
            HcProfileOpinion *opinion_out)
{
	Question question = {.profile = profile,
	                     .day = day,
	                     .group = tls->group,
	                     .group_bits = tls->group_bits};
	Range range = {
		{NULL, HC_GRADE_NONE},
                {NULL, HC_GRADE_NONE}
        };
	const char *named;

	named = size_name(&question);
	/* TLS 1.3 has no finite-field group but those with a name. */
	if (tls->group || !named || tls->version_low < HC_TLS_1_3)
		range_fill(&range, &question, tls);
	question.group = named;
	if (named && !tls->group)
		range_fill(&range, &question, tls);
	if (range.best.rule)
		settle(&range, opinion_out);
}

void
hc_profile_grade(const HcProfile *profile, const HcTls *tls, int64_t at_s,
                 HcProfileOpinion *opinion_out)
{
	static const HcProfileOpinion none = {.dated = true};
	int64_t day = hc_rule_day(at_s);

	g_return_if_fail(profile && tls && opinion_out);
	*opinion_out = none;
	opinion_out->in_force =
		in_force(day, profile->from_day, profile->until_day);
	if (tls->state != HC_TLS_YES)
		return;
	if (opinion_out->in_force)
		grade_words(profile, tls, day, opinion_out);
	else
		opinion_out->reason = profile->not_in_force;
}

/** Silence adds nothing. */
static void
range_add_group(Range *range, const Question *question)
{
	Answer answer = {NULL, HC_GRADE_NONE};

	ask(&answer, HC_PROFILE_GROUP, question);
	if (answer.rule)
		range_add(range, answer);
}

void
hc_profile_grade_group(const HcProfile *profile, const char *group,
                       unsigned bits, int64_t at_s,
                       HcProfileOpinion *opinion_out)
{
	static const HcProfileOpinion none = {.dated = true};
	Question question = {.profile = profile,
	                     .day = hc_rule_day(at_s),
	                     .version = HC_TLS_1_3,
	                     .group = group,
	                     .group_bits = bits};
	const char *named = group ? NULL : size_name(&question);
	Range range = {
		{NULL, HC_GRADE_NONE},
                {NULL, HC_GRADE_NONE}
        };

	g_return_if_fail(profile && opinion_out);
	*opinion_out = none;
	opinion_out->in_force =
		in_force(question.day, profile->from_day, profile->until_day);
	if (!opinion_out->in_force)
		return;
	range_add_group(&range, &question);
	if (named) {
		question.group = named;
		range_add_group(&range, &question);
	}
	if (range.best.rule)
		settle(&range, opinion_out);
}
