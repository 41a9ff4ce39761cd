/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* timestamp.c - timestamp tokens (RFC 3161), by OpenSSL. */
#include "config.h"

#include "timestamp.h"

#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ts.h>

#include "engine.h"
#include "hopcheck.h"

/** A token may stand alone or in a response. */
static PKCS7 *
read_token(const char *data, size_t length)
{
	const unsigned char *at = (const unsigned char *)data;
	TS_RESP *response = d2i_TS_RESP(NULL, &at, (long)length);
	PKCS7 *token = NULL;

	if (response != NULL && TS_RESP_get_token(response) != NULL)
		token = PKCS7_dup(TS_RESP_get_token(response));
	TS_RESP_free(response);
	if (token == NULL) {
		at = (const unsigned char *)data;
		token = d2i_PKCS7(NULL, &at, (long)length);
	}
	ERR_clear_error();
	return token;
}

/** Whether the token is over the SHA-2 digest of these bytes. */
static bool
is_over(TS_TST_INFO *info, const char *bytes, size_t length)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
	const ASN1_OCTET_STRING *stated = TS_MSG_IMPRINT_get_msg(imprint);
	const ASN1_OBJECT *object;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size;
	int kind;

	X509_ALGOR_get0(&object, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	kind = OBJ_obj2nid(object);
	return (kind == NID_sha256 || kind == NID_sha384 ||
	        kind == NID_sha512) &&
	       EVP_Digest(bytes, length, digest, &size,
	                  EVP_get_digestbynid(kind), NULL) == 1 &&
	       (int)size == ASN1_STRING_length(stated) &&
	       memcmp(digest, ASN1_STRING_get0_data(stated), size) == 0;
}

static X509_STORE *
make_store(const char *const *authorities, GError **error)
{
	g_autoptr(GPtrArray) list =
		g_ptr_array_new_with_free_func((GDestroyNotify)X509_free);
	X509_STORE *store;

	for (; authorities != NULL && *authorities != NULL; authorities++)
		if (!hc_seal_read_certificates(*authorities, list, error))
			return NULL;
	store = X509_STORE_new();
	for (guint i = 0; i < list->len; i++)
		X509_STORE_add_cert(store, g_ptr_array_index(list, i));
	return store;
}

/** Whether an authority that is trusted made the token. */
static void
verify(HcToken *token, PKCS7 *packet, X509_STORE *store)
{
	TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
	X509_VERIFY_PARAM *parameters = X509_STORE_get0_param(store);
	const char *reason;

	/* the certificate has to have been valid when it was used */
	X509_VERIFY_PARAM_set_time(parameters, (time_t)token->unix_s);
	X509_STORE_up_ref(store);
	TS_VERIFY_CTX_set_store(context, store);
	TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_SIGNATURE);
	token->verified = TS_RESP_verify_token(context, packet) == 1;
	if (!token->verified) {
		reason = ERR_reason_error_string(ERR_peek_last_error());
		token->why =
			g_strdup(reason != NULL ? reason : "no reason given");
	}
	ERR_clear_error();
	TS_VERIFY_CTX_free(context);
}

static void
read_authority(HcToken *token, TS_TST_INFO *info)
{
	const GENERAL_NAME *name = TS_TST_INFO_get_tsa(info);
	g_autoptr(BIO) text = BIO_new(BIO_s_mem());
	char *bytes;
	long length;

	if (name == NULL || GENERAL_NAME_print(text, (GENERAL_NAME *)name) != 1)
		return;
	length = BIO_get_mem_data(text, &bytes);
	token->authority = g_strndup(bytes, (gsize)length);
}

static bool
read_time(HcToken *token, const TS_TST_INFO *info)
{
	struct tm parts;
	g_autoptr(GDateTime) moment = NULL;

	if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1)
		return false;
	moment = g_date_time_new_utc(parts.tm_year + 1900, parts.tm_mon + 1,
	                             parts.tm_mday, parts.tm_hour, parts.tm_min,
	                             parts.tm_sec);
	if (moment == NULL)
		return false;
	token->unix_s = g_date_time_to_unix(moment);
	token->time = g_date_time_format(moment, "%Y-%m-%dT%H:%M:%SZ");
	return true;
}

static bool
fill(HcToken *token, PKCS7 *packet, const char *const *authorities,
     const char *bytes, size_t length, GError **error)
{
	TS_TST_INFO *info = PKCS7_to_TS_TST_INFO(packet);
	X509_STORE *store;
	bool good = info != NULL && read_time(token, info);

	if (good) {
		token->imprint = is_over(info, bytes, length);
		read_authority(token, info);
	}
	TS_TST_INFO_free(info);
	if (!good || authorities == NULL || *authorities == NULL)
		return good;
	store = make_store(authorities, error);
	if (store == NULL)
		return false;
	verify(token, packet, store);
	X509_STORE_free(store);
	return true;
}

HcToken *
hc_token_read(const char *path, const char *const *authorities,
              const char *bytes, size_t length, GError **error)
{
	g_autoptr(HcToken) token = g_new0(HcToken, 1);
	g_autofree char *data = NULL;
	GError *trouble = NULL;
	PKCS7 *packet;
	size_t size;
	bool good;

	if (!hc_seal_read(path, &data, &size, error))
		return NULL;
	packet = read_token(data, size);
	good = packet != NULL &&
	       fill(token, packet, authorities, bytes, length, &trouble);
	PKCS7_free(packet);
	ERR_clear_error();
	if (good)
		return g_steal_pointer(&token);
	if (trouble != NULL)
		g_propagate_error(error, trouble);
	else
		g_set_error(error, HC_ERROR, HC_ERROR_READ,
		            "%s: holds no timestamp token", path);
	return NULL;
}

void
hc_token_free(HcToken *token)
{
	if (token == NULL)
		return;
	g_free(token->time);
	g_free(token->authority);
	g_free(token->why);
	g_free(token);
}
