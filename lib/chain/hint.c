/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hint.c - fields that are no hops, and the times that ids hold. */
#include "config.h"

#include "hint.h"

#include <string.h>

#include "address.h"
#include "limit.h"
#include "moment.h"
#include "received.h"
#include "scan.h"
#include "stamp.h"

/* A walk down the header block. */
typedef struct {
	const HcMessage *message;
	const HcHop *const *hops; /* number 1 first */
	size_t hop_count;
	size_t above;  /* hops whose field has been passed */
	size_t copies; /* X-Received fields that have been passed */
	HcArena *arena;
	GArray *hints;
} Walk;

/* Bytes of a field, or of a part of it. */
typedef struct {
	const char *bytes;
	size_t length;
	uint32_t offset; /* of bytes[0] in the message */
} Part;

typedef struct Name Name;
typedef void Reader(Walk *walk, const Name *name, HcHint *hint, Part value);

/* A field that is a hint, or holds one. */
struct Name {
	const char *name; /* lower case */
	size_t length;
	HcHintKind kind;
	Reader *read;
	HcSeat seat; /* for clocks */
	const char *source;
};

static HcSpan
span_of(Part part)
{
	return (HcSpan){part.offset, (uint32_t)part.length};
}

static Part
part_of(Part part, size_t from, size_t length)
{
	return (Part){part.bytes + from, length, part.offset + (uint32_t)from};
}

static Part
trim(Part part)
{
	size_t from = 0;
	size_t end = part.length;

	while (from < end && hc_is_fws((unsigned char)part.bytes[from]))
		from++;
	while (end > from && hc_is_fws((unsigned char)part.bytes[end - 1]))
		end--;
	return part_of(part, from, end - from);
}

/* ------------------------------------------------------------------ times */

static void
compare(HcHint *hint, const HcStamp *stamp, bool start)
{
	if (!stamp || stamp->state != HC_STAMP_POINT)
		return;
	hint->difference_known = true;
	if (hint->latest_s < stamp->unix_s)
		hint->difference_s = hint->latest_s - stamp->unix_s;
	else if (hint->earliest_s > stamp->unix_s)
		hint->difference_s = hint->earliest_s - stamp->unix_s;
	hint->implausible =
		hint->difference_s > HC_HINT_TOLERANCE_S ||
		(!start && hint->difference_s < -HC_HINT_TOLERANCE_S);
}

static bool
set_time(HcHint *hint, int64_t time_s, HcSpan where)
{
	if (time_s < 0 || time_s > HC_MOMENT_LAST_S)
		return false;
	hint->time_known = true;
	hint->earliest_s = time_s;
	hint->latest_s = time_s;
	hint->resolution_s = 1;
	hint->time_where = where;
	return true;
}

static void
set_moment(HcHint *hint, const HcMoment *moment, Part part)
{
	hint->form = moment->form->token;
	hint->source = moment->form->source;
	hint->time_known = true;
	hint->earliest_s = moment->earliest_s;
	hint->latest_s = moment->latest_s;
	hint->resolution_s = moment->resolution_s;
	hint->time_where = (HcSpan){part.offset + moment->where.offset,
	                            moment->where.length};
}

static void
set_value(Walk *walk, HcHint *hint, Part part)
{
	hint->value.text =
		hc_arena_unfolded(walk->arena, part.bytes, part.length);
	hint->value.where = span_of(part);
}

static const HcStamp *
stamp_beside(const Walk *walk, const HcHint *hint)
{
	return hint->hop ? &walk->hops[hint->hop - 1]->received->stamp : NULL;
}

static void
add(Walk *walk, HcHint *hint)
{
	if (hint->time_known && !hint->difference_known)
		compare(hint, stamp_beside(walk, hint), false);
	g_array_append_val(walk->hints, *hint);
}

