/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pages.c - a report as HTML, messages by the page.
 *
 * The head of the report stays in the tree; messages come in, become a page
 * and go.  What the index has to say of each page stands in the tree, too, in
 * a namespace of its own, when the index is made. */
#include "config.h"

#include "hopcheck.h"

#include <string.h>

#include "report-reader.h"
#include "style.h"

#define VIEW_NAMESPACE "urn:hopcheck:view:1"

struct HcPages {
	HcReader *reader;
	HcStyle *style;
	HcPagesOptions options;
	uint64_t total;   /* messages, as the report says */
	uint64_t done;    /* messages of finished pages */
	uint64_t waiting; /* messages in the tree */
	unsigned number;  /* of the last page */
	bool read, ended;
	char *name;
	xmlNode *index; /* one element a page; in the tree at the end */
};

static void
take_totals(HcPages *pages, const xmlNode *part)
{
	if (hc_reader_is(part, "totals"))
		hc_reader_number(part, "messages", &pages->total);
}

/** Read on to a part of the messages; NULL at the end or with an error. */
static const xmlNode *
next_message(HcPages *pages, GError **error)
{
	for (;;) {
		const xmlNode *part = hc_reader_next(pages->reader, error);

		if (part == NULL)
			return NULL;
		hc_reader_keep(pages->reader);
		if (hc_reader_is(part, "message"))
			return part;
		take_totals(pages, part);
	}
}

HcPages *
hc_pages_new(const char *path, const HcPagesOptions *options, GError **error)
{
	g_autoptr(HcPages) pages = g_new0(HcPages, 1);
	GError *trouble = NULL;

	pages->options = *options;
	pages->style = hc_style_new(error);
	if (pages->style == NULL)
		return NULL;
	pages->reader = hc_reader_new(path, true, error);
	if (pages->reader == NULL)
		return NULL;
	/* To the first message, for the totals stand before it. */
	if (next_message(pages, &trouble) != NULL)
		pages->waiting = 1;
	pages->read = pages->waiting == 0;
	if (trouble != NULL) {
		g_propagate_error(error, trouble);
		return NULL;
	}
	return g_steal_pointer(&pages);
}

bool
hc_pages_many(const HcPages *pages)
{
	return pages->options.per_page != 0 &&
	       pages->total > pages->options.per_page;
}

/** Fill the tree up to a page; false with @p error set. */
static bool
fill(HcPages *pages, GError **error)
{
	uint64_t most =
		hc_pages_many(pages) ? pages->options.per_page : G_MAXUINT64;
	GError *trouble = NULL;

	/* One more than fits shows that the totals are not right. */
	if (!hc_pages_many(pages) && pages->options.per_page != 0)
		most = (uint64_t)pages->options.per_page + 1;
	while (!pages->read && pages->waiting < most) {
		if (next_message(pages, &trouble) != NULL)
			pages->waiting++;
		else
			pages->read = true;
	}
	if (trouble == NULL && !hc_pages_many(pages) &&
	    pages->options.per_page != 0 &&
	    pages->waiting > pages->options.per_page)
		g_set_error(&trouble, HC_ERROR, HC_ERROR_READ,
		            "holds more messages than its totals say");
	if (trouble != NULL)
		g_propagate_error(error, trouble);
	return trouble == NULL;
}

static bool
apply(HcPages *pages, const char *part, GString *out, GError **error)
{
	g_autofree char *number = g_strdup_printf("%u", pages->number);
	g_autofree char *before =
		g_strdup_printf("%" G_GUINT64_FORMAT, pages->done);
	g_autofree char *last = g_strdup_printf(
		"%" G_GUINT64_FORMAT,
		pages->options.per_page == 0
			? 1
			: (pages->total - 1) / pages->options.per_page + 1);
	g_autofree char *count =
		g_strdup_printf("%" G_GUINT64_FORMAT, pages->waiting);
	const char *const values[] = {
		"part",     part,
		"count",    count,
		"page",     number,
		"pages",    last,
		"before",   before,
		"cover",    pages->options.cover ? "yes" : "no",
		"controls", pages->options.controls ? "yes" : "no",
		NULL,
	};

	return hc_style_apply(pages->style, hc_reader_root(pages->reader)->doc,
	                      values, out, error);
}

