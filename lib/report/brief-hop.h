/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* brief-hop.h - a hop as the report of an audit tells it. */
#ifndef HC_BRIEF_HOP_H
#define HC_BRIEF_HOP_H

#include "brief.h"
#include "xml-check.h"

struct HcBrief {
	const HcWriterForm *form;
	const HcPolicy *policy; /* borrowed */
	bool profile_stated;
	GString *scratch; /* for values that are put together */
	HcXmlCheck xml;   /* of fragments */
};

/** Write an element of "hops".
 *  @param index  0 is hop number 1
 *  @param raw    with the field as it stands */
void hc_brief_hop(HcBrief *brief, HcWriter *writer, const HcVerdict *verdict,
                  size_t index, bool raw);

/** Write the sorts of some notes, each once; nothing where there is none. */
void hc_brief_notes(HcBrief *brief, HcWriter *writer,
                    const HcNote *const *lists, const size_t *counts,
                    size_t list_count);

/** Append a word to words parted by blanks. */
void hc_brief_list(GString *out, const char *word);

#endif