/* The clock in the id of a Received or X-Received field. */
static void
add_queue_clock(Walk *walk, HcHint hint, const HcReceived *received)
{
	const HcText *id = &received->facts[HC_FACT_ID];
	Part part;
	HcMoment moment;

	if (!id->text || id->where.length == 0)
		return;
	part = (Part){hc_message_bytes(walk->message, id->where),
	              id->where.length, id->where.offset};
	if (!hc_moment_read(HC_SEAT_QUEUE_ID, received->dialect, part.bytes,
	                    part.length, &received->stamp, &moment))
		return;
	hint.kind = HC_HINT_QUEUE_CLOCK;
	hint.value = *id;
	set_moment(&hint, &moment, part);
	compare(&hint, &received->stamp, moment.form->start);
	add(walk, &hint);
}

/* ---------------------------------------------------------------- readers */

static void
read_copy(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	HcReceived received;
	const HcStamp *stamp = &received.stamp;

	(void)name;
	/* What is beyond the limit of hops is shown, not taken apart. */
	if (walk->copies++ >= hc_limit(HC_LIMIT_RECEIVED)) {
		add(walk, hint);
		return;
	}
	hc_received_read(value.bytes, value.length, value.offset, walk->arena,
	                 &received);
	if (stamp->state == HC_STAMP_POINT)
		(void)set_time(hint, stamp->unix_s, stamp->written.where);
	hint->address = received.peer;
	add(walk, hint);
	add_queue_clock(walk,
	                (HcHint){.place = hint->place,
	                         .hop = hint->hop,
	                         .field = hint->field},
	                &received);
}

static void
read_text(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	(void)name;
	(void)value;
	add(walk, hint);
}

static bool
is_address_octet(unsigned char c)
{
	return hc_is_xdigit(c) || c == '.' || c == ':';
}

/* address = ["["] ["IPv6:"] address ["]"], and anything after it */
static void
find_address(HcHint *hint, Part part)
{
	size_t at = 0;
	size_t end;

	while (at < part.length &&
	       (part.bytes[at] == '[' || part.bytes[at] == '"'))
		at++;
	if (part.length - at > 5 && hc_is(part.bytes + at, 5, "IPv6:"))
		at += 5;
	end = at;
	while (end < part.length &&
	       is_address_octet((unsigned char)part.bytes[end]))
		end++;
	if (!hc_address_read(part.bytes + at, end - at, &hint->address, NULL,
	                     NULL))
		hint->address = (HcAddress){.family = 0};
}

static void
read_address(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	(void)name;
	find_address(hint, value);
	add(walk, hint);
}

/* Whether a word stands there, by itself. */
static bool
is_word_at(Part part, size_t at, const char *word)
{
	size_t length = strlen(word);

	return part.length - at >= length &&
	       hc_is(part.bytes + at, length, word) &&
	       (at == 0 || !hc_is_alnum((unsigned char)part.bytes[at - 1]));
}

/* RFC 7208 9.1: key-value-pair = "client-ip" [CFWS] "=" ( dot-atom / ... ) */
static void
read_spf(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	static const char key[] = "client-ip=";

	(void)name;
	for (size_t at = 0; at < value.length; at++) {
		if (!is_word_at(value, at, key))
			continue;
		at += strlen(key);
		find_address(hint, part_of(value, at, value.length - at));
		break;
	}
	add(walk, hint);
}

/* RFC 6376 3.5: sig-t-tag = %x74 [FWS] "=" [FWS] 1*12DIGIT
 * RFC 8617 4.1: the same for its two fields. */
#define SIGNATURE_DIGITS 12

static bool
read_tag_time(Part tag, HcHint *hint)
{
	size_t at = 1;
	size_t first;
	int64_t time_s = 0;

	while (at < tag.length && hc_is_fws((unsigned char)tag.bytes[at]))
		at++;
	if (at == tag.length || tag.bytes[at] != '=')
		return false;
	do
		at++;
	while (at < tag.length && hc_is_fws((unsigned char)tag.bytes[at]));
	for (first = at; at < tag.length; at++) {
		if (!hc_is_digit((unsigned char)tag.bytes[at]) ||
		    at - first == SIGNATURE_DIGITS)
			return false;
		time_s = time_s * 10 + (tag.bytes[at] - '0');
	}
	if (at == first)
		return false;
	return set_time(hint, time_s, span_of(part_of(tag, first, at - first)));
}

