/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_sink.c - a report that is written piece by piece onto a machine that
 * fails, or into a file that another writes to. */
#include "config.h"

#include "failing.h"

#include <check.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "sink.h"

#define DECLARED "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define SAMPLE "one line\nand another\n"

/** A folder, and a path in it that is free. */
typedef struct {
	char *folder;
	char *path;
} Place;

static Place
place_make(void)
{
	Place place = {g_dir_make_tmp("hopcheck-XXXXXX", NULL), NULL};

	place.path = g_build_filename(place.folder, "report", NULL);
	return place;
}

/** Nothing is left there, but what bears the name if that was given. */
static void
place_remove(Place *place)
{
	g_unlink(place->path);
	ck_assert_int_eq(g_rmdir(place->folder), 0);
	g_free(place->folder);
	g_free(place->path);
}

static HcSink *
write_sample(const Place *place)
{
	HcSink *sink = hc_sink_new(HC_FORM_TEXT, place->path, NULL);

	ck_assert_ptr_nonnull(sink);
	ck_assert(hc_sink_write(sink, SAMPLE, strlen(SAMPLE), NULL));
	return sink;
}

/* ------------------------------------------------------------------ copies */

static const struct {
	const char *name;
	Fault faults[FAULTS_MAX];
	bool copied;
	int error;
} copies[] = {
	{"all is well",                  {{0}},                     true,  0     },
	{"a signal while it is read",    {{CALL_PREAD, 1, EINTR}},  true,  0     },
	{"not to be read",               {{CALL_PREAD, 1, EIO}},    false, EIO   },
	{"a signal while it is written", {{CALL_WRITE, 1, EINTR}},  true,  0     },
	{"no room",		      {{CALL_WRITE, 1, ENOSPC}}, false, ENOSPC},
};

START_TEST(sealed_report_is_copied)
{
	Place place = place_make();
	g_autoptr(HcSink) sink = write_sample(&place);
	g_autofree char *text = NULL;
	g_autofree char *copy = NULL;
	int file = g_file_open_tmp("hopcheck-XXXXXX", &copy, NULL);
	bool copied;
	int error;

	ck_assert(hc_sink_seal(sink, NULL));
	machine_fails(copies[_i].faults);
	copied = hc_sink_copy(sink, file);
	error = errno;
	machine_works();
	close(file);
	ck_assert_msg(copied == copies[_i].copied, "%s", copies[_i].name);
	ck_assert_msg(copied || error == copies[_i].error, "%s: %s",
	              copies[_i].name, g_strerror(error));
	ck_assert(g_file_get_contents(copy, &text, NULL, NULL));
	ck_assert_msg(strcmp(text, copied ? SAMPLE : "") == 0, "%s: %s",
	              copies[_i].name, text);
	g_unlink(copy);
	g_clear_pointer(&sink, hc_sink_free);
	place_remove(&place);
}
END_TEST

/* --------------------------------------------- another writes to the file */

/** Open the file that has no name yet, as another would. */
static int
open_temporary(const Place *place)
{
	g_autoptr(GDir) folder = g_dir_open(place->folder, 0, NULL);
	const char *name = g_dir_read_name(folder);
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	int file = open(path, O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(file, 0);
	return file;
}

static void
change_byte(int file)
{
	ck_assert_int_eq(pwrite(file, "O", 1, 0), 1);
}

static void
add_byte(int file)
{
	ck_assert_int_eq(pwrite(file, "\n", 1, strlen(SAMPLE)), 1);
}

static void
cut(int file)
{
	ck_assert_int_eq(ftruncate(file, 4), 0);
}

static const struct {
	const char *name;
	void (*harm)(int file);
} harms[] = {
	{"a byte is another", change_byte},
	{"a byte more",       add_byte   },
	{"cut",               cut        },
};

/* Harm it as it is written: the last look comes when all of it is. */
static int harmed_file;
static void (*harm_before_sync)(int file);

int
fsync(int fd)
{
	if (harm_before_sync != NULL)
		harm_before_sync(harmed_file);
	return REAL(fsync)(fd);
}

START_TEST(what_another_wrote_gets_no_name)
{
	Place place = place_make();
	g_autoptr(HcSink) sink = write_sample(&place);
	g_autoptr(GError) error = NULL;

	harmed_file = open_temporary(&place);
	harm_before_sync = harms[_i].harm;
	ck_assert_msg(!hc_sink_commit(sink, &error), "%s", harms[_i].name);
	harm_before_sync = NULL;
	close(harmed_file);
	ck_assert_msg(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE) &&
	                      strstr(error->message, "not what was written"),
	              "%s: %s", harms[_i].name, error->message);
	g_clear_pointer(&sink, hc_sink_free);
	ck_assert(!g_file_test(place.path, G_FILE_TEST_EXISTS));
	place_remove(&place);
}
END_TEST

