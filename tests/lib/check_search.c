/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_search.c - what a search passes holds no form; what it does not pass may
 * hold one.  And of both the worker says the same whether GMime is shown all or
 * what is left of it (mime/shorten.h). */
#include "config.h"

#include <check.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "searching.h"
#include "shorten.h"

#define HEAD "From: a@example.com\nMIME-Version: 1.0\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
#define QUOTED HEAD "Content-Transfer-Encoding: quoted-printable\n\n"
#define TEN "abcdefghi "
#define LINES                                                                  \
	"\n" TEN TEN TEN TEN TEN "\n" TEN TEN TEN TEN                          \
	"\nx\n" TEN TEN TEN TEN TEN "\n"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* Messages of which something was left out. */
static unsigned shortened;

/** Compare what is said of a message with what is said when GMime sees all of
 *  it.  Messages within are read, too, as they are where everything is asked. */
static void
compare_shortened(const char *name, const char *bytes, size_t length)
{
	g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(HcCut));
	g_autoptr(GByteArray) left = g_byte_array_new();
	g_autoptr(GByteArray) all = g_byte_array_new();
	g_autoptr(GByteArray) some = g_byte_array_new();

	/* of a header that is taken for text there may be as much to leave out */
	ck_assert(hc_shorten(left, bytes, length, length, 1, cuts));
	ck_assert_msg(left->len + hc_left_out(cuts, left->len) == length, "%s",
	              name);
	shortened += cuts->len > 0;
	/* where nothing is left out both are the same reading */
	if (!hc_mime_read_shortened(bytes, length, HC_ASK_TEXT, 1, some))
		return;
	hc_mime_read_shortened(bytes, length, HC_ASK_TEXT, SIZE_MAX, all);
	ck_assert_msg(all->len == some->len &&
	                      memcmp(all->data, some->data, all->len) == 0,
	              "%s: another answer to %.*s", name,
	              (int)MIN(length, 1000), bytes);
}

/* Messages whose structure was read without a worker. */
static unsigned outlined;

/** Compare what is read of a message with what a worker says. */
static void
compare_outline(const char *name, const char *bytes, size_t length)
{
	bool read;

	ck_assert_msg(!outline_differs(bytes, length, &read),
	              "%s: another structure of %.*s", name,
	              (int)MIN(length, 2000), bytes);
	outlined += read;
}

/** Search memory that ends where the message ends, and compare. */
static bool
search(const char *name, const char *bytes, size_t length)
{
	char *exact = exact_copy(bytes, length);
	bool nothing;
	const char *missed = search_missed(exact, length, &nothing);

	ck_assert_msg(missed == NULL, "%s: missed %s in %.*s", name, missed,
	              (int)length, bytes);
	compare_shortened(name, exact, length);
	compare_outline(name, exact, length);
	free(exact);
	return nothing;
}

/* ------------------------------------------------------------------- rows */

