/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml.h - reading XML that may be hostile, from memory, by one set of rules.
 *
 * No network, no DOCTYPE, and so no entity but the five that XML itself
 * defines; libxml2's own bounds on depth and text stay on.  libxml2 keeps
 * silent: what it says comes back as a GError with the line. */
#ifndef HC_XML_H
#define HC_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include <libxml/tree.h>

/** Let libxml2 take its memory from GLib, so that running out of it ends the
 *  program here, too: libxml2 by itself drops a text or reads from address 0
 *  then (seen with 2.9.14).  Whoever uses libxml2 calls this first; more often
 *  does no harm, nor does memory that libxml2 took before.  Thread-safe. */
void hc_xml_prepare(void);

/** Read a document into a tree.
 *  @param data    borrowed
 *  @param name    what the error message calls the document; borrowed
 *  @param code    the HcError that stands for a refused document
 *  @return new, the caller's (xmlFreeDoc()), or NULL with @p error set */
xmlDoc *hc_xml_parse(const char *data, size_t length, const char *name,
                     int code, GError **error);

/** Check a document against a schema (XSD 1.0) while it is read, without a
 *  tree, so that its size does not matter.
 *  @param schema  the schema document, complete in itself; borrowed
 *  @param data    borrowed
 *  @param name    what the error message calls the document; borrowed
 *  @param code    the HcError that stands for a refused document
 *  @return false with @p error set for anything but a valid document */
bool hc_xml_validate(const char *schema, size_t schema_length, const char *data,
                     size_t length, const char *name, int code, GError **error);

/** Where a schema that is compiled in is kept once it has been read: a static
 *  object a schema, all zero at first. */
typedef struct {
	void *schema;
} HcXmlKept;

/** As hc_xml_validate(), but the schema is read only the first time.  May be
 *  called by several threads at a time: no use changes a schema. */
bool hc_xml_validate_kept(HcXmlKept *kept, const char *schema,
                          size_t schema_length, const char *data, size_t length,
                          const char *name, int code, GError **error);

#endif
