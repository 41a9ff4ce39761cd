/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* organisation.c - whose own set a writer's name shows.
 *
 * Three kinds of name show less than their registered domain: those that a
 * registry or a hoster gives to others below its own, those of services whose
 * hosts handle the mail of many, and those that a machine gave itself.
 */
#include "config.h"

#include "organisation.h"

#include <string.h>

#include <glib.h>

#include "domain.h"
#include "scan.h"

/* Suffixes with a tenant's name below them that are not on the public suffix
 * list, longest first (Microsoft 365 administration, initial domain and
 * coexistence domain). */
static const char *const tenant_suffixes[] = {
	"mail.onmicrosoft.com",
	"onmicrosoft.com",
	"onmicrosoft.us",
	"partner.onmschina.cn",
};

/* Services with hosts under one name for all that they serve (each from the
 * service's own setup guide; their stamps stand in dialects.tsv). */
static const char *const services[] = {
	"pphosted.com",          /* Proofpoint on Demand */
	"ppe-hosted.com",        /* Proofpoint Essentials */
	"ppops.net",             /* Proofpoint, inside */
	"iphmx.com",             /* Cisco Secure Email Cloud Gateway */
	"mimecast.com",          /* Mimecast */
	"messagelabs.com",       /* Symantec.cloud */
	"barracudanetworks.com", /* Barracuda Email Gateway Defense */
	"cudaops.com",           /* the same */
	"emailsrvr.com",         /* Rackspace Email */
	"secureserver.net",      /* GoDaddy */
	"messagingengine.com",   /* Fastmail */
	"mailchannels.net",      /* MailChannels */
	"amazonaws.com",         /* Amazon SES */
	"amazonses.com",         /* the same */
};

/* Suffixes that every machine of a kind bears: by default (hosts(5)), in a
 * home (RFC 8375), in a cloud (EC2, private DNS names), in a cluster
 * (Kubernetes, DNS for Services and Pods). */
static const char *const nobodys[] = {
	"localhost",
	"localdomain",
	"lan",
	"home",
	"home.arpa",
	"ec2.internal",
	"compute.internal",
	"cluster.local",
	"docker.internal",
};

/* Below these a name of two labels is a host's, not an organisation's (RFC
 * 6762; .internal is reserved by ICANN for private use). */
static const char *const inner_tops[] = {
	"local", "internal", "intranet", "corp", "private",
};

static const char *
find_within(const char *name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (hc_domain_within(name, list[i]))
			return list[i];
	return NULL;
}

/* A top-level domain is of letters, or an A-label (RFC 3696 2). */
static bool
has_real_top(const char *name)
{
	const char *top = strrchr(name, '.');

	top = top ? top + 1 : name;
	if (strncmp(top, "xn--", 4) == 0)
		return true;
	for (; *top; top++)
		if (!hc_is_alpha((unsigned char)*top))
			return false;
	return true;
}

static bool
is_machine_name(const char *name)
{
	const char *dot = strchr(name, '.');

	if (!dot || !has_real_top(name) ||
	    find_within(name, nobodys, G_N_ELEMENTS(nobodys)))
		return true;
	return !strchr(dot + 1, '.') &&
	       find_within(name, inner_tops, G_N_ELEMENTS(inner_tops));
}

/* The part of a name that is one label longer than its suffix, or NULL. */
static const char *
one_below(const char *name, const char *suffix)
{
	const char *at = name + strlen(name) - strlen(suffix);

	if (at == name)
		return NULL;
	for (at--; at > name && at[-1] != '.'; at--)
		;
	return at;
}

HcOrganisation
hc_organisation_of(const char *by)
{
	HcOrganisation owner = {NULL, NULL};
	const char *wider = hc_domain_organisation(by);

	if (is_machine_name(by))
		return owner;
	owner.shared =
		find_within(by, tenant_suffixes, G_N_ELEMENTS(tenant_suffixes));
	if (owner.shared) {
		owner.domain = one_below(by, owner.shared);
		return owner;
	}
	owner.shared = find_within(by, services, G_N_ELEMENTS(services));
	if (owner.shared) {
		owner.domain = owner.shared;
		return owner;
	}
	owner.domain = hc_domain_registrable(by);
	if (owner.domain != wider)
		owner.shared = wider;
	return owner;
}

bool
hc_organisation_same(const char *a, const char *b)
{
	const char *a_owner = a ? hc_organisation_of(a).domain : NULL;
	const char *b_owner = b ? hc_organisation_of(b).domain : NULL;

	return a_owner && b_owner && strcmp(a_owner, b_owner) == 0;
}
