/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mbox.c - cut a mailbox file into messages (RFC 4155, mbox(5)). */
#include "config.h"

#include "mbox.h"

#include <limits.h>
#include <string.h>

#include "from-line.h"
#include "scan.h"

static const char from[] = "From ";
#define FROM_LENGTH 5

typedef enum {
	LINE_START, /* nothing read but ">" and part of "From " */
	LINE_CR,    /* nothing but a CR read */
	IN_LINE,    /* nothing before the newline matters */
	FROM_LINE,  /* after "From " at the start of a line */
	NEXT_LINE,  /* in the line after, which decides */
} State;

struct HcMbox {
	HcMboxSink sink;
	unsigned given; /* messages, of the push that goes on */
	State state;
	bool after_empty;  /* the line before is empty, or there is none */
	unsigned quotes;   /* ">" read before it; two stand for any more */
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
	uint64_t added; /* end of what was added to part */
	HcPart next;    /* the message that begins, if one does */
	uint64_t next_added;

	const char *data; /* the piece being read */
	const char *last; /* its last newline; NULL: it has none */
	uint64_t base;    /* its offset in the source */
	uint64_t end;
	uint64_t separator_bytes;
	uint64_t unparsed_bytes;

	uint64_t to;  /* separators that start there are another's */
	bool foreign; /* part belongs to whoever reads what is before */
	bool tail; /* it belongs to whoever reads what is behind: it is looked
	               * through for what the range's messages left open */
	bool done; /* what comes is foreign, and nothing is looked for */
	HcMboxEvidence evidence;
};

/* Begin as one would stand who has read all before the range: is a line open,
 * and was the one before it empty? */
static void
begin_state(HcMbox *mbox, const HcMboxRange *range)
{
	const char *end = range->before + range->before_count;
	unsigned count = range->before_count;
	bool ends_line = count >= 1 && end[-1] == '\n';

	mbox->state = IN_LINE;
	mbox->line_at = mbox->empty_at = range->from;
	mbox->after_empty = count == 0;
	if (count == 0 || ends_line)
		mbox->state = LINE_START;
	if (ends_line && (count == 1 || end[-2] == '\n')) {
		mbox->after_empty = true;
		mbox->empty_at -= 1;
	} else if (ends_line && end[-2] == '\r' &&
	           (count == 2 || end[-3] == '\n')) {
		mbox->after_empty = true;
		mbox->empty_at -= 2;
	} else if (count >= 1 && end[-1] == '\r' &&
	           (count == 1 || end[-2] == '\n')) {
		mbox->state = LINE_CR;
		mbox->line_at -= 1;
	}
}

HcMbox *
hc_mbox_new_range(const HcMboxRange *range, const HcMboxSink *sink)
{
	HcMbox *mbox = g_new0(HcMbox, 1);

	mbox->sink = *sink;
	mbox->added = mbox->base = mbox->end = range->from;
	mbox->separator_bytes = range->is_first ? range->text : 0;
	mbox->to = range->to;
	mbox->foreign = !range->is_first;
	mbox->done = mbox->foreign && range->from >= range->to;
	mbox->form_known = range->form >= 0;
	mbox->form = mbox->form_known ? (HcFromForm)range->form : 0;
	begin_state(mbox, range);
	mbox->cut_at = mbox->state == LINE_CR ? mbox->line_at : mbox->empty_at;
	hc_part_begin(&mbox->part, range->from, false);
	return mbox;
}

HcMbox *
hc_mbox_new(uint64_t offset, const HcMboxSink *sink)
{
	const HcMboxRange whole = {
		.text = offset,
		.from = offset,
		.to = UINT64_MAX,
		.is_first = true,
		.form = -1,
	};

	return hc_mbox_new_range(&whole, sink);
}

bool
hc_mbox_is_done(const HcMbox *mbox)
{
	return mbox->done;
}

