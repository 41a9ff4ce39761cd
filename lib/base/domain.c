/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domain.c - domain names compared as DNS does, and whose they are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>
/* After GLib, whose macro it would else define first. */
#include <idn2.h>
#include <libpsl.h>

#include "block.h"
#include "digest.h"
#include "domain.h"
#include "hopcheck.h"
#include "scan.h"

#define NAME_MAX_BYTES (HC_DOMAIN_SIZE - 1)
#define LABEL_MAX_BYTES 63   /* RFC 1035 2.3.4 */
#define INPUT_MAX_BYTES 1024 /* U-labels are longer than what they encode */

static bool
label_fits(const char *label, size_t length)
{
	return length > 0 && length <= LABEL_MAX_BYTES && label[0] != '-' &&
	       label[length - 1] != '-';
}

static bool
is_a_label(const char *label, size_t length)
{
	return length >= 4 && memcmp(label, "xn--", 4) == 0;
}

#define LETTER(small, capital) [small] = small, [capital] = small

/* The bytes of a name, in lower case; NUL: none. */
static const char name_bytes[256] = {
	LETTER('a', 'A'), LETTER('b', 'B'), LETTER('c', 'C'), LETTER('d', 'D'),
	LETTER('e', 'E'), LETTER('f', 'F'), LETTER('g', 'G'), LETTER('h', 'H'),
	LETTER('i', 'I'), LETTER('j', 'J'), LETTER('k', 'K'), LETTER('l', 'L'),
	LETTER('m', 'M'), LETTER('n', 'N'), LETTER('o', 'O'), LETTER('p', 'P'),
	LETTER('q', 'Q'), LETTER('r', 'R'), LETTER('s', 'S'), LETTER('t', 'T'),
	LETTER('u', 'U'), LETTER('v', 'V'), LETTER('w', 'W'), LETTER('x', 'X'),
	LETTER('y', 'Y'), LETTER('z', 'Z'), ['0'] = '0',      ['1'] = '1',
	['2'] = '2',      ['3'] = '3',      ['4'] = '4',      ['5'] = '5',
	['6'] = '6',      ['7'] = '7',      ['8'] = '8',      ['9'] = '9',
	['-'] = '-',      ['_'] = '_',      ['.'] = '.',
};

/* Copy a name in lower case and end it with a NUL.  A last label of digits is
 * the end of an address, not a name (RFC 3696 2).
 *  @param idna_out  set when a label says that it is an A-label
 *  @return whether it is a name */
static bool
copy_name(const char *name, size_t length, char *copy, bool *idna_out)
{
	size_t label = 0; /* where it begins */
	bool digits = true;

	if (length > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = name_bytes[(unsigned char)name[i]];

		if (c == '\0')
			return false;
		copy[i] = c;
		if (c > '9' || c == '-') {
			digits = false;
		} else if (c == '.') {
			if (!label_fits(copy + label, i - label))
				return false;
			*idna_out |= is_a_label(copy + label, i - label);
			label = i + 1;
			digits = true;
		}
	}
	copy[length] = '\0';
	*idna_out |= is_a_label(copy + label, length - label);
	return label_fits(copy + label, length - label) && !digits;
}

/* What the bytes of a name are, many at a time. */
typedef struct {
	HcBlock foreign; /* none of a name */
	HcBlock edged;   /* a label that is empty, or ends with "-" */
	HcBlock hyphens; /* "--", as in an A-label */
} Look;

/* Bring bytes to lower case; one byte more than HC_BLOCK is read. */
static inline HcBlock
look_at(const char *at, Look *look)
{
	HcBlock byte = hc_block(at);
	HcBlock next = hc_block(at + 1);
	HcBlock upper = (HcBlock)((HcBlock)(byte - 'A') < 26);
	HcBlock low = byte | (upper & 0x20);
	HcBlock dot = (HcBlock)(byte == '.');
	HcBlock hyphen = (HcBlock)(byte == '-');
	HcBlock fits = (HcBlock)((HcBlock)(low - 'a') < 26) |
	               (HcBlock)((HcBlock)(byte - '0') < 10) | dot | hyphen |
	               (HcBlock)(byte == '_');

	look->foreign |= ~fits;
	look->edged |=
		(dot & ((HcBlock)(next == '.') | (HcBlock)(next == '-'))) |
		(hyphen & (HcBlock)(next == '.'));
	look->hyphens |= hyphen & (HcBlock)(next == '-');
	return low;
}

