/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message.h - how a header block is taken apart, and whose fields are whose. */
#ifndef HC_MESSAGE_H
#define HC_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "arena.h"
#include "hopcheck.h"

/** How many lists fields are put into, by their names. */
#define HC_NAME_LISTS 64

/** No more of a list. */
#define HC_NO_FIELD UINT32_MAX

/** What is remembered of a field beside its place. */
typedef struct {
	uint32_t next;   /**< field of the same list, or HC_NO_FIELD */
	uint32_t author; /**< hc_message_author_field() */
} HcFieldMark;

/** What a header block consists of. */
typedef struct {
	const char *bytes;     /**< from the start of the message; borrowed */
	size_t length;         /**< bytes kept of the message */
	bool cut;              /**< the block goes on, beyond the limit */
	bool whole;            /**< the message ends with these bytes */
	uint64_t whole_length; /**< bytes of the message */
	size_t end;      /**< after the empty line, or all that was kept */
	HcArena *arena;  /**< where fields and marks are; borrowed */
	HcField *fields; /**< in order; behind the limit on them
	                  *   Received fields alone */
	size_t field_count;
	size_t field_room;  /**< as many fit */
	GArray *notes;      /**< of HcNote; by kind until sorted; NULL: none */
	HcFieldMark *marks; /**< of each field; set by
	                     *   hc_header_note_fields() */
	uint32_t first[HC_NAME_LISTS]; /**< of each list, likewise */
} HcHeader;

/** The list of a name by its first and last byte, in lower case, and its length.
 */
#define HC_NAME_LIST(first, last, length)                                      \
	(((first)*5 + (last)*3 + (length)) % HC_NAME_LISTS)

/** The list of a field by its name, which names equal but for ASCII case have
 *  in common.
 *  @param length  bytes, at least one */
static inline unsigned
hc_name_list(const char *name, size_t length)
{
	return HC_NAME_LIST((unsigned char)name[0] | 0x20u,
	                    (unsigned char)name[length - 1] | 0x20u,
	                    (unsigned)length);
}

/** Add a note; most messages have none. */
void hc_header_note(HcHeader *header, HcNoteCode code, size_t offset,
                    size_t length);

/** Find the fields of a header block, with notes on its lines (RFC 5322 2.1,
 *  2.2, 4.5; RFC 7103 7.2).  Linear, total.
 *  @param header  bytes and arena set; notes are appended to */
void hc_header_scan(HcHeader *header);

/** Note the odd octets of a field or line: NUL, bare CR, other controls, 8-bit
 *  octets; one note of each kind, from the first to the last.
 *  @param span  in the header block, its last newline dropped */
void hc_header_note_octets(HcHeader *header, HcSpan span);

/** Note what shows on the fields together: repeated singletons (RFC 5322 3.6),
 *  no trace, a trace that is not on top, too many hops, a Content-Length that
 *  does not fit. */
void hc_header_note_fields(HcHeader *header);

/** All fields, in order; borrowed from the message. */
const HcField *hc_message_fields(const HcMessage *message, size_t *count_out);

/** Whether field @p index is the author's: Date, From, Sender, Reply-To, To, Cc, Bcc,
 *  Message-ID, In-Reply-To, References or Subject (RFC 5322 3.6.1 to 3.6.5),
 *  written before the message is sent, so that trace fields stand above it
 *  (RFC 5321 4.4).  Comments and Keywords are not: relays add them.
 *  @return a bit of the field's own, 0 for one that is not the author's */
uint32_t hc_message_author_field(const HcMessage *message, size_t index);

/** Decode RFC 2047 words for display.
 *  @param text  valid UTF-8, unfolded
 *  @return new, valid UTF-8, the caller's; NULL when it must be shown as it
 *          is */
char *hc_display_decode(const char *text);

#endif
