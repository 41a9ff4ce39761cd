/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stamp.c - date-times of Received fields (RFC 5322 3.3, 4.3). */
#include "config.h"

#include "stamp.h"

#include <glib.h>
#include <string.h>

#include "scan.h"
#include "stamp-parts.h"

#define DAY_S INT64_C(86400)
/* Zones run from -12:00 to +14:00, so a local time without a zone lies
 * between 14 hours before and 12 hours after the same numbers read as UTC. */
#define EARLIEST_S (INT64_C(14) * 3600)
#define LATEST_S (INT64_C(12) * 3600)
/* Longest gap of white space and comments between two parts of a date; keeps
 * the many attempts at a date linear in the length of the field. */
#define GAP_MAX 512

typedef struct {
	const char *bytes;
	size_t length;
	size_t at;
} Cursor;

/* ---------------------------------------------------------------- cursor */

static unsigned char
peek(const Cursor *cursor, size_t ahead)
{
	return cursor->at + ahead < cursor->length
	               ? (unsigned char)cursor->bytes[cursor->at + ahead]
	               : 0;
}

/* [CFWS], comments without nesting beyond what a zone comment needs. */
static void
skip_space(Cursor *cursor)
{
	size_t stop = MIN(cursor->length, cursor->at + GAP_MAX);

	while (cursor->at < stop &&
	       hc_is_fws((unsigned char)cursor->bytes[cursor->at]))
		cursor->at++;
}

/* Skip the comment that opens here if it closes soon.  Quoted pairs count. */
static bool
skip_comment(Cursor *cursor)
{
	size_t stop = MIN(cursor->length, cursor->at + GAP_MAX);
	size_t depth = 0;

	for (size_t i = cursor->at; i < stop; i++) {
		char c = cursor->bytes[i];

		if (c == '\\') {
			i++;
		} else if (c == '(') {
			depth++;
		} else if (c == ')' && --depth == 0) {
			cursor->at = i + 1;
			return true;
		}
	}
	return false;
}

static void
skip_cfws(Cursor *cursor)
{
	skip_space(cursor);
	while (peek(cursor, 0) == '(' && skip_comment(cursor))
		skip_space(cursor);
}

static size_t
letters(const Cursor *cursor)
{
	size_t count = 0;

	while (count < 16 && hc_is_alpha(peek(cursor, count)))
		count++;
	return count;
}

/* 1 to @p most digits, not followed by another.  Returns their number. */
static int
number(Cursor *cursor, int most, int *value_out)
{
	int value = 0;
	int count = 0;

	while (count <= most && hc_is_digit(peek(cursor, (size_t)count)))
		value = value * 10 + (peek(cursor, (size_t)count++) - '0');
	if (count == 0 || count > most)
		return 0;
	cursor->at += (size_t)count;
	*value_out = value;
	return count;
}

/* Index of the name that the letters at the cursor abbreviate to three letters
 * or write in full ("Sept", "Tues", "Thur" and such are prefixes); -1 none. */
static int
name(Cursor *cursor, const char *const *names, int count)
{
	size_t length = letters(cursor);

	if (length < 3)
		return -1;
	for (int i = 0; i < count; i++) {
		size_t full = strlen(names[i]);

		if (length <= full &&
		    hc_equal_nocase(cursor->bytes + cursor->at, length,
		                    names[i], length)) {
			cursor->at += length;
			return i;
		}
	}
	return -1;
}

static const char *const weekdays[] = {
	"Sunday",   "Monday", "Tuesday",  "Wednesday",
	"Thursday", "Friday", "Saturday",
};

static const char *const months[] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};

static bool
take(Cursor *cursor, char c)
{
	if (peek(cursor, 0) != (unsigned char)c)
		return false;
	cursor->at++;
	return true;
}

/* ------------------------------------------------------------------ date */

