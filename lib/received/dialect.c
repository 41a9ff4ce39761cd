/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dialect.c - who wrote a field: rows tested in order. */
#include "config.h"

#include "dialect.h"

#include <string.h>

#include "scan.h"
#include "template.h"

/* Clauses behind which writers put their product's name. */
static const HcClauseKind software_clauses[] = {
	HC_CLAUSE_BY,  HC_CLAUSE_WITH, HC_CLAUSE_TLS,
	HC_CLAUSE_VIA, HC_CLAUSE_ID,
};
static const HcClauseKind behind_clauses[] = {
	HC_CLAUSE_WITH,
	HC_CLAUSE_ID,
	HC_CLAUSE_FOR,
};

static bool
comment_matches(const HcView *view, const HcToken *token, const HcGlob *globs,
                uint32_t letters)
{
	HcRun inside = hc_comment_inside(token);

	return hc_globs_match(globs, view->bytes + inside.offset, inside.length,
	                      letters);
}

static const HcToken *
comment_in(const HcView *view, size_t first, size_t end, const HcGlob *globs)
{
	const HcTokens *tokens = &view->tokens;
	size_t at = hc_tokens_comment(tokens, first, end);

	for (size_t asked = 0; at < end && asked < HC_ASKED_COMMENTS; asked++) {
		if (comment_matches(view, &tokens->at[at], globs, UINT32_MAX))
			return &tokens->at[at];
		at = hc_tokens_comment(tokens, at + 1, end);
	}
	return NULL;
}

static uint32_t
run_letters(const HcView *view, HcRun run)
{
	return hc_letters(view->bytes + run.offset, run.length);
}

static size_t
list_comments(const HcView *view, const HcClauseKind *kinds, size_t kind_count,
              const HcToken **list_out)
{
	const HcTokens *tokens = &view->tokens;
	size_t count = 0;

	for (size_t k = 0; k < kind_count; k++) {
		const HcClause *clause = view->clause[kinds[k]];
		size_t at;

		if (clause == NULL)
			continue;
		at = hc_tokens_comment(tokens, clause->first, clause->end);
		while (at < clause->end && count < HC_ASKED_COMMENTS) {
			list_out[count++] = &tokens->at[at];
			at = hc_tokens_comment(tokens, at + 1, clause->end);
		}
	}
	return count;
}

/* Most comments behind with, id or for are known from the list before. */
static uint32_t
behind_letters(const HcView *view, const HcToken *token)
{
	for (size_t i = 0; i < view->software_count; i++)
		if (view->software[i] == token)
			return view->software_letters[i];
	return run_letters(view, hc_comment_inside(token));
}

static void
list_behind(HcView *view)
{
	view->behind_count =
		list_comments(view, behind_clauses,
	                      G_N_ELEMENTS(behind_clauses), view->behind);
	for (size_t i = 0; i < view->behind_count; i++)
		view->behind_letters[i] = behind_letters(view, view->behind[i]);
}

static void
list_software(HcView *view)
{
	view->software_count =
		list_comments(view, software_clauses,
	                      G_N_ELEMENTS(software_clauses), view->software);
	for (size_t i = 0; i < view->software_count; i++)
		view->software_letters[i] =
			run_letters(view, hc_comment_inside(view->software[i]));
}

static const HcToken *
find_software(const HcView *view, const HcDialectRow *row)
{
	for (size_t i = 0; row->software != NULL && i < view->software_count;
	     i++)
		if (comment_matches(view, view->software[i], row->software,
		                    view->software_letters[i]))
			return view->software[i];
	return NULL;
}

static bool
comment_behind(const HcView *view, const HcGlob *globs)
{
	for (size_t i = 0; i < view->behind_count; i++)
		if (comment_matches(view, view->behind[i], globs,
		                    view->behind_letters[i]))
			return true;
	return false;
}

static const HcToken *
first_comment(const HcView *view, HcClauseKind kind)
{
	const HcClause *clause = view->clause[kind];
	size_t at;

	if (clause == NULL)
		return NULL;
	at = hc_tokens_comment(&view->tokens, clause->first, clause->end);
	return at < clause->end ? &view->tokens.at[at] : NULL;
}

static bool
client_comment(const HcView *view, const HcGlob *globs)
{
	const HcClause *from = view->clause[HC_CLAUSE_FROM];

	return from != NULL &&
	       comment_in(view, from->first, from->end, globs) != NULL;
}

static bool
run_matches(const HcView *view, HcRun run, const HcGlob *globs)
{
	return run.stated && hc_globs_match(globs, view->bytes + run.offset,
	                                    run.length, UINT32_MAX);
}

static bool
via_matches(const HcView *view, const HcGlob *globs)
{
	const HcClause *via = view->clause[HC_CLAUSE_VIA];

	if (via == NULL || via->first >= via->end)
		return false;
	const HcToken *token = &view->tokens.at[via->first];

	return hc_globs_match(globs, view->bytes + token->offset, token->length,
	                      UINT32_MAX);
}

