/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink.c - a report that is written piece by piece, and checked as it is. */
#include "config.h"

#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "checksum.h"
#include "digest.h"
#include "publish.h"
#include "wellformed.h"
#include "why.h"
#include "xml-check.h"

/* Bytes written, read back or copied at a time. */
#define BLOCK (256u << 10)

/* Bytes written that the disk is told to begin with. */
#define AHEAD (8u << 20)

/** A thread that stores blocks while the next are filled, or none. */
typedef struct {
	GThread *thread; /* NULL: there is none */
	GMutex mutex;    /* for what follows */
	GCond changed;
	const char *data; /* to be stored; NULL: nothing is */
	size_t length;
	bool ended; /* nothing will follow */
} Storer;

struct HcSink {
	HcReportForm form;
	HcPublish publish; /* descriptor -1: there is no name */
	int descriptor;
	char *name;      /* in messages */
	GString *rest;   /* behind the last line end: not checked yet */
	char *blocks[2]; /* one is filled while the other is stored */
	unsigned filling;
	size_t filled;    /* bytes of that one */
	uint64_t size;    /* bytes taken */
	uint64_t checked; /* or told to be well-formed */
	Storer storer;    /* while a block waits, what follows is its own */
	uint64_t written; /* bytes of the file */
	uint64_t begun;   /* bytes of it that the disk was told of */
	HcDigest digest;
	HcChecksum sum; /* of all bytes, to compare what is read back */
	bool unwritten; /* a block could not be written ... */
	int why;        /* ... for this errno */
	char hex[HC_DIGEST_HEX];
	HcXmlCheck xml;
	HcJsonCheck json;
	bool failed; /* nothing may follow */
	bool sealed;
};

/* ----------------------------------------------------------------- storing */

/** Have the disk begin with what was written, so that the sync at the end finds
 *  little to wait for.  Where that is not known the sync does it all. */
static void
begin_sync(HcSink *sink)
{
	if (sink->publish.descriptor < 0 || sink->written - sink->begun < AHEAD)
		return;
#ifdef SYNC_FILE_RANGE_WRITE
	(void)sync_file_range(sink->publish.descriptor, (off_t)sink->begun,
	                      (off_t)(sink->written - sink->begun),
	                      SYNC_FILE_RANGE_WRITE);
#endif
	sink->begun = sink->written;
}

/** Digest a block and write it. */
static void
store(HcSink *sink, const char *data, size_t length)
{
	hc_digest_add(&sink->digest, data, length);
	if (sink->publish.descriptor >= 0)
		hc_checksum_add(&sink->sum, data, length);
	if (!hc_write_all(sink->descriptor, data, length)) {
		sink->why = errno;
		sink->unwritten = true;
		return;
	}
	sink->written += length;
	begin_sync(sink);
}

static gpointer
store_blocks(gpointer data)
{
	HcSink *sink = data;
	Storer *storer = &sink->storer;

	g_mutex_lock(&storer->mutex);
	while (!storer->ended) {
		if (storer->data == NULL) {
			g_cond_wait(&storer->changed, &storer->mutex);
			continue;
		}
		g_mutex_unlock(&storer->mutex);
		store(sink, storer->data, storer->length);
		g_mutex_lock(&storer->mutex);
		storer->data = NULL;
		g_cond_signal(&storer->changed);
	}
	g_mutex_unlock(&storer->mutex);
	return NULL;
}

/** Wait until nothing is left to be stored; the mutex is held. */
static void
wait_for_storer(Storer *storer)
{
	while (storer->data != NULL)
		g_cond_wait(&storer->changed, &storer->mutex);
}

/** Store a block, which must stay until the next call.
 *  @return false: one before it could not be written */
static bool
store_block(HcSink *sink, const char *data, size_t length)
{
	Storer *storer = &sink->storer;
	bool good;

	if (storer->thread == NULL) {
		store(sink, data, length);
		return !sink->unwritten;
	}
	g_mutex_lock(&storer->mutex);
	wait_for_storer(storer);
	good = !sink->unwritten;
	if (good) {
		storer->data = data;
		storer->length = length;
		g_cond_signal(&storer->changed);
	}
	g_mutex_unlock(&storer->mutex);
	return good;
}

/** Have all stored: from here on there is no thread. */
static void
end_storer(Storer *storer)
{
	if (storer->thread == NULL)
		return;
	g_mutex_lock(&storer->mutex);
	wait_for_storer(storer);
	storer->ended = true;
	g_cond_signal(&storer->changed);
	g_mutex_unlock(&storer->mutex);
	g_thread_join(g_steal_pointer(&storer->thread));
}

