/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* case.h - one hop under judgement, and the words that findings share. */
#ifndef HC_CASE_H
#define HC_CASE_H

#include "policy.h"
#include "verdict.h"

/** One hop under judgement; everything is borrowed from its stage. */
typedef struct HcCase {
	HcVerdict *verdict;
	const HcPolicy *policy;
	size_t index;
	const HcHop *hop;
	const HcReceived *received;
	const HcStep *step;
	const HcTls *tls;
	const HcJudgement *judgement;
} HcCase;

/** Bring all hops under judgement: HcVerdict.cases. */
void hc_cases_read(const HcPolicy *policy, HcVerdict *verdict);

/** Raise a finding on a hop.
 *  @param where     the bytes it rests on; of length 0: the whole field
 *  @param sentence  lives as long as the verdict */
void hc_case_report(const HcCase *at, HcRuleIndex rule, HcEffect effect,
                    HcSpan where, const char *sentence);

/** What a writer did by its field: an attested one states, any other claims;
 *  static. */
const char *hc_case_verb(const HcCase *at);

/** Whom the hop took the message from, for a person. */
const char *hc_case_peer(const HcCase *at);

/** The words that the TLS state rests on, in quotation marks. */
const char *hc_case_quote(const HcCase *at);

bool hc_case_is_boundary(const HcCase *at);

/** The profile that decides of the hop's TLS: the policy document's for this
 *  link, else the one stated; NULL: our own grades do. */
const HcProfile *hc_case_profile(const HcCase *at);

/** What is asked of the hop's TLS. */
HcDemand hc_case_demand(const HcCase *at);

/** Whether TLS is required of the hop. */
bool hc_case_needs_tls(const HcCase *at);

/** What comes of a claim that speaks against the path: by the policy document,
 *  else a warning.  A partner's word is no mere claim. */
HcEffect hc_case_adverse(const HcCase *at);

/** What comes of a requirement that is not met: nothing but information where
 *  nothing is asked, a warning where TLS is preferred. */
HcEffect hc_case_unmet(const HcCase *at, HcEffect required);

/** Whether the hop's stamp places it in time. */
bool hc_case_is_dated(const HcCase *at);

/** Hops that one finding tells of, newest first. */
typedef struct {
	GString *numbers; /**< "4, 3 and 2"; beyond a limit they are counted;
	                   *   NULL: there are none */
	unsigned count;
	HcCase first; /**< the newest */
} HcCases;

/** Gather the hops that something holds of. */
void hc_cases_init(HcCases *cases, const HcVerdict *verdict,
                   bool (*holds)(const HcCase *at));
void hc_cases_clear(HcCases *cases);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcCases, hc_cases_clear)

#endif
