/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* loader.c - what the parts of the policy loader share.
 *
 * The schema has found the document valid, so words are known and what must be
 * there is there; what is checked here a schema cannot say. */
#include "config.h"

#include "loader.h"

#include <string.h>

#include "domain.h"

/* ---------------------------------------------------------------- telling */

HcPolicyPlace
hc_loader_place(const HcLoader *loader, const xmlNode *element)
{
	HcXmlPlace place = hc_xml_place(loader->xml, element);
	HcPolicyPlace found = {loader->name, place.line, place.column};

	return found;
}

bool
hc_loader_refuse(HcLoader *loader, const HcPolicyPlace *place,
                 const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(loader->error, HC_ERROR, HC_ERROR_POLICY, "%s:%u:%u: %s",
	            place->file, place->line, place->column, what);
	return false;
}

void
hc_loader_warn(HcLoader *loader, const HcPolicyPlace *place, const char *format,
               ...)
{
	HcPolicyWarning *warning;
	g_autofree char *what = NULL;
	va_list arguments;

	/* A list can be wrong a hundred thousand times, a document cannot. */
	if (place->file != loader->name &&
	    ++loader->warnings_of_lists > HC_LIST_WARNINGS_MAX)
		return;
	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	warning = g_new0(HcPolicyWarning, 1);
	warning->file = place->file;
	warning->line = place->line;
	warning->column = place->column;
	warning->text = hc_arena_text(loader->arena, what, strlen(what));
	g_ptr_array_add(loader->warnings, warning);
}

/* ---------------------------------------------------------------- elements */

bool
hc_loader_is(const xmlNode *element, const char *name)
{
	return strcmp(hc_xml_name(element), name) == 0;
}

static const char *
keep_text(HcLoader *loader, char *text)
{
	const char *kept =
		text ? hc_arena_text(loader->arena, text, strlen(text)) : NULL;

	g_free(text);
	return kept;
}

const char *
hc_loader_attribute(HcLoader *loader, const xmlNode *element, const char *name)
{
	return keep_text(loader, hc_xml_attribute(element, name));
}

const char *
hc_loader_text(HcLoader *loader, const xmlNode *element)
{
	return keep_text(loader, hc_xml_text(element));
}

static int
value_of(const HcLoaderWord *words, const char *word)
{
	for (; words->word; words++)
		if (strcmp(words->word, word) == 0)
			return words->value;
	g_assert_not_reached(); /* the schema lists the same words */
}

int
hc_loader_word(HcLoader *loader, const xmlNode *element, const char *name,
               const HcLoaderWord *words, int otherwise)
{
	const char *word = hc_loader_attribute(loader, element, name);

	return word ? value_of(words, word) : otherwise;
}

const char *const *
hc_loader_list(HcLoader *loader, const xmlNode *element, const char *name,
               size_t *count_out)
{
	g_autofree char *text = hc_xml_attribute(element, name);
	g_auto(GStrv) words = text ? g_strsplit(text, " ", -1) : NULL;
	const char **list;
	guint count = words ? g_strv_length(words) : 0;

	*count_out = count;
	if (count == 0)
		return NULL;
	/* A NULL ends it, for those who do not count. */
	list = hc_arena_alloc(loader->arena, (count + 1) * sizeof *list);
	for (guint i = 0; i < count; i++)
		list[i] = hc_arena_text(loader->arena, words[i],
		                        strlen(words[i]));
	return list;
}

unsigned
hc_loader_bits(HcLoader *loader, const xmlNode *element, const char *name,
               const HcLoaderWord *words)
{
	size_t count;
	const char *const *list = hc_loader_list(loader, element, name, &count);
	unsigned bits = 0;

	for (size_t i = 0; i < count; i++)
		bits |= (unsigned)value_of(words, list[i]);
	return bits;
}

void *
hc_loader_keep(HcLoader *loader, GArray *array, size_t *count_out)
{
	size_t size = g_array_get_element_size(array);
	void *kept = NULL;

	*count_out = array->len;
	if (array->len > 0) {
		kept = hc_arena_alloc(loader->arena, array->len * size);
		memcpy(kept, array->data, array->len * size);
	}
	g_array_set_size(array, 0);
	return kept;
}

/* -------------------------------------------------------------------- days */

bool
hc_periods_meet(HcPeriod a, HcPeriod b)
{
	return a.from <= b.to && b.from <= a.to;
}

/* xs:date knows years above 9999 and below 1; we do not. */
static bool
read_end(HcLoader *loader, const xmlNode *element, const char *name,
         int64_t otherwise, int64_t *day_out)
{
	HcPolicyPlace place = hc_loader_place(loader, element);
	const char *text = hc_loader_attribute(loader, element, name);

	*day_out = otherwise;
	return !text || hc_day_read(text, day_out) ||
	       hc_loader_refuse(loader, &place, "%s=\"%s\" is no day", name,
	                        text);
}

