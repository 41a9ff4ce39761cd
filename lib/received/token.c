/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* token.c - the lexical pass over a Received value (RFC 5322 3.2).
 *
 * Every construct that needs a partner (quote, bracket, angle bracket) is
 * looked for once: where the search fails, the place it failed at is kept, so
 * that no later opening is searched again up to there.  That keeps the pass
 * linear on any input.
 */
#include "config.h"

#include "token.h"

#include <glib.h>
#include <string.h>

#include "block.h"
#include "clause.h"
#include "limit.h"
#include "scan.h"

typedef struct {
	const char *bytes;
	size_t length;
	size_t at;
	size_t no_quote_before; /* a quote before this offset has no partner */
	size_t no_path_before;  /* the same for "<" */
	/* Parentheses that a search from the first of them left open. */
	uint32_t unclosed[HC_COMMENT_DEPTH_MAX];
	size_t unclosed_count;
	unsigned searches; /* that found no end */
	const HcMarks *marks;
	HcTokens *tokens;
} Lexer;

/* Quoted pairs may make the next search fail too; so many are made. */
#define SEARCHES_MAX 16

/* What a byte means to the pass. */
enum {
	ENDS_WORD = 1 << 0,  /* may end a word */
	IN_COMMENT = 1 << 1, /* is not text in a comment */
	SPECIAL = 1 << 2,    /* may begin something else than a word */
	BLANK = 1 << 3,      /* folding white space */
	IN_PATH = 1 << 4,    /* is not text in a path */
};

static const uint8_t classes[256] = {
	[' '] = ENDS_WORD | BLANK,
	['\t'] = ENDS_WORD | BLANK,
	['\r'] = ENDS_WORD | BLANK,
	['\n'] = ENDS_WORD | BLANK,
	['('] = ENDS_WORD | IN_COMMENT | SPECIAL | IN_PATH,
	[')'] = ENDS_WORD | IN_COMMENT | SPECIAL | IN_PATH,
	[';'] = ENDS_WORD | SPECIAL,
	['"'] = ENDS_WORD | SPECIAL | IN_PATH,
	['\\'] = IN_COMMENT,
	['<'] = SPECIAL | IN_PATH,
	['>'] = IN_PATH,
	['['] = SPECIAL,
};

static void
grow(HcTokens *tokens)
{
	HcToken *old = tokens->at;
	size_t size = tokens->room * sizeof(HcToken);

	tokens->room *= 2;
	if (old == tokens->local) {
		tokens->at = g_new(HcToken, tokens->room);
		memcpy(tokens->at, old, size);
	} else {
		tokens->at = g_renew(HcToken, old, tokens->room);
	}
}

static inline HcToken *
add(HcTokens *tokens, HcTokenKind kind, size_t offset, size_t length)
{
	if (G_UNLIKELY(tokens->count == tokens->room))
		grow(tokens);

	HcToken *token = &tokens->at[tokens->count++];
	const HcToken *before = token - 1;

	*token = (HcToken){
		.offset = (uint32_t)offset,
		.length = (uint32_t)length,
		.kind = (uint8_t)kind,
		.keyword = HC_CLAUSE_NONE,
		.glued = tokens->count > 1 &&
	                 before->offset + before->length == offset,
	};
	return token;
}

static void
note_odd(Lexer *lexer, bool *flag)
{
	if (!lexer->tokens->bare_close && !lexer->tokens->open_quote)
		lexer->tokens->odd_at = (uint32_t)lexer->at;
	*flag = true;
}

/* Offset behind the quoted string that starts at @p at, or the end. */
static size_t
skip_quoted(const char *bytes, size_t length, size_t at)
{
	for (at++; at < length && bytes[at] != '"'; at++)
		if (bytes[at] == '\\')
			at++;
	return at < length ? at + 1 : length;
}

/* Offset of the first byte from @p at on that means something in a path, or the
 * length. */
static inline size_t
find_in_path(const char *bytes, size_t length, size_t at)
{
	while (length - at >= HC_BLOCK) {
		HcBlock block = hc_block(bytes + at);
		unsigned first = hc_block_first((HcBlock)((block | 1) == ')') |
		                                (HcBlock)((block | 2) == '>') |
		                                (HcBlock)(block == '"'));

		at += first;
		if (first < HC_BLOCK)
			return at;
	}
	while (at < length && !(classes[(unsigned char)bytes[at]] & IN_PATH))
		at++;
	return at;
}

