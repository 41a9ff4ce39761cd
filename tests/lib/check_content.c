/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_content.c - what a message is made of, and a worker that may die. */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "content-text.h"
#include "mortal.h"

/* samples/content/ holds a message of each form; here is what they do not
 * reach. */

#define HEAD "From: a@example.com\nMIME-Version: 1.0\n"
#define ARMOUR                                                                 \
	"-----BEGIN PGP MESSAGE-----\n\nhQEMA2Sf2X9kq1h0AQf+J3o7vVnUu1s=\n"
#define ARMOUR_END "-----END PGP MESSAGE-----\n"
#define ENCRYPTED_HEAD                                                         \
	HEAD "Content-Type: multipart/encrypted; boundary=b;\n"                \
	     " protocol=\"application/pgp-encrypted\"\n\n"
#define ENCRYPTED_PARTS                                                        \
	"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"         \
	"--b\nContent-Type: application/octet-stream\n\n" ARMOUR ARMOUR_END
#define ENCRYPTED ENCRYPTED_HEAD ENCRYPTED_PARTS
#define AROUND(before, after) ENCRYPTED_HEAD before ENCRYPTED_PARTS after
/* its armour is open */
#define OPEN_ARMOUR                                                            \
	ENCRYPTED_HEAD                                                         \
	"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"         \
	"--b\nContent-Type: application/octet-stream\n\n" ARMOUR
#define PGP_MIME "pgp-mime-encrypted protection shown "
#define ENVELOPED                                                              \
	"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"    \
	"Content-Transfer-Encoding: base64\n\n"                                \
	"MIAGCSqGSIb3DQEHA6CAMIACAQAEAgAAAAAAAAAA\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=b\n\n"

static HcContentReader *
new_reader(void)
{
	HcContentReader *reader = hc_content_reader_new();

	hc_content_reader_set_program(reader, WORKER);
	return reader;
}

/** What is made of a message, as lines; free with g_free(). */
static char *
read_text(const char *bytes, size_t length, HcContentReader *reader,
          const HcContentOptions *options)
{
	g_autoptr(HcContent) content =
		read_content(bytes, length, 64u << 20, reader, options);

	ck_assert_ptr_nonnull(content);
	return print_content(content);
}

/* ------------------------------------------------------------------- rows */

