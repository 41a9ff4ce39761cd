/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check-summary.c - whether the sums of an audit's summary add up. */
#include "config.h"

#include <string.h>

#include "report-reader.h"
#include "validate.h"

/** Parts of an entry that add up to another of its numbers. */
typedef struct {
	const char *list, *member;
	const char *parts[8]; /* NULL at the end */
	const char *sum;      /* of the entry */
} Within;

static const Within within[] = {
	{"tls-shares",
         "tls-share",        {"yes", "no", "unrecorded", "not-smtp", "contradicted"},
         "hops"        },
	{"tls-shares",
         "tls-share",        {"then-strong", "then-acceptable", "then-weak", "then-broken",
          "then-none"},
         "yes"         },
	{"tls-shares",
         "tls-share",        {"now-strong", "now-acceptable", "now-weak", "now-broken", "now-none"},
         "yes"         },
	{"finding-sums",
         "finding-sum",      {"fail", "indeterminate", "warn", "info", "set-aside"},
         "count"       },
	{"month-sums",
         "month-sum",        {"pass", "fail", "indeterminate"},
         "messages"    },
	{"month-sums",
         "month-sum",        {"boundary-ssl", "boundary-tls1-0", "boundary-tls1-1",
          "boundary-tls1-2", "boundary-tls1-3", "boundary-version-unknown"},
         "boundary-yes"},
	{"host-sums",
         "host-sum",         {"pass", "fail", "indeterminate"},
         "messages"    },
	{"host-sums",
         "host-sum",         {"yes", "no", "unrecorded", "not-smtp", "contradicted"},
         "messages"    },
	{"counterparty-sums",
         "counterparty-sum", {"yes", "no", "unrecorded", "not-smtp", "contradicted"},
         "messages"    },
};

/** A number of all entries that adds up to one of the totals. */
typedef struct {
	const char *list, *member;
	const char *parts[4]; /* added up, NULL at the end */
	const char *total;    /* of the totals */
} Across;

static const Across across[] = {
	{"tls-shares",   "tls-share", {"hops"},                                             "hops"         },
	{"month-sums",   "month-sum", {"messages"},                                         "messages"     },
	{"month-sums",   "month-sum", {"pass"},                                             "pass"         },
	{"month-sums",   "month-sum", {"fail"},                                             "fail"         },
	{"month-sums",   "month-sum", {"indeterminate"},                                    "indeterminate"},
	{"dialect-sums",
         "dialect-sum",               {"attested", "partner", "claimed", "unattributable"},
         "hops"											    },
};

static uint64_t
add_up(const xmlNode *entry, const char *const *parts, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count && parts[i] != NULL; i++)
		sum += hc_check_number(entry, parts[i]);
	return sum;
}

static void
check_within(HcCheck *check, const Within *row)
{
	const xmlNode *one =
		hc_check_first(check->summary, row->list, row->member);

	for (; one != NULL; one = hc_reader_after(one, row->member)) {
		uint64_t sum =
			add_up(one, row->parts, G_N_ELEMENTS(row->parts));

		if (sum != hc_check_number(one, row->sum))
			hc_check_flaw(check, one,
			              "%s: %s to %s add up to "
			              "%" G_GUINT64_FORMAT ", %s is another",
			              row->member, row->parts[0], row->parts[1],
			              sum, row->sum);
	}
}

static void
check_across(HcCheck *check, const Across *row)
{
	const xmlNode *list = hc_reader_child(check->summary, row->list);
	const xmlNode *one =
		list != NULL ? hc_reader_child(list, row->member) : NULL;
	uint64_t sum = 0;

	if (list == NULL || check->totals == NULL)
		return;
	for (; one != NULL; one = hc_reader_after(one, row->member))
		sum += add_up(one, row->parts, G_N_ELEMENTS(row->parts));
	if (strcmp(row->total, "hops") == 0)
		sum += hc_check_number(check->totals, "hops-unread");
	if (sum != hc_check_number(check->totals, row->total))
		hc_check_flaw(check, list,
		              "%s: %s adds up to %" G_GUINT64_FORMAT
		              ", totals states another number",
		              row->list, row->parts[0], sum);
}

/** Findings by rule, against those that are listed. */
static void
check_finding_sums(HcCheck *check)
{
	const xmlNode *one =
		hc_check_first(check->summary, "finding-sums", "finding-sum");
	guint sums = 0;

	for (; one != NULL; one = hc_reader_after(one, "finding-sum")) {
		g_autofree char *id = hc_reader_attribute(one, "id");
		const uint64_t *found =
			id != NULL ? g_hash_table_lookup(check->findings, id)
				   : NULL;

		sums++;
		if (check->all)
			hc_check_sum(check, one, "count",
			             found != NULL ? *found : 0);
		if (id != NULL && !g_hash_table_contains(check->effects, id))
			hc_check_flaw(check, one,
			              "%s is no rule of the report's policy",
			              id);
	}
	if (check->all && sums != g_hash_table_size(check->findings))
		hc_check_flaw(check, check->summary,
		              "finding-sums has other rules than the "
		              "messages");
}

/** What names a message by its index names one of the archive. */
static void
check_index(HcCheck *check, const xmlNode *element, const char *name)
{
	uint64_t messages = hc_check_number(check->totals, "messages");
	uint64_t index;

	if (hc_reader_number(element, name, &index) &&
	    (index == 0 || index > messages))
		hc_check_flaw(check, element,
		              "%s names message %" G_GUINT64_FORMAT
		              " of %" G_GUINT64_FORMAT,
		              name, index, messages);
}

static void
check_regressions(HcCheck *check)
{
	const xmlNode *party = hc_check_first(
		check->summary, "counterparty-sums", "counterparty-sum");

	for (; party; party = hc_reader_after(party, "counterparty-sum")) {
		const xmlNode *one =
			hc_check_first(party, "regressions", "regression");
		uint64_t listed = 0;

		for (; one; one = hc_reader_after(one, "regression")) {
			listed++;
			check_index(check, one, "tls-message");
			check_index(check, one, "clear-message");
		}
		if (listed > hc_check_number(party, "regression-count"))
			hc_check_flaw(check, party,
			              "regression-count is less than the "
			              "regressions listed");
	}
}

static void
check_resends(HcCheck *check)
{
	const xmlNode *one =
		hc_check_first(check->summary, "resend-sums", "resend-sum");

	for (; one != NULL; one = hc_reader_after(one, "resend-sum")) {
		check_index(check, one, "protected");
		check_index(check, one, "clear");
	}
}

void
hc_check_summary(HcCheck *check)
{
	if (check->summary == NULL || check->totals == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(within); i++)
		check_within(check, &within[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(across); i++)
		check_across(check, &across[i]);
	check_finding_sums(check);
	check_regressions(check);
	check_resends(check);
}
