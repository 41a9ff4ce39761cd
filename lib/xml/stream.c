/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream.c - a document of any size, part by part.
 *
 * A push parser builds a tree by its own handlers; ours stand around them and
 * note which elements are whole.  A validator, where there is one, sits between
 * the parser and both. */
#include "config.h"

#include "stream.h"

#include "xml-auto.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

#include "digest.h"
#include "guard.h"
#include "hopcheck.h"
#include "limit.h"
#include "opening.h"
#include "survey.h"
#include "why.h"

/* Bytes fed at a time: parts that become whole within them wait in the tree. */
#define PIECE (32u << 10)

struct HcXmlStream {
	int descriptor;
	char *name;
	int code;
	HcXmlIsPart is_part;
	xmlParserCtxt *parser;
	xmlSAXHandler *parsers_own; /* what the parser began with */
	xmlSAXHandler ours;
	xmlSchema *schema;
	xmlSchemaValidCtxt *validator;
	xmlSchemaSAXPlugPtr plug;
	HcXmlGuard guard;
	HcDigest digest;
	char hex[HC_DIGEST_HEX]; /* at the end */
	GQueue whole;            /* of xmlNode, linked in the tree */
	xmlNode *given;
	bool kept, ended;
	unsigned depth;  /* open elements */
	GError *trouble; /* the first */
	HcXmlHear heard; /* or NULL */
	void *heard_data;
};

/* ---------------------------------------------------------------- trouble */

static void
keep_trouble(HcXmlStream *stream, size_t line, const char *what)
{
	g_autofree char *text = NULL;

	if (stream->trouble != NULL)
		return;
	text = g_strstrip(g_strdup(what != NULL ? what : "unknown error"));
	stream->trouble = g_error_new(HC_ERROR, stream->code,
	                              "%s:%" G_GSIZE_FORMAT ": %s",
	                              stream->name, line, text);
}

static size_t
line_of(const HcXmlStream *stream)
{
	int line = stream->parser != NULL ? xmlSAX2GetLineNumber(stream->parser)
	                                  : 0;

	return line > 0 ? (size_t)line : stream->guard.line + 1;
}

static void
hear(void *data, xmlErrorPtr trouble)
{
	HcXmlStream *stream = data;
	g_autofree char *what = NULL;

	if (trouble->level < XML_ERR_ERROR)
		return;
	if (trouble->domain == XML_FROM_SCHEMASV && stream->heard != NULL) {
		what = hc_xml_plain_message(trouble->message);
		stream->heard(stream->heard_data, line_of(stream), what);
	} else {
		keep_trouble(stream, line_of(stream), trouble->message);
	}
}

/** The error hook of this thread, ours for the time of a call. */
typedef struct {
	xmlStructuredErrorFunc hook;
	void *data;
} Hook;

static Hook
take_hook(HcXmlStream *stream)
{
	Hook before = {xmlStructuredError, xmlStructuredErrorContext};

	xmlSetStructuredErrorFunc(stream, hear);
	return before;
}

static void
give_hook_back(Hook before)
{
	xmlSetStructuredErrorFunc(before.data, before.hook);
}

/* --------------------------------------------------------------- handlers */

static HcXmlStream *
stream_of(void *data)
{
	return ((xmlParserCtxt *)data)->_private;
}

static void
refuse_doctype(void *data, const xmlChar *name, const xmlChar *external,
               const xmlChar *system)
{
	HcXmlStream *stream = stream_of(data);

	(void)name, (void)external, (void)system;
	keep_trouble(stream, line_of(stream),
	             "a document type declaration is not allowed");
	xmlStopParser(stream->parser);
}

static void
start_element(void *data, const xmlChar *name, const xmlChar *prefix,
              const xmlChar *uri, int namespaces, const xmlChar **declared,
              int attributes, int defaulted, const xmlChar **values)
{
	HcXmlStream *stream = stream_of(data);

	if (++stream->depth > HC_XML_DEPTH_MAX) {
		keep_trouble(stream, line_of(stream), "too many levels");
		xmlStopParser(stream->parser);
		return;
	}
	xmlSAX2StartElementNs(data, name, prefix, uri, namespaces, declared,
	                      attributes, defaulted, values);
	if (stream->parser->node != NULL)
		stream->parser->node->_private =
			GSIZE_TO_POINTER(line_of(stream));
}

static void
end_element(void *data, const xmlChar *name, const xmlChar *prefix,
            const xmlChar *uri)
{
	HcXmlStream *stream = stream_of(data);
	xmlNode *element = stream->parser->node;

	xmlSAX2EndElementNs(data, name, prefix, uri);
	stream->depth--;
	if (element != NULL && stream->depth > 0 &&
	    stream->is_part(element, stream->depth))
		g_queue_push_tail(&stream->whole, element);
}

