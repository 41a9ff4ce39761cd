/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* summary-tree.c - sums over an archive, and the catalogue, as XML or JSON. */
#include "config.h"

#include "summary-rows.h"

#include <string.h>

#include "civil.h"
#include "model.h"
#include "put.h"

static const char *const states[] = {
	[HC_TLS_YES] = "yes",
	[HC_TLS_NO] = "no",
	[HC_TLS_UNRECORDED] = "unrecorded",
	[HC_TLS_NOT_SMTP] = "not-smtp",
	[HC_TLS_CONTRADICTED] = "contradicted",
};

/** In the order in which states are told. */
static const HcTlsState told[HC_SUM_STATES] = {
	HC_TLS_YES,      HC_TLS_NO,           HC_TLS_UNRECORDED,
	HC_TLS_NOT_SMTP, HC_TLS_CONTRADICTED,
};

static void
state_numbers(HcWriter *writer, const uint64_t *numbers)
{
	for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
		hc_writer_number(writer, states[told[i]], numbers[told[i]]);
}

static void
outcome_numbers(HcWriter *writer, const uint64_t *numbers)
{
	hc_writer_number(writer, "pass", numbers[HC_OUTCOME_PASS]);
	hc_writer_number(writer, "fail", numbers[HC_OUTCOME_FAIL]);
	hc_writer_number(writer, "indeterminate",
	                 numbers[HC_OUTCOME_INDETERMINATE]);
}

static void
grade_columns(HcWriter *writer, const uint64_t *numbers)
{
	hc_writer_number(writer, "attested", numbers[HC_EVIDENCE_ATTESTED]);
	hc_writer_number(writer, "partner", numbers[HC_EVIDENCE_PARTNER]);
	hc_writer_number(writer, "claimed", numbers[HC_EVIDENCE_CLAIMED]);
	hc_writer_number(writer, "unattributable",
	                 numbers[HC_EVIDENCE_UNATTRIBUTABLE]);
}

/* ---------------------------------------------------------------- catalogue */

static int
by_key(gconstpointer left, gconstpointer right)
{
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;
	int order = memcmp(a->key, b->key, MIN(a->key_length, b->key_length));

	return order != 0 ? order
	                  : (a->key_length > b->key_length) -
	                            (a->key_length < b->key_length);
}

static int
by_token(gconstpointer left, gconstpointer right)
{
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;

	return strcmp(hc_note_token((HcNoteCode)a->key[0]),
	              hc_note_token((HcNoteCode)b->key[0]));
}

