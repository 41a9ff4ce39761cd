/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* content.h - what a message is made of, under construction. */
#ifndef HC_CONTENT_H
#define HC_CONTENT_H

#include <glib.h>

#include "arena.h"
#include "form.h"
#include "hopcheck.h"

/* Bytes of a value that are kept. */
#define HC_CONTENT_VALUE_MAX 256u

struct HcContent {
	HcMessage *message;
	HcArena *arena;
	HcStructure structure;
	const char *doubt;
	uint64_t part_count;
	GArray *facts;     /**< of HcContentFact */
	GArray *nested;    /**< of HcNested, whose message and chain it holds */
	GArray *notes;     /**< of HcNote */
	HcContent *report; /**< whose journal it shows, or NULL */
	HcJournal journal;
	bool is_journal;
};

/** Add a fact, unless there are HC_FACTS_MAX.
 *  @param value   or NULL; the first HC_CONTENT_VALUE_MAX bytes are kept
 *  @return the fact, to be filled in further; NULL: no room, which is noted */
HcContentFact *hc_content_add(HcContent *content, HcFormId id, HcSpan where,
                              const char *value, size_t length);

/** Find the forms that stand in the header.
 *  @param options  or NULL */
void hc_content_read_fields(HcContent *content,
                            const HcContentOptions *options);

/** Find what stands in the body, if its bytes were kept. */
void hc_content_read_structure(HcContent *content, HcContentReader *reader);

/** Look for what SMTP smuggling leaves in a body: a dot alone between line ends
 *  (CERT VU#302671).
 *  @param body  the message's bytes, from the end of its header block
 *  @param offset  of the first of them, in the message */
void hc_content_read_residue(GArray *notes, const char *body, size_t length,
                             size_t offset);

#endif
