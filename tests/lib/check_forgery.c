/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_forgery.c - thousands of forged chains, of which no forged hop may be
 * attested. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "hopcheck.h"
#include "judging.h"

#define CHAINS 7600

/* The own set of the sites below as a document: by names, and by names and the
 * very addresses. */
#define DOCUMENT(id, edge, store)                                              \
	"<policy xmlns='urn:hopcheck:policy:1' id='" id "' version='1' "       \
	"issued='2026-08-01' owner='x'><mtas>"                                  \
	"<mta id='edge' role='boundary'><name>mx.example.org</name>" edge       \
	"</mta><mta id='inner' role='relay'><name>store.example.org</name>"     \
	"<name>relay.example.org</name>" store "</mta>"                         \
	"<mta id='google' role='mailbox'>"                                      \
	"<name match='subtree'>google.com</name></mta>"                         \
	"<mta id='microsoft' role='mailbox'>"                                   \
	"<name match='subtree'>outlook.com</name>"                              \
	"<name match='subtree'>office365.com</name></mta></mtas>"               \
	"<boundary inbound-tls='required' outbound-tls='required'/></policy>"

static const char by_name[] = DOCUMENT("names", "", "");
static const char by_address[] =
	DOCUMENT("addresses", "<address>203.0.113.5</address>",
		 "<address>203.0.113.6</address>");

/* A small generator of its own, so that every run makes the same chains. */
static unsigned
roll(uint32_t *state, unsigned sides)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % sides;
}

/* A field, newest first; %s is the date. */
typedef struct {
	const char *const *lines; /* of the own set, above the boundary */
	const char *boundary;	  /* two %s: HELO name, rDNS name */
	const char *domain;
} Site;

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define EXCHANGE                                                               \
	"with Microsoft SMTP Server (version=TLS1_2, "                         \
	"cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8000.10"

