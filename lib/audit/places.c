/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* places.c - whether what is written would lie in what is read.
 *
 * An archive is evidence: nothing is written into it. */
#include "config.h"

#include "places.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "hopcheck.h"

/** A name that is written, or a folder above it. */
typedef struct {
	dev_t device;
	ino_t inode;
	const char *written; /* that is the reason */
} Place;

struct HcPlaces {
	GArray *places; /* of Place */
	GStringChunk *names;
};

HcPlaces *
hc_places_new(void)
{
	HcPlaces *places = g_new0(HcPlaces, 1);

	places->places = g_array_new(FALSE, FALSE, sizeof(Place));
	places->names = g_string_chunk_new(256);
	return places;
}

void
hc_places_free(HcPlaces *places)
{
	if (places == NULL)
		return;
	g_array_unref(places->places);
	g_string_chunk_free(places->names);
	g_free(places);
}

static void
add(HcPlaces *places, const char *path, const char *written)
{
	struct stat status;
	Place place = {.written = written};

	if (stat(path, &status) != 0)
		return;
	place.device = status.st_dev;
	place.inode = status.st_ino;
	g_array_append_val(places->places, place);
}

void
hc_places_add(HcPlaces *places, const char *path)
{
	g_autofree char *parent = NULL;
	const char *written;
	char *folder;

	if (path == NULL)
		return;
	written = g_string_chunk_insert(places->names, path);
	add(places, path, written);
	parent = g_path_get_dirname(path);
	folder = realpath(parent, NULL);
	if (folder == NULL)
		return; /* nothing can be written there */
	for (char *end = folder + strlen(folder); end > folder;) {
		add(places, folder, written);
		end = strrchr(folder, '/');
		*end = '\0';
	}
	add(places, "/", written);
	free(folder);
}

const char *
hc_places_find(const HcPlaces *places, const char *path)
{
	struct stat status;

	if (strcmp(path, "-") == 0 || stat(path, &status) != 0)
		return NULL;
	for (guint i = 0; i < places->places->len; i++) {
		const Place *place = &g_array_index(places->places, Place, i);

		if (place->device == status.st_dev &&
		    place->inode == status.st_ino)
			return place->written;
	}
	return NULL;
}

bool
hc_places_check(const HcPlaces *places, const char *path, GError **error)
{
	const char *written = hc_places_find(places, path);

	if (written == NULL)
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_OPEN,
	            "%s: lies in an archive that is read, %s", written, path);
	return false;
}
