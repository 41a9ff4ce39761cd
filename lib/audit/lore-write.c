/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lore-write.c - what was learned, as members of a report. */
#include "config.h"

#include "lore.h"
#include "model.h"

const char *const hc_lore_clock_meaning =
	"The stamps of these hosts stand before those of the hosts next to "
	"them more often than not, by at least the seconds stated.  That is "
	"one figure for all the time of the archive, learned where the later "
	"of two stamps is attested; it does not show which of "
	"two clocks is right, nor that a single stamp was written by the host "
	"it names.  A host that is ahead and the last of each path cannot be "
	"found so.";
const char *const hc_lore_alias_meaning =
	"The name by which a host stamps and the one that the next host "
	"recorded of it seem to be of one machine.  These are hints for "
	"whoever "
	"keeps the policy: the first name is the host's own word, and nothing "
	"was believed or set aside because of them.";
const char *const hc_lore_resend_meaning =
	"A message that asks for protection or has it, and one of the same "
	"thread or Subject between the same people, within seven days after "
	"it, whose header shows neither.  These are hints for a reader: it is "
	"not shown that the second repeats what the first holds, nor that it "
	"went unprotected on its way, nor that it was sent by whom it names.";

const char *
hc_resend_basis_token(HcResendBasis basis)
{
	static const char *const tokens[] = {
		[HC_RESEND_REFERENCE] = "reference",
		[HC_RESEND_SAME_ID] = "same-id",
		[HC_RESEND_CONVERSATION] = "conversation",
		[HC_RESEND_THREAD] = "thread",
		[HC_RESEND_SUBJECT] = "subject",
	};

	g_return_val_if_fail((unsigned)basis < G_N_ELEMENTS(tokens), NULL);
	return tokens[basis];
}

const char *
hc_resend_relation_token(HcResendRelation relation)
{
	static const char *const tokens[] = {
		[HC_RESEND_SAME_AUTHOR] = "same-author",
		[HC_RESEND_ANSWER] = "answer",
		[HC_RESEND_OTHER] = "other",
	};

	g_return_val_if_fail((unsigned)relation < G_N_ELEMENTS(tokens), NULL);
	return tokens[relation];
}

/* ------------------------------------------------------------------- marks */

static void
write_step(HcWriter *writer, const HcLoreClockMark *mark)
{
	hc_writer_object(writer, "clock-step");
	hc_writer_number(writer, "hop", mark->hop);
	hc_writer_signed(writer, "delay", mark->delay_s);
	hc_writer_flag(writer, "explained", mark->explained);
	if (mark->learned)
		hc_writer_signed(writer, "expected", mark->expected_s);
	else
		hc_writer_none(writer, "expected");
	if (mark->id_known)
		hc_writer_flag(writer, "id-agrees", mark->id_agrees);
	else
		hc_writer_none(writer, "id-agrees");
	hc_writer_end(writer);
}

void
hc_lore_marks_write(const HcLoreMarks *marks, HcWriter *writer)
{
	if (!marks->resend && marks->clock_count == 0)
		return;
	hc_writer_object(writer, "learned");
	if (marks->resend) {
		const HcLoreResend *follows = &marks->follows;

		hc_writer_number(writer, "resend-of", follows->first.index + 1);
		hc_writer_token(writer, "basis",
		                hc_resend_basis_token(follows->basis));
		hc_writer_token(writer, "relation",
		                hc_resend_relation_token(follows->relation));
	} else {
		hc_writer_none(writer, "resend-of");
		hc_writer_none(writer, "basis");
		hc_writer_none(writer, "relation");
	}
	hc_writer_list(writer, "clock-steps");
	for (size_t i = 0; i < marks->clock_count; i++)
		write_step(writer, &marks->clocks[i]);
	hc_writer_end(writer);
	hc_writer_end(writer);
}

/* -------------------------------------------------------------------- rows */

static void
write_median(HcWriter *writer, const char *name, const char *median_name,
             uint64_t count, int64_t median_s)
{
	hc_writer_number(writer, name, count);
	if (count > 0)
		hc_writer_signed(writer, median_name, median_s);
	else
		hc_writer_none(writer, median_name);
}

