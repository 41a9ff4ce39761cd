/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* from-line.h - is a line that starts with "From " the From_ line of a
 * mailbox?  Fed in pieces; no limit on the line's length. */
#ifndef HC_FROM_LINE_H
#define HC_FROM_LINE_H

#include <stdbool.h>
#include <stddef.h>

/** How a From_ line is written. */
typedef enum {
	HC_FROM_ASCTIME, /**< "Mon Jan  1 00:00:00 2001" in it (RFC 4155) */
	HC_FROM_DATED,   /**< a time and a year in some other order */
	HC_FROM_BARE,    /**< no time or no year */
} HcFromForm;

/** What has been seen of a line after its five octets "From ". */
typedef struct {
	bool name_open;    /**< nothing but white space since "From" */
	bool is_field;     /**< it is a field named From, "From :" */
	bool time_seen;    /**< h:mm or hh:mm */
	bool year_seen;    /**< four digits, 1900 to 2999 */
	bool asctime_seen; /**< weekday, month, day, time in a row */
	bool hour_open;    /**< one or two digits and a colon came just now */
	bool minute_open;  /**< the digits being read stand behind such */
	unsigned digits;   /**< length of the run of digits being read */
	unsigned value;    /**< of that run, while it has at most four */
	char word[8];      /**< start of the word being read */
	unsigned word_length;
	unsigned step;     /**< words of an asctime date seen in a row */
	bool first_open;   /**< the first word is being read */
	bool address_seen; /**< it is an address: "@" and octets on both sides */
	bool at_seen;      /**< it holds an "@" behind an octet */
} HcFromLine;

/** Begin after the five octets "From ". */
void hc_from_line_begin(HcFromLine *line);
/** Add bytes of the line, its newline excepted. */
void hc_from_line_add(HcFromLine *line, const char *bytes, size_t length);
/** The line has ended. */
void hc_from_line_end(HcFromLine *line);
/** Add the rest of the line and end it. */
void hc_from_line_finish(HcFromLine *line, const char *bytes, size_t length);
/** How it is written; after hc_from_line_end(). */
HcFromForm hc_from_line_form(const HcFromLine *line);
/** Whether it is written as RFC 4155 has it: an address and the date; after
 *  hc_from_line_end(). */
bool hc_from_line_is_strict(const HcFromLine *line);

/** Find the next "From ", wherever it stands in a line.
 *  @return where; NULL: there is none before @p end */
const char *hc_from_find(const char *start, const char *end);
/** As hc_from_find(), by wide blocks or not: the same, on any machine.
 *  @param wide  not without hc_from_may_be_wide() */
const char *hc_from_find_by(const char *start, const char *end, bool wide);
/** Whether this machine has wide blocks. */
bool hc_from_may_be_wide(void);

#endif
