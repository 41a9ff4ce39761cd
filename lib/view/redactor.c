/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* redactor.c - texts with tokens for what is not to be told.
 *
 * A token is a word for what it stands for and 16 hex digits of an HMAC-SHA-256
 * (RFC 2104) over that: the same value has the same token, and nobody without
 * the key can tell which.  In sentences of ours a word stays when it is one of
 * our vocabulary, a number or a word of TLS; whatever else stands there came
 * from a message. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <nettle/hmac.h>

#include "escape.h"
#include "redact.h"
#include "vocabulary-table.h"

struct HcRedactor {
	struct hmac_sha256_ctx keyed;
	unsigned kinds;
};

HcRedactor *
hc_redactor_new(const char *key, size_t length, unsigned kinds)
{
	HcRedactor *redactor = g_new0(HcRedactor, 1);

	hmac_sha256_set_key(&redactor->keyed, length, (const uint8_t *)key);
	redactor->kinds = kinds;
	return redactor;
}

void
hc_redactor_free(HcRedactor *redactor)
{
	if (redactor != NULL)
		memset(redactor, 0, sizeof *redactor);
	g_free(redactor);
}

/** Append a token: "KIND-0123456789abcdef". */
static void
put_token(const HcRedactor *redactor, GString *out, const char *kind,
          const char *text, size_t length)
{
	struct hmac_sha256_ctx keyed = redactor->keyed;
	uint8_t digest[8];

	/* what a token stands for is part of what it is over */
	hmac_sha256_update(&keyed, strlen(kind) + 1, (const uint8_t *)kind);
	hmac_sha256_update(&keyed, length, (const uint8_t *)text);
	hmac_sha256_digest(&keyed, sizeof digest, digest);
	g_string_append_printf(out, "%s-", kind);
	hc_escape_hex(out, (const char *)digest, sizeof digest);
}

char *
hc_redactor_key_id(const HcRedactor *redactor)
{
	g_autoptr(GString) id = g_string_new(NULL);

	put_token(redactor, id, "key", "", 0);
	return g_strdup(id->str + strlen("key-"));
}

static bool
wants(const HcRedactor *redactor, unsigned kinds)
{
	return (redactor->kinds & kinds) != 0;
}

/* ------------------------------------------------------------------ values */

/** A host is the same in either case, with a dot behind it or in brackets. */
static void
put_host(const HcRedactor *redactor, GString *out, const char *text,
         size_t length)
{
	g_autofree char *lower = NULL;

	if (!wants(redactor, HC_REDACT_HOSTS)) {
		g_string_append_len(out, text, (gssize)length);
		return;
	}
	while (length > 1 &&
	       (text[length - 1] == '.' || text[length - 1] == ']'))
		length--;
	if (length > 1 && *text == '[')
		text++, length--;
	lower = g_ascii_strdown(text, (gssize)length);
	put_token(redactor, out, "host", lower, strlen(lower));
}

static void
put_address(const HcRedactor *redactor, GString *out, const char *text,
            size_t length)
{
	const char *at = memrchr(text, '@', length);
	size_t local = at != NULL ? (size_t)(at - text) : length;

	if (wants(redactor, HC_REDACT_ADDRESSES)) {
		put_token(redactor, out, "address", text, length);
		return;
	}
	if (wants(redactor, HC_REDACT_LOCAL_PARTS))
		put_token(redactor, out, "local", text, length);
	else
		g_string_append_len(out, text, (gssize)local);
	if (at == NULL)
		return;
	g_string_append_c(out, '@');
	put_host(redactor, out, at + 1, length - local - 1);
}

/** One address: what stands around it goes with it. */
static void
put_one_address(const HcRedactor *redactor, GString *out, const char *text)
{
	size_t length = strlen(text);

	if (!wants(redactor, HC_REDACT_ADDRESSES | HC_REDACT_LOCAL_PARTS |
	                             HC_REDACT_HOSTS))
		g_string_append(out, text);
	else if (length > 2 && *text == '<' && text[length - 1] == '>')
		put_address(redactor, out, text + 1, length - 2);
	else
		put_address(redactor, out, text, length);
}

static const char splits[] = " \t<>(),;\"[]";

