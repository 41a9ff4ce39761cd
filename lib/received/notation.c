/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* notation.c - what a field states of TLS, authentication and the envelope,
 * each in the place where its dialect writes it. */
#include "config.h"

#include <string.h>

#include "block.h"
#include "reading.h"
#include "scan.h"

static const unsigned clause_places[HC_CLAUSE_COUNT] = {
	[HC_CLAUSE_FROM] = HC_IN_FROM, [HC_CLAUSE_BY] = HC_IN_BY,
	[HC_CLAUSE_VIA] = HC_IN_VIA,   [HC_CLAUSE_WITH] = HC_IN_WITH,
	[HC_CLAUSE_ID] = HC_IN_ID,     [HC_CLAUSE_FOR] = HC_IN_FOR,
	[HC_CLAUSE_TLS] = HC_IN_TLS,   [HC_CLAUSE_ENVELOPE] = HC_IN_ENVELOPE,
};

/* Exim's two parts "(version) tls suite" make one statement, parentheses
 * included. */
static void
widen(HcReading *reading, uint32_t offset, uint32_t length)
{
	HcRun *run = &reading->facts[HC_FACT_TLS];
	const char *bytes = reading->view.bytes;
	uint32_t start = MIN(run->offset, offset);
	uint32_t end = MAX(run->offset + run->length, offset + length);

	if (start > 0 && bytes[start - 1] == '(')
		start--;
	if (end < reading->view.length && bytes[end] == ')')
		end++;
	run->offset = start;
	run->length = end - start;
	reading->stated_bytes += run->length;
}

/* Whether a version or suite is stated already, and is another. */
static bool
is_another(const HcReading *reading, HcFact fact, const char *text,
           size_t length)
{
	const HcRun *run = &reading->facts[fact];

	return (fact == HC_FACT_TLS_VERSION || fact == HC_FACT_TLS_CIPHER) &&
	       run->stated &&
	       !hc_equal_nocase(reading->view.bytes + run->offset, run->length,
	                        text, length);
}

static void
take_captures(HcReading *reading, const HcMatch *match, uint32_t start)
{
	for (size_t i = 0; i < match->count; i++) {
		const HcCapture *capture = &match->at[i];

		if (capture->fact >= HC_FACT_COUNT)
			continue;
		if (is_another(reading, capture->fact,
		               reading->view.bytes + start + capture->offset,
		               capture->length))
			reading->tls_twice = true;
		hc_reading_state(reading, capture->fact,
		                 start + capture->offset, capture->length);
	}
}

/* Returns the notation that the bytes are written in, or NULL. */
static const HcNotation *
try_list(HcReading *reading, const HcNotation *list, unsigned place, HcRun run,
         unsigned char first)
{
	const char *text = reading->view.bytes + run.offset;
	uint32_t byte = hc_notation_byte(first);
	HcMatch match;

	for (; list->pattern != NULL; list++) {
		if (!(list->later & byte))
			return NULL;
		if (!(list->places & place) ||
		    (list->first != 0 && list->first != first) ||
		    !hc_template_match(list->pattern, text, run.length, true,
		                       &match))
			continue;
		take_captures(reading, &match, run.offset);
		if (list->whole == HC_FACT_TLS &&
		    reading->facts[HC_FACT_TLS].stated)
			widen(reading, run.offset, run.length);
		else if (list->whole != HC_FACT_COUNT)
			hc_reading_state(reading, list->whole, run.offset,
			                 run.length);
		return list;
	}
	return NULL;
}

/* Whether a user's name was read: what the user chose may have closed its
 * comment, and what looks like one behind it is the user's.  No writer states
 * TLS in the from part behind it (smtpd.c: before; others in the writer's
 * part). */
static bool
user_met(const HcReading *reading, unsigned place)
{
	return place == HC_IN_FROM && reading->facts[HC_FACT_AUTH_USER].stated;
}

static const HcNotation *
try_run(HcReading *reading, unsigned place, HcRun run)
{
	const HcNotation *const *lists =
		user_met(reading, place) ? NULL : reading->row->notations;
	const HcNotation *found = NULL;
	unsigned char first;
	uint32_t byte;

	while (run.length > 0 &&
	       hc_is_fws((unsigned char)reading->view.bytes[run.offset])) {
		run.offset++;
		run.length--;
	}
	first = run.length > 0
	                ? hc_lower((unsigned char)
	                                   reading->view.bytes[run.offset])
	                : 0;
	byte = hc_notation_byte(first);
	/* Most lists hold nothing that begins so. */
	for (; lists != NULL && *lists != NULL && found == NULL; lists++)
		if ((*lists)->later & byte)
			found = try_list(reading, *lists, place, run, first);
	if (found == NULL && (hc_common_notations->later & byte))
		found = try_list(reading, hc_common_notations, place, run,
		                 first);
	return found;
}

