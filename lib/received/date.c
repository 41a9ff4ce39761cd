/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* date.c - where the date-time of a field stands (RFC 5321 4.4). */
#include "config.h"

#include <string.h>

#include "reading.h"
#include "scan.h"
#include "stamp.h"

/* Tails tried inside a comment that never closes. */
#define OPEN_TRIES 16

typedef struct {
	HcStamp stamp;
	unsigned odd;
	size_t start; /* offset of its first byte */
	size_t end;   /* offset behind it */
} Found;

static bool
read_at(const HcView *view, size_t offset, Found *found)
{
	size_t used;

	while (offset < view->length &&
	       hc_is_fws((unsigned char)view->bytes[offset]))
		offset++;
	used = hc_stamp_read(view->bytes + offset, view->length - offset,
	                     &found->stamp, &found->odd);
	found->start = offset;
	found->end = offset + used;
	return found->stamp.state != HC_STAMP_NONE;
}

static size_t
first_token_at(const HcView *view, size_t index, size_t offset)
{
	while (index < view->tokens.count &&
	       view->tokens.at[index].offset < offset)
		index++;
	return index;
}

static void
note_oddities(HcReading *reading, const Found *found, size_t end)
{
	static const struct {
		unsigned odd;
		HcNoteCode code;
	} rows[] = {
		{HC_STAMP_ODD_WEEKDAY, HC_NOTE_WRONG_WEEKDAY  },
		{HC_STAMP_ODD_LEAP,    HC_NOTE_LEAP_SECOND    },
		{HC_STAMP_ODD_NO_ZONE, HC_NOTE_BAD_DATE       },
		{HC_STAMP_ODD_ZONE,    HC_NOTE_UNKNOWN_ZONE   },
		{HC_STAMP_ODD_YEAR,    HC_NOTE_DATE_SUSPICIOUS},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (found->odd & rows[i].odd)
			hc_reading_note(reading, rows[i].code, found->start,
			                end - found->start);
}

/* Courier writes its id behind the date (submit.C).  Returns the index behind
 * it. */
static size_t
read_id_after(HcView *view)
{
	size_t i = view->after_date;
	const HcToken *token = &view->tokens.at[i];

	if (i + 1 >= view->tokens.count || token[0].kind != HC_TOKEN_WORD ||
	    token[1].kind != HC_TOKEN_WORD ||
	    !hc_is(view->bytes + token->offset, token->length, "id"))
		return i;
	view->late_id = hc_token_run(&token[1]);
	return i + 2;
}

static void
note_text_after(HcReading *reading)
{
	HcView *view = &reading->view;

	for (size_t i = read_id_after(view); i < view->tokens.count; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind == HC_TOKEN_COMMENT)
			continue;
		hc_reading_note(reading, HC_NOTE_TEXT_AFTER_DATE, token->offset,
		                view->length - token->offset);
		return;
	}
}

static void
take(HcReading *reading, const Found *found, size_t clause_end, bool mark)
{
	HcView *view = &reading->view;
	size_t end = found->end;

	/* What cannot be a date is shown whole. */
	if (found->stamp.state == HC_STAMP_BAD) {
		end = view->length;
		while (end > found->start &&
		       hc_is_fws((unsigned char)view->bytes[end - 1]))
			end--;
		hc_reading_note(reading, HC_NOTE_BAD_DATE, found->start,
		                end - found->start);
	}
	reading->stamp = found->stamp;
	view->clause_end = clause_end;
	view->date_mark = mark;
	/* Few stand behind it. */
	view->after_date = view->tokens.count;
	while (view->after_date > clause_end &&
	       view->tokens.at[view->after_date - 1].offset >= end)
		view->after_date--;
	hc_reading_state(reading, HC_FACT_DATE, found->start,
	                 end - found->start);
	view->date = reading->facts[HC_FACT_DATE];
	note_oddities(reading, found, end);
	if (!mark)
		hc_reading_note(reading, HC_NOTE_NO_SEMICOLON, found->start,
		                end - found->start);
	note_text_after(reading);
}

