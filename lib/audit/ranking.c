/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ranking.c - rows of an archive joined and ranked, beyond memory. */
#include "config.h"

#include "ranking.h"

#include <string.h>

/* A record of a sorter by key: the key, which no other key begins with, the
 * numbers, and how long the key is. */
typedef uint32_t KeyLength;

bool
hc_ranking_put(HcSorter *sorter, uint8_t type, const uint8_t *key,
               size_t key_length, const uint64_t *numbers, GError **error)
{
	size_t columns = strlen(hc_sum_rules(type));
	KeyLength length = (KeyLength)key_length;
	g_autoptr(GByteArray) record = g_byte_array_sized_new(
		(guint)(key_length + columns * sizeof numbers[0] +
	                sizeof length));

	g_byte_array_append(record, key, (guint)key_length);
	g_byte_array_append(record, (const guint8 *)numbers,
	                    (guint)(columns * sizeof numbers[0]));
	g_byte_array_append(record, (const guint8 *)&length, sizeof length);
	return hc_sorter_add(sorter, record->data, record->len, error);
}

void
hc_join_init(HcJoin *join, HcSorter *sorter, uint8_t type)
{
	memset(join, 0, sizeof *join);
	join->sorter = sorter;
	join->type = type;
	join->ahead = g_byte_array_new();
	join->key = g_byte_array_new();
}

void
hc_join_clear(HcJoin *join)
{
	g_byte_array_unref(join->ahead);
	g_byte_array_unref(join->key);
}

static KeyLength
key_length(const GByteArray *record)
{
	KeyLength length;

	memcpy(&length, record->data + record->len - sizeof length,
	       sizeof length);
	return length;
}

/** Read a record ahead; none: it is empty. */
static bool
read_ahead(HcJoin *join, GError **error)
{
	const void *record;
	size_t length;

	g_byte_array_set_size(join->ahead, 0);
	if (!hc_sorter_next(join->sorter, &record, &length, error))
		return false;
	if (record != NULL)
		g_byte_array_append(join->ahead, record, (guint)length);
	return true;
}

