/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part.h - a message under construction: fed bytes in pieces of any size. */
#ifndef HC_PART_H
#define HC_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "delimiter.h"
#include "digest-lanes.h"

/** A run of bytes being read: counted; if it is a message, hashed too, with
 *  its header block kept. */
typedef struct {
	bool is_message;
	bool no_digest;  /**< it is not hashed; set before the first byte */
	uint64_t offset; /**< of the first byte, in the source */
	uint64_t length; /**< bytes so far */
	HcDigest digest;
	bool digest_waits;   /**< bytes that are added stay where they are, and
	                      *   are hashed once hc_part_waiting() has told
	                      *   of them; set before the first byte */
	const char *waiting; /**< those that are not hashed yet */
	size_t waiting_length;
	uint64_t body_max;  /**< keep all bytes up to so many; 0: the header's.
	                    *   Set before the first byte */
	bool body_stays;    /**< bytes that are added stay where they are until
	                     *   hc_part_keep_body() is called; set before the
	                     *   first byte */
	GRecMutex *gate;    /**< of all who keep bodies: a large one is kept by
	                  *   one thread at a time; or NULL */
	GRecMutex *held;    /**< the gate, locked for this body; or NULL */
	const char *near;   /**< all bytes, where they stay; NULL: in body */
	size_t near_length; /**< of these, at most body_max */
	GByteArray *body;   /**< all bytes, while they are at most body_max */
	GByteArray *header; /**< bytes kept; NULL before the first */
	bool header_done;   /**< the block has ended, or was cut */
	bool header_cut;    /**< it is longer than HC_HEADER_BLOCK_MAX */
	bool header_begun; /**< a line that is not empty, nor From_, was seen */
	bool leading_empty; /**< an empty line came before */
	size_t line_length; /**< bytes of the unfinished line */
	char line_first;    /**< its first byte */
	size_t length_at;   /**< 1 + where in header the first Content-Length
	                     *   stands; 0: none was seen */
	size_t type_at[HC_TYPES_MAX]; /**< where the first Content-Type fields
	                               *   stand in header */
	unsigned type_count;
	bool fields_unsure; /**< a line cut in pieces may be one of these, too */
	bool own_learned;   /**< its own are in delimiters */
	HcDelimiters
		*delimiters;   /**< what is looked for in it; NULL: nothing */
	const char *unscanned; /**< bytes that were not looked through yet; they
	                           *   stay where they are until hc_part_scan() */
	size_t unscanned_length;
} HcPart;

/** How a message's Content-Length fits its body. */
typedef enum {
	HC_LENGTH_NONE, /**< it states none, or no number */
	HC_LENGTH_FITS,
	HC_LENGTH_SHORT, /**< the body is longer */
	HC_LENGTH_LONG,  /**< it is not that long */
} HcLengthFit;

/** A state of a part to which it can go back. */
typedef struct {
	uint64_t length;
	HcDigest digest;
	size_t waiting_length;
	size_t header_length;
	bool header_cut;
	size_t unscanned_length;
	bool scanned; /**< delimiters is set, and all before was looked through */
	HcDelimitersCut delimiters;
} HcPartCut;

/** Begin; @p part holds nothing that needs freeing. */
void hc_part_begin(HcPart *part, uint64_t offset, bool is_message);
void hc_part_add(HcPart *part, const char *data, size_t length);
/** Copy what stays where it is, for that goes away. */
void hc_part_keep_body(HcPart *part);
/** How many bytes a message may have of which all are kept: body_max, or half of
 *  the limit where its header block was cut. */
uint64_t hc_part_body_room(const HcPart *part);
/** Remember the present end. */
void hc_part_mark(const HcPart *part, HcPartCut *cut_out);
/** Go back to an earlier end; nothing may be added after. */
void hc_part_cut(HcPart *part, const HcPartCut *cut);
/** Hash what waits, up to a place that hc_part_mark() remembered, so that one
 *  can go back to it when the bytes have gone away. */
void hc_part_settle_cut(HcPart *part, HcPartCut *cut);
/** Tell what waits to be hashed, which then counts as hashed.
 *  @return false: nothing */
bool hc_part_waiting(HcPart *part, HcDigestRun *run_out);
/** Whether what was read holds a field, without which it is no message; of a
 *  block that was cut that is not known, so it counts as one. */
bool hc_part_has_field(const HcPart *part);
/** Compare a complete message's first Content-Length with its body. */
HcLengthFit hc_part_judge_length(HcPart *part);
/** Look through the bytes that wait for it, for they go away, for the lines of
 *  multiparts that are looked for.
 *  @param cut  a place that hc_part_mark() remembered, so that one can go back
 *              to it; NULL: there is none to go back to */
void hc_part_scan(HcPart *part, HcPartCut *cut);
/** Look through what is left of a message that is complete.
 *  @return what was looked for, taken from the part; NULL: nothing */
HcDelimiters *hc_part_end_scan(HcPart *part);
/** Look for what messages before it left open, too, in a part that has just
 *  begun: of its first line perhaps, but of no more, the bytes have gone away.
 *  @param delimiters  taken; or NULL */
void hc_part_look_for(HcPart *part, HcDelimiters *delimiters);
/** Content-Length = *WSP 1*DIGIT *WSP, as mailbox writers put it; no RFC
 *  defines it for mail.
 *  @param value      after the colon
 *  @param bytes_out  set when it is one
 *  @return whether it is one; of more than 18 digits none is */
bool hc_length_read(const char *value, size_t length, uint64_t *bytes_out);
/** Whether a stated length fits a body.  Writers count the body's last newline,
 *  or the empty line after it, or not: two octets more or less fit. */
bool hc_length_fits(uint64_t stated, uint64_t body);
/** Give back the room of a part's header block, which is kept for the next of
 *  this thread.
 *  @param header  taken from a part; the caller's no more */
void hc_part_free_header(GByteArray *header);

/** Free what the part holds and not the part. */
void hc_part_clear(HcPart *part);

#endif
