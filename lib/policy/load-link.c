/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-link.c - what is asked of which hop. */
#include "config.h"

#include "loader.h"

#include <string.h>

static const HcLoaderWord demands[] = {
	{"none",      HC_DEMAND_NONE     },
        {"preferred", HC_DEMAND_PREFERRED},
	{"required",  HC_DEMAND_REQUIRED },
        {"verify",    HC_DEMAND_VERIFY   },
	{"mutual",    HC_DEMAND_MUTUAL   },
        {NULL,        0                  },
};

static const HcLoaderWord exemptions[] = {
	{"loopback", HC_EXEMPT_LOOPBACK},
	{"local",    HC_EXEMPT_LOCAL   },
	{"lmtp",     HC_EXEMPT_LMTP    },
	{NULL,       0		 },
};

static const HcLoaderWord ways[] = {
	{"mta-sts", HC_VIA_MTA_STS},
	{"dane",    HC_VIA_DANE   },
	{"pkix",    HC_VIA_PKIX   },
	{NULL,      0             },
};

static const HcLoaderWord auths[] = {
	{"required", true },
	{"optional", false},
	{NULL,       0    },
};

static HcDemand
demand_of(HcLoader *loader, const xmlNode *element, const char *name)
{
	return (HcDemand)hc_loader_word(loader, element, name, demands,
	                                HC_DEMAND_NONE);
}

/* What all four have alike. */
static bool
load_common(HcLoader *loader, const xmlNode *element, HcLinkRule *rule)
{
	rule->place = hc_loader_place(loader, element);
	return hc_loader_source(loader, element, &rule->source) &&
	       hc_loader_profile(loader, element, &rule->profile_id,
	                         &rule->profile) &&
	       hc_loader_period(loader, element, NULL, &rule->period);
}

static const HcParty *
find_mta(const HcDocument *document, const char *id)
{
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role != HC_ROLE_PARTNER &&
		    strcmp(document->parties[i].id, id) == 0)
			return &document->parties[i];
	return NULL;
}

static bool
load_mtas(HcLoader *loader, const xmlNode *element, HcLinkRule *rule)
{
	const char *const *ids =
		hc_loader_list(loader, element, "mtas", &rule->mta_count);
	const HcParty **mtas;

	if (rule->mta_count == 0)
		return true;
	mtas = hc_arena_alloc(loader->arena, rule->mta_count * sizeof *mtas);
	for (size_t i = 0; i < rule->mta_count; i++) {
		mtas[i] = find_mta(loader->document, ids[i]);
		if (!mtas[i])
			return hc_loader_refuse(loader, &rule->place,
			                        "there is no mta '%s'", ids[i]);
	}
	rule->mtas = mtas;
	return true;
}

/* One <boundary>, two rules. */
static bool
load_boundary(HcLoader *loader, const xmlNode *element, GArray *links)
{
	HcLinkRule rule = {.kind = HC_TRANSFER_INBOUND};

	if (!load_common(loader, element, &rule) ||
	    !load_mtas(loader, element, &rule))
		return false;
	rule.tls = demand_of(loader, element, "inbound-tls");
	g_array_append_val(links, rule);
	rule.kind = HC_TRANSFER_OUTBOUND;
	rule.tls = demand_of(loader, element, "outbound-tls");
	g_array_append_val(links, rule);
	return true;
}

static bool
load_inner(HcLoader *loader, const xmlNode *element, GArray *links)
{
	HcLinkRule rule = {.kind = hc_loader_is(element, "internal")
	                                   ? HC_TRANSFER_INTERNAL
	                                   : HC_TRANSFER_SUBMISSION};

	if (!load_common(loader, element, &rule))
		return false;
	rule.tls = demand_of(loader, element, "tls");
	rule.auth = hc_loader_word(loader, element, "auth", auths, false);
	rule.exempt = hc_loader_bits(loader, element, "exempt", exemptions);
	g_array_append_val(links, rule);
	return true;
}

static bool
load_partner_link(HcLoader *loader, const xmlNode *element, GArray *links)
{
	HcLinkRule rule = {.partner = true};
	g_autofree char *match = hc_xml_attribute(element, "match");

	if (!load_common(loader, element, &rule) ||
	    !hc_loader_name(loader, element,
	                    hc_loader_attribute(loader, element, "to"),
	                    g_strcmp0(match, "exact") != 0, NULL, &rule.to))
		return false;
	hc_loader_warn_suffix(loader, &rule.to);
	rule.tls = demand_of(loader, element, "tls");
	rule.via = hc_loader_bits(loader, element, "via", ways);
	g_array_append_val(links, rule);
	return true;
}

/* ------------------------------------------------------------------ checks */

static bool
share_mta(const HcLinkRule *a, const HcLinkRule *b)
{
	if (a->mta_count == 0 || b->mta_count == 0)
		return a->mta_count == b->mta_count;
	for (size_t i = 0; i < a->mta_count; i++)
		for (size_t k = 0; k < b->mta_count; k++)
			if (a->mtas[i] == b->mtas[k])
				return true;
	return false;
}

/* Whether two rules would be about the same hop on the same day, and nothing
 * said which decides. */
static bool
collide(const HcLinkRule *a, const HcLinkRule *b)
{
	if (a->partner != b->partner || !hc_periods_meet(a->period, b->period))
		return false;
	if (a->partner)
		return a->to.below == b->to.below &&
		       strcmp(a->to.domain, b->to.domain) == 0;
	return a->kind == b->kind && share_mta(a, b);
}

static bool
check_links(HcLoader *loader)
{
	const HcDocument *document = loader->document;

	for (size_t i = 0; i < document->link_count; i++)
		for (size_t k = 0; k < i; k++)
			if (collide(&document->links[k], &document->links[i]))
				return hc_loader_refuse(
					loader, &document->links[i].place,
					"the rule on line %u is about the same "
					"links, for days in common",
					document->links[k].place.line);
	return true;
}

static bool
load_partner_links(HcLoader *loader, const xmlNode *element, GArray *links)
{
	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at))
		if (!load_partner_link(loader, at, links))
			return false;
	return true;
}

bool
hc_load_links(HcLoader *loader, const xmlNode *root)
{
	g_autoptr(GArray) links = g_array_new(FALSE, TRUE, sizeof(HcLinkRule));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(root); at; at = hc_xml_next(at)) {
		bool good = true;

		if (hc_loader_is(at, "boundary"))
			good = load_boundary(loader, at, links);
		else if (hc_loader_is(at, "internal") ||
		         hc_loader_is(at, "submission"))
			good = load_inner(loader, at, links);
		else if (hc_loader_is(at, "partner-links"))
			good = load_partner_links(loader, at, links);
		if (!good)
			return false;
	}
	document->links = hc_loader_keep(loader, links, &document->link_count);
	return check_links(loader);
}
