/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part.c - a message under construction: fed bytes in pieces of any size. */
#include "config.h"

#include "part.h"

#include <string.h>

#include "block.h"
#include "limit.h"
#include "scan.h"
#include "spare.h"

/* Digits of a Content-Length; more would not fit its number. */
#define LENGTH_DIGITS 18

/* Most header blocks of real mail fit. */
#define HEADER_ROOM 8192

/* Bytes of a body of which threads keep no two at a time. */
#define LARGE (2u << 20)

/* Messages come and go with each piece of a mailbox: a thread keeps the room for
 * the header blocks of a piece, so that the next finds it. */
#define SPARE_MAX (HC_KEEPS_SPARES ? 64u : 0u)

static void
free_spares(void *spares)
{
	g_ptr_array_unref(spares);
}

static GPtrArray *
spares_of_thread(void)
{
	static GPrivate of_thread = G_PRIVATE_INIT(free_spares);
	GPtrArray *spares = g_private_get(&of_thread);

	if (spares == NULL) {
		spares = g_ptr_array_new_with_free_func(
			(GDestroyNotify)g_byte_array_unref);
		g_private_set(&of_thread, spares);
	}
	return spares;
}

static GByteArray *
new_header(void)
{
	GPtrArray *spares = spares_of_thread();

	return spares->len > 0
	               ? g_ptr_array_steal_index_fast(spares, spares->len - 1)
	               : g_byte_array_sized_new(HEADER_ROOM);
}

void
hc_part_free_header(GByteArray *header)
{
	GPtrArray *spares = spares_of_thread();

	/* None has more room than it was made with. */
	if (header->len > HEADER_ROOM || spares->len + 1 > SPARE_MAX) {
		g_byte_array_unref(header);
		return;
	}
	g_byte_array_set_size(header, 0);
	g_ptr_array_add(spares, header);
}

void
hc_part_begin(HcPart *part, uint64_t offset, bool is_message)
{
	*part = (HcPart){.is_message = is_message, .offset = offset};
	if (is_message)
		hc_digest_init(&part->digest);
}

static size_t
header_length(const HcPart *part)
{
	return part->header != NULL ? part->header->len : 0;
}

static void
keep(HcPart *part, const char *data, size_t length)
{
	if (part->header == NULL)
		part->header = new_header();

	size_t room =
		(size_t)hc_limit(HC_LIMIT_HEADER_BLOCK) - part->header->len;

	if (length > room) {
		length = room;
		part->header_cut = true;
		part->header_done = true;
	}
	if (length > 0)
		g_byte_array_append(part->header, (const guint8 *)data,
		                    (guint)length);
}

/* End a line of the block before the block has begun.  A BOM alone and the
 * lines of a mailbox file are not yet the block; empty lines before it are
 * kept when a field follows, so that both readings can be told. */
static void
end_leading_line(HcPart *part, bool empty)
{
	size_t length = part->line_length;
	const char *line =
		(const char *)part->header->data + part->header->len - length;
	size_t colon;

	if (length == part->header->len &&
	    hc_starts(line, length, "\xef\xbb\xbf")) {
		line += 3;
		length -= 3;
		empty = length == 1 || (length == 2 && line[0] == '\r');
	}
	if (empty) {
		part->leading_empty = true;
	} else if (!hc_is_from_line(line, length)) {
		part->header_begun = true;
		part->header_done = part->leading_empty &&
		                    hc_field_name(line, length, &colon) == 0;
	}
}

/* End a line that is part->line_length bytes long, newline included. */
static void
end_line(HcPart *part)
{
	bool empty = part->line_length == 1 ||
	             (part->line_length == 2 && part->line_first == '\r');

	if (!part->header_begun)
		end_leading_line(part, empty);
	else if (empty)
		part->header_done = true;
	part->line_length = 0;
}

/* Remember a line of the block that is a Content-Length or a Content-Type.
 *  @param at  where in the header bytes it begins */
