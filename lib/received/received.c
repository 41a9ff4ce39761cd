/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* received.c - one Received field, taken apart, step by step:
 *
 *     tokens, date, clauses, dialect, peer, notations, results
 *
 * Steps up to the dialect know no writer; from there on its row says where
 * each fact stands.
 */
#include "config.h"

#include "received.h"

#include <string.h>

#include "address.h"
#include "block.h"
#include "domain.h"
#include "limit.h"
#include "reading.h"
#include "scan.h"
#include "transmission.h"

G_STATIC_ASSERT(HC_FACT_COUNT <= 32);

void
hc_reading_note(HcReading *reading, HcNoteCode code, size_t offset,
                size_t length)
{
	for (unsigned i = 0; i < reading->noted_count; i++)
		if (reading->notes[i].code == code)
			return;
	reading->notes[reading->noted_count++] = (HcNote){
		code, {reading->base + (uint32_t)offset, (uint32_t)length}
        };
}

void
hc_reading_state(HcReading *reading, HcFact fact, size_t offset, size_t length)
{
	HcRun *run = &reading->facts[fact];

	if (run->stated)
		return;
	*run = (HcRun){(uint32_t)offset, (uint32_t)length, true};
	reading->stated |= UINT32_C(1) << fact;
	reading->stated_bytes += length;
}

static void
state_run(HcReading *reading, HcFact fact, HcRun run)
{
	if (run.stated)
		hc_reading_state(reading, fact, run.offset, run.length);
}

/* ----------------------------------------------------------------- values */

/* The value of a clause: its first token and what is glued to it, so that a
 * quoted local part keeps its domain; a comma at its end is the writer's. */
static HcRun
value(const HcView *view, const HcClause *clause)
{
	const HcToken *token;
	const HcToken *end;
	HcRun run;

	if (clause == NULL || clause->first >= clause->end)
		return (HcRun){0};
	token = &view->tokens.at[clause->first];
	end = &view->tokens.at[clause->end];
	if (token->kind == HC_TOKEN_COMMENT ||
	    token->kind == HC_TOKEN_SEMICOLON)
		return (HcRun){0};
	run = hc_token_run(token);
	for (token++;
	     token < end && token->glued && token->kind != HC_TOKEN_COMMENT &&
	     token->kind != HC_TOKEN_SEMICOLON;
	     token++)
		run.length = token->offset + token->length - run.offset;
	if (run.length > 1 && view->bytes[run.offset + run.length - 1] == ',')
		run.length--;
	return run;
}

/* The words of a clause up to a comment; one comment before them, as qmail's
 * TLS patch writes it, is passed over. */
static HcRun
phrase(const HcView *view, const HcClause *clause)
{
	HcRun run = {0};
	size_t i;

	if (clause == NULL)
		return run;
	i = clause->first;
	if (i < clause->end && view->tokens.at[i].kind == HC_TOKEN_COMMENT)
		i++;
	for (; i < clause->end; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind == HC_TOKEN_COMMENT ||
		    token->kind == HC_TOKEN_SEMICOLON)
			break;
		if (!run.stated)
			run = hc_token_run(token);
		run.length = token->offset + token->length - run.offset;
	}
	return run;
}

/* Bytes of a clause behind its keyword. */
static size_t
clause_length(const HcView *view, const HcClause *clause)
{
	const HcToken *last = &view->tokens.at[clause->end - 1];

	return clause->end > clause->first
	               ? last->offset + last->length -
	                         view->tokens.at[clause->first].offset
	               : 0;
}

/* "<a@b>" without its brackets. */
static HcRun
bare_path(const HcView *view, HcRun run)
{
	const char *text = view->bytes + run.offset;

	if (run.length >= 2 && text[0] == '<' && text[run.length - 1] == '>') {
		run.offset++;
		run.length -= 2;
	}
	return run;
}

/* The from part: from the value to the next clause, which is the writer's
 * "by" wherever it has one. */
static HcRun
from_part(const HcView *view)
{
	const HcClause *from = view->clause[HC_CLAUSE_FROM];

	if (from == NULL || from->first >= from->end)
		return (HcRun){0};
	const HcClause *next = from + 1;
	const HcToken *first = &view->tokens.at[from->first];
	const HcToken *last = &view->tokens.at[from->end - 1];

	/* "from name from [address]" */
	if (next < view->clauses.at + view->clauses.count &&
	    next->kind == HC_CLAUSE_FROM && next->end > next->first)
		last = &view->tokens.at[next->end - 1];

	return (HcRun){first->offset,
	               last->offset + last->length - first->offset, true};
}

