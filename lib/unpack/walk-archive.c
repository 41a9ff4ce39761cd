/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk-archive.c - the members of an archive, by libarchive.
 *
 * Only the readers for tar, zip, raw, gzip, bzip2, xz and zstd: most faults that
 * were found in libarchive are in the others, and some of these start programs.
 * Nothing is extracted.  An archive in the archive is opened, one in that is
 * not: it is a file like any other then, and that is noted. */
#include "config.h"

#include "walk-archive.h"

#include <string.h>

#include "archive-auto.h"
#include "limit.h"
#include "magic.h"
#ifdef HAVE_GSF
#include "outlook.h"
#endif

/** Where the bytes of an archive come from, when it is a member itself. */
typedef struct {
	HcTeller *teller;
	HcArchive *outer;
	char *piece;   /**< HC_STREAM_PIECE bytes */
	size_t length; /**< of the piece that was read ahead; 0: none */
	bool damaged;
} Within;

typedef struct {
	HcTeller *teller;
	HcArchive *archive;
	HcKind kind;
	unsigned depth; /**< 0: the container itself */
	bool whole;     /**< so far */
	bool over;      /**< it cannot be read on */
	char *piece;    /**< HC_STREAM_PIECE bytes */
} Walk;

static HcArchive *
new_archive(HcKind kind)
{
	HcArchive *archive = archive_read_new();

	if (archive == NULL)
		g_abort();
	if (kind == HC_KIND_ZIP) {
		archive_read_support_format_zip(archive);
		return archive;
	}
	archive_read_support_format_tar(archive);
	if (kind == HC_KIND_TAR)
		return archive;
	archive_read_support_format_raw(archive);
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	return archive;
}

static void
damage(Walk *walk, HcStreamWhy why)
{
	walk->whole = false;
	hc_teller_note(walk->teller, HC_NOTE_DAMAGED_CONTAINER, why);
}

/* ------------------------------------------------------------------ bytes */

/** Read a piece of a member.
 *  @return its length, 0 at the end; negative: it is damaged, and noted */
static ssize_t
read_piece(Walk *walk)
{
	ssize_t length =
		archive_read_data(walk->archive, walk->piece, HC_STREAM_PIECE);

	if (length >= 0)
		return length;
	walk->over = length <= ARCHIVE_FATAL;
	damage(walk, HC_WHY_DATA);
	return -1;
}

/** Tell the rest of a member, of which a piece was read.
 *  @return whether it was all */
static bool
tell_rest(Walk *walk, ssize_t length)
{
	while (length > 0 && !walk->teller->deaf) {
		hc_teller_bytes(walk->teller, HC_STREAM_DATA, walk->piece,
		                (size_t)length);
		length = read_piece(walk);
	}
	return length == 0;
}

static void
tell_file(Walk *walk, const char *name, ssize_t length)
{
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	hc_teller_close(walk->teller, tell_rest(walk, length));
}

/** Tell a file that is no more than bytes, and why that is.  What a limit
 *  keeps closed was not read. */
static void
tell_closed(Walk *walk, const char *name, ssize_t length, HcStreamWhy why)
{
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED, why);
	walk->whole = false;
	hc_teller_close(walk->teller, tell_rest(walk, length));
}

#ifdef HAVE_GSF
/** A .msg file is read as a whole, up to its limit. */
static void
tell_outlook(Walk *walk, const char *name, ssize_t length)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	while (length > 0 && bytes->len <= HC_OUTLOOK_MAX) {
		g_byte_array_append(bytes, (const guint8 *)walk->piece,
		                    (guint)length);
		length = read_piece(walk);
	}
	if (length == 0) {
		hc_outlook_tell(walk->teller, name, bytes->data, bytes->len);
		return;
	}
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	if (length > 0)
		hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED,
		               HC_WHY_OUTLOOK);
	walk->whole = false;
	hc_teller_bytes(walk->teller, HC_STREAM_DATA, bytes->data, bytes->len);
	hc_teller_close(walk->teller, tell_rest(walk, length));
}
#else
static void
tell_outlook(Walk *walk, const char *name, ssize_t length)
{
	tell_closed(walk, name, length, HC_WHY_NO_OUTLOOK);
}
#endif

/* ----------------------------------------------------------------- within */

/** The bytes of an archive within the archive, for libarchive. */
static la_ssize_t
read_within(HcArchive *archive, void *data, const void **bytes_out)
{
	Within *within = data;
	ssize_t length = (ssize_t)within->length;

	within->length = 0;
	if (length == 0)
		length = archive_read_data(within->outer, within->piece,
		                           HC_STREAM_PIECE);
	if (length < 0) {
		within->damaged = true;
		archive_set_error(archive, 0, "the outer archive is damaged");
		return -1;
	}
	hc_teller_bytes(within->teller, HC_STREAM_OUTER, within->piece,
	                (size_t)length);
	*bytes_out = within->piece;
	return length;
}

static bool walk_members(Walk *walk, GString *filters);

/** Tell an archive that is a member, and what is in it. */
static void
tell_archive(Walk *walk, const char *name, HcKind kind, ssize_t length)
{
	g_autoptr(HcArchive) archive = new_archive(kind);
	g_autoptr(GString) filters = g_string_new("");
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	Within within = {walk->teller, walk->archive, walk->piece,
	                 (size_t)length, false};
	Walk inner = {walk->teller, archive, kind, walk->depth + 1,
	              true,         false,   piece};
	const void *rest;

	hc_teller_member(walk->teller, HC_STREAM_ARCHIVE, kind, name);
	if (archive_read_open2(archive, &within, NULL, read_within, NULL,
	                       NULL) == ARCHIVE_OK)
		walk_members(&inner, filters);
	else
		damage(&inner, HC_WHY_OPEN);
	/* what it did not ask for belongs to its digest, too */
	while (!within.damaged && !walk->teller->deaf &&
	       read_within(archive, &within, &rest) > 0)
		;
	if (within.damaged)
		walk->over = true;
	walk->whole &= inner.whole && !within.damaged;
	hc_teller_archive_end(walk->teller, inner.whole && !within.damaged);
}

