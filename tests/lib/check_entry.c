/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_entry.c - folders: each name once, in order, and why one is not read. */
#include "config.h"

#include "entry.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "limit.h"
#include "names.h"
#include "tree.h"

static const char *const whats[] = {
	[HC_ENTRY_FILE] = "file",       [HC_ENTRY_FOLDER] = "folder",
	[HC_ENTRY_LEFT_OUT] = "left",   [HC_ENTRY_LINK] = "link",
	[HC_ENTRY_REFUSED] = "refused", [HC_ENTRY_UNREAD] = "unread",
};

typedef struct {
	GString *text;
	const char *root;
	unsigned stop_after; /* 0: never */
	unsigned count;
} Said;

/* What the path is below the root; the root itself is ".". */
static const char *
below(const char *root, const char *path)
{
	if (!g_str_has_prefix(path, root))
		return path;
	path += strlen(root);
	return path[0] == '/' ? path + 1 : ".";
}

static bool
say(const HcEntry *entry, void *data, GError **error)
{
	Said *said = data;

	g_string_append_printf(said->text, "%s %s %s", whats[entry->what],
	                       hc_kind_token(entry->place),
	                       below(said->root, entry->path));
	if (entry->kind != HC_KIND_AUTO)
		g_string_append_printf(said->text, " as %s",
		                       hc_kind_token(entry->kind));
	g_string_append_c(said->text, '\n');
	ck_assert((entry->why != NULL) == (entry->what != HC_ENTRY_FILE &&
	                                   entry->what != HC_ENTRY_FOLDER));
	ck_assert(entry->folder == NULL ||
	          g_str_has_prefix(entry->path, entry->folder));
	if (entry->member != NULL)
		ck_assert(g_str_has_suffix(entry->path, entry->member));
	if (++said->count == said->stop_after) {
		g_set_error_literal(error, HC_ERROR, HC_ERROR_WRITE, "enough");
		return false;
	}
	return true;
}

static char *
walk(const char *root, const char *path)
{
	Said said = {.text = g_string_new(NULL), .root = root};
	g_autoptr(GError) error = NULL;

	ck_assert(hc_entries_walk(path, root, say, &said, &error));
	ck_assert_ptr_null(error);
	return g_string_free(said.text, FALSE);
}

typedef struct {
	const char *name;
	const char *files[10]; /* made in this order; a folder ends in "/" */
	const char *said;
} WalkRow;

