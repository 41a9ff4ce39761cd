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

static bool
comment_matches(const HcView *view, const HcToken *token, const char *glob)
{
	size_t closing = token->open ? 1 : 2;

	return token->kind == HC_TOKEN_COMMENT &&
	       hc_glob_match(glob, view->bytes + token->offset + 1,
	                     token->length - closing);
}

static const HcToken *
comment_in(const HcView *view, size_t first, size_t end, const char *glob)
{
	for (size_t i = first; i < end; i++)
		if (comment_matches(view, &view->tokens.at[i], glob))
			return &view->tokens.at[i];
	return NULL;
}

const HcToken *
hc_dialect_software(const HcView *view, const HcDialectRow *row)
{
	if (row->software == NULL)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(software_clauses); i++) {
		const HcClause *clause = view->clause[software_clauses[i]];
		const HcToken *found =
			clause == NULL ? NULL
				       : comment_in(view, clause->first,
		                                    clause->end, row->software);

		if (found != NULL)
			return found;
	}
	return NULL;
}

static bool
comment_behind(const HcView *view, const char *glob)
{
	static const HcClauseKind kinds[] = {
		HC_CLAUSE_WITH,
		HC_CLAUSE_ID,
		HC_CLAUSE_FOR,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const HcClause *clause = view->clause[kinds[i]];

		if (clause != NULL &&
		    comment_in(view, clause->first, clause->end, glob) != NULL)
			return true;
	}
	return false;
}

static const HcToken *
first_comment(const HcView *view, HcClauseKind kind)
{
	const HcClause *clause = view->clause[kind];

	if (clause == NULL)
		return NULL;
	for (size_t i = clause->first; i < clause->end; i++)
		if (view->tokens.at[i].kind == HC_TOKEN_COMMENT)
			return &view->tokens.at[i];
	return NULL;
}

static bool
client_comment(const HcView *view, const char *glob)
{
	const HcClause *from = view->clause[HC_CLAUSE_FROM];

	return from != NULL &&
	       comment_in(view, from->first, from->end, glob) != NULL;
}

static bool
run_matches(const HcView *view, HcRun run, const char *glob)
{
	return run.stated &&
	       hc_glob_match(glob, view->bytes + run.offset, run.length);
}

static bool
via_matches(const HcView *view, const char *glob)
{
	const HcClause *via = view->clause[HC_CLAUSE_VIA];

	if (via == NULL || via->first >= via->end)
		return false;
	const HcToken *token = &view->tokens.at[via->first];

	return hc_glob_match(glob, view->bytes + token->offset, token->length);
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

/* A letter's own bit, one for all other bytes (dialects.awk, bit()). */
static uint32_t
letter_bit(unsigned char c)
{
	return hc_is_alpha(c) ? UINT32_C(1) << (hc_lower(c) - 'a')
	                      : UINT32_C(1) << 26;
}

/* The letters that a field offers to the masks of the rows. */
typedef struct {
	uint32_t software, with, by;
} Letters;

static uint32_t
letters_of_comments(const HcView *view, const HcClause *clause)
{
	uint32_t mask = 0;

	for (size_t i = clause->first; i < clause->end; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind == HC_TOKEN_COMMENT && token->length > 1)
			mask |= letter_bit(
				(unsigned char)view->bytes[token->offset + 1]);
	}
	return mask;
}

static Letters
letters_of(const HcView *view)
{
	Letters letters = {0};

	for (size_t i = 0; i < G_N_ELEMENTS(software_clauses); i++)
		if (view->clause[software_clauses[i]] != NULL)
			letters.software |= letters_of_comments(
				view, view->clause[software_clauses[i]]);
	if (view->with.stated && view->with.length > 0)
		letters.with = letter_bit(
			(unsigned char)view->bytes[view->with.offset]);
	for (size_t i = view->by.length; i-- > 1;) {
		const char *byte = view->bytes + view->by.offset + i;

		if (*byte != '.')
			continue;
		letters.by = letter_bit((unsigned char)byte[-1]);
		break;
	}
	return letters;
}

/* Whether the row's masks leave it a chance; a mask of all bits does. */
static bool
may_hold(const HcDialectRow *row, const Letters *letters)
{
	return (row->software_mask == 0 ||
	        (row->software_mask & letters->software) != 0) &&
	       (row->with_mask == 0 || (row->with_mask & letters->with) != 0) &&
	       (row->by_mask == 0 || row->by_mask == UINT32_MAX ||
	        (row->by_mask & letters->by) != 0);
}

static bool
row_holds(const HcView *view, const HcDialectRow *row)
{
	const HcToken *peer;

	if (row->flags != 0 && !flags_hold(view, row->flags))
		return false;
	if (row->with != NULL && !run_matches(view, view->with, row->with))
		return false;
	if (row->by != NULL && !run_matches(view, view->by, row->by))
		return false;
	if (row->id != NULL && !run_matches(view, view->id, row->id))
		return false;
	if (row->software != NULL && hc_dialect_software(view, row) == NULL)
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
	if (row->peer != NULL) {
		peer = first_comment(view, HC_CLAUSE_FROM);
		if (peer == NULL || !comment_matches(view, peer, row->peer))
			return false;
	}
	return !(row->flags & HC_IF_SHAPE) || shape_fits(view, row);
}

const HcDialectRow *
hc_dialect_find(const HcView *view)
{
	size_t last = hc_dialect_row_count - 1;
	Letters letters = letters_of(view);

	for (size_t i = 0; i < last; i++)
		if (may_hold(&hc_dialect_rows[i], &letters) &&
		    row_holds(view, &hc_dialect_rows[i]))
			return &hc_dialect_rows[i];
	return &hc_dialect_rows[last];
}

static bool
test_holds(const HcFactTest *test, const HcView *view, const HcRun *facts)
{
	HcRun run = facts[test->fact];

	if (test->glob == NULL)
		return run.stated;
	if (test->glob[0] == '\0')
		return !run.stated;
	return run_matches(view, run, test->glob);
}

const HcDialect *
hc_dialect_refine(const HcDialectRow *row, const HcView *view,
                  const HcRun *facts)
{
	for (size_t i = 0; i < row->variant_count; i++) {
		const HcVariant *variant = &row->variants[i];
		bool holds = flags_hold(view, variant->flags);

		for (unsigned t = 0; t < variant->tests && holds; t++)
			holds = test_holds(&variant->test[t], view, facts);
		if (holds)
			return &variant->dialect;
	}
	return &row->dialect;
}
