/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part-file.c - records in a file that tells whether it is whole.
 *
 * The checksum is no defence against anybody who wants to deceive, who could
 * write a part of his own as well: it finds what a crash or a disk did. */
#include "config.h"

#include "part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checksum.h"
#include "hopcheck.h"
#include "spool.h"
#include "why.h"

static const char magic[16] = "hopcheck-part 4\n";

#define HEAD_LENGTH (sizeof magic + HC_FINGERPRINT + 8)
#define RECORD_HEAD 5
#define TRAILER_LENGTH 24

/* Bytes that wait for one write, or are read by one call. */
#define BUFFER (128u << 10)

struct HcPartFile {
	bool writing;
	HcSpool spool;  /* writing */
	int descriptor; /* reading */
	char *path;
	GByteArray *buffer;
	size_t used;     /* reading: bytes of the buffer that are behind us */
	uint64_t offset; /* of the next record */
	uint64_t count;  /* records so far */
	uint64_t end;    /* reading: where the trailer begins */
	size_t summed;   /* bytes of the buffer that the checksum has */
	bool sought;     /* not all was read: there is no checksum */
	HcChecksum checksum;
};

/* ---------------------------------------------------------------- writing */

static HcPartFile *
new_file(const char *path)
{
	HcPartFile *file = g_new0(HcPartFile, 1);

	file->descriptor = -1;
	file->spool.descriptor = -1;
	file->path = g_strdup(path);
	hc_checksum_init(&file->checksum);
	file->buffer = g_byte_array_sized_new(BUFFER);
	return file;
}

/** Add to the checksum what the buffer holds up to @p end: many records at
 *  once, which are short. */
static void
sum_up(HcPartFile *file, size_t end)
{
	hc_checksum_add(&file->checksum, file->buffer->data + file->summed,
	                end - file->summed);
	file->summed = end;
}

/** Write what waits. */
static bool
flush(HcPartFile *file, GError **error)
{
	bool done = hc_spool_write(&file->spool, file->buffer->data,
	                           file->buffer->len, error);

	sum_up(file, file->buffer->len);
	g_byte_array_set_size(file->buffer, 0);
	file->summed = 0;
	return done;
}

static bool
append(HcPartFile *file, const void *data, size_t length, GError **error)
{
	GByteArray *buffer = file->buffer;

	if (buffer->len + length > BUFFER && !flush(file, error))
		return false;
	file->offset += length;
	if (length > BUFFER) {
		g_byte_array_append(buffer, data, (guint)length);
	} else if (length > 0) {
		/* it was made with room for so many: nothing is called */
		memcpy(buffer->data + buffer->len, data, length);
		buffer->len += (guint)length;
	}
	return true;
}

static void
put_number(uint8_t *bytes, uint64_t value, size_t length)
{
	for (size_t i = 0; i < length; i++, value >>= 8)
		bytes[i] = (uint8_t)value;
}

static uint64_t
get_number(const uint8_t *bytes, size_t length)
{
	uint64_t value = 0;

	while (length-- > 0)
		value = value << 8 | bytes[length];
	return value;
}

HcPartFile *
hc_part_file_create(const char *path, const uint8_t *fingerprint,
                    uint64_t number, GError **error)
{
	g_autoptr(HcPartFile) file = new_file(path);
	uint8_t bytes[8];

	file->writing = true;
	put_number(bytes, number, sizeof bytes);
	if (!hc_spool_begin(&file->spool, path, error) ||
	    !append(file, magic, sizeof magic, error) ||
	    !append(file, fingerprint, HC_FINGERPRINT, error) ||
	    !append(file, bytes, sizeof bytes, error))
		return NULL;
	return g_steal_pointer(&file);
}

bool
hc_part_file_put(HcPartFile *file, HcRecordType type, const void *data,
                 size_t length, GError **error)
{
	uint8_t head[RECORD_HEAD] = {(uint8_t)type};

	g_return_val_if_fail(file->writing && length < UINT32_MAX, false);
	put_number(head + 1, length, sizeof head - 1);
	file->count++;
	return append(file, head, sizeof head, error) &&
	       append(file, data, length, error);
}

