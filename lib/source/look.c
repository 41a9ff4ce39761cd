/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* look.c - what a plan must know of a large file before it is cut. */
#include "config.h"

#include "source.h"

#include "file.h"
#include "kind.h"
#include "mbox.h"

/* What stands before the first message is of no interest here. */
static void
ignore_message(HcPart *part, void *data)
{
	(void)part;
	(void)data;
}

static void
ignore_region(HcNoteCode code, uint64_t offset, uint64_t length, void *data)
{
	(void)code;
	(void)offset;
	(void)length;
	(void)data;
}

/* Read on until the first separator shows how it is written.
 *  @param data  the first piece */
static bool
look_for_form(HcFile *file, const char *data, size_t length, HcLook *look,
              GError **error)
{
	const HcMboxSink sink = {
		.message = ignore_message,
		.region = ignore_region,
		.no_digests = true,
	};
	size_t bom = hc_kind_bom(data, length);
	g_autoptr(HcMbox) mbox = hc_mbox_new(bom, &sink);

	data += bom;
	length -= bom;
	while (length > 0) {
		hc_mbox_push(mbox, data, length);
		if (hc_mbox_form(mbox) >= 0)
			break;
		if (!hc_file_read(file, &data, &length, error))
			return false;
	}
	hc_mbox_end(mbox);
	look->form = hc_mbox_form(mbox);
	return true;
}

static bool
look_at(HcFile *file, HcKind kind, HcLook *look, GError **error)
{
	const char *data;
	size_t length;

	if (!hc_file_read(file, &data, &length, error))
		return false;
	*look = (HcLook){
		.kind = kind == HC_KIND_AUTO ? hc_kind_of(data, length) : kind,
		.form = -1,
		.size = (uint64_t)file->before.st_size,
		.inode = file->before.st_ino,
		.mtime_s = file->before.st_mtim.tv_sec,
		.mtime_ns = (uint32_t)file->before.st_mtim.tv_nsec,
	};
	return look->kind != HC_KIND_MBOX ||
	       look_for_form(file, data, length, look, error);
}

bool
hc_source_look(const char *path, HcKind kind, HcLook *look_out, GError **error)
{
	HcFile file;

	if (!hc_file_open(&file, path, error))
		return false;

	bool good = look_at(&file, kind, look_out, error);

	hc_file_close(&file);
	return good;
}
