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

/** The name of an element. */
typedef struct {
	const char *text;
	size_t length;
} HcXmlName;

typedef struct {
	HcXmlName open[HC_XML_DEPTH]; /* the elements that are open */
	unsigned depth;               /* how many */
	unsigned kept;   /* of these, whose names stand in the next: what they
	                  * were read from is gone */
	GString *names;  /* one behind the other */
	uint64_t *marks; /* of the piece, a bit for each byte */
	size_t words;    /* of these, how many there is room for */
	bool begun;      /* the declaration was read */
	bool ended;      /* the root element was closed */
	bool high;       /* the piece holds a byte above 0x7f */
} HcXmlCheck;

void hc_xml_check_init(HcXmlCheck *check);
void hc_xml_check_clear(HcXmlCheck *check);

/** Look at a piece.  It has to end outside of tags and entities: at the end of a
 *  line, as we write.  Where nothing is wrong with it and it holds bytes above
 *  0x7f, whether these are UTF-8 is still to be seen.
 *  @param what_out  what is wrong; static
 *  @return where; SIZE_MAX: nowhere */
size_t hc_xml_check_add(HcXmlCheck *check, const char *data, size_t length,
                        const char **what_out);

/** Look at a part of an element by itself, as hc_xml_check_add() does: the rest
 *  of a start tag behind its name, then whole elements and text, all but the end
 *  tag.
 *  @param check     initialised; of no use for anything else
 *  @param head_out  bytes of the start tag
 *  @param what_out  what is wrong; static
 *  @return where; SIZE_MAX: nowhere */
size_t hc_xml_check_inner(HcXmlCheck *check, const char *data, size_t length,
                          size_t *head_out, const char **what_out);

/** Whether what was looked at is one whole document. */
bool hc_xml_check_is_whole(const HcXmlCheck *check);

#endif
