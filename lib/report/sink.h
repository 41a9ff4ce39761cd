/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink.h - a report that is written piece by piece, and checked as it is.
 *
 * Each piece is read again by the grammar of the form before it is written, but
 * for those that were read so when they were made, so what stands in the end is
 * well-formed however long it is, with no more memory than a line needs.  Under a name: a temporary file beside it, synced, read
 * back, renamed; nothing stands under the name unless all went well. */
#ifndef HC_SINK_H
#define HC_SINK_H

#include "hopcheck.h"

typedef struct HcSink HcSink;

/** Begin to write under a name.
 *  @param path   a regular file or a free name
 *  @param error  HC_ERROR_WRITE
 *  @return new, or NULL */
HcSink *hc_sink_new(HcReportForm form, const char *path, GError **error);

/** Begin to write to a descriptor; what was written stays there.
 *  @param descriptor  borrowed; written to, not closed
 *  @param name        in messages: "standard output" */
HcSink *hc_sink_new_open(HcReportForm form, int descriptor, const char *name);

/** Write a piece.
 *  @param error  HC_ERROR_WRITE: it cannot be written, or is not well-formed;
 *                the sink is then of no more use */
bool hc_sink_write(HcSink *sink, const char *data, size_t length,
                   GError **error);

/** Write a piece that was looked at already, by the grammar of the form: whole
 *  members of what is open, or nothing that opens or closes anything.  What was
 *  written before it has to end between two members or tags. */
bool hc_sink_splice(HcSink *sink, const char *data, size_t length,
                    GError **error);

/** Digest and write on another processor what is made on this one: that a write
 *  failed is then told later, at the seal at the latest.  Before the first
 *  piece. */
void hc_sink_set_parallel(HcSink *sink);

/** Write what is ready in a buffer and empty it. */
bool hc_sink_drain(HcSink *sink, GString *ready, GError **error);

/** All is written: check that it is whole, and that the file holds it.  It has
 *  not got its name then.
 *  @param error  HC_ERROR_WRITE */
bool hc_sink_seal(HcSink *sink, GError **error);

/** Copy what was sealed under a name to a descriptor; else errno says why
 *  not. */
bool hc_sink_copy(const HcSink *sink, int descriptor);

/** All is written: seal it, if that is not done, and give it its name.
 *  @param error  HC_ERROR_WRITE; nothing new stands under the name then */
bool hc_sink_commit(HcSink *sink, GError **error);

/** Bytes written so far. */
uint64_t hc_sink_size(const HcSink *sink);

/** SHA-256 of all bytes, 64 hex digits; after hc_sink_seal(). */
const char *hc_sink_digest(const HcSink *sink);

/** Close; of a file that was not committed nothing stays. */
void hc_sink_free(HcSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcSink, hc_sink_free)

#endif
