/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* summary.c - sums over an archive: taken in, joined, put in order. */
#include "config.h"

#include "summary-rows.h"

#include <string.h>

#include "packing.h"

static void
clear_omission(void *data)
{
	HcOmission *omission = data;

	g_free(omission->why);
	g_free(omission->first);
}

HcSummary *
hc_summary_new(const char *folder, const HcPolicy *policy)
{
	HcSummary *summary = g_new0(HcSummary, 1);
	HcSorter **const sorters[] = {&summary->months, &summary->hosts,
	                              &summary->parties, &summary->ranked_hosts,
	                              &summary->ranked_parties};

	summary->policy = policy;
	summary->few = hc_counts_new();
	for (size_t i = 0; i < G_N_ELEMENTS(sorters); i++)
		*sorters[i] = hc_sorter_new(folder, HC_RANKING_MEMORY);
	summary->troubles = g_ptr_array_new_with_free_func(g_free);
	summary->omissions = g_array_new(FALSE, FALSE, sizeof(HcOmission));
	g_array_set_clear_func(summary->omissions, clear_omission);
	return summary;
}

void
hc_summary_free(HcSummary *summary)
{
	if (summary == NULL)
		return;
	hc_counts_free(summary->few);
	hc_sorter_free(summary->months);
	hc_sorter_free(summary->hosts);
	hc_sorter_free(summary->parties);
	hc_sorter_free(summary->ranked_hosts);
	hc_sorter_free(summary->ranked_parties);
	g_ptr_array_unref(summary->troubles);
	g_array_unref(summary->omissions);
	g_free(summary);
}

/* ------------------------------------------------------------------- taking */

/** Where rows of a type go that can be many; NULL: to memory. */
static HcSorter *
sorter_of(const HcSummary *summary, uint8_t type)
{
	switch (type) {
	case HC_SUM_MONTH:
		return summary->months;
	case HC_SUM_HOST:
		return summary->hosts;
	case HC_SUM_PARTY:
		return summary->parties;
	default:
		return NULL;
	}
}

static bool
refuse(GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "sums that make no sense");
	return false;
}

/** Whether a key has the shape that all of its type have. */
static bool
is_key(uint8_t type, const uint8_t *key, size_t length)
{
	switch (type) {
	case HC_SUM_ALL:
		return length == 0;
	case HC_SUM_SHARE:
		return length == 2 && key[0] <= HC_EVIDENCE_ATTESTED &&
		       key[1] <= HC_SCOPE_UNKNOWN;
	case HC_SUM_VERSION:
		return length == 4;
	case HC_SUM_NOTE:
		return length == 1 && key[0] < HC_NOTE_COUNT;
	case HC_SUM_MONTH:
		return length == 9;
	case HC_SUM_HOST:
		return length >= 2 && key[length - 1] == 0 &&
		       strlen((const char *)key + 1) == length - 2;
	case HC_SUM_PARTY:
		return length >= 10 && key[length - 9] == 0 &&
		       strlen((const char *)key + 1) == length - 10;
	case HC_SUM_SUITE:
		return length == 1 || (length > 1 && key[length - 1] == 0);
	case HC_SUM_DIALECT:
		return length > 4 && key[length - 1] == 0;
	default:
		return length > 0; /* a finding's */
	}
}

static bool
take_row(HcSummary *summary, uint64_t base, HcUnpack *in, GError **error)
{
	uint8_t type = *in->at++;
	const char *rules = hc_sum_rules(type);
	uint64_t numbers[HC_SUM_COLUMNS];
	const uint8_t *key;
	size_t length;
	HcSorter *sorter;

	if (rules == NULL)
		return refuse(error);
	key = hc_unpack_bytes(in, &length);
	for (size_t i = 0; rules[i] != '\0'; i++) {
		numbers[i] = hc_unpack_number(in);
		if (rules[i] == '<' || rules[i] == 'o')
			numbers[i]--; /* 0 was never */
		if (rules[i] == 'o' && numbers[i] != HC_SUM_NEVER)
			numbers[i] += base;
	}
	if (in->bad || !is_key(type, key, length))
		return refuse(error);
	sorter = sorter_of(summary, type);
	if (sorter != NULL)
		return hc_ranking_put(sorter, type, key, length, numbers,
		                      error);
	hc_sum_join(hc_counts_row(summary->few, type, key, length)->numbers,
	            numbers, rules);
	return true;
}

bool
hc_summary_take(HcSummary *summary, uint64_t base, const uint8_t *data,
                size_t length, GError **error)
{
	HcUnpack in = hc_unpack(data, length);

	while (in.at < in.end)
		if (!take_row(summary, base, &in, error))
			return false;
	return true;
}

void
hc_summary_input(HcSummary *summary, const HcInput *input, bool failed,
                 const char *why)
{
	summary->totals.inputs++;
	summary->totals.inputs_failed += failed;
	summary->input_bytes += input->size;
	summary->message_bytes += input->message_bytes;
	if (!failed || summary->troubles->len >= 2 * HC_TROUBLES_SHOWN)
		return;
	g_ptr_array_add(summary->troubles, g_strdup(input->label));
	g_ptr_array_add(summary->troubles,
	                g_strdup(why != NULL ? why : "not all of it was read"));
}

void
hc_summary_left_out(HcSummary *summary, const char *path, const char *member,
                    const char *why)
{
	HcOmission first = {NULL, NULL, 1};

	summary->left_out++;
	for (guint i = 0; i < summary->omissions->len; i++) {
		HcOmission *omission =
			&g_array_index(summary->omissions, HcOmission, i);

		if (strcmp(omission->why, why) == 0) {
			omission->count++;
			return;
		}
	}
	first.why = g_strdup(why);
	first.first = member != NULL ? g_strdup_printf("%s: %s", path, member)
	                             : g_strdup(path);
	g_array_append_val(summary->omissions, first);
}