uint64_t
hc_part_file_tell(const HcPartFile *file)
{
	return file->offset;
}

bool
hc_part_file_finish(HcPartFile *file, GError **error)
{
	uint8_t trailer[RECORD_HEAD + TRAILER_LENGTH] = {0};
	uint64_t sum;

	g_return_val_if_fail(file->writing, false);
	sum_up(file, file->buffer->len);
	sum = hc_checksum_end(&file->checksum);
	put_number(trailer + 1, TRAILER_LENGTH, 4);
	put_number(trailer + RECORD_HEAD, file->count, 8);
	put_number(trailer + RECORD_HEAD + 8, file->offset, 8);
	put_number(trailer + RECORD_HEAD + 16, sum, 8);
	return append(file, trailer, sizeof trailer, error) &&
	       flush(file, error) && hc_spool_end(&file->spool, error);
}

/* ---------------------------------------------------------------- reading */

static bool
fail_read(const HcPartFile *file, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_READ, "%s: %s", file->path, what);
	return false;
}

/** Have the next @p length bytes in the buffer, not behind us yet. */
static bool
fill(HcPartFile *file, size_t length, GError **error)
{
	GByteArray *buffer = file->buffer;
	size_t have = buffer->len - file->used;

	if (have >= length)
		return true;
	sum_up(file, file->used);
	file->summed = 0;
	if (have > 0)
		memmove(buffer->data, buffer->data + file->used, have);
	file->used = 0;
	g_byte_array_set_size(buffer, (guint)MAX(length, BUFFER));
	while (have < length) {
		ssize_t got = read(file->descriptor, buffer->data + have,
		                   buffer->len - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			const char *why =
				got < 0 ? hc_why(errno) : "is torn";

			g_byte_array_set_size(buffer, (guint)have);
			return fail_read(file, why, error);
		}
		have += (size_t)got;
	}
	g_byte_array_set_size(buffer, (guint)have);
	return true;
}

/** Take bytes that fill() made sure of. */
static const uint8_t *
take(HcPartFile *file, size_t length)
{
	const uint8_t *bytes = file->buffer->data + file->used;

	file->used += length;
	file->offset += length;
	return bytes;
}

/** Whether a trailer of a file so long stands at its end.  A torn file is not
 *  read before: whatever stands there may tell of records as long as it is. */
static bool
has_trailer(const HcPartFile *file)
{
	uint8_t trailer[RECORD_HEAD + TRAILER_LENGTH];

	return pread(file->descriptor, trailer, sizeof trailer,
	             (off_t)file->end) == (ssize_t)sizeof trailer &&
	       trailer[0] == 0 &&
	       get_number(trailer + 1, 4) == TRAILER_LENGTH &&
	       get_number(trailer + RECORD_HEAD + 8, 8) == file->end;
}

/** Read the head, and find where the trailer must begin. */
static bool
begin(HcPartFile *file, const uint8_t *fingerprint, uint64_t number,
      GError **error)
{
	struct stat status;
	const uint8_t *head;

	if (fstat(file->descriptor, &status) != 0 ||
	    (uint64_t)status.st_size <
	            HEAD_LENGTH + RECORD_HEAD + TRAILER_LENGTH)
		return fail_read(file, "is torn", error);
	file->end = (uint64_t)status.st_size - RECORD_HEAD - TRAILER_LENGTH;
	if (!fill(file, HEAD_LENGTH, error))
		return false;
	head = take(file, HEAD_LENGTH);
	if (memcmp(head, magic, sizeof magic) != 0)
		return fail_read(file, "is not of this version", error);
	if ((fingerprint != NULL &&
	     memcmp(head + sizeof magic, fingerprint, HC_FINGERPRINT) != 0) ||
	    get_number(head + sizeof magic + HC_FINGERPRINT, 8) != number)
		return fail_read(file, "belongs to another run", error);
	return has_trailer(file) || fail_read(file, "is torn", error);
}

