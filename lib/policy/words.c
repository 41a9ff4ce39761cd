/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* words.c - names, counts and quotations in sentences. */
#include "config.h"

#include "verdict.h"

#include <string.h>

#include "address.h"

/* Bytes of a message's own words in a sentence. */
#define QUOTE_MAX 160

/* Room for most sentences: no allocation of their own. */
#define SENTENCE_ROOM 512

/** A sentence under construction. */
typedef struct {
	char *at;
	size_t left; /* bytes, one of them for the NUL */
} Line;

static bool
put(Line *line, const char *text, size_t length)
{
	if (length >= line->left)
		return false;
	memcpy(line->at, text, length);
	line->at += length;
	line->left -= length;
	return true;
}

static bool
put_number(Line *line, size_t number)
{
	char digits[3 * sizeof number];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	return put(line, digits + at, sizeof digits - at);
}

/* The conversion behind a percent sign.  Nearly all are of a string or of a
 * count.
 * @return what follows it; NULL: it is another, or there is no room */
static const char *
put_conversion(Line *line, const char *format, va_list *list)
{
	const char *text;

	if (*format == 's') {
		text = va_arg(*list, const char *);
		return text && put(line, text, strlen(text)) ? format + 1
		                                             : NULL;
	}
	if (*format == 'u')
		return put_number(line, va_arg(*list, unsigned)) ? format + 1
		                                                 : NULL;
	if (format[0] == 'z' && format[1] == 'u')
		return put_number(line, va_arg(*list, size_t)) ? format + 2
		                                               : NULL;
	return NULL;
}

/* What printf() does, where nothing but strings and counts are to be put in:
 * sentences are made for each hop of each message, and printf() reads a format
 * many times slower than a sentence is copied.
 * @return whether that was all, and it fitted */
static bool
put_all(Line *line, const char *format, va_list *list)
{
	for (;;) {
		const char *sign = strchr(format, '%');
		size_t plain = sign ? (size_t)(sign - format) : strlen(format);

		if (!put(line, format, plain))
			return false;
		if (!sign)
			return true;
		format = put_conversion(line, sign + 1, list);
		if (!format)
			return false;
	}
}

const char *
hc_verdict_text(HcVerdict *verdict, const char *format, ...)
{
	char *room = hc_arena_room(verdict->arena, SENTENCE_ROOM);
	Line line = {room, SENTENCE_ROOM};
	g_autofree char *text = NULL;
	va_list list;
	bool whole;

	va_start(list, format);
	whole = put_all(&line, format, &list);
	va_end(list);
	if (whole) {
		*line.at++ = '\0';
		return hc_arena_bytes(verdict->arena, (size_t)(line.at - room));
	}
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

static const char *
peer_words(HcVerdict *verdict, size_t index)
{
	const HcStep *step = &verdict->walk.steps[index];
	const HcAddress *peer =
		&hc_chain_hop(hc_evidence_chain(verdict->evidence), index)
			 ->received->peer;
	const char *name = step->name;
	char address[HC_ADDRESS_TEXT];

	if (peer->family)
		hc_address_write(peer, address);
	if (name && peer->family)
		return hc_verdict_text(verdict, "%s [%s]%s", name, address,
		                       step->rdns ? ""
		                       : step->greeted
		                               ? " (its own name for itself)"
		                               : " (a name of unknown origin)");
	if (peer->family)
		return hc_verdict_text(verdict, "[%s]", address);
	if (name)
		return hc_verdict_text(verdict, "%s (no address recorded)",
		                       name);
	return "an unnamed host";
}

const char *
hc_verdict_peer(HcVerdict *verdict, size_t index)
{
	HcStep *step = &verdict->walk.steps[index];

	if (!step->peer_words)
		step->peer_words = peer_words(verdict, index);
	return step->peer_words;
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
                 const char *noun, const char *one, const char *many)
{
	bool single = count == 1 || total == 1;

	return hc_verdict_text(verdict, "%zu of %zu %s%s %s", count, total,
	                       noun, total == 1 ? "" : "s",
	                       single ? one : many);
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

/* Words that need no unfolding stand in the message as they are to be read.
 * @return where they begin, trimmed; NULL: they need it */
static const char *
plain_words(const HcMessage *message, HcSpan where, size_t *length_out)
{
	const char *text = hc_message_bytes(message, where);
	size_t length = where.length;

	if (!text || memchr(text, '\n', length) || memchr(text, '\0', length))
		return NULL;
	while (length && g_ascii_isspace(*text)) {
		text++;
		length--;
	}
	while (length && g_ascii_isspace(text[length - 1]))
		length--;
	*length_out = length;
	return length <= QUOTE_MAX ? text : NULL;
}

const char *
hc_verdict_quote(HcVerdict *verdict, HcSpan where)
{
	HcMessage *message =
		hc_chain_message(hc_evidence_chain(verdict->evidence));
	g_autofree char *text = NULL;
	size_t length;
	const char *plain = plain_words(message, where, &length);
	char *quote;
	bool cut;

	if (plain) {
		quote = hc_arena_bytes(verdict->arena, length + 3);
		quote[0] = '"';
		memcpy(quote + 1, plain, length);
		memcpy(quote + 1 + length, "\"", 2);
		return quote;
	}
	text = hc_message_text(message, where);
	g_strstrip(text);
	length = cut_length(text, strlen(text));
	cut = text[length] != '\0';
	text[length] = '\0';
	return hc_verdict_text(verdict, "\"%s%s\"", text, cut ? " ..." : "");
}
