/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* form.c - the forms of content, and the words of content. */
#include "config.h"

#define HC_FORM_ROWS
#include "form.h"

#include <string.h>

#include "scan.h"

const HcContentForm *
hc_content_form(HcFormId id)
{
	g_return_val_if_fail((unsigned)id < HC_FORM_COUNT, NULL);
	return &forms[id];
}

const HcFormMatch *
hc_form_match(HcFormId id)
{
	g_return_val_if_fail((unsigned)id < HC_FORM_COUNT, NULL);
	return &matches[id];
}

const HcContentForm *
hc_content_forms(size_t *count_out)
{
	g_return_val_if_fail(count_out != NULL, NULL);
	*count_out = HC_FORM_COUNT;
	return forms;
}

static bool
fits(const char *word, size_t word_length, const char *bytes, size_t length)
{
	const char *star = memchr(word, '*', word_length);

	if (star == NULL)
		return hc_equal_nocase(word, word_length, bytes, length);

	size_t before = (size_t)(star - word);
	size_t after = word_length - before - 1;

	return length >= before + after &&
	       hc_equal_nocase(word, before, bytes, before) &&
	       hc_equal_nocase(star + 1, after, bytes + length - after, after);
}

bool
hc_form_lists(const char *list, const char *bytes, size_t length)
{
	for (;;) {
		size_t word = strcspn(list, "|");

		if (fits(list, word, bytes, length))
			return true;
		if (list[word] == '\0')
			return false;
		list += word + 1;
	}
}

/* ------------------------------------------------------------------ words */

static const char *
token_at(const char *const *tokens, size_t count, unsigned index)
{
	g_return_val_if_fail(index < count, "");
	return tokens[index];
}

const char *
hc_content_kind_token(HcContentKind kind)
{
	static const char *const tokens[] = {
		"protection", "signature", "notice",
		"request",    "marking",   "container",
	};

	return token_at(tokens, G_N_ELEMENTS(tokens), kind);
}

const char *
hc_content_proof_token(HcContentProof proof)
{
	static const char *const tokens[] = {"stated", "shown", "contradicted"};

	return token_at(tokens, G_N_ELEMENTS(tokens), proof);
}

const char *
hc_content_cover_token(HcContentCover cover)
{
	static const char *const tokens[] = {"header", "whole", "wrapped",
	                                     "part"};

	return token_at(tokens, G_N_ELEMENTS(tokens), cover);
}

const char *
hc_structure_token(HcStructure structure)
{
	static const char *const tokens[] = {"unread", "partial", "read",
	                                     "searched"};

	return token_at(tokens, G_N_ELEMENTS(tokens), structure);
}

bool
hc_structure_is_whole(HcStructure structure)
{
	return structure == HC_STRUCTURE_READ ||
	       structure == HC_STRUCTURE_SEARCHED;
}
