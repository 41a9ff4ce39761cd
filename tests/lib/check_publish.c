/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_publish.c - a name is given to a whole report or to none, however long
 * it is. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-stages.h"
#include "report.h"

/* What is longer than what is held of a report. */
#define LONG (5u << 20)

static const char sample[] =
	"Received: from a.example by mx.example; never\r\n";

/* ----------------------------------------------------------------- publish */

/** Names in a folder, joined; for telling what was left behind. */
static char *
listing(const char *folder)
{
	g_autoptr(GDir) open_folder = g_dir_open(folder, 0, NULL);
	GString *names = g_string_new(NULL);
	const char *name;

	while ((name = g_dir_read_name(open_folder)) != NULL)
		g_string_append_printf(names, "%s,", name);
	return g_string_free(names, FALSE);
}

START_TEST(published_whole)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *left = NULL;
	g_autofree char *read_back = NULL;
	g_autofree char *after = NULL;
	struct stat status;
	mode_t before = umask(027);

	ck_assert(hc_report_publish(HC_FORM_TEXT, "first\n", 6, path, NULL));
	ck_assert(hc_report_publish(HC_FORM_TEXT, "second\n", 7, path, NULL));
	umask(before);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0640);
	ck_assert(g_file_get_contents(path, &read_back, NULL, NULL));
	ck_assert_str_eq(read_back, "second\n");
	left = listing(folder);
	ck_assert_str_eq(left, "report,");
	/* bytes that fail their check leave the old report alone */
	ck_assert(!hc_report_publish(HC_FORM_TEXT, "\033[2J", 4, path, NULL));
	ck_assert(g_file_get_contents(path, &after, NULL, NULL));
	ck_assert_str_eq(after, "second\n");
	g_unlink(path);
	g_rmdir(folder);
}
END_TEST

