/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* markup.c - a tree of XHTML and SVG as text that is HTML and XML at once.
 *
 * libxml2 writes XHTML, too, but takes five times as long over it, and gives
 * some void elements end tags, which HTML calls errors. */
#include "config.h"

#include "markup.h"

#include <stdbool.h>
#include <string.h>

#include "escape.h"

#define XHTML "http://www.w3.org/1999/xhtml"

/* HTML Living Standard 13.1.2: sorted. */
static const char *const voids[] = {
	"area",  "base", "br",   "col",    "embed", "hr",  "img",
	"input", "link", "meta", "source", "track", "wbr",
};

static void
append(GString *out, const xmlChar *text)
{
	g_string_append(out, (const char *)text);
}

static const char *
escape_of(char c, bool quoted)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '\r':
		return "&#13;";
	case '"':
		return quoted ? "&quot;" : NULL;
	case '\n':
		return quoted ? "&#10;" : NULL;
	case '\t':
		return quoted ? "&#9;" : NULL;
	default:
		return NULL;
	}
}

/** Append a run without markup.  Our own reports hide nothing, nor does the
 *  style; a forged one may. */
static void
append_run(GString *out, const char *text, size_t length)
{
	unsigned char any = 0;

	for (size_t i = 0; i < length; i++)
		any |= (unsigned char)text[i] | (text[i] == '\x7f' ? 0x80 : 0);
	if (any < 0x80)
		g_string_append_len(out, text, (gssize)length);
	else
		hc_escape_hidden(out, text, length);
}

/** Append a text; within quotes also what would end or change a value. */
static void
append_escaped(GString *out, const xmlChar *text, bool quoted)
{
	const char *odd = quoted ? "&<>\r\"\n\t" : "&<>\r";
	const char *at = (const char *)text;

	while (at != NULL && *at != '\0') {
		size_t plain = strcspn(at, odd);

		append_run(out, at, plain);
		at += plain;
		if (*at != '\0')
			g_string_append(out, escape_of(*at++, quoted));
	}
}

static void
append_attributes(GString *out, const xmlNode *element)
{
	for (const xmlNs *one = element->nsDef; one; one = one->next) {
		g_string_append(out, one->prefix ? " xmlns:" : " xmlns");
		if (one->prefix != NULL)
			append(out, one->prefix);
		g_string_append(out, "=\"");
		append_escaped(out, one->href, true);
		g_string_append_c(out, '"');
	}
	for (const xmlAttr *one = element->properties; one; one = one->next) {
		g_string_append_c(out, ' ');
		append(out, one->name);
		g_string_append(out, "=\"");
		for (const xmlNode *text = one->children; text;
		     text = text->next)
			append_escaped(out, text->content, true);
		g_string_append_c(out, '"');
	}
}

/** Whether an element without content ends with its start tag. */
static bool
closes_itself(const xmlNode *element)
{
	bool html = element->ns != NULL &&
	            strcmp((const char *)element->ns->href, XHTML) == 0;

	for (size_t i = 0; html && i < G_N_ELEMENTS(voids); i++)
		if (strcmp((const char *)element->name, voids[i]) == 0)
			return true;
	return !html;
}

/** Begin a node; true when its children are to come. */
static bool
begin(GString *out, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE)
		append_escaped(out, node->content, false);
	if (node->type != XML_ELEMENT_NODE)
		return false;
	g_string_append_c(out, '<');
	append(out, node->name);
	append_attributes(out, node);
	if (node->children == NULL && closes_itself(node)) {
		g_string_append(out, "/>");
		return false;
	}
	g_string_append_c(out, '>');
	return true;
}

static void
end(GString *out, const xmlNode *element)
{
	g_string_append(out, "</");
	append(out, element->name);
	g_string_append_c(out, '>');
}

void
hc_markup_append(GString *out, const xmlDoc *tree)
{
	const xmlNode *root = xmlDocGetRootElement((xmlDoc *)tree);
	const xmlNode *node = root;

	g_string_append(out, "<!DOCTYPE html>\n");
	while (node != NULL) {
		bool inside = begin(out, node);

		if (inside && node->children != NULL) {
			node = node->children;
			continue;
		}
		if (inside)
			end(out, node);
		while (node != root && node->next == NULL) {
			node = node->parent;
			end(out, node);
		}
		node = node != root ? node->next : NULL;
	}
	g_string_append_c(out, '\n');
}
