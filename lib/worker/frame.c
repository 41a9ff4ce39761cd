/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame.c - what passes between this process and its worker processes. */
#include "config.h"

#include "frame.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static const char magic[4] = {'H', 'C', 'm', '1'};

/* ---------------------------------------------------------------- writing */

void
hc_frame_put_byte(GByteArray *frame, uint8_t byte)
{
	g_byte_array_append(frame, &byte, 1);
}

static void
put(unsigned char *at, uint32_t number)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> (8 * i));
}

void
hc_frame_put_number(GByteArray *frame, uint32_t number)
{
	unsigned char bytes[4];

	put(bytes, number);
	g_byte_array_append(frame, bytes, sizeof bytes);
}

void
hc_frame_put_text(GByteArray *frame, HcFrameText text)
{
	hc_frame_put_number(frame, text.length);
	if (text.length > 0)
		g_byte_array_append(frame, (const guint8 *)text.bytes,
		                    text.length);
}

void
hc_frame_begin(GByteArray *frame, HcFrameKind kind, uint32_t item)
{
	g_byte_array_set_size(frame, 0);
	g_byte_array_append(frame, (const guint8 *)magic, sizeof magic);
	hc_frame_put_byte(frame, (uint8_t)kind);
	hc_frame_put_number(frame, item);
	hc_frame_put_number(frame, 0);
}

void
hc_frame_end(GByteArray *frame)
{
	put(frame->data + HC_FRAME_HEAD - 4, frame->len - HC_FRAME_HEAD);
}

void
hc_frame_set_length(GByteArray *frame, uint32_t length)
{
	put(frame->data + HC_FRAME_HEAD - 4, length);
}

/* ---------------------------------------------------------------- reading */

static uint32_t
get(const unsigned char *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

bool
hc_frame_head(const unsigned char *head, HcFrameHead *head_out)
{
	if (memcmp(head, magic, sizeof magic) != 0)
		return false;
	head_out->kind = (HcFrameKind)head[4];
	head_out->item = get(head + 5);
	head_out->length = get(head + 9);
	return true;
}

/** Take bytes off the front.
 *  @return NULL: there are not so many */
static const unsigned char *
take(HcFrameReader *reader, size_t length)
{
	const unsigned char *at = reader->at;

	if (reader->bad || (size_t)(reader->end - at) < length) {
		reader->bad = true;
		return NULL;
	}
	reader->at += length;
	return at;
}

uint8_t
hc_frame_get_byte(HcFrameReader *reader)
{
	const unsigned char *at = take(reader, 1);

	return at != NULL ? *at : 0;
}

uint32_t
hc_frame_get_number(HcFrameReader *reader)
{
	const unsigned char *at = take(reader, 4);

	return at != NULL ? get(at) : 0;
}

HcFrameText
hc_frame_get_text(HcFrameReader *reader, uint32_t max)
{
	HcFrameText text = {"", hc_frame_get_number(reader)};
	const unsigned char *at;

	if (text.length > max)
		reader->bad = true;
	at = take(reader, text.length);
	if (at == NULL)
		text.length = 0;
	else
		text.bytes = (const char *)at;
	return text;
}

/* ------------------------------------------------------------------ pipes */

/** Wait for a pipe.
 *  @return false: the deadline has come, or an error */
static bool
await(int fd, short events, int64_t deadline)
{
	for (;;) {
		struct pollfd one = {fd, events, 0};
		int64_t left = deadline - g_get_monotonic_time();
		int wait = deadline == 0 ? -1
		           : left <= 0   ? 0
		           : left > 60 * G_USEC_PER_SEC
		                   ? 60000
		                   : (int)((left + 999) / 1000);
		int ready = poll(&one, 1, wait);

		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return false;
		if (ready == 0 && deadline != 0 &&
		    g_get_monotonic_time() >= deadline) {
			errno = ETIMEDOUT;
			return false;
		}
	}
}

size_t
hc_frame_read_some(int fd, void *bytes, size_t length_max, int64_t deadline)
{
	for (;;) {
		ssize_t got;

		if (deadline != 0 && !await(fd, POLLIN, deadline))
			return 0;
		got = read(fd, bytes, length_max);
		if (got > 0)
			return (size_t)got;
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		errno = got == 0 ? EPIPE : errno;
		return 0;
	}
}

bool
hc_frame_read(int fd, void *bytes, size_t length, int64_t deadline)
{
	char *at = bytes;

	while (length > 0) {
		size_t got = hc_frame_read_some(fd, at, length, deadline);

		if (got == 0)
			return false;
		at += got;
		length -= got;
	}
	return true;
}

bool
hc_frame_write(int fd, const void *bytes, size_t length, int64_t deadline)
{
	return hc_frame_write_both(fd, bytes, length, NULL, 0, deadline);
}

/** Leave out what was written. */
static void
step_over(struct iovec runs[2], size_t length)
{
	for (size_t i = 0; i < 2; i++) {
		size_t put = MIN(length, runs[i].iov_len);

		if (put == 0) /* there may be no bytes at all */
			continue;
		runs[i].iov_base = (char *)runs[i].iov_base + put;
		runs[i].iov_len -= put;
		length -= put;
	}
}

bool
hc_frame_write_both(int fd, const void *head, size_t head_length,
                    const void *bytes, size_t length, int64_t deadline)
{
	struct iovec runs[2] = {
		{(void *)head,  head_length},
                {(void *)bytes, length     }
        };

	while (runs[0].iov_len + runs[1].iov_len > 0) {
		ssize_t put;

		if (deadline != 0 && !await(fd, POLLOUT, deadline))
			return false;
		/* what is shut in has no writev() */
		put = runs[1].iov_len == 0
		              ? write(fd, runs[0].iov_base, runs[0].iov_len)
		              : writev(fd, runs, 2);
		if (put < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (put <= 0)
			return false;
		step_over(runs, (size_t)put);
	}
	return true;
}
