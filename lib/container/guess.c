/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess.c - what a member of an archive is. */
#include "config.h"

#include "guess.h"

#include <string.h>

#include "kind.h"
#include "magic.h"
#include "scan.h"

/* Lines looked at for a field that mail has; the longest header seen before
 * its From or Date has fewer. */
#define LINES_MAX 400u

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

/** Whether the first lines are fields, one of them of mail; empty lines before
 *  them are passed over, as the header scanner does. */
static bool
has_mail_header(const char *data, size_t length)
{
	size_t at = hc_kind_bom(data, length);
	bool begun = false;

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
	                       (length > 0 && is_called_mail(name))
	               ? HC_KIND_EML
	               : HC_KIND_OTHER;
}
