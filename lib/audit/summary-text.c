/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* summary-text.c - the page of an audit that a person reads first.
 *
 * What the archive comes to stands on the first screen; tables follow.  Each
 * percentage says of what, attested and claimed hops are never added up, and
 * what is not known is said. */
#include "config.h"

#include "summary-rows.h"

#include <string.h>

#include "civil.h"
#include "layout.h"

#define WIDTH 80u
/* Rows of a table; the XML form has all. */
#define HOSTS_SHOWN 10u
#define PARTIES_SHOWN 10u
#define REGRESSED_SHOWN 10u
#define SUITES_SHOWN 10u
#define MONTHS_SHOWN 24u
/* Columns of tables. */
#define LABEL 18u
#define COUNT 32u

/** The page while it is written. */
typedef struct {
	HcSummary *summary;
	GString *out;
	HcBlock block;
	unsigned width;
	bool utf8, colour;
} Page;

static void
begin_block(Page *page)
{
	hc_block_init(&page->block, page->width, page->utf8, page->colour);
}

static void
end_block(Page *page)
{
	hc_block_write(&page->block, page->out, 0);
	hc_block_clear(&page->block);
}

/** A heading behind an empty line. */
static void
heading(Page *page, const char *words)
{
	g_string_append_c(page->out, '\n');
	begin_block(page);
	hc_block_line(&page->block, 0);
	hc_block_put(&page->block, HC_STYLE_STRONG, words);
	end_block(page);
}

/** A line that begins two columns in. */
static void
begin_line(Page *page, unsigned indent)
{
	begin_block(page);
	hc_block_line(&page->block, indent);
	hc_block_pad(&page->block, 2);
}

/** "1 message", "2 messages"; the noun may stand for itself. */
static void
counted(Page *page, uint64_t count, const char *noun)
{
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "%" G_GUINT64_FORMAT " %s%s", count, noun,
	                count == 1 ? "" : "s");
}

/** A number at the right of its column, and its share of a base. */
static void
share(Page *page, uint64_t count, uint64_t base)
{
	/* tenths of a percent, rounded down: 100 % is all of them */
	uint64_t tenths =
		base == 0 ? 0
			  : (uint64_t)((double)count * 1000.0 / (double)base);

	if (tenths == 1000 && count < base)
		tenths = 999;
	hc_block_format(&page->block, HC_STYLE_PLAIN, "%10" G_GUINT64_FORMAT,
	                count);
	if (base == 0)
		return;
	hc_block_pad(&page->block, COUNT);
	hc_block_format(&page->block, HC_STYLE_FAINT,
	                "%3" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " %%",
	                tenths / 10, tenths % 10);
}

/* ------------------------------------------------------------------ outcome */

static void
outcome(Page *page, const char *word, HcStyle style, uint64_t count)
{
	begin_block(page);
	hc_block_line(&page->block, 0);
	hc_block_put(&page->block, style, word);
	hc_block_pad(&page->block, LABEL);
	share(page, count, page->summary->totals.messages);
	end_block(page);
}

static void
judged_by(Page *page)
{
	const HcPolicy *policy = page->summary->policy;
	const HcPolicyDocument *document = hc_policy_document(policy);
	g_auto(GStrv) changed = hc_limits_changed();

	begin_block(page);
	hc_block_line(&page->block, LABEL);
	hc_block_put(&page->block, HC_STYLE_FAINT, "Judged by");
	hc_block_pad(&page->block, LABEL);
	if (document != NULL) {
		hc_block_put(&page->block, HC_STYLE_PLAIN, "policy ");
		hc_block_name(&page->block, HC_STYLE_PLAIN, document->id);
		hc_block_put(&page->block, HC_STYLE_PLAIN, " version ");
		hc_block_name(&page->block, HC_STYLE_PLAIN, document->version);
	} else if (hc_policy_is_inferred(policy)) {
		hc_block_put(&page->block, HC_STYLE_PLAIN,
		             "no policy: the own set of each message is "
		             "inferred from its newest field");
	} else {
		hc_block_put(&page->block, HC_STYLE_PLAIN,
		             "the own set as stated by option");
	}
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "; \"now\" is %s, rule data of %s",
	                hc_policy_as_of(policy), hc_rule_date());
	if (changed[0] != NULL) {
		g_autofree char *words = g_strjoinv(", ", changed);

		hc_block_put(&page->block, HC_STYLE_PLAIN,
		             "; limits changed: ");
		hc_block_put(&page->block, HC_STYLE_PLAIN, words);
	}
	end_block(page);
}

