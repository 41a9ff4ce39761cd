/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options.c - what makes two audits of the same inputs the same.
 *
 * A plan holds the options, so that units are audited elsewhere as they would
 * have been here. */
#include "config.h"

#include "options.h"

#include <string.h>

#include "domain.h"
#include "limit.h"
#include "packing.h"
#include "policy-file.h"

const char *
hc_detail_token(HcDetail detail)
{
	static const char *const tokens[] = {
		[HC_DETAIL_ALL] = "all",
		[HC_DETAIL_FINDINGS] = "findings",
		[HC_DETAIL_SUMMARY] = "summary",
	};

	g_return_val_if_fail((unsigned)detail < G_N_ELEMENTS(tokens), "");
	return tokens[detail];
}

const char *
hc_digests_token(HcDigests digests)
{
	static const char *const tokens[] = {
		[HC_DIGESTS_ALL] = "all",
		[HC_DIGESTS_MESSAGES] = "messages",
		[HC_DIGESTS_NONE] = "none",
	};

	g_return_val_if_fail((unsigned)digests < G_N_ELEMENTS(tokens), "");
	return tokens[digests];
}

/* ---------------------------------------------------------------- copying */

static const char *const *
copy_list(const char *const *list)
{
	return (const char *const *)g_strdupv((char **)list);
}

HcAuditOptions *
hc_options_copy(const HcAuditOptions *options)
{
	HcAuditOptions *copy = g_new(HcAuditOptions, 1);

	*copy = *options;
	copy->policy = g_strdup(options->policy);
	copy->as_of = g_strdup(options->as_of);
	copy->profile = g_strdup(options->profile);
	copy->programs = g_strdup(options->programs);
	copy->trust = copy_list(options->trust);
	copy->recipients = copy_list(options->recipients);
	copy->databases = copy_list(options->databases);
	copy->limits = copy_list(options->limits);
	return copy;
}

void
hc_options_free(HcAuditOptions *options)
{
	if (options == NULL)
		return;
	g_free((char *)options->policy);
	g_free((char *)options->as_of);
	g_free((char *)options->profile);
	g_free((char *)options->programs);
	g_strfreev((char **)options->trust);
	g_strfreev((char **)options->recipients);
	g_strfreev((char **)options->databases);
	g_strfreev((char **)options->limits);
	g_free(options);
}

/* ----------------------------------------------------------------- policy */

/** Where a path leads. */
static char *
from_base(const char *base, const char *path)
{
	return base != NULL && !g_path_is_absolute(path)
	               ? g_build_filename(base, path, NULL)
	               : g_strdup(path);
}

/** Load a document by where it is, and let it be called as it was given. */
static HcPolicy *
load_document(const char *base, const char *given, GError **error)
{
	g_autofree char *path = from_base(base, given);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *data = NULL;
	size_t length;

	data = hc_policy_file_read(path, HC_POLICY_MAX, &length, error);
	if (data == NULL)
		return NULL;
	return hc_policy_load_bytes(data, length, given, folder, error);
}

static bool
set_profile(HcPolicy *policy, const char *base, const char *name,
            GError **error)
{
	bool is_file =
		strchr(name, '/') != NULL || g_str_has_suffix(name, ".xml");
	g_autofree char *path =
		is_file ? from_base(base, name) : g_strdup(name);
	g_autoptr(HcProfile) profile = hc_profile_new(path, error);

	if (profile != NULL)
		hc_policy_set_profile(policy, profile);
	return profile != NULL;
}

static bool
set_databases(HcPolicy *policy, const char *base, const char *const *paths,
              GError **error)
{
	g_autoptr(HcAtlas) atlas = hc_atlas_new();

	for (; paths != NULL && *paths != NULL; paths++) {
		g_autofree char *path = from_base(base, *paths);

		if (!hc_atlas_add(atlas, path, error))
			return false;
	}
	hc_policy_set_atlas(policy, atlas);
	return true;
}

HcPolicy *
hc_options_policy(const HcAuditOptions *options, const char *base,
                  GError **error)
{
	g_autoptr(HcPolicy) policy =
		options->policy != NULL
			? load_document(base, options->policy, error)
			: hc_policy_new();
	bool good = policy != NULL;
	const char *const *one;

	for (one = options->trust; good && one != NULL && *one != NULL; one++)
		good = hc_policy_trust(policy, *one, error);
	for (one = options->recipients; good && one != NULL && *one != NULL;
	     one++)
		good = hc_policy_add_recipient(policy, *one, error);
	if (good && options->as_of != NULL)
		good = hc_policy_set_as_of(policy, options->as_of, error);
	if (good && options->profile != NULL)
		good = set_profile(policy, base, options->profile, error);
	if (good)
		good = set_databases(policy, base, options->databases, error);
	return good ? g_steal_pointer(&policy) : NULL;
}

/* ---------------------------------------------------------------- packing */

static void
pack_list(GByteArray *out, const char *const *list)
{
	guint count = list != NULL ? g_strv_length((char **)list) : 0;

	hc_pack_number(out, count);
	for (guint i = 0; i < count; i++)
		hc_pack_text(out, list[i]);
}

