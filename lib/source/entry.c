/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* entry.c - the files of a folder and of what is in it, in one fixed order. */
#include "config.h"

#include "entry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "limit.h"
#include "scan.h"
#include "sorter.h"

/* Bytes of names of one folder that are held in memory; more go to files. */
#define NAMES_MEMORY (2u << 20)

/* First byte of a name's record: what is no folder comes first. */
#define RANK_FILE 'f'
#define RANK_FOLDER 'g'

/* What is known of a name, behind its NUL in the record. */
typedef struct {
	uint64_t size;
	uint64_t inode;
	int64_t mtime_s;
	uint32_t mtime_ns;
	uint32_t mode;
	int32_t code; /* errno of looking at it */
	int32_t unused;
} Facts;

/* A folder on the way down to where the walk is. */
typedef struct {
	int fd;
	char *path;
	HcKind place;         /* what its files stand in */
	bool is_maildir;      /* it holds cur, and new or tmp */
	bool beside_messages; /* it holds Messages, as Apple's do */
	dev_t device;
	ino_t inode;
	HcSorter *names;
	int code; /* errno of listing it */
} Level;

/* What the names of a folder say of its kind. */
typedef struct {
	bool cur, new, tmp, messages;
	bool mh_file;
	bool numbers;
	bool others; /* names that MH gives to no message */
} Signs;

typedef struct {
	GArray *levels; /* Level */
	const char *folder;
	HcEntryFunc take;
	void *data;
	GByteArray *record;
	GString *path;
} Walk;

static Level *
top(Walk *walk)
{
	return &g_array_index(walk->levels, Level, walk->levels->len - 1);
}

static void
clear_level(void *data)
{
	Level *level = data;

	if (level->fd >= 0)
		close(level->fd);
	g_clear_pointer(&level->names, hc_sorter_free);
	g_clear_pointer(&level->path, g_free);
}

static bool
is_number(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (!hc_is_digit((unsigned char)*at))
			return false;
	return name[0] != '\0';
}

static void
note_folder(Signs *signs, const char *name)
{
	signs->cur |= strcmp(name, "cur") == 0;
	signs->new |= strcmp(name, "new") == 0;
	signs->tmp |= strcmp(name, "tmp") == 0;
	signs->messages |= strcmp(name, "Messages") == 0;
}

static void
note_file(Signs *signs, const char *name)
{
	if (strcmp(name, ".mh_sequences") == 0)
		signs->mh_file = true;
	else if (is_number(name))
		signs->numbers = true;
	else if (hc_entry_left_out(name, HC_KIND_MH, false) == NULL)
		signs->others = true;
}

/* Look at a name without opening it, and remember both. */
static bool
add_name(Walk *walk, Level *level, const char *name, Signs *signs,
         GError **error)
{
	struct stat state;
	Facts facts = {.code = 0};

	if (fstatat(level->fd, name, &state, AT_SYMLINK_NOFOLLOW) != 0)
		facts.code = errno;
	else
		facts = (Facts){
			.size = S_ISREG(state.st_mode) ? (uint64_t)state.st_size
		                                       : 0,
			.inode = state.st_ino,
			.mtime_s = state.st_mtim.tv_sec,
			.mtime_ns = (uint32_t)state.st_mtim.tv_nsec,
			.mode = state.st_mode,
		};

	char rank = S_ISDIR(facts.mode) ? RANK_FOLDER : RANK_FILE;

	if (rank == RANK_FOLDER)
		note_folder(signs, name);
	else if (S_ISREG(facts.mode))
		note_file(signs, name);
	g_byte_array_set_size(walk->record, 0);
	g_byte_array_append(walk->record, (const guint8 *)&rank, 1);
	g_byte_array_append(walk->record, (const guint8 *)name,
	                    (guint)strlen(name) + 1);
	g_byte_array_append(walk->record, (const guint8 *)&facts,
	                    sizeof(facts));
	return hc_sorter_add(level->names, walk->record->data,
	                     walk->record->len, error);
}

/* Read all names; what the system refuses in the middle is remembered. */
static bool
list(Walk *walk, Level *level, Signs *signs, GError **error)
{
	int fd = fcntl(level->fd, F_DUPFD_CLOEXEC, 0);
	DIR *names = fd >= 0 ? fdopendir(fd) : NULL;
	bool good = true;

	if (names == NULL) {
		level->code = errno;
		if (fd >= 0)
			close(fd);
		return true;
	}
	while (good) {
		errno = 0;

		const struct dirent *entry = readdir(names);

		if (entry == NULL) {
			level->code = errno;
			break;
		}
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			good = add_name(walk, level, entry->d_name, signs,
			                error);
	}
	closedir(names);
	return good;
}

