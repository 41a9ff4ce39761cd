/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* teller.c - the worker's end of a channel. */
#include "config.h"

#include "teller.h"

#include <string.h>
#include <sys/time.h>

/** Allow so much processor time from now on; then the process ends. */
static void
set_clock(const HcTeller *teller)
{
	struct itimerval timer = {.it_value.tv_sec = (time_t)teller->cpu_s};

	setitimer(ITIMER_PROF, &timer, NULL);
}

void
hc_teller_begin(HcTeller *teller, int out, uint32_t item, uint64_t size,
                unsigned cpu_s)
{
	*teller = (HcTeller){
		.out = out,
		.item = item,
		.cpu_s = cpu_s,
		.sum.in = size,
		.frame =
			g_byte_array_sized_new(HC_STREAM_PIECE + HC_FRAME_HEAD),
	};
	set_clock(teller);
}

void
hc_teller_end(HcTeller *teller)
{
	teller->cpu_s = 0;
	set_clock(teller);
	g_clear_pointer(&teller->frame, g_byte_array_unref);
}

static GByteArray *
begin(HcTeller *teller, HcStreamKind kind)
{
	hc_frame_begin(teller->frame, (HcFrameKind)kind, teller->item);
	return teller->frame;
}

static void
end(HcTeller *teller)
{
	hc_frame_end(teller->frame);
	if (!teller->deaf && !hc_frame_write(teller->out, teller->frame->data,
	                                     teller->frame->len, 0))
		teller->deaf = true;
	if (teller->cpu_s > 0)
		set_clock(teller);
}

void
hc_teller_member(HcTeller *teller, HcStreamWhat what, HcKind archive,
                 const char *name)
{
	size_t length = name != NULL ? strlen(name) : 0;
	GByteArray *frame = begin(teller, HC_STREAM_MEMBER);

	teller->sum.members++;
	hc_frame_put_byte(frame, (uint8_t)what);
	hc_frame_put_byte(frame, (uint8_t)archive);
	hc_frame_put_text(
		frame,
		(HcFrameText){name, (uint32_t)MIN(length, HC_MEMBER_NAME_MAX)});
	end(teller);
	if (length > HC_MEMBER_NAME_MAX)
		hc_teller_note(teller, HC_NOTE_LIMIT_REACHED, HC_WHY_NAME);
}

/** Say how much was read, once the limit asks for it.
 *  @param length  of the piece that comes next */
static void
tell_taken(HcTeller *teller, size_t length)
{
	uint64_t taken;
	GByteArray *frame;

	if (teller->taken == NULL || teller->sum.out + length <= HC_RATIO_EARLY)
		return;
	taken = teller->taken(teller->taken_of);
	if (taken <= teller->sum.taken)
		return;
	teller->sum.taken = taken;
	frame = begin(teller, HC_STREAM_TAKEN);
	hc_frame_put_number(frame, (uint32_t)(taken >> 32));
	hc_frame_put_number(frame, (uint32_t)taken);
	end(teller);
}

void
hc_teller_bytes(HcTeller *teller, HcStreamKind kind, const void *bytes,
                size_t length)
{
	const char *at = bytes;

	while (length > 0 && !teller->deaf) {
		size_t piece = MIN(length, HC_STREAM_PIECE);

		tell_taken(teller, piece);
		g_byte_array_append(begin(teller, kind), (const guint8 *)at,
		                    (guint)piece);
		end(teller);
		teller->sum.out += piece;
		if (hc_stream_limit(&teller->sum) != HC_WHY_NONE)
			teller->deaf = true;
		at += piece;
		length -= piece;
	}
}

void
hc_teller_note(HcTeller *teller, HcNoteCode code, HcStreamWhy why)
{
	GByteArray *frame = begin(teller, HC_STREAM_NOTE);

	hc_frame_put_number(frame, code);
	hc_frame_put_byte(frame, (uint8_t)why);
	end(teller);
}

static void
tell_end(HcTeller *teller, HcStreamKind kind, bool whole)
{
	hc_frame_put_byte(begin(teller, kind), whole);
	end(teller);
}

void
hc_teller_close(HcTeller *teller, bool whole)
{
	tell_end(teller, HC_STREAM_CLOSE, whole);
}

void
hc_teller_archive_end(HcTeller *teller, bool whole)
{
	tell_end(teller, HC_STREAM_ARCHIVE_END, whole);
}

void
hc_teller_answer(HcTeller *teller, bool whole, const char *filters)
{
	GByteArray *frame = begin(teller, HC_STREAM_ANSWER);

	hc_frame_put_byte(frame, whole);
	hc_frame_put_text(frame,
	                  (HcFrameText){filters, (uint32_t)strlen(filters)});
	end(teller);
}
