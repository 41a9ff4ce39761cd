/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* atlas.c - several address databases, and whether they agree. */
#include "config.h"

#include "mmdb.h"

#include <string.h>

struct HcAtlas {
	GPtrArray *databases; /**< of HcMmdb */
};

static void
free_database(void *database)
{
	hc_mmdb_free(database);
}

HcAtlas *
hc_atlas_new(void)
{
	HcAtlas *atlas = g_atomic_rc_box_new0(HcAtlas);

	atlas->databases = g_ptr_array_new_with_free_func(free_database);
	return atlas;
}

HcAtlas *
hc_atlas_ref(HcAtlas *atlas)
{
	return g_atomic_rc_box_acquire(atlas);
}

static void
atlas_clear(void *data)
{
	HcAtlas *atlas = data;

	g_ptr_array_unref(atlas->databases);
}

void
hc_atlas_unref(HcAtlas *atlas)
{
	if (atlas != NULL)
		g_atomic_rc_box_release_full(atlas, atlas_clear);
}

bool
hc_atlas_add(HcAtlas *atlas, const char *path, GError **error)
{
	HcMmdb *database;

	g_return_val_if_fail(atlas && path, false);
	database = hc_mmdb_open(path, error);
	if (database == NULL)
		return false;
	g_ptr_array_add(atlas->databases, database);
	return true;
}

size_t
hc_atlas_count(const HcAtlas *atlas)
{
	return atlas->databases->len;
}

const HcAddressDatabase *
hc_atlas_database(const HcAtlas *atlas, size_t index)
{
	g_return_val_if_fail(index < atlas->databases->len, NULL);
	return hc_mmdb_facts(g_ptr_array_index(atlas->databases, index));
}

/* --------------------------------------------------------------- agreement */

/* An address at many places is at none; else one voice against is enough. */
static void
settle(HcLocation *location)
{
	for (size_t i = 0; i < location->answer_count; i++) {
		const HcAddressAnswer *answer = &location->answers[i];

		if (answer->state != HC_ANSWER_FOUND)
			continue;
		if (answer->anycast) {
			location->state = HC_LOCATION_ANYCAST;
			break;
		}
		if (answer->country[0] == '\0')
			continue;
		if (location->state == HC_LOCATION_UNKNOWN) {
			location->state = HC_LOCATION_AGREED;
			memcpy(location->country, answer->country,
			       sizeof location->country);
		} else if (strcmp(location->country, answer->country) != 0) {
			location->state = HC_LOCATION_DISPUTED;
		}
	}
	if (location->state != HC_LOCATION_AGREED)
		location->country[0] = '\0';
}

HcLocation *
hc_atlas_locate(const HcAtlas *atlas, const HcAddress *address)
{
	HcLocation *location = g_new0(HcLocation, 1);
	size_t count = atlas->databases->len;
	HcAddressAnswer *answers = g_new0(HcAddressAnswer, count);

	for (size_t i = 0; i < count; i++)
		hc_mmdb_find(g_ptr_array_index(atlas->databases, i), address,
		             &answers[i]);
	location->answers = answers;
	location->answer_count = count;
	settle(location);
	return location;
}

void
hc_location_free(HcLocation *location)
{
	if (location == NULL)
		return;
	for (size_t i = 0; i < location->answer_count; i++) {
		g_free((char *)location->answers[i].holder);
		g_free((char *)location->answers[i].city);
	}
	g_free((HcAddressAnswer *)location->answers);
	g_free(location);
}

/* ------------------------------------------------------------------- words */

const char *
hc_answer_state_token(HcAnswerState state)
{
	static const char *const tokens[] = {
		[HC_ANSWER_NONE] = "none",
		[HC_ANSWER_FOUND] = "found",
		[HC_ANSWER_DAMAGED] = "damaged",
	};

	g_return_val_if_fail((size_t)state < G_N_ELEMENTS(tokens), "");
	return tokens[state];
}

const char *
hc_location_state_token(HcLocationState state)
{
	static const char *const tokens[] = {
		[HC_LOCATION_UNKNOWN] = "unknown",
		[HC_LOCATION_AGREED] = "agreed",
		[HC_LOCATION_DISPUTED] = "disputed",
		[HC_LOCATION_ANYCAST] = "anycast",
	};

	g_return_val_if_fail((size_t)state < G_N_ELEMENTS(tokens), "");
	return tokens[state];
}
