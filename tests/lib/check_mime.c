/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_mime.c - the worker's own code: shut in or not it says the same, and
 * whatever it says is checked. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "exact.h"
#include "frame.h"
#include "limit.h"
#include "mime.h"
#include "prescan.h"
#include "shape.h"
#include "worker.h"

/** A message with a file's name in a charset, as bytes of that charset. */
static char *
named(const char *charset, const char *name)
{
	g_autofree char *bytes = NULL;
	g_autofree char *base64 = NULL;
	gsize length;

	bytes = g_convert(name, -1, charset, "UTF-8", NULL, &length, NULL);
	if (bytes == NULL)
		return NULL;
	base64 = g_base64_encode((const guchar *)bytes, length);
	return g_strdup_printf(
		"Content-Type: text/plain;\n name=\"=?%s?B?%s?=\""
		"\n\ntext\n",
		charset, base64);
}

/** The answer of this very process, which nothing confines. */
static GByteArray *
answer_here(const char *message, size_t length, unsigned flags)
{
	GByteArray *frame = g_byte_array_new();

	hc_frame_begin(frame, HC_FRAME_ANSWER, 1);
	hc_mime_read(message, length, flags, frame);
	hc_frame_end(frame);
	g_byte_array_remove_range(frame, 0, HC_FRAME_HEAD);
	return frame;
}

/* Charsets of the list, each with letters of it that need its converter. */
static const struct {
	const char *charset, *name;
} names[] = {
	{"utf-8",        "\u30c6\u30b9\u30c8"},
	{"iso-8859-1",   "\u00fcber"         },
	{"iso-8859-2",   "\u017elu\u0165"    },
	{"iso-8859-15",  "\u20ac"            },
	{"windows-1251", "\u041f\u0440\u0438"},
	{"windows-1252", "\u20ac"            },
	{"koi8-r",       "\u041f\u0440\u0438"},
	{"koi8-u",       "\u0407"            },
	{"iso-2022-jp",  "\u30c6\u30b9\u30c8"},
	{"shift_jis",    "\u30c6\u30b9\u30c8"},
	{"euc-jp",       "\u30c6\u30b9\u30c8"},
	{"euc-kr",       "\ud55c\uad6d"      },
	{"gb18030",      "\u4e2d\u6587"      },
	{"big5",         "\u4e2d\u6587"      },
};

START_TEST(sandbox_changes_no_answer)
{
	HcWorkerTerms terms = {.patience_ms = 10000};
	HcWorker worker = {0};
	g_autoptr(GError) error = NULL;

	ck_assert(hc_worker_start(&worker, &terms, WORKER, &error));
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *message =
			named(names[i].charset, names[i].name);
		g_autoptr(GByteArray) there = g_byte_array_new();
		g_autoptr(GByteArray) here = NULL;
		g_auto(HcAnswer) answer = {0};

		ck_assert_msg(message != NULL, "%s", names[i].charset);
		here = answer_here(message, strlen(message), 0);
		ck_assert_int_eq(hc_worker_ask(&worker, 0, message,
		                               strlen(message), 10000, there),
		                 HC_ANSWERED);
		ck_assert_msg(
			here->len == there->len &&
				memcmp(here->data, there->data, here->len) == 0,
			"%s", names[i].charset);
		ck_assert(hc_answer_read(&answer, there->data, there->len,
		                         strlen(message)));
		ck_assert_msg(hc_frame_is(hc_answer_part(&answer, 1)->file,
		                          names[i].name),
		              "%s: %.*s", names[i].charset,
		              (int)hc_answer_part(&answer, 1)->file.length,
		              hc_answer_part(&answer, 1)->file.bytes);
	}
	hc_worker_stop(&worker);
}
END_TEST

