/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table.c - suites, versions and groups by any of their spellings. */
#include "config.h"

#include "table.h"

#include <string.h>

#include "memo.h"
#include "scan.h"

#define DAY_S 86400

typedef struct {
	const char *name; /* lower case */
	uint16_t first;   /* in meanings[] */
	uint16_t count;
} Spelling;

typedef struct {
	const char *token;
	uint16_t low;
	uint16_t high;
	bool family;
	const char *writers;
} VersionWord;

typedef struct {
	const char *spelling;
	uint16_t length;
	uint16_t group; /* in groups[] */
} GroupWord;

typedef struct {
	uint16_t version;    /* or 0 */
	const char *subject; /* or "" */
	int32_t from_day;
	HcGradeRule rule;
} GradeRule;

typedef struct {
	uint16_t version;
	int32_t day;
} FirstDay;

#include "tls-tables.h"

/* ------------------------------------------------------------------ suites */

const HcCipher *
hc_cipher_table(size_t *count_out)
{
	*count_out = G_N_ELEMENTS(suites);
	return suites;
}

const HcCipher *
hc_cipher_named(const char *iana_name)
{
	g_return_val_if_fail(iana_name, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(suites); i++)
		if (strcmp(suites[i].iana_name, iana_name) == 0)
			return &suites[i];
	return NULL;
}

const HcCipher *const *
hc_cipher_find(const char *name, size_t length, size_t *count_out)
{
	char key[SPELLING_MAX];
	size_t low;
	size_t high;

	*count_out = 0;
	if (length == 0 || length > SPELLING_MAX)
		return NULL;
	for (size_t i = 0; i < length; i++)
		key[i] = (char)hc_lower((unsigned char)name[i]);
	low = by_length[length];
	high = by_length[length + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(key, spellings[middle].name, length);

		if (order == 0) {
			*count_out = spellings[middle].count;
			return &meanings[spellings[middle].first];
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
hc_cipher_subject(const HcCipher *cipher)
{
	g_return_val_if_fail(cipher >= suites &&
	                             cipher < suites + G_N_ELEMENTS(suites),
	                     "special");
	return suite_subjects[cipher - suites];
}

const HcCipher *const *
hc_cipher_tls13(const HcCipher *cipher)
{
	const char *with = strstr(cipher->iana_name, "_WITH_");
	char name[SPELLING_MAX + 16];
	const HcCipher *const *found;
	size_t count;
	int length;

	if (!with || !cipher->aead || !cipher->forward_secret)
		return NULL;
	length = g_snprintf(name, sizeof name, "TLS_%s%s", with + 6,
	                    g_str_has_suffix(with, "_CCM") ? "_SHA256" : "");
	found = hc_cipher_find(name, (size_t)length, &count);
	return found && found[0]->version_min == HC_TLS_1_3 ? found : NULL;
}

const HcPartial *
hc_partial_find(const char *text, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(partial_words); i++)
		if (hc_is(text, length, partial_words[i].token))
			return &partial_words[i];
	return NULL;
}

const HcSpelling *
hc_cipher_spellings(const HcCipher *cipher, size_t *count_out)
{
	size_t suite;

	*count_out = 0;
	g_return_val_if_fail(cipher >= suites &&
	                             cipher < suites + G_N_ELEMENTS(suites),
	                     NULL);
	suite = (size_t)(cipher - suites);
	*count_out =
		(size_t)(first_spelling[suite + 1] - first_spelling[suite]);
	return &suite_spellings[first_spelling[suite]];
}

const HcCipher *const *
hc_cipher_by_code(const char *code, size_t length, size_t *count_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(suites); i++)
		if (hc_is(code, length, suites[i].iana_code))
			return hc_cipher_find(suites[i].iana_name,
			                      strlen(suites[i].iana_name),
			                      count_out);
	*count_out = 0;
	return NULL;
}

/* ------------------------------------------------------ versions and groups */

bool
hc_version_find(const char *text, size_t length, HcVersionWord *word_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(version_words); i++) {
		const VersionWord *row = &version_words[i];

		if (!hc_is(text, length, row->token))
			continue;
		word_out->none = row->low == HC_VERSION_NONE;
		word_out->low = word_out->none ? 0 : row->low;
		word_out->high = word_out->none ? 0 : row->high;
		word_out->family = row->family;
		return true;
	}
	return false;
}