/** Whether a zip file is a document of an office program, or a program: such
 *  hold no mail, and are no archive to those who send them. */
static bool
is_document(const char *data, size_t length)
{
	static const char *const firsts[] = {
		"[Content_Types].xml",
		"mimetype",
		"_rels/",
		"META-INF/",
		"word/",
		"xl/",
		"ppt/",
		"docProps/",
	};

	for (size_t i = 0; length > 30 && i < G_N_ELEMENTS(firsts); i++) {
		size_t first = strlen(firsts[i]);

		/* APPNOTE 4.3.7: the name follows 30 bytes of header */
		if (length >= 30 + first &&
		    memcmp(data + 30, firsts[i], first) == 0)
			return true;
	}
	return false;
}

/* ---------------------------------------------------------------- members */

/** Tell a member that has bytes. */
static void
tell_member(Walk *walk, const char *name)
{
	ssize_t length = read_piece(walk);
	HcKind kind = length > 0 ? hc_magic_kind(walk->piece, (size_t)length)
	                         : HC_KIND_AUTO;

	switch (kind) {
	case HC_KIND_ZIP:
		if (is_document(walk->piece, (size_t)length)) {
			tell_file(walk, name, length);
			break;
		}
		/* fall through */
	case HC_KIND_TAR:
	case HC_KIND_COMPRESSED:
		if (walk->depth < HC_ARCHIVE_DEPTH_MAX)
			tell_archive(walk, name, kind, length);
		else
			tell_closed(walk, name, length, HC_WHY_DEPTH);
		break;
	case HC_KIND_MSG:
		tell_outlook(walk, name, length);
		break;
	case HC_KIND_PST:
		tell_closed(walk, name, length, HC_WHY_STORE_WITHIN);
		break;
	default:
		tell_file(walk, name, length);
		break;
	}
}

static void
tell_entry(Walk *walk, struct archive_entry *entry)
{
	mode_t type = archive_entry_filetype(entry);
	const char *name = archive_entry_pathname(entry);
	bool packed_alone = archive_format(walk->archive) == ARCHIVE_FORMAT_RAW;

	/* one file that is packed has no name of its own */
	if (packed_alone)
		name = NULL;
	if (type == AE_IFDIR)
		return;
	if (archive_entry_is_encrypted(entry)) {
		hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO,
		                 name);
		hc_teller_note(walk->teller, HC_NOTE_ENCRYPTED_MEMBER,
		               HC_WHY_NONE);
		walk->whole = false;
		hc_teller_close(walk->teller, false);
	} else if ((type != AE_IFREG && type != 0) ||
	           (archive_entry_hardlink(entry) != NULL &&
	            archive_entry_size(entry) == 0)) {
		hc_teller_member(walk->teller, HC_STREAM_NO_FILE, HC_KIND_AUTO,
		                 name);
		hc_teller_close(walk->teller, true);
	} else {
		tell_member(walk, name);
	}
}

/** What the archive is packed with, outermost first.
 *  @return how many compressions */
static unsigned
list_filters(HcArchive *archive, GString *filters)
{
	int count = archive_filter_count(archive);
	unsigned packed = 0;

	/* number 0 is the innermost, the last is the file itself */
	for (int i = count - 1; i >= 0; i--)
		if (archive_filter_code(archive, i) != ARCHIVE_FILTER_NONE) {
			if (packed++ > 0)
				g_string_append_c(filters, ' ');
			g_string_append(filters,
			                archive_filter_name(archive, i));
		}
	return packed;
}

static bool
walk_members(Walk *walk, GString *filters)
{
	struct archive_entry *entry;
	bool listed = false;

	while (!walk->over && !walk->teller->deaf) {
		int result = archive_read_next_header(walk->archive, &entry);

		if (result == ARCHIVE_EOF)
			break;
		if (!listed &&
		    list_filters(walk->archive, filters) > HC_FILTERS_MAX) {
			hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED,
			               HC_WHY_FILTERS);
			return walk->whole = false;
		}
		listed = true;
		if (result < ARCHIVE_WARN) {
			damage(walk, HC_WHY_HEADER);
			break;
		}
		tell_entry(walk, entry);
	}
	return walk->whole;
}

/* ------------------------------------------------------------------ doors */

/** @param opened  what opening it gave */
static bool
walk_opened(HcTeller *teller, HcArchive *archive, HcKind kind, int opened,
            GString *filters)
{
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	Walk walk = {teller, archive, kind, 0, true, false, piece};

	if (opened == ARCHIVE_OK)
		return walk_members(&walk, filters);
	/* libarchive unpacks 25 layers before it gives up */
	if (archive_filter_count(archive) > (int)HC_FILTERS_MAX + 1)
		hc_teller_note(teller, HC_NOTE_LIMIT_REACHED, HC_WHY_FILTERS);
	else
		damage(&walk, HC_WHY_OPEN);
	return false;
}

bool
hc_walk_archive(HcTeller *teller, int file, HcKind kind, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(kind);
	int opened = archive_read_open_fd(archive, file, HC_STREAM_PIECE);

	return walk_opened(teller, archive, kind, opened, filters);
}

bool
hc_walk_archive_bytes(HcTeller *teller, const void *bytes, size_t length,
                      HcKind kind, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(kind);
	int opened = archive_read_open_memory(archive, bytes, length);

	return walk_opened(teller, archive, kind, opened, filters);
}