static void
take_field(HcPart *part, size_t at, const char *line, size_t length)
{
	size_t colon;
	size_t name = hc_field_name(line, length, &colon);

	if (name == 0)
		return;
	if (part->length_at == 0 && hc_is(line, name, "content-length"))
		part->length_at = 1 + at;
	else if (part->type_count < HC_TYPES_MAX &&
	         hc_is(line, name, "content-type"))
		part->type_at[part->type_count++] = at;
}

/* A line of the block begins: is it a field to be remembered? */
static void
look_for_field(HcPart *part, size_t at, const char *line, size_t length)
{
	if (line[length - 1] != '\n')
		part->fields_unsure = true;
	else
		take_field(part, at, line, length);
}

/* The bytes of a block that are newlines before a line that is empty, or begins
 * like such a field, marked. */
#define BEFORE_LINE(type, block, next)                                         \
	((type)((block) == '\n') &                                             \
	 ((type)((next) == '\n') | (type)((next) == '\r') |                    \
	  (type)(((next) | 0x20) == 'c')))

#ifdef HC_WIDE
/* As find_line() begins, with half the instructions. */
HC_WIDE static const char *
skip_wide(const char *at, const char *end)
{
	for (; end - at > (ptrdiff_t)sizeof(HcWide); at += sizeof(HcWide)) {
		HcWide block, next;

		memcpy(&block, at, sizeof block);
		memcpy(&next, at + 1, sizeof next);
		if (hc_wide_bits(BEFORE_LINE(HcWide, block, next)) != 0)
			break;
	}
	return at;
}
#endif

/* The newline before the next line that is empty, or begins like such a field;
 * NULL: there is none. */
static const char *
find_line(const char *at, const char *end)
{
#ifdef HC_WIDE
	if (__builtin_cpu_supports("avx2"))
		at = skip_wide(at, end);
#endif
	for (; end - at > HC_BLOCK; at += HC_BLOCK) {
		unsigned first = hc_block_first(
			BEFORE_LINE(HcBlock, hc_block(at), hc_block(at + 1)));

		if (first < HC_BLOCK)
			return at + first;
	}
	for (; end - at > 1; at++)
		if (at[0] == '\n' &&
		    (at[1] == '\n' || at[1] == '\r' || (at[1] | 0x20) == 'c'))
			return at;
	return NULL;
}

/* Past lines that nothing is to be seen of, as nearly all.
 * @p at: where a line begins, behind a newline of the same bytes
 * @return where the next to look at begins, or the last */
static size_t
skip_lines(const char *data, size_t at, size_t length)
{
	const char *newline = find_line(data + at - 1, data + length);

	if (newline == NULL)
		newline = memrchr(data + at - 1, '\n', length - (at - 1));
	return (size_t)(newline - data) + 1;
}

/* Keep what belongs to the header block.  Until it has begun each line is
 * kept by itself, so that end_line() can look at it. */
static void
keep_header(HcPart *part, const char *data, size_t length)
{
	size_t kept = 0;
	size_t at = 0;

	while (at < length && !part->header_done) {
		const char *newline = memchr(data + at, '\n', length - at);
		size_t next =
			newline != NULL ? (size_t)(newline - data) + 1 : length;

		if (part->line_length == 0) {
			part->line_first = data[at];
			if (hc_lower((unsigned char)data[at]) == 'c')
				look_for_field(part,
				               header_length(part) + at - kept,
				               data + at, next - at);
		}
		part->line_length += next - at;
		at = next;
		if (!part->header_begun) {
			keep(part, data + kept, at - kept);
			kept = at;
		}
		if (newline == NULL || part->header_done)
			continue;
		end_line(part);
		if (part->header_begun && !part->header_done)
			at = skip_lines(data, at, length);
	}
	if (at > kept)
		keep(part, data + kept, at - kept);
}

