/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe.c - GnuTLS session descriptions in a suite's place.
 *
 * gnutls_session_get_desc() writes, since GnuTLS 3.6 and before it:
 *
 *     (TLS1.2)-(ECDHE-X25519)-(RSA-PSS-RSAE-SHA256)-(AES-256-GCM)
 *     (TLS1.2)-(ECDHE-RSA-SECP256R1)-(AES-256-CBC)-(SHA1)
 *
 * Exim drops the version and the parentheses, and writes "_" for each sign:
 *
 *     ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM
 */
#include "config.h"

#include "describe.h"

#include <string.h>

/* The longest that GnuTLS has room for is 96 bytes. */
#define DESCRIPTION_MAX 160

/* Version, exchange, signature, cipher, hash. */
#define PARTS_MAX 5

typedef struct {
	const char *at;
	size_t length;
} Part;

/** An exchange and how a table's form of it begins. */
typedef struct {
	const char *name;
	const char *exchange;  /* in the table's form */
	const char *signature; /* that the older form names with it, or NULL */
} Exchange;

/* Longest first, so that DHE_PSK is not read as DHE and a group PSK. */
static const Exchange exchanges[] = {
	{"ECDHE_ECDSA", "ECDHE",     "ECDSA"},
	{"ECDHE_PSK",   "ECDHE_PSK", NULL   },
	{"ECDHE_RSA",   "ECDHE",     "RSA"  },
	{"DHE_PSK",     "DHE_PSK",   NULL   },
	{"DHE_RSA",     "DHE",       "RSA"  },
	{"DHE_DSS",     "DHE",       "DSA"  },
	{"ANON_ECDH",   "ANON_ECDH", NULL   },
	{"ANON_DH",     "ANON_DH",   NULL   },
	{"RSA_PSK",     "RSA_PSK",   NULL   },
	{"SRP_RSA",     "SRP_RSA",   NULL   },
	{"SRP_DSS",     "SRP_DSS",   NULL   },
	{"HYBRID",      "HYBRID",    NULL   },
	{"ECDHE",       "ECDHE",     NULL   },
	{"DHE",         "DHE",       NULL   },
	{"PSK",         "PSK",       NULL   },
	{"SRP",         "SRP",       NULL   },
	{"RSA",         "RSA",       NULL   },
};

static bool
starts(const Part *part, const char *word)
{
	size_t length = strlen(word);

	return part->length >= length &&
	       g_ascii_strncasecmp(part->at, word, length) == 0;
}

/* Write GnuTLS's own punctuation as Exim does.
 * @param out  room for length bytes
 * @return bytes written */
static size_t
normalise(const char *text, size_t length, char *out)
{
	size_t size = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '(')
			continue;
		if (text[i] != ')') {
			out[size++] = text[i] == '-' ? '_' : text[i];
			continue;
		}
		if (i + 1 == length)
			break;
		out[size++] = '_';
	}
	return size;
}

/* @return parts, 0 when there are too few or too many */
static size_t
split(const char *text, size_t length, Part *parts)
{
	const char *end = text + length;
	size_t count = 0;

	for (;;) {
		const char *mark =
			g_strstr_len(text, (gssize)(end - text), "__");

		if (count == PARTS_MAX)
			return 0;
		parts[count].at = text;
		parts[count++].length = (size_t)((mark ? mark : end) - text);
		if (!mark)
			return count > 1 ? count : 0;
		text = mark + 2;
	}
}

static const Exchange *
find_exchange(const Part *part)
{
	for (size_t i = 0; i < G_N_ELEMENTS(exchanges); i++) {
		size_t size = strlen(exchanges[i].name);

		if (starts(part, exchanges[i].name) &&
		    (part->length == size || part->at[size] == '_'))
			return &exchanges[i];
	}
	return NULL;
}

/* The word that stands for all signatures of a kind in the table's form. */
static const char *
signature_kind(const Part *part)
{
	static const struct {
		const char *start;
		const char *kind;
	} kinds[] = {
		{"RSA",   "{RSA_SIG}__"  },
		{"ECDSA", "{ECDSA_SIG}__"},
		{"EDDSA", "{ECDSA_SIG}__"},
		{"DSA",   "{DSS_SIG}__"  },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (starts(part, kinds[i].start))
			return kinds[i].kind;
	return NULL;
}

/* Look up the table's form: "ECDHE_G__{RSA_SIG}__AES_256_GCM". */
static const HcCipher *const *
find_form(const char *exchange, bool with_group, const char *signature,
          const Part *rest, size_t *count_out)
{
	char key[2 * DESCRIPTION_MAX];
	int length =
		g_snprintf(key, sizeof key, "%s%s__%s%.*s", exchange,
	                   with_group ? "_G" : "", signature ? signature : "",
	                   (int)rest->length, rest->at);

	return hc_cipher_find(key, (size_t)length, count_out);
}

static void
find_suites(const char *exchange, bool with_group, const char *signature,
            const Part *rest, HcCipherWord *word)
{
	size_t count = 0;

	word->ciphers =
		find_form(exchange, with_group, signature, rest, &word->count);
	word->ciphers13 = find_form(exchange, with_group,
	                            signature ? "{SIG}__" : NULL, rest, &count);
	if (word->ciphers13 && word->ciphers13[0]->version_min != HC_TLS_1_3)
		word->ciphers13 = NULL;
	if (!word->ciphers && word->ciphers13) {
		word->ciphers = word->ciphers13;
		word->count = count;
	}
}

static bool
read_parts(const Part *parts, size_t count, HcCipherWord *word)
{
	const Part *end = &parts[count - 1];
	const Part *first = parts;
	const Exchange *exchange;
	const char *signature = NULL;
	Part rest;
	size_t size;
	bool with_group;

	/* "TLS1.2-X.509" */
	if (starts(first, "TLS1") || starts(first, "SSL3"))
		first++;
	exchange = first < end ? find_exchange(first) : NULL;
	if (!exchange)
		return false;
	size = strlen(exchange->name);
	with_group = first->length > size;
	if (with_group) {
		const char *group = first->at + size + 1;
		size_t length = first->length - size - 1;

		word->group = hc_group_find(group, length);
		word->group_bits = hc_group_bits(group, length);
	}
	first++;
	if (exchange->signature) {
		Part named = {exchange->signature, strlen(exchange->signature)};

		signature = signature_kind(&named);
	} else if (first < end) {
		signature = signature_kind(first);
		first += signature != NULL;
	}
	rest.at = first->at;
	rest.length = (size_t)(end->at + end->length - first->at);
	find_suites(exchange->exchange, with_group, signature, &rest, word);
	word->gnutls = word->count > 0;
	return word->gnutls;
}

bool
hc_description_read(const char *text, size_t length, HcCipherWord *word)
{
	char plain[DESCRIPTION_MAX];
	Part parts[PARTS_MAX];
	size_t count;

	if (length > sizeof plain || length == 0)
		return false;
	if (text[0] == '(') {
		length = normalise(text, length, plain);
		text = plain;
	}
	count = split(text, length, parts);
	return count > 0 && read_parts(parts, count, word);
}
