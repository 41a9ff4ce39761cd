/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-community.c - which addresses belong together. */
#include "config.h"

#include "loader.h"

#include <string.h>

#include "domain.h"

static const HcLoaderWord ends[] = {
	{"both",      HC_ENDS_BOTH     },
	{"sender",    HC_ENDS_SENDER   },
	{"recipient", HC_ENDS_RECIPIENT},
	{NULL,        0		},
};

static const HcLoaderWord protections[] = {
	{"tls",		HC_PROTECTION_TLS            },
	{"private-network",    HC_PROTECTION_PRIVATE_NETWORK},
	{"gateway-encryption", HC_PROTECTION_GATEWAY        },
	{"same-service",       HC_PROTECTION_SAME_SERVICE   },
	{NULL,		 0			    },
};

/** The lists of a community while it is read. */
typedef struct {
	GArray *members;    /**< of HcNameRule */
	GArray *exceptions; /**< of HcExceptionRule */
	GArray *lists;      /**< of HcListRule */
} Lists;

static bool
is_subtree(const xmlNode *element, bool otherwise)
{
	g_autofree char *match = hc_xml_attribute(element, "match");

	return match ? strcmp(match, "subtree") == 0 : otherwise;
}

static bool
load_member(HcLoader *loader, const xmlNode *element,
            const HcCommunity *community, Lists *lists)
{
	HcNameRule member = {0};
	const char *source;

	if (!hc_loader_name(loader, element, hc_loader_text(loader, element),
	                    is_subtree(element, false), &community->period,
	                    &member) ||
	    !hc_loader_source(loader, element, &source))
		return false;
	hc_loader_warn_suffix(loader, &member);
	g_array_append_val(lists->members, member);
	return true;
}

static bool
load_exception(HcLoader *loader, const xmlNode *element,
               const HcCommunity *community, Lists *lists)
{
	HcExceptionRule exception = {0};
	g_autofree char *then = hc_xml_attribute(element, "then");

	exception.manual = g_strcmp0(then, "manual") == 0;
	exception.reason = hc_loader_attribute(loader, element, "reason");
	if (!hc_loader_name(loader, element,
	                    hc_loader_attribute(loader, element, "domain"),
	                    is_subtree(element, true), &community->period,
	                    &exception.name) ||
	    !hc_loader_source(loader, element, &exception.source))
		return false;
	g_array_append_val(lists->exceptions, exception);
	return true;
}

static bool
load_one_list(HcLoader *loader, const xmlNode *element,
              const HcCommunity *community, Lists *lists)
{
	HcListRule list = {0};

	if (!hc_load_list(loader, element, &community->period, lists->members,
	                  &list))
		return false;
	g_array_append_val(lists->lists, list);
	return true;
}

static bool
load_parts(HcLoader *loader, const xmlNode *element,
           const HcCommunity *community, Lists *lists)
{
	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		bool good = true; /* <not-linked> waits for all communities */

		if (hc_loader_is(at, "domain"))
			good = load_member(loader, at, community, lists);
		else if (hc_loader_is(at, "exception"))
			good = load_exception(loader, at, community, lists);
		else if (hc_loader_is(at, "list"))
			good = load_one_list(loader, at, community, lists);
		if (!good)
			return false;
	}
	return true;
}

/* ----------------------------------------------------------------- checks */

static int
compare_members(const void *first, const void *second)
{
	const HcNameRule *a = first;
	const HcNameRule *b = second;
	int order = strcmp(a->domain, b->domain);

	if (order == 0)
		order = strcmp(a->place.file, b->place.file);
	if (order == 0)
		order = (a->place.line > b->place.line) -
		        (a->place.line < b->place.line);
	if (order == 0)
		order = (a->place.column > b->place.column) -
		        (a->place.column < b->place.column);
	return order;
}

static int
compare_exceptions(const void *first, const void *second)
{
	const HcExceptionRule *a = first;
	const HcExceptionRule *b = second;

	return compare_members(&a->name, &b->name);
}

