/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load.c - a policy document from bytes to plain values.
 *
 * Bytes that may be hostile: read by ourselves up to a cap, looked over before
 * libxml2 parses them, checked against the compiled-in schema, then taken apart
 * part by part.  The first thing that is wrong refuses the whole. */
#include "config.h"

#include <string.h>

#include "digest.h"
#include "domain.h"
#include "limit.h"
#include "loader.h"
#include "policy-file.h"
#include "policy-schema.h"
#include "policy.h"

/* ---------------------------------------------------------------- document */

/* What holds where <judgement> or an attribute of it is missing; policy.xsd
 * names the same. */
static void
set_defaults(HcJudgementRule *judgement)
{
	judgement->clock_tolerance_s = 300;
	judgement->by_hop_time = true;
	judgement->required = HC_EVIDENCE_PARTNER;
	judgement->adverse = HC_EFFECT_FAIL;
	judgement->fail_at = HC_SEVERITY_HIGH;
}

static bool
load_head(HcLoader *loader, const xmlNode *root)
{
	HcDocument *document = loader->document;
	HcPolicyPlace place = hc_loader_place(loader, root);
	int64_t day;

	document->id = hc_loader_attribute(loader, root, "id");
	document->version = hc_loader_attribute(loader, root, "version");
	document->issued = hc_loader_attribute(loader, root, "issued");
	document->owner = hc_loader_attribute(loader, root, "owner");
	if (!hc_day_read(document->issued, &day))
		return hc_loader_refuse(loader, &place,
		                        "issued=\"%s\" is no day",
		                        document->issued);
	return true;
}

/** A part, and what loads it. */
typedef struct {
	const char *name;
	bool (*load)(HcLoader *loader, const xmlNode *element);
} Part;

/* In this order: each names only what stands before it. */
static const Part parts[] = {
	{"sources",      hc_load_sources     },
	{"judgement",    hc_load_judgement   },
	{"profiles",     hc_load_profiles    },
	{"networks",     hc_load_networks    },
	{"mtas",         hc_load_parties     },
	{"communities",  hc_load_communities },
	{"alternatives", hc_load_alternatives},
	{"findings",     hc_load_findings    },
	{"controls",     hc_load_controls    },
};

static bool
load_parts(HcLoader *loader, const xmlNode *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		for (const xmlNode *at = hc_xml_first(root); at;
		     at = hc_xml_next(at))
			if (hc_loader_is(at, parts[i].name) &&
			    !parts[i].load(loader, at))
				return false;
	return hc_load_links(loader, root) &&
	       hc_load_jurisdictions(loader, root);
}

static bool
has_own_host(const HcDocument *document)
{
	for (size_t i = 0; i < document->party_count; i++)
		if (document->parties[i].role != HC_ROLE_PARTNER)
			return true;
	return false;
}

static void
warn_of_whole(HcLoader *loader, const xmlNode *root)
{
	const HcDocument *document = loader->document;
	HcPolicyPlace place = hc_loader_place(loader, root);

	if (loader->warnings_of_lists > HC_LIST_WARNINGS_MAX)
		hc_loader_warn(loader, &place, "%zu more warnings of the lists",
		               loader->warnings_of_lists -
		                       HC_LIST_WARNINGS_MAX);
	if (!has_own_host(document))
		hc_loader_warn(loader, &place,
		               "states no mta: the own set of each message is "
		               "inferred from its newest field");
	if (document->link_count == 0 && document->community_count == 0)
		hc_loader_warn(loader, &place,
		               "asks nothing of any link: neither boundary nor "
		               "community");
}

static bool
load_document(HcLoader *loader)
{
	const xmlNode *root = hc_xml_root(loader->xml);

	set_defaults(&loader->document->judgement);
	loader->document->judgement.place = hc_loader_place(loader, root);
	if (!load_head(loader, root) || !load_parts(loader, root))
		return false;
	warn_of_whole(loader, root);
	return true;
}

void
hc_document_free(HcDocument *document)
{
	if (!document)
		return;
	g_ptr_array_unref(document->used_profiles);
	hc_arena_free(document->arena);
	g_free(document);
}

/* ------------------------------------------------------------------ policy */

static int
compare_warnings(const void *first, const void *second)
{
	const HcPolicyWarning *a = *(HcPolicyWarning *const *)first;
	const HcPolicyWarning *b = *(HcPolicyWarning *const *)second;
	int order = strcmp(a->file, b->file);

	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	if (order == 0)
		order = (a->column > b->column) - (a->column < b->column);
	return order != 0 ? order : strcmp(a->text, b->text);
}

static const char *
digest_of(HcArena *arena, const char *data, size_t length)
{
	char hex[HC_DIGEST_HEX];
	HcDigest digest;

	hc_digest_init(&digest);
	hc_digest_add(&digest, data, length);
	hc_digest_end(&digest, hex);
	return hc_arena_text(arena, hex, strlen(hex));
}

static HcDocument *
new_document(const char *data, size_t length, const char *name)
{
	HcDocument *document = g_new0(HcDocument, 1);

	document->arena = hc_arena_new();
	document->used_profiles =
		g_ptr_array_new_with_free_func(hc_loader_drop_profile);
	document->name = hc_arena_text(document->arena, name, strlen(name));
	document->sha256 = digest_of(document->arena, data, length);
	return document;
}

HcPolicy *
hc_policy_load_bytes(const char *data, size_t length, const char *name,
                     const char *folder, GError **error)
{
	g_autoptr(HcDocument) document = NULL;
	g_autoptr(HcXmlSurveyed) xml = NULL;
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	HcLoader loader = {.warnings = warnings,
	                   .ids = ids,
	                   .folder = folder,
	                   .error = error};

	g_return_val_if_fail(data && name, NULL);
	xml = hc_xml_survey(data, length, (const char *)hc_policy_schema,
	                    hc_policy_schema_length, name, HC_ERROR_POLICY,
	                    error);
	if (!xml)
		return NULL;
	document = new_document(data, length, name);
	loader.document = document;
	loader.arena = document->arena;
	loader.name = document->name;
	loader.xml = xml;
	if (!load_document(&loader))
		return NULL;
	g_ptr_array_sort(warnings, compare_warnings);
	return hc_policy_of_document(g_steal_pointer(&document), warnings);
}

HcPolicy *
hc_policy_load(const char *path, GError **error)
{
	g_autofree char *data = NULL;
	g_autofree char *folder = NULL;
	size_t length;

	g_return_val_if_fail(path, NULL);
	data = hc_policy_file_read(path, HC_POLICY_MAX, &length, error);
	if (!data)
		return NULL;
	folder = g_path_get_dirname(path);
	return hc_policy_load_bytes(data, length, path, folder, error);
}