static void
remark(Page *page, const char *label, uint64_t count, const char *one,
       const char *more)
{
	if (count == 0)
		return;
	begin_block(page);
	hc_block_line(&page->block, LABEL);
	hc_block_put(&page->block, HC_STYLE_FAINT, label);
	hc_block_pad(&page->block, LABEL);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "%" G_GUINT64_FORMAT " %s", count,
	                count == 1 ? one : more);
	end_block(page);
}

static void
head(Page *page)
{
	const HcTotals *totals = &page->summary->totals;

	begin_block(page);
	hc_block_line(&page->block, 0);
	hc_block_put(&page->block, HC_STYLE_STRONG, "Audit of ");
	counted(page, totals->messages, "message");
	hc_block_put(&page->block, HC_STYLE_PLAIN, " in ");
	counted(page, totals->inputs, "input");
	hc_block_put(&page->block, HC_STYLE_PLAIN, ", ");
	counted(page, totals->hops, "hop");
	hc_block_line(&page->block, 0);
	hc_block_rule(&page->block, HC_STYLE_FAINT, true);
	end_block(page);
	outcome(page, "FAIL", HC_STYLE_BAD, totals->fail);
	outcome(page, "INDETERMINATE", HC_STYLE_WARN, totals->indeterminate);
	outcome(page, "PASS", HC_STYLE_GOOD, totals->pass);
	remark(page, "Not read", totals->inputs_failed,
	       "input was not, or not fully, read; see below",
	       "inputs were not, or not fully, read; see below");
	remark(page, "Copies", page->summary->duplicates,
	       "message has the same bytes as one before it; it is counted",
	       "messages have the same bytes as one before them; they are "
	       "counted");
	judged_by(page);
}

/* ---------------------------------------------------------------------- TLS */

/** Sums of shares that answer one question. */
typedef struct {
	uint64_t numbers[HC_SUM_COLUMNS];
} Shares;

/** Which rows of shares a part of the page adds up. */
typedef enum {
	AT_BOUNDARY, /* attested, at the boundary */
	ABOVE,       /* attested or by a partner, elsewhere */
	BELOW,       /* claims */
} Part;

static Part
part_of(const HcSumRow *row)
{
	if (row->key[0] < HC_EVIDENCE_PARTNER)
		return BELOW;
	return row->key[1] == HC_SCOPE_BOUNDARY ? AT_BOUNDARY : ABOVE;
}

static Shares
shares_of(const HcSummary *summary, Part part)
{
	g_autoptr(GPtrArray) rows = hc_summary_shares(summary);
	Shares shares = {{0}};

	for (guint i = 0; i < rows->len; i++) {
		const HcSumRow *row = rows->pdata[i];

		if (part_of(row) == part)
			hc_sum_join(shares.numbers, row->numbers,
			            hc_sum_rules(HC_SUM_SHARE));
	}
	return shares;
}

static void
state_line(Page *page, const char *label, HcStyle style, uint64_t count,
           uint64_t base)
{
	if (count == 0)
		return;
	begin_line(page, 4);
	hc_block_put(&page->block, style, label);
	hc_block_pad(&page->block, LABEL + 2);
	share(page, count, base);
	end_block(page);
}

