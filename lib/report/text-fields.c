/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-fields.c - each Received field with its parts marked and named, for a
 * reader who checks how it was read.
 *
 * Below each line of the field stand marks: a letter and a rule under a value,
 * dots under words that no value rests on, exclamation marks under what a note
 * is about.  The table below names them in the order in which they stand. */
#include "config.h"

#include <string.h>

#include "limit.h"
#include "parts.h"
#include "text.h"

/* Columns of the table. */
#define ROLE 3u
#define PLACE 27u
#define TEXT 38u
#define MARGIN 1u

/* What stands in a column of a line of marks; a letter is a letter. */
enum {
	MARK_NONE = 0,
	MARK_VALUE,
	MARK_UNUSED,
	MARK_NOTE,
};

/** A character of the field, or a byte that is none, as it is shown. */
typedef struct {
	uint32_t offset; /* bytes from the start of the message */
	uint8_t length;  /* bytes */
	uint8_t columns;
	bool ends_line;
	bool blank;
} Cell;

/** A field on its way to the page. */
typedef struct {
	HcBlock *block;
	const HcMessage *message;
	HcSpan where;       /* bytes shown */
	HcSpan value;       /* all of it */
	GArray *cells;      /* of Cell */
	GArray *parts;      /* of HcPart */
	GArray *levels;     /* of unsigned, one a part: its line of marks */
	GArray *marks;      /* of char, one a part: its letter, or 0 */
	GByteArray *valued; /* whether a value rests on each byte shown */
	unsigned level_count;
} Page;

static HcPart *
part_at(const Page *page, unsigned index)
{
	return &g_array_index(page->parts, HcPart, index);
}

static uint32_t
end_of(HcSpan where)
{
	return where.offset + where.length;
}

/* ------------------------------------------------------------------ marks */

/** Letter of the n-th value: a to z, A to Z, and the rest share one sign. */
static char
letter(unsigned n)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return n < sizeof letters - 1 ? letters[n] : '*';
}

/** Give each value and each unused stretch the first line of marks on which
 *  nothing stands in its place yet; they come in order of place. */
static void
set_levels(Page *page)
{
	g_autoptr(GArray) ends = g_array_new(FALSE, TRUE, sizeof(uint32_t));
	unsigned values = 0;

	for (unsigned i = 0; i < page->parts->len; i++) {
		const HcPart *part = part_at(page, i);
		unsigned level = 0;
		char mark = 0;

		if (part->kind == HC_PART_FACT && part->where.length > 0)
			mark = letter(values++);
		g_array_append_val(page->marks, mark);
		if (mark != 0 || part->kind == HC_PART_UNUSED) {
			while (level < ends->len &&
			       g_array_index(ends, uint32_t, level) >
			               part->where.offset)
				level++;
			if (level == ends->len)
				g_array_set_size(ends, level + 1);
			g_array_index(ends, uint32_t, level) =
				end_of(part->where);
		}
		g_array_append_val(page->levels, level);
	}
	page->level_count = ends->len;
}

/** Whether a note is about a place in the field, not about the field. */
static bool
is_local(const Page *page, const HcPart *part)
{
	return part->kind == HC_PART_NOTE && part->where.length > 0 &&
	       part->where.length < page->value.length;
}

/** Whether a part is marked on a line of marks; the last is that of notes. */
static bool
is_on(const Page *page, unsigned index, unsigned level)
{
	const HcPart *part = part_at(page, index);

	if (level == page->level_count)
		return is_local(page, part);
	if (part->kind != HC_PART_UNUSED &&
	    g_array_index(page->marks, char, index) == 0)
		return false;
	return g_array_index(page->levels, unsigned, index) == level;
}

/** Fill in a part's marks below the cells of one line. */
static bool
mark_part(const Page *page, unsigned index, unsigned first, unsigned end,
          GByteArray *line)
{
	const HcPart *part = part_at(page, index);
	guint8 fill = part->kind == HC_PART_UNUSED ? MARK_UNUSED
	              : part->kind == HC_PART_NOTE ? MARK_NOTE
	                                           : MARK_VALUE;
	const Cell *from = &g_array_index(page->cells, Cell, first);
	const Cell *to = &g_array_index(page->cells, Cell, end - 1);
	unsigned column = 0;
	bool begun = false;

	if (part->where.offset >= to->offset + to->length ||
	    end_of(part->where) <= from->offset)
		return false;
	for (unsigned i = first; i < end; i++) {
		const Cell *cell = &g_array_index(page->cells, Cell, i);

		if (cell->offset < end_of(part->where) &&
		    cell->offset + cell->length > part->where.offset &&
		    cell->columns > 0) {
			memset(line->data + column, fill, cell->columns);
			if (!begun && fill == MARK_VALUE)
				line->data[column] = (guint8)g_array_index(
					page->marks, char, index);
			begun = true;
		}
		column += cell->columns;
	}
	return begun;
}

