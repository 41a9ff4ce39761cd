/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_spelling.c - suites, versions and groups by any spelling. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "hopcheck.h"
#include "word.h"

static const struct {
	const char *token;
	const char *name; /* IANA; NULL: unknown */
	size_t count;
	const char *group;
} spellings[] = {
	{ "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "tls_ecdhe_rsa_with_aes_256_gcm_sha384",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "ECDHE-RSA-AES256-GCM-SHA384",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "ECDHE_RSA_AES_256_GCM_SHA384",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384",
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", 1, "secp384r1" },
	{ "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P256",
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", 1, "secp256r1" },
	/* The rule, not only the names that are listed. */
	{ "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256_P521",
	  "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256", 1, "secp521r1" },
	{ "TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS_AES_256_GCM_SHA384)", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS_AES_256_GCM_SHA384,", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ " \"TLS_AES_256_GCM_SHA384\"", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS13_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS13_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256", 1,
	  NULL },
	{ "AEAD-AES256-GCM-SHA384", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "SSL_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", 1,
	  NULL },
	{ "RSA_ARCFOUR_MD5", "TLS_RSA_WITH_RC4_128_MD5", 1, NULL },
	{ "RSA_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA", 1, NULL },
	{ "DHE_RSA_3DES_EDE_CBC_SHA", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", 1,
	  NULL },
	{ "AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", 1, NULL },
	{ "ECDHE-RSA-CHACHA20-POLY1305",
	  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", 1, NULL },
	{ "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
	  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", 1, NULL },
	{ "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, "x25519" },
	{ "ECDHE_SECP256R1__ECDSA_SECP256R1_SHA256__AES_128_GCM",
	  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 1, "secp256r1" },
	{ "DHE_FFDHE3072__RSA_SHA256__AES_256_GCM",
	  "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", 1, "ffdhe3072" },
	{ "RC4-MD5", "TLS_RSA_WITH_RC4_128_MD5", 2, NULL },
	{ "DES-CBC3-SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", 2, NULL },
	{ "ADH-AES256-SHA", "TLS_DH_anon_WITH_AES_256_CBC_SHA", 1, NULL },
	{ "AECDH-AES256-SHA", "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", 1, NULL },
	{ "EXP-RC4-MD5", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", 2, NULL },
	{ "SSL_CK_RC4_128_WITH_MD5", "SSL_CK_RC4_128_WITH_MD5", 1, NULL },
	/* GOST: OpenSSL 1.1.1, 3.x, LibreSSL. */
	{ "GOST2012-GOST8912-GOST8912", "GOST2012256-GOST89-GOST89", 1, NULL },
	{ "LEGACY-GOST2012-GOST8912-GOST8912", "GOST2012256-GOST89-GOST89", 1,
	  NULL },
	{ "GOST2012256-GOST89-GOST89", "GOST2012256-GOST89-GOST89", 1, NULL },
	{ "IANA-GOST2012-GOST8912-GOST8912",
	  "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT", 1, NULL },
	{ "GOST2012-GOST8912-IANA", "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT",
	  1, NULL },
	{ "GOST2012-NULL-GOST12", "GOST2012256-NULL-STREEBOG256", 1, NULL },
	/* GnuTLS: gnutls_session_get_desc() of 3.6, of before, of Exim. */
	{ "(TLS1.2)-(ECDHE-X25519)-(RSA-PSS-RSAE-SHA256)-(AES-256-GCM)",
	  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, "x25519" },
	{ "(TLS1.2-X.509)-(ECDHE-RSA-SECP256R1)-(AES-128-GCM)",
	  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 1, "secp256r1" },
	{ "(TLS1.0)-(DHE-RSA-1024)-(AES-128-CBC)-(SHA1)",
	  "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", 1, NULL },
	{ "(TLS1.2)-(RSA)-(AES-256-GCM)", "TLS_RSA_WITH_AES_256_GCM_SHA384", 1,
	  NULL },
	/* No signature: the client knew a key beforehand. */
	{ "DHE_FFDHE3072__AES_128_CBC__SHA1",
	  "TLS_DHE_PSK_WITH_AES_128_CBC_SHA", 1, "ffdhe3072" },
	{ "ECDHE_SECP521R1__RSA_SHA512__AES_256_CBC__SHA1",
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", 1, "secp521r1" },
	{ "DHE_CUSTOM2048__RSA_SHA256__AES_256_GCM",
	  "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS_RSA_AES_128_CBC_SHA1", "TLS_RSA_WITH_AES_128_CBC_SHA", 1,
	  NULL },
	{ "GNUTLS_RSA_ARCFOUR_128_MD5", "TLS_RSA_WITH_RC4_128_MD5", 1, NULL },
	/* Quoted-printable that nobody undid (RFC 2045 6.7). */
	{ "3DTLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "TLS=5FAES=5F256=5FGCM=5FSHA384", "TLS_AES_256_GCM_SHA384", 1,
	  NULL },
	{ "TLS_AES_256_=GCM_SHA384", "TLS_AES_256_GCM_SHA384", 1, NULL },
	{ "3DTLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384",
	  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", 1, "secp384r1" },
	{ "3DRC4-MD5", "TLS_RSA_WITH_RC4_128_MD5", 2, NULL },
	{ "=", NULL, 0, NULL },
	{ "3D", NULL, 0, NULL },
	{ "=5", NULL, 0, NULL },
	{ "()-()-()", NULL, 0, NULL },
	{ "(TLS1.2)-(ECDHE-X25519)", NULL, 0, NULL },
	{ "a__b__c__d__e__f", NULL, 0, NULL },
	{ "NULL-MD5", "TLS_RSA_WITH_NULL_MD5", 2, NULL },
	{ "DES-CBC-SHA", "TLS_RSA_WITH_DES_CBC_SHA", 2, NULL },
	{ "NULL", "TLS_NULL_WITH_NULL_NULL", 2, NULL },
	{ "EXP-RC2-CBC-MD5", "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", 2, NULL },
	{ "AES-256-GCM", NULL, 0, NULL },
	{ "ECDHE-RSA-AES256-GCM-SHA38", NULL, 0, NULL },
	{ "ECDHE-RSA-AES256-GCM-SHA3844", NULL, 0, NULL },
	{ "X_P256", NULL, 0, NULL },
	{ "__", NULL, 0, NULL },
	{ "ECDHE__", NULL, 0, NULL },
	{ "ECDHE_G____", NULL, 0, NULL },
	{ "", NULL, 0, NULL },
	{ ")", NULL, 0, NULL },
};

START_TEST(suite_by_spelling)
{
	const char *token = spellings[_i].token;
	char *text = exact_copy(token, strlen(token) + 1);
	HcCipherWord word;
	bool known = hc_cipher_read(text, &word);

	ck_assert_msg(word.count == spellings[_i].count, "\"%s\": %zu suites",
		      token, word.count);
	if (spellings[_i].name) {
		bool found = false;

		ck_assert_msg(known, "\"%s\" unknown", token);
		for (size_t i = 0; i < word.count; i++)
			if (strcmp(word.ciphers[i]->iana_name,
				   spellings[_i].name) == 0)
				found = true;
		ck_assert_msg(found, "\"%s\" is %s", token,
			      word.ciphers[0]->iana_name);
	}
	ck_assert_msg(g_strcmp0(word.group, spellings[_i].group) == 0,
		      "\"%s\": group %s", token,
		      word.group ? word.group : "NULL");
	free(text);
}
END_TEST

static const struct {
	const char *token;
	unsigned low;
	bool none;
} partials[] = {
	{ "AES-256-GCM", HC_TLS_1_2, false },
	{ "AES-128-GCM", HC_TLS_1_2, false },
	{ "AES-256-CBC", 0, false },
	{ "AES-128-CBC", 0, false },
	{ "AES256", 0, false },
	{ "aes128", 0, false },
	{ "RC4", 0, false },
	{ "3DES", 0, false },
	{ "OTHER", 0, false },
	{ "UNKNOWN", 0, false },
	{ "NONE", 0, true },
	{ "(NONE)", 0, true },
	{ "3DOTHER", 0, false },
};

START_TEST(word_that_names_less_than_a_suite)
{
	HcCipherWord word;

	ck_assert_msg(hc_cipher_read(partials[_i].token, &word), "\"%s\"",
		      partials[_i].token);
	ck_assert_msg(word.partial && word.count == 0 && word.part &&
			      word.low == partials[_i].low &&
			      word.none == partials[_i].none,
		      "\"%s\": from %04x", partials[_i].token, word.low);
}
END_TEST

static const struct {
	const char *token;
	unsigned low;
	unsigned high;
	bool family;
	bool known;
} versions[] = {
	{ "TLSv1.3", HC_TLS_1_3, HC_TLS_1_3, false, true },
	{ "TLS1_2", HC_TLS_1_2, HC_TLS_1_2, false, true },
	{ "tls1.2", HC_TLS_1_2, HC_TLS_1_2, false, true },
	{ "TLS\\Tls12", HC_TLS_1_2, HC_TLS_1_2, false, true },
	{ "TLS-1.0", HC_TLS_1_0, HC_TLS_1_0, false, true },
	{ "TLSv1", HC_TLS_1_0, HC_TLS_1_0, false, true },
	{ "TLS1", HC_TLS_1_0, HC_TLS_1_0, false, true },
	{ "TLSv1/SSLv3", HC_SSL_3, HC_TLS_1_2, true, true },
	{ "TLSv1.2,", HC_TLS_1_2, HC_TLS_1_2, false, true },
	{ "3DTLSv1/SSLv3", HC_SSL_3, HC_TLS_1_2, true, true },
	{ "TLS1=5F2", HC_TLS_1_2, HC_TLS_1_2, false, true },
	{ "TLSv1.0", HC_TLS_1_0, HC_TLS_1_2, true, true },
	{ "SSLv23", 0, 0, false, true },
	{ "TLS", 0, 0, false, true },
	{ "SSL", 0, 0, false, true },
	{ "SSLv2", HC_SSL_2, HC_SSL_2, false, true },
	{ "TLSv1.4", 0, 0, false, false },
	{ "", 0, 0, false, false },
};

START_TEST(version_by_spelling)
{
	HcVersionWord word;
	bool known = hc_version_read(versions[_i].token, &word);

	ck_assert_msg(known == versions[_i].known &&
			      word.low == versions[_i].low &&
			      word.high == versions[_i].high &&
			      word.family == versions[_i].family,
		      "\"%s\": %04x to %04x", versions[_i].token, word.low,
		      word.high);
}
END_TEST

static const struct {
	const char *token;
	const char *group;
} groups[] = {
	{ "X25519", "x25519" },
	{ "x25519", "x25519" },
	{ "ECDHE (P-256)", "secp256r1" },
	{ "ECDHE (prime256v1)", "secp256r1" },
	{ "ECDHE (secp384r1)", "secp384r1" },
	{ "X25519MLKEM768", "X25519MLKEM768" },
	{ "HYBRID-X25519-MLKEM768", "X25519MLKEM768" },
	{ "ECDHE-SECP256R1", "secp256r1" },
	{ "DHE-FFDHE3072", "ffdhe3072" },
	{ "ffdhe2048", "ffdhe2048" },
	{ "DHE (2048 bits)", NULL },
	{ "DHE-CUSTOM1024", NULL },
	{ "curveP384", "secp384r1" },
	{ "B-571", "sect571r1" },
	{ "ECDHE", NULL },
	{ "ECDHE (", NULL },
	{ "", NULL },
};

START_TEST(group_by_spelling)
{
	const char *found = hc_group_find(groups[_i].token,
					  strlen(groups[_i].token));

	ck_assert_msg(g_strcmp0(found, groups[_i].group) == 0, "\"%s\": %s",
		      groups[_i].token, found ? found : "NULL");
}
END_TEST

static const struct {
	const char *token;
	unsigned bits;
} sizes[] = {
	{ "DHE (2048 bits)", 2048 },
	{ "DHE-CUSTOM1024", 1024 },
	{ "CUSTOM3072", 3072 },
	{ "DHE (2048 bits) x", 0 },
	{ "DHE (999999999999 bits)", 0 },
	{ "DHE (", 0 },
	{ "DHE-FFDHE2048", 0 },
	{ "ECDHE (P-256)", 0 },
	{ "", 0 },
};

START_TEST(group_by_size)
{
	const char *token = sizes[_i].token;
	char *text = exact_copy(token, strlen(token));
	unsigned bits = hc_group_bits(text, strlen(token));

	ck_assert_msg(bits == sizes[_i].bits, "\"%s\": %u", token, bits);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("spelling");
	TCase *tcase = tcase_create("spelling");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, suite_by_spelling, 0,
			    G_N_ELEMENTS(spellings));
	tcase_add_loop_test(tcase, version_by_spelling, 0,
			    G_N_ELEMENTS(versions));
	tcase_add_loop_test(tcase, word_that_names_less_than_a_suite, 0,
			    G_N_ELEMENTS(partials));
	tcase_add_loop_test(tcase, group_by_size, 0, G_N_ELEMENTS(sizes));
	tcase_add_loop_test(tcase, group_by_spelling, 0, G_N_ELEMENTS(groups));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
