/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml-check.h - whether XML is well-formed, piece by piece.
 *
 * Stricter than XML 1.0: it takes what a report may be made of and no more.  No
 * comment, processing instruction, CDATA section or DOCTYPE; entities are XML's
 * own five; attributes stand between quotation marks, a blank before each;
 * names are ASCII without a colon. */
#ifndef HC_XML_CHECK_H
#define HC_XML_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* Elements inside each other; ours nest 10 deep. */
#define HC_XML_DEPTH 64

typedef struct {
	GString *names;              /* of the elements that are open */
	size_t starts[HC_XML_DEPTH]; /* where each begins in names */
	unsigned depth;
	bool begun; /* the declaration was read */
	bool ended; /* the root element was closed */
} HcXmlCheck;

void hc_xml_check_init(HcXmlCheck *check);
void hc_xml_check_clear(HcXmlCheck *check);

/** Look at a piece, in UTF-8.  It has to end outside of tags and entities: at
 *  the end of a line, as we write.
 *  @param what_out  what is wrong; static
 *  @return where; SIZE_MAX: nowhere */
size_t hc_xml_check_add(HcXmlCheck *check, const char *data, size_t length,
                        const char **what_out);

/** Look at a part of an element by itself, in UTF-8: the rest of a start tag
 *  behind its name, then whole elements and text, all but the end tag.
 *  @param check     initialised; of no use for anything else
 *  @param head_out  bytes of the start tag
 *  @param what_out  what is wrong; static
 *  @return where; SIZE_MAX: nowhere */
size_t hc_xml_check_inner(HcXmlCheck *check, const char *data, size_t length,
                          size_t *head_out, const char **what_out);

/** Whether what was looked at is one whole document. */
bool hc_xml_check_is_whole(const HcXmlCheck *check);

#endif
