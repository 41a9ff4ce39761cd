/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* survey.c - a document that may be hostile, looked over before it is parsed.
 *
 * The pass finds tags only, so it needs to know no more of XML than where
 * comments, CDATA sections, instructions and quoted values end (XML 1.0 2.5 to
 * 2.7, 3.1).  What is not well-formed is left to libxml2 to say; where the two
 * count other elements, the document is refused. */
#include "config.h"

#include "survey.h"

#include "xml-auto.h"

#include <string.h>

#include "hopcheck.h"
#include "limit.h"
#include "scan.h"

/** The pass: where it stands. */
typedef struct {
	const char *at;
	const char *end;
	unsigned line;
	unsigned column;
	unsigned depth;
	const char *name;
	int code;
	GArray *places;
	GError **error;
} Survey;

static bool
refuse(const Survey *survey, HcXmlPlace place, const char *what)
{
	g_set_error(survey->error, HC_ERROR, survey->code, "%s:%u:%u: %s",
	            survey->name, place.line, place.column, what);
	return false;
}

static HcXmlPlace
here(const Survey *survey)
{
	HcXmlPlace place = {survey->line, survey->column};

	return place;
}

static void
step_to(Survey *survey, const char *target)
{
	for (; survey->at < target; survey->at++) {
		if (*survey->at == '\n') {
			survey->line++;
			survey->column = 1;
		} else if (((unsigned char)*survey->at & 0xc0) != 0x80) {
			survey->column++;
		}
	}
}

static bool
starts(const Survey *survey, const char *word)
{
	return hc_starts(survey->at, (size_t)(survey->end - survey->at), word);
}

/** Step behind the next occurrence of a word, or to the end. */
static void
step_behind(Survey *survey, const char *word)
{
	size_t left = (size_t)(survey->end - survey->at);
	const char *found = memmem(survey->at, left, word, strlen(word));

	step_to(survey, found ? found + strlen(word) : survey->end);
}

/** Step over a start tag or an empty element. */
static bool
pass_start_tag(Survey *survey)
{
	HcXmlPlace place = here(survey);
	unsigned attributes = 0;
	const char *at = survey->at + 1;

	g_array_append_val(survey->places, place);
	while (at < survey->end && *at != '>') {
		const char *close;

		if (*at != '"' && *at != '\'') {
			at++;
			continue;
		}
		if (++attributes > HC_XML_ATTRIBUTES_MAX)
			return refuse(survey, place,
			              "an element with too many attributes");
		close = memchr(at + 1, *at, (size_t)(survey->end - at - 1));
		at = close ? close + 1 : survey->end;
	}
	if (at == survey->end || at[-1] != '/')
		survey->depth++;
	step_to(survey, at < survey->end ? at + 1 : at);
	return survey->depth <= HC_XML_DEPTH_MAX ||
	       refuse(survey, place, "elements are nested too deep");
}

/** Step over what a "<" begins. */
static bool
pass_markup(Survey *survey)
{
	if (starts(survey, "<!--"))
		step_behind(survey, "-->");
	else if (starts(survey, "<![CDATA["))
		step_behind(survey, "]]>");
	else if (starts(survey, "<?"))
		step_behind(survey, "?>");
	else if (starts(survey, "<!"))
		return refuse(survey, here(survey),
		              "a document type declaration is not allowed");
	else if (!starts(survey, "</"))
		return pass_start_tag(survey);
	else {
		step_behind(survey, ">");
		if (survey->depth > 0)
			survey->depth--;
	}
	return true;
}

static bool
pass_tags(Survey *survey)
{
	while (survey->at < survey->end) {
		size_t left = (size_t)(survey->end - survey->at);
		const char *found = memchr(survey->at, '<', left);

		step_to(survey, found ? found : survey->end);
		if (found && !pass_markup(survey))
			return false;
	}
	return true;
}

/** Whether the XML declaration names no encoding but UTF-8 or its ASCII part
 *  (XML 1.0 4.3.3); libxml2 would also convert from UTF-7. */
