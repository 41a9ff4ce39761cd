/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_sorter.c - records come out in order, whatever fits in memory, and a
 * folder that takes no more is told. */
#include "config.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hopcheck.h"
#include "sorter.h"

static char *folder;

static void
make_folder(void)
{
	folder = g_dir_make_tmp("check-sorter-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static unsigned
names_in_folder(void)
{
	DIR *stream = opendir(folder);
	unsigned count = 0;

	ck_assert_ptr_nonnull(stream);
	while (readdir(stream) != NULL)
		count++;
	closedir(stream);
	return count - 2;
}

static void
remove_folder(void)
{
	ck_assert_uint_eq(names_in_folder(), 0);
	ck_assert_int_eq(g_rmdir(folder), 0);
	g_free(folder);
}

/** Numbers that look like chance and are the same each time. */
static uint32_t
chance(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

static int
compare(const void *a, const void *b)
{
	const GBytes *const *left = a;
	const GBytes *const *right = b;

	return g_bytes_compare(*left, *right);
}

/** Take the records out and hold them to what a sort in memory makes. */
static void
expect(HcSorter *sorter, GPtrArray *records, const char *name)
{
	const void *record;
	size_t length;

	ck_assert_uint_eq(hc_sorter_count(sorter), records->len);
	g_ptr_array_sort(records, compare);
	for (guint i = 0; i < records->len; i++) {
		size_t wanted_length;
		const void *wanted =
			g_bytes_get_data(records->pdata[i], &wanted_length);

		ck_assert(hc_sorter_next(sorter, &record, &length, NULL));
		ck_assert_msg(record != NULL, "%s: ends at %u", name, i);
		ck_assert_msg(length == wanted_length &&
		                      memcmp(record, wanted ? wanted : "",
		                             length) == 0,
		              "%s: record %u", name, i);
	}
	for (int i = 0; i < 2; i++) {
		ck_assert(hc_sorter_next(sorter, &record, &length, NULL));
		ck_assert_msg(record == NULL, "%s: does not end", name);
		ck_assert_uint_eq(length, 0);
	}
}

static void
add(HcSorter *sorter, GPtrArray *records, const void *bytes, size_t length)
{
	/* memory that ends with the record */
	GBytes *copy = g_bytes_new(bytes, length);
	GError *error = NULL;

	ck_assert_msg(hc_sorter_add(sorter, g_bytes_get_data(copy, NULL),
	                            length, &error),
	              "%s", error ? error->message : "");
	g_ptr_array_add(records, copy);
}

typedef struct {
	const char *name;
	size_t memory_max;
	unsigned count;
	unsigned length_max;
	unsigned letters; /* how many sorts of bytes */
} Row;

static const Row rows[] = {
	{"none",		      4096,    0,     10,   256},
	{"one",		       4096,    1,     10,   256},
	{"all in memory",             1 << 20, 5000,  40,   256},
	{"least memory",              0,       3000,  30,   256},
	{"a run a record",            256,     40,    3000, 256},
	{"now and then one too long", 2048,    2000,  2500, 256},
	{"many equal",                512,     4000,  2,    2  },
	{"all empty",                 300,     500,   1,    1  },
	{"long common beginnings",    4096,    3000,  64,   2  },
	{"runs of real size",         300000,  40000, 60,   256},
	{"more runs than are read",   140000,  60000, 40,   256},
};

START_TEST(order_is_that_of_bytes)
{
	const Row *row = &rows[_i];
	g_autoptr(GPtrArray) records =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	uint64_t state = 1;
	g_autofree uint8_t *bytes = g_malloc(row->length_max + 1);
	HcSorter *sorter;

	make_folder();
	sorter = hc_sorter_new(folder, row->memory_max);
	for (unsigned i = 0; i < row->count; i++) {
		unsigned length = chance(&state) % row->length_max;

		for (unsigned k = 0; k < length; k++)
			bytes[k] = (uint8_t)(chance(&state) % row->letters);
		add(sorter, records, bytes, length);
	}
	expect(sorter, records, row->name);
	/* runs have no name even while they are read */
	ck_assert_uint_eq(names_in_folder(), 0);
	hc_sorter_free(sorter);
	remove_folder();
}
END_TEST

/* What comes in order, and what comes in reverse. */
START_TEST(order_of_coming_does_not_matter)
{
	make_folder();
	for (int way = 0; way < 2; way++) {
		g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(
			(GDestroyNotify)g_bytes_unref);
		HcSorter *sorter = hc_sorter_new(folder, 1000);

		for (uint64_t i = 0; i < 3000; i++) {
			uint8_t key[8];

			hc_order_put(key, way == 0 ? i : 3000 - i);
			add(sorter, records, key, sizeof key);
		}
		expect(sorter, records, way == 0 ? "rising" : "falling");
		hc_sorter_free(sorter);
	}
	remove_folder();
}
END_TEST

START_TEST(longest_record_passes)
{
	g_autoptr(GPtrArray) records =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autofree uint8_t *bytes = g_malloc0(HC_SORTER_RECORD_MAX);
	HcSorter *sorter;

	make_folder();
	sorter = hc_sorter_new(folder, 4096);
	for (unsigned i = 0; i < 5; i++) {
		bytes[HC_SORTER_RECORD_MAX - 1] = (uint8_t)(9 - i);
		add(sorter, records, bytes, HC_SORTER_RECORD_MAX);
		add(sorter, records, bytes, 3 + i);
	}
	expect(sorter, records, "longest");
	hc_sorter_free(sorter);
	remove_folder();
}
END_TEST

START_TEST(numbers_sort_as_their_bytes)
{
	static const int64_t values[] = {
		INT64_MIN, -256, -255, -1, 0, 1, 255, 256, 1 << 30, INT64_MAX};
	uint8_t before[8] = {0};

	for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
		uint8_t bytes[8];

		hc_order_put_signed(bytes, values[i]);
		ck_assert_int_eq(hc_order_get_signed(bytes), values[i]);
		ck_assert(i == 0 || memcmp(before, bytes, 8) < 0);
		memcpy(before, bytes, 8);
		hc_order_put(bytes, (uint64_t)values[i]);
		ck_assert_uint_eq(hc_order_get(bytes), (uint64_t)values[i]);
	}
}
END_TEST

/* Freed in the middle of reading, and never read. */
START_TEST(half_way_is_enough)
{
	make_folder();
	for (unsigned taken = 0; taken < 3; taken++) {
		HcSorter *sorter = hc_sorter_new(folder, 512);
		const void *record;
		size_t length;

		for (unsigned i = 0; i < 500; i++)
			ck_assert(hc_sorter_add(sorter, &i, sizeof i, NULL));
		for (unsigned i = 0; i < taken * 200; i++)
			ck_assert(
				hc_sorter_next(sorter, &record, &length, NULL));
		hc_sorter_free(sorter);
	}
	hc_sorter_free(NULL);
	remove_folder();
}
END_TEST

/* ------------------------------------------------------------------ trouble */

/** Add and take records until one is refused.
 *  @return the refusal, the caller's; NULL: there was none */
static GError *
until_refused(const char *where, unsigned count)
{
	g_autoptr(HcSorter) sorter = hc_sorter_new(where, 4096);
	GError *error = NULL;
	const void *record;
	size_t length;

	for (unsigned i = 0; i < count; i++)
		if (!hc_sorter_add(sorter, &i, sizeof i, &error))
			return error;
	do
		if (!hc_sorter_next(sorter, &record, &length, &error))
			return error;
	while (record != NULL);
	return NULL;
}

START_TEST(missing_folder_is_told_when_it_is_needed)
{
	/* all in memory: no folder is needed */
	ck_assert_ptr_null(until_refused("/nonexistent/folder", 10));

	GError *error = until_refused("/nonexistent/folder", 10000);

	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert_str_eq(error->message, "/nonexistent/folder: cannot create a "
	                                 "temporary file: No such file or "
	                                 "directory");
	g_error_free(error);
}
END_TEST

/* Nothing may be written beyond a size: the same way as a full disk, and to be
 * had everywhere. */
START_TEST(size_limit_is_told)
{
	struct rlimit limit = {20000, 20000};
	GError *error;

	make_folder();
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	/* 8 bytes each: what fits passes */
	ck_assert_ptr_null(until_refused(folder, 2000));
	error = until_refused(folder, 20000);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert_ptr_nonnull(
		strstr(error->message, ": cannot write a temporary file: "));
	g_error_free(error);
	remove_folder();
}
END_TEST

static bool
write_all(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	size_t length = strlen(text);
	bool written =
		file >= 0 && write(file, text, length) == (ssize_t)length;

	if (file >= 0)
		close(file);
	return written;
}

/** A file system of 64 KiB over the folder, seen by this process alone.
 *  @return false: this machine lets nobody have one */
static bool
mount_small(void)
{
	g_autofree char *users = g_strdup_printf("0 %u 1", (unsigned)geteuid());
	g_autofree char *groups =
		g_strdup_printf("0 %u 1", (unsigned)getegid());

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	write_all("/proc/self/setgroups", "deny");
	return write_all("/proc/self/uid_map", users) &&
	       write_all("/proc/self/gid_map", groups) &&
	       mount("none", folder, "tmpfs", 0, "size=64k") == 0;
}

START_TEST(full_disk_is_told)
{
	GError *error;

	make_folder();
	if (!mount_small()) {
		/* size_limit_is_told stands for it */
		ck_assert_int_eq(g_rmdir(folder), 0);
		return;
	}
	ck_assert_ptr_null(until_refused(folder, 2000));
	error = until_refused(folder, 200000);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert_ptr_nonnull(strstr(error->message, g_strerror(ENOSPC)));
	g_error_free(error);
	ck_assert_int_eq(umount(folder), 0);
	ck_assert_int_eq(g_rmdir(folder), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sorter");
	TCase *order = tcase_create("order");
	TCase *trouble = tcase_create("trouble");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(order, order_is_that_of_bytes, 0,
	                    (int)G_N_ELEMENTS(rows));
	tcase_add_test(order, order_of_coming_does_not_matter);
	tcase_add_test(order, longest_record_passes);
	tcase_add_test(order, numbers_sort_as_their_bytes);
	tcase_add_test(order, half_way_is_enough);
	suite_add_tcase(suite, order);
	tcase_add_test(trouble, missing_folder_is_told_when_it_is_needed);
	tcase_add_test(trouble, size_limit_is_told);
	tcase_add_test(trouble, full_disk_is_told);
	suite_add_tcase(suite, trouble);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