static const struct {
	const char *name, *message;
	bool nothing;
} rows[] = {
	{"text",				HEAD "\ntext\n",					       true },
	{"no header",			   "\ntext\n",						    true },
	{"nothing",			     "",							    false},
	{"what a disguise makes a message",
         HEAD "Content-Type: Messagf/rfc822\n\nA: b\n\nx\n",                                                   false},
	{"what a disguise makes a digest",
         HEAD "Content-Type: multipart/digesu; boundary=b\n\n--b\n\nx\n--b--\n",                               false},
	{"text in 8bit",
         HEAD "Content-Type: TEXT/plain; charset=utf-8\n"
              "Content-Transfer-Encoding: 8BIT\n\n\xc3\xbc\n",                                                 true },
	{"text in base64",
         HEAD "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
              "dGV4dA==\n",                                                                                    false},
	{"page in base64",
         HEAD "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
              "dGV4dA==\n",                                                                                    true },
	{"odd encoding",                        HEAD "Content-Transfer-Encoding: x-7bit\n\ntext\n",
         false												      },
	{"armour",			      HEAD "\n-----BEGIN PGP MESSAGE-----\n",                        false},
	{"armour at the end",                   HEAD "\n-----BEGIN PGP",                                       false},
	{"armour cut off",                      HEAD "\n-----BEGIN PG",                                        true },
	{"armour with too few dashes",          HEAD "\n----BEGIN PGP\n",                                      true },
	{"armour in a page",                    HEAD "Content-Type: text/html\n\n-----BEGIN PGP\n",
         true												       },
	{"quoted text",			 QUOTED "a=20b=\nc--=20\n",                                     true },
	{"quoted armour",                       QUOTED "-----BEGIN PGP\n",                                     false},
	{"quoted armour, first dash",           QUOTED "=2D----BEGIN PGP\n",                                   false},
	{"quoted armour, small letter",         QUOTED "=2d----BEGIN PGP\n",                                   false},
	{"quoted armour, a dash",               QUOTED "---=2D-BEGIN PGP\n",                                   false},
	{"quoted armour, a letter",             QUOTED "-----BEG=49N PGP\n",                                   false},
	{"quoted armour, the last letter",      QUOTED "-----BEGIN PG=50\n",                                   false},
	{"quoted armour, all",
         QUOTED "=2D=2D=2D=2D=2D=42=45=47=49=4E=20=50=47=50",                                                  false},
	{"quoted armour in lines",              QUOTED "--=\n---BEGIN=\r\n PG=\nP\n",                          false},
	{"quoted armour in lines with blanks",  QUOTED "--= \n---BEGIN PGP\n",
         false												      },
	{"quoted armour with what cannot be",   QUOTED "--=x---BEGIN PGP\n",
         true												       },
	{"quoted armour behind what cannot be", QUOTED "=x-----BEGIN PGP\n",
         false												      },
	{"quoted armour with half of it",       QUOTED "--=2---BEGIN PGP\n",                                   false},
	{"quoted armour with a return in it",   QUOTED "--=\r---BEGIN PGP\n",
         false												      },
	{"quoted armour up to the end",         QUOTED "--=",                                                  false},
	{"quoted, a boundary of such",          QUOTED "------=_NextPart_000\n",                               true },
	{"quoted, no armour",                   QUOTED "--=2D-BEGIN PGP\n",                                    true },
	{"type twice",
         HEAD "Content-Type: text/html\nContent-Type: text/html\n\ntext\n",
         false												      },
	{"type with a comment",                 HEAD "Content-Type: text/html (a)\n\ntext\n",
         false												      },
	{"no type",			     HEAD "Content-Type:\n\ntext\n",                                false},
	{"half a type",			 HEAD "Content-Type: text\n\ntext\n",                           false},
	{"type and blanks",                     HEAD "Content-Type: text /html\n\ntext\n",                     false},
	{"folded parameter",
         HEAD "Content-Type: text/html;\r\n\tcharset=\"utf-8\"\n\ntext\n",
         true												       },
	{"folded name",
         HEAD "Content-Type: text/html; name=\"a.a\n sc\"\n\ntext\n",                                          false},
	{"name",				HEAD "Content-Type: text/html; name=\"a.html\"\n\ntext\n",
         true												       },
	{"name of a form",
         HEAD "Content-Type: text/html; Name=\"A.Asc\"\n\nx\n",                                                false},
	{"name in an encoded word",
         HEAD "Content-Type: text/html; name=\"=?utf-8?q?a=2Easc?=\"\n\nx\n",
         false												      },
	{"name in pieces",
         HEAD "Content-Type: text/html; name*0=a.a; name*1=sc\n\nx\n",                                         false},
	{"name with an escape",
         HEAD "Content-Type: a/b; name=\"a\\.asc\"\n\nx\n",                                                    false},
	{"name beyond ASCII",
         HEAD "Content-Type: a/b; name=\"\xff.asc\"\n\nx\n",                                                   false},
	{"name in the disposition",
         HEAD "Content-Disposition: attachment; filename=a.pgp\n\nx\n",                                        false},
	{"parts",
         MIXED "--b\nContent-Type: text/plain\n\nx\n--b\n"
               "Content-Type: image/png; name=a.png\nContent-ID: <a>\n"
               "Content-Transfer-Encoding: base64\n\nAAAA\n--b--\n",                                           true },
	{"part without a type",                 MIXED "--b\n\nx\n--b--\n",                                     true },
	{"part in base64 without a type",
         MIXED "--b\nContent-Transfer-Encoding: base64\n\neA==\n--b--\n",
         false												      },
	{"part with a name",
         MIXED "--b\nContent-Type: a/b; name=a.p7m\n\nx\n--b--\n",                                             false},
	{"message",
         MIXED "--b\nContent-Type: message/rfc822\n\nA: b\n\nx\n--b--\n",
         false												      },
	{"news",				MIXED "--b\nContent-Type: message/news\n\nA: b\n\nx\n--b--\n",
         false												      },
	{"digest",
         HEAD "Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: b\n",
         false												      },
	{"multipart in a multipart",
         MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\n"
               "x\n--c--\n--b--\n",                                                                            true },
	{"no boundary",			 HEAD "Content-Type: multipart/mixed\n\n--b\n\nx\n",
         false												      },
	{"two boundaries",
         HEAD "Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n",
         false												      },
	{"boundary in pieces",
         HEAD "Content-Type: multipart/mixed; boundary*0=b\n\n--b\n",                                          false},
	{"boundary of another name",
         HEAD "Content-Type: multipart/mixed; xboundary=b\n\n--b\n",                                           false},
	{"boundary behind what is none",
         HEAD "Content-Type: multipart/mixed;~ boundary=b\n\n--b\n",                                           false},
	{"empty boundary",
         HEAD "Content-Type: multipart/mixed; boundary=\"\"\n\n--b\n",                                         false},
	{"boundary behind another",
         HEAD "Content-Type: multipart/mixed; a=\"x y\"; "
              "boundary=\"b\";\n\n--b\n\nx\n",                                                                 true },
	{"boundary of the word",
         HEAD
         "Content-Type: multipart/mixed; boundary=\"=_Boundary-00\"\n\n--b\n",                                 true },
	{"boundary of the word, and a sign",
         HEAD
         "Content-Type: multipart/mixed; boundary=\"=_Boundary=00\"\n\n--b\n",                                 false},
	{"boundary of the word, and a star",
         HEAD
         "Content-Type: multipart/mixed; boundary=\"=_Boundary *\"\n\n--b\n",                                  false},
	{"word for a boundary",
         HEAD "Content-Type: multipart/mixed; boundary\n\n--b\n",                                              false},
	{"boundary in a value",
         HEAD "Content-Type: multipart/mixed; a=\"; boundary=b\"\n\n--b\n",
         false												      },
	{"part whose type stands twice",
         MIXED "--b\nContent-Type: text/plain\nContent-Type: text/html\n"
               "Content-Transfer-Encoding: base64\n\nLS0tLS0=\n--b--\n",                                       false},
	{"part whose encoding stands twice",
         MIXED "--b\nContent-Transfer-Encoding: base64\n"
               "Content-Transfer-Encoding: 7bit\n\nLS0tLS0=\n--b--\n",                                         false},
	{"part whose disposition stands twice",
         MIXED "--b\nContent-Disposition: inline\n"
               "Content-Disposition: attachment\n\nx\n--b--\n",                                                false},
	{"armour in a part",                    MIXED "--b\n\nx\n-----BEGIN PGP\n--b--\n",                     false},
	{"armour behind dashes",                MIXED "--b\n\n-- \n-----BEGIN PGP\n\n--b--\n",
         false												      },
	{"armour without a boundary",           MIXED "-----BEGIN PGP",                                        false},
	{"quoted armour in a part",
         MIXED "--b\nContent-Transfer-Encoding: quoted-printable\n\n"
               "=2D----BEGIN PGP\n--b--\n",                                                                    false},
	{"field with a blank",
         MIXED "--b\nContent-Type : text/html\n\nx\n--b--\n",                                                  false},
	{"line that is no field",
         MIXED "--b\nwhat\nContent-Type: text/html\n\nx\n--b--\n",                                             false},
	{"line folded onto nothing",
         MIXED "--b\n x\nContent-Type: text/html\n\nx\n--b--\n",                                               false},
	{"dashes in a header",
         MIXED "--a\nContent-Type: text/html\n--b\n"
               "Content-Transfer-Encoding: base64\n\nLS0tLS0=\n--b--\n",                                       false},
	{"dashes that make a field",
         MIXED "--a\nContent-Type: text/html\n--b:\n\nx\n",                                                    false},
	{"type in a text",
         MIXED "--b\n\n-- \nContent-Type is a field.\n\n--b--\n",                                              false},
	{"dashes late in a line",
         MIXED HUNDRED TEN TEN TEN
         "--b\nContent-Type: message/rfc822\n\nA: b\n",                                                        false},
	{"dashes early in a line",
         MIXED TEN "--b\nContent-Type: message/rfc822\n\nA: b\n",                                              true },
	{"dashes late in a field",
         MIXED "--a\nContent-Type: text/html; x=" HUNDRED HUNDRED "--b\n"
               "Content-Transfer-Encoding: base64\n\nLS0tLS0=\n--b--\n",                                       false},
	{"long field of a part",
         MIXED "--b\nContent-Type: text/html;\n x=" HUNDRED HUNDRED
               "--b\n\nx\n",                                                                                   false},
	{"carriage returns alone",
         MIXED "--b\rContent-Type: message/rfc822\r\rA: b\r",                                                  true },
	{"NUL in a header",                     MIXED "--b\nContent-Type: text/html\x01\n\nx\n",
         false												      },
};

