/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* from-line.c - From_ lines of mailboxes (RFC 4155, mbox(5)). */
#include "config.h"

#include "from-line.h"

#include <string.h>

#include "block.h"
#include "scan.h"

static const char from[] = "From ";
#define FROM_LENGTH (sizeof(from) - 1)

/* Years a mailbox can be from; above any zone written as +hhmm. */
#define YEAR_MIN 1900
#define YEAR_MAX 2999

void
hc_from_line_begin(HcFromLine *line)
{
	*line = (HcFromLine){.name_open = true, .first_open = true};
}

static bool
is_one_of(const char *word, const char *three_letter_words)
{
	for (const char *at = three_letter_words; *at != '\0'; at += 3)
		if (hc_equal_nocase(word, 3, at, 3))
			return true;
	return false;
}

/* Whether a word can be number @p step of weekday, month, day, time. */
static bool
fits(const char *word, unsigned length, unsigned step)
{
	switch (step) {
	case 0:
		return length == 3 && is_one_of(word, "MonTueWedThuFriSatSun");
	case 1:
		return length == 3 &&
		       is_one_of(word, "JanFebMarAprMayJunJulAugSepOctNovDec");
	case 2:
		return length <= 2 && hc_is_digit((unsigned char)word[0]) &&
		       (length == 1 || hc_is_digit((unsigned char)word[1]));
	default:
		return length >= 4 && hc_is_digit((unsigned char)word[0]) &&
		       memchr(word + 1, ':', 2) != NULL;
	}
}

static void
end_word(HcFromLine *line)
{
	if (line->word_length == 0)
		return;
	if (fits(line->word, line->word_length, line->step))
		line->step++;
	else
		line->step = fits(line->word, line->word_length, 0);
	if (line->step == 4) {
		line->asctime_seen = true;
		line->step = 0;
	}
	line->word_length = 0;
}

/* A run of digits has ended before @p c. */
static void
end_digits(HcFromLine *line, char c)
{
	if (line->digits == 2 && line->minute_open)
		line->time_seen = true;
	if (line->digits == 4 && line->value >= YEAR_MIN &&
	    line->value <= YEAR_MAX)
		line->year_seen = true;
	line->hour_open = line->digits > 0 && line->digits <= 2 && c == ':';
	line->digits = 0;
}

static void
add_digit(HcFromLine *line, char c)
{
	if (line->digits == 0) {
		line->value = 0;
		line->minute_open = line->hour_open;
	}
	if (line->digits < 5)
		line->digits++;
	if (line->digits <= 4)
		line->value = 10 * line->value + (unsigned)(c - '0');
}

static void
add_to_word(HcFromLine *line, char c)
{
	if (line->word_length < sizeof(line->word))
		line->word[line->word_length++] = c;
}

/* Look for an address in the first word. */
static void
add_to_first(HcFromLine *line, char c)
{
	if (line->at_seen)
		line->address_seen = true;
	else
		line->at_seen = c == '@' && line->word_length > 0;
}

void
hc_from_line_add(HcFromLine *line, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];
		bool is_space = hc_is_fws((unsigned char)c);

		if (line->name_open && !hc_is_wsp((unsigned char)c)) {
			line->is_field = c == ':';
			line->name_open = false;
		}
		if (hc_is_digit((unsigned char)c))
			add_digit(line, c);
		else
			end_digits(line, c);
		if (is_space) {
			line->first_open &= line->name_open;
			end_word(line);
			continue;
		}
		if (line->first_open)
			add_to_first(line, c);
		add_to_word(line, c);
	}
}

void
hc_from_line_end(HcFromLine *line)
{
	end_digits(line, '\n');
	end_word(line);
}

static bool
is_pair(const char *text)
{
	return hc_is_digit((unsigned char)text[0]) &&
	       hc_is_digit((unsigned char)text[1]);
}

/* "Mon Jan  1 00:00:00 2001" as asctime() writes it, in a year that can be. */
#define ASCTIME_LENGTH 24
static bool
is_asctime(const char *text)
{
	unsigned year;

	if (text[3] != ' ' || text[7] != ' ' || text[10] != ' ' ||
	    text[13] != ':' || text[16] != ':' || text[19] != ' ' ||
	    !is_pair(text + 11) || !is_pair(text + 14) || !is_pair(text + 17) ||
	    !is_pair(text + 20) || !is_pair(text + 22) ||
	    !hc_is_digit((unsigned char)text[9]) ||
	    !(text[8] == ' ' || hc_is_digit((unsigned char)text[8])) ||
	    !fits(text, 3, 0) || !fits(text + 4, 3, 1))
		return false;
	year = (unsigned)(text[20] - '0') * 1000 +
	       (unsigned)(text[21] - '0') * 100 +
	       (unsigned)(text[22] - '0') * 10 + (unsigned)(text[23] - '0');
	return year >= YEAR_MIN && year <= YEAR_MAX;
}