/* day-of-week "," ; the comma is often left out. */
static void
read_weekday(Cursor *cursor, HcStampParts *parts)
{
	parts->weekday = name(cursor, weekdays, 7);
	if (parts->weekday < 0)
		return;
	skip_cfws(cursor);
	if (take(cursor, ',') || take(cursor, '.'))
		skip_cfws(cursor);
}

/* A hyphen between a blank and a digit is the sign of a number, unless another
 * stood before (@p hyphens), as in 11 - May -2024.
 *  @return whether a hyphen was passed over */
static bool
skip_separator(Cursor *cursor, bool hyphens)
{
	size_t start = cursor->at;

	skip_cfws(cursor);
	if (!hyphens && cursor->at > start && peek(cursor, 0) == '-' &&
	    hc_is_digit(peek(cursor, 1)))
		return false;

	bool hyphen = take(cursor, '-');

	if (hyphen || take(cursor, ','))
		skip_cfws(cursor);
	return hyphen;
}

/* year = 4*DIGIT; obs-year = 2*DIGIT (RFC 5322 4.3). */
static bool
read_year(Cursor *cursor, HcStampParts *parts)
{
	bool negative =
		peek(cursor, 0) == '-' && hc_is_digit(peek(cursor, 1));
	int year = 0;

	parts->digits = number(cursor, 4, &year);
	parts->beyond = negative || (parts->digits == 0 &&
	                             hc_is_digit(peek(cursor, 0)));
	parts->year = year;
	if (parts->digits == 2)
		parts->year += year < 50 ? 2000 : 1900;
	else if (parts->digits == 3)
		parts->year += 1900;
	return parts->digits >= 2;
}

/* day month year, the RFC's order. */
static bool
read_day_first(Cursor *cursor, HcStampParts *parts)
{
	if (number(cursor, 2, &parts->day) == 0)
		return false;

	bool hyphens = skip_separator(cursor, false);

	parts->month = name(cursor, months, 12) + 1;
	if (parts->month == 0)
		return false;
	take(cursor, '.');
	skip_separator(cursor, hyphens);
	return read_year(cursor, parts);
}

/* month day, then the year, or the time and the year (asctime). */
static bool
read_month_first(Cursor *cursor, HcStampParts *parts, bool *year_later_out)
{
	parts->month = name(cursor, months, 12) + 1;
	if (parts->month == 0)
		return false;

	bool hyphens = skip_separator(cursor, false);

	if (number(cursor, 2, &parts->day) == 0)
		return false;
	skip_separator(cursor, hyphens);
	*year_later_out = hc_is_digit(peek(cursor, 0)) &&
	                  (peek(cursor, 1) == ':' || peek(cursor, 2) == ':');
	return *year_later_out || read_year(cursor, parts);
}

/* YYYY-MM-DD (ISO 8601), or MM/DD/YYYY with its two readings. */
static bool
read_numeric(Cursor *cursor, HcStampParts *parts)
{
	int first, second, third;
	int digits = number(cursor, 4, &first);
	char mark = (char)peek(cursor, 0);

	if (digits == 0 || (mark != '-' && mark != '/'))
		return false;
	cursor->at++;
	if (number(cursor, 2, &second) == 0 || !take(cursor, mark))
		return false;
	if (digits == 4) {
		parts->year = first;
		parts->digits = 4;
		parts->month = second;
		return number(cursor, 2, &parts->day) != 0;
	}
	if (mark != '/' || number(cursor, 4, &third) != 4)
		return false;
	parts->year = third;
	parts->digits = 4;
	parts->month = first <= 12 ? first : second;
	parts->day = first <= 12 ? second : first;
	if (first <= 12 && second <= 12 && first != second)
		parts->other_month = second;
	return true;
}

/* ------------------------------------------------------------------ time */

static void
read_fraction(Cursor *cursor, HcStampParts *parts)
{
	uint32_t scale = 100000000;

	if (peek(cursor, 0) != '.' || !hc_is_digit(peek(cursor, 1)))
		return;
	cursor->at++;
	for (int i = 0; i < 32 && hc_is_digit(peek(cursor, 0)); i++) {
		parts->nanosecond += scale * (uint32_t)(peek(cursor, 0) - '0');
		scale /= 10;
		cursor->at++;
	}
}

