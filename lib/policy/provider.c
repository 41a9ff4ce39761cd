/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* provider.c - services that host the mailboxes of many organisations.
 *
 * A tenant shares its service's hosts with strangers, so the service's names
 * are nobody's own: what counts is where its edge took the message in.
 */
#include "config.h"

#include "provider.h"

#include <string.h>

#include "domain.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static const HcProvider providers[] = {
  /* By whatever name it was sold when the message was sent. */
	{"Microsoft mail service",
         LIST("prod.outlook.com",             "protection.outlook.com",
         "outlook.office365.com",                     "prod.exchangelabs.com", "hotmail.com"),
         (const char *const[]){NULL},
         /* Forests of Exchange Online; not all of Microsoft's block,
		 * which customers' machines are in as well. */
         LIST("2603:1086::/32", "2603:1096::/32", "2603:10a6::/32",
         "2603:10b6::/32", "2603:10c6::/32", "2603:10d6::/32",
         "2a01:111:e400::/48"),
         LIST("40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17",
         "2a01:111:f400::/48", "2a01:111:f403::/48"),
         "Microsoft 365 endpoints, Exchange Online Protection (ID 10); "
         "stamps", "protection.outlook.com"},
	{"Google",        LIST("google.com", "gmail.com",                                              "googlemail.com"),
         /* "by 2002:a05:..." is 6to4 notation of a 10.0.0.0/8 host. */
         LIST("2002:a00::/24",                 "10.0.0.0/8"),								LIST("2002:a00::/24"),
         LIST("35.190.247.0/24", "64.233.160.0/19", "66.102.0.0/20",
         "66.249.80.0/20", "72.14.192.0/18", "74.125.0.0/16",
         "108.177.8.0/21", "173.194.0.0/16", "209.85.128.0/17",
         "216.58.192.0/19", "216.239.32.0/19", "2001:4860:4000::/36",
         "2404:6800:4000::/36", "2607:f8b0:4000::/36",
         "2800:3f0:4000::/36", "2a00:1450:4000::/36",
         "2c0f:fb50:4000::/36"),
         "SPF record of _netblocks.google.com (Google support, answer "
         "60764); stamps", NULL},
	{"Yahoo",         LIST("yahoo.com"),   LIST("10.0.0.0/8"),
         (const char *const[]){NULL}, (const char *const[]){NULL},                                                             "stamps",
         NULL},
};

/* --------------------------------------------------------------- as compared */

#define PROVIDERS G_N_ELEMENTS(providers)
#define NAMES_MAX 8
#define BLOCKS_MAX 20

/** Blocks of one kind, read. */
typedef struct {
	HcNetwork blocks[BLOCKS_MAX];
	size_t count;
} Blocks;

/** A row of the table in the form that compares. */
typedef struct {
	size_t name_lengths[NAMES_MAX];
	size_t name_count;
	Blocks stamps;
	Blocks inner;
	Blocks outbound;
} Ready;

static void
read_blocks(const char *const *texts, Blocks *out)
{
	for (; *texts; texts++) {
		bool read;

		g_assert(out->count < BLOCKS_MAX);
		read = hc_network_read(*texts, strlen(*texts),
		                       &out->blocks[out->count++]);
		g_assert(read);
	}
}

static void
read_row(const HcProvider *provider, Ready *out)
{
	for (const char *const *name = provider->names; *name; name++) {
		g_assert(out->name_count < NAMES_MAX);
		out->name_lengths[out->name_count++] = strlen(*name);
	}
	read_blocks(provider->stamps, &out->stamps);
	read_blocks(provider->inner, &out->inner);
	read_blocks(provider->outbound, &out->outbound);
}

/* Read once, since each hop of each message is compared with each row. */
static const Ready *
ready_rows(void)
{
	static Ready rows[PROVIDERS];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (size_t i = 0; i < PROVIDERS; i++)
			read_row(&providers[i], &rows[i]);
		g_once_init_leave(&once, 1);
	}
	return rows;
}

static const Ready *
ready_of(const HcProvider *provider)
{
	return &ready_rows()[provider - providers];
}

static bool
any_block_holds(const Blocks *blocks, const HcAddress *address)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (hc_network_holds(&blocks->blocks[i], address))
			return true;
	return false;
}

static bool
any_name_holds(const HcProvider *provider, const Ready *ready, const char *by,
               size_t length)
{
	for (size_t i = 0; i < ready->name_count; i++) {
		size_t own = ready->name_lengths[i];

		if (length >= own &&
		    by[length - own] == provider->names[i][0] &&
		    memcmp(by + length - own, provider->names[i], own) == 0 &&
		    (length == own || by[length - own - 1] == '.'))
			return true;
	}
	return false;
}

bool
hc_provider_stamps(const HcProvider *provider, const char *by,
                   const HcAddress *by_address)
{
	if (by)
		return any_name_holds(provider, ready_of(provider), by,
		                      strlen(by));
	return any_block_holds(&ready_of(provider)->stamps, by_address);
}

/* A name decides; a private address could be anybody's, so it is taken only
 * where the service is known already (hc_provider_stamps()), but for the 6to4
 * form that only Google writes. */
const HcProvider *
hc_provider_find(const char *by, const HcAddress *by_address)
{
	const Ready *rows = ready_rows();
	size_t length = by ? strlen(by) : 0;

	if (!by && !by_address->family)
		return NULL;
	for (size_t i = 0; i < PROVIDERS; i++)
		if (by ? any_name_holds(&providers[i], &rows[i], by, length)
		       : any_block_holds(&rows[i].inner, by_address))
			return &providers[i];
	return NULL;
}

bool
hc_provider_inner(const HcProvider *provider, const HcAddress *address)
{
	return any_block_holds(&ready_of(provider)->inner, address);
}

bool
hc_provider_outbound(const HcProvider *provider, const HcAddress *address)
{
	return any_block_holds(&ready_of(provider)->outbound, address);
}

bool
hc_provider_is_edge(const HcProvider *provider, const char *by)
{
	return !provider->edge || (by && hc_domain_within(by, provider->edge));
}
