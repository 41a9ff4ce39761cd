/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* peer.c - the from part: who said what of the client. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "reading.h"
#include "scan.h"

/* Forms of a comment that can hold nothing but the peer. */
static const char *const peer_comments[] = {
	"[%a]{:%p}",
	"%a",
	"%a:%p",
	"%r [%a]{:%p}{ (%s)}",
	"%r[%a]",
	"%i@%a",
	"%i@[%a]",
	"%i@%r [%a]{ (%s)}",
	"[%a] %r",
	"[%a]{:%p} helo=%h{ ident=%i}",
	"[%a:%p]{ helo=%h}",
};

/* What writers put where they have no name. */
static const HcGlob no_name[] = {
	{"unknown",           7,  7,  7,  'u', 'n', HC_GLOB_WHOLE, 0},
	{"<unknown>",         9,  9,  9,  '<', '>', HC_GLOB_WHOLE, 0},
	{"unknown_domain",    14, 14, 14, 'u', 'n', HC_GLOB_WHOLE, 0},
	{"softdnserr",        10, 10, 10, 's', 'r', HC_GLOB_WHOLE, 0},
	{"no.name.available", 17, 17, 17, 'n', 'e', HC_GLOB_WHOLE, 0},
	{NULL,		0,  0,  0,  0,   0,   false,         0},
};
static const HcGlob unverified[] = {
	{"unverified", 10, 10, 10, 'u', 'd', HC_GLOB_WHOLE, 0},
	{NULL,         0,  0,  0,  0,   0,   false,         0},
};

static const char doubts[] =
	"*forged*|*spoof*|*unverified*|*rdns failed*|*misconfigured*";

static bool
run_is(const HcView *view, HcRun run, const char *glob)
{
	return hc_glob_match(glob, view->bytes + run.offset, run.length);
}

/* The writer's place for the peer with no address in it: masked by who
 * published the message, or none. */
static const char *const masked_shapes[] = {
	"%h (%r [%s])", "%h ([%s])", "%h (%r [])", "%h ([])", NULL,
};

/* ------------------------------------------------------------ one capture */

static void
note_literal(HcReading *reading, const HcCapture *capture, size_t offset)
{
	const char *bytes = reading->view.bytes;

	if (capture->address.family == 6 && !capture->tagged && offset > 0 &&
	    bytes[offset - 1] == '[')
		hc_reading_note(reading, HC_NOTE_UNTAGGED_IPV6, offset,
		                capture->length);
}

static void
take_doubt(HcReading *reading, HcRun run)
{
	if (!run_is(&reading->view, run, doubts))
		return;
	reading->rdns_doubted = true;
	hc_reading_note(reading, HC_NOTE_RDNS_DOUBTED, run.offset, run.length);
}

static void
take_host(HcReading *reading, HcRun run)
{
	HcAddress address;

	if (hc_address_read(reading->view.bytes + run.offset, run.length,
	                    &address, NULL, NULL))
		return;
	hc_reading_state(reading, HC_FACT_RDNS, run.offset, run.length);
	reading->rdns_none = false;
}

/* Whether bytes begin like one of the words that stand for no name. */
static bool
may_be_no_name(const char *name, size_t length)
{
	unsigned char first =
		length > 0 ? hc_lower((unsigned char)name[0]) : '<';

	return first == 'u' || first == '<' || first == 's' || first == 'n';
}

static void
take_name(HcReading *reading, HcRun run)
{
	const char *name = reading->view.bytes + run.offset;

	if (!may_be_no_name(name, run.length)) {
		take_host(reading, run);
	} else if (hc_globs_match(unverified, name, run.length, UINT32_MAX)) {
		take_doubt(reading, run);
	} else if (hc_globs_match(no_name, name, run.length, UINT32_MAX)) {
		reading->rdns_none = !reading->facts[HC_FACT_RDNS].stated;
	} else {
		take_host(reading, run);
	}
}

/* No address stands behind words of doubt: the one before them is not the
 * writer's then, but of an ident answer ("[192.0.2.1]x@host [192.0.2.2]"). */
static bool
holds_literal(const HcReading *reading, HcRun run)
{
	return run.length > 0 && memchr(reading->view.bytes + run.offset + 1,
	                                '[', run.length - 1) != NULL;
}

/* Take a match's captures; two addresses in it must agree.
 * Returns false when they do not. */
