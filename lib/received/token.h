/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* token.h - the lexical pass over a Received value (RFC 5322 3.2). */
#ifndef HC_TOKEN_H
#define HC_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "marks.h"
#include "scan.h"

typedef enum {
	HC_TOKEN_WORD,      /**< a run of bytes without white space */
	HC_TOKEN_QUOTED,    /**< quoted-string, quotes included */
	HC_TOKEN_LITERAL,   /**< [...], brackets included */
	HC_TOKEN_PATH,      /**< <...>, angle brackets included */
	HC_TOKEN_COMMENT,   /**< (...), outer parentheses included */
	HC_TOKEN_SEMICOLON, /**< ";" */
} HcTokenKind;

typedef struct {
	uint32_t offset; /**< bytes from the start of the value */
	uint32_t length; /**< bytes */
	uint8_t kind;    /**< HcTokenKind */
	bool glued;      /**< no white space before it */
	bool open;       /**< a comment without its closing parenthesis */
	bool used;       /**< a comment that a notation has read */
	bool about_tls;  /**< the notation states something of TLS */
	uint8_t keyword; /**< the HcClauseKind that a word spells, wherever it
	                  *   stands; HC_CLAUSE_NONE for all else */
} HcToken;

/* Fields of real mail have 10 to 40 tokens. */
#define HC_TOKENS_LOCAL 96

/** So many have a bit that tells of a comment. */
#define HC_TOKENS_MARKED 63

/** The tokens of one value; no allocation below HC_TOKENS_LOCAL. */
typedef struct {
	HcToken *at; /**< @p count tokens in order */
	size_t count;
	size_t room;
	size_t comments;       /**< top-level comments */
	size_t comment_bytes;  /**< of all of them */
	uint64_t comment_bits; /**< of the first HC_TOKENS_MARKED those that
	                        *   are; the highest always */
	size_t semicolons;
	bool too_deep;     /**< nesting beyond HC_COMMENT_DEPTH_MAX */
	bool bare_close;   /**< a closing parenthesis without an opening one */
	bool open_comment; /**< the last token is an open comment */
	bool open_quote;   /**< a quotation mark without its partner */
	bool encoded_word; /**< "=?" ... "?=" somewhere (RFC 2047 2) */
	uint32_t odd_at;   /**< offset of the first bare_close or open_quote */
	uint32_t encoded_at; /**< offset of the first encoded word */
	HcToken local[HC_TOKENS_LOCAL];
} HcTokens;

/** Cut a value into tokens, in one pass, whatever the nesting.
 *  @param bytes   may hold NULs and folding
 *  @param length  at most HC_FIELD_MAX
 *  @param marks   of these bytes
 *  @param tokens  uninitialised; hc_tokens_clear() after use */
void hc_tokens_read(const char *bytes, size_t length, const HcMarks *marks,
                    HcTokens *tokens);
void hc_tokens_clear(HcTokens *tokens);

/** The next comment of some tokens: they are few, and asked for clause by
 *  clause.
 *  @param from  index to look from, at most @p end
 *  @param end   index behind the last
 *  @return its index, or @p end */
static inline size_t
hc_tokens_comment(const HcTokens *tokens, size_t from, size_t end)
{
	if (end <= HC_TOKENS_MARKED) {
		uint64_t left = tokens->comment_bits >> from << from;
		size_t at = (size_t)__builtin_ctzll(left);

		return at < end ? at : end;
	}
	while (from < end && tokens->at[from].kind != HC_TOKEN_COMMENT)
		from++;
	return from;
}

/** Whether a token is the first of a line behind the field's first.  A client's
 *  words hold no line end: they are part of one line of SMTP, or of ident. */
static inline bool
hc_token_begins_line(const HcToken *token, const char *bytes)
{
	size_t at = token->offset;

	while (at > 0 && hc_is_wsp((unsigned char)bytes[at - 1]))
		at--;
	return at > 0 && (bytes[at - 1] == '\n' || bytes[at - 1] == '\r');
}

#endif
