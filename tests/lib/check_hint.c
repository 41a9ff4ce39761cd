/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check_hint.c - times in ids, hints beside the hops, kinds of hops, and
 * which hops are misplaced.
 *
 * T is 2024-03-05T10:11:12Z.  Every id below that holds it was made by code of
 * its own (Python: int, struct, base64, calendar), not by the library. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "exact.h"
#include "hopcheck.h"
#include "limit.h"
#include "moment.h"

#define T INT64_C(1709633472)

static const struct {
	const char *name;
	HcSeat seat;
	const char *writer;
	const char *text;
	const char *form; /* NULL: none */
	int64_t earliest_s;
	uint32_t resolution_s;
	const char *numerals; /* what the time rests on */
} moments[] = {
  /* clang-format off */
	{"Exim", HC_SEAT_QUEUE_ID, "exim", "1rhRlQ-0003UT-0G", "exim", T, 1, "1rhRlQ"},
	{"Exim 4.97", HC_SEAT_QUEUE_ID, "exim", "1rhRlQ-00000000Ejf-1tXF", "exim-4.97", T, 1, "1rhRlQ"},
	{"Exim, a group too short", HC_SEAT_QUEUE_ID, "exim", "1rhRlQ-0003U-0G", NULL, 0, 0, NULL},
	{"Exim, text after it", HC_SEAT_QUEUE_ID, "exim", "1rhRlQ-0003UT-0GG", NULL, 0, 0, NULL},
	{"Exim shape by another writer", HC_SEAT_QUEUE_ID, "generic", "1rhRlQ-0003UT-0G", NULL, 0, 0, NULL},
	{"Exim, last of base 62", HC_SEAT_QUEUE_ID, "exim", "zzzzzz-0003UT-0G", "exim", INT64_C(56800235583), 1, "zzzzzz"},
	{"Postfix, long", HC_SEAT_QUEUE_ID, "postfix", "4Tprtm0sf8z7Qhl", "postfix-long", T, 1, "4Tprtm0sf8"},
	{"Postfix, a million microseconds", HC_SEAT_QUEUE_ID, "postfix", "4Tprtm75pmz7Qhl", NULL, 0, 0, NULL},
	{"Postfix, a vowel", HC_SEAT_QUEUE_ID, "postfix", "4TprtA0sf8z7Qhl", NULL, 0, 0, NULL},
	{"Postfix, short", HC_SEAT_QUEUE_ID, "postfix", "A81F511441C", NULL, 0, 0, NULL},
	{"sendmail", HC_SEAT_QUEUE_ID, "sendmail", "425ABCxY004242", "sendmail", T, 1, "425ABC"},
	{"sendmail, seven digits of process", HC_SEAT_QUEUE_ID, "sendmail", "425ABCxY3223697", "sendmail", T, 1, "425ABC"},
	{"sendmail 8.10", HC_SEAT_QUEUE_ID, "sendmail", "425ABCx04242", "sendmail-8.10", T, 1, "425ABC"},
	{"sendmail 8.9 has the hour alone", HC_SEAT_QUEUE_ID, "sendmail", "KAA04242", NULL, 0, 0, NULL},
	{"sendmail, month 13", HC_SEAT_QUEUE_ID, "sendmail", "4C5ABCxY004242", NULL, 0, 0, NULL},
	{"sendmail, hour 24", HC_SEAT_QUEUE_ID, "sendmail", "425OBCxY004242", NULL, 0, 0, NULL},
	{"sendmail, minute 59 and second 59", HC_SEAT_QUEUE_ID, "sendmail", "425AxxxY004242", "sendmail", T - 672 + 3599, 1, "425Axx"},
	{"sendmail, day 0", HC_SEAT_QUEUE_ID, "sendmail", "420ABCxY004242", NULL, 0, 0, NULL},
	{"sendmail, year 99 is 1999", HC_SEAT_QUEUE_ID, "sendmail", "dBVNxxxY004242", "sendmail", INT64_C(946684799), 1, "dBVNxx"},
	{"sendmail, year 98 is 2058", HC_SEAT_QUEUE_ID, "sendmail", "c01000xY004242", "sendmail", INT64_C(2777068800), 1, "c01000"},
	{"Gmail, local, no stamp", HC_SEAT_QUEUE_ID, "gmail", "a1si5691730wjz.123.2024.03.05.10.11.12", "gmail-local", T - 14 * 3600, 1, "2024.03.05.10.11.12"},
	{"Gmail, February 30", HC_SEAT_QUEUE_ID, "gmail", "a1si5691730wjz.123.2024.02.30.10.11.12", NULL, 0, 0, NULL},
	{"InterMail, February 29", HC_SEAT_QUEUE_ID, "synchronoss", "<20240229101112.DZS311274.mx.example.net@mail>", "intermail", T - 5 * 86400, 1, "20240229101112"},
	{"InterMail, February 29 of no leap year", HC_SEAT_QUEUE_ID, "synchronoss", "<20230229101112.DZS311274.mx.example.net@mail>", NULL, 0, 0, NULL},
	{"InterMail, February 29 of 2100", HC_SEAT_QUEUE_ID, "synchronoss", "<21000229101112.DZS311274.mx.example.net@mail>", NULL, 0, 0, NULL},
	{"Gmail, milliseconds", HC_SEAT_QUEUE_ID, "gmail", "s3mr187054ugm.1.1709633472250", "gmail-ms", T, 1, "1709633472250"},
	{"Gmail, neither", HC_SEAT_QUEUE_ID, "gmail", "t193csp327634wme", NULL, 0, 0, NULL},
	{"Dovecot", HC_SEAT_QUEUE_ID, "dovecot", "Fc1bB8Dv5mWSEAAA776t3g", "dovecot", T, 1, "Fc1bB8Dv5mWSEAAA776t3g"},
	{"Dovecot, a thousand million nanoseconds", HC_SEAT_QUEUE_ID, "dovecot", "AMqaO8Dv5mWSEAAA776t3g", NULL, 0, 0, NULL},
	{"Domino, local, no stamp", HC_SEAT_QUEUE_ID, "domino", "2024030510111250-95836", "domino", T - 14 * 3600, 1, "20240305101112"},
	{"InterMail", HC_SEAT_QUEUE_ID, "synchronoss", "<20240305101112.DZS311274.mx.example.net@mail>", "intermail", T, 1, "20240305101112"},
	{"SendGrid, filter", HC_SEAT_QUEUE_ID, "sendgrid", "filter0490p1mdw1.13271.65E6EFC0B", "sendgrid-filter", T, 1, "65E6EFC0"},
	{"SendGrid", HC_SEAT_QUEUE_ID, "sendgrid", "18e0e1886fa.779a.254b43", "sendgrid-ms", T, 1, "18e0e1886fa"},
	{"ZoneMTA", HC_SEAT_QUEUE_ID, "zonemta", "18e0e1886fa0005750.002", "zonemta", T, 1, "18e0e1886fa"},
	{"Zoho", HC_SEAT_QUEUE_ID, "zoho", "1709633472250001.5030548674308", "zoho", T, 1, "1709633472250001"},
	{"empty id", HC_SEAT_QUEUE_ID, "gmail", "", NULL, 0, 0, NULL},

	{"Exim's Message-ID", HC_SEAT_MESSAGE_ID, NULL, "<E1rhRlQ-0003UT-0G@mx.example.org>", "exim", T, 1, "1rhRlQ"},
	{"sendmail's Message-ID", HC_SEAT_MESSAGE_ID, NULL, "<202403051011.425ABCxY004242@mx.example.org>", "sendmail", T - 12, 60, "202403051011"},
	{"sendmail 8.15's", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.425ABCxY004242@mx.example.org>", "sendmail", T, 1, "20240305101112"},
	{"sendmail 8.9's", HC_SEAT_MESSAGE_ID, NULL, "<202403051011.KAA04242@mx.example.org>", "sendmail-8.9", T - 12, 60, "202403051011"},
	{"Postfix's", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.A81F511441C@mx.example.org>", "postfix", T, 1, "20240305101112"},
	{"Postfix's, long", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.4Tprtm0sf8z7Qhl@mx.example.org>", "postfix-long", T, 1, "20240305101112"},
	{"old mutt's is local time", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.A16258@mx.example.org>", NULL, 0, 0, NULL},
	{"mutt's", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.GA16258@mx.example.org>", "mutt", T, 1, "20240305101112"},
	{"qmail's", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.12345.qmail@mx.example.org>", "qmail", T, 1, "20240305101112"},
	{"JavaMail's", HC_SEAT_MESSAGE_ID, NULL, "<35.31709633472250.JavaMail.app@host>", NULL, 0, 0, NULL},
	{"JavaMail's, three numbers", HC_SEAT_MESSAGE_ID, NULL, "<2080270419.5898.1709633472250.JavaMail.app@host>", "javamail", T, 1, "1709633472250"},
	{"Outlook's", HC_SEAT_MESSAGE_ID, NULL, "<000d01da6ee5$7343B687$0200a8c0@desk>", "outlook", T, 1, "01da6ee5$7343B687"},
	{"Outlook's, before 1970", HC_SEAT_MESSAGE_ID, NULL, "<000000240870$00397cab$00007403@desk>", NULL, 0, 0, NULL},
	{"Mozilla's", HC_SEAT_MESSAGE_ID, NULL, "<65E6EFC0.3040505@example.org>", "mozilla", T, 1, "65E6EFC0"},
	{"Evolution's", HC_SEAT_MESSAGE_ID, NULL, "<1709633472.2768.183.camel@avalon>", "evolution", T, 1, "1709633472"},
	{"Amazon SES's", HC_SEAT_MESSAGE_ID, NULL, "<0100018e0e1886fa-727e5309-b13e-4fa5-836d-327e5cbcd88c-000000@email.example.com>", "amazon-ses", T, 1, "018e0e1886fa"},
	{"git send-email's", HC_SEAT_MESSAGE_ID, NULL, "<20240305101112.12345-1-ann@example.org>", "git-send-email", T, 1, "20240305101112"},
	{"git send-email's before 2.8", HC_SEAT_MESSAGE_ID, NULL, "<1709633472-12345-1-git-send-email-ann@example.org>", "git-send-email", T, 1, "1709633472"},
	{"JavaMail's, two numbers", HC_SEAT_MESSAGE_ID, NULL, "<35.1709633472250.JavaMail.app@host>", "javamail", T, 1, "1709633472250"},
	{"TMDA's", HC_SEAT_MESSAGE_ID, NULL, "<1709633472.23266.TMDA@example.org>", "tmda", T, 1, "1709633472"},
	{"MH's", HC_SEAT_MESSAGE_ID, NULL, "<29945.1709633472@example.org>", "mh", T, 1, "1709633472"},
	{"sendmail 8.10's", HC_SEAT_MESSAGE_ID, NULL, "<202403051011.425ABCx04242@example.org>", "sendmail-8.10", T - 12, 60, "202403051011"},
	{"Exim 4.97's", HC_SEAT_MESSAGE_ID, NULL, "<E1rhRlQ-00000000Ejf-1tXF@example.org>", "exim-4.97", T, 1, "1rhRlQ"},
	{"nobody's", HC_SEAT_MESSAGE_ID, NULL, "<CAABzsomething+random=text@mail.example.com>", NULL, 0, 0, NULL},
	{"no angle bracket", HC_SEAT_MESSAGE_ID, NULL, "E1rhRlQ-0003UT-0G@mx.example.org", NULL, 0, 0, NULL},

	{"X-OriginalArrivalTime", HC_SEAT_ARRIVAL, NULL, "05 Mar 2024 10:11:12.0123 (UTC) FILETIME=[7343B687:01DA6EE5]", "filetime", T, 1, "7343B687:01DA6EE5"},
	{"X-OriginalArrivalTime, cut", HC_SEAT_ARRIVAL, NULL, "FILETIME=[7343B687:01DA6EE5", NULL, 0, 0, NULL},
	{"X-SES-Outgoing", HC_SEAT_OUTGOING, NULL, "2024.03.05-192.0.2.7", "amazon-ses", T - 36672, 86400, "2024.03.05"},
	{"Thread-Index", HC_SEAT_THREAD, NULL, "Adpu5XNDAAECAwQFBgcICQoLDA0ODw==", "thread-index", T, 1, "Adpu5XNDAAECAwQFBgcICQoLDA0ODw"},
	{"Thread-Index of a reply", HC_SEAT_THREAD, NULL, "Adpu5XNDAAECAwQFBgcICQoLDA0ODwECAwQF", "thread-start", T, 1, "Adpu5XNDAAECAwQFBgcICQoLDA0ODwECAwQF"},
	{"Thread-Index, 23 octets", HC_SEAT_THREAD, NULL, "Adpu5XNDAAECAwQFBgcICQoLDA0ODwE=", NULL, 0, 0, NULL},
	{"Thread-Index, 21 octets", HC_SEAT_THREAD, NULL, "Adpu5XNDAAECAwQFBgcICQoLDA0O", NULL, 0, 0, NULL},
  /* clang-format on */
};

START_TEST(moment_of_id)
{
	const char *name = moments[_i].name;
	HcDialect dialect = {.id = "", .software = moments[_i].writer};
	size_t length = strlen(moments[_i].text);
	g_autofree char *text = NULL;
	char *copy = exact_copy(moments[_i].text, length);
	HcMoment moment;
	bool found = hc_moment_read(moments[_i].seat,
	                            moments[_i].writer ? &dialect : NULL, copy,
	                            length, NULL, &moment);

	free(copy);
	ck_assert_msg(found == (moments[_i].form != NULL), "%s", name);
	if (!found)
		return;
	text = g_strndup(moments[_i].text + moment.where.offset,
	                 moment.where.length);
	ck_assert_msg(strcmp(moment.form->token, moments[_i].form) == 0,
	              "%s: %s", name, moment.form->token);
	ck_assert_msg(moment.earliest_s == moments[_i].earliest_s,
	              "%s: %" G_GINT64_FORMAT, name, moment.earliest_s);
	ck_assert_msg(moment.resolution_s == moments[_i].resolution_s, "%s: %u",
	              name, moment.resolution_s);
	ck_assert_msg(strcmp(text, moments[_i].numerals) == 0, "%s: '%s'", name,
	              text);
	ck_assert_msg(moment.form->unit == HC_UNIT_CIVIL_STAMP ||
	                      moment.latest_s == moment.earliest_s +
	                                                 moment.resolution_s -
	                                                 1,
	              "%s", name);
}
END_TEST

/* A local time is read in the zone of the stamp beside it. */
START_TEST(local_time)
{
	static const char id[] = "a1si5691730wjz.123.2024.03.05.02.11.12";
	HcDialect gmail = {.id = "gmail-esmtps", .software = "gmail"};
	HcStamp stamp = {.state = HC_STAMP_POINT,
	                 .zone_known = true,
	                 .zone_min = -480,
	                 .unix_s = T};
	HcMoment moment;

	ck_assert(hc_moment_read(HC_SEAT_QUEUE_ID, &gmail, id, strlen(id),
	                         &stamp, &moment));
	ck_assert_int_eq(moment.earliest_s, T);
	ck_assert_int_eq(moment.latest_s, T);
	stamp.zone_known = false;
	ck_assert(hc_moment_read(HC_SEAT_QUEUE_ID, &gmail, id, strlen(id),
	                         &stamp, &moment));
	ck_assert_int_eq(moment.earliest_s, T - 8 * 3600 - 14 * 3600);
	ck_assert_int_eq(moment.latest_s, T - 8 * 3600 + 12 * 3600);
}
END_TEST

static bool
is_tried(const HcMomentForm *form)
{
	for (size_t i = 0; i < G_N_ELEMENTS(moments); i++)
		if (moments[i].seat == form->seat && moments[i].form &&
		    strcmp(moments[i].form, form->token) == 0)
			return true;
	return false;
}

/* Every row of the table names its source, can be told from the others, and is
 * tried above. */
START_TEST(forms_are_whole)
{
	size_t count;
	const HcMomentForm *forms = hc_moment_forms(&count);

	ck_assert_uint_gt(count, 30);
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(forms[i].source && *forms[i].source, "%s",
		              forms[i].token);
		ck_assert_msg(is_tried(&forms[i]), "%s is not tried",
		              forms[i].token);
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(
				forms[i].seat != forms[k].seat ||
					strcmp(forms[i].look, forms[k].look) !=
						0 ||
					forms[i].start != forms[k].start ||
					g_strcmp0(forms[i].writer,
			                          forms[k].writer) != 0,
				"%s twice", forms[i].look);
	}
}
END_TEST

/* ---------------------------------------------------------------- messages */

static HcChain *
read_chain(const char *text)
{
	size_t length = strlen(text);
	char *copy = exact_copy(text, length);
	g_autoptr(HcSource) source =
		hc_source_new_from_bytes("test", copy, length, HC_KIND_EML);
	g_autoptr(HcRaw) raw = NULL;
	g_autoptr(HcMessage) message = NULL;

	ck_assert(hc_source_next(source, &raw, NULL));
	message = hc_message_new(raw);
	free(copy);
	return hc_chain_new(message);
}

/* mx (hop 2) took it from relay, relay (hop 1) from the sender. */
#define HOP_2                                                                  \
	"Received: from relay.example.net (relay.example.net [192.0.2.7])\n"   \
	"\tby mx.example.org with esmtp (Exim 4.94) id 1rhRlQ-0003UT-0G\n"     \
	"\tfor <ann@example.org>; Tue, 05 Mar 2024 10:11:14 +0000\n"
#define HOP_1                                                                  \
	"Received: from pc.example.net (pc.example.net [192.0.2.9])\n"         \
	"\tby relay.example.net (8.17.1/8.17.1) with ESMTP id "                \
	"425ABCxY004242;\n"                                                    \
	"\tTue, 5 Mar 2024 11:11:13 +0100\n"
#define IN_2 "queue-id-clock exim in 2 -2;"
#define IN_1 "queue-id-clock sendmail in 1 -1;"

static const struct {
	const char *name;
	const char *text;
	const char *hints; /* kind form place hop [difference] [address] [!] */
} messages[] = {
  /* clang-format off */
	{"queue ids", HOP_2 HOP_1 "From: a@example.net\n\n", IN_2 IN_1},
	{"no hop", "X-Originating-IP: [192.0.2.9]\n\n", "client-address x-originating-ip none 0 @192.0.2.9;"},
	{"above, between, below",
	 "Authentication-Results: mx.example.org; spf=pass\n" HOP_2
	 "Received-SPF: pass (x) client-ip=192.0.2.7; helo=relay\n" HOP_1
	 "X-Originating-IP: [IPv6:2001:db8::9]\n\n",
	 "authentication-results authentication-results above 2;" IN_2
	 "received-spf received-spf above 1 @192.0.2.7;" IN_1
	 "client-address x-originating-ip below 1 @2001:db8::9;"},
	{"SPF: the key stands by itself", "Received-SPF: none xclient-ip=192.0.2.1; client-ip=\"192.0.2.7\"\n\n",
	 "received-spf received-spf none 0 @192.0.2.7;"},
	{"an address that is none", "X-Sender-IP: 192.0.2.300\n\n", "client-address x-sender-ip none 0;"},
	{"a name after the address", "X-OriginatingIP: 192.0.2.9 (ann)\n\n", "client-address x-originatingip none 0 @192.0.2.9;"},
	{"X-Received is no hop", "X-Received: by 192.0.2.8 with SMTP id u3mr5042880wiw.30.1709633472250;\n"
	 "        Tue, 05 Mar 2024 02:11:20 -0800 (PST)\n" HOP_1 "\n",
	 "x-received x-received above 1 7;" IN_1},
	{"signatures", "DKIM-Signature: v=1; a=rsa-sha256; bh=t=1; t\n =\t1709633470; x=1709999999; b=AAA=\n"
	 "ARC-Seal: i=1; t=1709633480 ; cv=none\n" HOP_1 "\n",
	 "signature-clock dkim-signature above 1 -3;signature-clock arc-seal above 1 7;" IN_1},
	{"no t= in the signature", "DKIM-Signature: v=1; bt=1709633470; x=1709999999\n" HOP_1 "\n", IN_1},
	{"t= is no number", "DKIM-Signature: v=1; t=17096x33470\n" HOP_1 "\n", IN_1},
	{"t= of 12 digits", "DKIM-Signature: v=1; t=001709633470\n" HOP_1 "\n", "signature-clock dkim-signature above 1 -3;" IN_1},
	{"t= of 13 digits", "DKIM-Signature: v=1; t=0001709633470\n" HOP_1 "\n", IN_1},
	{"arrival", HOP_1 "X-OriginalArrivalTime: 05 Mar 2024 10:11:12.0123 (UTC) FILETIME=[7343B687:01DA6EE5]\n"
	 "X-MS-Exchange-CrossTenant-OriginalArrivalTime: 05 Mar 2024 10:11:12.4436\n (UTC)\n\n",
	 IN_1 "arrival-clock filetime below 1 -1;"
	 "arrival-clock x-ms-exchange-crosstenant-originalarrivaltime below 1 -1;"},
	{"arrival in no zone", "X-MS-Exchange-CrossTenant-OriginalArrivalTime: 05 Mar 2024 10:11:12.4436\n\n", ""},
	{"Message-ID to the minute", HOP_1 "Message-ID:\n <202403051011.425ABCxY004242@relay.example.net>\n\n",
	 IN_1 "message-id-clock sendmail below 1 0;"},
	{"Message-ID of the minute before", HOP_1 "Message-ID: <202403051010.425ABCxY004242@relay.example.net>\n\n",
	 IN_1 "message-id-clock sendmail below 1 -14;"},
	{"a day is plausible", HOP_1 "Message-ID: <E1rh5Ht-0003UT-0G@relay.example.net>\n\n",
	 IN_1 "message-id-clock exim below 1 -86400;"},
	{"a second more is not", HOP_1 "Message-ID: <E1rh5Hs-0003UT-0G@relay.example.net>\n\n",
	 IN_1 "message-id-clock exim below 1 -86401 !;"},
	{"a day later is plausible", HOP_1 "Message-ID: <E1rhoEz-0003UT-0G@relay.example.net>\n\n",
	 IN_1 "message-id-clock exim below 1 86400;"},
	{"a second later still is not", HOP_1 "Message-ID: <E1rhoF0-0003UT-0G@relay.example.net>\n\n",
	 IN_1 "message-id-clock exim below 1 86401 !;"},
	{"a conversation that begins later is not", HOP_1 "Thread-Index: AeAAAAAAAAECAwQFBgcICQoLDA0ODwECAwQF\n\n",
	 IN_1 "thread-clock thread-start below 1 156691809 !;"},
	{"a conversation may be old", HOP_1 "Thread-Index: AdAAAAAAAAECAwQFBgcICQoLDA0ODwECAwQF\n\n",
	 IN_1 "thread-clock thread-start below 1 -293668154;"},
	{"the same without a reply is not", HOP_1 "Thread-Index: AdAAAAAAAAECAwQFBgcICQoLDA0ODw==\n\n",
	 IN_1 "thread-clock thread-index below 1 -293668154 !;"},
	{"exchange's proxy", "X-ClientProxiedBy: A.example.org (192.0.2.1) To B.example.org\n\n",
	 "client-proxy x-clientproxiedby none 0;"},
	{"names are compared without case", "x-oRIGINATING-ip: 192.0.2.9\n\n", "client-address x-originating-ip none 0 @192.0.2.9;"},
	{"other names", "X-Originating-IPs: 192.0.2.9\nReceived-SP: x\nX: y\n\n", ""},
  /* clang-format on */
};

static void
describe(GString *out, const HcHint *hint)
{
	g_string_append_printf(out, "%s %s %s %u",
	                       hc_hint_kind_token(hint->kind), hint->form,
	                       hc_hint_place_token(hint->place), hint->hop);
	if (hint->difference_known)
		g_string_append_printf(out, " %" G_GINT64_FORMAT,
		                       hint->difference_s);
	if (hint->address.family == 4)
		g_string_append_printf(
			out, " @%u.%u.%u.%u", hint->address.bytes[0],
			hint->address.bytes[1], hint->address.bytes[2],
			hint->address.bytes[3]);
	if (hint->address.family == 6)
		g_string_append_printf(
			out, " @%x:%x::%x",
			hint->address.bytes[0] << 8 | hint->address.bytes[1],
			hint->address.bytes[2] << 8 | hint->address.bytes[3],
			hint->address.bytes[14] << 8 | hint->address.bytes[15]);
	g_string_append(out, hint->implausible ? " !;" : ";");
}

START_TEST(hints_of_message)
{
	g_autoptr(HcChain) chain = read_chain(messages[_i].text);
	GString *out = g_string_new(NULL);
	size_t count;
	const HcHint *hints = hc_chain_hints(chain, &count);

	for (size_t i = 0; i < count; i++) {
		describe(out, &hints[i]);
		ck_assert_msg(hints[i].source != NULL, "%s", messages[_i].name);
		ck_assert_msg(hints[i].value.text != NULL, "%s",
		              messages[_i].name);
	}
	ck_assert_msg(strcmp(out->str, messages[_i].hints) == 0, "%s: %s",
	              messages[_i].name, out->str);
	g_string_free(out, TRUE);
}
END_TEST

/* The bytes a hint names are those of the message. */
START_TEST(hint_spans)
{
	g_autoptr(HcChain) chain =
		read_chain("DKIM-Signature: v=1; t =\n 1709633470; b=A\n" HOP_1
	                   "X-Originating-IP:  [192.0.2.9] \n\n");
	HcMessage *message = hc_chain_message(chain);
	size_t count;
	const HcHint *hints = hc_chain_hints(chain, &count);
	g_autofree char *tag = NULL;
	g_autofree char *id = NULL;
	g_autofree char *numerals = NULL;
	g_autofree char *address = NULL;

	ck_assert_uint_eq(count, 3);
	tag = hc_message_text(message, hints[0].time_where);
	ck_assert_str_eq(tag, "1709633470");
	ck_assert_str_eq(hints[0].value.text, "t = 1709633470");
	ck_assert_uint_eq(hints[0].field, 0);
	id = hc_message_text(message, hints[1].value.where);
	ck_assert_str_eq(id, "425ABCxY004242");
	numerals = hc_message_text(message, hints[1].time_where);
	ck_assert_str_eq(numerals, "425ABC");
	ck_assert_int_eq(hints[1].earliest_s, T);
	ck_assert_uint_eq(hints[1].field, 1);
	address = hc_message_text(message, hints[2].value.where);
	ck_assert_str_eq(address, "[192.0.2.9]");
	ck_assert(!hints[2].time_known);
}
END_TEST

/* What a long field holds beyond the limit is not taken apart, and the header
 * block's note says so. */
START_TEST(long_fields)
{
	static const char address[] = "client-ip=192.0.2.9\n" HOP_1 "\n";
	static const char name[] = "Received-SPF:";
	const size_t room = HC_FIELD_MAX - strlen(address);
	g_autofree char *few = g_strnfill(room, ' ');
	g_autofree char *many = g_strnfill(HC_FIELD_MAX, ' ');
	g_autofree char *within = g_strconcat(name, few, address, NULL);
	g_autofree char *beyond = g_strconcat(name, many, address, NULL);
	g_autoptr(HcChain) shorter = read_chain(within);
	g_autoptr(HcChain) longer = read_chain(beyond);
	size_t count;

	ck_assert_int_eq(hc_chain_hints(shorter, &count)[0].address.family, 4);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(hc_chain_hints(longer, &count)[0].address.family, 0);
	ck_assert_uint_eq(count, 2);
	ck_assert_uint_le(hc_chain_hints(longer, &count)[0].value.where.length,
	                  HC_FIELD_MAX);
}
END_TEST

/* As many copies are taken apart as hops would be; the rest is shown. */
START_TEST(many_copies)
{
	static const char copy[] =
		"X-Received: by 192.0.2.9 with SMTP id x1mr1; "
		"Tue, 5 Mar 2024 10:11:12 +0000\n";
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(HcChain) chain = NULL;
	const HcHint *hints;
	size_t count, shown = 0, timed = 0;

	for (unsigned i = 0; i < HC_RECEIVED_MAX + 2; i++)
		g_string_append(text, copy);
	g_string_append(text, HOP_1 "\n");
	chain = read_chain(text->str);
	hints = hc_chain_hints(chain, &count);
	for (size_t i = 0; i < count; i++) {
		shown += hints[i].kind == HC_HINT_RECEIVED_COPY;
		timed += hints[i].kind == HC_HINT_RECEIVED_COPY &&
		         hints[i].time_known;
	}
	ck_assert_uint_eq(shown, HC_RECEIVED_MAX + 2);
	ck_assert_uint_eq(timed, HC_RECEIVED_MAX);
}
END_TEST

/* ------------------------------------------------------------------- kinds */

#define AT "; Tue, 5 Mar 2024 10:11:12 +0000\n"

static const struct {
	const char *name;
	const char *text;
	const char *kinds; /* newest first */
} kinds[] = {
  /* clang-format off */
	{"transfers", HOP_2 HOP_1 "\n", "transfer transfer"},
	{"submission with AUTH", "Received: from pc.example.net (pc.example.net [192.0.2.9])\n"
	 "\tby mx.example.org (Postfix) with ESMTPSA id A81F511441C" AT "\n", "submission"},
	{"AUTH above the oldest hop is a relay's", "Received: from pc.example.net (pc.example.net [192.0.2.9])\n"
	 "\tby mx.example.org (Postfix) with ESMTPSA id A81F511441C" AT HOP_1 "\n", "transfer transfer"},
	{"pickup", "Received: by mx.example.org (Postfix, from userid 1000)\n\tid A81F511441C" AT "\n", "local"},
	{"local user", "Received: (from ann@localhost)\n\tby mx.example.org (8.17.1/8.17.1/Submit) id 425ABCxY004242" AT "\n", "local"},
	{"list manager's user", "Received: (from majordomo@localhost)\n\tby mx.example.org (8.17.1/8.17.1/Submit) id 425ABCxY004242" AT "\n", "list-expansion"},
	{"list manager's user, Exim", "Received: from mailman by mx.example.org with local (Exim 4.94)\n\tid 1rhRlQ-0003UT-0G" AT "\n", "list-expansion"},
	{"user of a name that only begins so", "Received: from mailmann by mx.example.org with local (Exim 4.94)\n\tid 1rhRlQ-0003UT-0G" AT "\n", "local"},
	{"content filter", "Received: from mx.example.org ([127.0.0.1])\n\tby localhost (mx.example.org [127.0.0.1]) (amavisd-new, port 10024)\n"
	 "\twith ESMTP id bRNLR9Tbk4Jg for <ann@example.org>" AT HOP_1 "\n", "content-filter transfer"},
	{"given back over loopback", "Received: from localhost (localhost [127.0.0.1])\n\tby mx.example.org (Postfix) with ESMTP id A81F511441C" AT HOP_1 "\n",
	 "loopback transfer"},
	{"begun over loopback", "Received: from localhost (localhost [127.0.0.1])\n\tby mx.example.org (Postfix) with ESMTP id A81F511441C" AT "\n",
	 "submission"},
	{"HELO localhost from afar", "Received: from localhost (pc.example.net [192.0.2.9])\n\tby mx.example.org (Postfix) with ESMTP id A81F511441C" AT "\n",
	 "transfer"},
	{"fetched, then handed on", "Received: from localhost (localhost [127.0.0.1])\n\tby desk.example.org (Postfix) with ESMTP id A81F511441C" AT
	 "Received: from pop.example.org [192.0.2.5]\n\tby localhost with POP3 (fetchmail-6.3.26)\n\tfor <ann@localhost> (single-drop)" AT HOP_1 "\n",
	 "local retrieval transfer"},
	{"front end", "Received: from a.example.org (192.0.2.1) by b.example.org\n (192.0.2.2) with Microsoft SMTP Server (TLS) id 15.0.847.32 via Frontend\n Transport" AT "\n",
	 "front-end"},
	{"MAPI is a mailbox's outbox", "Received: from a.example.org ([fe80::1]) by a.example.org\n ([fe80::1%5]) with mapi id 15.20.1813.013" AT "\n",
	 "submission"},
	{"HTTPS into a mailbox", "Received: from a.prod.outlook.com (2001:db8::9) by\n b.prod.outlook.com with HTTPS" AT HOP_1 "\n",
	 "mailbox-delivery transfer"},
	{"LMTP", "Received: from mx.example.org by store.example.org with LMTP\n\tid Fc1bB8Dv5mWSEAAA776t3g for <ann@example.org>" AT HOP_1 "\n",
	 "mailbox-delivery transfer"},
	{"web mail", "Received: from 192.0.2.9 (SquirrelMail authenticated user ann)\n\tby mail.example.org with HTTP" AT "\n", "web"},
	{"list manager's user, version not written", "Received: from mailman by mx.example.org with local\n\tid 1rhRlQ-0003UT-0G" AT "\n", "list-expansion"},
	{"qmail's queue", "Received: (qmail 4711 invoked by uid 89)" AT "\n", "local"},
	{"IIS's pickup directory", "Received: from mail pickup service by mx.example.org with Microsoft SMTPSVC" AT "\n", "local"},
	{"a host of the name mail", "Received: from mail ([192.0.2.9]) by mx.example.org with Microsoft SMTPSVC" AT "\n", "transfer"},
	{"bounce of dma", "Received: from MAILER-DAEMON id e0720\n\tby mx.example.org (DragonFly Mail Agent v0.13)" AT "\n", "local"},
	{"getmail", "Received: from pop.example.org:995 (192.0.2.5) by desk.example.org\n\twith getmail6 POP3SSL (POP3SSLRetriever)" AT "\n", "retrieval"},
	{"nothing known", "Received: by mx.example.org" AT "\n", "transfer"},
  /* clang-format on */
};

START_TEST(kinds_of_hops)
{
	g_autoptr(HcChain) chain = read_chain(kinds[_i].text);
	GString *out = g_string_new(NULL);

	for (size_t i = hc_chain_length(chain); i-- > 0;)
		g_string_append_printf(
			out, "%s%s", out->len ? " " : "",
			hc_hop_kind_token(hc_chain_hop(chain, i)->kind));
	ck_assert_msg(strcmp(out->str, kinds[_i].kinds) == 0, "%s: %s (%s)",
	              kinds[_i].name, out->str,
	              hc_chain_hop(chain, 0)->received->dialect->id);
	g_string_free(out, TRUE);
}
END_TEST

/* -------------------------------------------------------------- misplacing */

static const struct {
	const char *name;
	const char *between; /* hop 2 and hop 1 */
	bool misplaced;      /* hop 1 */
} places[] = {
	{"nothing",			   "",				       false},
	{"trace fields",                      "Return-Path: <a@example.net>\nX-A: b\n", false},
	{"a Message-ID that a relay added",   "Message-ID: <a@mx.example.org>\n",
         false									       },
	{"a Date that a relay added",         "Date: Tue, 5 Mar 2024 10:11:12 +0000\n",
         false									       },
	{"a lone From",                       "From: a@example.net\n",                  false},
	{"a lone From, twice",                "From: a@b\nFROM: c@d\n",                 false},
	{"From and Subject",                  "From: a@b\nSubject: c\n",                true },
	{"Message-ID and Date",               "Message-Id: <a@b>\nDate: c\n",           true },
	{"Sender and Reply-To, others apart",
         "Sender: a@b\nX-A: b\nReply-To: c@d\n",                                        true },
	{"To and Cc",			 "To: a@b\nCc: c@d\n",                     true },
	{"References and In-Reply-To",
         "References: <a@b>\nIn-Reply-To: <a@b>\n",                                     true },
	{"Bcc and To",			"Bcc: a@b\nTo: c@d\n",                    true },
	{"Comments and Keywords",             "Comments: a\nKeywords: c\n",             false},
	{"a lone References",                 "References: <a@b>\nComments: c\n",       false},
};

START_TEST(misplaced_hops)
{
	g_autofree char *between =
		g_strconcat(HOP_2, places[_i].between, HOP_1, "\n", NULL);
	g_autofree char *above =
		g_strconcat(places[_i].between, HOP_2, HOP_1, "\n", NULL);
	g_autoptr(HcChain) split = read_chain(between);
	g_autoptr(HcChain) below = read_chain(above);

	ck_assert_msg(!hc_chain_hop(split, 1)->misplaced, "%s",
	              places[_i].name);
	ck_assert_msg(hc_chain_hop(split, 0)->misplaced == places[_i].misplaced,
	              "%s", places[_i].name);
	ck_assert_msg(hc_chain_hop(below, 1)->misplaced ==
	                              places[_i].misplaced &&
	                      hc_chain_hop(below, 0)->misplaced ==
	                              places[_i].misplaced,
	              "%s, above all", places[_i].name);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("hint");
	TCase *tcase = tcase_create("hint");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, moment_of_id, 0, G_N_ELEMENTS(moments));
	tcase_add_test(tcase, local_time);
	tcase_add_test(tcase, forms_are_whole);
	tcase_add_loop_test(tcase, hints_of_message, 0, G_N_ELEMENTS(messages));
	tcase_add_test(tcase, hint_spans);
	tcase_add_test(tcase, long_fields);
	tcase_add_test(tcase, many_copies);
	tcase_add_loop_test(tcase, kinds_of_hops, 0, G_N_ELEMENTS(kinds));
	tcase_add_loop_test(tcase, misplaced_hops, 0, G_N_ELEMENTS(places));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
