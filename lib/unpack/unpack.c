/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unpack.c - what a container holds, told frame by frame. */
#include "config.h"

#include "unpack.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "limit.h"
#include "teller.h"
#ifdef HAVE_ARCHIVE
#include "gunzip.h"
#include "walk-archive.h"
#endif
#ifdef HAVE_GSF
#include "outlook.h"
#endif

void
hc_unpack_begin(void)
{
	/* names that say they are UTF-8 stay the bytes that they are */
	setlocale(LC_CTYPE, "C.UTF-8");
	/* libarchive reads times of members, which nobody asks for: the file
	 * of their zone is looked for now */
	setenv("TZ", "UTC0", 1);
	tzset();
#ifdef HAVE_GSF
	hc_outlook_begin();
#endif
}

#ifdef HAVE_GSF
/** Read a .msg file as a whole, up to its limit. */
static bool
tell_message(HcTeller *teller, int file)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *piece = g_malloc(HC_STREAM_PIECE);
	ssize_t length = 1;

	while (length != 0 && bytes->len <= hc_limit(HC_LIMIT_OUTLOOK)) {
		length = read(file, piece, HC_STREAM_PIECE);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0) {
			hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER,
			               HC_WHY_DATA);
			return false;
		}
		g_byte_array_append(bytes, (const guint8 *)piece,
		                    (guint)length);
	}
	if (length != 0) {
		hc_teller_note(teller, HC_NOTE_LIMIT_REACHED, HC_WHY_OUTLOOK);
		return false;
	}
	hc_outlook_tell(teller, NULL, bytes->data, bytes->len);
	return true;
}
#else
static bool
tell_message(HcTeller *teller, int file)
{
	(void)file;
	hc_teller_note(teller, HC_NOTE_LIMIT_REACHED, HC_WHY_NO_OUTLOOK);
	return false;
}
#endif

static uint64_t
size_of(int file)
{
	struct stat state;

	return fstat(file, &state) == 0 ? (uint64_t)state.st_size : 0;
}

bool
hc_unpack(int out, uint32_t item, int file, HcKind kind)
{
	g_autoptr(GString) filters = g_string_new("");
	bool whole = false;
	HcTeller teller;

	if (kind != HC_KIND_TAR && kind != HC_KIND_ZIP &&
	    kind != HC_KIND_COMPRESSED && kind != HC_KIND_MSG)
		return false;
	hc_teller_begin(&teller, out, item, size_of(file),
	                (unsigned)hc_limit(HC_LIMIT_UNPACK_CPU));
	if (kind == HC_KIND_MSG)
		whole = tell_message(&teller, file);
#ifdef HAVE_ARCHIVE
	else
		whole = hc_walk_archive(&teller, file, kind, filters);
#endif
	hc_teller_answer(&teller, whole, filters->str);
	hc_teller_end(&teller);
	return !teller.deaf;
}

char **
hc_unpack_libraries(void)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new();

#ifdef HAVE_ARCHIVE
	g_ptr_array_add(out, g_strdup("libarchive"));
	g_ptr_array_add(out, g_strdup(hc_walk_library()));
	g_ptr_array_add(out, g_strdup("zlib"));
	g_ptr_array_add(out, g_strdup(hc_gunzip_library()));
#endif
#ifdef HAVE_GSF
	g_ptr_array_add(out, g_strdup("libgsf"));
	g_ptr_array_add(out, hc_outlook_library());
#endif
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&out), FALSE);
}
