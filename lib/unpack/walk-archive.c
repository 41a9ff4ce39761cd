/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* walk-archive.c - the members of an archive, by libarchive.
 *
 * Only the readers for tar, zip, raw, gzip, bzip2, xz and zstd: most faults that
 * were found in libarchive are in the others, and some of these start programs.
 * Nothing is extracted.  An archive in the archive is opened, one in that is
 * not: it is a file like any other then, and that is noted.
 *
 * Each gzip is taken off before libarchive sees the bytes, as it holds none to
 * its checksum. */
#include "config.h"

#include "walk-archive.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive-auto.h"
#include "gunzip.h"
#include "limit.h"
#include "magic.h"
#ifdef HAVE_GSF
#include "outlook.h"
#endif
#include "zip-end.h"

typedef struct {
	HcTeller *teller;
	HcArchive *archive;
	unsigned depth;    /**< 0: the container itself */
	bool whole;        /**< so far */
	bool over;         /**< it cannot be read on */
	char *piece;       /**< HC_STREAM_PIECE bytes */
	const char *block; /**< bytes that libarchive gave and were not taken */
	size_t block_left;
	int64_t hole;     /**< NULs that stand before them */
	int64_t position; /**< in the member */
	bool ended;       /**< the member has no more */
	bool damaged;     /**< the member cannot be read on */
	bool gunzipped;   /**< libarchive sees what gunzip.h unpacked */
	unsigned packed;  /**< compressions around what it gives */
	uint64_t headers; /**< of members, folders among them */
} Walk;

/** The bytes of an archive that libarchive gets to see: those of another, as
 *  they pass by. */
typedef struct {
	HcTeller *teller;
	Walk *from;
	char *piece;    /**< HC_STREAM_PIECE bytes */
	size_t length;  /**< of the piece that was read ahead; 0: none */
	bool is_member; /**< they belong to a member's digest */
	bool damaged;
	uint64_t zeros;  /**< how many NULs they end with so far */
	HcZipTail *tail; /**< of a zip archive; else NULL */
} Passing;

/** A file, read from its start. */
typedef struct {
	int file;
	char *piece;   /**< HC_STREAM_PIECE bytes */
	size_t length; /**< of the piece that was read ahead; 0: none */
} FilePass;

typedef struct {
	const char *bytes;
	size_t length;
} Block;

/** What libarchive reads: bytes as they pass by, or what was packed in them. */
typedef struct {
	HcGunzipSource source;
	void *data;
	bool is_gzip;
	HcGunzip gunzip;
} Feed;

/** Two blocks of NULs end a tar archive (POSIX.1-1988 10.1.1). */
#define TAR_END 1024u

/** A reader for what stands in a container of a kind.  A compressed file gives
 *  one member; that it is a tar archive shows on its bytes.
 *  @param kind  HC_KIND_OTHER: give the bytes as they are */
static HcArchive *
new_archive(HcKind kind)
{
	HcArchive *archive = archive_read_new();

	if (archive == NULL)
		g_abort();
	if (kind == HC_KIND_ZIP) {
		archive_read_support_format_zip(archive);
	} else if (kind == HC_KIND_TAR) {
		archive_read_support_format_tar(archive);
		archive_read_set_option(archive, "tar",
		                        "read_concatenated_archives", "1");
	} else {
		archive_read_support_format_raw(archive);
		archive_read_support_format_empty(archive);
	}
	if (kind == HC_KIND_COMPRESSED) {
		archive_read_support_filter_bzip2(archive);
		archive_read_support_filter_xz(archive);
		archive_read_support_filter_zstd(archive);
	}
	return archive;
}

static void
damage(Walk *walk, HcStreamWhy why)
{
	walk->whole = false;
	hc_teller_note(walk->teller, HC_NOTE_DAMAGED_CONTAINER, why);
}

/* ------------------------------------------------------------------ bytes */

static void
begin_bytes(Walk *walk)
{
	walk->block_left = 0;
	walk->hole = walk->position = 0;
	walk->ended = walk->damaged = false;
}

/** Have libarchive give the next bytes; a sparse file has holes. */
static void
read_block(Walk *walk)
{
	const void *block;
	la_int64_t offset;
	int result = archive_read_data_block(walk->archive, &block,
	                                     &walk->block_left, &offset);

	walk->block = block;
	if (result == ARCHIVE_OK) {
		walk->hole = offset - walk->position;
		walk->damaged = walk->hole < 0;
	} else {
		walk->ended = result == ARCHIVE_EOF;
		walk->damaged = !walk->ended;
		walk->over |= result <= ARCHIVE_FATAL;
	}
	if (walk->ended || walk->damaged) {
		walk->block_left = 0;
		walk->hole = 0;
	}
}

