/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* magic.c - what a file is by its first bytes, where it is no text. */
#include "config.h"

#include "magic.h"

#include <string.h>

typedef struct {
	const char *bytes;
	size_t length;
	HcKind kind;
} Magic;

/* Longest first where one begins another. */
static const Magic magics[] = {
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, HC_KIND_MSG       }, /* MS-CFB 2.2 */
	{"\xfd"
         "7zXZ\0",                  6, HC_KIND_COMPRESSED}, /* .xz file format 2.1.1.1 */
	{"\x28\xb5\x2f\xfd",                 4, HC_KIND_COMPRESSED}, /* zstd, RFC 8878 3.1.1 */
	{"PK\3\4",			   4, HC_KIND_ZIP       }, /* APPNOTE 4.3.7 */
	{"PK\5\6",			   4, HC_KIND_ZIP       }, /* an empty one, 4.3.16 */
	{"!BDN",			     4, HC_KIND_PST       }, /* MS-PST 2.2.2.6 */
	{"\x1f\x8b\x08",                     3, HC_KIND_COMPRESSED}, /* gzip, RFC 1952 2.3 */
};

typedef struct {
	const char *bytes;
	size_t length;
	const char *name;
} Closed;

/* What may hold mail and is not read.  Sources: 7-Zip, 7zFormat.txt; RAR 5.0
 * archive format, 3; MS-CAB 2.1; lzip file format; LZ4 frame format; of the
 * last three, G. Kessler, File Signatures. */
static const Closed closed[] = {
	{"7z\xbc\xaf\x27\x1c", 6, "a 7-Zip archive"},
	{"Rar!\x1a\x07", 6, "a RAR archive"},
	{"MSCF\0\0\0\0", 8, "a cabinet file"},
	{"LZIP\1", 5, "compressed by lzip"},
	{"\x04\x22\x4d\x18", 4, "compressed by lz4"},
	{"\x1f\x9d", 2, "compressed by compress"},
	{"\xcf\xad\x12\xfe", 4, "a mail folder of Outlook Express"},
	{"\x1a\0\0\x04", 4, "a database of Notes"},
};

/* "BZh", a digit, and the mark of a block or of the end. */
static bool
is_bzip2(const unsigned char *data, size_t length)
{
	return length >= 10 && memcmp(data, "BZh", 3) == 0 && data[3] >= '1' &&
	       data[3] <= '9' &&
	       (memcmp(data + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
	        memcmp(data + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* POSIX.1-1988 10.1.1: the sum of all bytes of the header, those of the sum
 * taken as spaces, in octal.  Headers without "ustar" are older. */
static bool
is_tar(const unsigned char *data, size_t length)
{
	unsigned long sum = 0, stated = 0;
	size_t at = 148;

	if (length < HC_MAGIC_BYTES || data[0] == '\0')
		return false;
	for (size_t i = 0; i < HC_MAGIC_BYTES; i++)
		sum += i >= 148 && i < 156 ? ' ' : data[i];
	while (at < 156 && data[at] == ' ')
		at++;
	if (at == 156 || data[at] < '0' || data[at] > '7')
		return false;
	for (; at < 156 && data[at] >= '0' && data[at] <= '7'; at++)
		stated = 8 * stated + (unsigned long)(data[at] - '0');
	return stated == sum;
}

HcKind
hc_magic_kind(const void *data, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(magics); i++)
		if (length >= magics[i].length &&
		    memcmp(data, magics[i].bytes, magics[i].length) == 0)
			return magics[i].kind;
	if (is_bzip2(data, length))
		return HC_KIND_COMPRESSED;
	return is_tar(data, length) ? HC_KIND_TAR : HC_KIND_AUTO;
}

const char *
hc_magic_closed(const void *data, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(closed); i++)
		if (length >= closed[i].length &&
		    memcmp(data, closed[i].bytes, closed[i].length) == 0)
			return closed[i].name;
	return NULL;
}