static const Site sites[] = {
	/* One host. */
	{ LINES(NULL),
	  "from %s (%s [198.51.100.7]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256) (No client certificate requested) by mx.example.org (Postfix) with ESMTPS id 4QZ for <u@example.org>",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTP id 4QZ",
	  "example.org" },
	/* Exim gives the rDNS name or nothing; its HELO stands in "helo=". */
	{ LINES(NULL), "from [198.51.100.7] (port=5555 helo=%s) by mx.example.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <a@example.net>) id 1abcde-0003c9-Rw for u@example.org",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (8.17.1/8.17.1) with ESMTPS id 37B52g7E014839 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7] (may be forged)) by mx.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014839",
	  "example.org" },
	{ LINES(NULL), "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	{ LINES(NULL), "from %s (%s [198.51.100.7]) by mx.example.org (OpenSMTPD) with ESMTPS id 1a2b3c4d (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)",
	  "example.org" },
	/* DNS that the sender runs may name our own host; who does not look
	 * back, or looked and doubts, proves nothing. */
	{ LINES(NULL), "from %s (web.example.org [198.51.100.7] (may be forged)) by mx.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014839",
	  "example.org" },
	{ LINES(NULL), "from %s (web.example.org [198.51.100.7]) by mx.example.org (OpenSMTPD) with ESMTPS id 1a2b3c4d (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)",
	  "example.org" },
	{ LINES(NULL), "from web.example.org (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	/* A filter on the same host. */
	{ LINES("from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id 4QX",
		"from mx.example.org ([127.0.0.1]) by localhost (mx.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id xoN"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	/* A filter that its server reaches by a public address. */
	{ LINES("from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id 4QX",
		"from mx.example.org ([203.0.113.5]) by localhost (mx.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id xoN"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	/* Mailbox delivery. */
	{ LINES("from mx.example.org by mx.example.org with LMTP id aBc (envelope-from <a@example.net>)"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	/* Two and three hosts. */
	{ LINES("from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("from relay.example.org (relay.example.org [203.0.113.6]) by store.example.org (8.17.1/8.17.1) with ESMTP id 37B52g7E014840",
		"from mx.example.org (mx.example.org [203.0.113.5]) by relay.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("by store.example.org (Postfix, from userid 1001) id 4QW",
		"from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id 4QX"),
	  "from %s (%s [198.51.100.7]) by mx.example.org (Postfix) with ESMTPS id 4QZ",
	  "example.org" },
	{ LINES("(qmail 1234 invoked by uid 89)"),
	  "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	{ LINES("(qmail 1234 invoked from network)"),
	  "from unknown (HELO %s) (198.51.100.7) by mx.example.org with SMTP",
	  "example.org" },
	/* Services. */
	{ LINES("from A1.eurprd01.prod.outlook.com (::1) by B1.eurprd01.prod.outlook.com with HTTPS",
		"from C1.eurprd04.prod.outlook.com (2603:10a6:10:3b::6) by A1.eurprd01.prod.outlook.com (2603:10a6:208:1::20) " EXCHANGE,
		"from F1.eop-EUR01.prod.protection.outlook.com (2603:10a6:10:3b:cafe::1) by C1.outlook.office365.com (2603:10a6:10:3b::6) " EXCHANGE " via Frontend Transport"),
	  "from %s (198.51.100.7) by F1.mail.protection.outlook.com (10.152.1.1) " EXCHANGE " via Frontend Transport",
	  "prod.outlook.com" },
	/* The edge hands on from a block that tenants send from too. */
	{ LINES("from F1.eop-EUR01.prod.protection.outlook.com (2a01:111:f400:7e46::204) by C1.outlook.office365.com (2603:10a6:10:3b::6) " EXCHANGE " via Frontend Transport"),
	  "from %s (198.51.100.7) by F1.mail.protection.outlook.com (10.152.1.1) " EXCHANGE " via Frontend Transport",
	  "prod.outlook.com" },
	{ LINES("by 2002:a05:6a10:1:b0:1:2:3 with SMTP id abc1"),
	  "from %s (%s. [198.51.100.7]) by mx.google.com with ESMTPS id x1.1.2026.08.18.01.00.00 for <u@example.org> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
	  "google.com" },
};

/* What a sender may call itself; DNS cannot be made to confirm it. */
static const char *const greetings[] = {
	"out.example.net",  "mx.example.org",  "localhost",
	"store.example.org", "[127.0.0.1]",    "mx.google.com",
	"C1.eurprd04.prod.outlook.com", "10.0.0.1",
	/* Words that are a writer's own. */
	"by", "x.by.mx.example.org", "mx.example.org.evil.example",
	"[203.0.113.5]", "x(unbalanced", "x\\)", "ESMTPS",
	"xn--mx-example-org",
};
static const char *const names[] = { "unknown", "out.example.net",
				     "host-198-51-100-7.example.org" };

/* Fields a sender may put below; %s is a name of the own set's kind. */
static const char *const forgeries[] = {
	"from evil.example.com (evil.example.com [203.0.113.66]) by mx.example.org (Postfix) with ESMTPS id FAKE",
	"from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id FAKE",
	"from mx.example.org (mx.example.org [203.0.113.5]) by store.example.org (Postfix) with ESMTPS id FAKE",
	"from bank.example (bank.example [203.0.113.67]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by localhost (Postfix) with ESMTPS id FAKE",
	"by mx.example.org (Postfix, from userid 0) id FAKE",
	"(qmail 4321 invoked by uid 0)",
	"from evil.example.com by host-198-51-100-7.example.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) id 1fake0-0003c9-Rw",
	"from F2.eop-EUR01.prod.protection.outlook.com (2603:10a6:10:3b:cafe::1) by C1.outlook.office365.com (2603:10a6:10:3b::6) " EXCHANGE " via Frontend Transport",
	"by 2002:a05:6a10:1:b0:7:8:9 with SMTP id FAKE",
	"from bank.example (bank.example. [203.0.113.67]) by mx.google.com with ESMTPS id FAKE (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
	"from mx.example.org by mx.example.org with LMTP id FAKE",
	"from bank.example (bank.example [203.0.113.67]) by web.example.org (Postfix) with ESMTPS id FAKE",
	"from x (unknown [10.0.0.9]) by [127.0.0.1] with SMTP id FAKE",
	"from out.example.net ([198.51.100.7]) by out.example.net (8.17.1/8.17.1) with ESMTP id FAKE",
	"from mx.example.org ([203.0.113.5]) by localhost (mx.example.org [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id FAKE",
	"from mx.example.org (mx.example.org [local]) by mx.example.org (OpenSMTPD) with ESMTPA id FAKE",
	"from bank.example (40.107.1.1) by F1.mail.protection.outlook.com (10.152.1.1) " EXCHANGE " via Frontend Transport",
	"from MAILER-DAEMON id FAKE by mx.example.org (DragonFly Mail Agent v0.13)",
	"whatever",
};

static void
add_field(GString *out, const char *value, unsigned *minute)
{
	g_string_append_printf(
		out, "Received: %s; Tue, 18 Aug 2026 10:%02u:00 +0000\n", value,
		*minute);
	*minute -= 1;
}

static void
add_boundary(GString *out, const Site *site, const char *greeting,
	     const char *name, unsigned *minute)
{
	g_autoptr(GString) value = g_string_new(site->boundary);

	g_string_replace(value, "%s", greeting, 1);
	g_string_replace(value, "%s", name, 1);
	add_field(out, value->str, minute);
}

/* A line break where a field may be folded: at a blank, comments and all
 * (RFC 5322 2.2.3). */
static void
fold(GString *out, uint32_t *state)
{
	for (gsize i = strlen("Received: "); i < out->len; i++)
		if (out->str[i] == ' ' && out->str[i - 1] != '\n' &&
		    roll(state, 5) == 0) {
			out->str[i] = '\t';
			g_string_insert(out, (gssize)i, "\n");
			i++;
		}
}

/* A comment where the grammar lets one stand and no writer's words do. */
static void
comment(GString *out, uint32_t *state)
{
	static const char *const comments[] = {
		" (by mx.example.org)", " (from [203.0.113.5])",
		" (a (nested \\) one)) (TLS)", " (; with ESMTPS)",
	};

	g_string_append(out,
			comments[roll(state, G_N_ELEMENTS(comments))]);
}

/* The same chain as another host would have handed it over: fields folded, a
 * comment behind the date, lines ended by CR LF. */
static GString *
disguise(const GString *text, uint32_t *state)
{
	bool crlf = roll(state, 2), folded = roll(state, 2);
	bool commented = roll(state, 2);
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **line = lines; *line; line++) {
		g_autoptr(GString) field = g_string_new(*line);

		if (g_str_has_prefix(*line, "Received:")) {
			if (commented)
				comment(field, state);
			if (folded)
				fold(field, state);
		}
		g_string_append(out, field->str);
		if (line[1])
			g_string_append_c(out, '\n');
	}
	if (crlf)
		g_string_replace(out, "\n", "\r\n", 0);
	return g_steal_pointer(&out);
}

static unsigned
make_chain(GString *out, uint32_t *state, unsigned *forged_out,
	   const char **greeting_out)
{
	const Site *site = &sites[roll(state, G_N_ELEMENTS(sites))];
	const char *greeting = greetings[roll(state, G_N_ELEMENTS(greetings))];
	const char *name = names[roll(state, G_N_ELEMENTS(names))];
	unsigned forged = roll(state, 6);
	unsigned minute = 59;
	unsigned own = 1;

	for (const char *const *line = site->lines; *line; line++, own++)
		add_field(out, *line, &minute);
	add_boundary(out, site, greeting, name, &minute);
	for (unsigned i = 0; i < forged; i++)
		add_field(out, forgeries[roll(state, G_N_ELEMENTS(forgeries))],
			  &minute);
	g_string_append(out, MAIL);
	*forged_out = forged;
	*greeting_out = greeting;
	return own;
}

static void
check_chain(const HcPolicy *policy, const GString *text, unsigned chain,
	    unsigned forged)
{
	g_autofree char *bytes = exact_copy(text->str, text->len);
	HcVerdict *verdict = judge(policy, bytes, text->len);

	for (unsigned i = 0; i < forged; i++)
		ck_assert_msg(hc_verdict_judgement(verdict, i)->evidence <
					      HC_EVIDENCE_PARTNER &&
				      hc_verdict_judgement(verdict, i)->scope ==
					      HC_SCOPE_OUTSIDE,
			      "chain %u: forged hop %u is %s\n%s", chain, i + 1,
			      hc_evidence_grade_token(
				      hc_verdict_judgement(verdict, i)->evidence),
			      text->str);
	ck_assert_msg(hc_verdict_horizon(verdict) == forged + 1,
		      "chain %u: horizon %u, not %u\n%s\n%s", chain,
		      hc_verdict_horizon(verdict), forged + 1, text->str,
		      hc_verdict_reason(verdict));
	ck_assert_msg(hc_verdict_boundary(verdict) == forged + 1,
		      "chain %u: boundary %u, not %u\n%s\n%s", chain,
		      hc_verdict_boundary(verdict), forged + 1, text->str,
		      hc_verdict_reason(verdict));
	hc_verdict_unref(verdict);
}

/* What is written of one chain: nothing may be attested that was forged.  Where
 * the greeting breaks the field apart, less than the own hops may be. */
static unsigned
count_missed(const HcPolicy *policy, const GString *text, unsigned chain,
	     unsigned forged)
{
	g_autofree char *bytes = exact_copy(text->str, text->len);
	HcVerdict *verdict = judge(policy, bytes, text->len);
	unsigned horizon = hc_verdict_horizon(verdict);

	for (unsigned i = 0; i < forged; i++)
		ck_assert_msg(hc_verdict_judgement(verdict, i)->evidence <
				      HC_EVIDENCE_PARTNER,
			      "chain %u: forged hop %u is %s\n%s", chain, i + 1,
			      hc_evidence_grade_token(
				      hc_verdict_judgement(verdict, i)->evidence),
			      text->str);
	ck_assert_msg(horizon == 0 || horizon > forged,
		      "chain %u: horizon %u\n%s", chain, horizon, text->str);
	hc_verdict_unref(verdict);
	return horizon == 0 ? 1 : horizon - forged - 1;
}

static bool
is_plain(const char *greeting)
{
	return !strpbrk(greeting, "()\\");
}

START_TEST(forged_hops_are_never_attested)
{
	g_autoptr(HcPolicy) inferred = hc_policy_new();
	g_autoptr(HcPolicy) stated = hc_policy_new();
	g_autoptr(HcPolicy) names = hc_policy_load_bytes(
		by_name, strlen(by_name), "names.xml", NULL, NULL);
	g_autoptr(HcPolicy) addresses = hc_policy_load_bytes(
		by_address, strlen(by_address), "addresses.xml", NULL, NULL);
	const HcPolicy *const policies[] = { inferred, stated, names,
					     addresses };
	uint32_t state = 20261122;
	unsigned own = 0, missed = 0;

	ck_assert(names && addresses);
	ck_assert(hc_policy_trust(stated, "example.org", NULL));
	ck_assert(hc_policy_trust(stated, "google.com", NULL));
	ck_assert(hc_policy_trust(stated, "outlook.com", NULL));
	ck_assert(hc_policy_trust(stated, "office365.com", NULL));
	for (unsigned i = 0; i < CHAINS; i++) {
		g_autoptr(GString) plain = g_string_new(NULL);
		g_autoptr(GString) text = NULL;
		const char *greeting;
		unsigned forged;
		unsigned hops =
			make_chain(plain, &state, &forged, &greeting);

		text = disguise(plain, &state);
		for (size_t k = 0; k < G_N_ELEMENTS(policies); k++) {
			unsigned lost = count_missed(policies[k], text, i,
						     forged);

			/* No host name: what it breaks open is given up. */
			if (!is_plain(greeting))
				continue;
			check_chain(policies[k], text, i, forged);
			own += hops;
			missed += lost;
		}
	}
	ck_assert_msg(missed * 200 <= own, "%u of %u own hops missed", missed,
		      own);
}
END_TEST
/* One field of every dialect; facts as "name=value" by " | ". */
static const struct {
	const char *name;
	const char *field;
	const char *facts;
} dialect_rows[] = {
#include "received-dialects.inc"
#include "received-products.inc"
};

/* The value of a fact, or NULL. */
static char *
fact_of(const char *facts, const char *name)
{
	g_autofree char *key = g_strdup_printf(" %s=", name);
	const char *at = strstr(facts, key);
	const char *end;

	if (!at)
		return NULL;
	at += strlen(key);
	end = strstr(at, " | ");
	return end ? g_strndup(at, (gsize)(end - at)) : g_strdup(at);
}

/* Its writer as a gateway with an address of its own that the peer is not. */
static HcPolicy *
policy_of(const char *by)
{
	g_autofree char *text = g_strdup_printf(
		"<policy xmlns='urn:hopcheck:policy:1' id='x' version='1' "
		"issued='2026-08-01' owner='x'><mtas>"
		"<mta id='edge' role='boundary'><name>%s</name>"
		"<address>203.0.113.250</address></mta></mtas></policy>",
		by);

	return hc_policy_load_bytes(text, strlen(text), "x.xml", NULL, NULL);
}

/* Whether the row is of a gateway that took mail from a peer elsewhere. */
static bool
is_gateway(const char *by, const char *peer)
{
	return by && peer && strchr(by, '.') && !strchr(by, '[') &&
	       (g_str_has_prefix(peer, "192.0.2.") ||
		g_str_has_prefix(peer, "198.51.100.") ||
		g_str_has_prefix(peer, "203.0.113."));
}

START_TEST(every_dialect_ends_at_its_horizon)
{
	uint32_t state = 7;
	unsigned gateways = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(dialect_rows); i++) {
		g_autofree char *by = fact_of(dialect_rows[i].facts, "by");
		g_autofree char *peer = fact_of(dialect_rows[i].facts, "peer");
		g_autofree char *itself =
			fact_of(dialect_rows[i].facts, "by-address");
		g_autoptr(HcPolicy) policy = NULL;

		/* An Exchange server may record itself as its peer. */
		if (!is_gateway(by, peer) || g_strcmp0(itself, peer) == 0)
			continue;
		policy = policy_of(by);
		if (!policy)
			continue; /* no host name */
		gateways++;
		for (unsigned k = 0; k < G_N_ELEMENTS(forgeries); k++) {
			g_autoptr(GString) plain = g_string_new(NULL);
			g_autoptr(GString) text = NULL;
			unsigned minute = 30;

			g_string_append_printf(plain, "Received: %s\n",
					       dialect_rows[i].field);
			add_field(plain, forgeries[k], &minute);
			add_field(plain, forgeries[(k * 7 + i) %
						   G_N_ELEMENTS(forgeries)],
				  &minute);
			g_string_append(plain, MAIL);
			text = disguise(plain, &state);
			ck_assert_msg(count_missed(policy, text, k, 2) == 0,
				      "%s: no horizon at its field\n%s",
				      dialect_rows[i].name, text->str);
		}
	}
	ck_assert_uint_ge(gateways, 80);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("forgery");
	TCase *tcase = tcase_create("forgery");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, forged_hops_are_never_attested);
	tcase_add_test(tcase, every_dialect_ends_at_its_horizon);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