static void
grades_line(Page *page, const char *label, const uint64_t *grades)
{
	bool any = false;

	begin_line(page, 6);
	hc_block_put(&page->block, HC_STYLE_FAINT, label);
	for (unsigned i = HC_GRADE_STRONG + 1; i-- > 0;) {
		if (grades[i] == 0)
			continue;
		hc_block_format(&page->block, HC_STYLE_PLAIN,
		                "%s %" G_GUINT64_FORMAT " %s", any ? "," : "",
		                grades[i],
		                i == HC_GRADE_NONE
		                        ? "cannot be graded"
		                        : hc_grade_token((HcGrade)i));
		any = true;
	}
	end_block(page);
}

static void
tls_part(Page *page, Part part, const char *title, const char *base)
{
	Shares shares = shares_of(page->summary, part);
	const uint64_t *states = shares.numbers + HC_SHARE_STATE;
	uint64_t hops = shares.numbers[HC_SHARE_HOPS];
	g_autofree char *now =
		g_strdup_printf("graded by the rules of %s:",
	                        hc_policy_as_of(page->summary->policy));

	heading(page, title);
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "%" G_GUINT64_FORMAT " %s", hops, base);
	end_block(page);
	state_line(page, "TLS stated", HC_STYLE_GOOD, states[HC_TLS_YES], hops);
	state_line(page, "clear text", HC_STYLE_BAD, states[HC_TLS_NO], hops);
	state_line(page, "not recorded", HC_STYLE_PLAIN,
	           states[HC_TLS_UNRECORDED], hops);
	state_line(page, "not SMTP", HC_STYLE_PLAIN, states[HC_TLS_NOT_SMTP],
	           hops);
	state_line(page, "contradicted", HC_STYLE_WARN,
	           states[HC_TLS_CONTRADICTED], hops);
	if (states[HC_TLS_YES] == 0)
		return;
	grades_line(page, "graded by the rules of each hop's own day:",
	            shares.numbers + HC_SHARE_THEN);
	grades_line(page, now, shares.numbers + HC_SHARE_NOW);
}

static void
tls_parts(Page *page)
{
	uint64_t without =
		hc_summary_all(page->summary)[HC_ALL_WITHOUT_BOUNDARY];

	tls_part(page, AT_BOUNDARY,
	         "TLS where mail came in from outside (attested)",
	         "boundary hops recorded by the own set, or by a partner");
	if (without > 0) {
		begin_line(page, 2);
		hc_block_format(&page->block, HC_STYLE_PLAIN,
		                "%" G_GUINT64_FORMAT " %s", without,
		                without == 1
		                        ? "more message shows no such hop"
		                        : "more messages show no such hop");
		end_block(page);
	}
	tls_part(page, ABOVE, "TLS of the other hops above the horizon",
	         "hops recorded by the own set, or by a partner");
	tls_part(page, BELOW, "TLS below the horizon (claimed)",
	         "hops that are no more than claims: they prove nothing");
}

/* ----------------------------------------------------------------- findings */

static void
finding_line(Page *page, const HcSumRow *row)
{
	const HcRule *rule = hc_summary_rule(row);
	const uint64_t *effects = row->numbers + HC_FINDING_EFFECT;
	HcStyle style = effects[HC_EFFECT_FAIL] > 0            ? HC_STYLE_BAD
	                : effects[HC_EFFECT_INDETERMINATE] > 0 ? HC_STYLE_WARN
	                                                       : HC_STYLE_PLAIN;

	if (rule == NULL)
		return;
	begin_line(page, 39);
	hc_block_put(&page->block, style, rule->id);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "%9" G_GUINT64_FORMAT "%8" G_GUINT64_FORMAT
	                "%8" G_GUINT64_FORMAT "  ",
	                row->numbers[HC_FINDING_MESSAGES],
	                effects[HC_EFFECT_FAIL],
	                effects[HC_EFFECT_INDETERMINATE]);
	hc_block_pad(&page->block, 39);
	hc_block_put(&page->block, HC_STYLE_PLAIN, rule->title);
	end_block(page);
}