/* The block stands in memory already, and what is read of it beside it. */
uint64_t
hc_part_body_room(const HcPart *part)
{
	return part->header_cut
	               ? MIN(part->body_max, hc_limit(HC_LIMIT_BODY) / 2)
	               : part->body_max;
}

/* A cut may make a part short enough again, so what is kept stays. */
static void
keep_body(HcPart *part, const char *data, size_t length)
{
	uint64_t room = hc_part_body_room(part);

	if (part->body_stays && part->body == NULL) {
		if (part->near == NULL)
			part->near = data;
		g_assert(part->near + part->near_length == data ||
		         part->near_length == part->body_max);
		part->near_length +=
			MIN(length, part->body_max - part->near_length);
		return;
	}
	if (part->body == NULL)
		part->body = g_byte_array_sized_new(HEADER_ROOM);
	if (part->gate != NULL && part->held == NULL &&
	    part->body->len + length > LARGE) {
		g_rec_mutex_lock(part->gate);
		part->held = part->gate;
	}
	if (part->body->len < room)
		g_byte_array_append(part->body, (const guint8 *)data,
		                    (guint)MIN(length, room - part->body->len));
}

void
hc_part_keep_body(HcPart *part)
{
	if (part->near == NULL)
		return;
	/* more will come */
	part->body = g_byte_array_sized_new(
		(guint)(part->near_length + HEADER_ROOM));
	g_byte_array_append(part->body, (const guint8 *)part->near,
	                    (guint)part->near_length);
	part->near = NULL;
	part->near_length = 0;
}

/* Bytes of a part follow each other in a piece. */
static void
hash(HcPart *part, const char *data, size_t length)
{
	if (part->no_digest)
		return;
	if (!part->digest_waits) {
		hc_digest_add(&part->digest, data, length);
		return;
	}
	if (part->waiting_length == 0)
		part->waiting = data;
	g_assert(part->waiting + part->waiting_length == data);
	part->waiting_length += length;
}

void
hc_part_add(HcPart *part, const char *data, size_t length)
{
	part->length += length;
	if (!part->is_message || length == 0)
		return;
	if (part->body_max > 0)
		keep_body(part, data, length);
	hash(part, data, length);
	if (part->unscanned_length == 0)
		part->unscanned = data;
	part->unscanned_length += length;
	if (!part->header_done)
		keep_header(part, data, length);
}

void
hc_part_mark(const HcPart *part, HcPartCut *cut_out)
{
	cut_out->length = part->length;
	cut_out->digest = part->digest;
	cut_out->waiting_length = part->waiting_length;
	cut_out->header_length = header_length(part);
	cut_out->header_cut = part->header_cut;
	cut_out->unscanned_length = part->unscanned_length;
	cut_out->scanned = false;
}

/* Room for what was read in vain is not kept. */
static void
cut_header(HcPart *part, guint length)
{
	GByteArray *header = part->header;

	if (header->len > HEADER_ROOM && length <= HEADER_ROOM) {
		part->header = new_header();
		g_byte_array_append(part->header, header->data, length);
		g_byte_array_unref(header);
		return;
	}
	g_byte_array_set_size(header, length);
}

void
hc_part_cut(HcPart *part, const HcPartCut *cut)
{
	part->length = cut->length;
	part->digest = cut->digest;
	part->waiting_length = cut->waiting_length;
	part->header_cut = cut->header_cut;
	part->header_done = true;
	if (part->header != NULL)
		cut_header(part, (guint)cut->header_length);
	part->near_length = (size_t)MIN(part->near_length, cut->length);
	if (part->body != NULL && part->body->len > cut->length)
		g_byte_array_set_size(part->body, (guint)cut->length);
	part->unscanned_length = cut->unscanned_length;
	if (cut->scanned && part->delimiters != NULL)
		hc_delimiters_cut(part->delimiters, &cut->delimiters);
}

