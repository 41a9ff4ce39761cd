/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* archive-auto.h - libarchive's types with their cleanup. */
#ifndef HC_ARCHIVE_AUTO_H
#define HC_ARCHIVE_AUTO_H

#include <archive.h>
#include <archive_entry.h>

#include <glib.h>

typedef struct archive HcArchive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcArchive, archive_read_free)

#endif
