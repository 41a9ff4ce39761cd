/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* style.c - a tree becomes a page.
 *
 * The stylesheet is ours; it may read nothing but the tree and write nothing
 * but the result, and libxslt holds it to that. */
#include "config.h"

#include "style.h"

#include <stdarg.h>

#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "hopcheck.h"
#include "markup.h"
#include "xml.h"

struct HcStyle {
	xsltStylesheet *sheet;
	xsltSecurityPrefs *fence;
	xmlNs *shared;      /* a declaration of the sheet's, or NULL */
	const xmlChar *own; /* what it named before */
};

typedef xsltTransformContext HcTransform;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcTransform, xsltFreeTransformContext)

typedef xmlDoc HcResult;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcResult, xmlFreeDoc)

static bool
fail(const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "the page: %s", what);
	return false;
}

static xsltSecurityPrefs *
make_fence(void)
{
	static const xsltSecurityOption all[] = {
		XSLT_SECPREF_READ_FILE,        XSLT_SECPREF_WRITE_FILE,
		XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
		XSLT_SECPREF_WRITE_NETWORK,
	};
	xsltSecurityPrefs *fence = xsltNewSecurityPrefs();

	for (size_t i = 0; fence != NULL && i < G_N_ELEMENTS(all); i++)
		xsltSetSecurityPrefs(fence, all[i], xsltSecurityForbid);
	return fence;
}

HcStyle *
hc_style_new(GError **error)
{
	g_autoptr(HcStyle) style = g_new0(HcStyle, 1);
	xmlDoc *document;

	hc_xml_prepare();
	document = xmlReadMemory((const char *)hc_view_stylesheet,
	                         (int)hc_view_stylesheet_length, "report.xsl",
	                         NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);

	if (document != NULL)
		style->sheet = xsltParseStylesheetDoc(document);
	if (style->sheet == NULL && document != NULL)
		xmlFreeDoc(document);
	style->fence = make_fence();
	if (style->sheet == NULL || style->fence == NULL) {
		fail("the stylesheet cannot be read", error);
		return NULL;
	}
	return g_steal_pointer(&style);
}

void
hc_style_share(HcStyle *style, const xmlChar *space)
{
	xmlNs *one = xmlDocGetRootElement(style->sheet->doc)->nsDef;

	g_return_if_fail(style->shared == NULL);
	while (one != NULL && !xmlStrEqual(one->href, space))
		one = one->next;
	if (one == NULL)
		return;
	style->shared = one;
	style->own = one->href;
	one->href = space;
}

/** Keep the first line of what libxslt says. */
static void hear(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
hear(void *data, const char *format, ...)
{
	GString *heard = data;
	va_list rest;

	va_start(rest, format);
	if (heard->len < 200)
		g_string_append_vprintf(heard, format, rest);
	va_end(rest);
}

bool
hc_style_apply(HcStyle *style, xmlDoc *tree, const char *const *values,
               GString *out, GError **error)
{
	g_autoptr(HcTransform) transform =
		xsltNewTransformContext(style->sheet, tree);
	g_autoptr(HcResult) result = NULL;
	g_autoptr(GString) heard = g_string_new(NULL);

	if (transform == NULL)
		return fail("not enough memory", error);
	xsltSetTransformErrorFunc(transform, heard, hear);
	xsltSetCtxtSecurityPrefs(style->fence, transform);
	if (xsltQuoteUserParams(transform, (const char **)values) == 0)
		result = xsltApplyStylesheetUser(style->sheet, tree, NULL, NULL,
		                                 NULL, transform);
	if (result == NULL || transform->state != XSLT_STATE_OK)
		return fail(heard->len > 0 ? g_strchomp(heard->str)
		                           : "cannot be made",
		            error);
	hc_markup_append(out, result);
	return true;
}

void
hc_style_free(HcStyle *style)
{
	if (style == NULL)
		return;
	if (style->shared != NULL)
		style->shared->href = style->own;
	if (style->sheet != NULL)
		xsltFreeStylesheet(style->sheet);
	if (style->fence != NULL)
		xsltFreeSecurityPrefs(style->fence);
	g_free(style);
}