int
hc_mbox_form(const HcMbox *mbox)
{
	return mbox->form_known ? (int)mbox->form : -1;
}

const HcMboxEvidence *
hc_mbox_evidence(const HcMbox *mbox)
{
	return &mbox->evidence;
}

void
hc_mbox_free(HcMbox *mbox)
{
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
add_to(const HcMbox *mbox, HcPart *part, uint64_t *added, uint64_t to)
{
	if (to <= *added)
		return;
	hc_part_add(part, mbox->data + (*added - mbox->base),
	            (size_t)(to - *added));
	*added = to;
}

/* Remember how the part stands at @p offset.  If that lies before this piece
 * it was remembered when that piece ended. */
static void
mark_cut(HcMbox *mbox, uint64_t offset)
{
	if (offset < mbox->added) {
		g_assert(mbox->cut_at == offset);
		return;
	}
	add_to(mbox, &mbox->part, &mbox->added, offset);
	hc_part_mark(&mbox->part, &mbox->cut);
	mbox->cut_at = offset;
}

static void
begin_line(HcMbox *mbox, uint64_t at, bool after_empty)
{
	mbox->state = LINE_START;
	mbox->line_at = at;
	mbox->after_empty = after_empty;
	mbox->quotes = 0;
	mbox->matched = 0;
}

static void
end_part(HcMbox *mbox)
{
	HcPart *part = &mbox->part;

	if (part->is_message && !mbox->foreign) {
		mbox->given++;
		mbox->sink.message(part, mbox->sink.data);
	} else if (part->length > 0 && !mbox->foreign) {
		mbox->unparsed_bytes += part->length;
		mbox->sink.region(HC_NOTE_UNPARSED_REGION, part->offset,
		                  part->length, mbox->sink.data);
	}
	hc_part_clear(part);
}

/* Note the line that has just been read. */
static void
note_from_line(HcMbox *mbox, HcNoteCode code)
{
	mbox->sink.region(code, mbox->from_at, mbox->next_at - mbox->from_at,
	                  mbox->sink.data);
}

/* Compare the form of a separator with that of the first.  Whoever reads the
 * message before it notes it, who may find that it is ambiguous for another
 * reason, too.
 *  @return whether it is ambiguous */
static bool
note_form(HcMbox *mbox)
{
	HcFromForm form = hc_from_line_form(&mbox->from_line);

	if (!mbox->form_known) {
		mbox->form = form;
		mbox->form_known = true;
	}
	if (form == mbox->form || mbox->foreign)
		return false;
	note_from_line(mbox, HC_NOTE_SEPARATOR_AMBIGUOUS);
	return true;
}

static void
note_goes_on(uint64_t at, uint64_t length, void *data)
{
	HcMbox *mbox = data;

	mbox->sink.region(HC_NOTE_SEPARATOR_AMBIGUOUS, at, length,
	                  mbox->sink.data);
}

/* Note the separators before the part within multiparts that go on in it, and
 * look at the one behind it.
 *  @return what is to be looked for behind it; NULL: nothing */
static HcDelimiters *
note_open(HcMbox *mbox)
{
	HcDelimiters *open = hc_part_end_scan(&mbox->part);
	bool ambiguous = note_form(mbox);

	if (open == NULL)
		return NULL;
	hc_delimiters_end(open, note_goes_on, mbox);
	/* what a foreign message leaves open is its reader's business */
	if (!hc_delimiters_pass(open, mbox->from_at,
	                        ambiguous || mbox->foreign
	                                ? 0
	                                : mbox->next_at - mbox->from_at))
		g_clear_pointer(&open, hc_delimiters_free);
	return open;
}

/* Compare the message that ends with what its Content-Length says.
 *  @param at_end  no separator follows */
static void
note_length(HcMbox *mbox, bool at_end)
{
	if (mbox->foreign)
		return;
	switch (hc_part_judge_length(&mbox->part)) {
	case HC_LENGTH_NONE:
		break;
	case HC_LENGTH_FITS:
		mbox->evidence.length_fits++;
		break;
	case HC_LENGTH_SHORT:
		mbox->evidence.length_short++;
		break;
	case HC_LENGTH_LONG:
		if (at_end) {
			mbox->evidence.length_past++;
			break;
		}
		mbox->evidence.length_spans++;
		note_from_line(mbox, HC_NOTE_SEPARATOR_IN_BODY);
		break;
	}
}

/* The range has ended. */
static void
finish(HcMbox *mbox)
{
	hc_part_clear(&mbox->next);
	hc_part_begin(&mbox->next, 0, false);
	hc_part_begin(&mbox->part, mbox->end, false);
	mbox->foreign = true;
	mbox->done = true;
}

/* The message behind the separator that was just read is the range's. */
static void
count_separator(HcMbox *mbox)
{
	mbox->evidence.lenient++;
	if (hc_from_line_is_strict(&mbox->from_line))
		mbox->evidence.strict++;
	mbox->separator_bytes += mbox->next_at - mbox->cut_at;
	mbox->foreign = false;
}

/* It is a separator: the part ended at the cut, and another begins after. */
static void
accept(HcMbox *mbox, HcPart *next, uint64_t next_added)
{
	HcDelimiters *open;

	hc_part_cut(&mbox->part, &mbox->cut);
	note_length(mbox, false);
	open = note_open(mbox);
	end_part(mbox);
	if (mbox->from_at < mbox->to) {
		count_separator(mbox);
	} else if (open != NULL) {
		mbox->foreign = mbox->tail = true;
		next->no_digest = true;
		next->body_max = 0;
	} else {
		finish(mbox);
		return;
	}
	mbox->part = *next;
	mbox->added = next_added;
	hc_part_look_for(&mbox->part, open);
	hc_part_begin(next, 0, false);
}

/* It is text, although other readers may take it for a separator. */
static void
reject(HcMbox *mbox)
{
	hc_part_clear(&mbox->next);
	hc_part_begin(&mbox->next, 0, false);
	if (mbox->foreign)
		return;
	mbox->evidence.lenient++;
	mbox->evidence.unquoted++;
	note_from_line(mbox, HC_NOTE_UNQUOTED_FROM);
}

/* No empty line stands before it.  Some readers begin a message all the
 * same. */
static void
note_unspaced(HcMbox *mbox)
{
	mbox->evidence.unquoted++;
	if (!hc_from_line_is_strict(&mbox->from_line))
		return;
	mbox->evidence.unspaced++;
	note_from_line(mbox, HC_NOTE_UNSPACED_FROM);
}

/* A line that starts with "From " after some ">". */
static void
note_quoted(HcMbox *mbox, bool is_first_line, size_t quotes)
{
	/* UUCP wrote one as the first line of a message (RFC 976). */
	if (mbox->foreign || (is_first_line && mbox->part.is_message))
		return;
	if (quotes == 1)
		mbox->evidence.quoted++;
	else
		mbox->evidence.requoted++;
}

static void
begin_from_line(HcMbox *mbox)
{
	mbox->state = IN_LINE;
	if (mbox->foreign && !mbox->tail && mbox->line_at >= mbox->to)
		finish(mbox);
	if (mbox->foreign && (mbox->done || !mbox->after_empty))
		return;
	if (mbox->after_empty)
		mark_cut(mbox, mbox->empty_at);
	mbox->from_at = mbox->line_at;
	mbox->state = FROM_LINE;
	hc_from_line_begin(&mbox->from_line);
}

static void
end_from_line(HcMbox *mbox, uint64_t next_at)
{
	HcFromLine *line = &mbox->from_line;
	bool after_empty = mbox->after_empty;

	mbox->next_at = next_at;
	begin_line(mbox, next_at, false);
	if (line->is_field)
		return;
	if (!after_empty) {
		note_unspaced(mbox);
		return;
	}
	hc_part_begin(&mbox->next, next_at, true);
	mbox->next.no_digest = mbox->sink.no_digests;
	mbox->next.digest_waits = mbox->sink.digests_wait;
	mbox->next.body_max = mbox->sink.body_max;
	mbox->next.body_stays = mbox->sink.bodies_stay;
	mbox->next.gate = mbox->sink.gate;
	if (hc_from_line_form(line) != HC_FROM_BARE) {
		accept(mbox, &mbox->next, next_at);
		return;
	}
	mbox->next_added = next_at;
	mbox->state = NEXT_LINE;
	mbox->name_length = 0;
	mbox->name_ended = false;
	mbox->quote_matched = 0;
}

/* "From " was read at the start of a line, or after ">". */
static void
end_from(HcMbox *mbox)
{
	if (mbox->quotes == 0) {
		begin_from_line(mbox);
		return;
	}
	note_quoted(mbox, mbox->line_at == mbox->part.offset, mbox->quotes);
	mbox->state = IN_LINE;
}

static uint64_t
read_line_start(HcMbox *mbox, uint64_t at)
{
	char c = mbox->data[at - mbox->base];
	bool is_first = mbox->matched == 0 && mbox->quotes == 0;

	if (is_first && c == '\n') {
		mbox->empty_at = mbox->line_at;
		begin_line(mbox, at + 1, true);
		return at + 1;
	}
	if (is_first && c == '\r') {
		mbox->state = LINE_CR;
		return at + 1;
	}
	if (mbox->matched == 0 && c == '>') {
		mbox->quotes = MIN(mbox->quotes + 1, 2);
		return at + 1;
	}
	if (c != from[mbox->matched]) {
		mbox->state = IN_LINE;
		return at;
	}
	if (++mbox->matched == FROM_LENGTH)
		end_from(mbox);
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
 * the line is not empty.  A newline stands before @p at; bytes before @p start
 * belong to the line if reached. */
static unsigned
empty_line_before(const char *start, const char *at)
{
	if (at - start >= 2 && at[-2] == '\n')
		return 1;
	if (at - start >= 3 && at[-2] == '\r' && at[-3] == '\n')
		return 2;
	return 0;
}

/* Find a line that starts with "From ", and count the quoted ones before it.
 * The line that is open at @p start is not one. */
static const char *
find_from_line(HcMbox *mbox, const char *start, const char *end)
{
	const char *found = hc_from_find(start, end);

	for (; found != NULL; found = hc_from_find(found + FROM_LENGTH, end)) {
		const char *line = found;

		while (line > start && line[-1] == '>')
			line--;
		if (line == start || line[-1] != '\n')
			continue;
		if (line == found)
			return found;
		note_quoted(mbox, false, (size_t)(found - line));
	}
	return NULL;
}

/* A line at @p line starts with "From "; the one being read at @p at, whose
 * bytes are at @p start, is not empty. */
static uint64_t
read_found(HcMbox *mbox, uint64_t at, const char *start, const char *line)
{
	unsigned empty = empty_line_before(start, line);

	mbox->line_at = at + (uint64_t)(line - start);
	mbox->after_empty = empty > 0;
	mbox->empty_at = mbox->line_at - empty;
	begin_from_line(mbox);
	return mbox->line_at + FROM_LENGTH;
}

/* Go on to the next line that matters, or to the last of the piece.  The line
 * being read is not empty. */
static uint64_t
read_in_line(HcMbox *mbox, uint64_t at)
{
	const char *start = mbox->data + (at - mbox->base);
	const char *last = mbox->last;
	const char *found;
	unsigned empty;

	if (last == NULL || last < start)
		return mbox->end;
	found = find_from_line(mbox, start, last);
	if (found != NULL)
		return read_found(mbox, at, start, found);
	empty = empty_line_before(start, last + 1);
	at += (uint64_t)(last - start) + 1;
	mbox->empty_at = at - empty;
	begin_line(mbox, at, empty > 0);
	return at;
}

static uint64_t
read_from_line(HcMbox *mbox, uint64_t at)
{
	const char *start = mbox->data + (at - mbox->base);
	size_t length = (size_t)(mbox->end - at);
	const char *newline = memchr(start, '\n', length);

	if (newline == NULL) {
		hc_from_line_add(&mbox->from_line, start, length);
		return mbox->end;
	}
	length = (size_t)(newline - start);
	hc_from_line_finish(&mbox->from_line, start, length);
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
		accept(mbox, &mbox->next, mbox->next_added);
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
	case NEXT_LINE:
		return true;
	case FROM_LINE:
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
	add_to(mbox, &mbox->part, &mbox->added, mbox->end);
	if (mbox->state == NEXT_LINE)
		add_to(mbox, &mbox->next, &mbox->next_added, mbox->end);
	if (cut_is_open(mbox))
		hc_part_settle_cut(&mbox->part, &mbox->cut);
	hc_part_scan(&mbox->part, cut_is_open(mbox) ? &mbox->cut : NULL);
	hc_part_scan(&mbox->next, NULL);
}

/* Whether what is foreign is all that can come: no line that was begun before
 * the end of the range can still be a separator. */
static bool
all_is_foreign(const HcMbox *mbox)
{
	if (mbox->tail)
		return false;
	switch (mbox->state) {
	case LINE_START:
		return mbox->foreign && mbox->line_at >= mbox->to;
	case IN_LINE:
	case LINE_CR:
		return mbox->foreign && mbox->end >= mbox->to;
	case FROM_LINE:
	case NEXT_LINE:
		return false;
	}
	g_assert_not_reached();
}

void
hc_mbox_push(HcMbox *mbox, const char *data, size_t length)
{
	hc_mbox_push_some(mbox, data, length, UINT_MAX);
}

size_t
hc_mbox_push_some(HcMbox *mbox, const char *data, size_t length,
                  unsigned messages)
{
	uint64_t at = mbox->end;

	if (length == 0 || mbox->done)
		return length;
	mbox->given = 0;
	mbox->data = data;
	/* once a piece: behind many lines may stand much that has none */
	mbox->last = memrchr(data, '\n', length);
	mbox->base = at;
	mbox->end = at + length;
	while (at < mbox->end && !mbox->done && mbox->given < messages)
		at = read_some(mbox, at);
	if (!mbox->done) {
		mbox->end = at; /* the rest is the next piece */
		end_piece(mbox);
	}
	mbox->done |= all_is_foreign(mbox);
	mbox->data = mbox->last = NULL;
	return mbox->done ? length : (size_t)(at - mbox->base);
}

void
hc_mbox_keep_bodies(HcMbox *mbox)
{
	hc_part_keep_body(&mbox->part);
	hc_part_keep_body(&mbox->next);
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
	HcDelimiters *open;

	if (mbox->done)
		return;
	if (mbox->state == FROM_LINE) {
		hc_from_line_end(&mbox->from_line);
		end_from_line(mbox, mbox->end);
	}
	if (mbox->state == NEXT_LINE)
		reject(mbox);
	else if (mbox->state == LINE_START && mbox->after_empty &&
	         mbox->matched == 0 && mbox->quotes == 0 &&
	         mbox->part.is_message) {
		hc_part_cut(&mbox->part, &mbox->cut);
		if (!mbox->foreign)
			mbox->separator_bytes += mbox->end - mbox->cut_at;
	}
	note_length(mbox, true);
	open = hc_part_end_scan(&mbox->part);
	if (open != NULL)
		hc_delimiters_end(open, note_goes_on, mbox);
	hc_delimiters_free(open);
	end_part(mbox);
	hc_part_begin(&mbox->part, mbox->end, false);
	mbox->state = IN_LINE;
}
