/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* spool.c - a file of the state folder on its way to its name. */
#include "config.h"

#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "hopcheck.h"
#include "why.h"

/* Names tried for the file while it is written. */
#define NAMES_MAX 1000u

static bool
fail(const HcSpool *spool, const char *what, GError **error)
{
	int number = errno;

	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: %s: %s", spool->path,
	            what, hc_why(number));
	return false;
}

bool
hc_spool_begin(HcSpool *spool, const char *path, GError **error)
{
	spool->descriptor = -1;
	spool->path = g_strdup(path);
	spool->partial = NULL;
	/* a name that nobody else has: another process may be writing the same
	 * unit, and the first to finish is as good as the last */
	for (unsigned i = 0; i < NAMES_MAX; i++) {
		g_autofree char *name =
			g_strdup_printf("%s.%u.partial", path, i);

		spool->descriptor = open(name,
		                         O_WRONLY | O_CREAT | O_EXCL |
		                                 O_NOFOLLOW | O_CLOEXEC,
		                         0666);
		if (spool->descriptor >= 0) {
			spool->partial = g_steal_pointer(&name);
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	return fail(spool, "cannot create", error);
}

bool
hc_spool_write(const HcSpool *spool, const void *data, size_t length,
               GError **error)
{
	const uint8_t *bytes = data;

	while (length > 0) {
		ssize_t wrote = write(spool->descriptor, bytes, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return fail(spool, "cannot write", error);
		bytes += wrote;
		length -= (size_t)wrote;
	}
	return true;
}

bool
hc_spool_end(HcSpool *spool, GError **error)
{
	int done = close(spool->descriptor);

	spool->descriptor = -1;
	if (done != 0)
		return fail(spool, "cannot close", error);
	if (rename(spool->partial, spool->path) != 0)
		return fail(spool, "cannot rename", error);
	g_clear_pointer(&spool->partial, g_free);
	return true;
}

void
hc_spool_clear(HcSpool *spool)
{
	if (spool->descriptor >= 0)
		close(spool->descriptor);
	spool->descriptor = -1;
	if (spool->partial != NULL)
		unlink(spool->partial);
	g_clear_pointer(&spool->partial, g_free);
	g_clear_pointer(&spool->path, g_free);
}