/* The host of "by"; indimail puts the word "host" before it.  An address that
 * is glued to the name ("host[192.0.2.1]") is none of it. */
static HcRun
by_host(const HcView *view)
{
	const HcClause *by = view->clause[HC_CLAUSE_BY];
	HcRun run = value(view, by);
	const char *text = view->bytes + run.offset;
	const char *bracket;

	if (!run.stated)
		return run;
	if (by->first + 1u < by->end && hc_is(text, run.length, "host") &&
	    view->tokens.at[by->first + 1].kind == HC_TOKEN_WORD)
		return hc_token_run(&view->tokens.at[by->first + 1]);
	bracket = memchr(text, '[', run.length);
	if (bracket != NULL && bracket > text && text[run.length - 1] == ']')
		run.length = (uint32_t)(bracket - text);
	return run;
}

static void
find_values(HcView *view)
{
	view->second_with = NULL;
	for (unsigned kind = 0; kind < HC_CLAUSE_COUNT; kind++)
		view->clause[kind] = NULL;
	for (size_t i = 0; i < view->clauses.count; i++) {
		const HcClause *clause = &view->clauses.at[i];

		if (view->clause[clause->kind] == NULL)
			view->clause[clause->kind] = clause;
		else if (clause->kind == HC_CLAUSE_WITH &&
		         view->second_with == NULL)
			view->second_with = clause;
	}
	view->from = value(view, view->clause[HC_CLAUSE_FROM]);
	view->from_part = from_part(view);
	view->by = by_host(view);
	view->with = phrase(view, view->clause[HC_CLAUSE_WITH]);
	view->id = value(view, view->clause[HC_CLAUSE_ID]);
	if (!view->id.stated)
		view->id = view->late_id;
}

/* "for <a> from <b>": an envelope sender, never a host. */
static bool
mailbox_like(const HcView *view, HcRun run)
{
	const char *text = view->bytes + run.offset;

	return run.stated &&
	       (memchr(text, '@', run.length) != NULL || text[0] == '<');
}

/* A "from" behind "by" whose value is an envelope sender ("for <a> from <b>")
 * is no from clause. */
static void
drop_late_from(HcView *view)
{
	const HcClause *from = view->clause[HC_CLAUSE_FROM];
	const HcClause *by = view->clause[HC_CLAUSE_BY];

	if (from == NULL || by == NULL || from->keyword < by->keyword)
		return;
	if (!mailbox_like(view, view->from))
		return;
	view->clause[HC_CLAUSE_FROM] = NULL;
	view->from = view->from_part = (HcRun){0};
}

/* ------------------------------------------------------------------ notes */

static void
note_tokens(HcReading *reading)
{
	const HcTokens *tokens = &reading->view.tokens;
	size_t length = reading->view.length;

	/* The first in the text is told: an open comment reaches to the end. */
	if (tokens->bare_close)
		hc_reading_note(reading, HC_NOTE_UNBALANCED_COMMENT,
		                tokens->odd_at, 1);
	if (tokens->open_comment) {
		const HcToken *last = &tokens->at[tokens->count - 1];

		hc_reading_note(reading, HC_NOTE_UNBALANCED_COMMENT,
		                last->offset, last->length);
	}
	if (tokens->open_quote)
		hc_reading_note(reading, HC_NOTE_UNBALANCED_QUOTE,
		                tokens->odd_at, length - tokens->odd_at);
	if (tokens->encoded_word)
		hc_reading_note(reading, HC_NOTE_ENCODED_WORD_IN_RECEIVED,
		                tokens->encoded_at,
		                length - tokens->encoded_at);
	if (tokens->too_deep || tokens->comments > hc_limit(HC_LIMIT_COMMENTS))
		hc_reading_note(reading, HC_NOTE_LIMIT_REACHED, 0, length);
}

static void
note_clauses(HcReading *reading)
{
	const HcView *view = &reading->view;
	const HcClauses *clauses = &view->clauses;
	unsigned flags = reading->row->flags;

	if (clauses->duplicate != 0 && !(flags & HC_TWICE_EXPECTED)) {
		const HcToken *token = &view->tokens.at[clauses->duplicate];

		hc_reading_note(reading, HC_NOTE_DUPLICATE_CLAUSE,
		                token->offset, token->length);
	}
	if (clauses->too_many)
		hc_reading_note(reading, HC_NOTE_LIMIT_REACHED, 0,
		                view->length);
	if (!view->by.stated)
		hc_reading_note(reading, HC_NOTE_NO_BY, 0, view->length);
	if (flags & HC_FORGED)
		hc_reading_note(reading, HC_NOTE_FORGED_SHAPE, 0, view->length);
}