static bool
holds_folder(int fd, const char *path)
{
	struct stat state;

	return fstatat(fd, path, &state, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(state.st_mode);
}

/* Whether a folder that is named itself is cur or new of a Maildir. */
static bool
is_maildir_part(const Level *level)
{
	g_autofree char *name = g_path_get_basename(level->path);

	return (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0) &&
	       holds_folder(level->fd, "../cur") &&
	       (holds_folder(level->fd, "../new") ||
	        holds_folder(level->fd, "../tmp"));
}

static void
decide_place(Level *level, const Signs *signs)
{
	level->is_maildir = signs->cur && (signs->new || signs->tmp);
	level->beside_messages = signs->messages;
	if (level->place == HC_KIND_MAILDIR)
		return;
	level->place = signs->numbers && (signs->mh_file || !signs->others)
	                       ? HC_KIND_MH
	                       : HC_KIND_FOLDER;
}

static bool
give(Walk *walk, const HcEntry *entry, GError **error)
{
	return walk->take(entry, walk->data, error);
}

/* A folder that is not listed, or not to its end. */
static bool
give_unread(Walk *walk, const char *path, const char *why, int code,
            GError **error)
{
	const HcEntry entry = {
		.what = HC_ENTRY_UNREAD,
		.place = HC_KIND_FOLDER,
		.path = path,
		.folder = path,
		.why = why,
		.code = code,
	};

	return give(walk, &entry, error);
}

static bool
give_folder(Walk *walk, const Level *level, GError **error)
{
	const HcEntry entry = {
		.what = HC_ENTRY_FOLDER,
		.place = level->place,
		.path = level->path,
		.folder = level->path,
		.inode = level->inode,
	};

	if (!give(walk, &entry, error))
		return false;
	return level->code == 0 ||
	       give_unread(walk, level->path, "cannot be listed to its end",
	                   level->code, error);
}

/* Whether a folder is one of those that the walk came down through, as a
 * mount can make it. */
static bool
is_above(const Walk *walk, const struct stat *state)
{
	for (unsigned i = 0; i < walk->levels->len; i++) {
		const Level *level = &g_array_index(walk->levels, Level, i);

		if (level->device == state->st_dev &&
		    level->inode == state->st_ino)
			return true;
	}
	return false;
}

/* Go down into an open folder, which is the level's from now on. */
static bool
enter_open(Walk *walk, int fd, const char *path, HcKind place,
           const struct stat *state, GError **error)
{
	Signs signs = {.cur = false};
	Level level = {
		.fd = fd,
		.path = g_strdup(path),
		.place = place,
		.device = state->st_dev,
		.inode = state->st_ino,
		.names = hc_sorter_new(walk->folder, NAMES_MEMORY),
	};

	if (walk->levels->len == 0 && is_maildir_part(&level))
		level.place = HC_KIND_MAILDIR;

	bool good = list(walk, &level, &signs, error);

	decide_place(&level, &signs);
	g_array_append_val(walk->levels, level);
	return good && give_folder(walk, top(walk), error);
}

/* Go down into a folder.
 *  @param parent  descriptor that @p name is relative to
 *  @param follow  a symbolic link is followed */
static bool
enter(Walk *walk, int parent, const char *name, const char *path, HcKind place,
      bool follow, GError **error)
{
	struct stat state;
	int fd;

	if (walk->levels->len >= hc_limit(HC_LIMIT_FOLDER_DEPTH))
		return give_unread(walk, path, "lies too many folders deep", 0,
		                   error);
	fd = hc_file_open_quietly(parent, name,
	                          O_DIRECTORY | (follow ? 0 : O_NOFOLLOW));
	if (fd < 0 || fstat(fd, &state) != 0) {
		int code = errno;

		if (fd >= 0)
			close(fd);
		return give_unread(walk, path, "cannot be opened", code, error);
	}
	if (is_above(walk, &state)) {
		close(fd);
		return give_unread(walk, path, "is a folder that holds itself",
		                   0, error);
	}
	return enter_open(walk, fd, path, place, &state, error);
}

/* What to read a file as that is mail by its place. */
static HcKind
kind_of(HcKind place, const char *name)
{
	if (place == HC_KIND_MAILDIR ||
	    (place == HC_KIND_MH && is_number(name)))
		return HC_KIND_EML;
	return g_str_has_suffix(name, ".emlx") ? HC_KIND_EMLX : HC_KIND_AUTO;
}

static void
judge_type(HcEntry *entry, uint32_t mode)
{
	entry->why = hc_file_refusal("", mode);
	if (S_ISLNK(mode)) {
		entry->what = HC_ENTRY_LINK;
		entry->why = "is a symbolic link, not followed";
	} else if (entry->why != NULL) {
		entry->what = HC_ENTRY_REFUSED;
	} else if (strlen(entry->path) >= PATH_MAX) {
		entry->what = HC_ENTRY_UNREAD;
		entry->why = "cannot be opened";
		entry->code = ENAMETOOLONG;
	}
}

static bool
give_file(Walk *walk, const Level *level, const char *name, const Facts *facts,
          GError **error)
{
	HcEntry entry = {
		.what = HC_ENTRY_FILE,
		.place = level->place,
		.kind = kind_of(level->place, name),
		.path = walk->path->str,
		.folder = level->path,
		.member = name,
		.size = facts->size,
		.inode = facts->inode,
		.mtime_s = facts->mtime_s,
		.mtime_ns = facts->mtime_ns,
	};
	const char *left_out = hc_entry_left_out(
		name, level->is_maildir ? HC_KIND_MAILDIR : level->place,
		false);

	if (facts->code != 0) {
		entry.what = HC_ENTRY_UNREAD;
		entry.why = "cannot be looked at";
		entry.code = facts->code;
	} else {
		judge_type(&entry, facts->mode);
	}
	if (entry.what == HC_ENTRY_FILE && left_out != NULL) {
		entry.what = HC_ENTRY_LEFT_OUT;
		entry.why = left_out;
	}
	return give(walk, &entry, error);
}

/* Why a folder within a folder is not walked; NULL: it is. */
static const char *
folder_left_out(const Level *level, const char *name)
{
	if (level->is_maildir && strcmp(name, "tmp") == 0)
		return "deliveries to a Maildir that were not finished";
	if (level->beside_messages && strcmp(name, "Attachments") == 0)
		return "attachments that Apple Mail keeps apart, no messages";
	return hc_entry_left_out(
		name, level->is_maildir ? HC_KIND_MAILDIR : level->place, true);
}

static bool
take_folder(Walk *walk, const Level *level, const char *name, GError **error)
{
	const char *left_out = folder_left_out(level, name);
	bool is_part = level->is_maildir &&
	               (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0);
	const HcEntry entry = {
		.what = HC_ENTRY_LEFT_OUT,
		.place = HC_KIND_FOLDER,
		.path = walk->path->str,
		.folder = walk->path->str,
		.why = left_out,
	};

	if (left_out != NULL)
		return give(walk, &entry, error);
	return enter(walk, level->fd, name, walk->path->str,
	             is_part ? HC_KIND_MAILDIR : HC_KIND_FOLDER, false, error);
}

static void
join(GString *path, const char *folder, const char *name)
{
	g_string_assign(path, folder);
	if (path->len == 0 || path->str[path->len - 1] != '/')
		g_string_append_c(path, '/');
	g_string_append(path, name);
}

/* Take the next name of the folder where the walk is, or go up. */
static bool
step(Walk *walk, GError **error)
{
	Level *level = top(walk);
	const void *record;
	size_t length;
	Facts facts;

	if (!hc_sorter_next(level->names, &record, &length, error))
		return false;
	if (record == NULL) {
		g_array_set_size(walk->levels, walk->levels->len - 1);
		return true;
	}

	g_autofree char *name = g_strdup((const char *)record + 1);

	memcpy(&facts, (const char *)record + length - sizeof(facts),
	       sizeof(facts));
	join(walk->path, level->path, name);
	return *(const char *)record == RANK_FOLDER
	               ? take_folder(walk, level, name, error)
	               : give_file(walk, level, name, &facts, error);
}

static bool
walk_folder(const char *path, const char *folder, HcEntryFunc take, void *data,
            GError **error)
{
	Walk walk = {
		.levels = g_array_new(FALSE, FALSE, sizeof(Level)),
		.folder = folder,
		.take = take,
		.data = data,
		.record = g_byte_array_new(),
		.path = g_string_new(NULL),
	};

	g_array_set_clear_func(walk.levels, clear_level);

	bool good =
		enter(&walk, AT_FDCWD, path, path, HC_KIND_FOLDER, true, error);

	while (good && walk.levels->len > 0)
		good = step(&walk, error);
	g_array_unref(walk.levels);
	g_byte_array_unref(walk.record);
	g_string_free(walk.path, TRUE);
	return good;
}

bool
hc_entries_walk(const char *path, const char *folder, HcEntryFunc take,
                void *data, GError **error)
{
	struct stat state = {.st_mode = S_IFREG};
	HcEntry entry = {.what = HC_ENTRY_FILE, .path = path};

	if (strcmp(path, "-") == 0)
		return take(&entry, data, error);
	if (stat(path, &state) != 0) {
		entry.what = HC_ENTRY_UNREAD;
		entry.why = "cannot be opened";
		entry.code = errno;
		return take(&entry, data, error);
	}
	if (S_ISDIR(state.st_mode))
		return walk_folder(path, folder, take, data, error);
	entry.why = hc_file_refusal(path, state.st_mode);
	if (entry.why != NULL)
		entry.what = HC_ENTRY_REFUSED;
	if (g_str_has_suffix(path, ".emlx"))
		entry.kind = HC_KIND_EMLX;
	entry.size = S_ISREG(state.st_mode) ? (uint64_t)state.st_size : 0;
	entry.inode = state.st_ino;
	entry.mtime_s = state.st_mtim.tv_sec;
	entry.mtime_ns = (uint32_t)state.st_mtim.tv_nsec;
	return take(&entry, data, error);
}
