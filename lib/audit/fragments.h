/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fragments.h - what a report will say of the messages of a unit, beside its
 * part.
 *
 * These are nearly all bytes that a unit gives, and of no use before everything
 * that stands in front of the messages is known.  So they have a file of their
 * own: whoever adds up parts does not read them.  The part holds, at its end,
 * how many bytes they are and their sum. */
#ifndef HC_FRAGMENTS_H
#define HC_FRAGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "packing.h"

/** How many bytes there are, and their sum: what a part holds of them. */
typedef struct {
	uint64_t length;
	uint64_t sum;
} HcFragmentsMark;

void hc_fragments_mark_pack(GByteArray *out, const HcFragmentsMark *mark);
/** @return false: it is damaged */
bool hc_fragments_mark_unpack(HcFragmentsMark *mark_out, const uint8_t *data,
                              size_t length);

/** The name of the file beside a part; new. */
char *hc_fragments_path(const char *part);

/* ---------------------------------------------------------------- writing */

typedef struct HcFragmentWriter HcFragmentWriter;

/** Begin; without any fragment there will be no file.
 *  @param path   its name in the end
 *  @param ready  borrowed and emptied: each fragment is appended to it, so that
 *                many are written at once and none is copied
 *  @return new */
HcFragmentWriter *hc_fragment_writer_new(const char *path, GString *ready);

/** A fragment was appended.
 *  @param error  HC_ERROR_WRITE */
bool hc_fragment_writer_put(HcFragmentWriter *writer, GError **error);

/** All were appended: give the file its name.
 *  @param error  HC_ERROR_WRITE */
bool hc_fragment_writer_end(HcFragmentWriter *writer, HcFragmentsMark *mark_out,
                            GError **error);

/** Close; of a file that was not ended nothing stays. */
void hc_fragment_writer_free(HcFragmentWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcFragmentWriter, hc_fragment_writer_free)

/* ---------------------------------------------------------------- reading */

typedef struct HcFragmentReader HcFragmentReader;

/** Open the file of a part; there need be none until one is asked for.
 *  @return new */
HcFragmentReader *hc_fragment_reader_new(const char *path);

/** Read the next.
 *  @param length    bytes, as its message's record says
 *  @param data_out  borrowed until the next call
 *  @param error     HC_ERROR_READ: the file is not there or torn */
bool hc_fragment_reader_next(HcFragmentReader *reader, size_t length,
                             const char **data_out, GError **error);

/** All are read: see whether they were what was written.
 *  @param mark   as the part says
 *  @param error  HC_ERROR_READ */
bool hc_fragment_reader_end(HcFragmentReader *reader,
                            const HcFragmentsMark *mark, GError **error);

void hc_fragment_reader_free(HcFragmentReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcFragmentReader, hc_fragment_reader_free)

/** Read a file from end to end.
 *  @return whether it is what was written */
bool hc_fragments_check(const char *path, const HcFragmentsMark *mark);

#endif
