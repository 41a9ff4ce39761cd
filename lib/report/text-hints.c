/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-hints.c - what stands beside the hops: shown in its place, never
 * counted, never called a fact. */
#include "config.h"

#include <string.h>

#include "address.h"
#include "civil.h"
#include "limit.h"
#include "model.h"
#include "text.h"

/* Shown of one place, but for --verbose. */
#define HINTS_SHOWN 4u

/** Whether a hint is told without being asked for: a receiver's own time that
 *  is not that of its stamp, or a time of the sender's side that is after it;
 *  before it is where such a time belongs. */
static bool
is_telling(const HcHint *hint)
{
	if (!hint->difference_known)
		return false;
	if (hint->difference_s > HC_CLOCK_TOLERANCE_S)
		return true;
	return hint->difference_s < -HC_CLOCK_TOLERANCE_S &&
	       (hint->kind == HC_HINT_QUEUE_CLOCK ||
	        hint->kind == HC_HINT_ARRIVAL_CLOCK);
}

static void
put_clock(HcBlock *block, const HcHint *hint)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int64_t difference_s = hint->difference_s;

	hc_civil_append(text, hint->earliest_s, ' ');
	if (hint->latest_s > hint->earliest_s) {
		g_string_append(text, " to ");
		hc_civil_append(text, hint->latest_s, ' ');
	}
	g_string_append(text, " UTC");
	if (hint->difference_known && difference_s != 0) {
		size_t sign = text->len + 2;

		g_string_append(text, ", ");
		hc_civil_append_delay(text, difference_s);
		g_string_erase(text, (gssize)sign, 1);
		g_string_append(text, difference_s < 0 ? " before the stamp"
		                                       : " after the stamp");
	}
	if (hint->implausible)
		g_string_append(text, ", so perhaps no time at all");
	hc_block_format(block,
	                is_telling(hint) ? HC_STYLE_WARN : HC_STYLE_PLAIN,
	                " %s", text->str);
}

static void
put_hint(HcBlock *block, const HcHint *hint)
{
	char address[HC_ADDRESS_TEXT];
	g_autofree char *quoted = NULL;

	hc_block_line(block, 4);
	hc_block_format(block, HC_STYLE_FAINT, "hint %s",
	                hc_hint_kind_token(hint->kind));
	if (strcmp(hint->form, hc_hint_kind_token(hint->kind)) != 0)
		hc_block_format(block, HC_STYLE_FAINT, " (%s)", hint->form);
	hc_block_put(block, HC_STYLE_FAINT, ":");
	if (hint->time_known)
		put_clock(block, hint);
	if (hint->address.family != 0) {
		hc_address_write(&hint->address, address);
		hc_block_format(block, HC_STYLE_PLAIN, " %s", address);
	}
	hc_text_span(block, hint->value.where);
	if (hint->value.text == NULL)
		return;
	quoted = g_strdup_printf("\"%.*s\"", (int)HC_SHOWN_MAX,
	                         hint->value.text);
	hc_block_put(block, HC_STYLE_PLAIN, "  ");
	hc_block_quote(block, HC_STYLE_PLAIN, quoted, strlen(quoted));
}

void
hc_text_hints(HcReport *report, const HcChain *chain, unsigned hop,
              HcHintPlace place, unsigned margin)
{
	size_t most = report->options.verbose ? HC_NOTES_SHOWN : HINTS_SHOWN;
	size_t count, found = 0;
	const HcHint *hints = hc_chain_hints(chain, &count);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_width(report) - margin);
	/* the path runs from the sender, so the lowest field first */
	for (size_t i = count; i > 0; i--) {
		const HcHint *hint = &hints[i - 1];

		if (hint->hop != hop || hint->place != place ||
		    (!report->options.verbose && !is_telling(hint)))
			continue;
		if (found++ < most)
			put_hint(&block, hint);
	}
	if (found > most) {
		hc_block_line(&block, 0);
		hc_block_format(&block, HC_STYLE_FAINT, "and %zu hints more",
		                found - most);
	}
	hc_block_write(&block, report->ready, margin);
}
