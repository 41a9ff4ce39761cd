/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kind.c - what an input is, by its first bytes. */
#include "config.h"

#include "kind.h"

#include "emlx.h"
#include "scan.h"

const char *
hc_kind_token(HcKind kind)
{
	switch (kind) {
	case HC_KIND_AUTO:
		return "auto";
	case HC_KIND_EML:
		return "eml";
	case HC_KIND_MBOX:
		return "mbox";
	case HC_KIND_EMLX:
		return "emlx";
	case HC_KIND_MAILDIR:
		return "maildir";
	case HC_KIND_MH:
		return "mh";
	case HC_KIND_FOLDER:
		return "folder";
	case HC_KIND_TAR:
		return "tar";
	case HC_KIND_ZIP:
		return "zip";
	case HC_KIND_COMPRESSED:
		return "compressed";
	case HC_KIND_MSG:
		return "msg";
	case HC_KIND_PST:
		return "pst";
	case HC_KIND_OTHER:
		return "other";
	}
	g_return_val_if_reached("");
}

size_t
hc_kind_bom(const char *data, size_t length)
{
	return hc_starts(data, length, "\xef\xbb\xbf") ? 3 : 0;
}

static bool
is_emlx(const char *data, size_t length)
{
	HcEmlx emlx;
	size_t colon;

	return hc_emlx_begin(&emlx, data, length) &&
	       hc_field_name(data + emlx.count_line,
	                     length - (size_t)emlx.count_line, &colon) > 0;
}

HcKind
hc_kind_of(const char *data, size_t length)
{
	size_t bom = hc_kind_bom(data, length);

	if (is_emlx(data, length))
		return HC_KIND_EMLX;
	data += bom;
	length -= bom;
	return hc_starts(data, length, "From ") && hc_is_from_line(data, length)
	               ? HC_KIND_MBOX
	               : HC_KIND_EML;
}

/* Whether of each @p width octets just the one at @p place is no NUL. */
static bool
is_wide_ascii(const char *data, size_t width, size_t place)
{
	for (size_t i = 0; i < HC_KIND_LOOK; i++)
		if ((data[i] != '\0') != (i % width == place))
			return false;
	return true;
}

bool
hc_kind_is_wide(const char *data, size_t length)
{
	/* The mark of UTF-32LE starts with that of UTF-16LE. */
	if (hc_starts(data, length, "\xff\xfe") ||
	    hc_starts(data, length, "\xfe\xff") ||
	    (length >= 4 && memcmp(data, "\0\0\xfe\xff", 4) == 0))
		return true;
	return length >= HC_KIND_LOOK &&
	       (is_wide_ascii(data, 2, 0) || is_wide_ascii(data, 2, 1) ||
	        is_wide_ascii(data, 4, 0) || is_wide_ascii(data, 4, 3));
}
