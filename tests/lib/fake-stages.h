/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-stages.h - stages with made-up values, behind the public header.
 *
 * report/ lives on hopcheck.h alone; with these in the place of the layers
 * before it, it can be shown anything, also what those would never say. */
#ifndef HC_TEST_FAKE_STAGES_H
#define HC_TEST_FAKE_STAGES_H

#include "hopcheck.h"

#define FAKE_HOPS 3

/** One message and all that was made of it; the accessors of hopcheck.h read
 *  from here. */
typedef struct {
	HcPlace place;
	const char *block; /* header bytes */
	uint32_t block_length;
	HcField fields[FAKE_HOPS + 1];
	size_t field_count;
	char *display; /* of any field */
	const HcNote *message_notes;
	size_t message_note_count;
	HcHop hops[FAKE_HOPS];
	HcReceived received[FAKE_HOPS];
	HcText facts[FAKE_HOPS][HC_FACT_COUNT];
	HcTls tls[FAKE_HOPS];
	HcJudgement judgements[FAKE_HOPS];
	size_t hop_count;
	HcHint hints[6]; /* two of them filled in, beside hops 2 and 1 */
	size_t hint_count;
	HcFinding findings[2];
	size_t finding_count;
	HcOutcome outcome;
	const char *reason;
	const char *own_set;
	unsigned horizon, boundary;
	const char *recipients[2];
	size_t recipient_count;
	HcProfileWord word;
	HcProfile profile;
	HcRule rule;
	bool has_content; /* the rest is there in any case */
	HcContentForm form;
	HcContentFact content_facts[2];
	HcNested nested;
	HcJournal journal;
	const char *journal_recipients[1];
	bool inferred;
	char *text; /* what fake_fill() was given, ours */
} Fake;

extern Fake fake;

/** Fill every place that can hold a text with these bytes (a NUL ends them in
 *  strings, not in the header block), and all else with values that differ
 *  from hop to hop. */
void fake_fill(const char *bytes, size_t length);
void fake_clear(void);
/** The verdict on what is in fake. */
const HcVerdict *fake_verdict(void);
/** A policy without members. */
const HcPolicy *fake_policy(void);

#endif
