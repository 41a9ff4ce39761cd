/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* spool.h - a file of the state folder on its way to its name.
 *
 * Nothing stands under the name before all is written, so whoever finds it
 * finds a file that somebody finished. */
#ifndef HC_SPOOL_H
#define HC_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** A file that is written. */
typedef struct {
	int descriptor; /* -1: none is open */
	char *path;     /* its name in the end */
	char *partial;  /* its name until then; NULL: none stands */
} HcSpool;

/** Create the file.
 *  @param spool_out  to be cleared in any case
 *  @param error      HC_ERROR_WRITE, as of all of these */
bool hc_spool_begin(HcSpool *spool_out, const char *path, GError **error);

/** Write bytes, at once. */
bool hc_spool_write(const HcSpool *spool, const void *data, size_t length,
                    GError **error);

/** Close it and give it its name; what stood there is replaced. */
bool hc_spool_end(HcSpool *spool, GError **error);

/** Close it; of what was not ended nothing stays. */
void hc_spool_clear(HcSpool *spool);

#endif
