/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message-record.h - what a part holds of a message and of a file. */
#ifndef HC_MESSAGE_RECORD_H
#define HC_MESSAGE_RECORD_H

#include "hopcheck.h"
#include "packing.h"

/** The head of a record HC_RECORD_MESSAGE; its fragment follows. */
typedef struct {
	uint64_t item; /**< index in the unit */
	bool grouped;  /**< it belongs to the input of its folder */
	bool listed;   /**< the report lists it, so there is a fragment */
	const uint8_t *digest; /**< 32 bytes, or NULL */
	const char *member;    /**< its name in a container, or NULL */
	const char *fragment;  /**< borrowed from the record */
	size_t length;         /**< bytes */
} HcMessageRecord;

static inline void
hc_message_record_pack(GByteArray *out, const HcMessageRecord *record)
{
	hc_pack_number(out, record->item);
	hc_pack_number(out, (record->grouped ? 1u : 0u) |
	                            (record->listed ? 2u : 0u));
	hc_pack_bytes(out, record->digest, record->digest != NULL ? 32 : 0);
	hc_pack_text(out, record->member);
	g_byte_array_append(out, (const guint8 *)record->fragment,
	                    (guint)record->length);
}

/** @return false: it is damaged */
static inline bool
hc_message_record_unpack(HcMessageRecord *record, const uint8_t *data,
                         size_t length)
{
	HcUnpack in = hc_unpack(data, length);
	uint64_t bits;
	size_t digest_length;

	record->item = hc_unpack_number(&in);
	bits = hc_unpack_number(&in);
	record->grouped = bits & 1;
	record->listed = bits & 2;
	record->digest = hc_unpack_bytes(&in, &digest_length);
	if (digest_length == 0)
		record->digest = NULL;
	record->member = hc_unpack_text(&in);
	record->fragment = (const char *)in.at;
	record->length = (size_t)(in.end - in.at);
	return !in.bad && (digest_length == 0 || digest_length == 32);
}

#endif
