/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* word.c - what a word of a stamp says: suites, versions, groups. */
#include "config.h"

#include "word.h"

#include <string.h>

#include "describe.h"
#include "scan.h"

/* No spelling of ours is longer, mended or not. */
#define WORD_MAX 256

/* ------------------------------------------------------------------ damage */

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

/* Quoted-printable (RFC 2045 6.7) that was never undone, as in a header quoted
 * by a bounce: "cipher=3DAES128-SHA", where the reader took the "=" for its
 * own.  A "=" that codes nothing is what is left of a soft line break.
 * @param out  room for length bytes
 * @return bytes written, 0 when nothing was damaged */
static size_t
mend(const char *text, size_t length, char *out)
{
	const char *end = text + length;
	size_t size = 0;
	bool mended = false;

	if (length > 2 && memcmp(text, "3D", 2) == 0) {
		text += 2;
		mended = true;
	}
	while (text < end) {
		if (*text != '=') {
			out[size++] = *text++;
			continue;
		}
		mended = true;
		text++;
		if (end - text >= 2 && g_ascii_isxdigit(text[0]) &&
		    g_ascii_isxdigit(text[1])) {
			out[size++] =
				(char)(g_ascii_xdigit_value(text[0]) * 16 +
			               g_ascii_xdigit_value(text[1]));
			text += 2;
		}
	}
	return mended ? size : 0;
}

/* ------------------------------------------------------------------ suites */

static bool
read_partial(const char *text, size_t length, HcCipherWord *word)
{
	word->part = hc_partial_find(text, length);
	if (!word->part)
		return false;
	word->partial = true;
	word->none = word->part->low == HC_VERSION_NONE;
	word->low = word->none ? 0 : word->part->low;
	return true;
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

/* GnuTLS names neither start with "TLS_" nor say "WITH" (gnutls_cipher_suite_
 * get_name() without its "GNUTLS_"). */
static bool
gnutls_spelled(const char *text, size_t length)
{
	return length > 4 && memchr(text, '_', length) &&
	       !memchr(text, '-', length) &&
	       g_ascii_strncasecmp(text, "TLS", 3) != 0 &&
	       g_ascii_strncasecmp(text, "SSL", 3) != 0 &&
	       !g_strstr_len(text, (gssize)length, "_WITH_");
}

static bool
read_suite(const char *text, size_t length, HcCipherWord *word)
{
	char name[WORD_MAX];
	size_t bare = length;
	const char *group = schannel_group(text, &bare);

	word->ciphers = hc_cipher_find(text, length, &word->count);
	if (!word->ciphers && group)
		word->ciphers = hc_cipher_find(text, bare, &word->count);
	word->group = word->ciphers ? group : NULL;
	word->gnutls = word->ciphers && gnutls_spelled(text, length);
	if (word->ciphers || length > WORD_MAX - 5)
		return word->ciphers;
	/* The IANA name without its first word. */
	memcpy(name, "TLS_", 4);
	memcpy(name + 4, text, length);
	word->ciphers = hc_cipher_find(name, length + 4, &word->count);
	return word->ciphers;
}

static bool
read_cipher(const char *text, size_t length, HcCipherWord *word)
{
	return read_suite(text, length, word) ||
	       read_partial(text, length, word) ||
	       hc_description_read(text, length, word);
}

bool
hc_cipher_read(const char *text, HcCipherWord *word_out)
{
	size_t length = strlen(text);
	char mended[WORD_MAX];

	memset(word_out, 0, sizeof *word_out);
	trim(&text, &length);
	if (read_cipher(text, length, word_out))
		return true;
	if (length > sizeof mended)
		return false;
	length = mend(text, length, mended);
	text = mended;
	trim(&text, &length);
	return length > 0 && read_cipher(text, length, word_out);
}

/* ------------------------------------------------------ versions and groups */

static bool
read_version(const char *text, size_t length, HcVersionWord *word)
{
	const char *slash = memchr(text, '\\', length);

	/* .NET flags print as "TLS\Tls12". */
	if (slash) {
		length -= (size_t)(slash + 1 - text);
		text = slash + 1;
	}
	return hc_version_find(text, length, word);
}

bool
hc_version_read(const char *text, HcVersionWord *word_out)
{
	size_t length = strlen(text);
	char mended[WORD_MAX];

	memset(word_out, 0, sizeof *word_out);
	trim(&text, &length);
	if (read_version(text, length, word_out))
		return true;
	if (length > sizeof mended)
		return false;
	length = mend(text, length, mended);
	text = mended;
	trim(&text, &length);
	return length > 0 && read_version(text, length, word_out);
}

static const char *const group_prefixes[] = {"ECDHE", "DHE",   "HYBRID",
                                             "FFDHE", "curve", "ECDH"};

/* "ECDHE (P-256)" (Postfix), "ECDHE-SECP256R1" and "HYBRID-X25519-MLKEM768"
 * (GnuTLS), "curveP256": the group stands behind the exchange. */
const HcGroup *
hc_group_read(const char *text, size_t length)
{
	const HcGroup *found;

	while (length && text[length - 1] == ' ')
		length--;
	found = hc_group_lookup(text, length);
	for (size_t i = 0; !found && i < G_N_ELEMENTS(group_prefixes); i++) {
		size_t size = strlen(group_prefixes[i]);
		const char *at = text + size;
		const char *end = text + length;

		if (length <= size || !hc_is(text, size, group_prefixes[i]))
			continue;
		while (at < end && strchr(" \t-_:(", *at))
			at++;
		while (at < end && (end[-1] == ')' || end[-1] == ' '))
			end--;
		found = hc_group_lookup(at, (size_t)(end - at));
	}
	return found;
}

const char *
hc_group_find(const char *text, size_t length)
{
	const HcGroup *found = hc_group_read(text, length);

	return found ? found->name : NULL;
}

/* What stands before the size. */
static const char *const sized[] = {"DHE (", "DHE-CUSTOM", "CUSTOM",
                                    "DHE_CUSTOM"};

unsigned
hc_group_bits(const char *text, size_t length)
{
	const char *end = text + length;
	unsigned bits = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(sized); i++) {
		size_t size = strlen(sized[i]);

		if (length <= size ||
		    g_ascii_strncasecmp(text, sized[i], size) != 0)
			continue;
		for (text += size;
		     text < end && hc_is_digit((unsigned char)*text); text++) {
			if (bits > 99999)
				return 0;
			bits = bits * 10 + (unsigned)(*text - '0');
		}
		if (text == end || hc_is(text, (size_t)(end - text), " bits)"))
			return bits;
		return 0;
	}
	return 0;
}
