/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record.h - what a structure's question and answer hold.
 *
 *     question = flags (1 byte) message
 *     answer   = *record end
 *     record   = tag (1 byte) ...    as the structs below, in their order */
#ifndef HC_RECORD_H
#define HC_RECORD_H

#include "frame.h"

/* Flags of a question. */
#define HC_ASK_TEXT 1u /* the first text of the message, for a journal report */
#define HC_ASK_OUTER 2u /* messages within it are parts and no more */

/* An answer is never longer: it holds facts and a few headers. */
#define HC_ANSWER_MAX (32u << 20) /* bytes */
/* Bytes of a string of a part. */
#define HC_PART_TEXT_MAX 512u
/* Bytes of a header block that stood encoded. */
#define HC_NESTED_HEADER_MAX (64u << 10)
/* Bytes of a journal report's text. */
#define HC_JOURNAL_TEXT_MAX (4u << 20)

/** Tags of an answer's records. */
typedef enum {
	HC_RECORD_PART = 'p',
	HC_RECORD_NESTED = 'n',
	HC_RECORD_NOTE = 'o',
	HC_RECORD_TEXT = 't',
	HC_RECORD_END = 'e', /**< the last, and only then is the answer whole */
} HcRecordTag;

/* What a part is, as bits. */
#define HC_PART_MULTIPART 1u   /* it holds parts */
#define HC_PART_NO_BOUNDARY 2u /* it should, but names no boundary */
#define HC_PART_TEXT_WHOLE 4u  /* its shape takes up all of its text */
#define HC_PART_PLACED 8u      /* offset and length are of the message */
#define HC_PART_ENCODED 16u    /* its own encoding is base64, q-p or the like */
#define HC_PART_ATTACHED 32u   /* Content-Disposition says attachment */
#define HC_PART_AROUND 64u     /* text stands before or behind its parts */

/** A part of a message, in the order of the bytes. */
typedef struct {
	uint32_t number; /**< 1 is the first */
	uint32_t parent; /**< number of the multipart that holds it, or 0 */
	uint32_t nested; /**< number of the nested message it stands in, or 0 */
	uint8_t flags;
	uint32_t offset; /**< its body as transferred, of a multipart its
	                    *   Content-Type field */
	uint32_t length;
	HcFrameText section;
	HcFrameText type;       /**< "text/plain", lower case */
	HcFrameText smime_type; /**< parameters of its Content-Type */
	HcFrameText protocol;
	HcFrameText report_type;
	HcFrameText file;  /**< its name, UTF-8 */
	HcFrameText shape; /**< what its bytes look like */
} HcFramePart;

/** A message within the message; stands before its parts. */
typedef struct {
	uint32_t number; /**< 1 is the first */
	uint32_t part;   /**< number of the part that holds it */
	uint8_t flags;   /**< HC_PART_PLACED, HC_PART_ENCODED */
	uint32_t offset;
	uint32_t length;    /**< bytes, decoded */
	HcFrameText header; /**< its header block, unless it is placed */
} HcFrameNested;

/** Something odd. */
typedef struct {
	uint32_t code; /**< HcNoteCode */
	uint32_t offset;
	uint32_t length;
} HcFrameNote;

void hc_frame_put_part(GByteArray *frame, const HcFramePart *part);
void hc_frame_put_nested(GByteArray *frame, const HcFrameNested *nested);
void hc_frame_put_note(GByteArray *frame, const HcFrameNote *note);

/** Each of these reads 0 or nothing once the reader is bad. */
HcFramePart hc_frame_get_part(HcFrameReader *reader);
HcFrameNested hc_frame_get_nested(HcFrameReader *reader);
HcFrameNote hc_frame_get_note(HcFrameReader *reader);

#endif
