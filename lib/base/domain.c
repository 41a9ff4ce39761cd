/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domain.c - domain names compared as DNS does, and whose they are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>
/* After GLib, whose macro it would else define first. */
#include <idn2.h>
#include <libpsl.h>

#include "digest.h"
#include "domain.h"
#include "scan.h"

#define NAME_MAX_BYTES 253   /* RFC 1035 2.3.4, without the trailing dot */
#define LABEL_MAX_BYTES 63   /* RFC 1035 2.3.4 */
#define INPUT_MAX_BYTES 1024 /* U-labels are longer than what they encode */

static bool
label_fits(const char *label, size_t length)
{
	if (length == 0 || length > LABEL_MAX_BYTES)
		return false;
	if (label[0] == '-' || label[length - 1] == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!hc_is_alnum((unsigned char)label[i]) && label[i] != '-' &&
		    label[i] != '_')
			return false;
	return true;
}

static bool
all_digits(const char *label, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!hc_is_digit((unsigned char)label[i]))
			return false;
	return length > 0;
}

/* A last label of digits is the end of an address, not a name (RFC 3696 2). */
static bool
name_fits(const char *name, size_t length)
{
	const char *label = name;
	const char *end = name + length;

	if (length == 0 || length > NAME_MAX_BYTES)
		return false;
	for (;;) {
		const char *dot = memchr(label, '.', (size_t)(end - label));
		size_t size = (size_t)((dot ? dot : end) - label);

		if (!label_fits(label, size))
			return false;
		if (!dot)
			return !all_digits(label, size);
		label = dot + 1;
	}
}

/* Non-ASCII names and names that say they are A-labels are libidn2's. */
bool
hc_domain_needs_idna(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)name[i] >= 0x80)
			return true;
		if ((i == 0 || name[i - 1] == '.') &&
		    g_ascii_strncasecmp(name + i, "xn--", 4) == 0)
			return true;
	}
	return false;
}

static char *
to_ascii(const char *name)
{
	uint8_t *ascii = NULL;
	char *result;
	int status;

	if (!g_utf8_validate(name, -1, NULL))
		return NULL;
	status = idn2_lookup_u8((const uint8_t *)name, &ascii,
	                        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (status != IDN2_OK)
		return NULL;
	result = g_strdup((const char *)ascii);
	idn2_free(ascii);
	return result;
}

char *
hc_domain_canonical(const char *name)
{
	g_autofree char *bare = NULL;
	size_t length;

	g_return_val_if_fail(name, NULL);
	length = strnlen(name, INPUT_MAX_BYTES + 1);
	if (length == 0 || length > INPUT_MAX_BYTES)
		return NULL;
	if (name[length - 1] == '.')
		length--;
	bare = g_strndup(name, length);
	if (hc_domain_needs_idna(bare)) {
		char *ascii = to_ascii(bare);

		if (!ascii)
			return NULL;
		g_free(bare);
		bare = ascii;
		length = strlen(bare);
	}
	if (!name_fits(bare, length))
		return NULL;
	for (size_t i = 0; i < length; i++)
		bare[i] = (char)hc_lower((unsigned char)bare[i]);
	return g_steal_pointer(&bare);
}

bool
hc_domain_within(const char *name, const char *parent)
{
	size_t name_length;
	size_t parent_length;

	g_return_val_if_fail(name && parent, false);
	name_length = strlen(name);
	parent_length = strlen(parent);
	if (parent_length == 0 || name_length < parent_length)
		return false;
	if (strcmp(name + name_length - parent_length, parent) != 0)
		return false;
	return name_length == parent_length ||
	       name[name_length - parent_length - 1] == '.';
}

/* ------------------------------------------------------ public suffix list */

typedef struct {
	const psl_ctx_t *list;
	char *name;
} SuffixData;

/* From the very bytes that are hashed: the file may be replaced meanwhile. */
static psl_ctx_t *
read_list(char *bytes, size_t length)
{
	FILE *stream = length > 0 ? fmemopen(bytes, length, "r") : NULL;
	psl_ctx_t *list;

	if (!stream)
		return NULL;
	list = psl_load_fp(stream);
	fclose(stream);
	return list;
}

/* The system's list when there is one, since it is kept up to date; else the
 * one compiled into libpsl.  psl_latest() would decide by file times, which
 * differ between machines with equal data. */
static SuffixData *
load_suffix_data(void)
{
	SuffixData *data = g_new0(SuffixData, 1);
	const char *path = psl_dist_filename();
	g_autofree char *bytes = NULL;
	size_t length = 0;
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	if (path && *path && g_file_get_contents(path, &bytes, &length, NULL))
		data->list = read_list(bytes, length);
	if (data->list) {
		hc_digest_init(&digest);
		hc_digest_add(&digest, bytes, length);
		hc_digest_end(&digest, hex);
		data->name = g_strdup_printf("system list, SHA-256 %s", hex);
		return data;
	}
	data->list = psl_builtin();
	if (data->list)
		data->name = g_strdup_printf("list built into libpsl, SHA-1 %s",
		                             psl_builtin_sha1sum());
	else
		data->name = g_strdup("none");
	return data;
}

static const SuffixData *
suffix_data(void)
{
	static gsize once;

	if (g_once_init_enter(&once))
		g_once_init_leave(&once, (gsize)load_suffix_data());
	return (const SuffixData *)once;
}

static bool
is_suffix(const char *canonical, int type)
{
	const psl_ctx_t *list = suffix_data()->list;

	if (!list)
		return !strchr(canonical, '.');
	return psl_is_public_suffix2(list, canonical, type) != 0;
}

static const char *
one_below_suffix(const char *canonical, int type)
{
	const char *below = NULL;

	for (const char *at = canonical;;) {
		const char *dot = strchr(at, '.');

		if (is_suffix(at, type))
			return below;
		if (!dot)
			return NULL;
		below = at;
		at = dot + 1;
	}
}

bool
hc_domain_is_suffix(const char *canonical)
{
	g_return_val_if_fail(canonical, false);
	return is_suffix(canonical, PSL_TYPE_ICANN);
}

const char *
hc_domain_organisation(const char *canonical)
{
	g_return_val_if_fail(canonical, NULL);
	return one_below_suffix(canonical, PSL_TYPE_ICANN);
}

const char *
hc_domain_registrable(const char *canonical)
{
	g_return_val_if_fail(canonical, NULL);
	return one_below_suffix(canonical, PSL_TYPE_ANY);
}

const char *
hc_domain_suffix_data(void)
{
	return suffix_data()->name;
}