START_TEST(charset_off_the_list_is_not_opened)
{
	g_autofree char *message = named("IBM1390", "abc");
	g_autoptr(GByteArray) records = g_byte_array_new();
	g_auto(HcAnswer) answer = {0};
	HcWorkerTerms terms = {.patience_ms = 10000};
	HcWorker worker = {0};

	if (message == NULL) /* the C library lacks it */
		message = g_strdup("Content-Type: text/plain;\n "
		                   "name=\"=?IBM1390?B?gYKD?=\"\n\ntext\n");
	ck_assert(hc_worker_start(&worker, &terms, WORKER, NULL));
	ck_assert_int_eq(hc_worker_ask(&worker, 0, message, strlen(message),
	                               10000, records),
	                 HC_ANSWERED);
	ck_assert(hc_answer_read(&answer, records->data, records->len,
	                         strlen(message)));
	ck_assert(!hc_frame_is(hc_answer_part(&answer, 1)->file, "abc"));
	hc_worker_stop(&worker);
}
END_TEST

/* ---------------------------------------------------------------- answers */

static const char whole[] =
	"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
	"text/plain\n\nSender: a@example.com\n--b\nContent-Type: "
	"message/rfc822\nContent-Transfer-Encoding: base64\n\n"
	"U3ViamVjdDogeAoKeQo=\n--b\nContent-Type: message/rfc822\n\nA: b\n\nc\n"
	"--b--\n";

START_TEST(answer_cut_anywhere_is_none)
{
	g_autoptr(GByteArray) records =
		answer_here(whole, sizeof whole - 1, HC_ASK_TEXT);
	g_auto(HcAnswer) answer = {0};

	ck_assert(hc_answer_read(&answer, records->data, records->len,
	                         sizeof whole - 1));
	ck_assert_uint_eq(answer.parts->len, 6);
	ck_assert_uint_eq(answer.nested->len, 2);
	ck_assert_uint_gt(answer.text.length, 0);
	for (guint i = 0; i < records->len; i++) {
		g_autofree char *exact =
			exact_copy((const char *)records->data, i);
		g_auto(HcAnswer) cut = {0};

		ck_assert_msg(!hc_answer_read(&cut, exact, i, sizeof whole - 1),
		              "%u of %u", i, records->len);
	}
}
END_TEST

START_TEST(answer_about_a_shorter_message_is_none)
{
	g_autoptr(GByteArray) records = answer_here(whole, sizeof whole - 1, 0);
	g_auto(HcAnswer) answer = {0};

	ck_assert(!hc_answer_read(&answer, records->data, records->len, 40));
}
END_TEST

/* Bytes of an answer with one changed: never read past the end, never a part
 * without its parent; which of them pass does not matter. */
START_TEST(answer_changed_anywhere_is_checked)
{
	g_autoptr(GByteArray) records =
		answer_here(whole, sizeof whole - 1, HC_ASK_TEXT);
	unsigned refused = 0;

	for (guint i = 0; i < records->len; i++)
		for (unsigned value = 0; value < 256; value += 51) {
			g_autofree char *exact = exact_copy(
				(const char *)records->data, records->len);
			g_auto(HcAnswer) answer = {0};

			exact[i] = (char)value;
			if (!hc_answer_read(&answer, exact, records->len,
			                    sizeof whole - 1)) {
				refused++;
				continue;
			}
			for (guint j = 1; j <= answer.parts->len; j++)
				ck_assert_uint_lt(
					hc_answer_part(&answer, j)->parent, j);
		}
	ck_assert_uint_gt(refused, records->len);
}
END_TEST

/* ----------------------------------------------------------------- shapes */

#define ENVELOPED "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define ARMOUR "-----BEGIN PGP MESSAGE-----\n"
#define ARMOUR_END "-----END PGP MESSAGE-----\n"
#define BLANK16 "                "
#define BLANK BLANK16 BLANK16 BLANK16 BLANK16 BLANK16 BLANK16 BLANK16 BLANK16
#define WIDE16 "0123456789ABCDEF"
#define WIDE WIDE16 WIDE16 WIDE16 WIDE16 WIDE16 WIDE16 WIDE16 WIDE16