/* Find the end of the path that starts at @p at.  A local part may be quoted,
 * brackets and all (RFC 5321 4.1.2).
 * @p end_out: behind its ">"; where there is none, where the search ended. */
static bool
skip_path(const char *bytes, size_t length, size_t at, size_t *end_out)
{
	size_t depth = 0;

	while ((at = find_in_path(bytes, length, at)) < length) {
		char c = bytes[at];

		if (c == '"') {
			at = skip_quoted(bytes, length, at);
			continue;
		}
		if (c == '(' || c == ')')
			break;
		at++;
		if (c == '<')
			depth++;
		else if (--depth == 0) {
			*end_out = at;
			return true;
		}
	}
	*end_out = at;
	return false;
}

/* "(envelope-from <" holds what the client sent: a quoted local part with a
 * parenthesis in it must not end the comment, or the client's words would pass
 * for the writer's.  Returns the offset behind the path, or @p at. */
static size_t
skip_envelope(const Lexer *lexer, size_t at)
{
	static const char *const starts[] = {
		"(envelope-from <",
		"(envelope-sender <",
	};
	const char *bytes = lexer->bytes + at;

	if (lexer->length - at < 2 || (bytes[1] | 0x20) != 'e')
		return at;
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		size_t size = strlen(starts[i]);

		if (lexer->length - at < size || !hc_is(bytes, size, starts[i]))
			continue;
		size_t end;

		return skip_path(lexer->bytes, lexer->length, at + size - 1,
		                 &end)
		               ? end
		               : at;
	}
	return at;
}

/* chasquid's "(over SMTP, plain text!, envelope from "sender")": as Go quotes
 * text, with parentheses as they are.  Returns the offset behind the quotes, or
 * @p at. */
static size_t
skip_quoted_envelope(const Lexer *lexer, size_t at)
{
	static const char label[] = ", envelope from \"";
	size_t size = sizeof label - 1;

	if (lexer->length - at < 6 || !hc_is(lexer->bytes + at, 6, "(over "))
		return at;
	for (size_t i = at + 6; i + size <= lexer->length; i++) {
		if (lexer->bytes[i] == '(' || lexer->bytes[i] == ')')
			break;
		if (hc_is(lexer->bytes + i, size, label))
			return skip_quoted(lexer->bytes, lexer->length,
			                   i + size - 1);
	}
	return at;
}

/* Whether a line that starts with the word "by" lies behind the offset. */
static bool
by_line_behind(const Lexer *lexer, size_t at)
{
	const char *bytes = lexer->bytes;

	for (; at + 3 < lexer->length; at++) {
		size_t word = at;

		if (bytes[at] != '\n' && bytes[at] != '\r')
			continue;
		while (word < lexer->length &&
		       hc_is_fws((unsigned char)bytes[word]))
			word++;
		if (lexer->length - word > 2 && hc_is(bytes + word, 2, "by") &&
		    hc_is_fws((unsigned char)bytes[word + 2]))
			return true;
		at = word - 1;
	}
	return false;
}

static bool
known_unclosed(const Lexer *lexer)
{
	for (size_t i = 0; i < lexer->unclosed_count; i++)
		if (lexer->unclosed[i] == lexer->at)
			return true;
	return false;
}

/* Offset of the first byte from @p at on that is not text in a comment, or the
 * length. */
static inline size_t
find_in_comment(const char *bytes, size_t length, size_t at)
{
	while (length - at >= HC_BLOCK) {
		HcBlock block = hc_block(bytes + at);
		unsigned first = hc_block_first((HcBlock)((block | 1) == ')') |
		                                (HcBlock)(block == '\\'));

		at += first;
		if (first < HC_BLOCK)
			return at;
	}
	while (at < length && !(classes[(unsigned char)bytes[at]] & IN_COMMENT))
		at++;
	return at;
}

/* Find the end of the comment at the lexer.  Returns its offset, or the length
 * when there is none; then the parentheses left open are known.  Quotes mean
 * nothing in it. */
