/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain-path.c - the steps of a path that somebody asks about: what is asked
 * of each link, and what the stamp of its receiver counts for. */
#include "config.h"

#include "inquiry.h"

#include <string.h>

#include "domain.h"

/* ------------------------------------------------------------------- hosts */

/** A host of a path. */
typedef struct {
	const char *text;
	char *name;           /**< canonical, or NULL: an address */
	const HcParty *party; /**< or NULL: nobody's */
	bool own;
	bool loopback;
} Host;

static bool
find_host(const HcQuestion *question, const char *text, Host *host_out,
          GError **error)
{
	const HcDocument *document = question->document;
	HcAddress address;
	const HcNetworkRule *network = NULL;

	memset(host_out, 0, sizeof *host_out);
	host_out->text = text;
	if (hc_address_read(text, strlen(text), &address, NULL, NULL)) {
		host_out->party =
			hc_document_peer(document, &address, question->day);
		network =
			hc_document_network(document, &address, question->day);
		host_out->loopback =
			hc_address_reach(&address) == HC_REACH_LOOPBACK;
	} else {
		host_out->name = hc_domain_canonical(text);
		if (!host_out->name)
			return hc_question_refuse(
				error, "neither a host name nor an address",
				text);
		host_out->party = hc_document_host(document, host_out->name,
		                                   question->day);
	}
	host_out->own =
		host_out->loopback ||
		(host_out->party && host_out->party->role != HC_ROLE_PARTNER) ||
		(!host_out->party && network && network->trusted);
	return true;
}

/* Whether a host is a partner's, whose stamps can be evidence. */
static bool
attests(const Host *host)
{
	return !host->own && host->party && host->party->attests;
}

/* The party of a host, in words: "mx1.example ('edge')". */
static char *
host_label(const Host *host)
{
	if (host->party)
		return g_strdup_printf("%s (%s '%s')", host->text,
		                       hc_role_token(host->party->role),
		                       host->party->id);
	return g_strdup_printf("%s (%s)", host->text,
	                       host->own ? "of the own set" : "outside");
}

/* ------------------------------------------------------------------- links */

static void
answer_outside(HcQuestion *question, char *step)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);

	answer->question = "outside";
	answer->outcome = hc_demand_token(HC_DEMAND_NONE);
	answer->sentence =
		g_strdup("Neither host's stamp can be evidence of this "
	                 "step: no link rule is about it.");
	answer->step = step;
	g_ptr_array_add(question->answers, answer);
}

/* The answer has the step, which is returned, too. */
static char *
answer_step(HcQuestion *question, const Host *a, const Host *b)
{
	g_autofree char *from = host_label(a);
	g_autofree char *to = host_label(b);
	char *step = g_strdup_printf("%s to %s", from, to);
	HcTransfer transfer = {0};

	if (!a->own && !b->own && (!attests(b) || a->party == b->party)) {
		answer_outside(question, step);
		return step;
	}
	if (a->own && b->own) {
		transfer.kind = HC_TRANSFER_INTERNAL;
		transfer.mta = b->party;
		transfer.exempt = a->loopback ? HC_EXEMPT_LOOPBACK : 0;
	} else if (!a->own || b->own) {
		/* what a partner attests is asked like our own boundary */
		transfer.kind = HC_TRANSFER_INBOUND;
		transfer.mta = b->own ? b->party : NULL;
		transfer.peer = a->name;
		transfer.domain = question->from;
	} else {
		transfer.kind = HC_TRANSFER_OUTBOUND;
		/* a partner's stamp tells of our host as its peer, and is no
		 * mta's: ask_hop() */
		transfer.mta = attests(b) ? NULL : a->party;
		transfer.peer = attests(b) ? a->name : b->name;
		transfer.domain = question->to;
	}
	hc_question_transfer(question, &transfer, step);
	return step;
}

/* ------------------------------------------------------------------ stamps */

/** What the stamps count for from a host of the path down. */
typedef struct {
	HcEvidenceGrade grade;
	const Host *because; /**< that is not of the own set; or NULL */
} Horizon;