static const struct {
	const char *name, *bytes;
	size_t length;
	const char *shape;
} shapes[] = {
#define BYTES(text) text, sizeof text - 1
	{"nothing",			      BYTES(""),				    "empty"      },
	{"white space",			  BYTES(" \r\n\t"),                             "empty"      },
	{"words",				BYTES("words"),                               "other"      },
	{"enveloped, DER",
                                                 BYTES("\x30\x12" ENVELOPED "\xa0\x05\x30\x03\x02\x01"
               "0"),
                                                 "cms-enveloped"										    },
	{"enveloped, DER, text behind",
                                                 BYTES("\x30\x12" ENVELOPED "\xa0\x05\x30\x03\x02\x01"
               "0clear"),
                                                 "other"											    },
	{"enveloped, DER, cut",
                                                 BYTES("\x30\x12" ENVELOPED "\xa0\x05\x30\x03\x02\x01"),                               "other"      },
	{"enveloped, DER, longer within",
                                                 BYTES("\x30\x12" ENVELOPED "\xa0\x06\x30\x03\x02\x01"
               "0"),
                                                 "other"											    },
	{"enveloped, DER, a long length",
                                                 BYTES("\x30\x82\x00\x12" ENVELOPED "\xa0\x05\x30\x03\x02\x01"
               "0"),
                                                 "cms-enveloped"										    },
	{"enveloped, BER",
                                                 BYTES("\x30\x80" ENVELOPED "\xa0\x80\x30\x80\x02\x01"
               "0\0\0\0\0\0\0"),
                                                 "cms-enveloped"										    },
	{"enveloped, BER, not ended",
                                                 BYTES("\x30\x80" ENVELOPED "\xa0\x80\x30\x80\x02\x01"
               "0\0\0\0\0"),
                                                 "other"											    },
	{"enveloped, BER, text behind",
                                                 BYTES("\x30\x80" ENVELOPED "\xa0\x80\x30\x80\x02\x01"
               "0\0\0\0\0\0\0clear"),
                                                 "other"											    },
	{"enveloped, BER, text within",
                                                 BYTES("\x30\x80" ENVELOPED "\xa0\x80In clear.\0\0\0\0"),                              "other"      },
	{"enveloped, BER, text and zeros",
                                                 BYTES("\x30\x80" ENVELOPED "\xa0\x80\0\0\0\0In clear.\0\0\0\0"),
                                                 "other"											    },
	{"enveloped, cut",                       BYTES("\x30\x80" ENVELOPED),                  "other"      },
	{"signed",
                                                 BYTES("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\0"
               "\0\0\0"),
                                                 "cms-signed"										       },
	{"a length of 127 bytes",                BYTES("\x30\xff\x06\x09"),                    "other"      },
	{"armour of a session key",              BYTES(ARMOUR "\nhIwDS0VZ\n" ARMOUR_END),
                                                 "pgp-message"										      },
	{"armour of compressed data",            BYTES(ARMOUR "\nyAMDS0VZ\n" ARMOUR_END),
                                                 "pgp-other"											},
	{"armour with a comment",
                                                 BYTES("\n" ARMOUR "Version: 1\n\nhIwDS0VZ\n" ARMOUR_END),
                                                 "pgp-message"										      },
	{"armour without an end",                BYTES(ARMOUR "\nhIwDS0VZ\n"),                 "pgp-other"  },
	{"armour, text behind",
                                                 BYTES(ARMOUR "\nhIwDS0VZ\n" ARMOUR_END "\nclear\n"),                                  "pgp-other"  },
	{"armour, text far right",
                                                 BYTES(ARMOUR "\nhIwDS0VZ" WIDE "In clear.\n" ARMOUR_END),                             "pgp-other"  },
	{"armour, text right of its end",
                                                 BYTES(ARMOUR "\nhIwDS0VZ\n-----END PGP MESSAGE-----" BLANK
                      "In clear.\n"),
                                                 "pgp-other"											},
	{"armour, text right of its empty line",
                                                 BYTES(ARMOUR BLANK "In clear.\nhIwDS0VZ\n" ARMOUR_END),                               "pgp-other"  },
	{"packets",			      BYTES("\x84\x03\x03xx\xd2\x05\x01yyyy"),      "pgp-message"},
	{"packets, data in pieces",              BYTES("\xc1\x03\x03xx\xd2\xe1yy\x01y"),
                                                 "pgp-message"										      },
	{"packets, data to the end",             BYTES("\x85\0\x03\x03xx\xa7yyyy"),
                                                 "pgp-message"										      },
	{"packets, text behind",                 BYTES("\x84\x03\x03xx\xd2\x05\x01yyyyclear"),
                                                 "other"											    },
	{"packets, data cut",                    BYTES("\x84\x03\x03xx\xd2\x06\x01yyyy"),      "other"      },
	{"packets, no data",                     BYTES("\x84\x07\x03xxyyyy"),                  "other"      },
	{"packets, literal data",                BYTES("\x84\x03\x03xx\xcb\x05\x01yyyy"),
                                                 "other"											    },
	{"version of PGP/MIME",                  BYTES("Version: 1\r\n\r\n"),                  "pgp-version"},
	{"version, text behind",                 BYTES("Version: 1\nclear\n"),                 "other"      },
	{"page",				 BYTES("<!DOCTYPE html><HTML>"),               "html"       },
	{"rpmsg",				BYTES("\x76\xe8\x04\x60\xc4\x11\xe3\x86"),    "rpmsg"      },
#undef BYTES
};

