/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outline-part.h - a part of a message that leaves nothing open: what its fields
 * say, and what its bytes look like. */
#ifndef HC_OUTLINE_PART_H
#define HC_OUTLINE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "hopcheck.h"
#include "record.h"
#include "value.h"

/** A part, and what is known of it beside its record. */
typedef struct {
	HcFramePart record;
	bool typed, encoded, disposed; /* it has the field */
	HcEncoding encoding;
	HcFrameText name; /* of Content-Type; its record's file counts first */
	HcFrameText boundary; /* of a multipart */
	uint32_t children;    /* read of it */
	const char *start;    /* of its body; of a multipart, of the text around
	                       * its parts that comes next */
} HcOutlinePart;

/** Bytes as a record has them, borrowed. */
static inline HcFrameText
hc_outline_text(const char *bytes, size_t length)
{
	return (HcFrameText){bytes, (uint32_t)length};
}

/** Take a field of the part's header.
 *  @param arena  words go here
 *  @param where  the field
 *  @return false: it is one of those that count and is not as it should be */
bool hc_outline_take_field(HcOutlinePart *part, HcArena *arena,
                           HcFrameText name, HcFrameText value, HcSpan where);

/** Look at the body of a part that holds no parts.
 *  @return false: it is not written as it should be */
bool hc_outline_find_shape(HcOutlinePart *part);

#endif
