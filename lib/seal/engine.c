/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* engine.c - libxmlsec1 and OpenSSL set up. */
#include "config.h"

#include "engine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmlsec.h>

#include "hopcheck.h"
#include "opening.h"
#include "xml.h"

/* ------------------------------------------------------------ what is said */

static GPrivate complaint = G_PRIVATE_INIT(g_free);
static GPrivate allowed;

static void
hear(const char *file, int line, const char *function, const char *object,
     const char *subject, int reason, const char *message)
{
	(void)file, (void)line, (void)function, (void)reason;
	/* the first says what is wrong, the rest who passed it on */
	if (g_private_get(&complaint) == NULL)
		g_private_replace(
			&complaint,
			g_strdup_printf("%s: %s: %s",
		                        object != NULL ? object : "",
		                        subject != NULL ? subject : "",
		                        message != NULL ? message : ""));
}

const char *
hc_seal_complaint(void)
{
	const char *text = g_private_get(&complaint);

	return text != NULL ? text : "no reason given";
}

/* --------------------------------------------------------- what may be read */

/** The file that a reference means, or NULL. */
static const char *
file_of(const char *uri)
{
	const char *const *files = g_private_get(&allowed);
	g_autofree char *name = g_uri_unescape_string(uri, NULL);

	for (; files != NULL && *files != NULL; files++) {
		g_autofree char *base = g_path_get_basename(*files);

		if (g_strcmp0(base, uri) == 0 || g_strcmp0(base, name) == 0)
			return *files;
	}
	return NULL;
}

static int
match(const char *uri)
{
	return file_of(uri) != NULL;
}

static void *
open_file(const char *uri)
{
	const char *path = file_of(uri);
	int descriptor = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	return descriptor >= 0 ? GINT_TO_POINTER(descriptor + 1) : NULL;
}

static int
read_file(void *context, char *buffer, int length)
{
	ssize_t got;

	do
		got = read(GPOINTER_TO_INT(context) - 1, buffer,
		           (size_t)length);
	while (got < 0 && errno == EINTR);
	return (int)got;
}

static int
close_file(void *context)
{
	return close(GPOINTER_TO_INT(context) - 1);
}

void
hc_seal_set_files(const char *const *files)
{
	g_private_set(&allowed, (void *)files);
	g_private_replace(&complaint, NULL);
}

static bool
start(void)
{
	hc_xml_prepare();
	if (xmlSecInit() < 0 || xmlSecCryptoInit() < 0)
		return false;
	xmlSecErrorsSetCallback(hear);
	/* files, HTTP and FTP are what it would read by itself */
	xmlSecIOCleanupCallbacks();
	return xmlSecIORegisterCallbacks(match, open_file, read_file,
	                                 close_file) >= 0;
}

bool
hc_seal_start(GError **error)
{
	static gsize started;

	if (g_once_init_enter(&started))
		g_once_init_leave(&started, start() ? 1 : 2);
	if (started == 1)
		return true;
	g_set_error_literal(error, HC_ERROR, HC_ERROR_WORKER,
	                    "libxmlsec1 cannot be set up");
	return false;
}

/* ------------------------------------------------------------------- files */

bool
hc_seal_read(const char *path, char **data_out, size_t *length_out,
             GError **error)
{
	*data_out = hc_file_contents(path, HC_SEAL_FILE_MAX, length_out, error);
	return *data_out != NULL;
}

char *
hc_seal_uri(const char *path)
{
	g_autofree char *base = g_path_get_basename(path);

	return g_uri_escape_string(base, NULL, FALSE);
}

bool
hc_seal_check_names(const char *const *files, GError **error)
{
	for (size_t i = 0; files[i] != NULL; i++)
		for (size_t j = 0; j < i; j++) {
			g_autofree char *one = hc_seal_uri(files[i]);
			g_autofree char *other = hc_seal_uri(files[j]);

			if (strcmp(one, other) != 0)
				continue;
			g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
			            "%s and %s have the same name", files[j],
			            files[i]);
			return false;
		}
	return true;
}

