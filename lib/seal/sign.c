/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sign.c - XML signatures (RFC 3275, XML Signature 1.1) over reports. */
#include "config.h"

#include <string.h>

#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include "blocks.h"
#include "engine.h"
#include "escape.h"
#include "hopcheck.h"
#include "outlet.h"
#include "xml-auto.h"
#include "xml.h"

/** A run. */
typedef struct {
	const HcSignOptions *options;
	EVP_PKEY *key;
	GPtrArray *chain; /* of X509; the signer's first */
	GString *value;   /* bytes of the signature */
	GError **error;
} Run;

static bool
fail(const Run *run, int code, const char *what, const char *why)
{
	g_set_error(run->error, HC_ERROR, code, "%s%s%s", what,
	            why != NULL ? ": " : "", why != NULL ? why : "");
	return false;
}

/* ---------------------------------------------------------------- template */

static const char *
method_of(const EVP_PKEY *key)
{
	int kind = EVP_PKEY_base_id(key);

	return kind == EVP_PKEY_RSA  ? HC_SEAL_RSA
	       : kind == EVP_PKEY_EC ? HC_SEAL_ECDSA
	                             : NULL;
}

static void
put_reference(GString *out, const char *uri, const char *const *transforms)
{
	g_string_append_printf(out, "<Reference URI=\"%s\">", uri);
	if (transforms[0] != NULL) {
		g_string_append(out, "<Transforms>");
		for (; *transforms != NULL; transforms++)
			g_string_append_printf(out,
			                       "<Transform Algorithm=\"%s\"/>",
			                       *transforms);
		g_string_append(out, "</Transforms>");
	}
	g_string_append(out, "<DigestMethod Algorithm=\"" HC_SEAL_SHA256 "\"/>"
	                     "<DigestValue/></Reference>\n");
}

static bool
put_certificates(GString *out, const GPtrArray *chain, GError **error)
{
	g_string_append(out, "<KeyInfo><X509Data>\n");
	for (guint i = 0; i < chain->len; i++) {
		g_autofree char *text = NULL;
		unsigned char *raw = NULL;
		int length = i2d_X509(g_ptr_array_index(chain, i), &raw);

		if (length <= 0) {
			g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
			            "certificate %u cannot be written: out of "
			            "memory",
			            i + 1);
			return false;
		}
		text = g_base64_encode(raw, (gsize)length);
		g_string_append_printf(
			out, "<X509Certificate>%s</X509Certificate>\n", text);
		OPENSSL_free(raw);
	}
	g_string_append(out, "</X509Data></KeyInfo>\n");
	return true;
}

/** Digests of the files' blocks, which are signed, too. */
static bool
put_blocks(GString *out, const Run *run)
{
	g_string_append(out, "<Object Id=\"blocks\">"
	                     "<blocks xmlns=\"" HC_BLOCKS_NAMESPACE "\">\n");
	for (const char *const *file = run->options->files; *file; file++) {
		g_autoptr(HcBlocks) blocks =
			hc_blocks_new(*file, 0, run->error);
		g_autofree char *uri = hc_seal_uri(*file);

		if (blocks == NULL)
			return false;
		g_string_append_printf(out,
		                       "<file name=\"%s\" "
		                       "size=\"%" G_GUINT64_FORMAT "\" "
		                       "block-size=\"%" G_GUINT64_FORMAT
		                       "\">\n",
		                       uri, blocks->size, blocks->block_size);
		for (guint i = 0; i < blocks->blocks->len; i++) {
			const HcBlockDigest *one = &g_array_index(
				blocks->blocks, HcBlockDigest, i);

			g_string_append_printf(
				out,
				"<block line=\"%" G_GUINT64_FORMAT
				"\" sha256=\"%s\"/>\n",
				one->line, one->sha256);
		}
		g_string_append(out, "</file>\n");
	}
	g_string_append(out, "</blocks></Object>\n");
	return true;
}