/* tag-list = tag-spec *( ";" tag-spec ) [ ";" ] */
static void
read_signature(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	size_t at = 0;

	(void)name;
	while (at < value.length) {
		const char *stop =
			memchr(value.bytes + at, ';', value.length - at);
		size_t end = stop ? (size_t)(stop - value.bytes) : value.length;
		Part tag = trim(part_of(value, at, end - at));

		if (tag.length > 1 && tag.bytes[0] == 't' &&
		    read_tag_time(tag, hint)) {
			set_value(walk, hint, tag);
			add(walk, hint);
			return;
		}
		at = end + 1;
	}
}

static void
read_moment(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	HcMoment moment;

	if (!hc_moment_read(name->seat, NULL, value.bytes, value.length, NULL,
	                    &moment))
		return;
	set_moment(hint, &moment, value);
	compare(hint, stamp_beside(walk, hint), moment.form->start);
	add(walk, hint);
}

/* Exchange writes the zone as a comment: "12 Mar 2024 10:11:12.1314 (UTC)". */
static void
read_utc_date(Walk *walk, const Name *name, HcHint *hint, Part value)
{
	static const char zone[] = "(UTC)";
	HcStamp stamp;
	unsigned odd;
	size_t length = hc_stamp_read(value.bytes, value.length, &stamp, &odd);

	(void)name;
	if (length == 0 || value.length < strlen(zone) ||
	    !hc_is(value.bytes + value.length - strlen(zone), strlen(zone),
	           zone) ||
	    (stamp.state != HC_STAMP_POINT && stamp.state != HC_STAMP_INTERVAL))
		return;
	if (set_time(hint, stamp.unix_s,
	             span_of(trim(part_of(value, 0, length)))))
		add(walk, hint);
}

/* ------------------------------------------------------------------ names */

#define EXCHANGE "Microsoft Exchange"
#define WEBMAIL "webmail and gateways"

#define NAME(text) text, sizeof(text) - 1

