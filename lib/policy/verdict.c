/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verdict.c - the outcome of a message, and its reason in plain words. */
#include "config.h"

#include "policy.h"
#include "profile.h"
#include "verdict.h"

#include <string.h>

/* What no pass and no fail can show (semantics of trace fields). */
static const char limits_of_headers[] =
	"headers show what happened on recorded hops; they do not show "
	"enforcement, nor what happened before the first attested hop or "
	"inside a host";

/* ------------------------------------------------------------------ outcome */

/* Whether a finding weighs in the copy of a recipient.
 * recipient: NULL: of nobody known */
static bool
weighs(const HcFinding *finding, const char *recipient)
{
	return !finding->suppressed && !finding->mitigated &&
	       (!finding->recipient ||
	        g_strcmp0(finding->recipient, recipient) == 0);
}

/* They are sorted by effect, so the first that weighs carries the outcome. */
static const HcFinding *
leading_finding(const HcVerdict *verdict, const char *recipient)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const HcFinding *finding = &verdict->findings[i];

		if (weighs(finding, recipient))
			return finding;
	}
	return NULL;
}

/* Whether a copy needs no hop that took it from outside: by the policy document
 * it is protected otherwise than by TLS on its links, and the path is known to
 * its beginning, so that the author is not only by his own word a member. */
static bool
needs_no_boundary(const HcVerdict *verdict, size_t index)
{
	const HcAsks *asks = &verdict->asks;
	HcWalkEnd end = verdict->walk.end;

	if (!asks->hops)
		return false;
	return asks->pairs[index].decision.outcome == HC_PAIR_COVERED &&
	       !hc_pair_is_by(&asks->pairs[index], HC_PROTECTION_TLS) &&
	       (end == HC_END_ORIGIN || end == HC_END_INTERFACE);
}

/* Whether nothing shows where a copy came into the sets that are believed: no
 * crossing was met, or the walk was lost among a partner's hosts. */
static bool
is_unbounded(const HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;

	if (needs_no_boundary(verdict, index))
		return false;
	return walk->boundary >= walk->count ||
	       (walk->steps[walk->horizon].partner &&
	        walk->edge != walk->horizon && walk->end != HC_END_ORIGIN);
}

/* Whether a copy would be protected by gateways that encrypt, if its author were
 * a member: that is a claim, and the host that handed it over is nobody known,
 * by a link of which the policy asks nothing and that shows no TLS. */
static bool
rests_on_author(const HcVerdict *verdict, size_t index)
{
	const HcAsks *asks = &verdict->asks;
	size_t boundary = verdict->walk.boundary;

	return asks->hops && boundary < verdict->walk.count &&
	       hc_pair_is_by(&asks->pairs[index], HC_PROTECTION_GATEWAY) &&
	       asks->hops[boundary].transfer.kind == HC_TRANSFER_INBOUND &&
	       !asks->hops[boundary].decision.rule &&
	       !verdict->walk.steps[boundary].peer_party &&
	       hc_evidence_tls(verdict->evidence, boundary)->state !=
	               HC_TLS_YES;
}

static HcOutcome
outcome_of(const HcVerdict *verdict, size_t index, const char *recipient)
{
	const HcFinding *leading = leading_finding(verdict, recipient);

	if (leading && leading->effect == HC_EFFECT_FAIL)
		return HC_OUTCOME_FAIL;
	if (is_unbounded(verdict, index) || rests_on_author(verdict, index) ||
	    (leading && leading->effect == HC_EFFECT_INDETERMINATE))
		return HC_OUTCOME_INDETERMINATE;
	return HC_OUTCOME_PASS;
}

static size_t
attested_count(const HcWalk *walk)
{
	size_t count = 0;

	for (size_t i = 0; i < walk->count; i++)
		count += walk->steps[i].attested && !walk->steps[i].partner;
	return count;
}

static const char *
partner_words(HcVerdict *verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < verdict->walk.count; i++)
		count += verdict->walk.steps[i].partner != NULL;
	if (!count)
		return "";
	return hc_verdict_text(verdict, ", %zu more by the word of a partner",
	                       count);
}

