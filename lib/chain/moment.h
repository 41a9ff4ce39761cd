/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment.h - times that programs write into the ids they make up.
 *
 * A form is a row: who writes it, how it looks, what its numerals count.  The
 * look is a template in the manner of strptime(3):
 *
 *     %6n   six numerals of the count, most significant first
 *     %8l   numerals of the count's low 32 bits, written before the rest
 *     %4f   numerals of microseconds, below a million
 *     %4Y %2y %2m %2d %2H %2M %2S   numerals of a civil date and time
 *     %5#   five decimal digits; %# any number of them, none too
 *     %6a   letters and digits;  %4x hexadecimal digits;  without a number:
 *           any number of them, none too
 *     %u    upper-case letters, as %a
 *     %22b  characters of base64 (RFC 4648 4), read as octets; %b all there are
 *     %~    first only: what follows ends the text
 *     %*    last only: anything may follow
 */
#ifndef HC_MOMENT_H
#define HC_MOMENT_H

#include "hopcheck.h"

/** 9999-12-31T23:59:59Z, the last that RFC 5322 3.3 can write. */
#define HC_MOMENT_LAST_S INT64_C(253402300799)

/** Where a form is looked for. */
typedef enum {
	HC_SEAT_QUEUE_ID, /**< the id clause of a Received field */
	HC_SEAT_MESSAGE_ID,
	HC_SEAT_ARRIVAL,  /**< X-OriginalArrivalTime */
	HC_SEAT_OUTGOING, /**< X-SES-Outgoing */
	HC_SEAT_THREAD,   /**< Thread-Index */
} HcSeat;

/** What the numerals of a form count. */
typedef enum {
	HC_UNIT_SECOND,       /**< since 1970 UTC */
	HC_UNIT_MILLISECOND,  /**< since 1970 UTC */
	HC_UNIT_MICROSECOND,  /**< since 1970 UTC */
	HC_UNIT_FILETIME,     /**< 100 ns since 1601 UTC (MS-DTYP 2.3.3) */
	HC_UNIT_CIVIL,        /**< a date and time in UTC */
	HC_UNIT_CIVIL_STAMP,  /**< a date and time in the zone of the stamp */
	HC_UNIT_SENDMAIL,     /**< civil, UTC; year modulo 60, month from 0 */
	HC_UNIT_GUID,         /**< octets 4 to 7: seconds, low octet first */
	HC_UNIT_CONVERSATION, /**< octets 0 to 5: high 48 bits of a FILETIME */
} HcUnit;

/** A form of id.  One row of the table. */
typedef struct {
	HcSeat seat;
	const char *token;    /**< e.g. "exim" */
	const char *writer;   /**< software family or dialect id; NULL: any */
	const char *look;     /**< template, see above */
	const char *numerals; /**< of its base, lowest first */
	HcUnit unit;
	bool start;         /**< the time is that of a beginning: later stamps
	                       *   are to be expected */
	const char *source; /**< where the form is known from */
} HcMomentForm;

/** A time read. */
typedef struct {
	const HcMomentForm *form;
	HcSpan where; /**< of the numerals, relative to the text */
	int64_t earliest_s;
	int64_t latest_s;      /**< the last second it can be */
	uint32_t resolution_s; /**< 1, or what one step of the numerals is */
} HcMoment;

/** Read a text by one form.
 *  @param stamp  the stamp beside it, for its zone; NULL: none
 *  @return false when it does not look so, or names no time from 1970 to
 *          9999 */
bool hc_moment_match(const HcMomentForm *form, const char *text, size_t length,
                     const HcStamp *stamp, HcMoment *moment_out);

/** Read a text by the first form of the table that fits.
 *  @param dialect  who wrote it; NULL: not known, and rows that name a writer
 *                  are left out */
bool hc_moment_read(HcSeat seat, const HcDialect *dialect, const char *text,
                    size_t length, const HcStamp *stamp, HcMoment *moment_out);

/** Rows of the table; within a seat, the first that fits is taken. */
const HcMomentForm *hc_moment_forms(size_t *count_out);

#endif
