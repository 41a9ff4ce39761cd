/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-source.h
 * Inputs, raw messages and their header fields.
 * Include hopcheck.h, which says what holds of all.
 */
#ifndef HOPCHECK_SOURCE_H
#define HOPCHECK_SOURCE_H

#include "hopcheck-words.h"

G_BEGIN_DECLS

/* ----------------------------------------------------------------- source */

typedef enum {
	HC_KIND_AUTO, /**< by content: first octets "From " make an mbox */
	HC_KIND_EML,  /**< one message */
	HC_KIND_MBOX, /**< messages behind From_ lines (RFC 4155) */
	HC_KIND_EMLX, /**< one message of Apple Mail: its length, itself, a list */
	HC_KIND_MAILDIR, /**< the files in cur or new of a Maildir, one message each */
	HC_KIND_MH,      /**< the numbered files of an MH folder, one message each */
	HC_KIND_FOLDER,  /**< the files of any other folder that hold one message */
	HC_KIND_TAR,        /**< an archive, packed or not (hopcheck-container.h) */
	HC_KIND_ZIP,        /**< an archive */
	HC_KIND_COMPRESSED, /**< one file, by gzip, bzip2, xz or zstd */
	HC_KIND_MSG,        /**< one message of Outlook: what it kept of the header */
	HC_KIND_PST,        /**< a message store of Outlook */
	HC_KIND_OTHER,      /**< no mail */
} HcKind;

/** Token of a kind: "auto", "eml", "mbox" and so on; static. */
const char *hc_kind_token(HcKind kind);

/** A run of a source's bytes that is noted; offsets are of the source. */
typedef struct {
	HcNoteCode code;
	uint64_t offset; /**< bytes from the start of the source */
	uint64_t length; /**< bytes */
} HcRegion;

/** What a mailbox shows of who wrote it: counts of lines and messages.  Readers
 *  differ in what they call a separator, and writers in how they keep text from
 *  looking like one. */
typedef struct {
	uint64_t strict;  /**< separators with an address and a date as asctime()
	                   *   writes it (RFC 4155) */
	uint64_t lenient; /**< lines that begin "From " after an empty line, or
	                   *   at the start, and are no field */
	uint64_t unspaced; /**< lines that look like a strict separator but for
	                    *   the empty line before: some readers cut there */
	uint64_t unquoted; /**< lines that begin "From " and separate nothing */
	uint64_t quoted;   /**< lines that begin ">From " (mboxo, mboxrd) */
	uint64_t requoted; /**< lines that begin ">>From ", or with more (mboxrd) */
	uint64_t length_fits;  /**< messages whose Content-Length fits (mboxcl) */
	uint64_t length_short; /**< that are longer than theirs says */
	uint64_t length_spans; /**< whose Content-Length spans a separator */
	uint64_t length_past;  /**< whose Content-Length goes past the end */
} HcMboxEvidence;

/** What was read of one input.  At the end of a complete input,
 *  message_bytes + separator_bytes + unparsed_bytes == size. */
typedef struct {
	const char *label;        /**< the name as given */
	HcKind kind;              /**< as decided, never HC_KIND_AUTO after a read */
	bool complete;            /**< the end was reached without an error */
	bool changed;             /**< it changed while it was read */
	uint64_t size;            /**< bytes read */
	uint64_t messages;
	uint64_t message_bytes;
	uint64_t separator_bytes; /**< From_ lines and the empty lines that go with them */
	uint64_t unparsed_bytes;
	const char *sha256;       /**< 64 hex digits of all bytes read; NULL before the
	                           *   end, and without digests */
	const HcRegion *regions;  /**< notes on the container, in order */
	size_t region_count;
	uint64_t region_total;    /**< as found; above the limit they are only counted */
	HcMboxEvidence evidence;  /**< of a mailbox; else all 0 */
	const char *member;       /**< hc_source_set_member(), or NULL */
} HcInput;

/** Who wrote a mailbox, as far as it shows: "mboxo-or-mboxrd", "mboxrd",
 *  "mboxcl", "mboxcl2", "mboxcl-or-mboxcl2", "mixed", or "unknown" where
 *  nothing tells; static. */
const char *hc_mbox_dialect(const HcMboxEvidence *evidence);

typedef struct HcSource HcSource;
typedef struct HcRaw HcRaw;

/** Open one input.
 *  @param path  a file's path, or "-" for standard input (read, not closed)
 *  @param kind  what it is declared to be
 *  @param error HC_ERROR_OPEN; directories, devices, FIFOs and sockets named
 *               by path are refused, but for a pipe that is open already and
 *               named as such (/dev/fd/N, /proc/self/fd/N)
 *  @return new, or NULL with @p error set */
HcSource *hc_source_open(const char *path, HcKind kind, GError **error);

/** Read bytes in memory as an input (tests, embedding).
 *  @param label  name in reports
 *  @param data   borrowed until the source is freed
 *  @return new, never NULL */
