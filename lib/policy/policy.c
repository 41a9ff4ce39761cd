/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy.c - what was stated: members, recipients, a day. */
#include "config.h"

#include "policy.h"

#include <string.h>

#include "digest.h"
#include "domain.h"
#include "profile.h"

bool
hc_policy_read_day(const char *text, int64_t *noon_out)
{
	int64_t day;

	if (!hc_day_read(text, &day))
		return false;
	*noon_out = day * 86400 + 43200;
	return true;
}

/* ------------------------------------------------------------------ digest */

static int
compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
append_sorted(GString *text, const char *word, const GPtrArray *list)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();

	for (guint i = 0; i < list->len; i++)
		g_ptr_array_add(sorted, g_ptr_array_index(list, i));
	g_ptr_array_sort(sorted, compare_text);
	for (guint i = 0; i < sorted->len; i++)
		g_string_append_printf(text, "%s %s\n", word,
		                       (char *)g_ptr_array_index(sorted, i));
}

/* The canonical form: one statement a line, lists sorted, so that the order of
 * options makes no other policy.  Made at each change, so that a policy that
 * several threads judge by is only read. */
void
hc_policy_digest_again(HcPolicy *policy)
{
	g_autoptr(GString) text = g_string_new("hopcheck policy 1\n");
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	g_string_append_printf(text, "as-of %s\n", policy->as_of);
	append_sorted(text, "member", policy->members);
	append_sorted(text, "recipient", policy->recipients);
	if (policy->profile)
		g_string_append_printf(
			text, "profile %s %s\n", policy->profile->id,
			policy->profile->sha256 ? policy->profile->sha256 : "");
	if (policy->document)
		hc_policy_append_document(policy, text);
	hc_digest_init(&digest);
	hc_digest_add(&digest, text->str, text->len);
	hc_digest_end(&digest, hex);
	g_free(policy->digest);
	policy->digest = g_strdup(hex);
}

/* ------------------------------------------------------------ construction */

HcPolicy *
hc_policy_new(void)
{
	HcPolicy *policy = g_new0(HcPolicy, 1);

	policy->members = g_ptr_array_new_with_free_func(g_free);
	policy->domains = g_ptr_array_new_with_free_func(g_free);
	policy->networks = g_array_new(FALSE, FALSE, sizeof(HcNetwork));
	policy->recipients = g_ptr_array_new_with_free_func(g_free);
	policy->usual = hc_profile_named("bcp195", NULL);
	g_assert(policy->usual);
	policy->as_of = g_strdup(hc_rule_date());
	if (!hc_policy_read_day(policy->as_of, &policy->as_of_s))
		g_assert_not_reached();
	hc_policy_digest_again(policy);
	return policy;
}

void
hc_policy_free(HcPolicy *policy)
{
	if (!policy)
		return;
	g_ptr_array_unref(policy->members);
	g_ptr_array_unref(policy->domains);
	g_array_unref(policy->networks);
	g_ptr_array_unref(policy->recipients);
	hc_profile_unref(policy->profile);
	hc_profile_unref(policy->usual);
	g_free(policy->as_of);
	g_free(policy->digest);
	g_clear_pointer(&policy->warnings, g_ptr_array_unref);
	hc_document_free(policy->document);
	hc_atlas_unref(policy->atlas);
	g_free(policy);
}

static bool
holds(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(g_ptr_array_index(list, i), text) == 0)
			return true;
	return false;
}

static void
add_member(HcPolicy *policy, const char *text)
{
	if (!holds(policy->members, text))
		g_ptr_array_add(policy->members, g_strdup(text));
	hc_policy_digest_again(policy);
}

/* Whether the text before a "/" is an address, so that a domain was not meant. */
static bool
starts_with_address(const char *text)
{
	HcAddress address;

	return hc_address_read(text, strcspn(text, "/"), &address, NULL, NULL);
}

static bool
trust_network(HcPolicy *policy, const char *member, GError **error)
{
	char text[HC_ADDRESS_TEXT];
	g_autofree char *canonical = NULL;
	HcNetwork network;
	bool block = strchr(member, '/');

	if (!hc_network_read(member, strlen(member), &network)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "no address block '%s': the prefix length does not "
		            "fit or bits below it are set",
		            member);
		return false;
	}
	if (hc_network_is_too_wide(&network)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "'%s' holds the hosts of many organisations: no "
		            "block wider than /8 (IPv4) or /16 (IPv6) is one's "
		            "own",
		            member);
		return false;
	}
	hc_address_write(&network.base, text);
	canonical = block ? g_strdup_printf("%s/%u", text, network.prefix)
	                  : g_strdup(text);
	g_array_append_val(policy->networks, network);
	add_member(policy, canonical);
	return true;
}

