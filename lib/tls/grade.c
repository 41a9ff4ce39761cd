/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* grade.c - how good a hop's TLS was, by the rules of a day. */
#include "config.h"

#include "memo.h"
#include "table.h"

static const uint16_t versions[] = {
	HC_SSL_2, HC_SSL_3, HC_TLS_1_0, HC_TLS_1_1, HC_TLS_1_2, HC_TLS_1_3,
};

typedef struct {
	HcGrade low;
	HcGrade high;
	const char *low_reason;
	const char *high_reason;
} Range;

static void
range_add(Range *range, HcGrade grade, const char *reason)
{
	if (range->low == HC_GRADE_NONE || grade < range->low) {
		range->low = grade;
		range->low_reason = reason;
	}
	if (range->high == HC_GRADE_NONE || grade > range->high) {
		range->high = grade;
		range->high_reason = reason;
	}
}

/* A grade and its reason: static, or NULL. */
typedef struct {
	HcGrade grade;
	const char *reason;
} Graded;

/* The lower of two; the first where they are the same. */
static Graded
lower(Graded a, Graded b)
{
	return b.grade != HC_GRADE_NONE && b.grade < a.grade ? b : a;
}

static Graded
grade_version(uint16_t version, int64_t day)
{
	Graded said;

	said.grade = hc_rule_grade(version, "", day, &said.reason);
	return said;
}

static Graded
grade_suite(const HcCipher *cipher, int64_t day)
{
	Graded said;

	said.grade =
		hc_rule_grade(0, hc_cipher_subject(cipher), day, &said.reason);
	return said;
}

/* NONE where no group is stated, or no rule speaks of it. */
static Graded
grade_group(const HcTls *tls, int64_t day)
{
	const char *subject = hc_group_subject(tls->group, tls->group_bits);
	Graded said = {HC_GRADE_NONE, NULL};

	if (subject)
		said.grade = hc_rule_grade(0, subject, day, &said.reason);
	return said;
}

static bool
can_hold(const HcTls *tls, uint16_t version)
{
	return (tls->version_low == 0 || version >= tls->version_low) &&
	       (tls->version_high == 0 || version <= tls->version_high);
}

/* A suite not stated may be any of its version's: from broken to the version's
 * own grade.  Those of TLS 1.3 that RFC 8446 defines are all strong. */
static void
range_add_version(Range *range, uint16_t version, Graded group, int64_t day)
{
	Graded said = lower(grade_version(version, day), group);

	range_add(range, said.grade, said.reason);
	if (version != HC_TLS_1_3)
		range_add(range, HC_GRADE_BROKEN, NULL);
}

/* The lowest of what the three get. */
static void
range_add_suite(Range *range, uint16_t version, const HcCipher *cipher,
                Graded group, int64_t day)
{
	Graded said;

	if (version < cipher->version_min || version > cipher->version_max)
		return;
	said = lower(grade_suite(cipher, day), grade_version(version, day));
	said = lower(said, group);
	range_add(range, said.grade, said.reason);
}

static void
range_fill(Range *range, const HcTls *tls, int64_t day)
{
	Graded group = grade_group(tls, day);

	for (size_t v = 0; v < G_N_ELEMENTS(versions); v++) {
		if (!can_hold(tls, versions[v]))
			continue;
		if (tls->cipher_count == 0)
			range_add_version(range, versions[v], group, day);
		for (size_t i = 0; i < tls->cipher_count; i++)
			range_add_suite(range, versions[v], tls->ciphers[i],
			                group, day);
	}
}

static const char unstated[] =
	"Too little was stated: what it can mean falls into different grades.";

static Graded
grade(const HcTls *tls, int64_t day)
{
	Range range = {HC_GRADE_NONE, HC_GRADE_NONE, NULL, NULL};

	range_fill(&range, tls, day);
	if (range.high == HC_GRADE_NONE)
		return (Graded){HC_GRADE_NONE, NULL};
	/* At best weak is weak, whatever was left unsaid. */
	if (range.low == range.high || range.high <= HC_GRADE_WEAK)
		return (Graded){range.high, range.high_reason};
	return (Graded){HC_GRADE_NONE, unstated};
}

/** What a grade hangs on, no padding. */
typedef struct {
	uint32_t rules; /* in force, of all there are */
	uint16_t version_low;
	uint16_t version_high;
	const HcCipher *cipher;    /* or NULL */
	const char *group_subject; /* of the table, or NULL */
} Key;

G_STATIC_ASSERT(sizeof(Key) == 8 + 2 * sizeof(const char *));

/* The same few versions and suites stand in hop after hop. */
static Graded
grade_of_one(const HcTls *tls, int64_t day)
{
	static HcMemo memo;
	Key key = {(uint32_t)hc_rules_until(day), tls->version_low,
	           tls->version_high,
	           tls->cipher_count ? tls->ciphers[0] : NULL,
	           hc_group_subject(tls->group, tls->group_bits)};
	const Graded *before = hc_memo_find(&memo, &key, sizeof key);
	Graded graded;

	if (before)
		return *before;
	graded = grade(tls, day);
	hc_memo_keep(&memo, &key, sizeof key, &graded, sizeof graded);
	return graded;
}

HcGrade
hc_tls_grade(const HcTls *tls, int64_t at_s, const char **reason_out)
{
	Graded graded = {HC_GRADE_NONE, NULL};

	g_return_val_if_fail(tls, HC_GRADE_NONE);
	if (tls->state == HC_TLS_YES)
		graded = tls->cipher_count <= 1
		                 ? grade_of_one(tls, hc_rule_day(at_s))
		                 : grade(tls, hc_rule_day(at_s));
	if (reason_out)
		*reason_out = graded.reason;
	return graded.grade;
}

const char *
hc_tls_version_name(unsigned version)
{
	switch (version) {
	case HC_SSL_2:
		return "SSLv2";
	case HC_SSL_3:
		return "SSLv3";
	case HC_TLS_1_0:
		return "TLSv1.0";
	case HC_TLS_1_1:
		return "TLSv1.1";
	case HC_TLS_1_2:
		return "TLSv1.2";
	case HC_TLS_1_3:
		return "TLSv1.3";
	default:
		return "";
	}
}

static const char *
token_at(const char *const *tokens, size_t count, unsigned index)
{
	g_return_val_if_fail(index < count, "");
	return tokens[index];
}

const char *
hc_grade_token(HcGrade grade)
{
	static const char *const tokens[] = {"none", "broken", "weak",
	                                     "acceptable", "strong"};

	return token_at(tokens, G_N_ELEMENTS(tokens), grade);
}

const char *
hc_tls_state_token(HcTlsState state)
{
	static const char *const tokens[] = {"unrecorded", "no", "yes",
	                                     "not-smtp", "contradicted"};

	return token_at(tokens, G_N_ELEMENTS(tokens), state);
}

const char *
hc_basis_token(HcBasis basis)
{
	static const char *const tokens[] = {
		"none",         "detail",  "phrase",   "keyword",
		"stated-clear", "silence", "protocol",
	};

	return token_at(tokens, G_N_ELEMENTS(tokens), basis);
}

const char *
hc_certificate_token(HcCertificate certificate)
{
	static const char *const tokens[] = {
		"unstated", "not-requested", "absent",
		"verified", "failed",        "key",
		"other",    "unverified",    "no-result",
	};

	return token_at(tokens, G_N_ELEMENTS(tokens), certificate);
}
