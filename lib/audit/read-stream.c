/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read-stream.c - a pipe or a terminal read as an input.
 *
 * What writes there may be silent for ever, and a run that is to stop must not
 * wait for it: bytes are asked for only when there are some. */
#include "config.h"

#include "unit-reading.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feed.h"
#include "limit.h"
#include "why.h"

/* Milliseconds until it is asked again whether to stop. */
#define LOOK_MS 100

struct HcStream {
	const HcRunner *runner;
	char *buffer;
};

bool
hc_stream_is_one(int descriptor)
{
	struct stat state;

	return fstat(descriptor, &state) == 0 && !S_ISREG(state.st_mode);
}

HcStream *
hc_stream_new(const HcRunner *runner)
{
	HcStream *stream = g_new0(HcStream, 1);

	stream->runner = runner;
	stream->buffer = g_malloc(HC_MAILBOX_PIECE);
	return stream;
}

void
hc_stream_free(HcStream *stream)
{
	if (stream == NULL)
		return;
	g_free(stream->buffer);
	g_free(stream);
}

/** Wait until there are bytes, or the end.
 *  @return false: it is to stop first */
static bool
wait_for_bytes(const HcStream *stream, GError **error)
{
	struct pollfd asked = {.fd = STDIN_FILENO, .events = POLLIN};

	do
		if (hc_reading_stopped(stream->runner, error))
			return false;
	while (poll(&asked, 1, LOOK_MS) == 0);
	/* what else poll() has to say, read() says better */
	return true;
}

/** A HcFeed: fill the buffer, but at the end. */
static bool
feed(void *data, const char **data_out, size_t *length_out, GError **error)
{
	HcStream *stream = data;
	ssize_t got = 1;

	*data_out = stream->buffer;
	*length_out = 0;
	while (*length_out < HC_MAILBOX_PIECE && got != 0) {
		if (!wait_for_bytes(stream, error))
			return false;
		got = read(STDIN_FILENO, stream->buffer + *length_out,
		           HC_MAILBOX_PIECE - *length_out);
		if (got < 0 && errno != EINTR && errno != EAGAIN) {
			g_set_error(error, HC_ERROR, HC_ERROR_READ,
			            "cannot read: %s", hc_why(errno));
			return false;
		}
		*length_out += got > 0 ? (size_t)got : 0;
	}
	return true;
}

HcSource *
hc_stream_source(HcStream *stream, const char *label, HcKind kind)
{
	return hc_source_new_from_feed(label, feed, stream, kind);
}
