/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mbox.h - cut a mailbox file into messages (RFC 4155, mbox(5)).
 *
 * A separator is a line that starts with "From " at the start of the file or
 * after an empty line, is no field ("From :"), and either carries a time h:mm
 * and a four-digit year or is followed by a field or by ">From ".  The empty
 * line before it belongs to it, and so does an empty line at the end of the
 * file.  Nothing is unquoted and Content-Length is not used.
 *
 * Bytes are pushed in pieces of any size and give the same result for any.
 * Whether a line is a separator may show on the following line only, and
 * lines have no limit: until it shows, both readings are carried on.
 */
#ifndef HC_MBOX_H
#define HC_MBOX_H

#include <stddef.h>
#include <stdint.h>

#include "hopcheck.h"
#include "part.h"

/** Where results go; called while bytes are pushed. */
typedef struct {
	/** A message is complete; take what is needed of @p part, which is
	 *  cleared after. */
	void (*message)(HcPart *part, void *data);
	/** A run of bytes is noted; offsets of the source. */
	void (*region)(HcNoteCode code, uint64_t offset, uint64_t length,
	               void *data);
	void *data;
	bool no_digests;   /**< parts are not hashed */
	bool digests_wait; /**< HcPart.digest_waits: after each push the owner
	                    *   of the piece hashes what waits, in the parts
	                    *   that it was given and by hc_mbox_waiting() */
	uint64_t body_max; /**< of a part that are kept; 0: header blocks */
	GRecMutex *gate;   /**< HcPart.gate */
	bool bodies_stay; /**< HcPart.body_stays: before the piece goes away its
	                    *   owner calls hc_mbox_keep_bodies() */
} HcMboxSink;

typedef struct HcMbox HcMbox;

/** @param offset  bytes of the source before the first that is pushed (its
 *                 byte order mark); they count as separator bytes
 *  @param sink    copied
 *  @return new, the caller's */
HcMbox *hc_mbox_new(uint64_t offset, const HcMboxSink *sink);

/** Which separators are wanted: those whose From_ line starts in [from, to). */
typedef struct {
	uint64_t text; /**< start of the source's text: bytes of its byte order
	                *   mark */
	uint64_t from; /**< at least text; the first byte that is pushed */
	uint64_t to;
	bool is_first;  /**< it owns what stands before the first separator */
	char before[3]; /**< the bytes before from, in their order */
	unsigned
		before_count; /**< of them; fewer only at the start of the text */
	int form; /**< of the first separator of the source, HcFromForm; -1:
	           *   there is none */
} HcMboxRange;

/** Read a range of a source.  What a message holds, its separator's form and
 *  what the bytes in it show goes with the range its From_ line starts in.
 *  @return new, the caller's */
HcMbox *hc_mbox_new_range(const HcMboxRange *range, const HcMboxSink *sink);
/** Whether no more bytes are needed, as the range has ended. */
bool hc_mbox_is_done(const HcMbox *mbox);
/** How the first separator is written, HcFromForm; -1: none was found yet. */
int hc_mbox_form(const HcMbox *mbox);
void hc_mbox_push(HcMbox *mbox, const char *data, size_t length);
/** Push, but stop soon after so many messages were given: what their owner
 *  keeps of each outweighs a message of ten octets by far.
 *  @param messages  at least 1
 *  @return bytes that were taken, fewer than @p length only where so many
 *          messages were given; the rest is the next piece */
size_t hc_mbox_push_some(HcMbox *mbox, const char *data, size_t length,
                         unsigned messages);
/** Copy what stands in the piece of the messages that are being read. */
void hc_mbox_keep_bodies(HcMbox *mbox);
/** Tell what waits to be hashed of the parts that are not complete.
 *  @param runs  HcDigestRun are appended; their digests stay where they are
 *               until the next push */
void hc_mbox_waiting(HcMbox *mbox, GArray *runs);
/** No more bytes will come. */
void hc_mbox_end(HcMbox *mbox);
/** Bytes of From_ lines and of the empty lines that go with them, so far. */
uint64_t hc_mbox_separator_bytes(const HcMbox *mbox);
/** Bytes before the first separator; final after hc_mbox_end(). */
uint64_t hc_mbox_unparsed_bytes(const HcMbox *mbox);
/** What lines and lengths show so far. */
const HcMboxEvidence *hc_mbox_evidence(const HcMbox *mbox);
void hc_mbox_free(HcMbox *mbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcMbox, hc_mbox_free)

#endif