/** Layout is dropped; a text of ours never begins with a line feed. */
static void
characters(void *data, const xmlChar *text, int length)
{
	int at = 0;

	if (length > 0 && text[0] == '\n')
		while (at < length && strchr(" \n\t\r", text[at]) != NULL)
			at++;
	if (at == 0 || at < length)
		xmlSAX2Characters(data, text, length);
}

static void
skip_comment(void *data, const xmlChar *text)
{
	(void)data, (void)text;
}

static void
skip_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
	(void)data, (void)target, (void)text;
}

/* ------------------------------------------------------------------- life */

/** Why a file that was opened is not read, or NULL. */
static const char *
refusal(int descriptor, const char *path)
{
	struct stat status;
	const char *why;

	if (fstat(descriptor, &status) != 0)
		return hc_why(errno);
	why = hc_file_refusal(path, status.st_mode);
	/* a shell's pipe has to be waited for, as it was not when it was
	 * opened */
	if (why == NULL && !S_ISREG(status.st_mode) &&
	    fcntl(descriptor, F_SETFL, 0) != 0)
		return hc_why(errno);
	return why;
}

static bool
open_file(HcXmlStream *stream, const char *path, GError **error)
{
	bool standard = strcmp(path, "-") == 0;
	const char *why = NULL;

	stream->name = g_strdup(standard ? "standard input" : path);
	stream->descriptor = standard ? STDIN_FILENO
	                              : hc_file_open_quietly(AT_FDCWD, path, 0);
	if (stream->descriptor < 0)
		why = hc_why(errno);
	else if (!standard)
		why = refusal(stream->descriptor, path);
	if (why == NULL)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN, "%s: %s", path, why);
	return false;
}

static bool
make_parser(HcXmlStream *stream, GError **error)
{
	xmlSAXHandler *ours = &stream->ours;

	hc_xml_prepare();
	stream->parser = xmlCreatePushParserCtxt(NULL, NULL, NULL, 0, NULL);
	if (stream->parser == NULL) {
		g_set_error(error, HC_ERROR, stream->code,
		            "%s: not enough memory to read it", stream->name);
		return false;
	}
	xmlCtxtUseOptions(stream->parser, XML_PARSE_NONET | XML_PARSE_NOCDATA |
	                                          XML_PARSE_IGNORE_ENC |
	                                          XML_PARSE_BIG_LINES);
	stream->parser->_private = stream;
	stream->parsers_own = stream->parser->sax;
	*ours = *stream->parser->sax;
	ours->internalSubset = refuse_doctype;
	ours->startElementNs = start_element;
	ours->endElementNs = end_element;
	ours->characters = characters;
	ours->ignorableWhitespace = characters;
	ours->cdataBlock = characters;
	ours->comment = skip_comment;
	ours->processingInstruction = skip_instruction;
	stream->parser->sax = ours;
	return true;
}

HcXmlStream *
hc_xml_stream_new(const char *path, HcXmlIsPart is_part, int code,
                  GError **error)
{
	g_autoptr(HcXmlStream) stream = g_new0(HcXmlStream, 1);

	stream->descriptor = -1;
	hc_digest_init(&stream->digest);
	stream->code = code;
	stream->is_part = is_part;
	if (!open_file(stream, path, error) || !make_parser(stream, error))
		return NULL;
	return g_steal_pointer(&stream);
}

static bool
read_schema(HcXmlStream *stream, const char *schema, size_t length)
{
	g_autoptr(HcXmlSchemaParser) parser =
		xmlSchemaNewMemParserCtxt(schema, (int)length);

	if (parser != NULL) {
		xmlSchemaSetParserStructuredErrors(parser, hear, stream);
		stream->schema = xmlSchemaParse(parser);
	}
	if (stream->schema != NULL)
		stream->validator = xmlSchemaNewValidCtxt(stream->schema);
	return stream->validator != NULL;
}

static int
locate(void *data, const char **file, unsigned long *line)
{
	if (file != NULL)
		*file = NULL;
	if (line != NULL)
		*line = (unsigned long)line_of(data);
	return 0;
}

