/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pile.c - the part of a report that is too long to be held. */
#include "config.h"

#include "pile.h"

#include <errno.h>
#include <unistd.h>

#include "unnamed.h"

static bool
write_at_end(const HcPile *pile, const char *bytes, size_t length)
{
	uint64_t at = pile->size;

	while (length > 0) {
		ssize_t wrote = pwrite(pile->file, bytes, length, (off_t)at);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		bytes += wrote;
		length -= (size_t)wrote;
		at += (uint64_t)wrote;
	}
	return true;
}

void
hc_pile_add(HcPile *pile, const char *folder, GString *bytes)
{
	if (pile->full)
		return;
	if (pile->size == 0)
		pile->file = hc_unnamed_open(folder);
	if (pile->file >= 0 && write_at_end(pile, bytes->str, bytes->len)) {
		pile->size += bytes->len;
		g_string_truncate(bytes, 0);
		return;
	}
	pile->full = true;
	if (pile->size == 0 && pile->file >= 0)
		close(pile->file);
}

size_t
hc_pile_read(const HcPile *pile, uint64_t at, char *bytes_out, size_t length)
{
	ssize_t got;

	length = (size_t)MIN(length, pile->size - at);
	do
		got = pread(pile->file, bytes_out, length, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		errno = EIO;
	return got > 0 ? (size_t)got : 0;
}

void
hc_pile_clear(HcPile *pile)
{
	if (pile->size > 0)
		close(pile->file);
	pile->size = 0;
}