/* "am", "PM", "a.m.", "p.m." */
static void
read_half_day(Cursor *cursor, HcStampParts *parts)
{
	Cursor ahead = *cursor;

	skip_space(&ahead);
	unsigned char half = hc_lower(peek(&ahead, 0));
	size_t dots = peek(&ahead, 1) == '.' ? 1 : 0;

	if ((half != 'a' && half != 'p') ||
	    hc_lower(peek(&ahead, 1 + dots)) != 'm' ||
	    hc_is_alnum(peek(&ahead, 2 + dots)))
		return;
	if (dots == 1 && peek(&ahead, 3) == '.')
		dots++;
	if (parts->hour < 1 || parts->hour > 12)
		parts->bad = true;
	parts->hour = parts->hour % 12 + (half == 'p' ? 12 : 0);
	cursor->at = ahead.at + 2 + dots;
}

/* ":" with [CFWS] on either side, as obs-hour and obs-minute have it (4.3). */
static bool
take_colon(Cursor *cursor)
{
	Cursor ahead = *cursor;

	skip_cfws(&ahead);
	if (!take(&ahead, ':'))
		return false;
	skip_cfws(&ahead);
	*cursor = ahead;
	return true;
}

/* time-of-day = hour ":" minute [ ":" second ] */
static void
read_time(Cursor *cursor, HcStampParts *parts)
{
	Cursor start = *cursor;

	if (number(cursor, 2, &parts->hour) == 0 || !take_colon(cursor) ||
	    number(cursor, 2, &parts->minute) == 0) {
		*cursor = start;
		parts->hour = parts->minute = 0;
		return;
	}
	parts->have_time = true;
	if (take_colon(cursor)) {
		if (number(cursor, 2, &parts->second) == 0) {
			parts->bad = true;
			return;
		}
		read_fraction(cursor, parts);
	}
	read_half_day(cursor, parts);
}

/* ------------------------------------------------------------------ zone */

typedef struct {
	const char *name;
	int minutes;
} ZoneRow;

/* obs-zone (RFC 5322 4.3), "Z" of RFC 3339 and "UTC".  No other name has one
 * meaning: IST, BST and CST are several zones each. */
static const ZoneRow zones[] = {
	{"CDT", -5 * 60},
        {"CST", -6 * 60},
        {"EDT", -4 * 60},
        {"EST", -5 * 60},
	{"GMT", 0      },
        {"MDT", -6 * 60},
        {"MST", -7 * 60},
        {"PDT", -7 * 60},
	{"PST", -8 * 60},
        {"UT",  0      },
        {"UTC", 0      },
        {"Z",   0      },
};

/* zone = ("+" / "-") 4DIGIT; with a colon in ISO 8601. */
static bool
read_offset(Cursor *cursor, HcStampParts *parts)
{
	bool minus = peek(cursor, 0) == '-';
	int value[4];
	size_t at = 1;

	for (int i = 0; i < 4; i++) {
		if (i == 2 && peek(cursor, at) == ':')
			at++;
		if (!hc_is_digit(peek(cursor, at)))
			return false;
		value[i] = peek(cursor, at++) - '0';
	}
	if (hc_is_digit(peek(cursor, at)))
		return false;
	cursor->at += at;

	int hours = value[0] * 10 + value[1];
	int minutes = value[2] * 10 + value[3];

	if (minutes >= 60 || hours * 60 + minutes > HC_ZONE_MAX_MIN)
		parts->bad = true;
	parts->zone_min = (minus ? -1 : 1) * (hours * 60 + minutes);
	parts->zone = minus && parts->zone_min == 0 ? HC_ZONE_UTC_MINUS
	                                            : HC_ZONE_OFFSET;
	return true;
}

