/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain-json.c - a word explained, as JSON. */
#include "config.h"

#include "explain.h"
#include "writer.h"

static void
version(HcWriter *writer, const char *name, unsigned wire)
{
	hc_writer_token(writer, name,
	                wire != 0 ? hc_tls_version_name(wire) : NULL);
}

static void
spelling(HcWriter *writer, const HcSpelling *shown)
{
	hc_writer_object(writer, "spelling");
	hc_writer_token(writer, "writer", shown->writer);
	hc_writer_token(writer, "text", shown->text);
	hc_writer_end(writer);
}

static void
rule(HcWriter *writer, const HcGradeRule *shown)
{
	hc_writer_object(writer, "rule");
	hc_writer_token(writer, "grade", hc_grade_token(shown->grade));
	hc_writer_token(writer, "from",
	                shown->from[0] != '\0' ? shown->from : NULL);
	hc_writer_token(writer, "source", shown->source);
	hc_writer_token(writer, "sentence", shown->sentence);
	hc_writer_end(writer);
}

static void
opinion(void *data, const char *profile, const HcProfileOpinion *shown)
{
	HcWriter *writer = data;

	hc_writer_object(writer, "opinion");
	hc_writer_token(writer, "profile", profile);
	hc_writer_token(writer, "word", shown->word);
	hc_writer_token(writer, "reason", shown->reason);
	hc_writer_token(writer, "source", shown->source);
	hc_writer_end(writer);
}

static void
profiles(HcWriter *writer, const HcCipher *cipher, unsigned wire)
{
	hc_writer_list(writer, "profiles");
	hc_explain_profiles(cipher, wire, opinion, writer);
	hc_writer_end(writer);
}

static void
suite(HcWriter *writer, const HcCipher *cipher)
{
	size_t count;
	const HcSpelling *spellings = hc_cipher_spellings(cipher, &count);
	const HcGradeRule *shown;

	hc_writer_object(writer, "suite");
	hc_writer_token(writer, "code", cipher->iana_code);
	hc_writer_token(writer, "name", cipher->iana_name);
	version(writer, "version-min", cipher->version_min);
	version(writer, "version-max", cipher->version_max);
	hc_writer_number(writer, "bits", cipher->bits);
	hc_writer_number(writer, "bits-effective", cipher->bits_effective);
	hc_writer_token(writer, "key-exchange", cipher->kex);
	hc_writer_token(writer, "authentication", cipher->auth);
	hc_writer_token(writer, "encryption", cipher->enc);
	hc_writer_flag(writer, "forward-secret", cipher->forward_secret);
	hc_writer_flag(writer, "aead", cipher->aead);
	hc_writer_token(writer, "class", cipher->strength);
	hc_writer_list(writer, "spellings");
	for (size_t i = 0; i < count; i++)
		spelling(writer, &spellings[i]);
	hc_writer_end(writer);
	hc_writer_list(writer, "rules");
	for (size_t i = 0; (shown = hc_cipher_rule(cipher, i)) != NULL; i++)
		rule(writer, shown);
	hc_writer_end(writer);
	profiles(writer, cipher, cipher->version_max);
	hc_writer_end(writer);
}

static void
version_object(HcWriter *writer, const HcTlsWord *word)
{
	bool exact = word->version_low == word->version_high;
	const HcGradeRule *shown;
	HcSpelling spelled;

	hc_writer_object(writer, "version");
	version(writer, "low", word->version_low);
	version(writer, "high", word->version_high);
	hc_writer_flag(writer, "family", word->version_family);
	hc_writer_list(writer, "spellings");
	for (size_t i = 0; hc_version_spelling(word->version_low,
	                                       word->version_high, i, &spelled);
	     i++)
		spelling(writer, &spelled);
	hc_writer_end(writer);
	hc_writer_list(writer, "rules");
	for (size_t i = 0;
	     exact &&
	     (shown = hc_tls_version_rule(word->version_low, i)) != NULL;
	     i++)
		rule(writer, shown);
	hc_writer_end(writer);
	if (exact && word->version_low != 0)
		profiles(writer, NULL, word->version_low);
	hc_writer_end(writer);
}

static void
group_rules(HcWriter *writer, const char *name, unsigned bits)
{
	const HcGradeRule *shown;

	hc_writer_list(writer, "rules");
	for (size_t i = 0; (shown = hc_group_rule(name, bits, i)) != NULL; i++)
		rule(writer, shown);
	hc_writer_end(writer);
	hc_writer_list(writer, "profiles");
	hc_explain_group(name, bits, opinion, writer);
	hc_writer_end(writer);
}

