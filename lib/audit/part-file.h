/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part-file.h - records in a file that tells whether it is whole.
 *
 * The plan and the part that each unit yields are such files:
 *
 *     magic        16 bytes, with the version of this layout
 *     fingerprint  32 bytes: what the records belong to
 *     number       8 bytes: the unit; of the plan 0
 *     records      each: type 1 byte, length 4 bytes, data
 *     trailer      type 0, length 24: count of records, bytes of the file
 *                  before the trailer, checksum of these
 *
 * Numbers have the low byte first.  A writer works under another name and
 * takes the final one when the trailer is written, so what stands under the
 * final name is whole unless the machine went down: then the trailer is missing
 * or does not fit, and the unit is done again. */
#ifndef HC_PART_FILE_H
#define HC_PART_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/** Bytes of a fingerprint. */
#define HC_FINGERPRINT 32

/** What a record is, in its type byte; 0 is the trailer's. */
typedef enum {
	HC_RECORD_MESSAGE = 'M',   /**< a message */
	HC_RECORD_FRAGMENTS = 'X', /**< of a part, at its end: what stands
	                            *   beside it (fragments.h) */
	HC_RECORD_FILE = 'F', /**< a file that was read, or the range of it */
	HC_RECORD_LEFT_OUT = 'L', /**< a file or member that turned out to be no
	                           *   mail */
	HC_RECORD_TALLY = 'T',    /**< sums */
	HC_RECORD_CLOCK = 'C',    /**< what stamps say of a host's clock */
	HC_RECORD_ALIAS = 'A',    /**< two names of one host */
	HC_RECORD_RESEND = 'R',   /**< what messages of one thread share */
	HC_RECORD_SITTING = 'S',  /**< of a note: a piece of the run record */
	HC_RECORD_BASE = 'B',     /**< of a plan: from where paths lead */
	HC_RECORD_NAMED = 'N',    /**< of a plan: a folder that was named */
	HC_RECORD_OPTIONS = 'O',  /**< of a plan: how messages are judged */
	HC_RECORD_UNIT = 'U',     /**< of a plan: a unit; its items follow */
	HC_RECORD_ITEM = 'I',     /**< of a plan: a file */
	HC_RECORD_GROUP = 'G',    /**< of a plan: a folder; its items follow */
} HcRecordType;

typedef struct HcPartFile HcPartFile;

/** Begin a file.
 *  @param path         its name in the end; nothing stands there before
 *                      hc_part_file_finish()
 *  @param fingerprint  HC_FINGERPRINT bytes
 *  @param number       of the unit
 *  @param error        HC_ERROR_WRITE
 *  @return new, or NULL */
HcPartFile *hc_part_file_create(const char *path, const uint8_t *fingerprint,
                                uint64_t number, GError **error);

/** Write a record.
 *  @param data    borrowed; NULL only with length 0
 *  @param length  bytes, less than 4 GiB
 *  @param error   HC_ERROR_WRITE; the file is then of no more use */
bool hc_part_file_put(HcPartFile *file, HcRecordType type, const void *data,
                      size_t length, GError **error);

/** Bytes written so far: where the next record begins. */
uint64_t hc_part_file_tell(const HcPartFile *file);

/** Write the trailer and give the file its name.
 *  @param error  HC_ERROR_WRITE; nothing new stands under the name then */
bool hc_part_file_finish(HcPartFile *file, GError **error);

/** Open a file to read its records in order.
 *  @param fingerprint  what it has to belong to; NULL: to anything
 *  @param number       of the unit
 *  @param error        HC_ERROR_OPEN: it cannot be opened; HC_ERROR_READ: it is
 *                      torn, or belongs to something else
 *  @return new, or NULL */
HcPartFile *hc_part_file_open(const char *path, const uint8_t *fingerprint,
                              uint64_t number, GError **error);

/** Read the next record.
 *  @param type_out    0 at the end
 *  @param data_out    borrowed until the next call
 *  @param length_out  bytes
 *  @param error       HC_ERROR_READ: the file is torn, or not what was written;
 *                     records before it may have been, too */
bool hc_part_file_next(HcPartFile *file, uint8_t *type_out,
                       const uint8_t **data_out, size_t *length_out,
                       GError **error);

/** Go on reading at a place told by hc_part_file_tell() while it was written.
 *  The checksum is not looked at any more. */
bool hc_part_file_seek(HcPartFile *file, uint64_t offset, GError **error);

/** Close; of a file that was not finished nothing stays. */
void hc_part_file_free(HcPartFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HcPartFile, hc_part_file_free)

#endif
