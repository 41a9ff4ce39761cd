/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mbox.c - cut a mailbox file into messages (RFC 4155, mbox(5)). */
#include "config.h"

#include "mbox.h"

#include <string.h>

#include "from-line.h"
#include "scan.h"

static const char from[] = "From ";
#define FROM_LENGTH 5

/* Longest end of a piece that says anything about the next: the newline of a
 * line, an empty line with CRLF, "From". */
#define TAIL_LENGTH 7

typedef enum {
	LINE_START, /* at most part of "From " read, if an empty line came before */
	LINE_CR,   /* nothing but a CR read */
	IN_LINE,   /* nothing before the newline matters */
	FROM_LINE, /* after "From " where a separator may stand */
	NEXT_LINE, /* in the line after, which decides */
} State;

struct HcMbox {
	HcMboxSink sink;
	State state;
	bool after_empty;  /* the line before is empty, or there is none */
	unsigned matched;  /* octets of "From " read */
	uint64_t line_at;  /* start of the line being read */
	uint64_t empty_at; /* start of the empty line before it */
	uint64_t from_at;  /* start of the line that may be a separator */
	uint64_t next_at;  /* end of that line */
	HcFromLine from_line;
	bool form_known;
	HcFromForm form;    /* of the first separator */
	size_t name_length; /* of the next line, so far */
	bool name_ended;
	unsigned quote_matched;

	HcPart part;   /* what is being read, if no separator stands here */
	HcPartCut cut; /* where it ends, if one does */
	uint64_t cut_at;
	uint64_t done; /* end of what was added to part */
	HcPart next;   /* the message that begins, if one does */
	uint64_t next_done;

	const char *data; /* the piece being read */
	uint64_t base;    /* its offset in the source */
	uint64_t end;
	uint64_t separator_bytes;
	uint64_t unparsed_bytes;
};

HcMbox *
hc_mbox_new(uint64_t offset, const HcMboxSink *sink)
{
	HcMbox *mbox = g_new0(HcMbox, 1);

	mbox->sink = *sink;
	mbox->state = LINE_START;
	mbox->after_empty = true;
	mbox->line_at = mbox->empty_at = offset;
	mbox->done = mbox->base = mbox->end = offset;
	mbox->separator_bytes = offset;
	hc_part_begin(&mbox->part, offset, false);
	return mbox;
}

void
hc_mbox_free(HcMbox *mbox)
{
	if (mbox == NULL)
		return;
	hc_part_clear(&mbox->part);
	hc_part_clear(&mbox->next);
	g_free(mbox);
}

uint64_t
hc_mbox_separator_bytes(const HcMbox *mbox)
{
	return mbox->separator_bytes;
}

uint64_t
hc_mbox_unparsed_bytes(const HcMbox *mbox)
{
	return mbox->unparsed_bytes;
}

/* Bring a part up to @p to.  Bytes wait in the piece until they must be
 * added, so that few are hashed in vain. */
static void
add_to(const HcMbox *mbox, HcPart *part, uint64_t *done, uint64_t to)
{
	if (to <= *done)
		return;
	hc_part_add(part, mbox->data + (*done - mbox->base),
	            (size_t)(to - *done));
	*done = to;
}

/* Remember how the part stands at @p offset.  If that lies before this piece
 * it was remembered when that piece ended. */
static void
mark_cut(HcMbox *mbox, uint64_t offset)
{
	if (offset < mbox->done) {
		g_assert(mbox->cut_at == offset);
		return;
	}
	add_to(mbox, &mbox->part, &mbox->done, offset);
	hc_part_mark(&mbox->part, &mbox->cut);
	mbox->cut_at = offset;
}

static void
begin_line(HcMbox *mbox, uint64_t at, bool after_empty)
{
	mbox->state = LINE_START;
	mbox->line_at = at;
	mbox->after_empty = after_empty;
	mbox->matched = 0;
}

static void
end_part(HcMbox *mbox)
{
	HcPart *part = &mbox->part;

	if (part->is_message) {
		mbox->sink.message(part, mbox->sink.data);
	} else if (part->length > 0) {
		mbox->unparsed_bytes += part->length;
		mbox->sink.region(HC_NOTE_UNPARSED_REGION, part->offset,
		                  part->length, mbox->sink.data);
	}
	hc_part_clear(part);
}

static void
note_form(HcMbox *mbox)
{
	HcFromForm form = hc_from_line_form(&mbox->from_line);

	if (!mbox->form_known) {
		mbox->form = form;
		mbox->form_known = true;
	} else if (form != mbox->form) {
		mbox->sink.region(HC_NOTE_SEPARATOR_AMBIGUOUS, mbox->from_at,
		                  mbox->next_at - mbox->from_at,
		                  mbox->sink.data);
	}
}

/* It is a separator: the part ended at the cut, and another begins after. */
static void
accept(HcMbox *mbox, HcPart *next, uint64_t next_done)
{
	hc_part_cut(&mbox->part, &mbox->cut);
	end_part(mbox);
	note_form(mbox);
	mbox->separator_bytes += mbox->next_at - mbox->cut_at;
	mbox->part = *next;
	mbox->done = next_done;
	hc_part_begin(next, 0, false);
}