static void
mark_names(HcCommunity *community)
{
	for (size_t i = 0; i < community->member_count; i++)
		community->marks |=
			hc_name_mark(community->members[i].domain,
		                     strlen(community->members[i].domain));
	for (size_t i = 0; i < community->exception_count; i++) {
		const char *domain = community->exceptions[i].name.domain;

		community->marks |= hc_name_mark(domain, strlen(domain));
	}
}

static void
warn_of_twins(HcLoader *loader, const HcCommunity *community)
{
	for (size_t i = 1; i < community->member_count; i++) {
		const HcNameRule *a = &community->members[i - 1];
		const HcNameRule *b = &community->members[i];

		if (strcmp(a->domain, b->domain) == 0 && a->below == b->below &&
		    hc_periods_meet(a->period, b->period))
			hc_loader_warn(loader, &b->place,
			               "'%s' is a member by line %u of %s too, "
			               "for days in common",
			               b->domain, a->place.line, a->place.file);
	}
}

/* Whether the community, exceptions aside, holds a name or one below it. */
static bool
holds_any(const HcCommunity *community, const char *domain)
{
	for (size_t i = 0; i < community->member_count; i++) {
		const HcNameRule *member = &community->members[i];

		if (hc_name_rule_matches(member, domain) ||
		    hc_domain_within(member->domain, domain))
			return true;
	}
	return false;
}

static void
warn_of_idle_exceptions(HcLoader *loader, const HcCommunity *community)
{
	for (size_t i = 0; i < community->exception_count; i++) {
		const HcExceptionRule *exception = &community->exceptions[i];

		if (!holds_any(community, exception->name.domain))
			hc_loader_warn(loader, &exception->name.place,
			               "'%s' is no member without this "
			               "exception either",
			               exception->name.domain);
	}
}

static bool
check_community(HcLoader *loader, const HcCommunity *community)
{
	if (community->member_count == 0)
		return hc_loader_refuse(loader, &community->place,
		                        "community '%s' has no member",
		                        community->id);
	warn_of_twins(loader, community);
	warn_of_idle_exceptions(loader, community);
	if (community->profile_id && community->protection != HC_PROTECTION_TLS)
		hc_loader_warn(loader, &community->place,
		               "the profile of community '%s' is never asked: "
		               "its protection is not tls",
		               community->id);
	return true;
}

/* The first day on which a name is a member of both, exceptions aside.
 * @return false: on none */
static bool
is_in_both(const HcCommunity *a, const HcCommunity *b, const HcNameRule *name)
{
	int64_t day =
		MAX(name->period.from, MAX(a->period.from, b->period.from));
	HcMembership in_b = hc_community_member(b, name->domain, day);

	if (in_b.rule && in_b.rule->period.from > day) {
		day = in_b.rule->period.from;
		in_b = hc_community_member(b, name->domain, day);
	}
	return in_b.state == HC_MEMBER_YES &&
	       hc_community_member(a, name->domain, day).state == HC_MEMBER_YES;
}

static const HcNameRule *
shared_member(const HcCommunity *a, const HcCommunity *b)
{
	for (size_t i = 0; i < a->member_count; i++)
		if (is_in_both(a, b, &a->members[i]))
			return &a->members[i];
	for (size_t i = 0; i < b->member_count; i++)
		if (is_in_both(b, a, &b->members[i]))
			return &b->members[i];
	return NULL;
}

static bool
holds_all(const HcCommunity *community, const HcCommunity *other)
{
	for (size_t i = 0; i < other->member_count; i++)
		if (!is_in_both(other, community, &other->members[i]))
			return false;
	return true;
}

/* Where two communities cover the same mail, the first decides
 * (hc_decide_pair()): told where they do not ask the same, unless the narrower
 * stands before the wider, which is how to write a special case. */
static void
warn_of_rivals(HcLoader *loader, const HcCommunity *communities, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = 0; k < i; k++) {
			const HcCommunity *first = &communities[k];
			const HcCommunity *second = &communities[i];
			const HcNameRule *name;

			if (first->protection == second->protection &&
			    first->profile == second->profile)
				continue;
			name = shared_member(second, first);
			if (!name || (holds_all(second, first) &&
			              !holds_all(first, second)))
				continue;
			hc_loader_warn(loader, &second->place,
			               "community '%s' (line %u of %s) covers "
			               "mail of '%s' too, and decides, because "
			               "it stands first",
			               first->id, first->place.line,
			               first->place.file, name->domain);
			break; /* one is enough to look there */
		}
}

