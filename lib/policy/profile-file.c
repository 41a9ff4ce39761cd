/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* profile-file.c - profiles by name or by path.
 *
 * One compiled in is valid (a test sees to it), so it is not held against its
 * schema again.  A file of the user's own is. */
#include "config.h"

#include "profile-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "limit.h"
#include "profile.h"
#include "why.h"
#include "xml-auto.h"
#include "xml.h"

/* A file of one's own, as long as a policy; the longest compiled in has 12 KiB.
 */
#define FILE_MAX HC_POLICY_MAX

static const char unread[] =
	"nobody of this project has read what the document asks of suites, and "
	"no list is made up";

/** By name: those compiled in, as their files name them, then those that are
 *  refused. */
static const HcProfileEntry entries[] = {
	{"bcp195",		   "IETF BCP 195",                          NULL  },
	{"bsi-2025-01",              "BSI TR-02102-2 (2025-01)",              NULL  },
	{"mozilla-5.8-old",          "Mozilla Server Side TLS 5.8 (old)",     NULL  },
	{"mozilla-6.0-intermediate",
         "Mozilla Server Side TLS 6.0 (intermediate)",                        NULL  },
	{"mozilla-6.0-modern",       "Mozilla Server Side TLS 6.0 (modern)",  NULL  },
	{"ncsc-nl-2.1",              "NCSC-NL TLS guidelines 2.1",            NULL  },
	{"ncsc-nl-2025-05",          "NCSC-NL TLS guidelines 2025-05",        NULL  },
	{"nist-800-52r2",            "NIST SP 800-52r2",                      NULL  },
	{"uk-gov-mail",              "UK government mail",                    NULL  },
	{"anssi",
         "ANSSI, Recommandations de s\u00e9curit\u00e9 relatives \u00e0 TLS", unread},
	{"dcb1596-crypto",           "NHS DCB1596, its clause on TLS",        unread},
	{"ncsc-uk",                  "NCSC (UK), Using TLS to protect data",  unread},
	{"pci",		      "PCI DSS",			       unread},
};

const HcProfileEntry *
hc_profiles(size_t *count_out)
{
	g_return_val_if_fail(count_out, NULL);
	*count_out = G_N_ELEMENTS(entries);
	return entries;
}

/* ------------------------------------------------------------------- reading */

static void
digest(const char *data, size_t length, char hex_out[HC_DIGEST_HEX])
{
	HcDigest made;

	hc_digest_init(&made);
	hc_digest_add(&made, data, length);
	hc_digest_end(&made, hex_out);
}

static HcProfile *
read_document(const char *data, size_t length, const char *document,
              GError **error)
{
	char sha256[HC_DIGEST_HEX];
	g_autoptr(HcXmlDoc) tree = NULL;

	tree = hc_xml_parse(data, length, document, HC_ERROR_POLICY, error);
	if (!tree)
		return NULL;
	digest(data, length, sha256);
	return hc_profile_read(xmlDocGetRootElement(tree), NULL, document,
	                       sha256, NULL, NULL, error);
}

static bool
complain_of_name(const char *name, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
		if (strcmp(entries[i].id, name) == 0) {
			g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
			            "profile '%s' is refused: %s", name,
			            entries[i].refusal);
			return false;
		}
		if (!entries[i].refusal)
			g_string_append_printf(known, "%s%s",
			                       known->len ? ", " : "",
			                       entries[i].id);
	}
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
	            "no profile is called '%s': there are %s", name,
	            known->str);
	return false;
}

HcProfile *
hc_profile_named(const char *name, GError **error)
{
	for (size_t i = 0; i < hc_profile_bytes_count; i++) {
		const HcProfileBytes *bytes = &hc_profile_bytes[i];

		if (strcmp(bytes->name, name) == 0)
			return read_document((const char *)bytes->data,
			                     bytes->length, bytes->name, error);
	}
	complain_of_name(name, error);
	return NULL;
}

/* ------------------------------------------------------------- the user's own */

static bool
complain_of_file(const char *path, HcError code, const char *what,
                 GError **error)
{
	g_set_error(error, HC_ERROR, (int)code, "%s: %s", path, what);
	return false;
}

/** Read a regular file to its end. */
static bool
read_descriptor(int fd, const char *path, GString *text, GError **error)
{
	struct stat state;
	ssize_t got = 1;

	if (fstat(fd, &state) != 0 || !S_ISREG(state.st_mode))
		return complain_of_file(path, HC_ERROR_OPEN,
		                        "not a regular file", error);
	while (got > 0 && text->len <= FILE_MAX) {
		char piece[8192];

		do
			got = read(fd, piece, sizeof piece);
		while (got < 0 && errno == EINTR);
		if (got > 0)
			g_string_append_len(text, piece, got);
	}
	if (got < 0)
		return complain_of_file(path, HC_ERROR_READ, hc_why(errno),
		                        error);
	return text->len <= FILE_MAX ||
	       complain_of_file(path, HC_ERROR_READ,
	                        "longer than 256 KiB: no profile", error);
}

static bool
read_file(const char *path, GString *text, GError **error)
{
	/* without O_NONBLOCK, to open a FIFO would wait for its writer */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool good;

	if (fd < 0)
		return complain_of_file(path, HC_ERROR_OPEN, hc_why(errno),
		                        error);
	good = read_descriptor(fd, path, text, error);
	close(fd);
	return good;
}

static bool
is_path(const char *name)
{
	return strchr(name, '/') || g_str_has_suffix(name, ".xml");
}

static HcProfile *
read_own(const GString *text, const char *path, GError **error)
{
	char sha256[HC_DIGEST_HEX];
	g_autoptr(HcXmlSurveyed) document = hc_xml_survey(
		text->str, text->len, (const char *)hc_profile_schema.data,
		hc_profile_schema.length, path, HC_ERROR_POLICY, error);

	if (!document)
		return NULL;
	digest(text->str, text->len, sha256);
	return hc_profile_read((xmlNode *)hc_xml_root(document), document, path,
	                       sha256, NULL, NULL, error);
}

HcProfile *
hc_profile_new(const char *name, GError **error)
{
	g_autoptr(GString) text = NULL;

	g_return_val_if_fail(name, NULL);
	if (!is_path(name))
		return hc_profile_named(name, error);
	text = g_string_new(NULL);
	return read_file(name, text, error) ? read_own(text, name, error)
	                                    : NULL;
}
