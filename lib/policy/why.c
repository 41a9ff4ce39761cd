/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* why.c - why a hop is judged as it is, and what is asked of it. */
#include "config.h"

#include "verdict.h"

#include <string.h>

static const HcHop *
hop_at(const HcVerdict *verdict, size_t index)
{
	return hc_chain_hop(hc_evidence_chain(verdict->evidence), index);
}

/* Steps that name nobody are passed over, which is said. */
static const char *
newer_fields(const HcWalk *walk, size_t index)
{
	for (size_t i = index + 1; i < walk->count; i++)
		if (!walk->steps[i].attested)
			return "every newer field that names its writer is "
			       "attested";
	return "every newer field is attested";
}

/* Believed by way of a partner of the policy document. */
static const char *
why_partner(HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;
	const HcStep *step = &walk->steps[index];

	return hc_verdict_text(
		verdict,
		"Written by %s, %s of the partner %s, whose word the policy "
		"takes for its own hops; %s.%s%s",
		step->label,
		step->party == step->partner ? "a host"
					     : "and believed by way of hosts",
		step->partner->id, newer_fields(walk, index),
		index == walk->horizon ? "  " : "",
		index == walk->horizon ? hc_walk_end_sentence(walk->end) : "");
}

static const char *
why_attested(HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;
	const char *by = walk->steps[index].label;
	const char *newer = newer_fields(walk, index);

	if (walk->steps[index].partner)
		return why_partner(verdict, index);
	if (walk->steps[index].crossing)
		return hc_verdict_text(
			verdict,
			"Written by %s of the own set; %s, and the peer "
			"recorded here, %s, is %s.",
			by, newer, hc_verdict_peer(verdict, index),
			hc_verdict_outside(verdict));
	if (index == walk->horizon)
		return hc_verdict_text(
			verdict, "Written by %s of the own set; %s.  %s", by,
			newer, hc_walk_end_sentence(walk->end));
	return hc_verdict_text(
		verdict,
		"Written by %s of the own set; %s, and the field below was "
		"written by the host that it took the message from.",
		by, newer);
}

static const char *
why_not_attested(HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;
	const HcHop *hop = hop_at(verdict, index);

	if (hop->misplaced)
		return "Stands below fields of the author, where no server "
		       "puts a Received field (RFC 5321 4.4).";
	if (walk->steps[index].nameless && index > walk->horizon)
		return "Does not say who wrote it: no by clause; it stands "
		       "among attested fields and is passed over.";
	if (!hop->received->facts[HC_FACT_BY].text)
		return "Does not say who wrote it: no by clause.";
	if (walk->steps[index].doubted)
		return "Names two writers, or leaves a parenthesis open before "
		       "the one it names, so nothing shows who wrote it.";
	if (walk->horizon == walk->count)
		return hc_walk_end_sentence(walk->end);
	if (walk->boundary < walk->count)
		return hc_verdict_text(verdict,
		                       "Stood in the message when %s took it "
		                       "from outside (hop %u); whoever sent it "
		                       "there could have written anything.",
		                       walk->steps[walk->boundary].label,
		                       (unsigned)walk->boundary + 1);
	return hc_verdict_text(
		verdict, "Stands below hop %u, the oldest attested one, and %s",
		(unsigned)walk->horizon + 1,
		walk->steps[index].own_name
			? "its writer bears a name of the own set, but nothing "
			  "above shows that it was that host."
			: "nothing ties it to the own set.");
}

/* What the document asks of a hop, where it asks anything. */
static const char *
asked_of(HcVerdict *verdict, size_t index)
{
	const HcAsk *ask =
		verdict->asks.hops ? &verdict->asks.hops[index] : NULL;
	g_autofree char *sentence = NULL;

	if (!ask || !ask->asked ||
	    (!ask->decision.rule && !ask->decision.community))
		return NULL;
	sentence = hc_link_sentence(&ask->decision, &ask->transfer);
	return hc_arena_text(verdict->arena, sentence, strlen(sentence));
}

void
hc_tell_whys(HcVerdict *verdict)
{
	size_t count = verdict->walk.count;

	verdict->whys =
		hc_arena_alloc(verdict->arena, MAX(count, 1) * sizeof(HcWhy));
	for (size_t i = 0; i < count; i++) {
		verdict->whys[i].why = verdict->walk.steps[i].attested
		                               ? why_attested(verdict, i)
		                               : why_not_attested(verdict, i);
		verdict->whys[i].asked = asked_of(verdict, i);
	}
}

const char *
hc_verdict_why(const HcVerdict *verdict, size_t index)
{
	g_return_val_if_fail(verdict && index < verdict->walk.count, NULL);
	hc_verdict_tell(verdict, HC_TOLD_WHYS);
	return verdict->whys[index].why;
}

const char *
hc_verdict_asked(const HcVerdict *verdict, size_t index)
{
	g_return_val_if_fail(verdict && index < verdict->walk.count, NULL);
	hc_verdict_tell(verdict, HC_TOLD_WHYS);
	return verdict->whys[index].asked;
}