const HcGroup *
hc_group_lookup(const char *text, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(group_words); i++)
		if (group_words[i].length == length &&
		    hc_is(text, length, group_words[i].spelling))
			return &groups[group_words[i].group];
	return NULL;
}

bool
hc_version_spelling(unsigned low, unsigned high, size_t index,
                    HcSpelling *spelling_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(version_words); i++) {
		const VersionWord *row = &version_words[i];

		if (row->low != low || row->high != high || index-- > 0)
			continue;
		spelling_out->writer = row->writers;
		spelling_out->text = row->token;
		return true;
	}
	return false;
}

bool
hc_group_spelling(const HcGroup *group, size_t index, HcSpelling *spelling_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(group_words); i++) {
		if (&groups[group_words[i].group] != group || index-- > 0)
			continue;
		spelling_out->writer = NULL;
		spelling_out->text = group_words[i].spelling;
		return true;
	}
	return false;
}

const char *
hc_group_named(const char *iana_name)
{
	g_return_val_if_fail(iana_name, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (g_ascii_strcasecmp(groups[i].name, iana_name) == 0)
			return groups[i].name;
	return NULL;
}

const char *
hc_group_subject(const char *group, unsigned bits)
{
	const HcGroup *named =
		group ? hc_group_lookup(group, strlen(group)) : NULL;

	if (named && *group_subjects[named - groups])
		return group_subjects[named - groups];
	if (named || bits == 0 || bits >= 2048)
		return NULL;
	return bits < 1024 ? "ffdh-below-1024" : "ffdh-below-2048";
}

/* ------------------------------------------------------------------- rules */

/* @param subject  "" to ask by version */
static const HcGradeRule *
find_rule(unsigned version, const char *subject, size_t index)
{
	for (size_t i = 0; i < G_N_ELEMENTS(grade_rules); i++)
		if (grade_rules[i].version == version &&
		    strcmp(grade_rules[i].subject, subject) == 0 &&
		    index-- == 0)
			return &grade_rules[i].rule;
	return NULL;
}

const HcGradeRule *
hc_cipher_rule(const HcCipher *cipher, size_t index)
{
	return find_rule(0, hc_cipher_subject(cipher), index);
}

const HcGradeRule *
hc_tls_version_rule(unsigned version, size_t index)
{
	return find_rule(version, "", index);
}

const HcGradeRule *
hc_group_rule(const char *group, unsigned bits, size_t index)
{
	const char *subject = hc_group_subject(group, bits);

	return subject ? find_rule(0, subject, index) : NULL;
}

int64_t
hc_rule_day(int64_t at_s)
{
	return at_s >= 0 ? at_s / DAY_S : -((-at_s + DAY_S - 1) / DAY_S);
}

size_t
hc_rules_until(int64_t day)
{
	static int64_t days[G_N_ELEMENTS(grade_rules)];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (size_t i = 0; i < G_N_ELEMENTS(grade_rules); i++)
			days[i] = grade_rules[i].from_day;
		hc_days_sort(days, G_N_ELEMENTS(days));
		g_once_init_leave(&once, 1);
	}
	return hc_days_until(days, G_N_ELEMENTS(days), day);
}

HcGrade
hc_rule_grade(unsigned version, const char *subject, int64_t day,
              const char **sentence_out)
{
	const GradeRule *newest = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(grade_rules); i++) {
		const GradeRule *rule = &grade_rules[i];

		if (rule->version != version || rule->from_day > day)
			continue;
		if (version == 0 && strcmp(rule->subject, subject) != 0)
			continue;
		if (!newest || rule->from_day >= newest->from_day)
			newest = rule;
	}
	*sentence_out = newest ? newest->rule.sentence : NULL;
	return newest ? newest->rule.grade : HC_GRADE_NONE;
}

bool
hc_version_first(unsigned version, int64_t *day_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(first_days); i++)
		if (first_days[i].version == version) {
			*day_out = first_days[i].day;
			return true;
		}
	return false;
}

const char *
hc_rule_date(void)
{
	return RULE_DATE;
}
