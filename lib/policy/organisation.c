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

static HcOrganisation
find_owner(const char *by)
{
	HcOrganisation owner = {NULL, NULL};
	HcOwners owners;

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
	owners = hc_domain_owners(by);
	owner.domain = owners.registrable;
	if (owners.registrable != owners.organisation)
		owner.shared = owners.organisation;
	return owner;
}

/* The same names stand in message after message, so a thread keeps what it
 * found of the last ones, a name in the one place that its bytes choose. */
#define KEPT 1024
#define KEPT_BYTES 48 /* longer names are rare, and are not kept */

/* Where a part of a name begins, or a static name. */
typedef struct {
	const char *listed;
	size_t at;
	bool within;
} Part;

typedef struct {
	char name[KEPT_BYTES]; /* "" for none */
	Part domain;
	Part shared;
} Kept;

static Part
part_of(const char *name, size_t length, const char *part)
{
	bool within = part >= name && part <= name + length;

	return (Part){.listed = within ? NULL : part,
	              .at = within ? (size_t)(part - name) : 0,
	              .within = within};
}

static const char *
part_in(const char *name, const Part *part)
{
	return part->within ? name + part->at : part->listed;
}

static Kept *
place_of(const char *name, size_t length)
{
	static GPrivate owners_of_thread = G_PRIVATE_INIT(g_free);
	Kept *owners = g_private_get(&owners_of_thread);

	if (!owners) {
		owners = g_new0(Kept, KEPT);
		g_private_set(&owners_of_thread, owners);
	}
	return &owners[hc_name_hash(name, length) % KEPT];
}

HcOrganisation
hc_organisation_of(const char *by)
{
	size_t length = strlen(by);
	HcOrganisation owner;
	Kept *kept;

	if (length == 0 || length >= KEPT_BYTES)
		return find_owner(by);
	kept = place_of(by, length);
	if (memcmp(kept->name, by, length + 1) == 0)
		return (HcOrganisation){part_in(by, &kept->domain),
		                        part_in(by, &kept->shared)};
	owner = find_owner(by);
	memcpy(kept->name, by, length + 1);
	kept->domain = part_of(by, length, owner.domain);
	kept->shared = part_of(by, length, owner.shared);
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
