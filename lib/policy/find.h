/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* find.h - the rules, each of which raises its findings or none. */
#ifndef HC_FIND_H
#define HC_FIND_H

#include "case.h"

/* Rules on a hop. */
void hc_find_clear(const HcCase *at);
void hc_find_clear_login(const HcCase *at);
void hc_find_strength(const HcCase *at);
void hc_find_silence(const HcCase *at);
void hc_find_contradiction(const HcCase *at);
void hc_find_keyword(const HcCase *at);
void hc_find_unreadable(const HcCase *at);
void hc_find_clock(const HcCase *at);
void hc_find_gap(const HcCase *at);
void hc_find_certificate(const HcCase *at);
void hc_find_login(const HcCase *at);
void hc_find_side_door(const HcCase *at);
void hc_find_third_party(const HcCase *at);
void hc_find_private_peer(const HcCase *at);
void hc_find_hearsay(const HcCase *at);
void hc_find_place(const HcCase *at);

/* Rules on a message. */
void hc_find_misplaced(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_anchor_trouble(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_claims(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_silence_inside(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_unsettled(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_way_out(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_membership(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_detour(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_waiver(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_protection(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_request(const HcPolicy *policy, HcVerdict *verdict);
void hc_find_foreign_results(const HcPolicy *policy, HcVerdict *verdict);

/** Whether a verdict that was found without content is another with it.  Where
 *  the content holds no protection or notice, tells of no journal, and the
 *  message asks for nothing, no rule says anything else.
 *  @param content  of the message */
bool hc_verdict_changes_by(const HcPolicy *policy, const HcVerdict *verdict,
                           const HcContent *content);

#endif
