/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ranking.h - rows of an archive by host, counterparty and month, joined and
 * put in the order in which they are told.
 *
 * There can be very many, so they pass through sorters: once by key, to join
 * what units counted apart, and once by how much they count. */
#ifndef HC_RANKING_H
#define HC_RANKING_H

#include "hopcheck.h"
#include "sorter.h"
#include "counts.h"

/** Bytes that one sorter may use. */
#define HC_RANKING_MEMORY ((size_t)1 << 20)

/** Put a row into a sorter by its key. */
bool hc_ranking_put(HcSorter *sorter, uint8_t type, const uint8_t *key,
                    size_t key_length, const uint64_t *numbers, GError **error);

/** Rows of a sorter, those of one key joined. */
typedef struct {
	HcSorter *sorter; /* borrowed */
	uint8_t type;
	GByteArray *ahead; /* a row that was read and is of the next key */
	GByteArray *key;   /* of the row that was given */
	uint64_t numbers[HC_SUM_COLUMNS];
} HcJoin;

void hc_join_init(HcJoin *join, HcSorter *sorter, uint8_t type);
/** The next key and the sums of its rows.
 *  @return false with @p error unset at the end, with @p error set:
 *          HC_ERROR_WRITE */
bool hc_join_next(HcJoin *join, GError **error);
void hc_join_clear(HcJoin *join);

/** Put joined rows of hosts into a sorter by messages, the most first. */
bool hc_ranking_hosts(HcSorter *by_key, HcSorter *by_count, GError **error);

/** Regressions told of one counterparty; all are counted. */
#define HC_REGRESSIONS_SHOWN 10u

/** From TLS to clear text. */
typedef struct {
	uint64_t tls_day; /* times of columns, days */
	uint64_t tls_message;
	uint64_t clear_day;
	uint64_t clear_message;
} HcRegression;

/** A counterparty, all its days together; days are as hc_sum_time() makes
 *  them, HC_SUM_NEVER and 0 where there is none. */
typedef struct {
	uint64_t basis;
	uint64_t messages;
	uint64_t states[HC_SUM_STATES];
	uint64_t first, last;
	uint64_t first_tls, last_tls;
	uint64_t first_clear, last_clear;
	uint64_t clear_after_tls; /* messages */
	uint64_t regression_count;
	HcRegression regressions[HC_REGRESSIONS_SHOWN];
} HcParty;

/** Sums over all counterparties. */
typedef struct {
	uint64_t parties;
	uint64_t with_tls; /* that used TLS on a day, or undated */
	uint64_t with_clear;
	uint64_t regressed; /* that went from TLS to clear text */
	uint64_t regressions;
} HcPartySums;

/** Join the days of each counterparty, and put them into a sorter by messages,
 *  the most first. */
bool hc_ranking_parties(HcSorter *by_key, HcSorter *by_count,
                        HcPartySums *sums_out, GError **error);

/** A row of hc_ranking_hosts(). */
typedef struct {
	const char *name; /* NULL: none is stated; borrowed */
	uint64_t numbers[HC_SUM_COLUMNS];
} HcHostRow;

/** The next host, or counterparty; as hc_join_next(). */
bool hc_ranking_next_host(HcSorter *by_count, HcHostRow *row_out,
                          GError **error);
bool hc_ranking_next_party(HcSorter *by_count, const char **name_out,
                           HcParty *party_out, GError **error);

#endif