/* It is text, although other readers may take it for a separator. */
static void
reject(HcMbox *mbox)
{
	mbox->sink.region(HC_NOTE_UNQUOTED_FROM, mbox->from_at,
	                  mbox->next_at - mbox->from_at, mbox->sink.data);
	hc_part_clear(&mbox->next);
}

static void
begin_from_line(HcMbox *mbox)
{
	mark_cut(mbox, mbox->empty_at);
	mbox->from_at = mbox->line_at;
	mbox->state = FROM_LINE;
	hc_from_line_begin(&mbox->from_line);
}

static void
end_from_line(HcMbox *mbox, uint64_t next_at)
{
	HcFromLine *line = &mbox->from_line;

	hc_from_line_end(line);
	mbox->next_at = next_at;
	begin_line(mbox, next_at, false);
	if (line->is_field)
		return;
	hc_part_begin(&mbox->next, next_at, true);
	mbox->next.no_digest = mbox->sink.no_digests;
	mbox->next.digest_waits = mbox->sink.digests_wait;
	mbox->next.body_max = mbox->sink.body_max;
	if (hc_from_line_form(line) != HC_FROM_BARE) {
		accept(mbox, &mbox->next, next_at);
		return;
	}
	mbox->next_done = next_at;
	mbox->state = NEXT_LINE;
	mbox->name_length = 0;
	mbox->name_ended = false;
	mbox->quote_matched = 0;
}

static uint64_t
read_line_start(HcMbox *mbox, uint64_t at)
{
	char c = mbox->data[at - mbox->base];

	if (mbox->matched == 0 && c == '\n') {
		mbox->empty_at = mbox->line_at;
		begin_line(mbox, at + 1, true);
		return at + 1;
	}
	if (mbox->matched == 0 && c == '\r') {
		mbox->state = LINE_CR;
		return at + 1;
	}
	if (!mbox->after_empty || c != from[mbox->matched]) {
		mbox->state = IN_LINE;
		return at;
	}
	if (++mbox->matched == FROM_LENGTH)
		begin_from_line(mbox);
	return at + 1;
}

static uint64_t
read_line_cr(HcMbox *mbox, uint64_t at)
{
	if (mbox->data[at - mbox->base] != '\n') {
		mbox->state = IN_LINE;
		return at;
	}
	mbox->empty_at = mbox->line_at;
	begin_line(mbox, at + 1, true);
	return at + 1;
}

/* Length of the empty line that ends before @p at, newline included, or 0 if
 * the line is not empty.  Bytes before @p start belong to it if reached. */
static unsigned
empty_line_before(const char *start, const char *at)
{
	if (at - start >= 2 && at[-1] == '\n' && at[-2] == '\n')
		return 1;
	if (at - start >= 3 && at[-1] == '\n' && at[-2] == '\r' &&
	    at[-3] == '\n')
		return 2;
	return 0;
}

/* A line at @p line starts with "From "; the one being read at @p at, whose
 * bytes are at @p start, is not empty. */
static uint64_t
read_found(HcMbox *mbox, uint64_t at, const char *start, const char *line)
{
	unsigned empty = empty_line_before(start, line);

	mbox->line_at = at + (uint64_t)(line - start);
	if (empty > 0) {
		mbox->empty_at = mbox->line_at - empty;
		begin_from_line(mbox);
	}
	return mbox->line_at + FROM_LENGTH;
}

#define LOOK 64 /* bytes looked at together, one more read */

/* Whether a line may begin with "F" there.  Without a branch for each byte, so
 * that the compiler can take many at a time. */
static bool
may_hold_from(const char *at)
{
	unsigned char found = 0;

	for (unsigned i = 0; i < LOOK; i++)
		found |= (unsigned char)((at[i] == '\n') & (at[i + 1] == 'F'));
	return found != 0;
}

/* As memmem() of "\nFrom ", which looks at each byte by itself. */
static const char *
find_from(const char *start, size_t length)
{
	static const char look[] = "\nFrom ";
	const size_t look_length = sizeof look - 1;
	const char *end = start + length;

	for (; (size_t)(end - start) >= LOOK + look_length; start += LOOK) {
		const char *found =
			may_hold_from(start)
				? memmem(start, LOOK + look_length - 1, look,
		                         look_length)
				: NULL;

		if (found != NULL)
			return found;
	}
	return memmem(start, (size_t)(end - start), look, look_length);
}

/* Go on to the next line that matters.  The line being read is not empty. */
static uint64_t
read_in_line(HcMbox *mbox, uint64_t at)
{
	const char *start = mbox->data + (at - mbox->base);
	size_t length = (size_t)(mbox->end - at);

	if (length > TAIL_LENGTH) {
		const char *found = find_from(start, length);

		if (found != NULL)
			return read_found(mbox, at, start, found + 1);
		start += length - TAIL_LENGTH;
		at = mbox->end - TAIL_LENGTH;
		length = TAIL_LENGTH;
	}

	const char *newline = memchr(start, '\n', length);

	if (newline == NULL)
		return mbox->end;
	at += (uint64_t)(newline - start) + 1;
	begin_line(mbox, at, false);
	return at;
}

