/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* loading.h - policy documents of a few lines, for the checks of theirs. */
#ifndef HC_TEST_LOADING_H
#define HC_TEST_LOADING_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "policy.h"

/* Line 1; what follows is on line 2 and on. */
#define HEAD                                                                   \
	"<policy xmlns='urn:hopcheck:policy:1' id='p' version='1' "            \
	"issued='2026-11-22' owner='o'>\n"
#define TAIL "\n</policy>\n"
#define MTAS                                                                   \
	"<mtas><mta id='edge' role='boundary'><name>mx.example.com</name>"     \
	"</mta></mtas>"
#define COMMUNITY(parts)                                                       \
	"<communities><community id='c' protection='tls'>" parts               \
	"</community></communities>"

static inline HcPolicy *
load(const char *text, size_t length, const char *folder, GError **error)
{
	char *exact = exact_copy(text, length);
	HcPolicy *policy =
		hc_policy_load_bytes(exact, length, "p.xml", folder, error);

	free(exact);
	return policy;
}

static inline HcPolicy *
load_good(const char *body)
{
	g_autofree char *text = g_strconcat(HEAD, body, TAIL, NULL);
	g_autoptr(GError) error = NULL;
	HcPolicy *policy = load(text, strlen(text), NULL, &error);

	ck_assert_msg(policy, "%s: %s", body, error ? error->message : "");
	return policy;
}

static inline int64_t
day(const char *text)
{
	int64_t value;

	ck_assert_msg(hc_day_read(text, &value), "%s", text);
	return value;
}

#define WORLD                                                                  \
	"<mtas><mta id='edge' role='boundary' authserv-id='mx.own.example' "   \
	"valid-to='2026-12-31'><name>mx.own.example</name>"                    \
	"<name match='subtree'>gate.own.example</name>"                        \
	"<address>192.0.2.0/24</address><authserv-id>old.own.example"          \
	"</authserv-id></mta>"                                                 \
	"<mta id='inner' role='relay'><name "                                  \
	"match='subtree'>own.example</name>"                                   \
	"<address>192.0.2.7</address><network ref='lan'/></mta>"               \
	"<partner id='filter' attests='own-hops'><name match='subtree'>"       \
	"filter.own.example</name><address>2001:db8:1::/48</address></"        \
	"partner>"                                                             \
	"</mtas><networks><network id='lan' trusted='yes' "                    \
	"valid-from='2020-01-01'><cidr>10.0.0.0/8</cidr></network>"            \
	"<network id='lab' trusted='no'><cidr>10.1.0.0/16</cidr></network>"    \
	"</networks>" COMMUNITY(                                               \
		"<domain match='exact'>exact.example</domain>")

#endif