static void
rule_texts(const HcSummary *summary, HcWriter *writer)
{
	g_autoptr(GPtrArray) rows = hc_summary_rows(summary, HC_SUM_FINDING);

	g_ptr_array_sort(rows, by_key);
	hc_writer_list(writer, "rule-texts");
	for (guint i = 0; i < rows->len; i++) {
		const HcRule *rule = hc_summary_rule(rows->pdata[i]);

		if (rule == NULL)
			continue;
		hc_writer_object(writer, "rule-text");
		hc_writer_token(writer, "id", rule->id);
		hc_model_rule_parts(writer, summary->policy, rule);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

static void
dialect_text(HcWriter *writer, const HcSumRow *row)
{
	const char *id = (const char *)row->key;
	const char *name = id + strlen(id) + 1;
	const char *silence = name + strlen(name) + 1;
	const char *since = silence + 1;
	const char *source = since + strlen(since) + 1;

	hc_writer_object(writer, "dialect-text");
	hc_writer_token(writer, "id", id);
	hc_writer_token(writer, "name", name);
	hc_writer_token(writer, "silence",
	                hc_model_silence_token((HcSilence)*silence));
	hc_writer_token(writer, "silence-since",
	                since[0] != '\0' ? since : NULL);
	hc_writer_token(writer, "source", source);
	hc_writer_end(writer);
}

static void
dialect_texts(const HcSummary *summary, HcWriter *writer)
{
	g_autoptr(GPtrArray) rows = hc_summary_rows(summary, HC_SUM_DIALECT);

	g_ptr_array_sort(rows, by_key);
	hc_writer_list(writer, "dialect-texts");
	for (guint i = 0; i < rows->len; i++)
		dialect_text(writer, rows->pdata[i]);
	hc_writer_end(writer);
}

static void
suite_texts(const HcSummary *summary, HcWriter *writer)
{
	g_autoptr(GPtrArray) rows = hc_summary_rows(summary, HC_SUM_SUITE);

	g_ptr_array_sort(rows, by_key);
	hc_writer_list(writer, "suite-texts");
	for (guint i = 0; i < rows->len; i++) {
		const HcCipher *cipher = hc_summary_cipher(rows->pdata[i]);

		if (cipher != NULL)
			hc_model_suite(writer, cipher);
	}
	hc_writer_end(writer);
}

static void
note_texts(const HcSummary *summary, HcWriter *writer)
{
	g_autoptr(GPtrArray) rows = hc_summary_rows(summary, HC_SUM_NOTE);

	g_ptr_array_sort(rows, by_token);
	hc_writer_list(writer, "note-texts");
	for (guint i = 0; i < rows->len; i++) {
		const HcSumRow *row = rows->pdata[i];
		HcNoteCode code = (HcNoteCode)row->key[0];

		hc_writer_object(writer, "note-text");
		hc_writer_token(writer, "token", hc_note_token(code));
		hc_writer_token(writer, "level",
		                hc_model_level_token(hc_note_level(code)));
		hc_writer_part(writer, "sentence", hc_note_sentence(code));
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

void
hc_summary_catalogue(HcSummary *summary, HcWriter *writer)
{
	hc_writer_object(writer, "catalogue");
	rule_texts(summary, writer);
	dialect_texts(summary, writer);
	suite_texts(summary, writer);
	note_texts(summary, writer);
	hc_writer_end(writer);
}

void
hc_summary_totals(HcSummary *summary, HcWriter *writer)
{
	const HcTotals *totals = &summary->totals;

	hc_writer_object(writer, "totals");
	hc_writer_number(writer, "inputs", totals->inputs);
	hc_writer_number(writer, "inputs-failed", totals->inputs_failed);
	hc_writer_number(writer, "messages", totals->messages);
	hc_writer_number(writer, "hops", totals->hops);
	if (totals->hops_unread > 0)
		hc_writer_number(writer, "hops-unread", totals->hops_unread);
	hc_writer_number(writer, "pass", totals->pass);
	hc_writer_number(writer, "fail", totals->fail);
	hc_writer_number(writer, "indeterminate", totals->indeterminate);
	hc_writer_number(writer, "left-out", summary->left_out);
	hc_writer_number(writer, "duplicates", summary->duplicates);
	hc_writer_number(writer, "listed", summary->listed);
	hc_writer_number(writer, "input-bytes", summary->input_bytes);
	hc_writer_number(writer, "message-bytes", summary->message_bytes);
	hc_writer_end(writer);
}

/* ---------------------------------------------------------------- few rows */

static void
path_sums(const HcSummary *summary, HcWriter *writer)
{
	const uint64_t *all = hc_summary_all(summary);

	hc_writer_object(writer, "path-sums");
	hc_writer_number(writer, "without-hops", all[HC_ALL_WITHOUT_HOPS]);
	hc_writer_number(writer, "without-horizon",
	                 all[HC_ALL_WITHOUT_HORIZON]);
	hc_writer_number(writer, "without-boundary",
	                 all[HC_ALL_WITHOUT_BOUNDARY]);
	hc_writer_number(writer, "undated-boundary", all[HC_ALL_UNDATED]);
	hc_writer_end(writer);
}

static void
tls_share(HcWriter *writer, const HcSumRow *row)
{
	static const char *const names[][5] = {
		{"then-none", "then-broken", "then-weak", "then-acceptable",
	         "then-strong"},
		{"now-none",  "now-broken",  "now-weak",  "now-acceptable",
	         "now-strong" },
	};

	hc_writer_object(writer, "tls-share");
	hc_writer_token(writer, "evidence",
	                hc_evidence_grade_token((HcEvidenceGrade)row->key[0]));
	hc_writer_token(writer, "scope", hc_scope_token((HcScope)row->key[1]));
	hc_writer_number(writer, "hops", row->numbers[HC_SHARE_HOPS]);
	state_numbers(writer, row->numbers + HC_SHARE_STATE);
	for (unsigned i = 0; i < 2; i++)
		for (unsigned grade = HC_GRADE_STRONG + 1; grade-- > 0;)
			hc_writer_number(writer, names[i][grade],
			                 row->numbers[(i == 0 ? HC_SHARE_THEN
			                                      : HC_SHARE_NOW) +
			                              grade]);
	hc_writer_end(writer);
}

static void
finding_sum(HcWriter *writer, const HcSumRow *row)
{
	const HcRule *rule = hc_summary_rule(row);
	const uint64_t *effects = row->numbers + HC_FINDING_EFFECT;
	HcSeverity severity = (HcSeverity)row->numbers[HC_FINDING_SEVERITY];

	if (rule == NULL)
		return;
	hc_writer_object(writer, "finding-sum");
	hc_writer_token(writer, "id", rule->id);
	hc_writer_token(writer, "severity", hc_severity_token(severity));
	hc_writer_number(writer, "count", row->numbers[HC_FINDING_COUNT]);
	hc_writer_number(writer, "messages", row->numbers[HC_FINDING_MESSAGES]);
	hc_writer_number(writer, "fail", effects[HC_EFFECT_FAIL]);
	hc_writer_number(writer, "indeterminate",
	                 effects[HC_EFFECT_INDETERMINATE]);
	hc_writer_number(writer, "warn", effects[HC_EFFECT_WARN]);
	hc_writer_number(writer, "info", effects[HC_EFFECT_INFO]);
	hc_writer_number(writer, "set-aside", row->numbers[HC_FINDING_ASIDE]);
	hc_writer_end(writer);
}

static void
version_sum(HcWriter *writer, const HcSumRow *row)
{
	unsigned low, high;

	hc_summary_version(row, &low, &high);
	hc_writer_object(writer, "version-sum");
	hc_writer_token(writer, "version-low",
	                low != 0 ? hc_tls_version_name(low) : NULL);
	hc_writer_token(writer, "version-high",
	                high != 0 ? hc_tls_version_name(high) : NULL);
	grade_columns(writer, row->numbers);
	hc_writer_end(writer);
}

static void
suite_sum(HcWriter *writer, const HcSumRow *row)
{
	const HcCipher *cipher = hc_summary_cipher(row);

	hc_writer_object(writer, "suite-sum");
	hc_writer_token(writer, "suite",
	                cipher != NULL ? cipher->iana_name : NULL);
	hc_writer_token(writer, "class",
	                cipher != NULL ? cipher->strength : NULL);
	if (row->key[0] == HC_SUITE_AMBIGUOUS)
		hc_writer_flag(writer, "ambiguous", true);
	else
		hc_writer_none(writer, "ambiguous");
	grade_columns(writer, row->numbers);
	hc_writer_end(writer);
}

static void
row_list(HcWriter *writer, const char *name, GPtrArray *rows,
         void (*row)(HcWriter *writer, const HcSumRow *row))
{
	hc_writer_list(writer, name);
	for (guint i = 0; i < rows->len; i++)
		row(writer, rows->pdata[i]);
	hc_writer_end(writer);
	g_ptr_array_unref(rows);
}

/* -------------------------------------------------------------- many rows */

static bool
drained(HcDrain drain, void *data, GError **error)
{
	return drain == NULL || drain(data, error);
}

static void
day(HcWriter *writer, const char *name, uint64_t time, bool known)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (known)
		hc_civil_append_day(text, hc_sum_unix(time));
	hc_writer_token(writer, name, known ? text->str : NULL);
}

static void
month_sum(HcWriter *writer, const HcJoin *join)
{
	static const char *const boundary[] = {
		[HC_TLS_YES] = "boundary-yes",
		[HC_TLS_NO] = "boundary-no",
		[HC_TLS_UNRECORDED] = "boundary-unrecorded",
		[HC_TLS_NOT_SMTP] = "boundary-not-smtp",
		[HC_TLS_CONTRADICTED] = "boundary-contradicted",
	};
	static const char *const rest[] = {
		"boundary-ssl",    "boundary-tls1-0",
		"boundary-tls1-1", "boundary-tls1-2",
		"boundary-tls1-3", "boundary-version-unknown",
		"attested-hops",   "attested-yes",
		"attested-no",     "claimed-hops",
		"claimed-yes",     "claimed-no",
	};
	g_autoptr(GString) month = g_string_new(NULL);
	bool known = join->key->data[0] == HC_KEY_KNOWN;

	if (known)
		hc_civil_append_month(month,
		                      hc_order_get_signed(join->key->data + 1));
	hc_writer_object(writer, "month-sum");
	hc_writer_token(writer, "month", known ? month->str : NULL);
	hc_writer_number(writer, "messages", join->numbers[HC_MONTH_MESSAGES]);
	outcome_numbers(writer, join->numbers + HC_MONTH_OUTCOME);
	for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
		hc_writer_number(writer, boundary[told[i]],
		                 join->numbers[HC_MONTH_STATE + told[i]]);
	for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
		hc_writer_number(writer, rest[i],
		                 join->numbers[HC_MONTH_VERSION + i]);
	hc_writer_end(writer);
}

static bool
month_sums(HcSummary *summary, HcWriter *writer, HcDrain drain, void *data,
           GError **error)
{
	GError *failure = NULL;
	bool done = true;
	HcJoin join;

	hc_writer_list(writer, "month-sums");
	hc_join_init(&join, summary->months, HC_SUM_MONTH);
	while (done && hc_join_next(&join, &failure)) {
		month_sum(writer, &join);
		done = drained(drain, data, error);
	}
	hc_join_clear(&join);
	hc_writer_end(writer);
	if (failure == NULL)
		return done;
	g_propagate_error(error, failure);
	return false;
}

static void
first_and_last(HcWriter *writer, uint64_t first, uint64_t last)
{
	bool known = first != HC_SUM_NEVER;

	hc_model_instant(writer, "first", known,
	                 known ? hc_sum_unix(first) : 0);
	hc_model_instant(writer, "last", known, known ? hc_sum_unix(last) : 0);
}

/** A name, or none. */
static void
name_part(HcWriter *writer, const char *name)
{
	if (name != NULL)
		hc_model_text(writer, "name", name);
	else
		hc_writer_part(writer, "name", NULL);
}

static void
host_sum(HcWriter *writer, const HcHostRow *row)
{
	hc_writer_object(writer, "host-sum");
	hc_writer_number(writer, "messages", row->numbers[HC_HOST_MESSAGES]);
	outcome_numbers(writer, row->numbers + HC_HOST_OUTCOME);
	state_numbers(writer, row->numbers + HC_HOST_STATE);
	first_and_last(writer, row->numbers[HC_HOST_FIRST],
	               row->numbers[HC_HOST_LAST]);
	name_part(writer, row->name);
	hc_writer_end(writer);
}

static bool
host_sums(HcSummary *summary, HcWriter *writer, HcDrain drain, void *data,
          GError **error)
{
	GError *failure = NULL;
	bool done = true;
	HcHostRow row;

	hc_writer_list(writer, "host-sums");
	while (done &&
	       hc_ranking_next_host(summary->ranked_hosts, &row, &failure)) {
		host_sum(writer, &row);
		done = drained(drain, data, error);
	}
	hc_writer_end(writer);
	if (failure == NULL)
		return done;
	g_propagate_error(error, failure);
	return false;
}

static void
regression(HcWriter *writer, const HcRegression *shown)
{
	hc_writer_object(writer, "regression");
	day(writer, "tls-day", shown->tls_day, true);
	hc_writer_number(writer, "tls-message", shown->tls_message);
	day(writer, "clear-day", shown->clear_day, true);
	hc_writer_number(writer, "clear-message", shown->clear_message);
	hc_writer_end(writer);
}

static void
party_days(HcWriter *writer, const HcParty *party)
{
	bool tls = party->first_tls != HC_SUM_NEVER;
	bool clear = party->first_clear != HC_SUM_NEVER;

	day(writer, "first-tls", party->first_tls, tls);
	day(writer, "last-tls", party->last_tls, tls);
	day(writer, "first-clear", party->first_clear, clear);
	day(writer, "last-clear", party->last_clear, clear);
}

static void
party_sum(HcWriter *writer, const char *name, const HcParty *party)
{
	static const char *const bases[] = {"rdns", "address", "none"};

	hc_writer_object(writer, "counterparty-sum");
	hc_writer_token(writer, "basis",
	                bases[MIN(party->basis, HC_PARTY_NONE)]);
	hc_writer_number(writer, "messages", party->messages);
	state_numbers(writer, party->states);
	first_and_last(writer, party->first, party->last);
	party_days(writer, party);
	hc_writer_number(writer, "regression-count", party->regression_count);
	hc_writer_number(writer, "clear-after-tls", party->clear_after_tls);
	name_part(writer, party->basis == HC_PARTY_NONE ? NULL : name);
	hc_writer_list(writer, "regressions");
	for (uint64_t i = 0;
	     i < party->regression_count && i < HC_REGRESSIONS_SHOWN; i++)
		regression(writer, &party->regressions[i]);
	hc_writer_end(writer);
	hc_writer_end(writer);
}

static bool
party_sums(HcSummary *summary, HcWriter *writer, HcDrain drain, void *data,
           GError **error)
{
	GError *failure = NULL;
	const char *name;
	bool done = true;
	HcParty party;

	hc_writer_list(writer, "counterparty-sums");
	while (done && hc_ranking_next_party(summary->ranked_parties, &name,
	                                     &party, &failure)) {
		party_sum(writer, name, &party);
		done = drained(drain, data, error);
	}
	hc_writer_end(writer);
	if (failure == NULL)
		return done;
	g_propagate_error(error, failure);
	return false;
}

/* ------------------------------------------------------- dialects and notes */

/** A dialect by its identifier; its rows by silence and source are one. */
typedef struct {
	const char *id;
	uint64_t numbers[4];
} DialectSum;

static int
by_hops(gconstpointer left, gconstpointer right)
{
	const DialectSum *a = left, *b = right;
	uint64_t of_a =
		a->numbers[0] + a->numbers[1] + a->numbers[2] + a->numbers[3];
	uint64_t of_b =
		b->numbers[0] + b->numbers[1] + b->numbers[2] + b->numbers[3];

	if (of_a != of_b)
		return of_a > of_b ? -1 : 1;
	return strcmp(a->id, b->id);
}

static GArray *
dialect_rows(const HcSummary *summary)
{
	g_autoptr(GPtrArray) rows = hc_summary_rows(summary, HC_SUM_DIALECT);
	GArray *sums = g_array_new(FALSE, TRUE, sizeof(DialectSum));

	g_ptr_array_sort(rows, by_key);
	for (guint i = 0; i < rows->len; i++) {
		const HcSumRow *row = rows->pdata[i];
		DialectSum *last = sums->len > 0
		                           ? &g_array_index(sums, DialectSum,
		                                            sums->len - 1)
		                           : NULL;

		if (last == NULL ||
		    strcmp(last->id, (const char *)row->key) != 0) {
			DialectSum next = {(const char *)row->key, {0}};

			g_array_append_val(sums, next);
			last = &g_array_index(sums, DialectSum, sums->len - 1);
		}
		for (unsigned j = 0; j < 4; j++)
			last->numbers[j] += row->numbers[j];
	}
	g_array_sort(sums, by_hops);
	return sums;
}

static void
dialect_sums(const HcSummary *summary, HcWriter *writer)
{
	g_autoptr(GArray) sums = dialect_rows(summary);

	hc_writer_list(writer, "dialect-sums");
	for (guint i = 0; i < sums->len; i++) {
		const DialectSum *sum = &g_array_index(sums, DialectSum, i);

		hc_writer_object(writer, "dialect-sum");
		hc_writer_token(writer, "id", sum->id);
		grade_columns(writer, sum->numbers);
		hc_writer_end(writer);
	}
	hc_writer_end(writer);
}

static int
by_notes(gconstpointer left, gconstpointer right)
{
	const HcSumRow *a = *(const HcSumRow *const *)left;
	const HcSumRow *b = *(const HcSumRow *const *)right;

	if (a->numbers[0] != b->numbers[0])
		return a->numbers[0] > b->numbers[0] ? -1 : 1;
	return by_token(left, right);
}

static void
note_sum(HcWriter *writer, const HcSumRow *row)
{
	hc_writer_object(writer, "note-sum");
	hc_writer_token(writer, "token",
	                hc_note_token((HcNoteCode)row->key[0]));
	hc_writer_number(writer, "count", row->numbers[HC_NOTE_SUM_COUNT]);
	hc_writer_number(writer, "messages",
	                 row->numbers[HC_NOTE_SUM_MESSAGES]);
	hc_writer_end(writer);
}

bool
hc_summary_write(HcSummary *summary, HcWriter *writer, HcDrain drain,
                 void *data, GError **error)
{
	GPtrArray *notes;

	hc_writer_object(writer, "summary");
	path_sums(summary, writer);
	row_list(writer, "tls-shares", hc_summary_shares(summary), tls_share);
	row_list(writer, "finding-sums", hc_summary_findings(summary),
	         finding_sum);
	row_list(writer, "version-sums", hc_summary_versions(summary),
	         version_sum);
	row_list(writer, "suite-sums", hc_summary_suites(summary), suite_sum);
	if (!month_sums(summary, writer, drain, data, error) ||
	    !host_sums(summary, writer, drain, data, error) ||
	    !party_sums(summary, writer, drain, data, error))
		return false;
	dialect_sums(summary, writer);
	notes = hc_summary_rows(summary, HC_SUM_NOTE);
	g_ptr_array_sort(notes, by_notes);
	row_list(writer, "note-sums", notes, note_sum);
	return true;
}