/* Whether the document says whose hosts are its own; else that hangs on each
 * message. */
static bool
states_own_set(const HcDocument *document)
{
	if (hc_document_names_hosts(document))
		return true;
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role != HC_ROLE_PARTNER)
			return true;
	return false;
}

/* The walk, one host further down: the own set attests, a partner that attests
 * lets it go on, everybody else ends it; it begins with the own set. */
static void
walk_to(Horizon *horizon, const Host *host, bool newest)
{
	if (horizon->grade == HC_EVIDENCE_CLAIMED || host->own)
		return;
	horizon->grade = attests(host) && !newest ? HC_EVIDENCE_PARTNER
	                                          : HC_EVIDENCE_CLAIMED;
	horizon->because = host;
}

/* "mx1.example (boundary 'edge', policy.xml, line 4)" */
static char *
cited_label(const Host *host)
{
	g_autofree char *label = host_label(host);
	g_autofree char *where =
		host->party ? hc_place_text(&host->party->place) : NULL;

	if (!where)
		return g_steal_pointer(&label);
	label[strlen(label) - 1] = '\0';
	return g_strdup_printf("%s, %s)", label, where);
}

static char *
stamp_sentence(const Horizon *horizon, const Host *host)
{
	g_autofree char *label =
		cited_label(horizon->because ? horizon->because : host);

	if (horizon->grade == HC_EVIDENCE_ATTESTED)
		return g_strdup_printf(
			"The stamp of %s is evidence: it and "
			"every host after it are of the own set.",
			label);
	if (horizon->grade == HC_EVIDENCE_PARTNER)
		return g_strdup_printf("The stamp is evidence by the word of "
		                       "%s, which attests its own hops.",
		                       label);
	return g_strdup_printf(
		"The stamp is a claim: %s attests nothing, and "
		"what stands below its stamp could be anybody's.",
		label);
}

static void
answer_stamp(HcQuestion *question, const Horizon *horizon, const Host *host,
             const char *step)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);
	const Host *because = horizon->because ? horizon->because : host;

	answer->question = "stamp";
	answer->outcome = hc_evidence_grade_token(horizon->grade);
	hc_question_place(answer,
	                  because->party ? &because->party->place : NULL);
	answer->sentence = stamp_sentence(horizon, host);
	answer->step = g_strdup(step);
	g_ptr_array_add(question->answers, answer);
}

/* ------------------------------------------------------------------- path */

static bool
find_hosts(HcQuestion *question, const char *const *path, GArray *hosts,
           GError **error)
{
	for (; *path; path++) {
		Host host;

		if (!find_host(question, *path, &host, error))
			return false;
		g_array_append_val(hosts, host);
	}
	return true;
}

/* Stamps are walked from the newest, and told from the oldest. */
static void
answer_steps(HcQuestion *question, const Host *hosts, size_t count)
{
	g_autofree Horizon *stamps = g_new0(Horizon, count);
	Horizon horizon = {HC_EVIDENCE_ATTESTED, NULL};

	for (size_t i = count; i-- > 1;) {
		walk_to(&horizon, &hosts[i], i + 1 == count);
		stamps[i] = horizon;
	}
	for (size_t i = 1; i < count; i++) {
		char *step = answer_step(question, &hosts[i - 1], &hosts[i]);

		if (states_own_set(question->document))
			answer_stamp(question, &stamps[i], &hosts[i], step);
	}
}

static void
clear_host(void *data)
{
	g_free(((Host *)data)->name);
}

bool
hc_question_path(HcQuestion *question, const char *const *path, GError **error)
{
	g_autoptr(GArray) hosts = g_array_new(FALSE, TRUE, sizeof(Host));

	g_array_set_clear_func(hosts, clear_host);
	if (!find_hosts(question, path, hosts, error))
		return false;
	if (hosts->len < 2)
		return hc_question_refuse(error,
		                          "a path has two hosts at least",
		                          hosts->len ? path[0] : "");
	answer_steps(question, (const Host *)hosts->data, hosts->len);
	return true;
}
