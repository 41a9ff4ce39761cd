/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mortal.h - how the processes of a worker program end, one after another: a
 * word each, in a file beside the program.  A worker is started with nothing
 * else. */
#ifndef HC_TEST_MORTAL_H
#define HC_TEST_MORTAL_H

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "frame.h"

#define MORTAL_FILE(program) program ".plan"

/** Take the first word of the plan.
 *  @return new; "" when there is none */
G_GNUC_UNUSED static char *
mortal_word(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *path = g_strconcat(program, ".plan", NULL);
	g_autofree char *plan = NULL;
	const char *rest;

	if (!g_file_get_contents(path, &plan, NULL, NULL))
		return g_strdup("");
	rest = plan + strcspn(plan, " ");
	if (!g_file_set_contents(path, *rest == ' ' ? rest + 1 : rest, -1,
	                         NULL))
		abort();
	return g_strndup(plan, (gsize)(rest - plan));
}

/** Die as one dies whom another one kills. */
G_GNUC_UNUSED static void
mortal_die(void)
{
	raise(SIGKILL);
}

/** Die before or while saying hello, or just after, if the word says so. */
G_GNUC_UNUSED static void
mortal_hello(const char *word, int out)
{
	g_autoptr(GByteArray) hello = g_byte_array_new();

	if (strcmp(word, "unborn") == 0)
		mortal_die();
	hc_frame_begin(hello, HC_FRAME_HELLO, 0);
	hc_frame_put_byte(hello, 0);
	hc_frame_end(hello);
	if (strcmp(word, "stutter") == 0) {
		hc_frame_write(out, hello->data, 7, 0);
		mortal_die();
	}
	if (strcmp(word, "idle") == 0) {
		hc_frame_write(out, hello->data, hello->len, 0);
		mortal_die();
	}
}

/** Die with an answer, or a piece of one, on the way, if the word says so.
 *  @param bytes  what was to be written */
G_GNUC_UNUSED static void
mortal_answer(const char *word, int out, const void *bytes, size_t length)
{
	if (strcmp(word, "asked") == 0)
		mortal_die();
	if (strcmp(word, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(word, "half") == 0) {
		hc_frame_write(out, bytes, length / 2, 0);
		mortal_die();
	}
	/* on a machine that is busy the end of a process takes its time */
	if (strcmp(word, "slow") == 0) {
		close(out);
		g_usleep(G_USEC_PER_SEC / 2);
		mortal_die();
	}
	if (strcmp(word, "silent") == 0) {
		close(out);
		pause();
	}
}

#endif