HcPartFile *
hc_part_file_open(const char *path, const uint8_t *fingerprint, uint64_t number,
                  GError **error)
{
	g_autoptr(HcPartFile) file = new_file(path);

	/* a FIFO of that name is not waited for: it has no bytes, so it is torn */
	do
		file->descriptor = open(path, O_RDONLY | O_CLOEXEC |
		                                      O_NOFOLLOW | O_NONBLOCK);
	while (file->descriptor < 0 && errno == EINTR);
	/* that a unit is not done yet is nobody's error: no text is made that
	 * nobody reads, for that can fail */
	if (file->descriptor < 0 && error == NULL)
		return NULL;
	if (file->descriptor < 0) {
		g_set_error(error, HC_ERROR, HC_ERROR_OPEN,
		            "%s: cannot open: %s", path, hc_why(errno));
		return NULL;
	}
	return begin(file, fingerprint, number, error) ? g_steal_pointer(&file)
	                                               : NULL;
}

/** The trailer's numbers must be those of what was read. */
static bool
check_trailer(HcPartFile *file, GError **error)
{
	uint64_t length = file->offset;
	const uint8_t *trailer;
	uint64_t sum;

	sum_up(file, file->used);
	sum = hc_checksum_end(&file->checksum);
	if (!fill(file, RECORD_HEAD + TRAILER_LENGTH, error))
		return false;
	trailer = take(file, RECORD_HEAD + TRAILER_LENGTH);
	if (trailer[0] != 0 || get_number(trailer + 1, 4) != TRAILER_LENGTH ||
	    get_number(trailer + RECORD_HEAD + 8, 8) != length)
		return fail_read(file, "is torn", error);
	if (file->sought)
		return true;
	if (get_number(trailer + RECORD_HEAD, 8) != file->count ||
	    get_number(trailer + RECORD_HEAD + 16, 8) != sum)
		return fail_read(file, "is not what was written", error);
	return true;
}

bool
hc_part_file_next(HcPartFile *file, uint8_t *type_out, const uint8_t **data_out,
                  size_t *length_out, GError **error)
{
	const uint8_t *head;

	g_return_val_if_fail(!file->writing, false);
	*type_out = 0;
	*data_out = NULL;
	*length_out = 0;
	if (file->offset > file->end)
		return true;
	if (file->offset == file->end)
		return check_trailer(file, error);
	if (file->end - file->offset < RECORD_HEAD)
		return fail_read(file, "is torn", error);
	if (!fill(file, RECORD_HEAD, error))
		return false;
	head = take(file, RECORD_HEAD);
	*type_out = head[0];
	*length_out = (size_t)get_number(head + 1, 4);
	if (*type_out == 0 || *length_out > file->end - file->offset) {
		*type_out = 0;
		return fail_read(file, "is torn", error);
	}
	if (!fill(file, *length_out, error))
		return false;
	*data_out = take(file, *length_out);
	file->count++;
	return true;
}

bool
hc_part_file_seek(HcPartFile *file, uint64_t offset, GError **error)
{
	g_return_val_if_fail(!file->writing, false);
	file->sought = true;
	if (offset < HEAD_LENGTH || offset > file->end ||
	    lseek(file->descriptor, (off_t)offset, SEEK_SET) < 0)
		return fail_read(file, "is torn", error);
	g_byte_array_set_size(file->buffer, 0);
	file->used = 0;
	file->summed = 0;
	file->offset = offset;
	return true;
}

void
hc_part_file_free(HcPartFile *file)
{
	if (file == NULL)
		return;
	if (file->descriptor >= 0)
		close(file->descriptor);
	hc_spool_clear(&file->spool);
	g_free(file->path);
	g_byte_array_unref(file->buffer);
	g_free(file);
}
