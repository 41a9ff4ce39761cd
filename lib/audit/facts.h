/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* facts.h - what is known of a file once it was read, or of many together. */
#ifndef HC_FACTS_H
#define HC_FACTS_H

#include "brief.h"
#include "digest.h"
#include "hopcheck.h"

/* Troubles listed of one input; all are counted. */
#define HC_TROUBLES_MAX 1000u

/** Files, ranges of a file, and inputs are told by the same facts. */
typedef struct {
	HcInput input; /**< its label is not packed */
	HcBriefFiles files;
	const char *failure; /**< why it was not (fully) read, or NULL */
	bool damaged; /**< of a message, or its content, something was not
	                    *   read */

	/* what the above points to; all may be unset where that is borrowed */
	char sha256[HC_DIGEST_HEX];
	GStringChunk *texts;
	GArray *regions;  /**< of HcRegion */
	GArray *troubles; /**< of HcBriefTrouble */
} HcFacts;

/** @return new, of nothing read */
HcFacts *hc_facts_new(void);
void hc_facts_free(HcFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcFacts, hc_facts_free)

void hc_facts_set_label(HcFacts *facts, const char *label);
void hc_facts_set_failure(HcFacts *facts, const char *failure);

/** Tell a file or member that was not, or not fully, read; above a limit they
 *  are dropped. */
void hc_facts_add_trouble(HcFacts *facts, const char *member, const char *why);

/** Append the facts to a record. */
void hc_facts_pack(GByteArray *out, const HcFacts *facts);
/** Read them back.
 *  @return new, or NULL: the record is damaged */
HcFacts *hc_facts_unpack(const uint8_t *data, size_t length);

/** Whether the input was not (fully) read. */
bool hc_facts_failed(const HcFacts *facts);

/** Add what was read of another range of the same file. */
void hc_facts_add_range(HcFacts *facts, const HcFacts *range);
/** Add a file of a folder.
 *  @param member  its name in the folder */
void hc_facts_add_file(HcFacts *facts, const char *member, const HcFacts *file);

#endif