START_TEST(search_passes_what_is_plain)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_msg(search(rows[i].name, rows[i].message,
		                     strlen(rows[i].message)) ==
		                      rows[i].nothing,
		              "%s", rows[i].name);
}
END_TEST

/* ---------------------------------------------------------------- outlines */

#define SIGNED                                                                 \
	HEAD "Content-Type: multipart/signed; micalg=sha-256;\r\n"             \
	     " protocol=\"application/pgp-signature\"; boundary=\"=-b\"\n\n"
#define SIGNATURE                                                              \
	"Content-Type: application/pgp-signature; name=\"a.asc\"\n\n"          \
	"-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
#define INLINE                                                                 \
	"-----BEGIN PGP MESSAGE-----\n\nhQEMA2Sf2X9kq1h0\n"                    \
	"-----END PGP MESSAGE-----\n"

/* Whatever is read is compared in search(). */
static const struct {
	const char *name, *message;
	bool read;
} outlines[] = {
	{"signed",				    SIGNED "--=-b\n\ntext\n\n--=-b\n" SIGNATURE "\n--=-b--\n",
         true													 },
	{"signed, lines of CRLF",
         SIGNED "--=-b\r\n\r\ntext\r\n\r\n--=-b\r\n" SIGNATURE
                "\r\n--=-b--\r\n",                                                                               true },
	{"armour",				    HEAD "\n" INLINE,					  true },
	{"armour, text around it",                    HEAD "\nHello\n" INLINE "Bye\n",                           true },
	{"armour in quoted-printable",                QUOTED "-----BEGIN=20PGP MESSAGE-----\n",
         true													 },
	{"armour in base64",
         HEAD "Content-Transfer-Encoding: base64\n\n"
              "LS0tLS1CRUdJTiBQR1AgTUVTU0FHRS0tLS0t\n",                                                          true },
	{"base64 cut off",
         HEAD "Content-Transfer-Encoding: base64\n\nLS0tLS1\n",                                                  false},
	{"text behind base64",
         HEAD "Content-Transfer-Encoding: base64\n\neA==\ntext\n",                                               false},
	{"bounce",
         HEAD "Content-Type: multipart/report; report-type=delivery-status; "
              "boundary=b\n\nThis is a MIME-encapsulated message.\n\n"
              "--b\n\nSorry.\n\n--b\nContent-Type: message/delivery-status\n\n"
              "Reporting-MTA: dns; a\n\n--b\nContent-Type: message/rfc822\n\n"
              "A: b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n\n"
              "--c--\n\n--b--\n",                                                                                true },
	{"text beside parts",                         MIXED "a\n--b\n\nx\n--b--\ny\n",                           true },
	{"parts within parts",
         MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
               "--c\n\nx\n--c\n\ny\n--c--\nz\n--b\n\nx\n--b--\n",                                                true },
	{"text beside parts, line ends of two kinds", MIXED "=\n--b\r\n\r\nx",
         false													},
	{"last part not ended",                       MIXED "--b\n\nx\n--b\n\ny",                                true },
	{"no part",				   MIXED "x\n",					       false},
	{"empty part",				MIXED "--b\n\n--b--\n",                                    false},
	{"part without an empty line",                MIXED "--b\nA: b\n--b--\n",                                false},
	{"boundary and blanks",                       MIXED "--b \n\nx\n--b--\n",                                false},
	{"boundary of the multipart around",
         MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
               "--c\n\nx\n--b--\n",                                                                              false},
	{"boundary that starts another",
         MIXED "--b\nContent-Type: multipart/alternative; boundary=bc\n\n"
               "--bc\n\nx\n--bc--\n--b--\n",                                                                     false},
	{"boundary once more",                        MIXED "--b\n\nx\n--b--\n--b\n\ny\n",                       false},
	{"boundary late in a line",
         MIXED "--b\n\n" HUNDRED TEN TEN TEN "--b\nx\n--b--\n",                                                  false},
	{"line ends of two kinds",                    MIXED "--b\n\nx\r\n--b--\n",                               false},
	{"last line without its end",                 MIXED "--b\n\nx\n--b--",                                   false},
	{"parameter twice",                           HEAD "Content-Type: a/b; name=a; name=b\n\nx\n",
         false													},
	{"parameter that is no word",                 HEAD "Content-Type: a/b; name=a@b\n\nx\n",
         false													},
	{"parameter folded in its quotes",            HEAD "Content-Type: a/b; name=\"a;\n b.p7m\"\n\nx\n",
         false													},
	{"parameters folded",                         HEAD "Content-Type: a/b;\n name=\"a.p7m\";\n x=y\n\nx\n",
         true													 },
	{"boundary of one part",                      HEAD "Content-Type: a/b; boundary=b\n\nx\n",
         false													},
	{"odd encoding",			      HEAD "Content-Transfer-Encoding: 7-bit\n\nx",              false},
};

