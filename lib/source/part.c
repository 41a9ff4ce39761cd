/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part.c - a message under construction: fed bytes in pieces of any size. */
#include "config.h"

#include "part.h"

#include <string.h>

#include "limit.h"
#include "scan.h"

/* Most header blocks of real mail fit. */
#define HEADER_ROOM 8192

void
hc_part_begin(HcPart *part, uint64_t offset, bool is_message)
{
	*part = (HcPart){.is_message = is_message, .offset = offset};
	if (is_message)
		hc_digest_init(&part->digest);
}

static void
keep(HcPart *part, const char *data, size_t length)
{
	if (part->header == NULL)
		part->header = g_byte_array_sized_new(HEADER_ROOM);

	size_t room = HC_HEADER_BLOCK_MAX - part->header->len;

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

		if (part->line_length == 0)
			part->line_first = data[at];
		part->line_length += next - at;
		at = next;
		if (!part->header_begun) {
			keep(part, data + kept, at - kept);
			kept = at;
		}
		if (newline != NULL && !part->header_done)
			end_line(part);
	}
	if (at > kept)
		keep(part, data + kept, at - kept);
}

/* A cut may make a part short enough again, so what is kept stays. */
static void
keep_body(HcPart *part, const char *data, size_t length)
{
	if (part->body == NULL)
		part->body = g_byte_array_sized_new(HEADER_ROOM);
	if (part->body->len < part->body_max)
		g_byte_array_append(
			part->body, (const guint8 *)data,
			(guint)MIN(length, part->body_max - part->body->len));
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
	if (!part->header_done)
		keep_header(part, data, length);
}

void
hc_part_mark(const HcPart *part, HcPartCut *cut_out)
{
	cut_out->length = part->length;
	cut_out->digest = part->digest;
	cut_out->waiting_length = part->waiting_length;
	cut_out->header_length = part->header != NULL ? part->header->len : 0;
	cut_out->header_cut = part->header_cut;
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
		g_byte_array_set_size(part->header, (guint)cut->header_length);
	if (part->body != NULL && part->body->len > cut->length)
		g_byte_array_set_size(part->body, (guint)cut->length);
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

void
hc_part_clear(HcPart *part)
{
	g_clear_pointer(&part->header, g_byte_array_unref);
	g_clear_pointer(&part->body, g_byte_array_unref);
}