bool
hc_xml_stream_check(HcXmlStream *stream, const char *schema, size_t length,
                    GError **error)
{
	xmlParserCtxt *reads = stream->parser;
	Hook before;

	g_return_val_if_fail(length <= G_MAXINT && !stream->plug, false);
	before = take_hook(stream);
	if (read_schema(stream, schema, length)) {
		xmlSchemaSetValidStructuredErrors(stream->validator, hear,
		                                  stream);
		xmlSchemaValidateSetLocator(stream->validator, locate, stream);
		/* Both are written again when the plug is pulled. */
		stream->plug = xmlSchemaSAXPlug(stream->validator, &reads->sax,
		                                &reads->userData);
	}
	give_hook_back(before);
	if (stream->plug == NULL) {
		keep_trouble(stream, 1, "the schema cannot be read");
		g_propagate_error(error, g_steal_pointer(&stream->trouble));
		return false;
	}
	return true;
}

void
hc_xml_stream_free(HcXmlStream *stream)
{
	if (stream == NULL)
		return;
	if (stream->plug != NULL)
		xmlSchemaSAXUnplug(stream->plug);
	if (stream->parser != NULL) {
		stream->parser->sax = stream->parsers_own;
		stream->parser->userData = stream->parser;
		hc_xml_parser_free(stream->parser);
	}
	if (stream->validator != NULL)
		xmlSchemaFreeValidCtxt(stream->validator);
	if (stream->schema != NULL)
		xmlSchemaFree(stream->schema);
	if (stream->descriptor > STDIN_FILENO)
		close(stream->descriptor);
	g_queue_clear(&stream->whole);
	g_clear_error(&stream->trouble);
	g_free(stream->name);
	g_free(stream);
}

/* ---------------------------------------------------------------- reading */

static ssize_t
read_piece(HcXmlStream *stream, char *piece)
{
	for (;;) {
		ssize_t got = read(stream->descriptor, piece, PIECE);
		int number = errno;

		if (got >= 0)
			return got;
		if (number == EINTR)
			continue;
		if (stream->trouble == NULL)
			stream->trouble =
				g_error_new(HC_ERROR, HC_ERROR_READ, "%s: %s",
			                    stream->name, hc_why(number));
		return -1;
	}
}

/** All was read: is it a document, and valid? */
static void
end(HcXmlStream *stream)
{
	xmlParseChunk(stream->parser, NULL, 0, 1);
	stream->ended = true;
	hc_digest_end(&stream->digest, stream->hex);
	if (!stream->parser->wellFormed)
		keep_trouble(stream, line_of(stream), "not well-formed");
	if (stream->plug != NULL && stream->heard == NULL &&
	    xmlSchemaIsValid(stream->validator) != 1)
		keep_trouble(stream, line_of(stream),
		             "not valid against the schema");
}

static void
feed(HcXmlStream *stream)
{
	char piece[PIECE];
	ssize_t got = read_piece(stream, piece);
	const char *wrong;
	Hook before;

	if (got < 0)
		return;
	wrong = hc_xml_guard(&stream->guard, piece, (size_t)got);
	if (wrong != NULL) {
		keep_trouble(stream, stream->guard.line + 1, wrong);
		return;
	}
	hc_digest_add(&stream->digest, piece, (size_t)got);
	before = take_hook(stream);
	if (got == 0)
		end(stream);
	else if (xmlParseChunk(stream->parser, piece, (int)got, 0) != 0)
		keep_trouble(stream, line_of(stream), "not well-formed");
	give_hook_back(before);
}

static void
drop_given(HcXmlStream *stream)
{
	if (stream->given != NULL && !stream->kept) {
		xmlUnlinkNode(stream->given);
		xmlFreeNode(stream->given);
	}
	stream->given = NULL;
	stream->kept = false;
}

xmlNode *
hc_xml_stream_next(HcXmlStream *stream, GError **error)
{
	drop_given(stream);
	while (g_queue_is_empty(&stream->whole) && !stream->ended &&
	       stream->trouble == NULL)
		feed(stream);
	if (stream->trouble != NULL) {
		g_propagate_error(error, g_error_copy(stream->trouble));
		return NULL;
	}
	stream->given = g_queue_pop_head(&stream->whole);
	return stream->given;
}

void
hc_xml_stream_keep(HcXmlStream *stream)
{
	stream->kept = true;
}

xmlDoc *
hc_xml_stream_tree(const HcXmlStream *stream)
{
	return stream->parser->myDoc;
}

const char *
hc_xml_stream_digest(const HcXmlStream *stream)
{
	return stream->ended ? stream->hex : NULL;
}

void
hc_xml_stream_hear(HcXmlStream *stream, HcXmlHear heard, void *data)
{
	stream->heard = heard;
	stream->heard_data = data;
}

size_t
hc_xml_stream_line(const xmlNode *element)
{
	return GPOINTER_TO_SIZE(element->_private);
}