/** Read a piece of a member; damage is found behind the bytes before it.
 *  @return its length, full but at the end; 0 at the end */
static size_t
read_piece(Walk *walk)
{
	size_t length = 0;

	while (length < HC_STREAM_PIECE && !walk->ended && !walk->damaged) {
		size_t room = HC_STREAM_PIECE - length;
		size_t taken;

		if (walk->hole > 0) {
			taken = (size_t)MIN((uint64_t)walk->hole, room);
			memset(walk->piece + length, 0, taken);
			walk->hole -= (int64_t)taken;
		} else if (walk->block_left > 0) {
			taken = MIN(walk->block_left, room);
			memcpy(walk->piece + length, walk->block, taken);
			walk->block += taken;
			walk->block_left -= taken;
		} else {
			read_block(walk);
			continue;
		}
		length += taken;
		walk->position += (int64_t)taken;
	}
	return length;
}

/** Tell the rest of a member, of which a piece was read, and close it. */
static void
tell_rest(Walk *walk, size_t length)
{
	while (length > 0 && !walk->teller->deaf) {
		hc_teller_bytes(walk->teller, HC_STREAM_DATA, walk->piece,
		                length);
		length = read_piece(walk);
	}
	if (walk->damaged)
		damage(walk, HC_WHY_DATA);
	hc_teller_close(walk->teller, !walk->damaged);
}

static void
tell_file(Walk *walk, const char *name, size_t length)
{
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	tell_rest(walk, length);
}

/** Tell a file that is no more than bytes, and why that is.  What a limit
 *  keeps closed was not read. */
static void
tell_closed(Walk *walk, const char *name, size_t length, HcStreamWhy why)
{
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED, why);
	walk->whole = false;
	tell_rest(walk, length);
}

#ifdef HAVE_GSF
/** A .msg file is read as a whole, up to its limit. */
static void
tell_outlook(Walk *walk, const char *name, size_t length)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	while (length > 0 && bytes->len <= hc_limit(HC_LIMIT_OUTLOOK)) {
		g_byte_array_append(bytes, (const guint8 *)walk->piece,
		                    (guint)length);
		length = read_piece(walk);
	}
	/* the last piece may have gone beyond it */
	if (length == 0 && !walk->damaged &&
	    bytes->len <= hc_limit(HC_LIMIT_OUTLOOK)) {
		hc_outlook_tell(walk->teller, name, bytes->data, bytes->len);
		return;
	}
	hc_teller_member(walk->teller, HC_STREAM_FILE, HC_KIND_AUTO, name);
	if (!walk->damaged)
		hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED,
		               HC_WHY_OUTLOOK);
	walk->whole = false;
	hc_teller_bytes(walk->teller, HC_STREAM_DATA, bytes->data, bytes->len);
	tell_rest(walk, length);
}
#else
static void
tell_outlook(Walk *walk, const char *name, size_t length)
{
	tell_closed(walk, name, length, HC_WHY_NO_OUTLOOK);
}
#endif

/* ---------------------------------------------------------------- passing */

static void
count_zeros(Passing *passing, size_t length)
{
	size_t zeros = 0;

	while (zeros < length && passing->piece[length - zeros - 1] == '\0')
		zeros++;
	passing->zeros = zeros < length ? zeros : passing->zeros + zeros;
}

/** The bytes of an archive, as they pass by. */
static ssize_t
pass(void *data, const void **bytes_out)
{
	Passing *passing = data;
	size_t length = passing->length;

	passing->length = 0;
	if (length == 0 && !passing->damaged)
		length = read_piece(passing->from);
	if (length == 0 && passing->from->damaged) {
		passing->damaged = true;
		return -1;
	}
	if (passing->is_member)
		hc_teller_bytes(passing->teller, HC_STREAM_OUTER,
		                passing->piece, length);
	count_zeros(passing, length);
	if (passing->tail != NULL)
		hc_zip_tail_add(passing->tail, passing->piece, length);
	*bytes_out = passing->piece;
	return (ssize_t)length;
}

/** The bytes of a file. */
static ssize_t
pass_file(void *data, const void **bytes_out)
{
	FilePass *file = data;
	size_t ahead = file->length;
	ssize_t length = (ssize_t)ahead;

	file->length = 0;
	*bytes_out = file->piece;
	if (ahead == 0)
		do
			length = read(file->file, file->piece, HC_STREAM_PIECE);
		while (length < 0 && errno == EINTR);
	return length;
}

