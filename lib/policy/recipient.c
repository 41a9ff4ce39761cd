/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recipient.c - whom the message is for, and where that is known from. */
#include "config.h"

#include "policy.h"
#include "verdict.h"

#include <string.h>

#include "scan.h"

/* More addresses than this in To and Cc are not listed. */
#define RECIPIENTS_MAX 1000

/* No server takes so long an address: RFC 5321 4.5.3.1.3 asks for 256 octets
 * of a path. */
#define RECIPIENT_SIZE_MAX 1024

static bool
holds(const GPtrArray *list, const char *text, size_t length)
{
	for (guint i = 0; i < list->len; i++) {
		const char *at = g_ptr_array_index(list, i);

		if (strncmp(at, text, length) == 0 && at[length] == '\0')
			return true;
	}
	return false;
}

/* The value of a field, unfolded. */
static const char *
text_of(HcVerdict *verdict, size_t field)
{
	const HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));
	HcSpan value = hc_message_field(message, field)->value;

	return hc_arena_unfolded(
		verdict->arena, hc_message_bytes(message, value), value.length);
}

/* An address without angle brackets, if it looks like one of @p most bytes. */
static void
add_up_to(HcVerdict *verdict, const char *text, size_t length, size_t most)
{
	while (length && (hc_is_fws((unsigned char)*text) || *text == '<')) {
		text++;
		length--;
	}
	while (length && (hc_is_fws((unsigned char)text[length - 1]) ||
	                  text[length - 1] == '>'))
		length--;
	if (length < 3 || length > most ||
	    !memchr(text + 1, '@', length - 2) ||
	    verdict->recipients->len >= RECIPIENTS_MAX)
		return;
	if (!holds(verdict->recipients, text, length))
		g_ptr_array_add(
			verdict->recipients,
			(char *)hc_arena_text(verdict->arena, text, length));
}

/* An address that stands in the message, which may be made to be long. */
static void
add(HcVerdict *verdict, const char *text, size_t length)
{
	add_up_to(verdict, text, length, RECIPIENT_SIZE_MAX);
}

static void
from_option(const HcPolicy *policy, HcVerdict *verdict)
{
	for (guint i = 0; i < policy->recipients->len; i++) {
		const char *text = g_ptr_array_index(policy->recipients, i);

		add_up_to(verdict, text, strlen(text), SIZE_MAX);
	}
}

static void
from_received(HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	for (size_t i = walk->count; i-- > 0;) {
		const HcReceived *received =
			hc_chain_hop(hc_evidence_chain(verdict->evidence), i)
				->received;

		if (!walk->steps[i].attested)
			continue;
		for (size_t k = 0; k < received->recipient_count; k++)
			if (received->recipients[k].text)
				add(verdict, received->recipients[k].text,
				    strlen(received->recipients[k].text));
	}
}

/* Fields above the oldest attested hop's were put there after it. */
static void
from_delivered_to(HcVerdict *verdict)
{
	static const char *const names[] = {"Delivered-To", "X-Original-To"};
	HcChain *chain = hc_evidence_chain(verdict->evidence);
	HcMessage *message = hc_chain_message(chain);
	size_t end;

	if (verdict->walk.horizon >= verdict->walk.count)
		return;
	end = hc_chain_hop(chain, verdict->walk.horizon)->field;
	for (size_t i = 0; i < end; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
			const char *text;

			if (!hc_message_field_is(message, i, names[k]))
				continue;
			text = text_of(verdict, i);
			add(verdict, text, strlen(text));
		}
}

/* Where one mailbox of an address list ends (RFC 5322 3.4): at a comma or
 * semicolon outside quotes, comments and angle brackets. */
static const char *
mailbox_end(const char *at)
{
	unsigned depth = 0;
	bool quoted = false;
	bool angle = false;

	/* Nothing hangs on the rest of the characters. */
	for (; *(at += strcspn(at, "\\\"()<>,;")); at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '"' && depth == 0)
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (*at == '(')
			depth++;
		else if (*at == ')' && depth)
			depth--;
		else if (depth)
			continue;
		else if (*at == '<')
			angle = true;
		else if (*at == '>')
			angle = false;
		else if (!angle && (*at == ',' || *at == ';'))
			break;
	}
	return at;
}

/* The address of one mailbox; length 0: it holds none. */
static const char *
mailbox_address(const char *start, const char *end, size_t *length_out)
{
	const char *open = memrchr(start, '<', (size_t)(end - start));
	const char *word;

	*length_out = 0;
	if (open) {
		const char *close = memchr(open, '>', (size_t)(end - open));

		if (close)
			*length_out = (size_t)(close - open);
		return open;
	}
	/* A bare address, perhaps behind a group's name or before a comment. */
	for (word = start; word < end;) {
		const char *stop = word;

		while (stop < end && !hc_is_fws((unsigned char)*stop) &&
		       *stop != ':' && *stop != '(')
			stop++;
		if (memchr(word, '@', (size_t)(stop - word))) {
			*length_out = (size_t)(stop - word);
			return word;
		}
		word = stop < end ? stop + 1 : end;
	}
	return start;
}

static void
add_mailbox(HcVerdict *verdict, const char *start, const char *end)
{
	size_t length;
	const char *address = mailbox_address(start, end, &length);

	add(verdict, address, length);
}

/* Of two From fields, or two authors, nobody can say which is meant. */
const char *
hc_find_author(HcVerdict *verdict)
{
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));
	size_t field = hc_message_find(message, "From", 0);
	const char *text;
	const char *address;
	size_t length;

	if (field == SIZE_MAX ||
	    hc_message_find(message, "From", field + 1) != SIZE_MAX)
		return NULL;
	text = text_of(verdict, field);
	if (*mailbox_end(text))
		return NULL;
	address = mailbox_address(text, text + strlen(text), &length);
	while (length &&
	       (*address == '<' || hc_is_fws((unsigned char)*address)))
		address++, length--;
	return length ? hc_arena_text(verdict->arena, address, length) : NULL;
}

static void
from_author(HcVerdict *verdict)
{
	static const char *const names[] = {"To", "Cc"};
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));

	for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
		size_t field = hc_message_find(message, names[k], 0);

		if (field == SIZE_MAX)
			continue;
		for (const char *at = text_of(verdict, field); *at;) {
			const char *end = mailbox_end(at);

			add_mailbox(verdict, at, end);
			at = *end ? end + 1 : end;
		}
	}
}

/* Where the caller took the input for journal reports, the envelope that the
 * report tells is what the message was sent to (MS-XJRNL). */
static void
from_journal(HcVerdict *verdict)
{
	const HcJournal *journal =
		verdict->content ? hc_content_journal(verdict->content) : NULL;

	if (!journal || !journal->of_this)
		return;
	for (size_t i = 0; i < journal->recipient_count; i++)
		add(verdict, journal->recipients[i],
		    strlen(journal->recipients[i]));
}

void
hc_find_recipients(const HcPolicy *policy, HcVerdict *verdict)
{
	from_option(policy, verdict);
	verdict->recipients_from = "option";
	if (verdict->recipients->len)
		return;
	from_journal(verdict);
	verdict->recipients_from = "journal-report";
	if (verdict->recipients->len)
		return;
	from_received(verdict);
	verdict->recipients_from = "received-for";
	if (verdict->recipients->len)
		return;
	from_delivered_to(verdict);
	verdict->recipients_from = "delivered-to";
	if (verdict->recipients->len)
		return;
	from_author(verdict);
	verdict->recipients_from = verdict->recipients->len ? "to-cc" : "none";
}
