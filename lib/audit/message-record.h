/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message-record.h - what a part holds of a message and of a file. */
#ifndef HC_MESSAGE_RECORD_H
#define HC_MESSAGE_RECORD_H

#include "hopcheck.h"
#include "packing.h"

/** A record HC_RECORD_MESSAGE.  The message's fragment stands beside the part
 *  (fragments.h), behind those of the messages before it. */
typedef struct {
	uint64_t item; /**< index in the unit */
	bool grouped;  /**< it belongs to the input of its folder */
	bool listed;   /**< the report lists it, so there is a fragment */
	size_t length; /**< bytes of the fragment */
	size_t head;   /**< of these, as hc_brief_check() said */
	const uint8_t *digest; /**< 32 bytes, or NULL */
	const char *member;    /**< its name in a container, or NULL */
	const char *fragment;  /**< borrowed; not of the record itself */
} HcMessageRecord;

static inline void
hc_message_record_pack(GByteArray *out, const HcMessageRecord *record)
{
	const uint64_t place[] = {
		record->item,
		(record->grouped ? 1u : 0u) | (record->listed ? 2u : 0u),
	};
	const uint64_t lengths[] = {record->length, record->head};

	hc_pack_numbers(out, place, G_N_ELEMENTS(place));
	hc_pack_bytes(out, record->digest, record->digest != NULL ? 32 : 0);
	hc_pack_text(out, record->member);
	hc_pack_numbers(out, lengths, G_N_ELEMENTS(lengths));
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
	record->length = (size_t)hc_unpack_number(&in);
	record->head = (size_t)hc_unpack_number(&in);
	return !in.bad && (digest_length == 0 || digest_length == 32) &&
	       record->head <= record->length;
}

#endif
