/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dialect.h - who wrote a field, and so where each fact stands in it.
 *
 * A dialect is a row of dialects.tsv: how it is recognised (globs over what
 * the writer says of itself behind its "by", never over the client's words),
 * the shapes of its "from" part, and its notations of TLS with the places
 * where each may stand.  A variant names a row more closely once the facts
 * are known.
 */
#ifndef HC_DIALECT_H
#define HC_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clause.h"
#include "hopcheck.h"
#include "template.h"
#include "token.h"

/** Where a notation may stand: the comments of a clause, or bare words. */
enum {
	HC_IN_FROM = 1 << 0, /**< behind the comment that holds the peer */
	HC_IN_BY = 1 << 1,
	HC_IN_VIA = 1 << 2,
	HC_IN_WITH = 1 << 3,
	HC_IN_ID = 1 << 4,
	HC_IN_FOR = 1 << 5,
	HC_IN_TLS = 1 << 6,      /**< comments behind a tls clause */
	HC_IN_ENVELOPE = 1 << 7, /**< comments behind an envelope-from clause */
	HC_IN_DATE = 1 << 8,     /**< comments behind the date */
	HC_IN_TLS_WORD = 1 << 9, /**< the value of the tls clause */
	HC_IN_WITH_WORDS = 1 << 10,  /**< the value of the with clause */
	HC_IN_SECOND_WITH = 1 << 11, /**< the value of a second with clause */
	HC_IN_BY_WORDS = 1 << 12,    /**< words behind the host of "by" */
	HC_IN_ID_WORDS = 1 << 13,    /**< words behind the value of "id" */
	HC_IN_WRITER = HC_IN_BY | HC_IN_VIA | HC_IN_WITH | HC_IN_ID |
	               HC_IN_FOR | HC_IN_TLS | HC_IN_ENVELOPE,
};

/** One way to state something. */
typedef struct {
	unsigned places;     /**< HC_IN_* */
	const char *pattern; /**< template of the whole comment or words */
	unsigned char first; /**< its first byte, lower case; 0: a capture */
	uint32_t later; /**< first bytes of this and all behind it in a list, as
	                 *   hc_notation_byte() of each */
	HcFact whole;   /**< the fact that the whole text states; or
	                      *   HC_FACT_COUNT: only what it captures */
} HcNotation;

/** A bit for a first byte: its own for a letter, one for all other bytes. */
static inline uint32_t
hc_notation_byte(unsigned char lower)
{
	return lower >= 'a' && lower <= 'z' ? UINT32_C(1) << (lower - 'a')
	                                    : UINT32_C(1) << 26;
}

/** What a row asks for beside its globs. */
enum {
	HC_IF_FROM = 1 << 0, /**< a from clause */
	HC_IF_NO_FROM = 1 << 1,
	HC_IF_NO_WITH = 1 << 2,
	HC_IF_NO_ID = 1 << 3,
	HC_IF_NO_BY = 1 << 4,
	HC_IF_SHAPE = 1 << 5,        /**< one of its shapes fits */
	HC_IF_TLS = 1 << 6,          /**< a tls clause (variants) */
	HC_IF_BARE = 1 << 7,         /**< no comment behind the host of "by" */
	HC_IF_NAMED = 1 << 8,        /**< a comment behind the host of "by" */
	HC_IF_NO_DATE_MARK = 1 << 9, /**< no semicolon before the date */
	/* Not conditions: */
	HC_WORDS_EXPECTED = 1 << 16, /**< it writes words that are no clause */
	HC_TWICE_EXPECTED = 1 << 17, /**< it writes a clause twice */
	HC_FORGED = 1 << 18,         /**< no real software writes this */
	HC_BY_PHRASE = 1 << 19,      /**< its "by" holds blanks */
};

/** A condition on a fact: stated and matching the globs; globs NULL: stated or
 *  not. */
typedef struct {
	HcFact fact;
	bool stated;
	const HcGlob *globs;
} HcFactTest;

/** A closer name for a row. */
typedef struct {
	HcDialect dialect;
	HcFactTest test[2]; /**< all hold */
	unsigned tests;     /**< number of tests */
	unsigned flags;
} HcVariant;

typedef struct {
	HcDialect dialect;
	const HcGlob
		*software;     /**< a comment behind by, via, with, tls or id */
	const HcGlob *with;    /**< the with phrase */
	const HcGlob *by;      /**< the host of "by" */
	const HcGlob *via;     /**< the first word of via */
	const HcGlob *id;      /**< the value of id */
	const HcGlob *comment; /**< any comment behind with, id or for */
	const HcGlob *peer;    /**< first comment of the from part */
	const HcGlob *lead;    /**< a comment before the first clause */
	const HcGlob *date;    /**< the date-time as written */
	const HcGlob
		*client; /**< any comment of the from part: only for writers
	                       *   whose "with" is tested and is not SMTP */
	unsigned flags;
	const char *const *shapes;          /**< NULL-terminated, or NULL */
	const HcNotation *const *notations; /**< NULL-terminated list of lists
	                                     *   that end with a NULL pattern */
	const HcVariant *variants;
	size_t variant_count;
} HcDialectRow;

/** Comments of each sort that rows are tested on; more are no writer's. */
#define HC_ASKED_COMMENTS 12

/** A run of bytes of the value; length 0 and offset 0: none. */
typedef struct {
	uint32_t offset;
	uint32_t length;
	bool stated;
} HcRun;

/** A value with its clauses found: what rows are tested on. */
typedef struct {
	const char *bytes;
	size_t length;
	HcMarks marks;
	HcTokens tokens;
	HcClauses clauses;
	size_t clause_end; /**< index behind the last token of the clauses */
	size_t after_date; /**< index of the first token behind the date */
	bool date_mark;    /**< a semicolon stands before the date */
	const HcClause *clause[HC_CLAUSE_COUNT]; /**< first of each kind */
	const HcClause *second_with;
	/* Comments that may name the writer's product, in the order in which
	 * clauses are asked, and those behind with, id and for. */
	const HcToken *software[HC_ASKED_COMMENTS];
	const HcToken *behind[HC_ASKED_COMMENTS];
	size_t software_count, behind_count;
	const HcToken *peer;   /**< first comment of the from part */
	const HcToken *writer; /**< the comment by which the row's software glob
	                        *   recognised the writer, or NULL */
	/* hc_letters() of what is tested most. */
	uint32_t software_letters[HC_ASKED_COMMENTS];
	uint32_t behind_letters[HC_ASKED_COMMENTS];
	HcRun with; /**< the with phrase */
	HcRun by;   /**< the host of "by" */
	HcRun id;
	HcRun late_id;   /**< an id behind the date-time */
	HcRun date;      /**< the date-time */
	HcRun from;      /**< the value of "from" */
	HcRun from_part; /**< from the value of "from" to the writer's "by" */
} HcView;

/** Rows by priority; the last is the generic one. */
extern const HcDialectRow hc_dialect_rows[];
extern const size_t hc_dialect_row_count;

/** Rows that a field leaves a chance, as bits, by what a text of it begins
 *  with, ends in and measures: a software comment, the with phrase (by both
 *  bytes together, the first counting 28 lines), the host of "by" (also by the
 *  byte before its last dot), the first comment of the from part, the id.
 *  Lines of bytes: a to z, other bytes, none; of sizes: 0 to 39 bytes, more,
 *  no text. */
#define HC_DIALECT_WORDS 12
#define HC_DIALECT_INDEX(name)                                                 \
	extern const uint32_t hc_dialects_by_##name[][HC_DIALECT_WORDS]        \
		__attribute__((aligned(16)))
HC_DIALECT_INDEX(software);
HC_DIALECT_INDEX(software_last);
HC_DIALECT_INDEX(software_size);
HC_DIALECT_INDEX(with);
HC_DIALECT_INDEX(with_size);
HC_DIALECT_INDEX(by);
HC_DIALECT_INDEX(by_last);
HC_DIALECT_INDEX(by_dot);
HC_DIALECT_INDEX(by_size);
HC_DIALECT_INDEX(peer);
HC_DIALECT_INDEX(peer_last);
HC_DIALECT_INDEX(peer_size);
HC_DIALECT_INDEX(id_size);
/** The same by what stands in the field: a from clause 1, a comment before the
 *  first clause 2, a with phrase 4, an id 8. */
HC_DIALECT_INDEX(start);
/** A via clause 1, a comment behind the host of "by" 2, a semicolon before the
 *  date 4, a comment behind with, id or for 8, a by clause 16. */
HC_DIALECT_INDEX(rest);
#undef HC_DIALECT_INDEX
/** Notations that every dialect may use: authentication, envelope sender. */
extern const HcNotation hc_common_notations[];

/** The row of a field; sets the view's comments. */
const HcDialectRow *hc_dialect_find(HcView *view);

/** The variant that the facts name, else the row's own dialect. */
const HcDialect *hc_dialect_refine(const HcDialectRow *row, const HcView *view,
                                   const HcRun *facts);

/** Run of the value's bytes that a token covers. */
static inline HcRun
hc_token_run(const HcToken *token)
{
	return (HcRun){token->offset, token->length, true};
}

/** The bytes inside a comment's parentheses. */
static inline HcRun
hc_comment_inside(const HcToken *token)
{
	uint32_t closing = token->open ? 1 : 2;

	return (HcRun){token->offset + 1, token->length - closing, true};
}

#endif