static size_t
find_comment_end(Lexer *lexer)
{
	const char *bytes = lexer->bytes;
	uint32_t opens[HC_COMMENT_DEPTH_MAX];
	const size_t deepest = (size_t)hc_limit(HC_LIMIT_COMMENT_DEPTH);
	size_t i = skip_envelope(lexer, lexer->at);
	size_t depth;

	if (i == lexer->at)
		i = skip_quoted_envelope(lexer, i);
	depth = i > lexer->at;
	opens[0] = (uint32_t)lexer->at;
	for (; i < lexer->length; i++) {
		unsigned char c;

		i = find_in_comment(bytes, lexer->length, i);
		if (i == lexer->length)
			break;
		c = (unsigned char)bytes[i];
		if (c == '\\' && i + 1 < lexer->length) {
			i++;
		} else if (c == '(') {
			if (depth < deepest)
				opens[depth] = (uint32_t)i;
			else
				lexer->tokens->too_deep = true;
			depth++;
		} else if (c == ')' && --depth == 0) {
			return i;
		}
	}
	lexer->searches++;
	lexer->unclosed_count = MIN(depth, deepest);
	memcpy(lexer->unclosed, opens, lexer->unclosed_count * sizeof opens[0]);
	return lexer->length;
}

/* comment = "(" *([FWS] ccontent) [FWS] ")"; ccontent = ctext / quoted-pair /
 * comment.
 * One without an end hides all behind it.  A client that greets with a
 * parenthesis could so hide the writer's "by", which stands at the start of a
 * line, where no client's word does: then the parenthesis is a byte like any
 * other, and this returns false. */
static bool
read_comment(Lexer *lexer)
{
	size_t start = lexer->at;
	bool known = known_unclosed(lexer);
	size_t i = known ? lexer->length : find_comment_end(lexer);
	bool open = i >= lexer->length;
	size_t end = open ? lexer->length : i + 1;

	if (known || (open && lexer->searches <= SEARCHES_MAX &&
	              by_line_behind(lexer, start))) {
		note_odd(lexer, &lexer->tokens->bare_close);
		return false;
	}
	add(lexer->tokens, HC_TOKEN_COMMENT, start, end - start)->open = open;
	lexer->tokens->open_comment = open;
	if (lexer->tokens->count <= HC_TOKENS_MARKED)
		lexer->tokens->comment_bits |= UINT64_C(1)
		                               << (lexer->tokens->count - 1);
	lexer->tokens->comments++;
	lexer->tokens->comment_bytes += end - start;
	lexer->at = end;
	return true;
}

/* quoted-string = DQUOTE *([FWS] qcontent) [FWS] DQUOTE.
 * Returns false when it has no end; then it is a byte like any other. */
static bool
read_quoted(Lexer *lexer)
{
	size_t i = lexer->at + 1;

	for (; i < lexer->length && lexer->bytes[i] != '"'; i++)
		if (lexer->bytes[i] == '\\')
			i++;
	if (i >= lexer->length) {
		note_odd(lexer, &lexer->tokens->open_quote);
		lexer->no_quote_before = lexer->length;
		return false;
	}
	add(lexer->tokens, HC_TOKEN_QUOTED, lexer->at, i + 1 - lexer->at);
	lexer->at = i + 1;
	return true;
}

/* "<" up to its partner.  Some writers nest them and put quoted names inside.
 */
static bool
read_path(Lexer *lexer)
{
	size_t end;

	if (lexer->at < lexer->no_path_before)
		return false;
	if (!skip_path(lexer->bytes, lexer->length, lexer->at, &end)) {
		lexer->no_path_before = end;
		return false;
	}
	add(lexer->tokens, HC_TOKEN_PATH, lexer->at, end - lexer->at);
	lexer->at = end;
	return true;
}

/* Whether the token before is the word "with": some products write their name
 * in brackets there, blanks and all. */
static bool
after_with(const Lexer *lexer)
{
	const HcTokens *tokens = lexer->tokens;

	if (tokens->count == 0)
		return false;
	const HcToken *last = &tokens->at[tokens->count - 1];

	return last->kind == HC_TOKEN_WORD &&
	       hc_is(lexer->bytes + last->offset, last->length, "with");
}

