/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* member-frame.h - what passes between a container and the program that reads it.
 *
 * Frames as in frame.h.  A question carries the container's descriptor; what
 * answers it ends with the one frame "answer":
 *
 *     question = kind (1 byte)                       HcKind
 *     answers  = *(member / data / text / outer / note / close / taken) answer
 *     member   = what kind (1 byte each) name (string)
 *                                                    HcStreamWhat; HcKind of
 *                                                    an archive
 *     data     = bytes of the member
 *     text     = bytes of a message that was made of the member
 *     outer    = bytes of the archive that the members are in, when that is a
 *                member itself
 *     note     = code (4 bytes) why (1 byte)         of the open member, or of
 *                                                    the container
 *     close    = whole (1 byte)                      of the member
 *     taken    = high low (4 bytes each)             of the container's bytes, so
 *                                                    many so far; more than
 *                                                    before, bytes between
 *     answer   = whole (1 byte) filters (string)
 *
 * Each member has its close, but for an archive: what is in it follows, and
 * HC_STREAM_ARCHIVE_END ends it.  The reader believes nothing: it counts, and compares with limits of its own. */
#ifndef HC_MEMBER_FRAME_H
#define HC_MEMBER_FRAME_H

#include "frame.h"
#include "hopcheck.h"
#include "limit.h"

/** Kinds of frames, beside those of frame.h. */
typedef enum {
	HC_STREAM_MEMBER = 'm',
	HC_STREAM_DATA = 'd',
	HC_STREAM_TEXT = 't',
	HC_STREAM_OUTER = 'o',
	HC_STREAM_NOTE = 'n',
	HC_STREAM_CLOSE = 'c',
	HC_STREAM_ARCHIVE_END = 'z', /**< whole (1 byte) */
	HC_STREAM_TAKEN = 'i',
	HC_STREAM_ANSWER = HC_FRAME_ANSWER,
} HcStreamKind;

/** What a member is. */
typedef enum {
	HC_STREAM_FILE,    /**< bytes; what they are shows when they are read */
	HC_STREAM_ARCHIVE, /**< an archive, whose members follow */
	HC_STREAM_OUTLOOK, /**< a .msg file: data, then text */
	HC_STREAM_STORED,  /**< a message of a store: text alone */
	HC_STREAM_NO_FILE, /**< a link, a device: nothing */
	HC_STREAM_WHATS    /**< number of these */
} HcStreamWhat;

/** Why a note stands, in words of member-frame.c. */
typedef enum {
	HC_WHY_NONE,
	HC_WHY_MEMBERS,
	HC_WHY_UNPACKED,
	HC_WHY_RATIO,
	HC_WHY_MESSAGES,
	HC_WHY_FILTERS,
	HC_WHY_DEPTH,
	HC_WHY_OUTLOOK,
	HC_WHY_TRANSPORT,
	HC_WHY_NAME,
	HC_WHY_STORE_WITHIN,
	HC_WHY_CLOSED_WITHIN,
	HC_WHY_NO_OUTLOOK,
	HC_WHY_MEMORY,
	HC_WHY_HEADER,
	HC_WHY_DATA,
	HC_WHY_OPEN,
	HC_WHY_STORE,
	HC_WHY_ITEM,
	HC_WHY_ENDED,
	HC_WHY_NONSENSE,
	HC_WHY_HUNG,
	HC_WHY_CHANGED,
	HC_WHY_END,
	HC_WHYS /**< number of these */
} HcStreamWhy;

/** Bytes of a data, text or outer frame. */
#define HC_STREAM_PIECE HC_READ_BUFFER

/** A phrase that says why; static, NULL for HC_WHY_NONE. */
const char *hc_stream_why(HcStreamWhy why);

/** What has come out of a container, to be held against the limits. */
typedef struct {
	uint64_t in;  /**< bytes of the container, all or those read */
	uint64_t out; /**< bytes unpacked */
	uint64_t members;
	uint64_t taken; /**< bytes of the container that these came of; 0: that
	                 *   is not known */
	uint64_t messages; /**< in the bytes unpacked, as far as they were read */
} HcStreamSum;

/** Which limit is reached.
 *  @return HC_WHY_NONE: none */
HcStreamWhy hc_stream_limit(const HcStreamSum *sum);

#endif