/* clang-format off */
static const WalkRow walk_rows[] = {
	{"nothing", {NULL}, "folder folder .\n"},
	{"files before folders, both by bytes",
	  {"b/z", "b.eml", "a", "B", "b/a/x", "a0/y", "\xff", "\xc3\xa4"},
	  "folder folder .\n"
	  "file folder B\nfile folder a\nfile folder b.eml\n"
	  "file folder \xc3\xa4\nfile folder \xff\n"
	  "folder folder a0\nfile folder a0/y\n"
	  "folder folder b\nfile folder b/z\n"
	  "folder folder b/a\nfile folder b/a/x\n"},
	{"names that begin another", {"a/x", "a.b/x", "ab", "a b", "a\nb"},
	  "folder folder .\nfile folder a\nb\nfile folder a b\nfile folder ab\n"
	  "folder folder a\nfile folder a/x\n"
	  "folder folder a.b\nfile folder a.b/x\n"},
	{"a Maildir",
	  {"cur/2:2,S", "cur/1:2,", "new/3", "tmp/4", "dovecot-uidlist",
	   "maildirsize", "subscriptions", "dovecot.index.cache"},
	  "folder folder .\n"
	  "left folder dovecot-uidlist\nleft folder dovecot.index.cache\n"
	  "left folder maildirsize\nleft folder subscriptions\n"
	  "folder maildir cur\nfile maildir cur/1:2, as eml\n"
	  "file maildir cur/2:2,S as eml\n"
	  "folder maildir new\nfile maildir new/3 as eml\n"
	  "left folder tmp\n"},
	{"Maildir++",
	  {"cur/1", "new/", "tmp/", ".Sent.2001/cur/2", ".Sent.2001/new/",
	   ".Sent.2001/maildirfolder", ".hidden"},
	  "folder folder .\nleft folder .hidden\n"
	  "folder folder .Sent.2001\nleft folder .Sent.2001/maildirfolder\n"
	  "folder maildir .Sent.2001/cur\n"
	  "file maildir .Sent.2001/cur/2 as eml\n"
	  "folder maildir .Sent.2001/new\n"
	  "folder maildir cur\nfile maildir cur/1 as eml\n"
	  "folder maildir new\nleft folder tmp\n"},
	{"a folder cur without new is none", {"cur/1", "cur/a.eml"},
	  "folder folder .\nfolder folder cur\nfile folder cur/1\n"
	  "file folder cur/a.eml\n"},
	{"index files of a Maildir elsewhere are mail, perhaps",
	  {"subscriptions", "dovecot-users", "maildirsize"},
	  "folder folder .\nfile folder dovecot-users\n"
	  "file folder maildirsize\nfile folder subscriptions\n"},
	{"MH", {".mh_sequences", "1", "10", "2", ",3", "notes", "sub/4"},
	  "folder mh .\nleft mh ,3\nleft mh .mh_sequences\nfile mh 1 as eml\n"
	  "file mh 10 as eml\nfile mh 2 as eml\nfile mh notes\n"
	  "folder mh sub\nfile mh sub/4 as eml\n"},
	{"numbers beside other names are no MH folder", {"1", "2.eml", "#3"},
	  "folder folder .\nfile folder #3\nfile folder 1\nfile folder 2.eml\n"},
	{"hidden names", {".git/x", ".DS_Store", "a"},
	  "folder folder .\nleft folder .DS_Store\nfile folder a\n"
	  "left folder .git\n"},
	{"Thunderbird",
	  {"Inbox", "Inbox.msf", "Inbox.mozmsgs/1.wdseml", "Inbox.sbd/Old",
	   "msgFilterRules.dat", "popstate.dat"},
	  "folder folder .\nfile folder Inbox\nleft folder Inbox.msf\n"
	  "left folder msgFilterRules.dat\nleft folder popstate.dat\n"
	  "left folder Inbox.mozmsgs\nfolder folder Inbox.sbd\n"
	  "file folder Inbox.sbd/Old\n"},
	{"Apple Mail",
	  {"Messages/1.emlx", "Messages/2.partial.emlx",
	   "Messages/2.1.emlxpart", "Attachments/2/1/a.pdf", "Info.plist"},
	  "folder folder .\nleft folder Info.plist\nleft folder Attachments\n"
	  "folder folder Messages\nfile folder Messages/1.emlx as emlx\n"
	  "left folder Messages/2.1.emlxpart\n"
	  "file folder Messages/2.partial.emlx as emlx\n"},
	{"attachments without messages are files", {"Attachments/a"},
	  "folder folder .\nfolder folder Attachments\n"
	  "file folder Attachments/a\n"},
};
/* clang-format on */

static void
make_files(const char *root, const char *const *files, size_t count)
{
	for (size_t i = 0; i < count && files[i] != NULL; i++) {
		if (g_str_has_suffix(files[i], "/"))
			tree_folder(root, files[i]);
		else
			tree_write(root, files[i], "A: b\n", 5);
	}
}

START_TEST(folders_are_walked_in_order)
{
	const WalkRow *row = &walk_rows[_i];
	char *root = tree_make();

	make_files(root, row->files, G_N_ELEMENTS(row->files));

	g_autofree char *said = walk(root, root);

	ck_assert_msg(strcmp(said, row->said) == 0, "%s:\n%s\ninstead of\n%s",
	              row->name, said, row->said);
	tree_remove(root);
}
END_TEST

START_TEST(what_is_no_file_is_said)
{
	char *root = tree_make();

	tree_write(root, "a", "A: b\n", 5);
	tree_fifo(root, "fifo");
	tree_socket(root, "socket");
	tree_link(root, "up", "..");
	tree_link(root, "self", "self");
	tree_link(root, "gone", "nowhere");
	tree_link(root, "to-a", "a");
	tree_link(root, "zero", "/dev/zero");

	g_autofree char *said = walk(root, root);

	ck_assert_str_eq(said, "folder folder .\nfile folder a\n"
	                       "refused folder fifo\nlink folder gone\n"
	                       "link folder self\nrefused folder socket\n"
	                       "link folder to-a\nlink folder up\n"
	                       "link folder zero\n");
	tree_remove(root);
}
END_TEST