/** Bytes that wait in memory, once. */
static ssize_t
pass_bytes(void *data, const void **bytes_out)
{
	Block *block = data;
	size_t length = MIN(block->length, HC_STREAM_PIECE);

	*bytes_out = block->bytes;
	block->bytes += length;
	block->length -= length;
	return (ssize_t)length;
}

/* ------------------------------------------------------- what libarchive sees */

static void
feed_begin(Feed *feed, HcGunzipSource source, void *data, bool is_gzip)
{
	*feed = (Feed){.source = source, .data = data, .is_gzip = is_gzip};
	if (is_gzip)
		hc_gunzip_begin(&feed->gunzip, source, data);
}

static void
feed_end(Feed *feed)
{
	if (feed->is_gzip)
		hc_gunzip_end(&feed->gunzip);
}

static la_ssize_t
feed_read(HcArchive *archive, void *data, const void **bytes_out)
{
	Feed *feed = data;
	ssize_t length = feed->is_gzip
	                         ? hc_gunzip_read(&feed->gunzip, bytes_out)
	                         : feed->source(feed->data, bytes_out);

	if (length < 0)
		archive_set_error(archive, 0, "what it stands in is damaged");
	return length;
}

static int
open_feed(HcArchive *archive, Feed *feed)
{
	return archive_read_open2(archive, feed, NULL, feed_read, NULL, NULL);
}

/* ----------------------------------------------------------------- within */

static void walk_opened(Walk *walk, int opened, HcKind kind, GString *filters);

/** Whether the bytes that passed by end as an archive of a kind does. */
static bool
passed_end(const Walk *walk, const Passing *passing, HcKind kind)
{
	if (kind == HC_KIND_ZIP)
		return hc_zip_tail_is_end(passing->tail, walk->headers);
	return kind != HC_KIND_TAR || passing->zeros >= TAR_END;
}

/** Walk an archive whose bytes pass by.
 *  @param filters  what is packed around it is added */
static void
walk_passing(Walk *walk, Passing *passing, HcKind kind, GString *filters)
{
	Feed feed;
	const void *rest;

	feed_begin(&feed, pass, passing, walk->gunzipped);
	walk_opened(walk, open_feed(walk->archive, &feed), kind, filters);
	/* what it did not ask for belongs to the digest, too */
	while (!passing->damaged && !walk->teller->deaf &&
	       pass(passing, &rest) > 0)
		;
	feed_end(&feed);
	if (walk->whole && passing->damaged)
		damage(walk, HC_WHY_DATA);
	if (walk->whole && !passed_end(walk, passing, kind))
		damage(walk, HC_WHY_END);
}

/** Walk an archive whose bytes are those of a member of another.
 *  @param from     the piece that was read ahead is in it
 *  @param length   of that piece
 *  @param filters  NULL: it counts as a level, and is told as a member; else it
 *                  is what was packed, and what with is added
 *  @return whether it was whole */
static bool
walk_within(Walk *from, HcKind kind, size_t length, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(kind);
	g_autoptr(GString) own = g_string_new("");
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	g_autofree HcZipTail *tail =
		kind == HC_KIND_ZIP ? g_new0(HcZipTail, 1) : NULL;
	Passing passing = {
		.teller = from->teller,
		.from = from,
		.piece = from->piece,
		.length = length,
		.is_member = filters == NULL,
		.tail = tail,
	};
	Walk walk = {
		.teller = from->teller,
		.archive = archive,
		.depth = from->depth + (filters == NULL),
		.whole = true,
		.piece = piece,
		.gunzipped = kind == HC_KIND_COMPRESSED &&
	                     hc_gunzip_knows(from->piece, length),
		.packed = filters == NULL ? 0 : from->packed,
	};

	walk_passing(&walk, &passing, kind, filters != NULL ? filters : own);
	from->whole &= walk.whole;
	return walk.whole;
}

