/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml-auto.h - cleanups of libxml2's types, each once. */
#ifndef HC_XML_AUTO_H
#define HC_XML_AUTO_H

#include <glib.h>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

typedef xmlDoc HcXmlDoc;
typedef xmlSchema HcXmlSchema;
typedef xmlSchemaParserCtxt HcXmlSchemaParser;
typedef xmlSchemaValidCtxt HcXmlValidator;
typedef xmlParserCtxt HcXmlParser;

/** A parser owns a tree until it is handed over. */
static inline void
hc_xml_parser_free(xmlParserCtxt *parser)
{
	if (parser->myDoc != NULL)
		xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlSchema, xmlSchemaFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlSchemaParser, xmlSchemaFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlValidator, xmlSchemaFreeValidCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcXmlParser, hc_xml_parser_free)

#endif