/* Fields beyond the limit on hops are hops, too. */
static const char *
coverage(HcVerdict *verdict)
{
	size_t total =
		hc_chain_received_count(hc_evidence_chain(verdict->evidence));

	if (!verdict->coverage)
		verdict->coverage = hc_verdict_text(
			verdict, "%s attested%s; %s.",
			hc_verdict_count(verdict,
		                         attested_count(&verdict->walk), total,
		                         "hop", "is", "are"),
			partner_words(verdict), limits_of_headers);
	return verdict->coverage;
}

/** Whether the version of a suite that is known follows from it alone: none is
 *  written that is one, or the label of a family. */
static bool
is_derived(const HcVerdict *verdict, size_t index)
{
	const HcTls *tls = hc_evidence_tls(verdict->evidence, index);
	size_t count;
	const HcNote *notes =
		hc_evidence_notes(verdict->evidence, index, &count);

	if (tls->ciphers[0]->version_min != tls->ciphers[0]->version_max)
		return false;
	for (size_t i = 0; i < count; i++)
		if (notes[i].code == HC_NOTE_VERSION_UNKNOWN)
			return true;
	return tls->version_family;
}

static const char *
tls_words(HcVerdict *verdict, size_t index)
{
	const HcTls *tls = hc_evidence_tls(verdict->evidence, index);
	const char *version = tls->version_low == tls->version_high
	                              ? hc_tls_version_name(tls->version_low)
	                              : "TLS";

	/* A suite of no stated version says by its own name that it is TLS. */
	if (tls->cipher_count == 1 && tls->version_low != tls->version_high)
		return tls->ciphers[0]->iana_name;
	if (tls->cipher_count == 1 && is_derived(verdict, index))
		return hc_verdict_text(verdict, "%s, a suite that only %s has",
		                       tls->ciphers[0]->iana_name, version);
	if (tls->cipher_count == 1)
		return hc_verdict_text(verdict, "%s, %s", version,
		                       tls->ciphers[0]->iana_name);
	return version;
}

/* Where a profile was stated, its word; a day before it has our grade. */
static const char *
grade_words(HcVerdict *verdict, const HcJudgement *judgement)
{
	const char *own =
		hc_verdict_text(verdict, "%s by the rules of its day",
	                        hc_grade_token(judgement->grade_then));
	const HcProfileOpinion *then = &judgement->profile_then;
	const HcProfileOpinion *now = &judgement->profile_now;
	const char *name;

	if (!judgement->profile_decides)
		return own;
	name = hc_profile_name(judgement->profile);
	if (then->in_force)
		return hc_verdict_text(verdict,
		                       "%s by %s, in force on its day; our own "
		                       "grade is %s",
		                       hc_opinion_words(verdict, then), name,
		                       hc_grade_token(judgement->grade_then));
	return hc_verdict_text(verdict,
	                       "%s; %s was not in force then, its word now is "
	                       "%s",
	                       own, name, hc_opinion_words(verdict, now));
}

/* Whether what was found of a hop would have weighed but for the policy. */
static bool
is_set_aside(const HcVerdict *verdict, unsigned hop)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const HcFinding *finding = &verdict->findings[i];

		if (finding->hop == hop && finding->effect > HC_EFFECT_WARN &&
		    (finding->suppressed || finding->mitigated))
			return true;
	}
	return false;
}

