/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* layout.h - words into lines that fit, for the text form.
 *
 * A block is a column of lines none of which is wider than the block.  Text
 * from a message goes in by hc_block_quote() or hc_block_exact(), which escape
 * it; hc_block_put() is for our own words. */
#ifndef HC_LAYOUT_H
#define HC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

typedef enum {
	HC_STYLE_PLAIN,
	HC_STYLE_STRONG,
	HC_STYLE_FAINT,
	HC_STYLE_GOOD,
	HC_STYLE_WARN,
	HC_STYLE_BAD,
} HcStyle;

/** One line and its width without SGR sequences. */
typedef struct {
	GString *text;
	unsigned columns;
	HcStyle style; /* in force at its end */
} HcLine;

typedef struct {
	GArray *lines;   /* of HcLine */
	unsigned width;  /* columns no line exceeds */
	unsigned indent; /* of lines that go on an earlier one */
	unsigned spaces; /* to write before the next word, if it fits */
	bool utf8;
	bool colour;
} HcBlock;

/* Columns of the narrowest block. */
#define HC_BLOCK_LEAST 4u

/** @param width  columns, raised to HC_BLOCK_LEAST */
void hc_block_init(HcBlock *block, unsigned width, bool utf8, bool colour);
void hc_block_clear(HcBlock *block);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HcBlock, hc_block_clear)

/** Begin a new line; the lines it flows over to are indented. */
void hc_block_line(HcBlock *block, unsigned indent);
/** Append our own words, broken at spaces. */
void hc_block_put(HcBlock *block, HcStyle style, const char *words);
/** Append words made as by printf. */
void hc_block_format(HcBlock *block, HcStyle style, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/** Append bytes of a message, escaped, broken at spaces. */
void hc_block_quote(HcBlock *block, HcStyle style, const char *bytes,
                    size_t length);
/** Append a name of a message: as hc_block_quote(), and between quotation marks
 *  unless it is made of the letters that names, addresses and literals are made
 *  of, so that no name can pass for two or for words of ours. */
void hc_block_name(HcBlock *block, HcStyle style, const char *name);
/** Append bytes of a message, escaped, every space kept, broken anywhere. */
void hc_block_exact(HcBlock *block, HcStyle style, const char *bytes,
                    size_t length);
/** Fill the line with spaces up to a column. */
void hc_block_pad(HcBlock *block, unsigned column);
/** Fill the line with a rule, in UTF-8 a drawn one.
 *  @param heavy  a double line */
void hc_block_rule(HcBlock *block, HcStyle style, bool heavy);
/** Column the next word would start at, were there room. */
unsigned hc_block_column(const HcBlock *block);

/** Write the block's lines, each behind a margin. */
void hc_block_write(const HcBlock *block, GString *out, unsigned margin);
/** Write blocks side by side. */
void hc_block_write_row(const HcBlock *blocks, unsigned count, GString *out,
                        unsigned margin, unsigned gap);
/** Columns of the longest word, and of the longest line. */
void hc_block_measure(const HcBlock *block, unsigned *least_out,
                      unsigned *natural_out);

/** Columns that hc_block_exact() takes for these bytes. */
unsigned hc_exact_columns(const char *bytes, size_t length, bool utf8);

/** Columns of a valid UTF-8 text on a terminal. */
unsigned hc_columns(const char *text, size_t length);

#endif
