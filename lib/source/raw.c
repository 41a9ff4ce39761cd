/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* raw.c - one message's place, digest and header bytes. */
#include "config.h"

#include "raw.h"

#include "source.h"

/* Bytes from which on a copy costs more than the room is worth. */
#define TRIM_BELOW 1024u

struct HcRaw {
	HcPlace place;
	char *label;  /* g_ref_string: a raw message may outlive its source */
	char *member; /* likewise, or NULL */
	char sha256[HC_DIGEST_HEX];
	HcDigestRun waiting; /* of digest; none: sha256 is set */
	HcDigest digest;
	GByteArray *header;
	const char *near; /* all bytes, the source's; NULL: in body */
	size_t near_length;
	GByteArray *body; /* all bytes; NULL: not kept */
	GRecMutex *gate;  /* locked for body; NULL: none is */
	HcRaw *of;        /* whose bytes they are; or NULL */
	bool too_long;
};

/** Give up room that bytes do not fill: many messages may wait to be asked
 *  for, and those that are short are the most.
 *  @param bytes      taken, or NULL
 *  @param give_back  what takes them */
static GByteArray *
trim(GByteArray *bytes, void (*give_back)(GByteArray *bytes))
{
	GByteArray *trimmed;

	if (bytes == NULL || bytes->len >= TRIM_BELOW)
		return bytes;
	trimmed = g_byte_array_sized_new(bytes->len);
	g_byte_array_append(trimmed, bytes->data, bytes->len);
	give_back(bytes);
	return trimmed;
}

HcRaw *
hc_raw_new(HcPart *part, char *label, char *member, uint64_t number)
{
	HcRaw *raw = g_atomic_rc_box_new0(HcRaw);

	raw->label = g_ref_string_acquire(label);
	raw->member = member != NULL ? g_ref_string_acquire(member) : NULL;
	if (part->digest_waits && !part->no_digest) {
		hc_part_waiting(part, &raw->waiting);
		raw->digest = part->digest;
		raw->waiting.digest = &raw->digest;
	} else if (!part->no_digest) {
		hc_digest_end(&part->digest, raw->sha256);
	}
	raw->too_long = part->body_max > 0 &&
	                part->length > hc_part_body_room(part);
	raw->header = trim(g_steal_pointer(&part->header), hc_part_free_header);
	if (part->body_max > 0 && !raw->too_long && part->near != NULL) {
		raw->near = part->near;
		raw->near_length = part->near_length;
	} else if (part->body_max > 0 && !raw->too_long)
		raw->body = part->body != NULL
		                    ? trim(g_steal_pointer(&part->body),
		                           g_byte_array_unref)
		                    : g_byte_array_new();
	if (raw->body != NULL)
		raw->gate = g_steal_pointer(&part->held);
	raw->place = (HcPlace){
		.label = raw->label,
		.number = number,
		.offset = part->offset,
		.length = part->length,
		.sha256 = part->no_digest ? NULL : raw->sha256,
		.header_cut = part->header_cut,
		.member = raw->member,
	};
	return raw;
}

HcRaw *
hc_raw_slice(HcRaw *raw, HcSpan span, bool keep_body)
{
	size_t length;
	const char *bytes = hc_raw_bytes(raw, &length);
	HcRaw *slice;
	HcPart part;

	g_return_val_if_fail(bytes != NULL && span.offset <= length &&
	                             span.length <= length - span.offset,
	                     NULL);
	hc_part_begin(&part, raw->place.offset + span.offset, true);
	part.no_digest = raw->place.sha256 == NULL || !keep_body;
	part.body_max = keep_body ? MAX(span.length, 1) : 0;
	part.body_stays = keep_body;
	hc_part_add(&part, bytes + span.offset, span.length);
	slice = hc_raw_new(&part, raw->label, raw->member, raw->place.number);
	hc_part_clear(&part);
	if (keep_body)
		slice->of = hc_raw_ref(raw);
	return slice;
}

HcDigestRun
hc_raw_waiting(const HcRaw *raw)
{
	return raw->waiting;
}

void
hc_raw_end_digest(HcRaw *raw)
{
	if (raw->waiting.digest == NULL)
		return;
	hc_digest_end(&raw->digest, raw->sha256);
	raw->waiting = (HcDigestRun){0};
}

void
hc_raw_keep_body(HcRaw *raw)
{
	if (raw->near == NULL)
		return;
	raw->body = g_byte_array_sized_new((guint)raw->near_length);
	g_byte_array_append(raw->body, (const guint8 *)raw->near,
	                    (guint)raw->near_length);
	raw->near = NULL;
}

HcRaw *
hc_raw_ref(HcRaw *raw)
{
	return g_atomic_rc_box_acquire(raw);
}

static void
clear(void *data)
{
	HcRaw *raw = data;

	g_clear_pointer(&raw->label, g_ref_string_release);
	g_clear_pointer(&raw->member, g_ref_string_release);
	/* one that was trimmed has no room to keep */
	if (raw->header != NULL && raw->header->len >= TRIM_BELOW)
		hc_part_free_header(g_steal_pointer(&raw->header));
	g_clear_pointer(&raw->header, g_byte_array_unref);
	g_clear_pointer(&raw->body, g_byte_array_unref);
	g_clear_pointer(&raw->gate, g_rec_mutex_unlock);
	g_clear_pointer(&raw->of, hc_raw_unref);
}

void
hc_raw_unref(HcRaw *raw)
{
	if (raw != NULL)
		g_atomic_rc_box_release_full(raw, clear);
}

const HcPlace *
hc_raw_place(const HcRaw *raw)
{
	g_return_val_if_fail(raw != NULL, NULL);
	return &raw->place;
}

const char *
hc_raw_header(const HcRaw *raw, size_t *length_out)
{
	*length_out = raw->header != NULL ? raw->header->len : 0;
	return *length_out > 0 ? (const char *)raw->header->data : "";
}

const char *
hc_raw_bytes(const HcRaw *raw, size_t *length_out)
{
	g_return_val_if_fail(raw != NULL && length_out != NULL, NULL);
	*length_out = raw->body != NULL ? raw->body->len : raw->near_length;
	if (raw->near != NULL)
		return raw->near;
	if (raw->body == NULL)
		return NULL;
	return *length_out > 0 ? (const char *)raw->body->data : "";
}

bool
hc_raw_is_too_long(const HcRaw *raw)
{
	g_return_val_if_fail(raw != NULL, false);
	return raw->too_long;
}