/** What the verdicts rest on beside the words of the options. */
static void
pack_policy(GByteArray *out, const HcPolicy *policy)
{
	const HcAtlas *atlas = hc_policy_atlas(policy);
	const HcProfile *profile = hc_policy_profile(policy);
	size_t count = atlas != NULL ? hc_atlas_count(atlas) : 0;

	hc_pack_text(out, hc_policy_digest(policy));
	hc_pack_text(out, profile->id);
	hc_pack_text(out, profile->sha256);
	hc_pack_number(out, count);
	for (size_t i = 0; i < count; i++)
		hc_pack_text(out, hc_atlas_database(atlas, i)->sha256);
}

/* Each field of a record, in its order, and what it is called when it is not
 * that of the other record. */
static const char *const fields[] = {
	"version",
	"rule date",
	"public suffix list",
	"form",
	"detail",
	"choice of digests",
	"kind",
	"choice of content",
	"choice of journals",
	"policy",
	"policy",
	"profile",
	"policy",
	"policy",
	"policy",
	"limit",
	"policy",
};

void
hc_options_pack(GByteArray *out, const HcAuditOptions *options,
                const HcPolicy *policy)
{
	const uint64_t numbers[] = {
		options->form, options->detail,  options->digests,
		options->kind, options->content, options->journal,
	};
	g_auto(GStrv) limits = hc_limits_changed();
	g_autoptr(GByteArray) field = g_byte_array_new();

	hc_pack_text(out, hc_version());
	hc_pack_text(out, hc_rule_date());
	hc_pack_text(out, hc_domain_suffix_data());
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_byte_array_set_size(field, 0);
		hc_pack_number(field, numbers[i]);
		hc_pack_bytes(out, field->data, field->len);
	}
	hc_pack_text(out, options->policy);
	hc_pack_text(out, options->as_of);
	hc_pack_text(out, options->profile);
	for (unsigned i = 0; i < 4; i++) {
		const char *const *const lists[] = {
			options->trust, options->recipients, options->databases,
			(const char *const *)limits};

		g_byte_array_set_size(field, 0);
		pack_list(field, lists[i]);
		hc_pack_bytes(out, field->data, field->len);
	}
	g_byte_array_set_size(field, 0);
	pack_policy(field, policy);
	hc_pack_bytes(out, field->data, field->len);
}

/** A list out of a field of its own. */
static const char *const *
unpack_list(HcUnpack *in)
{
	size_t length;
	const uint8_t *bytes = hc_unpack_bytes(in, &length);
	HcUnpack field = hc_unpack(bytes, length);
	uint64_t count = hc_unpack_number(&field);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (uint64_t i = 0; i < count && !field.bad; i++)
		g_ptr_array_add(list, g_strdup(hc_unpack_text(&field)));
	in->bad |= field.bad;
	g_ptr_array_add(list, NULL);
	g_ptr_array_set_free_func(list, NULL);
	return (const char *const *)g_ptr_array_free(g_steal_pointer(&list),
	                                             FALSE);
}

static unsigned
unpack_choice(HcUnpack *in)
{
	size_t length;
	const uint8_t *bytes = hc_unpack_bytes(in, &length);
	HcUnpack field = hc_unpack(bytes, length);
	uint64_t value = hc_unpack_number(&field);

	in->bad |= field.bad || value > UINT16_MAX;
	return (unsigned)value;
}

HcAuditOptions *
hc_options_unpack(const uint8_t *data, size_t length)
{
	g_autoptr(HcAuditOptions) options = g_new0(HcAuditOptions, 1);
	HcUnpack in = hc_unpack(data, length);

	hc_unpack_text(&in);
	hc_unpack_text(&in);
	hc_unpack_text(&in);
	options->form = (HcReportForm)unpack_choice(&in);
	options->detail = (HcDetail)unpack_choice(&in);
	options->digests = (HcDigests)unpack_choice(&in);
	options->kind = (HcKind)unpack_choice(&in);
	options->content = (HcContentUse)unpack_choice(&in);
	options->journal = unpack_choice(&in) != 0;
	options->policy = g_strdup(hc_unpack_text(&in));
	options->as_of = g_strdup(hc_unpack_text(&in));
	options->profile = g_strdup(hc_unpack_text(&in));
	options->trust = unpack_list(&in);
	options->recipients = unpack_list(&in);
	options->databases = unpack_list(&in);
	options->limits = unpack_list(&in);
	return in.bad ? NULL : g_steal_pointer(&options);
}

const char *
hc_options_difference(const uint8_t *one, size_t one_length,
                      const uint8_t *other, size_t other_length)
{
	HcUnpack a = hc_unpack(one, one_length);
	HcUnpack b = hc_unpack(other, other_length);

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		size_t a_length, b_length;
		const uint8_t *a_field = hc_unpack_bytes(&a, &a_length);
		const uint8_t *b_field = hc_unpack_bytes(&b, &b_length);

		if (a.bad || b.bad || a_length != b_length ||
		    memcmp(a_field, b_field, a_length) != 0)
			return fields[i];
	}
	return NULL;
}
