/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_file.c - inputs that are files or standard input. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feed.h"
#include "hopcheck.h"
#include "limit.h"
#include "source.h"

/* A dated From_ line. */
#define D "From a@example.org Mon Jan  1 00:00:00 2001\n"
/* More than a step of the clock that stamps files. */
#define CLOCK_STEP_US 50000

static char *directory;

static void
make_directory(void)
{
	directory = g_dir_make_tmp("check_source.XXXXXX", NULL);
	ck_assert_ptr_nonnull(directory);
}

static void
remove_directory(void)
{
	g_rmdir(directory);
	g_clear_pointer(&directory, g_free);
}

START_TEST(file_gives_what_memory_gives)
{
	g_autofree char *path = g_build_filename(directory, "mbox", NULL);
	const char *text = D "A: b\n\nc\n\n" D "D: e\n";

	ck_assert(g_file_set_contents(path, text, -1, NULL));

	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, &error);
	g_autoptr(HcRaw) first = NULL;
	g_autoptr(HcRaw) second = NULL;
	g_autoptr(HcRaw) third = NULL;

	ck_assert_ptr_nonnull(source);
	ck_assert(hc_source_next(source, &first, &error));
	ck_assert(hc_source_next(source, &second, &error));
	ck_assert(hc_source_next(source, &third, &error));
	ck_assert_ptr_null(third);
	ck_assert_uint_eq(hc_raw_place(first)->offset, 44);
	ck_assert_uint_eq(hc_raw_place(second)->length, 5);
	ck_assert_str_eq(hc_raw_place(second)->label, path);
	ck_assert(hc_source_input(source)->complete);
	ck_assert(!hc_source_input(source)->changed);
	g_unlink(path);
}
END_TEST

/* Open a file, add to it, read it.
 *  @return the source, read to its end */
static HcSource *
read_while_changing(const char *text)
{
	g_autofree char *path = g_build_filename(directory, "eml", NULL);

	ck_assert(g_file_set_contents(path, text, -1, NULL));

	HcSource *source = hc_source_open(path, HC_KIND_AUTO, NULL);
	g_autoptr(HcRaw) raw = NULL;
	int fd = g_open(path, O_WRONLY | O_APPEND, 0);

	ck_assert_ptr_nonnull(source);
	ck_assert_int_eq(write(fd, "more", 4), 4);
	close(fd);
	ck_assert(hc_source_next(source, &raw, NULL));
	/* as far as it went when it was opened */
	ck_assert_uint_eq(hc_source_input(source)->size, strlen(text));
	g_unlink(path);
	return source;
}

START_TEST(change_while_reading_is_seen)
{
	g_autoptr(HcSource) source = read_while_changing("A: b\n\n");
	const HcInput *input = hc_source_input(source);

	ck_assert(input->changed);
	ck_assert_uint_eq(input->region_count, 1);
	ck_assert_int_eq(input->regions[0].code, HC_NOTE_CHANGED_WHILE_READ);
	ck_assert_uint_eq(input->regions[0].length, 6);
}
END_TEST

/* The time of the last change of the inode cannot be put back. */
START_TEST(change_with_its_time_put_back_is_seen)
{
	g_autofree char *path = g_build_filename(directory, "eml", NULL);
	struct stat before;

	ck_assert(g_file_set_contents(path, "A: b\n", -1, NULL));
	ck_assert_int_eq(stat(path, &before), 0);
	g_usleep(CLOCK_STEP_US);

	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, NULL);
	g_autoptr(HcRaw) raw = NULL;
	const struct timespec times[] = {before.st_atim, before.st_mtim};
	int fd = g_open(path, O_WRONLY, 0);

	ck_assert_ptr_nonnull(source);
	ck_assert_int_eq(write(fd, "C", 1), 1);
	ck_assert_int_eq(futimens(fd, times), 0);
	close(fd);
	ck_assert(hc_source_next(source, &raw, NULL));
	ck_assert(hc_source_input(source)->changed);
	g_unlink(path);
}
END_TEST

