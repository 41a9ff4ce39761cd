/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mark.c - which characters of a raw field a finding rests on.
 *
 * A finding names bytes of the message, a report shows them escaped, and a
 * stylesheet counts characters.  To walk a text from escape to escape is too
 * deep for a template, so it is done here, once over each text. */
#include "config.h"

#include "mark.h"

#include <string.h>

#include <glib.h>

#include "report-reader.h"

/** How many characters of a text one step takes, and how many bytes they stand
 *  for before escaping. */
typedef struct {
	size_t characters, bytes;
	const char *next;
} Step;

/** Bytes of a code point in UTF-8 (RFC 3629 3). */
static size_t
utf8_length(uint64_t code)
{
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

static bool
take_escape(const char *at, Step *step)
{
	const char *end;

	switch (at[1]) {
	case 'x':
		*step = (Step){4, 1, at + 4};
		return g_ascii_isxdigit(at[2]) && g_ascii_isxdigit(at[3]);
	case 'u':
		end = at[2] == '{' ? strchr(at + 3, '}') : NULL;
		if (end == NULL || end == at + 3 || end > at + 9)
			return false;
		*step = (Step){(size_t)(end + 1 - at),
		               utf8_length(g_ascii_strtoull(at + 3, NULL, 16)),
		               end + 1};
		return true;
	default:
		*step = (Step){2, 1, at + 2};
		return at[1] != '\0';
	}
}

static bool
take_step(const char *at, Step *step)
{
	if (*at == '\0')
		return false;
	if (*at == '\\')
		return take_escape(at, step);
	step->next = g_utf8_next_char(at);
	step->characters = 1;
	step->bytes = (size_t)(step->next - at);
	return true;
}

bool
hc_mark_place(const char *text, uint64_t offset, uint64_t length,
              size_t *from_out, size_t *count_out)
{
	uint64_t bytes = 0;
	size_t characters = 0;
	Step step;

	*from_out = 0;
	for (const char *at = text; bytes < offset + length; at = step.next) {
		if (!take_step(at, &step))
			return false;
		if (bytes <= offset)
			*from_out = characters;
		characters += step.characters;
		bytes += step.bytes;
	}
	*count_out = characters - *from_out;
	return true;
}

/* ---------------------------------------------------------------- messages */

static void
set_number(xmlNode *element, const char *name, size_t value)
{
	g_autofree char *text = g_strdup_printf("%" G_GSIZE_FORMAT, value);

	xmlNewProp(element, (const xmlChar *)name, (const xmlChar *)text);
}

/** Bytes of a message: where they begin, and how many. */
typedef struct {
	uint64_t offset, length;
} Span;

static bool
read_span(const xmlNode *element, Span *span)
{
	return hc_reader_number(element, "offset", &span->offset) &&
	       hc_reader_number(element, "length", &span->length) &&
	       span->length > 0;
}

static void
mark_finding(xmlNode *finding, const xmlNode *hop)
{
	const xmlNode *raw = hc_reader_child(hop, "raw");
	g_autofree char *text = NULL;
	Span field, span;
	uint64_t shown;
	size_t from, count;
	xmlNode *mark;

	if (raw == NULL || !read_span(hop, &field) ||
	    !read_span(finding, &span) || span.offset < field.offset ||
	    !hc_reader_number(raw, "shown", &shown) || span.length > shown ||
	    span.offset - field.offset > shown - span.length)
		return;
	text = hc_reader_text(raw);
	if (!hc_mark_place(text, span.offset - field.offset, span.length, &from,
	                   &count))
		return;
	mark = xmlNewChild(finding, NULL, (const xmlChar *)"mark", NULL);
	xmlSetNs(mark,
	         xmlNewNs(mark, (const xmlChar *)HC_VIEW_NAMESPACE, NULL));
	set_number(mark, "from", from);
	set_number(mark, "count", count);
}

/** Hops by number, as far as a report numbers them. */
static GPtrArray *
hops_of(const xmlNode *message)
{
	GPtrArray *hops = g_ptr_array_new();
	const xmlNode *list = hc_reader_child(message, "hops");
	const xmlNode *hop = list ? hc_reader_child(list, "hop") : NULL;

	for (; hop != NULL; hop = hc_reader_after(hop, "hop"))
		g_ptr_array_add(hops, (gpointer)hop);
	return hops;
}

void
hc_mark_findings(xmlNode *message)
{
	const xmlNode *list = hc_reader_child(message, "findings");
	const xmlNode *one = list ? hc_reader_child(list, "finding") : NULL;
	g_autoptr(GPtrArray) hops = NULL;

	/* what is redacted no longer holds the bytes */
	if (one == NULL ||
	    hc_reader_child(xmlDocGetRootElement(message->doc), "redaction"))
		return;
	hops = hops_of(message);
	for (; one != NULL; one = hc_reader_after(one, "finding")) {
		uint64_t number, own;

		/* the hops of a message are numbered from 1 in their order */
		if (hc_reader_number(one, "hop", &number) && number >= 1 &&
		    number <= hops->len &&
		    hc_reader_number(hops->pdata[number - 1], "number", &own) &&
		    own == number)
			mark_finding((xmlNode *)one, hops->pdata[number - 1]);
	}
}
