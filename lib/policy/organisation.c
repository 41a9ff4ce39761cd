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

/** A name of a list, with its length: each name of each hop is compared with
 *  each of them. */
typedef struct {
	const char *name;
	size_t length;
} Listed;

#define LISTED(name)                                                           \
	{                                                                      \
		name, sizeof(name) - 1                                         \
	}

/* Suffixes with a tenant's name below them that are not on the public suffix
 * list, longest first (Microsoft 365 administration, initial domain and
 * coexistence domain). */
static const Listed tenant_suffixes[] = {
	LISTED("mail.onmicrosoft.com"),
	LISTED("onmicrosoft.com"),
	LISTED("onmicrosoft.us"),
	LISTED("partner.onmschina.cn"),
};

/* Services with hosts under one name for all that they serve (each from the
 * service's own setup guide; their stamps stand in dialects.tsv). */
static const Listed services[] = {
	LISTED("pphosted.com"),          /* Proofpoint on Demand */
	LISTED("ppe-hosted.com"),        /* Proofpoint Essentials */
	LISTED("ppops.net"),             /* Proofpoint, inside */
	LISTED("iphmx.com"),             /* Cisco Secure Email Cloud Gateway */
	LISTED("mimecast.com"),          /* Mimecast */
	LISTED("messagelabs.com"),       /* Symantec.cloud */
	LISTED("barracudanetworks.com"), /* Barracuda Email Gateway Defense */
	LISTED("cudaops.com"),           /* the same */
	LISTED("emailsrvr.com"),         /* Rackspace Email */
	LISTED("secureserver.net"),      /* GoDaddy */
	LISTED("messagingengine.com"),   /* Fastmail */
	LISTED("mailchannels.net"),      /* MailChannels */
	LISTED("amazonaws.com"),         /* Amazon SES */
	LISTED("amazonses.com"),         /* the same */
};

/* Suffixes that every machine of a kind bears: by default (hosts(5)), in a
 * home (RFC 8375), in a cloud (EC2, private DNS names), in a cluster
 * (Kubernetes, DNS for Services and Pods). */
static const Listed nobodys[] = {
	LISTED("localhost"),
	LISTED("localdomain"),
	LISTED("lan"),
	LISTED("home"),
	LISTED("home.arpa"),
	LISTED("ec2.internal"),
	LISTED("compute.internal"),
	LISTED("cluster.local"),
	LISTED("docker.internal"),
};

/* Below these a name of two labels is a host's, not an organisation's (RFC
 * 6762; .internal is reserved by ICANN for private use). */
static const Listed inner_tops[] = {
	LISTED("local"), LISTED("internal"), LISTED("intranet"),
	LISTED("corp"),  LISTED("private"),
};

static const char *
find_within(const char *name, const Listed *list, size_t count)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < count; i++) {
		const Listed *at = &list[i];

		if (length >= at->length &&
		    name[length - at->length] == at->name[0] &&
		    hc_domain_within(name, at->name))
			return at->name;
	}
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
	const char *wider;

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
	wider = hc_domain_organisation(by);
	if (owner.domain != wider)
		owner.shared = wider;
	return owner;
}

/* Whether two names end in the same two labels: an own domain has no fewer, so
 * that those of most names need not be found to be told apart. */
static bool
ends_alike(const char *a, const char *b)
{
	size_t i = strlen(a);
	size_t j = strlen(b);
	unsigned dots = 0;

	while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
		i--;
		j--;
		if (a[i] == '.' && ++dots == 2)
			return true;
	}
	return dots == 1 && (i == 0 || a[i - 1] == '.') &&
	       (j == 0 || b[j - 1] == '.');
}

bool
hc_organisation_same(const char *a, const char *b)
{
	const char *a_owner;
	const char *b_owner;

	if (!a || !b || !ends_alike(a, b))
		return false;
	a_owner = hc_organisation_of(a).domain;
	if (a_owner && strcmp(a, b) == 0)
		return true;
	b_owner = a_owner ? hc_organisation_of(b).domain : NULL;
	return b_owner && strcmp(a_owner, b_owner) == 0;
}