/* Whether a notation states something of TLS, the certificate included. */
static bool
is_about_tls(const HcNotation *notation)
{
	return notation->whole == HC_FACT_TLS ||
	       notation->whole == HC_FACT_TLS_VERIFY ||
	       notation->whole == HC_FACT_CLEAR ||
	       strstr(notation->pattern, "%F") != NULL ||
	       strstr(notation->pattern, "%P") != NULL;
}

/* @param first  a comment */
static void
read_comments_from(HcReading *reading, size_t first, size_t end, unsigned place)
{
	HcTokens *tokens = &reading->view.tokens;

	for (size_t i = first; i < end;
	     i = hc_tokens_comment(tokens, i + 1, end)) {
		HcToken *token = &tokens->at[i];

		/* The client's own words end with the peer's comment. */
		if (place == HC_IN_FROM && token->offset < reading->peer_end)
			continue;
		const HcNotation *found =
			try_run(reading, place, hc_comment_inside(token));

		token->used = found != NULL;
		token->about_tls = found != NULL && is_about_tls(found);
	}
}

/* Most clauses have none. */
static inline void
read_comments(HcReading *reading, size_t first, size_t end, unsigned place)
{
	first = hc_tokens_comment(&reading->view.tokens, first, end);
	if (first < end)
		read_comments_from(reading, first, end, place);
}

/* The words behind a clause's value, up to a comment; a comment between the
 * value and them is passed over. */
static HcRun
words_behind(const HcView *view, const HcClause *clause)
{
	HcRun run = {0};
	size_t i = clause->first + 1;

	while (i < clause->end && view->tokens.at[i].kind == HC_TOKEN_COMMENT)
		i++;
	for (; i < clause->end && view->tokens.at[i].kind == HC_TOKEN_WORD;
	     i++) {
		const HcToken *token = &view->tokens.at[i];

		if (!run.stated)
			run = hc_token_run(token);
		run.length = token->offset + token->length - run.offset;
	}
	return run;
}

static HcRun
second_with(const HcView *view)
{
	const HcClause *with = view->second_with;
	HcRun run = {0};

	if (with == NULL || with->first >= with->end)
		return run;
	run = hc_token_run(&view->tokens.at[with->first]);
	for (size_t i = with->first + 1u; i < with->end; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind != HC_TOKEN_WORD)
			break;
		run.length = token->offset + token->length - run.offset;
	}
	return run;
}

static void
read_words(HcReading *reading)
{
	const HcView *view = &reading->view;
	const HcClause *tls = view->clause[HC_CLAUSE_TLS];
	const HcClause *by = view->clause[HC_CLAUSE_BY];
	const HcClause *id = view->clause[HC_CLAUSE_ID];
	struct {
		unsigned place;
		HcRun run;
	} rows[] = {
		{HC_IN_WITH_WORDS,  view->with       },
		{HC_IN_SECOND_WITH, second_with(view)},
		{HC_IN_TLS_WORD,    {0}              },
		{HC_IN_BY_WORDS,    {0}              },
		{HC_IN_ID_WORDS,    {0}              },
	};

	if (tls != NULL)
		rows[2].run = hc_token_run(&view->tokens.at[tls->first]);
	if (by != NULL)
		rows[3].run = words_behind(view, by);
	if (id != NULL)
		rows[4].run = words_behind(view, id);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].run.stated)
			try_run(reading, rows[i].place, rows[i].run);
}

/* ---------------------------------------------------- words in a wrong place */

/* Length of what reads like a TLS version, a suite or a "cipher=", or 0. */
static size_t
tls_word(const char *text, size_t left)
{
	unsigned char a, b;

	if (left > 7 && hc_is(text, 6, "cipher"))
		return text[6] == '=' ? 7 : 0;
	if (left < 5 || !(hc_is(text, 3, "TLS") || hc_is(text, 3, "SSL")))
		return 0;
	a = (unsigned char)text[3];
	b = (unsigned char)text[4];
	if (hc_lower(a) == 'v' && hc_is_digit(b))
		return 5;
	if (a == '_' && hc_is_alpha(b))
		return 5;
	if (a == '1' && (b == '_' || b == '.') && left > 5 &&
	    hc_is_digit((unsigned char)text[5]))
		return 6;
	return a == '1' && b >= '0' && b <= '3' ? 5 : 0;
}

static bool
inside(HcRun run, size_t offset)
{
	return run.stated && offset >= run.offset &&
	       offset < (size_t)run.offset + run.length;
}

/* Whether the offset lies in what was read as a statement; @p token moves on
 * with the offset. */
