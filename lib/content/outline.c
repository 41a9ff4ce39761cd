/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outline.c - the structure of a message that leaves nothing open.
 *
 * What real mail holds of forms are bounces, signed messages and armour, and
 * nearly all of them are written as the standards ask.  To ask a worker about
 * such a message costs as much as all else that is done with it, so it is read
 * here, to the very records that the worker gives.  Whatever is written in any
 * other way, and be it sound, is left to the worker:
 *
 * 1. A value is as search.c wants it (there, 5): it stands as it is.  Its
 *    parameters are words or stand in quotes, each stands once, and no field of
 *    those that count stands twice.
 * 2. A boundary is no start of another.  Where one stands at the start of a line,
 *    nothing else stands in the line, and it is the turn of that boundary; where
 *    one stands behind so many bytes of a line that GMime may take what is left
 *    for a line (there, 3), it is asked about.
 * 3. A part's header is fields up to an empty line, and its body holds at least
 *    one byte.
 * 4. A body in base64 or quoted-printable is written as it should be as far as
 *    its shape depends on it.  There is no NUL behind the header.
 * 5. Limits are counted as in search.c, and are far away. */
#include "config.h"

#include "outline.h"

#include <string.h>

#include "limit.h"
#include "lines.h"
#include "outline-part.h"
#include "rare.h"
#include "scan.h"
#include "shape.h"

/* Bytes of what stands from lines that start with "--" up to an empty one. */
#define LINES_MAX 65536u
/* Multiparts within each other, and parts at all. */
#define DEPTH_MAX 16u
#define PARTS_MAX 64u
/* Bytes of a boundary (RFC 2046 5.1.1). */
#define BOUNDARY_MAX 70u

/** A multipart that is open. */
typedef struct {
	guint part;  /* its index */
	guint child; /* index of the part that is read; 0: none yet */
} Level;

typedef struct {
	const char *bytes, *end;
	HcArena *arena; /* words of parts */
	GArray *parts;  /* of HcOutlinePart */
	Level levels[DEPTH_MAX];
	unsigned depth;
	size_t dashes, lines, line_bytes; /* as a search counts them */
} Outline;

static HcOutlinePart *
part_at(const Outline *outline, guint index)
{
	return &g_array_index(outline->parts, HcOutlinePart, index);
}

static bool
is_within_limits(const Outline *outline)
{
	return outline->dashes <= HC_DASHES_MAX &&
	       outline->dashes + outline->lines <=
	               hc_limit(HC_LIMIT_PARTS) / 2 &&
	       outline->lines <= hc_limit(HC_LIMIT_PART_FIELDS) / 2 &&
	       outline->line_bytes <=
	               MIN(LINES_MAX, hc_limit(HC_LIMIT_FIELD) / 2) &&
	       outline->parts->len <=
	               MIN(PARTS_MAX, hc_limit(HC_LIMIT_PARTS) / 2);
}

/* ------------------------------------------------------------------ header */

