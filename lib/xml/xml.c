/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml.c - XML read from memory, hardened; the one place that knows libxml2.
 *
 * A document is fed to a push parser in pieces.  A handler stops it at the
 * first DOCTYPE: with one, entities can cost gigabytes whatever the options
 * say.  The same parser builds a tree or feeds the validator. */
#include "config.h"

#include "xml.h"
#include "xml-version.h"

#include "xml-auto.h"

#include <string.h>

#include <libxml/xmlerror.h>
#include <libxml/xmlmemory.h>

#include "hopcheck.h"

/* Bytes fed at a time; libxml2 takes an int. */
#define PIECE (64u << 10)

/* GLib gives NULL for no bytes, which libxml2 would take for a failure. */
static void *
allocate(size_t size)
{
	return g_malloc(MAX(size, 1));
}

static void *
reallocate(void *memory, size_t size)
{
	return g_realloc(memory, MAX(size, 1));
}

const char *
hc_xml_library(void)
{
	/* "20914", and what the packager added */
	return xmlParserVersion;
}

void
hc_xml_prepare(void)
{
	static gsize prepared;

	if (!g_once_init_enter(&prepared))
		return;
	xmlMemSetup(g_free, allocate, reallocate, g_strdup);
	g_once_init_leave(&prepared, 1);
}

/** What is known of a document while it is read. */
typedef struct {
	const char *name;
	int code;
	bool doctype;
	GError *error; /* the first trouble found */
} Reading;

/** The error hook of this thread as it was before we took it. */
typedef struct {
	xmlStructuredErrorFunc hook;
	void *data;
} Hook;

/** Keep the first trouble: what follows is mostly its echo. */
static void
keep_trouble_at(Reading *reading, int line, int column, const char *what)
{
	g_autofree char *place = NULL;
	g_autofree char *text = NULL;

	if (reading->error != NULL)
		return;
	text = g_strstrip(g_strdup(what != NULL ? what : "unknown error"));
	if (line > 0 && column > 0)
		place = g_strdup_printf(":%d:%d", line, column);
	else if (line > 0)
		place = g_strdup_printf(":%d", line);
	reading->error =
		g_error_new(HC_ERROR, reading->code, "%s%s: %s", reading->name,
	                    place != NULL ? place : "", text);
}

static void
keep_trouble(Reading *reading, int line, const char *what)
{
	keep_trouble_at(reading, line, 0, what);
}

/** libxml2 reports here instead of on stderr: the hook of the thread, since a
 *  parser's own hook is handed whatever its handlers are. */
static void
hear(void *data, xmlErrorPtr trouble)
{
	bool parser = trouble->domain == XML_FROM_PARSER ||
	              trouble->domain == XML_FROM_NAMESPACE;

	/* Only a parser knows the column. */
	if (trouble->level >= XML_ERR_ERROR)
		keep_trouble_at(data, trouble->line, parser ? trouble->int2 : 0,
		                trouble->message);
}

static Hook
take_hook(Reading *reading)
{
	Hook before = {xmlStructuredError, xmlStructuredErrorContext};

	xmlSetStructuredErrorFunc(reading, hear);
	return before;
}

static void
give_hook_back(Hook before)
{
	xmlSetStructuredErrorFunc(before.data, before.hook);
}

/** Stop at a DOCTYPE. */
static void
refuse_doctype(void *data, const xmlChar *name, const xmlChar *external,
               const xmlChar *system)
{
	xmlParserCtxt *parser = data;
	Reading *reading = parser->_private;

	(void)name, (void)external, (void)system;
	reading->doctype = true;
	keep_trouble(reading, xmlSAX2GetLineNumber(parser),
	             "a document type declaration is not allowed");
	xmlStopParser(parser);
}

/** Whoever uses the library may set libxml2's memory up anew, behind
 *  hc_xml_prepare(); then it returns NULL, and the document is refused. */
static void
keep_out_of_memory(Reading *reading)
{
	keep_trouble(reading, 0, "not enough memory to read it");
}

/** Make a parser with our options and refusals; NULL: no memory, told. */
static xmlParserCtxt *
new_parser(Reading *reading)
{
	g_autoptr(HcXmlParser) parser = NULL;

	hc_xml_prepare();
	parser = xmlCreatePushParserCtxt(NULL, NULL, NULL, 0, NULL);
	if (parser == NULL) {
		keep_out_of_memory(reading);
		return NULL;
	}
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOCDATA);
	parser->sax->internalSubset = refuse_doctype;
	parser->_private = reading;
	return g_steal_pointer(&parser);
}

/** Feed the whole document; false when it is not well-formed. */
static bool
feed(Reading *reading, xmlParserCtxt *parser, const char *data, size_t length)
{
	size_t done = 0;

	while (done < length && !reading->doctype) {
		size_t piece = MIN(length - done, PIECE);

		if (xmlParseChunk(parser, data + done, (int)piece, 0) != 0)
			break;
		done += piece;
	}
	if (!reading->doctype)
		xmlParseChunk(parser, NULL, 0, 1);
	if (parser->wellFormed && !reading->doctype)
		return true;
	keep_trouble(reading, 0, "not well-formed");
	return false;
}

