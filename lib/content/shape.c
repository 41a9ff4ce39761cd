/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shape.c - what the decoded bytes of a part look like. */
#include "config.h"

#include "shape.h"

#include <string.h>

#include <glib.h>

#include "extent.h"
#include "scan.h"

/* ------------------------------------------------------------------- CMS */

/** Object identifiers of ContentInfo (RFC 5652 3, RFC 5083 2, RFC 3274 1.1),
 *  in DER. */
static const struct {
	const char *oid;
	size_t length;
	const char *shape;
} contents[] = {
	{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03",         11, "cms-enveloped"},
	{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",         11, "cms-signed"   },
	{"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17", 13,
         "cms-authenveloped"							},
	{"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09", 13,
         "cms-compressed"							   },
};

/** Bytes of a SEQUENCE's tag and length, definite or not; 0: it is none. */
static size_t
sequence_head(const unsigned char *bytes, size_t length)
{
	size_t more;

	if (length < 2 || bytes[0] != 0x30)
		return 0;
	if (bytes[1] <= 0x80)
		return 2;
	more = bytes[1] & 0x7fu;
	return more <= 8 && length >= 2 + more ? 2 + more : 0;
}

/** The kind of content that a ContentInfo begins to hold. */
static const char *
cms_head(const char *bytes, size_t length)
{
	size_t head = sequence_head((const unsigned char *)bytes, length);

	if (head == 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(contents); i++) {
		size_t end = head + contents[i].length;

		/* [0] EXPLICIT holds the content */
		if (length > end &&
		    memcmp(bytes + head, contents[i].oid, contents[i].length) ==
		            0 &&
		    (unsigned char)bytes[end] == 0xa0)
			return contents[i].shape;
	}
	return NULL;
}

/* --------------------------------------------------------------- OpenPGP */

#define BEGIN_MESSAGE "-----BEGIN PGP MESSAGE-----"
#define END_MESSAGE "-----END PGP MESSAGE-----"
#define BEGIN_SIGNED "-----BEGIN PGP SIGNED MESSAGE-----"
#define BEGIN_SIGNATURE "-----BEGIN PGP SIGNATURE-----"
#define END_SIGNATURE "-----END PGP SIGNATURE-----"

/** Whether a message that starts so is enciphered: session key packets (1, 3),
 *  then enciphered data (18, 20); RFC 9580 10.3.  Of data that starts outright
 *  (9, 18, 20) nobody can say that it has a reader. */
static bool
is_enciphered(unsigned char byte)
{
	unsigned type = hc_packet_type(byte);

	return type == 1 || type == 3;
}

/** The first byte behind base64's first four digits.
 *  @return false: they are none */
static bool
first_byte(const char *line, size_t length, unsigned char *byte_out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";
	const char *high, *low;

	if (length < 4 || line[0] == '\0' || line[1] == '\0')
		return false;
	high = strchr(digits, line[0]);
	low = strchr(digits, line[1]);
	if (high == NULL || low == NULL)
		return false;
	*byte_out = (unsigned char)((high - digits) << 2 | (low - digits) >> 4);
	return true;
}

static bool
is_line(const char *line, size_t length, const char *word)
{
	while (length > 0 && hc_is_fws((unsigned char)line[length - 1]))
		length--;
	return length == strlen(word) && memcmp(line, word, length) == 0;
}

/** Whether a line is of base64, its padding or an armour's checksum: text is
 *  not, where it has a blank or a full stop. */
static bool
is_base64(const char *line, size_t length)
{
	while (length > 0 && hc_is_fws((unsigned char)line[length - 1]))
		length--;
	while (length > 0 && hc_is_fws((unsigned char)line[0]))
		line++, length--;
	for (size_t i = 0; i < length; i++)
		if (!hc_is_alpha((unsigned char)line[i]) &&
		    !hc_is_digit((unsigned char)line[i]) && line[i] != '+' &&
		    line[i] != '/' && line[i] != '=')
			return false;
	return true;
}

bool
hc_is_base64_text(const char *bytes, size_t length)
{
	const char *end = bytes + length;

	while (bytes < end) {
		const char *newline =
			memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = newline != NULL ? newline : end;

		if (!is_base64(bytes, (size_t)(stop - bytes)))
			return false;
		bytes = newline != NULL ? newline + 1 : end;
	}
	return true;
}

static bool
is_blank(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!hc_is_fws((unsigned char)line[i]))
			return false;
	return true;
}

/** Whether a line is "Key: Value" (RFC 9580 6.2.2). */
static bool
is_armour_header(const char *line, size_t length)
{
	size_t key = 0;

	while (key < length &&
	       (hc_is_alpha((unsigned char)line[key]) || line[key] == '-'))
		key++;
	return key > 0 && length - key >= 1 && line[key] == ':';
}

/** Whether bytes are as a session key packet starts, with its version, 2 to 6,
 *  behind its length. */
static bool
is_session_key(const char *bytes, size_t length)
{
	if (length <= 8 || !is_enciphered((unsigned char)bytes[0]))
		return false;
	for (size_t i = 2; i <= 4; i++)
		if (bytes[i] >= 2 && bytes[i] <= 6)
			return true;
	return false;
}

static size_t
skip_blank(const char *bytes, size_t length)
{
	size_t at = 0;

	while (at < length && hc_is_fws((unsigned char)bytes[at]))
		at++;
	return at;
}

/* ------------------------------------------------------------------ other */

static bool
is_html(const char *bytes, size_t length)
{
	static const char *const words[] = {"<html", "<!doctype html"};

	length = MIN(length, 1024u);
	for (size_t at = 0; at < length; at++)
		for (size_t i = 0; bytes[at] == '<' && i < G_N_ELEMENTS(words);
		     i++) {
			size_t word = strlen(words[i]);

			if (length - at >= word &&
			    hc_equal_nocase(bytes + at, word, words[i], word))
				return true;
		}
	return false;
}

/** Whether the first part of PGP/MIME says no more than it must (RFC 3156 4). */
static bool
is_version(const char *bytes, size_t length)
{
	size_t at = skip_blank(bytes, length);

	return is_line(bytes + at, length - at, "Version: 1");
}

/** Whether the first bytes of a part promise a shape that only all of them can
 *  keep: text may stand behind a head, or behind blanks. */
static bool
needs_all(const char *bytes, size_t length)
{
	size_t at = skip_blank(bytes, length);

	return at == length || is_version(bytes, length) ||
	       cms_head(bytes, length) != NULL ||
	       hc_starts(bytes + at, length - at, BEGIN_MESSAGE) ||
	       is_session_key(bytes, length);
}

/** Shape of armour.
 *  @param start  its first bytes; the flow has the others */
static const char *
armour_shape(const char *start, size_t length, HcFlow *flow)
{
	HcTextScan scan;
	bool whole;

	hc_text_begin(&scan);
	hc_text_add(&scan, start, length);
	hc_text_add_flow(&scan, flow);
	hc_text_end(&scan, &whole);
	return whole && scan.message && scan.enciphered && !scan.stray
	               ? "pgp-message"
	               : "pgp-other";
}

/** Pass over white space.
 *  @return whether a byte stands behind it */
static bool
pass_blank(HcFlow *flow)
{
	while (hc_flow_has(flow) && hc_is_fws((unsigned char)*flow->at))
		flow->at++;
	return flow->at < flow->end;
}

/** What can be told of what stands behind white space.
 *  @return NULL: nothing */
static const char *
shape_behind_blank(HcFlow *flow)
{
	char start[sizeof BEGIN_SIGNATURE - 1];
	size_t length;

	hc_flow_restart(flow);
	if (!pass_blank(flow))
		return "empty";
	length = hc_flow_take(flow, start, sizeof start);
	if (hc_starts(start, length, BEGIN_SIGNATURE))
		return "pgp-signature";
	if (hc_starts(start, length, BEGIN_MESSAGE))
		return armour_shape(start, length, flow);
	return is_version(start, length) && !pass_blank(flow) ? "pgp-version"
	                                                      : NULL;
}

/** Shape of all that flows.
 *  @param bytes  its first, HC_SHAPE_BYTES or all of them */
static const char *
shape_of(const char *bytes, size_t length, HcFlow *flow)
{
	const char *shape = cms_head(bytes, length);

	if (shape != NULL) {
		hc_flow_restart(flow);
		if (hc_ber_is_whole(flow))
			return shape;
	}
	shape = shape_behind_blank(flow);
	if (shape != NULL)
		return shape;
	if (is_session_key(bytes, length)) {
		hc_flow_restart(flow);
		if (hc_packets_are_whole(flow))
			return "pgp-message";
	}
	if (hc_starts(bytes, length, "\x76\xe8\x04\x60\xc4\x11\xe3\x86"))
		return "rpmsg";
	if (hc_starts(bytes, length, "\x78\x9f\x3e\x22"))
		return "tnef";
	return is_html(bytes, length) ? "html" : "other";
}

const char *
hc_shape_of(const char *bytes, size_t length)
{
	HcMemoryFlow all;

	if (length == 0) /* there may be no bytes to point at */
		return "empty";
	return shape_of(bytes, length, hc_flow_of_memory(&all, bytes, length));
}

const char *
hc_shape_of_flow(HcFlow *flow)
{
	char head[HC_SHAPE_BYTES];
	const char *shape;
	size_t length;

	hc_flow_restart(flow);
	length = hc_flow_take(flow, head, sizeof head);
	if (length < sizeof head || !needs_all(head, length))
		return hc_shape_of(head, length);
	shape = shape_of(head, length, flow);
	hc_flow_skip(flow, SIZE_MAX);
	return shape;
}

bool
hc_shape_hides(const char *shape)
{
	return g_str_has_prefix(shape, "cms-") ||
	       strcmp(shape, "pgp-message") == 0 || strcmp(shape, "rpmsg") == 0;
}

bool
hc_is_customary(const char *text, size_t length)
{
	static const char *const sentences[] = {
		"",
		"This is an OpenPGP/MIME encrypted message (RFC 2440 and 3156)",
		"This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)",
		"This is a multi-part message in MIME format.",
		"This is a multi-part message in MIME format",
		"This is a multipart message in MIME format.",
		"This is a MIME-encapsulated message",
		"This is a MIME-encapsulated message.",
		"This is a cryptographically signed message in MIME format.",
	};
	while (length > 0 && hc_is_fws((unsigned char)*text))
		text++, length--;
	while (length > 0 && hc_is_fws((unsigned char)text[length - 1]))
		length--;
	for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++)
		if (length == strlen(sentences[i]) &&
		    memcmp(text, sentences[i], length) == 0)
			return true;
	return false;
}