/** Addresses with names: a name is what is not an address. */
static void
put_addresses(const HcRedactor *redactor, GString *out, const char *text)
{
	bool odd = strpbrk(text, "\"(\\") != NULL;
	const unsigned any = HC_REDACT_NAMES | HC_REDACT_ADDRESSES |
	                     HC_REDACT_LOCAL_PARTS | HC_REDACT_HOSTS;

	if (!wants(redactor, any)) {
		g_string_append(out, text);
		return;
	}
	/* Who quotes can hide an address from whoever looks for words. */
	if (wants(redactor, HC_REDACT_NAMES) || odd)
		put_token(redactor, out, "name", text, strlen(text));
	while (*text != '\0') {
		size_t skip = strspn(text, splits);
		size_t length = strcspn(text + skip, splits);
		bool address = memchr(text + skip, '@', length) != NULL;

		if (wants(redactor, HC_REDACT_NAMES) || odd) {
			if (address && !odd) {
				g_string_append_c(out, ' ');
				put_address(redactor, out, text + skip, length);
			}
		} else {
			g_string_append_len(out, text, (gssize)skip);
			if (address)
				put_address(redactor, out, text + skip, length);
			else
				g_string_append_len(out, text + skip,
				                    (gssize)length);
		}
		text += skip + length;
	}
}

/* --------------------------------------------------------------- sentences */

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

bool
hc_vocabulary_has(const char *word, size_t length)
{
	g_autofree char *lower = g_ascii_strdown(word, (gssize)length);

	return bsearch(lower, vocabulary, G_N_ELEMENTS(vocabulary),
	               sizeof *vocabulary, compare) != NULL;
}

/** Whether a word is made of digits and what parts them, and no address. */
static bool
is_number(const char *word)
{
	unsigned dots = 0, colons = 0, digits = 0;

	if (word[strspn(word, "0123456789.:+-/%")] != '\0')
		return false;
	for (; *word != '\0'; word++) {
		dots += *word == '.';
		colons += *word == ':';
		digits += g_ascii_isdigit(*word);
	}
	/* an IPv4 address has three dots, an IPv6 address more than two colons */
	return dots < 3 && colons < 3 && digits <= 14;
}

static bool
is_tls(const char *word)
{
	HcTlsWord known;

	return hc_tls_word(word, &known) &&
	       ((known.group != NULL && strcmp(known.group->name, word) == 0) ||
	        known.cipher_count > 0 || known.cipher13 != NULL ||
	        known.version || known.keyword != NULL);
}

/** Words that fields state TLS with; days and months, as in their stamps. */
static const char *const stated[] = {
	"key-exchange",
	"server-signature",
	"server-digest",
	"client-signature",
	"client-digest",
	"ecdsa",
	"rsa",
	"rsa-pss",
	"x25519",
	"sha256",
	"sha384",
	"sha512",
	"p-256",
	"p-384",
	"verify",
	"verified",
	"cipher",
	"bits",
	"using",
	"version",
	"ok",
	"no",
	"fail",
	"not",
	"requested",
	"present",
	"mon",
	"tue",
	"wed",
	"thu",
	"fri",
	"sat",
	"sun",
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec",
	"utc",
	"gmt",
	"est",
	"edt",
	"cst",
	"cdt",
	"mst",
	"mdt",
	"pst",
	"pdt",
	"bst",
	"cet",
	"cest",
};

static bool
is_stated(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(stated); i++)
		if (g_ascii_strcasecmp(stated[i], word) == 0)
			return true;
	return false;
}

static bool
is_rule(const char *word)
{
	return strlen(word) == 6 && g_str_has_prefix(word, "HC-") &&
	       g_ascii_isupper(word[3]) && g_ascii_isdigit(word[4]) &&
	       g_ascii_isdigit(word[5]);
}

static bool
is_ours(const char *word)
{
	return is_number(word) || is_tls(word) || is_stated(word) ||
	       is_rule(word) || hc_vocabulary_has(word, strlen(word));
}