START_TEST(shapes_are_known)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *exact =
			exact_copy(shapes[i].bytes, shapes[i].length);
		const char *shape = hc_shape_of(exact, shapes[i].length);

		ck_assert_msg(strcmp(shape, shapes[i].shape) == 0, "%s: %s",
		              shapes[i].name, shape);
	}
}
END_TEST

/** Bytes that come a few at a time. */
typedef struct {
	HcFlow flow;
	const char *bytes;
	size_t length, read, piece;
} Drops;

static bool
drop_more(HcFlow *flow)
{
	Drops *drops = (Drops *)flow;

	if (drops->read == drops->length)
		return false;
	flow->at = drops->bytes + drops->read;
	drops->read += MIN(drops->piece, drops->length - drops->read);
	flow->end = drops->bytes + drops->read;
	return true;
}

static void
drop_again(HcFlow *flow)
{
	((Drops *)flow)->read = 0;
}

/** What the shape of bytes is when they come in pieces. */
static const char *
shape_in_pieces(const char *bytes, size_t length, size_t piece)
{
	Drops drops = {
		.flow = {.more = drop_more, .again = drop_again},
		.bytes = bytes,
		.length = length,
		.piece = piece
        };

	return hc_shape_of_flow(&drops.flow);
}

START_TEST(shape_is_the_same_in_pieces)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
		for (size_t piece = 1; piece < 9; piece++) {
			g_autofree char *exact =
				exact_copy(shapes[i].bytes, shapes[i].length);

			ck_assert_msg(
				strcmp(shape_in_pieces(exact, shapes[i].length,
			                               piece),
			               shapes[i].shape) == 0,
				"%s in pieces of %zu", shapes[i].name, piece);
		}
}
END_TEST

