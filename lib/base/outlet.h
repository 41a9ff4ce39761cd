/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outlet.h - bytes of any number on their way to a stream, or under a name.
 *
 * Under a name all of them stand or none: they are gathered in a file beside
 * it, which is synced and renamed when the last is written. */
#ifndef HC_OUTLET_H
#define HC_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

typedef struct HcOutlet HcOutlet;

/** Begin to write.
 *  @param path        the name, or NULL: @p descriptor is written into.  A
 *                     name that is taken must be a regular file's
 *  @param descriptor  an open stream, not closed here; -1 with a name
 *  @param error       HC_ERROR_WRITE
 *  @return new, or NULL with @p error set */
HcOutlet *hc_outlet_new(const char *path, int descriptor, GError **error);

/** Write bytes.
 *  @param error  HC_ERROR_WRITE */
bool hc_outlet_put(HcOutlet *outlet, const char *bytes, size_t length,
                   GError **error);

/** The file that is written until the name is given, for whoever writes it by
 *  itself; NULL for a stream. */
const char *hc_outlet_file(const HcOutlet *outlet);

/** Say that all is written: the file gets its name.
 *  @param error  HC_ERROR_WRITE */
bool hc_outlet_finish(HcOutlet *outlet, GError **error);

/** Without hc_outlet_finish() nothing stands under the name. */
void hc_outlet_free(HcOutlet *outlet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcOutlet, hc_outlet_free)

#endif