static bool
take_match(HcReading *reading, const HcMatch *match, size_t start)
{
	bool agree = true;

	for (size_t i = 0; i < match->count; i++) {
		const HcCapture *capture = &match->at[i];
		uint32_t offset = (uint32_t)start + capture->offset;
		HcRun run = {offset, capture->length, true};

		if (capture->fact == HC_CAPTURE_DOUBT) {
			agree = agree && !holds_literal(reading, run);
			take_doubt(reading, run);
		} else if (capture->fact == HC_FACT_RDNS) {
			take_name(reading, run);
		} else if (capture->fact == HC_FACT_ADDRESS) {
			if (reading->peer.family != 0)
				agree = agree &&
				        hc_address_equal(&reading->peer,
				                         &capture->address);
			reading->peer = capture->address;
			hc_reading_state(reading, HC_FACT_ADDRESS, offset,
			                 capture->length);
			note_literal(reading, capture, offset);
		} else if (capture->fact < HC_FACT_COUNT) {
			hc_reading_state(reading, capture->fact, offset,
			                 capture->length);
		}
	}
	return agree;
}

/* ---------------------------------------------------------- the from part */

/* Whether a shape may end here: one that ends in a capture or a bracket must
 * have taken the whole word. */
static bool
boundary(const HcView *view, const char *shape, size_t offset)
{
	size_t end = view->from_part.offset + view->from_part.length;
	size_t length = strlen(shape);
	unsigned char c;

	if (offset >= end ||
	    (shape[length - 2] != '%' && shape[length - 1] != ']'))
		return true;
	c = (unsigned char)view->bytes[offset];
	return hc_is_fws(c) || c == '(' || c == ',' || c == ';';
}

static bool
read_shape(HcReading *reading, const char *const *shape, bool *agree_out)
{
	const HcView *view = &reading->view;
	size_t start = view->from_part.offset;
	HcMatch match;

	for (; shape != NULL && *shape != NULL; shape++) {
		if (!hc_template_match(*shape, view->bytes + start,
		                       view->from_part.length, false, &match) ||
		    !boundary(view, *shape, start + match.end))
			continue;
		*agree_out = take_match(reading, &match, start);
		reading->peer_end = (uint32_t)(start + match.end);
		return true;
	}
	return false;
}

/* Whether a comment has the form of a peer's. */
static bool
peer_comment(const HcView *view, const HcToken *token, HcMatch *match_out)
{
	HcRun inside = hc_comment_inside(token);

	/* What none of them can match. */
	if (!hc_address_begins(view->bytes + inside.offset, inside.length) &&
	    memchr(view->bytes + inside.offset, '[', inside.length) == NULL &&
	    memchr(view->bytes + inside.offset, '@', inside.length) == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(peer_comments); i++)
		if (hc_template_match(peer_comments[i],
		                      view->bytes + inside.offset,
		                      inside.length, true, match_out))
			return true;
	return false;
}

/* Each form of a peer's comment holds one. */
static const HcAddress *
match_address(const HcMatch *match)
{
	for (size_t i = 0; i < match->count; i++)
		if (match->at[i].fact == HC_FACT_ADDRESS)
			return &match->at[i].address;
	g_return_val_if_reached(NULL);
}

static void
unstate(HcReading *reading, HcFact fact)
{
	reading->facts[fact] = (HcRun){0};
	reading->stated &= ~(UINT32_C(1) << fact);
}

static void
drop_peer(HcReading *reading)
{
	hc_reading_note(reading, HC_NOTE_AMBIGUOUS_PEER,
	                reading->view.from_part.offset,
	                reading->view.from_part.length);
	memset(&reading->peer, 0, sizeof(reading->peer));
	memset(&reading->unsure_peer, 0, sizeof(reading->unsure_peer));
	unstate(reading, HC_FACT_ADDRESS);
	unstate(reading, HC_FACT_PORT);
	unstate(reading, HC_FACT_RDNS);
	reading->rdns_none = false;
}

/* Look at the comments that no shape has read: a writer has one for the peer,
 * so a second with another address means that one is the client's work; so does
 * one beside a name that the shape took from a comment without an address.
 * Where no shape fits, the only one there is counts. */
static bool
read_other_comments(HcReading *reading, bool shaped)
{
	const HcView *view = &reading->view;
	const HcTokens *tokens = &view->tokens;
	const HcClause *from = view->clause[HC_CLAUSE_FROM];
	bool agree = true;
	HcMatch match;

	for (size_t i = hc_tokens_comment(tokens, from->first, from->end);
	     i < from->end; i = hc_tokens_comment(tokens, i + 1, from->end)) {
		const HcToken *token = &tokens->at[i];

		if ((shaped && token->offset < reading->peer_end) ||
		    !peer_comment(view, token, &match))
			continue;
		const HcAddress *address = match_address(&match);

		if (shaped && reading->peer.family == 0 &&
		    reading->facts[HC_FACT_RDNS].stated)
			agree = false;
		else if (reading->peer.family == 0)
			take_match(reading, &match, token->offset + 1u);
		else if (!hc_address_equal(&reading->peer, address))
			agree = false;
		reading->peer_end = token->offset + token->length;
	}
	return agree;
}

