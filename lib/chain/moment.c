/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment.c - a text read by the template of a form of id. */
#include "config.h"

#include "moment.h"

#include <string.h>

#include "scan.h"
#include "stamp.h"

/* 1601-01-01 to 1970-01-01 (MS-DTYP 2.3.3). */
#define FILETIME_EPOCH_S INT64_C(11644473600)
#define FILETIME_PER_S 10000000u

#define DAY_S 86400

/* No zone in use is further from UTC than this. */
#define ZONE_WEST_S (12 * 3600)
#define ZONE_EAST_S (14 * 3600)

/* Ids made of the year modulo 60 came with sendmail 8.10, begun in 1999. */
#define SENDMAIL_FIRST_YEAR 1999

#define OCTETS_MAX 32

/* What a template has read so far. */
typedef struct {
	const HcMomentForm *form;
	const char *text;
	size_t length;
	size_t at;
	size_t first; /* of the numerals */
	size_t last;  /* one beyond */
	uint64_t value;
	uint64_t low;
	uint64_t fraction;
	bool has_low;
	uint64_t civil[6]; /* Y m d H M S */
	unsigned stated;   /* bit n: civil[n] */
	unsigned char octets[OCTETS_MAX];
	size_t octet_count;
} Reading;

static const char civil_letters[] = "YmdHMS";

static int
numeral_of(const char *numerals, uint64_t base, unsigned char c)
{
	const char *at;

	if (hc_is_digit(c)) /* all begin with them */
		return c - '0';
	if (c == '\0')
		return -1;
	at = strchr(numerals, c);
	if (!at && c >= 'a' && c <= 'f' && base == 16)
		at = strchr(numerals, c - 'a' + 'A');
	return at ? (int)(at - numerals) : -1;
}

static void
cover(Reading *reading, size_t count)
{
	if (reading->first == reading->last)
		reading->first = reading->at;
	reading->at += count;
	reading->last = reading->at;
}

/* At most 16 numerals of base 16, or fewer of a higher base, are ever asked
 * for: they fit 64 bits. */
static bool
read_number(Reading *reading, size_t count, uint64_t *value)
{
	const char *numerals = reading->form->numerals;
	uint64_t base;

	if (reading->length - reading->at < count)
		return false;
	base = strlen(numerals);
	for (size_t i = 0; i < count; i++) {
		unsigned char c = (unsigned char)reading->text[reading->at + i];
		int numeral = numeral_of(numerals, base, c);

		if (numeral < 0)
			return false;
		*value = *value * base + (unsigned)numeral;
	}
	cover(reading, count);
	return true;
}

static bool
is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

/* count 0: as many as there are. */
static bool
skip(Reading *reading, size_t count, bool (*fits)(unsigned char))
{
	size_t done = 0;

	while (reading->at < reading->length && (!count || done < count) &&
	       fits((unsigned char)reading->text[reading->at])) {
		reading->at++;
		done++;
	}
	return !count || done == count;
}

static int
base64_value(unsigned char c)
{
	static const char numerals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(numerals, c);

	return at ? (int)(at - numerals) : -1;
}

/* Octets beyond OCTETS_MAX are counted, not kept. */
static bool
read_base64(Reading *reading, size_t count)
{
	uint32_t bits = 0;
	unsigned bit_count = 0;
	size_t done = 0;
	size_t start = reading->at;

	while (start + done < reading->length && (!count || done < count)) {
		int value = base64_value(
			(unsigned char)reading->text[start + done]);

		if (value < 0)
			break;
		bits = (bits << 6 | (unsigned)value) & 0xfff;
		bit_count += 6;
		done++;
		if (bit_count < 8)
			continue;
		bit_count -= 8;
		if (reading->octet_count < OCTETS_MAX)
			reading->octets[reading->octet_count] =
				(unsigned char)(bits >> bit_count);
		reading->octet_count++;
	}
	cover(reading, done);
	return count ? done == count : done > 0;
}