void
hc_part_settle_cut(HcPart *part, HcPartCut *cut)
{
	if (cut->waiting_length == 0)
		return;
	hc_digest_add(&part->digest, part->waiting, cut->waiting_length);
	part->waiting += cut->waiting_length;
	part->waiting_length -= cut->waiting_length;
	cut->digest = part->digest;
	cut->waiting_length = 0;
}

bool
hc_part_waiting(HcPart *part, HcDigestRun *run_out)
{
	*run_out = (HcDigestRun){&part->digest, part->waiting,
	                         part->waiting_length};
	part->waiting_length = 0;
	return run_out->length > 0;
}

/* What stands before a block is passed over as hc_header_scan() does it: lines
 * of a mailbox, empty ones, lines of a mailbox, and behind those a field. */
bool
hc_part_has_field(const HcPart *part)
{
	const char *header =
		part->header != NULL ? (const char *)part->header->data : "";
	size_t length = header_length(part);
	bool begun = false, blank = false, behind = false;
	size_t at = hc_starts(header, length, "\xef\xbb\xbf") ? 3 : 0;
	size_t colon;

	while (at < length) {
		const char *newline = memchr(header + at, '\n', length - at);
		size_t next = newline != NULL ? (size_t)(newline - header) + 1
		                              : length;
		size_t size = next - at - (newline != NULL);

		if (newline != NULL && size > 0 && newline[-1] == '\r')
			size--;
		if (hc_field_name(header + at, size, &colon) > 0)
			return true;
		if (size == 0 && (begun || behind))
			break;
		if (size == 0)
			blank = true;
		else if (hc_is_from_line(header + at, size))
			behind = blank;
		else
			begun = true;
		if (begun && blank)
			break;
		at = next;
	}
	return part->header_cut;
}

bool
hc_length_read(const char *value, size_t length, uint64_t *bytes_out)
{
	uint64_t bytes = 0;
	size_t at = 0;
	size_t digits;

	while (at < length && hc_is_wsp((unsigned char)value[at]))
		at++;
	for (digits = at; at < length && hc_is_digit((unsigned char)value[at]);
	     at++) {
		if (at - digits == LENGTH_DIGITS)
			return false;
		bytes = 10 * bytes + (uint64_t)(value[at] - '0');
	}
	if (at == digits)
		return false;
	while (at < length && hc_is_wsp((unsigned char)value[at]))
		at++;
	*bytes_out = bytes;
	return at == length;
}

bool
hc_length_fits(uint64_t stated, uint64_t body)
{
	return stated + 2 >= body && stated <= body + 2;
}

/* Read the Content-Length at @p line. */
static bool
read_length_line(const char *line, size_t length, uint64_t *stated_out)
{
	const char *newline = memchr(line, '\n', length);
	size_t colon;

	if (newline != NULL)
		length = (size_t)(newline - line);
	if (length > 0 && line[length - 1] == '\r')
		length--;
	return hc_field_name(line, length, &colon) > 0 &&
	       hc_length_read(line + colon + 1, length - colon - 1, stated_out);
}

/* The long way, where a line was cut: look at each. */
static void
find_fields(HcPart *part)
{
	const char *header = (const char *)part->header->data;
	size_t length = part->header->len;
	size_t at = 0;

	part->length_at = 0;
	part->type_count = 0;
	part->fields_unsure = false;
	while (at < length) {
		const char *newline = memchr(header + at, '\n', length - at);
		size_t next = newline != NULL ? (size_t)(newline - header) + 1
		                              : length;

		take_field(part, at, header + at, next - at);
		at = next;
	}
}

