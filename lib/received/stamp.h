/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stamp.h - date-times of Received fields (RFC 5322 3.3, 4.3). */
#ifndef HC_STAMP_H
#define HC_STAMP_H

#include <stdbool.h>
#include <stddef.h>

#include "hopcheck.h"

/** What is odd about a date-time; each becomes a note. */
enum {
	HC_STAMP_ODD_WEEKDAY = 1 << 0,
	HC_STAMP_ODD_LEAP = 1 << 1,
	HC_STAMP_ODD_ZONE = 1 << 2,
	HC_STAMP_ODD_YEAR = 1 << 3,
	HC_STAMP_ODD_NO_ZONE = 1 << 4, /**< beside HC_STAMP_ODD_ZONE */
};

/** Read a date-time at the start of @p bytes, white space and comments before
 *  it allowed, whatever may follow it.
 *
 *  Understood beside RFC 5322: no weekday, no seconds, fractions, full names
 *  of months and days, hyphens in the date, month first, the year last as
 *  asctime writes it, ISO 8601, numbers with slashes, AM and PM.
 *
 *  @param bytes     folding kept
 *  @param stamp_out state NONE when nothing there looks like a date-time
 *                   (then the rest is zero), BAD when it does but cannot be;
 *                   written stays NULL
 *  @param odd_out   HC_STAMP_ODD_*
 *  @return bytes up to the end of the date-time, the zone's own comment
 *          included; for BAD up to where reading stopped; 0 for NONE */
size_t hc_stamp_read(const char *bytes, size_t length, HcStamp *stamp_out,
                     unsigned *odd_out);

/** Whether the bytes start like a date: a weekday, a day and a month, a month
 *  and a day, or a year of four digits with a hyphen. */
bool hc_stamp_begins(const char *bytes, size_t length);

/** Days since 1970-01-01 of a civil date, proleptic Gregorian.
 *  @param month 1 to 12 */
int64_t hc_stamp_days(int64_t year, int month, int day);

/** Days a month has, 28 to 31.
 *  @param month 1 to 12 */
int hc_stamp_month_days(int64_t year, int month);

#endif
