/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pages.c - a report as HTML, messages by the page.
 *
 * The head of the report stays in the tree; messages come in, become a page
 * and go.  What the index has to say of each page, and a record of the run,
 * stand in the tree beside the report's parts when they are needed. */
#include "config.h"

#include "hopcheck.h"

#include <string.h>

#include "digest.h"
#include "limit.h"
#include "mark.h"
#include "opening.h"
#include "page-index.h"
#include "press.h"
#include "report-reader.h"
#include "style.h"
#include "xml.h"

/* Pages in the making at a time; each holds some 50 MB. */
#define PRESSES_MAX 3

/* Names left out that the stylesheet shows; one more tells that there are more. */
#define LEFT_OUT_SHOWN 200

#define RUN_NAMESPACE "urn:hopcheck:run:1"

struct HcPages {
	HcReader *reader;
	HcStyle *style;
	HcPageIndex *index;
	HcPagesOptions options;
	char *run_record;  /* its path, or NULL */
	uint64_t left_out; /* names read so far */
	uint64_t total;    /* messages listed, as the report says */
	uint64_t done;     /* messages of finished pages */
	uint64_t waiting;  /* messages in the tree */
	unsigned number;   /* of the last page begun */
	unsigned given;    /* of the last page handed out */
	bool read, ended;
	char *name;
	HcPress *presses[PRESSES_MAX];
	unsigned press_count;
};

/* ---------------------------------------------------------------- reading */

static void
take_totals(HcPages *pages, const xmlNode *part)
{
	if (hc_reader_is(part, "totals") &&
	    !hc_reader_number(part, "listed", &pages->total))
		hc_reader_number(part, "messages", &pages->total);
}

/** Read on to the next message; NULL at the end or with an error. */
static const xmlNode *
next_message(HcPages *pages, GError **error)
{
	for (;;) {
		const xmlNode *part = hc_reader_next(pages->reader, error);

		if (part == NULL)
			return NULL;
		if (hc_reader_is(part, "name") &&
		    ++pages->left_out > LEFT_OUT_SHOWN + 1)
			continue;
		hc_reader_keep(pages->reader);
		if (hc_reader_is(part, "message")) {
			hc_mark_findings((xmlNode *)part);
			return part;
		}
		take_totals(pages, part);
	}
}

HcPages *
hc_pages_new(const char *path, const HcPagesOptions *options, GError **error)
{
	g_autoptr(HcPages) pages = g_new0(HcPages, 1);
	GError *trouble = NULL;

	pages->options = *options;
	pages->run_record = g_strdup(options->run_record);
	pages->index = hc_page_index_new();
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

/** How many messages the tree is to hold at most.  Where one page is enough,
 *  one more than fits shows that the totals are not right. */
static uint64_t
room(const HcPages *pages)
{
	uint64_t page = pages->options.per_page;

	return page == 0 ? G_MAXUINT64 : page + !hc_pages_many(pages);
}

/** Fill the tree up to a page; false with @p error set. */
static bool
fill(HcPages *pages, GError **error)
{
	GError *trouble = NULL;

	while (!pages->read && pages->waiting < room(pages)) {
		if (next_message(pages, &trouble) != NULL)
			pages->waiting++;
		else
			pages->read = true;
	}
	if (trouble == NULL && !hc_pages_many(pages) &&
	    pages->waiting == room(pages))
		g_set_error(
			&trouble, HC_ERROR, HC_ERROR_READ,
			"the report holds more messages than its totals say");
	if (trouble != NULL)
		g_propagate_error(error, trouble);
	return trouble == NULL;
}

/* ------------------------------------------------------------- run record */

/** Whether a record of a run names the report that was read. */
static bool
names_report(const HcPages *pages, xmlDoc *record)
{
	const xmlNode *root = xmlDocGetRootElement(record);

	if (root == NULL || root->ns == NULL ||
	    strcmp((const char *)root->ns->href, RUN_NAMESPACE) != 0)
		return false;
	for (const xmlNode *one = root->children; one; one = one->next) {
		g_autofree char *digest = NULL;

		if (one->type != XML_ELEMENT_NODE ||
		    strcmp((const char *)one->name, "report") != 0)
			continue;
		digest = hc_reader_attribute(one, "sha256");
		return g_strcmp0(digest, hc_reader_digest(pages->reader)) == 0;
	}
	return false;
}

static bool
add_run_record(HcPages *pages, GError **error)
{
	size_t length;
	g_autofree char *bytes = hc_file_contents(
		pages->run_record, HC_POLICY_MAX, &length, error);
	xmlDoc *record;
	bool named;

	if (bytes == NULL)
		return false;
	record = hc_xml_parse(bytes, length, pages->run_record, HC_ERROR_READ,
	                      error);
	if (record == NULL)
		return false;
	named = names_report(pages, record);
	if (named)
		xmlAddChild(hc_reader_root(pages->reader),
		            xmlDocCopyNode(xmlDocGetRootElement(record),
		                           hc_reader_root(pages->reader)->doc,
		                           1));
	xmlFreeDoc(record);
	if (!named)
		g_set_error(error, HC_ERROR, HC_ERROR_READ,
		            "%s: is no record of the run that made this report",
		            pages->run_record);
	return named;
}

/* ------------------------------------------------------------------ pages */

static char *
print(uint64_t number)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT, number);
}

