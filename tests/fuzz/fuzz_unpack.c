/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz_unpack.c - the path of the worker that reads containers, in this process:
 * whatever the bytes, what it tells has the shape that is promised. */
#include "config.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include "harness.h"
#include "magic.h"
#include "outlook.h"
#include "teller.h"
#include "walk-archive.h"
#ifdef HAVE_GSF
#include <gsf/gsf.h>
#endif

/* Of what is told more is not looked at. */
#define TOLD_MAX (4u << 20)

#ifdef HAVE_GSF
/* Of LeakSanitizer, if the program was built with it. */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));
GsfInfile *__real_gsf_infile_msole_new(GsfInput *source, GError **error);
GsfInfile *__wrap_gsf_infile_msole_new(GsfInput *source, GError **error);

/** libgsf 1.14 loses entries of a folder that it cannot put into its place; the
 *  worker that reads it has bounds to its memory.  What is lost behind this call
 *  is ours, and is told. */
GsfInfile *
__wrap_gsf_infile_msole_new(GsfInput *source, GError **error)
{
	GsfInfile *file;

	if (__lsan_disable != NULL)
		__lsan_disable();
	file = __real_gsf_infile_msole_new(source, error);
	if (__lsan_enable != NULL)
		__lsan_enable();
	return file;
}
#endif

/** Members are told one after the other, at most one level within another. */
static void
check_shape(const unsigned char *told, size_t length)
{
	bool open = false, within = false;
	HcFrameHead head;

	for (size_t at = 0; length - at >= HC_FRAME_HEAD;
	     at += HC_FRAME_HEAD + head.length) {
		if (!hc_frame_head(told + at, &head))
			abort();
		if (head.length > length - at - HC_FRAME_HEAD)
			return;
		switch ((HcStreamKind)head.kind) {
		case HC_STREAM_MEMBER:
			if (open || head.length < 6)
				abort();
			open = told[at + HC_FRAME_HEAD] != HC_STREAM_ARCHIVE;
			if (!open && within)
				abort();
			within |= !open;
			break;
		case HC_STREAM_DATA:
		case HC_STREAM_TEXT:
			if (!open || head.length == 0)
				abort();
			break;
		case HC_STREAM_OUTER:
			if (!within || head.length == 0)
				abort();
			break;
		case HC_STREAM_TAKEN:
			if (head.length != 8)
				abort();
			break;
		case HC_STREAM_NOTE:
			if (head.length != 5)
				abort();
			break;
		case HC_STREAM_CLOSE:
			if (!open)
				abort();
			open = false;
			break;
		case HC_STREAM_ARCHIVE_END:
			if (open || !within)
				abort();
			within = false;
			break;
		default:
			abort();
		}
	}
}

static void
tell(HcTeller *teller, const uint8_t *data, size_t size)
{
	HcKind kind = hc_magic_kind(data, size);

	(void)teller;
	switch (kind) {
#ifdef HAVE_GSF
	case HC_KIND_MSG:
		hc_outlook_tell(teller, NULL, data, size);
		break;
#endif
#ifdef HAVE_ARCHIVE
	case HC_KIND_TAR:
	case HC_KIND_ZIP:
	case HC_KIND_COMPRESSED: {
		g_autoptr(GString) filters = g_string_new("");

		hc_walk_archive_bytes(teller, data, size, kind, filters);
		break;
	}
#endif
	default:
		break;
	}
}

void
fuzz_input(const uint8_t *data, size_t size)
{
	static bool begun;
	int out = memfd_create("told", MFD_CLOEXEC);
	HcTeller teller;
	off_t length;
	void *told;

#ifdef HAVE_GSF
	if (!begun)
		hc_outlook_begin();
#endif
	begun = true;
	hc_teller_begin(&teller, out, 1, size, 0);
	tell(&teller, data, size);
	hc_teller_end(&teller);
	length = MIN(lseek(out, 0, SEEK_END), (off_t)TOLD_MAX);
	told = length > 0 ? mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE,
	                         out, 0)
	                  : MAP_FAILED;
	if (told != MAP_FAILED) {
		check_shape(told, (size_t)length);
		munmap(told, (size_t)length);
	}
	close(out);
}