/* The link over which the message came in. */
static const char *
boundary_words(HcVerdict *verdict)
{
	size_t index = verdict->walk.boundary;
	const HcJudgement *judgement = &verdict->judgements[index];
	const HcTls *tls = hc_evidence_tls(verdict->evidence, index);

	if (tls->state != HC_TLS_YES)
		return hc_verdict_text(
			verdict,
			"Hop %zu: %s stated that it took the message from %s, "
			"%s; TLS is not shown there, which the policy %s.",
			index + 1, verdict->walk.steps[index].label,
			hc_verdict_peer(verdict, index),
			hc_verdict_outside(verdict),
			is_set_aside(verdict, (unsigned)index + 1)
				? "sets aside (see the findings)"
				: "does not require");
	return hc_verdict_text(
		verdict,
		"Hop %zu: %s stated that it took the message from %s, %s, with "
		"%s (%s).",
		index + 1, verdict->walk.steps[index].label,
		hc_verdict_peer(verdict, index), hc_verdict_outside(verdict),
		tls_words(verdict, index), grade_words(verdict, judgement));
}

/* What the communities add, with where it stands. */
static const char *
pair_words(HcVerdict *verdict, size_t index)
{
	const HcAsks *asks = &verdict->asks;
	const HcPair *pair;
	g_autofree char *sentence = NULL;

	if (!asks->hops)
		return "";
	pair = &asks->pairs[index];
	if (pair->decision.outcome != HC_PAIR_COVERED)
		return "";
	sentence = hc_pair_sentence(&pair->decision, asks->domain, pair->domain,
	                            verdict->walk.day);
	return hc_verdict_text(
		verdict, "%s  %s%s", sentence,
		"The author's address is a claim.",
		hc_pair_is_by(pair, HC_PROTECTION_TLS)
			? "  "
			: "  That this protection was at work is the policy's "
			  "word; no header shows it.  ");
}

/* Why a claim of membership is not enough. */
static const char *
author_reason(HcVerdict *verdict, size_t index)
{
	size_t boundary = verdict->walk.boundary;

	return hc_verdict_text(
		verdict,
		"Hop %zu: %s took the message from %s, %s, and TLS is not "
		"shown there.  Both ends are members of %s, whose gateways "
		"encrypt; that the author is one is only the message's claim.  "
		"%s",
		boundary + 1, verdict->walk.steps[boundary].label,
		hc_verdict_peer(verdict, boundary), hc_verdict_outside(verdict),
		verdict->asks.pairs[index].decision.community->id,
		coverage(verdict));
}

static const char *
pass_reason(HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;
	bool bounded = walk->boundary < walk->count;

	return hc_verdict_text(verdict, "%s%s%s%s",
	                       bounded ? boundary_words(verdict) : "",
	                       bounded ? "  " : "", pair_words(verdict, index),
	                       coverage(verdict));
}

static const char *
reason_of(HcVerdict *verdict, size_t index)
{
	const HcWalk *walk = &verdict->walk;
	const HcFinding *leading = verdict->copies[index].leading;
	HcOutcome outcome = verdict->copies[index].outcome;

	if (walk->count == 0)
		return hc_walk_end_sentence(walk->end);
	if (outcome == HC_OUTCOME_PASS)
		return pass_reason(verdict, index);
	if (outcome == HC_OUTCOME_INDETERMINATE && is_unbounded(verdict, index))
		return hc_verdict_text(verdict, "%s  %s",
		                       hc_walk_end_sentence(walk->end),
		                       coverage(verdict));
	if (outcome == HC_OUTCOME_INDETERMINATE &&
	    !(leading && leading->effect == HC_EFFECT_INDETERMINATE))
		return author_reason(verdict, index);
	return hc_verdict_text(verdict, "%s  %s",
	                       leading ? leading->sentence : "",
	                       coverage(verdict));
}

static unsigned
rank(HcOutcome outcome)
{
	static const unsigned ranks[] = {
		[HC_OUTCOME_PASS] = 0,
		[HC_OUTCOME_INDETERMINATE] = 1,
		[HC_OUTCOME_FAIL] = 2,
	};

	return ranks[outcome];
}

/* A copy for each recipient, or one for nobody known; the worst of them is the
 * message's. */
