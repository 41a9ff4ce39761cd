/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* layout.c - words into lines that fit, for the text form. */
#include "config.h"

#include "layout.h"

#include <string.h>

#include "escape.h"
#include "scan.h"

static const char *const sgr[] = {
	[HC_STYLE_PLAIN] = "",        [HC_STYLE_STRONG] = "\033[1m",
	[HC_STYLE_FAINT] = "\033[2m", [HC_STYLE_GOOD] = "\033[32m",
	[HC_STYLE_WARN] = "\033[33m", [HC_STYLE_BAD] = "\033[1;31m",
};

static const char sgr_end[] = "\033[0m";

static unsigned
character_columns(gunichar character)
{
	if (character < 0x300)
		return 1;
	if (g_unichar_iszerowidth(character))
		return 0;
	return g_unichar_iswide(character) ? 2 : 1;
}

/** Columns of the first character of a text; most are ASCII. */
static unsigned
first_columns(const char *text)
{
	return (unsigned char)*text < 0x80
	               ? 1
	               : character_columns(g_utf8_get_char(text));
}

unsigned
hc_columns(const char *text, size_t length)
{
	const char *end = text + length;
	unsigned columns = 0;

	for (; text < end; text = g_utf8_next_char(text))
		columns += first_columns(text);
	return columns;
}

/** Bytes of the longest start of a text that fits; at least one character. */
static size_t
fitting(const char *text, size_t length, unsigned columns)
{
	const char *at = text;
	unsigned used = 0;

	while (at < text + length) {
		unsigned more = first_columns(at);

		if (used + more > columns && at > text)
			break;
		used += more;
		at = g_utf8_next_char(at);
	}
	return (size_t)(at - text);
}

static void
clear_line(void *line)
{
	g_string_free(((HcLine *)line)->text, TRUE);
}

static HcLine *
last(const HcBlock *block)
{
	return &g_array_index(block->lines, HcLine, block->lines->len - 1);
}

static void
add_line(HcBlock *block, unsigned indent)
{
	HcLine line = {g_string_new(NULL), indent, HC_STYLE_PLAIN};

	for (unsigned i = 0; i < indent; i++)
		g_string_append_c(line.text, ' ');
	g_array_append_val(block->lines, line);
	block->spaces = 0;
}

void
hc_block_init(HcBlock *block, unsigned width, bool utf8, bool colour)
{
	memset(block, 0, sizeof *block);
	block->lines = g_array_new(FALSE, FALSE, sizeof(HcLine));
	g_array_set_clear_func(block->lines, clear_line);
	block->width = MAX(width, HC_BLOCK_LEAST);
	block->utf8 = utf8;
	block->colour = colour;
}

void
hc_block_clear(HcBlock *block)
{
	g_clear_pointer(&block->lines, g_array_unref);
}

void
hc_block_line(HcBlock *block, unsigned indent)
{
	add_line(block, 0);
	block->indent = MIN(indent, block->width / 2);
}

/** Change the style of what follows on a line. */
static void
set_style(HcLine *line, HcStyle style)
{
	if (line->style == style)
		return;
	if (line->style != HC_STYLE_PLAIN)
		g_string_append(line->text, sgr_end);
	g_string_append(line->text, sgr[style]);
	line->style = style;
}

/** Append what fits on this line.
 *  @param columns  that it takes there */
static void
append_columns(HcBlock *block, HcStyle style, const char *text, size_t length,
               unsigned columns)
{
	HcLine *line = last(block);

	if (block->colour && length > 0)
		set_style(line, style);
	g_string_append_len(line->text, text, (gssize)length);
	line->columns += columns;
}

static void
append(HcBlock *block, HcStyle style, const char *text, size_t length)
{
	append_columns(block, style, text, length, hc_columns(text, length));
}

/** Bytes of a start of a word that end where a name or a suite has its joints,
 *  if such a place is in the second half; else all of the start. */
static size_t
at_joint(const char *word, size_t size)
{
	for (size_t i = size; i > size / 2; i--)
		if (strchr("_.-@:/", word[i - 1]) != NULL &&
		    word[i - 1] != '\0')
			return i;
	return size;
}

/** Append a text without a blank to break it at.
 *  @param exact  cut where the line ends, not at a joint */
static void
append_cut(HcBlock *block, HcStyle style, const char *text, size_t length,
           bool exact)
{
	while (length > 0) {
		unsigned room = block->width - last(block)->columns;
		size_t size;

		if (room == 0) {
			add_line(block, block->indent);
			continue;
		}
		size = fitting(text, length, room);
		if (hc_columns(text, size) > room) {
			add_line(block, block->indent);
			continue;
		}
		if (size < length && !exact)
			size = at_joint(text, size);
		append(block, style, text, size);
		text += size;
		length -= size;
	}
}

static void
put_word(HcBlock *block, HcStyle style, const char *word, size_t length)
{
	unsigned columns = hc_columns(word, length);
	bool fresh = last(block)->columns <= block->indent;

	if (last(block)->columns + block->spaces + columns > block->width &&
	    !fresh)
		add_line(block, block->indent);
	while (block->spaces > 0 && last(block)->columns < block->width) {
		append(block, last(block)->style, " ", 1);
		block->spaces--;
	}
	block->spaces = 0;
	if (last(block)->columns + columns <= block->width)
		append_columns(block, style, word, length, columns);
	else
		append_cut(block, style, word, length, false);
}

