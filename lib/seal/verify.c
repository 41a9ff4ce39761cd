/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify.c - XML signatures over reports, checked.
 *
 * libxmlsec1 says whether a signature holds; what it is over is looked at here
 * first, so that nothing but the files that were named can be signed, by
 * nothing but the methods that we write.  The key is that of the certificate in
 * the signature; whether that is to be believed is asked by itself. */
#include "config.h"

#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <xmlsec/crypto.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include "blocks.h"
#include "digest.h"
#include "engine.h"
#include "escape.h"
#include "hopcheck.h"
#include "timestamp.h"
#include "xml-auto.h"
#include "xml.h"

/** A run. */
typedef struct {
	const HcSignatureOptions *options;
	HcSignatureHeard heard;
	void *data;
	HcSignatureState state;
	xmlNode *signature;
	GPtrArray *chain; /* of X509; the signer's first */
	GByteArray *value;
	bool enveloped;
	time_t when; /* at which certificates have to be valid */
	GError **error;
} Run;

static void G_GNUC_PRINTF(3, 4)
	say(Run *run, HcSignatureState state, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	run->state = MAX(run->state, state);
	run->heard(run->data, state, text);
}

/* --------------------------------------------------------------- structure */

static bool
is_seal(const xmlNode *node, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	       node->ns != NULL &&
	       strcmp((const char *)node->ns->href, HC_SEAL_NAMESPACE) == 0 &&
	       strcmp((const char *)node->name, name) == 0;
}

static xmlNode *
child(const xmlNode *node, const char *name)
{
	xmlNode *at =
		node != NULL ? xmlFirstElementChild((xmlNode *)node) : NULL;

	while (at != NULL && !is_seal(at, name))
		at = xmlNextElementSibling(at);
	return at;
}

static char *
attribute(const xmlNode *node, const char *name)
{
	xmlChar *value =
		node != NULL ? xmlGetNoNsProp((xmlNode *)node, BAD_CAST name)
			     : NULL;
	char *copy = g_strdup((const char *)value);

	xmlFree(value);
	return copy;
}

static bool
has_algorithm(const xmlNode *node, const char *wanted)
{
	g_autofree char *algorithm = attribute(node, "Algorithm");

	return g_strcmp0(algorithm, wanted) == 0;
}

static bool
refuse(Run *run, const char *what)
{
	say(run, HC_SIGNATURE_BAD, "signature: %s", what);
	return false;
}

/** Whether a reference is made by the transforms that it should have. */
static bool
has_transforms(const xmlNode *reference, const char *const *wanted)
{
	xmlNode *list = child(reference, "Transforms");
	xmlNode *at = list != NULL ? xmlFirstElementChild(list) : NULL;

	for (; at != NULL; at = xmlNextElementSibling(at), wanted++)
		if (*wanted == NULL || !has_algorithm(at, *wanted))
			return false;
	return *wanted == NULL &&
	       has_algorithm(child(reference, "DigestMethod"), HC_SEAL_SHA256);
}

/** The file that a reference names, or NULL. */
static const char *
file_of(const Run *run, const char *uri)
{
	for (const char *const *file = run->options->files; *file; file++) {
		g_autofree char *name = hc_seal_uri(*file);

		if (g_strcmp0(name, uri) == 0)
			return *file;
	}
	return NULL;
}

static bool
check_reference(Run *run, const xmlNode *reference, GHashTable *seen)
{
	static const char *const none[] = {NULL};
	static const char *const canonical[] = {HC_SEAL_C14N, NULL};
	static const char *const enveloped[] = {HC_SEAL_ENVELOPED, HC_SEAL_C14N,
	                                        NULL};
	g_autofree char *uri = attribute(reference, "URI");
	const char *const *wanted;

	if (uri == NULL || !g_hash_table_add(seen, g_strdup(uri)))
		return refuse(run, "a reference has no name, or is a second "
		                   "one");
	if (run->enveloped && *uri == '\0')
		wanted = enveloped;
	else if (!run->enveloped && strcmp(uri, "#blocks") == 0)
		wanted = canonical;
	else if (!run->enveloped && file_of(run, uri) != NULL)
		wanted = none;
	else {
		say(run, HC_SIGNATURE_BAD,
		    "signature: is over %s, which was not named", uri);
		return false;
	}
	return has_transforms(reference, wanted) ||
	       refuse(run, "is not made as ours are");
}