static bool
is_declared_utf8(const Survey *survey)
{
	static const char word[] = "encoding";
	const char *end =
		memmem(survey->at, (size_t)(survey->end - survey->at), "?>", 2);
	const char *at;
	size_t length = 0;

	if (!starts(survey, "<?xml"))
		return true;
	if (!end) /* a parser may read an encoding out of it all the same */
		return false;
	at = memmem(survey->at, (size_t)(end - survey->at), word,
	            sizeof word - 1);
	if (!at)
		return true;
	at += sizeof word - 1;
	while (at < end && (hc_is_fws((unsigned char)*at) || *at == '='))
		at++;
	if (at < end && (*at == '"' || *at == '\''))
		at++;
	while (at + length < end && at[length] != '"' && at[length] != '\'')
		length++;
	return hc_is(at, length, "UTF-8") || hc_is(at, length, "US-ASCII");
}

static bool
check_bytes(Survey *survey)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *bad;
	size_t length = (size_t)(survey->end - survey->at);

	if (length == 0)
		return refuse(survey, here(survey), "the document is empty");
	if (length > HC_POLICY_MAX)
		return refuse(survey, here(survey), "the document is too big");
	if (!g_utf8_validate_len(survey->at, length, &bad)) {
		bool nul = *bad == '\0';

		step_to(survey, bad);
		return refuse(survey, here(survey),
		              nul ? "a NUL byte: no UTF-8 text" : "not UTF-8");
	}
	if (starts(survey, bom))
		survey->at += sizeof bom - 1;
	return is_declared_utf8(survey) ||
	       refuse(survey, here(survey),
	              "declares an encoding other than UTF-8");
}

/* -------------------------------------------------------------------- tree */

/** The next element in document order, or NULL. */
static xmlNode *
next_element(xmlNode *node)
{
	xmlNode *next = xmlFirstElementChild(node);

	while (!next && node) {
		next = xmlNextElementSibling(node);
		node = node->parent;
		if (node && node->type != XML_ELEMENT_NODE)
			node = NULL;
	}
	return next;
}

/** Tell each element the number of its place. */
static bool
number_elements(HcXmlSurveyed *document, const char *name, int code,
                GError **error)
{
	xmlNode *node = xmlDocGetRootElement(document->tree);
	guint count = 0;

	for (; node; node = next_element(node))
		node->_private = GUINT_TO_POINTER(++count);
	if (count == document->places->len)
		return true;
	g_set_error(error, HC_ERROR, code,
	            "%s:1:1: its tags cannot be told "
	            "apart",
	            name);
	return false;
}

HcXmlPlace
hc_xml_place(const HcXmlSurveyed *document, const xmlNode *element)
{
	guint number = GPOINTER_TO_UINT(element->_private);

	g_assert(number > 0 && number <= document->places->len);
	return g_array_index(document->places, HcXmlPlace, number - 1);
}

long
hc_xml_line(const xmlNode *element)
{
	return xmlGetLineNo(element);
}

const xmlNode *
hc_xml_root(const HcXmlSurveyed *document)
{
	return xmlDocGetRootElement(document->tree);
}

const xmlNode *
hc_xml_first(const xmlNode *element)
{
	return xmlFirstElementChild((xmlNode *)element);
}

const xmlNode *
hc_xml_next(const xmlNode *element)
{
	return xmlNextElementSibling((xmlNode *)element);
}

const char *
hc_xml_name(const xmlNode *element)
{
	return (const char *)element->name;
}

/** XSD 1.0 part 2, 4.3.6: whiteSpace "collapse". */
static char *
collapse(xmlChar *given)
{
	GString *text = g_string_new(NULL);

	for (const xmlChar *at = given; at && *at; at++) {
		bool blank = hc_is_fws(*at);

		if (!blank)
			g_string_append_c(text, (char)*at);
		else if (text->len > 0 && at[1] && !hc_is_fws(at[1]))
			g_string_append_c(text, ' ');
	}
	xmlFree(given);
	return g_string_free(text, FALSE);
}

