/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain-text.c - a word explained, for a person. */
#include "config.h"

#include <string.h>

#include "explain.h"
#include "layout.h"

/* Columns of labels; of profiles' names; of a pipe; of prose at most. */
#define LABEL 19u
#define PROFILE 25u
#define WIDTH 80u
#define PROSE 100u

static void
put_wide_label(HcBlock *block, const char *label, unsigned columns)
{
	hc_block_line(block, columns);
	hc_block_put(block, HC_STYLE_FAINT, label);
	hc_block_put(block, HC_STYLE_PLAIN, " ");
	hc_block_pad(block, columns);
}

static void
put_label(HcBlock *block, const char *label)
{
	put_wide_label(block, label, LABEL);
}

static void
put_row(HcBlock *block, const char *label, const char *words)
{
	put_label(block, label);
	hc_block_put(block, HC_STYLE_PLAIN, words);
}

static void
put_heading(HcBlock *block, const char *what, const char *name)
{
	hc_block_line(block, 0);
	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_FAINT, "%s ", what);
	hc_block_put(block, HC_STYLE_STRONG, name);
}

static void
put_spelling(HcBlock *block, const char *label, const HcSpelling *spelling)
{
	put_label(block, label);
	hc_block_put(block, HC_STYLE_PLAIN, spelling->text);
	if (spelling->writer)
		hc_block_format(block, HC_STYLE_FAINT, "  (%s)",
		                spelling->writer);
}

static void
put_rule(HcBlock *block, const char *label, const HcGradeRule *rule)
{
	static const HcStyle styles[] = {
		[HC_GRADE_NONE] = HC_STYLE_FAINT,
		[HC_GRADE_BROKEN] = HC_STYLE_BAD,
		[HC_GRADE_WEAK] = HC_STYLE_BAD,
		[HC_GRADE_ACCEPTABLE] = HC_STYLE_WARN,
		[HC_GRADE_STRONG] = HC_STYLE_GOOD,
	};

	put_label(block, label);
	hc_block_put(block, styles[rule->grade], hc_grade_token(rule->grade));
	if (rule->from[0] != '\0')
		hc_block_format(block, HC_STYLE_STRONG, " since %s",
		                rule->from);
	hc_block_format(block, HC_STYLE_PLAIN, ": %s", rule->sentence);
}

static void
put_opinion(void *data, const char *profile, const HcProfileOpinion *opinion)
{
	HcBlock *block = data;

	put_wide_label(block, profile, PROFILE);
	hc_block_put(block, HC_STYLE_STRONG, opinion->word);
	if (opinion->reason)
		hc_block_format(block, HC_STYLE_PLAIN, ": %s", opinion->reason);
}

static void
put_profiles(HcBlock *block, const HcCipher *cipher, unsigned version)
{
	hc_block_line(block, 0);
	hc_block_format(block, HC_STYLE_FAINT,
	                cipher ? "profiles on %s, by the rules of %s"
	                       : "profiles on %s at best, by the rules of %s",
	                hc_tls_version_name(version), hc_rule_date());
	hc_explain_profiles(cipher, version, put_opinion, block);
}

static void
put_versions(HcBlock *block, unsigned low, unsigned high)
{
	put_label(block, "versions");
	hc_block_put(block, HC_STYLE_PLAIN, hc_tls_version_name(low));
	if (low != high)
		hc_block_format(block, HC_STYLE_PLAIN, " to %s",
		                hc_tls_version_name(high));
}

