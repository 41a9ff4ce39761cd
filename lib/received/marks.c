/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* marks.c - what one look at all bytes of a value finds. */
#include "config.h"

#include "marks.h"

#include <glib.h>
#include <string.h>

#include "block.h"

/* Bits of the bytes that are looked at, and of those before them. */
typedef struct {
	uint64_t l, s, equals, hyphens;
} Bits;

typedef struct {
	Bits before;
	uint64_t doubled; /* hyphens behind one */
	uint64_t odd, questions;
} Pass;

/* The bits behind those that are set. */
static inline uint64_t
behind(uint64_t bits, uint64_t before)
{
	return bits << 1 | before >> (HC_MARKS_BYTES - 1);
}

static inline void
end_look(Pass *pass, const Bits *bits, HcMark *mark)
{
	const Bits *before = &pass->before;

	mark->hints = (bits->s & behind(bits->l, before->l)) |
	              (bits->l & behind(bits->s, before->s)) |
	              behind(bits->equals, before->equals);
	pass->doubled |= bits->hyphens & behind(bits->hyphens, before->hyphens);
	pass->before = *bits;
}

#define LOOK look
#define LOOK_AT look_at
#define TARGET
#define BLOCK HcBlock
#define BITS(marks) hc_block_bits(marks)
#include "marks-look.inc"

/* All of a field passes through here: wider blocks take half the
 * instructions. */
#ifdef HC_WIDE
#define LOOK look_wide
#define LOOK_AT look_at_wide
#define TARGET HC_WIDE
#define BLOCK HcWide
#define BITS(marks) hc_wide_bits(marks)
#include "marks-look.inc"
#endif

void
hc_marks_read_by(bool wide, const char *bytes, size_t length, HcMarks *marks)
{
	HcMark (*look_here)(Pass *, const char *) = look;
	size_t whole = length / HC_MARKS_BYTES;
	char rest[HC_MARKS_BYTES];
	Pass pass;

#ifdef HC_WIDE
	if (wide)
		look_here = look_wide;
#else
	(void)wide;
#endif
	memset(&pass, 0, sizeof pass);
	marks->count = whole + 1;
	marks->at = marks->local;
	if (marks->count > HC_MARKS_LOCAL)
		marks->at = g_new(HcMark, marks->count);
	for (size_t i = 0; i < whole; i++)
		marks->at[i] = look_here(&pass, bytes + i * HC_MARKS_BYTES);
	memset(rest, ' ', sizeof rest);
	memcpy(rest, bytes + whole * HC_MARKS_BYTES, length % HC_MARKS_BYTES);
	marks->at[whole] = look_here(&pass, rest);
	marks->odd = pass.odd != 0;
	marks->questions = pass.questions != 0;
	marks->hyphens = pass.doubled != 0;
}

bool
hc_marks_may_be_wide(void)
{
#ifdef HC_WIDE
	return __builtin_cpu_supports("avx2");
#else
	return false;
#endif
}

void
hc_marks_read(const char *bytes, size_t length, HcMarks *marks)
{
	hc_marks_read_by(hc_marks_may_be_wide(), bytes, length, marks);
}

void
hc_marks_clear(HcMarks *marks)
{
	if (marks->at != marks->local)
		g_free(marks->at);
	marks->at = NULL;
}
