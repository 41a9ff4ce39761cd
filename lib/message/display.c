/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display.c - RFC 2047 words for display; the one place that knows GMime. */
#include "config.h"

#include "message.h"

#include <string.h>

#include <gmime/gmime.h>

#include "scan.h"

/* Charsets handed to iconv: what mail uses, none of them with a converter that
 * had a hole.  A row that ends in "*" goes on with one or two digits. */
static const char *const charsets[] = {
	"us-ascii", "utf-8",       "iso-8859-*", "windows-125*", "koi8-r",
	"koi8-u",   "iso-2022-jp", "shift_jis",  "euc-jp",       "euc-kr",
	"euc-cn",   "euc-tw",      "gb18030",    "big5",
};

static bool
is_charset(const char *name, size_t length, const char *row)
{
	size_t row_length = strlen(row);

	if (row[row_length - 1] != '*')
		return hc_equal_nocase(name, length, row, row_length);
	row_length--;
	if (length <= row_length || length > row_length + 2 ||
	    !hc_equal_nocase(name, row_length, row, row_length))
		return false;
	for (size_t i = row_length; i < length; i++)
		if (!hc_is_digit((unsigned char)name[i]))
			return false;
	return true;
}

static bool
is_known_charset(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		if (is_charset(name, length, charsets[i]))
			return true;
	return false;
}

/* Whether each "=?charset?" or "=?charset*language?" (RFC 2231 5) names a
 * charset of the list. */
static bool
all_charsets_known(const char *text)
{
	for (const char *at = strstr(text, "=?"); at != NULL;
	     at = strstr(at, "=?")) {
		at += 2;

		size_t length = strcspn(at, "?* \t");

		if (at[length] != '\0' && !is_known_charset(at, length))
			return false;
	}
	return true;
}

/* GMime's default fallback would ask the locale for a charset. */
static GMimeParserOptions *
options(void)
{
	static GMimeParserOptions *made;
	static const char *fallback[] = {"utf-8", "iso-8859-1", NULL};

	if (g_once_init_enter(&made)) {
		g_mime_init();

		GMimeParserOptions *new = g_mime_parser_options_new();

		g_mime_parser_options_set_fallback_charsets(new, fallback);
		g_once_init_leave(&made, new);
	}
	return made;
}

char *
hc_display_decode(const char *text)
{
	if (strstr(text, "=?") == NULL || !all_charsets_known(text))
		return NULL;

	g_autofree char *decoded =
		g_mime_utils_header_decode_text(options(), text);

	return decoded != NULL ? g_utf8_make_valid(decoded, -1) : NULL;
}
