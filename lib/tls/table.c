/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table.c - suites, versions and groups by any of their spellings. */
#include "config.h"

#include "table.h"

#include <string.h>

#include "scan.h"

#define VERSION_NONE 0xffff

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
} VersionWord;

typedef struct {
	const char *token;
	uint16_t low;
} PartialWord;

typedef struct {
	const char *spelling;
	const char *group;
} GroupWord;

typedef struct {
	uint16_t version;    /* or 0 */
	const char *subject; /* or "" */
	int32_t from_day;
	HcGrade grade;
	const char *sentence;
} GradeRule;

typedef struct {
	uint16_t version;
	int32_t day;
} FirstDay;

#include "tls-tables.h"

/* ------------------------------------------------------------------ suites */

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

/* Schannel appends the curve to the IANA name. */
static const struct {
	const char *suffix;
	const char *group;
} schannel_curves[] = {
	{"_P256", "secp256r1"},
	{"_P384", "secp384r1"},
	{"_P521", "secp521r1"},
};

static const char *
schannel_group(const char *name, size_t *length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schannel_curves); i++) {
		size_t size = strlen(schannel_curves[i].suffix);

		if (*length > size && hc_is(name + *length - size, size,
		                            schannel_curves[i].suffix)) {
			*length -= size;
			return schannel_curves[i].group;
		}
	}
	return NULL;
}

/* Longest first, so that DHE_PSK is not read as DHE and a group PSK. */
static const char *const gnutls_exchanges[] = {
	"ECDHE_PSK", "DHE_PSK", "ANON_ECDH", "ANON_DH", "RSA_PSK",
	"SRP_RSA",   "SRP_DSS", "HYBRID",    "ECDHE",   "DHE",
	"PSK",       "SRP",     "RSA",
};

static const char *
find_bytes(const char *text, size_t length, const char *word)
{
	return g_strstr_len(text, (gssize)length, word);
}

/* The table's form of a GnuTLS description's key exchange and signature.
 *     ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM
 *     ECDHE_G__{RSA_SIG}__AES_256_GCM */
static void
describe(GString *out, const char *exchange, size_t exchange_length,
         bool with_group, const char *signature, size_t signature_length,
         bool tls13)
{
	g_string_append_len(out, exchange, (gssize)exchange_length);
	if (with_group)
		g_string_append(out, "_G");
	g_string_append(out, "__");
	if (!signature)
		return;
	if (tls13)
		g_string_append(out, "{SIG}__");
	else if (find_bytes(signature, signature_length, "ECDSA") ||
	         find_bytes(signature, signature_length, "EDDSA"))
		g_string_append(out, "{ECDSA_SIG}__");
	else if (find_bytes(signature, signature_length, "DSA"))
		g_string_append(out, "{DSS_SIG}__");
	else
		g_string_append(out, "{RSA_SIG}__");
}

static const HcCipher *const *
find_description(const char *exchange, size_t exchange_length, bool with_group,
                 const char *signature, size_t signature_length,
                 const char *rest, size_t rest_length, bool tls13,
                 size_t *count_out)
{
	g_autoptr(GString) key = g_string_new(NULL);

	describe(key, exchange, exchange_length, with_group, signature,
	         signature_length, tls13);
	g_string_append_len(key, rest, (gssize)rest_length);
	return hc_cipher_find(key->str, key->len, count_out);
}

/* GnuTLS gnutls_session_get_desc() with the punctuation that Exim gives it. */
static bool
read_description(const char *text, size_t length, HcCipherWord *word)
{
	const char *end = text + length;
	const char *first = find_bytes(text, length, "__");
	const char *second =
		first ? find_bytes(first + 2, (size_t)(end - first - 2), "__")
		      : NULL;
	const char *exchange = NULL;
	const char *signature = NULL;
	const char *rest;
	size_t size = 0;
	size_t signature_length = 0;
	size_t count;
	bool with_group;

	if (!first)
		return false;
	for (size_t i = 0; !exchange && i < G_N_ELEMENTS(gnutls_exchanges);
	     i++) {
		size = strlen(gnutls_exchanges[i]);
		if ((size_t)(first - text) >= size &&
		    g_ascii_strncasecmp(text, gnutls_exchanges[i], size) == 0 &&
		    (text + size == first || text[size] == '_'))
			exchange = gnutls_exchanges[i];
	}
	if (!exchange)
		return false;
	with_group = text + size < first;
	if (with_group)
		word->group = hc_group_find(text + size + 1,
		                            (size_t)(first - text) - size - 1);
	rest = first + 2;
	/* Only a certificate's key exchange has a signature between. */
	if (second && with_group && !strstr(exchange, "PSK")) {
		signature = first + 2;
		signature_length = (size_t)(second - signature);
		rest = second + 2;
	}
	word->ciphers = find_description(
		exchange, size, with_group, signature, signature_length, rest,
		(size_t)(end - rest), false, &word->count);
	word->ciphers13 = find_description(exchange, size, with_group,
	                                   signature, signature_length, rest,
	                                   (size_t)(end - rest), true, &count);
	if (word->ciphers13 && word->ciphers13[0]->version_min != HC_TLS_1_3)
		word->ciphers13 = NULL;
	if (!word->ciphers && word->ciphers13) {
		word->ciphers = word->ciphers13;
		word->count = count;
	}
	word->gnutls = true;
	return word->count > 0;
}