START_TEST(published_not_at_all)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "dir", NULL);
	g_autofree char *inside = g_build_filename(path, "file", NULL);
	g_autofree char *nowhere =
		g_build_filename(folder, "none", "report", NULL);
	g_autofree char *left = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_mkdir(path, 0700), 0);
	ck_assert(g_file_set_contents(inside, "x", 1, NULL));
	ck_assert(!hc_report_publish(HC_FORM_TEXT, "x\n", 2, path, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	g_clear_error(&error);
	ck_assert(!hc_report_publish(HC_FORM_TEXT, "x\n", 2, nowhere, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	left = listing(folder);
	ck_assert_str_eq(left, "dir,");
	g_unlink(inside);
	g_rmdir(path);
	g_rmdir(folder);
}
END_TEST

/** A link is somebody's: neither it nor what it leads to is touched. */
START_TEST(link_is_not_replaced)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(symlink("/dev/null", path), 0);
	ck_assert(!hc_report_publish(HC_FORM_TEXT, "x\n", 2, path, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert(g_file_test(path, G_FILE_TEST_IS_SYMLINK));
	g_unlink(path);
	g_rmdir(folder);
}
END_TEST

/** A name someone else put there is neither followed nor overwritten. */
START_TEST(temporary_is_our_own)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *trap = g_strconcat(path, ".0.partial", NULL);
	g_autofree char *target = g_build_filename(folder, "target", NULL);

	ck_assert_int_eq(symlink(target, trap), 0);
	ck_assert(hc_report_publish(HC_FORM_TEXT, "x\n", 2, path, NULL));
	ck_assert(!g_file_test(target, G_FILE_TEST_EXISTS));
	ck_assert(g_file_test(trap, G_FILE_TEST_IS_SYMLINK));
	g_unlink(trap);
	g_unlink(path);
	g_rmdir(folder);
}
END_TEST

/* ------------------------------------------------------------- long ones */

static const HcReportForm long_forms[] = {
	HC_FORM_TEXT,
	HC_FORM_XML,
	HC_FORM_JSON,
};

/** Add messages until they are longer than what is held.
 *  @return a report that is not finished; the caller's */
static HcReport *
begin_long(HcReportForm form, const char *scratch)
{
	HcReportOptions options = {
		.form = form, .verbose = true, .scratch = scratch};
	HcInput input = {.label = "label", .kind = HC_KIND_MBOX};
	HcReport *report = hc_report_new(&options, fake_policy(), NULL);

	/* what is made in the first turn tells how many turns it takes */
	for (size_t length = 0, each = 0; length < LONG; length += each) {
		hc_report_add(report, fake_verdict());
		if (each == 0)
			each = report->messages != NULL ? report->messages->len
			                                : report->ready->len;
	}
	hc_report_add_input(report, &input, NULL);
	return report;
}

/** What a report gives that is held as a whole. */
static GString *
write_long_held(HcReportForm form)
{
	g_autoptr(HcReport) report = begin_long(form, NULL);
	GString *out = g_string_new(NULL);

	hc_report_finish(report);
	hc_report_take(report, out);
	ck_assert_uint_ge(out->len, LONG);
	return out;
}

static void
check_long(HcReportForm form, const char *scratch, bool piled, const char *path)
{
	g_autoptr(GString) held = write_long_held(form);
	g_autoptr(HcReport) report = begin_long(form, scratch);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize length;
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	/* once into a stream, once under a name */
	ck_assert_uint_eq(report->pile.size > 0, piled);
	ck_assert(hc_report_write(report, NULL, descriptor, "there", &error));
	close(descriptor);
	ck_assert(g_file_get_contents(path, &text, &length, NULL));
	ck_assert_uint_eq(length, held->len);
	ck_assert(memcmp(text, held->str, length) == 0);
	g_clear_pointer(&text, g_free);
	hc_report_free(report);
	report = begin_long(form, scratch);
	ck_assert(hc_report_write(report, path, -1, NULL, &error));
	ck_assert(g_file_get_contents(path, &text, &length, NULL));
	ck_assert_uint_eq(length, held->len);
	ck_assert(memcmp(text, held->str, length) == 0);
}

/** Nothing of it shows in the bytes; nor does a folder that cannot be had. */
START_TEST(long_report_waits_in_a_file)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *nowhere = g_build_filename(folder, "none", NULL);
	g_autofree char *left = NULL;

	fake_fill(sample, strlen(sample));
	check_long(long_forms[_i], folder, true, path);
	check_long(long_forms[_i], nowhere, false, path);
	left = listing(folder);
	ck_assert_str_eq(left, "report,");
	g_unlink(path);
	g_rmdir(folder);
}
END_TEST

/** What was put there and is not there any more is told, and nothing stands
 *  under the name. */
START_TEST(lost_pile_is_told)
{
	g_autofree char *folder = g_dir_make_tmp("hopcheck-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "report", NULL);
	g_autofree char *left = NULL;
	g_autoptr(HcReport) report = NULL;
	g_autoptr(GError) error = NULL;

	fake_fill(sample, strlen(sample));
	report = begin_long(HC_FORM_XML, folder);
	ck_assert_int_eq(ftruncate(report->pile.file, 4000), 0);
	ck_assert(!hc_report_write(report, path, -1, NULL, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WRITE));
	ck_assert(strstr(error->message, "cannot read a temporary") != NULL);
	left = listing(folder);
	ck_assert_str_eq(left, "");
	g_rmdir(folder);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, published_whole);
	tcase_add_test(tcase, published_not_at_all);
	tcase_add_test(tcase, link_is_not_replaced);
	tcase_add_test(tcase, temporary_is_our_own);
	tcase_add_loop_test(tcase, long_report_waits_in_a_file, 0,
	                    G_N_ELEMENTS(long_forms));
	tcase_add_test(tcase, lost_pile_is_told);
}

int
main(void)
{
	Suite *suite = suite_create("publish");
	TCase *tcase = tcase_create("publish");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
