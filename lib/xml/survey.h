/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* survey.h - a document that may be hostile, looked over before it is parsed,
 * and read into a tree whose elements know where they stand. */
#ifndef HC_SURVEY_H
#define HC_SURVEY_H

#include <glib.h>

#include "xml.h"

/** Where an element's "<" stands; both count from 1, columns in characters. */
typedef struct {
	unsigned line;
	unsigned column;
} HcXmlPlace;

/** A document whose every element knows its place. */
typedef struct {
	xmlDoc *tree;
	GArray *places; /**< of HcXmlPlace, elements in document order */
} HcXmlSurveyed;

/** Read a small document: UTF-8 without NUL, no DOCTYPE, at most HC_POLICY_MAX
 *  bytes, HC_XML_DEPTH_MAX levels and HC_XML_ATTRIBUTES_MAX attributes an
 *  element, all found in one pass before libxml2 sees a byte of it
 *  (attributes cost it quadratic time, entities any); then valid by a schema.
 *  @param data    borrowed
 *  @param schema  the schema document, complete in itself; borrowed
 *  @param name    what the error message calls the document; borrowed
 *  @param code    the HcError that stands for a refused document
 *  @param error   "NAME:LINE:COLUMN: what"
 *  @return new, the caller's, or NULL with @p error set */
HcXmlSurveyed *hc_xml_survey(const char *data, size_t length,
                             const char *schema, size_t schema_length,
                             const char *name, int code, GError **error);

/** Where an element stands.
 *  @param element  of the document's tree */
HcXmlPlace hc_xml_place(const HcXmlSurveyed *document, const xmlNode *element);

/** The line that libxml2 gives an element: that of its start tag's end. */
long hc_xml_line(const xmlNode *element);

/** What libxml2 says of a document that is not valid, without the
 *  "{namespace}" that it writes before each name of the schema's.
 *  @return new, the caller's */
char *hc_xml_plain_message(const char *message);

/** The root element. */
const xmlNode *hc_xml_root(const HcXmlSurveyed *document);
/** The first element within an element, or NULL. */
const xmlNode *hc_xml_first(const xmlNode *element);
/** The next element beside an element, or NULL. */
const xmlNode *hc_xml_next(const xmlNode *element);
/** An element's name, without prefix; borrowed. */
const char *hc_xml_name(const xmlNode *element);
/** An attribute of no namespace, white space at its ends off and within
 *  collapsed (xs:token).
 *  @return new, the caller's, or NULL: there is none */
char *hc_xml_attribute(const xmlNode *element, const char *name);
/** The text of an element, in the same form.
 *  @return new, the caller's */
char *hc_xml_text(const xmlNode *element);

void hc_xml_surveyed_free(HcXmlSurveyed *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlSurveyed, hc_xml_surveyed_free)

#endif