/* As copy_name(), of the names that most are: no label can be too long, and
 * nothing in them is like an A-label.
 *  @return false: look again, byte by byte */
static bool
copy_plain_name(const char *name, size_t length, char *copy)
{
	/* A label ends at both ends, and what is behind fits. */
	char text[1 + LABEL_MAX_BYTES + 1 + 2 * HC_BLOCK];
	HcBlock fill = (HcBlock){0} + 'a';
	Look look = {{0}, {0}, {0}};
	size_t last = length;

	if (length == 0 || length > LABEL_MAX_BYTES || name[0] == '.' ||
	    name[0] == '-')
		return false;
	memcpy(text, name, length);
	text[length] = '.';
	memcpy(text + length + 1, &fill, HC_BLOCK);
	for (size_t at = 0; at < length; at += HC_BLOCK) {
		HcBlock low = look_at(text + at, &look);

		memcpy(copy + at, &low, HC_BLOCK);
	}
	if (hc_block_any(look.foreign | look.edged | look.hyphens))
		return false;
	while (last > 0 && hc_is_digit((unsigned char)copy[last - 1]))
		last--;
	if (last == 0 || copy[last - 1] == '.')
		return false; /* the end of an address */
	copy[length] = '\0';
	return true;
}

/* Of a name that ends in a letter letters may stand behind. */
static bool
is_short_plain(const char *name, size_t length)
{
	char text[HC_BLOCK + 1];
	HcBlock upper;
	Look look = {{0}, {0}, {0}};

	memset(text, 'a', sizeof text);
	memcpy(text, name, length);
	upper = look_at(text, &look) ^ hc_block(text);
	return !hc_block_any(look.foreign | look.edged | look.hyphens | upper);
}