/* What only all bytes can tell, in parts of more than are looked at first. */
START_TEST(long_shape_is_the_same_in_pieces)
{
	static const struct {
		const char *head, *again, *tail, *shape;
		size_t head_length, tail_length;
	} parts[] = {
#define ROW(head_, again_, tail_, shape_)                                      \
	{.head = head_,                                                        \
	 .again = again_,                                                      \
	 .tail = tail_,                                                        \
	 .shape = shape_,                                                      \
	 .head_length = sizeof head_ - 1,                                      \
	 .tail_length = sizeof tail_ - 1}
		ROW(ARMOUR "\nhIwDS0VZ\n", "AAAA\n", ARMOUR_END, "pgp-message"),
		ROW(ARMOUR "\nhIwDS0VZ\n", "AAAA\n", ARMOUR_END "x",
	            "pgp-other"),
		ROW("", "     ", ARMOUR "\nhIwDS0VZ\n" ARMOUR_END,
	            "pgp-message"),
		ROW("", "    \n", "-----BEGIN PGP SIGNATURE-----\n",
	            "pgp-signature"),
		ROW("", "    \n", "Version: 1\n", "pgp-version"),
		ROW("Version: 1", "    \n", "", "pgp-version"),
		ROW("Version: 1", "    \n", "x", "other"),
		ROW("", "    \n", "", "empty"),
		ROW("", "    \n", "x", "other"),
		ROW("", "    \n", "<html>", "other"),
		ROW("\x30\x80" ENVELOPED "\xa0\x80", "\x04\x03xyz", "\0\0\0\0",
	            "cms-enveloped"),
		ROW("\x30\x80" ENVELOPED "\xa0\x80", "\x04\x03xyz",
	            "\0\0\0\0clear", "other"),
		ROW("\x30\x80" ENVELOPED "\xa0\x80", "\x04\x03xyz",
	            "\x04\x09xyz", "other"),
		ROW("\x30\x82\x13\x97" ENVELOPED "\xa0\x82\x13\x88",
	            "\x04\x03xyz", "", "cms-enveloped"),
		ROW("\x30\x82\x13\x97" ENVELOPED "\xa0\x82\x13\x88",
	            "\x04\x03xyz", "c", "other"),
		ROW("\x84\x03\x03xx\xd2\xff\x00\x00\x13\x89\x01", "\x04\x03xyz",
	            "", "pgp-message"),
		ROW("\x84\x03\x03xx\xd2\xff\x00\x00\x13\x89\x01", "\x04\x03xyz",
	            "c", "other"),
		ROW("\x84\x03\x03xx\xd2\xff\x00\x00\x13\x8a\x01", "\x04\x03xyz",
	            "", "other"),
		ROW("\x85\0\x03\x03xx\xa7", "yyyyy", "", "pgp-message"),
		ROW("<html>", "    \n", "", "html"),
#undef ROW
	};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GString) all = g_string_new_len(
			parts[i].head, (gssize)parts[i].head_length);
		char *exact;

		for (unsigned j = 0; j < 1000; j++)
			g_string_append(all, parts[i].again);
		g_string_append_len(all, parts[i].tail,
		                    (gssize)parts[i].tail_length);
		exact = exact_copy(all->str, all->len);
		ck_assert_msg(strcmp(hc_shape_of(exact, all->len),
		                     parts[i].shape) == 0,
		              "row %zu: %s", i, hc_shape_of(exact, all->len));
		for (size_t piece = 1; piece < 5000; piece = piece * 2 + 1)
			ck_assert_msg(
				strcmp(shape_in_pieces(exact, all->len, piece),
			               parts[i].shape) == 0,
				"row %zu in pieces of %zu", i, piece);
		free(exact);
	}
}
END_TEST

/* Words are looked for many bytes at a time: they are found wherever they
 * stand, between letters that look like their ends. */