xmlDoc *
hc_xml_parse(const char *data, size_t length, const char *name, int code,
             GError **error)
{
	Reading reading = {.name = name, .code = code};
	g_autoptr(HcXmlParser) parser = new_parser(&reading);
	Hook before;

	before = take_hook(&reading);
	if (parser != NULL)
		feed(&reading, parser, data, length);
	give_hook_back(before);
	if (reading.error != NULL) {
		g_propagate_error(error, reading.error);
		return NULL;
	}
	return g_steal_pointer(&parser->myDoc);
}

static xmlSchema *
read_schema(Reading *reading, const char *schema, size_t length)
{
	g_autoptr(HcXmlSchemaParser) parser = NULL;
	xmlSchema *made;

	hc_xml_prepare();
	parser = xmlSchemaNewMemParserCtxt(schema, (int)length);
	if (parser == NULL) {
		keep_out_of_memory(reading);
		return NULL;
	}
	xmlSchemaSetParserStructuredErrors(parser, hear, reading);
	made = xmlSchemaParse(parser);
	if (made == NULL)
		keep_trouble(reading, 0, "the schema cannot be read");
	return made;
}

/** Tell the validator where the parser stands. */
static int
locate(void *data, const char **file, unsigned long *line)
{
	if (file != NULL)
		*file = NULL;
	if (line != NULL)
		*line = (unsigned long)xmlSAX2GetLineNumber(data);
	return 0;
}

/** Feed a parser's events to a validator. */
static void
feed_validator(Reading *reading, xmlSchemaValidCtxt *validator,
               xmlParserCtxt *parser, const char *data, size_t length)
{
	xmlSAXHandler *own = parser->sax;
	xmlSchemaSAXPlugPtr plug;
	xmlSAXHandler quiet = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = refuse_doctype,
	};
	xmlSAXHandler *sax = &quiet;
	void *user = parser;

	xmlSchemaSetValidStructuredErrors(validator, hear, reading);
	xmlSchemaValidateSetLocator(validator, locate, parser);
	plug = xmlSchemaSAXPlug(validator, &sax, &user);
	if (plug == NULL) {
		keep_out_of_memory(reading);
		return;
	}
	parser->sax = sax;
	parser->userData = user;
	feed(reading, parser, data, length);
	xmlSchemaSAXUnplug(plug);
	parser->sax = own;
	parser->userData = parser;
	if (xmlSchemaIsValid(validator) != 1)
		keep_trouble(reading, 0, "not valid against the schema");
}

static void
validate(Reading *reading, xmlSchema *schema, const char *data, size_t length)
{
	g_autoptr(HcXmlValidator) validator = xmlSchemaNewValidCtxt(schema);
	g_autoptr(HcXmlParser) parser = new_parser(reading);

	if (validator == NULL)
		keep_out_of_memory(reading);
	if (validator != NULL && parser != NULL)
		feed_validator(reading, validator, parser, data, length);
}

static bool
give(Reading *reading, GError **error)
{
	if (reading->error == NULL)
		return true;
	g_propagate_error(error, reading->error);
	return false;
}

bool
hc_xml_validate(const char *schema, size_t schema_length, const char *data,
                size_t length, const char *name, int code, GError **error)
{
	Reading reading = {.name = name, .code = code};
	g_autoptr(HcXmlSchema) made = NULL;
	Hook before;

	g_return_val_if_fail(schema_length <= G_MAXINT, false);
	before = take_hook(&reading);
	made = read_schema(&reading, schema, schema_length);
	if (made != NULL)
		validate(&reading, made, data, length);
	give_hook_back(before);
	return give(&reading, error);
}

/** One that cannot be read is tried again, so that it is told each time. */
static xmlSchema *
read_once(Reading *reading, HcXmlKept *kept, const char *schema, size_t length)
{
	static GMutex mutex;
	xmlSchema *made;

	g_mutex_lock(&mutex);
	if (kept->schema == NULL)
		kept->schema = read_schema(reading, schema, length);
	made = kept->schema;
	g_mutex_unlock(&mutex);
	return made;
}

bool
hc_xml_validate_kept(HcXmlKept *kept, const char *schema, size_t schema_length,
                     const char *data, size_t length, const char *name,
                     int code, GError **error)
{
	Reading reading = {.name = name, .code = code};
	xmlSchema *made;
	Hook before;

	g_return_val_if_fail(schema_length <= G_MAXINT, false);
	before = take_hook(&reading);
	made = read_once(&reading, kept, schema, schema_length);
	if (made != NULL)
		validate(&reading, made, data, length);
	give_hook_back(before);
	return give(&reading, error);
}
