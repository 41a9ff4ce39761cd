/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-received.c - how fast Received fields are taken apart: one of each
 * dialect over and over, then 1 MiB of what is hard to read.
 *
 * With a file's name, its fields (a NUL behind each) instead of all this.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	int64_t start = g_get_monotonic_time();
	uint64_t count = 0, notes = 0, bytes = 0;
	int64_t took;

	for (guint i = 0; i < fields->len; i++)
		bytes += g_array_index(fields, Field, i).length;
	do {
		count += read_all(fields, &notes);
		took = g_get_monotonic_time() - start;
	} while (took < MICROSECONDS_A_RUN);
	printf("%u fields, %" PRIu64 " bytes each: %.0f fields/s, "
	       "%.2f us a field\n",
	       fields->len, bytes / fields->len,
	       (double)count * 1e6 / (double)took,
	       (double)took / (double)count);
}

static void
bench_long(const char *name, const char *unit)
{
	GString *field = g_string_new("from a by b with SMTP ");
	int64_t best = INT64_MAX;

	while (field->len < LONG_INPUT)
		g_string_append(field, unit);
	for (int i = 0; i < LONG_TRIES; i++) {
		HcArena *arena = hc_arena_new();
		int64_t start = g_get_monotonic_time();
		HcReceived received;

		hc_received_read(field->str, field->len, 0, arena, &received);
		best = MIN(best, g_get_monotonic_time() - start);
		hc_arena_free(arena);
	}
	printf("1 MiB of %s: %.1f ms\n", name, (double)best / 1000.0);
	g_string_free(field, TRUE);
}

int
main(int argc, char **argv)
{
	g_autofree char *bytes = NULL;
	g_autoptr(GError) error = NULL;
	gsize length;

	if (argc > 1 &&
	    !g_file_get_contents(argv[1], &bytes, &length, &error)) {
		fprintf(stderr, "%s\n", error->message);
		return 2;
	}
	GArray *fields =
		argc > 1 ? file_fields(bytes, length) : sample_fields();

	if (fields->len > 0)
		bench_fields(fields);
	g_array_free(fields, TRUE);
	if (argc > 1)
		return 0;
	bench_long("open parentheses", "(");
	bench_long("pairs of parentheses", "()");
	bench_long("nested parentheses", "((((((((()))))))))");
	bench_long("semicolons", ";");
	bench_long("from", "from ");
	bench_long("folded blanks", "\r\n ");
	return 0;
}
