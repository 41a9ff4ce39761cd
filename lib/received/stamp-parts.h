/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stamp-parts.h - the numbers of a date-time, shared by its two readers. */
#ifndef HC_STAMP_PARTS_H
#define HC_STAMP_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zones run from -12:00 to +14:00. */
#define HC_ZONE_MAX_MIN (14 * 60)

typedef struct {
	int64_t year;
	int digits; /* of the year as written */
	int month;  /* 1 to 12 */
	int day;
	int other_month; /* the other reading of 03/04/2005, or 0 */
	int weekday;     /* 0 is Sunday, -1 not written */
	bool beyond;     /* the year is negative or has over four digits */
	bool have_time;
	int hour, minute, second;
	uint32_t nanosecond;
	enum {
		HC_ZONE_NONE,
		HC_ZONE_NAME,
		HC_ZONE_UTC_MINUS,
		HC_ZONE_OFFSET
	} zone;
	int zone_min;
	bool bad;
} HcStampParts;

/** Read "Fri, 29 Oct 2004 16:59:35 +0200", the weekday left out or not, each
 *  part of the length that nearly all writers give it.  All other forms, and
 *  what is wrong in one, are left to the full reader.
 *  @param parts  its weekday -1 and all else 0 before; undefined on return 0
 *  @return bytes of the date-time, or 0: not this form */
size_t hc_stamp_plain(const char *bytes, size_t length, HcStampParts *parts);

#endif