static bool
is_word(const HcToken *token)
{
	return token->kind != HC_TOKEN_COMMENT &&
	       token->kind != HC_TOKEN_SEMICOLON;
}

/* Whether a word behind a clause's value is one that nothing accounts for.
 * "with" takes a phrase, and so does "via". */
static bool
stray(const HcReading *reading, const HcToken *token, HcRun own)
{
	HcRun auth = reading->facts[HC_FACT_AUTH];
	HcRun tls = reading->facts[HC_FACT_TLS];
	HcRun address = reading->facts[HC_FACT_ADDRESS];
	HcRun own_address = reading->facts[HC_FACT_BY_ADDRESS];

	if (token->offset < own.offset + own.length)
		return false;
	return !(auth.stated && token->offset >= auth.offset &&
	         token->offset < auth.offset + auth.length) &&
	       !(tls.stated && token->offset >= tls.offset &&
	         token->offset < tls.offset + tls.length) &&
	       !(address.stated && address.offset >= token->offset &&
	         address.offset < token->offset + token->length) &&
	       !(own_address.stated && own_address.offset >= token->offset &&
	         own_address.offset < token->offset + token->length);
}

/* The value alone is never a stray, and what stands behind it is mostly a
 * comment. */
static bool
note_word(HcReading *reading, const HcClause *clause)
{
	const HcToken *tokens = reading->view.tokens.at;
	size_t at = clause->first + 1;
	HcRun own;

	while (at < clause->end && !is_word(&tokens[at]))
		at++;
	if (at >= clause->end)
		return false;
	own = value(&reading->view, clause);
	for (; at < clause->end; at++)
		if (is_word(&tokens[at]) && stray(reading, &tokens[at], own)) {
			hc_reading_note(reading, HC_NOTE_UNKNOWN_WORDS,
			                tokens[at].offset, tokens[at].length);
			return true;
		}
	return false;
}

static void
note_words(HcReading *reading)
{
	const HcView *view = &reading->view;

	if (reading->row->flags & HC_WORDS_EXPECTED)
		return;
	for (size_t i = 0; i < view->clauses.count; i++) {
		const HcClause *clause = &view->clauses.at[i];

		if (clause->kind == HC_CLAUSE_WITH ||
		    clause->kind == HC_CLAUSE_VIA)
			continue;
		if (note_word(reading, clause))
			return;
	}
}

/* Whether a name has other letters, or claims to spell some. */
static bool
is_international(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\0' ||
		    (bytes[i] == '-' && i >= 3 &&
		     hc_is(bytes + i - 3, 4, "xn--")))
			return true;
	return false;
}

/* Such a name that IDNA will not have names nobody, whatever it looks like
 * (RFC 5890). */
static bool
is_bad_idn(const char *bytes, size_t length)
{
	g_autofree char *name = NULL;
	g_autofree char *canonical = NULL;

	/* Nearly all names end here. */
	if (!is_international(bytes, length))
		return false;
	/* What stands before a NUL would be another name. */
	if (memchr(bytes, '\0', length))
		return true;
	name = g_strndup(bytes, length);
	canonical = hc_domain_canonical(name);
	return canonical == NULL;
}

static void
note_names(HcReading *reading)
{
	static const HcFact names[] = {
		HC_FACT_FROM,
		HC_FACT_HELO,
		HC_FACT_RDNS,
		HC_FACT_BY,
	};

	/* Other letters, or what may claim to spell some. */
	if (!reading->view.marks.odd && !reading->view.marks.hyphens)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		HcRun run = reading->facts[names[i]];

		if (run.stated &&
		    is_bad_idn(reading->view.bytes + run.offset, run.length))
			hc_reading_note(reading, HC_NOTE_IDN_SUSPICIOUS,
			                run.offset, run.length);
	}
}

/* ---------------------------------------------------------------- clauses */

static void
read_envelope(HcReading *reading)
{
	const HcView *view = &reading->view;
	HcRun *sender = &reading->facts[HC_FACT_ENVELOPE_FROM];
	const uint8_t *counts = view->clauses.counts;
	bool other_from =
		counts[HC_CLAUSE_FROM] > (view->clause[HC_CLAUSE_FROM] != NULL);
	bool any = counts[HC_CLAUSE_ENVELOPE] > 0 || other_from;

	for (size_t i = 0; any && i < view->clauses.count; i++) {
		const HcClause *clause = &view->clauses.at[i];

		if (clause->kind == HC_CLAUSE_ENVELOPE ||
		    (clause->kind == HC_CLAUSE_FROM &&
		     clause != view->clause[HC_CLAUSE_FROM] &&
		     mailbox_like(view, value(view, clause))))
			state_run(reading, HC_FACT_ENVELOPE_FROM,
			          value(view, clause));
	}
	if (sender->stated)
		*sender = bare_path(view, *sender);
}