START_TEST(outline_is_what_a_worker_says)
{
	for (size_t i = 0; i < G_N_ELEMENTS(outlines); i++) {
		outlined = 0;
		search(outlines[i].name, outlines[i].message,
		       strlen(outlines[i].message));
		ck_assert_msg((outlined > 0) == outlines[i].read, "%s",
		              outlines[i].name);
	}
}
END_TEST

/** A message of a text, encoded. */
static GString *
encoded(const GString *text, bool base64)
{
	GString *message = g_string_new(HEAD "Content-Transfer-Encoding: ");
	g_autofree char *digits =
		g_base64_encode((const guchar *)text->str, text->len);

	g_string_append(message,
	                base64 ? "base64\n\n" : "quoted-printable\n\n");
	if (base64)
		for (const char *at = digits; *at != '\0';
		     at += strnlen(at, 76))
			g_string_append_printf(message, "%.76s\n", at);
	else
		g_string_append_len(message, text->str, (gssize)text->len);
	if (!base64)
		g_string_replace(message, "---", "-=2D-", 0);
	return message;
}

/* Wherever a piece of what is decoded ends. */
START_TEST(armour_is_found_across_pieces)
{
	for (unsigned i = 0; i < 2 * sizeof INLINE; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) message = NULL;
		g_autoptr(GByteArray) answer = g_byte_array_new();

		while (text->len < 3 * 4096 - i / 2)
			g_string_append(text,
			                text->len % 60 == 59 ? "\n" : "x");
		g_string_append(text, "\n" INLINE);
		message = encoded(text, i % 2 == 0);
		outlined = 0;
		search("in pieces", message->str, message->len);
		ck_assert_uint_eq(outlined, 1);
		hc_mime_read(message->str, message->len, HC_ASK_OUTER, answer);
		ck_assert_msg(memmem(answer->data, answer->len,
		                     "pgp-text-message", 16) != NULL,
		              "%u", i);
	}
}
END_TEST