START_TEST(type_is_disguised_wherever_it_stands)
{
	static const char type[] = "CONTENT-tYPE: message/rfc822";

	for (size_t before = 0; before < 70; before++)
		for (size_t behind = 0; behind < 40; behind++) {
			g_autoptr(GString) text = g_string_new(NULL);
			HcDisguise disguise;
			char *exact;

			for (size_t i = 0; i < before; i++)
				g_string_append_c(text, "cE-e"[i % 4]);
			g_string_append(text, type);
			for (size_t i = 0; i < behind; i++)
				g_string_append_c(text, "Ce"[i % 2]);
			exact = exact_copy(text->str, text->len);
			ck_assert(hc_disguise(exact, text->len, &disguise));
			ck_assert_int_eq(disguise.message, 'f');
			ck_assert_int_eq(disguise.digest, '\0');
			text->str[before + strlen("CONTENT-tYPE: messag")]++;
			ck_assert_msg(memcmp(exact, text->str, text->len) == 0,
			              "%zu bytes before, %zu behind", before,
			              behind);
			free(exact);
		}
}
END_TEST

/* What is written like a disguise is none, as long as something is left that is
 * written nowhere; and none is left on, whatever stands around a type. */
#define BOX "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
#define EACH(word)                                                             \
	word "a" word "b" word "c" word "d" word "e" word "f" word "g" word    \
	     "h" word "i" word "j" word "k" word "l" word "m" word "n" word    \
	     "o" word "p" word "q" word "r" word "s" word "t" word "u" word    \
	     "v" word "w" word "x" word "y" word "z" word "0" word "1" word    \
	     "2" word "3" word "4" word "5" word "6" word "7" word "8" word    \
	     "9"
static const struct {
	const char *message;
	uint32_t number; /* of the part */
	const char *type;
	unsigned nested; /* messages within */
} types[] = {
	{"Content-Type: message/rfc822\n\nA: b\n\nx\n",                        1, "message/rfc822",   1},
	{"Content-Type: messagf/rfc822\n\nA: b\n\nx\n",                        1, "messagf/rfc822",   0},
	{"Content-Type: messages/rfc822\n\nA: b\n\nx\n",                       1, "messages/rfc822",
         0											     },
	{"Content-Type: (message/a) messagf/rfc822\n\nA: b\n",                 1,
         "messagf/rfc822",									    0},
	{"Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: b\n"
         "\nx\n--b--\n",                                              1, "multipart/digest", 1},
	{"Content-Type: multipart/digesu; boundary=b\n\n--b\n\nA: b\n"
         "\nx\n--b--\n",                                              1, "multipart/digesu", 0},
	{BOX "Content-Type: message/rfc822\n\nA: b\n--b--\n",                  2,
         "message/rfc822",									    1},
	{BOX "Content-Type: Messagf/rfc822\n\nA: b\n--b--\n",                  2,
         "messagf/rfc822",									    0},
	{BOX "content-type :\n (c) message/rfc822\n\nA: b\n--b--\n",           2,
         "message/rfc822",									    1},
	{BOX "Content-Type: multipart/digest; boundary=c\n\n--c\n\n"
             "A: b\n\nx\n--c--\n--b--\n",                             2, "multipart/digest", 1},
	{BOX "Content-Type: multipart/digesu; boundary=c\n\n--c\n\n"
             "A: b\n\nx\n--c--\n--b--\n",                             2, "multipart/digesu", 0},
	{BOX "Content-Type: message/rfc822\nContent-Type: messagf/a\n\n"
             "A: b\n--b--\n",                                         2, "messagf/a",        0},
	{BOX "Content-Type: messagf/a\nContent-Type: message/rfc822\n\n"
             "A: b\n--b--\n",                                         2, "message/rfc822",   1},
	{BOX "\nContent-Type: message/rfc822\n--b\n"
             "Content-Type: messagf/a\n\nA: b\n--b--\n",              3, "messagf/a",        0},
	{"Content-Type: message/rfc822\n\n"
         "Content-Type: messagf/rfc822\n\nA: b\n",                    2, "messagf/rfc822",   1},
	{BOX ">From a@b.example Tue Jan  1 00:00:00 2030\n"
             "Content-Type: message/rfc822\n\nA: b\n--b--\n",         2, "message/rfc822",   1},
	{BOX "Content-Disposition attachment\n"
             "Content-Type: message/rfc822\n\nA: b\n--b--\n",         2, "message/rfc822",   1},
	{BOX " Content-Type: a/b\n\tc\nContent-Type\n"
             "Content-Type: message/rfc822\n\nA: b\n--b--\n",         2, "message/rfc822",   1},
	{BOX ">From a@b.example Tue Jan  1 00:00:00 2030\n"
             "Content-Type: multipart/digest; boundary=c\n\n--c\n\n"
             "A: b\n\nx\n--c--\n--b--\n",                             2, "multipart/digest", 1},
	{BOX "Content-Disposition attachment\n"
             "Content-Type: multipart/digest; boundary=c\n\n--c\n\n"
             "A: b\n\nx\n--c--\n--b--\n",                             2, "multipart/digest", 1},
	{BOX "Content-Disposition attachment\n"
             "Content-Type: messagf/rfc822\n\nA: b\n--b\n"
             "Content-Type: message/rfc822\n\nA: b\n--b--\n",         2, "messagf/rfc822",   1},
	{BOX "Content-Type: (\n\nx\n--b\n"
             "Content-Type: message/rfc822\n\nA: b\n\nx\n--b\n\n"
             ") message/x\n--b--\n",                                  3, "message/rfc822",   1},
	{BOX "Content-Type: (\n\nx\n--b\n"
             "Content-Type: multipart/digest; boundary=c\n\n--c\n\n"
             "A: b\n\nx\n--c--\n--b\n\n"
             ") multipart/digest\n--b--\n",                           3, "multipart/digest", 1},
	{BOX "\nmessagf MESSAGG messagi\n--b\nContent-Type: messagh/a\n\n"
             "x\n--b\nContent-Type: message/rfc822\n\nA: b\n--b--\n", 3, "messagh/a",        1},
	{BOX "\nmessagf MESSAGG messagi\n--b\nContent-Type: messagh/a\n\n"
             "x\n--b\nContent-Type: message/rfc822\n\nA: b\n--b--\n", 4, "message/rfc822",   1},
	{BOX "\n" EACH("messag") "\n--b\n"
                                 "Content-Type: message/rfc822\n\nA: "
                                 "b\n--b--\n",                        3, "message/rfc822",   1},
	{BOX "\n" EACH("diges") "\n--b\n"
                                "Content-Type: multipart/digest; "
                                "boundary=c\n\n--c\n\n"
                                "A: b\n\nx\n--c--\n--b--\n",          3, "multipart/digest", 1},
};
#undef EACH
#undef BOX

