/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* charset.c - charsets that a converter may be asked for. */
#include "config.h"

#include "charset.h"

#include <string.h>

#include "scan.h"

/* A row that ends in "*" goes on with one or two digits.  GMime asks for some
 * under another name than mail does. */
static const char *const rows[] = {
	"us-ascii", "ascii",   "ansi_x3.4-1968", "utf-8",     "utf8",
	"iso-8859-*", "iso8859-*", "windows-125*", "windows-cp125*", "cp125*",
	"koi8-r",   "koi8-u",  "iso-2022-jp",    "shift_jis", "shift-jis",
	"sjis",     "euc-jp",  "eucjp",          "euc-kr",    "euckr",
	"euc-cn",   "euccn",   "euc-tw",         "euctw",     "gb18030",
	"gb2312",   "gbk",     "big5",
};

const char *const hc_charsets[] = {
	"ASCII",       "UTF-8",       "ISO-8859-1",  "ISO-8859-2",
	"ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",
	"ISO-8859-7",  "ISO-8859-8",  "ISO-8859-9",  "ISO-8859-10",
	"ISO-8859-11", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15",
	"ISO-8859-16", "CP1250",      "CP1251",      "CP1252",
	"CP1253",      "CP1254",      "CP1255",      "CP1256",
	"CP1257",      "CP1258",      "KOI8-R",      "KOI8-U",
	"ISO-2022-JP", "SHIFT_JIS",   "EUC-JP",      "EUC-KR",
	"EUC-CN",      "EUC-TW",      "GB18030",     "GBK",
	"BIG5",        NULL,
};

static bool
is_row(const char *name, size_t length, const char *row)
{
	size_t row_length = strlen(row);

	if (row[row_length - 1] != '*')
		return hc_equal_nocase(name, length, row, row_length);
	row_length--;
	if (length <= row_length || length > row_length + 2 ||
	    !hc_equal_nocase(name, row_length, row, row_length))
		return false;
	for (size_t i = row_length; i < length; i++)
		if (!hc_is_digit((unsigned char)name[i]))
			return false;
	return true;
}

bool
hc_charset_is_known(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is_row(name, length, rows[i]))
			return true;
	return false;
}