static const struct {
	const char *name, *message, *expected;
} rows[] = {
	{"plain",						      HEAD "\ntext\n",				    "read, 1 parts\n"},
	{"no body",						    HEAD,					       "read, 1 parts\n"},
	{"tag with other case",					HEAD "Subject: a [ENCRYPT] b\n\nt\n",
         "subject-tag request stated header 49+9 '[ENCRYPT]'\n"
         "read, 1 parts\n"														  },
	{"tag of the caller",					  HEAD "Subject: zsecure it\n\nt\n",
         "subject-tag request stated header 47+7 'zsecure'\n"
         "read, 1 parts\n"														  },
	{"tag folded",						 HEAD "Subject: a\n [secure]\n\nt\n",
         "subject-tag request stated header 47+11 '[secure]'\n"
         "read, 1 parts\n"														  },
	{"sensitivity that asks for nothing",                          HEAD "Sensitivity: Normal\n\nt\n",
         "read, 1 parts\n"														  },
	{"enveloped by name only",
         HEAD "Content-Type: application/pkcs7-mime\n\nplain text\n",
         "read, 1 parts\n"														  },
	{"part in a part",
         MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n"
               "Content-Type: message/partial\n\nx\n--c--\n--b--\n",                                                       "partial container stated whole part 1.1 163+1 'message/partial'\n"
         "note nested-opaque 163+1\nread, 1 parts\n"                    },
	{"type in comments",
         MIXED "--b\nContent-Type: (a) message (b) / (c) rfc822\n\n"
               "Subject: x\n\ny\n--b--\n",                                                                                 "message container stated whole part 1 129+13 'message/rfc822'\n"
         "nested 1 in 0 depth 1 attached part 1 129+13 of 13: 0 hops\n"
         "note nested-message 129+13\nread, 1 parts\n"                                            },
	{"boundary that names a type",
         HEAD "Content-Type: multipart/mixed; boundary=message\n\n--message\n"
              "Content-Type: message/external-body\n\nx\n--message--\n",                                                   "external-body container stated whole part 1 134+1 "
         "'message/external-body'\nnote nested-opaque 134+1\n"
         "read, 1 parts\n"					  },
	{"no boundary",						HEAD "Content-Type: multipart/mixed\n\n--b\n\nx\n",
         "note no-boundary 38+30\ndoubt: a multipart names no boundary\n"
         "read, 0 parts\n"														  },
	{"dot between bare line feeds",                                HEAD "\na\n.\nb\n",
         "note smuggling-residue 41+1\nread, 1 parts\n"										     },
	{"dot between bare carriage returns",                          HEAD "\r\na\r.\rb\r\n",
         "note smuggling-residue 42+1\nread, 1 parts\n"										     },
	{"dot at the start and the end of a body",                     HEAD "\n.a\n..\na.\n.",
         "read, 1 parts\n"														  },
	{"PGP/MIME with a third part",
         ENCRYPTED "--b\nContent-Type: text/plain\n\nclear\n--b--\n",
         "pgp-mime-encrypted protection shown part 38+85 "
         "'multipart/encrypted'\n"
         "read, 3 parts\n"														  },
	{"PGP/MIME, nothing else",				     ENCRYPTED "--b--\n",
         PGP_MIME "whole 38+85 'multipart/encrypted'\nread, 2 parts\n"								      },
	{"PGP/MIME behind the usual words",
         AROUND("This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)"
                "\r\n\r\n",                                                                                                "--b--\n\n"),
         PGP_MIME "whole 38+85 'multipart/encrypted'\nread, 2 parts\n"},
	{"PGP/MIME behind text",							    AROUND("In clear.\n",											 "--b--\n"),
         PGP_MIME "part 38+85 'multipart/encrypted'\nread, 2 parts\n"},
	{"PGP/MIME behind the usual words and text",
         AROUND("This is a multi-part message in MIME format.\nIn clear.\n",
         "--b--\n"),
         PGP_MIME "part 38+85 'multipart/encrypted'\nread, 2 parts\n"},
	{"PGP/MIME before text",						   AROUND("",						     "--b--\nIn clear.\n"),
         PGP_MIME "part 38+85 'multipart/encrypted'\nread, 2 parts\n"},
	{"PGP/MIME before a part behind the end",
         AROUND("","--b--\n--b\n\nIn clear.\n--b--\n"),
         PGP_MIME "part 38+85 'multipart/encrypted'\nread, 2 parts\n"},
	{"PGP/MIME with text behind its version",
         ENCRYPTED_HEAD
         "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
         "In clear.\n--b\nContent-Type: application/octet-stream\n\n" ARMOUR
                 ARMOUR_END "--b--\n",
         PGP_MIME "part 38+85 'multipart/encrypted'\nread, 2 parts\n"													    },
	{"PGP/MIME in parts with text around",
         HEAD "Content-Type: multipart/mixed; boundary=c\n\nIn clear.\n--c\n"
              "Content-Type: multipart/encrypted; boundary=b;\n"
              " protocol=\"application/pgp-encrypted\"\n\n" ENCRYPTED_PARTS
              "--b--\n--c--\n",                                                                        PGP_MIME "part part 1 95+85 'multipart/encrypted'\n"
                  "read, 2 parts\n"												       },
	{"enveloped in parts with text around",
         MIXED "In clear.\n--b\n" ENVELOPED "--b--\n",
         "smime-enveloped protection shown part part 1 194+40 "
         "'application/pkcs7-mime'\n"
         "read, 1 parts\n"													      },
	{"armour with text in it",
         HEAD "\n" ARMOUR "In clear.  This, too.\n" ARMOUR_END,
         "read, 1 parts\n"										       },
	{"armour with text for headers",
         HEAD "\n-----BEGIN PGP MESSAGE-----\nIn clear.\n\n"
              "hQEMA2Sf2X9kq1h0AQf+J3o7vVnUu1s=\n" ARMOUR_END,
         "read, 1 parts\n"									      },
	{"base64 with text behind it",
         HEAD ENVELOPED "\nIn clear.  This, too.\n",
         "smime-enveloped protection contradicted whole part 1 137+64 "
         "'application/pkcs7-mime'\n"
         "read, 1 parts\n"									       },
	{"page of a portal beside other parts",
         MIXED "--b\nContent-Type: application/msword\n\nclear\n--b\n"
               "Content-Type: text/html; name=encrypted_message.htm\n\n<html>\n"
               "--b--\n",                                                                                   "egress-notice notice stated part part 2 182+6 "
         "'encrypted_message.htm'\n"
         "read, 2 parts\n"											 },
	{"two boundaries",
         HEAD "Content-Type: multipart/mixed; boundary=b; boundary=c\n\n"
              "--c\n\nclear\n--c--\n--b\n" ENVELOPED "--b--\n",
         "smime-enveloped protection shown part part 1 213+40 "
         "'application/pkcs7-mime'\n"
         "doubt: a multipart names its boundary twice, or in pieces\n"
         "read, 1 parts\n"														    },
	{"boundary in pieces, within",
         MIXED "--b\nContent-Type: multipart/mixed; boundary=c;\n"
               " boundary*0=d\n\n--d\n\nclear\n--d--\n--c\n" ENVELOPED
               "--c--\n--b--\n",                                                                                               "smime-enveloped protection shown part part 1.1 263+40 "
         "'application/pkcs7-mime'\n"
         "doubt: a multipart names its boundary twice, or in pieces\n"
         "read, 1 parts\n"									      },
	{"line that is no field",							    HEAD "what?\n\nt\n",
         "doubt: the header has lines that readers take differently\n"
         "read, 1 parts\n"													     },
};

