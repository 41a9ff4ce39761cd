/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serve.c - a worker's life: question, answer, question. */
#include "config.h"

#include "serve.h"

#include <sys/time.h>

#include "frame.h"
#include "limit.h"
#include "mime.h"

/** Allow so much processor time from now on; then the process ends.  Waiting for
 *  a question takes none. */
static void
set_clock(unsigned seconds)
{
	struct itimerval timer = {.it_value.tv_sec = (time_t)seconds};

	setitimer(ITIMER_PROF, &timer, NULL);
}

/** Answer one question.
 *  @param question  flags and message */
static bool
answer(int out, uint32_t item, const char *question, size_t length)
{
	g_autoptr(GByteArray) frame = g_byte_array_new();

	hc_frame_begin(frame, HC_FRAME_ANSWER, item);
	set_clock((unsigned)hc_limit(HC_LIMIT_WORKER_CPU));
	hc_mime_read(question + 1, length - 1, (unsigned char)question[0],
	             frame);
	hc_frame_end(frame);
	return hc_frame_write(out, frame->data, frame->len, 0);
}

bool
hc_serve(int in, int out, HcSandbox sandbox)
{
	g_autoptr(GByteArray) hello = g_byte_array_new();
	unsigned char head[HC_FRAME_HEAD];

	hc_frame_begin(hello, HC_FRAME_HELLO, 0);
	hc_frame_put_byte(hello, (uint8_t)sandbox);
	hc_frame_end(hello);
	if (!hc_frame_write(out, hello->data, hello->len, 0))
		return false;
	while (hc_frame_read(in, head, sizeof head, 0)) {
		g_autofree char *question = NULL;
		HcFrameHead asked;

		if (!hc_frame_head(head, &asked) ||
		    asked.kind != HC_FRAME_QUESTION || asked.length == 0 ||
		    asked.length > hc_limit(HC_LIMIT_BODY) + 1)
			return false;
		question = g_malloc(asked.length);
		if (!hc_frame_read(in, question, asked.length, 0) ||
		    !answer(out, asked.item, question, asked.length))
			return false;
	}
	return true;
}