/* What is gone when it is copied is told, with a reason. */
START_TEST(cut_report_is_not_copied)
{
	Place place = place_make();
	g_autoptr(HcSink) sink = write_sample(&place);
	int file = open_temporary(&place);
	int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);

	ck_assert(hc_sink_seal(sink, NULL));
	cut(file);
	errno = 0;
	ck_assert(!hc_sink_copy(sink, nothing));
	ck_assert_int_eq(errno, EIO);
	close(file);
	close(nothing);
	g_clear_pointer(&sink, hc_sink_free);
	place_remove(&place);
}
END_TEST

/* ---------------------------------------------------------------- checking */

/* What is told to be well-formed is put behind what was looked at: a last line
 * that has no end yet is looked at before. */
START_TEST(splice_looks_at_what_waits)
{
	Place place = place_make();
	g_autoptr(HcSink) sink = hc_sink_new(HC_FORM_TEXT, place.path, NULL);
	g_autoptr(GError) error = NULL;

	ck_assert(hc_sink_write(sink, "a\033[2J", 5, NULL));
	ck_assert(!hc_sink_splice(sink, "b\n", 2, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	g_clear_pointer(&sink, hc_sink_free);
	place_remove(&place);
}
END_TEST

START_TEST(folder_must_be_there)
{
	Place place = place_make();
	g_autofree char *path = g_build_filename(place.path, "report", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_sink_new(HC_FORM_TEXT, path, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert_ptr_nonnull(strstr(error->message, "No such file"));
	place_remove(&place);
}
END_TEST

static const struct {
	const char *name;
	HcReportForm form;
	const char *bytes;
	const char *told; /* NULL: it is taken */
} ends[] = {
	{"a text without a last line end",          HC_FORM_TEXT, "a",                        NULL      },
	{"a last line that holds what no text may", HC_FORM_TEXT, "a\nb\033",
         "a control character"									  },
	{"an object",			       HC_FORM_JSON, "{\"a\":\n1}\n",            NULL      },
	{"an object without an end",                HC_FORM_JSON, "{\"a\":\n1\n",
         "its end is missing"									   },
	{"an element",			      HC_FORM_XML,  DECLARED "<a>\n</a>\n",     NULL      },
	{"an element without an end",               HC_FORM_XML,  DECLARED "<a>\n<b/>\n",
         "its end is missing"									   },
	{"not UTF-8",			       HC_FORM_XML,  DECLARED "<a>\n\377</a>\n",
         "byte 43 of the report: not UTF-8"							     },
	{"not JSON",				HC_FORM_JSON, "{\"a\":\n}\n",             "not JSON"},
};

START_TEST(end_is_looked_at)
{
	Place place = place_make();
	g_autoptr(HcSink) sink = hc_sink_new(ends[_i].form, place.path, NULL);
	g_autoptr(GError) error = NULL;
	const char *bytes = ends[_i].bytes;
	bool good = true;

	/* byte by byte, so that each line waits for its end */
	for (; good && *bytes != '\0'; bytes++)
		good = hc_sink_write(sink, bytes, 1, &error);
	good = good && hc_sink_commit(sink, &error);
	ck_assert_msg(good == (ends[_i].told == NULL), "%s: %s", ends[_i].name,
	              error != NULL ? error->message : "taken");
	ck_assert_msg(good || strstr(error->message, ends[_i].told) != NULL,
	              "%s: %s", ends[_i].name, error ? error->message : "");
	ck_assert(g_file_test(place.path, G_FILE_TEST_EXISTS) == good);
	g_clear_pointer(&sink, hc_sink_free);
	place_remove(&place);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sink");
	TCase *cases = tcase_create("sink");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(cases, sealed_report_is_copied, 0,
	                    G_N_ELEMENTS(copies));
	tcase_add_loop_test(cases, what_another_wrote_gets_no_name, 0,
	                    G_N_ELEMENTS(harms));
	tcase_add_test(cases, cut_report_is_not_copied);
	tcase_add_test(cases, splice_looks_at_what_waits);
	tcase_add_test(cases, folder_must_be_there);
	tcase_add_loop_test(cases, end_is_looked_at, 0, G_N_ELEMENTS(ends));
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