START_TEST(content_is_told)
{
	static const char *const tags[] = {"zsecure", "[encrypt]"};
	const HcContentOptions options = {tags, G_N_ELEMENTS(tags)};
	g_autoptr(HcContentReader) reader = new_reader();

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got =
			read_text(rows[i].message, strlen(rows[i].message),
		                  reader, &options);

		ck_assert_msg(strcmp(got, rows[i].expected) == 0, "%s: %s",
		              rows[i].name, got);
	}
	ck_assert_uint_eq(hc_content_reader_started(reader), 1);
}
END_TEST

/* A NUL ends a string, not a message. */
START_TEST(text_behind_a_nul_is_seen)
{
	static const char message[] = AROUND("\0In clear.\n", "--b--\n");
	g_autoptr(HcContentReader) reader = new_reader();
	g_autofree char *got =
		read_text(message, sizeof message - 1, reader, NULL);

	ck_assert_str_eq(got, PGP_MIME "part 38+85 'multipart/encrypted'\n"
	                               "read, 2 parts\n");
}
END_TEST

START_TEST(header_alone_is_read_without_a_worker)
{
	g_autofree char *got = NULL;

	got = read_text(rows[2].message, strlen(rows[2].message), NULL, NULL);
	ck_assert_str_eq(got, "subject-tag request stated header 49+9 "
	                      "'[ENCRYPT]'\nunread, 0 parts\n");
}
END_TEST

START_TEST(forms_are_found_by_the_table)
{
	size_t count;
	const HcContentForm *forms = hc_content_forms(&count);

	ck_assert_uint_gt(count, 20);
	for (size_t i = 0; i < count; i++) {
		ck_assert(i == 0 || strcmp(forms[i - 1].id, forms[i].id) < 0);
		ck_assert_ptr_nonnull(forms[i].source);
		ck_assert_ptr_nonnull(forms[i].type);
	}
}
END_TEST

