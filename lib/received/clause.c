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

#include "address.h"
#include "limit.h"
#include "scan.h"

G_STATIC_ASSERT(G_N_ELEMENTS(((HcClauses *)NULL)->at) == HC_CLAUSES_MAX);

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
	/* "x)by(y" is the client's: writers put white space on one side. */
	if (token->keyword != HC_CLAUSE_NONE && token->glued &&
	    index + 1 < reader->end && token[1].glued)
		return HC_CLAUSE_NONE;
	return (HcClauseKind)token->keyword;
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

/* Whether a comment may hold the peer: it has a literal, or is an address. */
static bool
peer_like(const Reader *reader, size_t index)
{
	const HcToken *token = &reader->tokens[index];
	const char *bytes = reader->bytes + token->offset;
	HcAddress address;

	if (token->kind != HC_TOKEN_COMMENT || token->length < 3)
		return false;
	return memchr(bytes, '[', token->length) != NULL ||
	       hc_address_read(bytes + 1, token->length - 2u, &address, NULL,
	                       NULL);
}

static bool
begins_line(const Reader *reader, size_t index)
{
	return hc_token_begins_line(&reader->tokens[index], reader->bytes);
}

/* "by host\n by uid 1005 with qmail-scanner": a user, no host. */
static bool
is_user(const Reader *reader, size_t by)
{
	const HcToken *token = &reader->tokens[by + 1];

	return by + 1 < reader->end &&
	       hc_is(reader->bytes + token->offset, token->length, "uid");
}

static size_t
next_by(const Reader *reader, size_t start)
{
	while (start < reader->end && keyword(reader, start) != HC_CLAUSE_BY)
		start++;
	return start;
}

static bool
names_host(const Reader *reader, size_t index)
{
	const HcToken *token = &reader->tokens[index];

	return token->kind != HC_TOKEN_COMMENT &&
	       (memchr(reader->bytes + token->offset, '.', token->length) ||
	        memchr(reader->bytes + token->offset, ':', token->length));
}

/* "(192.0.2.1) by mx.example.org": a writer that states no "with" has its "by"
 * right behind the peer.  Names of products stand behind words. */
static bool
follows_peer(const Reader *reader, size_t by)
{
	return by > 0 && by + 1 < reader->end && peer_like(reader, by - 1) &&
	       names_host(reader, by + 1);
}

/* The "by" that the writer wrote.  A client that gets "by" into its HELO
 * stands before its own address, which the writer adds: so a later "by"
 * counts when a peer's comment stands between the two, and no "with" yet or
 * another one after it, or that comment right before it, or when only the
 * later one begins a line; never when only the first does.  Other words "by"
 * belong to names ("with MailboxResubmission by AntispamTT", "by uid 89", "by
 * authid x").  Returns its index, or the end. */
static size_t
which_by(Reader *reader, size_t start)
{
	size_t by = reader->end;
	size_t later = reader->end;
	bool with_met = false;
	bool peer_met = false;

	for (size_t i = start; i < reader->end; i++) {
		HcClauseKind kind = keyword(reader, i);

		peer_met =
			peer_met || (by < reader->end && peer_like(reader, i));
		if (kind == HC_CLAUSE_WITH && later < reader->end) {
			by = later;
			later = reader->end;
			peer_met = false;
		}
		with_met = with_met || kind == HC_CLAUSE_WITH;
		if (kind != HC_CLAUSE_BY)
			continue;
		if (by < reader->end && reader->out->duplicate == 0)
			reader->out->duplicate = i;
		if (by < reader->end && begins_line(reader, by) &&
		    !begins_line(reader, i))
			continue;
		if (by < reader->end && !begins_line(reader, by) &&
		    begins_line(reader, i) && !is_user(reader, i)) {
			by = i;
			later = reader->end;
			with_met = peer_met = false;
		} else if (by == reader->end || (peer_met && !with_met) ||
		           follows_peer(reader, i)) {
			by = i;
			peer_met = false;
		} else if (peer_met && later == reader->end) {
			later = i;
		}
	}
	return by;
}

static bool
word_is(const Reader *reader, size_t index, const char *word)
{
	const HcToken *token = &reader->tokens[index];

	return token->length == strlen(word) &&
	       g_ascii_strncasecmp(reader->bytes + token->offset, word,
	                           token->length) == 0;
}

/* A second writer, whom nothing tells from the first: "by mx.example.org", or
 * a "by" with a "with" of its own.  A user (qmail-scanner: "by uid 89 with")
 * is no writer. */
static size_t
other_by(const Reader *reader, size_t by)
{
	size_t found = 0;

	for (size_t i = by + 2; i + 1 < reader->end; i++) {
		HcClauseKind kind = keyword(reader, i);

		if (kind == HC_CLAUSE_WITH && found)
			return found;
		if (kind != HC_CLAUSE_BY || word_is(reader, i + 1, "uid") ||
		    word_is(reader, i + 1, "authid"))
			continue;
		if (names_host(reader, i + 1))
			return i;
		found = i;
	}
	return 0;
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
	out->counts[kind]++;
}

static bool
have(const Reader *reader, HcClauseKind kind)
{
	return kind < HC_CLAUSE_COUNT && reader->out->counts[kind] > 0;
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
		/* "with ESMTP with TLS id 1": no suite follows. */
		return have(reader, HC_CLAUSE_WITH) &&
		       index + 1 < reader->end &&
		       reader->tokens[index + 1].kind == HC_TOKEN_WORD &&
		       keyword(reader, index + 1) == HC_CLAUSE_NONE;
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
	bool several;

	clauses_out->count = 0;
	memset(clauses_out->counts, 0, sizeof clauses_out->counts);
	clauses_out->too_many = false;
	clauses_out->duplicate = 0;
	clauses_out->other_by = 0;
	clauses_out->by_begins_line = false;
	clauses_out->lead = at;
	if (keyword(&reader, at) == HC_CLAUSE_FROM) {
		add(&reader, HC_CLAUSE_FROM, at);
		start = at + 1;
		if (start < end && !is_comment(&reader, start) &&
		    from_value(&reader, start))
			start++;
	}
	by = next_by(&reader, start);
	several = next_by(&reader, by + 1) < end;
	if (several)
		by = which_by(&reader, start);
	if (by < end) {
		if (clauses_out->count == 0)
			clauses_out->lead = by;
		add(&reader, HC_CLAUSE_BY, by);
		if (several)
			clauses_out->other_by = other_by(&reader, by);
		clauses_out->by_begins_line = begins_line(&reader, by);
		start = by + 1;
		/* The value, whatever it reads like, unless a clause follows. */
		if (start < end && keyword(&reader, start) == HC_CLAUSE_NONE)
			start++;
	}
	read_writers_part(&reader, start);
}