static uint64_t
read_from_line(HcMbox *mbox, uint64_t at)
{
	const char *start = mbox->data + (at - mbox->base);
	size_t length = (size_t)(mbox->end - at);
	const char *newline = memchr(start, '\n', length);

	if (newline != NULL)
		length = (size_t)(newline - start);
	hc_from_line_add(&mbox->from_line, start, length);
	if (newline == NULL)
		return mbox->end;
	end_from_line(mbox, at + length + 1);
	return at + length + 1;
}

/* Whether the line after the From_ line is a field or starts with ">From ".
 *  1: it is, 0: it is not, -1: more bytes are needed. */
static int
decide(HcMbox *mbox, char c)
{
	static const char quoted[] = ">From ";

	if (mbox->quote_matched == mbox->name_length &&
	    c == quoted[mbox->quote_matched] && !mbox->name_ended)
		mbox->quote_matched++;
	if (mbox->quote_matched == sizeof(quoted) - 1)
		return 1;
	if (!mbox->name_ended && hc_is_ftext((unsigned char)c)) {
		mbox->name_length++;
		return -1;
	}
	if (mbox->name_length == 0)
		return 0;
	if (c == ':')
		return 1;
	mbox->name_ended = true;
	return hc_is_wsp((unsigned char)c) ? -1 : 0;
}

static uint64_t
read_next_line(HcMbox *mbox, uint64_t at)
{
	int decision = -1;

	for (; at < mbox->end; at++) {
		decision = decide(mbox, mbox->data[at - mbox->base]);
		if (decision >= 0)
			break;
	}
	if (decision < 0)
		return at;
	if (decision == 1)
		accept(mbox, &mbox->next, mbox->next_done);
	else
		reject(mbox);
	/* At its first octet the line may still be an empty one. */
	mbox->state = at == mbox->next_at ? LINE_START : IN_LINE;
	return at;
}

static uint64_t
read_some(HcMbox *mbox, uint64_t at)
{
	switch (mbox->state) {
	case LINE_START:
		return read_line_start(mbox, at);
	case LINE_CR:
		return read_line_cr(mbox, at);
	case IN_LINE:
		return read_in_line(mbox, at);
	case FROM_LINE:
		return read_from_line(mbox, at);
	case NEXT_LINE:
		return read_next_line(mbox, at);
	}
	g_assert_not_reached();
}

/* Whether the part may turn out to end at the cut. */
static bool
cut_is_open(const HcMbox *mbox)
{
	switch (mbox->state) {
	case LINE_CR:
	case FROM_LINE:
	case NEXT_LINE:
		return true;
	case LINE_START:
		return mbox->after_empty;
	case IN_LINE:
		return false;
	}
	g_assert_not_reached();
}

/* The piece goes away: add what waits in it, but remember the place where the
 * part may turn out to end. */
static void
end_piece(HcMbox *mbox)
{
	if (mbox->state == LINE_CR)
		mark_cut(mbox, mbox->line_at);
	else if (mbox->state == LINE_START && mbox->after_empty)
		mark_cut(mbox, mbox->empty_at);
	add_to(mbox, &mbox->part, &mbox->done, mbox->end);
	if (mbox->state == NEXT_LINE)
		add_to(mbox, &mbox->next, &mbox->next_done, mbox->end);
	if (cut_is_open(mbox))
		hc_part_settle_cut(&mbox->part, &mbox->cut);
}

void
hc_mbox_push(HcMbox *mbox, const char *data, size_t length)
{
	uint64_t at = mbox->end;

	if (length == 0)
		return;
	mbox->data = data;
	mbox->base = at;
	mbox->end = at + length;
	while (at < mbox->end)
		at = read_some(mbox, at);
	end_piece(mbox);
	mbox->data = NULL;
}

void
hc_mbox_waiting(HcMbox *mbox, GArray *runs)
{
	HcDigestRun run;

	if (hc_part_waiting(&mbox->part, &run))
		g_array_append_val(runs, run);
	if (hc_part_waiting(&mbox->next, &run))
		g_array_append_val(runs, run);
}

void
hc_mbox_end(HcMbox *mbox)
{
	if (mbox->state == FROM_LINE)
		end_from_line(mbox, mbox->end);
	if (mbox->state == NEXT_LINE)
		reject(mbox);
	else if (mbox->state == LINE_START && mbox->after_empty &&
	         mbox->matched == 0 && mbox->part.is_message) {
		hc_part_cut(&mbox->part, &mbox->cut);
		mbox->separator_bytes += mbox->end - mbox->cut_at;
	}
	end_part(mbox);
	hc_part_begin(&mbox->part, mbox->end, false);
	mbox->state = IN_LINE;
}