/* ----------------------------------------------------------------- limits */

static char *
repeated(const char *start, const char *again, unsigned times, const char *end)
{
	GString *text = g_string_new(start);

	for (unsigned i = 0; i < times; i++)
		g_string_append(text, again);
	g_string_append(text, end);
	return g_string_free(text, FALSE);
}

/** Parts in parts. */
static char *
nest_parts(unsigned depth)
{
	GString *text = g_string_new(HEAD);

	for (unsigned i = 0; i < depth; i++)
		g_string_append_printf(text,
		                       "Content-Type: multipart/mixed; "
		                       "boundary=b%u\n\n--b%u\n",
		                       i, i);
	g_string_append(text, "Content-Type: message/partial\n\nx\n");
	return g_string_free(text, FALSE);
}

/** Messages in messages. */
static char *
nest_messages(unsigned depth)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < depth; i++)
		g_string_append(text, "Content-Type: message/rfc822\n\n");
	g_string_append(text, "Subject: x\n\ny\n");
	return g_string_free(text, FALSE);
}

static void
check_limit(const char *name, char *message, HcStructure structure,
            bool is_limited)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autofree char *owned = message;
	g_autoptr(HcContent) content =
		read_content(owned, strlen(owned), 64u << 20, reader, NULL);
	bool limited = false;
	size_t count;
	const HcNote *notes = hc_content_notes(content, &count);

	for (size_t i = 0; i < count; i++)
		limited |= notes[i].code == HC_NOTE_LIMIT_REACHED;
	ck_assert_msg(hc_content_structure(content) == structure, "%s: %s",
	              name, hc_structure_token(hc_content_structure(content)));
	ck_assert_msg(limited == is_limited, "%s", name);
	/* the worker saw it coming, and lives */
	ck_assert_msg(hc_content_reader_process(reader) != 0, "%s", name);
}

START_TEST(limits_are_noted)
{
	check_limit("9,000 parts", repeated(MIXED, "--b\n\nx\n", 9000, ""),
	            HC_STRUCTURE_READ, false);
	check_limit("10,001 parts", repeated(MIXED, "--b\n\nx\n", 10001, ""),
	            HC_STRUCTURE_PARTIAL, true);
	check_limit("20,001 fields of a part",
	            repeated(MIXED "--b\n", "A: b\n", 20001, "\nx\n"),
	            HC_STRUCTURE_PARTIAL, true);
	check_limit("field of 1 MiB in a part",
	            repeated(MIXED "--b\nA: b", "\n cccccccccccccccc", 65536,
	                     "\n\nx\n"),
	            HC_STRUCTURE_PARTIAL, true);
	check_limit("content of 64 KiB",
	            repeated(HEAD "Content-Type: multipart/mixed; boundary=b; "
	                          "x=",
	                     "c", 65480, "\n\n--b\n\nx\n--b--\n"),
	            HC_STRUCTURE_READ, false);
	check_limit("content of more than 64 KiB",
	            repeated(HEAD "Content-Type: multipart/mixed; boundary=",
	                     "b", 70000, "\n\n--b\n\nx\n--b--\n"),
	            HC_STRUCTURE_PARTIAL, true);
	check_limit("64 levels", nest_parts(64), HC_STRUCTURE_READ, false);
	check_limit("66 levels", nest_parts(66), HC_STRUCTURE_PARTIAL, true);
	check_limit("16 messages deep", nest_messages(16), HC_STRUCTURE_READ,
	            false);
	check_limit("17 messages deep", nest_messages(17), HC_STRUCTURE_PARTIAL,
	            true);
	check_limit("a million dashes",
	            repeated(MIXED, "--\n", 1000000, "--b\n\nx\n"),
	            HC_STRUCTURE_READ, false);
	check_limit("nested groups of addresses",
	            repeated(MIXED
	                     "--b\nContent-Type: message/rfc822\n\nFrom: ",
	                     "a:", 200000, "\n\nx\n"),
	            HC_STRUCTURE_READ, false);
}
END_TEST

