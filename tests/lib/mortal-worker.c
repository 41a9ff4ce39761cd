/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mortal-worker.c - reads the structure of messages as the real one does, and is
 * killed when its plan says so. */
#include "config.h"

#include "mortal.h"

#include "limit.h"
#include "mime.h"
#include "serve.h"

static void
answer(const char *word, int out, uint32_t item, const char *question,
       size_t length)
{
	g_autoptr(GByteArray) frame = g_byte_array_new();

	hc_frame_begin(frame, HC_FRAME_ANSWER, item);
	hc_mime_read(question + 1, length - 1, (unsigned char)question[0],
	             frame);
	hc_frame_end(frame);
	mortal_answer(word, out, frame->data, frame->len);
	hc_frame_write(out, frame->data, frame->len, 0);
}

/** Answer one question, then as any other. */
static void
serve_once(const char *word, int in, int out)
{
	g_autoptr(GByteArray) hello = g_byte_array_new();
	unsigned char head[HC_FRAME_HEAD];
	g_autofree char *question = NULL;
	HcFrameHead asked;

	hc_frame_begin(hello, HC_FRAME_HELLO, 0);
	hc_frame_put_byte(hello, HC_SANDBOX_NONE);
	hc_frame_end(hello);
	hc_frame_write(out, hello->data, hello->len, 0);
	if (!hc_frame_read(in, head, sizeof head, 0) ||
	    !hc_frame_head(head, &asked))
		return;
	question = g_malloc(asked.length);
	if (hc_frame_read(in, question, asked.length, 0))
		answer(word, out, asked.item, question, asked.length);
}

int
main(int argc, char **argv)
{
	g_autofree char *word = mortal_word();

	if (argc < 1 || !hc_limits_take(argv + 1))
		return 2;
	hc_mime_begin();
	mortal_hello(word, STDOUT_FILENO);
	if (*word != '\0') {
		serve_once(word, STDIN_FILENO, STDOUT_FILENO);
		return 0;
	}
	return hc_serve(STDIN_FILENO, STDOUT_FILENO, HC_SANDBOX_NONE) ? 0 : 1;
}
