/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reading.h - one field while it is read, shared by the steps of reading. */
#ifndef HC_READING_H
#define HC_READING_H

#include "arena.h"
#include "dialect.h"
#include "hopcheck.h"
#include "template.h"

/** All that is known of the field so far; offsets are of the value. */
typedef struct {
	HcView view;
	const HcDialectRow *row;
	uint32_t base; /**< offset of the value in the message */
	HcArena *arena;
	HcRun facts[HC_FACT_COUNT];
	uint32_t stated;     /**< the facts that are, as bits */
	size_t stated_bytes; /**< of these facts, or more */
	HcAddress peer;
	HcAddress unsure_peer;
	HcAddress by_address;
	HcStamp stamp;
	bool rdns_doubted;
	bool rdns_none;
	bool tls_twice;
	bool tls_unread;
	uint32_t peer_end; /**< the client's words end here; UINT32_MAX:
	                           *   unknown, so the from part proves nothing */
	char *texts;       /**< room for the texts of the result */
	unsigned noted_count;
	HcNote notes
		[HC_NOTE_COUNT]; /**< each code once, where it is first met */
} HcReading;

/** Note something, once per code. */
void hc_reading_note(HcReading *reading, HcNoteCode code, size_t offset,
                     size_t length);
/** State a fact unless it is stated. */
void hc_reading_state(HcReading *reading, HcFact fact, size_t offset,
                      size_t length);

/** Find the date-time and the end of the clauses: the last semicolon outside
 *  comments whose tail is a date, else a date at the very end. */
void hc_reading_date(HcReading *reading);
/** Read the from part by the row's shapes: HELO, rDNS, address, port, ident;
 *  two different addresses in it are none. */
void hc_reading_peer(HcReading *reading);
/** Read what the writer says of itself: the product, its version, its own
 *  address.  Comments that notations have read name no product. */
void hc_reading_writer(HcReading *reading);
/** Read what the row's notations state, each in its place. */
void hc_reading_notations(HcReading *reading);

#endif