/** Messages of 1,000 Received fields each. */
static char *
nest_hops(unsigned messages)
{
	g_autofree char *one = repeated("--b\nContent-Type: message/rfc822\n\n",
	                                "Received: x\n", 1000, "\n");

	return repeated(MIXED, one, messages, "--b--\n");
}

START_TEST(hops_of_messages_within_have_a_limit)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autofree char *text = nest_hops(11);
	g_autoptr(HcContent) content =
		read_content(text, strlen(text), 64u << 20, reader, NULL);
	size_t count, kept = 0;
	const HcNested *nested = hc_content_nested(content, &count);
	const HcNote *notes;
	HcSpan where = {0, 0};

	check_limit("10,000 hops", nest_hops(10), HC_STRUCTURE_READ, false);
	check_limit("11,000 hops", nest_hops(11), HC_STRUCTURE_READ, true);
	ck_assert_uint_eq(count, 11);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(hc_chain_received_count(nested[i].chain),
		                  1000);
		kept += hc_chain_length(nested[i].chain);
	}
	ck_assert_uint_eq(kept, 10000);
	notes = hc_content_notes(content, &count);
	for (size_t i = 0; i < count; i++)
		if (notes[i].code == HC_NOTE_LIMIT_REACHED)
			where = notes[i].where;
	/* the first field that is beyond */
	ck_assert_uint_eq(where.length, strlen("Received: x\n"));
	ck_assert_uint_eq(where.offset, nested[10].where.offset);
}
END_TEST

START_TEST(many_hops_of_a_message_within_are_noted)
{
	g_autofree char *one =
		repeated(MIXED "--b\nContent-Type: message/rfc822\n\n",
	                 "Received: x\n", 1001, "\n--b--\n");

	check_limit("1,001 hops", g_steal_pointer(&one), HC_STRUCTURE_READ,
	            true);
}
END_TEST

START_TEST(long_message_is_no_silence)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autoptr(HcContent) content = read_content(
		rows[0].message, strlen(rows[0].message), 20, reader, NULL);
	g_autofree char *got = print_content(content);

	ck_assert_str_eq(got, "note limit-reached 0+44\nunread, 0 parts\n");
}
END_TEST

/** A message that ends far behind what is enough to know most parts by. */
static void
check_far(const char *name, char *message, const char *expected)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autofree char *owned = message;
	g_autofree char *got = read_text(owned, strlen(owned), reader, NULL);

	ck_assert_msg(strstr(got, expected) != NULL, "%s: %s", name, got);
}

START_TEST(parts_are_looked_at_to_their_end)
{
	static const char line[] = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk\n";
	static const char blank[] =
		"                                        \n";

	check_far("long armour",
	          repeated(OPEN_ARMOUR, line, 200, ARMOUR_END "--b--\n"),
	          "shown whole");
	check_far("long armour, text behind",
	          repeated(OPEN_ARMOUR, line, 200,
	                   ARMOUR_END "In clear.\n--b--\n"),
	          "contradicted");
	check_far("long armour, text in it",
	          repeated(OPEN_ARMOUR, line, 200,
	                   "In clear.\n" ARMOUR_END "--b--\n"),
	          "contradicted");
	check_far("long armour without an end",
	          repeated(OPEN_ARMOUR, line, 200, "--b--\n"), "contradicted");
	check_far("a blank part",
	          repeated(MIXED "--b\n" ENVELOPED "--b\n\n", blank, 200,
	                   "--b--\n"),
	          "shown whole");
	check_far("text behind many blank lines",
	          repeated(MIXED "--b\n" ENVELOPED "--b\n\n", blank, 200,
	                   "In clear.\n--b--\n"),
	          "shown part");
	check_far("text behind many blank lines, encoded",
	          repeated(MIXED "--b\n" ENVELOPED
	                         "--b\nContent-Transfer-Encoding: "
	                         "quoted-printable\n\n",
	                   blank, 200, "In clear.\n--b--\n"),
	          "shown part");
}
END_TEST

