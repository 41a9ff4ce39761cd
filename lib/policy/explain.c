/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* explain.c - which statement decides, for a person who asks. */
#include "config.h"

#include "inquiry.h"

#include <string.h>

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

bool
hc_question_refuse(GError **error, const char *what, const char *given)
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

void
hc_question_place(HcPolicyAnswer *answer, const HcPolicyPlace *place)
{
	answer->file = place ? place->file : NULL;
	answer->line = place ? place->line : 0;
}

static void
answer_pair(HcQuestion *question)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);
	const HcPairDecision *pair = &question->pair;

	answer->question = "pair";
	answer->outcome = hc_pair_outcome_token(pair->outcome);
	answer->community = pair->community ? pair->community->id : NULL;
	answer->profile = pair->community ? pair->community->profile_id : NULL;
	hc_question_place(answer, pair->place);
	answer->sentence = hc_pair_sentence(pair, question->from, question->to,
	                                    question->day);
	answer->source = titles_of(question->document, pair->source);
	g_ptr_array_add(question->answers, answer);
}

/* Where no statement says what protects mail like this, what holds without a
 * document holds: is_spoken_of() of ask.c. */
static bool
is_silent(const HcQuestion *question, const HcLinkDecision *decision)
{
	return !decision->rule && !decision->community &&
	       question->document->link_count == 0 &&
	       question->pair.outcome != HC_PAIR_COVERED;
}

void
hc_question_transfer(HcQuestion *question, const HcTransfer *transfer,
                     char *step)
{
	HcPolicyAnswer *answer = g_new0(HcPolicyAnswer, 1);
	HcLinkDecision decision;

	hc_decide_link(question->document, transfer, &question->pair,
	               question->day, &decision);
	answer->question = hc_transfer_kind_token(transfer->kind);
	answer->outcome = hc_demand_token(decision.tls);
	answer->community = decision.community ? decision.community->id : NULL;
	answer->profile = decision.profile_id;
	hc_question_place(answer, decision.place);
	answer->sentence = hc_link_sentence(&decision, transfer);
	if (is_silent(question, &decision) &&
	    (transfer->kind == HC_TRANSFER_INBOUND ||
	     transfer->kind == HC_TRANSFER_OUTBOUND)) {
		g_free(answer->sentence);
		answer->outcome = hc_demand_token(HC_DEMAND_REQUIRED);
		answer->sentence = g_strdup_printf(
			"The policy has no link rule, and no community covers "
			"such "
			"mail, so TLS is required on %s links, as without a "
			"policy.",
			answer->question);
	}
	answer->source = titles_of(question->document, decision.source);
	answer->step = step;
	g_ptr_array_add(question->answers, answer);
}

/* ----------------------------------------------------------------- content */

/* ", " before each but the first; then the name and where it stands. */
static void G_GNUC_PRINTF(3, 4)
	append_item(GString *text, const HcPolicyPlace *place,
                    const char *format, ...)
{
	g_autofree char *where = hc_place_text(place);
	va_list arguments;

	if (!g_str_has_suffix(text->str, ": "))
		g_string_append(text, ", ");
	va_start(arguments, format);
	g_string_append_vprintf(text, format, arguments);
	va_end(arguments);
	g_string_append_printf(text, " (%s)", where);
}

static void
append_requests(const HcQuestion *question, GString *text)
{
	g_autoptr(GString) list = g_string_new(": ");

	for (size_t i = 0; i < question->document->request_count; i++) {
		const HcRequestRule *ask = &question->document->requests[i];

		if (!hc_period_holds(ask->period, question->day))
			continue;
		if (ask->subject_tag)
			append_item(list, &ask->place, "%s in the Subject",
			            ask->subject_tag);
		else if (ask->sensitivity)
			append_item(list, &ask->place, "Sensitivity %s",
			            ask->sensitivity);
		else
			append_item(list, &ask->place, "the field %s%s%s",
			            ask->field, ask->contains ? " with " : "",
			            ask->contains ? ask->contains : "");
	}
	if (list->len > 2)
		g_string_append_printf(text, "  A sender asks for it by%s.",
		                       list->str + 1);
}

/* What a sender can do by hand, where the policy knows of it. */
static void
answer_content(HcQuestion *question)
{
	const HcDocument *document = question->document;
	GString *text =
		g_string_new("The message itself can be protected by: ");
	size_t empty = text->len;
	HcPolicyAnswer *answer;

	for (size_t i = 0; i < document->accept_count; i++) {
		const HcAcceptRule *accept = &document->accepts[i];

		if (hc_period_holds(accept->period, question->day))
			append_item(text, &accept->place, "%s%s%s",
			            accept->type, accept->name ? " " : "",
			            accept->name ? accept->name : "");
	}
	if (text->len == empty) {
		g_string_free(text, TRUE);
		return;
	}
	g_string_append_c(text, '.');
	append_requests(question, text);
	answer = g_new0(HcPolicyAnswer, 1);
	answer->question = "content";
	answer->outcome = "accepted";
	answer->sentence = g_string_free(text, FALSE);
	g_ptr_array_add(question->answers, answer);
}

/* ------------------------------------------------------------------- links */

static void
answer_both_ways(HcQuestion *question)
{
	HcTransfer in = {.kind = HC_TRANSFER_INBOUND, .domain = question->from};
	HcTransfer out = {.kind = HC_TRANSFER_OUTBOUND, .domain = question->to};

	hc_question_transfer(question, &in, NULL);
	hc_question_transfer(question, &out, NULL);
}

/* What asks the same of every address is told where the policy speaks of it. */
static void
answer_inside(HcQuestion *question)
{
	const HcDocument *document = question->document;
	bool told[HC_TRANSFER_SUBMISSION + 1] = {false};

	for (size_t i = 0; i < document->link_count; i++) {
		const HcLinkRule *rule = &document->links[i];
		HcTransfer transfer = {.kind = rule->kind};

		if ((rule->kind != HC_TRANSFER_INTERNAL &&
		     rule->kind != HC_TRANSFER_SUBMISSION) ||
		    told[rule->kind] ||
		    !hc_period_holds(rule->period, question->day))
			continue;
		told[rule->kind] = true;
		hc_question_transfer(question, &transfer, NULL);
	}
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
	return *domain_out ||
	       hc_question_refuse(error, "no mail address or domain", given);
}

static bool
answer_all(HcQuestion *question, const char *from, const char *to,
           const char *date, const char *const *path, GError **error)
{
	if (!hc_day_read(date, &question->day))
		return hc_question_refuse(
			error, "no date of the form YYYY-MM-DD", date);
	if (!read_domain(from, true, &question->from, error) ||
	    !read_domain(to, false, &question->to, error))
		return false;
	hc_decide_pair(question->document, question->from, question->to,
	               question->day, &question->pair);
	answer_pair(question);
	answer_content(question);
	if (path)
		return hc_question_path(question, path, error);
	answer_both_ways(question);
	answer_inside(question);
	return true;
}

GPtrArray *
hc_policy_explain(const HcPolicy *policy, const char *from, const char *to,
                  const char *date, const char *const *path, GError **error)
{
	HcQuestion question = {0};
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