/** Whether a message is known to be one part; the worker has to say the same. */
static bool
is_one_part(const char *bytes, size_t length)
{
	char *exact = exact_copy(bytes, length);
	g_autoptr(HcSource) source = hc_source_new_from_bytes(
		"message.eml", exact, length, HC_KIND_EML);
	g_autoptr(HcMessage) message = NULL;
	g_autoptr(HcRaw) raw = NULL;
	bool nothing, one;

	hc_source_keep_bodies(source, UINT64_MAX);
	hc_source_expect_message(source);
	ck_assert(hc_source_next(source, &raw, NULL) && raw != NULL);
	message = hc_message_new(raw);
	one = hc_search_finds_one_part(message, exact, length);
	/* search_missed() compares */
	ck_assert_msg(search_missed(exact, length, &nothing) == NULL, "%.*s",
	              (int)length, bytes);
	ck_assert(!one || nothing);
	free(exact);
	return one;
}

START_TEST(search_knows_one_part)
{
	static const struct {
		const char *message;
		bool one;
	} known[] = {
		{"A:\n",				true },
		{"A:",				  true },
		{"\n",				  true },
		{"text\n",			      true },
		{"A:\n\nx\n",                           true },
		{"A:\r\n\r\n--b\r\n\r\nboundary=b",     true },
		{"Content-Type: text/html\n\nx\n",      true },
		{"Content-Type: text/x; a=b\n\n",       true },
		{"Content-Type:\n\n",                   false},
		{"Content-Type: multipart/a\n\n",       false},
		{MIXED "--b\n\nx\n--b--\n",             false},
		{"Content-Type: message/rfc822\n\n",    false},
		{"A:\n\n-----BEGIN PGP MESSAGE-----\n", false},
		{"A: " HUNDRED TEN TEN TEN "\n",        false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		ck_assert_msg(is_one_part(known[i].message,
		                          strlen(known[i].message)) ==
		                      known[i].one,
		              "%s", known[i].message);
}
END_TEST

/** Look for each word of a list in a message.
 *  @param form  how it stands there, with "%s" */
static void
check_words(const char *id, const char *list, const char *form)
{
	g_auto(GStrv) words = g_strsplit(list, "|", -1);

	for (char **word = words; *word != NULL; word++) {
		g_auto(GStrv) pieces = g_strsplit(*word, "*", -1);
		g_autofree char *name = g_strjoinv("x", pieces);
		g_autoptr(GString) message = g_string_new(form);

		g_string_replace(message, "%s", name, 0);
		ck_assert_msg(!search(id, message->str, message->len), "%s: %s",
		              id, *word);
	}
}

/* A new row of the table needs no word here. */
START_TEST(search_passes_no_form_of_the_table)
{
	static const char *const types[] = {
		HEAD "Content-Type: %s; boundary=b\n\n",
		MIXED "--b\nContent-Type: %s; boundary=c\n\n--b--\n"};
	static const char *const files[] = {
		HEAD "Content-Type: a/b; name=%s\n\n", MIXED
		"--b\nContent-Disposition: inline; filename=\"%s\"\n\nx\n"};

	for (unsigned id = 0; id < HC_FORM_COUNT; id++) {
		const HcFormMatch *row = hc_form_match(id);
		bool is_text = row->name != NULL &&
		               strcmp(row->name, "text/plain") == 0;

		if (row->place != HC_PLACE_PART)
			continue;
		/* of text the armour counts, and nothing else */
		ck_assert(!is_text ||
		          (row->file == NULL &&
		           g_str_has_prefix(row->shape, "pgp-text-")));
		ck_assert(row->name != NULL || row->file != NULL);
		for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
			if (row->name != NULL && !is_text)
				check_words(hc_content_form(id)->id, row->name,
				            types[i]);
			if (row->file != NULL)
				check_words(hc_content_form(id)->id, row->file,
				            files[i]);
		}
	}
}
END_TEST

/* -------------------------------------------------------------- made by chance */

/* What changes how a message is read, and what hides it. */
static const char *const pieces[] = {
	"Content-Type: ",
	"content-type:",
	"Content-Type :",
	"CONTENT-Type:\n ",
	"Content-Transfer-Encoding: ",
	"Content-Disposition: ",
	"X: ",
	"\n",
	"\n",
	"\n",
	"\n\n",
	"\r\n",
	"\r\n\r\n",
	"\r",
	"\n ",
	"\r\n\t",
	" ",
	"; ",
	";",
	"text/plain",
	"text/html",
	"image/png",
	"multipart/mixed",
	"Multipart/Alternative",
	"multipart/signed",
	"multipart/digest",
	"multipart/report; report-type=delivery-status",
	"message/rfc822",
	"message/",
	"application/octet-stream",
	"application/pkcs7-mime",
	"(a)",
	"(",
	")",
	"\\",
	"\"",
	"=",
	"?",
	"*",
	"boundary=b",
	"boundary=c",
	"boundary=\"b\"",
	"; boundary=\"boundary\"",
	"--boundary\n",
	"boundary",
	"--=_b",
	"boundary*0=b",
	"--b\n",
	"--b\r\n",
	"--b--\n",
	"--c\n",
	"--c--\n",
	"\n--b\n",
	"\n--c\n",
	"--b ",
	"--",
	"-",
	"base64",
	"quoted-printable",
	"7bit",
	"8bit",
	"binary",
	"x-uuencode",
	"name=a.asc",
	"name=\"a.",
	"asc\"",
	"filename=winmail.dat",
	"filename*0=securedoc",
	"filename*1=.html",
	"filename*=utf-8''a%2Easc",
	"name=\"=?utf-8?q?a=2Easc?=\"",
	"message.html",
	"-----BEGIN PGP ",
	"-----BEGIN PGP SIGNED MESSAGE-----\n",
	"-----BEGIN PGP MESSAGE-----\n",
	"-----BEGIN PGP SIGNATURE-----\n",
	"-----END PGP SIGNATURE-----\n",
	"-----END PGP MESSAGE-----\n",
	"\nhQEMA2Sf2X9kq1h0AQf+J3o7vVnUu1s=\n",
	"=2D----BEGIN PGP MESSAGE-----\n",
	"--=\n---BEGIN PGP MESSAGE-----\n",
	"-----BEGIN=20PGP SIGNED MESSAGE-----\n",
	"=20",
	"=\n",
	"=0A",
	"LS0tLS1CRUdJTiBQR1AgTUVTU0FHRS0tLS0t\n",
	"From: a@example.com\n",
	"text",
	".",
	"\xff",
	"<html>",
	"Version: 1\n",
	TEN TEN TEN TEN TEN TEN TEN,
	HUNDRED HUNDRED,
	LINES LINES,
	LINES "\n" LINES "This is a multi-part message in MIME format.\n",
	LINES "\r\n\r\n" LINES HUNDRED HUNDRED "--b\n" LINES,
	LINES LINES "\r\n--b\r\n\r\n" LINES "\n\n\n\n" LINES "a\r\n--b\n",
	"This is a multi-part message in MIME format.",
	"\n\n\n\n\n\n\n\n\n",
};

/** A message of pieces: mostly a sound header, so that more is read.
 *  @param random  for this message */
static GString *
make_message(GRand *random)
{
	GString *message = g_string_new("From: a@example.com\n");
	int left = g_rand_int_range(random, 1, 40);

	if (g_rand_int_range(random, 0, 3) > 0)
		g_string_append(message,
		                g_rand_int_range(random, 0, 4) > 0
		                        ? "Content-Type: multipart/mixed; "
		                          "boundary=b\n\n"
		                        : "Content-Type: multipart/mixed; "
		                          "boundary=\"boundary\"\n\n");
	/* how far a line reaches into what is read at a time matters */
	if (g_rand_int_range(random, 0, 8) == 0)
		for (int i = g_rand_int_range(random, 3800, 4300); i > 0; i--)
			g_string_append_c(message, 'x');
	while (left-- > 0) {
		int kind = g_rand_int_range(random, 0, 12);

		if (kind < 3)
			g_string_append(message, "\n--b\nContent-Type: ");
		g_string_append(message,
		                pieces[g_rand_int_range(random, 0,
		                                        G_N_ELEMENTS(pieces))]);
		if (kind == 3)
			g_string_append(message, "\n\n");
	}
	return message;
}

START_TEST(search_passes_no_form_made_by_chance)
{
	const unsigned count = 60000;
	unsigned passed = 0;

	shortened = outlined = 0;
	for (unsigned i = 0; i < count; i++) {
		GRand *random = g_rand_new_with_seed(i);
		GString *message = make_message(random);

		passed += search("by chance", message->str, message->len);
		g_string_free(message, TRUE);
		g_rand_free(random);
	}
	/* neither all nor none, so that the comparison compares */
	ck_assert_uint_gt(passed, count / 50);
	ck_assert_uint_lt(passed, count - count / 50);
	ck_assert_uint_gt(shortened, count / 50);
	ck_assert_uint_gt(outlined, count / 50);
}
END_TEST

/* Where a read of 4096 bytes ends just before dashes in a long line, they are a
 * boundary. */
START_TEST(search_shortens_no_long_line)
{
	for (int before = 3500; before < 4200; before++) {
		g_autoptr(GString) message = g_string_new(MIXED);
		g_autofree char *name = g_strdup_printf("%d before", before);

		for (int left = before; left > 0; left -= 50)
			g_string_append_printf(message, "%.*s\n",
			                       MIN(left, 50) - 1, HUNDRED);
		g_string_append(message, HUNDRED HUNDRED
		                "--b\nContent-Type: text/html\n\nx\n--b--\n");
		search(name, message->str, message->len);
	}
}
END_TEST

/* ------------------------------------------------------------------- pairs */

START_TEST(pair_is_found_where_the_first_stands)
{
	for (unsigned i = 0; i < 20000; i++) {
		GRand *random = g_rand_new_with_seed(i);
		size_t length = (size_t)g_rand_int_range(random, 0, 300);
		char *bytes = malloc(length + (length == 0));
		const char *first = NULL;
		const int rare = g_rand_int_range(random, 1, 100);

		for (size_t j = 0; j < length; j++)
			bytes[j] =
				g_rand_int_range(random, 0, rare) == 0
					? "-B"[g_rand_int_range(random, 0, 2)]
					: 'x';
		for (size_t j = 0; first == NULL && j + 1 < length; j++)
			if (bytes[j] == '-' && bytes[j + 1] == 'B')
				first = bytes + j;
		ck_assert_msg(hc_find_pair(bytes, bytes + length, '-', 'B') ==
		                      first,
		              "%.*s", (int)length, bytes);
		free(bytes);
		g_rand_free(random);
	}
}
END_TEST

/* ------------------------------------------------------------------- files */

static unsigned files_seen, files_passed;

static int
search_file(const char *path, const struct stat *state, int type,
            struct FTW *place)
{
	g_autofree char *bytes = NULL;
	gsize length;

	(void)state;
	(void)place;
	if (type != FTW_F || !g_file_get_contents(path, &bytes, &length, NULL))
		return 0;
	files_seen++;
	files_passed += search(path, bytes, length);
	return 0;
}

START_TEST(search_passes_no_form_of_samples)
{
	g_autofree char *samples =
		g_build_filename(g_getenv("top_srcdir"), "samples", NULL);

	files_seen = files_passed = 0;
	ck_assert_int_eq(nftw(samples, search_file, 16, FTW_PHYS), 0);
	ck_assert_uint_gt(files_seen, 100);
	ck_assert_uint_gt(files_passed, 10);
	ck_assert_uint_lt(files_passed, files_seen - 10);
}
END_TEST

/* Where there is none, the samples have to do. */
START_TEST(search_passes_no_form_of_real_mail)
{
	const char *named = g_getenv("HOPCHECK_CORPUS");
	g_autofree char *beside = g_build_filename(g_getenv("top_srcdir"), "..",
	                                           "shared", "mail", NULL);
	const char *mail = named != NULL && *named != '\0' ? named : beside;

	if (!g_file_test(mail, G_FILE_TEST_IS_DIR))
		return;
	files_seen = files_passed = 0;
	ck_assert_int_eq(nftw(mail, search_file, 16, FTW_PHYS), 0);
	ck_assert_uint_gt(files_passed, files_seen / 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("search");
	TCase *tcase = tcase_create("search");
	SRunner *runner;
	int failed;

	hc_mime_begin();
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, pair_is_found_where_the_first_stands);
	tcase_add_test(tcase, search_passes_what_is_plain);
	tcase_add_test(tcase, search_knows_one_part);
	tcase_add_test(tcase, outline_is_what_a_worker_says);
	tcase_add_test(tcase, armour_is_found_across_pieces);
	tcase_add_test(tcase, search_passes_no_form_of_the_table);
	tcase_add_test(tcase, search_passes_no_form_made_by_chance);
	tcase_add_test(tcase, search_shortens_no_long_line);
	tcase_add_test(tcase, search_passes_no_form_of_samples);
	tcase_add_test(tcase, search_passes_no_form_of_real_mail);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