static bool
accounted(const HcReading *reading, size_t offset, size_t *token)
{
	const HcTokens *tokens = &reading->view.tokens;

	if (inside(reading->facts[HC_FACT_TLS], offset) ||
	    inside(reading->facts[HC_FACT_CLEAR], offset))
		return true;
	while (*token < tokens->count &&
	       offset >= (size_t)tokens->at[*token].offset +
	                         tokens->at[*token].length)
		(*token)++;
	return *token < tokens->count && tokens->at[*token].about_tls &&
	       offset >= tokens->at[*token].offset;
}

/* Where a word of TLS may begin if a sign of one stands at @p at: there, or at
 * "cipher" before its "="; else the length. */
static size_t
word_start(const char *bytes, size_t length, size_t at)
{
	unsigned char first = hc_lower((unsigned char)bytes[at]);

	if (first == 't' || first == 's')
		return at;
	return first == 'r' && at >= 5 && at + 1 < length &&
	                       bytes[at + 1] == '=' &&
	                       hc_is(bytes + at - 5, 6, "cipher")
	               ? at - 5
	               : length;
}

/* Whether the bytes before a word of TLS are such as writers lead it in with:
 * what a client chose never begins a comment of the writer's. */
static bool
leads_in(const char *bytes, size_t from, size_t to)
{
	static const char *const words[] = {"", "using ", "over "};

	while (from < to && hc_is_fws((unsigned char)bytes[from]))
		from++;
	/* The version may be garbled, and the suite be what is seen. */
	if (to - from >= 8 && hc_is(bytes + from, 8, "version="))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (hc_equal_nocase(bytes + from, to - from, words[i],
		                    strlen(words[i])))
			return true;
	return false;
}

/* Whether a word of TLS is the writer's own: a comment of its clauses begins
 * so, or it stands in its with clause.
 * @param token  that holds it */
static bool
is_own(const HcReading *reading, size_t offset, size_t token)
{
	static const HcClauseKind kinds[] = {HC_CLAUSE_BY, HC_CLAUSE_VIA,
	                                     HC_CLAUSE_WITH, HC_CLAUSE_ID,
	                                     HC_CLAUSE_TLS};
	const HcView *view = &reading->view;

	if (token >= view->tokens.count ||
	    offset < view->tokens.at[token].offset)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const HcClause *clause = view->clause[kinds[i]];

		if (clause == NULL || token < clause->first ||
		    token >= clause->end)
			continue;
		if (view->tokens.at[token].kind != HC_TOKEN_COMMENT)
			return clause->kind == HC_CLAUSE_WITH;
		return leads_in(view->bytes, view->tokens.at[token].offset + 1,
		                offset);
	}
	return false;
}

/* Note words of TLS that nothing accounts for.  Of a token the first such word
 * tells whose it is: a comment of blanks and words would be gone through for
 * each of them. */
static void
note_ignored_words(HcReading *reading)
{
	const HcView *view = &reading->view;
	const char *bytes = view->bytes;
	size_t token = 0;
	size_t judged = SIZE_MAX;

	for (size_t i = 0; i < view->marks.count; i++)
		for (uint64_t hints = view->marks.at[i].hints; hints != 0;
		     hints &= hints - 1) {
			size_t hint = i * HC_MARKS_BYTES +
			              (size_t)__builtin_ctzll(hints);
			size_t start, size;

			if (hint < 2)
				continue;
			start = word_start(bytes, view->length, hint - 2);
			size = tls_word(bytes + start, view->length - start);
			if (size == 0 || accounted(reading, start, &token))
				continue;
			hc_reading_note(reading, HC_NOTE_TLS_WORDS_IGNORED,
			                start, size);
			if (!reading->tls_unread && token != judged)
				reading->tls_unread =
					is_own(reading, start, token);
			judged = token;
		}
}

void
hc_reading_notations(HcReading *reading)
{
	const HcView *view = &reading->view;

	for (size_t i = 0; i < view->clauses.count; i++) {
		const HcClause *clause = &view->clauses.at[i];

		if (clause->kind == HC_CLAUSE_FROM &&
		    clause != view->clause[HC_CLAUSE_FROM])
			continue;
		/* Of a writer that is known, a second one counts only where it
		 * is its habit. */
		if (clause->kind == HC_CLAUSE_WITH &&
		    clause != view->clause[HC_CLAUSE_WITH] &&
		    reading->row->dialect.software[0] != '\0' &&
		    !(reading->row->flags & HC_TWICE_EXPECTED))
			continue;
		read_comments(reading, clause->first, clause->end,
		              clause_places[clause->kind]);
	}
	read_comments(reading, view->after_date, view->tokens.count,
	              HC_IN_DATE);
	read_words(reading);
	note_ignored_words(reading);
}