void
hc_sink_set_parallel(HcSink *sink)
{
	g_return_if_fail(sink->size == 0 && sink->storer.thread == NULL);
	/* where no thread is to be had it takes longer */
	sink->storer.thread =
		g_thread_try_new("store", store_blocks, sink, NULL);
}

/* ----------------------------------------------------------------- sinks */

static HcSink *
new_sink(HcReportForm form, const char *name)
{
	HcSink *sink = g_new0(HcSink, 1);

	sink->form = form;
	sink->name = g_strdup(name);
	sink->rest = g_string_new(NULL);
	sink->publish.descriptor = -1;
	for (unsigned i = 0; i < G_N_ELEMENTS(sink->blocks); i++)
		sink->blocks[i] = g_malloc(BLOCK);
	hc_digest_init(&sink->digest);
	g_mutex_init(&sink->storer.mutex);
	g_cond_init(&sink->storer.changed);
	hc_checksum_init(&sink->sum);
	hc_xml_check_init(&sink->xml);
	return sink;
}

HcSink *
hc_sink_new(HcReportForm form, const char *path, GError **error)
{
	g_autoptr(HcSink) sink = new_sink(form, path);

	if (!hc_publish_begin(&sink->publish, path, error))
		return NULL;
	sink->descriptor = sink->publish.descriptor;
	return g_steal_pointer(&sink);
}

HcSink *
hc_sink_new_open(HcReportForm form, int descriptor, const char *name)
{
	HcSink *sink = new_sink(form, name);

	sink->descriptor = descriptor;
	return sink;
}

void
hc_sink_free(HcSink *sink)
{
	end_storer(&sink->storer);
	g_mutex_clear(&sink->storer.mutex);
	g_cond_clear(&sink->storer.changed);
	for (unsigned i = 0; i < G_N_ELEMENTS(sink->blocks); i++)
		g_free(sink->blocks[i]);
	hc_publish_clear(&sink->publish);
	hc_xml_check_clear(&sink->xml);
	g_string_free(sink->rest, TRUE);
	g_free(sink->name);
	g_free(sink);
}

/* ----------------------------------------------------------------- checking */

static bool
refuse(HcSink *sink, size_t at, const char *what, GError **error)
{
	sink->failed = true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE,
	            "%s: byte %" G_GUINT64_FORMAT " of the report: %s",
	            sink->name, sink->checked + at, what);
	return false;
}

/** Look at whole lines. */
static bool
check_lines(HcSink *sink, const char *data, size_t length, GError **error)
{
	const char *what = "not JSON";
	size_t wrong = SIZE_MAX;
	bool ascii = false;

	if (sink->form == HC_FORM_TEXT) {
		if (!hc_check_text(data, length, error)) {
			sink->failed = true;
			return false;
		}
		ascii = true; /* or UTF-8, as it was found to be */
	} else if (sink->form == HC_FORM_XML) {
		wrong = hc_xml_check_add(&sink->xml, data, length, &what);
		ascii = wrong == SIZE_MAX && !sink->xml.high;
	} else {
		wrong = hc_json_check_add(&sink->json, data, length);
	}
	if (!ascii && !hc_check_utf8(data, length, NULL))
		return refuse(sink, 0, "not UTF-8 from here on", error);
	if (wrong != SIZE_MAX)
		return refuse(sink, wrong, what, error);
	sink->checked += length;
	return true;
}

/** Look at all up to the last line end, and keep the rest for later. */
static bool
check(HcSink *sink, const char *data, size_t length, GError **error)
{
	const char *last = memrchr(data, '\n', length);
	size_t whole = last != NULL ? (size_t)(last - data) + 1 : 0;
	bool done = true;

	if (whole > 0 && sink->rest->len > 0) {
		g_string_append_len(sink->rest, data, (gssize)whole);
		done = check_lines(sink, sink->rest->str, sink->rest->len,
		                   error);
		g_string_truncate(sink->rest, 0);
	} else if (whole > 0) {
		done = check_lines(sink, data, whole, error);
	}
	g_string_append_len(sink->rest, data + whole, (gssize)(length - whole));
	return done;
}

/** Look at what is kept. */
static bool
check_rest(HcSink *sink, GError **error)
{
	bool good = sink->rest->len == 0 ||
	            check_lines(sink, sink->rest->str, sink->rest->len, error);

	g_string_truncate(sink->rest, 0);
	return good;
}

