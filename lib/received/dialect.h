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
	HcFact whole;        /**< the fact that the whole text states; or
	                      *   HC_FACT_COUNT: only what it captures */
} HcNotation;

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

/** A condition on a fact: stated and matching the glob; glob NULL: stated;
 *  glob "": not stated. */
typedef struct {
	HcFact fact;
	const char *glob;
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
	const char *software; /**< a comment behind by, via, with, tls or id */
	const char *with;     /**< the with phrase */
	const char *by;       /**< the host of "by" */
	const char *via;      /**< the first word of via */
	const char *id;       /**< the value of id */
	const char *comment;  /**< any comment behind with, id or for */
	const char *peer;     /**< first comment of the from part */
	const char *lead;     /**< a comment before the first clause */
	const char *date;     /**< the date-time as written */
	const char *client;   /**< any comment of the from part: only for writers
	                       *   whose "with" is tested and is not SMTP */
	/* What a match needs, by letter: the first byte of a software comment
	 * or of the with phrase, the byte before the host's last dot. */
	uint32_t software_mask, with_mask, by_mask;
	unsigned flags;
	const char *const *shapes;          /**< NULL-terminated, or NULL */
	const HcNotation *const *notations; /**< NULL-terminated list of lists
	                                     *   that end with a NULL pattern */
	const HcVariant *variants;
	size_t variant_count;
} HcDialectRow;

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
	HcTokens tokens;
	HcClauses clauses;
	size_t clause_end; /**< index behind the last token of the clauses */
	size_t after_date; /**< index of the first token behind the date */
	bool date_mark;    /**< a semicolon stands before the date */
	const HcClause *clause[HC_CLAUSE_COUNT]; /**< first of each kind */
	const HcClause *second_with;
	HcRun with; /**< the with phrase */
	HcRun by;   /**< the host of "by" */
	HcRun id;
	HcRun date;      /**< the date-time */
	HcRun from;      /**< the value of "from" */
	HcRun from_part; /**< from the value of "from" to the writer's "by" */
} HcView;

/** Rows by priority; the last is the generic one. */
extern const HcDialectRow hc_dialect_rows[];
extern const size_t hc_dialect_row_count;
/** Notations that every dialect may use: authentication, envelope sender. */
extern const HcNotation hc_common_notations[];

/** The row of a field. */
const HcDialectRow *hc_dialect_find(const HcView *view);

/** The comment by which the row's software glob recognised the writer, or
 *  NULL. */
const HcToken *hc_dialect_software(const HcView *view, const HcDialectRow *row);

/** The variant that the facts name, else the row's own dialect. */
const HcDialect *hc_dialect_refine(const HcDialectRow *row, const HcView *view,
                                   const HcRun *facts);

#endif