static HcStyle
mark_style(guint8 mark)
{
	if (mark == MARK_UNUSED)
		return HC_STYLE_FAINT;
	return mark == MARK_NOTE ? HC_STYLE_WARN : HC_STYLE_STRONG;
}

static void
put_marks(HcBlock *block, const guint8 *marks, unsigned count)
{
	const char *value = block->utf8 ? "─" : "-";
	const char *unused = block->utf8 ? "·" : ".";

	while (count > 0 && marks[count - 1] == MARK_NONE)
		count--;
	hc_block_line(block, 0);
	for (unsigned i = 0; i < count; i++) {
		char one[2] = {(char)marks[i], '\0'};
		const char *shown = marks[i] == MARK_NONE     ? " "
		                    : marks[i] == MARK_VALUE  ? value
		                    : marks[i] == MARK_UNUSED ? unused
		                    : marks[i] == MARK_NOTE   ? "!"
		                                              : one;

		hc_block_exact(block, mark_style(marks[i]), shown,
		               strlen(shown));
	}
}

/** How many parts begin before the end of the cells of a line; they come in
 *  order of place, notes of no place last, so none behind these has a mark
 *  there. */
static unsigned
count_parts_before(const Page *page, unsigned end)
{
	const Cell *last = &g_array_index(page->cells, Cell, end - 1);
	unsigned low = 0, high = page->parts->len;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		const HcPart *part = part_at(page, middle);

		if (part->where.offset >= last->offset + last->length ||
		    (part->kind == HC_PART_NOTE && part->where.length == 0))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void
put_marks_below(const Page *page, unsigned first, unsigned end)
{
	g_autoptr(GByteArray) line = g_byte_array_new();
	unsigned count = count_parts_before(page, end);

	g_byte_array_set_size(line, page->block->width + 1);
	for (unsigned level = 0; level <= page->level_count; level++) {
		bool any = false;

		memset(line->data, MARK_NONE, line->len);
		for (unsigned i = 0; i < count; i++)
			if (is_on(page, i, level))
				any |= mark_part(page, i, first, end, line);
		if (any)
			put_marks(page->block, line->data, page->block->width);
	}
}

/* ------------------------------------------------------------------ field */

/** Cut the field into what is shown of it, character by character. */
static void
set_cells(Page *page)
{
	const char *bytes = hc_message_bytes(page->message, page->where);
	uint32_t at = 0;

	while (at < page->where.length) {
		gunichar character = g_utf8_get_char_validated(
			bytes + at, (gssize)(page->where.length - at));
		bool single =
			(bytes[at] & 0x80) == 0 || character >= (gunichar)-2;
		Cell cell = {.offset = page->where.offset + at,
		             .ends_line = bytes[at] == '\n',
		             .blank = bytes[at] == ' ' || bytes[at] == '\t'};

		cell.length =
			single ? 1 : (uint8_t)g_utf8_skip[(guchar)bytes[at]];
		cell.columns = (uint8_t)hc_exact_columns(
			bytes + at, cell.length, page->block->utf8);
		g_array_append_val(page->cells, cell);
		at += cell.length;
	}
}

/** The cells that go on one line: up to a line end, else as many as fit, if
 *  possible up to a blank.
 *  @return index behind the last */
static unsigned
fit_line(const Page *page, unsigned first)
{
	unsigned columns = 0, blank = 0, i = first;

	for (; i < page->cells->len; i++) {
		const Cell *cell = &g_array_index(page->cells, Cell, i);

		if (columns + cell->columns > page->block->width && i > first)
			return blank > 0 && columns > 0 ? blank : i;
		columns += cell->columns;
		if (cell->ends_line)
			return i + 1;
		if (cell->blank && columns > page->block->width / 2)
			blank = i + 1;
	}
	return i;
}

/** Mark the bytes that values rest on. */
static void
set_valued(Page *page)
{
	if (page->where.length == 0)
		return;
	g_byte_array_set_size(page->valued, page->where.length);
	memset(page->valued->data, 0, page->valued->len);
	for (unsigned i = 0; i < page->parts->len; i++) {
		const HcPart *part = part_at(page, i);
		uint32_t start = MAX(part->where.offset, page->where.offset);
		uint32_t end = MIN(end_of(part->where), end_of(page->where));

		if (part->kind == HC_PART_FACT && start < end)
			memset(page->valued->data + start - page->where.offset,
			       1, end - start);
	}
}

static HcStyle
cell_style(const Page *page, const Cell *cell)
{
	return page->valued->data[cell->offset - page->where.offset]
	               ? HC_STYLE_PLAIN
	               : HC_STYLE_FAINT;
}

static void
put_lines(const Page *page)
{
	unsigned end;

	for (unsigned first = 0; first < page->cells->len; first = end) {
		end = fit_line(page, first);
		hc_block_line(page->block, 0);
		for (unsigned i = first; i < end; i++) {
			const Cell *cell = &g_array_index(page->cells, Cell, i);
			HcSpan span = {cell->offset, cell->length};

			hc_block_exact(page->block, cell_style(page, cell),
			               hc_message_bytes(page->message, span),
			               cell->length);
		}
		put_marks_below(page, first, end);
	}
}

/* ------------------------------------------------------------------ table */

static void
put_roles(HcBlock *block, const HcPart *part)
{
	const char *lead = part->comment ? "(" : "";

	for (unsigned i = 0; i < HC_FACT_COUNT; i++) {
		if (!(part->roles & 1u << i))
			continue;
		hc_block_format(block, HC_STYLE_STRONG, "%s%s", lead,
		                hc_fact_token((HcFact)i));
		lead = ", ";
	}
	if (part->comment)
		hc_block_put(block, HC_STYLE_STRONG, ")");
}

/** Put the mark and, a step to the right for each part around it, the name. */
static void
put_name(const Page *page, unsigned index)
{
	HcBlock *block = page->block;
	const HcPart *part = part_at(page, index);
	char mark[2] = {g_array_index(page->marks, char, index), '\0'};

	hc_block_line(block, MIN(TEXT, block->width / 2));
	if (part->kind == HC_PART_UNUSED)
		hc_block_put(block, HC_STYLE_FAINT, block->utf8 ? "·" : ".");
	else if (part->kind == HC_PART_NOTE)
		hc_block_put(block, HC_STYLE_WARN,
		             is_local(page, part) ? "!" : "");
	else
		hc_block_put(block, HC_STYLE_STRONG, mark);
	hc_block_pad(block, ROLE + 2 * MIN(part->depth, 6));
	if (part->kind == HC_PART_FACT)
		put_roles(block, part);
	else if (part->kind == HC_PART_COMMENT)
		hc_block_put(block, HC_STYLE_PLAIN, "(comment)");
	else if (part->kind == HC_PART_UNUSED)
		hc_block_put(block, HC_STYLE_FAINT,
		             part->comment ? "(unused)" : "unused");
	else
		hc_block_format(block, HC_STYLE_WARN, "note %s",
		                hc_note_token(part->note));
	hc_block_put(block, HC_STYLE_PLAIN, " ");
}

static void
put_text(const Page *page, const HcPart *part)
{
	HcBlock *block = page->block;

	if (part->kind == HC_PART_NOTE)
		hc_block_put(block, HC_STYLE_PLAIN,
		             hc_note_sentence(part->note));
	else if (part->kind == HC_PART_UNUSED)
		hc_block_exact(block, HC_STYLE_FAINT,
		               hc_message_bytes(page->message, part->where),
		               MIN(part->where.length, HC_SHOWN_MAX));
	else
		hc_block_exact(block, HC_STYLE_PLAIN, part->text,
		               MIN(strlen(part->text), HC_SHOWN_MAX));
}

/** Words that no value rests on have a row only where they are shown: their
 *  sender writes as many as they like, and nothing is said of them but where
 *  they stand. */
static bool
has_row(const Page *page, const HcPart *part)
{
	return part->kind != HC_PART_UNUSED || part->comment ||
	       part->where.offset < end_of(page->where);
}

static void
put_table(const Page *page)
{
	HcBlock *block = page->block;
	unsigned left_out = 0;

	for (unsigned i = 0; i < page->parts->len; i++) {
		const HcPart *part = part_at(page, i);

		if (!has_row(page, part)) {
			left_out++;
			continue;
		}
		put_name(page, i);
		hc_block_pad(block, PLACE);
		if (part->where.length > 0)
			hc_text_place(block, "", part->where);
		hc_block_put(block, HC_STYLE_PLAIN, " ");
		hc_block_pad(block, TEXT);
		put_text(page, part);
	}
	if (left_out == 0)
		return;
	hc_block_line(block, ROLE);
	hc_block_format(block, HC_STYLE_FAINT,
	                "%u more unused behind the bytes shown", left_out);
}

/* ------------------------------------------------------------------- hops */

static void
put_heading(HcBlock *block, const HcHop *hop, HcSpan shown)
{
	hc_block_line(block, 2);
	hc_block_format(block, HC_STYLE_STRONG, "Hop %u", hop->number);
	hc_block_format(block, HC_STYLE_PLAIN, "  field %zu", hop->field + 1);
	hc_text_span(block, hop->where);
	if (hop->misplaced)
		hc_block_put(block, HC_STYLE_WARN, "  out of place");
	if (shown.length < hop->where.length)
		hc_block_format(block, HC_STYLE_WARN,
		                "  (the first %u bytes shown)", shown.length);
	hc_block_line(block, 0);
}

static void
put_field(HcReport *report, const HcEvidence *evidence, size_t index)
{
	const HcChain *chain = hc_evidence_chain(evidence);
	const HcHop *hop = hc_chain_hop(chain, index);
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Cell));
	g_autoptr(GArray) parts = hc_parts_new(evidence, index);
	g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(char));
	g_autoptr(GByteArray) valued = g_byte_array_new();
	g_auto(HcBlock) block = {0};
	const HcMessage *message = hc_chain_message(chain);
	Page page = {
		.block = &block,
		.message = message,
		.where = hop->where,
		.value = hc_message_field(message, hop->field)->value,
		.cells = cells,
		.parts = parts,
		.levels = levels,
		.marks = marks,
		.valued = valued,
	};

	hc_text_block(&block, report, hc_text_width(report) - MARGIN);
	page.where.length = MIN(page.where.length, HC_SHOWN_MAX);
	put_heading(&block, hop, page.where);
	set_levels(&page);
	set_cells(&page);
	set_valued(&page);
	put_lines(&page);
	hc_block_line(&block, 0);
	put_table(&page);
	hc_block_line(&block, 0);
	hc_text_reading(&block, hop->received,
	                hc_evidence_tls(evidence, index));
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, MARGIN);
}