static bool
shape_fits(const HcView *view, const HcDialectRow *row)
{
	HcMatch match;

	for (const char *const *shape = row->shapes; *shape != NULL; shape++)
		if (hc_template_match(*shape,
		                      view->bytes + view->from_part.offset,
		                      view->from_part.length, false, &match))
			return true;
	return false;
}

static bool
flags_hold(const HcView *view, unsigned flags)
{
	const HcClause *const *clause = view->clause;

	return !((flags & HC_IF_FROM && clause[HC_CLAUSE_FROM] == NULL) ||
	         (flags & HC_IF_NO_FROM && clause[HC_CLAUSE_FROM] != NULL) ||
	         (flags & HC_IF_NO_WITH && view->with.stated) ||
	         (flags & HC_IF_NO_ID && view->id.stated) ||
	         (flags & HC_IF_NO_BY && clause[HC_CLAUSE_BY] != NULL) ||
	         (flags & HC_IF_TLS && clause[HC_CLAUSE_TLS] == NULL) ||
	         (flags & HC_IF_NO_DATE_MARK && view->date_mark) ||
	         (flags & HC_IF_BARE &&
	          first_comment(view, HC_CLAUSE_BY) != NULL) ||
	         (flags & HC_IF_NAMED &&
	          first_comment(view, HC_CLAUSE_BY) == NULL));
}

/* Lines of the indexes (dialects.awk, letter()). */
enum {
	OTHER_BYTE = 26,
	NO_BYTE,
};

static unsigned
letter(unsigned char c)
{
	return hc_is_alpha(c) ? (unsigned)(hc_lower(c) - 'a') : OTHER_BYTE;
}

/* Lines of the index by size: the bytes of a text, these, and none. */
enum {
	LONG_TEXT = 40,
	NO_TEXT,
};

typedef const uint32_t (*Index)[HC_DIALECT_WORDS];

/* A line's rows, four words at a time; the indexes lie as they must for it. */
typedef uint32_t Words __attribute__((vector_size(16), may_alias));
G_STATIC_ASSERT(HC_DIALECT_WORDS * sizeof(uint32_t) == 3 * sizeof(Words));

/* Lines of the indexes that a row must be in, all of them. */
#define LINES_MAX 13
typedef struct {
	const Words *at[LINES_MAX];
	size_t count;
} Lines;

static inline void
add_line(Lines *lines, const uint32_t *line)
{
	lines->at[lines->count++] = (const Words *)(const void *)line;
}

static inline unsigned
size_line(HcRun run)
{
	return run.stated ? MIN(run.length, (uint32_t)LONG_TEXT) : NO_TEXT;
}

/* The lines of a text by its first and last byte and its length. */
static void
add_lines(Lines *lines, const HcView *view, HcRun run, Index by_byte,
          Index by_last, Index by_size)
{
	const char *text = view->bytes + run.offset;

	if (run.stated && run.length > 0) {
		add_line(lines, by_byte[letter((unsigned char)text[0])]);
		add_line(lines,
		         by_last[letter((unsigned char)text[run.length - 1])]);
	} else {
		add_line(lines, by_byte[NO_BYTE]);
		add_line(lines, by_last[NO_BYTE]);
	}
	add_line(lines, by_size[size_line(run)]);
}

/* The rows that are in all lines, too. */
static inline void
keep(Words *words, const Lines *lines)
{
	Words first = words[0];
	Words second = words[1];
	Words third = words[2];

	for (size_t i = 0; i < lines->count; i++) {
		const Words *line = lines->at[i];

		first &= line[0];
		second &= line[1];
		third &= line[2];
	}
	words[0] = first;
	words[1] = second;
	words[2] = third;
}

static unsigned
letter_before_dot(const HcView *view)
{
	const char *host = view->bytes + view->by.offset;
	const char *dot = view->by.length > 1
	                          ? memrchr(host, '.', view->by.length)
	                          : NULL;

	return dot != NULL && dot > host ? letter((unsigned char)dot[-1])
	                                 : NO_BYTE;
}

/* The with phrase is a short word of few: its first and last byte together
 * leave fewer rows than each by itself. */
static unsigned
with_line(const HcView *view)
{
	const char *text = view->bytes + view->with.offset;
	size_t length = view->with.length;

	if (!view->with.stated || length == 0)
		return NO_BYTE * (NO_BYTE + 1) + NO_BYTE;
	return letter((unsigned char)text[0]) * (NO_BYTE + 1) +
	       letter((unsigned char)text[length - 1]);
}

/* Rows without a test of a software comment, and those whose test one of the
 * comments may pass. */
static void
find_by_software(const HcView *view, Words *words_out)
{
	memcpy(words_out, hc_dialects_by_software[NO_BYTE],
	       sizeof hc_dialects_by_software[NO_BYTE]);
	for (size_t i = 0; i < view->software_count; i++) {
		HcRun inside = hc_comment_inside(view->software[i]);
		Lines lines = {.count = 0};
		Words found[HC_DIALECT_WORDS / 4];

		add_lines(&lines, view, inside, hc_dialects_by_software,
		          hc_dialects_by_software_last,
		          hc_dialects_by_software_size);
		memset(found, 0xff, sizeof found);
		keep(found, &lines);
		for (size_t w = 0; w < G_N_ELEMENTS(found); w++)
			words_out[w] |= found[w];
	}
}

