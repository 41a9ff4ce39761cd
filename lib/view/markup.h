/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* markup.h - a tree of XHTML and SVG as text that is HTML and XML at once. */
#ifndef HC_MARKUP_H
#define HC_MARKUP_H

#include <glib.h>

#include <libxml/tree.h>

/** Append a document, in UTF-8, without white space of its own.  What HTML calls
 *  void, and what is empty in SVG, ends with its start tag; all else has an end
 *  tag, so that a reader of HTML finds the tree that a reader of XML does
 *  (HTML Living Standard 13.1.2).
 *  @param tree  of elements and texts, as the stylesheet makes them; comments
 *               and all else are left out */
void hc_markup_append(GString *out, const xmlDoc *tree);

#endif