static bool
put_template(GString *out, const Run *run)
{
	static const char *const none[] = {NULL};
	static const char *const canonical[] = {HC_SEAL_C14N, NULL};
	static const char *const enveloped[] = {HC_SEAL_ENVELOPED, HC_SEAL_C14N,
	                                        NULL};

	g_string_append_printf(
		out,
		"<Signature xmlns=\"" HC_SEAL_NAMESPACE "\">\n<SignedInfo>"
		"<CanonicalizationMethod Algorithm=\"" HC_SEAL_C14N "\"/>"
		"<SignatureMethod Algorithm=\"%s\"/>\n",
		method_of(run->key));
	if (run->options->enveloped) {
		put_reference(out, "", enveloped);
	} else {
		for (const char *const *file = run->options->files; *file;
		     file++) {
			g_autofree char *uri = hc_seal_uri(*file);

			put_reference(out, uri, none);
		}
		put_reference(out, "#blocks", canonical);
	}
	g_string_append(out, "</SignedInfo>\n<SignatureValue/>\n");
	if (!put_certificates(out, run->chain, run->error) ||
	    (!run->options->enveloped && !put_blocks(out, run)))
		return false;
	g_string_append(out, "</Signature>");
	return true;
}

/* -------------------------------------------------------------------- sign */

static bool
sign_node(Run *run, xmlNode *signature)
{
	xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
	bool done = false;

	hc_seal_set_files(run->options->files);
	if (context != NULL) {
		context->enabledReferenceUris = HC_SEAL_URIS;
		context->signKey = hc_seal_wrap(run->key);
		/* the certificates stand already */
		done = context->signKey != NULL &&
		       xmlSecDSigCtxSign(context, signature) == 0 &&
		       context->status == xmlSecDSigStatusSucceeded;
		xmlSecDSigCtxDestroy(context);
	}
	if (!done)
		fail(run, HC_ERROR_WRITE, "cannot sign", hc_seal_complaint());
	hc_seal_set_files(NULL);
	return done;
}

static void
dump(GString *out, xmlDoc *document, xmlNode *node)
{
	xmlBuffer *buffer = xmlBufferCreate();

	xmlNodeDump(buffer, document, node, 0, 0);
	g_string_append_len(out, (const char *)xmlBufferContent(buffer),
	                    xmlBufferLength(buffer));
	xmlBufferFree(buffer);
}

/** Take the bytes of a signature's value. */
static void
take_value(Run *run, xmlNode *signature)
{
	xmlNode *node = xmlSecFindChild(signature, BAD_CAST "SignatureValue",
	                                BAD_CAST HC_SEAL_NAMESPACE);
	xmlChar *text = node != NULL ? xmlNodeGetContent(node) : NULL;
	gsize length = 0;
	g_autofree unsigned char *bytes =
		text != NULL ? g_base64_decode((const char *)text, &length)
			     : NULL;

	g_string_append_len(run->value, (const char *)bytes, (gssize)length);
	xmlFree(text);
}

/** Make the signature that a text holds the template of. */
static bool
sign_text(Run *run, const GString *text, GString *out)
{
	g_autoptr(HcXmlDoc) document = hc_xml_parse(
		text->str, text->len, "signature", HC_ERROR_READ, run->error);
	xmlNode *root =
		document != NULL ? xmlDocGetRootElement(document) : NULL;
	xmlNode *signature =
		root != NULL ? xmlSecFindNode(root, BAD_CAST "Signature",
	                                      BAD_CAST HC_SEAL_NAMESPACE)
			     : NULL;

	if (signature == NULL || !sign_node(run, signature))
		return false;
	take_value(run, signature);
	dump(out, document, signature);
	return true;
}

static bool
make_detached(Run *run, GString *out)
{
	g_autoptr(GString) template = g_string_new(NULL);

	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (!put_template(template, run) || !sign_text(run, template, out))
		return false;
	g_string_append_c(out, '\n');
	return true;
}

/** Hold what is to be signed to the schema of reports. */
static bool
check_report(const Run *run, const char *path, const char *data, size_t length)
{
	static const char called[] = "report:";
	g_autoptr(GError) trouble = NULL;
	const char *what;

	if (hc_report_check(HC_FORM_XML, data, length, &trouble))
		return true;
	what = trouble->message;
	if (g_str_has_prefix(what, called))
		what += strlen(called);
	g_set_error(run->error, HC_ERROR, HC_ERROR_READ, "%s:%s", path, what);
	return false;
}

