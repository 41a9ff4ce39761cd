/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* judge-message.c - a message judged, with its content where that is read. */
#include "config.h"

#include "find.h"
#include "hopcheck.h"
#include "verdict.h"

static HcContent *
read_content(const HcPolicy *policy, HcContentReader *reader, bool journal,
             HcMessage *message)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	g_autoptr(HcContent) content = NULL;
	HcContentOptions options;
	HcContent *original;
	const char *tag;

	if (reader == NULL)
		return NULL;
	while ((tag = hc_policy_request_tag(policy, tags->len)) != NULL)
		g_ptr_array_add(tags, (void *)tag);
	options.tags = (const char *const *)tags->pdata;
	options.tag_count = tags->len;
	content = hc_content_new(message, reader, &options);
	original = journal ? hc_content_new_original(content, reader, &options)
	                   : NULL;
	return original != NULL ? original : g_steal_pointer(&content);
}

/** Judge without content, and again with it where that can matter. */
static HcVerdict *
judge_by_need(const HcPolicy *policy, HcContentReader *reader,
              HcMessage *message)
{
	g_autoptr(HcChain) chain = hc_chain_new(message);
	g_autoptr(HcEvidence) evidence = hc_evidence_new(chain);
	g_autoptr(HcVerdict) verdict = hc_policy_judge(policy, evidence);
	g_autoptr(HcContent) content = NULL;

	if (reader == NULL || !hc_verdict_needs_content(policy, verdict))
		return g_steal_pointer(&verdict);
	content = read_content(policy, reader, false, message);
	if (hc_verdict_changes_by(policy, verdict, content))
		return hc_policy_judge_content(policy, evidence, content);
	verdict->content = g_steal_pointer(&content);
	return g_steal_pointer(&verdict);
}

HcVerdict *
hc_policy_judge_message(const HcPolicy *policy, HcContentReader *reader,
                        HcContentUse use, bool journal, HcMessage *message)
{
	g_autoptr(HcContent) content = NULL;
	g_autoptr(HcChain) chain = NULL;
	g_autoptr(HcEvidence) evidence = NULL;

	g_return_val_if_fail(policy && message, NULL);
	if (use == HC_CONTENT_USE_NEED && !journal)
		return judge_by_need(policy, reader, message);
	content = read_content(policy, reader, journal, message);
	/* of a journal report the message that it is about */
	chain = hc_chain_new(content != NULL ? hc_content_message(content)
	                                     : message);
	evidence = hc_evidence_new(chain);
	return hc_policy_judge_content(policy, evidence, content);
}
