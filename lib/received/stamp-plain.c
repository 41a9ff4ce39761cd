/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stamp-plain.c - date-times in the form that nearly all writers use
 * (RFC 5322 3.3), each part where it is expected. */
#include "config.h"

#include "scan.h"
#include "stamp-parts.h"

/* Three letters as a number. */
#define LETTERS(a, b, c)                                                       \
	((unsigned)(a) | (unsigned)(b) << 8 | (unsigned)(c) << 16)

/* Two digits as a number; above 99 when they are none. */
static unsigned
pair(const char *text)
{
	unsigned tens = (unsigned char)text[0] - (unsigned)'0';
	unsigned ones = (unsigned char)text[1] - (unsigned)'0';

	return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/* Three letters in lower case. */
static unsigned
letters(const char *text)
{
	return LETTERS((unsigned char)text[0], (unsigned char)text[1],
	               (unsigned char)text[2]) |
	       LETTERS(' ', ' ', ' ');
}

/* 0 for Sunday; -1: none. */
static int
weekday(const char *text)
{
	switch (letters(text)) {
	case LETTERS('s', 'u', 'n'):
		return 0;
	case LETTERS('m', 'o', 'n'):
		return 1;
	case LETTERS('t', 'u', 'e'):
		return 2;
	case LETTERS('w', 'e', 'd'):
		return 3;
	case LETTERS('t', 'h', 'u'):
		return 4;
	case LETTERS('f', 'r', 'i'):
		return 5;
	case LETTERS('s', 'a', 't'):
		return 6;
	default:
		return -1;
	}
}

/* 1 for January; 0: none. */
static int
month(const char *text)
{
	switch (letters(text)) {
	case LETTERS('j', 'a', 'n'):
		return 1;
	case LETTERS('f', 'e', 'b'):
		return 2;
	case LETTERS('m', 'a', 'r'):
		return 3;
	case LETTERS('a', 'p', 'r'):
		return 4;
	case LETTERS('m', 'a', 'y'):
		return 5;
	case LETTERS('j', 'u', 'n'):
		return 6;
	case LETTERS('j', 'u', 'l'):
		return 7;
	case LETTERS('a', 'u', 'g'):
		return 8;
	case LETTERS('s', 'e', 'p'):
		return 9;
	case LETTERS('o', 'c', 't'):
		return 10;
	case LETTERS('n', 'o', 'v'):
		return 11;
	case LETTERS('d', 'e', 'c'):
		return 12;
	default:
		return 0;
	}
}

size_t
hc_stamp_plain(const char *bytes, size_t length, HcStampParts *parts)
{
	static const char form[] = " Mmm YYYY hh:mm:ss +zone";
	const size_t form_length = sizeof form - 1;
	const char *text = bytes;
	const char *end = bytes + length;
	unsigned hundreds, years, hour, minute, second, zone_h, zone_m;
	bool wide;

	if ((size_t)(end - text) < 1 + form_length)
		return 0;
	if (text[3] == ',' && text[4] == ' ') {
		parts->weekday = weekday(text);
		if (parts->weekday < 0)
			return 0;
		text += text[5] == ' ' ? 6 : 5;
	}
	wide = hc_is_digit((unsigned char)text[1]);
	if (!hc_is_digit((unsigned char)text[0]))
		return 0;
	parts->day = wide ? (int)pair(text) : text[0] - '0';
	text += wide ? 2 : 1;
	if ((size_t)(end - text) < form_length || text[0] != ' ' ||
	    text[4] != ' ' || text[9] != ' ' || text[12] != ':' ||
	    text[15] != ':' || text[18] != ' ' ||
	    (text[19] != '+' && text[19] != '-'))
		return 0;
	parts->month = month(text + 1);
	hundreds = pair(text + 5);
	years = pair(text + 7);
	hour = pair(text + 10);
	minute = pair(text + 13);
	second = pair(text + 16);
	zone_h = pair(text + 20);
	zone_m = pair(text + 22);
	text += form_length;
	if (parts->month == 0 || hundreds > 99 || years > 99 || hour > 99 ||
	    minute > 99 || second > 99 ||
	    zone_h * 60 + zone_m > HC_ZONE_MAX_MIN || zone_m > 59 ||
	    (text < end && hc_is_digit((unsigned char)*text)))
		return 0;
	parts->year = hundreds * 100 + years;
	parts->digits = 4;
	parts->have_time = true;
	parts->hour = (int)hour;
	parts->minute = (int)minute;
	parts->second = (int)second;
	parts->zone_min = (int)(zone_h * 60 + zone_m);
	parts->zone = HC_ZONE_OFFSET;
	if (text[-5] == '-') {
		parts->zone = parts->zone_min == 0 ? HC_ZONE_UTC_MINUS
		                                   : HC_ZONE_OFFSET;
		parts->zone_min = -parts->zone_min;
	}
	return (size_t)(text - bytes);
}