/** Say what the marks mean, and how many fields there are. */
static void
put_legend(HcReport *report, const HcChain *chain)
{
	size_t read = hc_chain_length(chain);
	size_t written = hc_chain_received_count(chain);
	g_auto(HcBlock) block = {0};

	hc_text_block(&block, report, hc_text_prose(report));
	if (written == 0)
		hc_block_put(&block, HC_STYLE_STRONG, "No Received field.");
	else
		hc_block_format(&block, HC_STYLE_STRONG,
		                "%zu Received field%s, newest first.", written,
		                written == 1 ? "" : "s");
	if (written > read)
		hc_block_format(&block, HC_STYLE_BAD,
		                " %zu of them taken apart.", read);
	if (read > 0)
		hc_block_format(
			&block, HC_STYLE_PLAIN,
			" A letter and a rule: a value, named below. %s words "
			"that no value rests on. !! what a note is about. "
			"( ) a comment. Without a mark: brackets, and the "
			"words that open a clause.",
			block.utf8 ? "··" : "..");
	hc_block_line(&block, 0);
	hc_block_write(&block, report->ready, 0);
}

void
hc_text_fields(HcReport *report, const HcVerdict *verdict)
{
	const HcEvidence *evidence = hc_verdict_evidence(verdict);
	const HcChain *chain = hc_evidence_chain(evidence);

	put_legend(report, chain);
	for (size_t i = hc_chain_length(chain); i > 0; i--)
		put_field(report, evidence, i - 1);
}
