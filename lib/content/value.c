/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value.c - values of fields that say what they say as they stand. */
#include "config.h"

#include "value.h"

#include "scan.h"

bool
hc_value_is_plain(const char *value, size_t length)
{
	char last = ';'; /* that is no white space */
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		const char c = value[i];

		switch (c) {
		case '\n':
			if (last != ';' || quoted)
				return false;
			break;
		case '\r':
			if (i + 1 == length || value[i + 1] != '\n')
				return false;
			break;
		case ' ':
		case '\t':
			break;
		case '(':
		case '*':
		case '\\':
			return false;
		case '?':
			if (last == '=')
				return false;
			last = c;
			break;
		case '"': /* nothing escapes one: '\\' is refused */
			quoted = !quoted;
			last = c;
			break;
		default:
			if (c < ' ' || c == 0x7f)
				return false;
			last = c;
		}
	}
	return true;
}

size_t
hc_value_word(const char *value, size_t length)
{
	size_t i = 0;

	while (i < length &&
	       (hc_is_alnum((unsigned char)value[i]) || value[i] == '-' ||
	        value[i] == '.' || value[i] == '+' || value[i] == '_'))
		i++;
	return i;
}

size_t
hc_value_type(const char *value, size_t length)
{
	size_t slash = hc_value_word(value, length);
	size_t subtype, end;

	if (slash == 0 || slash == length || value[slash] != '/')
		return 0;
	subtype = hc_value_word(value + slash + 1, length - slash - 1);
	end = slash + 1 + subtype;
	if (subtype == 0 || (end < length && value[end] != ';'))
		return 0;
	return end;
}

static bool
begins(const char *type, size_t length, const char *word)
{
	size_t most = strlen(word);

	return length >= most && hc_equal_nocase(type, most, word, most);
}

bool
hc_value_is_misread(const char *type, size_t length)
{
	static const char digest[] = "multipart/digest";

	return (begins(type, length, "message") &&
	        !begins(type, length, "message/")) ||
	       begins(type, length, "messagf") ||
	       begins(type, length, "multipart/digesu") ||
	       (begins(type, length, digest) && length > strlen(digest));
}

/** Length of a parameter's value, in quotes or a word; there is no escape.
 *  @return 0: there is none, it is empty, or it does not end */
static size_t
value_length(const char *at, size_t length)
{
	const char *end;
	size_t i = 0;

	if (length > 0 && *at == '"') {
		end = memchr(at + 1, '"', length - 1);
		return end != NULL && end > at + 1 ? (size_t)(end - at) + 1 : 0;
	}
	while (i < length && at[i] != ';' && at[i] != '"' &&
	       !hc_is_fws((unsigned char)at[i]))
		i++;
	return i;
}

static size_t
blank_length(const char *at, size_t length)
{
	size_t i = 0;

	while (i < length && hc_is_fws((unsigned char)at[i]))
		i++;
	return i;
}

bool
hc_parameter_next(const char **at, const char *end, HcParameter *parameter_out)
{
	const char *next = *at;
	HcParameter found;

	if (next == end || *next != ';')
		return false;
	next++;
	next += blank_length(next, (size_t)(end - next));
	if (next == end) {
		*at = end;
		return false;
	}
	found.name = next;
	found.name_length = hc_value_word(next, (size_t)(end - next));
	next += found.name_length;
	if (found.name_length == 0 || next == end || *next != '=')
		return false;
	found.value = next + 1;
	found.length = value_length(next + 1, (size_t)(end - next) - 1);
	if (found.length == 0)
		return false;
	next = found.value + found.length;
	found.quoted = *found.value == '"';
	found.value += found.quoted;
	found.length -= 2 * (size_t)found.quoted;
	*at = next + blank_length(next, (size_t)(end - next));
	*parameter_out = found;
	return true;
}

bool
hc_value_encoding(const char *value, size_t length, HcEncoding *encoding_out)
{
	*encoding_out = HC_ENCODING_NONE;
	if (hc_is(value, length, "quoted-printable"))
		*encoding_out = HC_ENCODING_QUOTED;
	else if (hc_is(value, length, "base64"))
		*encoding_out = HC_ENCODING_BASE64;
	else
		return hc_is(value, length, "7bit") ||
		       hc_is(value, length, "8bit") ||
		       hc_is(value, length, "binary");
	return true;
}