/* Sorted by name. */
static const Name names[] = {
  /* clang-format off */
	{NAME("arc-authentication-results"), HC_HINT_ARC_AUTHENTICATION, read_text, 0, "RFC 8617 4.1.1"},
	{NAME("arc-message-signature"), HC_HINT_SIGNATURE_CLOCK, read_signature, 0, "RFC 8617 4.1.2"},
	{NAME("arc-seal"), HC_HINT_SIGNATURE_CLOCK, read_signature, 0, "RFC 8617 4.1.3"},
	{NAME("authentication-results"), HC_HINT_AUTHENTICATION, read_text, 0, "RFC 8601"},
	{NAME("authentication-results-original"), HC_HINT_AUTHENTICATION, read_text, 0, EXCHANGE},
	{NAME("dkim-signature"), HC_HINT_SIGNATURE_CLOCK, read_signature, 0, "RFC 6376 3.5"},
	{NAME("message-id"), HC_HINT_MESSAGE_ID_CLOCK, read_moment, HC_SEAT_MESSAGE_ID, NULL},
	{NAME("received-spf"), HC_HINT_SPF, read_spf, 0, "RFC 7208 9.1"},
	{NAME("thread-index"), HC_HINT_THREAD_CLOCK, read_moment, HC_SEAT_THREAD, NULL},
	{NAME("x-aol-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, "AOL"},
	{NAME("x-client-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-clientproxiedby"), HC_HINT_CLIENT_PROXY, read_text, 0, EXCHANGE},
	{NAME("x-ironport-remoteip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, "Cisco AsyncOS"},
	{NAME("x-mdremoteip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, "MDaemon"},
	{NAME("x-ms-exchange-crosstenant-originalarrivaltime"), HC_HINT_ARRIVAL_CLOCK, read_utc_date, 0, EXCHANGE},
	{NAME("x-ms-exchange-organization-originalarrivaltime"), HC_HINT_ARRIVAL_CLOCK, read_utc_date, 0, EXCHANGE},
	{NAME("x-original-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-originalarrivaltime"), HC_HINT_ARRIVAL_CLOCK, read_moment, HC_SEAT_ARRIVAL, NULL},
	{NAME("x-originating-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-originatingip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-received"), HC_HINT_RECEIVED_COPY, read_copy, 0, "Gmail"},
	{NAME("x-remote-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-sender-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-senderip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
	{NAME("x-ses-outgoing"), HC_HINT_ARRIVAL_CLOCK, read_moment, HC_SEAT_OUTGOING, NULL},
	{NAME("x-sf-originating-ip"), HC_HINT_CLIENT_ADDRESS, read_address, 0, WEBMAIL},
  /* clang-format on */
};

static const Name *
find_name(const char *bytes, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (length == names[i].length &&
		    hc_equal_nocase(bytes, length, names[i].name, length))
			return &names[i];
	return NULL;
}

/* ------------------------------------------------------------------- walk */

/* A relay writes above what came: a field belongs to the step below it. */
static void
place(const Walk *walk, HcHint *hint)
{
	if (walk->above < walk->hop_count) {
		hint->place = HC_PLACE_ABOVE;
		hint->hop = (unsigned)(walk->hop_count - walk->above);
	} else if (walk->hop_count) {
		hint->place = HC_PLACE_BELOW;
		hint->hop = 1;
	}
}

static void
pass_hop(Walk *walk)
{
	const HcHop *hop = walk->hops[walk->hop_count - 1 - walk->above];

	walk->above++;
	add_queue_clock(walk,
	                (HcHint){.place = HC_PLACE_IN,
	                         .hop = hop->number,
	                         .field = hop->field},
	                hop->received);
}

static void
pass_field(Walk *walk, size_t index)
{
	const HcField *field = hc_message_field(walk->message, index);
	const Name *name =
		find_name(hc_message_bytes(walk->message, field->name),
	                  field->name.length);
	Part value;
	HcHint hint = {.field = index};

	if (!name)
		return;
	value = trim((Part){
		hc_message_bytes(walk->message, field->value),
		(size_t)MIN(field->value.length, hc_limit(HC_LIMIT_FIELD)),
		field->value.offset});
	hint.kind = name->kind;
	hint.form = name->name;
	hint.source = name->source;
	set_value(walk, &hint, value);
	place(walk, &hint);
	name->read(walk, name, &hint, value);
}

GArray *
hc_hints_find(const HcMessage *message, const HcHop *const *hops,
              size_t hop_count, HcArena *arena)
{
	Walk walk = {.message = message,
	             .hops = hops,
	             .hop_count = hop_count,
	             .arena = arena};
	size_t count = hc_message_field_count(message);

	walk.hints = g_array_new(FALSE, FALSE, sizeof(HcHint));
	for (size_t i = 0; i < count; i++) {
		if (walk.above < hop_count &&
		    hops[hop_count - 1 - walk.above]->field == i)
			pass_hop(&walk);
		else
			pass_field(&walk, i);
	}
	return walk.hints;
}

const char *
hc_hint_kind_token(HcHintKind kind)
{
	static const char *const tokens[] = {
		"x-received",
		"client-address",
		"client-proxy",
		"received-spf",
		"authentication-results",
		"arc-authentication-results",
		"queue-id-clock",
		"message-id-clock",
		"signature-clock",
		"arrival-clock",
		"thread-clock",
	};

	G_STATIC_ASSERT(G_N_ELEMENTS(tokens) == HC_HINT_COUNT);
	g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(tokens), "");
	return tokens[kind];
}

const char *
hc_hint_place_token(HcHintPlace place)
{
	static const char *const tokens[] = {"none", "in", "above", "below"};

	g_return_val_if_fail((unsigned)place < G_N_ELEMENTS(tokens), "");
	return tokens[place];
}
