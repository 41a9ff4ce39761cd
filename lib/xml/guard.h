/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guard.h - bytes on their way to libxml2: what would cost it too much is
 * found before it sees it. */
#ifndef HC_GUARD_H
#define HC_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where a scan stands between two pieces; all zero at the start. */
typedef struct {
	int state;
	char mark[9];    /**< what follows "<!", as far as it is told by */
	unsigned marks;  /**< bytes of it */
	unsigned ends;   /**< bytes of a closing "-->", "]]>" or "?>" seen */
	char quote;      /**< the open quotation mark in a tag, or NUL */
	unsigned values; /**< quoted values of the tag */
	size_t length;   /**< bytes of the markup so far */
	size_t text;     /**< bytes of text since the last tag */
	bool reference;  /**< within one of it */
	uint64_t reread; /**< of those, each as often as a piece ends behind it */
	size_t line;     /**< line feeds seen */
	size_t total;    /**< bytes seen */
} HcXmlGuard;

/** Look at the next piece of a document.
 *  @return NULL, or what is wrong with it */
const char *hc_xml_guard(HcXmlGuard *guard, const char *piece, size_t length);

#endif
