/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display.c - RFC 2047 words for display; the one place that knows GMime. */
#include "config.h"

#include "message.h"

#include <string.h>

#include <gmime/gmime.h>

#include "charset.h"

/* Whether each "=?charset?" or "=?charset*language?" (RFC 2231 5) names a
 * charset of the list. */
static bool
all_charsets_known(const char *text)
{
	for (const char *at = strstr(text, "=?"); at != NULL;
	     at = strstr(at, "=?")) {
		at += 2;

		size_t length = strcspn(at, "?* \t");

		if (at[length] != '\0' && !hc_charset_is_known(at, length))
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
