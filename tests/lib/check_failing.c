/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_failing.c - inputs on a machine whose calls fail: what is told, what is
 * tried again, and that what was read before stays. */
#include "config.h"

#include "failing.h"

#include <check.h>
#include <string.h>

#include "entry.h"
#include "limit.h"
#include "names.h"
#include "source.h"
#include "tree.h"

/* A dated From_ line. */
#define D "From a@example.org Mon Jan  1 00:00:00 2001\n"

static const char mbox[] = D "A: b\n\nc\n\n" D "D: e\n";

/** Messages of a source, counted; then why it ended, if for a reason. */
static void
tell_source(GString *out, HcSource *source)
{
	g_autoptr(GError) error = NULL;
	unsigned count = 0;

	for (;;) {
		g_autoptr(HcRaw) raw = NULL;

		if (!hc_source_next(source, &raw, &error) || raw == NULL)
			break;
		count++;
	}
	g_string_append_printf(out, "%u%s", count,
	                       hc_source_input(source)->changed ? " changed"
	                                                        : "");
	if (error != NULL) {
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_READ));
		ck_assert(!hc_source_input(source)->complete);
		g_string_append_printf(out, ", %s", error->message);
	}
}

static void
tell_open(GString *out, HcSource *source, const GError *error)
{
	if (source != NULL)
		tell_source(out, source);
	else
		g_string_append_printf(
			out, "%s%s",
			error->code == HC_ERROR_OPEN ? "" : "not opened: ",
			error->message);
}

static void
read_whole(GString *out, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open(path, HC_KIND_AUTO, &error);

	tell_open(out, source, error);
}

static void
read_range(GString *out, const char *path)
{
	const HcRange range = {sizeof mbox - 6 - strlen(D), sizeof mbox, 0};
	g_autoptr(GError) error = NULL;
	g_autoptr(HcSource) source = hc_source_open_range(path, &range, &error);

	tell_open(out, source, error);
}

static void
read_pipe(GString *out, const char *path)
{
	int ends[2];
	g_autofree char *name = NULL;

	(void)path;
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "A: b\n", 5), 5);
	close(ends[1]);
	name = g_strdup_printf("/proc/self/fd/%d", ends[0]);
	read_whole(out, name);
	close(ends[0]);
}

static void
look(GString *out, const char *path)
{
	g_autoptr(GError) error = NULL;
	HcLook found;

	if (hc_source_look(path, HC_KIND_AUTO, &found, &error))
		g_string_append(out, hc_kind_token(found.kind));
	else
		g_string_append(out, error->message);
}

static void
read_names(GString *out, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HcNames) names = hc_names_open(path, '\n', &error);
	const char *name;
	unsigned count = 0;

	ck_assert_ptr_nonnull(names);
	while (hc_names_next(names, &name, &error) && name != NULL)
		count++;
	g_string_append_printf(out, "%u %s", count,
	                       error != NULL ? error->message : "lines");
}

static bool
is_asked_once(void *data)
{
	unsigned *asked = data;

	return (*asked)++ == 1;
}

/* Names from a pipe that holds none yet, and somebody who wants to stop when
 * asked again. */
static void
stop_names(GString *out, const char *path)
{
	int ends[2];
	unsigned asked = 0;
	g_autofree char *name_of_pipe = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(HcNames) names = NULL;
	const char *name;

	(void)path;
	ck_assert_int_eq(pipe(ends), 0);
	name_of_pipe = g_strdup_printf("/proc/self/fd/%d", ends[0]);
	names = hc_names_open(name_of_pipe, '\n', &error);
	ck_assert_ptr_nonnull(names);
	hc_names_ask(names, is_asked_once, &asked);
	ck_assert(!hc_names_next(names, &name, &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_STOPPED));
	g_string_append_printf(out, "%s after %u", error->message, asked);
	close(ends[0]);
	close(ends[1]);
}

static bool
tell_entry(const HcEntry *entry, void *data, GError **error)
{
	const char *slash = strrchr(entry->path, '/');

	(void)error;
	g_string_append_printf(data, "%s:%s", slash + 1,
	                       entry->why != NULL ? entry->why : "");
	if (entry->code != 0)
		g_string_append_printf(data, " (%s)", g_strerror(entry->code));
	g_string_append_c(data, ';');
	return true;
}