static void
findings(Page *page)
{
	g_autoptr(GPtrArray) rows = hc_summary_findings(page->summary);

	if (rows->len == 0)
		return;
	heading(page, "Findings, the most frequent first");
	begin_line(page, 2);
	hc_block_exact(&page->block, HC_STYLE_FAINT,
	               "rule     messages   fail  indet.",
	               strlen("rule     messages   fail  indet."));
	end_block(page);
	for (guint i = 0; i < rows->len; i++)
		finding_line(page, rows->pdata[i]);
}

/* ---------------------------------------------------------- hosts and parties */

static void
states_of(Page *page, const uint64_t *states)
{
	uint64_t other = states[HC_TLS_UNRECORDED] + states[HC_TLS_NOT_SMTP] +
	                 states[HC_TLS_CONTRADICTED];

	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "TLS %" G_GUINT64_FORMAT ", clear %" G_GUINT64_FORMAT,
	                states[HC_TLS_YES], states[HC_TLS_NO]);
	if (other > 0)
		hc_block_format(&page->block, HC_STYLE_PLAIN,
		                ", neither shown %" G_GUINT64_FORMAT, other);
}

static void
put_day(Page *page, uint64_t day)
{
	g_autoptr(GString) text = g_string_new(NULL);

	hc_civil_append_day(text, hc_sum_unix(day));
	hc_block_put(&page->block, HC_STYLE_PLAIN, text->str);
}

/** A time of a column as its day. */
static uint64_t
day_of(uint64_t time)
{
	int64_t unix_s = hc_sum_unix(time);

	return hc_sum_time(unix_s / 86400 - (unix_s % 86400 < 0));
}

static void
times_of(Page *page, uint64_t first, uint64_t last)
{
	if (first == HC_SUM_NEVER)
		return;
	hc_block_put(&page->block, HC_STYLE_PLAIN, "; ");
	put_day(page, day_of(first));
	if (day_of(first) == day_of(last))
		return;
	hc_block_put(&page->block, HC_STYLE_PLAIN, " to ");
	put_day(page, day_of(last));
}

static void
row_line(Page *page, uint64_t messages, const char *name, const char *none)
{
	begin_line(page, 6);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                "%8" G_GUINT64_FORMAT "  ", messages);
	hc_block_pad(&page->block, 12);
	if (name != NULL && name[0] != '\0')
		hc_block_name(&page->block, HC_STYLE_STRONG, name);
	else
		hc_block_put(&page->block, HC_STYLE_PLAIN, none);
	hc_block_put(&page->block, HC_STYLE_PLAIN, "  ");
}

static bool
hosts(Page *page, GError **error)
{
	GError *failure = NULL;
	uint64_t shown = 0;
	HcHostRow row;

	heading(page, "Boundary hosts, messages taken from outside");
	while (hc_ranking_next_host(page->summary->ranked_hosts, &row,
	                            &failure)) {
		if (shown++ >= HOSTS_SHOWN)
			continue;
		row_line(page, row.numbers[HC_HOST_MESSAGES], row.name,
		         "(no name stated)");
		states_of(page, row.numbers + HC_HOST_STATE);
		times_of(page, row.numbers[HC_HOST_FIRST],
		         row.numbers[HC_HOST_LAST]);
		end_block(page);
	}
	if (failure != NULL) {
		g_propagate_error(error, failure);
		return false;
	}
	begin_line(page, 2);
	if (shown == 0)
		hc_block_put(&page->block, HC_STYLE_PLAIN, "none is known");
	else
		hc_block_format(&page->block, HC_STYLE_FAINT,
		                "%" G_GUINT64_FORMAT " in all", shown);
	end_block(page);
	return true;
}

