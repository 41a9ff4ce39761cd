/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain.c - which statement decides, for a person who asks. */
#include "config.h"

#include "policy.h"

#include <string.h>

#include "decide.h"
#include "domain.h"

static void
free_answer(void *data)
{
	HcPolicyAnswer *answer = data;

	g_free(answer->sentence);
	g_free(answer->source);
	g_free(answer->step);
	g_free(answer);
}

static bool
refuse(GError **error, const char *what, const char *given)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "%s: '%s'", what, given);
	return false;
}

/* The titles of sources, by their refs. */
static char *
titles_of(const HcDocument *document, const char *refs)
{
	g_auto(GStrv) list = refs ? g_strsplit(refs, " ", -1) : NULL;
	GString *titles = list ? g_string_new(NULL) : NULL;

	for (char **ref = list; ref && *ref; ref++) {
		const HcSourceRule *source = hc_document_source(document, *ref);

		g_string_append_printf(titles, "%s%s", ref == list ? "" : "; ",
		                       source ? source->title : *ref);
	}
	return titles ? g_string_free(titles, FALSE) : NULL;
}

static void
set_place(HcPolicyAnswer *answer, const HcPolicyPlace *place)
{
	answer->file = place ? place->file : NULL;
	answer->line = place ? place->line : 0;
}

/** A question about mail, taken apart. */
typedef struct {
	const HcDocument *document;
	char *from; /**< canonical domain, or NULL */
	char *to;
	int64_t day;
	HcPairDecision pair;
	GPtrArray *answers;
} Question;

static void
answer_pair(Question *question)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);
	const HcPairDecision *pair = &question->pair;

	answer->question = "pair";
	answer->outcome = hc_pair_outcome_token(pair->outcome);
	answer->community = pair->community ? pair->community->id : NULL;
	answer->profile = pair->community ? pair->community->profile_id : NULL;
	set_place(answer, pair->place);
	answer->sentence = hc_pair_sentence(pair, question->from, question->to,
	                                    question->day);
	answer->source = titles_of(question->document, pair->source);
	g_ptr_array_add(question->answers, answer);
}

static void
answer_transfer(Question *question, const HcTransfer *transfer, char *step)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);
	HcLinkDecision decision;

	hc_decide_link(question->document, transfer, &question->pair,
	               question->day, &decision);
	answer->question = hc_transfer_kind_token(transfer->kind);
	answer->outcome = hc_demand_token(decision.tls);
	answer->community = decision.community ? decision.community->id : NULL;
	answer->profile = decision.profile_id;
	set_place(answer, decision.place);
	answer->sentence = hc_link_sentence(&decision, transfer);
	answer->source = titles_of(question->document, decision.source);
	answer->step = step;
	g_ptr_array_add(question->answers, answer);
}

static void
answer_outside(Question *question, char *step)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);

	answer->question = "outside";
	answer->outcome = hc_demand_token(HC_DEMAND_NONE);
	answer->sentence = g_strdup("Neither host is of the own set: no link "
	                            "rule is about this step.");
	answer->step = step;
	g_ptr_array_add(question->answers, answer);
}

/* -------------------------------------------------------------------- path */

/** A host of a path. */
typedef struct {
	const char *text;
	char *name;           /**< canonical, or NULL: an address */
	const HcParty *party; /**< or NULL: nobody's */
	bool own;
	bool loopback;
} Host;

static bool
find_host(const Question *question, const char *text, Host *host_out,
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
			return refuse(error,
			              "neither a host name nor an address",
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

static void
answer_step(Question *question, const Host *a, const Host *b)
{
	g_autofree char *from = host_label(a);
	g_autofree char *to = host_label(b);
	char *step = g_strdup_printf("%s to %s", from, to);
	HcTransfer transfer = {0};

	if (!a->own && !b->own) {
		answer_outside(question, step);
		return;
	}
	if (a->own && b->own) {
		transfer.kind = HC_TRANSFER_INTERNAL;
		transfer.mta = b->party;
		transfer.exempt = a->loopback ? HC_EXEMPT_LOOPBACK : 0;
	} else if (b->own) {
		transfer.kind = HC_TRANSFER_INBOUND;
		transfer.mta = b->party;
		transfer.peer = a->name;
		transfer.domain = question->from;
	} else {
		transfer.kind = HC_TRANSFER_OUTBOUND;
		transfer.mta = a->party;
		transfer.peer = b->name;
		transfer.domain = question->to;
	}
	answer_transfer(question, &transfer, step);
}

static bool
answer_path(Question *question, const char *const *path, GError **error)
{
	Host before = {0};
	bool good = true;

	for (size_t i = 0; good && path[i]; i++) {
		Host host;

		good = find_host(question, path[i], &host, error);
		if (good && i > 0)
			answer_step(question, &before, &host);
		g_free(before.name);
		before = host;
	}
	g_free(before.name);
	return good;
}

static void
answer_both_ways(Question *question)
{
	HcTransfer in = {.kind = HC_TRANSFER_INBOUND, .domain = question->from};
	HcTransfer out = {.kind = HC_TRANSFER_OUTBOUND, .domain = question->to};

	answer_transfer(question, &in, NULL);
	answer_transfer(question, &out, NULL);
}

/* ---------------------------------------------------------------- question */

static bool
read_domain(const char *given, bool sender, char **domain_out, GError **error)
{
	const char *at = strrchr(given, '@');

	*domain_out = NULL;
	if (sender && (*given == '\0' || strcmp(given, "<>") == 0))
		return true;
	*domain_out = hc_domain_canonical(at ? at + 1 : given);
	return *domain_out || refuse(error, "no mail address or domain", given);
}

static bool
answer_all(Question *question, const char *from, const char *to,
           const char *date, const char *const *path, GError **error)
{
	if (!hc_day_read(date, &question->day))
		return refuse(error, "no date of the form YYYY-MM-DD", date);
	if (!read_domain(from, true, &question->from, error) ||
	    !read_domain(to, false, &question->to, error))
		return false;
	hc_decide_pair(question->document, question->from, question->to,
	               question->day, &question->pair);
	answer_pair(question);
	if (path)
		return answer_path(question, path, error);
	answer_both_ways(question);
	return true;
}

GPtrArray *
hc_policy_explain(const HcPolicy *policy, const char *from, const char *to,
                  const char *date, const char *const *path, GError **error)
{
	Question question = {0};
	bool good;

	g_return_val_if_fail(policy && from && to && date, NULL);
	if (!policy->document) {
		g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
		            "the policy has no document to ask");
		return NULL;
	}
	question.document = policy->document;
	question.answers = g_ptr_array_new_with_free_func(free_answer);
	good = answer_all(&question, from, to, date, path, error);
	g_free(question.from);
	g_free(question.to);
	if (!good)
		g_clear_pointer(&question.answers, g_ptr_array_unref);
	return question.answers;
}
