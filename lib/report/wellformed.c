/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wellformed.c - the last look at a report before anyone else sees it.
 *
 * Written apart from the writers on purpose: it reads by the grammar of the
 * form, not by the habits of what wrote it. */
#include "config.h"

#include "wellformed.h"

#include <string.h>

#include "block.h"
#include "hopcheck.h"
#include "scan.h"

static unsigned
line_of(const char *data, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += data[i] == '\n';
	return line;
}

static bool
refuse(const char *data, size_t at, const char *what, GError **error)
{
	g_set_error(error, HC_ERROR, HC_ERROR_WRITE, "report:%u: %s",
	            line_of(data, at), what);
	return false;
}

/** Length of the character at the start (RFC 3629), 0 for none. */
static size_t
character_length(const char *data, size_t length)
{
	gunichar character;

	if ((unsigned char)data[0] < 0x80)
		return data[0] != '\0';
	character = g_utf8_get_char_validated(data, (gssize)MIN(length, 6));
	return (gint32)character < 0
	               ? 0
	               : (size_t)g_utf8_skip[(unsigned char)data[0]];
}

/** Whether a block is ASCII, NUL excepted. */
static bool
is_ascii(HcBlock block)
{
	return !hc_block_any((HcBlock)(block > 0x7f) | (HcBlock)(block == 0));
}

/** Bytes from the start that are ASCII, a few blocks at a time: nearly all of a
 *  report is. */
static size_t
ascii_run(const char *data, size_t length)
{
	const size_t step = (size_t)4 * HC_BLOCK;
	size_t at = 0;

	for (; length - at >= step; at += step) {
		HcBlock high = {0}, none = {0};

		for (size_t i = 0; i < step; i += HC_BLOCK) {
			HcBlock block = hc_block(data + at + i);

			high |= block;
			none |= (HcBlock)(block == 0);
		}
		if (hc_block_any((HcBlock)(high > 0x7f) | none))
			break;
	}
	return at;
}

bool
hc_check_utf8(const char *data, size_t length, GError **error)
{
	size_t at = ascii_run(data, length);

	while (at < length) {
		size_t size = HC_BLOCK;

		if (length - at < size || !is_ascii(hc_block(data + at)))
			size = character_length(data + at, length - at);
		if (size == 0)
			return refuse(data, at, "not UTF-8", error);
		at += size;
		if (size > 1)
			at += ascii_run(data + at, length - at);
	}
	return true;
}

/** Whether a block holds no control character. */
static bool
is_shown(HcBlock block)
{
	return !hc_block_any((HcBlock)(block < 0x20) |
	                     (HcBlock)(block == 0x7f));
}

/** Length of an SGR sequence (ECMA-48 8.3.117), 0 for anything else. */
static size_t
sgr_length(const char *data, size_t length)
{
	size_t size = 2;

	if (length < 3 || data[0] != '\033' || data[1] != '[')
		return 0;
	while (size < length &&
	       (hc_is_digit((unsigned char)data[size]) || data[size] == ';'))
		size++;
	return size < length && data[size] == 'm' ? size + 1 : 0;
}

bool
hc_check_text(const char *data, size_t length, GError **error)
{
	size_t at = 0;

	if (!hc_check_utf8(data, length, error))
		return false;
	while (at < length) {
		unsigned char byte = (unsigned char)data[at];
		size_t size = 1;

		if (length - at >= HC_BLOCK && is_shown(hc_block(data + at)))
			size = HC_BLOCK;
		else if (byte == 0x1b)
			size = sgr_length(data + at, length - at);
		else if ((byte < 0x20 && byte != '\n') || byte == 0x7f)
			size = 0;
		if (size == 0)
			return refuse(data, at, "a control character", error);
		at += size;
	}
	return true;
}

/* ------------------------------------------------------------------- JSON */

static int
peek(const HcJsonCheck *json)
{
	return json->at < json->length ? (unsigned char)json->data[json->at]
	                               : -1;
}

static void
skip_space(HcJsonCheck *json)
{
	int byte = peek(json);

	while (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r') {
		json->at++;
		byte = peek(json);
	}
}

/** Skip what is no quotation mark, backslash or control. */
static void
skip_unescaped(HcJsonCheck *json)
{
	for (; json->length - json->at >= HC_BLOCK; json->at += HC_BLOCK) {
		HcBlock block = hc_block(json->data + json->at);
		HcBlock marks = (HcBlock)(block == '"') |
		                (HcBlock)(block == '\\') |
		                (HcBlock)(block < 0x20);

		if (hc_block_any(marks)) {
			json->at += hc_block_first(marks);
			return;
		}
	}
	while (peek(json) >= 0x20 && peek(json) != '"' && peek(json) != '\\')
		json->at++;
}

