/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* prescan.c - is a body small enough for GMime? */
#include "config.h"

#include "prescan.h"

#include <limits.h>
#include <string.h>

#include <glib.h>

#include "limit.h"
#include "rare.h"
#include "scan.h"

/* Names of boundaries that may stand in a message: more than parts. */
#define BOUNDARIES_MAX (2 * hc_limit(HC_LIMIT_PARTS))
/* A longer boundary is not looked up, but taken to fit every line; RFC 2046
 * 5.1.1 allows 70. */
#define BOUNDARY_LENGTH_MAX 256u
/* GMime opens no more. */
#define OPEN_MAX 1024u
/* Words that are disguised, without their last letters; what may stand for
 * these.  The first is chosen if all are written (hc_value_is_misread()). */
#define MESSAGE "messag"
#define MESSAGE_LETTERS "fghijklmnopqrstuvwxyzabcd0123456789"
#define DIGEST "diges"
#define DIGEST_LETTERS "uvwxyzabcdefghijklmnopqrs0123456789"

typedef struct {
	GHashTable *names; /* boundaries, as strings */
	bool unknown;      /* one is written so that it was not understood */
	size_t dashes;     /* lines that start with "--" */
	size_t parts;
	size_t fields;
	size_t parameters; /* at most: semicolons */
	bool in_header;
	size_t field_length;
	bool too_long; /* a field is */
} Scan;

static const char *
skip_fws(const char *at, const char *end)
{
	while (at < end && hc_is_fws((unsigned char)*at))
		at++;
	return at;
}

/** Take the value behind the word "boundary", wherever it stands.
 *  @param at  behind the word */
static void
add_boundary(Scan *scan, const char *at, const char *end)
{
	const char *start, *stop;
	bool quoted;

	at = skip_fws(at, end);
	if (at == end || *at != '=') {
		/* RFC 2231, a comment; or no parameter at all */
		scan->unknown |= at < end && (*at == '*' || *at == '(');
		return;
	}
	start = skip_fws(at + 1, end);
	quoted = start < end && *start == '"';
	start += quoted;
	/* one that is longer is not gone through, for many may stand in it */
	end = start + MIN((size_t)(end - start), BOUNDARY_LENGTH_MAX + 1);
	stop = start;
	if (quoted) {
		while (stop < end && *stop != '"' && *stop != '\\' &&
		       *stop != '\n')
			stop++;
		scan->unknown |= stop == end || *stop != '"';
	} else {
		while (stop < end && !hc_is_fws((unsigned char)*stop) &&
		       *stop != ';' && *stop != '(')
			stop++;
		scan->unknown |= start == stop || *start == '(';
	}
	if ((size_t)(stop - start) > BOUNDARY_LENGTH_MAX)
		scan->unknown = true;
	else if (g_hash_table_size(scan->names) <= BOUNDARIES_MAX)
		g_hash_table_add(scan->names,
		                 g_strndup(start, (gsize)(stop - start)));
}

static bool
is_boundary(const Scan *scan, const char *line, size_t length)
{
	char name[BOUNDARY_LENGTH_MAX + 1];

	if (scan->unknown)
		return true;
	line += 2;
	length -= 2;
	while (length > 0 && hc_is_fws((unsigned char)line[length - 1]))
		length--;
	if (length > BOUNDARY_LENGTH_MAX)
		return false;
	memcpy(name, line, length);
	name[length] = '\0';
	return g_hash_table_contains(scan->names, name);
}

static void
read_header_line(Scan *scan, const char *line, size_t length)
{
	if (length == 0 || (length == 1 && line[0] == '\r')) {
		scan->in_header = false;
		return;
	}
	if (!hc_is_wsp((unsigned char)line[0])) {
		scan->fields++;
		scan->field_length = 0;
	}
	for (size_t i = 0; i < length; i++)
		scan->parameters += line[i] == ';';
	scan->field_length += length;
	scan->too_long |= scan->field_length > hc_limit(HC_LIMIT_FIELD);
}

static void
read_lines(Scan *scan, const char *at, const char *end)
{
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;
		size_t length = (size_t)(stop - at);

		if (length >= 2 && at[0] == '-' && at[1] == '-') {
			scan->dashes++;
			if (is_boundary(scan, at, length)) {
				scan->parts++;
				scan->in_header = true;
				scan->field_length = 0;
			}
		} else if (scan->in_header) {
			read_header_line(scan, at, length);
		}
		at = newline != NULL ? newline + 1 : end;
	}
}

