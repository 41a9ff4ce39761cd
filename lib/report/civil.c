/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* civil.c - seconds as dates and delays, in whole numbers of our own.
 *
 * GDateTime fails at the ends of its range and the C library asks the
 * environment; a report may do neither. */
#include "config.h"

#include "civil.h"

#include <stdbool.h>

#include "put.h"

#define DAY_S 86400

/** Days from 1970-01-01 to year, month, day; the era of 400 years starts on
 *  1 March 0000, so that the leap day is the last of its year. */
static void
split_days(int64_t days, int64_t *year_out, int *month_out, int *day_out)
{
	int64_t shifted = days + 719468; /* from 0000-03-01 */
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t of_era = shifted - era * 146097;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (int)((5 * of_year + 2) / 153); /* 0 is March */

	*day_out = (int)(of_year - (153 * month + 2) / 5) + 1;
	*month_out = month < 10 ? month + 3 : month - 9;
	*year_out = year + era * 400 + (*month_out <= 2 ? 1 : 0);
}

/** Append a separator and two digits. */
static void
put_two(GString *out, char separator, int value)
{
	char text[] = {separator, (char)('0' + value / 10),
	               (char)('0' + value % 10)};

	hc_put(out, text, sizeof text);
}

static void
put_year(GString *out, int64_t year)
{
	if (year < 0)
		hc_put_byte(out, '-');
	hc_put_digits(out, (uint64_t)ABS(year), 4);
}

int64_t
hc_civil_month(int64_t unix_s)
{
	int64_t year;
	int month, day;

	split_days(unix_s / DAY_S - (unix_s % DAY_S < 0), &year, &month, &day);
	return year * 12 + month - 1;
}

void
hc_civil_append_month(GString *out, int64_t month)
{
	int64_t year = month / 12 - (month % 12 < 0);

	put_year(out, year);
	put_two(out, '-', (int)(month - year * 12) + 1);
}

void
hc_civil_append_day(GString *out, int64_t day)
{
	int64_t year;
	int month, of_month;

	split_days(day, &year, &month, &of_month);
	put_year(out, year);
	put_two(out, '-', month);
	put_two(out, '-', of_month);
}

/** Write two digits.
 *  @param value  at most 99 */
static void
write_two(char *to, int value)
{
	to[0] = (char)('0' + value / 10);
	to[1] = (char)('0' + value % 10);
}

/** Append a date-time of a year of four digits, as all but a few are, at once.
 *  @param rest  seconds of the day
 *  @return false: it is of another */
static bool
put_usual(GString *out, int64_t days, int rest, char separator)
{
	char text[] = "0000-00-00 00:00:00";
	int64_t year;
	int month, of_month;

	split_days(days, &year, &month, &of_month);
	if (year < 0 || year > 9999)
		return false;
	write_two(text, (int)year / 100);
	write_two(text + 2, (int)year % 100);
	write_two(text + 5, month);
	write_two(text + 8, of_month);
	text[10] = separator;
	write_two(text + 11, rest / 3600);
	write_two(text + 14, rest / 60 % 60);
	write_two(text + 17, rest % 60);
	hc_put(out, text, sizeof text - 1);
	return true;
}

void
hc_civil_append(GString *out, int64_t unix_s, char separator)
{
	int64_t days = unix_s / DAY_S;
	int rest = (int)(unix_s % DAY_S);

	if (rest < 0) {
		rest += DAY_S;
		days--;
	}
	if (put_usual(out, days, rest, separator))
		return;
	hc_civil_append_day(out, days);
	put_two(out, separator, rest / 3600);
	put_two(out, ':', rest / 60 % 60);
	put_two(out, ':', rest % 60);
}

void
hc_civil_append_zone(GString *out, int zone_min)
{
	int size = ABS(zone_min);

	hc_put_byte(out, zone_min < 0 ? '-' : '+');
	hc_put_digits(out, (uint64_t)(size / 60), 2);
	put_two(out, ':', size % 60);
}

void
hc_civil_append_delay(GString *out, int64_t delay_s)
{
	static const struct {
		int64_t size_s;
		const char *name;
	} units[] = {
		{DAY_S, "d"  },
		{3600,  "h"  },
		{60,    "min"},
		{1,     "s"  },
	};
	int64_t size = delay_s < 0 ? -delay_s : delay_s;
	size_t i = 0;

	while (units[i].size_s > 1 && size < units[i].size_s)
		i++;
	g_string_append_printf(out, "%c%" G_GINT64_FORMAT " %s",
	                       delay_s < 0 ? '-' : '+', size / units[i].size_s,
	                       units[i].name);
	size %= units[i].size_s;
	if (units[i].size_s == 1 || size / units[i + 1].size_s == 0)
		return;
	g_string_append_printf(out, " %" G_GINT64_FORMAT " %s",
	                       size / units[i + 1].size_s, units[i + 1].name);
}