/* ------------------------------------------------------------------- text */

enum {
	OUTSIDE,
	ARMOUR_HEADER, /* of a message, before its empty line */
	ARMOUR_START,  /* before its first line of base64 */
	ARMOUR,
	SIGNED,    /* in signed text */
	SIGNATURE, /* behind it */
};

void
hc_text_begin(HcTextScan *scan)
{
	memset(scan, 0, sizeof *scan);
}

static void
outside(HcTextScan *scan)
{
	const char *line = scan->line;
	size_t length = scan->line_length;
	bool found = scan->message || scan->signed_text;

	if (is_blank(line, length) && !scan->line_cut)
		return;
	if (!found && !scan->line_cut && is_line(line, length, BEGIN_MESSAGE))
		scan->state = ARMOUR_HEADER;
	else if (!found && !scan->line_cut &&
	         is_line(line, length, BEGIN_SIGNED))
		scan->state = SIGNED;
	else if (found)
		scan->text_after = true;
	else
		scan->text_before = true;
}

static void
end_line(HcTextScan *scan)
{
	const char *line = scan->line;
	size_t length = scan->line_length;
	unsigned char byte;

	/* what is cut off was not looked at; no armour has so long a line */
	scan->stray |= scan->line_cut && scan->state >= ARMOUR_HEADER &&
	               scan->state <= ARMOUR;
	switch (scan->state) {
	case OUTSIDE:
		outside(scan);
		break;
	case ARMOUR_HEADER:
		if (is_blank(line, length))
			scan->state = ARMOUR_START;
		else if (is_line(line, length, END_MESSAGE))
			scan->state = OUTSIDE;
		else
			scan->stray |= !is_armour_header(line, length);
		break;
	case ARMOUR_START:
		scan->enciphered =
			first_byte(line, length, &byte) && is_enciphered(byte);
		scan->stray |= !is_base64(line, length);
		scan->state = ARMOUR;
		break;
	case ARMOUR:
		if (is_line(line, length, END_MESSAGE)) {
			scan->message = true;
			scan->state = OUTSIDE;
		} else {
			scan->stray |= !is_base64(line, length);
		}
		break;
	case SIGNED:
		if (is_line(line, length, BEGIN_SIGNATURE))
			scan->state = SIGNATURE;
		break;
	default:
		if (is_line(line, length, END_SIGNATURE)) {
			scan->signed_text = true;
			scan->state = OUTSIDE;
		}
		break;
	}
	scan->line_length = 0;
	scan->line_cut = false;
}