/* Named itself, a link is followed, and a slash at the end changes nothing. */
START_TEST(named_paths_are_followed)
{
	char *root = tree_make();

	tree_write(root, "real/a", "A: b\n", 5);
	tree_link(root, "link", "real");
	tree_link(root, "file", "real/a");
	tree_write(root, "1.emlx", "5\nA: b\n", 7);

	static const struct {
		const char *path;
		const char *said;
	} rows[] = {
		{"link",      "folder folder link\nfile folder link/a\n" },
		{"real/",     "folder folder real/\nfile folder real/a\n"},
		{"file",      "file auto file\n"                         },
		{"1.emlx",    "file auto 1.emlx as emlx\n"               },
		{"missing",   "unread auto missing\n"                    },
		{"real/a/b",  "unread auto real/a/b\n"                   },
		{"/dev/null", "refused auto /dev/null\n"                 },
		{"-",         "file auto -\n"                            },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool is_own = rows[i].path[0] == '/' || rows[i].path[0] == '-';
		g_autofree char *path =
			g_strconcat(is_own ? "" : root, is_own ? "" : "/",
		                    rows[i].path, NULL);
		g_autofree char *said = walk(root, path);

		ck_assert_str_eq(said, rows[i].said);
	}
	tree_remove(root);
}
END_TEST

