/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* places.h - whether what is written would lie in what is read. */
#ifndef HC_PLACES_H
#define HC_PLACES_H

#include <stdbool.h>

#include <glib.h>

/** Names that are written, and the folders they lie in. */
typedef struct HcPlaces HcPlaces;

/** @return new, without a name */
HcPlaces *hc_places_new(void);
/** Add a name that is written, whether it stands there or not.
 *  @param path  copied; NULL: none */
void hc_places_add(HcPlaces *places, const char *path);
/** Look for what is written to a file, or anywhere below a folder.
 *  @param path  of that; "-" is standard input
 *  @return the name that is written, or NULL; lives as long as @p places */
const char *hc_places_find(const HcPlaces *places, const char *path);
/** Whether nothing is written to a file that is read, or anywhere below a
 *  folder; by device and inode, so by whatever name.
 *  @param path   that is read; "-" is standard input
 *  @param error  HC_ERROR_OPEN, with the name that is written */
bool hc_places_check(const HcPlaces *places, const char *path, GError **error);
void hc_places_free(HcPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPlaces, hc_places_free)

#endif
