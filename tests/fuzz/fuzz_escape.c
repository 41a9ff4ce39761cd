/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_escape.c - any bytes come back from the text form, and XML and JSON
 * hold that same text. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "escape.h"
#include "harness.h"
#include "hopcheck.h"
#include "xml.h"

static void
check_back(const GString *text, const uint8_t *data, size_t size)
{
	g_autoptr(GByteArray) back = g_byte_array_new();

	g_assert_true(hc_unescape_text(back, text->str, text->len));
	g_assert_true(back->len == size);
	g_assert_true(size == 0 || memcmp(back->data, data, size) == 0);
	for (size_t i = 0; i < text->len; i++)
		g_assert_true((unsigned char)text->str[i] >= 0x20);
}

static void
check_xml(const GString *text, const char *bytes, size_t size)
{
	g_autoptr(GString) xml = g_string_new("<t>");
	xmlDoc *document;
	xmlChar *content;

	hc_escape_xml(xml, bytes, size);
	g_string_append(xml, "</t>");
	document = hc_xml_parse(xml->str, xml->len, "t", HC_ERROR_READ, NULL);
	g_assert_nonnull(document);
	content = xmlNodeGetContent(xmlDocGetRootElement(document));
	g_assert_cmpstr((char *)content, ==, text->str);
	xmlFree(content);
	xmlFreeDoc(document);
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) ascii = g_string_new(NULL);
	g_autoptr(GString) json = g_string_new(NULL);
	g_autoptr(GByteArray) back = g_byte_array_new();

	hc_escape_text(text, bytes, size, false);
	hc_escape_text(ascii, bytes, size, true);
	check_back(text, data, size);
	check_back(ascii, data, size);
	check_xml(text, bytes, size);
	hc_escape_json(json, bytes, size);
	g_string_replace(text, "\\", "\\\\", 0);
	g_string_replace(text, "\"", "\\\"", 0);
	g_assert_cmpstr(json->str, ==, text->str);
	/* and any text is read back, or refused, without harm */
	hc_unescape_text(back, bytes, size);
}