START_TEST(named_part_of_a_maildir_is_known)
{
	static const struct {
		const char *name, *beside;
		bool is_maildir;
	} rows[] = {
		{"cur", "new", true },
                {"new", "cur", true },
		{"cur", "tmp", true },
                {"new", "tmp", false},
		{"cur", "old", false},
                {"old", "cur", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *root = tree_make();
		g_autofree char *path =
			g_build_filename(root, rows[i].name, NULL);
		g_autofree char *file =
			g_build_filename(rows[i].name, "a.eml", NULL);
		g_autofree char *expected = g_strdup_printf(
			rows[i].is_maildir
				? "folder maildir %s\nfile maildir %s as eml\n"
				: "folder folder %s\nfile folder %s\n",
			rows[i].name, file);

		tree_write(root, file, "A: b\n", 5);
		/* a file of that name is none */
		if (i % 2 == 0 || rows[i].is_maildir)
			tree_folder(root, rows[i].beside);
		else
			tree_write(root, rows[i].beside, "", 0);

		/* cur and new make a Maildir with a second of its own */
		if (strcmp(rows[i].name, "new") == 0 && rows[i].is_maildir)
			tree_folder(root, "tmp");

		g_autofree char *said = walk(root, path);

		ck_assert_msg(strcmp(said, expected) == 0, "%s beside %s: %s",
		              rows[i].name, rows[i].beside, said);
		tree_remove(root);
	}
}
END_TEST

/* Deeper than a path can name is not opened by its path. */
START_TEST(path_too_long_is_told)
{
	enum {
		DEPTH = 17
	};
	char *root = tree_make();
	g_autofree char *name = g_strnfill(250, 'n');
	int folders[DEPTH + 1];

	folders[0] = open(root, O_RDONLY | O_DIRECTORY);
	for (unsigned i = 0; i < DEPTH; i++) {
		ck_assert_int_eq(mkdirat(folders[i], name, 0700), 0);
		folders[i + 1] =
			openat(folders[i], name, O_RDONLY | O_DIRECTORY);
	}
	ck_assert_int_eq(mknodat(folders[DEPTH], "a", S_IFREG | 0600, 0), 0);

	g_autofree char *said = walk(root, root);

	ck_assert_ptr_nonnull(strstr(said, "\nunread folder n"));
	ck_assert(g_str_has_suffix(said, "n/a\n"));
	ck_assert_int_eq(unlinkat(folders[DEPTH], "a", 0), 0);
	for (unsigned i = DEPTH; i-- > 0;) {
		close(folders[i + 1]);
		ck_assert_int_eq(unlinkat(folders[i], name, AT_REMOVEDIR), 0);
	}
	close(folders[0]);
	tree_remove(root);
}
END_TEST

/* Facts that a later reading is held against. */
static bool
check_facts(const HcEntry *entry, void *data, GError **error)
{
	struct stat state;

	ck_assert_int_eq(lstat(entry->path, &state), 0);
	ck_assert_uint_eq(entry->inode, state.st_ino);
	if (entry->what == HC_ENTRY_FILE) {
		ck_assert_uint_eq(entry->size, (uint64_t)state.st_size);
		ck_assert_int_eq(entry->mtime_s, state.st_mtim.tv_sec);
		ck_assert_int_eq(entry->mtime_ns, state.st_mtim.tv_nsec);
		(*(unsigned *)data)++;
	}
	return true;
}

START_TEST(facts_of_files_are_told)
{
	char *root = tree_make();
	g_autofree char *file = g_build_filename(root, "a", NULL);
	unsigned files = 0;

	tree_write(root, "a", "A: b\n", 5);
	tree_write(root, "b/c", "A: bcd\n", 7);
	ck_assert(hc_entries_walk(root, root, check_facts, &files, NULL));
	ck_assert(hc_entries_walk(file, root, check_facts, &files, NULL));
	ck_assert_uint_eq(files, 3);
	tree_remove(root);
}
END_TEST

/* More names than are held in memory, made in another order. */
START_TEST(many_names_are_sorted)
{
	enum {
		COUNT = 30000
	};
	char *root = tree_make();
	g_autoptr(GString) expected = g_string_new("folder folder .\n");
	const char *name_text = "a-name-that-is-long-enough-to-fill-what-is-"
				"held-in-memory-before-it-goes-to-a-file-of-"
				"the-folder-that-is-given-for-such-runs-of-"
				"names-and-is-merged-with-others-at-the-end-"
				"of-it";

	for (unsigned i = 0; i < COUNT; i++) {
		g_autofree char *path = g_strdup_printf(
			"%s/%s-%05u", root, name_text, (i * 7919u) % COUNT);

		ck_assert_int_eq(mknod(path, S_IFREG | 0600, 0), 0);
		g_string_append_printf(expected, "file folder %s-%05u\n",
		                       name_text, i);
	}

	g_autofree char *said = walk(root, root);

	ck_assert_msg(strcmp(said, expected->str) == 0, "not in order");
	tree_remove(root);
}
END_TEST

START_TEST(depth_is_bounded)
{
	char *root = tree_make();
	g_autoptr(GString) path = g_string_new("d");

	for (unsigned i = 1; i < HC_FOLDER_DEPTH_MAX; i++)
		g_string_append(path, "/d");
	g_string_append(path, "/x");
	tree_write(root, path->str, "A: b\n", 5);
	tree_write(root, "z/y", "A: b\n", 5);

	g_autofree char *said = walk(root, root);
	g_autofree char *unread =
		g_strdup_printf("unread folder %.*s\nfolder folder z\n"
	                        "file folder z/y\n",
	                        (int)path->len - 2, path->str);

	ck_assert_msg(g_str_has_suffix(said, unread), "%s", said);
	tree_remove(root);
}
END_TEST

START_TEST(unreadable_folder_is_told)
{
	char *root = tree_make();
	g_autofree char *locked = g_build_filename(root, "locked", NULL);

	tree_write(root, "locked/a", "A: b\n", 5);
	tree_write(root, "open/a", "A: b\n", 5);
	ck_assert_int_eq(chmod(locked, 0), 0);

	g_autofree char *said = walk(root, root);

	/* Nothing is locked to a superuser. */
	if (geteuid() == 0)
		ck_assert_ptr_nonnull(strstr(said, "file folder locked/a\n"));
	else
		ck_assert_ptr_nonnull(strstr(said, "unread folder locked\n"));
	ck_assert_ptr_nonnull(strstr(said, "file folder open/a\n"));
	ck_assert_int_eq(chmod(locked, 0700), 0);
	tree_remove(root);
}
END_TEST

/* A folder that goes away once it was listed. */
static bool
remove_folder(const HcEntry *entry, void *data, GError **error)
{
	g_autofree char *gone = NULL;
	GString *said = data;

	g_string_append_printf(said, "%s %d\n", whats[entry->what],
	                       entry->code);
	if (entry->what == HC_ENTRY_FOLDER) {
		gone = g_build_filename(entry->path, "gone", NULL);
		ck_assert_int_eq(rmdir(gone), 0);
	}
	return true;
}

START_TEST(vanished_folder_is_told)
{
	char *root = tree_make();
	g_autoptr(GString) said = g_string_new(NULL);
	g_autofree char *expected =
		g_strdup_printf("folder 0\nunread %d\n", ENOENT);

	tree_folder(root, "gone");
	ck_assert(hc_entries_walk(root, root, remove_folder, said, NULL));
	ck_assert_str_eq(said->str, expected);
	tree_remove(root);
}
END_TEST

START_TEST(who_takes_can_stop)
{
	char *root = tree_make();
	static const char *const files[] = {"a", "b", "c/d"};

	make_files(root, files, G_N_ELEMENTS(files));
	for (unsigned count = 1; count <= 5; count++) {
		Said said = {g_string_new(NULL), root, count, 0};
		g_autoptr(GError) error = NULL;

		ck_assert(!hc_entries_walk(root, root, say, &said, &error));
		ck_assert_str_eq(error->message, "enough");
		ck_assert_uint_eq(said.count, count);
		g_string_free(said.text, TRUE);
	}
	tree_remove(root);
}
END_TEST

/* ------------------------------------------------------------------ lists */

#define LIST(text) text, sizeof(text) - 1

static const struct {
	const char *name;
	const char *bytes;
	size_t length;
	char separator;
	const char *paths; /* each behind a "|" */
	const char *message;
} list_rows[] = {
	{"lines",			LIST("a\nb c\n"),     '\n', "a|b c|",     NULL},
	{"no newline at end",            LIST("a\nb"),         '\n', "a|b|",       NULL},
	{"empty",			LIST(""),             '\n', "",           NULL},
	{"empty lines",                  LIST("\n\na\n\n"),    '\n', "a|",         NULL},
	{"any bytes",                    LIST("\xff \t\r\n"),  '\n', "\xff \t\r|", NULL},
	{"NULs",			 LIST("a\nb\0c\0"),    '\0', "a\nb|c|",    NULL},
	{"a NUL in a line",              LIST("a\n\nb\0c\nd"), '\n', "a|",
         "line 3 holds a NUL"							  },
	{"an empty path before the end", LIST("a\0\0b"),       '\0', "a|b|",       NULL},
};

static bool
read_list(const char *bytes, size_t length, char separator, GString *paths,
          GError **error)
{
	char *root = tree_make();
	g_autofree char *path = g_build_filename(root, "list", NULL);
	const char *name;
	bool good;

	tree_write(root, "list", bytes, length);

	g_autoptr(HcNames) names = hc_names_open(path, separator, error);

	ck_assert_ptr_nonnull(names);
	while ((good = hc_names_next(names, &name, error)) && name != NULL)
		g_string_append_printf(paths, "%s|", name);
	tree_remove(root);
	return good;
}

START_TEST(lists_are_read)
{
	g_autoptr(GString) paths = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	bool good = read_list(list_rows[_i].bytes, list_rows[_i].length,
	                      list_rows[_i].separator, paths, &error);

	ck_assert_msg(strcmp(paths->str, list_rows[_i].paths) == 0, "%s: %s",
	              list_rows[_i].name, paths->str);
	ck_assert_msg(good == (list_rows[_i].message == NULL), "%s",
	              list_rows[_i].name);
	if (!good)
		ck_assert_str_eq(error->message, list_rows[_i].message);
}
END_TEST

/* Longer than a piece, so that paths are cut, and one too long. */
START_TEST(long_lists_are_read)
{
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(GString) expected = g_string_new(NULL);
	g_autoptr(GString) paths = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	for (unsigned i = 0; list->len < 3u * HC_MAILBOX_PIECE; i++) {
		g_string_append_printf(list, "%0*u\n", 1 + (int)(i % 300), i);
		g_string_append_printf(expected, "%0*u|", 1 + (int)(i % 300),
		                       i);
	}
	ck_assert(read_list(list->str, list->len, '\n', paths, &error));
	ck_assert(strcmp(paths->str, expected->str) == 0);
	g_string_assign(list, "a\n");
	for (unsigned i = 0; i < 5000; i++)
		g_string_append_c(list, 'x');
	ck_assert(!read_list(list->str, list->len, '\n', paths, &error));
	ck_assert_str_eq(error->message, "line 2 is longer than any path");
	g_clear_error(&error);
	/* over several pieces */
	g_string_assign(list, "a");
	g_string_append_c(list, '\0');
	while (list->len < 2u * HC_MAILBOX_PIECE)
		g_string_append(list, "more of a path that is no path ");
	ck_assert(!read_list(list->str, list->len, '\0', paths, &error));
	ck_assert_str_eq(error->message, "path 2 is longer than any path");
}
END_TEST

START_TEST(missing_list_is_refused)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(hc_names_open("/nowhere/at/all", '\n', &error));
	ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_OPEN));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("entry");
	TCase *walks = tcase_create("walks");
	TCase *lists = tcase_create("lists");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(walks, folders_are_walked_in_order, 0,
	                    G_N_ELEMENTS(walk_rows));
	tcase_add_test(walks, what_is_no_file_is_said);
	tcase_add_test(walks, named_paths_are_followed);
	tcase_add_test(walks, named_part_of_a_maildir_is_known);
	tcase_add_test(walks, path_too_long_is_told);
	tcase_add_test(walks, facts_of_files_are_told);
	tcase_add_test(walks, many_names_are_sorted);
	tcase_add_test(walks, depth_is_bounded);
	tcase_add_test(walks, unreadable_folder_is_told);
	tcase_add_test(walks, vanished_folder_is_told);
	tcase_add_test(walks, who_takes_can_stop);
	suite_add_tcase(suite, walks);
	tcase_add_loop_test(lists, lists_are_read, 0, G_N_ELEMENTS(list_rows));
	tcase_add_test(lists, long_lists_are_read);
	tcase_add_test(lists, missing_list_is_refused);
	suite_add_tcase(suite, lists);
	srunner_run_all(runner, CK_NORMAL);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