static void
party_line(Page *page, const char *name, const HcParty *party)
{
	row_line(page, party->messages,
	         party->basis == HC_PARTY_NONE ? NULL : name,
	         "(neither name nor address is known)");
	states_of(page, party->states);
	times_of(page, party->first, party->last);
	end_block(page);
}

static void
regressed_line(Page *page, const char *name, const HcParty *party)
{
	const HcRegression *first = &party->regressions[0];

	begin_line(page, 6);
	hc_block_name(&page->block, HC_STYLE_STRONG, name);
	hc_block_put(&page->block, HC_STYLE_PLAIN, "  TLS on ");
	put_day(page, first->tls_day);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                " (message %" G_GUINT64_FORMAT "), clear text on ",
	                first->tls_message);
	put_day(page, first->clear_day);
	hc_block_format(&page->block, HC_STYLE_PLAIN,
	                " (message %" G_GUINT64_FORMAT ")",
	                first->clear_message);
	if (party->regression_count > 1)
		hc_block_format(&page->block, HC_STYLE_PLAIN,
		                "; %" G_GUINT64_FORMAT " times in all",
		                party->regression_count);
	end_block(page);
}

/** Counterparties, and before them those that went back to clear text: all pass
 *  by once, so their lines are kept until the others are known. */
static bool
parties(Page *page, GError **error)
{
	const HcPartySums *sums = &page->summary->party_sums;
	g_autoptr(GString) rows = g_string_new(NULL);
	g_autoptr(GString) regressed = g_string_new(NULL);
	GString *out = page->out;
	GError *failure = NULL;
	uint64_t shown = 0, told = 0;
	const char *name;
	HcParty party;

	while (hc_ranking_next_party(page->summary->ranked_parties, &name,
	                             &party, &failure)) {
		page->out = rows;
		if (shown++ < PARTIES_SHOWN)
			party_line(page, name, &party);
		page->out = regressed;
		if (party.regression_count > 0 && told++ < REGRESSED_SHOWN)
			regressed_line(page, name, &party);
	}
	page->out = out;
	if (failure != NULL) {
		g_propagate_error(error, failure);
		return false;
	}
	heading(page, "From TLS back to clear text, by the days of attested "
	              "boundary hops");
	g_string_append_len(out, regressed->str, (gssize)regressed->len);
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_FAINT,
	                "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
	                " counterparties",
	                sums->regressed, sums->parties);
	end_block(page);
	heading(page, "Counterparties, messages they handed over");
	g_string_append_len(out, rows->str, (gssize)rows->len);
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_FAINT,
	                "%" G_GUINT64_FORMAT " in all; %" G_GUINT64_FORMAT
	                " used TLS at least once, %" G_GUINT64_FORMAT
	                " clear text",
	                sums->parties, sums->with_tls, sums->with_clear);
	end_block(page);
	return true;
}

/* ------------------------------------------------- versions, suites, months */

static void
grades_head(Page *page, const char *what)
{
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_FAINT, "%s", what);
	hc_block_pad(&page->block, 48);
	hc_block_exact(&page->block, HC_STYLE_FAINT,
	               "  attested   partner  claimed",
	               strlen("  attested   partner  claimed"));
	end_block(page);
}

static void
grades_cells(Page *page, const uint64_t *numbers)
{
	g_autofree char *cells = g_strdup_printf(
		"%10" G_GUINT64_FORMAT "%10" G_GUINT64_FORMAT
		"%9" G_GUINT64_FORMAT,
		numbers[HC_EVIDENCE_ATTESTED], numbers[HC_EVIDENCE_PARTNER],
		numbers[HC_EVIDENCE_CLAIMED] +
			numbers[HC_EVIDENCE_UNATTRIBUTABLE]);

	hc_block_pad(&page->block, 48);
	hc_block_exact(&page->block, HC_STYLE_PLAIN, cells, strlen(cells));
}