/* The limit on regions hides no error. */
START_TEST(change_is_told_beyond_the_limit)
{
	g_autoptr(GString) text = g_string_new(D "A: b\n");

	for (unsigned i = 0; i < HC_REGIONS_MAX; i++)
		g_string_append(text, "\nFrom x\n");

	g_autoptr(HcSource) source = read_while_changing(text->str);
	const HcInput *input = hc_source_input(source);

	ck_assert_uint_eq(input->region_count, HC_REGIONS_MAX + 1);
	ck_assert_int_eq(input->regions[0].code, HC_NOTE_CHANGED_WHILE_READ);
}
END_TEST

/* Beyond the limit the first ones count, of which one is known late: here a
 * separator within a multipart that goes on behind all the others. */
START_TEST(first_regions_count)
{
	g_autoptr(GString) text = g_string_new(
		D "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" D
		  "A: b\n");

	for (unsigned i = 0; i < HC_REGIONS_MAX; i++)
		g_string_append(text, "\nFrom x\n");
	g_string_append(text, "\n--b--\n");

	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"box", text->str, text->len, HC_KIND_AUTO);
	g_autoptr(HcRaw) first = NULL;
	g_autoptr(HcRaw) second = NULL;
	g_autoptr(HcRaw) third = NULL;
	const HcInput *input = hc_source_input(source);

	ck_assert(hc_source_next(source, &first, NULL));
	ck_assert(hc_source_next(source, &second, NULL));
	ck_assert(hc_source_next(source, &third, NULL));
	ck_assert_ptr_null(third);
	ck_assert_uint_eq(input->region_total, HC_REGIONS_MAX + 1);
	ck_assert_uint_eq(input->region_count, HC_REGIONS_MAX);
	ck_assert_int_eq(input->regions[0].code, HC_NOTE_SEPARATOR_AMBIGUOUS);
	ck_assert_uint_lt(input->regions[0].offset, input->regions[1].offset);
}
END_TEST

/** A HcFeed: a large message that cannot be read to its end. */
static bool
give_and_fail(void *data, const char **data_out, size_t *length_out,
              GError **error)
{
	const GString **text = data;

	if (*text == NULL) {
		g_set_error_literal(error, HC_ERROR, HC_ERROR_READ, "gone");
		return false;
	}
	*data_out = (*text)->str;
	*length_out = (*text)->len;
	*text = NULL;
	return true;
}

static gpointer
try_gate(gpointer data)
{
	GRecMutex *gate = data;
	bool free = g_rec_mutex_trylock(gate);

	if (free)
		g_rec_mutex_unlock(gate);
	return GINT_TO_POINTER(free);
}

static bool
is_free(GRecMutex *gate)
{
	return g_thread_join(g_thread_new("other", try_gate, gate)) != NULL;
}

/* Others may keep a large body when this one is no more, though it was never
 * had. */
START_TEST(gate_is_left_where_reading_fails)
{
	g_autoptr(GString) text = g_string_new("A: b\n\n");
	const GString *given = text;
	g_autoptr(GError) error = NULL;
	HcRaw *raw = NULL;
	GRecMutex gate;
	HcSource *source;

	g_string_set_size(text, 9u << 20);
	memset(text->str + 6, 'x', text->len - 6);
	g_rec_mutex_init(&gate);
	source = hc_source_new_from_feed("pipe", give_and_fail, &given,
	                                 HC_KIND_EML);
	hc_source_keep_bodies(source, UINT64_MAX);
	hc_source_set_gate(source, &gate);
	ck_assert(is_free(&gate));
	while (hc_source_next(source, &raw, &error) && raw != NULL) {
		ck_assert(!is_free(&gate));
		g_clear_pointer(&raw, hc_raw_unref);
	}
	hc_source_free(source);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	ck_assert(is_free(&gate));
	g_rec_mutex_clear(&gate);
}
END_TEST

