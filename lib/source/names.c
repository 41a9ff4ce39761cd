/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* names.c - a list of paths, one a line or each behind a NUL. */
#include "config.h"

#include "names.h"

#include <limits.h>
#include <string.h>

#include "file.h"

struct HcNames {
	HcFile file;
	char separator;
	const char *data; /* what is left of the piece */
	size_t length;
	bool ended;
	uint64_t number; /* of the path being read, empty ones included */
	GString *name;
};

HcNames *
hc_names_open(const char *path, char separator, GError **error)
{
	HcFile file;

	g_return_val_if_fail(path != NULL, NULL);
	if (!hc_file_open(&file, path, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}

	HcNames *names = g_new0(HcNames, 1);

	names->file = file;
	names->separator = separator;
	names->name = g_string_new(NULL);
	return names;
}

static bool
refuse(const HcNames *names, const char *why, GError **error)
{
	g_set_error(
		error, HC_ERROR, HC_ERROR_OPEN, "%s %" G_GUINT64_FORMAT " %s",
		names->separator == '\n' ? "line" : "path", names->number, why);
	return false;
}

void
hc_names_ask(HcNames *names, bool (*stopped)(void *data), void *data)
{
	g_return_if_fail(names != NULL);
	names->file.stopped = stopped;
	names->file.stopped_data = data;
}

static bool
fill(HcNames *names, GError **error)
{
	if (names->length > 0 || names->ended)
		return true;
	if (!hc_file_read(&names->file, &names->data, &names->length, error))
		return false;
	names->ended = names->length == 0;
	return true;
}

/* Add what the piece holds of the path.
 *  @return whether its end was reached */
static bool
add_piece(HcNames *names)
{
	const char *end = memchr(names->data, names->separator, names->length);
	size_t length =
		end != NULL ? (size_t)(end - names->data) : names->length;
	size_t taken = length + (end != NULL);

	/* One byte too many is kept, which tells. */
	if (names->name->len < PATH_MAX)
		g_string_append_len(
			names->name, names->data,
			(gssize)MIN(length, PATH_MAX - names->name->len));
	names->data += taken;
	names->length -= taken;
	return end != NULL;
}

static bool
check(const HcNames *names, GError **error)
{
	const GString *name = names->name;

	if (memchr(name->str, '\0', name->len) != NULL)
		return refuse(names, "holds a NUL", error);
	if (name->len >= PATH_MAX)
		return refuse(names, "is longer than any path", error);
	return true;
}

bool
hc_names_next(HcNames *names, const char **name_out, GError **error)
{
	g_return_val_if_fail(names != NULL && name_out != NULL, false);
	*name_out = NULL;
	g_string_truncate(names->name, 0);
	names->number++;
	for (;;) {
		bool whole = false;

		if (!fill(names, error))
			return false;
		if (names->length > 0)
			whole = add_piece(names);
		if (!whole && !names->ended)
			continue;
		if (names->name->len > 0)
			break;
		if (names->ended)
			return true;
		names->number++;
	}
	if (!check(names, error))
		return false;
	*name_out = names->name->str;
	return true;
}

void
hc_names_free(HcNames *names)
{
	hc_file_close(&names->file);
	g_string_free(names->name, TRUE);
	g_free(names);
}
