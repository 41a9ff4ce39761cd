/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* marks.c - what one look at all bytes of a value finds. */
#include "config.h"

#include "marks.h"

#include <glib.h>
#include <string.h>

#include "block.h"

G_STATIC_ASSERT(HC_MARKS_BYTES == 4 * HC_BLOCK);

/* Bits of the bytes that are looked at, and of those before them. */
typedef struct {
	uint64_t l, s, equals, hyphens;
} Bits;

typedef struct {
	Bits before;
	uint64_t doubled; /* hyphens behind one */
	HcBlock odd, questions;
} Pass;

/* The bits behind those that are set. */
static inline uint64_t
behind(uint64_t bits, uint64_t before)
{
	return bits << 1 | before >> (HC_MARKS_BYTES - 1);
}

static inline void
set(uint64_t *bits, HcBlock marks, unsigned at)
{
	*bits |= (uint64_t)hc_block_bits(marks) << at;
}

/* Look at the block at @p at, which is known when the program is made.  All
 * bytes up to the blank end a word: who asks looks again. */
static inline void
look_at(Pass *pass, const char *bytes, unsigned at, HcMark *mark, Bits *bits)
{
	HcBlock block = hc_block(bytes + at);
	HcBlock lower = block | 0x20;

	set(&mark->ends,
	    (HcBlock)(block <= ' ') | (HcBlock)(block == '"') |
	            (HcBlock)(block == ';') | (HcBlock)((block | 1) == ')'),
	    at);
	set(&mark->lines, (HcBlock)(block == '\n'), at);
	set(&bits->l, (HcBlock)(lower == 'l'), at);
	set(&bits->s, (HcBlock)(lower == 's'), at);
	set(&bits->equals, (HcBlock)(block == '='), at);
	set(&bits->hyphens, (HcBlock)(block == '-'), at);
	pass->odd |= block | (block - 1);
	pass->questions |= (HcBlock)(block == '?');
}

static HcMark
look(Pass *pass, const char *bytes)
{
	const Bits before = pass->before;
	HcMark mark = {0, 0, 0};
	Bits bits = {0, 0, 0, 0};

	look_at(pass, bytes, 0, &mark, &bits);
	look_at(pass, bytes, 16, &mark, &bits);
	look_at(pass, bytes, 32, &mark, &bits);
	look_at(pass, bytes, 48, &mark, &bits);
	mark.hints = (bits.s & behind(bits.l, before.l)) |
	             (bits.l & behind(bits.s, before.s)) |
	             behind(bits.equals, before.equals);
	pass->doubled |= bits.hyphens & behind(bits.hyphens, before.hyphens);
	pass->before = bits;
	return mark;
}

void
hc_marks_read(const char *bytes, size_t length, HcMarks *marks)
{
	size_t whole = length / HC_MARKS_BYTES;
	char rest[HC_MARKS_BYTES];
	Pass pass;

	memset(&pass, 0, sizeof pass);
	marks->count = whole + 1;
	marks->at = marks->local;
	if (marks->count > HC_MARKS_LOCAL)
		marks->at = g_new(HcMark, marks->count);
	for (size_t i = 0; i < whole; i++)
		marks->at[i] = look(&pass, bytes + i * HC_MARKS_BYTES);
	memset(rest, ' ', sizeof rest);
	memcpy(rest, bytes + whole * HC_MARKS_BYTES, length % HC_MARKS_BYTES);
	marks->at[whole] = look(&pass, rest);
	marks->odd = hc_block_any(pass.odd & 0x80);
	marks->questions = hc_block_any(pass.questions);
	marks->hyphens = pass.doubled != 0;
}

void
hc_marks_clear(HcMarks *marks)
{
	if (marks->at != marks->local)
		g_free(marks->at);
	marks->at = NULL;
}