bool
hc_prescan(const char *bytes, size_t length, HcMimeBudget *budget)
{
	g_autoptr(GHashTable) names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Scan scan = {.names = names, .in_header = true};
	const char *end = bytes + length;
	size_t open;

	for (const char *at = hc_find_nocase(bytes, end, "boundary");
	     at != NULL; at = hc_find_nocase(at, end, "boundary")) {
		at += strlen("boundary");
		add_boundary(&scan, at, end);
	}
	read_lines(&scan, bytes, end);
	open = scan.unknown ? OPEN_MAX
	                    : MIN(g_hash_table_size(names), OPEN_MAX);
	if (g_hash_table_size(names) > BOUNDARIES_MAX || scan.too_long ||
	    scan.parts > budget->parts || scan.fields > budget->fields ||
	    scan.parameters > HC_PARAMETERS_MAX ||
	    open * scan.dashes > HC_COMPARISONS_MAX)
		return false;
	budget->parts -= scan.parts;
	budget->fields -= scan.fields;
	return true;
}

/* --------------------------------------------------------------- disguise */

/** Skip white space and comments (RFC 5322 3.2.2). */
static const char *
skip_cfws(const char *at, const char *end)
{
	unsigned depth = 0;

	for (; at < end; at++) {
		if (*at == '(')
			depth++;
		else if (*at == ')' && depth > 0)
			depth--;
		else if (*at == '\\' && depth > 0 && end - at > 1)
			at++;
		else if (depth == 0 && !hc_is_fws((unsigned char)*at))
			break;
	}
	return at;
}

/** Step over a word.
 *  @return NULL: another stands there */
static const char *
step(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	if (at == NULL || (size_t)(end - at) < length ||
	    !hc_equal_nocase(at, length, word, length))
		return NULL;
	return at + length;
}

/** As skip_cfws().
 *  @param left  bytes that may be passed over; what is passed over is taken off */
static const char *
pass_cfws(const char *at, const char *end, size_t *left)
{
	const char *stop =
		skip_cfws(at, MIN(end, at + MIN(*left, (size_t)(end - at))));

	*left -= (size_t)(stop - at);
	return stop;
}

/** Where the last letter of a word that is to be disguised stands.
 *  @param at    behind "content-type"
 *  @param left  of pass_cfws()
 *  @return NULL: there is no such word */
static const char *
last_letter(const char *at, const char *end, size_t *left)
{
	const char *behind;

	while (at < end && hc_is_wsp((unsigned char)*at))
		at++;
	at = step(at, end, ":");
	if (at == NULL)
		return NULL;
	at = pass_cfws(at, end, left);
	behind = step(at, end, MESSAGE "e");
	if (behind == NULL) {
		at = step(at, end, "multipart");
		at = at != NULL ? step(pass_cfws(at, end, left), end, "/")
		                : NULL;
		behind = at != NULL ? step(pass_cfws(at, end, left), end,
		                           DIGEST "t")
		                    : NULL;
	}
	return behind != NULL ? behind - 1 : NULL;
}

/** Choose what stands for the last letter of a word.
 *  @param word     without it
 *  @param letters  that may stand for it, lower case
 *  @return the first that stands behind the word nowhere; if all do, the first */
static char
free_letter(const char *bytes, const char *end, const char *word,
            const char *letters)
{
	bool written[UCHAR_MAX + 1] = {false};
	const char *letter = letters;

	for (const char *at = hc_find_nocase(bytes, end, word); at != NULL;
	     at = hc_find_nocase(at, end, word)) {
		at += strlen(word);
		if (at < end)
			written[(unsigned char)g_ascii_tolower(*at)] = true;
	}
	while (*letter != '\0' && written[(unsigned char)*letter])
		letter++;
	return *letter != '\0' ? *letter : letters[0];
}

/** What to write for a letter. */
static char
letter_for(const char *bytes, const char *end, char letter,
           HcDisguise *disguise)
{
	const bool message = g_ascii_tolower(letter) == 'e';
	char *other = message ? &disguise->message : &disguise->digest;

	if (*other == '\0' && message)
		*other = free_letter(bytes, end, MESSAGE, MESSAGE_LETTERS);
	else if (*other == '\0')
		*other = free_letter(bytes, end, DIGEST, DIGEST_LETTERS);
	return *other;
}

bool
hc_disguise(char *bytes, size_t length, HcDisguise *disguise_out)
{
	static const char name[] = "content-type";
	const char *end = bytes + length;
	size_t left = HC_TYPE_COMMENTS_MAX + length;

	*disguise_out = (HcDisguise){'\0', '\0'};
	for (const char *at = hc_find_nocase(bytes, end, name); at != NULL;
	     at = hc_find_nocase(at, end, name)) {
		const char *letter;

		at += strlen(name);
		letter = last_letter(at, end, &left);
		if (letter != NULL)
			bytes[letter - bytes] =
				letter_for(bytes, end, *letter, disguise_out);
	}
	return left > 0;
}

void
hc_undisguise(char *type, const HcDisguise *disguise)
{
	static const char message[] = MESSAGE, digest[] = "multipart/" DIGEST;
	char *last;

	if (disguise->message != '\0' && g_str_has_prefix(type, message)) {
		last = type + strlen(message);
		if (*last == disguise->message)
			*last = 'e';
	} else if (disguise->digest != '\0' && g_str_has_prefix(type, digest)) {
		last = type + strlen(digest);
		if (*last == disguise->digest)
			*last = 't';
	}
}