static bool
read_civil(Reading *reading, size_t count, char letter)
{
	const char *at = strchr(civil_letters, letter);
	size_t index = (size_t)(at - civil_letters);

	reading->stated |= 1u << index;
	return read_number(reading, count, &reading->civil[index]);
}

/* One directive. */
static bool
read_directive(Reading *reading, size_t count, char letter)
{
	switch (letter) {
	case 'n':
		return read_number(reading, count, &reading->value);
	case 'l':
		reading->has_low = true;
		return read_number(reading, count, &reading->low);
	case 'f':
		return read_number(reading, count, &reading->fraction) &&
		       reading->fraction < 1000000;
	case '#':
		return skip(reading, count, hc_is_digit);
	case 'a':
		return skip(reading, count, hc_is_alnum);
	case 'x':
		return skip(reading, count, hc_is_xdigit);
	case 'u':
		return skip(reading, count, is_upper);
	case 'b':
		return read_base64(reading, count);
	case '*':
		reading->at = reading->length;
		return true;
	default:
		return read_civil(reading, count, letter);
	}
}

/* The number before a directive's letter. */
static size_t
read_count(const char **look)
{
	size_t count = 0;

	while (hc_is_digit((unsigned char)**look))
		count = count * 10 + (size_t)(*(*look)++ - '0');
	return count;
}

/* Length of the text that a template of counted directives takes. */
static size_t
length_of(const char *look)
{
	size_t length = 0;

	while (*look != '\0') {
		if (*look++ != '%') {
			length++;
			continue;
		}
		length += read_count(&look);
		look++;
	}
	return length;
}

static bool
read_look(Reading *reading, const char *look)
{
	if (strncmp(look, "%~", 2) == 0) {
		size_t length;

		look += 2;
		length = length_of(look);
		if (length > reading->length)
			return false;
		reading->at = reading->length - length;
	}
	while (*look != '\0') {
		if (*look == '%') {
			size_t count;

			look++;
			count = read_count(&look);
			if (!read_directive(reading, count, *look++))
				return false;
			continue;
		}
		if (reading->at == reading->length ||
		    reading->text[reading->at] != *look++)
			return false;
		reading->at++;
	}
	return reading->at == reading->length;
}

static bool
civil_time(const Reading *reading, int64_t *time_out)
{
	const uint64_t *civil = reading->civil;
	int64_t year = (int64_t)civil[0];
	uint64_t month = civil[1];
	uint64_t day = civil[2];

	if (reading->form->unit == HC_UNIT_SENDMAIL) {
		year += 1900;
		while (year < SENDMAIL_FIRST_YEAR)
			year += 60;
		month++;
	}
	if (year < 1970 || month < 1 || month > 12 || day < 1 ||
	    day > (uint64_t)hc_stamp_month_days(year, (int)month) ||
	    civil[3] > 23 || civil[4] > 59 || civil[5] > 60)
		return false;
	*time_out = hc_stamp_days(year, (int)month, (int)day) * DAY_S +
	            (int64_t)(civil[3] * 3600 + civil[4] * 60 + civil[5]);
	return true;
}

static uint32_t
civil_resolution(unsigned stated)
{
	if (!(stated & 1u << 3))
		return DAY_S;
	return stated & 1u << 5 ? 1 : 60;
}

static uint64_t
low_first(const unsigned char *octets)
{
	return octets[0] | (uint64_t)octets[1] << 8 |
	       (uint64_t)octets[2] << 16 | (uint64_t)octets[3] << 24;
}

/* Nanoseconds, seconds, process id (at most 2^22 on Linux), host. */
static bool
is_guid(const Reading *reading)
{
	return reading->octet_count == 16 &&
	       low_first(reading->octets) < 1000000000 &&
	       low_first(reading->octets + 8) < 1u << 22;
}

