/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find-content.c - findings on end-to-end protection: found, or asked for in
 * vain; and what it sets aside. */
#include "config.h"

#include "find.h"

#include <string.h>

#include "scan.h"

/* ------------------------------------------------------------------- found */

/* Content that its reader alone can read, or that waits elsewhere.  Part of a
 * message that is otherwise readable protects nothing but itself. */
static bool
is_protection(const HcContentFact *fact)
{
	return !fact->nested && fact->proof != HC_CONTENT_CONTRADICTED &&
	       (fact->form->kind == HC_CONTENT_NOTICE ||
	        fact->form->kind == HC_CONTENT_PROTECTION) &&
	       (fact->cover == HC_CONTENT_OF_WHOLE ||
	        fact->cover == HC_CONTENT_OF_WRAPPED ||
	        (fact->cover == HC_CONTENT_OF_HEADER &&
	         fact->form->kind == HC_CONTENT_NOTICE));
}

/* Notices are accepted all ("portal") or by whose they are ("egress", "ome"). */
static bool
is_of_type(const HcContentForm *form, const char *type)
{
	size_t length = strlen(type);

	if (form->kind != HC_CONTENT_NOTICE)
		return strcmp(type, form->type) == 0;
	return (strcmp(type, "portal") == 0 &&
	        strcmp(form->type, "portal-notice") == 0) ||
	       (strncmp(type, form->id, length) == 0 &&
	        form->id[length] == '-');
}

static bool
is_accepted(const HcDocument *document, const HcContentFact *fact, int64_t day)
{
	for (size_t i = 0; i < document->accept_count; i++) {
		const HcAcceptRule *accept = &document->accepts[i];

		if (hc_period_holds(accept->period, day) &&
		    is_of_type(fact->form, accept->type) &&
		    (!accept->name ||
		     g_ascii_strcasecmp(accept->name, fact->form->id) == 0))
			return true;
	}
	return false;
}

/* Whether readers may see another structure, or more than was looked at. */
static const char *
doubt_of(const HcVerdict *verdict)
{
	if (!hc_structure_is_whole(hc_content_structure(verdict->content)))
		return "and the message was not looked at to its end, so "
		       "nothing rests on it";
	if (hc_content_doubt(verdict->content))
		return "and readers may take the message apart otherwise, so "
		       "nothing rests on it";
	return NULL;
}

/* The protection that counts: the first that the policy accepts, one that is
 * shown before one that is only stated; where readers may see another
 * structure, none does. */
static const HcContentFact *
protection_of(const HcPolicy *policy, const HcVerdict *verdict)
{
	size_t count = 0;
	const HcContentFact *facts;
	const HcContentFact *found = NULL;

	if (!policy->document || !verdict->content || doubt_of(verdict))
		return NULL;
	facts = hc_content_facts(verdict->content, &count);
	for (size_t i = 0; i < count; i++)
		if (is_protection(&facts[i]) &&
		    is_accepted(policy->document, &facts[i],
		                verdict->walk.day) &&
		    (!found || found->proof < facts[i].proof))
			found = &facts[i];
	return found;
}

static const char *
standing(const HcPolicy *policy, const HcVerdict *verdict,
         const HcContentFact *fact)
{
	const char *doubt = doubt_of(verdict);

	if (doubt)
		return doubt;
	return is_accepted(policy->document, fact, verdict->walk.day)
	               ? "which the policy accepts in place of TLS"
	               : "which the policy does not accept in place of TLS";
}

static const char *
how_known(const HcContentFact *fact)
{
	if (fact->proof == HC_CONTENT_SHOWN)
		return "The content is protected from end to end, as the "
		       "message shows";
	return fact->cover == HC_CONTENT_OF_HEADER
	               ? "The message states, by a field alone, that its "
	                 "content is protected on its way"
	               : "The message states, by the name of a part alone, "
	                 "that its content is protected from end to end";
}

void
hc_find_protection(const HcPolicy *policy, HcVerdict *verdict)
{
	size_t count = 0;
	const HcContentFact *facts;

	if (!policy->document || !verdict->content)
		return;
	facts = hc_content_facts(verdict->content, &count);
	for (size_t i = 0; i < count; i++) {
		if (!is_protection(&facts[i]))
			continue;
		hc_verdict_report(
			policy, verdict, HC_X01, HC_EFFECT_INFO, 0,
			facts[i].where,
			hc_verdict_text(
				verdict,
				"%s: %s, %s.  Its Subject and addresses are "
				"not.%s",
				how_known(&facts[i]), facts[i].form->title,
				standing(policy, verdict, &facts[i]),
				facts[i].cover == HC_CONTENT_OF_WRAPPED
					? "  Beside it stands text that "
					  "anyone could read."
					: ""));
	}
}

