/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain.c - a word of TLS without a message. */
#include "config.h"

#include <string.h>

#include "transmission.h"
#include "word.h"

/* "0xC0,0x30", "0xC030" or, of SSLv2, "0x01,0x00,0x80" and "0x010080" in the
 * table's form. */
static void
append_code(GString *out, const char *word)
{
	size_t digits = 0;

	if (g_ascii_strncasecmp(word, "0x", 2) != 0)
		return;
	for (word += 2; *word; word++) {
		if (*word == ',' && digits % 2 == 0 &&
		    g_ascii_strncasecmp(word, ",0x", 3) == 0) {
			word += 2;
			continue;
		}
		if (!g_ascii_isxdigit(*word) || digits == 6) {
			g_string_truncate(out, 0);
			return;
		}
		if (digits % 2 == 0)
			g_string_append(out, digits ? ",0x" : "0x");
		g_string_append_c(out, *word);
		digits++;
	}
}

static bool
explain_code(const char *word, HcTlsWord *out)
{
	g_autoptr(GString) code = g_string_new(NULL);

	append_code(code, word);
	out->ciphers =
		hc_cipher_by_code(code->str, code->len, &out->cipher_count);
	return out->cipher_count > 0;
}

static bool
explain_cipher(const char *word, HcTlsWord *out)
{
	HcCipherWord cipher;

	if (!hc_cipher_read(word, &cipher))
		return explain_code(word, out);
	out->ciphers = cipher.ciphers;
	out->cipher_count = cipher.count;
	out->group = cipher.group ? hc_group_lookup(cipher.group,
	                                            strlen(cipher.group))
	                          : NULL;
	out->group_bits = cipher.group_bits;
	if (cipher.part)
		out->partial = cipher.part->says;
	out->no_tls = cipher.none;
	/* A TLS 1.2 suite's name that some writers use under TLS 1.3. */
	if (!cipher.ciphers13 && cipher.count == 1)
		cipher.ciphers13 = hc_cipher_tls13(cipher.ciphers[0]);
	if (cipher.ciphers13 && cipher.ciphers13 != cipher.ciphers)
		out->cipher13 = cipher.ciphers13[0];
	return true;
}

static bool
explain_version(const char *word, HcTlsWord *out)
{
	HcVersionWord version;

	if (!hc_version_read(word, &version))
		return false;
	out->version = true;
	out->version_low = version.low;
	out->version_high = version.high;
	out->version_family = version.family;
	out->no_tls = out->no_tls || version.none;
	return true;
}

static bool
explain_group(const char *word, HcTlsWord *out)
{
	size_t length = strlen(word);

	if (out->cipher_count > 0)
		return false;
	out->group = hc_group_read(word, length);
	out->group_bits = hc_group_bits(word, length);
	return out->group || out->group_bits > 0;
}

bool
hc_tls_word(const char *word, HcTlsWord *word_out)
{
	bool known;

	g_return_val_if_fail(word && word_out, false);
	memset(word_out, 0, sizeof *word_out);
	known = explain_cipher(word, word_out);
	known = explain_version(word, word_out) || known;
	known = explain_group(word, word_out) || known;
	word_out->keyword = hc_transmission_find(word, strlen(word));
	return known || word_out->keyword;
}
