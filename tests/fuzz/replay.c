/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay.c - main() for a fuzz target where there is no libFuzzer: runs the
 * target once on each file named, and on each file of a folder named. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned
run_file(const char *path)
{
	g_autofree char *bytes = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;
	uint8_t *exact;

	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		fprintf(stderr, "replay: %s\n", error->message);
		exit(2);
	}
	/* g_file_get_contents() adds a NUL that would hide an over-read. */
	exact = malloc(length > 0 ? length : 1);
	if (exact == NULL)
		exit(2);
	memcpy(exact, bytes, length);
	LLVMFuzzerTestOneInput(exact, length);
	free(exact);
	return 1;
}

static unsigned
run_folder(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;
	unsigned count = 0;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		count += run_file(file);
	}
	return count;
}

int
main(int argc, char **argv)
{
	unsigned count = 0;

	for (int i = 1; i < argc; i++) {
		if (g_file_test(argv[i], G_FILE_TEST_IS_DIR))
			count += run_folder(argv[i]);
		else
			count += run_file(argv[i]);
	}
	printf("%u inputs\n", count);
	return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