/* Nearly all lines are a word and such a date: what is to be seen of one of
 * them is seen at once.
 *  @return whether it is one */
static bool
finish_usual(HcFromLine *line, const char *bytes, size_t length)
{
	const char *date;
	const char *at;
	size_t word = 0;

	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	if (!line->name_open || length <= ASCTIME_LENGTH)
		return false;
	date = bytes + length - ASCTIME_LENGTH;
	if (date[-1] != ' ' || !is_asctime(date))
		return false;
	while (!hc_is_fws((unsigned char)bytes[word]))
		word++;
	if (word == 0 || bytes[0] == ':')
		return false;
	at = memchr(bytes + 1, '@', word - 1);
	line->name_open = line->is_field = false;
	line->time_seen = line->year_seen = line->asctime_seen = true;
	line->address_seen = at != NULL && at + 1 < bytes + word;
	return true;
}

void
hc_from_line_finish(HcFromLine *line, const char *bytes, size_t length)
{
	if (finish_usual(line, bytes, length))
		return;
	hc_from_line_add(line, bytes, length);
	hc_from_line_end(line);
}

HcFromForm
hc_from_line_form(const HcFromLine *line)
{
	if (!line->time_seen || !line->year_seen)
		return HC_FROM_BARE;
	return line->asctime_seen ? HC_FROM_ASCTIME : HC_FROM_DATED;
}

bool
hc_from_line_is_strict(const HcFromLine *line)
{
	return line->address_seen && hc_from_line_form(line) == HC_FROM_ASCTIME;
}

#define LOOK 64 /* octets looked at together */
_Static_assert(LOOK == 4 * HC_BLOCK, "four blocks");

/* Where in a block "From " may begin, marked. */
static inline HcBlock
begin_from(const char *at)
{
	return (HcBlock)(hc_block(at) == 'F') &
	       (HcBlock)(hc_block(at + FROM_LENGTH - 1) == ' ');
}

/* Whether "From " may begin at one of them. */
static inline bool
may_hold_from(const char *at)
{
	return hc_block_bits(begin_from(at) | begin_from(at + HC_BLOCK) |
	                     begin_from(at + 2 * HC_BLOCK) |
	                     begin_from(at + 3 * HC_BLOCK)) != 0;
}

#ifdef HC_WIDE
HC_WIDE static inline HcWide
begin_from_wide(const char *at)
{
	HcWide first, last;

	memcpy(&first, at, sizeof first);
	memcpy(&last, at + FROM_LENGTH - 1, sizeof last);
	return (HcWide)(first == 'F') & (HcWide)(last == ' ');
}

/* The same for LOOK octets. */
HC_WIDE static inline HcWide
begin_from_look(const char *at)
{
	return begin_from_wide(at) | begin_from_wide(at + sizeof(HcWide));
}

/* As below, with a third of the instructions: bodies pass through here alone,
 * so that this is what a mailbox of long messages costs. */
HC_WIDE static const char *
skip_wide(const char *start, const char *last)
{
	while (last - start >= LOOK &&
	       hc_wide_bits(begin_from_look(start) |
	                    begin_from_look(start + LOOK)) == 0)
		start += (ptrdiff_t)2 * LOOK;
	while (start <= last && hc_wide_bits(begin_from_look(start)) == 0)
		start += LOOK;
	return start;
}
#endif

/* Past all that cannot hold "From ", LOOK at a time, no further than behind
 * @p last. */
static const char *
skip(const char *start, const char *last, bool wide)
{
#ifdef HC_WIDE
	if (wide)
		return skip_wide(start, last);
#endif
	while (start <= last && !may_hold_from(start))
		start += LOOK;
	return start;
}

bool
hc_from_may_be_wide(void)
{
#ifdef HC_WIDE
	return __builtin_cpu_supports("avx2");
#else
	return false;
#endif
}

/* Where "From " begins among LOOK octets; NULL: nowhere. */
static const char *
find_near(const char *start)
{
	for (const char *at = start; at < start + LOOK; at += HC_BLOCK)
		for (unsigned bits = hc_block_bits(begin_from(at)); bits != 0;
		     bits &= bits - 1) {
			const char *place = at + __builtin_ctz(bits);

			if (memcmp(place, from, FROM_LENGTH) == 0)
				return place;
		}
	return NULL;
}

/* As memmem() of "From ", which looks at each octet by itself. */
const char *
hc_from_find(const char *start, const char *end)
{
	return hc_from_find_by(start, end, hc_from_may_be_wide());
}

const char *
hc_from_find_by(const char *start, const char *end, bool wide)
{
	while ((size_t)(end - start) >= LOOK + FROM_LENGTH) {
		const char *last = end - LOOK - FROM_LENGTH;
		const char *found;

		start = skip(start, last, wide);
		if (start > last)
			break;
		found = find_near(start);
		if (found != NULL)
			return found;
		start += LOOK;
	}
	return memmem(start, (size_t)(end - start), from, FROM_LENGTH);
}