static void
set_number(xmlNode *element, const char *name, uint64_t value)
{
	g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, value);

	xmlNewProp(element, (const xmlChar *)name, (const xmlChar *)text);
}

static xmlNode *
first_message(const HcPages *pages)
{
	const xmlNode *root = hc_reader_root(pages->reader);
	const xmlNode *list = hc_reader_child(root, "messages");

	return list != NULL ? (xmlNode *)hc_reader_child(list, "message")
	                    : NULL;
}

/** How many of the page's messages have a verdict of that outcome. */
static uint64_t
count_outcome(const HcPages *pages, const char *outcome)
{
	uint64_t count = 0, left = pages->waiting;
	const xmlNode *message = first_message(pages);

	for (; message != NULL && left > 0;
	     message = hc_reader_after(message, "message"), left--) {
		const xmlNode *list = hc_reader_child(message, "verdicts");
		const xmlNode *one =
			list != NULL ? hc_reader_child(list, "verdict") : NULL;

		for (; one != NULL; one = hc_reader_after(one, "verdict")) {
			g_autofree char *word =
				hc_reader_attribute(one, "outcome");

			if (g_strcmp0(word, outcome) == 0) {
				count++;
				break;
			}
		}
	}
	return count;
}

/** Write down what the index will say of the page. */
static void
note_page(HcPages *pages)
{
	static const char *const outcomes[] = {"fail", "indeterminate", "pass"};
	xmlNode *page;

	if (pages->index == NULL) {
		pages->index = xmlNewNode(NULL, (const xmlChar *)"pages");
		xmlSetNs(pages->index,
		         xmlNewNs(pages->index, (const xmlChar *)VIEW_NAMESPACE,
		                  NULL));
	}
	page = xmlNewChild(pages->index, NULL, (const xmlChar *)"page", NULL);
	set_number(page, "number", pages->number);
	set_number(page, "first", pages->done + 1);
	set_number(page, "last", pages->done + pages->waiting);
	for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
		set_number(page, outcomes[i],
		           count_outcome(pages, outcomes[i]));
}

/** Free the messages that became a page; what the reader has made beyond them
 *  is not among them. */
static void
drop_messages(HcPages *pages)
{
	xmlNode *message = first_message(pages);

	for (; pages->waiting > 0 && message != NULL; pages->waiting--) {
		xmlNode *next = (xmlNode *)hc_reader_after(message, "message");

		xmlUnlinkNode(message);
		xmlFreeNode(message);
		pages->done++;
		message = next;
	}
}

static bool
make_page(HcPages *pages, GString *out, GError **error)
{
	pages->number++;
	pages->name = g_strdup_printf("page-%05u.html", pages->number);
	if (!apply(pages, "page", out, error))
		return false;
	note_page(pages);
	drop_messages(pages);
	return true;
}

static bool
make_index(HcPages *pages, GString *out, GError **error)
{
	pages->ended = true;
	pages->name = g_strdup("index.html");
	if (pages->index != NULL)
		xmlAddChild(hc_reader_root(pages->reader),
		            g_steal_pointer(&pages->index));
	return apply(pages, "index", out, error);
}

static bool
make_whole(HcPages *pages, GString *out, GError **error)
{
	pages->ended = true;
	pages->name = g_strdup("index.html");
	return apply(pages, "whole", out, error);
}

bool
hc_pages_next(HcPages *pages, const char **name_out, GString *out,
              GError **error)
{
	bool good;

	g_clear_pointer(&pages->name, g_free);
	if (pages->ended || !fill(pages, error))
		return false;
	if (!hc_pages_many(pages))
		good = make_whole(pages, out, error);
	else if (pages->waiting > 0)
		good = make_page(pages, out, error);
	else
		good = make_index(pages, out, error);
	*name_out = pages->name;
	return good;
}

void
hc_pages_free(HcPages *pages)
{
	if (pages == NULL)
		return;
	if (pages->index != NULL)
		xmlFreeNode(pages->index);
	if (pages->style != NULL)
		hc_style_free(pages->style);
	if (pages->reader != NULL)
		hc_reader_free(pages->reader);
	g_free(pages->name);
	g_free(pages);
}