/* The folder that the file stands in; it is called "box". */
static void
walk(GString *out, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) error = NULL;

	ck_assert(hc_entries_walk(folder, folder, tell_entry, out, &error));
}

/* The folder above that, called "top". */
static void
walk_deep(GString *out, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);

	walk(out, folder);
}

static const struct {
	const char *name;
	void (*use)(GString *out, const char *path);
	Fault faults[FAULTS_MAX];
	const char *told;
} rows[] = {
	{"all is well",				   read_whole, {{0}},					       "2"               },
	{"a signal while it is opened",
         read_whole,                                                  {{CALL_OPENAT, 1, EINTR}},
         "2"																 },
	{"not the owner",				 read_whole, {{CALL_OPENAT, 1, EPERM}},                           "2"               },
	{"not the owner, a signal",
         read_whole,                                                  {{CALL_OPENAT, 1, EPERM}, {CALL_OPENAT, 2, EINTR}},
         "2"																 },
	{"not to be opened",
         read_whole,                                                  {{CALL_OPENAT, 1, EACCES}},
         "cannot open: Permission denied"												    },
	{"not the owner, not to be opened",
         read_whole,                                                  {{CALL_OPENAT, 1, EPERM}, {CALL_OPENAT, 2, EMFILE}},
         "cannot open: Too many open files"												  },
	{"not to be looked at",
         read_whole,                                                  {{CALL_FSTAT, 1, EIO}},
         "cannot open: Input/output error"												   },
	{"not to be read",
         read_whole,                                                  {{CALL_READ, 1, EIO}},
         "0, cannot read: Input/output error"												},
	{"a signal while it is read",                     read_whole, {{CALL_READ, 1, EINTR}},                             "2"               },
	{"not to be looked at again",
         read_whole,                                                  {{CALL_FSTAT, 2, EIO}},
         "2 changed"															 },
	{"a pipe with nothing yet",                       read_pipe,  {{CALL_READ, 1, EAGAIN}},                            "1"               },
	{"a pipe, a signal while it is waited for",
         read_pipe,                                                   {{CALL_READ, 1, EAGAIN}, {CALL_POLL, 1, EINTR}},
         "1"																 },
	{"a pipe that cannot be waited for",
         read_pipe,                                                   {{CALL_READ, 1, EAGAIN}, {CALL_POLL, 1, ENOMEM}},
         "0, cannot read: Cannot allocate memory"											    },
	{"a pipe that breaks behind a message",
         read_pipe,                                                   {{CALL_READ, 2, EIO}},
         "1, cannot read: Input/output error"												},
	{"a range",				       read_range, {{0}},					       "1"               },
	{"a range not opened",
         read_range,                                                  {{CALL_OPENAT, 1, EACCES}},
         "cannot open: Permission denied"												    },
	{"a range whose file's start cannot be read",
         read_range,                                                  {{CALL_PREAD, 1, EIO}},
         "0, cannot read: Input/output error"												},
	{"a range, a signal",                             read_range, {{CALL_PREAD, 1, EINTR}},                            "1"               },
	{"a range that cannot be looked before",
         read_range,                                                  {{CALL_PREAD, 2, EIO}},
         "0, cannot read: Input/output error"												},
	{"a range that cannot be gone to",
         read_range,                                                  {{CALL_LSEEK, 1, EIO}},
         "0, cannot read: Input/output error"												},
	{"a look",					look,       {{0}},					       "mbox"            },
	{"a look at nothing",
         look,                                                        {{CALL_OPENAT, 1, ENOENT}},
         "cannot open: No such file or directory"											    },
	{"a look that reads nothing",
         look,                                                        {{CALL_READ, 1, EIO}},
         "cannot read: Input/output error"												   },
	{"a list",					read_names, {{0}},					       "5 lines"         },
	{"a list not to be read",
         read_names,                                                  {{CALL_READ, 1, EIO}},
         "0 cannot read: Input/output error"												 },
	{"a list that is waited for, a signal, and stop",
         stop_names,                                                  {{CALL_POLL, 1, EINTR}},
         "stopped after 2"														   },
	{"a folder",				      walk,       {{0}},					       "box:;mbox:;"     },
	{"a folder not to be opened",
         walk,                                                        {{CALL_OPENAT, 1, EACCES}},
         "box:cannot be opened (Permission denied);"											 },
	{"a folder not to be looked at",
         walk,                                                        {{CALL_FSTAT, 1, EIO}},
         "box:cannot be opened (Input/output error);"											},
	{"a folder not to be listed",
         walk,                                                        {{CALL_FDOPENDIR, 1, ENOMEM}},
         "box:;box:cannot be listed to its end (Cannot allocate memory);"                                                                    },
	{"a folder not to be listed to its end",
         walk,                                                        {{CALL_READDIR, 4, EIO}},
         "box:;box:cannot be listed to its end (Input/output error);mbox:;"                                                                  },
	{"a name not to be looked at",
         walk,                                                        {{CALL_FSTATAT, 1, EIO}},
         "box:;mbox:cannot be looked at (Input/output error);"									       },
	{"a folder within itself",
         walk_deep,                                                   {{CALL_FSTAT, 2, 0}},
         "top:;box:is a folder that holds itself;"											   },
	{"a folder within a folder",                      walk_deep,  {{0}},                                               "top:;box:;mbox:;"},
	{"a folder within, not to be looked at",
         walk_deep,                                                   {{CALL_FSTAT, 2, EIO}},
         "top:;box:cannot be opened (Input/output error);"										   },
};