/* Whether a line that begins with the envelope sender stands behind a date:
 * "<date> (UTC)" and "(envelope-from ...)", which Postfix and sendmail on BSD
 * write last. */
static bool
sender_stands_behind(const HcView *view, size_t index, const Found *found)
{
	static const char words[] = "(envelope-from ";
	const size_t length = sizeof words - 1;

	for (size_t i = first_token_at(view, index, found->end);
	     i < view->tokens.count &&
	     view->tokens.at[i].kind == HC_TOKEN_COMMENT;
	     i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->length > length &&
		    memcmp(view->bytes + token->offset, words, length) == 0)
			return hc_token_begins_line(token, view->bytes);
	}
	return false;
}

/* The sender may hold a semicolon and a date ("x) ; <date> ("@example.org): the
 * writer's date is the one before.  Returns its semicolon, or @p last. */
static size_t
before_sender(const HcView *view, size_t last, Found *found)
{
	Found earlier;

	if (view->tokens.semicolons < 2)
		return last;
	for (size_t i = 0; i < last; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind != HC_TOKEN_SEMICOLON ||
		    !read_at(view, token->offset + 1u, &earlier) ||
		    !sender_stands_behind(view, i, &earlier))
			continue;
		*found = earlier;
		return i;
	}
	return last;
}

static bool
behind_semicolon(HcReading *reading)
{
	HcView *view = &reading->view;
	Found found;

	for (size_t i = view->tokens.count; i-- > 0;) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind != HC_TOKEN_SEMICOLON ||
		    !read_at(view, token->offset + 1u, &found))
			continue;
		i = before_sender(view, i, &found);
		take(reading, &found, i, true);
		return true;
	}
	return false;
}

static bool
only_comments(const HcView *view, size_t index)
{
	while (index < view->tokens.count &&
	       view->tokens.at[index].kind == HC_TOKEN_COMMENT)
		index++;
	return index == view->tokens.count;
}

/* SendGrid and some others write no semicolon. */
static bool
at_the_end(HcReading *reading)
{
	HcView *view = &reading->view;
	Found found;

	for (size_t i = 0; i < view->tokens.count; i++) {
		const HcToken *token = &view->tokens.at[i];

		if (token->kind != HC_TOKEN_WORD ||
		    !hc_stamp_begins(view->bytes + token->offset,
		                     view->length - token->offset) ||
		    !read_at(view, token->offset, &found) ||
		    found.stamp.state == HC_STAMP_BAD)
			continue;
		if (!only_comments(view, first_token_at(view, i, found.end)))
			continue;
		take(reading, &found, i, false);
		return true;
	}
	return false;
}

/* A parenthesis that the client left open hides the semicolon; the writer's
 * date still stands last. */
static bool
in_open_comment(HcReading *reading)
{
	HcView *view = &reading->view;
	size_t end = view->length;
	Found found;

	if (!view->tokens.open_comment)
		return false;
	for (int i = 0; i < OPEN_TRIES; i++) {
		const char *mark = memrchr(view->bytes, ';', end);

		if (mark == NULL)
			return false;
		end = (size_t)(mark - view->bytes);
		if (!read_at(view, end + 1, &found) ||
		    found.stamp.state == HC_STAMP_BAD)
			continue;
		take(reading, &found, view->tokens.count, true);
		return true;
	}
	return false;
}

void
hc_reading_date(HcReading *reading)
{
	HcView *view = &reading->view;

	view->clause_end = view->after_date = view->tokens.count;
	view->date_mark = false;
	view->date = view->late_id = (HcRun){0};
	if (behind_semicolon(reading) || at_the_end(reading) ||
	    in_open_comment(reading))
		return;
	hc_reading_note(reading, HC_NOTE_NO_DATE, 0, view->length);
}
