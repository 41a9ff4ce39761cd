/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* page-index.c - what an index of pages says of each page, and of all.
 *
 * Findings are counted by rule for reports that hold no sums. */
#include "config.h"

#include "page-index.h"

#include <string.h>

#include "mark.h"
#include "report-reader.h"

/* The outcomes, the one that weighs most first; the effects of findings. */
static const char *const outcomes[] = {"fail", "indeterminate", "pass"};
static const char *const effects[] = {"fail", "indeterminate", "warn", "info"};

typedef struct {
	unsigned number;
	uint64_t first, last;
	uint64_t by_outcome[G_N_ELEMENTS(outcomes)];
} Page;

typedef struct {
	char *id, *title, *severity;
	uint64_t count, set_aside;
	uint64_t by_effect[G_N_ELEMENTS(effects)];
} Rule;

struct HcPageIndex {
	GArray *pages;     /* of Page */
	GHashTable *rules; /* of Rule by id */
};

static void
free_rule(void *data)
{
	Rule *rule = data;

	g_free(rule->id);
	g_free(rule->title);
	g_free(rule->severity);
	g_free(rule);
}

HcPageIndex *
hc_page_index_new(void)
{
	HcPageIndex *index = g_new0(HcPageIndex, 1);

	index->pages = g_array_new(FALSE, FALSE, sizeof(Page));
	index->rules =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_rule);
	return index;
}

void
hc_page_index_begin(HcPageIndex *index, unsigned number, uint64_t first)
{
	Page page = {.number = number, .first = first, .last = first - 1};

	g_array_append_val(index->pages, page);
}

/** Where a word stands in a list, or the length of the list. */
static size_t
find(const char *const *words, size_t count, const char *word)
{
	size_t i = 0;

	while (i < count && g_strcmp0(words[i], word) != 0)
		i++;
	return i;
}

/** The outcome that weighs most, or the number of outcomes. */
static size_t
outcome_of(const xmlNode *message)
{
	const xmlNode *list = hc_reader_child(message, "verdicts");
	const xmlNode *one = list ? hc_reader_child(list, "verdict") : NULL;
	size_t worst = G_N_ELEMENTS(outcomes);

	for (; one != NULL; one = hc_reader_after(one, "verdict")) {
		g_autofree char *word = hc_reader_attribute(one, "outcome");

		worst = MIN(worst,
		            find(outcomes, G_N_ELEMENTS(outcomes), word));
	}
	return worst;
}

static Rule *
rule_of(HcPageIndex *index, const xmlNode *finding)
{
	g_autofree char *id = hc_reader_attribute(finding, "id");
	Rule *rule = id ? g_hash_table_lookup(index->rules, id) : NULL;

	if (rule != NULL || id == NULL)
		return rule;
	rule = g_new0(Rule, 1);
	rule->id = g_steal_pointer(&id);
	rule->title = hc_reader_text(hc_reader_child(finding, "title"));
	rule->severity = hc_reader_attribute(finding, "severity");
	g_hash_table_insert(index->rules, rule->id, rule);
	return rule;
}

static bool
is_true(const xmlNode *element, const char *name)
{
	g_autofree char *word = hc_reader_attribute(element, name);

	return g_strcmp0(word, "true") == 0;
}

static void
add_finding(HcPageIndex *index, const xmlNode *finding)
{
	g_autofree char *effect = hc_reader_attribute(finding, "effect");
	size_t at = find(effects, G_N_ELEMENTS(effects), effect);
	Rule *rule = rule_of(index, finding);

	if (rule == NULL)
		return;
	rule->count++;
	if (is_true(finding, "suppressed") || is_true(finding, "mitigated"))
		rule->set_aside++;
	else if (at < G_N_ELEMENTS(effects))
		rule->by_effect[at]++;
}

void
hc_page_index_add(HcPageIndex *index, const xmlNode *message)
{
	Page *page = &g_array_index(index->pages, Page, index->pages->len - 1);
	const xmlNode *list = hc_reader_child(message, "findings");
	const xmlNode *one = list ? hc_reader_child(list, "finding") : NULL;
	size_t outcome = outcome_of(message);

	page->last++;
	if (outcome < G_N_ELEMENTS(outcomes))
		page->by_outcome[outcome]++;
	for (; one != NULL; one = hc_reader_after(one, "finding"))
		add_finding(index, one);
}

static void
set_number(xmlNode *element, const char *name, uint64_t value)
{
	g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, value);

	xmlNewProp(element, (const xmlChar *)name, (const xmlChar *)text);
}

static void
write_page(xmlNode *index, const Page *page)
{
	xmlNode *element =
		xmlNewChild(index, NULL, (const xmlChar *)"page", NULL);

	set_number(element, "number", page->number);
	set_number(element, "first", page->first);
	set_number(element, "last", page->last);
	for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
		set_number(element, outcomes[i], page->by_outcome[i]);
}

static void
write_rule(void *key, void *value, void *data)
{
	const Rule *rule = value;
	xmlNode *element =
		xmlNewChild(data, NULL, (const xmlChar *)"finding-sum", NULL);

	(void)key;
	xmlNewProp(element, (const xmlChar *)"id", (xmlChar *)rule->id);
	xmlNewProp(element, (const xmlChar *)"title", (xmlChar *)rule->title);
	xmlNewProp(element, (const xmlChar *)"severity",
	           (xmlChar *)rule->severity);
	set_number(element, "count", rule->count);
	set_number(element, "set-aside", rule->set_aside);
	for (size_t i = 0; i < G_N_ELEMENTS(effects); i++)
		set_number(element, effects[i], rule->by_effect[i]);
}

xmlNode *
hc_page_index_write(const HcPageIndex *index)
{
	xmlNode *root = xmlNewNode(NULL, (const xmlChar *)"pages");

	xmlSetNs(root,
	         xmlNewNs(root, (const xmlChar *)HC_VIEW_NAMESPACE, NULL));
	for (unsigned i = 0; i < index->pages->len; i++)
		write_page(root, &g_array_index(index->pages, Page, i));
	g_hash_table_foreach(index->rules, write_rule, root);
	return root;
}

void
hc_page_index_free(HcPageIndex *index)
{
	if (index == NULL)
		return;
	g_array_unref(index->pages);
	g_hash_table_unref(index->rules);
	g_free(index);
}