START_TEST(type_is_what_is_written)
{
	const char *message = types[_i].message;
	const uint32_t number = types[_i].number;
	g_autoptr(GByteArray) records =
		answer_here(message, strlen(message), 0);
	g_auto(HcAnswer) answer = {0};
	HcFrameText type;

	ck_assert(hc_answer_read(&answer, records->data, records->len,
	                         strlen(message)));
	ck_assert_uint_ge(answer.parts->len, number);
	type = hc_answer_part(&answer, number)->type;
	ck_assert_msg(hc_frame_is(type, types[_i].type) &&
	                      answer.nested->len == types[_i].nested,
	              "%.*s and %u in %s", (int)type.length, type.bytes,
	              answer.nested->len, message);
}
END_TEST

/* A multipart is placed by its field, not by what is no field before it. */
START_TEST(multipart_is_placed_by_its_field)
{
	static const char head[] =
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n";
	static const char field[] =
		"Content-Type : multipart/digest; boundary=c\n";
	static const char *const before[] = {
		"",
		"A: b\n",
		"A: b\nContent-Disposition attachment\n",
		"\xff\n",
		">From a@b.example Tue Jan  1 00:00:00 2030\n",
		"Content-Disposition attachment\r\n",
		" Content-Type : a/b\n\tc\nContent-Type \n: d\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *message =
			g_strconcat(head, before[i], field,
		                    "\n--c\n\nA: b\n--c--\n--b--\n", NULL);
		g_autoptr(GByteArray) records =
			answer_here(message, strlen(message), 0);
		g_auto(HcAnswer) answer = {0};
		const HcFramePart *part;

		ck_assert(hc_answer_read(&answer, records->data, records->len,
		                         strlen(message)));
		ck_assert_uint_ge(answer.parts->len, 2);
		part = hc_answer_part(&answer, 2);
		ck_assert_msg((part->flags & HC_PART_PLACED) != 0 &&
		                      part->offset ==
		                              strlen(head) +
		                                      strlen(before[i]) &&
		                      part->length == strlen(field),
		              "%u bytes at %u behind %s", part->length,
		              part->offset, before[i]);
	}
}
END_TEST

