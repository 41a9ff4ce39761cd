/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess.c - what a file is that nobody said to be mail. */
#include "config.h"

#include "guess.h"

#include <string.h>

#include "entry.h"
#include "kind.h"
#include "magic.h"
#include "scan.h"

/* Lines looked at for a field that mail has; the longest header seen before
 * its From or Date has fewer. */
#define LINES_MAX 400u

/* Octets of wide text looked at. */
#define WIDE_MAX 16384u

/* A text may have lines of the shape "word: text"; one of these makes it a
 * message (RFC 5322 3.6 and what servers prepend). */
static const char *const mail_fields[] = {
	"Received",     "Return-Path", "Delivered-To",   "From",
	"Date",         "Message-ID",  "Subject",        "To",
	"MIME-Version", "Sender",      "DKIM-Signature", "X-Received",
};

/* Names under which vendors and programs keep mail. */
static const char *const mail_endings[] = {".eml", ".emlx", ".mbox", ".mbx"};

static bool
is_mail_field(const char *line, size_t length)
{
	size_t colon;
	size_t name = hc_field_name(line, length, &colon);

	for (size_t i = 0; name > 0 && i < G_N_ELEMENTS(mail_fields); i++)
		if (hc_is(line, name, mail_fields[i]))
			return true;
	return false;
}

/** Where the first line ends if it is what a mailbox has before a message
 *  (RFC 4155), quoted or not, and what is left of one that was taken out. */
static size_t
skip_from_line(const char *data, size_t length)
{
	const char *end;

	if (!hc_starts(data, length, "From ") &&
	    !hc_starts(data, length, ">From "))
		return 0;
	end = memchr(data, '\n', length);
	return end != NULL ? (size_t)(end - data) + 1 : length;
}

/** Whether the first lines are fields, one of them of mail; empty lines before
 *  them are passed over, as the header scanner does. */
static bool
has_mail_header(const char *data, size_t length)
{
	size_t at = hc_kind_bom(data, length);
	bool begun = false;

	at += skip_from_line(data + at, length - at);

	for (unsigned line = 0; at < length && line < LINES_MAX; line++) {
		const char *newline = memchr(data + at, '\n', length - at);
		size_t end =
			newline != NULL ? (size_t)(newline - data) : length;
		size_t size = end - at;
		size_t colon;

		if (size > 0 && data[end - 1] == '\r')
			size--;
		if (size == 0 && begun)
			return false;
		if (is_mail_field(data + at, size))
			return true;
		if (size > 0 && !hc_is_wsp((unsigned char)data[at])) {
			if (hc_field_name(data + at, size, &colon) == 0)
				return false;
			begun = true;
		}
		at = end + 1;
	}
	return false;
}

/** The same of characters two or four octets wide, of which each second or less
 *  is told. */
static bool
has_wide_mail_header(const char *data, size_t length)
{
	g_autoptr(GString) narrow = g_string_sized_new(WIDE_MAX);

	for (size_t i = 0; i < MIN(length, WIDE_MAX); i++)
		if (data[i] > 0)
			g_string_append_c(narrow, data[i]);
	return has_mail_header(narrow->str, narrow->len);
}

static bool
is_called_mail(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < G_N_ELEMENTS(mail_endings); i++) {
		size_t ending = strlen(mail_endings[i]);

		if (length > ending &&
		    hc_is(name + length - ending, ending, mail_endings[i]))
			return true;
	}
	return false;
}

HcKind
hc_guess_kind(const char *name, const char *data, size_t length)
{
	HcKind kind;

	if (hc_magic_kind(data, length) != HC_KIND_AUTO)
		return HC_KIND_OTHER;
	kind = hc_kind_of(data, length);
	if (kind == HC_KIND_MBOX || kind == HC_KIND_EMLX)
		return kind;
	return has_mail_header(data, length) ||
	                       (hc_kind_is_wide(data, length) &&
	                        has_wide_mail_header(data, length)) ||
	                       (length > 0 && is_called_mail(name))
	               ? HC_KIND_EML
	               : HC_KIND_OTHER;
}

const char *
hc_guess_why(size_t length)
{
	return length == 0 ? "an empty file, no mail"
	                   : "no mail by its content: none of its first lines "
	                     "is a field of mail";
}

/** Whether a name is one of those that MH gives to a message it removed. */
static bool
is_removed(const char *name)
{
	if (*name != ',' && *name != '#')
		return false;
	for (name++; hc_is_digit((unsigned char)*name); name++)
		if (name[1] == '\0')
			return true;
	return false;
}

/** Whether the last folder of a path is one that holds mail of a Maildir. */
static bool
is_in_maildir(const char *path, const char *name)
{
	size_t length = (size_t)(name - path);

	return (length >= 4 && (memcmp(name - 4, "cur/", 4) == 0 ||
	                        memcmp(name - 4, "new/", 4) == 0)) &&
	       (length == 4 || name[-5] == '/');
}

const char *
hc_guess_left_out(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	if (is_removed(name))
		return hc_entry_left_out(name, HC_KIND_MH, false);
	return hc_entry_left_out(name,
	                         is_in_maildir(path, name) ? HC_KIND_MAILDIR
	                                                   : HC_KIND_FOLDER,
	                         false);
}