/* --------------------------------------------------------------- community */

static bool
load_community(HcLoader *loader, const xmlNode *element, HcCommunity *community)
{
	g_autoptr(GArray) members =
		g_array_new(FALSE, TRUE, sizeof(HcNameRule));
	g_autoptr(GArray) exceptions =
		g_array_new(FALSE, TRUE, sizeof(HcExceptionRule));
	g_autoptr(GArray) lists = g_array_new(FALSE, TRUE, sizeof(HcListRule));
	Lists parts = {members, exceptions, lists};

	community->place = hc_loader_place(loader, element);
	community->id = hc_loader_attribute(loader, element, "id");
	community->ends = (HcEnds)hc_loader_word(loader, element, "ends", ends,
	                                         HC_ENDS_BOTH);
	community->protection = (HcProtection)hc_loader_word(
		loader, element, "protection", protections, 0);
	community->note = hc_loader_attribute(loader, element, "note");
	if (!hc_loader_take_id(loader, element, community->id) ||
	    !hc_loader_source(loader, element, &community->source) ||
	    !hc_loader_profile(loader, element, &community->profile_id,
	                       &community->profile) ||
	    !hc_loader_period(loader, element, NULL, &community->period) ||
	    !load_parts(loader, element, community, &parts))
		return false;
	g_array_sort(members, compare_members);
	g_array_sort(exceptions, compare_exceptions);
	community->members =
		hc_loader_keep(loader, members, &community->member_count);
	community->exceptions =
		hc_loader_keep(loader, exceptions, &community->exception_count);
	mark_names(community);
	community->lists =
		hc_loader_keep(loader, lists, &community->list_count);
	return check_community(loader, community);
}

static const HcCommunity *
find_community(const HcDocument *document, const char *id)
{
	for (size_t i = 0; i < document->community_count; i++)
		if (strcmp(document->communities[i].id, id) == 0)
			return &document->communities[i];
	return NULL;
}

static bool
load_apart(HcLoader *loader, const xmlNode *element,
           const HcCommunity *community, HcApartRule *apart)
{
	const char *id = hc_loader_attribute(loader, element, "community");

	apart->place = hc_loader_place(loader, element);
	apart->other = find_community(loader->document, id);
	apart->reason = hc_loader_attribute(loader, element, "reason");
	if (!apart->other)
		return hc_loader_refuse(loader, &apart->place,
		                        "there is no community '%s'", id);
	if (apart->other == community)
		return hc_loader_refuse(loader, &apart->place,
		                        "community '%s' cannot be apart from "
		                        "itself",
		                        id);
	return hc_loader_source(loader, element, &apart->source) &&
	       hc_loader_period(loader, element, &community->period,
	                        &apart->period);
}

static bool
load_aparts(HcLoader *loader, const xmlNode *element, HcCommunity *community)
{
	g_autoptr(GArray) aparts =
		g_array_new(FALSE, TRUE, sizeof(HcApartRule));

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcApartRule apart = {0};

		if (!hc_loader_is(at, "not-linked"))
			continue;
		if (!load_apart(loader, at, community, &apart))
			return false;
		g_array_append_val(aparts, apart);
	}
	community->apart =
		hc_loader_keep(loader, aparts, &community->apart_count);
	return true;
}

bool
hc_load_communities(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) communities =
		g_array_new(FALSE, TRUE, sizeof(HcCommunity));
	HcDocument *document = loader->document;
	HcCommunity *kept;
	size_t i = 0;

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		HcCommunity community = {0};

		if (!load_community(loader, at, &community))
			return false;
		g_array_append_val(communities, community);
	}
	kept = hc_loader_keep(loader, communities, &document->community_count);
	document->communities = kept;
	warn_of_rivals(loader, kept, document->community_count);
	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at))
		if (!load_aparts(loader, at, &kept[i++]))
			return false;
	return true;
}
