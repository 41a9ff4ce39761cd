/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* none.c - in place of mmdb.c where the build has no libmaxminddb. */
#include "config.h"

#include "mmdb.h"

HcMmdb *
hc_mmdb_open(const char *path, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
	            "%s: this build reads no address databases: it was made "
	            "without libmaxminddb",
	            path);
	return NULL;
}

void
hc_mmdb_free(HcMmdb *mmdb)
{
	(void)mmdb;
}

const HcAddressDatabase *
hc_mmdb_facts(const HcMmdb *mmdb)
{
	(void)mmdb;
	g_return_val_if_reached(NULL);
}

void
hc_mmdb_find(const HcMmdb *mmdb, const HcAddress *address,
             HcAddressAnswer *answer_out)
{
	(void)mmdb;
	(void)address;
	*answer_out = (HcAddressAnswer){.state = HC_ANSWER_NONE};
}