static bool
signed_digit(const Cursor *cursor)
{
	return (peek(cursor, 0) == '+' || peek(cursor, 0) == '-') &&
	       hc_is_digit(peek(cursor, 1));
}

static void
read_zone_name(Cursor *cursor, HcStampParts *parts)
{
	size_t length = letters(cursor);

	parts->zone = HC_ZONE_NAME;
	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
		if (!hc_is(cursor->bytes + cursor->at, length, zones[i].name))
			continue;
		parts->zone = HC_ZONE_OFFSET;
		parts->zone_min = zones[i].minutes;
	}
	cursor->at += length;
	/* "GMT+0200", as Java writes it. */
	if (parts->zone == HC_ZONE_OFFSET && parts->zone_min == 0 &&
	    signed_digit(cursor))
		read_offset(cursor, parts);
}

/* "UTC" after a numeric offset and the "m=+..." of Go change nothing. */
static void
skip_go_tail(Cursor *cursor)
{
	Cursor ahead = *cursor;

	skip_space(&ahead);
	size_t length = letters(&ahead);

	if (length < 2 || length > 5 ||
	    hc_is(ahead.bytes + ahead.at, length, "by"))
		return;
	ahead.at += length;
	if (hc_is_alnum(peek(&ahead, 0)))
		return;
	cursor->at = ahead.at;
	skip_space(&ahead);
	if (peek(&ahead, 0) != 'm' || peek(&ahead, 1) != '=')
		return;
	for (size_t i = 0;
	     i < 40 && ahead.at < ahead.length && !hc_is_fws(peek(&ahead, 0));
	     i++)
		ahead.at++;
	cursor->at = ahead.at;
}

/* To the zone.  The time may be followed by a comment (obs-second, 4.3), which
 * is passed over for an offset alone: elsewhere it tells of the zone itself. */
static Cursor
find_zone(const Cursor *cursor)
{
	Cursor near = *cursor, behind;

	skip_space(&near);
	behind = near;
	skip_cfws(&behind);
	return signed_digit(&behind) ? behind : near;
}

static void
read_zone(Cursor *cursor, HcStampParts *parts, bool iso)
{
	Cursor ahead = find_zone(cursor);

	if (peek(&ahead, 0) == '+' || peek(&ahead, 0) == '-') {
		if (!read_offset(&ahead, parts)) {
			if (!signed_digit(&ahead))
				return;
			/* "-400": no zone of 3.3, so an unknown one. */
			parts->zone = HC_ZONE_NAME;
			do
				ahead.at++;
			while (hc_is_digit(peek(&ahead, 0)));
		}
		if (iso)
			skip_go_tail(&ahead);
	} else if (letters(&ahead) > 0 && letters(&ahead) <= 5 &&
	           !hc_is_digit(peek(&ahead, letters(&ahead)))) {
		read_zone_name(&ahead, parts);
	} else {
		return;
	}
	*cursor = ahead;
}

/* ---------------------------------------------------------------- result */

