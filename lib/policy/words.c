/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* words.c - names, counts and quotations in sentences. */
#include "config.h"

#include "verdict.h"

#include <string.h>

/* Bytes of a message's own words in a sentence. */
#define QUOTE_MAX 160

const char *
hc_verdict_text(HcVerdict *verdict, const char *format, ...)
{
	char buffer[512]; /* of most sentences: no allocation of their own */
	g_autofree char *text = NULL;
	va_list list;
	int length;

	va_start(list, format);
	length = g_vsnprintf(buffer, sizeof buffer, format, list);
	va_end(list);
	if (length >= 0 && (size_t)length < sizeof buffer)
		return hc_arena_text(verdict->arena, buffer, (size_t)length);
	va_start(list, format);
	text = g_strdup_vprintf(format, list);
	va_end(list);
	return hc_arena_text(verdict->arena, text, strlen(text));
}

const char *
hc_opinion_words(HcVerdict *verdict, const HcProfileOpinion *opinion)
{
	if (!opinion->word_worst)
		return "none";
	if (strcmp(opinion->word_worst, opinion->word_best) == 0)
		return opinion->word_worst;
	return hc_verdict_text(verdict, "%s to %s", opinion->word_worst,
	                       opinion->word_best);
}

const char *
hc_verdict_peer(HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const char *name = step->name;

	if (name && step->peer)
		return hc_verdict_text(verdict, "%s [%s]%s", name, step->peer,
		                       step->rdns ? ""
		                       : step->greeted
		                               ? " (its own name for itself)"
		                               : " (a name of unknown origin)");
	if (step->peer)
		return hc_verdict_text(verdict, "[%s]", step->peer);
	if (name)
		return hc_verdict_text(verdict, "%s (no address recorded)",
		                       name);
	return "an unnamed host";
}

const char *
hc_verdict_outside(const HcVerdict *verdict)
{
	const HcWalk *walk = &verdict->walk;

	return walk->kin != HC_KIN_NONE ? "not shown to be of the own set"
	                                : "outside the own set";
}

const char *
hc_verdict_count(HcVerdict *verdict, size_t count, size_t total,
                 const char *noun, const char *predicate)
{
	size_t one = strcspn(predicate, "|");
	bool single = count == 1 || total == 1;

	return hc_verdict_text(verdict, "%zu of %zu %s%s %.*s", count, total,
	                       noun, total == 1 ? "" : "s",
	                       (int)(single ? one : strlen(predicate)),
	                       single ? predicate : predicate + one + 1);
}

/* Cut between characters, so that what was UTF-8 stays so. */
static size_t
cut_length(const char *text, size_t length)
{
	if (length <= QUOTE_MAX)
		return length;
	length = QUOTE_MAX;
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

const char *
hc_verdict_quote(HcVerdict *verdict, HcSpan where)
{
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));
	g_autofree char *text = hc_message_text(message, where);
	size_t length;

	g_strstrip(text);
	length = cut_length(text, strlen(text));
	return hc_verdict_text(verdict, "\"%.*s%s\"", (int)length, text,
	                       text[length] ? " ..." : "");
}
