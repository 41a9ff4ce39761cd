/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-hosts.c - whose stamps count: networks, mtas, partners. */
#include "config.h"

#include "loader.h"

#include <string.h>

static const HcLoaderWord roles[] = {
	{"boundary",   HC_ROLE_BOUNDARY  },
	{"relay",      HC_ROLE_RELAY     },
	{"mailbox",    HC_ROLE_MAILBOX   },
	{"submission", HC_ROLE_SUBMISSION},
	{NULL,         0		 },
};

static const HcLoaderWord yes_no[] = {
	{"yes", true },
	{"no",  false},
	{NULL,  0    },
};

static const HcLoaderWord attests[] = {
	{"own-hops", true },
	{"nothing",  false},
	{NULL,       0    },
};

/* ---------------------------------------------------------------- networks */

static bool
same_block(const HcNetwork *a, const HcNetwork *b)
{
	return a->prefix == b->prefix && hc_address_equal(&a->base, &b->base);
}

static bool
load_network(HcLoader *loader, const xmlNode *element, HcNetworkRule *network)
{
	g_autoptr(GArray) blocks =
		g_array_new(FALSE, TRUE, sizeof(HcBlockRule));

	network->place = hc_loader_place(loader, element);
	network->id = hc_loader_attribute(loader, element, "id");
	network->trusted =
		hc_loader_word(loader, element, "trusted", yes_no, false);
	network->note = hc_loader_attribute(loader, element, "note");
	if (!hc_loader_take_id(loader, element, network->id) ||
	    !hc_loader_period(loader, element, NULL, &network->period))
		return false;
	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcBlockRule block = {0};

		if (!hc_loader_block(loader, at, &network->period, &block))
			return false;
		if (network->trusted)
			hc_loader_warn_wide(loader, &block);
		g_array_append_val(blocks, block);
	}
	network->blocks = hc_loader_keep(loader, blocks, &network->block_count);
	return true;
}

/* Of two equal blocks neither is the longer, so nothing would decide. */
static bool
check_networks(HcLoader *loader, const HcNetworkRule *a, const HcNetworkRule *b)
{
	if (!hc_periods_meet(a->period, b->period))
		return true;
	for (size_t i = 0; i < a->block_count; i++)
		for (size_t k = 0; k < b->block_count; k++)
			if (same_block(&a->blocks[i].network,
			               &b->blocks[k].network) &&
			    hc_periods_meet(a->blocks[i].period,
			                    b->blocks[k].period))
				return hc_loader_refuse(
					loader, &b->blocks[k].place,
					"the same block stands on line %u for "
					"network '%s', for days in common",
					a->blocks[i].place.line, a->id);
	return true;
}

bool
hc_load_networks(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) networks =
		g_array_new(FALSE, TRUE, sizeof(HcNetworkRule));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcNetworkRule network = {0};

		if (!load_network(loader, at, &network))
			return false;
		g_array_append_val(networks, network);
	}
	document->networks =
		hc_loader_keep(loader, networks, &document->network_count);
	for (size_t i = 0; i < document->network_count; i++)
		for (size_t k = 0; k < i; k++)
			if (!check_networks(loader, &document->networks[k],
			                    &document->networks[i]))
				return false;
	return true;
}

/* ----------------------------------------------------------------- parties */

/** The lists of a party while it is read. */
typedef struct {
	GArray *names;         /**< of HcNameRule */
	GArray *blocks;        /**< of HcBlockRule */
	GArray *authserv_ids;  /**< of const char * */
	GArray *jurisdictions; /**< of const char * */
} Lists;

static bool
add_network(HcLoader *loader, const xmlNode *element, Lists *lists)
{
	HcPolicyPlace place = hc_loader_place(loader, element);
	const char *id = hc_loader_attribute(loader, element, "ref");
	const HcDocument *document = loader->document;

	for (size_t i = 0; i < document->network_count; i++) {
		const HcNetworkRule *network = &document->networks[i];

		if (strcmp(network->id, id) != 0)
			continue;
		for (size_t k = 0; k < network->block_count; k++) {
			HcBlockRule block = network->blocks[k];

			block.period.from =
				MAX(block.period.from, network->period.from);
			block.period.to =
				MIN(block.period.to, network->period.to);
			g_array_append_val(lists->blocks, block);
		}
		return true;
	}
	return hc_loader_refuse(loader, &place, "there is no network '%s'", id);
}

static bool
add_text(HcLoader *loader, const xmlNode *element, GArray *list)
{
	const char *text = hc_loader_text(loader, element);

	g_array_append_val(list, text);
	return true;
}

static bool
load_part(HcLoader *loader, const xmlNode *at, const HcParty *party,
          Lists *lists)
{
	HcNameRule name = {0};
	HcBlockRule block = {0};
	g_autofree char *match = NULL;

	if (hc_loader_is(at, "authserv-id"))
		return add_text(loader, at, lists->authserv_ids);
	if (hc_loader_is(at, "jurisdiction"))
		return add_text(loader, at, lists->jurisdictions);
	if (hc_loader_is(at, "network"))
		return add_network(loader, at, lists);
	if (hc_loader_is(at, "address")) {
		if (!hc_loader_block(loader, at, &party->period, &block))
			return false;
		hc_loader_warn_wide(loader, &block);
		g_array_append_val(lists->blocks, block);
		return true;
	}
	match = hc_xml_attribute(at, "match");
	if (!hc_loader_name(loader, at, hc_loader_text(loader, at),
	                    g_strcmp0(match, "subtree") == 0, &party->period,
	                    &name))
		return false;
	hc_loader_warn_suffix(loader, &name);
	g_array_append_val(lists->names, name);
	return true;
}

