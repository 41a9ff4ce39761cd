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
	uint8_t counts[HC_CLAUSE_COUNT]; /**< of each kind */
	size_t lead;                     /**< tokens before the first clause */
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

/** A short word as a number: its length, its first and last two bytes.  The bit
 *  that tells ASCII case apart is set; of a letter no other byte gives the
 *  same. */
static inline uint64_t
hc_clause_number(const char *word, size_t length)
{
	const unsigned char *first = (const unsigned char *)word;
	const unsigned char *last = first + length - 2;
	unsigned head = (unsigned)(first[0] | first[1] << 8);
	unsigned tail = (unsigned)(last[0] | last[1] << 8);

	return (uint64_t)length << 32 |
	       ((uint64_t)tail << 16 | head | 0x20202020u);
}

/** The same of a word that is known when the program is made. */
#define HC_CLAUSE_NUMBER(length, a, b, c, d)                                   \
	(UINT64_C(length) << 32 | (uint64_t)(d) << 24 | (uint64_t)(c) << 16 |  \
	 (uint64_t)(b) << 8 | (uint64_t)(a))

/** The kind that a word spells, without ASCII case; or HC_CLAUSE_NONE. */
static inline HcClauseKind
hc_clause_spelled(const char *word, size_t length)
{
	if (length < 2 || length > 4)
		return length == 13 && hc_is(word, 13, "envelope-from")
		               ? HC_CLAUSE_ENVELOPE
		               : HC_CLAUSE_NONE;
	switch (hc_clause_number(word, length)) {
	case HC_CLAUSE_NUMBER(4, 'f', 'r', 'o', 'm'):
		return HC_CLAUSE_FROM;
	case HC_CLAUSE_NUMBER(2, 'b', 'y', 'b', 'y'):
		return HC_CLAUSE_BY;
	case HC_CLAUSE_NUMBER(3, 'v', 'i', 'i', 'a'):
		return HC_CLAUSE_VIA;
	case HC_CLAUSE_NUMBER(4, 'w', 'i', 't', 'h'):
		return HC_CLAUSE_WITH;
	case HC_CLAUSE_NUMBER(2, 'i', 'd', 'i', 'd'):
		return HC_CLAUSE_ID;
	case HC_CLAUSE_NUMBER(3, 'f', 'o', 'o', 'r'):
		return HC_CLAUSE_FOR;
	case HC_CLAUSE_NUMBER(3, 't', 'l', 'l', 's'):
		return HC_CLAUSE_TLS;
	default:
		return HC_CLAUSE_NONE;
	}
}

#endif
