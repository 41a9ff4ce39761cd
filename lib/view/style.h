/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* style.h - the one place that knows libxslt: a tree becomes a page. */
#ifndef HC_STYLE_H
#define HC_STYLE_H

#include <stdbool.h>

#include <glib.h>

#include <libxml/tree.h>

/** The stylesheet: schemas/report.xsl, compiled in. */
extern const unsigned char hc_view_stylesheet[];
extern const size_t hc_view_stylesheet_length;

typedef struct HcStyle HcStyle;

/** Read the stylesheet that is compiled in.
 *  @param error  HC_ERROR_WRITE: not enough memory
 *  @return new, or NULL with @p error set */
HcStyle *hc_style_new(GError **error);

/** Let name tests of the stylesheet find the report's namespace by its pointer:
 *  libxml2 compares letter by letter where pointers differ, for each child that
 *  each step of each path looks at.
 *  @param space  as the trees to come name it; to stay until the style is
 *                freed; borrowed */
void hc_style_share(HcStyle *style, const xmlChar *space);

/** Append what the stylesheet makes of a tree, as XHTML.
 *  @param values  names and values in turn, ended by NULL; they are strings,
 *                 whatever they hold
 *  @param error   HC_ERROR_WRITE */
bool hc_style_apply(HcStyle *style, xmlDoc *tree, const char *const *values,
                    GString *out, GError **error);

void hc_style_free(HcStyle *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcStyle, hc_style_free)

#endif