static void
state_clauses(HcReading *reading)
{
	const HcView *view = &reading->view;

	state_run(reading, HC_FACT_BY,
	          reading->row->flags & HC_BY_PHRASE
	                  ? phrase(view, view->clause[HC_CLAUSE_BY])
	                  : view->by);
	state_run(reading, HC_FACT_VIA,
	          phrase(view, view->clause[HC_CLAUSE_VIA]));
	state_run(reading, HC_FACT_WITH, view->with);
	state_run(reading, HC_FACT_ID, view->id);
	if (view->clause[HC_CLAUSE_FOR] != NULL)
		state_run(reading, HC_FACT_FOR,
		          bare_path(view,
		                    value(view, view->clause[HC_CLAUSE_FOR])));
}

/* ---------------------------------------------------------------- results */

/* Copy bytes and end them with a NUL, by blocks where the value is long enough.
 * @p readable: bytes from @p bytes to the end of the value
 * @p copy_out: room for the bytes and HC_BLOCK more */
static inline void
copy_plain(const char *bytes, size_t length, size_t readable, char *copy_out)
{
	if (length + HC_BLOCK > readable)
		memcpy(copy_out, bytes, length);
	else
		for (size_t at = 0; at < length; at += HC_BLOCK)
			memcpy(copy_out + at, bytes + at, HC_BLOCK);
	copy_out[length] = '\0';
}

static inline void
make_text(HcReading *reading, HcRun run, HcText *text_out)
{
	const HcView *view = &reading->view;
	const char *bytes = view->bytes + run.offset;
	char *text = reading->texts;

	text_out->where.offset = reading->base + run.offset;
	text_out->where.length = run.length;
	if (!view->marks.odd &&
	    !hc_marks_line(&view->marks, run.offset, run.length)) {
		text_out->text = text;
		reading->texts = text + run.length + 1;
		copy_plain(bytes, run.length, view->length - run.offset, text);
	} else {
		text_out->text =
			hc_arena_unfolded(reading->arena, bytes, run.length);
	}
}

static void
make_comments(HcReading *reading, HcReceived *out)
{
	const HcTokens *tokens = &reading->view.tokens;
	size_t count =
		MIN(tokens->comments, (size_t)hc_limit(HC_LIMIT_COMMENTS));
	HcText *list;

	if (count == 0)
		return;
	list = hc_arena_alloc(reading->arena, count * sizeof(HcText));
	for (size_t at = 0; out->comment_count < count; at++) {
		at = hc_tokens_comment(tokens, at, tokens->count);
		make_text(reading, hc_comment_inside(&tokens->at[at]),
		          &list[out->comment_count++]);
	}
	out->comments = list;
}

static void
make_recipients(HcReading *reading, HcReceived *out)
{
	const HcView *view = &reading->view;
	size_t count = view->clauses.counts[HC_CLAUSE_FOR];
	HcText *list;

	if (count == 0)
		return;
	list = hc_arena_alloc(reading->arena, count * sizeof(HcText));
	for (size_t i = 0; i < view->clauses.count; i++) {
		const HcClause *clause = &view->clauses.at[i];
		HcRun run;

		if (clause->kind != HC_CLAUSE_FOR)
			continue;
		run = value(view, clause);
		if (run.stated)
			make_text(reading, bare_path(view, run),
			          &list[out->recipient_count++]);
	}
	out->recipients = list;
}

/* Room for all texts in one piece, each with its NUL, and for the last block
 * that is copied. */
static void
make_room(HcReading *reading)
{
	const HcTokens *tokens = &reading->view.tokens;
	const HcClauses *clauses = &reading->view.clauses;
	size_t size = HC_BLOCK + reading->stated_bytes + HC_FACT_COUNT +
	              tokens->comment_bytes;

	for (size_t i = 0;
	     clauses->counts[HC_CLAUSE_FOR] > 0 && i < clauses->count; i++)
		if (clauses->at[i].kind == HC_CLAUSE_FOR)
			size += clause_length(&reading->view, &clauses->at[i]) +
			        1;
	reading->texts = hc_arena_bytes(reading->arena, size);
}