/** string = quotation-mark *char quotation-mark (RFC 8259 7) */
static bool
skip_string(HcJsonCheck *json)
{
	if (peek(json) != '"')
		return false;
	json->at++;
	for (skip_unescaped(json); peek(json) == '\\'; skip_unescaped(json)) {
		json->at++;
		if (peek(json) <= 0 || !strchr("\"\\/bfnrt", peek(json)))
			return false; /* we write no \u either */
		json->at++;
	}
	if (peek(json) != '"')
		return false;
	json->at++;
	return true;
}

static size_t
skip_digits(HcJsonCheck *json)
{
	size_t from = json->at;

	while (peek(json) >= '0' && peek(json) <= '9')
		json->at++;
	return json->at - from;
}

/** int = zero / ( digit1-9 *DIGIT ), signed; we write no other number */
static bool
skip_integer(HcJsonCheck *json)
{
	bool zero;

	if (peek(json) == '-')
		json->at++;
	zero = peek(json) == '0';
	return zero ? skip_digits(json) == 1 : skip_digits(json) > 0;
}

static bool
skip_word(HcJsonCheck *json)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t size = strlen(words[i]);

		if (json->length - json->at >= size &&
		    memcmp(json->data + json->at, words[i], size) == 0) {
			json->at += size;
			return true;
		}
	}
	return false;
}

static bool
open_bracket(HcJsonCheck *json, bool object)
{
	if (json->depth == HC_JSON_DEPTH)
		return false;
	json->objects[json->depth++] = object;
	json->next = object ? HC_JSON_FIRST_KEY : HC_JSON_FIRST_VALUE;
	json->at++;
	return true;
}

static bool
close_bracket(HcJsonCheck *json)
{
	if (json->depth == 0 ||
	    peek(json) != (json->objects[json->depth - 1] ? '}' : ']'))
		return false;
	json->depth--;
	json->next = HC_JSON_AFTER;
	json->at++;
	return true;
}

static bool
read_value(HcJsonCheck *json)
{
	int first = peek(json);

	if (first == '{' || first == '[')
		return open_bracket(json, first == '{');
	json->next = HC_JSON_AFTER;
	if (first == '"')
		return skip_string(json);
	return first == '-' || (first >= '0' && first <= '9')
	               ? skip_integer(json)
	               : skip_word(json);
}

static bool
read_key(HcJsonCheck *json)
{
	if (!skip_string(json))
		return false;
	skip_space(json);
	if (peek(json) != ':')
		return false;
	json->at++;
	json->next = HC_JSON_VALUE;
	return true;
}

static bool
read_after(HcJsonCheck *json)
{
	if (peek(json) != ',')
		return close_bracket(json);
	if (json->depth == 0)
		return false;
	json->at++;
	json->next =
		json->objects[json->depth - 1] ? HC_JSON_KEY : HC_JSON_VALUE;
	return true;
}

static bool
step(HcJsonCheck *json)
{
	switch (json->next) {
	case HC_JSON_VALUE:
		return read_value(json);
	case HC_JSON_FIRST_VALUE:
		return peek(json) == ']' ? close_bracket(json)
		                         : read_value(json);
	case HC_JSON_FIRST_KEY:
		return peek(json) == '}' ? close_bracket(json) : read_key(json);
	case HC_JSON_KEY:
		return read_key(json);
	case HC_JSON_AFTER:
		break;
	}
	return read_after(json);
}

size_t
hc_json_check_add(HcJsonCheck *json, const char *data, size_t length)
{
	json->data = data;
	json->length = length;
	json->at = 0;
	for (;;) {
		skip_space(json);
		if (json->at == length)
			return SIZE_MAX;
		if (!step(json))
			return json->at;
	}
}

bool
hc_json_check_is_whole(const HcJsonCheck *json)
{
	return json->next == HC_JSON_AFTER && json->depth == 0;
}

bool
hc_check_json(const char *data, size_t length, GError **error)
{
	HcJsonCheck json = {.next = HC_JSON_VALUE};
	size_t wrong;

	if (!hc_check_utf8(data, length, error))
		return false;
	wrong = hc_json_check_add(&json, data, length);
	if (wrong == SIZE_MAX && !hc_json_check_is_whole(&json))
		wrong = length;
	return wrong == SIZE_MAX || refuse(data, wrong, "not JSON", error);
}
