/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* extent.c - does a structure reach to the last of its bytes? */
#include "config.h"

#include "extent.h"

#include <stdint.h>

#include <glib.h>

/* ------------------------------------------------------------------- BER */

/* Elements in elements; certificates need a dozen. */
#define DEPTH_MAX 64u

/** An element that holds others. */
typedef struct {
	size_t end;      /* or of the one around it */
	bool indefinite; /* two zeros end it */
} Open;

typedef struct {
	HcFlow *flow;
	size_t at, end; /* no byte from there on is read */
} Cursor;

typedef struct {
	unsigned char tag; /* its first byte */
	bool indefinite;
	size_t length; /* of the content; 0: indefinite */
} Element;

/** Read a number, the most significant byte first.
 *  @return false: it is not there, or too large */
static bool
read_number(Cursor *cursor, size_t count, size_t *number_out)
{
	*number_out = 0;
	if (count > sizeof *number_out || count > cursor->end - cursor->at)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!hc_flow_has(cursor->flow))
			return false;
		*number_out =
			*number_out << 8 | (unsigned char)*cursor->flow->at++;
		cursor->at++;
	}
	return true;
}

/** Pass over bytes.
 *  @return false: they are not there */
static bool
skip(Cursor *cursor, size_t count)
{
	if (count > cursor->end - cursor->at)
		return false;
	cursor->at += count;
	return hc_flow_skip(cursor->flow, count);
}

/** Read an element's tag and length (X.690 8.1.2, 8.1.3).
 *  @return false: they are none, or the content is longer than what is left */
static bool
read_element(Cursor *cursor, Element *element_out)
{
	size_t byte;

	*element_out = (Element){0};
	if (!read_number(cursor, 1, &byte))
		return false;
	element_out->tag = (unsigned char)byte;
	if ((byte & 0x1f) == 0x1f)
		do {
			if (!read_number(cursor, 1, &byte))
				return false;
		} while ((byte & 0x80) != 0);
	if (!read_number(cursor, 1, &byte))
		return false;
	if (byte == 0x80) {
		element_out->indefinite = true;
		return (element_out->tag & 0x20) != 0;
	}
	if (byte < 0x80)
		element_out->length = byte;
	else if (!read_number(cursor, byte & 0x7f, &element_out->length))
		return false;
	return element_out->length <= cursor->end - cursor->at;
}

/** Step over an element, or into it.
 *  @param depth  of elements that are open
 *  @return false: it is none */
static bool
step(Cursor *cursor, Open *open, size_t *depth)
{
	Element element;
	size_t end = cursor->end;

	cursor->end = *depth > 0 ? open[*depth - 1].end : end;
	if (!read_element(cursor, &element))
		return false;
	if (element.tag == 0) { /* end of contents (X.690 8.1.5) */
		if (*depth == 0 || !open[*depth - 1].indefinite ||
		    element.length > 0)
			return false;
		(*depth)--;
	} else if ((element.tag & 0x20) != 0) {
		if (*depth == DEPTH_MAX)
			return false;
		open[(*depth)++] = (Open){
			element.indefinite ? cursor->end
					   : cursor->at + element.length,
			element.indefinite,
		};
	} else if (!skip(cursor, element.length)) {
		return false;
	}
	cursor->end = end;
	return true;
}

bool
hc_ber_is_whole(HcFlow *flow)
{
	Cursor cursor = {flow, 0, SIZE_MAX};
	Open open[DEPTH_MAX];
	size_t depth = 0;

	do {
		if (!step(&cursor, open, &depth))
			return false;
		while (depth > 0 && !open[depth - 1].indefinite &&
		       open[depth - 1].end == cursor.at)
			depth--;
	} while (depth > 0);
	return !hc_flow_has(flow);
}

/* --------------------------------------------------------------- OpenPGP */

unsigned
hc_packet_type(unsigned char byte)
{
	if ((byte & 0x80) == 0)
		return 0;
	return (byte & 0x40) != 0 ? byte & 0x3fu : (byte >> 2) & 0x0fu;
}

/** Step over a packet's body in the old format (RFC 9580 4.2.2).
 *  @param head  the packet's first byte */
static bool
skip_old(Cursor *cursor, size_t head)
{
	size_t length;

	if ((head & 3) == 3) { /* it reaches to the end */
		hc_flow_skip(cursor->flow, SIZE_MAX);
		return true;
	}
	return read_number(cursor, (size_t)1 << (head & 3), &length) &&
	       skip(cursor, length);
}

/** Step over a packet's body, in pieces perhaps (RFC 9580 4.2.1). */
static bool
skip_new(Cursor *cursor)
{
	size_t length, low;
	bool partial;

	do {
		if (!read_number(cursor, 1, &length))
			return false;
		partial = length >= 224 && length < 255;
		if (partial) {
			length = (size_t)1 << (length & 0x1f);
		} else if (length == 255) {
			if (!read_number(cursor, 4, &length))
				return false;
		} else if (length >= 192) {
			if (!read_number(cursor, 1, &low))
				return false;
			length = ((length - 192) << 8) + low + 192;
		}
		if (!skip(cursor, length))
			return false;
	} while (partial);
	return true;
}

bool
hc_packets_are_whole(HcFlow *flow)
{
	Cursor cursor = {flow, 0, SIZE_MAX};
	bool keyed = false;
	size_t head;

	while (read_number(&cursor, 1, &head)) {
		unsigned type = hc_packet_type((unsigned char)head);

		if (!((head & 0x40) != 0 ? skip_new(&cursor)
		                         : skip_old(&cursor, head)))
			return false;
		if (type == 9 || type == 18 || type == 20)
			return keyed && !hc_flow_has(flow);
		if (type != 1 && type != 3)
			return false;
		keyed = true;
	}
	return false;
}
