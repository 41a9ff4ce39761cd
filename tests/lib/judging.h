/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* judging.h - a message's bytes brought to a verdict, and fields to make
 * messages of. */
#ifndef HC_TEST_JUDGING_H
#define HC_TEST_JUDGING_H

#include <check.h>
#include <string.h>

#include "hopcheck.h"

static inline HcVerdict *
judge(const HcPolicy *policy, const char *bytes, size_t length)
{
	HcSource *source =
		hc_source_new_from_bytes("test", bytes, length, HC_KIND_EML);
	HcRaw *raw = NULL;
	HcMessage *message;
	HcChain *chain;
	HcEvidence *evidence;
	HcVerdict *verdict;

	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert_ptr_nonnull(raw);
	message = hc_message_new(raw);
	chain = hc_chain_new(message);
	evidence = hc_evidence_new(chain);
	verdict = hc_policy_judge(policy, evidence);
	hc_evidence_unref(evidence);
	hc_chain_unref(chain);
	hc_message_unref(message);
	hc_raw_unref(raw);
	hc_source_free(source);
	return verdict;
}

static inline const HcFinding *
find(const HcVerdict *verdict, const char *id)
{
	size_t count;
	const HcFinding *list = hc_verdict_findings(verdict, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].rule->id, id) == 0)
			return &list[i];
	return NULL;
}

#define D(hour, minute) "; Tue, 18 Aug 2026 " #hour ":" #minute ":00 +0200\n"
#define TLS13 "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) "
#define POSTFIX_TLS(version, cipher)                                           \
	"(using " version " with cipher " cipher " (256/256 bits)) "           \
	"(No client certificate requested) "
#define MX_FROM_OUTSIDE                                                        \
	"Received: from out.example.net (out.example.net [198.51.100.7]) "
#define KIN_FROM_OUTSIDE                                                       \
	"Received: from pf.example.org (pf.example.org [198.51.100.7]) "
#define BY_MX "by mx.example.org (Postfix) with "
#define MAIL "From: a@example.net\nTo: u@example.org\nSubject: x\n\nx\n"

#endif
