/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* engine.h - the one place where libxmlsec1 and OpenSSL are set up: no network,
 * no file but those that are named. */
#ifndef HC_ENGINE_H
#define HC_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include <libxml/tree.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <xmlsec/keys.h>

/* What is signed, and how (RFC 9231, XML Signature 1.1). */
#define HC_SEAL_NAMESPACE "http://www.w3.org/2000/09/xmldsig#"
#define HC_SEAL_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define HC_SEAL_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define HC_SEAL_RSA "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define HC_SEAL_ECDSA "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
#define HC_SEAL_ENVELOPED                                                      \
	"http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define HC_BLOCKS_NAMESPACE "urn:hopcheck:blocks:1"

/* A name without "file:" counts as remote to libxmlsec1; what it may lead to is
 * hc_seal_set_files()'s. */
#define HC_SEAL_URIS                                                           \
	(xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument |    \
	 xmlSecTransformUriTypeRemote)

/* Bytes of a file that is read as a whole: a signature, a key, a report that
 * its signature is put into. */
#define HC_SEAL_FILE_MAX (256u << 20)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)

/** Set the libraries up, once.
 *  @param error  HC_ERROR_WORKER */
bool hc_seal_start(GError **error);

/** Let references lead to these files, by their base names, until told anew.
 *  @param files  NULL-terminated, borrowed; NULL: to none */
void hc_seal_set_files(const char *const *files);

/** What the libraries complained of last in this thread; borrowed. */
const char *hc_seal_complaint(void);

/** Read a file as a whole.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ */
bool hc_seal_read(const char *path, char **data_out, size_t *length_out,
                  GError **error);

/** The name that a reference gives a file: its base name, escaped (RFC 3986
 *  2.1). */
char *hc_seal_uri(const char *path);

/** Whether no two files would have one name.
 *  @param error  HC_ERROR_POLICY */
bool hc_seal_check_names(const char *const *files, GError **error);

/** Read a private key: PEM, or PKCS#12 with its certificates.
 *  @param password_file  the first line is the password, or NULL
 *  @param chain          certificates found with it are added, of X509
 *  @return new, or NULL with @p error set: HC_ERROR_OPEN, HC_ERROR_READ */
EVP_PKEY *hc_seal_read_key(const char *path, const char *password_file,
                           GPtrArray *chain, GError **error);

/** Add the certificates of a PEM file to a list of X509.
 *  @param error  HC_ERROR_OPEN, HC_ERROR_READ */
bool hc_seal_read_certificates(const char *path, GPtrArray *list,
                               GError **error);

/** A key that libxmlsec1 can use.
 *  @param key  a reference is taken
 *  @return new, or NULL */
xmlSecKeyPtr hc_seal_wrap(EVP_PKEY *key);

#endif
