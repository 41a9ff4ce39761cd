/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* outlook.c - a message as Outlook keeps it in a file: .msg (MS-OXMSG).
 *
 * A compound file with a stream "__properties_version1.0" and one stream a
 * property of variable length, named by its tag and type.  The header that
 * came over the wire is property 0x007D: in type 0x001F as UTF-16, and then it
 * is given as UTF-8; in type 0x001E as bytes, which are given as they are. */
#include "config.h"

#include "outlook.h"

#include <gsf/gsf.h>
#include <string.h>

#include "limit.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GsfInput, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GsfInfile, g_object_unref)

#define PROPERTIES "__properties_version1.0"
#define HEADER_UTF16 "__substg1.0_007D001F"
#define HEADER_BYTES "__substg1.0_007D001E"

void
hc_outlook_begin(void)
{
	gsf_init();
}

static void
put_utf8(GByteArray *text, gunichar c)
{
	char bytes[6];

	g_byte_array_append(text, (const guint8 *)bytes,
	                    (guint)g_unichar_to_utf8(c, bytes));
}

/** UTF-16, low byte first, as UTF-8; half a pair becomes U+FFFD. */
static GByteArray *
from_utf16(const unsigned char *bytes, size_t length)
{
	GByteArray *text = g_byte_array_sized_new((guint)length);
	size_t units = length / 2;

	for (size_t i = 0; i < units; i++) {
		gunichar c = (gunichar)(bytes[2 * i] | bytes[2 * i + 1] << 8);
		gunichar low = i + 1 < units ? (gunichar)(bytes[2 * i + 2] |
		                                          bytes[2 * i + 3] << 8)
		                             : 0;

		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 &&
		    low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i++;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
		}
		put_utf8(text, c);
	}
	return text;
}

/** All bytes of a stream of the file.
 *  @param whole  set to false when it cannot be read, or not all of it
 *  @return NULL: there is none of that name, or it cannot be read */
static GByteArray *
read_stream(GsfInfile *file, const char *name, HcTeller *teller, bool *whole)
{
	g_autoptr(GsfInput) input = gsf_infile_child_by_name(file, name);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	gsf_off_t size = input != NULL ? gsf_input_size(input) : 0;

	if (size <= 0)
		return NULL;
	if (size > (gsf_off_t)hc_limit(HC_LIMIT_TRANSPORT)) {
		hc_teller_note(teller, HC_NOTE_LIMIT_REACHED, HC_WHY_TRANSPORT);
		*whole = false;
		size = (gsf_off_t)hc_limit(HC_LIMIT_TRANSPORT);
	}
	g_byte_array_set_size(bytes, (guint)size);
	if (gsf_input_read(input, (size_t)size, bytes->data) == NULL) {
		hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER, HC_WHY_DATA);
		*whole = false;
		return NULL;
	}
	return g_steal_pointer(&bytes);
}

/** The header, without the NUL that ends the string in the file. */
static GByteArray *
read_header(GsfInfile *file, HcTeller *teller, bool *whole)
{
	g_autoptr(GByteArray) stored =
		read_stream(file, HEADER_UTF16, teller, whole);
	g_autoptr(GByteArray) text = NULL;

	text = stored != NULL ? from_utf16(stored->data, stored->len)
	                      : read_stream(file, HEADER_BYTES, teller, whole);
	while (text != NULL && text->len > 0 &&
	       text->data[text->len - 1] == '\0')
		g_byte_array_set_size(text, text->len - 1);
	return g_steal_pointer(&text);
}

/** @param whole  set to false when it is damaged
 *  @return NULL: it is no message */
static GsfInfile *
open_message(const void *bytes, size_t length, bool *whole)
{
	g_autoptr(GsfInput) input =
		gsf_input_memory_new(bytes, (gsf_off_t)length, FALSE);
	g_autoptr(GsfInput) properties = NULL;
	g_autoptr(GsfInfile) file = NULL;

	if (input != NULL)
		file = gsf_infile_msole_new(input, NULL);
	*whole = file != NULL;
	if (file == NULL)
		return NULL;
	properties = gsf_infile_child_by_name(file, PROPERTIES);
	return properties != NULL ? g_steal_pointer(&file) : NULL;
}

void
hc_outlook_tell(HcTeller *teller, const char *name, const void *bytes,
                size_t length)
{
	bool whole;
	g_autoptr(GsfInfile) file = open_message(bytes, length, &whole);
	g_autoptr(GByteArray) header = NULL;

	hc_teller_member(teller,
	                 file != NULL ? HC_STREAM_OUTLOOK : HC_STREAM_FILE,
	                 HC_KIND_AUTO, name);
	hc_teller_bytes(teller, HC_STREAM_DATA, bytes, length);
	if (!whole)
		hc_teller_note(teller, HC_NOTE_DAMAGED_CONTAINER, HC_WHY_OPEN);
	if (file != NULL) {
		header = read_header(file, teller, &whole);
		if (header != NULL && header->len > 0)
			hc_teller_bytes(teller, HC_STREAM_TEXT, header->data,
			                header->len);
		else if (whole)
			hc_teller_note(teller, HC_NOTE_NO_TRANSPORT_HEADERS,
			               HC_WHY_NONE);
	}
	hc_teller_close(teller, whole);
}

char *
hc_outlook_library(void)
{
	return g_strdup_printf("%d.%d.%d", libgsf_major_version,
	                       libgsf_minor_version, libgsf_micro_version);
}