/* A second writer, or one that a client may have written: with a parenthesis
 * or quote that has no partner it can hide the true "by", unless a line begins
 * with the one that is read. */
static bool
writer_is_doubted(const HcReading *reading)
{
	const HcClauses *clauses = &reading->view.clauses;
	const HcTokens *tokens = &reading->view.tokens;

	if (clauses->other_by != 0 &&
	    !(reading->row->flags & HC_TWICE_EXPECTED))
		return true;
	return !clauses->by_begins_line &&
	       (tokens->open_comment || tokens->bare_close ||
	        tokens->open_quote);
}

static void
make_result(HcReading *reading, HcReceived *out)
{
	const HcView *view = &reading->view;

	make_room(reading);

	HcText *facts =
		hc_arena_alloc(reading->arena, HC_FACT_COUNT * sizeof(HcText));

	for (uint32_t left = reading->stated; left != 0; left &= left - 1) {
		int fact = __builtin_ctz(left);

		make_text(reading, reading->facts[fact], &facts[fact]);
	}
	out->facts = facts;
	make_comments(reading, out);
	make_recipients(reading, out);
	out->dialect = hc_dialect_refine(reading->row, view, reading->facts);
	out->peer = reading->peer;
	out->unsure_peer = reading->unsure_peer;
	out->by_address = reading->by_address;
	out->writer_doubted = writer_is_doubted(reading);
	out->rdns_doubted = reading->rdns_doubted;
	out->rdns_none = reading->rdns_none;
	out->tls_twice = reading->tls_twice;
	out->tls_unread = reading->tls_unread;
	out->stamp = reading->stamp;
	out->stamp.written = out->facts[HC_FACT_DATE];
	out->note_count = reading->noted_count;
	if (out->note_count > 0) {
		size_t size = out->note_count * sizeof(HcNote);

		out->notes = memcpy(hc_arena_alloc(reading->arena, size),
		                    reading->notes, size);
	}
}

static void
read_keyword(HcReading *reading, HcReceived *out)
{
	const HcView *view = &reading->view;

	if (!view->with.stated)
		return;
	out->transmission = hc_transmission_read(
		view->bytes + view->with.offset, view->with.length);
	if (out->transmission != NULL && out->transmission->auth == 'y' &&
	    (strcmp(out->transmission->family, "smtp") == 0 ||
	     strcmp(out->transmission->family, "lmtp") == 0))
		state_run(reading, HC_FACT_AUTH, view->with);
}

static void
read_field(HcReading *reading, HcReceived *out)
{
	HcView *view = &reading->view;

	note_tokens(reading);
	hc_reading_date(reading);
	hc_clauses_read(view->bytes, &view->tokens, view->clause_end,
	                &view->clauses);
	find_values(view);
	drop_late_from(view);
	reading->row = hc_dialect_find(view);
	hc_reading_peer(reading);
	hc_reading_notations(reading);
	hc_reading_writer(reading);
	read_envelope(reading);
	state_clauses(reading);
	read_keyword(reading, out);
	note_clauses(reading);
	note_words(reading);
	note_names(reading);
	make_result(reading, out);
}

void
hc_received_read(const char *bytes, size_t length, uint32_t base,
                 HcArena *arena, HcReceived *received_out)
{
	HcReading reading;
	size_t read = MIN(length, (size_t)hc_limit(HC_LIMIT_FIELD));

	memset(received_out, 0, sizeof(*received_out));
	memset(&reading.facts, 0, sizeof(reading.facts));
	memset(&reading.peer, 0, sizeof(reading.peer));
	memset(&reading.unsure_peer, 0, sizeof(reading.unsure_peer));
	memset(&reading.by_address, 0, sizeof(reading.by_address));
	memset(&reading.stamp, 0, sizeof(reading.stamp));
	reading.base = base;
	reading.arena = arena;
	reading.rdns_doubted = reading.rdns_none = false;
	reading.tls_twice = reading.tls_unread = false;
	reading.stated = 0;
	reading.stated_bytes = 0;
	reading.noted_count = 0;
	reading.view.bytes = bytes;
	reading.view.length = read;
	hc_marks_read(bytes, read, &reading.view.marks);
	hc_tokens_read(bytes, read, &reading.view.marks, &reading.view.tokens);
	if (read < length)
		hc_reading_note(&reading, HC_NOTE_LIMIT_REACHED, read,
		                length - read);
	read_field(&reading, received_out);
	hc_tokens_clear(&reading.view.tokens);
	hc_marks_clear(&reading.view.marks);
}