/** Tell an archive that is a member, and what is in it. */
static void
tell_archive(Walk *walk, const char *name, HcKind kind, size_t length)
{
	bool whole;

	hc_teller_member(walk->teller, HC_STREAM_ARCHIVE, kind, name);
	whole = walk_within(walk, kind, length, NULL);
	hc_teller_archive_end(walk->teller, whole);
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

/** Tell a member that has bytes.
 *  @param length  of its first piece, which was read */
static void
tell_member(Walk *walk, const char *name, size_t length)
{
	HcKind kind = hc_magic_kind(walk->piece, length);

	switch (kind) {
	case HC_KIND_ZIP:
		if (is_document(walk->piece, length)) {
			tell_file(walk, name, length);
			break;
		}
		/* fall through */
	case HC_KIND_TAR:
	case HC_KIND_COMPRESSED:
		if (walk->depth < hc_limit(HC_LIMIT_ARCHIVE_DEPTH))
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
		if (hc_magic_closed(walk->piece, length) != NULL)
			tell_closed(walk, name, length, HC_WHY_CLOSED_WITHIN);
		else
			tell_file(walk, name, length);
		break;
	}
}

static void
tell_entry(Walk *walk, struct archive_entry *entry)
{
	mode_t type = archive_entry_filetype(entry);
	const char *name = archive_entry_pathname(entry);
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
		begin_bytes(walk);
		tell_member(walk, name, read_piece(walk));
	}
}

static void
walk_members(Walk *walk)
{
	struct archive_entry *entry;

	while (!walk->over && !walk->teller->deaf) {
		int result = archive_read_next_header(walk->archive, &entry);

		if (result == ARCHIVE_EOF)
			return;
		if (result < ARCHIVE_WARN) {
			damage(walk, HC_WHY_HEADER);
			return;
		}
		walk->headers++;
		tell_entry(walk, entry);
	}
}

static void
add_filter(Walk *walk, GString *filters, const char *name)
{
	if (walk->packed++ > 0)
		g_string_append_c(filters, ' ');
	g_string_append(filters, name);
}

/** What the bytes are packed with, outermost first. */
static void
list_filters(Walk *walk, GString *filters)
{
	HcArchive *archive = walk->archive;
	int count = archive_filter_count(archive);

	if (walk->gunzipped)
		add_filter(walk, filters, "gzip");
	/* number 0 is the innermost, the last is the file itself */
	for (int i = count - 1; i >= 0; i--)
		if (archive_filter_code(archive, i) != ARCHIVE_FILTER_NONE)
			add_filter(walk, filters,
			           archive_filter_name(archive, i));
}

/** Walk what gives one member without a name: a tar archive, packed or not, or
 *  a file that is packed. */
static void
walk_stream(Walk *walk, HcKind kind, GString *filters)
{
	struct archive_entry *entry;
	int result = archive_read_next_header(walk->archive, &entry);
	size_t length = 0;

	list_filters(walk, filters);
	if (walk->packed > hc_limit(HC_LIMIT_FILTERS)) {
		hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED,
		               HC_WHY_FILTERS);
		walk->whole = false;
		return;
	}
	if (result < ARCHIVE_WARN) {
		damage(walk, HC_WHY_OPEN);
		return;
	}
	begin_bytes(walk);
	walk->ended = result == ARCHIVE_EOF;
	length = read_piece(walk);
	if (kind == HC_KIND_OTHER ||
	    hc_magic_kind(walk->piece, length) == HC_KIND_TAR)
		walk_within(walk, HC_KIND_TAR, length, filters);
	else if (hc_gunzip_knows(walk->piece, length))
		walk_within(walk, HC_KIND_COMPRESSED, length, filters);
	else
		tell_member(walk, NULL, length);
}

/** @param opened  what opening it gave */
static void
walk_opened(Walk *walk, int opened, HcKind kind, GString *filters)
{
	if (opened != ARCHIVE_OK) {
		/* libarchive unpacks 25 layers before it gives up */
		if (walk->packed + walk->gunzipped +
		            (unsigned)archive_filter_count(walk->archive) >
		    hc_limit(HC_LIMIT_FILTERS) + 1)
			hc_teller_note(walk->teller, HC_NOTE_LIMIT_REACHED,
			               HC_WHY_FILTERS);
		else
			damage(walk, HC_WHY_OPEN);
		walk->whole = false;
	} else if (kind == HC_KIND_COMPRESSED || kind == HC_KIND_OTHER) {
		walk_stream(walk, kind, filters);
	} else {
		walk_members(walk);
	}
}

/* ------------------------------------------------------------------ doors */

/** Whether a file is a zip archive to its end; it stands there then.  What is no
 *  file, but a stream, cannot be told. */
