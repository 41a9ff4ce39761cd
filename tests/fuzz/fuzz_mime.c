/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_mime.c - the worker's path in this process, and what is made of it: any
 * message gives a whole answer. */
#include "config.h"

#include <stdlib.h>

#include "answer.h"
#include "frame.h"
#include "harness.h"
#include "mime.h"

void
fuzz_input(const uint8_t *data, size_t size)
{
	static bool begun;
	g_autoptr(GByteArray) frame = g_byte_array_new();
	HcAnswer answer = {0};

	if (!begun)
		hc_mime_begin();
	begun = true;
	hc_frame_begin(frame, HC_FRAME_ANSWER, 1);
	hc_mime_read((const char *)data, size, HC_ASK_TEXT, frame);
	hc_frame_end(frame);
	if (!hc_answer_read(&answer, frame->data + HC_FRAME_HEAD,
	                    frame->len - HC_FRAME_HEAD, size))
		abort();
	hc_answer_clear(&answer);
}