static void
decide(HcVerdict *verdict)
{
	guint count = MAX(verdict->recipients->len, 1);
	const HcCopy *worst = NULL;

	verdict->copies =
		hc_arena_alloc(verdict->arena, count * sizeof(HcCopy));
	for (guint i = 0; i < count; i++) {
		HcCopy *copy = &verdict->copies[i];
		const char *recipient =
			verdict->recipients->len
				? g_ptr_array_index(verdict->recipients, i)
				: NULL;
		const HcFinding *leading = leading_finding(verdict, recipient);

		copy->outcome = outcome_of(verdict, i, recipient);
		copy->leading = leading;
		if (!worst || rank(copy->outcome) > rank(worst->outcome))
			worst = copy;
	}
	verdict->outcome = worst->outcome;
	verdict->worst = worst;
}

static void
tell_reasons(HcVerdict *verdict)
{
	guint count = MAX(verdict->recipients->len, 1);

	for (guint i = 0; i < count; i++) {
		HcCopy *copy = &verdict->copies[i];

		/* Equal copies share their words. */
		if (i && !verdict->asks.hops &&
		    copy[-1].leading == copy->leading &&
		    copy[-1].outcome == copy->outcome)
			copy->reason = copy[-1].reason;
		else
			copy->reason = reason_of(verdict, i);
	}
}

void
hc_verdict_tell(const HcVerdict *verdict, HcTold what)
{
	HcVerdict *asked = (HcVerdict *)verdict;

	/* All of it takes room of one arena. */
	g_bit_lock(&asked->lock, 0);
	if (what & ~asked->told & HC_TOLD_WHYS)
		hc_tell_whys(asked);
	if (what & ~asked->told & HC_TOLD_LEGS)
		hc_find_legs(asked);
	if (what & ~asked->told & HC_TOLD_REASONS)
		tell_reasons(asked);
	asked->told |= what;
	g_bit_unlock(&asked->lock, 0);
}

/* Whether a document says of any host that it is of the own set. */
static bool
states_hosts(const HcPolicy *policy)
{
	const HcDocument *document = policy->document;

	if (!document)
		return false;
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role != HC_ROLE_PARTNER)
			return true;
	for (size_t i = 0; i < document->network_count; i++)
		if (document->networks[i].trusted)
			return true;
	return false;
}

static const char *
own_set_of(const HcPolicy *policy, HcVerdict *verdict)
{
	g_autoptr(GString) text = NULL;
	const HcWalk *walk = &verdict->walk;
	const char *inferred =
		walk->provider ? walk->provider->name : walk->domain;

	if (!policy->document && policy->members->len == 0)
		return inferred;
	if (policy->document && !hc_policy_is_inferred(policy) &&
	    states_hosts(policy))
		return hc_verdict_text(verdict, "the hosts of policy %s",
		                       policy->document->id);
	text = g_string_new(NULL);
	/* Its members are all that it lists: too long to name each. */
	if (states_hosts(policy))
		g_string_append_printf(text, "the hosts of policy %s",
		                       policy->document->id);
	for (guint i = 0; !policy->document && i < policy->members->len; i++)
		g_string_append_printf(
			text, "%s%s", i ? ", " : "",
			(char *)g_ptr_array_index(policy->members, i));
	if (!hc_policy_is_inferred(policy))
		return hc_verdict_text(verdict, "%s", text->str);
	if (inferred)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "",
		                       inferred);
	return text->len ? hc_verdict_text(verdict, "%s", text->str) : NULL;
}

/* ------------------------------------------------------------- construction */

HcVerdict *
hc_policy_judge(const HcPolicy *policy, HcEvidence *evidence)
{
	return hc_policy_judge_content(policy, evidence, NULL);
}