static void
write_clock(HcWriter *writer, const HcLoreClock *clock)
{
	hc_writer_object(writer, "clock-sum");
	hc_writer_token(writer, "evidence",
	                clock->attested ? "attested" : "claimed");
	hc_writer_number(writer, "behind", (uint64_t)clock->behind_s);
	hc_writer_number(writer, "ahead", (uint64_t)clock->ahead_s);
	write_median(writer, "before", "before-median", clock->before,
	             clock->before_s);
	write_median(writer, "after", "after-median", clock->after,
	             clock->after_s);
	write_median(writer, "ids", "ids-median", clock->ids, clock->ids_s);
	hc_writer_number(writer, "neighbours", clock->neighbours);
	hc_model_text(writer, "name", clock->host);
	hc_writer_end(writer);
}

static void
write_alias(HcWriter *writer, const HcLoreAlias *alias)
{
	hc_writer_object(writer, "alias-sum");
	hc_writer_token(writer, "basis", alias->basis);
	hc_writer_number(writer, "count", alias->messages);
	hc_model_text(writer, "name", alias->name);
	hc_model_text(writer, "other", alias->other);
	hc_writer_end(writer);
}

static void
write_resend(HcWriter *writer, const HcLoreResend *resend)
{
	hc_writer_object(writer, "resend-sum");
	hc_writer_number(writer, "first", resend->first.index + 1);
	hc_writer_number(writer, "later", resend->later.index + 1);
	hc_writer_token(writer, "basis", hc_resend_basis_token(resend->basis));
	hc_writer_token(writer, "relation",
	                hc_resend_relation_token(resend->relation));
	hc_writer_number(writer, "after", (uint64_t)resend->after_s);
	hc_writer_number(writer, "recipients", resend->recipients);
	hc_writer_flag(writer, "requested", resend->first_requested);
	hc_writer_flag(writer, "protected", resend->first_protected);
	hc_writer_flag(writer, "later-read", resend->later_read);
	hc_writer_end(writer);
}

static void
write_sums(HcWriter *writer, const HcLoreTotals *totals)
{
	hc_writer_object(writer, "learned-sums");
	if (totals->digests) {
		hc_writer_number(writer, "duplicated", totals->duplicated);
		hc_writer_number(writer, "copies", totals->copies);
	} else {
		hc_writer_none(writer, "duplicated");
		hc_writer_none(writer, "copies");
	}
	hc_writer_number(writer, "clocks-learned", totals->clocks_learned);
	hc_writer_number(writer, "clocks-off", totals->clocks);
	hc_writer_number(writer, "steps-explained", totals->explained);
	hc_writer_number(writer, "steps-unexplained", totals->unexplained);
	hc_writer_number(writer, "aliases", totals->aliases);
	hc_writer_number(writer, "asked", totals->asked);
	hc_writer_number(writer, "undated", totals->undated);
	hc_writer_number(writer, "resends", totals->resends);
	hc_writer_number(writer, "resends-unread", totals->unread);
	hc_writer_part(writer, "clock-meaning", hc_lore_clock_meaning);
	hc_writer_part(writer, "alias-meaning", hc_lore_alias_meaning);
	hc_writer_part(writer, "resend-meaning", hc_lore_resend_meaning);
	hc_writer_end(writer);
}

bool
hc_lore_write(HcLore *lore, HcWriter *writer, HcDrain drain, void *data,
              GError **error)
{
	GError *failure = NULL;
	HcLoreClock clock;
	HcLoreAlias alias;
	HcLoreResend resend;
	bool going = true;

	write_sums(writer, hc_lore_totals(lore));
	hc_writer_list(writer, "clock-sums");
	while (going && hc_lore_next_clock(lore, &clock, &failure)) {
		write_clock(writer, &clock);
		going = drain == NULL || drain(data, &failure);
	}
	hc_writer_end(writer);
	hc_writer_list(writer, "alias-sums");
	while (going && !failure &&
	       hc_lore_next_alias(lore, &alias, &failure)) {
		write_alias(writer, &alias);
		going = drain == NULL || drain(data, &failure);
	}
	hc_writer_end(writer);
	hc_writer_list(writer, "resend-sums");
	while (going && !failure &&
	       hc_lore_next_resend(lore, &resend, &failure)) {
		write_resend(writer, &resend);
		going = drain == NULL || drain(data, &failure);
	}
	hc_writer_end(writer);
	if (failure != NULL)
		g_propagate_error(error, failure);
	return failure == NULL;
}
