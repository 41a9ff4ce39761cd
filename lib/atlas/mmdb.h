/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmdb.h - one address database, by libmaxminddb. */
#ifndef HC_MMDB_H
#define HC_MMDB_H

#include "hopcheck.h"

typedef struct HcMmdb HcMmdb;

/** Read a database whole and check it; see hc_atlas_add().
 *  @return new, or NULL with @p error set */
HcMmdb *hc_mmdb_open(const char *path, GError **error);
void hc_mmdb_free(HcMmdb *mmdb);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcMmdb, hc_mmdb_free)

/** What it says of itself; borrowed. */
const HcAddressDatabase *hc_mmdb_facts(const HcMmdb *mmdb);

/** Look an address up.
 *  @param answer_out  holder and city are the caller's to free */
void hc_mmdb_find(const HcMmdb *mmdb, const HcAddress *address,
                  HcAddressAnswer *answer_out);

#endif
