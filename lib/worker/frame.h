/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame.h - what passes between this process and its worker processes.
 *
 * Bytes on two pipes.  A worker says hello once; then each question gets its
 * answer.  A frame is a head and that many bytes:
 *
 *     frame    = magic kind item length payload
 *     magic    = "HCm1"              4 bytes
 *     kind     = hello / question / answer / ...      1 byte
 *     item     = number, as asked                     4 bytes
 *     length   = of payload                           4 bytes
 *     string   = length (4 bytes) bytes
 *
 *     hello    = sandbox (1 byte)
 *
 * What questions and answers hold is between those who ask and the worker they
 * ask.  Numbers are little-endian.  Neither side trusts the other: each length
 * is compared with what is left. */
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

/** The head of a frame. */
typedef struct {
	HcFrameKind kind;
	uint32_t item;
	uint32_t length; /**< bytes of the payload */
} HcFrameHead;

/** A string that lies in a frame; may hold NULs. */
typedef struct {
	const char *bytes;
	uint32_t length;
} HcFrameText;

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

/** Each of these reads 0 or nothing once the reader is bad. */
uint8_t hc_frame_get_byte(HcFrameReader *reader);
uint32_t hc_frame_get_number(HcFrameReader *reader);
/** @param max  bytes; more is bad */
HcFrameText hc_frame_get_text(HcFrameReader *reader, uint32_t max);

/** Read all of a frame from a pipe, waiting no longer than until @p deadline.
 *  @param fd        a pipe
 *  @param deadline  microseconds of g_get_monotonic_time(); 0: for ever
 *  @return false: end, error or deadline (errno is ETIMEDOUT) */
bool hc_frame_read(int fd, void *bytes, size_t length, int64_t deadline);
/** Read what is there, waiting for the first byte.
 *  @return how many bytes; 0: as false of hc_frame_read() */
size_t hc_frame_read_some(int fd, void *bytes, size_t length_max,
                          int64_t deadline);
/** Write all of it.  The caller sees to SIGPIPE. */
bool hc_frame_write(int fd, const void *bytes, size_t length, int64_t deadline);
/** Write a head and what follows it in one go, so that who reads is woken
 *  once. */
bool hc_frame_write_both(int fd, const void *head, size_t head_length,
                         const void *bytes, size_t length, int64_t deadline);

#endif