static bool
read_partial(const char *text, size_t length, HcCipherWord *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(partial_words); i++) {
		if (!hc_is(text, length, partial_words[i].token))
			continue;
		word->partial = true;
		word->none = partial_words[i].low == VERSION_NONE;
		word->low = word->none ? 0 : partial_words[i].low;
		return true;
	}
	return false;
}

/* GnuTLS names neither start with "TLS_" nor say "WITH" (gnutls_cipher_suite_
 * get_name() without its "GNUTLS_"). */
static bool
gnutls_spelled(const char *text, size_t length)
{
	return length > 4 && memchr(text, '_', length) &&
	       !memchr(text, '-', length) &&
	       g_ascii_strncasecmp(text, "TLS", 3) != 0 &&
	       g_ascii_strncasecmp(text, "SSL", 3) != 0 &&
	       !find_bytes(text, length, "_WITH_");
}

static bool
read_suite(const char *text, size_t length, HcCipherWord *word)
{
	char name[SPELLING_MAX + 8];
	size_t bare = length;
	const char *group;
	int size;

	word->ciphers = hc_cipher_find(text, length, &word->count);
	if (!word->ciphers) {
		group = schannel_group(text, &bare);
		if (group) {
			word->ciphers =
				hc_cipher_find(text, bare, &word->count);
			word->group = word->ciphers ? group : NULL;
		}
	} else {
		word->group = schannel_group(text, &bare);
	}
	word->gnutls = word->ciphers && gnutls_spelled(text, length);
	if (word->ciphers || length > SPELLING_MAX)
		return word->ciphers;
	/* The IANA name without its first word. */
	size = g_snprintf(name, sizeof name, "TLS_%.*s", (int)length, text);
	word->ciphers = hc_cipher_find(name, (size_t)size, &word->count);
	return word->ciphers;
}

/* Damage at the ends: what a writer's or a reader's comment left behind. */
static void
trim(const char **text, size_t *length)
{
	static const char head[] = " \t\"'<";
	static const char tail[] = " \t\"'>,;.";

	while (*length && memchr(head, **text, sizeof head - 1)) {
		(*text)++;
		(*length)--;
	}
	while (*length && memchr(tail, (*text)[*length - 1], sizeof tail - 1))
		(*length)--;
	if (*length && (*text)[*length - 1] == ')' &&
	    !memchr(*text, '(', *length))
		(*length)--;
}

bool
hc_cipher_read(const char *text, HcCipherWord *word_out)
{
	size_t length = strlen(text);

	memset(word_out, 0, sizeof *word_out);
	trim(&text, &length);
	return read_partial(text, length, word_out) ||
	       read_suite(text, length, word_out) ||
	       read_description(text, length, word_out);
}

/* ------------------------------------------------------ versions and groups */

bool
hc_version_read(const char *text, HcVersionWord *word_out)
{
	size_t length = strlen(text);
	const char *slash;

	memset(word_out, 0, sizeof *word_out);
	trim(&text, &length);
	/* .NET flags print as "TLS\Tls12". */
	slash = memchr(text, '\\', length);
	if (slash) {
		length -= (size_t)(slash + 1 - text);
		text = slash + 1;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(version_words); i++) {
		const VersionWord *row = &version_words[i];

		if (!hc_is(text, length, row->token))
			continue;
		word_out->none = row->low == VERSION_NONE;
		word_out->low = word_out->none ? 0 : row->low;
		word_out->high = word_out->none ? 0 : row->high;
		word_out->family = row->family;
		return true;
	}
	return false;
}

static const char *const group_prefixes[] = {"ECDHE", "DHE", "HYBRID", "FFDHE"};

static const char *
find_group_word(const char *text, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(group_words); i++)
		if (hc_is(text, length, group_words[i].spelling))
			return group_words[i].group;
	return NULL;
}

/* "ECDHE (P-256)" (Postfix), "ECDHE-SECP256R1" and "HYBRID-X25519-MLKEM768"
 * (GnuTLS): the group stands behind the exchange. */
const char *
hc_group_find(const char *text, size_t length)
{
	const char *found;

	while (length && text[length - 1] == ' ')
		length--;
	found = find_group_word(text, length);
	for (size_t i = 0; !found && i < G_N_ELEMENTS(group_prefixes); i++) {
		size_t size = strlen(group_prefixes[i]);
		const char *at = text + size;
		const char *end = text + length;

		if (length <= size ||
		    g_ascii_strncasecmp(text, group_prefixes[i], size) != 0)
			continue;
		while (at < end && strchr(" \t-_:(", *at))
			at++;
		while (at < end && (end[-1] == ')' || end[-1] == ' '))
			end--;
		if (at > text + size)
			found = find_group_word(at, (size_t)(end - at));
	}
	return found;
}

/* ------------------------------------------------------------------- rules */

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
	*sentence_out = newest ? newest->sentence : NULL;
	return newest ? newest->grade : HC_GRADE_NONE;
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
