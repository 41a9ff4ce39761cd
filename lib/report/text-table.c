/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-table.c - the hops as a table that can be scanned down, from 120 columns
 * on.
 *
 * Columns are as wide as their widest cell if all fit, else the widest give
 * way, and their cells flow over more lines; where not even the longest words
 * fit there is no table. */
#include "config.h"

#include <string.h>

#include "text.h"

#define WIDTH_LEAST 120u
/* A cell that asks for more flows; a word that does is cut. */
#define CELL_MOST 60u
#define WORD_MOST 38u
/* Of the later lines of a cell. */
#define INDENT 2u
/* A cell that asks for no more is not made to flow while there is room. */
#define CELL_SMALL 20u

typedef enum {
	CELL_STAMP,
	CELL_DELAY,
	CELL_FROM,
	CELL_BY,
	CELL_WITH,
	CELL_TLS,
	CELL_GRADE,
	CELL_EVIDENCE,
	CELL_COUNT
} Cell;

static const char *const names[] = {
	[CELL_STAMP] = "time",  [CELL_DELAY] = "delay",
	[CELL_FROM] = "from",   [CELL_BY] = "by",
	[CELL_WITH] = "with",   [CELL_TLS] = "TLS",
	[CELL_GRADE] = "grade", [CELL_EVIDENCE] = "evidence",
};

struct HcTable {
	unsigned digits; /* of the highest number */
	bool merged;     /* who took it stands below who handed over */
	unsigned widths[CELL_COUNT];
};

static void
put_stamp(HcBlock *block, const HcReport *report, const HcHop *hop,
          unsigned digits)
{
	hc_block_line(block, digits + 2);
	hc_block_format(block, HC_STYLE_STRONG, "%u", hop->number);
	hc_block_pad(block, digits + 2);
	hc_text_stamp(block, report, &hop->received->stamp);
}

static void
put_cell(HcBlock *block, const HcReport *report, const HcVerdict *verdict,
         size_t index, Cell cell, const HcTable *table)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcHop *hop = hc_chain_hop(hc_evidence_chain(evidence), index);
	const HcJudgement *judgement = hc_verdict_judgement(verdict, index);
	const HcTls *tls = hc_evidence_tls(evidence, index);

	if (cell != CELL_STAMP)
		hc_block_line(block, INDENT);
	switch (cell) {
	case CELL_STAMP:
		put_stamp(block, report, hop, table->digits);
		break;
	case CELL_DELAY:
		hc_text_delay(block, hop);
		break;
	case CELL_FROM:
		hc_text_from(block, hop->received);
		hc_text_location(block, report, verdict, index);
		if (!table->merged)
			break;
		hc_block_line(block, INDENT);
		/* fall through */
	case CELL_BY:
		hc_text_by(block, hop->received);
		hc_text_step(block, hop, false);
		break;
	case CELL_WITH:
		hc_text_with(block, hop->received, false);
		break;
	case CELL_TLS:
		hc_text_tls(block, hop->received, tls, judgement, true);
		break;
	case CELL_GRADE:
		if (tls->state == HC_TLS_YES)
			hc_text_grade(block, tls, judgement);
		break;
	case CELL_EVIDENCE:
		hc_text_evidence(block, hop, judgement);
		break;
	case CELL_COUNT:
		break;
	}
}

/* -------------------------------------------------------------- measuring */

/** What a column asks for: the longest word, and all on one line. */
static void
measure(const HcReport *report, const HcVerdict *verdict, Cell cell,
        const HcTable *table, unsigned *least_out, unsigned *natural_out)
{
	size_t length = hc_chain_length(
		hc_evidence_chain(hc_verdict_evidence(verdict)));

	*least_out = *natural_out =
		hc_columns(names[cell], strlen(names[cell]));
	for (size_t i = 0; i < length; i++) {
		g_auto(HcBlock) block = {0};
		unsigned least, natural;

		hc_block_init(&block, G_MAXINT, report->options.utf8, false);
		put_cell(&block, report, verdict, i, cell, table);
		hc_block_measure(&block, &least, &natural);
		if (cell == CELL_STAMP)
			least = natural; /* a date is never broken */
		else if (least < natural)
			least += INDENT; /* it may stand on a later line */
		*least_out = MAX(*least_out, MIN(least, WORD_MOST));
		*natural_out = MAX(*natural_out, MIN(natural, CELL_MOST));
	}
}

/** The column that lacks least, so that as many as can be have lines of one;
 *  CELL_COUNT when none lacks any. */
