/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report-reader.c - a report of any size, read part by part. */
#include "config.h"

#include "report-reader.h"

#include <string.h>

#include "hopcheck.h"
#include "report.h"
#include "stream.h"
#include "unsaid.h"

struct HcReader {
	HcXmlStream *stream;
	char *path;
};

bool
hc_reader_is(const xmlNode *element, const char *name)
{
	return element->type == XML_ELEMENT_NODE && element->ns != NULL &&
	       strcmp((const char *)element->ns->href, HC_REPORT_NAMESPACE) ==
	               0 &&
	       strcmp((const char *)element->name, name) == 0;
}

static bool
is_list(const xmlNode *element)
{
	return hc_reader_is(element, "inputs") ||
	       hc_reader_is(element, "left-out") ||
	       hc_reader_is(element, "messages");
}

static bool
is_part(const xmlNode *element, unsigned depth)
{
	return (depth == 1 && !is_list(element)) ||
	       (depth == 2 && is_list(element->parent));
}

HcReader *
hc_reader_new(const char *path, bool check, GError **error)
{
	g_autoptr(HcReader) reader = g_new0(HcReader, 1);

	reader->path = g_strdup(path);
	reader->stream = hc_xml_stream_new(path, is_part, HC_ERROR_READ, error);
	if (reader->stream == NULL ||
	    (check && !hc_xml_stream_check(reader->stream,
	                                   (const char *)hc_report_schema,
	                                   hc_report_schema_length, error)))
		return NULL;
	return g_steal_pointer(&reader);
}

xmlNode *
hc_reader_root(const HcReader *reader)
{
	xmlDoc *tree = hc_xml_stream_tree(reader->stream);

	return tree != NULL ? xmlDocGetRootElement(tree) : NULL;
}

/** Whether messages leave out what goes without saying. */
static bool
is_brief(const xmlNode *root)
{
	g_autofree char *detail = hc_reader_attribute(root, "detail");

	return detail != NULL && strcmp(detail, "full") != 0;
}

const xmlNode *
hc_reader_next(HcReader *reader, GError **error)
{
	GError *trouble = NULL;
	const xmlNode *part = hc_xml_stream_next(reader->stream, &trouble);
	const xmlNode *root = hc_reader_root(reader);

	if (trouble != NULL) {
		g_propagate_error(error, trouble);
		return NULL;
	}
	if (root != NULL && hc_reader_is(root, "report")) {
		/* the tree is the reader's own */
		if (part != NULL && hc_reader_is(part, "message") &&
		    is_brief(root))
			hc_unsaid_say((xmlNode *)part);
		return part;
	}
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "%s: is no report",
	            reader->path);
	return NULL;
}

void
hc_reader_hear(HcReader *reader, HcXmlHear hear, void *data)
{
	hc_xml_stream_hear(reader->stream, hear, data);
}

size_t
hc_reader_line(const xmlNode *element)
{
	return hc_xml_stream_line(element);
}

void
hc_reader_keep(HcReader *reader)
{
	hc_xml_stream_keep(reader->stream);
}

char *
hc_reader_attribute(const xmlNode *element, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(element, (const xmlChar *)name);
	char *copy = g_strdup((const char *)value);

	xmlFree(value);
	return copy;
}

bool
hc_reader_number(const xmlNode *element, const char *name, uint64_t *value_out)
{
	g_autofree char *text = hc_reader_attribute(element, name);
	guint64 value;

	if (text == NULL ||
	    !g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &value, NULL))
		return false;
	*value_out = value;
	return true;
}

static const xmlNode *
find(const xmlNode *element, const char *name)
{
	while (element != NULL && !hc_reader_is(element, name))
		element = element->next;
	return element;
}

const xmlNode *
hc_reader_child(const xmlNode *element, const char *name)
{
	return find(element->children, name);
}

const xmlNode *
hc_reader_after(const xmlNode *element, const char *name)
{
	return find(element->next, name);
}

char *
hc_reader_text(const xmlNode *element)
{
	xmlChar *value = element != NULL ? xmlNodeGetContent(element) : NULL;
	char *copy = g_strdup(value != NULL ? (const char *)value : "");

	xmlFree(value);
	return copy;
}

const char *
hc_reader_digest(const HcReader *reader)
{
	return hc_xml_stream_digest(reader->stream);
}

void
hc_reader_free(HcReader *reader)
{
	if (reader == NULL)
		return;
	hc_xml_stream_free(reader->stream);
	g_free(reader->path);
	g_free(reader);
}