/** Take the fields of the outermost header. */
static bool
take_header(Outline *outline, HcOutlinePart *part, const HcMessage *message)
{
	static const char *const names[] = {"Content-Type",
	                                    "Content-Transfer-Encoding",
	                                    "Content-Disposition"};

	if (hc_raw_place(hc_message_raw(message))->header_cut)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t index = hc_message_find(message, names[i], 0);
		const HcField *field;

		if (index == SIZE_MAX)
			continue;
		field = hc_message_field(message, index);
		if (hc_message_find(message, names[i], index + 1) != SIZE_MAX ||
		    !hc_outline_take_field(
			    part, outline->arena,
			    hc_outline_text(names[i], strlen(names[i])),
			    hc_outline_text(
				    hc_message_bytes(message, field->value),
				    field->value.length),
			    field->where))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------- lines */

/** Take the field whose line starts here, and what is folded onto it.
 *  @return where the next line starts; NULL: it is no field as it should be */
static const char *
take_line(Outline *outline, HcOutlinePart *part, const char *at)
{
	size_t name;
	const char *next = hc_line_pass_field(at, outline->end, &name);

	if (next == NULL)
		return NULL;
	return hc_outline_take_field(
		       part, outline->arena, hc_outline_text(at, name),
		       hc_outline_text(at + name + 1,
	                               (size_t)(next - at) - name - 1),
		       (HcSpan){(uint32_t)(at - outline->bytes),
	                        (uint32_t)(next - at)})
	               ? next
	               : NULL;
}

/* ------------------------------------------------------------------- parts */

/** End the body of a part that holds none.
 *  @param end  of the body */
static bool
end_leaf(const Outline *outline, HcOutlinePart *part, const char *end)
{
	if (end <= part->start)
		return false;
	part->record.flags |= HC_PART_PLACED;
	part->record.offset = (uint32_t)(part->start - outline->bytes);
	part->record.length = (uint32_t)(end - part->start);
	return hc_outline_find_shape(part);
}

/** Look at the text in front of a multipart's parts, or behind them. */
static void
see_around(HcOutlinePart *part, const char *end)
{
	if (!hc_is_customary(part->start, (size_t)(end - part->start)))
		part->record.flags |= HC_PART_AROUND;
}

/** Whether a boundary is the start of another. */
static bool
starts_another(const Outline *outline, const HcOutlinePart *part)
{
	for (guint i = 0; i < outline->parts->len; i++) {
		const HcFrameText *other = &part_at(outline, i)->boundary;
		size_t length = MIN(other->length, part->boundary.length);

		if (part_at(outline, i) != part && other->length > 0 &&
		    memcmp(other->bytes, part->boundary.bytes, length) == 0)
			return true;
	}
	return false;
}

/** Begin to read the body of the last part.
 *  @param start  of the body
 *  @return false: it is left to the worker */
static bool
begin_body(Outline *outline, const char *start)
{
	guint index = outline->parts->len - 1;
	HcOutlinePart *part = part_at(outline, index);

	part->start = start;
	if ((part->record.flags & HC_PART_MULTIPART) == 0) {
		if (part->encoding != HC_ENCODING_NONE)
			part->record.flags |= HC_PART_ENCODED;
		if (part->record.file.length == 0)
			part->record.file = part->name;
		return part->boundary.length == 0;
	}
	if (part->boundary.length == 0 ||
	    part->boundary.length > BOUNDARY_MAX ||
	    part->encoding != HC_ENCODING_NONE ||
	    outline->depth >=
	            MIN(DEPTH_MAX, hc_limit(HC_LIMIT_MIME_DEPTH) / 2) ||
	    starts_another(outline, part))
		return false;
	part->record.flags |= HC_PART_PLACED;
	part->record.file = hc_outline_text("", 0);
	outline->levels[outline->depth++] = (Level){.part = index};
	return true;
}

/** Add a part that a multipart holds, or the message itself.
 *  @param parent  NULL: the message */
static HcOutlinePart *
add_part(Outline *outline, HcOutlinePart *parent)
{
	static const char plain[] = "text/plain";
	HcOutlinePart part = {.record.number = outline->parts->len + 1,
	                      .record.type =
	                              hc_outline_text(plain, strlen(plain))};
	char section[512];

	if (parent != NULL) {
		const HcFrameText *above = &parent->record.section;
		int length = g_snprintf(
			section, sizeof section, "%.*s%s%u", (int)above->length,
			above->length > 0 ? above->bytes : "",
			above->length > 0 ? "." : "", ++parent->children);
		char *kept = hc_arena_bytes(outline->arena, (size_t)length);

		memcpy(kept, section, (size_t)length);
		part.record.section = hc_outline_text(kept, (size_t)length);
		part.record.parent = parent->record.number;
	}
	g_array_append_val(outline->parts, part);
	return part_at(outline, outline->parts->len - 1);
}

/** Read the header of a part of the innermost multipart.
 *  @param at  behind its boundary's line
 *  @return where its body starts; NULL: it is left to the worker */
static const char *
read_header(Outline *outline, const char *at)
{
	Level *level = &outline->levels[outline->depth - 1];
	HcOutlinePart *part = add_part(outline, part_at(outline, level->part));

	level->child = outline->parts->len - 1;
	while (at < outline->end && !hc_line_is_empty(at, outline->end)) {
		at = take_line(outline, part, at);
		if (at == NULL)
			return NULL;
	}
	if (at == outline->end)
		return NULL;
	at = hc_line_end(at, outline->end);
	return begin_body(outline, at) ? at : NULL;
}

/** Bytes of a line end.
 *  @param end  behind it; 0: there is none */
static size_t
ending(const char *start, const char *end)
{
	if (end == start || end[-1] != '\n')
		return 0;
	return end - start > 1 && end[-2] == '\r' ? 2 : 1;
}

/** End what stands in front of a boundary.
 *  @param at    the boundary's line
 *  @param next  the line behind */
static bool
end_child(Outline *outline, const char *at, const char *next)
{
	const Level *level = &outline->levels[outline->depth - 1];
	HcOutlinePart *part =
		part_at(outline, level->child > 0 ? level->child : level->part);
	size_t before = ending(part->start, at);

	/* The line end in front belongs to the boundary (RFC 2046 5.1.1).  GMime
	 * takes off as many bytes as the boundary's own line ends with. */
	if (at > part->start && before != ending(at, next))
		return false;
	if ((part->record.flags & HC_PART_MULTIPART) == 0)
		return at > part->start && end_leaf(outline, part, at - before);
	see_around(part, at);
	return true;
}

/** End what the end of the message leaves open: the last part reaches to it. */
static bool
end_open(Outline *outline)
{
	const Level *level = &outline->levels[outline->depth - 1];
	HcOutlinePart *part = part_at(outline, level->child);

	if (level->child == 0)
		return false;
	if ((part->record.flags & HC_PART_MULTIPART) == 0)
		return end_leaf(outline, part, outline->end);
	see_around(part, outline->end);
	return true;
}

/* -------------------------------------------------------------- boundaries */

/** Whether one of the boundaries stands anywhere in a run of dashes.
 *  @param at    the first dash
 *  @param stop  behind the last */
static bool
holds_boundary(const Outline *outline, const char *at, const char *stop)
{
	for (guint i = 0; i < outline->parts->len; i++) {
		const HcFrameText *name = &part_at(outline, i)->boundary;

		for (const char *from = at;
		     name->length > 0 && stop - from >= 2; from++)
			if ((size_t)(outline->end - from) - 2 >= name->length &&
			    memcmp(from + 2, name->bytes, name->length) == 0)
				return true;
	}
	return false;
}

/** Count the lines from a line that starts with "--" up to an empty one. */
static void
count_lines(Outline *outline, const char *at)
{
	const char *start = at;

	for (; at < outline->end && !hc_line_is_empty(at, outline->end) &&
	       (size_t)(at - start) <= LINES_MAX;
	     outline->lines++)
		at = hc_line_end(at, outline->end);
	outline->line_bytes += (size_t)(at - start);
	outline->dashes++;
}

/** Take a line that starts with a boundary's dashes.
 *  @param at  the line
 *  @return where to go on; NULL: it is left to the worker */
static const char *
take_boundary(Outline *outline, const char *at)
{
	const char *next = hc_line_end(at, outline->end);
	const char *stop = next - ending(at, next);
	const Level *level;
	const HcFrameText *name;
	HcOutlinePart *part;

	if (outline->depth == 0)
		return NULL;
	level = &outline->levels[outline->depth - 1];
	part = part_at(outline, level->part);
	name = &part->boundary;
	if ((size_t)(stop - at) < name->length + 2 ||
	    memcmp(at + 2, name->bytes, name->length) != 0 ||
	    !end_child(outline, at, next))
		return NULL;
	at += 2 + name->length;
	if (at == stop && stop < next)
		return read_header(outline, next);
	if (stop - at != 2 || memcmp(at, "--", 2) != 0 || level->child == 0)
		return NULL;
	part->start = next;
	outline->depth--;
	return next;
}

/** Read all behind the outermost header.
 *  @param start  of the body */
static bool
read_parts(Outline *outline, const char *start)
{
	const char *at = start;
	const char *next = start; /* line behind that of stop */

	while ((at = hc_find_pair(at, outline->end, '-', '-')) != NULL) {
		const char *stop = at;
		bool first = at == start || at[-1] == '\n';

		while (stop < outline->end && *stop == '-')
			stop++;
		if (first || hc_line_is_late(stop, start)) {
			if (stop >= next)
				next = hc_line_end(stop, outline->end);
			count_lines(outline, next);
			if (!is_within_limits(outline) ||
			    stop - at > HC_LONG_LINE)
				return false;
			if (holds_boundary(outline, at, stop))
				stop = first ? take_boundary(outline, at)
				             : NULL;
			if (stop == NULL)
				return false;
		}
		at = stop;
	}
	return true;
}

/* ----------------------------------------------------------------- message */

size_t
hc_outline_body(const HcMessage *message, const char *bytes, size_t length)
{
	size_t count = hc_message_field_count(message);
	size_t at = 0;

	if (count > 0) {
		HcSpan last = hc_message_field(message, count - 1)->where;

		at = (size_t)last.offset + last.length;
	}
	while (at < length) {
		const char *newline = memchr(bytes + at, '\n', length - at);
		size_t next = newline != NULL ? (size_t)(newline - bytes) + 1
		                              : length;
		bool empty =
			next - at == 1 || (next - at == 2 && bytes[at] == '\r');

		at = next;
		if (empty && newline != NULL)
			break;
	}
	return at;
}

/** Read a message.
 *  @param body  where its body starts */
static bool
read_message(Outline *outline, const HcMessage *message, const char *body)
{
	HcOutlinePart *root = add_part(outline, NULL);

	if (!take_header(outline, root, message) ||
	    memchr(body, '\0', (size_t)(outline->end - body)) != NULL ||
	    !begin_body(outline, body))
		return false;
	if (outline->depth == 0) {
		root->record.section = hc_outline_text("1", 1);
		return read_parts(outline, body) &&
		       end_leaf(outline, root, outline->end);
	}
	if (!read_parts(outline, body))
		return false;
	if (outline->depth > 0)
		return end_open(outline);
	see_around(part_at(outline, 0), outline->end);
	return true;
}

bool
hc_outline_read(const HcMessage *message, const char *bytes, size_t length,
                GByteArray *records)
{
	g_autoptr(HcArena) arena = NULL;
	g_autoptr(GArray) parts = NULL;
	size_t body = hc_outline_body(message, bytes, length);
	Outline outline = {.bytes = bytes, .end = bytes + length};

	if (body == length)
		return false;
	outline.arena = arena = hc_arena_new();
	outline.parts = parts =
		g_array_new(FALSE, FALSE, sizeof(HcOutlinePart));
	if (!read_message(&outline, message, bytes + body))
		return false;
	for (guint i = 0; i < parts->len; i++)
		hc_frame_put_part(records, &part_at(&outline, i)->record);
	hc_frame_put_byte(records, HC_RECORD_END);
	return true;
}
