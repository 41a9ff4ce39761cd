/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* make-mmdb - write a small address database, for tests of the tools.
 *
 *   make_mmdb FILE TYPE BUILD-EPOCH < rows
 *
 * A row: network, country, registered country, city, AS number, AS holder,
 * "anycast", parted by tabs; "-" or nothing leaves a fact out. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mmdb-writer.h"

static const char *
cell(char **cells, unsigned index)
{
	for (unsigned i = 0; i < index; i++)
		if (cells[i] == NULL)
			return NULL;
	if (cells[index] == NULL || cells[index][0] == '\0' ||
	    strcmp(cells[index], "-") == 0)
		return NULL;
	return cells[index];
}

static void
read_row(char *line, GArray *rows, GPtrArray *kept)
{
	char **cells = g_strsplit(g_strchomp(line), "\t", -1);
	const char *number = cell(cells, 4);
	MmdbRow row = {
		.network = cell(cells, 0),
		.country = cell(cells, 1),
		.registered = cell(cells, 2),
		.city = cell(cells, 3),
		.number = number != NULL ? (uint32_t)strtoul(number, NULL, 10)
	                                 : 0,
		.holder = cell(cells, 5),
		.anycast = cell(cells, 6) != NULL,
	};

	g_ptr_array_add(kept, cells);
	if (row.network != NULL && row.network[0] != '#')
		g_array_append_val(rows, row);
}

int
main(int argc, char **argv)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(MmdbRow));
	g_autoptr(GPtrArray) kept =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	g_autoptr(GByteArray) bytes = NULL;
	g_autoptr(GError) error = NULL;
	char line[1024];

	if (argc != 4) {
		fputs("usage: make_mmdb FILE TYPE BUILD-EPOCH <rows\n", stderr);
		return 2;
	}
	while (fgets(line, sizeof line, stdin) != NULL)
		read_row(line, rows, kept);
	bytes = mmdb_write(&(MmdbPlan){
		.type = argv[2],
		.built_s = strtoull(argv[3], NULL, 10),
		.ip_version = 6,
		.record_size = 24,
		.rows = (const MmdbRow *)rows->data,
		.row_count = rows->len,
	});
	if (!g_file_set_contents(argv[1], (const char *)bytes->data, bytes->len,
	                         &error)) {
		fprintf(stderr, "make_mmdb: %s\n", error->message);
		return 1;
	}
	return 0;
}
