/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream.h - a document of any size, hostile perhaps, part by part.
 *
 * What holds of xml.h holds here: no network, no DOCTYPE, no entity but XML's
 * own five.  Beyond that the bytes are UTF-8 without NUL, whatever a
 * declaration says, and levels, attributes and the length of a tag are bounded
 * before libxml2 sees them, so that no document costs more time than its size
 * justifies.  Memory goes with the largest part, not with the document. */
#ifndef HC_STREAM_H
#define HC_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include <libxml/tree.h>

#include "xml.h"

typedef struct HcXmlStream HcXmlStream;

/** Whether an element is a part, to be handed out once it is whole.
 *  @param depth  0 is the root, which is never asked about */
typedef bool (*HcXmlIsPart)(const xmlNode *element, unsigned depth);

/** Begin to read a document.  Line feeds and the blanks after them that stand
 *  between elements are left out of the tree.
 *  @param path     a file, or "-" for standard input; borrowed
 *  @param is_part  parts must not stand in parts
 *  @param code     the HcError that stands for a refused document
 *  @param error    HC_ERROR_OPEN
 *  @return new, or NULL with @p error set */
HcXmlStream *hc_xml_stream_new(const char *path, HcXmlIsPart is_part, int code,
                               GError **error);

/** Have the document checked while it is read: a part is handed out before all
 *  is known to be valid, the end only after.  To be called before the first
 *  part is asked for.
 *  @param schema  as for hc_xml_validate()
 *  @return false with @p error set: the schema cannot be read */
bool hc_xml_stream_check(HcXmlStream *stream, const char *schema, size_t length,
                         GError **error);

/** Takes what is wrong with a document by its schema.
 *  @param line  from 1 */
typedef void (*HcXmlHear)(void *data, size_t line, const char *what);

/** Hear of all that is not valid, and read on; what is not well-formed ends the
 *  reading as ever. */
void hc_xml_stream_hear(HcXmlStream *stream, HcXmlHear hear, void *data);

/** The line where the start tag of an element of the tree ends. */
size_t hc_xml_stream_line(const xmlNode *element);

/** The next part, linked where it stands in a tree that holds its ancestors
 *  and what was kept.
 *  @param error  "NAME:LINE: what", or HC_ERROR_READ
 *  @return the stream's, until the next call unless kept; NULL at the end, or
 *          with @p error set */
xmlNode *hc_xml_stream_next(HcXmlStream *stream, GError **error);

/** Leave the last part in the tree; whoever unlinks it frees it. */
void hc_xml_stream_keep(HcXmlStream *stream);

/** The tree as far as it stands; NULL before the first part.  Of elements that
 *  are still open only the start is known. */
xmlDoc *hc_xml_stream_tree(const HcXmlStream *stream);

/** SHA-256 of the document's bytes as hex; NULL before the end. */
const char *hc_xml_stream_digest(const HcXmlStream *stream);

void hc_xml_stream_free(HcXmlStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlStream, hc_xml_stream_free)

#endif