/* -------------------------------------------------------------------- keys */

static bool
fail(const char *path, const char *what, GError **error)
{
	ERR_clear_error();
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "%s: %s", path, what);
	return false;
}

/** The first line of a file, or an empty text for none. */
static char *
read_password(const char *path, GError **error)
{
	char *text = NULL;
	size_t length;

	if (path == NULL)
		return g_strdup("");
	if (!hc_seal_read(path, &text, &length, error))
		return NULL;
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

static int
give_password(char *buffer, int size, int writing, void *data)
{
	const char *password = data;
	size_t length = strlen(password);

	(void)writing;
	if (length == 0 || length > (size_t)size)
		return -1; /* else it would ask at the terminal */
	memcpy(buffer, password, length);
	return (int)length;
}

static EVP_PKEY *
read_pkcs12(const char *data, size_t length, const char *password,
            GPtrArray *chain)
{
	g_autoptr(BIO) bytes = BIO_new_mem_buf(data, (int)length);
	PKCS12 *packet = d2i_PKCS12_bio(bytes, NULL);
	EVP_PKEY *key = NULL;
	X509 *own = NULL;
	STACK_OF(X509) *others = NULL;

	if (packet == NULL)
		return NULL;
	if (PKCS12_parse(packet, password, &key, &own, &others) == 1) {
		if (own != NULL)
			g_ptr_array_add(chain, own);
		while (others != NULL && sk_X509_num(others) > 0)
			g_ptr_array_add(chain, sk_X509_shift(others));
	}
	sk_X509_pop_free(others, X509_free);
	PKCS12_free(packet);
	return key;
}

EVP_PKEY *
hc_seal_read_key(const char *path, const char *password_file, GPtrArray *chain,
                 GError **error)
{
	g_autofree char *password = read_password(password_file, error);
	g_autofree char *data = NULL;
	g_autoptr(BIO) bytes = NULL;
	EVP_PKEY *key = NULL;
	size_t length;

	if (password == NULL || !hc_seal_read(path, &data, &length, error))
		return NULL;
	if (g_strstr_len(data, (gssize)length, "-----BEGIN ") != NULL) {
		bytes = BIO_new_mem_buf(data, (int)length);
		key = PEM_read_bio_PrivateKey(bytes, NULL, give_password,
		                              password);
	} else {
		key = read_pkcs12(data, length, password, chain);
	}
	OPENSSL_cleanse(data, length);
	OPENSSL_cleanse(password, strlen(password));
	if (key == NULL)
		fail(path,
		     "holds no private key that can be read (PEM or "
		     "PKCS#12; a password comes from --password-file)",
		     error);
	return key;
}

bool
hc_seal_read_certificates(const char *path, GPtrArray *list, GError **error)
{
	g_autofree char *data = NULL;
	g_autoptr(BIO) bytes = NULL;
	guint before = list->len;
	X509 *one;
	size_t length;

	if (!hc_seal_read(path, &data, &length, error))
		return false;
	bytes = BIO_new_mem_buf(data, (int)length);
	while ((one = PEM_read_bio_X509(bytes, NULL, NULL, NULL)) != NULL)
		g_ptr_array_add(list, one);
	ERR_clear_error();
	return list->len > before ||
	       fail(path, "holds no certificate (PEM)", error);
}

xmlSecKeyPtr
hc_seal_wrap(EVP_PKEY *key)
{
	xmlSecKeyPtr wrapped = xmlSecKeyCreate();
	xmlSecKeyDataPtr value;

	EVP_PKEY_up_ref(key);
	value = xmlSecOpenSSLEvpKeyAdopt(key);
	if (wrapped != NULL && value != NULL &&
	    xmlSecKeySetValue(wrapped, value) == 0)
		return wrapped;
	if (value == NULL)
		EVP_PKEY_free(key);
	else
		xmlSecKeyDataDestroy(value);
	if (wrapped != NULL)
		xmlSecKeyDestroy(wrapped);
	return NULL;
}
