/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verdict.h - a verdict under construction. */
#ifndef HC_VERDICT_H
#define HC_VERDICT_H

#include <glib.h>

#include "arena.h"
#include "ask.h"
#include "hopcheck.h"
#include "rule.h"
#include "walk.h"

/** What holds of one recipient's copy. */
typedef struct {
	HcOutcome outcome;
	HcLocation **locations;   /**< a hop each, or NULL; NULL: not asked */
	const char *reason;       /**< NULL: not told yet */
	const HcFinding *leading; /**< that carries the outcome, or NULL */
} HcCopy;

/** What is made when somebody asks, as bits. */
typedef enum {
	HC_TOLD_WHYS = 1 << 0,
	HC_TOLD_LEGS = 1 << 1,
	HC_TOLD_REASONS = 1 << 2,
} HcTold;

/** What is said of a hop beside its judgement. */
typedef struct {
	const char *why;
	const char *asked; /**< or NULL */
} HcWhy;

struct HcVerdict {
	HcEvidence *evidence;
	HcProfile *profile; /**< the policy's; opinions point into it */
	HcContent *content; /**< or NULL */
	HcArena *arena;     /**< where all of it is */
	HcWalk walk;
	HcJudgement *judgements; /**< a hop each, oldest first */
	struct HcCase *cases;    /**< a hop each, while rules are applied */
	HcFinding *findings;     /**< NULL: none */
	size_t finding_count;
	size_t finding_room;
	GPtrArray *recipients; /**< of char *, in the arena */
	const char *recipients_from;
	const char *own_set;
	const char *coverage; /**< how much is attested; NULL: not told yet */
	/* What not every report holds is made when somebody asks. */
	int lock;      /**< while it is made; g_bit_lock() */
	unsigned told; /**< HcTold of what somebody asked for */
	HcWhy *whys;   /**< a hop each */
	HcOutcome outcome;
	const HcCopy *worst;
	HcCopy *copies; /**< a recipient's each, at least one */
	GArray *legs;   /**< of HcLeg; NULL: not told yet */
	HcAsks asks;
	HcLocation **locations; /**< a hop each, or NULL; NULL: not asked */
};

/** Give every hop its evidence grade, scope, grades and the reason for them. */
void hc_judge_hops(const HcPolicy *policy, HcVerdict *verdict);

/** Raise a finding: the one place where the policy's severities and
 *  suppressions are applied.
 *  @param hop       number, or 0: the message
 *  @param sentence  lives as long as the verdict
 *  @return borrowed, until the next is raised */
HcFinding *hc_verdict_report(const HcPolicy *policy, HcVerdict *verdict,
                             HcRuleIndex rule, HcEffect effect, unsigned hop,
                             HcSpan where, const char *sentence);

/** Look the peers up; hc_verdict_location() tells. */
void hc_locate_peers(const HcPolicy *policy, HcVerdict *verdict);
void hc_locations_clear(HcVerdict *verdict);

/** Raise findings on the judged hops. */
void hc_find(const HcPolicy *policy, HcVerdict *verdict);

/** Ask the policy document what it wants of the judged hops and the copies. */
void hc_ask(const HcPolicy *policy, HcVerdict *verdict);

/** The author's address, as From has it; a claim.
 *  @return lives as long as the verdict; NULL: there is none, or several */
const char *hc_find_author(HcVerdict *verdict);

/** Set aside what end-to-end protection makes up for. */
void hc_mitigate(const HcPolicy *policy, HcVerdict *verdict);

/** List the legs of the way without evidence. */
void hc_find_legs(HcVerdict *verdict);

/** Say of each hop why it is judged as it is, and what is asked of it. */
void hc_tell_whys(HcVerdict *verdict);

/** Make what is only made when somebody asks.  For threads that share it.
 *  @param what  one of HcTold */
void hc_verdict_tell(const HcVerdict *verdict, HcTold what);

/** Find out whom the message is for. */
void hc_find_recipients(const HcPolicy *policy, HcVerdict *verdict);

/** A profile's word for a person: one word, a range, or none. */
const char *hc_opinion_words(HcVerdict *verdict,
                             const HcProfileOpinion *opinion);

/** A sentence that lives as long as the verdict. */
const char *hc_verdict_text(HcVerdict *verdict, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/** Whom a hop took the message from, for a person: name and address. */
const char *hc_verdict_peer(HcVerdict *verdict, size_t index);

/** How the boundary's peer stands to the own set, for a person; static. */
const char *hc_verdict_outside(const HcVerdict *verdict);

/** "1 of 3 hops is attested", in good English.
 *  @param noun  of one, e.g. "hop"; takes an s
 *  @param one   what is said of one: "is"
 *  @param many  of many: "are" */
const char *hc_verdict_count(HcVerdict *verdict, size_t count, size_t total,
                             const char *noun, const char *one,
                             const char *many);

/** Words of the message in quotation marks, cut when long. */
const char *hc_verdict_quote(HcVerdict *verdict, HcSpan where);

#endif
