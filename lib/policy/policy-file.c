/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* policy-file.c - the bytes of a policy and of the lists beside it. */
#include "config.h"

#include "policy-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hopcheck.h"
#include "why.h"

static char *
refuse(GError **error, const char *path, const char *what)
{
	g_set_error(error, HC_ERROR, HC_ERROR_POLICY, "%s: %s", path, what);
	return NULL;
}

/* The size is only a hint: the file may grow while it is read. */
static char *
read_all(int descriptor, const char *path, size_t max, size_t *length_out,
         GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 piece[16384];

	for (;;) {
		ssize_t got = read(descriptor, piece, sizeof piece);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return refuse(error, path, hc_why(errno));
		if (got == 0)
			break;
		g_byte_array_append(bytes, piece, (guint)got);
		if (bytes->len > max) {
			g_set_error(error, HC_ERROR, HC_ERROR_POLICY,
			            "%s:1:1: is bigger than %zu bytes", path,
			            max);
			return NULL;
		}
	}
	*length_out = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	return (char *)g_byte_array_free(g_steal_pointer(&bytes), FALSE);
}

char *
hc_policy_file_read(const char *path, size_t max, size_t *length_out,
                    GError **error)
{
	struct stat status;
	char *data = NULL;
	/* O_NONBLOCK: a FIFO without a writer would hold us for ever. */
	int descriptor =
		open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (descriptor < 0)
		return refuse(error, path, hc_why(errno));
	if (fstat(descriptor, &status) != 0)
		refuse(error, path, hc_why(errno));
	else if (!S_ISREG(status.st_mode))
		refuse(error, path, "is no regular file");
	else
		data = read_all(descriptor, path, max, length_out, error);
	close(descriptor);
	return data;
}

/* Whether every part of a path leads further down. */
static bool
leads_down(const char *href)
{
	g_auto(GStrv) parts = g_strsplit(href, "/", -1);

	for (char **part = parts; *part; part++)
		if (**part == '\0' || strcmp(*part, ".") == 0 ||
		    strcmp(*part, "..") == 0)
			return false;
	return true;
}

/* Where a path ends when links are followed; free() frees it. */
static bool
is_inside(const char *folder, const char *path)
{
	char *outer = realpath(folder, NULL);
	char *inner = realpath(path, NULL);
	size_t length = outer ? strlen(outer) : 0;
	/* The root's own name ends in the slash that others get. */
	bool inside = outer && inner && strncmp(outer, inner, length) == 0 &&
	              (length == 1 || inner[length] == '/');

	free(outer);
	free(inner);
	return inside;
}

char *
hc_policy_file_beside(const char *folder, const char *href, size_t max,
                      size_t *length_out, GError **error)
{
	g_autofree char *path = NULL;

	if (!leads_down(href))
		return refuse(error, href,
		              "is no path below the folder of the policy");
	if (!folder)
		return refuse(error, href,
		              "a policy that is no file has no lists beside "
		              "it");
	path = g_build_filename(folder, href, NULL);
	if (access(path, F_OK) == 0 && !is_inside(folder, path))
		return refuse(error, href,
		              "leads out of the folder of the policy");
	return hc_policy_file_read(path, max, length_out, error);
}