static void
put_suite(HcBlock *block, const char *what, const HcCipher *cipher)
{
	size_t count;
	const HcSpelling *spellings = hc_cipher_spellings(cipher, &count);
	const HcGradeRule *rule;

	put_heading(block, what, cipher->iana_name);
	put_row(block, "code point", cipher->iana_code);
	put_versions(block, cipher->version_min, cipher->version_max);
	/* Suites of TLS 1.3 leave both to other parts of the handshake. */
	put_row(block, "key exchange",
	        cipher->kex[0] == '(' ? "by the group" : cipher->kex);
	hc_block_put(block, HC_STYLE_PLAIN,
	             cipher->forward_secret ? ", forward secrecy"
	                                    : ", no forward secrecy");
	put_row(block, "authentication",
	        cipher->auth[0] == '(' ? "by the signature" : cipher->auth);
	put_row(block, "encryption", cipher->enc);
	hc_block_format(block, HC_STYLE_PLAIN, ", %u bits", cipher->bits);
	if (cipher->bits_effective != cipher->bits)
		hc_block_format(block, HC_STYLE_PLAIN, ", worth %u",
		                cipher->bits_effective);
	hc_block_put(block, HC_STYLE_PLAIN, cipher->aead ? ", AEAD" : "");
	put_row(block, "class", cipher->strength);
	for (size_t i = 0; i < count; i++)
		put_spelling(block, i == 0 ? "spellings" : "", &spellings[i]);
	for (size_t i = 0; (rule = hc_cipher_rule(cipher, i)) != NULL; i++)
		put_rule(block, i == 0 ? "grade by date" : "", rule);
	put_profiles(block, cipher, cipher->version_max);
}

static void
put_version(HcBlock *block, const HcTlsWord *word)
{
	const char *low = hc_tls_version_name(word->version_low);
	const char *high = hc_tls_version_name(word->version_high);
	g_autofree char *range = g_strdup_printf("%s to %s", low, high);
	bool exact = word->version_low == word->version_high;
	const HcGradeRule *rule;
	HcSpelling spelling;

	if (word->version_low == 0)
		low = "not stated";
	put_heading(block, "version", exact ? low : range);
	if (exact && word->version_low != 0) {
		put_label(block, "code point");
		hc_block_format(block, HC_STYLE_PLAIN, "0x%04x",
		                word->version_low);
	}
	for (size_t i = 0; hc_version_spelling(
		     word->version_low, word->version_high, i, &spelling);
	     i++)
		put_spelling(block, i == 0 ? "spellings" : "", &spelling);
	for (size_t i = 0;
	     exact &&
	     (rule = hc_tls_version_rule(word->version_low, i)) != NULL;
	     i++)
		put_rule(block, i == 0 ? "grade by date" : "", rule);
	if (exact && word->version_low != 0)
		put_profiles(block, NULL, word->version_low);
}

/* What our own grades and each profile say of a group alone. */
static void
put_group_rules(HcBlock *block, const char *group, unsigned bits)
{
	const HcGradeRule *rule;

	for (size_t i = 0; (rule = hc_group_rule(group, bits, i)) != NULL; i++)
		put_rule(block, i == 0 ? "grade by date" : "", rule);
	hc_block_line(block, 0);
	hc_block_format(block, HC_STYLE_FAINT,
	                "profiles that speak of groups, by the rules of %s",
	                hc_rule_date());
	hc_explain_group(group, bits, put_opinion, block);
}

static void
put_group(HcBlock *block, const HcGroup *group)
{
	static const struct {
		const char *kind;
		const char *words;
	} kinds[] = {
		{"ecdh",      "elliptic curve"                          },
		{"ffdh",      "finite field (RFC 7919)"                 },
		{"hybrid-pq",
	         "elliptic curve and lattice, against quantum computers"},
		{"pq",        "lattice, against quantum computers"      },
		{"gost",      "GOST elliptic curve (RFC 9189)"          },
	};
	HcSpelling spelling;

	put_heading(block, "group", group->name);
	put_label(block, "code point");
	hc_block_format(block, HC_STYLE_PLAIN, "%u", group->code);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(kinds[i].kind, group->kind) == 0)
			put_row(block, "kind", kinds[i].words);
	if (group->bits) {
		put_label(block, "strength");
		hc_block_format(block, HC_STYLE_PLAIN, "%u bits", group->bits);
	}
	for (size_t i = 0; hc_group_spelling(group, i, &spelling); i++)
		put_spelling(block, i == 0 ? "spellings" : "", &spelling);
	put_group_rules(block, group->name, 0);
}

static const char *
answer(char letter)
{
	switch (letter) {
	case 'y':
		return "yes";
	case 'n':
		return "no";
	case 'i':
		return "implied by the service";
	case '-':
		return "no network hop";
	default:
		return "not stated";
	}
}

