/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outline-part.c - a part of a message that leaves nothing open: what its fields
 * say, and what its bytes look like. */
#include "config.h"

#include "outline-part.h"

#include <string.h>

#include "armour.h"
#include "lines.h"
#include "scan.h"
#include "shape.h"
#include "unwrap.h"

/* Bytes of a word or a quoted string. */
#define WORD_MAX 256u

/* ------------------------------------------------------------------ fields */

/** Whether a parameter's value is what every reader takes it for. */
static bool
is_sure(const HcParameter *parameter)
{
	const char *value = parameter->value;
	size_t length = parameter->length;

	if (length > WORD_MAX)
		return false;
	if (!parameter->quoted)
		return hc_value_word(value, length) == length;
	return !hc_is_fws((unsigned char)value[0]) &&
	       !hc_is_fws((unsigned char)value[length - 1]);
}

/** A parameter that is to be remembered. */
typedef struct {
	const char *name;
	HcFrameText *value;
} Wanted;

/** Read parameters.
 *  @param at      where the first one's ";" stands, or @p end
 *  @param wanted  ends with a NULL
 *  @return false: they are not as they should be */
static bool
read_parameters(const char *at, const char *end, const Wanted *wanted)
{
	HcParameter parameter;

	while (hc_parameter_next(&at, end, &parameter)) {
		if (!is_sure(&parameter))
			return false;
		for (const Wanted *row = wanted; row->name != NULL; row++) {
			if (!hc_is(parameter.name, parameter.name_length,
			           row->name))
				continue;
			if (row->value->length > 0)
				return false;
			*row->value = hc_outline_text(parameter.value,
			                              parameter.length);
		}
	}
	return at == end;
}

static bool
take_type(HcOutlinePart *part, HcArena *arena, const char *value, size_t length)
{
	const Wanted wanted[] = {
		{"boundary",    &part->boundary          },
		{"name",        &part->name              },
		{"protocol",    &part->record.protocol   },
		{"smime-type",  &part->record.smime_type },
		{"report-type", &part->record.report_type},
		{NULL,          NULL                     },
	};
	size_t type = hc_value_type(value, length);
	char *lower;

	if (part->typed || type == 0 || type > WORD_MAX ||
	    !read_parameters(value + type, value + length, wanted))
		return false;
	part->typed = true;
	lower = hc_arena_bytes(arena, type);
	hc_lower_copy(lower, value, type);
	part->record.type = hc_outline_text(lower, type);
	if (hc_starts(lower, type, "multipart/"))
		part->record.flags |= HC_PART_MULTIPART;
	return !hc_value_is_misread(lower, type);
}

static bool
take_encoding(HcOutlinePart *part, const char *value, size_t length)
{
	bool again = part->encoded;

	part->encoded = true;
	return !again && hc_value_encoding(value, length, &part->encoding);
}

static bool
take_disposition(HcOutlinePart *part, const char *value, size_t length)
{
	const Wanted wanted[] = {
		{"filename", &part->record.file},
		{NULL,       NULL              },
	};
	size_t word = hc_value_word(value, length);

	if (part->disposed || word == 0 ||
	    !read_parameters(value + word, value + length, wanted))
		return false;
	part->disposed = true;
	if (hc_is(value, word, "attachment"))
		part->record.flags |= HC_PART_ATTACHED;
	return true;
}

bool
hc_outline_take_field(HcOutlinePart *part, HcArena *arena, HcFrameText name,
                      HcFrameText value, HcSpan where)
{
	const char *bytes = value.bytes;
	size_t length = value.length;
	bool is_type = hc_is(name.bytes, name.length, "Content-Type");
	bool is_encoding =
		hc_is(name.bytes, name.length, "Content-Transfer-Encoding");

	if (!is_type && !is_encoding &&
	    !hc_is(name.bytes, name.length, "Content-Disposition"))
		return true;
	for (; length > 0 && hc_is_fws((unsigned char)*bytes); length--)
		bytes++;
	while (length > 0 && hc_is_fws((unsigned char)bytes[length - 1]))
		length--;
	if (length > HC_PLAIN_VALUE_MAX || !hc_value_is_plain(bytes, length))
		return false;
	if (is_encoding)
		return take_encoding(part, bytes, length);
	if (!is_type)
		return take_disposition(part, bytes, length);
	/* its place is that of a multipart; a leaf's is its body's */
	part->record.offset = where.offset;
	part->record.length = where.length;
	return take_type(part, arena, bytes, length);
}

/* ------------------------------------------------------------------- shape */

/** @return static; NULL: the body is not written as it should be */
static const char *
shape_of(const HcOutlinePart *part)
{
	HcUnwrap unwrap;
	HcFlow *flow = hc_unwrap_begin(&unwrap, part->encoding, part->start,
	                               part->record.length);
	const char *shape = hc_shape_of_flow(flow);

	if (unwrap.bad)
		return NULL;
	/* what a decoder skips is there for anyone to read */
	if (hc_shape_hides(shape) && part->encoding == HC_ENCODING_QUOTED)
		return NULL;
	if (hc_shape_hides(shape) && part->encoding == HC_ENCODING_BASE64 &&
	    !hc_is_base64_text(part->start, part->record.length))
		return "other";
	return shape;
}

/** Whether armour may stand in a text. */
static bool
may_hold_armour(const HcOutlinePart *part)
{
	const char *end = part->start + part->record.length;

	return part->encoding == HC_ENCODING_BASE64 ||
	       hc_armour_stands(part->start, end) ||
	       (part->encoding == HC_ENCODING_QUOTED &&
	        hc_armour_may_be_quoted(part->start, end));
}

/** The shape of armour in a text.
 *  @param shape_out  NULL: there is none
 *  @return false: the body is not written as it should be */
static bool
find_armour(HcOutlinePart *part, const char **shape_out)
{
	HcUnwrap unwrap;
	HcFlow *flow;
	HcTextScan scan;
	bool whole;

	*shape_out = NULL;
	if (!may_hold_armour(part))
		return true;
	flow = hc_unwrap_begin(&unwrap, part->encoding, part->start,
	                       part->record.length);
	hc_text_begin(&scan);
	hc_text_add_flow(&scan, flow);
	if (unwrap.bad)
		return false;
	*shape_out = hc_text_end(&scan, &whole);
	if (*shape_out != NULL && whole)
		part->record.flags |= HC_PART_TEXT_WHOLE;
	return true;
}

bool
hc_outline_find_shape(HcOutlinePart *part)
{
	const char *shape = NULL;

	if (hc_is(part->record.type.bytes, part->record.type.length,
	          "text/plain") &&
	    !find_armour(part, &shape))
		return false;
	if (shape == NULL)
		shape = shape_of(part);
	if (shape == NULL)
		return false;
	part->record.shape = hc_outline_text(shape, strlen(shape));
	return true;
}