HcSource *hc_source_new_from_bytes(const char *label, const void *data,
				   size_t length, HcKind kind);

/** Say whether SHA-256 digests of the input and its messages are wanted, as
 *  they are unless said otherwise; without, reading costs less, and nothing can
 *  show later that a report is about these very bytes.  Only before the first
 *  read. */
void hc_source_set_digests(HcSource *source, bool wanted);

/** Say which member of a folder or an archive the input is; each message's
 *  place tells it.  Only before the first read.
 *  @param member  bytes, perhaps not UTF-8; copied */
void hc_source_set_member(HcSource *source, const char *member);

/** Say that the whole of each message is wanted, not its header block alone, so
 *  that its structure can be read (hopcheck-content.h).  Of a longer message
 *  than @p bytes_max the header block alone is kept.  Only before the first
 *  read.
 *  @param bytes_max  bytes, at most the limit "body"; 0: header blocks alone */
void hc_source_keep_bodies(HcSource *source, uint64_t bytes_max);

/** Read the next message.
 *  @param raw_out  new, the caller's; NULL at the end
 *  @param error    HC_ERROR_READ
 *  @return false with @p error set when reading failed; what was read until
 *          then has been delivered */
bool hc_source_next(HcSource *source, HcRaw **raw_out, GError **error);

/** What has been read so far; totals are final once the end was reached. */
const HcInput *hc_source_input(const HcSource *source);

void hc_source_free(HcSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSource, hc_source_free)

/** Where a message stands. */
typedef struct {
	const char *label;   /**< the input's name as given */
	uint64_t number;     /**< 1 is the first message of its input */
	uint64_t offset;     /**< bytes from the start of the input */
	uint64_t length;     /**< bytes */
	const char *sha256;  /**< 64 hex digits of exactly these bytes; NULL without digests */
	bool header_cut;     /**< the header block is longer than the limit */
	const char *member;  /**< which file of a folder or an archive its input is,
	                      *   or NULL; bytes as found, perhaps not UTF-8 */
} HcPlace;

/** Where the message stands in its input. */
const HcPlace *hc_raw_place(const HcRaw *raw);
/** All bytes of the message.
 *  @param length_out  bytes, place.length
 *  @return borrowed, not NUL-terminated; NULL: they were not kept, or are more
 *          than the limit of hc_source_keep_bodies() */
const char *hc_raw_bytes(const HcRaw *raw, size_t *length_out);
/** Whether the message is longer than hc_source_keep_bodies() allows, or than
 *  half of its limit where its header block was cut. */
bool hc_raw_is_too_long(const HcRaw *raw);
HcRaw *hc_raw_ref(HcRaw *raw);
void hc_raw_unref(HcRaw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcRaw, hc_raw_unref)

/* ---------------------------------------------------------------- message */

/** One header field, as bytes of the message. */
typedef struct {
	HcSpan where; /**< name to the end of its last line, newline included */
	HcSpan name;  /**< without the colon and white space before it */
	HcSpan value; /**< after the colon, folding kept, last newline dropped */
} HcField;

typedef struct HcMessage HcMessage;

/** Scan a message's header block (RFC 5322 2.2, 4.5; semantics in
 *  hopcheck(7)).
 *  @param raw  a reference is taken
 *  @return new, never NULL */
HcMessage *hc_message_new(HcRaw *raw);
HcMessage *hc_message_ref(HcMessage *message);
void hc_message_unref(HcMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcMessage, hc_message_unref)

/** The raw message it was made from; borrowed. */
HcRaw *hc_message_raw(const HcMessage *message);
/** Number of header fields. */
size_t hc_message_field_count(const HcMessage *message);
/** Field @p index in the order of the message, 0 first. */
const HcField *hc_message_field(const HcMessage *message, size_t index);
/** Whether the field's name equals @p name, ignoring ASCII case. */
bool hc_message_field_is(const HcMessage *message, size_t index,
			 const char *name);
/** First field of that name at or after @p from.
 *  @return its index, or SIZE_MAX */
size_t hc_message_find(const HcMessage *message, const char *name, size_t from);
/** The header block's bytes, untouched.
 *  @param span  must lie in the header block
 *  @return borrowed, span.length bytes, not NUL-terminated */
const char *hc_message_bytes(const HcMessage *message, HcSpan span);
/** A span's bytes, unfolded, NUL shown as U+FFFD; otherwise as found.
 *  @return new, the caller's */
char *hc_message_text(const HcMessage *message, HcSpan span);
/** A value for display only: RFC 2047 words decoded (by GMime, at most 4 KiB
 *  and known charsets, else as found).  Not evidence; may hold any character,
 *  so escape it for its sink.
 *  @return new, the caller's; UTF-8 where a word was decoded */
char *hc_message_display(const HcMessage *message, HcSpan span);
/** Notes on the header block, in order of place; NULL: none. */
const HcNote *hc_message_notes(const HcMessage *message, size_t *count_out);

G_END_DECLS

#endif
