/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fragments.c - what a report will say of the messages of a unit, beside its
 * part. */
#include "config.h"

#include "fragments.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "checksum.h"
#include "hopcheck.h"
#include "spool.h"
#include "why.h"

/* Bytes that are written or read by one call. */
#define BUFFER (256u << 10)

void
hc_fragments_mark_pack(GByteArray *out, const HcFragmentsMark *mark)
{
	hc_pack_number(out, mark->length);
	hc_pack_number(out, mark->sum);
}

bool
hc_fragments_mark_unpack(HcFragmentsMark *mark, const uint8_t *data,
                         size_t length)
{
	HcUnpack in = hc_unpack(data, length);

	mark->length = hc_unpack_number(&in);
	mark->sum = hc_unpack_number(&in);
	return !in.bad;
}

char *
hc_fragments_path(const char *part)
{
	return g_strconcat(part, ".messages", NULL);
}

/* ---------------------------------------------------------------- writing */

struct HcFragmentWriter {
	HcSpool spool;
	GString *ready;
	uint64_t length; /* bytes written */
	HcChecksum sum;
	char *path;
};

HcFragmentWriter *
hc_fragment_writer_new(const char *path, GString *ready)
{
	HcFragmentWriter *writer = g_new0(HcFragmentWriter, 1);

	writer->spool.descriptor = -1;
	writer->path = g_strdup(path);
	writer->ready = ready;
	g_string_truncate(ready, 0);
	hc_checksum_init(&writer->sum);
	return writer;
}

/** Write what waits. */
static bool
flush(HcFragmentWriter *writer, GError **error)
{
	const GString *ready = writer->ready;

	if (ready->len == 0)
		return true;
	if (writer->length == 0 &&
	    !hc_spool_begin(&writer->spool, writer->path, error))
		return false;
	hc_checksum_add(&writer->sum, ready->str, ready->len);
	writer->length += ready->len;
	if (!hc_spool_write(&writer->spool, ready->str, ready->len, error))
		return false;
	g_string_truncate(writer->ready, 0);
	return true;
}

bool
hc_fragment_writer_put(HcFragmentWriter *writer, GError **error)
{
	return writer->ready->len < BUFFER || flush(writer, error);
}

bool
hc_fragment_writer_end(HcFragmentWriter *writer, HcFragmentsMark *mark_out,
                       GError **error)
{
	if (!flush(writer, error))
		return false;
	mark_out->length = writer->length;
	mark_out->sum = hc_checksum_end(&writer->sum);
	return writer->length == 0 || hc_spool_end(&writer->spool, error);
}

void
hc_fragment_writer_free(HcFragmentWriter *writer)
{
	if (writer == NULL)
		return;
	hc_spool_clear(&writer->spool);
	g_free(writer->path);
	g_free(writer);
}

/* ---------------------------------------------------------------- reading */

struct HcFragmentReader {
	int descriptor; /* -1: not opened */
	char *path;
	GByteArray *buffer;
	size_t used; /* bytes of the buffer that are behind us */
	uint64_t length;
	HcChecksum sum; /* of all that was read into the buffer */
};

HcFragmentReader *
hc_fragment_reader_new(const char *path)
{
	HcFragmentReader *reader = g_new0(HcFragmentReader, 1);

	reader->descriptor = -1;
	reader->path = g_strdup(path);
	reader->buffer = g_byte_array_new();
	hc_checksum_init(&reader->sum);
	return reader;
}

static bool
fail(const HcFragmentReader *reader, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "%s: %s", reader->path,
	            what);
	return false;
}

static bool
open_file(HcFragmentReader *reader, GError **error)
{
	/* a FIFO of that name is not waited for: nothing comes of it */
	do
		reader->descriptor = open(reader->path, O_RDONLY | O_CLOEXEC |
		                                                O_NOFOLLOW |
		                                                O_NONBLOCK);
	while (reader->descriptor < 0 && errno == EINTR);
	return reader->descriptor >= 0 ||
	       fail(reader, hc_why(errno), error);
}

/** Read on behind what is in the buffer.
 *  @return bytes; 0: there are no more; -1: they cannot be read */
static ssize_t
read_more(HcFragmentReader *reader, size_t have)
{
	GByteArray *buffer = reader->buffer;
	ssize_t got;

	do
		got = read(reader->descriptor, buffer->data + have,
		           buffer->len - have);
	while (got < 0 && errno == EINTR);
	if (got > 0) {
		hc_checksum_add(&reader->sum, buffer->data + have, (size_t)got);
		reader->length += (uint64_t)got;
	}
	return got;
}

/** Have at least @p length bytes in the buffer that are not behind us. */
static bool
fill(HcFragmentReader *reader, size_t length, GError **error)
{
	GByteArray *buffer = reader->buffer;
	size_t have = buffer->len - reader->used;

	if (have > 0)
		memmove(buffer->data, buffer->data + reader->used, have);
	reader->used = 0;
	g_byte_array_set_size(buffer, (guint)MAX(length, BUFFER));
	while (have < length) {
		ssize_t got = read_more(reader, have);

		if (got <= 0) {
			g_byte_array_set_size(buffer, (guint)have);
			return fail(reader, "is torn", error);
		}
		have += (size_t)got;
	}
	g_byte_array_set_size(buffer, (guint)have);
	return true;
}

bool
hc_fragment_reader_next(HcFragmentReader *reader, size_t length,
                        const char **data_out, GError **error)
{
	if (reader->descriptor < 0 && !open_file(reader, error))
		return false;
	if (length > G_MAXUINT32 / 2)
		return fail(reader, "is torn", error);
	if (reader->buffer->len - reader->used < length &&
	    !fill(reader, length, error))
		return false;
	*data_out = (const char *)reader->buffer->data + reader->used;
	reader->used += length;
	return true;
}

bool
hc_fragment_reader_end(HcFragmentReader *reader, const HcFragmentsMark *mark,
                       GError **error)
{
	/* what is left is too much, or nothing */
	g_byte_array_set_size(reader->buffer, BUFFER);
	if (reader->descriptor >= 0 && read_more(reader, 0) != 0)
		return fail(reader, "is not what was written", error);
	return (reader->length == mark->length &&
	        hc_checksum_end(&reader->sum) == mark->sum) ||
	       fail(reader, "is not what was written", error);
}

void
hc_fragment_reader_free(HcFragmentReader *reader)
{
	if (reader == NULL)
		return;
	if (reader->descriptor >= 0)
		close(reader->descriptor);
	g_byte_array_unref(reader->buffer);
	g_free(reader->path);
	g_free(reader);
}

bool
hc_fragments_check(const char *path, const HcFragmentsMark *mark)
{
	g_autoptr(HcFragmentReader) reader = hc_fragment_reader_new(path);
	uint64_t left = mark->length;

	while (left > 0) {
		size_t length = (size_t)MIN(left, BUFFER);
		const char *data;

		if (!hc_fragment_reader_next(reader, length, &data, NULL))
			return false;
		left -= length;
	}
	return hc_fragment_reader_end(reader, mark, NULL);
}
