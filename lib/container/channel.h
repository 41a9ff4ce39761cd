/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* channel.h - the answers of a container's worker, one frame at a time,
 * checked, counted and held against the limits. */
#ifndef HC_CHANNEL_H
#define HC_CHANNEL_H

#include "digest.h"
#include "hopcheck.h"
#include "member-frame.h"
#include "unpacker.h"

/** A frame that was read; what it holds lies in the channel. */
typedef struct {
	HcStreamKind kind;
	const char *bytes; /**< of data, text or outer */
	size_t length;
	HcStreamWhat what; /**< of a member */
	HcKind archive;    /**< of a member that is an archive */
	HcFrameText name;  /**< of a member, or of an answer its filters */
	HcNoteCode code;   /**< of a note */
	HcStreamWhy why;   /**< of a note */
	bool whole;        /**< of what ends */
} HcStreamFrame;

typedef struct {
	HcUnpacker *unpacker; /**< borrowed */
	GByteArray *payload;  /**< of the last frame */
	HcStreamSum sum;
	uint64_t told;        /**< sum.out, when sum.taken was told */
	bool over; /**< no more comes */
} HcChannel;

/** How reading a frame ended. */
typedef enum {
	HC_CHANNEL_FRAME,
	HC_CHANNEL_DEAD, /**< the worker died or answered nonsense; it is gone */
	HC_CHANNEL_SPENT,   /**< for time or memory; it is gone */
	HC_CHANNEL_LIMITED, /**< a limit is reached; the worker was ended */
} HcChannelEnd;

/** Read the next frame.
 *  @param frame_out  borrowed until the next call
 *  @param why_out    unless it is a frame, why */
HcChannelEnd hc_channel_next(HcChannel *channel, HcStreamFrame *frame_out,
                             HcStreamWhy *why_out);

#endif