HcLengthFit
hc_part_judge_length(HcPart *part)
{
	size_t length = header_length(part);
	const char *header;
	size_t at;
	uint64_t body;
	uint64_t stated;

	if (!part->is_message || length == 0 || part->header_cut)
		return HC_LENGTH_NONE;
	header = (const char *)part->header->data;
	if (part->fields_unsure)
		find_fields(part);
	at = part->length_at;
	if (at == 0 || at > length ||
	    !read_length_line(header + at - 1, length - (at - 1), &stated))
		return HC_LENGTH_NONE;
	body = part->length - length;
	if (hc_length_fits(stated, body))
		return HC_LENGTH_FITS;
	return stated < body ? HC_LENGTH_SHORT : HC_LENGTH_LONG;
}

/* Length of the value at @p value, continuation lines and all. */
static size_t
value_length(const char *value, size_t length)
{
	size_t at = 0;

	do {
		const char *newline = memchr(value + at, '\n', length - at);

		at = newline != NULL ? (size_t)(newline - value) + 1 : length;
	} while (at < length && hc_is_wsp((unsigned char)value[at]));
	return at;
}

/* Look for the boundary that a Content-Type at @p at names, if it does. */
static void
look_for_own(HcPart *part, size_t at)
{
	const char *line = (const char *)part->header->data + at;
	size_t length = part->header->len - at;
	char boundary[HC_BOUNDARY_MAX];
	size_t colon, count;

	if (hc_field_name(line, length, &colon) == 0)
		return;
	colon++;
	count = hc_boundary_read(line + colon,
	                         value_length(line + colon, length - colon),
	                         boundary);
	if (count == 0)
		return;
	if (part->delimiters == NULL)
		part->delimiters = hc_delimiters_new();
	hc_delimiters_add_own(part->delimiters, boundary, count);
}

/* Learn the message's own boundaries, once its header block is complete. */
static void
learn_own(HcPart *part)
{
	if (part->own_learned || !part->header_done || part->header_cut)
		return;
	part->own_learned = true;
	if (part->fields_unsure)
		find_fields(part);
	for (unsigned i = 0; i < part->type_count; i++)
		if (part->type_at[i] < header_length(part))
			look_for_own(part, part->type_at[i]);
}

/* Look through the first of what waits. */
static void
scan(HcPart *part, size_t length)
{
	uint64_t at = part->length - part->unscanned_length;
	size_t header = header_length(part);

	if (length == 0)
		return;
	if (!part->header_done)
		header = SIZE_MAX;
	header = header > at ? (size_t)MIN(header - at, length) : 0;
	hc_delimiters_scan(part->delimiters, part->unscanned, length, header);
	part->unscanned += length;
	part->unscanned_length -= length;
}

void
hc_part_scan(HcPart *part, HcPartCut *cut)
{
	if (part->unscanned_length == 0)
		return;
	learn_own(part);
	if (part->delimiters != NULL && cut != NULL && !cut->scanned) {
		scan(part, cut->unscanned_length);
		hc_delimiters_mark(part->delimiters, &cut->delimiters);
		cut->scanned = true;
	}
	if (part->delimiters != NULL)
		scan(part, part->unscanned_length);
	part->unscanned_length = 0;
	if (cut != NULL)
		cut->unscanned_length = 0;
}

HcDelimiters *
hc_part_end_scan(HcPart *part)
{
	hc_part_scan(part, NULL);
	return g_steal_pointer(&part->delimiters);
}

void
hc_part_look_for(HcPart *part, HcDelimiters *delimiters)
{
	size_t gone = MIN((size_t)(part->length - part->unscanned_length),
	                  header_length(part));

	g_assert(part->delimiters == NULL);
	part->delimiters = delimiters;
	if (delimiters != NULL && gone > 0)
		hc_delimiters_scan(delimiters, (const char *)part->header->data,
		                   gone, gone);
}

void
hc_part_clear(HcPart *part)
{
	g_clear_pointer(&part->delimiters, hc_delimiters_free);
	g_clear_pointer(&part->header, hc_part_free_header);
	g_clear_pointer(&part->body, g_byte_array_unref);
	g_clear_pointer(&part->held, g_rec_mutex_unlock);
}
