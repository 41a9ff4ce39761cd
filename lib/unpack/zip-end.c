/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* zip-end.c - does a zip archive end as one does? */
#include "config.h"

#include "zip-end.h"

#include <string.h>

#include <glib.h>

void
hc_zip_tail_add(HcZipTail *tail, const void *bytes, size_t length)
{
	size_t added = MIN(length, HC_ZIP_END_MAX);
	size_t kept = MIN(tail->length, HC_ZIP_END_MAX - added);

	memmove(tail->bytes, tail->bytes + tail->length - kept, kept);
	if (added > 0)
		memcpy(tail->bytes + kept, (const char *)bytes + length - added,
		       added);
	tail->length = kept + added;
	tail->passed += length;
}

static uint16_t
read_16(const char *bytes)
{
	uint16_t value;

	memcpy(&value, bytes, sizeof value);
	return GUINT16_FROM_LE(value);
}

static uint32_t
read_32(const char *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof value);
	return GUINT32_FROM_LE(value);
}

/** @param place  of the record, in the archive */
static bool
is_own_end(const char *record, uint64_t place, uint64_t members)
{
	uint16_t listed = read_16(record + 10);
	uint32_t size = read_32(record + 12);
	uint32_t list = read_32(record + 16);

	/* those of zip64 stand in a record of its own (APPNOTE 4.4.1.4) */
	if (members > 0 && listed != UINT16_MAX && listed != members)
		return false;
	return size == UINT32_MAX || list == UINT32_MAX ||
	       (uint64_t)size + list == place;
}

/* A comment may hold what looks like a record: that which the comment of one
 * before it reaches over is none. */
bool
hc_zip_tail_is_end(const HcZipTail *tail, uint64_t members)
{
	size_t last = 0;

	for (size_t at = tail->length; at >= HC_ZIP_END; at--) {
		const char *record = tail->bytes + at - HC_ZIP_END;

		if (memcmp(record, "PK\5\6", 4) != 0)
			continue;
		if (last == 0)
			last = at;
		if (at + read_16(record + 20) >= last &&
		    is_own_end(record,
		               tail->passed - tail->length + at - HC_ZIP_END,
		               members))
			return true;
	}
	return false;
}