/** A piece, over and over.
 *  @return of @p count of them */
static GString *
repeat(const char *head, const char *piece, unsigned count)
{
	GString *text = g_string_new(head);

	while (count-- > 0)
		g_string_append(text, piece);
	return text;
}

/* Each open comment in front of a type reaches to the end. */
START_TEST(comments_upon_comments_are_not_gone_through)
{
	g_autoptr(GString) few = repeat("", "Content-Type:(", 1000);
	g_autoptr(GString) many = repeat("", "Content-Type:(", 60000);
	HcDisguise disguise;

	ck_assert(hc_disguise(few->str, few->len, &disguise));
	ck_assert(!hc_disguise(many->str, many->len, &disguise));
	ck_assert_int_eq(disguise.message, '\0');
}
END_TEST

/* GMime compares lines that may be boundaries with 1,024 at most. */
START_TEST(comparisons_of_boundaries_are_counted)
{
	g_autoptr(GString) text = g_string_new("\n");
	HcMimeBudget budget = {100, 100};

	for (unsigned i = 0; i < 2000; i++)
		g_string_append_printf(text, "boundary=b%u\n", i);
	for (unsigned i = 0; i < HC_COMPARISONS_MAX / 1024; i++)
		g_string_append(text, "--\n");
	ck_assert(hc_prescan(text->str, text->len, &budget));
	g_string_append(text, "--\n");
	ck_assert(!hc_prescan(text->str, text->len, &budget));
}
END_TEST

START_TEST(parameters_of_parts_are_counted)
{
	static const char head[] = "Content-Type: multipart/mixed; "
				   "boundary=b\n\n--b\nContent-Type: a/b";
	HcMimeBudget budget = {100, 100};
	g_autoptr(GString) few = repeat(head, ";a=b\n ", 90000);
	g_autoptr(GString) many = repeat(head, ";a=b\n ", 110000);

	ck_assert(hc_prescan(few->str, few->len, &budget));
	ck_assert(!hc_prescan(many->str, many->len, &budget));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mime");
	TCase *tcase = tcase_create("mime");
	SRunner *runner;
	int failed;

	hc_mime_begin();
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, sandbox_changes_no_answer);
	tcase_add_test(tcase, charset_off_the_list_is_not_opened);
	tcase_add_test(tcase, answer_cut_anywhere_is_none);
	tcase_add_test(tcase, answer_about_a_shorter_message_is_none);
	tcase_add_test(tcase, answer_changed_anywhere_is_checked);
	tcase_add_test(tcase, shapes_are_known);
	tcase_add_test(tcase, shape_is_the_same_in_pieces);
	tcase_add_test(tcase, long_shape_is_the_same_in_pieces);
	tcase_add_test(tcase, type_is_disguised_wherever_it_stands);
	tcase_add_loop_test(tcase, type_is_what_is_written, 0,
	                    G_N_ELEMENTS(types));
	tcase_add_test(tcase, multipart_is_placed_by_its_field);
	tcase_add_test(tcase, comments_upon_comments_are_not_gone_through);
	tcase_add_test(tcase, parameters_of_parts_are_counted);
	tcase_add_test(tcase, comparisons_of_boundaries_are_counted);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
