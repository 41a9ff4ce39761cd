/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* channel.c - the answers of a container's worker, checked and counted. */
#include "config.h"

#include "channel.h"

#include <errno.h>
#include <string.h>

#include "limit.h"

/* A member frame is the longest of those that are no bytes. */
#define SMALL_MAX (2 + 4 + HC_MEMBER_NAME_MAX)

static uint32_t
length_max(HcStreamKind kind)
{
	switch (kind) {
	case HC_STREAM_DATA:
	case HC_STREAM_TEXT:
	case HC_STREAM_OUTER:
		return HC_STREAM_PIECE;
	case HC_STREAM_MEMBER:
	case HC_STREAM_NOTE:
	case HC_STREAM_CLOSE:
	case HC_STREAM_ARCHIVE_END:
	case HC_STREAM_TAKEN:
	case HC_STREAM_ANSWER:
		return SMALL_MAX;
	}
	return 0;
}

/** A name may hold any byte but NUL: it would be cut there. */
static HcFrameText
get_name(HcFrameReader *reader)
{
	HcFrameText name = hc_frame_get_text(reader, HC_MEMBER_NAME_MAX);

	if (memchr(name.bytes, '\0', name.length) != NULL)
		reader->bad = true;
	return name;
}

static uint32_t
get_below(HcFrameReader *reader, uint32_t number, uint32_t end)
{
	if (number >= end)
		reader->bad = true;
	return number < end ? number : 0;
}

/** How many bytes of the container were read: more than were told before, and
 *  bytes that came of them stand between, which keeps such frames from going on
 *  for ever. */
static bool
take_count(HcChannel *channel, HcFrameReader *reader)
{
	uint64_t high = hc_frame_get_number(reader);
	uint64_t taken = high << 32 | hc_frame_get_number(reader);
	bool good = taken > channel->sum.taken &&
	            channel->sum.out > channel->told;

	channel->sum.taken = taken;
	channel->told = channel->sum.out;
	return good;
}

/** Take the payload apart.
 *  @return false: it is none of that kind */
static bool
read_payload(HcChannel *channel, HcStreamFrame *frame)
{
	GByteArray *payload = channel->payload;
	HcFrameReader reader = {payload->data, payload->data + payload->len,
	                        false};

	switch (frame->kind) {
	case HC_STREAM_DATA:
	case HC_STREAM_TEXT:
	case HC_STREAM_OUTER:
		frame->bytes = (const char *)payload->data;
		frame->length = payload->len;
		channel->sum.out += payload->len;
		return payload->len > 0;
	case HC_STREAM_MEMBER:
		frame->what = (HcStreamWhat)get_below(
			&reader, hc_frame_get_byte(&reader), HC_STREAM_WHATS);
		frame->archive = (HcKind)get_below(
			&reader, hc_frame_get_byte(&reader), HC_KIND_OTHER + 1);
		frame->name = get_name(&reader);
		channel->sum.members++;
		break;
	case HC_STREAM_NOTE:
		frame->code = (HcNoteCode)get_below(
			&reader, hc_frame_get_number(&reader), HC_NOTE_COUNT);
		frame->why = (HcStreamWhy)get_below(
			&reader, hc_frame_get_byte(&reader), HC_WHYS);
		break;
	case HC_STREAM_CLOSE:
	case HC_STREAM_ARCHIVE_END:
		frame->whole = hc_frame_get_byte(&reader) == 1;
		break;
	case HC_STREAM_TAKEN:
		if (!take_count(channel, &reader))
			return false;
		break;
	case HC_STREAM_ANSWER:
		frame->whole = hc_frame_get_byte(&reader) == 1;
		frame->name = get_name(&reader);
		break;
	}
	return !reader.bad && reader.at == reader.end;
}

static bool
read_frame(HcChannel *channel, HcStreamFrame *frame)
{
	HcUnpacker *unpacker = channel->unpacker;
	unsigned char bytes[HC_FRAME_HEAD];
	HcFrameHead head;

	if (!hc_unpacker_read(unpacker, bytes, sizeof bytes))
		return false;
	errno = EBADMSG;
	if (!hc_frame_head(bytes, &head) ||
	    head.item != hc_unpacker_item(unpacker) ||
	    head.length > length_max((HcStreamKind)head.kind))
		return false;
	frame->kind = (HcStreamKind)head.kind;
	g_byte_array_set_size(channel->payload, head.length);
	if (!hc_unpacker_read(unpacker, channel->payload->data, head.length))
		return false;
	errno = EBADMSG;
	return read_payload(channel, frame);
}

/** Read a frame that is somebody's business. */
static bool
read_told(HcChannel *channel, HcStreamFrame *frame)
{
	do {
		if (!read_frame(channel, frame))
			return false;
	} while (frame->kind == HC_STREAM_TAKEN &&
	         hc_stream_limit(&channel->sum) == HC_WHY_NONE);
	return true;
}

HcChannelEnd
hc_channel_next(HcChannel *channel, HcStreamFrame *frame_out,
                HcStreamWhy *why_out)
{
	int cause;

	*frame_out = (HcStreamFrame){
		.name = {"", 0}
        };
	if (!read_told(channel, frame_out)) {
		cause = errno;
		channel->over = true;
		*why_out = cause == EBADMSG     ? HC_WHY_NONSENSE
		           : cause == ETIMEDOUT ? HC_WHY_HUNG
		                                : HC_WHY_ENDED;
		if (hc_unpacker_mourn(channel->unpacker, cause) == HC_DIED)
			return HC_CHANNEL_DEAD;
		if (*why_out == HC_WHY_ENDED)
			*why_out = HC_WHY_HUNG;
		return HC_CHANNEL_SPENT;
	}
	channel->over = frame_out->kind == HC_STREAM_ANSWER;
	*why_out = hc_stream_limit(&channel->sum);
	if (*why_out == HC_WHY_NONE)
		return HC_CHANNEL_FRAME;
	if (!channel->over)
		hc_unpacker_drop(channel->unpacker);
	channel->over = true;
	return HC_CHANNEL_LIMITED;
}
