/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* entry.h - the files of a folder and of what is in it, in one fixed order.
 *
 * A folder gives first itself, then what it holds that is no folder, then its
 * folders, each with all that it holds; both sorted by the bytes of their
 * names.  So the order depends on names alone.  Nothing is passed over in
 * silence: what is not read is an entry, too, and says why.  Symbolic links
 * are not followed, but for a path that is named itself.  No file is opened.
 * However many names a folder has, a few MiB hold them: the rest is sorted in
 * files.
 */
#ifndef HC_ENTRY_H
#define HC_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "hopcheck.h"

/** What is to be done with an entry. */
typedef enum {
	HC_ENTRY_FILE,     /**< read it */
	HC_ENTRY_FOLDER,   /**< a folder; what it holds follows, if anything */
	HC_ENTRY_LEFT_OUT, /**< no mail by its name and place */
	HC_ENTRY_LINK,     /**< a symbolic link, not followed */
	HC_ENTRY_REFUSED,  /**< a device, FIFO or socket: trouble */
	HC_ENTRY_UNREAD,   /**< cannot be looked at or listed: trouble */
} HcEntryWhat;

/** One name.  Strings are borrowed for the time of the call; bytes as found,
 *  perhaps not UTF-8. */
typedef struct {
	HcEntryWhat what;
	HcKind place;     /**< what it stands in: HC_KIND_MAILDIR (cur or new),
	                     *   HC_KIND_MH, HC_KIND_FOLDER; HC_KIND_AUTO: it was
	                     *   named itself.  Of a folder: what it is */
	HcKind kind;      /**< of a file: what to read it as; HC_KIND_AUTO where
	                     *   its content decides */
	const char *path; /**< opens it; as given, and down from there */
	const char
		*folder; /**< path of the folder it stands in; of a folder, its
	                     *   own; NULL: it was named itself */
	const char *member; /**< its name in that folder; NULL: it was named
	                     *   itself, or is a folder */
	uint64_t size;      /**< bytes; 0 where it is no file */
	uint64_t inode;
	int64_t mtime_s; /**< seconds since 1970-01-01 UTC */
	uint32_t mtime_ns;
	const char *why; /**< what is not read: why, a phrase that follows the
	                  *   path; static.  Else NULL */
	int code;        /**< errno of why; 0: none */
} HcEntry;

/** Take one entry.
 *  @return false with @p error set to stop */
typedef bool (*HcEntryFunc)(const HcEntry *entry, void *data, GError **error);

/** Walk one path: give each entry to @p take, in order.
 *  @param path    a file, a folder, or "-" for standard input
 *  @param folder  where sorted names may go
 *  @return false with @p error set: @p take wants no more, or names cannot be
 *          sorted; what is wrong with an entry is an entry */
bool hc_entries_walk(const char *path, const char *folder, HcEntryFunc take,
                     void *data, GError **error);

/** Why a file or folder of this name is left out, wherever it is walked.
 *  @param place      what the folder it stands in is
 *  @param is_folder  it is a folder itself
 *  @return static; NULL: it is not */
const char *hc_entry_left_out(const char *name, HcKind place, bool is_folder);

#endif