/* The bit of a part, if it is there. */
static unsigned
bit(bool there, unsigned number)
{
	return there ? 1u << number : 0;
}

static unsigned
start_line(const HcView *view)
{
	return bit(view->clause[HC_CLAUSE_FROM] != NULL, 0) |
	       bit(view->clauses.lead > 0, 1) | bit(view->with.stated, 2) |
	       bit(view->id.stated, 3);
}

static unsigned
rest_line(const HcView *view)
{
	return bit(view->clause[HC_CLAUSE_VIA] != NULL, 0) |
	       bit(first_comment(view, HC_CLAUSE_BY) != NULL, 1) |
	       bit(view->date_mark, 2) | bit(view->behind_count > 0, 3) |
	       bit(view->clause[HC_CLAUSE_BY] != NULL, 4);
}

/* Rows that the field leaves a chance. */
static void
find_candidates(const HcView *view, Words *words_out)
{
	HcRun peer = {0};
	Lines lines = {.count = 0};

	find_by_software(view, words_out);
	if (view->peer != NULL)
		peer = hc_comment_inside(view->peer);
	add_line(&lines, hc_dialects_by_with[with_line(view)]);
	add_line(&lines, hc_dialects_by_with_size[size_line(view->with)]);
	add_lines(&lines, view, view->by, hc_dialects_by_by,
	          hc_dialects_by_by_last, hc_dialects_by_by_size);
	add_line(&lines, hc_dialects_by_by_dot[letter_before_dot(view)]);
	add_lines(&lines, view, peer, hc_dialects_by_peer,
	          hc_dialects_by_peer_last, hc_dialects_by_peer_size);
	add_line(&lines, hc_dialects_by_id_size[size_line(view->id)]);
	add_line(&lines, hc_dialects_by_start[start_line(view)]);
	add_line(&lines, hc_dialects_by_rest[rest_line(view)]);
	keep(words_out, &lines);
}

static bool
row_holds(HcView *view, const HcDialectRow *row)
{
	if ((row->flags != 0 && !flags_hold(view, row->flags)) ||
	    (row->with != NULL && !run_matches(view, view->with, row->with)))
		return false;
	if (row->by != NULL && !run_matches(view, view->by, row->by))
		return false;
	if (row->id != NULL && !run_matches(view, view->id, row->id))
		return false;
	if (row->software != NULL &&
	    (view->writer = find_software(view, row)) == NULL)
		return false;
	if (row->via != NULL && !via_matches(view, row->via))
		return false;
	if (row->comment != NULL && !comment_behind(view, row->comment))
		return false;
	if (row->lead != NULL &&
	    comment_in(view, 0, view->clauses.lead, row->lead) == NULL)
		return false;
	if (row->date != NULL && !run_matches(view, view->date, row->date))
		return false;
	if (row->client != NULL && !client_comment(view, row->client))
		return false;
	if (row->peer != NULL &&
	    (view->peer == NULL ||
	     !comment_matches(view, view->peer, row->peer, UINT32_MAX)))
		return false;
	return !(row->flags & HC_IF_SHAPE) || shape_fits(view, row);
}

const HcDialectRow *
hc_dialect_find(HcView *view)
{
	size_t last = hc_dialect_row_count - 1;
	Words words[HC_DIALECT_WORDS / 4];

	list_software(view);
	list_behind(view);
	view->peer = first_comment(view, HC_CLAUSE_FROM);
	find_candidates(view, words);
	for (size_t w = 0; w < HC_DIALECT_WORDS; w++)
		for (uint32_t left = words[w / 4][w % 4]; left != 0;
		     left &= left - 1) {
			size_t row = w * 32 + (size_t)__builtin_ctz(left);

			view->writer = NULL;
			if (row < last &&
			    row_holds(view, &hc_dialect_rows[row]))
				return &hc_dialect_rows[row];
		}
	view->writer = NULL;
	return &hc_dialect_rows[last];
}

static bool
test_holds(const HcFactTest *test, const HcView *view, const HcRun *facts)
{
	HcRun run = facts[test->fact];

	if (test->globs == NULL)
		return run.stated == test->stated;
	return run.stated &&
	       hc_globs_match(test->globs, view->bytes + run.offset, run.length,
	                      UINT32_MAX);
}

const HcDialect *
hc_dialect_refine(const HcDialectRow *row, const HcView *view,
                  const HcRun *facts)
{
	for (size_t i = 0; i < row->variant_count; i++) {
		const HcVariant *variant = &row->variants[i];
		bool holds =
			variant->flags == 0 || flags_hold(view, variant->flags);

		for (unsigned t = 0; t < variant->tests && holds; t++)
			holds = test_holds(&variant->test[t], view, facts);
		if (holds)
			return &variant->dialect;
	}
	return &row->dialect;
}