static bool
load_lists(HcLoader *loader, const xmlNode *element, HcParty *party,
           Lists *lists)
{
	const char *authserv =
		hc_loader_attribute(loader, element, "authserv-id");

	if (authserv)
		g_array_append_val(lists->authserv_ids, authserv);
	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at))
		if (!load_part(loader, at, party, lists))
			return false;
	party->names = hc_loader_keep(loader, lists->names, &party->name_count);
	party->blocks =
		hc_loader_keep(loader, lists->blocks, &party->block_count);
	party->authserv_ids = hc_loader_keep(loader, lists->authserv_ids,
	                                     &party->authserv_count);
	party->jurisdictions = hc_loader_keep(loader, lists->jurisdictions,
	                                      &party->jurisdiction_count);
	if (party->name_count == 0 && party->block_count == 0)
		return hc_loader_refuse(loader, &party->place,
		                        "'%s' has neither a name nor an "
		                        "address: it matches nothing",
		                        party->id);
	if (party->name_count == 0 && party->role != HC_ROLE_PARTNER)
		hc_loader_warn(loader, &party->place,
		               "'%s' has no name: stamps that bear one are not "
		               "known as its",
		               party->id);
	return true;
}

static bool
load_party(HcLoader *loader, const xmlNode *element, HcParty *party)
{
	bool partner = hc_loader_is(element, "partner");
	g_autoptr(GArray) names = g_array_new(FALSE, TRUE, sizeof(HcNameRule));
	g_autoptr(GArray) blocks =
		g_array_new(FALSE, TRUE, sizeof(HcBlockRule));
	g_autoptr(GArray) authserv_ids =
		g_array_new(FALSE, TRUE, sizeof(char *));
	g_autoptr(GArray) jurisdictions =
		g_array_new(FALSE, TRUE, sizeof(char *));
	Lists lists = {names, blocks, authserv_ids, jurisdictions};

	party->place = hc_loader_place(loader, element);
	party->id = hc_loader_attribute(loader, element, "id");
	party->role = partner ? HC_ROLE_PARTNER
	                      : (HcRole)hc_loader_word(loader, element, "role",
	                                               roles, HC_ROLE_RELAY);
	party->attests = !partner || hc_loader_word(loader, element, "attests",
	                                            attests, false);
	party->clear = hc_loader_word(loader, element, "holds-clear-text",
	                              yes_no, false);
	party->software = hc_loader_attribute(loader, element, "software");
	party->contract = hc_loader_attribute(loader, element, "contract");
	return hc_loader_take_id(loader, element, party->id) &&
	       hc_loader_period(loader, element, NULL, &party->period) &&
	       load_lists(loader, element, party, &lists);
}

/* A name or block that two parties state alike says nothing of whose it is. */
static bool
check_names(HcLoader *loader, const HcParty *a, const HcParty *b)
{
	for (size_t i = 0; i < a->name_count; i++)
		for (size_t k = 0; k < b->name_count; k++)
			if (a->names[i].below == b->names[k].below &&
			    strcmp(a->names[i].domain, b->names[k].domain) ==
			            0 &&
			    hc_periods_meet(a->names[i].period,
			                    b->names[k].period))
				return hc_loader_refuse(
					loader, &b->names[k].place,
					"the same name stands on line %u for "
					"'%s', for days in common",
					a->names[i].place.line, a->id);
	return true;
}

static bool
check_blocks(HcLoader *loader, const HcParty *a, const HcParty *b)
{
	for (size_t i = 0; i < a->block_count; i++)
		for (size_t k = 0; k < b->block_count; k++)
			if (same_block(&a->blocks[i].network,
			               &b->blocks[k].network) &&
			    hc_periods_meet(a->blocks[i].period,
			                    b->blocks[k].period))
				return hc_loader_refuse(
					loader, &b->blocks[k].place,
					"the same block stands on line %u for "
					"'%s', for days in common",
					a->blocks[i].place.line, a->id);
	return true;
}

static bool
check_parties(HcLoader *loader)
{
	const HcDocument *document = loader->document;

	for (size_t i = 0; i < document->party_count; i++)
		for (size_t k = 0; k < i; k++) {
			const HcParty *a = &document->parties[k];
			const HcParty *b = &document->parties[i];

			if (hc_periods_meet(a->period, b->period) &&
			    (!check_names(loader, a, b) ||
			     !check_blocks(loader, a, b)))
				return false;
		}
	return true;
}

bool
hc_load_parties(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) parties = g_array_new(FALSE, TRUE, sizeof(HcParty));
	HcDocument *document = loader->document;

	for (int partners = 0; partners < 2; partners++)
		for (const xmlNode *at = hc_xml_first(element); at;
		     at = hc_xml_next(at)) {
			HcParty party = {0};

			if (hc_loader_is(at, "partner") != partners)
				continue;
			if (!load_party(loader, at, &party))
				return false;
			g_array_append_val(parties, party);
		}
	document->parties =
		hc_loader_keep(loader, parties, &document->party_count);
	return check_parties(loader);
}
