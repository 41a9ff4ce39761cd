/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-reader.h - a report of any size, read part by part.
 *
 * Memory goes with the largest part and what is kept.  What a reader gives has
 * been checked so far only up to where it stands: who writes an output from it
 * gives that a name after the end was reached without an error. */
#ifndef HC_REPORT_READER_H
#define HC_REPORT_READER_H

#include <stdbool.h>

#include <glib.h>

#include <libxml/tree.h>

#include "stream.h"

#define HC_REPORT_NAMESPACE "urn:hopcheck:report:1"

typedef struct HcReader HcReader;

/** Begin to read a report.
 *  @param path   a file, or "-" for standard input; borrowed
 *  @param check  against the schema compiled in, while it is read
 *  @param error  HC_ERROR_OPEN
 *  @return new, or NULL with @p error set */
HcReader *hc_reader_new(const char *path, bool check, GError **error);

/** The next part in the order of the report: a child of <report> as a whole,
 *  but of <inputs>, <left-out> and <messages> each child by itself.  Tell them by
 *  hc_reader_is().  What a brief message leaves unsaid is said in it (unsaid.h).
 *  @param error  HC_ERROR_READ: "FILE:LINE: what", also for what is no report
 *  @return the reader's, until the next call unless kept; NULL at the end, or
 *          with @p error set */
const xmlNode *hc_reader_next(HcReader *reader, GError **error);

/** Hear of all that is not valid by the schema, and read on. */
void hc_reader_hear(HcReader *reader, HcXmlHear hear, void *data);

/** The line where the start tag of an element of a report ends, from 1. */
size_t hc_reader_line(const xmlNode *element);

/** Leave the last part in the tree. */
void hc_reader_keep(HcReader *reader);

/** The <report> element: its attributes, what was kept of it, and the parts
 *  that are still to be given; NULL before the first part. */
xmlNode *hc_reader_root(const HcReader *reader);

/** Whether an element is the one of that name of a report. */
bool hc_reader_is(const xmlNode *element, const char *name);

/** An attribute's value.
 *  @return new, the caller's, or NULL: there is none */
char *hc_reader_attribute(const xmlNode *element, const char *name);

/** An attribute's value as a number.
 *  @return false, and @p value_out untouched, when there is none */
bool hc_reader_number(const xmlNode *element, const char *name,
                      uint64_t *value_out);

/** The first child of that name, or NULL. */
const xmlNode *hc_reader_child(const xmlNode *element, const char *name);

/** The next sibling of that name, or NULL. */
const xmlNode *hc_reader_after(const xmlNode *element, const char *name);

/** The text of an element in the report's escaped form (hc_unescape_text()).
 *  @return new, the caller's; empty for NULL */
char *hc_reader_text(const xmlNode *element);

/** SHA-256 of the report's bytes as hex; NULL before its end. */
const char *hc_reader_digest(const HcReader *reader);

void hc_reader_free(HcReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcReader, hc_reader_free)

#endif
