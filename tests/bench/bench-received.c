/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-received.c - how fast Received fields are taken apart: one of each
 * dialect over and over, then 1 MiB of what is hard to read.  Times are the
 * processor's, so that other work counts less.
 *
 * With a file's name, its fields (a NUL behind each) instead of all this; with
 * a folder's, the fields of all files in it.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "received.h"

/* Fields of one message, in one arena. */
#define FIELDS_A_MESSAGE 5
#define MICROSECONDS_A_RUN 2000000
#define LONG_INPUT ((size_t)1 << 20)
#define LONG_TRIES 5

typedef struct {
	const char *name;
	const char *field;
	const char *expected;
} Row;

static const Row rows[] = {
#include "received-dialects.inc"
#include "received-products.inc"
};

typedef struct {
	const char *bytes;
	size_t length;
} Field;

static GArray *
sample_fields(void)
{
	GArray *fields = g_array_new(FALSE, FALSE, sizeof(Field));

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Field field = {rows[i].field, strlen(rows[i].field)};

		g_array_append_val(fields, field);
	}
	return fields;
}

/* Processor time of this process, in microseconds. */
static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Length of the field whose value begins at the text, folding included. */
static size_t
value_length(const char *text, const char *end)
{
	const char *at = text;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		if (at == end || (*at != ' ' && *at != '\t'))
			return (size_t)(at - 1 - text);
	}
	return (size_t)(end - text);
}

/* The Received fields of a file, wherever a line begins one. */
static void
add_received(GArray *fields, const char *bytes, size_t length)
{
	static const char name[] = "Received:";
	const char *end = bytes + length;

	while (bytes != NULL && (size_t)(end - bytes) > sizeof name) {
		if (g_ascii_strncasecmp(bytes, name, sizeof name - 1) == 0) {
			const char *value = bytes + sizeof name - 1;
			size_t size = value_length(value, end);
			Field field = {value, size};

			g_array_append_val(fields, field);
			bytes = value + size;
		}
		bytes = memchr(bytes, '\n', (size_t)(end - bytes));
		bytes = bytes != NULL ? bytes + 1 : NULL;
	}
}

/* The fields point into what is read, which stays to the end. */
static void
folder_fields(const char *path, GArray *fields)
{
	GQueue folders = G_QUEUE_INIT;

	g_queue_push_tail(&folders, g_strdup(path));
	while (!g_queue_is_empty(&folders)) {
		g_autofree char *folder = g_queue_pop_head(&folders);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		const char *name;

		while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
			g_autofree char *file =
				g_build_filename(folder, name, NULL);
			char *bytes;
			gsize length;

			if (g_file_test(file, G_FILE_TEST_IS_DIR))
				g_queue_push_tail(&folders,
				                  g_steal_pointer(&file));
			else if (g_file_get_contents(file, &bytes, &length,
			                             NULL))
				add_received(fields, bytes, length);
		}
	}
}

static GArray *
file_fields(const char *bytes, size_t length)
{
	GArray *fields = g_array_new(FALSE, FALSE, sizeof(Field));
	const char *end = bytes + length;

	while (bytes < end) {
		const char *stop = memchr(bytes, '\0', (size_t)(end - bytes));
		Field field = {bytes, (size_t)((stop ? stop : end) - bytes)};

		g_array_append_val(fields, field);
		bytes = stop ? stop + 1 : end;
	}
	return fields;
}

static uint64_t
read_all(const GArray *fields, uint64_t *notes)
{
	HcArena *arena = NULL;
	HcReceived received;

	for (guint i = 0; i < fields->len; i++) {
		const Field *field = &g_array_index(fields, Field, i);

		if (i % FIELDS_A_MESSAGE == 0) {
			hc_arena_free(arena);
			arena = hc_arena_new();
		}
		hc_received_read(field->bytes, field->length, 0, arena,
		                 &received);
		*notes += received.note_count;
	}
	hc_arena_free(arena);
	return fields->len;
}

static void
bench_fields(const GArray *fields)
{
	int64_t start = now();
	uint64_t count = 0, notes = 0, bytes = 0;
	int64_t took;

	for (guint i = 0; i < fields->len; i++)
		bytes += g_array_index(fields, Field, i).length;
	do {
		count += read_all(fields, &notes);
		took = now() - start;
	} while (took < MICROSECONDS_A_RUN);
	printf("%u fields, %" PRIu64 " bytes each: %.0f fields/s, "
	       "%.2f us a field\n",
	       fields->len, bytes / fields->len,
	       (double)count * 1e6 / (double)took,
	       (double)took / (double)count);
}

static void
bench_long(const char *start, const char *name, const char *unit)
{
	GString *field = g_string_new(start);
	int64_t best = INT64_MAX;

	while (field->len < LONG_INPUT)
		g_string_append(field, unit);
	for (int i = 0; i < LONG_TRIES; i++) {
		HcArena *arena = hc_arena_new();
		int64_t start = now();
		HcReceived received;

		hc_received_read(field->str, field->len, 0, arena, &received);
		best = MIN(best, now() - start);
		hc_arena_free(arena);
	}
	printf("1 MiB of %s: %.1f ms\n", name, (double)best / 1000.0);
	g_string_free(field, TRUE);
}

static GArray *
named_fields(const char *path)
{
	g_autoptr(GError) error = NULL;
	GArray *fields;
	char *bytes;
	gsize length;

	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		fields = g_array_new(FALSE, FALSE, sizeof(Field));
		folder_fields(path, fields);
		return fields;
	}
	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		fprintf(stderr, "%s\n", error->message);
		exit(2);
	}
	return file_fields(bytes, length);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		const char *unit;
	} long_rows[] = {
		{"open parentheses",     "("                 },
		{"pairs of parentheses", "()"                },
		{"nested parentheses",   "((((((((()))))))))"},
		{"semicolons",           ";"                 },
		{"from",                 "from "             },
		{"folded blanks",        "\r\n "             },
		{"brackets",             "["                 },
		{"angle brackets",       "<"                 },
		{"quoted pairs",         "\\\""              },
		{"quotation marks",      "\""                },
		{"days and months",      "1 Jan "            },
		{"versions",             "TLSv1"             },
	};
	GArray *fields = argc > 1 ? named_fields(argv[1]) : sample_fields();

	if (fields->len > 0)
		bench_fields(fields);
	g_array_free(fields, TRUE);
	for (size_t i = 0; argc == 1 && i < G_N_ELEMENTS(long_rows); i++)
		bench_long("from a by b with SMTP ", long_rows[i].name,
		           long_rows[i].unit);
	if (argc == 1)
		bench_long("by a (", "versions in a comment", "TLSv1");
	return 0;
}