/* ------------------------------------------------------------ asked for it */

static bool
holds_text(const char *text, const char *part)
{
	size_t length = strlen(part);
	char both[] = {(char)hc_lower((unsigned char)*part),
	               g_ascii_toupper(*part), '\0'};

	if (!length)
		return *text;
	for (text += strcspn(text, both); *text;
	     text += 1 + strcspn(text + 1, both))
		if (g_ascii_strncasecmp(text, part, length) == 0)
			return true;
	return false;
}

/* A value that is displayed as it stands, so that it can be looked at where it
 * stands: on one line, of ASCII, without encoded words (RFC 2047 2). */
static bool
is_plain(const char *value, size_t length)
{
	const char *sign = value;
	const char *end = value + length;

	if (!hc_is_printable(value, length))
		return false;
	while ((sign = memchr(sign, '=', (size_t)(end - sign))))
		if (++sign == end || *sign == '?')
			return false;
	return true;
}

/* As holds_text(), of bytes. */
static bool
plain_holds(const char *value, size_t length, const char *part)
{
	size_t part_length = strlen(part);
	const char *end = value + length;
	unsigned char first = hc_lower((unsigned char)*part);

	if (!part_length)
		return length > 0;
	if (length < part_length)
		return false;
	for (end -= part_length - 1; value < end; value++) {
		/* A tag mostly begins with a bracket. */
		if (!hc_is_alpha((unsigned char)*part))
			value = memchr(value, *part, (size_t)(end - value));
		if (!value)
			return false;
		if (hc_lower((unsigned char)*value) == first &&
		    hc_equal_nocase(value, part_length, part, part_length))
			return true;
	}
	return false;
}

/* text: NULL: any */
static bool
value_fits(const HcMessage *message, HcSpan where, const char *text, bool whole)
{
	const char *bytes = hc_message_bytes(message, where);
	size_t length = where.length;
	g_autofree char *value = NULL;

	if (!text)
		return true;
	if (bytes && is_plain(bytes, length)) {
		for (; length && hc_is_wsp((unsigned char)*bytes); length--)
			bytes++;
		while (length && hc_is_wsp((unsigned char)bytes[length - 1]))
			length--;
		return whole ? hc_is(bytes, length, text)
		             : plain_holds(bytes, length, text);
	}
	value = g_strstrip(hc_message_display(message, where));
	return whole ? g_ascii_strcasecmp(value, text) == 0
	             : holds_text(value, text);
}

/* The first field of a name that holds a text, or is it. */
static bool
find_field(const HcMessage *message, const char *name, const char *text,
           bool whole, HcSpan *where_out)
{
	size_t field = hc_message_find(message, name, 0);

	for (; field != SIZE_MAX;
	     field = hc_message_find(message, name, field + 1)) {
		const HcField *found = hc_message_field(message, field);

		*where_out = found->where;
		if (value_fits(message, found->value, text, whole))
			return true;
	}
	return false;
}

static bool
is_requested(const HcMessage *message, const HcRequestRule *request,
             HcSpan *where_out)
{
	if (request->subject_tag)
		return find_field(message, "Subject", request->subject_tag,
		                  false, where_out);
	if (request->sensitivity)
		return find_field(message, "Sensitivity", request->sensitivity,
		                  true, where_out);
	return request->field &&
	       find_field(message, request->field, request->contains, false,
	                  where_out);
}

static const HcRequestRule *
request_of(const HcPolicy *policy, const HcVerdict *verdict, HcSpan *where_out)
{
	const HcDocument *document = policy->document;
	const HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));

	for (size_t i = 0; document && i < document->request_count; i++)
		if (hc_period_holds(document->requests[i].period,
		                    verdict->walk.day) &&
		    is_requested(message, &document->requests[i], where_out))
			return &document->requests[i];
	return NULL;
}

static bool
was_looked_at(const HcVerdict *verdict)
{
	return verdict->content &&
	       hc_structure_is_whole(hc_content_structure(verdict->content));
}