static bool
check_methods(Run *run, const xmlNode *info)
{
	const xmlNode *method = child(info, "SignatureMethod");

	return (has_algorithm(child(info, "CanonicalizationMethod"),
	                      HC_SEAL_C14N) &&
	        (has_algorithm(method, HC_SEAL_RSA) ||
	         has_algorithm(method, HC_SEAL_ECDSA))) ||
	       refuse(run, "is not made as ours are");
}

/** What is signed is just what was named. */
static bool
check_structure(Run *run)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const xmlNode *info = child(run->signature, "SignedInfo");
	const xmlNode *object = child(run->signature, "Object");
	const xmlNode *at;

	if (info == NULL)
		return refuse(run, "is incomplete");
	if (!check_methods(run, info))
		return false;
	/* of two with one name, which would be signed? */
	if (object != NULL && xmlNextElementSibling((xmlNode *)object) != NULL)
		return refuse(run, "is not made as ours are");
	for (at = child(info, "Reference"); at != NULL;
	     at = xmlNextElementSibling((xmlNode *)at))
		if (!is_seal(at, "Reference"))
			return refuse(run, "is not made as ours are");
		else if (!check_reference(run, at, seen))
			return false;
	if (run->enveloped)
		return g_hash_table_contains(seen, "") ||
		       refuse(run, "is not over the report");
	for (const char *const *file = run->options->files; *file; file++) {
		g_autofree char *uri = hc_seal_uri(*file);

		if (g_hash_table_contains(seen, uri))
			continue;
		say(run, HC_SIGNATURE_BAD, "%s: is not signed", *file);
		return false;
	}
	return true;
}

/* ------------------------------------------------------------------- files */

/** The signed digests of a file's blocks, or NULL. */
static const xmlNode *
find_blocks(const Run *run, const char *uri)
{
	const xmlNode *object = child(run->signature, "Object");
	const xmlNode *list =
		object != NULL ? xmlFirstElementChild((xmlNode *)object) : NULL;
	const xmlNode *at =
		list != NULL ? xmlFirstElementChild((xmlNode *)list) : NULL;

	for (; at != NULL; at = xmlNextElementSibling((xmlNode *)at)) {
		g_autofree char *name = attribute(at, "name");

		if (g_strcmp0(name, uri) == 0)
			return at;
	}
	return NULL;
}

static uint64_t
number(const xmlNode *node, const char *name)
{
	g_autofree char *text = attribute(node, name);
	guint64 value = 0;

	if (text != NULL)
		g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &value,
		                           NULL);
	return value;
}

/** Say where a changed file first differs, as far as blocks tell. */
static void
say_place(Run *run, const char *path, const xmlNode *signed_blocks)
{
	uint64_t size = number(signed_blocks, "block-size");
	g_autoptr(HcBlocks) now =
		size > 0 ? hc_blocks_new(path, size, NULL) : NULL;
	const xmlNode *at =
		now != NULL ? xmlFirstElementChild((xmlNode *)signed_blocks)
			    : NULL;
	guint i = 0;

	if (now == NULL)
		return;
	for (; at != NULL && i < now->blocks->len;
	     at = xmlNextElementSibling((xmlNode *)at), i++) {
		g_autofree char *sha256 = attribute(at, "sha256");
		const HcBlockDigest *one =
			&g_array_index(now->blocks, HcBlockDigest, i);

		if (g_strcmp0(sha256, one->sha256) != 0)
			break;
	}
	say(run, HC_SIGNATURE_BAD,
	    "%s: was %" G_GUINT64_FORMAT " bytes, is %" G_GUINT64_FORMAT
	    "; the first difference is in the %" G_GUINT64_FORMAT
	    " bytes from offset %" G_GUINT64_FORMAT " (line %" G_GUINT64_FORMAT
	    " on), if the list of blocks is genuine",
	    path, number(signed_blocks, "size"), now->size, size, i * size,
	    at != NULL ? number(at, "line")
	    : i < now->blocks->len
	            ? g_array_index(now->blocks, HcBlockDigest, i).line
	            : 0);
}