void
hc_text_add(HcTextScan *scan, const char *bytes, size_t length)
{
	while (length > 0) {
		const char *newline = memchr(bytes, '\n', length);
		size_t piece =
			newline != NULL ? (size_t)(newline - bytes) : length;
		size_t room = sizeof scan->line - scan->line_length;

		memcpy(scan->line + scan->line_length, bytes, MIN(piece, room));
		scan->line_length += MIN(piece, room);
		scan->line_cut |= piece > room;
		if (newline != NULL) {
			end_line(scan);
			piece++;
		}
		bytes += piece;
		length -= piece;
	}
}

void
hc_text_add_flow(HcTextScan *scan, HcFlow *flow)
{
	for (; hc_flow_has(flow); flow->at = flow->end)
		hc_text_add(scan, flow->at, (size_t)(flow->end - flow->at));
}

const char *
hc_text_end(HcTextScan *scan, bool *whole_out)
{
	if (scan->line_length > 0)
		end_line(scan);
	*whole_out = !scan->text_before && !scan->text_after &&
	             scan->state == OUTSIDE;
	if (scan->message)
		return scan->enciphered && !scan->stray ? "pgp-text-message"
		                                        : "pgp-text-other";
	return scan->signed_text ? "pgp-text-signed" : NULL;
}