static unsigned
nearest(const HcTable *table, const unsigned *naturals)
{
	unsigned found = CELL_COUNT, least = G_MAXUINT;

	for (unsigned i = 0; i < CELL_COUNT; i++) {
		unsigned width = table->widths[i];

		if (naturals[i] > width && naturals[i] - width < least) {
			least = naturals[i] - width;
			found = i;
		}
	}
	return found;
}

/** Share the width out: small columns whole, of the others the longest words,
 *  then the rest to those that lack least.
 *  @return whether it is enough */
static bool
share_out(HcTable *table, unsigned width, const unsigned *leasts,
          const unsigned *naturals, unsigned small)
{
	unsigned used = HC_PATH_MARGIN;

	for (unsigned i = 0; i < CELL_COUNT; i++) {
		if (i == CELL_BY && table->merged)
			continue;
		table->widths[i] =
			naturals[i] <= small ? naturals[i] : leasts[i];
		used += table->widths[i] + (i > 0 ? HC_PATH_GAP : 0);
	}
	if (used > width)
		return false;
	for (; used < width; used++) {
		unsigned wider = nearest(table, naturals);

		if (wider == CELL_COUNT)
			break;
		table->widths[wider]++;
	}
	return true;
}

static bool
fit(HcTable *table, const HcReport *report, const HcVerdict *verdict)
{
	unsigned leasts[CELL_COUNT], naturals[CELL_COUNT];
	unsigned width = hc_text_width(report);

	for (unsigned i = 0; i < CELL_COUNT; i++)
		measure(report, verdict, (Cell)i, table, &leasts[i],
		        &naturals[i]);
	if (table->merged)
		naturals[CELL_BY] = 0;
	return share_out(table, width, leasts, naturals, CELL_SMALL) ||
	       share_out(table, width, leasts, naturals, 0);
}

HcTable *
hc_text_table_new(const HcReport *report, const HcVerdict *verdict)
{
	size_t length = hc_chain_length(
		hc_evidence_chain(hc_verdict_evidence(verdict)));
	g_autoptr(HcTable) table = NULL;

	if (hc_text_width(report) < WIDTH_LEAST || length == 0)
		return NULL;
	table = g_new0(HcTable, 1);
	table->digits = hc_text_digits(length);
	if (fit(table, report, verdict))
		return g_steal_pointer(&table);
	table->merged = true;
	return fit(table, report, verdict) ? g_steal_pointer(&table) : NULL;
}

void
hc_text_table_free(HcTable *table)
{
	g_free(table);
}

/* ---------------------------------------------------------------- writing */

/** Write the cells of a row; merged ones leave no gap. */
static void
write_cells(HcReport *report, const HcTable *table, HcBlock *cells)
{
	HcBlock shown[CELL_COUNT];
	unsigned count = 0;

	for (unsigned i = 0; i < CELL_COUNT; i++)
		if (i != CELL_BY || !table->merged)
			shown[count++] = cells[i];
	hc_block_write_row(shown, count, report->ready, HC_PATH_MARGIN,
	                   HC_PATH_GAP);
	for (unsigned i = 0; i < CELL_COUNT; i++)
		hc_block_clear(&cells[i]);
}

void
hc_text_table_head(HcReport *report, const HcTable *table)
{
	HcBlock cells[CELL_COUNT] = {0};

	for (unsigned i = 0; i < CELL_COUNT; i++) {
		hc_text_block(&cells[i], report, table->widths[i]);
		hc_block_line(&cells[i], 0);
		if (i == CELL_STAMP)
			hc_block_pad(&cells[i], table->digits + 2);
		hc_block_put(&cells[i], HC_STYLE_FAINT,
		             i == CELL_FROM && table->merged ? "from, by"
		                                             : names[i]);
	}
	write_cells(report, table, cells);
}

void
hc_text_table_row(HcReport *report, const HcTable *table,
                  const HcVerdict *verdict, size_t index)
{
	HcBlock cells[CELL_COUNT] = {0};
	g_auto(HcBlock) notes = {0};
	unsigned margin = HC_PATH_MARGIN + table->digits + 2;

	for (unsigned i = 0; i < CELL_COUNT; i++) {
		hc_text_block(&cells[i], report, table->widths[i]);
		put_cell(&cells[i], report, verdict, index, (Cell)i, table);
	}
	write_cells(report, table, cells);
	if (report->options.verbose)
		return; /* the details list them */
	hc_text_block(&notes, report, hc_text_width(report) - margin);
	hc_text_hop_notes(&notes, hc_verdict_evidence(verdict), index);
	hc_block_write(&notes, report->ready, margin);
}
