/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_domain.c - names and addresses of any bytes: one form each, and the same
 * answer whoever asks first. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "domain.h"
#include "exact.h"
#include "harness.h"

/* A canonical name is one already, lies within itself and within its owners,
 * and ends on a label's border. */
static void
check_name(const char *name)
{
	g_autofree char *canonical = hc_domain_canonical(name);
	char copy[HC_DOMAIN_SIZE];
	HcOwners owners;

	g_assert((canonical != NULL) == hc_domain_copy(name, copy));
	if (canonical == NULL)
		return;
	g_assert_cmpstr(canonical, ==, copy);
	g_assert_cmpuint(strlen(canonical), <, HC_DOMAIN_SIZE);
	g_assert(hc_domain_copy(canonical, copy));
	g_assert_cmpstr(canonical, ==, copy);
	g_assert(hc_domain_within(canonical, canonical));
	owners = hc_domain_owners(canonical);
	g_assert(owners.organisation == hc_domain_organisation(canonical));
	g_assert(owners.registrable == hc_domain_registrable(canonical));
	if (owners.organisation != NULL)
		g_assert(hc_domain_within(canonical, owners.organisation) &&
		         !hc_domain_is_suffix(owners.organisation));
	if (owners.registrable != NULL)
		g_assert(hc_domain_within(canonical, owners.registrable));
}

static bool
within_by_labels(const char *name, const char *parent)
{
	g_autofree char *below = g_strconcat(".", parent, NULL);

	return strcmp(name, parent) == 0 || g_str_has_suffix(name, below);
}

static void
check_pair(const char *one, const char *other)
{
	g_autofree char *name = hc_domain_canonical(one);
	g_autofree char *parent = hc_domain_canonical(other);

	if (name != NULL && parent != NULL)
		g_assert(hc_domain_within(name, parent) ==
		         within_by_labels(name, parent));
}

/* A bare address is a block that holds itself alone. */
static void
check_address(const char *text, size_t length)
{
	HcAddress address;
	HcNetwork network;
	bool tagged;
	bool zoned;

	if (hc_network_read(text, length, &network) &&
	    hc_address_read(text, length, &address, &tagged, &zoned) &&
	    !tagged && !zoned)
		g_assert(hc_network_holds(&network, &address));
	if (hc_address_read(text, length, &address, &tagged, &zoned)) {
		g_assert(hc_address_equal(&address, &address));
		(void)hc_address_reach(&address);
	}
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	char *text = exact_copy((const char *)data, size);
	g_autofree char *line = g_strndup(text, size);
	char *second = strchr(line, '\n');

	check_address(text, size);
	if (second != NULL)
		*second++ = '\0';
	check_name(line);
	if (second != NULL) {
		check_name(second);
		check_pair(line, second);
		check_pair(second, line);
	}
	free(text);
}
