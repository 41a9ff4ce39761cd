/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* teller.h - the worker's end of a channel: tells what a container holds
 * (member-frame.h). */
#ifndef HC_TELLER_H
#define HC_TELLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "member-frame.h"

/** Where frames go. */
typedef struct {
	int out;
	uint32_t item;     /**< the question that is answered */
	unsigned cpu_s;    /**< processor time until the next frame; 0: any */
	bool deaf;         /**< nobody hears, or a limit is reached: stop */
	HcStreamSum sum;   /**< the reader counts for itself and ends us; this
	                    *   counts for the case that it does not */
	uint64_t (*taken)(const void *of); /**< bytes of the container read so
	                                    *   far; NULL: nobody knows */
	const void *taken_of;
	GByteArray *frame; /**< being written */
} HcTeller;

/** @param size   bytes of the container
 *  @param cpu_s  processor time that each frame may take: longer, and the
 *                process ends */
void hc_teller_begin(HcTeller *teller, int out, uint32_t item, uint64_t size,
                     unsigned cpu_s);
void hc_teller_end(HcTeller *teller);

/** @param archive  of an archive its kind, else HC_KIND_AUTO
 *  @param name     bytes; cut at the limit, which is noted; NULL: none */
void hc_teller_member(HcTeller *teller, HcStreamWhat what, HcKind archive,
                      const char *name);
/** Pass bytes on.
 *  @param kind  HC_STREAM_DATA, HC_STREAM_TEXT or HC_STREAM_OUTER */
void hc_teller_bytes(HcTeller *teller, HcStreamKind kind, const void *bytes,
                     size_t length);
void hc_teller_note(HcTeller *teller, HcNoteCode code, HcStreamWhy why);
void hc_teller_close(HcTeller *teller, bool whole);
void hc_teller_archive_end(HcTeller *teller, bool whole);
/** @param filters  names, outermost first; "": none */
void hc_teller_answer(HcTeller *teller, bool whole, const char *filters);

#endif
