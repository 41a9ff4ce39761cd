/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-document.c - a policy that judges by a document. */
#include "config.h"

#include "policy.h"

#include <string.h>

static bool
holds(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(g_ptr_array_index(list, i), text) == 0)
			return true;
	return false;
}

static void
add_block(HcPolicy *policy, const HcNetwork *network)
{
	char text[HC_ADDRESS_TEXT];
	g_autofree char *member = NULL;

	hc_address_write(&network->base, text);
	member = g_strdup_printf("%s/%u", text, network->prefix);
	if (!holds(policy->members, member))
		g_ptr_array_add(policy->members, g_steal_pointer(&member));
}

static void
add_name(HcPolicy *policy, const char *name)
{
	if (!holds(policy->members, name))
		g_ptr_array_add(policy->members, g_strdup(name));
}

/* The own set of the document, whatever the day, for a report to show: the walk
 * asks the document. */
static void
add_own_set(HcPolicy *policy)
{
	const HcDocument *document = policy->document;

	for (size_t i = 0; i < document->party_count; i++) {
		const HcParty *party = &document->parties[i];

		if (party->role == HC_ROLE_PARTNER)
			continue;
		for (size_t k = 0; k < party->name_count; k++)
			add_name(policy, party->names[k].domain);
		for (size_t k = 0; k < party->block_count; k++)
			add_block(policy, &party->blocks[k].network);
	}
	for (size_t i = 0; i < document->network_count; i++) {
		const HcNetworkRule *network = &document->networks[i];

		for (size_t k = 0; network->trusted && k < network->block_count;
		     k++)
			add_block(policy, &network->blocks[k].network);
	}
}

static size_t
count_lists(const HcDocument *document)
{
	size_t count = 0;

	for (size_t i = 0; i < document->community_count; i++)
		count += document->communities[i].list_count;
	return count;
}

static HcPolicyDocument
facts_of(const HcDocument *document)
{
	size_t count = count_lists(document);
	HcPolicyList *lists =
		hc_arena_alloc(document->arena, count * sizeof *lists + 1);
	HcPolicyDocument facts = {
		.name = document->name,
		.id = document->id,
		.version = document->version,
		.issued = document->issued,
		.owner = document->owner,
		.sha256 = document->sha256,
		.lists = lists,
		.list_count = count,
	};

	for (size_t i = 0; i < document->community_count; i++) {
		const HcCommunity *community = &document->communities[i];

		for (size_t k = 0; k < community->list_count; k++) {
			lists->href = community->lists[k].href;
			lists->sha256 = community->lists[k].sha256;
			lists->rows = community->lists[k].rows;
			lists++->read = community->lists[k].read;
		}
	}
	return facts;
}

HcPolicy *
hc_policy_of_document(HcDocument *document, GPtrArray *warnings)
{
	HcPolicy *policy = hc_policy_new();

	policy->document = document;
	policy->facts = facts_of(document);
	policy->warnings = g_ptr_array_ref(warnings);
	add_own_set(policy);
	hc_policy_digest_again(policy);
	return policy;
}

const HcPolicyDocument *
hc_policy_document(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, NULL);
	return policy->document ? &policy->facts : NULL;
}

const HcPolicyWarning *const *
hc_policy_warnings(const HcPolicy *policy, size_t *count_out)
{
	g_return_val_if_fail(policy && count_out, NULL);
	*count_out = policy->warnings ? policy->warnings->len : 0;
	return *count_out == 0 ? NULL
	                       : (const HcPolicyWarning *const *)
	                                 policy->warnings->pdata;
}

void
hc_policy_append_document(const HcPolicy *policy, GString *text)
{
	const HcPolicyDocument *facts = &policy->facts;

	g_string_append_printf(text, "document %s\n", facts->sha256);
	for (size_t i = 0; i < facts->list_count; i++)
		g_string_append_printf(text, "list %s\n",
		                       facts->lists[i].sha256);
}