char *
hc_xml_attribute(const xmlNode *element, const char *name)
{
	xmlChar *value =
		xmlGetNoNsProp((xmlNode *)element, (const xmlChar *)name);

	return value ? collapse(value) : NULL;
}

char *
hc_xml_text(const xmlNode *element)
{
	return collapse(xmlNodeGetContent((xmlNode *)element));
}

/* ------------------------------------------------------------------ schema */

/** What a validator found first. */
typedef struct {
	const HcXmlSurveyed *document;
	const char *name;
	int code;
	GError **error;
	bool found;
} Hearing;

/* Braces of a pattern hold numbers. */
char *
hc_xml_plain_message(const char *message)
{
	GString *text = g_string_new(NULL);

	while (message && *message) {
		const char *close = g_str_has_prefix(message, "{urn:")
		                            ? strchr(message, '}')
		                            : NULL;

		if (close)
			message = close + 1;
		else
			g_string_append_c(text, *message++);
	}
	return g_strstrip(g_string_free(text, FALSE));
}

static void
hear(void *data, xmlErrorPtr trouble)
{
	Hearing *hearing = data;
	const xmlNode *node = trouble->node;
	g_autofree char *text = NULL;
	HcXmlPlace place = {1, 1};

	if (hearing->found || trouble->level < XML_ERR_ERROR)
		return;
	while (node && (node->type != XML_ELEMENT_NODE || !node->_private))
		node = node->parent;
	if (node)
		place = hc_xml_place(hearing->document, node);
	text = hc_xml_plain_message(trouble->message);
	hearing->found = true;
	g_set_error(hearing->error, HC_ERROR, hearing->code, "%s:%u:%u: %s",
	            hearing->name, place.line, place.column, text);
}

static bool
refuse_schema(const Hearing *hearing, const char *what)
{
	if (!hearing->found)
		g_set_error(hearing->error, HC_ERROR, hearing->code,
		            "%s:1:1: %s", hearing->name, what);
	return false;
}

static bool
validate(Hearing *hearing, const char *schema, size_t length)
{
	g_autoptr(HcXmlSchemaParser) parser = NULL;
	g_autoptr(HcXmlSchema) made = NULL;
	g_autoptr(HcXmlValidator) validator = NULL;

	hc_xml_prepare();
	parser = xmlSchemaNewMemParserCtxt(schema, (int)length);
	if (parser)
		xmlSchemaSetParserStructuredErrors(parser, hear, hearing);
	made = parser ? xmlSchemaParse(parser) : NULL;
	validator = made ? xmlSchemaNewValidCtxt(made) : NULL;
	if (!validator)
		return refuse_schema(hearing, "the schema cannot be read");
	xmlSchemaSetValidStructuredErrors(validator, hear, hearing);
	/* Below 0 is an error within libxml2: refused like any other. */
	if (xmlSchemaValidateDoc(validator, hearing->document->tree) != 0)
		return refuse_schema(hearing, "not valid by the schema");
	return !hearing->found;
}

HcXmlSurveyed *
hc_xml_survey(const char *data, size_t length, const char *schema,
              size_t schema_length, const char *name, int code, GError **error)
{
	g_autoptr(HcXmlSurveyed) document = g_new0(HcXmlSurveyed, 1);
	Survey survey = {.at = data,
	                 .end = data + length,
	                 .line = 1,
	                 .column = 1,
	                 .name = name,
	                 .code = code,
	                 .error = error};
	Hearing hearing = {document, name, code, error, false};

	document->places = g_array_new(FALSE, FALSE, sizeof(HcXmlPlace));
	survey.places = document->places;
	if (!check_bytes(&survey) || !pass_tags(&survey))
		return NULL;
	document->tree = hc_xml_parse(data, length, name, code, error);
	if (!document->tree || !number_elements(document, name, code, error) ||
	    !validate(&hearing, schema, schema_length))
		return NULL;
	return g_steal_pointer(&document);
}

void
hc_xml_surveyed_free(HcXmlSurveyed *document)
{
	if (!document)
		return;
	if (document->tree)
		xmlFreeDoc(document->tree);
	g_array_unref(document->places);
	g_free(document);
}