/** Compare the digest of each file by ourselves, so that all that changed are
 *  named. */
static bool
check_files(Run *run)
{
	const xmlNode *info = child(run->signature, "SignedInfo");
	const xmlNode *at = child(info, "Reference");

	for (; at != NULL; at = xmlNextElementSibling((xmlNode *)at)) {
		g_autofree char *uri = attribute(at, "URI");
		const char *path = file_of(run, uri);
		g_autoptr(HcBlocks) blocks = NULL;
		g_autofree char *stated = NULL;
		g_autofree unsigned char *digest = NULL;
		const xmlNode *signed_blocks;
		gsize length;

		if (path == NULL || run->enveloped)
			continue;
		blocks = hc_blocks_new(path, 0, run->error);
		if (blocks == NULL)
			return false;
		stated = (char *)xmlNodeGetContent(child(at, "DigestValue"));
		digest = g_base64_decode(stated != NULL ? stated : "", &length);
		if (length == sizeof blocks->whole &&
		    memcmp(digest, blocks->whole, length) == 0) {
			say(run, HC_SIGNATURE_GOOD, "%s: as it was signed",
			    path);
			continue;
		}
		say(run, HC_SIGNATURE_BAD, "%s: changed since it was signed",
		    path);
		signed_blocks = find_blocks(run, uri);
		if (signed_blocks != NULL)
			say_place(run, path, signed_blocks);
	}
	return true;
}

/* ------------------------------------------------------------------- value */