/** Whether what was written is whole. */
static bool
check_end(HcSink *sink, GError **error)
{
	if (!check_rest(sink, error))
		return false;
	if ((sink->form == HC_FORM_XML && !hc_xml_check_is_whole(&sink->xml)) ||
	    (sink->form == HC_FORM_JSON &&
	     !hc_json_check_is_whole(&sink->json)))
		return refuse(sink, 0, "its end is missing", error);
	return true;
}

/* ------------------------------------------------------------------ writing */

static bool
cannot_write(HcSink *sink, GError **error)
{
	sink->failed = true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: cannot write: %s",
	            sink->name, hc_why(sink->why));
	return false;
}

/** Write the block that is filled. */
static bool
write_block(HcSink *sink, GError **error)
{
	const char *data = sink->blocks[sink->filling];
	size_t length = sink->filled;

	sink->filling ^= 1;
	sink->filled = 0;
	return store_block(sink, data, length) || cannot_write(sink, error);
}

static bool
put(HcSink *sink, const char *data, size_t length, GError **error)
{
	sink->size += length;
	while (length > 0) {
		size_t count = MIN(length, BLOCK - sink->filled);

		memcpy(sink->blocks[sink->filling] + sink->filled, data, count);
		sink->filled += count;
		data += count;
		length -= count;
		if (sink->filled == BLOCK && !write_block(sink, error))
			return false;
	}
	return true;
}

bool
hc_sink_write(HcSink *sink, const char *data, size_t length, GError **error)
{
	g_return_val_if_fail(!sink->failed, false);
	return length == 0 || (check(sink, data, length, error) &&
	                       put(sink, data, length, error));
}

bool
hc_sink_splice(HcSink *sink, const char *data, size_t length, GError **error)
{
	g_return_val_if_fail(!sink->failed, false);
	if (!check_rest(sink, error))
		return false;
	sink->checked += length;
	return put(sink, data, length, error);
}

bool
hc_sink_drain(HcSink *sink, GString *ready, GError **error)
{
	bool done = hc_sink_write(sink, ready->str, ready->len, error);

	g_string_truncate(ready, 0);
	return done;
}

/** Whether the file holds what was written. */
static bool
holds(const HcSink *sink)
{
	g_autofree char *buffer = g_malloc(BLOCK);
	HcChecksum sum;
	uint64_t at = 0;

	hc_checksum_init(&sum);
	for (;;) {
		ssize_t got;

		do
			got = pread(sink->descriptor, buffer, BLOCK, (off_t)at);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			break;
		hc_checksum_add(&sum, buffer, (size_t)got);
		at += (uint64_t)got;
	}
	return at == sink->size &&
	       hc_checksum_end(&sum) == hc_checksum_end(&sink->sum);
}

static bool
check_file(HcSink *sink, GError **error)
{
	if (!hc_publish_sync(&sink->publish, error))
		return false;
	if (holds(sink))
		return true;
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "%s: not what was written",
	            sink->name);
	return false;
}

bool
hc_sink_seal(HcSink *sink, GError **error)
{
	g_return_val_if_fail(!sink->failed, false);
	sink->failed = true;
	if (!check_end(sink, error) || !write_block(sink, error))
		return false;
	end_storer(&sink->storer);
	if (sink->unwritten)
		return cannot_write(sink, error);
	if (sink->publish.descriptor >= 0 && !check_file(sink, error))
		return false;
	hc_digest_end(&sink->digest, sink->hex);
	sink->sealed = true;
	return true;
}

bool
hc_sink_copy(const HcSink *sink, int descriptor)
{
	g_autofree char *buffer = g_malloc(BLOCK);

	g_return_val_if_fail(sink->sealed, false);
	for (uint64_t at = 0; at < sink->size;) {
		ssize_t got = pread(sink->descriptor, buffer, BLOCK, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		if (got <= 0 || !hc_write_all(descriptor, buffer, (size_t)got))
			return false;
		at += (uint64_t)got;
	}
	return true;
}

bool
hc_sink_commit(HcSink *sink, GError **error)
{
	return (sink->sealed || hc_sink_seal(sink, error)) &&
	       (sink->publish.descriptor < 0 ||
	        hc_publish_end(&sink->publish, error));
}

uint64_t
hc_sink_size(const HcSink *sink)
{
	return sink->size;
}

const char *
hc_sink_digest(const HcSink *sink)
{
	return sink->hex;
}