static bool
file_has_zip_end(int file)
{
	g_autofree HcZipTail *tail = g_new0(HcZipTail, 1);
	off_t size = lseek(file, 0, SEEK_END);
	ssize_t got;

	if (size < 0 ||
	    lseek(file, -(off_t)MIN(size, (off_t)HC_ZIP_END_MAX), SEEK_END) < 0)
		return true;
	tail->passed = (uint64_t)MAX(size - (off_t)HC_ZIP_END_MAX, 0);
	do {
		char bytes[4096];

		got = read(file, bytes, sizeof bytes);
		if (got > 0)
			hc_zip_tail_add(tail, bytes, (size_t)got);
	} while (got > 0);
	return hc_zip_tail_is_end(tail, 0);
}

/** How the container itself is read: a tar archive is a stream, too, so that
 *  its end can be seen. */
static HcKind
outermost(HcKind kind)
{
	return kind == HC_KIND_TAR ? HC_KIND_OTHER : kind;
}

/** @param opened  what opening it gave */
static bool
walk_all(HcTeller *teller, HcArchive *archive, int opened, HcKind kind,
         bool gunzipped, GString *filters)
{
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	Walk walk = {
		.teller = teller,
		.archive = archive,
		.whole = true,
		.piece = piece,
		.gunzipped = gunzipped,
	};

	walk_opened(&walk, opened, outermost(kind), filters);
	return walk.whole;
}

static uint64_t
taken_by_gunzip(const void *gunzip)
{
	return hc_gunzip_taken(gunzip);
}

static uint64_t
taken_by_archive(const void *of)
{
	HcArchive *const *archive = of;

	/* of the outermost filter: bytes of the file */
	return (uint64_t)MAX(archive_filter_bytes(*archive, -1), 0);
}

/** Walk what is packed with gzip. */
static bool
walk_gzip(HcTeller *teller, HcGunzipSource source, void *data, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(HC_KIND_COMPRESSED);
	Feed feed;
	bool whole;

	feed_begin(&feed, source, data, true);
	teller->taken = taken_by_gunzip;
	teller->taken_of = &feed.gunzip;
	whole = walk_all(teller, archive, open_feed(archive, &feed),
	                 HC_KIND_COMPRESSED, true, filters);
	teller->taken = NULL;
	feed_end(&feed);
	return whole;
}

/** Whether a file is gzip; its first bytes are kept for who reads on.
 *  @param passing  its piece is allocated */
static bool
file_is_gzip(FilePass *passing)
{
	const void *bytes;
	ssize_t length = pass_file(passing, &bytes);

	passing->length = length > 0 ? (size_t)length : 0;
	if (hc_gunzip_knows(bytes, passing->length))
		return true;
	lseek(passing->file, 0, SEEK_SET);
	return false;
}

bool
hc_walk_archive(HcTeller *teller, int file, HcKind kind, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(outermost(kind));
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	FilePass passing = {.file = file, .piece = piece};
	bool whole;

	if (kind == HC_KIND_COMPRESSED && file_is_gzip(&passing))
		return walk_gzip(teller, pass_file, &passing, filters);
	teller->taken = taken_by_archive;
	teller->taken_of = &archive;
	whole = walk_all(teller, archive,
	                 archive_read_open_fd(archive, file, HC_STREAM_PIECE),
	                 kind, false, filters);
	teller->taken = NULL;
	if (!whole || kind != HC_KIND_ZIP || file_has_zip_end(file))
		return whole;
	hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER, HC_WHY_END);
	return false;
}

static bool
bytes_have_zip_end(const void *bytes, size_t length)
{
	g_autofree HcZipTail *tail = g_new0(HcZipTail, 1);

	hc_zip_tail_add(tail, bytes, length);
	return hc_zip_tail_is_end(tail, 0);
}

bool
hc_walk_archive_bytes(HcTeller *teller, const void *bytes, size_t length,
                      HcKind kind, GString *filters)
{
	g_autoptr(HcArchive) archive = new_archive(outermost(kind));
	Block block = {.bytes = bytes, .length = length};
	bool whole;

	if (kind == HC_KIND_COMPRESSED && hc_gunzip_knows(bytes, length))
		return walk_gzip(teller, pass_bytes, &block, filters);
	whole = walk_all(teller, archive,
	                 archive_read_open_memory(archive, bytes, length), kind,
	                 false, filters);
	if (!whole || kind != HC_KIND_ZIP || bytes_have_zip_end(bytes, length))
		return whole;
	hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER, HC_WHY_END);
	return false;
}

const char *
hc_walk_library(void)
{
	const char *version = archive_version_details();

	return g_str_has_prefix(version, "libarchive ") ? version + 11
	                                                : version;
}