static void
put(HcBlock *block, HcStyle style, const char *words, size_t length)
{
	const char *end = words + length;

	if (block->lines->len == 0)
		hc_block_line(block, 0);
	while (words < end) {
		const char *space = memchr(words, ' ', (size_t)(end - words));
		const char *stop = space != NULL ? space : end;

		if (stop > words)
			put_word(block, style, words, (size_t)(stop - words));
		if (space != NULL)
			block->spaces++;
		words = stop + (space != NULL);
	}
}

void
hc_block_put(HcBlock *block, HcStyle style, const char *words)
{
	put(block, style, words, strlen(words));
}

void
hc_block_format(HcBlock *block, HcStyle style, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list arguments;

	va_start(arguments, format);
	words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	hc_block_put(block, style, words);
}

void
hc_block_quote(HcBlock *block, HcStyle style, const char *bytes, size_t length)
{
	g_autoptr(GString) shown = g_string_sized_new(length + 8);

	hc_escape_text(shown, bytes, length, !block->utf8);
	put(block, style, shown->str, shown->len);
}

static bool
is_name(const char *name)
{
	if (name[0] == '\0')
		return false;
	for (; *name != '\0'; name++)
		if (!hc_is_alnum((unsigned char)*name) &&
		    strchr("-._:[]@/+=%*", *name) == NULL)
			return false;
	return true;
}

void
hc_block_name(HcBlock *block, HcStyle style, const char *name)
{
	g_autoptr(GString) shown = g_string_new(NULL);

	if (is_name(name)) {
		put(block, style, name, strlen(name));
		return;
	}
	hc_escape_text(shown, name, strlen(name), !block->utf8);
	g_string_replace(shown, "\"", "\\\"", 0);
	g_string_prepend_c(shown, '"');
	g_string_append_c(shown, '"');
	put(block, style, shown->str, shown->len);
}

void
hc_block_exact(HcBlock *block, HcStyle style, const char *bytes, size_t length)
{
	g_autoptr(GString) shown = g_string_sized_new(length + 8);

	hc_escape_text(shown, bytes, length, !block->utf8);
	put_word(block, style, "", 0);
	append_cut(block, style, shown->str, shown->len, true);
}

unsigned
hc_exact_columns(const char *bytes, size_t length, bool utf8)
{
	g_autoptr(GString) shown = g_string_new(NULL);

	hc_escape_text(shown, bytes, length, !utf8);
	return hc_columns(shown->str, shown->len);
}

/** Columns of the longest word of a line; SGR sequences count as blanks. */
static unsigned
longest_word(const HcLine *line)
{
	unsigned longest = 0;
	const char *at = line->text->str;

	while (*at != '\0') {
		size_t length = strcspn(at, " \033");

		longest = MAX(longest, hc_columns(at, length));
		at += length;
		if (*at == '\033')
			at += strcspn(at, "m");
		if (*at != '\0')
			at++;
	}
	return longest;
}

void
hc_block_measure(const HcBlock *block, unsigned *least_out,
                 unsigned *natural_out)
{
	*least_out = *natural_out = 0;
	for (unsigned i = 0; i < block->lines->len; i++) {
		const HcLine *line = &g_array_index(block->lines, HcLine, i);

		*least_out = MAX(*least_out, longest_word(line));
		*natural_out = MAX(*natural_out, line->columns);
	}
}

unsigned
hc_block_column(const HcBlock *block)
{
	return block->lines->len > 0 ? last(block)->columns + block->spaces : 0;
}

void
hc_block_pad(HcBlock *block, unsigned column)
{
	unsigned at = hc_block_column(block);

	if (column > at)
		block->spaces += column - at;
}

void
hc_block_rule(HcBlock *block, HcStyle style, bool heavy)
{
	g_autoptr(GString) rule = g_string_new(NULL);
	const char *piece = heavy ? "=" : "-";

	if (block->utf8)
		piece = heavy ? "═" : "─";
	put_word(block, style, "", 0);
	for (unsigned i = last(block)->columns; i < block->width; i++)
		g_string_append(rule, piece);
	append(block, style, rule->str, rule->len);
}

static const HcLine *
line_at(const HcBlock *block, unsigned index)
{
	return &g_array_index(block->lines, HcLine, index);
}

static void
write_spaces(GString *out, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		g_string_append_c(out, ' ');
}

/** Append a line and end its style. */
static void
write_line(const HcLine *line, GString *out)
{
	g_string_append_len(out, line->text->str, (gssize)line->text->len);
	if (line->style != HC_STYLE_PLAIN)
		g_string_append(out, sgr_end);
}

void
hc_block_write(const HcBlock *block, GString *out, unsigned margin)
{
	for (unsigned i = 0; i < block->lines->len; i++) {
		const HcLine *line = line_at(block, i);

		if (line->columns > 0)
			write_spaces(out, margin);
		write_line(line, out);
		g_string_append_c(out, '\n');
	}
}

void
hc_block_write_row(const HcBlock *blocks, unsigned count, GString *out,
                   unsigned margin, unsigned gap)
{
	unsigned lines = 0;

	for (unsigned i = 0; i < count; i++)
		lines = MAX(lines, blocks[i].lines->len);
	for (unsigned i = 0; i < lines; i++) {
		unsigned at = 0, start = margin;

		for (unsigned j = 0; j < count; j++) {
			const HcBlock *block = &blocks[j];
			const HcLine *line = i < block->lines->len
			                             ? line_at(block, i)
			                             : NULL;

			if (line != NULL && line->columns > 0) {
				write_spaces(out, start - at);
				write_line(line, out);
				at = start + line->columns;
			}
			start += block->width + gap;
		}
		g_string_append_c(out, '\n');
	}
}
