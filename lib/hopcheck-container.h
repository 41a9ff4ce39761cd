/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file hopcheck-container.h
 * Messages within containers: tar and zip archives, compressed files, Outlook's
 * .msg and .pst.
 * Include hopcheck.h, which says what holds of all.
 *
 * A container is read in a worker process that is sandboxed and may die; its
 * members come as a stream of bytes, which the same code splits and hashes as
 * it does files.  Nothing is unpacked to disk, no program is run, and memory
 * does not grow with the size of a member.  What a container says of itself is
 * not believed: names are bytes and open nothing, sizes are counted.
 */
#ifndef HOPCHECK_CONTAINER_H
#define HOPCHECK_CONTAINER_H

#include "hopcheck-content.h"
#include "hopcheck-source.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ kinds */

/** Say what a file is by its first bytes.
 *  @param data    from the start of the file; 512 bytes tell every kind
 *  @return HC_KIND_TAR, HC_KIND_ZIP, HC_KIND_COMPRESSED (gzip, bzip2, xz,
 *          zstd; what is in it shows when it is opened), HC_KIND_MSG,
 *          HC_KIND_PST; HC_KIND_AUTO: none of these */
HcKind hc_container_kind(const void *data, size_t length);

/** Whether this build reads containers of a kind: each rests on a library that
 *  may have been left out. */
bool hc_container_is_readable(HcKind kind);

/* --------------------------------------------------------------- unpacker */

/** The one who starts worker processes and hands containers to them.  Used by
 *  one thread at a time, for one container at a time; a process reads many
 *  containers, and is replaced after anything odd. */
typedef struct HcUnpacker HcUnpacker;

/** Prepare; nothing is started yet.
 *  @return new, the caller's */
HcUnpacker *hc_unpacker_new(void);
/** Name the folder of the worker programs (hopcheck-unpack, hopaudit-pst); the
 *  installed one unless said otherwise. */
void hc_unpacker_set_folder(HcUnpacker *unpacker, const char *path);
/** Refuse to read without both seccomp and Landlock. */
void hc_unpacker_require_sandbox(HcUnpacker *unpacker, bool required);
/** Set how long a worker may show no progress, in milliseconds; 60,000 unless
 *  said otherwise. */
void hc_unpacker_set_patience(HcUnpacker *unpacker, unsigned patience_ms);
/** What confines the worker that was started last. */
HcSandbox hc_unpacker_sandbox(const HcUnpacker *unpacker);
/** What the worker program that was started last says of itself, as
 *  hc_content_reader_about().
 *  @return new, or NULL: it does not say */
char *hc_unpacker_about(const HcUnpacker *unpacker);
/** Workers started so far. */
uint64_t hc_unpacker_started(const HcUnpacker *unpacker);
/** Process id of the worker; 0: none runs. */
int hc_unpacker_process(const HcUnpacker *unpacker);
void hc_unpacker_free(HcUnpacker *unpacker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcUnpacker, hc_unpacker_free)

/* -------------------------------------------------------------- container */

/** A member of a container, in its order.  Strings are bytes as found, perhaps
 *  not UTF-8, with any control character: they open nothing, and are escaped
 *  before they are shown. */
typedef struct {
	uint64_t number;  /**< 1 is the first; nested ones count, too */
	const char *name; /**< as stored; of a message in a .pst the path of its
	                     *   folder; "": the container has no names */
	const char *within; /**< name of the member that is an archive itself
	                     *   and holds this one; NULL: it stands in the
	                     *   container */
	HcKind kind;        /**< HC_KIND_EML, HC_KIND_MBOX, HC_KIND_EMLX,
	                     *   HC_KIND_MSG; HC_KIND_TAR and so on: an archive,
	                     *   given after what it holds; HC_KIND_OTHER: no mail.
	                     *   By content */
	uint64_t size; /**< bytes; final when its source was read to its end */
	const char *sha256; /**< of these bytes, 64 hex digits; NULL before its
	                     *   source was read to its end, without digests, and
	                     *   for a message in a .pst, which is no run of bytes */
	bool complete;      /**< read to its end, and nothing was amiss */
	const char *left_out; /**< why it is no mail, as a file of a folder would
	                       *   be left out; static; NULL: it is mail.  What is
	                       *   no file, but a link or a device, has number 0 */
	HcSource *source;   /**< its messages; borrowed.  Of a .msg or .pst they
	                     *   are the transport headers that Outlook kept,
	                     *   untouched.  NULL: it holds none itself */
} HcMember;

/** What is odd about a container, or about a member: then it stands among the
 *  regions of its source, too. */
typedef struct {
	HcNoteCode code;
	uint64_t number;    /**< of the member; 0: it is left out, or it is the
	                     *   container itself (no name) */
	const char *name;   /**< of the member, or NULL */
	const char *within; /**< as in HcMember */
	const char *why;    /**< what more is to be said, a phrase; static */
} HcContainerNote;

/** What has been read of a container. */
typedef struct {
	const char *label; /**< the path as given */
	HcKind kind;
	const char *filters; /**< what it is packed with, outermost first, e.g.
	                      *   "gzip"; "": nothing.  Known at the end */
	bool complete;       /**< read to its end, each member too */
	bool changed;        /**< it changed while it was read */
	uint64_t size;       /**< bytes of the file */
	uint64_t members;    /**< given so far */
	uint64_t left_out;   /**< links, devices and the like; folders are not
	                      *   counted */
	uint64_t bytes;      /**< of the members, unpacked */
	const HcContainerNote
		*notes; /**< in order; those above a limit are only
	                               *   counted, errors above twice of it */
	size_t note_count;
	uint64_t note_total;
	uint64_t error_total; /**< notes that make it an input error */
} HcContainerFacts;

typedef struct HcContainer HcContainer;

/** Open a container and have a worker read it.
 *  @param path      a regular file, or "-" for standard input if it is one
 *  @param unpacker  borrowed until the container is freed
 *  @param error     HC_ERROR_OPEN: it cannot be opened, is no container, or is
 *                   of a kind that this build does not read; HC_ERROR_WORKER:
 *                   no worker is to be had
 *  @return new, or NULL with @p error set */
HcContainer *hc_container_open(const char *path, HcUnpacker *unpacker,
                               GError **error);
/** As hc_source_set_digests(), for each member. */
void hc_container_set_digests(HcContainer *container, bool wanted);
/** As hc_source_keep_bodies(), for each member. */
void hc_container_keep_bodies(HcContainer *container, uint64_t bytes_max);
/** Go on to the next member; what was not read of the one before is read now,
 *  and its messages dropped.  What goes wrong is a note: a container that is
 *  damaged, or whose worker dies, ends early.
 *  @return borrowed until the next call; NULL at the end */
const HcMember *hc_container_next(HcContainer *container);
/** The member that was given last, with what was read of it since: size,
 *  digest and completeness are there once its source was read to its end.
 *  @return borrowed until the next hc_container_next(); NULL: none was given */
const HcMember *hc_container_member(HcContainer *container);
/** What has been read so far; final once hc_container_next() gave NULL. */
const HcContainerFacts *hc_container_facts(const HcContainer *container);
void hc_container_free(HcContainer *container);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcContainer, hc_container_free)

G_END_DECLS

#endif
