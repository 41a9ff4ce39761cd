/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-profile.c - the profiles of TLS that a policy defines and names. */
#include "config.h"

#include "loader.h"

#include <string.h>

#include "profile.h"

/* Published profiles number a dozen; each is looked for among all. */
#define PROFILES_MAX 100

static const HcProfile *
find_defined(const char *id, void *data)
{
	const HcDocument *document = data;

	for (size_t i = 0; i < document->profile_count; i++)
		if (strcmp(document->profiles[i]->id, id) == 0)
			return document->profiles[i];
	return NULL;
}

/* Keep a reference as long as the document lives. */
static const HcProfile *
keep(HcLoader *loader, HcProfile *profile)
{
	g_ptr_array_add(loader->document->used_profiles, profile);
	return profile;
}

/** A profile element that waits for the one it extends. */
typedef struct {
	const xmlNode *element;
	const char *id;
	const char *extends; /**< or NULL */
	HcPolicyPlace place;
	bool loaded;
} Waiting;

static Waiting *
find_waiting(GArray *waiting, const char *id)
{
	for (guint i = 0; i < waiting->len; i++) {
		Waiting *one = &g_array_index(waiting, Waiting, i);

		if (strcmp(one->id, id) == 0)
			return one;
	}
	return NULL;
}

static bool
load_one(HcLoader *loader, Waiting *waiting, GArray *profiles)
{
	HcDocument *document = loader->document;
	HcProfile *profile = hc_profile_read(
		(xmlNode *)waiting->element, loader->xml, loader->name,
		document->sha256, find_defined, document, loader->error);

	if (!profile)
		return false;
	keep(loader, profile);
	g_array_append_val(profiles, profile);
	waiting->loaded = true;
	document->profiles = (const HcProfile *const *)(void *)profiles->data;
	document->profile_count = profiles->len;
	return true;
}

/* Load what extends nothing here, then what extends that, and so on. */
static bool
load_waiting(HcLoader *loader, GArray *waiting, GArray *profiles)
{
	guint left = waiting->len;
	guint before = 0;

	while (left > 0 && left != before) {
		before = left;
		for (guint i = 0; i < waiting->len; i++) {
			Waiting *one = &g_array_index(waiting, Waiting, i);
			const Waiting *parent =
				one->extends
					? find_waiting(waiting, one->extends)
					: NULL;

			if (one->loaded || (parent && !parent->loaded))
				continue;
			if (!load_one(loader, one, profiles))
				return false;
			left--;
		}
	}
	for (guint i = 0; i < waiting->len; i++) {
		const Waiting *one = &g_array_index(waiting, Waiting, i);

		if (!one->loaded)
			return hc_loader_refuse(loader, &one->place,
			                        "profile '%s' extends itself, "
			                        "by whatever way",
			                        one->id);
	}
	return true;
}

/* In the order of the profiles, which is that of loading. */
static void
keep_lines(HcLoader *loader, GArray *waiting)
{
	HcDocument *document = loader->document;
	unsigned *lines = hc_arena_alloc(
		loader->arena, document->profile_count * sizeof *lines);

	for (size_t i = 0; i < document->profile_count; i++)
		lines[i] = find_waiting(waiting, document->profiles[i]->id)
		                   ->place.line;
	document->profile_lines = lines;
}

bool
hc_load_profiles(HcLoader *loader, const xmlNode *element)
{
	g_autoptr(GArray) waiting = g_array_new(FALSE, TRUE, sizeof(Waiting));
	g_autoptr(GArray) profiles =
		g_array_new(FALSE, TRUE, sizeof(HcProfile *));
	HcDocument *document = loader->document;

	for (const xmlNode *at = hc_xml_first(element); at;
	     at = hc_xml_next(at)) {
		Waiting one = {
			.element = at,
			.id = hc_loader_attribute(loader, at, "id"),
			.extends = hc_loader_attribute(loader, at, "extends"),
			.place = hc_loader_place(loader, at),
		};
		HcPeriod period;

		if (!hc_loader_take_id(loader, at, one.id) ||
		    !hc_loader_period(loader, at, NULL, &period))
			return false;
		if (waiting->len == PROFILES_MAX)
			return hc_loader_refuse(loader, &one.place,
			                        "more than %d profiles",
			                        PROFILES_MAX);
		g_array_append_val(waiting, one);
	}
	if (!load_waiting(loader, waiting, profiles)) {
		document->profiles = NULL;
		document->profile_count = 0;
		return false;
	}
	document->profiles =
		hc_loader_keep(loader, profiles, &document->profile_count);
	keep_lines(loader, waiting);
	return true;
}

/* -------------------------------------------------------------- references */

static const HcProfile *
find_used(const HcDocument *document, const char *id)
{
	for (guint i = 0; i < document->used_profiles->len; i++) {
		const HcProfile *profile =
			g_ptr_array_index(document->used_profiles, i);

		if (strcmp(profile->id, id) == 0)
			return profile;
	}
	return NULL;
}

bool
hc_loader_profile(HcLoader *loader, const xmlNode *element, const char **id_out,
                  const HcProfile **profile_out)
{
	HcPolicyPlace place = hc_loader_place(loader, element);
	g_autoptr(GError) error = NULL;
	const char *id = hc_loader_attribute(loader, element, "profile");
	HcProfile *profile;

	*id_out = id;
	*profile_out = id ? find_used(loader->document, id) : NULL;
	if (!id || *profile_out)
		return true;
	profile = hc_profile_named(id, &error);
	if (!profile)
		return hc_loader_refuse(loader, &place, "%s", error->message);
	*profile_out = keep(loader, profile);
	return true;
}

void
hc_loader_drop_profile(void *profile)
{
	hc_profile_unref(profile);
}