/** What a page is made with. */
typedef const char *Values[20];

static bool
with_values(HcPages *pages, const char *part,
            bool (*run)(HcPages *pages, const Values values, GString *out,
                        GError **error),
            GString *out, GError **error)
{
	uint64_t size = pages->options.per_page;
	g_autofree char *number = print(pages->number);
	g_autofree char *before = print(pages->done);
	g_autofree char *per_page = print(size);
	g_autofree char *count = print(pages->waiting);
	g_autofree char *last = print(
		size == 0 ? 1
			  : pages->total / size + (pages->total % size > 0));
	const char *digest = hc_reader_digest(pages->reader);
	const Values values = {
		"part",     part,
		"count",    count,
		"page",     number,
		"pages",    last,
		"before",   before,
		"per-page", per_page,
		"cover",    pages->options.cover ? "yes" : "no",
		"controls", pages->options.controls ? "yes" : "no",
		"digest",   digest != NULL ? digest : "",
		NULL,
	};

	return run(pages, values, out, error);
}

static bool
apply(HcPages *pages, const Values values, GString *out, GError **error)
{
	return hc_style_apply(pages->style, hc_reader_root(pages->reader)->doc,
	                      values, out, error);
}

static xmlNode *
first_message(const HcPages *pages)
{
	const xmlNode *root = hc_reader_root(pages->reader);
	const xmlNode *list = hc_reader_child(root, "messages");

	return list ? (xmlNode *)hc_reader_child(list, "message") : NULL;
}

/** The press that a page is made by. */
static HcPress *
press_of(const HcPages *pages, unsigned number)
{
	return pages->presses[(number - 1) % pages->press_count];
}

/** Note the messages that become a page, and hand them to its press; what the
 *  reader has made beyond them is not among them. */
static void
hand_over(HcPages *pages)
{
	HcPress *press = press_of(pages, pages->number);
	xmlNode *message = first_message(pages);

	hc_page_index_begin(pages->index, pages->number, pages->done + 1);
	for (; pages->waiting > 0 && message != NULL; pages->waiting--) {
		xmlNode *next = (xmlNode *)hc_reader_after(message, "message");

		hc_page_index_add(pages->index, message);
		xmlUnlinkNode(message);
		hc_press_add(press, message);
		pages->done++;
		message = next;
	}
}

static bool
start(HcPages *pages, const Values values, GString *out, GError **error)
{
	(void)out, (void)error;
	hand_over(pages);
	hc_press_start(press_of(pages, pages->number), values);
	return true;
}

static bool
make_presses(HcPages *pages, GError **error)
{
	pages->press_count = CLAMP(g_get_num_processors(), 1, PRESSES_MAX);
	for (unsigned i = 0; i < pages->press_count; i++) {
		pages->presses[i] =
			hc_press_new(hc_reader_root(pages->reader), error);
		if (pages->presses[i] == NULL)
			return false;
	}
	return true;
}

/** Begin pages until all presses are at work or all messages are read. */
static bool
start_pages(HcPages *pages, GError **error)
{
	if (pages->press_count == 0 && !make_presses(pages, error))
		return false;
	while (pages->number - pages->given < pages->press_count) {
		if (!fill(pages, error))
			return false;
		if (pages->waiting == 0)
			break;
		pages->number++;
		with_values(pages, "page", start, NULL, NULL);
	}
	return true;
}

static bool
take_page(HcPages *pages, GString *out, GError **error)
{
	pages->given++;
	pages->name = g_strdup_printf("page-%05u.html", pages->given);
	return hc_press_take(press_of(pages, pages->given), out, error);
}

static bool
make_last(HcPages *pages, GString *out, GError **error)
{
	bool many = pages->number > 0;

	pages->ended = true;
	pages->name = g_strdup("index.html");
	if (pages->run_record != NULL && !add_run_record(pages, error))
		return false;
	if (many)
		xmlAddChild(hc_reader_root(pages->reader),
		            hc_page_index_write(pages->index));
	return with_values(pages, many ? "index" : "whole", apply, out, error);
}

bool
hc_pages_next(HcPages *pages, const char **name_out, GString *out,
              GError **error)
{
	bool many = hc_pages_many(pages);
	bool good;

	g_clear_pointer(&pages->name, g_free);
	if (pages->ended ||
	    !(many ? start_pages(pages, error) : fill(pages, error)))
		return false;
	if (pages->given < pages->number)
		good = take_page(pages, out, error);
	else
		good = make_last(pages, out, error);
	*name_out = pages->name;
	return good;
}

void
hc_pages_free(HcPages *pages)
{
	if (pages == NULL)
		return;
	for (unsigned i = 0; i < PRESSES_MAX; i++)
		hc_press_free(pages->presses[i]);
	hc_page_index_free(pages->index);
	hc_style_free(pages->style);
	hc_reader_free(pages->reader);
	g_free(pages->run_record);
	g_free(pages->name);
	g_free(pages);
}