/* Its NUL is looked at as well, as what is behind the last byte. */
bool
hc_domain_is_plain(const char *name)
{
	size_t length = strlen(name);
	HcBlock upper = {0};
	Look look = {{0}, {0}, {0}};

	if (length == 0 || length > LABEL_MAX_BYTES ||
	    !hc_is_alnum((unsigned char)name[0]) ||
	    !hc_is_alpha((unsigned char)name[length - 1]))
		return false;
	if (length < HC_BLOCK)
		return is_short_plain(name, length);
	for (size_t i = 0; i < length; i += HC_BLOCK) {
		const char *at = name + MIN(i, length - HC_BLOCK);

		upper |= look_at(at, &look) ^ hc_block(at);
	}
	return !hc_block_any(look.foreign | look.edged | look.hyphens | upper);
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

bool
hc_domain_copy(const char *name, char copy_out[HC_DOMAIN_SIZE])
{
	g_autofree char *bare = NULL;
	g_autofree char *ascii = NULL;
	bool idna = false;
	size_t length;

	g_return_val_if_fail(name && copy_out, false);
	length = strnlen(name, INPUT_MAX_BYTES + 1);
	if (length == 0 || length > INPUT_MAX_BYTES)
		return false;
	if (name[length - 1] == '.')
		length--;
	/* Nearly all names end here. */
	if (copy_plain_name(name, length, copy_out) ||
	    (copy_name(name, length, copy_out, &idna) && !idna))
		return true;
	bare = g_strndup(name, length);
	if (!idna && !hc_domain_needs_idna(bare))
		return false;
	ascii = to_ascii(bare);
	return ascii && copy_name(ascii, strlen(ascii), copy_out, &idna);
}

char *
hc_domain_canonical(const char *name)
{
	char copy[HC_DOMAIN_SIZE];

	return hc_domain_copy(name, copy) ? g_strdup(copy) : NULL;
}

/* ------------------------------------------------------ public suffix list */

typedef struct {
	const psl_ctx_t *list;
	char *name;
	char *trouble; /* NULL: none */
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

/* Read the system's list; a file that is there and gives none is trouble. */
static void
load_system_list(SuffixData *data, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *bytes = NULL;
	size_t length = 0;
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		if (!g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			data->trouble = g_strdup(error->message);
		return;
	}
	data->list = read_list(bytes, length);
	if (!data->list) {
		data->trouble =
			g_strdup_printf("%s: no public suffix list", path);
		return;
	}
	hc_digest_init(&digest);
	hc_digest_add(&digest, bytes, length);
	hc_digest_end(&digest, hex);
	data->name = g_strdup_printf("system list, SHA-256 %s", hex);
}

/* The system's list when there is one, since it is kept up to date; else the
 * one compiled into libpsl.  psl_latest() would decide by file times, which
 * differ between machines with equal data. */
static SuffixData *
load_suffix_data(void)
{
	SuffixData *data = g_new0(SuffixData, 1);
	const char *path = psl_dist_filename();

	if (path && *path)
		load_system_list(data, path);
	if (data->list)
		return data;
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

/* Where the part of a name begins that is one label longer than its suffix:
 * -1 for none. */
typedef struct {
	int any;   /* by the whole list */
	int icann; /* by its first section */
} Below;

/* The longest suffix is looked for by the whole list first: what is none by
 * that is none by its first section either. */
static Below
find_below(const char *canonical)
{
	static const int types[] = {PSL_TYPE_ANY, PSL_TYPE_ICANN};
	int found[G_N_ELEMENTS(types)] = {-1, -1};
	const char *at = canonical;
	int below = -1;

	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++) {
		while (at && !is_suffix(at, types[i])) {
			const char *dot = strchr(at, '.');

			below = (int)(at - canonical);
			at = dot ? dot + 1 : NULL;
		}
		if (at)
			found[i] = below;
	}
	return (Below){found[0], found[1]};
}

/* The list is walked for each label of a name, and the same names stand in
 * message after message: what was found of the last ones is kept, a name in
 * the one place that its bytes choose. */
#define KEPT 2048
#define KEPT_BYTES 56 /* longer names are rare, and are not kept */

typedef struct {
	char name[KEPT_BYTES]; /* "" for none */
	Below below;
} Kept;

static Kept *
place_of(const char *canonical, size_t *length_out)
{
	static GPrivate answers_of_thread = G_PRIVATE_INIT(g_free);
	Kept *answers = g_private_get(&answers_of_thread);

	if (!answers) {
		answers = g_new0(Kept, KEPT);
		g_private_set(&answers_of_thread, answers);
	}
	*length_out = strlen(canonical);
	return &answers[hc_name_hash(canonical, *length_out) % KEPT];
}

static Below
below_suffix(const char *canonical)
{
	size_t length;
	Kept *kept = place_of(canonical, &length);

	if (length >= KEPT_BYTES || length == 0)
		return find_below(canonical);
	if (memcmp(kept->name, canonical, length + 1) != 0) {
		kept->below = find_below(canonical);
		memcpy(kept->name, canonical, length + 1);
	}
	return kept->below;
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
	int at;

	g_return_val_if_fail(canonical, NULL);
	at = below_suffix(canonical).icann;
	return at < 0 ? NULL : canonical + at;
}

const char *
hc_domain_registrable(const char *canonical)
{
	int at;

	g_return_val_if_fail(canonical, NULL);
	at = below_suffix(canonical).any;
	return at < 0 ? NULL : canonical + at;
}

HcOwners
hc_domain_owners(const char *canonical)
{
	HcOwners owners = {NULL, NULL};
	Below below;

	g_return_val_if_fail(canonical, owners);
	below = below_suffix(canonical);
	if (below.any >= 0)
		owners.registrable = canonical + below.any;
	if (below.icann >= 0)
		owners.organisation = canonical + below.icann;
	return owners;
}

const char *
hc_domain_suffix_data(void)
{
	return suffix_data()->name;
}

const char *
hc_suffix_trouble(void)
{
	return suffix_data()->trouble;
}
