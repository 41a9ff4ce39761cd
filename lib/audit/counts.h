/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counts.h - rows of numbers by key, and how two rows of one key become one.
 *
 * Both sides of an archive's sums share this: a unit's tally fills a table, its
 * rows travel as records, the summary joins rows of the same key. */
#ifndef HC_COUNTS_H
#define HC_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** Columns of the widest kind of row. */
#define HC_SUM_COLUMNS 24
/** Bytes of a name that rows are kept by; what is longer is cut there. */
#define HC_SUM_NAME_MAX 1000

/** What rows are about; the letter is that of records. */
typedef enum {
	HC_SUM_ALL = 'a',     /* key: none */
	HC_SUM_SHARE = 's',   /* evidence, scope */
	HC_SUM_FINDING = 'f', /* identifier of the rule */
	HC_SUM_VERSION =
		'v',        /* lowest and highest wire code, high byte first */
	HC_SUM_SUITE = 'c', /* HC_SUITE_..., IANA name */
	HC_SUM_DIALECT =
		'd',       /* id, NUL, name, NUL, silence, since, NUL, source */
	HC_SUM_NOTE = 'n', /* code */
	HC_SUM_MONTH = 'm', /* HC_KEY_..., year and month in order */
	HC_SUM_HOST = 'h',  /* HC_KEY_..., name, NUL */
	HC_SUM_PARTY = 'p', /* HcPartyBasis, name, NUL, day in order */
} HcSumType;

/** Whether the thing that a row is kept by is known: known ones sort first. */
enum {
	HC_KEY_KNOWN = 0,
	HC_KEY_UNKNOWN = 1,
};

/** Which suite a row is about. */
enum {
	HC_SUITE_KNOWN = 's',
	HC_SUITE_AMBIGUOUS = 'a',
	HC_SUITE_NONE = 'n',
};

/** What a counterparty is named by. */
typedef enum {
	HC_PARTY_RDNS,
	HC_PARTY_ADDRESS,
	HC_PARTY_NONE,
} HcPartyBasis;

/** Columns of a hop's TLS state, in the order of HcTlsState. */
#define HC_SUM_STATES 5

/* Columns, by type. */
enum {
	HC_ALL_MESSAGES,
	HC_ALL_HOPS,
	HC_ALL_PASS, /* by HcOutcome: pass, fail, indeterminate */
	HC_ALL_FAIL,
	HC_ALL_INDETERMINATE,
	HC_ALL_WITHOUT_HOPS,
	HC_ALL_WITHOUT_HORIZON,
	HC_ALL_WITHOUT_BOUNDARY,
	HC_ALL_UNDATED,
	HC_ALL_HOPS_UNREAD, /* of HC_ALL_HOPS */
};

enum {
	HC_SHARE_HOPS,
	HC_SHARE_STATE,                                 /* five */
	HC_SHARE_THEN = HC_SHARE_STATE + HC_SUM_STATES, /* five, by HcGrade */
	HC_SHARE_NOW = HC_SHARE_THEN + 5,
};

enum {
	HC_FINDING_COUNT,
	HC_FINDING_MESSAGES,
	HC_FINDING_EFFECT, /* four, by HcEffect */
	HC_FINDING_ASIDE = HC_FINDING_EFFECT + 4,
	HC_FINDING_SEVERITY, /* the highest */
};

enum {
	HC_NOTE_SUM_COUNT,
	HC_NOTE_SUM_MESSAGES,
};

enum {
	HC_MONTH_MESSAGES,
	HC_MONTH_OUTCOME,                      /* three, by HcOutcome */
	HC_MONTH_STATE = HC_MONTH_OUTCOME + 3, /* five, of boundary hops */
	HC_MONTH_VERSION = HC_MONTH_STATE + HC_SUM_STATES, /* six */
	HC_MONTH_ATTESTED = HC_MONTH_VERSION + 6, /* hops, TLS, clear */
	HC_MONTH_CLAIMED = HC_MONTH_ATTESTED + 3, /* the same */
};

enum {
	HC_HOST_MESSAGES,
	HC_HOST_OUTCOME, /* three, by HcOutcome */
	HC_HOST_STATE = HC_HOST_OUTCOME + 3,
	HC_HOST_FIRST = HC_HOST_STATE + HC_SUM_STATES,
	HC_HOST_LAST,
};

enum {
	HC_PARTY_MESSAGES,
	HC_PARTY_STATE,
	HC_PARTY_FIRST = HC_PARTY_STATE + HC_SUM_STATES,
	HC_PARTY_LAST,
	HC_PARTY_TLS,   /* first message with TLS */
	HC_PARTY_CLEAR, /* first message in the clear */
};

/** How the columns of a type join: '+' add; '<' the least, '>' the most, 'o'
 *  the least, a message's ordinal.
 *  @return static, one letter a column; NULL: no such type */
const char *hc_sum_rules(uint8_t type);

/** Nothing was seen yet, in a column of the least. */
#define HC_SUM_NEVER UINT64_MAX

/** Times as numbers of columns: their order is kept, 0 is before all. */
static inline uint64_t
hc_sum_time(int64_t unix_s)
{
	return (uint64_t)unix_s ^ (uint64_t)1 << 63;
}

static inline int64_t
hc_sum_unix(uint64_t time)
{
	return (int64_t)(time ^ (uint64_t)1 << 63);
}

/** Set the columns of a type to what they are before anything is seen. */
void hc_sum_init(uint64_t *numbers, const char *rules);
/** Join a row into another. */
void hc_sum_join(uint64_t *numbers, const uint64_t *other, const char *rules);

/** A row of a table. */
typedef struct {
	uint64_t hash;
	uint32_t key_length;
	uint8_t type; /* HcSumType */
	uint8_t *key;
	uint64_t numbers[];
} HcSumRow;

/** Rows by type and key, in the order of their first use. */
typedef struct HcCounts HcCounts;

HcCounts *hc_counts_new(void);
/** Find a row, or add it.
 *  @return stays until the table is cleared */
HcSumRow *hc_counts_row(HcCounts *sums, HcSumType type, const void *key,
                        size_t length);
/** Rows that there are. */
size_t hc_counts_count(const HcCounts *sums);
/** Row @p index, in the order of first use. */
HcSumRow *hc_counts_at(const HcCounts *sums, size_t index);
/** Bytes that rows take, about. */
size_t hc_counts_size(const HcCounts *sums);
void hc_counts_clear(HcCounts *sums);
void hc_counts_free(HcCounts *sums);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcCounts, hc_counts_free)

#endif
