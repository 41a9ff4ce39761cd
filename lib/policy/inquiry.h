/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inquiry.h - a question about mail, and its answers so far. */
#ifndef HC_INQUIRY_H
#define HC_INQUIRY_H

#include "decide.h"
#include "policy.h"

/** A question about mail, taken apart. */
typedef struct {
	const HcDocument *document;
	char *from; /**< canonical domain, or NULL */
	char *to;
	int64_t day;
	HcPairDecision pair;
	GPtrArray *answers; /**< of HcPolicyAnswer * */
} HcQuestion;

/** Refuse what was asked: "what: 'given'".
 *  @return false */
bool hc_question_refuse(GError **error, const char *what, const char *given);

/** Say where the statement stands that decides.
 *  @param place  or NULL */
void hc_question_place(HcPolicyAnswer *answer, const HcPolicyPlace *place);

/** Answer what is asked of a link.
 *  @param step  taken; or NULL */
void hc_question_transfer(HcQuestion *question, const HcTransfer *transfer,
                          char *step);

/** Answer for each step of a path what is asked of the link, and what the stamp
 *  of its receiver counts for.
 *  @param path   hosts from the sender on, NULL ends
 *  @param error  HC_ERROR_POLICY: no host */
bool hc_question_path(HcQuestion *question, const char *const *path,
                      GError **error);

#endif
