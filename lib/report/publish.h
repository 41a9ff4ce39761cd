/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* publish.h - a file under a name, all of it or nothing: the steps. */
#ifndef HC_PUBLISH_H
#define HC_PUBLISH_H

#include "hopcheck.h"

/** A file on its way to a name. */
typedef struct {
	int descriptor;  /* open for reading and writing; -1: none */
	char *temporary; /* its name until then; NULL: it has its own */
	char *path;
} HcPublish;

/** Create a temporary file beside a name that is free or may be replaced, with
 *  the mode of what it replaces.
 *  @param publish_out  to be cleared in any case
 *  @param error        HC_ERROR_WRITE, as of all of these */
bool hc_publish_begin(HcPublish *publish_out, const char *path, GError **error);
bool hc_publish_write(HcPublish *publish, const char *data, size_t length,
                      GError **error);
bool hc_publish_sync(HcPublish *publish, GError **error);
/** Give it its name. */
bool hc_publish_end(HcPublish *publish, GError **error);
/** Close; what has not got its name is removed. */
void hc_publish_clear(HcPublish *publish);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcPublish, hc_publish_clear)

/** Write all bytes to a descriptor; else errno says why not. */
bool hc_write_all(int descriptor, const char *data, size_t length);

#endif
