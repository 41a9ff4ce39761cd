/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source.h - what later layers may ask of inputs and raw messages. */
#ifndef HC_SOURCE_H
#define HC_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "hopcheck.h"

/** The first bytes of a message: all up to the end of its header block, and
 *  no more than HC_HEADER_BLOCK_MAX.  Leading empty lines and From_ lines do
 *  not end the block, so the bytes may reach further than a strict reader
 *  would go; where the block ends is the message layer's business.
 *  @param length_out  bytes
 *  @return borrowed; not NUL-terminated */
const char *hc_raw_header(const HcRaw *raw, size_t *length_out);

/** Say that nobody wants the digest of the input; those of its messages are made
 *  all the same.  Only before the first read. */
void hc_source_skip_whole(HcSource *source);

/* ----------------------------------------------------------------- ranges */

/** A large file before it is cut into ranges. */
typedef struct {
	HcKind kind;   /**< as declared, or by content */
	int form;      /**< HcRange.form of all its ranges */
	uint64_t size; /**< bytes */
	uint64_t inode;
	int64_t mtime_s; /**< seconds since 1970-01-01 UTC */
	uint32_t mtime_ns;
} HcLook;

/** Look at a file: its first bytes, and of a mailbox what stands before its
 *  first message.
 *  @param kind   what it is declared to be
 *  @param error  HC_ERROR_OPEN or HC_ERROR_READ */
bool hc_source_look(const char *path, HcKind kind, HcLook *look_out,
                    GError **error);

/** The messages of a mailbox whose From_ line starts in [from, to), and the
 *  bytes that go with them.  What stands before the first message of the file
 *  goes with the range that starts at 0 and is not empty.  Wherever a mailbox is
 *  cut, its ranges give one after the other the messages, regions and numbers of
 *  bytes that one pass gives; just the limit on regions is each range's own. */
typedef struct {
	uint64_t from; /**< bytes from the start of the file */
	uint64_t to;
	int form; /**< how the first separator of the file is written, as
	           *   hc_source_look() found it; -1: there is none */
} HcRange;

/** Open a range of a mailbox.  It has no digest of its own, and its size is the
 *  number of bytes that go with it.
 *  @param path   a regular file
 *  @param error  HC_ERROR_OPEN
 *  @return new, or NULL with @p error set */
HcSource *hc_source_open_range(const char *path, const HcRange *range,
                               GError **error);
/** The same of bytes in memory, borrowed until the source is freed. */
HcSource *hc_source_new_range_from_bytes(const char *label, const void *data,
                                         size_t length, const HcRange *range);

/** Say that bytes of a message (hc_raw_bytes()) are wanted only until the next
 *  one is asked for; of a mailbox most need not be copied then.  Only before the
 *  first read. */
void hc_source_lend_bodies(HcSource *source);
/** Have one thread at a time keep a large body, of all who name the same gate.
 *  Another waits until the message is freed, which has to be done by the thread
 *  that asked for it.
 *  @param gate  kept as long as the source and its messages; NULL: none */
void hc_source_set_gate(HcSource *source, GRecMutex *gate);

/* ------------------------------------------------------------ small files */

/** The container that a source turned out to be, which it refuses to read;
 *  HC_KIND_AUTO: none, or nothing is read yet. */
HcKind hc_source_container(const HcSource *source);

/** Open a file in an open folder, as hc_source_open() does.
 *  @param folder  descriptor, or AT_FDCWD
 *  @param name    in that folder; a symbolic link is refused
 *  @param label   its name in reports */
HcSource *hc_source_open_in(int folder, const char *name, const char *label,
                            HcKind kind, GError **error);

/** Let the content decide whether it is mail at all; if it is not, the first
 *  read fails, and no message comes.  Only before the first read.
 *  @param name  of the file; borrowed until then */
void hc_source_guess(HcSource *source, const char *name);

/** Why it is no mail, by hc_source_guess(); static; NULL: it is, or nothing is
 *  read yet. */
const char *hc_source_left_out(const HcSource *source);

/** Say how the file was when it was planned; if it is not so now it has changed
 *  (HcInput.changed).  Only before the first read. */
void hc_source_expect(HcSource *source, uint64_t size, int64_t mtime_s,
                      uint32_t mtime_ns);

#endif
