/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* versions.h - the libraries that we run with. */
#ifndef HC_VERSIONS_H
#define HC_VERSIONS_H

#include <stddef.h>

#include <glib.h>

/** A library of this layer, and the version that it says it has while running.
 *  @param index        from 0
 *  @param version_out  new
 *  @return its name, static; NULL: there are no more */
const char *hc_library(size_t index, char **version_out);

#endif
