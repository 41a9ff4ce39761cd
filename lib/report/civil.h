/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* civil.h - seconds as dates and delays, for reading. */
#ifndef HC_CIVIL_H
#define HC_CIVIL_H

#include <stdint.h>

#include <glib.h>

/** Append "YYYY-MM-DDTHH:MM:SS" in the proleptic Gregorian calendar.
 *  @param separator  between date and time: 'T' or ' '
 *  @param unix_s     seconds since 1970 of the clock to show, any value within
 *                    years -999999 to 999999 */
void hc_civil_append(GString *out, int64_t unix_s, char separator);

/** The month that a time is in, as months since January of the year 0.
 *  @param unix_s  as for hc_civil_append() */
int64_t hc_civil_month(int64_t unix_s);
/** Append such a month: "YYYY-MM". */
void hc_civil_append_month(GString *out, int64_t month);
/** Append a day: "YYYY-MM-DD".
 *  @param day  days since 1970-01-01 */
void hc_civil_append_day(GString *out, int64_t day);

/** Append a zone: "+01:00"; "Z" is the caller's to write.
 *  @param zone_min  minutes east of UTC */
void hc_civil_append_zone(GString *out, int zone_min);

/** Append a signed delay in one or two units: "+4 s", "-2 min", "+1 h 5 min",
 *  "+3 d 2 h"; zero is "+0 s". */
void hc_civil_append_delay(GString *out, int64_t delay_s);

#endif
