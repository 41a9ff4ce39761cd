/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* marks.h - what one look at all bytes of a value finds for those who read it:
 * a bit for each byte, or that something stands nowhere in it. */
#ifndef HC_MARKS_H
#define HC_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that a word of bits stands for. */
#define HC_MARKS_BYTES 64

/** The bits of some bytes, from the lowest. */
typedef struct {
	uint64_t ends;  /**< may end a word; all bits behind the value */
	uint64_t lines; /**< a newline */
	uint64_t hints; /**< behind the "LS" or "SL" of a word, or behind "=":
	                 *   what a word of TLS has where two bytes of it went
	                 *   before */
} HcMark;

/* Values of real mail have 100 to 600 bytes. */
#define HC_MARKS_LOCAL 16

/** All of a value; no allocation below HC_MARKS_LOCAL. */
typedef struct {
	HcMark *at;
	size_t count;   /**< one more than are full */
	bool odd;       /**< a byte above ASCII, or a NUL */
	bool hyphens;   /**< two in a row */
	bool questions; /**< a question mark */
	HcMark local[HC_MARKS_LOCAL];
} HcMarks;

/** Look at a value once.
 *  @param bytes  of the value, whatever they are
 *  @param marks  uninitialised; hc_marks_clear() after use */
void hc_marks_read(const char *bytes, size_t length, HcMarks *marks);
/** As hc_marks_read(), which chooses.
 *  @param wide  by wider blocks, if the program was made for a processor that
 *               may have them */
void hc_marks_read_by(bool wide, const char *bytes, size_t length,
                      HcMarks *marks);
/** Whether this processor has wider blocks. */
bool hc_marks_may_be_wide(void);
void hc_marks_clear(HcMarks *marks);

/** Whether a newline stands in some bytes of the value. */
static inline bool
hc_marks_line(const HcMarks *marks, size_t offset, size_t length)
{
	size_t last = (offset + length) / HC_MARKS_BYTES;
	size_t i = offset / HC_MARKS_BYTES;
	uint64_t behind = ~UINT64_C(0) << (offset + length) % HC_MARKS_BYTES;
	uint64_t lines =
		marks->at[i].lines & ~UINT64_C(0) << offset % HC_MARKS_BYTES;

	for (; i < last; lines = marks->at[++i].lines)
		if (lines != 0)
			return true;
	return (lines & ~behind) != 0;
}

#endif