/* Days since 1970-01-01 (H. Hinnant, chrono-compatible date algorithms). */
int64_t
hc_stamp_days(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

int
hc_stamp_month_days(int64_t year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30,
	                              31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return lengths[month - 1] + (month == 2 && leap);
}

/* 23:59:60 is allowed at any hour, as zones shift it (RFC 5322 3.3). */
static bool
possible(const HcStampParts *parts)
{
	if (parts->bad || parts->digits < 2)
		return false;
	if (parts->month < 1 || parts->month > 12 || parts->day < 1 ||
	    parts->day > hc_stamp_month_days(parts->year, parts->month))
		return false;
	return parts->hour <= 23 && parts->minute <= 59 && parts->second <= 60;
}

static unsigned
oddities(const HcStampParts *parts, int64_t days)
{
	unsigned odd = 0;
	int weekday = (int)(((days + 4) % 7 + 7) % 7);

	if (parts->weekday >= 0 && parts->weekday != weekday)
		odd |= HC_STAMP_ODD_WEEKDAY;
	if (parts->second == 60)
		odd |= HC_STAMP_ODD_LEAP;
	if (parts->zone == HC_ZONE_NONE || parts->zone == HC_ZONE_NAME)
		odd |= HC_STAMP_ODD_ZONE;
	if (parts->zone == HC_ZONE_NONE)
		odd |= HC_STAMP_ODD_NO_ZONE;
	if (parts->digits < 4 || parts->year < 1970 || parts->year > 2100)
		odd |= HC_STAMP_ODD_YEAR;
	return odd;
}

static void
spread(HcStamp *stamp, const HcStampParts *parts)
{
	if (parts->zone == HC_ZONE_OFFSET || parts->zone == HC_ZONE_UTC_MINUS) {
		stamp->zone_known = parts->zone == HC_ZONE_OFFSET;
		stamp->zone_min = (int16_t)parts->zone_min;
		stamp->unix_s -= parts->zone_min * 60;
	}
	stamp->earliest_s = stamp->latest_s = stamp->unix_s;
	stamp->state = HC_STAMP_POINT;
	if (parts->zone == HC_ZONE_NONE || parts->zone == HC_ZONE_NAME) {
		stamp->state = HC_STAMP_INTERVAL;
		stamp->earliest_s -= EARLIEST_S;
		stamp->latest_s += LATEST_S;
	}
	if (!parts->have_time) {
		stamp->state = HC_STAMP_INTERVAL;
		stamp->latest_s += DAY_S - 1;
	}
	if (parts->other_month != 0) {
		int64_t other =
			(hc_stamp_days(parts->year, parts->day, parts->month) -
		         hc_stamp_days(parts->year, parts->month, parts->day)) *
			DAY_S;

		stamp->state = HC_STAMP_INTERVAL;
		stamp->earliest_s += MIN(other, 0);
		stamp->latest_s += MAX(other, 0);
	}
}

static void
make_stamp(const HcStampParts *parts, HcStamp *stamp, unsigned *odd_out)
{
	int64_t days;

	stamp->state = HC_STAMP_BAD;
	*odd_out = parts->beyond ? HC_STAMP_ODD_YEAR : 0;
	if (!possible(parts))
		return;
	days = hc_stamp_days(parts->year, parts->month, parts->day);
	stamp->unix_s = days * DAY_S + parts->hour * 3600 + parts->minute * 60 +
	                parts->second;
	stamp->nanosecond = parts->nanosecond;
	spread(stamp, parts);
	*odd_out = oddities(parts, days);
}

static bool
read_date(Cursor *cursor, HcStampParts *parts, bool *iso_out,
          bool *year_later_out)
{
	Cursor start = *cursor;

	*iso_out = false;
	*year_later_out = false;
	if (hc_is_alpha(peek(cursor, 0)))
		return read_month_first(cursor, parts, year_later_out);
	if (read_day_first(cursor, parts))
		return true;
	if (parts->month > 0)
		return false;
	*cursor = start;
	*iso_out = true;
	return read_numeric(cursor, parts);
}

static void
read_rest(Cursor *cursor, HcStampParts *parts, bool iso, bool year_later)
{
	Cursor ahead = *cursor;

	if (iso && (hc_lower(peek(&ahead, 0)) == 't'))
		ahead.at++;
	else
		skip_cfws(&ahead);
	if (take(&ahead, ',') ||
	    (hc_is(ahead.bytes + ahead.at,
	           MIN((size_t)2, ahead.length - ahead.at), "at") &&
	     (ahead.at += 2)))
		skip_cfws(&ahead);
	read_time(&ahead, parts);
	if (parts->have_time)
		*cursor = ahead;
	if (!year_later) {
		if (parts->have_time)
			read_zone(cursor, parts, iso);
		return;
	}
	/* asctime: "Nov 22 13:21:55 2026"; date(1): a zone before the year. */
	skip_space(cursor);
	if (!hc_is_digit(peek(cursor, 0)))
		read_zone(cursor, parts, false);
	skip_space(cursor);
	if (!read_year(cursor, parts))
		parts->bad = true;
	else if (parts->zone == HC_ZONE_NONE)
		read_zone(cursor, parts, false);
}

/* The comment that names the zone belongs to the date: one word. */
static void
take_zone_comment(Cursor *cursor)
{
	Cursor ahead = *cursor;
	size_t inside;

	skip_space(&ahead);
	if (peek(&ahead, 0) != '(')
		return;
	inside = ahead.at + 1;
	if (!skip_comment(&ahead))
		return;
	for (size_t i = inside; i + 1 < ahead.at; i++) {
		unsigned char c = (unsigned char)ahead.bytes[i];

		/* "(envelope-from x)" is no zone, "(GMT-5)" is one. */
		if (c == '-' && !hc_is_digit((unsigned char)ahead.bytes[i + 1]))
			return;
		if (!hc_is_alnum(c) && !hc_is_fws(c) && c < 0x80 &&
		    memchr("+-:./_", c, 6) == NULL)
			return;
	}
	if (ahead.at - inside <= 48)
		*cursor = ahead;
}

/* -------------------------------------------------------------- any form */

/* Whether a date may begin here: with a digit, a name, blanks or a comment. */
static bool
may_begin(const char *bytes, size_t length)
{
	unsigned char c = length > 0 ? (unsigned char)bytes[0] : 0;

	if (hc_is_alpha(c))
		return length > 2 && hc_is_alpha((unsigned char)bytes[1]) &&
		       hc_is_alpha((unsigned char)bytes[2]);
	return hc_is_digit(c) || hc_is_fws(c) || c == '(';
}

size_t
hc_stamp_read(const char *bytes, size_t length, HcStamp *stamp_out,
              unsigned *odd_out)
{
	Cursor cursor = {bytes, length, 0};
	HcStampParts parts = {.weekday = -1};
	bool iso, year_later;
	HcStamp stamp = {0};

	*odd_out = 0;
	*stamp_out = stamp;
	if (!may_begin(bytes, length))
		return 0;
	cursor.at = hc_stamp_plain(bytes, length, &parts);
	if (cursor.at > 0) {
		make_stamp(&parts, &stamp, odd_out);
		take_zone_comment(&cursor);
		*stamp_out = stamp;
		return cursor.at;
	}
	parts = (HcStampParts){.weekday = -1};
	skip_cfws(&cursor);
	read_weekday(&cursor, &parts);
	if (!read_date(&cursor, &parts, &iso, &year_later)) {
		if (parts.weekday < 0 && parts.month == 0)
			return 0;
		stamp_out->state = HC_STAMP_BAD;
		*odd_out = parts.beyond ? HC_STAMP_ODD_YEAR : 0;
		return cursor.at;
	}
	read_rest(&cursor, &parts, iso, year_later);
	make_stamp(&parts, &stamp, odd_out);
	take_zone_comment(&cursor);
	*stamp_out = stamp;
	return cursor.at;
}

bool
hc_stamp_begins(const char *bytes, size_t length)
{
	Cursor cursor = {bytes, length, 0};
	int value;

	if (hc_is_alpha(peek(&cursor, 0))) {
		if (name(&cursor, weekdays, 7) >= 0)
			return peek(&cursor, 0) == ',' ||
			       hc_is_fws(peek(&cursor, 0));
		if (name(&cursor, months, 12) < 0)
			return false;
		skip_space(&cursor);
		return hc_is_digit(peek(&cursor, 0));
	}
	int digits = number(&cursor, 4, &value);

	if (digits == 4)
		return peek(&cursor, 0) == '-' && hc_is_digit(peek(&cursor, 1));
	if (digits == 0 || digits > 2)
		return false;
	if (peek(&cursor, 0) == '/')
		return hc_is_digit(peek(&cursor, 1));
	if (peek(&cursor, 0) == '-')
		cursor.at++;
	skip_space(&cursor);
	return name(&cursor, months, 12) >= 0;
}