static void
version_line(Page *page, const HcSumRow *row)
{
	unsigned low, high;

	hc_summary_version(row, &low, &high);
	begin_line(page, 4);
	if (low == 0 && high == 0)
		hc_block_put(&page->block, HC_STYLE_PLAIN, "not stated");
	else if (low == high)
		hc_block_put(&page->block, HC_STYLE_PLAIN,
		             hc_tls_version_name(low));
	else
		hc_block_format(&page->block, HC_STYLE_PLAIN, "%s to %s",
		                low != 0 ? hc_tls_version_name(low) : "unknown",
		                high != 0 ? hc_tls_version_name(high)
		                          : "unknown");
	grades_cells(page, row->numbers);
	end_block(page);
}

static void
suite_line(Page *page, const HcSumRow *row)
{
	const HcCipher *cipher = hc_summary_cipher(row);

	begin_line(page, 4);
	hc_block_put(&page->block, HC_STYLE_PLAIN,
	             cipher != NULL ? cipher->iana_name
	             : row->key[0] == HC_SUITE_AMBIGUOUS
	                     ? "a name that can mean several"
	                     : "not stated, or not known");
	grades_cells(page, row->numbers);
	end_block(page);
}

static void
strengths(Page *page)
{
	g_autoptr(GPtrArray) versions = hc_summary_versions(page->summary);
	g_autoptr(GPtrArray) suites = hc_summary_suites(page->summary);

	if (versions->len == 0)
		return;
	heading(page, "Versions and suites, hops that state TLS");
	grades_head(page, "version");
	for (guint i = 0; i < versions->len; i++)
		version_line(page, versions->pdata[i]);
	grades_head(page, "suite");
	for (guint i = 0; i < suites->len && i < SUITES_SHOWN; i++)
		suite_line(page, suites->pdata[i]);
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_FAINT, "%u in all", suites->len);
	end_block(page);
}

static char *
month_cells(const HcJoin *join)
{
	const uint64_t *states = join->numbers + HC_MONTH_STATE;
	const uint64_t *outcomes = join->numbers + HC_MONTH_OUTCOME;
	uint64_t other = states[HC_TLS_UNRECORDED] + states[HC_TLS_NOT_SMTP] +
	                 states[HC_TLS_CONTRADICTED];

	return g_strdup_printf("%10" G_GUINT64_FORMAT "%9" G_GUINT64_FORMAT
	                       "%9" G_GUINT64_FORMAT "%9" G_GUINT64_FORMAT
	                       "%9" G_GUINT64_FORMAT "%9" G_GUINT64_FORMAT,
	                       join->numbers[HC_MONTH_MESSAGES],
	                       outcomes[HC_OUTCOME_FAIL],
	                       outcomes[HC_OUTCOME_INDETERMINATE],
	                       states[HC_TLS_YES], states[HC_TLS_NO], other);
}

static void
month_line(Page *page, const HcJoin *join)
{
	g_autofree char *cells = month_cells(join);
	g_autoptr(GString) month = g_string_new("undated");

	if (join->key->data[0] == HC_KEY_KNOWN) {
		g_string_truncate(month, 0);
		hc_civil_append_month(month,
		                      hc_order_get_signed(join->key->data + 1));
	}
	begin_line(page, 4);
	hc_block_put(&page->block, HC_STYLE_PLAIN, month->str);
	hc_block_pad(&page->block, 12);
	hc_block_exact(&page->block, HC_STYLE_PLAIN, cells, strlen(cells));
	end_block(page);
}