static void
allow(xmlSecDSigCtxPtr context)
{
	const xmlSecTransformId signature[] = {
		xmlSecTransformExclC14NId,
		xmlSecTransformRsaSha256Id,
		xmlSecTransformEcdsaSha256Id,
	};
	const xmlSecTransformId reference[] = {
		xmlSecTransformExclC14NId,
		xmlSecTransformEnvelopedId,
		xmlSecTransformSha256Id,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(signature); i++)
		xmlSecDSigCtxEnableSignatureTransform(context, signature[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(reference); i++)
		xmlSecDSigCtxEnableReferenceTransform(context, reference[i]);
	context->enabledReferenceUris = HC_SEAL_URIS;
}

/** Which reference is not what was signed; none: the value is not. */
static void
say_bad(Run *run, xmlSecDSigCtxPtr context)
{
	bool named = false;

	for (xmlSecSize i = 0;
	     i < xmlSecPtrListGetSize(&context->signedInfoReferences); i++) {
		xmlSecDSigReferenceCtxPtr one =
			xmlSecPtrListGetItem(&context->signedInfoReferences, i);

		if (one->status == xmlSecDSigStatusSucceeded)
			continue;
		named = true;
		say(run, HC_SIGNATURE_BAD, "%s: is not what was signed",
		    one->uri == NULL || *one->uri == '\0'
		            ? "the report"
		            : (const char *)one->uri);
	}
	if (!named)
		say(run, HC_SIGNATURE_BAD,
		    "signature: was not made with the key of its certificate, "
		    "or was changed");
}

static void
check_value(Run *run)
{
	X509 *signer = g_ptr_array_index(run->chain, 0);
	xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
	EVP_PKEY *key = X509_get_pubkey(signer);

	hc_seal_set_files(run->options->files);
	context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
	allow(context);
	context->signKey = key != NULL ? hc_seal_wrap(key) : NULL;
	if (context->signKey != NULL &&
	    xmlSecDSigCtxVerify(context, run->signature) == 0 &&
	    context->status == xmlSecDSigStatusSucceeded)
		say(run, HC_SIGNATURE_GOOD,
		    "signature: made with the key of its certificate");
	else
		say_bad(run, context);
	hc_seal_set_files(NULL);
	xmlSecDSigCtxDestroy(context);
	EVP_PKEY_free(key);
	ERR_clear_error();
}

/* ------------------------------------------------------------- certificate */

static bool
read_chain(Run *run)
{
	const xmlNode *data =
		child(child(run->signature, "KeyInfo"), "X509Data");
	const xmlNode *at = child(data, "X509Certificate");

	for (; at != NULL; at = xmlNextElementSibling((xmlNode *)at)) {
		g_autofree char *text =
			(char *)xmlNodeGetContent((xmlNode *)at);
		gsize length;
		g_autofree unsigned char *der = g_base64_decode(text, &length);
		const unsigned char *bytes = der;
		X509 *one = d2i_X509(NULL, &bytes, (long)length);

		if (one != NULL)
			g_ptr_array_add(run->chain, one);
	}
	ERR_clear_error();
	return run->chain->len > 0 || refuse(run, "holds no certificate");
}

static char *
name_text(X509_NAME *name)
{
	g_autoptr(BIO) text = BIO_new(BIO_s_mem());
	char *bytes;
	long length;

	X509_NAME_print_ex(text, name, 0,
	                   XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	length = BIO_get_mem_data(text, &bytes);
	return g_strndup(bytes, (gsize)length);
}

static char *
time_text(const ASN1_TIME *time)
{
	struct tm parts;

	if (ASN1_TIME_to_tm(time, &parts) != 1)
		return g_strdup("?");
	return g_strdup_printf("%04d-%02d-%02d", parts.tm_year + 1900,
	                       parts.tm_mon + 1, parts.tm_mday);
}

static void
say_certificate(Run *run)
{
	X509 *signer = g_ptr_array_index(run->chain, 0);
	g_autofree char *subject = name_text(X509_get_subject_name(signer));
	g_autofree char *issuer = name_text(X509_get_issuer_name(signer));
	g_autofree char *from = time_text(X509_get0_notBefore(signer));
	g_autofree char *to = time_text(X509_get0_notAfter(signer));
	unsigned char digest[32];
	g_autoptr(GString) hex = g_string_new(NULL);

	X509_digest(signer, EVP_sha256(), digest, NULL);
	hc_escape_hex(hex, (const char *)digest, sizeof digest);
	say(run, HC_SIGNATURE_GOOD,
	    "certificate: %s, issued by %s, valid %s to %s, SHA-256 %s",
	    subject, issuer, from, to, hex->str);
}

static bool
add_trusted(Run *run, X509_STORE *store)
{
	g_autoptr(GPtrArray) list =
		g_ptr_array_new_with_free_func((GDestroyNotify)X509_free);
	const char *const *path = run->options->trusted;

	for (; *path != NULL; path++)
		if (!hc_seal_read_certificates(*path, list, run->error))
			return false;
	for (guint i = 0; i < list->len; i++)
		X509_STORE_add_cert(store, g_ptr_array_index(list, i));
	return true;
}

static void
verify_chain(Run *run, X509_STORE *store)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	STACK_OF(X509) *others = sk_X509_new_null();

	for (guint i = 1; i < run->chain->len; i++)
		sk_X509_push(others, g_ptr_array_index(run->chain, i));
	X509_STORE_CTX_init(context, store, g_ptr_array_index(run->chain, 0),
	                    others);
	X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
	X509_STORE_CTX_set_time(context, 0, run->when);
	if (X509_verify_cert(context) == 1)
		say(run, HC_SIGNATURE_GOOD,
		    "certificate: leads to one that is trusted");
	else
		say(run, HC_SIGNATURE_BAD, "certificate: %s",
		    X509_verify_cert_error_string(
			    X509_STORE_CTX_get_error(context)));
	sk_X509_free(others);
	X509_STORE_CTX_free(context);
	ERR_clear_error();
}

static bool
check_trust(Run *run)
{
	const char *const *trusted = run->options->trusted;
	X509_STORE *store;
	bool read;

	say_certificate(run);
	if (trusted == NULL || *trusted == NULL) {
		say(run, HC_SIGNATURE_OPEN,
		    "certificate: none was named that is trusted, so nothing "
		    "shows whose it is");
		return true;
	}
	store = X509_STORE_new();
	read = add_trusted(run, store);
	if (read)
		verify_chain(run, store);
	X509_STORE_free(store);
	return read;
}

/* --------------------------------------------------------------- timestamp */

static bool
check_timestamp(Run *run)
{
	const HcSignatureOptions *options = run->options;
	g_autoptr(HcToken) token = NULL;

	if (options->timestamp == NULL)
		return true;
	token = hc_token_read(options->timestamp, options->authorities,
	                      (const char *)run->value->data, run->value->len,
	                      run->error);
	if (token == NULL)
		return false;
	if (!token->imprint) {
		say(run, HC_SIGNATURE_BAD,
		    "timestamp: is over something else than this signature");
		return true;
	}
	say(run,
	    token->verified      ? HC_SIGNATURE_GOOD
	    : token->why != NULL ? HC_SIGNATURE_BAD
	                         : HC_SIGNATURE_OPEN,
	    "timestamp: the signature stood at %s, says %s%s%s", token->time,
	    token->authority != NULL ? token->authority : "an authority",
	    token->verified      ? ", which is trusted"
	    : token->why != NULL ? ": "
	                         : "; none was named that is trusted",
	    token->why != NULL ? token->why : "");
	if (token->verified && options->at == NULL)
		run->when = (time_t)token->unix_s;
	return true;
}

/* --------------------------------------------------------------------- run */

static bool
check_all(Run *run)
{
	g_autofree char *text = (char *)xmlNodeGetContent(
		child(run->signature, "SignatureValue"));
	gsize length;
	g_autofree unsigned char *value =
		g_base64_decode(text != NULL ? text : "", &length);

	g_byte_array_append(run->value, value, (guint)length);
	if (!check_structure(run) || !read_chain(run))
		return true; /* told */
	if (!check_files(run))
		return false;
	check_value(run);
	return check_timestamp(run) && check_trust(run);
}

static bool
find_signature(Run *run, xmlDoc *document, const char *path)
{
	xmlNode *root = xmlDocGetRootElement(document);
	xmlNode *last = xmlLastElementChild(root);

	if (is_seal(root, "Signature"))
		run->signature = root;
	else if (is_seal(last, "Signature"))
		run->signature = last;
	run->enveloped = run->signature != NULL && run->signature != root;
	if (run->signature != NULL &&
	    run->enveloped == (run->options->files[0] == NULL))
		return true;
	g_set_error(run->error, HC_ERROR,
	            run->signature == NULL ? HC_ERROR_READ : HC_ERROR_POLICY,
	            "%s: %s", path,
	            run->signature == NULL ? "holds no signature"
	            : run->enveloped ? "is signed within: name no other file"
	                             : "name the files that it is over");
	return false;
}

static bool
read_when(Run *run, GError **error)
{
	g_autoptr(GDateTime) moment = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	run->when = time(NULL);
	if (run->options->at == NULL)
		return true;
	text = g_strconcat(run->options->at, "T12:00:00Z", NULL);
	moment = g_date_time_new_from_iso8601(text, zone);
	if (moment != NULL && strlen(run->options->at) == 10) {
		run->when = (time_t)g_date_time_to_unix(moment);
		return true;
	}
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "'%s' is no day",
	            run->options->at);
	return false;
}

bool
hc_signature_verify(const HcSignatureOptions *options, HcSignatureHeard heard,
                    void *data, HcSignatureState *state_out, GError **error)
{
	Run run = {.options = options,
	           .heard = heard,
	           .data = data,
	           .error = error};
	g_autofree char *bytes = NULL;
	g_autoptr(HcXmlDoc) document = NULL;
	size_t length;
	bool done;

	if (!hc_seal_start(error) ||
	    !hc_seal_check_names(options->files, error) ||
	    !read_when(&run, error) ||
	    !hc_seal_read(options->signature, &bytes, &length, error))
		return false;
	document = hc_xml_parse(bytes, length, options->signature,
	                        HC_ERROR_READ, error);
	if (document == NULL ||
	    !find_signature(&run, document, options->signature))
		return false;
	run.chain = g_ptr_array_new_with_free_func((GDestroyNotify)X509_free);
	run.value = g_byte_array_new();
	done = check_all(&run);
	g_ptr_array_unref(run.chain);
	g_byte_array_unref(run.value);
	*state_out = run.state;
	return done;
}