/* ----------------------------------------------------------------- worker */

/* A message whose structure cannot be known without asking: a comment stands in
 * its type. */
static const char asked[] = HEAD "Content-Type: text/plain (a)\n"
				 "Subject: a [ENCRYPT] b\n\nt\n";
#define ASKED_TAG "subject-tag request stated header 78+9 '[ENCRYPT]'\n"
#define ASKED_WELL ASKED_TAG "read, 1 parts\n"

/* Whoever kills a worker has no say in what the report is. */
START_TEST(message_is_read_again_when_its_worker_is_killed)
{
	static const int signals[] = {SIGKILL, SIGTERM, SIGINT, SIGHUP};
	g_autoptr(HcContentReader) reader = new_reader();
	const char *message = asked;
	size_t length = strlen(message);

	for (unsigned i = 0; i < 48; i++) {
		g_autofree char *well = NULL;

		ck_assert(hc_content_reader_start(reader, NULL));
		ck_assert_int_eq(kill(hc_content_reader_process(reader),
		                      signals[i % G_N_ELEMENTS(signals)]),
		                 0);
		well = read_text(message, length, reader, NULL);
		ck_assert_str_eq(well, ASKED_WELL);
	}
	ck_assert_uint_eq(hc_content_reader_started(reader), 49);
}
END_TEST

/* A word for each worker, of mortal.h. */
static const struct {
	const char *plan;
	unsigned started; /* 0: it counts as dead */
} plans[] = {
	{"",			    1},
	{"unborn",		      1},
	{"stutter",		     1},
	{"idle",			2},
	{"asked",		       2},
	{"half",			2},
	{"slow",			2},
	{"unborn unborn unborn",        1},
	{"stutter unborn stutter idle", 2},
	{"asked unborn half",           3},
	{"half asked slow",             4},
	{"idle half asked half",        0},
	{"crash",		       0},
	{"silent",		      0},
};

START_TEST(worker_may_be_killed_at_any_moment)
{
	g_autoptr(HcContentReader) reader = hc_content_reader_new();
	const char *plan = plans[_i].plan;
	g_autofree char *got = NULL;

	hc_content_reader_set_program(reader, MORTAL_WORKER);
	if (strcmp(plan, "silent") == 0)
		hc_content_reader_set_patience(reader, 2000);
	ck_assert(g_file_set_contents(MORTAL_FILE(MORTAL_WORKER), plan, -1,
	                              NULL));
	got = read_text(asked, strlen(asked), reader, NULL);
	unlink(MORTAL_FILE(MORTAL_WORKER));
	ck_assert_msg(strcmp(got, plans[_i].started > 0 ? ASKED_WELL
	                                                : ASKED_TAG
	                                  "note worker-died 0+93\n"
	                                  "unread, 0 parts\n") == 0,
	              "%s: %s", plan, got);
	if (plans[_i].started > 0)
		ck_assert_uint_eq(hc_content_reader_started(reader),
		                  plans[_i].started);
}
END_TEST

START_TEST(worker_that_dies_is_recorded)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autoptr(GError) error = NULL;
	const char *message = asked;
	size_t length = strlen(message);

	for (unsigned i = 0; i < 50; i++) {
		g_autofree char *dead = NULL, *well = NULL;

		ck_assert(hc_content_reader_start(reader, &error));
		ck_assert_int_eq(
			kill(hc_content_reader_process(reader), SIGSEGV), 0);
		dead = read_text(message, length, reader, NULL);
		ck_assert_str_eq(dead, ASKED_TAG "note worker-died 0+93\n"
		                                 "unread, 0 parts\n");
		well = read_text(message, length, reader, NULL);
		ck_assert_str_eq(well, ASKED_WELL);
	}
	ck_assert_uint_eq(hc_content_reader_started(reader), 51);
}
END_TEST

