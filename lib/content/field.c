/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* field.c - requests and markings that stand in the header.
 *
 * The Subject is looked at as a person sees it, RFC 2047 words decoded: the
 * gateway that a tag is meant for decodes it, too. */
#include "config.h"

#include "content.h"

#include <string.h>

#include "scan.h"

/** A value without the white space around it. */
static HcSpan
trimmed(const HcMessage *message, HcSpan span)
{
	const char *bytes = hc_message_bytes(message, span);

	while (span.length > 0 && hc_is_fws((unsigned char)bytes[0]))
		bytes++, span.offset++, span.length--;
	while (span.length > 0 &&
	       hc_is_fws((unsigned char)bytes[span.length - 1]))
		span.length--;
	return span;
}

/** Whether a field's value is one of a row's words, or none of them behind
 *  "!"; an empty value says nothing. */
static bool
has_value(const char *list, const char *bytes, size_t length)
{
	bool none = list[0] == '!';

	return length > 0 && hc_form_lists(list + none, bytes, length) != none;
}

static void
read_field(HcContent *content, HcFormId id, const HcField *field)
{
	const HcMessage *message = content->message;
	const HcFormMatch *row = hc_form_match(id);
	HcSpan value = trimmed(message, field->value);
	const char *bytes = hc_message_bytes(message, value);

	if (row->value != NULL && !has_value(row->value, bytes, value.length))
		return;
	/* which of many names it is matters, so say it */
	if (strchr(row->name, '*') != NULL) {
		value = trimmed(message, field->where);
		bytes = hc_message_bytes(message, value);
	}
	hc_content_add(content, id, field->where, bytes, value.length);
}

/** @param length  of the word, at least 1 */
static const char *
find(const char *text, const char *word, size_t length)
{
	const unsigned char first = hc_lower((unsigned char)word[0]);
	size_t left = strlen(text);

	for (; left >= length; text++, left--)
		if (hc_lower((unsigned char)*text) == first &&
		    hc_equal_nocase(text, length, word, length))
			return text;
	return NULL;
}

/** Length of a word of the Subject: a tag is itself, "[sec=*]" goes on to its
 *  end.
 *  @return 0: it does not stand at @p at */
static size_t
word_length(const char *at, const char *word, size_t length)
{
	const char *star = memchr(word, '*', length);
	const char *end;

	if (star == NULL)
		return length;
	end = strchr(at, star[1]);
	return end != NULL ? (size_t)(end - at) + 1 : 0;
}

/** Look for one word in a Subject.
 *  @param text   as a person sees it
 *  @param value  where it stands */
static void
read_word(HcContent *content, HcFormId id, HcSpan value, const char *text,
          const char *word, size_t length)
{
	const char *star = memchr(word, '*', length);
	size_t fixed = star != NULL ? (size_t)(star - word) : length;
	const char *at = fixed > 0 ? find(text, word, fixed) : NULL;
	size_t found = at != NULL ? word_length(at, word, length) : 0;
	g_autofree char *raw = NULL;
	const char *written;

	if (found == 0)
		return;
	/* where the bytes are just these, point at them */
	raw = g_strndup(hc_message_bytes(content->message, value),
	                value.length);
	written = strlen(raw) == value.length ? strstr(raw, text) : NULL;
	if (written != NULL) {
		value.offset += (uint32_t)(written - raw + (at - text));
		value.length = (uint32_t)found;
	}
	hc_content_add(content, id, value, at, found);
}

static void
read_words(HcContent *content, HcFormId id, HcSpan value, const char *text,
           const char *list)
{
	for (;;) {
		size_t length = strcspn(list, "|");

		read_word(content, id, value, text, list, length);
		if (list[length] == '\0')
			return;
		list += length + 1;
	}
}

/* Bytes that the table's words of Subjects begin with, in either case. */
#define FIRSTS_MAX 64u

static const char *
first_bytes(void)
{
	static char firsts[FIRSTS_MAX];
	static gsize once;

	if (g_once_init_enter(&once)) {
		g_autoptr(GString) found = g_string_new(NULL);

		for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
			const char *word = hc_form_match(id)->value;
			const char *bar;

			if (hc_form_match(id)->place != HC_PLACE_SUBJECT)
				continue;
			for (; word != NULL; word = bar ? bar + 1 : NULL) {
				g_string_append_c(found, word[0]);
				g_string_append_c(found,
				                  g_ascii_toupper(word[0]));
				bar = strchr(word, '|');
			}
		}
		g_assert(found->len < FIRSTS_MAX);
		memcpy(firsts, found->str, found->len + 1);
		g_once_init_leave(&once, 1);
	}
	return firsts;
}

static void
read_subject(HcContent *content, const HcField *field,
             const HcContentOptions *options)
{
	HcSpan value = trimmed(content->message, field->value);
	g_autofree char *text = hc_message_display(content->message, value);
	/* most Subjects hold no "[" at all, with which all words begin today */
	bool any = strpbrk(text, first_bytes()) != NULL;

	for (unsigned id = 0; any && id < HC_FORM_COUNT; id++)
		if (hc_form_match(id)->place == HC_PLACE_SUBJECT)
			read_words(content, id, value, text,
			           hc_form_match(id)->value);
	for (size_t i = 0; options != NULL && i < options->tag_count; i++) {
		const char *tag = options->tags[i];
		size_t length = strlen(tag);

		/* the table's are found already */
		if (!hc_form_lists(hc_form_match(HC_FORM_ID_SUBJECT_TAG)->value,
		                   tag, length))
			read_word(content, HC_FORM_ID_SUBJECT_TAG, value, text,
			          tag, length);
	}
}

/* Most fields begin as none of the table does: a place for the first letters of
 * a name. */
#define STARTS 512
#define START_LENGTH 3

static unsigned
start_of(const char *name)
{
	unsigned start = 0;

	for (size_t i = 0; i < START_LENGTH; i++)
		start = start * 31 + hc_lower((unsigned char)name[i]);
	return start % STARTS;
}

/* A word that is too short, or may begin with anything, lets all pass. */
static void
add_starts(bool *starts, const char *list)
{
	for (;;) {
		size_t length = strcspn(list, "|");

		if (strcspn(list, "*|") < START_LENGTH)
			memset(starts, true, STARTS * sizeof *starts);
		else
			starts[start_of(list)] = true;
		if (list[length] == '\0')
			return;
		list += length + 1;
	}
}

static bool
may_be_listed(const char *name, size_t length)
{
	static bool starts[STARTS];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (unsigned id = 0; id < HC_FORM_COUNT; id++)
			if (hc_form_match(id)->place == HC_PLACE_FIELD)
				add_starts(starts, hc_form_match(id)->name);
		g_once_init_leave(&once, 1);
	}
	return length < START_LENGTH || starts[start_of(name)];
}

void
hc_content_read_fields(HcContent *content, const HcContentOptions *options)
{
	const HcMessage *message = content->message;

	for (size_t i = 0; i < hc_message_field_count(message); i++) {
		const HcField *field = hc_message_field(message, i);
		const char *name = hc_message_bytes(message, field->name);

		if (field->name.length == strlen("Subject") &&
		    hc_message_field_is(message, i, "Subject"))
			read_subject(content, field, options);
		if (!may_be_listed(name, field->name.length))
			continue;
		for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
			const HcFormMatch *row = hc_form_match(id);

			if (row->place == HC_PLACE_FIELD &&
			    hc_form_lists(row->name, name, field->name.length))
				read_field(content, id, field);
		}
	}
}
