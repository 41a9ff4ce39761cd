/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_suite.c - words of any bytes for suites, versions and groups. */
#include "config.h"

#include <string.h>

#include "exact.h"
#include "harness.h"
#include "word.h"

void
fuzz_input(const uint8_t *data, size_t size)
{
	char *text = exact_copy((const char *)data, size);
	g_autofree char *word = g_strndup(text, size);
	HcCipherWord cipher;
	HcVersionWord version;
	size_t count;

	g_assert(hc_cipher_read(word, &cipher) ==
	         (cipher.count > 0 || cipher.partial));
	g_assert((cipher.ciphers == NULL) == (cipher.count == 0));
	for (size_t i = 0; i < cipher.count; i++)
		g_assert_cmpuint(strlen(hc_cipher_subject(cipher.ciphers[i])),
		                 >, 0);
	if (!hc_version_read(word, &version))
		g_assert(!version.low && !version.none);
	g_assert_cmpuint(version.low, <=, version.high);
	g_assert((hc_cipher_find(text, size, &count) == NULL) == (count == 0));
	hc_group_find(text, size);
	free(text);
}
