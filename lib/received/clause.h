/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clause.h - the clauses of a Received value (RFC 5321 4.4). */
#ifndef HC_CLAUSE_H
#define HC_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "scan.h"
#include "token.h"

typedef enum {
	HC_CLAUSE_FROM,
	HC_CLAUSE_BY,
	HC_CLAUSE_VIA,
	HC_CLAUSE_WITH,
	HC_CLAUSE_ID,
	HC_CLAUSE_FOR,
	HC_CLAUSE_TLS,      /**< RFC 8314 4.3 */
	HC_CLAUSE_ENVELOPE, /**< "envelope-from" as a bare word */
	HC_CLAUSE_COUNT,
	HC_CLAUSE_NONE = HC_CLAUSE_COUNT,
} HcClauseKind;

/** Tokens of one clause, the keyword left out. */
typedef struct {
	HcClauseKind kind;
	size_t keyword; /**< index of the keyword's token */
	size_t first;   /**< index of the first token behind the keyword */
	size_t end;     /**< index behind the last */
} HcClause;

/** The clauses in order; HC_CLAUSES_MAX of them. */
typedef struct {
	HcClause at[64];
	size_t count;
	size_t lead;         /**< tokens before the first clause */
	bool too_many;       /**< more clauses than HC_CLAUSES_MAX */
	bool by_begins_line; /**< no client's word can be that "by" */
	size_t duplicate; /**< token of the first clause that stands again, or 0 */
	size_t other_by; /**< token of a further "by HOST" behind the one
	                   *   taken for the writer's, or 0 */
} HcClauses;

/** Find the clauses.
 *  @param end  index behind the last token that may belong to one: the date
 *              stands behind it */
void hc_clauses_read(const char *bytes, const HcTokens *tokens, size_t end,
                     HcClauses *clauses_out);

/** The kind that a word spells, without ASCII case; or HC_CLAUSE_NONE. */
static inline HcClauseKind
hc_clause_spelled(const char *word, size_t length)
{
	static const struct {
		char text[14];
		uint8_t length;
		uint8_t kind;
	} words[] = {
		{"from",          4,  HC_CLAUSE_FROM    },
		{"by",            2,  HC_CLAUSE_BY      },
		{"via",           3,  HC_CLAUSE_VIA     },
		{"with",          4,  HC_CLAUSE_WITH    },
		{"id",            2,  HC_CLAUSE_ID      },
		{"for",           3,  HC_CLAUSE_FOR     },
		{"tls",           3,  HC_CLAUSE_TLS     },
		{"envelope-from", 13, HC_CLAUSE_ENVELOPE},
	};
	/* Row of each first letter: no two keywords share one but "from" and
	 * "for", which differ in length. */
	static const uint8_t rows[32] = {
		['b' & 31] = 2, ['e' & 31] = 8, ['f' & 31] = 1, ['i' & 31] = 5,
		['t' & 31] = 7, ['v' & 31] = 3, ['w' & 31] = 4,
	};
	unsigned row;

	if (length < 2 || (length > 4 && length != 13))
		return HC_CLAUSE_NONE;
	row = rows[word[0] & 31];
	if (row == 1 && length == 3)
		row = 6;
	if (row == 0 || !hc_equal_nocase(word, length, words[row - 1].text,
	                                 words[row - 1].length))
		return HC_CLAUSE_NONE;
	return (HcClauseKind)words[row - 1].kind;
}

/** First clause of a kind, or NULL. */
const HcClause *hc_clauses_find(const HcClauses *clauses, HcClauseKind kind);

#endif