/* domain-literal without white space; never across another bracket. */
static bool
read_literal(Lexer *lexer)
{
	bool any = after_with(lexer);
	size_t i = lexer->at + 1;

	for (; i < lexer->length; i++) {
		unsigned char c = (unsigned char)lexer->bytes[i];

		if (c == ']' || c == '[' || c == ';')
			break;
		if (!any && (hc_is_fws(c) || c == '(' || c == ')'))
			break;
	}
	if (i >= lexer->length || lexer->bytes[i] != ']')
		return false;
	add(lexer->tokens, HC_TOKEN_LITERAL, lexer->at, i + 1 - lexer->at);
	lexer->at = i + 1;
	return true;
}

/* Offset of the first byte from @p at on that may end a word, or the length. */
static inline size_t
find_word_end(const Lexer *lexer, size_t at)
{
	for (;; at++) {
		uint64_t ends = lexer->marks->at[at / HC_MARKS_BYTES].ends >>
		                at % HC_MARKS_BYTES;

		if (ends == 0) {
			at |= HC_MARKS_BYTES - 1;
			continue;
		}
		at += (size_t)__builtin_ctzll(ends);
		if (at >= lexer->length)
			return lexer->length;
		if (classes[(unsigned char)lexer->bytes[at]] & ENDS_WORD)
			return at;
	}
}

/* @return behind the word that begins at @p start */
static inline size_t
read_word(const Lexer *lexer, size_t start)
{
	const char *bytes = lexer->bytes;
	size_t i = find_word_end(lexer, start + 1);

	while (G_UNLIKELY(i < lexer->no_quote_before) && i < lexer->length &&
	       bytes[i] == '"')
		i = find_word_end(lexer, i + 1);
	add(lexer->tokens, HC_TOKEN_WORD, start, i - start)->keyword =
		(uint8_t)hc_clause_spelled(bytes + start, i - start);
	return i;
}

static void
find_encoded_word(const char *bytes, size_t length, HcTokens *tokens)
{
	const char *at = bytes;
	const char *end = bytes + length;

	while (at < end && (at = memchr(at, '?', (size_t)(end - at))) != NULL) {
		if (at > bytes && at[-1] == '=') {
			tokens->encoded_word =
				memmem(at, (size_t)(end - at), "?=", 2) != NULL;
			tokens->encoded_at = (uint32_t)(at - 1 - bytes);
			return;
		}
		at++;
	}
}

static bool
read_special(Lexer *lexer)
{
	switch (lexer->bytes[lexer->at]) {
	case '(':
		return read_comment(lexer);
	case ')':
		note_odd(lexer, &lexer->tokens->bare_close);
		lexer->at++;
		return true;
	case ';':
		add(lexer->tokens, HC_TOKEN_SEMICOLON, lexer->at, 1);
		lexer->tokens->semicolons++;
		lexer->at++;
		return true;
	case '"':
		return read_quoted(lexer);
	case '<':
		return read_path(lexer);
	case '[': /* SPECIAL marks no other */
	default:
		return read_literal(lexer);
	}
}

void
hc_tokens_read(const char *bytes, size_t length, const HcMarks *marks,
               HcTokens *tokens)
{
	Lexer lexer;

	/* What it knows of parentheses needs no beginning. */
	lexer.bytes = bytes;
	lexer.length = length;
	lexer.no_quote_before = lexer.no_path_before = 0;
	lexer.unclosed_count = 0;
	lexer.searches = 0;
	lexer.marks = marks;
	lexer.tokens = tokens;
	memset(tokens, 0, offsetof(HcTokens, local));
	tokens->at = tokens->local;
	tokens->room = HC_TOKENS_LOCAL;
	tokens->comment_bits = UINT64_C(1) << HC_TOKENS_MARKED;
	if (marks->questions)
		find_encoded_word(bytes, length, tokens);
	for (size_t at = 0; at < length;) {
		uint8_t class = classes[(unsigned char)bytes[at]];

		if (class & BLANK) {
			at++;
			continue;
		}
		lexer.at = at;
		if ((class & SPECIAL) && read_special(&lexer))
			at = lexer.at;
		else
			at = read_word(&lexer, at);
	}
}

void
hc_tokens_clear(HcTokens *tokens)
{
	if (tokens->at != tokens->local)
		g_free(tokens->at);
	tokens->at = NULL;
}