uint64_t
hc_summary_count_left_out(const HcSummary *summary)
{
	return summary->left_out;
}

void
hc_summary_set_duplicates(HcSummary *summary, uint64_t count)
{
	summary->duplicates = count;
}

void
hc_summary_set_listed(HcSummary *summary, uint64_t count)
{
	summary->listed = count;
}

const uint64_t *
hc_summary_all(const HcSummary *summary)
{
	return hc_counts_row(summary->few, HC_SUM_ALL, NULL, 0)->numbers;
}

bool
hc_summary_settle(HcSummary *summary, GError **error)
{
	const uint64_t *all = hc_summary_all(summary);

	summary->totals.messages = all[HC_ALL_MESSAGES];
	summary->totals.hops = all[HC_ALL_HOPS];
	summary->totals.hops_unread = all[HC_ALL_HOPS_UNREAD];
	summary->totals.pass = all[HC_ALL_PASS];
	summary->totals.fail = all[HC_ALL_FAIL];
	summary->totals.indeterminate = all[HC_ALL_INDETERMINATE];
	return hc_ranking_hosts(summary->hosts, summary->ranked_hosts, error) &&
	       hc_ranking_parties(summary->parties, summary->ranked_parties,
	                          &summary->party_sums, error);
}

const HcTotals *
hc_summary_sums(const HcSummary *summary)
{
	return &summary->totals;
}

/* ------------------------------------------------------------------ in order */

GPtrArray *
hc_summary_rows(const HcSummary *summary, HcSumType type)
{
	GPtrArray *rows = g_ptr_array_new();

	for (size_t i = 0; i < hc_counts_count(summary->few); i++) {
		HcSumRow *row = hc_counts_at(summary->few, i);

		if (row->type == (uint8_t)type)
			g_ptr_array_add(rows, row);
	}
	return rows;
}

uint64_t
hc_summary_of_all_grades(const HcSumRow *row)
{
	return row->numbers[0] + row->numbers[1] + row->numbers[2] +
	       row->numbers[3];
}

/** By how much they count, the most first; then by key. */
static int
compare(uint64_t a_count, uint64_t b_count, const HcSumRow *a,
        const HcSumRow *b)
{
	int order;

	if (a_count != b_count)
		return a_count > b_count ? -1 : 1;
	order = memcmp(a->key, b->key, MIN(a->key_length, b->key_length));
	if (order != 0)
		return order;
	return (a->key_length > b->key_length) -
	       (a->key_length < b->key_length);
}

static int
by_first(gconstpointer left, gconstpointer right)
{
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;

	return compare(a->numbers[0], b->numbers[0], a, b);
}

static int
by_grades(gconstpointer left, gconstpointer right)
{
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;

	return compare(hc_summary_of_all_grades(a), hc_summary_of_all_grades(b),
	               a, b);
}

/** Attested first; boundary, internal, unknown, outside. */
static int
by_belief(gconstpointer left, gconstpointer right)
{
	static const int places[] = {
		[HC_SCOPE_BOUNDARY] = 0,
		[HC_SCOPE_INTERNAL] = 1,
		[HC_SCOPE_UNKNOWN] = 2,
		[HC_SCOPE_OUTSIDE] = 3,
	};
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;

	if (a->key[0] != b->key[0])
		return b->key[0] - a->key[0];
	return places[a->key[1]] - places[b->key[1]];
}

static GPtrArray *
sorted(const HcSummary *summary, HcSumType type, GCompareFunc order)
{
	GPtrArray *rows = hc_summary_rows(summary, type);

	g_ptr_array_sort(rows, order);
	return rows;
}

GPtrArray *
hc_summary_shares(const HcSummary *summary)
{
	return sorted(summary, HC_SUM_SHARE, by_belief);
}

GPtrArray *
hc_summary_findings(const HcSummary *summary)
{
	return sorted(summary, HC_SUM_FINDING, by_first);
}

GPtrArray *
hc_summary_versions(const HcSummary *summary)
{
	return sorted(summary, HC_SUM_VERSION, by_grades);
}

GPtrArray *
hc_summary_suites(const HcSummary *summary)
{
	GPtrArray *rows = sorted(summary, HC_SUM_SUITE, by_grades);
	guint counted = rows->len;

	/* those that only the catalogue tells are last */
	while (counted > 0 &&
	       hc_summary_of_all_grades(rows->pdata[counted - 1]) == 0)
		counted--;
	g_ptr_array_set_size(rows, (int)counted);
	return rows;
}

const HcRule *
hc_summary_rule(const HcSumRow *row)
{
	size_t count;
	const HcRule *rules = hc_rules(&count);

	for (size_t i = 0; i < count; i++)
		if (strlen(rules[i].id) == row->key_length &&
		    memcmp(rules[i].id, row->key, row->key_length) == 0)
			return &rules[i];
	return NULL;
}

const HcCipher *
hc_summary_cipher(const HcSumRow *row)
{
	return row->key_length > 1 ? hc_cipher_named((const char *)row->key + 1)
	                           : NULL;
}

void
hc_summary_version(const HcSumRow *row, unsigned *low_out, unsigned *high_out)
{
	*low_out = (unsigned)row->key[0] << 8 | row->key[1];
	*high_out = (unsigned)row->key[2] << 8 | row->key[3];
}
