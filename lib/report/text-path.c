/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-path.c - the hops from the sender on, and the horizon across them.
 *
 * Where a table of one line a hop does not fit, a hop is a row of two cells.
 * Left: number, stamp, delay, evidence.  Right: who handed over, who took it
 * and how, TLS. */
#include "config.h"

#include <string.h>

#include "text.h"

#define MARGIN HC_PATH_MARGIN

/* ------------------------------------------------------------------ cells */

static void
left_cell(HcBlock *block, const HcReport *report, const HcHop *hop,
          const HcJudgement *judgement, unsigned digits)
{
	hc_block_line(block, digits + 2);
	hc_block_format(block, HC_STYLE_STRONG, "%u", hop->number);
	hc_block_pad(block, digits + 2);
	hc_text_stamp(block, report, &hop->received->stamp);
	if (hop->delay_known ||
	    hop->received->stamp.state == HC_STAMP_INTERVAL) {
		hc_block_line(block, block->indent);
		hc_block_pad(block, block->indent);
		hc_text_delay(block, hop);
	}
	hc_block_line(block, block->indent);
	hc_block_pad(block, block->indent);
	hc_text_evidence(block, hop, judgement);
}

/** Put who handed over and, on the same line if that fits, who took it. */
static void
put_hosts(HcBlock *block, const HcHop *hop, bool one_line)
{
	hc_block_line(block, 2);
	hc_text_from(block, hop->received);
	if (one_line)
		hc_block_put(block, HC_STYLE_PLAIN, "  ");
	else
		hc_block_line(block, 2);
	hc_text_by(block, hop->received);
	hc_text_with(block, hop->received, true);
	hc_text_step(block, hop, true);
}

static bool
fits_one_line(const HcBlock *block, const HcHop *hop)
{
	g_auto(HcBlock) trial = {0};

	hc_block_init(&trial, block->width, block->utf8, false);
	put_hosts(&trial, hop, true);
	return trial.lines->len == 1;
}

static void
right_cell(HcBlock *block, const HcReport *report, const HcVerdict *verdict,
           size_t index)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcHop *hop = hc_chain_hop(hc_evidence_chain(evidence), index);

	put_hosts(block, hop, fits_one_line(block, hop));
	hc_text_location(block, report, verdict, index);
	hc_block_line(block, 4);
	hc_text_tls(block, hop->received, hc_evidence_tls(evidence, index),
	            hc_verdict_judgement(verdict, index), false);
	if (!report->options.verbose) /* else the details list them */
		hc_text_hop_notes(block, evidence, index);
}

/* --------------------------------------------------------------- horizon */

/** Put the line between what is claimed and what is attested; the table runs
 *  from the sender, so claims stand above it. */
static void
put_horizon(HcReport *report, const HcVerdict *verdict, bool claims_above)
{
	g_auto(HcBlock) block = {0};
	const char *own = hc_verdict_own_set(verdict);

	hc_text_block(&block, report, hc_text_width(report) - MARGIN);
	hc_block_line(&block, 3);
	hc_block_put(&block, HC_STYLE_STRONG, block.utf8 ? "───" : "---");
	hc_block_put(&block, HC_STYLE_STRONG, " horizon: ");
	if (hc_verdict_horizon(verdict) == 0) {
		hc_block_put(&block, HC_STYLE_WARN,
		             "none; no hop is attested, all above are claims");
	} else {
		if (claims_above)
			hc_block_put(&block, HC_STYLE_STRONG,
			             "above, claims only; ");
		hc_block_put(&block, HC_STYLE_STRONG, "below, attested by ");
		hc_block_quote(&block, HC_STYLE_STRONG, own, strlen(own));
	}
	hc_block_put(&block, HC_STYLE_PLAIN, " ");
	if (hc_block_column(&block) + 3 < block.width)
		hc_block_rule(&block, HC_STYLE_STRONG, false);
	hc_block_write(&block, report->ready, MARGIN);
}

/* ------------------------------------------------------------------- path */

static void
put_row(HcReport *report, const HcVerdict *verdict, size_t index,
        unsigned digits)
{
	unsigned stamp = report->zone != NULL ? 25 : 19;
	unsigned width = digits + 2 + stamp;
	HcBlock cells[2] = {0};
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));

	hc_text_block(&cells[0], report, width);
	hc_text_block(&cells[1], report,
	              hc_text_width(report) - MARGIN - width - HC_PATH_GAP);
	left_cell(&cells[0], report, hc_chain_hop(chain, index),
	          hc_verdict_judgement(verdict, index), digits);
	right_cell(&cells[1], report, verdict, index);
	hc_block_write_row(cells, 2, report->ready, MARGIN, HC_PATH_GAP);
	hc_block_clear(&cells[0]);
	hc_block_clear(&cells[1]);
}

unsigned
hc_text_digits(size_t number)
{
	unsigned digits = 1;

	for (; number > 9; number /= 10)
		digits++;
	return digits;
}

/** Append a hop and what stands in it and above it. */
static void
put_hop(HcReport *report, const HcVerdict *verdict, size_t index,
        const HcTable *table)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	unsigned digits = hc_text_digits(hc_chain_length(chain));
	unsigned margin = MARGIN + digits + 2;
	unsigned number = (unsigned)index + 1;

	if (table != NULL)
		hc_text_table_row(report, table, verdict, index);
	else
		put_row(report, verdict, index, digits);
	if (report->options.verbose)
		hc_text_details(report, verdict, index, margin);
	hc_text_hints(report, chain, number, HC_PLACE_IN, margin);
	hc_text_hints(report, chain, number, HC_PLACE_ABOVE, margin);
}

void
hc_text_path(HcReport *report, const HcVerdict *verdict)
{
	const HcChain *chain = hc_evidence_chain(hc_verdict_evidence(verdict));
	size_t length = hc_chain_length(chain);
	unsigned horizon = hc_verdict_horizon(verdict);
	unsigned margin = MARGIN + hc_text_digits(length) + 2;
	g_autoptr(HcTable) table = hc_text_table_new(report, verdict);

	if (table != NULL)
		hc_text_table_head(report, table);
	hc_text_hints(report, chain, 0, HC_PLACE_NONE, margin);
	hc_text_hints(report, chain, 1, HC_PLACE_BELOW, margin);
	for (size_t i = 0; i < length; i++) {
		if (horizon > 0 && i + 1 == horizon)
			put_horizon(report, verdict, i > 0);
		put_hop(report, verdict, i, table);
	}
	if (horizon == 0 && length > 0)
		put_horizon(report, verdict, true);
}