static void
refuse(const char *path, const char *why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, &error);

	ck_assert_ptr_null(source);
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
	ck_assert_msg(strstr(error->message, why) != NULL, "%s: %s", path,
	              error->message);
}

START_TEST(what_is_no_file_is_refused)
{
	g_autofree char *fifo = g_build_filename(directory, "fifo", NULL);

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	refuse(fifo, "FIFO");
	refuse(directory, "directory");
	refuse("/dev/null", "device");
	refuse("/nowhere/at/all", "cannot open");
	g_unlink(fifo);
}
END_TEST

/* What a shell hands over for <(command). */
START_TEST(pipe_of_ours_is_read_by_its_name)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "A: b\n", 5), 5);
	close(ends[1]);
	path = g_strdup_printf("/proc/self/fd/%d", ends[0]);

	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, &error);
	g_autoptr(HcRaw) raw = NULL;

	ck_assert_msg(source != NULL, "%s", error ? error->message : "");
	ck_assert(hc_source_next(source, &raw, &error));
	ck_assert_uint_eq(hc_raw_place(raw)->length, 5);
	ck_assert(hc_source_input(source)->complete);
	close(ends[0]);
}
END_TEST

/* A file of /proc that can be opened and not read. */
START_TEST(read_error_is_told_every_time)
{
	g_autoptr(HcSource) source =
		hc_source_open("/proc/self/mem", HC_KIND_EML, NULL);

	if (source == NULL)
		return;
	for (unsigned i = 0; i < 2; i++) {
		g_autoptr(GError) error = NULL;
		HcRaw *raw;

		ck_assert(!hc_source_next(source, &raw, &error));
		ck_assert_ptr_null(raw);
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
	}
	ck_assert(!hc_source_input(source)->complete);
	ck_assert_ptr_null(hc_source_input(source)->sha256);
}
END_TEST

/* @return NULL; the pipe is empty when its reader begins, and once more */
static gpointer
write_now_and_then(gpointer end)
{
	static const char bytes[] = "A: b\n\nc\n";
	int fd = GPOINTER_TO_INT(end);

	for (size_t i = 0; i < 8; i += 4) {
		g_usleep(CLOCK_STEP_US);
		if (write(fd, bytes + i, 4) != 4)
			break;
	}
	close(fd);
	return NULL;
}

/* Standard input may be a pipe that gives a byte now and then. */
START_TEST(standard_input_is_read_to_its_end)
{
	int ends[2];
	int saved = dup(STDIN_FILENO);

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);

	g_autoptr(HcSource) source = hc_source_open("-", HC_KIND_AUTO, NULL);
	g_autoptr(HcRaw) raw = NULL;
	GThread *writer = g_thread_new("writer", write_now_and_then,
	                               GINT_TO_POINTER(ends[1]));

	ck_assert(hc_source_next(source, &raw, NULL));
	g_thread_join(writer);
	ck_assert_uint_eq(hc_raw_place(raw)->length, 8);
	ck_assert_str_eq(hc_raw_place(raw)->label, "-");
	ck_assert(hc_source_input(source)->complete);
	if (saved >= 0) {
		dup2(saved, STDIN_FILENO);
		close(saved);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("file");
	TCase *files = tcase_create("files");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(files, make_directory, remove_directory);
	tcase_add_test(files, file_gives_what_memory_gives);
	tcase_add_test(files, change_while_reading_is_seen);
	tcase_add_test(files, change_with_its_time_put_back_is_seen);
	tcase_add_test(files, change_is_told_beyond_the_limit);
	tcase_add_test(files, first_regions_count);
	tcase_add_test(files, gate_is_left_where_reading_fails);
	tcase_add_test(files, what_is_no_file_is_refused);
	tcase_add_test(files, pipe_of_ours_is_read_by_its_name);
	tcase_add_test(files, read_error_is_told_every_time);
	tcase_add_test(files, standard_input_is_read_to_its_end);
	suite_add_tcase(suite, files);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