/* "[x.x.x.x]", "[192.0.2.010]": what should be a literal and is none. */
static void
note_invalid_literal(HcReading *reading)
{
	const HcView *view = &reading->view;
	const char *part = view->bytes + view->from_part.offset;
	size_t length = view->from_part.length;
	const char *open = memchr(part, '[', length);
	HcAddress address;

	if (open == NULL)
		return;
	size_t left = length - (size_t)(open - part);
	const char *close = memchr(open, ']', left);
	size_t size = close != NULL ? (size_t)(close - open) + 1 : left;

	if (hc_glob_match("[unix socket]|[local]", open, size) ||
	    (size > 2 &&
	     hc_address_read(open + 1, size - 2, &address, NULL, NULL)))
		return;
	hc_reading_note(reading, HC_NOTE_INVALID_LITERAL,
	                (size_t)(open - view->bytes), size);
}

/* ------------------------------------------------- an address, of no role */

/* Whether a run lies in something that a shape has given a role. */
static bool
has_role(const HcReading *reading, size_t offset)
{
	static const HcFact roles[] = {
		HC_FACT_HELO,
		HC_FACT_RDNS,
		HC_FACT_IDENT,
		HC_FACT_AUTH_USER,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
		HcRun run = reading->facts[roles[i]];

		if (run.stated && offset >= run.offset &&
		    offset < run.offset + run.length)
			return true;
	}
	return false;
}

/* Take an address of unknown role.
 * Returns false when another one stands beside it. */
static bool
take_unsure(HcReading *reading, size_t offset, size_t length)
{
	HcAddress address;

	if (!hc_address_read(reading->view.bytes + offset, length, &address,
	                     NULL, NULL) ||
	    has_role(reading, offset))
		return true;
	if (reading->unsure_peer.family != 0)
		return hc_address_equal(&reading->unsure_peer, &address);
	reading->unsure_peer = address;
	hc_reading_state(reading, HC_FACT_ADDRESS, offset, length);
	return true;
}

static bool
separates(char c)
{
	return hc_is_fws((unsigned char)c) || strchr("[]()<>,;@=\"", c) != NULL;
}

/* "192.0.2.1:25" without its port. */
static size_t
without_port(const char *text, size_t length)
{
	const char *dot = memchr(text, '.', length);
	const char *colon = memchr(text, ':', length);

	return dot != NULL && colon != NULL && dot < colon &&
	                       memchr(colon + 1, ':',
	                              length - (size_t)(colon + 1 - text)) ==
	                               NULL
	               ? (size_t)(colon - text)
	               : length;
}

/* Words of a run that are addresses, brackets or not; a port behind a dotted
 * quad is passed over. */
static bool
scan_unsure(HcReading *reading, HcRun run)
{
	const char *bytes = reading->view.bytes;
	size_t end = run.offset + run.length;
	size_t start = run.offset;
	bool one = true;

	for (size_t at = run.offset; at <= end; at++) {
		if (at < end && bytes[at] != '\0' && !separates(bytes[at]))
			continue;
		if (at > start)
			one = take_unsure(reading, start,
			                  without_port(bytes + start,
			                               at - start)) &&
			      one;
		start = at + 1;
	}
	return one;
}

/* Words that make a comment speak of something else than the peer. */
static const char other_comments[] =
	"*envelope-*|*authenticated*|*proxying*|*cipher*|*CN \"*|*AUTH*";

/* Where no shape of the row finds a peer and the from part holds one address:
 * it is the socket's or the HELO, and only the writer knows which. */
static bool
read_unsure(HcReading *reading)
{
	const HcView *view = &reading->view;
	const HcClause *from = view->clause[HC_CLAUSE_FROM];
	bool one = scan_unsure(reading, view->from);

	for (size_t i = from->first; i < from->end; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->offset < view->from.offset + view->from.length ||
		    token->kind == HC_TOKEN_QUOTED ||
		    token->kind == HC_TOKEN_PATH ||
		    (token->kind == HC_TOKEN_COMMENT &&
		     run_is(view, hc_comment_inside(token), other_comments)))
			continue;
		one = scan_unsure(reading, hc_token_run(token)) && one;
	}
	return one;
}

void
hc_reading_peer(HcReading *reading)
{
	const HcView *view = &reading->view;
	bool agree = true;
	bool shaped;

	reading->peer_end = UINT32_MAX;
	if (view->from.stated)
		hc_reading_state(reading, HC_FACT_FROM, view->from.offset,
		                 view->from.length);
	if (view->clause[HC_CLAUSE_FROM] == NULL || !view->from_part.stated)
		return;
	shaped = read_shape(reading, reading->row->shapes, &agree) ||
	         read_shape(reading, masked_shapes, &agree);
	agree = read_other_comments(reading, shaped) && agree;
	if (agree && reading->peer.family == 0)
		agree = read_unsure(reading);
	if (!agree)
		drop_peer(reading);
	else if (!reading->facts[HC_FACT_ADDRESS].stated)
		note_invalid_literal(reading);
}
