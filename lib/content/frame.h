/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame.h - what passes between a reader and its worker process.
 *
 * Bytes on two pipes.  The worker says hello once; then each question gets one
 * answer.  A frame is a head and that many bytes:
 *
 *     frame    = magic kind item length payload
 *     magic    = "HCm1"              4 bytes
 *     kind     = hello / question / answer            1 byte
 *     item     = number, as asked                     4 bytes
 *     length   = of payload                           4 bytes
 *     string   = length (4 bytes) bytes
 *
 *     hello    = sandbox (1 byte)
 *     question = flags (1 byte) message
 *     answer   = *record end
 *     record   = tag (1 byte) ...    as the structs below, in their order
 *
 * Numbers are little-endian.  Neither side trusts the other: each length is
 * compared with what is left. */
#ifndef HC_FRAME_H
#define HC_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#define HC_FRAME_HEAD 13u /* bytes */

typedef enum {
	HC_FRAME_HELLO = 'H',
	HC_FRAME_QUESTION = 'Q',
	HC_FRAME_ANSWER = 'A',
} HcFrameKind;

/* Flags of a question. */
#define HC_ASK_TEXT 1u /* the first text of the message, for a journal report */

/* An answer is never longer: it holds facts and a few headers. */
#define HC_ANSWER_MAX (32u << 20) /* bytes */
/* Bytes of a string of a part. */
#define HC_PART_TEXT_MAX 512u
/* Bytes of a header block that stood encoded. */
#define HC_NESTED_HEADER_MAX (64u << 10)
/* Bytes of a journal report's text. */
#define HC_JOURNAL_TEXT_MAX (4u << 20)

/** The head of a frame. */
typedef struct {
	HcFrameKind kind;
	uint32_t item;
	uint32_t length; /**< bytes of the payload */
} HcFrameHead;

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

/** A string that lies in a frame; may hold NULs. */
typedef struct {
	const char *bytes;
	uint32_t length;
} HcFrameText;

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

/** A frame being taken apart. */
typedef struct {
	const unsigned char *at, *end;
	bool bad; /**< it ended too soon, or a string was too long */
} HcFrameReader;

/** Begin a frame whose length hc_frame_end() fills in. */
void hc_frame_begin(GByteArray *frame, HcFrameKind kind, uint32_t item);
void hc_frame_end(GByteArray *frame);
/** Say that more of the payload follows than the frame holds.
 *  @param length  bytes of all of it */
void hc_frame_set_length(GByteArray *frame, uint32_t length);
/** Read a head.
 *  @param head  HC_FRAME_HEAD bytes */
bool hc_frame_head(const unsigned char *head, HcFrameHead *head_out);

void hc_frame_put_byte(GByteArray *frame, uint8_t byte);
void hc_frame_put_number(GByteArray *frame, uint32_t number);
void hc_frame_put_text(GByteArray *frame, HcFrameText text);
void hc_frame_put_part(GByteArray *frame, const HcFramePart *part);
void hc_frame_put_nested(GByteArray *frame, const HcFrameNested *nested);
void hc_frame_put_note(GByteArray *frame, const HcFrameNote *note);

/** Each of these reads 0 or nothing once the reader is bad. */
uint8_t hc_frame_get_byte(HcFrameReader *reader);
uint32_t hc_frame_get_number(HcFrameReader *reader);
/** @param max  bytes; more is bad */
HcFrameText hc_frame_get_text(HcFrameReader *reader, uint32_t max);
HcFramePart hc_frame_get_part(HcFrameReader *reader);
HcFrameNested hc_frame_get_nested(HcFrameReader *reader);
HcFrameNote hc_frame_get_note(HcFrameReader *reader);

/** Read all of a frame from a pipe, waiting no longer than until @p deadline.
 *  @param fd        a pipe
 *  @param deadline  microseconds of g_get_monotonic_time(); 0: for ever
 *  @return false: end, error or deadline (errno is ETIMEDOUT) */
bool hc_frame_read(int fd, void *bytes, size_t length, int64_t deadline);
/** Write all of it.  The caller sees to SIGPIPE. */
bool hc_frame_write(int fd, const void *bytes, size_t length, int64_t deadline);

#endif