static void
report_request(const HcPolicy *policy, HcVerdict *verdict, size_t index,
               HcSpan where)
{
	bool looked = was_looked_at(verdict);
	HcFinding *finding = hc_verdict_report(
		policy, verdict, HC_X02,
		looked ? HC_EFFECT_FAIL : HC_EFFECT_INDETERMINATE, 0, where,
		looked ? hc_verdict_text(
				 verdict,
				 "The message asks for protection of itself "
				 "(%s), and nothing in it has a form that the "
				 "policy accepts.",
				 hc_verdict_quote(verdict, where))
		       : hc_verdict_text(
				 verdict,
				 "The message asks for protection of itself "
				 "(%s); whether it has any was not looked at, "
				 "or not to the end.",
				 hc_verdict_quote(verdict, where)));

	if (verdict->recipients->len)
		finding->recipient =
			g_ptr_array_index(verdict->recipients, index);
}

/* Recipients whom a community covers need no envelope. */
void
hc_find_request(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcAsks *asks = &verdict->asks;
	HcSpan where = {0, 0};

	if (!request_of(policy, verdict, &where) ||
	    protection_of(policy, verdict))
		return;
	for (size_t i = 0; i < asks->pair_count; i++)
		if (asks->pairs[i].decision.outcome != HC_PAIR_COVERED)
			report_request(policy, verdict, i, where);
}

/* -------------------------------------------------------------- mitigation */

/* Of a rule on exposure: there, only the envelope may have been exposed. */
static bool
is_mitigable(const HcRule *rule)
{
	static const HcRuleIndex rules[] = {HC_T01, HC_T02, HC_T03, HC_P01,
	                                    HC_P02, HC_P03, HC_P04};

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (rule == hc_rule(rules[i]))
			return true;
	return false;
}

/* What nothing but a name states is a claim, which leaves open what it would
 * mitigate. */
void
hc_mitigate(const HcPolicy *policy, HcVerdict *verdict)
{
	const HcContentFact *fact = protection_of(policy, verdict);

	for (size_t i = 0; fact && i < verdict->finding_count; i++) {
		HcFinding *finding = &verdict->findings[i];

		if (finding->suppressed || !is_mitigable(finding->rule))
			continue;
		if (fact->proof != HC_CONTENT_SHOWN) {
			finding->effect =
				MIN(finding->effect, HC_EFFECT_INDETERMINATE);
			continue;
		}
		finding->mitigated = true;
		finding->set_aside = hc_verdict_text(
			verdict,
			"Mitigated: the content is protected from end to end "
			"(HC-X01: %s); Subject and addresses are not.",
			fact->form->title);
	}
}

bool
hc_policy_needs_content(const HcPolicy *policy)
{
	g_return_val_if_fail(policy, false);
	return policy->document && (policy->document->accept_count ||
	                            policy->document->request_count);
}

const char *
hc_policy_request_tag(const HcPolicy *policy, size_t index)
{
	const HcDocument *document;

	g_return_val_if_fail(policy, NULL);
	document = policy->document;
	for (size_t i = 0; document && i < document->request_count; i++)
		if (document->requests[i].subject_tag && index-- == 0)
			return document->requests[i].subject_tag;
	return NULL;
}

bool
hc_verdict_needs_content(const HcPolicy *policy, const HcVerdict *verdict)
{
	HcSpan where;

	g_return_val_if_fail(policy && verdict, false);
	if (!policy->document || verdict->content)
		return false;
	if (request_of(policy, verdict, &where))
		return true;
	for (size_t i = 0;
	     policy->document->accept_count && i < verdict->finding_count;
	     i++) {
		const HcFinding *finding = &verdict->findings[i];

		if (finding->effect >= HC_EFFECT_WARN && !finding->suppressed &&
		    is_mitigable(finding->rule))
			return true;
	}
	return false;
}

bool
hc_verdict_changes_by(const HcPolicy *policy, const HcVerdict *verdict,
                      const HcContent *content)
{
	size_t count;
	const HcContentFact *facts = hc_content_facts(content, &count);
	HcSpan where;

	for (size_t i = 0; i < count; i++)
		if (is_protection(&facts[i]))
			return true;
	return hc_content_journal(content) ||
	       request_of(policy, verdict, &where);
}