/* Outlook counts FILETIME in 16-bit cuts: its first six octets of eight. */
static bool
octet_time(const Reading *reading, int64_t *time_out)
{
	const unsigned char *octets = reading->octets;
	uint64_t value = 0;

	if (reading->form->unit == HC_UNIT_GUID) {
		if (!is_guid(reading))
			return false;
		*time_out = (int64_t)low_first(octets + 4);
		return true;
	}
	if (reading->octet_count < 22 || (reading->octet_count - 22) % 5 != 0 ||
	    reading->form->start != (reading->octet_count > 22))
		return false;
	for (size_t i = 0; i < 6; i++)
		value = value << 8 | octets[i];
	*time_out =
		(int64_t)((value << 16) / FILETIME_PER_S) - FILETIME_EPOCH_S;
	return true;
}

static bool
time_of(const Reading *reading, int64_t *time_out)
{
	uint64_t value = reading->value;

	if (reading->has_low)
		value = value << 32 | reading->low;
	switch (reading->form->unit) {
	case HC_UNIT_SECOND:
		break;
	case HC_UNIT_MILLISECOND:
		value /= 1000;
		break;
	case HC_UNIT_MICROSECOND:
		value /= 1000000;
		break;
	case HC_UNIT_FILETIME:
		if (value / FILETIME_PER_S < FILETIME_EPOCH_S)
			return false;
		value = value / FILETIME_PER_S - FILETIME_EPOCH_S;
		break;
	case HC_UNIT_CIVIL:
	case HC_UNIT_CIVIL_STAMP:
	case HC_UNIT_SENDMAIL:
		return civil_time(reading, time_out);
	case HC_UNIT_GUID:
	case HC_UNIT_CONVERSATION:
		return octet_time(reading, time_out);
	}
	if (value > HC_MOMENT_LAST_S)
		return false;
	*time_out = (int64_t)value;
	return true;
}

/* A local time without a zone is an interval. */
static void
place_in_zone(const HcStamp *stamp, HcMoment *moment)
{
	if (stamp && stamp->state == HC_STAMP_POINT && stamp->zone_known) {
		moment->earliest_s -= stamp->zone_min * 60;
		moment->latest_s -= stamp->zone_min * 60;
		return;
	}
	moment->earliest_s -= ZONE_EAST_S;
	moment->latest_s += ZONE_WEST_S;
}

bool
hc_moment_match(const HcMomentForm *form, const char *text, size_t length,
                const HcStamp *stamp, HcMoment *moment_out)
{
	Reading reading = {.form = form, .text = text, .length = length};
	HcMoment moment = {.form = form, .resolution_s = 1};

	if (!read_look(&reading, form->look) ||
	    !time_of(&reading, &moment.earliest_s))
		return false;
	if (reading.stated)
		moment.resolution_s = civil_resolution(reading.stated);
	moment.latest_s = moment.earliest_s + moment.resolution_s - 1;
	if (form->unit == HC_UNIT_CIVIL_STAMP)
		place_in_zone(stamp, &moment);
	if (moment.earliest_s < 0 || moment.latest_s > HC_MOMENT_LAST_S)
		return false;
	moment.where.offset = (uint32_t)reading.first;
	moment.where.length = (uint32_t)(reading.last - reading.first);
	*moment_out = moment;
	return true;
}

/* Nearly all differ in their first byte. */
static bool
is_word(const char *wanted, const char *word)
{
	return *wanted == *word && strcmp(wanted, word) == 0;
}

static bool
is_written_by(const HcMomentForm *form, const HcDialect *dialect)
{
	if (!form->writer)
		return true;
	return dialect && (is_word(form->writer, dialect->software) ||
	                   is_word(form->writer, dialect->id));
}

bool
hc_moment_read(HcSeat seat, const HcDialect *dialect, const char *text,
               size_t length, const HcStamp *stamp, HcMoment *moment_out)
{
	size_t count;
	const HcMomentForm *forms = hc_moment_forms(&count);

	for (size_t i = 0; i < count; i++)
		if (forms[i].seat == seat &&
		    is_written_by(&forms[i], dialect) &&
		    hc_moment_match(&forms[i], text, length, stamp, moment_out))
			return true;
	return false;
}