bool
hc_loader_period(HcLoader *loader, const xmlNode *element,
                 const HcPeriod *around, HcPeriod *period_out)
{
	HcPolicyPlace place = hc_loader_place(loader, element);

	if (!read_end(loader, element, "valid-from", HC_DAY_FIRST,
	              &period_out->from) ||
	    !read_end(loader, element, "valid-to", HC_DAY_LAST,
	              &period_out->to))
		return false;
	if (period_out->from > period_out->to)
		return hc_loader_refuse(loader, &place,
		                        "valid-to lies before valid-from");
	if (around && !hc_periods_meet(*around, *period_out))
		hc_loader_warn(loader, &place,
		               "is never in force: its days lie outside of "
		               "those of the element around it");
	return true;
}

/* ------------------------------------------------------- names and blocks */

bool
hc_loader_domain(HcLoader *loader, const HcPolicyPlace *place, const char *text,
                 const char **domain_out)
{
	char *canonical = hc_domain_canonical(text);

	if (!canonical)
		return hc_loader_refuse(loader, place, "'%s' is no domain name",
		                        text);
	*domain_out = keep_text(loader, canonical);
	return true;
}

bool
hc_loader_name(HcLoader *loader, const xmlNode *element, const char *text,
               bool below, const HcPeriod *around, HcNameRule *rule_out)
{
	rule_out->place = hc_loader_place(loader, element);
	rule_out->below = below;
	if (text[0] == '.')
		return hc_loader_refuse(loader, &rule_out->place,
		                        "'%s' starts with a dot; "
		                        "match=\"subtree\" says that the names "
		                        "below are meant too",
		                        text);
	return hc_loader_domain(loader, &rule_out->place, text,
	                        &rule_out->domain) &&
	       hc_loader_period(loader, element, around, &rule_out->period);
}

void
hc_loader_warn_suffix(HcLoader *loader, const HcNameRule *rule)
{
	if (rule->below && hc_domain_is_suffix(rule->domain))
		hc_loader_warn(loader, &rule->place,
		               "'%s' is a public suffix: the names below it "
		               "belong to many organisations, and all of them "
		               "are taken in",
		               rule->domain);
}

void
hc_loader_warn_wide(HcLoader *loader, const HcBlockRule *rule)
{
	char text[HC_ADDRESS_TEXT];

	if (!hc_network_is_too_wide(&rule->network))
		return;
	hc_address_write(&rule->network.base, text);
	hc_loader_warn(loader, &rule->place,
	               "%s/%u holds the hosts of many organisations: no block "
	               "wider than /8 (IPv4) or /16 (IPv6) is one's own",
	               text, (unsigned)rule->network.prefix);
}

/* Whether it would be a block, were the bits below its length zero. */
static bool
has_host_bits(const char *text)
{
	const char *slash = strchr(text, '/');
	HcAddress address;
	guint64 length;

	return slash &&
	       hc_address_read(text, (size_t)(slash - text), &address, NULL,
	                       NULL) &&
	       g_ascii_string_to_unsigned(slash + 1, 10, 0,
	                                  address.family == 4 ? 32 : 128,
	                                  &length, NULL);
}

bool
hc_loader_block(HcLoader *loader, const xmlNode *element,
                const HcPeriod *around, HcBlockRule *rule_out)
{
	const char *text = hc_loader_text(loader, element);

	rule_out->place = hc_loader_place(loader, element);
	if (!hc_network_read(text, strlen(text), &rule_out->network))
		return hc_loader_refuse(loader, &rule_out->place,
		                        has_host_bits(text)
		                                ? "'%s' has bits set below its "
		                                  "length"
		                                : "'%s' is neither an address "
		                                  "nor a block of them",
		                        text);
	if (rule_out->network.prefix == 0)
		return hc_loader_refuse(loader, &rule_out->place,
		                        "'%s' holds every address", text);
	return hc_loader_period(loader, element, around, &rule_out->period);
}

/* -------------------------------------------------------------- references */

bool
hc_loader_take_id(HcLoader *loader, const xmlNode *element, const char *id)
{
	HcPolicyPlace place = hc_loader_place(loader, element);
	const HcPolicyPlace *first = g_hash_table_lookup(loader->ids, id);
	HcPolicyPlace *kept;

	if (first)
		return hc_loader_refuse(loader, &place,
		                        "the name '%s' stands on line %u too",
		                        id, first->line);
	kept = hc_arena_alloc(loader->arena, sizeof *kept);
	*kept = place;
	g_hash_table_insert(loader->ids, (char *)id, kept);
	return true;
}

bool
hc_loader_source(HcLoader *loader, const xmlNode *element,
                 const char **source_out)
{
	HcPolicyPlace place = hc_loader_place(loader, element);
	size_t count;
	const char *const *refs =
		hc_loader_list(loader, element, "source", &count);

	for (size_t i = 0; i < count; i++)
		if (!hc_document_source(loader->document, refs[i]))
			return hc_loader_refuse(loader, &place,
			                        "there is no source '%s'",
			                        refs[i]);
	*source_out = hc_loader_attribute(loader, element, "source");
	return true;
}