static void
put_keyword(HcBlock *block, const HcTransmission *keyword)
{
	put_heading(block, "with keyword", keyword->token);
	put_row(block, "registered", keyword->status);
	put_row(block, "protocol", keyword->family);
	put_row(block, "TLS", answer(keyword->tls));
	put_row(block, "authentication", answer(keyword->auth));
	put_row(block, "reference", keyword->reference);
}

/** Clauses of control catalogues, a line a catalogue that has any. */
static void
put_controls(HcBlock *block, const HcRule *rule)
{
	size_t count;
	const HcCatalogue *catalogues = hc_catalogues(&count);
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		const char *clauses =
			hc_catalogue_references(&catalogues[i], rule->id);

		if (clauses == NULL)
			continue;
		put_label(block, any ? "" : "controls");
		hc_block_format(block, HC_STYLE_PLAIN, "%s: %s",
		                catalogues[i].title, clauses);
		any = true;
	}
	if (any)
		put_row(block, "controls from", hc_catalogue_source());
}

static void
put_finding(HcBlock *block, const HcRule *rule)
{
	put_heading(block, "finding", rule->id);
	put_row(block, "title", rule->title);
	put_row(block, "severity", hc_severity_token(rule->severity));
	put_row(block, "strongest effect",
	        hc_effect_token(hc_rule_effect(rule)));
	put_row(block, "rationale", rule->rationale);
	put_row(block, "source", rule->source);
	put_row(block, "remediation", rule->remediation);
	put_row(block, "not proved", rule->not_proved);
	put_controls(block, rule);
}

static void
put_doubts(HcBlock *block, const HcExplained *explained)
{
	const char *doubt = hc_explained_doubt(explained, 0);

	if (!doubt)
		return;
	hc_block_line(block, 0);
	for (size_t i = 0; (doubt = hc_explained_doubt(explained, i)) != NULL;
	     i++) {
		hc_block_line(block, 2);
		hc_block_put(block, HC_STYLE_PLAIN, "- ");
		hc_block_put(block, HC_STYLE_PLAIN, doubt);
	}
}

static void
put_date(HcBlock *block)
{
	hc_block_line(block, 0);
	hc_block_line(block, 0);
	hc_block_format(
		block, HC_STYLE_FAINT,
		"Rules of %s.  A hop has the lowest of the grades of its "
		"version, suite and group.",
		hc_rule_date());
}

void
hc_explain_text(GString *out, const HcReportOptions *options,
                const HcExplained *explained)
{
	const HcTlsWord *word = &explained->word;
	unsigned width = options->width ? MIN(options->width, PROSE) : WIDTH;
	g_auto(HcBlock) block = {0};

	hc_block_init(&block, width, options->utf8, options->colour);
	hc_block_line(&block, 0);
	hc_block_name(&block, HC_STYLE_STRONG, explained->asked);
	if (word->partial)
		put_heading(&block, "in a suite's place:", word->partial);
	for (size_t i = 0; i < word->cipher_count; i++)
		put_suite(&block, "suite", word->ciphers[i]);
	if (word->cipher13)
		put_suite(&block, "under TLS 1.3, spelled by its parts:",
		          word->cipher13);
	if (word->version && !word->no_tls)
		put_version(&block, word);
	if (word->group)
		put_group(&block, word->group);
	if (word->group_bits) {
		put_heading(&block, "group", "of a finite field");
		put_label(&block, "size");
		hc_block_format(&block, HC_STYLE_PLAIN, "%u bits",
		                word->group_bits);
		put_group_rules(&block, NULL, word->group_bits);
	}
	if (word->keyword)
		put_keyword(&block, word->keyword);
	if (explained->rule)
		put_finding(&block, explained->rule);
	put_doubts(&block, explained);
	if (word->cipher_count > 0 || word->version_low != 0 || word->group ||
	    word->group_bits)
		put_date(&block);
	hc_block_line(&block, 0);
	hc_block_write(&block, out, 0);
}
