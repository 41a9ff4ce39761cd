/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gunzip.c - what a gzip file holds, held to its checksums, by zlib. */
#include "config.h"

#include "gunzip.h"

#include <string.h>

#include <glib.h>

/** zlib: the largest window, and a gzip header and trailer alone. */
#define WINDOW_GZIP (15 + 16)

bool
hc_gunzip_knows(const void *bytes, size_t length)
{
	return length >= 3 && memcmp(bytes, "\x1f\x8b\x08", 3) == 0;
}

void
hc_gunzip_begin(HcGunzip *gunzip, HcGunzipSource source, void *data)
{
	*gunzip = (HcGunzip){
		.source = source,
		.data = data,
		.piece = g_malloc(HC_GUNZIP_PIECE),
		.within = true,
	};
	if (inflateInit2(&gunzip->stream, WINDOW_GZIP) != Z_OK)
		g_abort();
}

void
hc_gunzip_end(HcGunzip *gunzip)
{
	inflateEnd(&gunzip->stream);
	g_free(gunzip->piece);
}

/** Have the source give more; damage where it cannot. */
static void
fill(HcGunzip *gunzip)
{
	const void *bytes = NULL;
	ssize_t length = gunzip->source(gunzip->data, &bytes);

	gunzip->damaged = length < 0;
	gunzip->drained = length <= 0;
	/* zlib promises not to write there */
	gunzip->stream.next_in = length > 0 ? (Bytef *)bytes : NULL;
	gunzip->stream.avail_in = length > 0 ? (uInt)length : 0;
	gunzip->given += gunzip->stream.avail_in;
}

uint64_t
hc_gunzip_taken(const HcGunzip *gunzip)
{
	return gunzip->given - gunzip->stream.avail_in;
}

/** Look at what stands behind a member: NULs, or another. */
static void
step_between(HcGunzip *gunzip)
{
	z_stream *stream = &gunzip->stream;

	while (stream->avail_in > 0 && *stream->next_in == '\0') {
		stream->next_in++;
		stream->avail_in--;
	}
	if (stream->avail_in == 0)
		return;
	gunzip->within = inflateReset(stream) == Z_OK;
	gunzip->damaged = !gunzip->within;
}

static void
step_within(HcGunzip *gunzip)
{
	int result = inflate(&gunzip->stream, Z_NO_FLUSH);

	if (result == Z_MEM_ERROR)
		g_abort();
	gunzip->within = result != Z_STREAM_END;
	gunzip->damaged = gunzip->within && result != Z_OK;
}

ssize_t
hc_gunzip_read(HcGunzip *gunzip, const void **bytes_out)
{
	z_stream *stream = &gunzip->stream;
	size_t length;

	stream->next_out = gunzip->piece;
	stream->avail_out = HC_GUNZIP_PIECE;
	while (stream->avail_out > 0 && !gunzip->damaged) {
		if (stream->avail_in == 0 && !gunzip->drained)
			fill(gunzip);
		else if (stream->avail_in == 0 && !gunzip->within)
			break;
		else if (gunzip->within)
			step_within(gunzip);
		else
			step_between(gunzip);
	}
	length = HC_GUNZIP_PIECE - stream->avail_out;
	*bytes_out = gunzip->piece;
	return length == 0 && gunzip->damaged ? -1 : (ssize_t)length;
}

const char *
hc_gunzip_library(void)
{
	return zlibVersion();
}
