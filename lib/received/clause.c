/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clause.c - the clauses of a Received value (RFC 5321 4.4).
 *
 *     Stamp = From-domain By-domain Opt-info [CFWS] ";" FWS date-time
 *
 * The client chooses its HELO, and a writer that does not clean it may let
 * keywords in.  What the writer says itself stands behind its own "by", so
 * that "by" is found first and nothing before it makes a clause.
 */
#include "config.h"

#include "clause.h"

#include <glib.h>
#include <string.h>

#include "limit.h"
#include "scan.h"

G_STATIC_ASSERT(G_N_ELEMENTS(((HcClauses *)NULL)->at) == HC_CLAUSES_MAX);

static const char *const keywords[HC_CLAUSE_COUNT] = {
	[HC_CLAUSE_FROM] = "from", [HC_CLAUSE_BY] = "by",
	[HC_CLAUSE_VIA] = "via",   [HC_CLAUSE_WITH] = "with",
	[HC_CLAUSE_ID] = "id",     [HC_CLAUSE_FOR] = "for",
	[HC_CLAUSE_TLS] = "tls",   [HC_CLAUSE_ENVELOPE] = "envelope-from",
};

static const uint8_t keyword_lengths[HC_CLAUSE_COUNT] = {
	4, 2, 3, 4, 2, 3, 3, 13,
};

typedef struct {
	const char *bytes;
	const HcToken *tokens;
	size_t end;
	HcClauses *out;
} Reader;

static HcClauseKind
keyword(const Reader *reader, size_t index)
{
	const HcToken *token;

	if (index >= reader->end)
		return HC_CLAUSE_NONE;
	token = &reader->tokens[index];
	if (token->kind != HC_TOKEN_WORD)
		return HC_CLAUSE_NONE;
	for (unsigned kind = 0; kind < HC_CLAUSE_COUNT; kind++)
		if (token->length == keyword_lengths[kind] &&
		    hc_equal_nocase(reader->bytes + token->offset,
		                    token->length, keywords[kind],
		                    token->length))
			return (HcClauseKind)kind;
	return HC_CLAUSE_NONE;
}

static bool
is_comment(const Reader *reader, size_t index)
{
	return index < reader->end &&
	       reader->tokens[index].kind == HC_TOKEN_COMMENT;
}

/* Whether the word behind "from" is a value although it reads like a keyword:
 * "from by (host [address]) by", "from with by".  "from by host" has an empty
 * value. */
static bool
from_value(const Reader *reader, size_t index)
{
	HcClauseKind kind = keyword(reader, index);

	if (kind != HC_CLAUSE_BY)
		return true;
	return is_comment(reader, index + 1) ||
	       keyword(reader, index + 1) == HC_CLAUSE_BY;
}

static size_t
first_word(const Reader *reader)
{
	size_t at = 0;

	while (is_comment(reader, at))
		at++;
	return at;
}

/* The "by" that the writer wrote.  Of several, a later one counts when no
 * "with" stands between the two (the first then stands in the client's part),
 * or when another "with" follows it: the writer's clauses come last.  A "by"
 * inside a product's name ("with MailboxResubmission by AntispamTT") is
 * neither.
 * Returns its index, or the end. */
static size_t
writers_by(Reader *reader, size_t start)
{
	size_t by = reader->end;
	size_t later = reader->end;
	bool with_between = false;

	for (size_t i = start; i < reader->end; i++) {
		HcClauseKind kind = keyword(reader, i);

		if (kind == HC_CLAUSE_WITH) {
			if (later < reader->end) {
				by = later;
				later = reader->end;
			}
			with_between = true;
		}
		if (kind != HC_CLAUSE_BY)
			continue;
		if (by < reader->end && reader->out->duplicate == 0)
			reader->out->duplicate = i;
		if (by == reader->end || !with_between)
			by = i;
		else
			later = i;
	}
	return by;
}

static void
add(Reader *reader, HcClauseKind kind, size_t index)
{
	HcClauses *out = reader->out;

	if (out->count == HC_CLAUSES_MAX) {
		out->too_many = true;
		return;
	}
	if (out->count > 0)
		out->at[out->count - 1].end = index;
	out->at[out->count++] = (HcClause){kind, index, index + 1, reader->end};
}

static bool
have(const Reader *reader, HcClauseKind kind)
{
	return hc_clauses_find(reader->out, kind) != NULL;
}

/* Whether a word in the writer's part starts a clause. */
static bool
starts(const Reader *reader, HcClauseKind kind, size_t index)
{
	switch (kind) {
	case HC_CLAUSE_BY: /* inside a product's name */
	case HC_CLAUSE_NONE:
		return false;
	case HC_CLAUSE_TLS:
		return have(reader, HC_CLAUSE_WITH) &&
		       index + 1 < reader->end &&
		       reader->tokens[index + 1].kind == HC_TOKEN_WORD;
	case HC_CLAUSE_FROM: /* "for <recipient> from <sender>" */
		return index + 1 < reader->end &&
		       !is_comment(reader, index + 1);
	default:
		return true;
	}
}

static void
read_writers_part(Reader *reader, size_t start)
{
	for (size_t i = start; i < reader->end; i++) {
		HcClauseKind kind = keyword(reader, i);

		if (!starts(reader, kind, i))
			continue;
		/* Mimecast adds a second "with", list software a second "for". */
		if (kind != HC_CLAUSE_FOR && have(reader, kind) &&
		    reader->out->duplicate == 0)
			reader->out->duplicate = i;
		add(reader, kind, i);
	}
}

void
hc_clauses_read(const char *bytes, const HcTokens *tokens, size_t end,
                HcClauses *clauses_out)
{
	Reader reader = {bytes, tokens->at, end, clauses_out};
	size_t start = 0;
	size_t at = first_word(&reader);
	size_t by;

	clauses_out->count = 0;
	clauses_out->too_many = false;
	clauses_out->duplicate = 0;
	clauses_out->lead = at;
	if (keyword(&reader, at) == HC_CLAUSE_FROM) {
		add(&reader, HC_CLAUSE_FROM, at);
		start = at + 1;
		if (start < end && !is_comment(&reader, start) &&
		    from_value(&reader, start))
			start++;
	}
	by = writers_by(&reader, start);
	if (by < end) {
		if (clauses_out->count == 0)
			clauses_out->lead = by;
		add(&reader, HC_CLAUSE_BY, by);
		start = by + 1;
		/* The value, whatever it reads like, unless a clause follows. */
		if (start < end && keyword(&reader, start) == HC_CLAUSE_NONE)
			start++;
	}
	read_writers_part(&reader, start);
}

const HcClause *
hc_clauses_find(const HcClauses *clauses, HcClauseKind kind)
{
	for (size_t i = 0; i < clauses->count; i++)
		if (clauses->at[i].kind == kind)
			return &clauses->at[i];
	return NULL;
}