START_TEST(worker_that_hangs_is_given_up)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autofree char *hung = NULL, *well = NULL;

	hc_content_reader_set_patience(reader, 2000);
	ck_assert(hc_content_reader_start(reader, NULL));
	hc_content_reader_set_patience(reader, 100);
	ck_assert_int_eq(kill(hc_content_reader_process(reader), SIGSTOP), 0);
	hung = read_text(asked, strlen(asked), reader, NULL);
	ck_assert_str_eq(hung, ASKED_TAG "note limit-reached 0+93\n"
	                                 "unread, 0 parts\n");
	ck_assert_int_eq(hc_content_reader_process(reader), 0);
	hc_content_reader_set_patience(reader, 10000);
	well = read_text(asked, strlen(asked), reader, NULL);
	ck_assert_str_eq(well, ASKED_WELL);
}
END_TEST

START_TEST(worker_is_replaced_after_many_messages)
{
	g_autoptr(HcContentReader) reader = new_reader();

	for (unsigned i = 0; i < 1001; i++) {
		g_autofree char *got =
			read_text(asked, strlen(asked), reader, NULL);

		ck_assert_str_eq(got, ASKED_WELL);
	}
	ck_assert_uint_eq(hc_content_reader_started(reader), 2);
}
END_TEST

static const struct {
	const char *name, *program, *what;
} strangers[] = {
	{"missing",		      "/nonexistent/hopcheck-mime", "cannot start"   },
	{"a folder",		     "/",			  "cannot start"   },
	{"one that leaves",              "/bin/true",                  "does not answer"},
	{"one that says something else", "/bin/pwd",                   "does not answer"},
};

START_TEST(program_that_is_no_worker_is_an_error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		g_autoptr(HcContentReader) reader = hc_content_reader_new();
		g_autoptr(GError) error = NULL;

		hc_content_reader_set_program(reader, strangers[i].program);
		ck_assert(!hc_content_reader_start(reader, &error));
		ck_assert(g_error_matches(error, HC_ERROR, HC_ERROR_WORKER));
		ck_assert_msg(strstr(error->message, strangers[i].what) != NULL,
		              "%s: %s", strangers[i].name, error->message);
	}
}
END_TEST

START_TEST(sandbox_is_told)
{
	g_autoptr(HcContentReader) reader = new_reader();
	g_autoptr(GError) error = NULL;
	bool both;

	ck_assert(hc_content_reader_start(reader, &error));
	both = hc_content_reader_sandbox(reader) == HC_SANDBOX_BOTH;
	g_clear_pointer(&reader, hc_content_reader_free);
	reader = new_reader();
	hc_content_reader_require_sandbox(reader, true);
	ck_assert_int_eq(hc_content_reader_start(reader, &error), both);
	ck_assert(both || g_error_matches(error, HC_ERROR, HC_ERROR_WORKER));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("content");
	TCase *tcase = tcase_create("content");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, content_is_told);
	tcase_add_test(tcase, text_behind_a_nul_is_seen);
	tcase_add_test(tcase, header_alone_is_read_without_a_worker);
	tcase_add_test(tcase, forms_are_found_by_the_table);
	tcase_add_test(tcase, limits_are_noted);
	tcase_add_test(tcase, hops_of_messages_within_have_a_limit);
	tcase_add_test(tcase, many_hops_of_a_message_within_are_noted);
	tcase_add_test(tcase, parts_are_looked_at_to_their_end);
	tcase_add_test(tcase, long_message_is_no_silence);
	tcase_add_test(tcase, message_is_read_again_when_its_worker_is_killed);
	tcase_add_loop_test(tcase, worker_may_be_killed_at_any_moment, 0,
	                    G_N_ELEMENTS(plans));
	tcase_add_test(tcase, worker_that_dies_is_recorded);
	tcase_add_test(tcase, worker_that_hangs_is_given_up);
	tcase_add_test(tcase, worker_is_replaced_after_many_messages);
	tcase_add_test(tcase, program_that_is_no_worker_is_an_error);
	tcase_add_test(tcase, sandbox_is_told);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