static void
put_word(const HcRedactor *redactor, GString *out, const char *word)
{
	size_t length = strlen(word);

	if (is_ours(word))
		g_string_append(out, word);
	else if (strchr(word, '@') != NULL)
		put_address(redactor, out, word, length);
	else if (strchr(word, '/') != NULL &&
	         wants(redactor, HC_REDACT_NAMES | HC_REDACT_HOSTS))
		put_token(redactor, out, "file", word, length);
	else if (wants(redactor, HC_REDACT_HOSTS) ||
	         strpbrk(word, ".:") != NULL)
		put_host(redactor, out, word, length);
	else if (wants(redactor, HC_REDACT_NAMES | HC_REDACT_ADDRESSES |
	                                 HC_REDACT_LOCAL_PARTS))
		put_token(redactor, out, "text", word, length);
	else
		g_string_append(out, word);
}

/** What stands between quotation marks is a message's. */
static void
put_quoted(const HcRedactor *redactor, GString *out, const char *text,
           size_t length)
{
	g_autofree char *word = g_strndup(text, length);

	if (is_number(word) || is_tls(word))
		g_string_append(out, word);
	else
		put_token(redactor, out, "text", text, length);
}

/** Bytes at the start of a text that part words: also line ends and tabs as
 *  they are escaped. */
static size_t
count_splits(const char *text)
{
	size_t at = 0;

	for (;;) {
		if (text[at] == '\\' && text[at + 1] != '\0' &&
		    strchr("nrt", text[at + 1]) != NULL)
			at += 2;
		else if (text[at] != '\0' && strchr(" \t<>(),;[]", text[at]))
			at++;
		else
			return at;
	}
}

static size_t
count_word(const char *text)
{
	size_t at = 0;

	while (text[at] != '\0' && text[at] != '"' &&
	       count_splits(text + at) == 0)
		at += text[at] == '\\' && text[at + 1] != '\0' ? 2 : 1;
	return at;
}

/** Append a word and what ends a sentence behind it. */
static void
put_ended_word(const HcRedactor *redactor, GString *out, const char *text,
               size_t length)
{
	size_t tail = 0;
	g_autofree char *word = NULL;

	while (tail < length && strchr(".:!?", text[length - 1 - tail]) != NULL)
		tail++;
	word = g_strndup(text, length - tail);
	if (*word != '\0')
		put_word(redactor, out, word);
	g_string_append_len(out, text + length - tail, (gssize)tail);
}

static void
put_words(const HcRedactor *redactor, GString *out, const char *text)
{
	while (*text != '\0') {
		size_t skip = count_splits(text);
		size_t length;

		g_string_append_len(out, text, (gssize)skip);
		text += skip;
		if (*text != '"') {
			length = count_word(text);
			put_ended_word(redactor, out, text, length);
			text += length;
			continue;
		}
		length = strcspn(text + 1, "\"");
		g_string_append_c(out, '"');
		put_quoted(redactor, out, text + 1, length);
		text += 1 + length;
		if (*text == '"')
			g_string_append_c(out, *text++);
	}
}

/* ----------------------------------------------------------------- classes */

static void
put_whole(const HcRedactor *redactor, GString *out, unsigned kinds,
          const char *kind, const char *text)
{
	if (wants(redactor, kinds) && *text != '\0')
		put_token(redactor, out, kind, text, strlen(text));
	else
		g_string_append(out, text);
}

char *
hc_redactor_text(const HcRedactor *redactor, HcClass what, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (*text == '\0')
		return g_strdup("");
	switch (what) {
	case HC_CLASS_KEEP:
		g_string_append(out, text);
		break;
	case HC_CLASS_HOST:
		put_host(redactor, out, text, strlen(text));
		break;
	case HC_CLASS_ADDRESS:
		put_one_address(redactor, out, text);
		break;
	case HC_CLASS_ADDRESSES:
		put_addresses(redactor, out, text);
		break;
	case HC_CLASS_SUBJECT:
		put_whole(redactor, out, HC_REDACT_SUBJECTS, "subject", text);
		break;
	case HC_CLASS_NAME:
		put_whole(redactor, out, HC_REDACT_NAMES, "name", text);
		break;
	case HC_CLASS_FILE:
		put_whole(redactor, out, HC_REDACT_NAMES, "file", text);
		break;
	case HC_CLASS_WORDS:
		put_words(redactor, out, text);
		break;
	default:
		put_whole(redactor, out, ~0u, "text", text);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