static void
group(HcWriter *writer, const HcGroup *shown)
{
	HcSpelling spelled;

	hc_writer_object(writer, "group");
	hc_writer_token(writer, "name", shown->name);
	hc_writer_number(writer, "code", shown->code);
	hc_writer_token(writer, "kind", shown->kind);
	if (shown->bits != 0)
		hc_writer_number(writer, "bits", shown->bits);
	else
		hc_writer_none(writer, "bits");
	hc_writer_list(writer, "spellings");
	for (size_t i = 0; hc_group_spelling(shown, i, &spelled); i++)
		spelling(writer, &spelled);
	hc_writer_end(writer);
	group_rules(writer, shown->name, 0);
	hc_writer_end(writer);
}

/* One that has no name of its own. */
static void
sized_group(HcWriter *writer, unsigned bits)
{
	hc_writer_object(writer, "sized-group");
	hc_writer_number(writer, "bits", bits);
	group_rules(writer, NULL, bits);
	hc_writer_end(writer);
}

static void
letter(HcWriter *writer, const char *name, char value)
{
	static const struct {
		char letter;
		const char *token;
	} tokens[] = {
		{'y', "yes"       },
                {'n', "no"        },
                {'?', "not-stated"},
		{'-', "no-network"},
                {'i', "implied"   },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++)
		if (tokens[i].letter == value)
			hc_writer_token(writer, name, tokens[i].token);
}

static void
keyword(HcWriter *writer, const HcTransmission *shown)
{
	hc_writer_object(writer, "keyword");
	hc_writer_token(writer, "token", shown->token);
	hc_writer_token(writer, "status", shown->status);
	hc_writer_token(writer, "family", shown->family);
	letter(writer, "tls", shown->tls);
	letter(writer, "auth", shown->auth);
	hc_writer_flag(writer, "smtputf8", shown->smtputf8);
	hc_writer_token(writer, "reference", shown->reference);
	hc_writer_end(writer);
}

static void
controls(HcWriter *writer, const HcRule *shown)
{
	size_t count;
	const HcCatalogue *catalogues = hc_catalogues(&count);

	hc_writer_list(writer, "controls");
	for (size_t i = 0; i < count; i++) {
		const char *clauses =
			hc_catalogue_references(&catalogues[i], shown->id);

		if (clauses == NULL)
			continue;
		hc_writer_object(writer, "control");
		hc_writer_token(writer, "catalogue", catalogues[i].id);
		hc_writer_token(writer, "title", catalogues[i].title);
		hc_writer_token(writer, "clauses", clauses);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

static void
finding(HcWriter *writer, const HcRule *shown)
{
	hc_writer_object(writer, "finding");
	hc_writer_token(writer, "id", shown->id);
	hc_writer_token(writer, "severity", hc_severity_token(shown->severity));
	hc_writer_token(writer, "effect",
	                hc_effect_token(hc_rule_effect(shown)));
	hc_writer_token(writer, "title", shown->title);
	hc_writer_token(writer, "rationale", shown->rationale);
	hc_writer_token(writer, "source", shown->source);
	hc_writer_token(writer, "remediation", shown->remediation);
	hc_writer_token(writer, "not-proved", shown->not_proved);
	hc_writer_token(writer, "controls-from", hc_catalogue_source());
	controls(writer, shown);
	hc_writer_end(writer);
}

void
hc_explain_json(GString *out, const HcExplained *explained)
{
	const HcTlsWord *word = &explained->word;
	const char *doubt;
	HcWriter writer;

	hc_writer_init(&writer, &hc_writer_json, out, NULL);
	hc_writer_object(&writer, "explanation");
	hc_writer_token(&writer, "word", explained->asked);
	hc_writer_token(&writer, "rule-date", hc_rule_date());
	hc_writer_token(&writer, "partial", word->partial);
	hc_writer_flag(&writer, "no-tls", word->no_tls);
	if (word->group_bits != 0)
		hc_writer_number(&writer, "group-bits", word->group_bits);
	else
		hc_writer_none(&writer, "group-bits");
	hc_writer_list(&writer, "suites");
	for (size_t i = 0; i < word->cipher_count; i++)
		suite(&writer, word->ciphers[i]);
	hc_writer_end(&writer);
	hc_writer_list(&writer, "tls13-suites");
	if (word->cipher13)
		suite(&writer, word->cipher13);
	hc_writer_end(&writer);
	if (word->version)
		version_object(&writer, word);
	if (word->group)
		group(&writer, word->group);
	if (word->group_bits)
		sized_group(&writer, word->group_bits);
	if (word->keyword)
		keyword(&writer, word->keyword);
	if (explained->rule)
		finding(&writer, explained->rule);
	hc_writer_list(&writer, "doubts");
	for (size_t i = 0; (doubt = hc_explained_doubt(explained, i)) != NULL;
	     i++)
		hc_writer_part(&writer, "doubt", doubt);
	hc_writer_end(&writer);
	hc_writer_end(&writer);
}