HcVerdict *
hc_policy_judge_content(const HcPolicy *policy, HcEvidence *evidence,
                        HcContent *content)
{
	HcVerdict *verdict;
	HcChain *chain;
	HcArena *arena;

	g_return_val_if_fail(policy && evidence, NULL);
	chain = hc_evidence_chain(evidence);
	arena = hc_arena_new();
	verdict = hc_arena_alloc(arena, sizeof *verdict);
	verdict->arena = arena;
	verdict->evidence = hc_evidence_ref(evidence);
	verdict->profile = hc_profile_ref(hc_policy_profile(policy));
	if (content != NULL)
		verdict->content = hc_content_ref(content);
	verdict->recipients = g_ptr_array_new();
	hc_walk(policy, chain, verdict->arena, &verdict->walk);
	verdict->judgements = hc_arena_alloc(
		verdict->arena, verdict->walk.count * sizeof(HcJudgement));
	verdict->own_set = own_set_of(policy, verdict);
	hc_find_recipients(policy, verdict);
	hc_ask(policy, verdict);
	hc_judge_hops(policy, verdict);
	hc_locate_peers(policy, verdict);
	hc_find(policy, verdict);
	decide(verdict);
	return verdict;
}

HcVerdict *
hc_verdict_ref(HcVerdict *verdict)
{
	hc_arena_hold(verdict->arena);
	return verdict;
}

void
hc_verdict_unref(HcVerdict *verdict)
{
	if (verdict == NULL || !hc_arena_let_go(verdict->arena))
		return;
	hc_locations_clear(verdict);
	g_ptr_array_unref(verdict->recipients);
	g_clear_pointer(&verdict->legs, g_array_unref);
	hc_profile_unref(verdict->profile);
	hc_evidence_unref(verdict->evidence);
	hc_content_unref(verdict->content);
	hc_arena_free(verdict->arena);
}

/* --------------------------------------------------------------- inspection */

HcEvidence *
hc_verdict_evidence(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, NULL);
	return verdict->evidence;
}

HcContent *
hc_verdict_content(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, NULL);
	return verdict->content;
}

HcOutcome
hc_verdict_outcome(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, HC_OUTCOME_INDETERMINATE);
	return verdict->outcome;
}

const char *
hc_verdict_reason(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, NULL);
	hc_verdict_tell(verdict, HC_TOLD_REASONS);
	return verdict->worst->reason;
}

const HcJudgement *
hc_verdict_judgement(const HcVerdict *verdict, size_t index)
{
	g_return_val_if_fail(verdict && index < verdict->walk.count, NULL);
	return &verdict->judgements[index];
}

static unsigned
number_of(const HcWalk *walk, size_t index)
{
	return index < walk->count ? (unsigned)index + 1 : 0;
}

unsigned
hc_verdict_horizon(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, 0);
	return number_of(&verdict->walk, verdict->walk.horizon);
}

unsigned
hc_verdict_boundary(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, 0);
	return number_of(&verdict->walk, verdict->walk.boundary);
}

const char *
hc_verdict_own_set(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, NULL);
	return verdict->own_set;
}

const HcFinding *
hc_verdict_findings(const HcVerdict *verdict, size_t *count_out)
{
	g_return_val_if_fail(verdict && count_out, NULL);
	*count_out = verdict->finding_count;
	return verdict->findings;
}

const char *const *
hc_verdict_recipients(const HcVerdict *verdict, size_t *count_out)
{
	g_return_val_if_fail(verdict && count_out, NULL);
	*count_out = verdict->recipients->len;
	return (const char *const *)verdict->recipients->pdata;
}

const char *
hc_verdict_recipients_from(const HcVerdict *verdict)
{
	g_return_val_if_fail(verdict, NULL);
	return verdict->recipients_from;
}

static const HcCopy *
copy_at(const HcVerdict *verdict, size_t index)
{
	g_return_val_if_fail(
		verdict && index < MAX(verdict->recipients->len, 1), NULL);
	return &verdict->copies[index];
}

HcOutcome
hc_verdict_recipient_outcome(const HcVerdict *verdict, size_t index)
{
	const HcCopy *copy = copy_at(verdict, index);

	return copy ? copy->outcome : HC_OUTCOME_INDETERMINATE;
}

const char *
hc_verdict_recipient_reason(const HcVerdict *verdict, size_t index)
{
	const HcCopy *copy = copy_at(verdict, index);

	if (!copy)
		return NULL;
	hc_verdict_tell(verdict, HC_TOLD_REASONS);
	return copy->reason;
}
