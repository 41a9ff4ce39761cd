/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* match.h - which forms the parts of a message have. */
#ifndef HC_MATCH_H
#define HC_MATCH_H

#include "answer.h"
#include "content.h"

/** Add a fact for each form that a part has. */
void hc_content_read_parts(HcContent *content, const HcAnswer *answer);

/** Add the messages within the message. */
void hc_content_read_nested(HcContent *content, const HcAnswer *answer);

/** Read the envelope of a journal report.
 *  @param index  of its X-MS-Journal-Report field */
void hc_content_read_journal(HcContent *content, const HcAnswer *answer,
                             size_t index);

#endif