/** Put a signature into the report as its last element; not one other byte
 *  changes. */
static bool
make_enveloped(Run *run, GString *out)
{
	g_autofree char *data = NULL;
	g_autoptr(GString) template = g_string_new(NULL);
	g_autoptr(GString) text = NULL;
	g_autoptr(GString) signature = g_string_new(NULL);
	const char *path = run->options->files[0];
	const char *end;
	size_t length;

	if (!hc_seal_read(path, &data, &length, run->error) ||
	    !check_report(run, path, data, length))
		return false;
	end = g_strrstr_len(data, (gssize)length, "</report>");
	if (end == NULL || strstr(data, HC_SEAL_NAMESPACE) != NULL)
		return fail(run, HC_ERROR_POLICY, path,
		            end == NULL ? "ends unlike our reports"
		                        : "is signed already");
	if (!put_template(template, run))
		return false;
	text = g_string_new_len(data, end - data);
	g_string_append_len(text, template->str, (gssize) template->len);
	g_string_append(text, end);
	if (!sign_text(run, text, signature))
		return false;
	g_string_append_len(out, data, end - data);
	g_string_append_len(out, signature->str, (gssize)signature->len);
	g_string_append_len(out, end, (gssize)(data + length - end));
	return hc_report_check(HC_FORM_XML, out->str, out->len, run->error);
}

/* --------------------------------------------------------------------- run */

static bool
write_bytes(const char *path, int descriptor, const GString *bytes,
            GError **error)
{
	g_autoptr(HcOutlet) outlet = hc_outlet_new(path, descriptor, error);

	return outlet != NULL &&
	       hc_outlet_put(outlet, bytes->str, bytes->len, error) &&
	       hc_outlet_finish(outlet, error);
}

static bool
read_keys(Run *run)
{
	const HcSignOptions *options = run->options;
	const char *const *path = options->certificates;

	run->key = hc_seal_read_key(options->key, options->password_file,
	                            run->chain, run->error);
	if (run->key == NULL)
		return false;
	for (; path != NULL && *path != NULL; path++)
		if (!hc_seal_read_certificates(*path, run->chain, run->error))
			return false;
	if (method_of(run->key) == NULL)
		return fail(run, HC_ERROR_READ, options->key,
		            "is neither an RSA nor an ECDSA key");
	if (EVP_PKEY_base_id(run->key) == EVP_PKEY_RSA &&
	    EVP_PKEY_bits(run->key) < 2048)
		return fail(run, HC_ERROR_READ, options->key,
		            "is an RSA key below 2048 bits");
	if (run->chain->len == 0)
		return fail(run, HC_ERROR_POLICY, options->key,
		            "comes without a certificate: name one");
	return X509_check_private_key(g_ptr_array_index(run->chain, 0),
	                              run->key) == 1 ||
	       fail(run, HC_ERROR_POLICY, options->key,
	            "is not the key of the first certificate");
}

static bool
sign(Run *run)
{
	const HcSignOptions *options = run->options;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!read_keys(run) || !(options->enveloped ? make_enveloped(run, out)
	                                            : make_detached(run, out)))
		return false;
	return (options->value == NULL ||
	        write_bytes(options->value, -1, run->value, run->error)) &&
	       write_bytes(options->output, options->descriptor, out,
	                   run->error);
}

bool
hc_report_sign(const HcSignOptions *options, GError **error)
{
	Run run = {.options = options, .error = error};
	bool done;

	if (options->enveloped && options->files[1] != NULL)
		return fail(&run, HC_ERROR_POLICY, options->files[1],
		            "an enveloped signature is over one report");
	if (!hc_seal_start(error) ||
	    !hc_seal_check_names(options->files, error))
		return false;
	run.chain = g_ptr_array_new_with_free_func((GDestroyNotify)X509_free);
	run.value = g_string_new(NULL);
	done = sign(&run);
	EVP_PKEY_free(run.key);
	g_ptr_array_unref(run.chain);
	g_string_free(run.value, TRUE);
	return done;
}