/** The newest months, the oldest of these first. */
static bool
months(Page *page, GError **error)
{
	static const char columns[] =
		"  messages     fail   indet.      TLS    clear  neither";
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	GString *out = page->out;
	GError *failure = NULL;
	uint64_t count = 0;
	HcJoin join;

	heading(page, "By month of arrival; TLS, clear and neither of boundary "
	              "hops");
	begin_line(page, 2);
	hc_block_pad(&page->block, 12);
	hc_block_exact(&page->block, HC_STYLE_FAINT, columns, strlen(columns));
	end_block(page);
	hc_join_init(&join, page->summary->months, HC_SUM_MONTH);
	while (hc_join_next(&join, &failure)) {
		page->out = g_string_new(NULL);
		month_line(page, &join);
		g_ptr_array_add(lines, g_string_free(page->out, FALSE));
		if (lines->len > MONTHS_SHOWN)
			g_ptr_array_remove_index(lines, 0);
		count++;
	}
	page->out = out;
	hc_join_clear(&join);
	for (guint i = 0; i < lines->len; i++)
		g_string_append(out, lines->pdata[i]);
	if (failure != NULL) {
		g_propagate_error(error, failure);
		return false;
	}
	if (count > lines->len) {
		begin_line(page, 2);
		hc_block_format(&page->block, HC_STYLE_FAINT,
		                "%" G_GUINT64_FORMAT " older ones are left out",
		                count - lines->len);
		end_block(page);
	}
	return true;
}

static void
troubles(Page *page)
{
	const GPtrArray *list = page->summary->troubles;
	uint64_t failed = page->summary->totals.inputs_failed;

	if (failed == 0)
		return;
	heading(page, "Inputs that were not, or not fully, read");
	for (guint i = 0; i + 1 < list->len; i += 2) {
		const char *why = list->pdata[i + 1];

		begin_line(page, 6);
		hc_block_name(&page->block, HC_STYLE_BAD, list->pdata[i]);
		hc_block_put(&page->block, HC_STYLE_PLAIN, "  ");
		hc_block_quote(&page->block, HC_STYLE_PLAIN, why, strlen(why));
		end_block(page);
	}
	begin_line(page, 2);
	hc_block_format(&page->block, HC_STYLE_FAINT,
	                "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " inputs",
	                failed, page->summary->totals.inputs);
	end_block(page);
}

/** What was not read because it is no mail. */
static void
left_out(Page *page)
{
	const GArray *list = page->summary->omissions;

	if (list->len == 0)
		return;
	heading(page, "Left out by rule");
	for (guint i = 0; i < list->len; i++) {
		const HcOmission *omission =
			&g_array_index(list, HcOmission, i);

		begin_line(page, 6);
		hc_block_format(&page->block, HC_STYLE_PLAIN,
		                "%" G_GUINT64_FORMAT "  %s: ", omission->count,
		                omission->why);
		hc_block_name(&page->block, HC_STYLE_PLAIN, omission->first);
		if (omission->count > 1)
			hc_block_put(&page->block, HC_STYLE_FAINT,
			             " and others");
		end_block(page);
	}
}

/** What no number here says. */
static void
limits(Page *page)
{
	g_string_append_c(page->out, '\n');
	begin_block(page);
	hc_block_line(&page->block, 0);
	hc_block_put(&page->block, HC_STYLE_FAINT,
	             "Headers show what happened on recorded hops; they do not "
	             "show enforcement, nor what happened before the first "
	             "attested hop or inside a host.  Percentages are of the "
	             "messages or hops named beside them, rounded down.  "
	             "hopcheck-report(5) defines each number.");
	end_block(page);
}

bool
hc_summary_text(HcSummary *summary, const HcReportOptions *options,
                GString *out, GError **error)
{
	Page page = {
		.summary = summary,
		.out = out,
		.width = options->width != 0 ? options->width : WIDTH,
		.utf8 = options->utf8,
		.colour = options->colour,
	};

	head(&page);
	tls_parts(&page);
	findings(&page);
	if (!parties(&page, error) || !hosts(&page, error))
		return false;
	strengths(&page);
	if (!months(&page, error))
		return false;
	troubles(&page);
	left_out(&page);
	limits(&page);
	return true;
}