START_TEST(trouble_is_told)
{
	char *root = tree_make();
	g_autofree char *path =
		g_build_filename(root, "top", "box", "mbox", NULL);
	g_autoptr(GString) told = g_string_new(NULL);
	unsigned expected = 0;

	tree_write(root, "top/box/mbox", mbox, sizeof mbox - 1);
	while (expected < FAULTS_MAX && rows[_i].faults[expected].at > 0)
		expected++;
	machine_fails(rows[_i].faults);
	rows[_i].use(told, path);
	ck_assert_msg(machine_works() == expected, "%s: not all failed: %s",
	              rows[_i].name, told->str);
	ck_assert_msg(strcmp(told->str, rows[_i].told) == 0, "%s: %s",
	              rows[_i].name, told->str);
	tree_remove(root);
}
END_TEST

/* More names than memory holds go to a file, which cannot be read again. */
START_TEST(many_names_can_be_lost)
{
	enum {
		COUNT = 12000
	};
	char *root = tree_make();
	g_autofree char *name = g_strnfill(200, 'n');
	g_autoptr(GString) told = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const Fault faults[FAULTS_MAX] = {
		{CALL_PREAD, 1, EIO}
        };

	for (unsigned i = 0; i < COUNT; i++) {
		g_autofree char *path =
			g_strdup_printf("%s/%s-%u", root, name, i);

		ck_assert_int_eq(mknod(path, S_IFREG | 0600, 0), 0);
	}
	machine_fails(faults);
	ck_assert(!hc_entries_walk(root, root, tell_entry, told, &error));
	ck_assert_uint_eq(machine_works(), 1);
	ck_assert_ptr_nonnull(strstr(error->message, "Input/output error"));
	tree_remove(root);
}
END_TEST

/* A mailbox longer than a piece, with no separator in the first, is read
 * further to know its form. */
START_TEST(long_look_can_fail)
{
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "long", NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const Fault faults[FAULTS_MAX] = {
		{CALL_READ, 2, EIO}
        };
	HcLook found;

	while (text->len < 2 * HC_MAILBOX_PIECE)
		g_string_append(text, "no separator\n");
	tree_write(root, "long", text->str, text->len);
	machine_fails(faults);
	ck_assert(!hc_source_look(path, HC_KIND_MBOX, &found, &error));
	ck_assert_uint_eq(machine_works(), 1);
	ck_assert_str_eq(error->message, "cannot read: Input/output error");
	ck_assert(hc_source_look(path, HC_KIND_MBOX, &found, NULL));
	ck_assert_int_eq(found.kind, HC_KIND_MBOX);
	tree_remove(root);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("failing");
	TCase *cases = tcase_create("inputs");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(cases, trouble_is_told, 0, G_N_ELEMENTS(rows));
	tcase_add_test(cases, long_look_can_fail);
	tcase_add_test(cases, many_names_can_be_lost);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