bool
hc_join_next(HcJoin *join, GError **error)
{
	const char *rules = hc_sum_rules(join->type);

	if (join->ahead->len == 0 && !read_ahead(join, error))
		return false;
	if (join->ahead->len == 0)
		return false;
	hc_sum_init(join->numbers, rules);
	g_byte_array_set_size(join->key, 0);
	g_byte_array_append(join->key, join->ahead->data,
	                    key_length(join->ahead));
	while (join->ahead->len > 0 &&
	       key_length(join->ahead) == join->key->len &&
	       memcmp(join->ahead->data, join->key->data, join->key->len) ==
	               0) {
		uint64_t numbers[HC_SUM_COLUMNS];

		memcpy(numbers, join->ahead->data + join->key->len,
		       strlen(rules) * sizeof numbers[0]);
		hc_sum_join(join->numbers, numbers, rules);
		if (!read_ahead(join, error))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ records */

/** Put a row by how much it counts, then by its name. */
static bool
put_ranked(HcSorter *sorter, uint64_t count, const char *name, uint8_t basis,
           const void *row, size_t size, GError **error)
{
	g_autoptr(GByteArray) record = g_byte_array_new();
	uint8_t order[8];

	hc_order_put(order, UINT64_MAX - count);
	g_byte_array_append(record, order, sizeof order);
	g_byte_array_append(record, (const guint8 *)name,
	                    (guint)strlen(name) + 1);
	g_byte_array_append(record, &basis, 1);
	g_byte_array_append(record, row, (guint)size);
	return hc_sorter_add(sorter, record->data, record->len, error);
}

/** Read such a row.
 *  @param row_out  @p size bytes
 *  @return its name, borrowed until the next call; NULL: at the end, or with
 *          @p error set */
static const char *
next_ranked(HcSorter *sorter, uint8_t *basis_out, void *row_out, size_t size,
            GError **error)
{
	const void *record;
	const char *name;
	size_t length;

	if (!hc_sorter_next(sorter, &record, &length, error) || record == NULL)
		return NULL;
	name = (const char *)record + 8;
	*basis_out = (uint8_t)name[strlen(name) + 1];
	memcpy(row_out, name + strlen(name) + 2, size);
	return name;
}

/* -------------------------------------------------------------------- hosts */

bool
hc_ranking_hosts(HcSorter *by_key, HcSorter *by_count, GError **error)
{
	GError *failure = NULL;
	bool done = true;
	HcJoin join;

	hc_join_init(&join, by_key, HC_SUM_HOST);
	while (done && hc_join_next(&join, &failure))
		done = put_ranked(by_count, join.numbers[HC_HOST_MESSAGES],
		                  (const char *)join.key->data + 1,
		                  join.key->data[0], join.numbers,
		                  sizeof join.numbers, error);
	hc_join_clear(&join);
	if (failure == NULL)
		return done;
	g_propagate_error(error, failure);
	return false;
}

bool
hc_ranking_next_host(HcSorter *by_count, HcHostRow *row_out, GError **error)
{
	uint8_t known = 0;
	const char *name = next_ranked(by_count, &known, row_out->numbers,
	                               sizeof row_out->numbers, error);

	row_out->name = known == HC_KEY_KNOWN ? name : NULL;
	return name != NULL;
}

/* ----------------------------------------------------------- counterparties */

/** One of them while its days pass by, the oldest first. */
typedef struct {
	HcParty party;
	GString *name;
	bool any;         /* there is one */
	bool was_tls;     /* on the last day with either there was TLS */
	uint64_t tls_day; /* that day */
	uint64_t tls_message;
} Passing;

static void
add_regression(Passing *passing, uint64_t day, uint64_t message)
{
	HcParty *party = &passing->party;

	if (party->regression_count < HC_REGRESSIONS_SHOWN)
		party->regressions[party->regression_count] = (HcRegression){
			passing->tls_day, passing->tls_message, day, message};
	party->regression_count++;
}

/** Take in a day on which something can be placed. */
static void
add_day(Passing *passing, const uint64_t *numbers, uint64_t day)
{
	HcParty *party = &passing->party;
	uint64_t tls = numbers[HC_PARTY_STATE + HC_TLS_YES];
	uint64_t clear = numbers[HC_PARTY_STATE + HC_TLS_NO];

	if (clear > 0) {
		if (passing->was_tls)
			add_regression(passing, day, numbers[HC_PARTY_CLEAR]);
		if (party->first_tls < day)
			party->clear_after_tls += clear;
		party->first_clear = MIN(party->first_clear, day);
		party->last_clear = day;
	}
	if (tls > 0) {
		party->first_tls = MIN(party->first_tls, day);
		party->last_tls = day;
		passing->tls_day = day;
		passing->tls_message = numbers[HC_PARTY_TLS];
	}
	if (tls > 0 || clear > 0)
		passing->was_tls = tls > 0;
}

static void
begin_party(Passing *passing, const uint8_t *key)
{
	memset(&passing->party, 0, sizeof passing->party);
	passing->party.basis = key[0];
	passing->party.first = HC_SUM_NEVER;
	passing->party.first_tls = HC_SUM_NEVER;
	passing->party.first_clear = HC_SUM_NEVER;
	passing->any = true;
	passing->was_tls = false;
	g_string_assign(passing->name, (const char *)key + 1);
}

static bool
end_party(Passing *passing, HcSorter *by_count, HcPartySums *sums,
          GError **error)
{
	const HcParty *party = &passing->party;

	if (!passing->any)
		return true;
	sums->parties++;
	sums->with_tls += party->states[HC_TLS_YES] > 0;
	sums->with_clear += party->states[HC_TLS_NO] > 0;
	sums->regressed += party->regression_count > 0;
	sums->regressions += party->regression_count;
	return put_ranked(by_count, party->messages, passing->name->str,
	                  (uint8_t)party->basis, party, sizeof *party, error);
}

static void
add_row(Passing *passing, const HcJoin *join)
{
	HcParty *party = &passing->party;
	const uint64_t *numbers = join->numbers;
	const uint8_t *day = join->key->data + join->key->len - 8;
	int64_t number = hc_order_get_signed(day);

	party->messages += numbers[HC_PARTY_MESSAGES];
	for (unsigned i = 0; i < HC_SUM_STATES; i++)
		party->states[i] += numbers[HC_PARTY_STATE + i];
	party->first = MIN(party->first, numbers[HC_PARTY_FIRST]);
	party->last = MAX(party->last, numbers[HC_PARTY_LAST]);
	if (number != INT64_MAX)
		add_day(passing, numbers, hc_sum_time(number));
}

bool
hc_ranking_parties(HcSorter *by_key, HcSorter *by_count, HcPartySums *sums_out,
                   GError **error)
{
	Passing passing = {.name = g_string_new(NULL)};
	GError *failure = NULL;
	bool done = true;
	HcJoin join;

	memset(sums_out, 0, sizeof *sums_out);
	hc_join_init(&join, by_key, HC_SUM_PARTY);
	while (done && hc_join_next(&join, &failure)) {
		if (!passing.any || passing.party.basis != join.key->data[0] ||
		    strcmp(passing.name->str,
		           (const char *)join.key->data + 1) != 0) {
			done = end_party(&passing, by_count, sums_out, error);
			begin_party(&passing, join.key->data);
		}
		add_row(&passing, &join);
	}
	if (done && failure == NULL)
		done = end_party(&passing, by_count, sums_out, error);
	hc_join_clear(&join);
	g_string_free(passing.name, TRUE);
	if (failure == NULL)
		return done;
	g_propagate_error(error, failure);
	return false;
}

bool
hc_ranking_next_party(HcSorter *by_count, const char **name_out,
                      HcParty *party_out, GError **error)
{
	uint8_t basis;

	*name_out = next_ranked(by_count, &basis, party_out, sizeof *party_out,
	                        error);
	return *name_out != NULL;
}