static bool
trust_domain(HcPolicy *policy, const char *member, GError **error)
{
	g_autofree char *name = hc_domain_canonical(member);

	if (!name) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "neither a domain nor an address block: '%s'",
		            member);
		return false;
	}
	if (!strchr(name, '.')) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "'%s' is a single label, so no organisation's "
		            "domain",
		            name);
		return false;
	}
	if (hc_domain_is_suffix(name)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "'%s' is a public suffix: names below it belong to "
		            "many organisations",
		            name);
		return false;
	}
	if (!holds(policy->domains, name))
		g_ptr_array_add(policy->domains, g_strdup(name));
	add_member(policy, name);
	return true;
}

bool
hc_policy_trust(HcPolicy *policy, const char *member, GError **error)
{
	g_return_val_if_fail(policy && member, false);
	if (strchr(member, '/') || starts_with_address(member))
		return trust_network(policy, member, error);
	return trust_domain(policy, member, error);
}

bool
hc_policy_set_as_of(HcPolicy *policy, const char *date, GError **error)
{
	int64_t noon;

	g_return_val_if_fail(policy && date, false);
	if (!hc_policy_read_day(date, &noon)) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "no date of the form YYYY-MM-DD: '%s'", date);
		return false;
	}
	g_free(policy->as_of);
	policy->as_of = g_strdup(date);
	policy->as_of_s = noon;
	hc_policy_digest_again(policy);
	return true;
}

bool
hc_policy_add_recipient(HcPolicy *policy, const char *address, GError **error)
{
	const char *at;
	g_autofree char *domain = NULL;

	g_return_val_if_fail(policy && address, false);
	at = strrchr(address, '@');
	domain = at ? hc_domain_canonical(at + 1) : NULL;
	if (!domain || at == address || strpbrk(address, " \t\r\n<>")) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "no mail address: '%s'", address);
		return false;
	}
	if (!holds(policy->recipients, address))
		g_ptr_array_add(policy->recipients, g_strdup(address));
	hc_policy_digest_again(policy);
	return true;
}

void
hc_policy_set_profile(HcPolicy *policy, const HcProfile *profile)
{
	HcProfile *before;

	g_return_if_fail(policy && profile);
	before = policy->profile;
	policy->profile = hc_profile_ref(profile);
	hc_profile_unref(before);
	hc_policy_digest_again(policy);
}

/* --------------------------------------------------------------- inspection */

const HcProfile *
hc_policy_profile(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, NULL);
	return policy->profile ? policy->profile : policy->usual;
}

bool
hc_policy_profile_is_stated(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, false);
	return policy->profile != NULL;
}

bool
hc_policy_is_inferred(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, true);
	return policy->domains->len == 0 &&
	       !(policy->document && hc_document_names_hosts(policy->document));
}

const char *
hc_policy_as_of(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, NULL);
	return policy->as_of;
}

static const char *const *
list_of(const GPtrArray *list, size_t *count_out)
{
	*count_out = list->len;
	return (const char *const *)list->pdata;
}

const char *const *
hc_policy_members(const HcPolicy *policy, size_t *count_out)
{
	g_return_val_if_fail(policy && count_out, NULL);
	return list_of(policy->members, count_out);
}

const char *const *
hc_policy_recipients(const HcPolicy *policy, size_t *count_out)
{
	g_return_val_if_fail(policy && count_out, NULL);
	return list_of(policy->recipients, count_out);
}

const char *
hc_policy_digest(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, NULL);
	return policy->digest;
}

void
hc_policy_set_atlas(HcPolicy *policy, HcAtlas *atlas)
{
	g_return_if_fail(policy);
	if (atlas != NULL)
		hc_atlas_ref(atlas);
	hc_atlas_unref(policy->atlas);
	policy->atlas = atlas;
}

const HcAtlas *
hc_policy_atlas(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, NULL);
	return policy->atlas;
}
