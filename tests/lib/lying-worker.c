/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lying-worker.c - a worker that has been taken over: what it does stands in
 * the container, from byte 16 on.  Or it is killed, when its plan says so. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "attend.h"
#include "limit.h"
#include "mortal.h"
#include "teller.h"

#define WORD_MAX 64

static char *plan;

static void
raw_frame(int out, uint32_t item, int kind, uint32_t length, const char *bytes,
          size_t there)
{
	g_autoptr(GByteArray) frame = g_byte_array_new();

	hc_frame_begin(frame, (HcFrameKind)kind, item);
	g_byte_array_append(frame, (const guint8 *)bytes, (guint)there);
	hc_frame_set_length(frame, length);
	hc_frame_write(out, frame->data, frame->len, 0);
}

static void
tell_message(HcTeller *teller)
{
	static const char message[] = "From: a@example.net\n\nx\n";

	hc_teller_member(teller, HC_STREAM_FILE, HC_KIND_AUTO, "good.eml");
	hc_teller_bytes(teller, HC_STREAM_DATA, message, sizeof message - 1);
	hc_teller_close(teller, true);
}

/** @return false: the worker ends */
static bool
lie(HcTeller *teller, const char *word)
{
	if (strcmp(word, "die") == 0)
		raise(SIGSEGV);
	if (strcmp(word, "leave") == 0)
		_exit(1);
	if (strcmp(word, "abort") == 0)
		raise(SIGABRT);
	if (strcmp(word, "hang") == 0)
		pause();
	while (strcmp(word, "spin") == 0)
		teller->cpu_s = 1;
	if (strcmp(word, "open member") == 0)
		hc_teller_member(teller, HC_STREAM_FILE, HC_KIND_AUTO, "half");
	if (strcmp(word, "stray data") == 0)
		hc_teller_bytes(teller, HC_STREAM_DATA, "x", 1);
	if (strcmp(word, "stray close") == 0)
		hc_teller_close(teller, true);
	if (strcmp(word, "text for data") == 0) {
		hc_teller_member(teller, HC_STREAM_FILE, HC_KIND_AUTO, "a.eml");
		hc_teller_bytes(teller, HC_STREAM_TEXT, "x", 1);
	}
	if (strcmp(word, "archives") == 0)
		for (unsigned i = 0; i < 2; i++)
			hc_teller_member(teller, HC_STREAM_ARCHIVE, HC_KIND_ZIP,
			                 "a.zip");
	if (strcmp(word, "unknown kind") == 0)
		raw_frame(teller->out, teller->item, '?', 0, "", 0);
	if (strcmp(word, "unknown what") == 0)
		raw_frame(teller->out, teller->item, 'm', 6, "\11\0\0\0\0\0",
		          6);
	if (strcmp(word, "unknown note") == 0)
		raw_frame(teller->out, teller->item, 'n', 5, "\377\377\0\0\0",
		          5);
	if (strcmp(word, "NUL in name") == 0)
		raw_frame(teller->out, teller->item, 'm', 9, "\0\0\3\0\0\0a\0b",
		          9);
	if (strcmp(word, "name too long") == 0)
		raw_frame(teller->out, teller->item, 'm', 6,
		          "\0\0\377\377\377\377", 6);
	if (strcmp(word, "frame too long") == 0)
		raw_frame(teller->out, teller->item, 'd', 0x7fffffff, "x", 1);
	if (strcmp(word, "empty data") == 0) {
		hc_teller_member(teller, HC_STREAM_FILE, HC_KIND_AUTO, "a.eml");
		raw_frame(teller->out, teller->item, 'd', 0, "", 0);
	}
	if (strcmp(word, "other item") == 0)
		raw_frame(teller->out, teller->item + 1, 'c', 1, "\1", 1);
	if (strcmp(word, "more in frame") == 0)
		raw_frame(teller->out, teller->item, 'c', 2, "\1\1", 2);
	for (unsigned i = 0; strcmp(word, "nothing taken") == 0 && i < 2; i++)
		raw_frame(teller->out, teller->item, 'i', 8,
		          "\0\0\0\0\1\0\0\0", 8);
	for (char i = 1; strcmp(word, "taken by the byte") == 0 && i < 3; i++)
		raw_frame(teller->out, teller->item, 'i', 8,
		          (const char[8]){0, 0, 0, 0, i}, 8);
	if (strcmp(word, "endless members") == 0)
		while (!teller->deaf) {
			hc_teller_member(teller, HC_STREAM_NO_FILE,
			                 HC_KIND_AUTO, "x");
			hc_teller_close(teller, true);
			teller->sum.members = 0;
		}
	if (strcmp(word, "endless data") == 0) {
		static const char zeros[1 << 20];

		hc_teller_member(teller, HC_STREAM_FILE, HC_KIND_AUTO, "a.eml");
		while (!teller->deaf) {
			hc_teller_bytes(teller, HC_STREAM_DATA, zeros,
			                sizeof zeros);
			teller->sum.out = 0;
		}
	}
	return true;
}

static bool
attend(int out, uint32_t item, int file, HcKind kind)
{
	char word[WORD_MAX + 1] = "";
	HcTeller teller;

	(void)kind;
	if (pread(file, word, WORD_MAX, 16) < 0)
		return false;
	hc_teller_begin(&teller, out, item, 1000,
	                (unsigned)hc_limit(HC_LIMIT_UNPACK_CPU));
	tell_message(&teller);
	mortal_answer(plan, out, "HCm", 3);
	lie(&teller, word);
	hc_teller_answer(&teller, true, "");
	hc_teller_end(&teller);
	return !teller.deaf;
}

int
main(int argc, char **argv)
{
	if (argc < 1 || !hc_limits_take(argv + 1))
		return 2;
	plan = mortal_word();
	mortal_hello(plan, STDOUT_FILENO);
	return hc_attend(STDIN_FILENO, STDOUT_FILENO, HC_SANDBOX_NONE, attend)
	               ? 0
	               : 1;
}
